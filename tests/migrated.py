"""A database as the migrations leave it, kept in the tests' cluster and copied for each run: copying takes a moment."""

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from django.db import connection
from psycopg import sql

ROOT = Path(__file__).resolve().parents[1]
PREFIX = "migrated_"
LOCK = 1
EXISTS = "SELECT 1 FROM pg_database WHERE datname = %s"


def name() -> str:
    """Another name as soon as any migration, or a version of what runs them, is another."""
    digest = hashlib.sha256((ROOT / "requirements-dev.lock").read_bytes())
    runs = [ROOT / "frontdoor/core/migrating.py", ROOT / "frontdoor/core/version_triggers.py"]
    for path in sorted([*ROOT.glob("*/migrations/**/*.py"), *runs]):
        digest.update(path.read_bytes())
    return PREFIX + digest.hexdigest()[:24]


@contextmanager
def _cluster() -> Iterator[psycopg.Connection[Any]]:
    """One process at a time: the second of two workers finds what the first has made."""
    with psycopg.connect(os.environ["DATABASE_SUPERUSER_URL"], autocommit=True) as cluster:
        cluster.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        yield cluster


def _drop(cluster: psycopg.Connection[Any], target: str) -> None:
    """Even when a thread or a browser that a test has let go is still connected to it."""
    cluster.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(target)))


def _copy(cluster: psycopg.Connection[Any], source: str, target: str) -> None:
    _drop(cluster, target)
    cluster.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(target), sql.Identifier(source)))


def drop(used: str) -> None:
    """Remove the database a run has used."""
    connection.close()
    with _cluster() as cluster:
        _drop(cluster, used)


@contextmanager
def database(wanted: str) -> Iterator[bool]:
    """Give the run a database ``wanted`` with every migration in it, or False: then the block makes one, to be kept."""
    kept = name()
    with _cluster() as cluster:
        known = cluster.execute(EXISTS, [kept]).fetchone() is not None
        if known:
            _copy(cluster, kept, wanted)
        yield known
        if not known:
            connection.close()
            for (old,) in cluster.execute(
                "SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [PREFIX]
            ).fetchall():
                _drop(cluster, old)
            _copy(cluster, wanted, kept)
