"""A row's check constraints asked in one query: Django asks each by itself, with a savepoint around it.

The query is written once for a table and planned once a connection (``prepared``): every save of ours asks it.
"""

import re
from collections.abc import Iterable
from functools import cache
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connections, models
from django.db.models import BooleanField, Q
from django.db.models.constraints import CheckConstraint
from django.db.models.expressions import DatabaseDefault
from django.db.models.functions import Coalesce
from django.db.models.sql import Query

from frontdoor.core.prepared import Slot, ask, text_of
from frontdoor.core.written import NO_WORDS, InWords

_SLOT = re.compile(r"%\((\w+)\)s")


def broken(row: models.Model, using: str, exclude: Iterable[str] = ()) -> list[CheckConstraint]:
    """The check constraints of the row's table that its values break; one that reads an excluded field is not asked."""
    excluded = frozenset(exclude)
    asked = _asked(type(row), excluded)
    if not asked:
        return []
    by_database = frozenset(
        field.attname for field in _columns(row) if isinstance(getattr(row, field.attname), DatabaseDefault)
    )
    text, fields = _question(type(row), excluded, by_database, using)
    connection = connections[using]
    values = {field.name: field.get_db_prep_value(getattr(row, field.attname), connection) for field in fields}
    ((*answers,),) = ask(text, values)
    return [constraint for constraint, holds in zip(asked, answers, strict=True) if not holds]


@cache
def _asked(model: type[models.Model], excluded: frozenset[str]) -> list[CheckConstraint]:
    return [
        constraint
        for constraint in model._meta.constraints
        if isinstance(constraint, CheckConstraint) and not _reads(constraint) & excluded
    ]


def _columns(row: models.Model | type[models.Model]) -> list[models.Field]:
    return [field for field in row._meta.local_concrete_fields if not field.generated]


@cache
def _question(
    model: type[models.Model], excluded: frozenset[str], by_database: frozenset[str], using: str
) -> tuple[str, list[models.Field]]:
    """The SQL over slots named after fields, and the fields whose values it asks for.

    A column in ``by_database`` gets its value from the database when the row is stored.
    """
    row = model()
    for field in _columns(row):
        if field.attname not in by_database:
            setattr(row, field.attname, Slot(field.name, field))
    query = Query(None)
    values = row._get_field_expression_map(meta=row._meta, exclude=excluded | {"pk"})
    key = model._meta.pk.name
    if "pk" not in excluded and key in values:
        values["pk"] = values[key]
    for name, value in values.items():
        query.add_annotation(value, name, select=False)
    for constraint in _asked(model, excluded):
        query.add_annotation(Coalesce(Q(constraint.condition), True, output_field=BooleanField()), constraint.name)
    text = text_of(query.get_compiler(using=using))
    wanted = set(_SLOT.findall(text))
    return text, [field for field in _columns(row) if field.name in wanted]


def _reads(constraint: CheckConstraint) -> set[str]:
    return {name for name, *_ in models.Model._get_expr_references(Q(constraint.condition))}


def check(row: models.Model, using: str, exclude: Iterable[str] = ()) -> None:
    """Raises ValidationError with the sentence of each check constraint that the row breaks."""
    sentences = [
        ValidationError(_sentence(row, constraint), code=constraint.violation_error_code)
        for constraint in broken(row, using, exclude)
    ]
    if sentences:
        raise ValidationError(sentences)


def _sentence(row: models.Model, constraint: CheckConstraint) -> Any:
    """The constraint's own; where a text is long enough and says nothing, that."""
    parts = [part for part in Q(constraint.condition).flatten() if isinstance(part, InWords)]
    return NO_WORDS if any(part.is_broken_by(row) for part in parts) else constraint.get_violation_error_message()
