"""What recording a visit and writing a note have in common: whom they may be about, and by when they are due."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from cases.models import Plan
from frontdoor.core.actions import NotPossible
from frontdoor.core.policy import calendar, period
from frontdoor.core.timescales import VISIT_NOTE, VISIT_NOTE_PROTECTION
from frontdoor.core.working_days import london_date
from frontdoor.models import Person
from frontdoor.models.households import children_of_household

NOT_OPENED = "You cannot write about a child whose record you cannot open."


def opened_children(by: Any, children: Collection[Person]) -> list[int]:
    """The ids of the children. Raises NotPossible where ``by`` cannot open the record of one."""
    ids = sorted({child.pk for child in children})
    if Person.objects.visible_to(by).children().filter(pk__in=ids).count() != len(ids):
        raise NotPossible(NOT_OPENED)
    return ids


def visited_together(by: Any, children: Collection[Person], *, on: date) -> list[int]:
    """As ``opened_children``, where a child without a basis of its own may stand beside one whose record ``by`` opens
    and with whom it lives on that day: whoever was seen is written down. None is hidden from ``by``."""
    ids = sorted({child.pk for child in children})
    opened = list(Person.objects.visible_to(by).children().filter(pk__in=ids))
    beside = set(ids) - {child.pk for child in opened}
    for child in opened if beside else []:
        beside -= {*children_of_household(child, on=on).linkable_by(by).values_list("pk", flat=True)}
    if beside or not opened:
        raise NotPossible(NOT_OPENED)
    return ids


def write_by(child_ids: Collection[int], happened_at: datetime) -> datetime:
    """By when it has to be written down: T25, or T25-CP where a child was under a protection plan on that day.

    Raises CannotBeDated.
    """
    day = london_date(happened_at)
    protected = Plan.objects.under_protection(child_ids, on=day).exists()
    allowed = period(VISIT_NOTE_PROTECTION if protected else VISIT_NOTE, on=day)
    return allowed.due_at(happened_at, calendar(around=day))
