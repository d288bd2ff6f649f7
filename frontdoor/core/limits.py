"""How far a limit reaches, for lists each of whose rows stands under its team's own period (core/policy.py).

A limit here is counted in calendar days or months: the database adds those up by itself, without bank holidays.
"""

from typing import Any

from django.db.models import (
    Case,
    DateField,
    DurationField,
    F,
    Func,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Cast, JSONObject

from frontdoor.core.policy import PolicyPeriod
from frontdoor.core.timescales import Unit


def ago(code: str, *, on: Any, team: Any) -> Subquery:
    """The day that lies the limit before ``on``, a day or a slot.

    ``team`` is the asking row's path to its team, or an ``OuterRef``; None asks for the authority's limit, once for all
    rows.
    """
    day = on if hasattr(on, "resolve_expression") else Value(on, DateField())
    return _answer(code, on, team, Cast(day - _LENGTH, DateField()))


def after(code: str, start: str, *, on: Any, team: Any) -> Subquery:
    """The day that lies the limit after the day in the asking row's column ``start``."""
    return _answer(code, on, team, Cast(OuterRef(start) + _LENGTH, DateField()))


def told(code: str, *, on: Any, team: Any) -> Subquery:
    """The limit itself, as ``value`` and ``unit``."""
    return _answer(code, on, team, JSONObject(value="value", unit="unit"))


def in_words(limit: dict[str, Any]) -> str:
    """What ``told`` found, such as "42 days"."""
    noun = "month" if limit["unit"] == Unit.MONTHS else "day"
    return f"{limit['value']} {noun}{'' if limit['value'] == 1 else 's'}"


_IS_MONTHS = Q(unit=Unit.MONTHS.value)
_LENGTH = Func(
    Value(0),
    Case(When(_IS_MONTHS, then=F("value")), default=0, output_field=IntegerField()),
    Value(0),
    Case(When(_IS_MONTHS, then=0), default=F("value"), output_field=IntegerField()),
    function="make_interval",
    output_field=DurationField(),
)


def _answer(code: str, on: Any, team: Any, told: Any) -> Subquery:
    return Subquery(_best_first(code, on, team).annotate(answer=told).values("answer")[:1])


def _best_first(code: str, on: Any, team: Any) -> QuerySet:
    of_team = Q(team=None) if team is None else Q(team=None) | Q(team_id=OuterRef(team))
    counting = PolicyPeriod.objects.of(code).filter(of_team, valid_from__lte=on)
    return counting.order_by(F("team_id").asc(nulls_last=True), "-valid_from")
