"""What an indicator of the work with children counts, as a line of its list: what it is, of whom, and when."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model, QuerySet
from django.urls import reverse

from audits.indicators.rates import Rate
from cases.models import Assessment, Section47, SeenDue, StrategyAction, StrategyChild, StrategyMeeting, Visit


@dataclass(frozen=True)
class Subject:
    """What a row is about. ``people`` are the children, by id and name, of whom the line tells."""

    words: str
    url: str
    people: dict[int, str] = field(default_factory=dict)

    @property
    def names(self) -> str:
        return ", ".join(self.people.values())


@dataclass(frozen=True)
class Kind:
    """How the rows of one table are read and named."""

    read: Callable[[QuerySet], QuerySet]
    subject: Callable[[Any, dict[int, dict[int, str]]], Subject]


def _of_child(words: str, page: str, key: str = "child_id") -> Kind:
    def subject(row: Any, _: dict[int, dict[int, str]]) -> Subject:
        return Subject(words, reverse(page, args=[getattr(row, key)]), {row.child_id: row.child.full_name})

    return Kind(lambda rows: rows.select_related("child"), subject)


def _meeting(row: StrategyMeeting, children: dict[int, dict[int, str]]) -> Subject:
    return Subject(f"Strategy meeting {row.reference}", reverse("strategy", args=[row.pk]), children.get(row.pk, {}))


def _action(row: StrategyAction, children: dict[int, dict[int, str]]) -> Subject:
    words = f"{row.what} ({row.owner_name}, {row.owner_job})"
    return Subject(words, reverse("strategy", args=[row.meeting_id]), children.get(row.meeting_id, {}))


KINDS: dict[type[Model], Kind] = {
    Assessment: _of_child("Assessment", "assessment", "pk"),
    Section47: _of_child("Section 47 enquiry", "enquiry", "pk"),
    SeenDue: _of_child("Child to be seen", "person"),
    Visit: _of_child("Visit", "person"),
    StrategyMeeting: Kind(lambda rows: rows, _meeting),
    StrategyAction: Kind(lambda rows: rows.select_related("meeting"), _action),
}


def read(rows: QuerySet) -> QuerySet:
    """With what ``subjects`` needs of each row."""
    return KINDS[rows.model].read(rows)


def subjects(rows: list[Any]) -> list[tuple[Any, Subject]]:
    """Each row with what it is about; one query where rows are of meetings with several children."""
    if not rows:
        return []
    kind, children = KINDS[type(rows[0])], _at_meetings(rows)
    return [(row, kind.subject(row, children)) for row in rows]


def _at_meetings(rows: list[Any]) -> dict[int, dict[int, str]]:
    ids = {StrategyMeeting: "pk", StrategyAction: "meeting_id"}.get(type(rows[0]))
    if ids is None:
        return {}
    about = StrategyChild.objects.taking_part().filter(meeting__in={getattr(row, ids) for row in rows})
    found: dict[int, dict[int, str]] = {}
    for one in about.select_related("child").order_by("pk"):
        found.setdefault(one.meeting_id, {})[one.child_id] = one.child.full_name
    return found


def rate(found: Rate | None) -> str:
    """Section 47 enquiries per 10,000 children in words; empty where the number of children is not known."""
    if found is None:
        return ""
    return (
        f"Section 47 enquiries of the last 12 months: {found.per_10_000:,} for each 10,000 children (K19). "
        f"{found.enquiries:,} began, and {found.children:,} children under 18 live here. "
        f"Source of that number: {found.source}"
    )
