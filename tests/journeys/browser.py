"""The Chromium of the journeys: $CHROMIUM, else the one on PATH, else Debian's, installed when we are root."""

import fcntl
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome")
# Liberation has the widths of Arial, so that pages look here as they do at a desk.
PACKAGES = ("chromium", "fonts-liberation")
WITHOUT = "Journeys need a browser: install Chromium (apt-get install chromium) or name one in CHROMIUM."


class NoBrowser(Exception):
    """There is no Chromium and it cannot be installed here."""


def chromium() -> str:
    """The path of a Chromium. Raises NoBrowser with what to do when there is none."""
    return _named() or _installed() or _install()


def arguments() -> list[str]:
    """Command-line arguments that keep the browser from talking to anybody; the sandbox does not work as root."""
    quiet = ["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
    quiet += ["--disable-component-update", "--disable-sync"]
    return [*quiet, "--no-sandbox"] if os.geteuid() == 0 else quiet


def _named() -> str | None:
    named = os.environ.get("CHROMIUM")
    if named and not shutil.which(named):
        raise NoBrowser(f"CHROMIUM names {named}, which is not there.")
    return named


def _installed() -> str | None:
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def _install() -> str:
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        raise NoBrowser(WITHOUT)
    with (Path(tempfile.gettempdir()) / "chromium-install.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not _installed():
            environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
            for command in (["update", "-qq"], ["install", "-qq", "--no-install-recommends", "-y", *PACKAGES]):
                done = subprocess.run(["apt-get", *command], env=environment, capture_output=True, check=False)
                if done.returncode:
                    raise NoBrowser(WITHOUT)
    return _installed() or ""
