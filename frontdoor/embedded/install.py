"""Makes the virtual environment from the hashed lock and builds the assets. Runs before anything is installed.

`.boot` holds uv, `.venv` what the lock says. A stamp keeps the lock's digest: while it agrees nothing is downloaded.
"""

import hashlib
import os
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BOOT, VENV = ROOT / ".boot", ROOT / ".venv"
LOCK = ROOT / "requirements-dev.lock"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "lock.sha256"
UV = "uv==0.13.9"
OLDEST = (3, 11)


def main() -> None:
    """Install what changed. Ends with a sentence and exit code 1 when that is not possible."""
    if sys.version_info < OLDEST:
        sys.exit(f"Front Door needs Python {OLDEST[0]}.{OLDEST[1]} or newer; this is {sys.version.split()[0]}.")
    try:
        # An environment that is only linked belongs to another checkout, which keeps it.
        if not VENV.is_symlink():
            install()
        build_assets()
    except subprocess.CalledProcessError as failure:
        sys.exit(f"Not installed: `{' '.join(map(str, failure.cmd))}` ended with {failure.returncode}.")


def install() -> None:
    """Bring `.venv` to what the lock says, hash by hash."""
    digest = hashlib.sha256(LOCK.read_bytes()).hexdigest()
    if STAMP.is_file() and STAMP.read_text() == digest and works(PYTHON):
        return
    print("Installing the locked dependencies.", flush=True)
    if not works(PYTHON):
        venv.create(VENV, clear=True)
    STAMP.unlink(missing_ok=True)
    if has_uv():
        run(BOOT / "bin" / "uv", "pip", "sync", "--quiet", "--require-hashes", "--python", PYTHON, LOCK)
    else:
        run(BOOT / "bin" / "pip", "--python", PYTHON, "install", "--quiet", "--require-hashes", "--requirement", LOCK)
    STAMP.write_text(digest)


def works(python: Path) -> bool:
    """Whether `python` still runs: an upgrade of the machine may take away what it was made from."""
    try:
        return subprocess.run([python, "-c", ""], check=False, capture_output=True).returncode == 0  # noqa: S603
    except OSError:
        return False


def has_uv() -> bool:
    """Whether uv is in `.boot`, where pip puts it; where it cannot be had, pip itself has to do."""
    if (BOOT / "bin" / "uv").is_file():
        return True
    venv.create(BOOT, with_pip=True, clear=True)
    try:
        run(BOOT / "bin" / "pip", "install", "--quiet", "--disable-pip-version-check", UV)
    except subprocess.CalledProcessError:
        return False
    return True


def build_assets() -> None:
    """Build the stylesheets and scripts; the build itself sees whether anything changed."""
    script = ROOT / "assets" / "build.py"
    if script.is_file():
        run(PYTHON, script)


def run(*command: "str | Path") -> None:
    """Run `command` to its end. Raises CalledProcessError when it fails."""
    # Councils inspect TLS: the machine's certificates are the right ones, not those that uv brings.
    subprocess.run(command, check=True, env=os.environ | {"UV_SYSTEM_CERTS": "1"}, cwd=ROOT)  # noqa: S603


if __name__ == "__main__":
    main()
