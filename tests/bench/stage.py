"""What a measurement stands on: a throw-away cluster, filled databases, and both servers on each."""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import urlopen

import psycopg
from psycopg import sql

from frontdoor.embedded import kept
from frontdoor.embedded.postgres import APP, OWNER, SUPERUSER, Postgres
from frontdoor.embedded.service import Service
from tests.bench.filling import Filling

ROOT = Path(__file__).resolve().parents[2]
APP_SETTINGS = "tests.bench.settings"
CONTROL_SETTINGS = "tests.bench.control.settings"


def python(settings: str, url: str, *arguments: str) -> str:
    """Run one of our commands with a settings module on a database; what it printed."""
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": settings,
        "DATABASE_URL": url,
        "DATABASE_OWNER_URL": url if urlsplit(url).username == OWNER else "",
        "REDIS_URL": "redis://127.0.0.1:1/0",
        "PYTHONPATH": str(ROOT),
        "LOG_LEVEL": "WARNING",
    }
    done = subprocess.run(  # noqa: S603
        [sys.executable, *arguments], env=environment, cwd=ROOT, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(f"{' '.join(arguments)} failed:\n{done.stdout}\n{done.stderr}")
    return done.stdout


@dataclass
class Stage:
    """A cluster under ``home`` that is removed at the end."""

    home: Path
    services: list[Service] = field(default_factory=list)

    def __enter__(self) -> "Stage":
        shutil.rmtree(self.home, ignore_errors=True)
        self.home.mkdir(parents=True)
        self.postgres = Postgres(self.home / "postgres", kept.choose_port(None), {})
        self.postgres.create()
        self._start(self.postgres.service(self.home / "postgres.log"))
        self.postgres.prepare(may_create_databases=True)
        return self

    def __exit__(self, *_: object) -> None:
        while self.services:
            self.services.pop().stop()
        shutil.rmtree(self.home, ignore_errors=True)

    def _start(self, service: Service) -> Service:
        service.start()
        self.services.append(service)
        service.wait_until_ready()
        return service

    @property
    def database_pid(self) -> int:
        process = self.services[0].process
        assert process is not None
        return process.pid

    def url(self, database: str, role: str = APP) -> str:
        return self.postgres.url(role, database)

    def database(self, name: str, cases: int, *, night: bool = False) -> None:
        """A database of the project's own migrations, filled."""
        self.empty_database(name)
        Filling(self.url(name, SUPERUSER), cases, night=night).everything()

    def empty_database(self, name: str) -> None:
        """A database of the project's own migrations and the control's tables."""
        with psycopg.connect(self.url("postgres", SUPERUSER), autocommit=True) as connection:
            identifiers = {"name": sql.Identifier(name), "owner": sql.Identifier(OWNER)}
            connection.execute(sql.SQL("CREATE DATABASE {name} OWNER {owner}").format(**identifiers))
        owner = self.url(name, OWNER)
        python(APP_SETTINGS, owner, "manage.py", "migrate", "-v0")
        python(APP_SETTINGS, owner, "manage.py", "createcachetable")
        python(APP_SETTINGS, owner, "manage.py", "secure_database")
        python(CONTROL_SETTINGS, owner, "manage.py", "migrate", "-v0", "bench", "--run-syncdb")
        with psycopg.connect(self.url(name, SUPERUSER), autocommit=True) as connection:
            connection.execute(sql.SQL("GRANT ALL ON ALL TABLES IN SCHEMA public TO {}").format(sql.Identifier(OWNER)))

    def sessions(self, settings: str, database: str) -> dict[str, str]:
        """A cookie for each kind of worker, made the way the server's own sign-in makes them."""
        printed = python(settings, self.url(database, self._role(settings)), "-m", "tests.bench.sessions")
        return dict(line.split(" ", 1) for line in printed.splitlines() if " " in line)

    def server(self, settings: str, database: str) -> tuple[int, Service]:
        """gunicorn with two workers on a database; its port."""
        port = kept.choose_port(None)
        wsgi = "frontdoor.config.wsgi:application"
        service = Service(
            name=f"{settings} {database}",
            command=[
                *(sys.executable, "-m", "gunicorn", wsgi, "--workers", "2", "--worker-class", "gthread"),
                *("--threads", "4", "--bind", f"127.0.0.1:{port}", "--keep-alive", "75", "--log-level", "warning"),
                *("--control-socket", str(self.home / f"gunicorn-{port}.ctl")),
            ],
            log=self.home / f"web-{port}.log",
            environment=os.environ
            | {
                "DJANGO_SETTINGS_MODULE": settings,
                "DATABASE_URL": self.url(database, self._role(settings)),
                "DATABASE_POOL": "on",
                "REDIS_URL": "redis://127.0.0.1:1/0",
                "LOG_LEVEL": "WARNING",
            },
            ready=lambda: _answers(port),
        )
        return port, self._start(service)

    def _role(self, settings: str) -> str:
        """The control needs rights on its own tables that the serving role does not have."""
        return APP if settings == APP_SETTINGS else OWNER


def _answers(port: int) -> bool:
    try:
        with urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2):  # noqa: S310 - loopback
            return True
    except OSError as problem:
        return "HTTP Error" in str(problem)
