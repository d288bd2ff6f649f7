"""Visits and notes turned into the words that pages show."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.urls import reverse

from cases.models import CaseNote, CaseNoteChild, SeenDue, Visit, VisitRecord
from cases.models.noted import late_entry
from cases.models.visits import NEVER_OF_TWO, SEEN_CLOCK, SEEN_TIMESCALES
from cases.presenters import child_of
from frontdoor.core.working_days import WorkingCalendar
from frontdoor.models import Person
from frontdoor.presenters import Due, due, long_day, moment

NEVER_SEEN = "No visit has seen this child yet. Record the visit first: the day comes from there."
LAST_VISITS = 5
YES_NO = {True: "Yes", False: "No", None: "Not recorded"}


def _rows(*pairs: tuple[str, str]) -> list[dict[str, str]]:
    return [{"key": key, "value": value} for key, value in pairs if value]


def days_seen(days: Iterable[date]) -> str:
    """The last days on which a visit saw the child, for whoever writes of one of them."""
    last = sorted(days, reverse=True)[:LAST_VISITS]
    return f"Visits saw this child on {', '.join(map(long_day, last))}." if last else NEVER_SEEN


def written(row: Any, by: Any) -> str:
    """Who wrote it and when."""
    return f"{by.get_full_name()}, {moment(row.noted_at)}"


def visit(row: VisitRecord, parts: Sequence[Visit]) -> dict[str, Any]:
    """A visit as its page shows it: what the children share, then each child's own part."""
    safe = "Yes" if row.safe else f"No. {row.made_safe}"
    return {
        "visit": row,
        "late": row.late_entry,
        "shared": _rows(
            ("When", moment(row.happened_at)),
            ("What for", row.get_kind_display()),
            ("Where", row.where),
            ("The family knew beforehand", YES_NO[row.announced]),
            ("Who else was there", row.present or "Nobody else"),
            ("Seen and heard", row.observed),
            ("What the worker makes of it", row.analysis or "Nothing written"),
            ("Agreed", row.agreed or "Nothing written"),
            ("Safe when the worker left", safe),
            ("Written", written(row, row.visited_by)),
        ),
        "parts": [_part(part) for part in parts],
    }


def _part(part: Visit) -> dict[str, Any]:
    return {
        "name": part.child.full_name,
        "url": reverse("person", args=[part.child_id]),
        "mark": "" if part.has_case else "No open case",  # type: ignore[attr-defined]
        "rows": _rows(
            ("Seen", YES_NO[part.seen]),
            ("Seen alone", YES_NO[part.seen_alone] if part.seen else ""),
            ("Bedroom seen", YES_NO[part.bedroom_seen] if part.seen else ""),
            ("What the child said or showed", part.said),
            ("Why not seen", part.not_seen_reason),
        ),
    }


def notes(rows: Iterable[CaseNote]) -> list[dict[str, Any]]:
    """Notes as pages show them; ``written_by`` is read along."""
    return [
        {
            "pk": row.pk,
            "title": f"{row.get_kind_display()}: {row.with_whom}" if row.with_whom else row.get_kind_display(),
            "late": row.late_entry,
            "url": reverse("note", args=[row.pk]),
            "corrects": _corrected(row),
            "text": row.text,
            "rows": _rows(("When", moment(row.happened_at)), ("Written", written(row, row.written_by))),
        }
        for row in rows
    ]


def _corrected(row: CaseNote) -> dict[str, str]:
    """The way to what a note corrects; nothing for a note of its own."""
    if row.corrects_id:
        return {"label": "an earlier note", "url": reverse("note", args=[row.corrects_id])}
    if row.corrects_visit_id:
        return {"label": "a visit", "url": reverse("visit", args=[row.corrects_visit_id])}
    return {}


def children_of(row: CaseNote, worker: Any) -> list[dict[str, str]]:
    """The children a note is about, as far as the worker may open them."""
    opened = Person.objects.visible_to(worker)
    about = CaseNoteChild.objects.filter(note=row, child__in=opened).select_related("child")
    return [
        {"name": one.child.full_name, "url": reverse("person", args=[one.child_id])} for one in about.order_by("pk")
    ]


SEEN_HEADS = ("Reference", "Name", "Age", "Team", "Worker", "What for", "Counted from", "Due", "State", "Last visit")


@dataclass(frozen=True)
class SeenLine:
    """One line of the list of children to be seen."""

    reference: str
    name: str
    url: str
    age: str
    team: str
    worker: str
    what_for: str
    counted_from: date
    due: Due
    last: str
    visit_url: str


def seen_row(row: Any, *, now: datetime, calendar: WorkingCalendar) -> SeenLine:
    """A line of the list from ``seeing.seen_rows``."""
    return SeenLine(
        **child_of(row, now),
        what_for=SEEN_TIMESCALES[row.code].name,
        counted_from=row.counted_from,
        due=_due(row, now=now, calendar=calendar),
        last=last_visit(row.last),
        visit_url=reverse("visit_new", args=[row.child_id]),
    )


def _due(row: Any, *, now: datetime, calendar: WorkingCalendar) -> Due:
    found = due(SEEN_CLOCK, row, now=now, calendar=calendar)
    assert found is not None, "A child is to be seen by a day from the start."
    return found


def last_visit(told: Mapping[str, Any] | None) -> str:
    """When a child was visited last, whether the child was seen, and whether that was recorded late."""
    if told is None:
        return "No visit yet"
    moments = {name: told[name] for name in ("happened_at", "note_due_at", "noted_at")}
    in_words = all(moments.values())
    late = late_entry("visit", **{name: datetime.fromisoformat(at) for name, at in moments.items()}) if in_words else ""
    words = f"{long_day(date.fromisoformat(told['on']))}, {'seen' if told['seen'] else 'not seen'}"
    return f"{words}. {late}" if late else words


def seen_cells(line: SeenLine) -> tuple[Any, ...]:
    """A line of the list as its file holds it."""
    child = (line.reference, line.name, line.age, line.team, line.worker)
    return (*child, line.what_for, line.counted_from, line.due.due, line.due.words, line.last)


def to_be_seen(rows: Sequence[SeenDue], *, now: datetime, calendar: WorkingCalendar) -> dict[str, Any]:
    """The panel of a child's record: by when the child is to be seen, and what the last visits left undone."""
    return {
        "rows": [
            {
                "what_for": row.timescale.name,
                "due": _due(row, now=now, calendar=calendar),
                "counted_from": long_day(row.counted_from),
            }
            for row in rows
        ],
        "last": last_visit(rows[0].last) if rows else "",
        "flags": _flags(rows[0]) if rows else [],
    }


def _flags(row: SeenDue) -> list[str]:
    flags = {
        "Not seen alone at the last two visits": row.alone_of_last_two == NEVER_OF_TWO,
        "Bedroom not seen at the last two visits": row.bedroom_of_last_two == NEVER_OF_TWO,
        "Not seen at the last visit": row.last is not None and not row.last["seen"],
    }
    return [words for words, stands in flags.items() if stands]
