"""A row's check constraints asked in one query: Django asks each by itself, with a savepoint around it."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import BooleanField, Q
from django.db.models.constraints import CheckConstraint
from django.db.models.functions import Coalesce
from django.db.models.sql import Query
from django.db.models.sql.constants import SINGLE


def broken(row: models.Model, using: str, exclude: Iterable[str] = ()) -> list[CheckConstraint]:
    """The check constraints of the row's table that its values break; one that reads an excluded field is not asked."""
    excluded = set(exclude)
    asked = [
        constraint
        for constraint in row._meta.constraints
        if isinstance(constraint, CheckConstraint) and not _reads(constraint) & excluded
    ]
    if not asked:
        return []
    query = Query(None)
    for name, value in row._get_field_expression_map(meta=row._meta, exclude=excluded).items():
        query.add_annotation(value, name, select=False)
    for constraint in asked:
        query.add_annotation(Coalesce(Q(constraint.condition), True, output_field=BooleanField()), constraint.name)
    answers = query.get_compiler(using=using).execute_sql(SINGLE)
    return [constraint for constraint, holds in zip(asked, answers, strict=True) if not holds]


def _reads(constraint: CheckConstraint) -> set[str]:
    return {name for name, *_ in models.Model._get_expr_references(Q(constraint.condition))}


def check(row: models.Model, using: str, exclude: Iterable[str] = ()) -> None:
    """Raises ValidationError with the sentence of each check constraint that the row breaks."""
    sentences = [
        ValidationError(constraint.get_violation_error_message(), code=constraint.violation_error_code)
        for constraint in broken(row, using, exclude)
    ]
    if sentences:
        raise ValidationError(sentences)
