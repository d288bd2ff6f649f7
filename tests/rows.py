"""Rows as somebody with a database prompt would write them: past every form and every action."""

from typing import Any

from django.db import connection, models
from django.db.models.expressions import DatabaseDefault
from psycopg import sql


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
