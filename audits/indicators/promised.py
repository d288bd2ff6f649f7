"""Due moments that no row stores, looked up by the database: so that a rule of counting needs no column of its own."""

from collections.abc import Sequence
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import F, Field, Func, IntegerField, Value


class DueOf(Func):
    """The due moment of a row's day: the due moments, and the place of the day among the days on which they start."""

    arg_joiner = ")["
    template = "((%(expressions)s])"


def due_of(column: str, started: Sequence[Any], due: Sequence[Any], kind: Field) -> DueOf:
    """What falls ``due`` for what ``started`` at the same place, of the value in a row's ``column``; all of one kind.

    None for a row before the first start.
    """
    many = ArrayField(kind)
    place = Func(F(column), Value(list(started), many), function="width_bucket", output_field=IntegerField())
    return DueOf(Value(list(due), many), place, output_field=kind)
