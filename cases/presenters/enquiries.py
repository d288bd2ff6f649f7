"""Section 47 enquiries and emergency powers turned into the words that pages show."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.urls import reverse

from cases.models import EmergencyPower, Section47, StrategyChild
from cases.models.emergency import CONFIRM_CLOCK, POWER_CLOCK
from cases.models.enquiries import CONFERENCE_CLOCK, OUTCOME_CLOCK, EnquiryOutcome
from frontdoor.core.working_days import WorkingCalendar
from frontdoor.presenters import Due, due, long_day, moment

HEADS = ("Enquiry", "Child", "Team", "Strategy discussion", "Outcome due", "Outcome", "Conference due", "Conference")


@dataclass(frozen=True)
class Line:
    """One enquiry on a list."""

    url: str
    name: str
    child_id: int
    team: str
    started_on: date
    outcome: Due | None
    found: str
    conference: Due | None


def clocks(enquiry: Section47, *, now: datetime, calendar: WorkingCalendar) -> tuple[Due | None, Due | None]:
    """Where the outcome (T10) and the conference (T11) stand; no conference is owed once a manager said so."""
    outcome = due(OUTCOME_CLOCK, enquiry, now=now, calendar=calendar)
    owed = None if enquiry.conference_not_needed else due(CONFERENCE_CLOCK, enquiry, now=now, calendar=calendar)
    return outcome, owed


def line(enquiry: Section47, *, now: datetime, calendar: WorkingCalendar) -> Line:
    """An enquiry with child and team read, for a list."""
    outcome, conference = clocks(enquiry, now=now, calendar=calendar)
    return Line(
        url=reverse("enquiry", args=[enquiry.pk]),
        name=enquiry.child.full_name,
        child_id=enquiry.child_id,
        team=enquiry.referral.team.name,
        started_on=enquiry.started_on,
        outcome=outcome,
        found=state_of(enquiry),
        conference=conference,
    )


def line_to_start(row: StrategyChild, *, now: datetime, calendar: WorkingCalendar) -> Line:
    """A decision whose enquiry has not started (``enquiries.to_start``) on the same list; it leads to the meeting."""
    asked: Any = row
    return Line(
        url=reverse("strategy", args=[row.meeting_id]),
        name=row.child.full_name,
        child_id=row.child_id,
        team=asked.team_name or "No open case",
        started_on=asked.met_on,
        outcome=None,
        found="To be started",
        conference=None,
    )


def cells(row: Line) -> tuple[Any, ...]:
    """A line as its file holds it."""
    outcome, conference = row.outcome, row.conference
    return (
        row.url.rstrip("/").rpartition("/")[2],
        row.name,
        row.team,
        row.started_on,
        outcome.due if outcome else None,
        row.found,
        conference.due if conference else None,
        conference.words if conference else "",
    )


def state_of(enquiry: Section47) -> str:
    """Where an enquiry stands."""
    if enquiry.authorised_on:
        return str(EnquiryOutcome(enquiry.outcome).label)
    if enquiry.outcome_due_on is None:
        return _brought_in(enquiry)
    return "Outcome to be authorised" if enquiry.proposed_on else "Under way"


def _brought_in(enquiry: Section47) -> str:
    """What the former system says of an enquiry, which kept no outcome."""
    if enquiry.conference_on is not None:
        return "Led to a conference"
    return "No conference needed" if enquiry.conference_not_needed else "No outcome in the former system"


def facts_of(enquiry: Section47) -> list[dict[str, str]]:
    """What stands in an enquiry, as questions and answers."""
    proposed = _signed(enquiry.proposed_on, enquiry.proposed_by)
    return [
        {"key": key, "value": value, "url": "", "action": "", "hidden": ""}
        for key, value in (
            ("Strategy discussion", long_day(enquiry.started_on)),
            ("Outcome", enquiry.get_outcome_display() if enquiry.proposed_on or enquiry.authorised_on else ""),
            ("Why", enquiry.outcome_reason if enquiry.proposed_on else ""),
            ("Proposed", proposed),
            ("Authorised", _signed(enquiry.authorised_on, enquiry.authorised_by)),
            ("Sent back", enquiry.sent_back_reason),
            ("Conference", long_day(enquiry.conference_on) if enquiry.conference_on else ""),
            ("No conference is needed", enquiry.not_needed_reason),
            ("What the agencies think", enquiry.agency_views),
            ("Decided", _signed(enquiry.not_needed_on, enquiry.not_needed_by)),
        )
        if value
    ]


def _signed(on: date | None, by: Any) -> str:
    return f"{long_day(on)} by {by.get_full_name()}" if on and by else ""


def power(row: EmergencyPower, *, now: datetime, calendar: WorkingCalendar) -> dict[str, Any]:
    """A power with the hours that are left: they run on the wall clock, weekends and nights included."""
    promise = due(POWER_CLOCK, row, now=now, calendar=calendar)
    if promise is not None and row.ended_at is None:
        hours = int(abs(row.due_at - now).total_seconds()) // 3600
        left = f"{hours} hour{'' if hours == 1 else 's'}"
        promise = replace(promise, words=f"{left} left" if row.due_at > now else f"over since {left}")
    return {
        "row": row,
        "due": promise,
        "confirm_by": due(CONFIRM_CLOCK, row, now=now, calendar=calendar) if row.ended_at is None else None,
        "confirmed": _signed_at(row.confirmed_at, row.confirmed_by),
        "until": moment(row.due_at),
        "began": moment(row.started_at),
        "ended": moment(row.ended_at) if row.ended_at else "",
    }


def _signed_at(at: datetime | None, by: Any) -> str:
    return f"{moment(at)}, written by {by.get_full_name()}" if at and by else ""


def power_facts(row: EmergencyPower) -> list[dict[str, str]]:
    """What stands in a power, as questions and answers, for its paper."""
    extended = _signed_at(row.extended_at, row.extended_by)
    ended = _signed_at(row.ended_at, row.ended_by)
    return [
        {"key": key, "value": value}
        for key, value in (
            ("From", moment(row.started_at)),
            ("Ends at the latest", moment(row.due_at)),
            ("What happened", row.reason),
            ("Reference", row.reference),
            ("Noted by", row.noted_by.get_full_name()),
            ("Confirmed", _signed_at(row.confirmed_at, row.confirmed_by)),
            ("Extended", extended),
            ("Ended", ended),
            ("How it ended", row.ended_how),
        )
        if value
    ]
