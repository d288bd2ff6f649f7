"""One new row, by a statement that Postgres plans once a connection (docs/adr/0011)."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from django.db import connection, models
from django.db.models import Field
from django.db.models.expressions import DatabaseDefault

from frontdoor.core.prepared import ask

Columns = tuple[tuple[Field, bool], ...]
"""Each field of the row, and whether the database gives its default."""


def insert(row: models.Model, fields: Sequence[Field], returning: Sequence[Field]) -> list[Any] | None:
    """Store ``row`` and return what the database says of ``returning``, a tuple a row; None where a value has to be
    worked out by the database, which only Django's own statement can do."""
    given = {field: field.pre_save(row, add=True) for field in fields}
    columns = tuple((field, isinstance(value, DatabaseDefault)) for field, value in given.items())
    written = [field for field, is_default in columns if not is_default]
    if any(hasattr(given[field], "resolve_expression") for field in written):
        return None
    values = {field.attname: field.get_db_prep_save(given[field], connection) for field in written}
    return ask(_text(type(row)._meta.db_table, columns, tuple(returning)), values)


@cache
def _text(table: str, columns: Columns, returning: tuple[Field, ...]) -> str:
    quote = connection.ops.quote_name
    names = ", ".join(quote(str(field.column)) for field, _ in columns)
    values = ", ".join("DEFAULT" if is_default else f"%({field.attname})s" for field, is_default in columns)
    told = ", ".join(quote(str(field.column)) for field in returning)
    return f"INSERT INTO {quote(table)} ({names}) VALUES ({values}) RETURNING {told}"  # noqa: S608 - our own names
