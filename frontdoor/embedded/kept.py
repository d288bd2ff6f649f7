"""What one run leaves for the next: secrets, addresses and the lock that keeps two runs out of one folder."""

import fcntl
import os
import socket
import time
from pathlib import Path
from urllib.parse import urlsplit

LOOPBACK = "127.0.0.1"


class Refusal(Exception):
    """The services cannot start; the message says why and what to do."""


def read(path: Path) -> dict[str, str]:
    """The NAME=value lines of `path`; nothing when there is no such file."""
    if not path.is_file():
        return {}
    return dict(line.split("=", 1) for line in path.read_text().splitlines() if "=" in line)


def write(path: Path, values: dict[str, str]) -> None:
    """Replace `path` in one step by NAME=value lines that only this user can read."""
    fresh = path.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.writelines(f"{name}={value}\n" for name, value in values.items())
    fresh.replace(path)


def is_free(port: int) -> bool:
    """Whether a server could listen on `port` of the loopback address."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return False
    return True


def choose_port(kept_url: str | None, *, taken: frozenset[int] = frozenset()) -> int:
    """The port of `kept_url` while it is free, else any free one outside `taken`."""
    kept = urlsplit(kept_url).port if kept_url else None
    if kept and kept not in taken and is_free(kept):
        return kept
    while True:
        with socket.socket() as probe:
            probe.bind((LOOPBACK, 0))
            port: int = probe.getsockname()[1]
        if port not in taken:
            return port


def lock(path: Path, *, patience: float = 20) -> int:
    """Take the lock at `path` and return its descriptor.

    Every child inherits it, so it is free only when the last child of the former run is gone: a run that was killed
    gets `patience` seconds for that. Raises Refusal when the former run still lives.
    """
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    until = time.monotonic() + patience
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.pread(descriptor, 20, 0).decode().strip()
            if (holder.isdigit() and Path(f"/proc/{holder}").exists()) or time.monotonic() > until:
                os.close(descriptor)
                raise Refusal(f"Another run uses {path.parent} (process {holder}). Stop it first.") from None
            time.sleep(0.1)
        else:
            os.ftruncate(descriptor, 0)
            os.pwrite(descriptor, str(os.getpid()).encode(), 0)
            return descriptor
