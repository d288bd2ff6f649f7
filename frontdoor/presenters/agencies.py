"""Figures of agencies as their pages show them: each number with the list of its rows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from frontdoor import presenters
from frontdoor.appropriateness import (
    ALL,
    INAPPROPRIATE_ONES,
    MINIMUM,
    RETURN_REASONS,
    RETURNED,
    RETURNED_FOR,
    REVIEWED,
    AgencyCounts,
    Counts,
    Effect,
    Week,
)
from frontdoor.core import policy
from frontdoor.core.navigation import address
from frontdoor.core.working_days import london_date
from frontdoor.models import GroupAction
from frontdoor.models.agency_learning import ACTION_CLOCK
from frontdoor.models.contact_reviews import ReviewCode
from frontdoor.models.contacts import Rag

TOO_FEW = "too few to say"
LIST_HEADS = (
    "Agency",
    "Contacts",
    "Reviewed",
    "Inappropriate",
    "Per cent inappropriate",
    "Under-referral",
    "Per cent under-referral",
    "Red reviewed",
    "Red inappropriate",
    "Red under-referral",
    "Amber reviewed",
    "Amber inappropriate",
    "Amber under-referral",
    "Returned",
)


@dataclass(frozen=True)
class Figure:
    """One number, what it counts, and where its rows are."""

    count: int
    label: str
    url: str
    note: str = ""


@dataclass(frozen=True)
class Span:
    """Whose contacts, of which days, a page counts."""

    since: date
    until: date
    agency_id: int | None = None

    def figure(self, count: int, label: str, which: str, rag: str = "", note: str = "") -> Figure:
        """A number with the address of its rows."""
        chosen: dict[str, Any] = {"agency": self.agency_id} if self.agency_id else {}
        chosen |= {"rag": rag} if rag else {}
        url = address("agency_contacts", since=self.since, until=self.until, which=which, **chosen)
        return Figure(count, label, url, note)


def rate(per_cent: int | None) -> str:
    """A rate, or why there is none."""
    return TOO_FEW if per_cent is None else f"{per_cent}%"


def tiles(counts: Counts, span: Span) -> list[Figure]:
    """The figures at the top of a page; U stands beside I always."""
    of = f"of {counts.reviewed} reviewed" if counts.is_enough else f"{TOO_FEW}, fewer than {MINIMUM} reviewed"
    i_words = f"{counts.i_rate}% {of}" if counts.is_enough else of
    u_words = f"{counts.u_rate}% {of}" if counts.is_enough else of
    return [
        span.figure(counts.contacts, "contacts decided", ALL),
        span.figure(counts.reviewed, "reviewed", REVIEWED),
        span.figure(counts.inappropriate, "inappropriate (I1 to I7)", INAPPROPRIATE_ONES, note=i_words),
        span.figure(counts.under, "under-referral (U)", ReviewCode.UNDER, note=u_words),
        span.figure(counts.returned, "returned for missing information", RETURNED),
    ]


def agency_row(row: AgencyCounts, since: date, until: date) -> dict[str, Any]:
    """One agency's line."""
    span = Span(since, until, row.agency_id)
    together = row.together
    return {
        "name": row.name,
        "url": address("agency", row.agency_id),
        "contacts": span.figure(together.contacts, f"contacts from {row.name}", ALL),
        "reviewed": span.figure(together.reviewed, f"reviewed, {row.name}", REVIEWED),
        "inappropriate": span.figure(
            together.inappropriate, f"inappropriate, {row.name}", INAPPROPRIATE_ONES, note=rate(together.i_rate)
        ),
        "under": span.figure(
            together.under, f"under-referral, {row.name}", ReviewCode.UNDER, note=rate(together.u_rate)
        ),
        "rags": [_of_rag(span, rag, counts, row.name) for rag, counts in ((Rag.RED, row.red), (Rag.AMBER, row.amber))],
        "returned": span.figure(together.returned, f"returned, {row.name}", RETURNED),
    }


def _of_rag(span: Span, rag: Rag, counts: Counts, name: str) -> dict[str, Figure]:
    return {
        "inappropriate": span.figure(
            counts.inappropriate, f"{rag.label} inappropriate, {name}", INAPPROPRIATE_ONES, rag
        ),
        "under": span.figure(counts.under, f"{rag.label} under-referral, {name}", ReviewCode.UNDER, rag),
        "reviewed": span.figure(counts.reviewed, f"{rag.label} reviewed, {name}", REVIEWED, rag),
    }


def list_cells(row: AgencyCounts) -> list[object]:
    """One agency's line of the file."""
    counts = row.together
    cells: list[object] = [row.name, counts.contacts, counts.reviewed, counts.inappropriate, rate(counts.i_rate)]
    cells += [counts.under, rate(counts.u_rate)]
    for own in (row.red, row.amber):
        cells += [own.reviewed, own.inappropriate, own.under]
    return [*cells, counts.returned]


def codes(row: AgencyCounts, span: Span) -> list[dict[str, Any]]:
    """A line a code, with a number for all and for each urgency."""
    return [
        {
            "code": code.value,
            "label": code.label,
            "figures": [
                span.figure(row.together.of(code), f"{code.value}", code),
                *(
                    span.figure(row.by_rag.get(rag, Counts()).of(code), f"{code.value}, {rag.label}", code, rag)
                    for rag in Rag
                ),
            ],
        }
        for code in ReviewCode
    ]


def return_reasons(counts: Counts, span: Span) -> list[tuple[str, Figure]]:
    """Why contacts went back, the most frequent first; nothing where none did."""
    given = sorted(((counts.reasons.get(code, 0), code) for code in RETURN_REASONS), reverse=True)
    return [
        (RETURN_REASONS[code], span.figure(number, f"returned: {RETURN_REASONS[code]}", f"{RETURNED_FOR}{code}"))
        for number, code in given
        if number
    ]


def week_rows(weeks: Sequence[Week], agency_id: int) -> list[dict[str, Any]]:
    """The weeks of a run chart, the current one first."""
    return [
        {
            "week": week,
            "reviewed": span.figure(week.counts.reviewed, "reviewed", REVIEWED),
            "inappropriate": span.figure(week.counts.inappropriate, "inappropriate", INAPPROPRIATE_ONES),
            "under": span.figure(week.counts.under, "under-referral", ReviewCode.UNDER),
        }
        for week in reversed(weeks)
        for span in [Span(week.starts_on, week.starts_on + timedelta(days=7), agency_id)]
    ]


def points(weeks: Sequence[Week]) -> list[dict[str, Any]]:
    """The weeks as ``run_chart`` draws them."""
    return [
        {"label": presenters.short_day(week.starts_on), "value": week.per_cent, "limits": week.limits} for week in weeks
    ]


def trend_words(weeks: Sequence[Week]) -> str:
    """What the run chart says, in a sentence."""
    together = sum((week.counts for week in weeks), Counts())
    if not together.is_enough:
        return f"Too few to say: {together.reviewed} contacts of these weeks are reviewed, and {MINIMUM} are needed."
    signals = [presenters.short_day(week.starts_on) for week in weeks if week.is_signal]
    if signals:
        return f"More than chance explains in the week from {', '.join(signals)}."
    return "Every week lies within what chance explains: no change can be claimed."


def effect_rows(effect: Effect, agency_id: int) -> list[dict[str, Any]]:
    """Both sides of a comparison, each number with its rows."""
    length = timedelta(weeks=effect.weeks)
    sides = (
        (f"{effect.weeks} weeks before", effect.before, effect.pivot - length, effect.pivot),
        (f"{effect.weeks} weeks after", effect.after, effect.pivot + timedelta(days=1), effect.complete_on),
    )
    return [
        {
            "label": label,
            "contacts": span.figure(counts.contacts, f"contacts, {label}", ALL),
            "reviewed": span.figure(counts.reviewed, f"reviewed, {label}", REVIEWED),
            "inappropriate": span.figure(
                counts.inappropriate, f"inappropriate, {label}", INAPPROPRIATE_ONES, note=rate(counts.i_rate)
            ),
            "under": span.figure(counts.under, f"under-referral, {label}", ReviewCode.UNDER, note=rate(counts.u_rate)),
        }
        for label, counts, since, until in sides
        for span in [Span(since, until, agency_id)]
    ]


def actions_with_due(rows: Iterable[GroupAction], now: datetime) -> list[tuple[GroupAction, Any]]:
    """Actions of the group, each with where its promise stands."""
    days = policy.calendar(around=london_date(now))
    return [(row, presenters.due(ACTION_CLOCK, row, now=now, calendar=days)) for row in rows]
