"""When somebody last decided about a child: each kind of decision is registered once, for whoever asks how long ago."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Greatest, TruncDate

from cases.models import (
    Allocation,
    Assessment,
    AssessmentReturn,
    CaseNote,
    ConferenceChild,
    PlanDecision,
    PlanVersion,
    Section47,
    StrategyChild,
)
from cases.models.notes import NoteKind
from frontdoor.core.working_days import LONDON


@dataclass(frozen=True, kw_only=True)
class Kind:
    """A kind of decision about one child: all its ``rows``, the path to the child's id, and the day of the decision.

    ``continues``: it weighs the case as a whole, so that it can say that a plan goes on.
    """

    rows: Callable[[], QuerySet]
    child: str
    day: Any
    continues: bool = False


_kinds: list[Kind] = []


def register(*kinds: Kind) -> None:
    """Add kinds of decisions."""
    _kinds.extend(kinds)


def day_of(moment: str) -> TruncDate:
    """The day in London of a column that holds a moment."""
    return TruncDate(moment, tzinfo=LONDON)


def last(child: str, *, since: Any, continues: bool = False) -> Greatest:
    """The day of the last decision about the child at the outer path ``child``; ``since`` where there is none later.

    ``since`` is an expression of the row that asks. ``continues``: of the kinds that weigh the case as a whole alone.
    """
    return Greatest(since, *(_last_of(kind, child) for kind in _kinds if kind.continues or not continues))


def _last_of(kind: Kind, child: str) -> Subquery:
    day = F(kind.day) if isinstance(kind.day, str) else kind.day
    rows = kind.rows().filter(**{kind.child: OuterRef(child)}).annotate(decided_day=day)
    rows = rows.filter(decided_day__isnull=False)
    return Subquery(rows.order_by("-decided_day").values("decided_day")[:1])


register(
    Kind(
        rows=lambda: CaseNote.objects.filter(kind=NoteKind.DECISION),
        child="children__child_id",
        day=day_of("happened_at"),
        continues=True,
    ),
    Kind(rows=Allocation.objects.all, child="child_id", day="started_on"),
    Kind(rows=Assessment.objects.all, child="child_id", day="authorised_on"),
    Kind(rows=AssessmentReturn.objects.all, child="assessment__child_id", day="returned_on"),
    Kind(rows=Section47.objects.all, child="child_id", day="authorised_on"),
    Kind(rows=Section47.objects.all, child="child_id", day="not_needed_on"),
    Kind(rows=PlanDecision.objects.all, child="referral__child_id", day="decided_on"),
    Kind(rows=ConferenceChild.objects.all, child="child_id", day=day_of("conference__signed_at")),
    Kind(rows=PlanVersion.objects.all, child="document__parts__child_id", day=day_of("authorised_at")),
    Kind(rows=StrategyChild.objects.decided, child="child_id", day=day_of("meeting__signed_at")),
)
