"""Rows as somebody with a database prompt would write them: past every form and every action."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any
from urllib.parse import unquote, urlsplit

import psycopg
from django.db import connection, models
from django.db.models.expressions import DatabaseDefault
from psycopg import sql

from frontdoor.core import records


def connect_as_superuser(**options: Any) -> psycopg.Connection:
    """Beside Django's connection, with every right; commits when the block ends."""
    settings = connection.settings_dict
    parts = urlsplit(os.environ["DATABASE_SUPERUSER_URL"])
    return psycopg.connect(
        host=settings["HOST"],
        port=settings["PORT"],
        dbname=settings["NAME"],
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        **options,
    )


@cache
def _granting(database: str) -> tuple[psycopg.Connection, sql.Identifier]:
    """A connection with every right, and a role that may create tables in ``database`` and nowhere else.

    The right itself, given to the serving role, would have Postgres plan every statement anew; a role does not.
    """
    above, owning = connect_as_superuser(autocommit=True), sql.Identifier(f"owning_{database}")
    if not above.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [f"owning_{database}"]).fetchone():
        above.execute(sql.SQL("CREATE ROLE {}").format(owning))
    above.execute(sql.SQL("REVOKE {} FROM {}").format(owning, _serving()))
    above.execute(sql.SQL("GRANT CREATE ON SCHEMA public TO {}").format(owning))
    return above, owning


def _serving() -> sql.Identifier:
    return sql.Identifier(connection.settings_dict["USER"])


def stop_granting() -> None:
    """Close what ``as_the_owner`` keeps open, and take its role away."""
    if _granting.cache_info().currsize:
        above, owning = _granting(connection.settings_dict["NAME"])
        above.execute(sql.SQL("DROP OWNED BY {}").format(owning))
        above.execute(sql.SQL("DROP ROLE {}").format(owning))
        above.close()
    _granting.cache_clear()


@contextmanager
def as_the_owner() -> Iterator[None]:
    """The serving role counts as the owner of the tables, who alone may bring in rows of the past."""
    above, owning = _granting(connection.settings_dict["NAME"])
    try:
        above.execute(sql.SQL("GRANT {} TO {}").format(owning, _serving()))
        yield
    finally:
        above.execute(sql.SQL("REVOKE {} FROM {}").format(owning, _serving()))


@contextmanager
def bringing_in() -> Iterator[None]:
    """As ``records.bringing_in``, ``as_the_owner``."""
    with as_the_owner(), records.bringing_in():
        yield


def insert_raw(row: models.Model) -> int:
    """INSERT the row's values as they are and return its id."""
    given = {
        field: getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if not field.generated
        and not isinstance(getattr(row, field.attname), DatabaseDefault)
        and not _unset_key(row, field)
    }
    statement = sql.SQL("INSERT INTO {} ({}) VALUES ({}) RETURNING {}").format(
        sql.Identifier(row._meta.db_table),
        sql.SQL(", ").join(sql.Identifier(field.column) for field in given),
        sql.SQL(", ").join(sql.Placeholder() for _ in given),
        sql.Identifier(row._meta.pk.column),
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [_stored(field, value) for field, value in given.items()])
        return cursor.fetchone()[0]


def update_raw(row: models.Model, **values: Any) -> None:
    """UPDATE some columns of a stored row, and nothing else."""
    fields = [row._meta.get_field(name) for name in values]
    statement = sql.SQL("UPDATE {} SET {} WHERE {} = {}").format(
        sql.Identifier(row._meta.db_table),
        sql.SQL(", ").join(
            sql.SQL("{} = {}").format(sql.Identifier(field.column), sql.Placeholder()) for field in fields
        ),
        sql.Identifier(row._meta.pk.column),
        sql.Placeholder(),
    )
    stored = [_stored(field, getattr(value, "pk", value)) for field, value in zip(fields, values.values(), strict=True)]
    with connection.cursor() as cursor:
        cursor.execute(statement, [*stored, row.pk])


def _unset_key(row: models.Model, field: models.Field) -> bool:
    return field.primary_key and row.pk is None


def _stored(field: models.Field, value: Any) -> Any:
    return field.get_db_prep_save(value, connection)
