"""Starts a Postgres and a Valkey for the tests before Django reads its settings. Loaded with `-p tests.services`.

They live under var/test and die with the test run. A second run at the same time takes the next free folder. With
DATABASE_URL and REDIS_URL in the environment nothing starts: so it is in the workers of pytest-xdist, which inherit
the environment of the first process.
"""

import os
from collections.abc import Generator
from pathlib import Path

import pytest

from frontdoor.embedded import kept
from frontdoor.embedded.kept import Refusal
from frontdoor.embedded.postgres import Postgres
from frontdoor.embedded.service import Service
from frontdoor.embedded.valkey import Valkey

VAR = Path(__file__).resolve().parents[1] / "var" / "test"
RUNS_AT_ONCE = 16

_running: list[Service] = []


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests() -> Generator[None, None, None]:
    """Comes before pytest-django, which reads the settings and with them the addresses."""
    if not {"DATABASE_URL", "REDIS_URL"} <= os.environ.keys():
        os.environ |= _start(*_free_folder())
    return (yield)


def pytest_unconfigure() -> None:
    """Stop what was started, last first."""
    while _running:
        _running.pop().stop()


def _free_folder() -> tuple[Path, int]:
    for number in range(RUNS_AT_ONCE):
        folder = VAR / str(number)
        folder.mkdir(parents=True, exist_ok=True)
        try:
            return folder, kept.lock(folder / "lock", patience=5)
        except Refusal:
            continue
    raise pytest.UsageError(f"{RUNS_AT_ONCE} test runs at once are enough.")


def _start(folder: Path, lock: int) -> dict[str, str]:
    before = kept.read(folder / "env")
    port = kept.choose_port(before.get("DATABASE_URL"))
    postgres = Postgres(folder / "postgres", port, before, careless=True)
    valkey_port = kept.choose_port(before.get("REDIS_URL"), taken=frozenset({port}))
    valkey = Valkey(folder / "valkey", valkey_port, before.get("REDIS_URL"), careless=True)
    addresses = postgres.urls() | {"REDIS_URL": valkey.url()}
    kept.write(folder / "env", addresses)
    postgres.create()
    for service in (
        postgres.service(folder / "postgres.log", (lock,)),
        valkey.service(folder / "valkey.log", (lock,)),
    ):
        _running.append(service)
        service.start()
        service.wait_until_ready()
    postgres.prepare(may_create_databases=True)
    return addresses
