"""`make backup` and `make restore`: a dump that carries the sums of its tables, restored beside what is there.

The sums are taken in the very snapshot that is dumped, so a restore is checked against what was backed up even when
the database it came from is gone or has gone on.
"""

import argparse
import json
import os
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import unquote, urlsplit, urlunsplit

import psycopg
from psycopg import sql

from frontdoor.embedded import kept
from frontdoor.embedded.kept import Refusal
from frontdoor.embedded.postgres import APP, OWNER, programs

ROOT = Path(__file__).resolve().parents[2]
DUMP, SUMS = "dump", "tables.json"
BESIDE = "frontdoor_restored"

# A sum must not depend on how a session prints dates, numbers or bytes.
PLAINLY = "-c timezone=UTC -c datestyle=ISO,MDY -c extra_float_digits=1 -c bytea_output=hex"
TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename"
SUM = "SELECT count(*), coalesce(sum(('x' || left(md5(t::text), 15))::bit(60)::bigint), 0)::text FROM {table} t"

Sums = dict[str, list[int | str]]


def back_up(url: str, folder: Path) -> Sums:
    """Dump the database at `url` into the new `folder`, with the rows and the sum of each table; returns those.

    `url` is a superuser's, so that owners and rights are dumped as well. Raises Refusal when the folder is there
    already or pg_dump fails.
    """
    if folder.exists():
        raise Refusal(f"{folder} is there already. A backup is never written over.")
    folder.mkdir(parents=True, mode=0o700)
    with closing(psycopg.connect(url, options=PLAINLY)) as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        connection.read_only = True
        snapshot = connection.execute("SELECT pg_export_snapshot()").fetchone()
        name = snapshot[0] if snapshot else ""
        _run(url, "pg_dump", "--format=directory", f"--file={folder / DUMP}", f"--snapshot={name}")
        sums = _sums(connection)
    (folder / SUMS).write_text(json.dumps(sums, indent=1) + "\n")
    return sums


def restore(url: str, folder: Path, name: str = BESIDE) -> Sums:
    """Make the database `name`, in the cluster of the superuser's `url`, from a backup; returns its tables' sums.

    Raises Refusal when the database is there already, pg_restore fails, or any table differs from the backup.
    """
    if not (folder / SUMS).is_file():
        raise Refusal(f"{folder} is not a finished backup: it holds no {SUMS}.")
    _create(url, name)
    fresh = of_database(url, name)
    _run(fresh, "pg_restore", "--exit-on-error", "--jobs=2", f"--dbname={name}", str(folder / DUMP))
    with closing(psycopg.connect(fresh, options=PLAINLY)) as connection:
        found = _sums(connection)
    kept_sums: Sums = json.loads((folder / SUMS).read_text())
    different = sorted(table for table in kept_sums.keys() | found.keys() if kept_sums.get(table) != found.get(table))
    if different:
        raise Refusal(f"The restored database differs from the backup in {', '.join(different)}.")
    return found


def of_database(url: str, name: str) -> str:
    """`url` with another database."""
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))


def _sums(connection: psycopg.Connection) -> Sums:
    tables = [table for (table,) in connection.execute(TABLES)]
    sums: Sums = {}
    for table in tables:
        row = connection.execute(sql.SQL(SUM).format(table=sql.Identifier(table))).fetchone()
        sums[table] = list(row or ())
    return sums


def _create(url: str, name: str) -> None:
    names = {"name": sql.Identifier(name), "owner": sql.Identifier(OWNER), "app": sql.Identifier(APP)}
    statements = (
        "CREATE DATABASE {name} OWNER {owner}",
        "REVOKE ALL ON DATABASE {name} FROM PUBLIC",
        "GRANT CONNECT ON DATABASE {name} TO {app}",
    )
    with closing(psycopg.connect(of_database(url, "postgres"), autocommit=True)) as connection:
        try:
            for statement in statements:
                connection.execute(sql.SQL(statement).format(**names))
        except psycopg.errors.DuplicateDatabase:
            raise Refusal(f"There is a database {name} already. Restore under another name with NAME=.") from None


def _run(url: str, program: str, *arguments: str) -> None:
    parts = urlsplit(url)
    address = {
        "PGHOST": parts.hostname or "",
        "PGPORT": str(parts.port or ""),
        "PGUSER": unquote(parts.username or ""),
        "PGPASSWORD": unquote(parts.password or ""),
        "PGDATABASE": unquote(parts.path.lstrip("/")),
    }
    done = subprocess.run(  # noqa: S603
        [str(programs() / program), *arguments], env=address, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise Refusal(f"{program} failed.\n{done.stderr}")


def _secure(owner_url: str) -> None:
    environment = os.environ | {
        "DATABASE_URL": owner_url,
        "DATABASE_OWNER_URL": owner_url,
        "DJANGO_SETTINGS_MODULE": os.environ.get("DJANGO_SETTINGS_MODULE", "frontdoor.config.settings.demo"),
    }
    done = subprocess.run(  # noqa: S603
        [sys.executable, str(ROOT / "manage.py"), "secure_database"], env=environment, check=False
    )
    if done.returncode:
        raise Refusal("The database is restored, but its rights could not be set.")


def _said(sums: Sums) -> str:
    rows = sum(int(count) for count, _sum in sums.values())
    return f"{len(sums)} tables, {rows:,} rows"


def main() -> int:
    """Back up or restore the database of `make demo`, which has to be running: 0, or 1 with the reason."""
    parser = argparse.ArgumentParser(prog="backup", description="Back up the demo's database, or restore a backup.")
    parser.add_argument("act", choices=("backup", "restore"))
    parser.add_argument("folder", nargs="?", help="for a backup by default a new one under var/backups")
    parser.add_argument("--name", default=BESIDE, help="the database that a restore makes")
    asked = parser.parse_args()
    var = Path(os.environ.get("FRONTDOOR_VAR") or ROOT / "var").resolve()
    addresses = kept.read(var / "env")
    folder = Path(asked.folder or var / "backups" / f"{datetime.now(UTC):%Y-%m-%dT%H%M%SZ}").resolve()
    try:
        if "DATABASE_SUPERUSER_URL" not in addresses:
            raise Refusal(f"{var} holds no database of ours: `make demo` makes one.")
        superuser = addresses["DATABASE_SUPERUSER_URL"]
        if asked.act == "restore" and not asked.folder:
            raise Refusal("Say which backup to restore: make restore FROM=var/backups/...")
        if asked.act == "backup":
            print(f"Backed up {_said(back_up(superuser, folder))} to {folder}")
        else:
            sums = restore(superuser, folder, asked.name)
            _secure(of_database(addresses["DATABASE_OWNER_URL"], asked.name))
            print(f"Restored {_said(sums)} into the database {asked.name}: every table is what was backed up.")
    except (Refusal, psycopg.OperationalError) as reason:
        print(reason, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
