"""Rows as somebody with a database prompt would write them: past every form and every action."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import unquote, urlsplit

import psycopg
from django.db import connection, models
from django.db.models.expressions import DatabaseDefault
from psycopg import sql

from frontdoor.core import records


def connect_as_superuser() -> psycopg.Connection:
    """Beside Django's connection, with every right; commits when the block ends."""
    settings = connection.settings_dict
    parts = urlsplit(os.environ["DATABASE_SUPERUSER_URL"])
    return psycopg.connect(
        host=settings["HOST"],
        port=settings["PORT"],
        dbname=settings["NAME"],
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
    )


@contextmanager
def as_the_owner() -> Iterator[None]:
    """The serving role counts as the owner of the tables, who alone may bring in rows of the past."""
    role = sql.Identifier(connection.settings_dict["USER"])
    try:
        with connect_as_superuser() as above:
            above.execute(sql.SQL("GRANT CREATE ON SCHEMA public TO {}").format(role))
        yield
    finally:
        with connect_as_superuser() as above:
            above.execute(sql.SQL("REVOKE CREATE ON SCHEMA public FROM {}").format(role))


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
