"""Return home interviews and private fostering visits in the words that pages and papers show."""

from datetime import datetime
from typing import Any

from cases.models import FollowUp
from cases.models.follow_ups import FOLLOW_UP_CLOCK, FollowUpKind
from frontdoor.core.working_days import WorkingCalendar
from frontdoor.presenters import due, moment

BEGAN = {FollowUpKind.MISSING: "Found", FollowUpKind.FOSTERING: "Told of it"}


def follow_up(row: FollowUp, *, now: datetime, calendar: WorkingCalendar) -> dict[str, Any]:
    """A row with child and signers read, and where its promise stands; what is called off promises nothing."""
    promise = None if row.called_off_at else due(FOLLOW_UP_CLOCK, row, now=now, calendar=calendar)
    return {"row": row, "due": promise, "began": moment(row.started_at), "facts": facts_of(row)}


def facts_of(row: FollowUp) -> list[dict[str, str]]:
    """What stands in it, as questions and answers."""
    held = f"{moment(row.done_at)}, written by {row.done_by.get_full_name()}" if row.done_at and row.done_by else ""
    called_off = (
        f"{moment(row.called_off_at)} by {row.called_off_by.get_full_name()}: {row.called_off_reason}"
        if row.called_off_at and row.called_off_by
        else ""
    )
    return [
        {"key": key, "value": value, "url": "", "action": "", "hidden": ""}
        for key, value in (
            (BEGAN[FollowUpKind(row.kind)], moment(row.started_at)),
            ("To be held by", moment(row.due_at)),
            ("What is known", row.reason),
            ("Recorded by", row.recorded_by.get_full_name()),
            ("Took place", held),
            ("Who spoke with the child", row.spoke),
            ("What the child said and what was found", row.said),
            ("Called off", called_off),
        )
        if value
    ]
