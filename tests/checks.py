"""`make check`: what can be said without running the system. Runs every check and fails when one did."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PROGRAMS = Path(sys.executable).parent

CHECKS = {
    "ruff": ("ruff", "check", "."),
    "format": ("ruff", "format", "--check", "."),
    "types": ("mypy", "frontdoor", "cases", "workforce", "audits"),
    "imports": ("lint-imports", "--no-cache"),
    "templates": ("djlint", "--lint", "--quiet", "templates"),
    # Without a database it warns that it could not look into one; the migrations are read from the files.
    "migrations": ("python", "-W", "ignore::RuntimeWarning", "manage.py", "makemigrations", "--check", "--dry-run"),
    "compose": ("check-jsonschema", "--builtin-schema", "vendor.compose-spec", "docker-compose.yml"),
    "repository": ("python", "-m", "pytest", "-q", "tests/law/test_repository.py"),
}


def main() -> int:
    """1 when a check failed, else 0."""
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "frontdoor.config.settings.test"}
    failed = []
    for name, (program, *arguments) in CHECKS.items():
        print(f"--- {name}", flush=True)
        done = subprocess.run([PROGRAMS / program, *arguments], cwd=ROOT, env=environment, check=False)
        if done.returncode:
            failed.append(name)
    print(f"failed: {', '.join(failed)}" if failed else "every check passed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
