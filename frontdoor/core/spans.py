"""Spans of days: from the first day on, up to a day that no longer counts; an unknown first day is before all."""

from datetime import date

from django.contrib.postgres.constraints import ExclusionConstraint
from django.db.models import CheckConstraint, F, Func, Q, Value


def on_q(day: date, prefix: str = "") -> Q:
    """The row at ``prefix`` ("" or "members__") counts on ``day``: started by then, and not ended yet."""
    started = Q(**{f"{prefix}started_on__isnull": True}) | Q(**{f"{prefix}started_on__lte": day})
    return started & (Q(**{f"{prefix}ended_on__isnull": True}) | Q(**{f"{prefix}ended_on__gt": day}))


def counts_on(row: object, day: date) -> bool:
    """The same about one row."""
    started, ended = row.started_on, row.ended_on  # type: ignore[attr-defined]
    return (started is None or started <= day) and (ended is None or ended > day)


def once_at_a_time(name: str, *fields: str, sentence: str) -> ExclusionConstraint:
    """No two rows with the same values of ``fields`` share a day."""
    days = Func(F("started_on"), F("ended_on"), Value("[)"), function="daterange")
    return ExclusionConstraint(
        name=name,
        expressions=[*((F(field), "=") for field in fields), (days, "&&")],
        violation_error_message=sentence,
    )


def ends_after_start(
    name: str, sentence: str, *, started: str = "started_on", ended: str = "ended_on"
) -> CheckConstraint:
    """The end is not before the start, where both are known."""
    return CheckConstraint(
        name=name,
        condition=Q(**{f"{ended}__isnull": True})
        | Q(**{f"{started}__isnull": True})
        | Q(**{f"{ended}__gte": F(started)}),
        violation_error_message=sentence,
    )
