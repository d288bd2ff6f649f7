"""What is counted, from when to when, and on whose authority.

A timescale is a promise with a name; how long it is stands in the policy periods (core/policy.py), which are dated.
Pure: nothing here reads a clock or a database.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

from dateutil.relativedelta import relativedelta

from frontdoor.core.working_days import WorkingCalendar, end_of_day, london_date


class Unit(StrEnum):
    """What a policy period is counted in."""

    HOURS = "hours"
    DUTY_HOURS = "duty_hours"
    WORKING_DAYS = "working_days"
    CALENDAR_DAYS = "calendar_days"
    MONTHS = "months"
    CHILDREN = "children"
    PER_CENT = "per_cent"
    MINUTES = "minutes"
    REFERRALS = "referrals"


WORKING_TIME = frozenset({Unit.DUTY_HOURS, Unit.WORKING_DAYS})
"""What cannot be counted without the bank holidays."""


@dataclass(frozen=True)
class Timescale:
    """One clock of domain.md 1.2: its id there, what it is, what starts and ends it, and its authority."""

    code: str
    name: str
    counted_from: str
    ends_when: str
    authority: str


@dataclass(frozen=True)
class Period:
    """How long a timescale allows: ``value`` in ``unit``."""

    value: int
    unit: Unit

    def due_on(self, start: date, calendar: WorkingCalendar) -> date:
        """The last day still in time. Raises CalendarEnds past the known bank holidays, ValueError for hours."""
        match self.unit:
            case Unit.WORKING_DAYS:
                return calendar.add_working_days(start, self.value)
            case Unit.CALENDAR_DAYS:
                return start + timedelta(days=self.value)
            case Unit.MONTHS:
                return start + relativedelta(months=self.value)
        raise ValueError(f"{self.unit} cannot be counted in days.")

    def due_at(self, start: datetime, calendar: WorkingCalendar) -> datetime:
        """The moment after which it is late: an hour clock's end, or the end of the last day still in time."""
        match self.unit:
            case Unit.HOURS:
                # Python adds wall-clock hours to a local time; a night with 23 or 25 hours must not change the promise.
                return (start.astimezone(UTC) + timedelta(hours=self.value)).astimezone(start.tzinfo)
            case Unit.DUTY_HOURS:
                return calendar.add_duty_hours(start, self.value)
        return end_of_day(self.due_on(london_date(start), calendar))


TRIAGE = Timescale("T01", "Contact triaged", "contact received", "RAG set by a qualified social worker", "local")
TRIAGE_DANGER = Timescale(
    "T01-RED", "Contact triaged, a child in danger", "contact received", "RAG set by a qualified social worker", "local"
)
DECISION_RED = Timescale("T02-RED", "Red contact decided", "contact received", "manager's decision", "local")
DECISION_AMBER = Timescale("T02-AMBER", "Amber contact decided", "contact received", "manager's decision", "local")
DECISION_GREEN = Timescale("T02-GREEN", "Green contact decided", "contact received", "manager's decision", "local")
REFERRAL_DECISION = Timescale(
    "T03", "Referral decision and acknowledgement", "referral received", "decision on the response", "Working Together"
)
FEEDBACK = Timescale("T04", "Feedback to the referrer", "decision", "outcome told to the referrer", "local")
CHILD_SEEN = Timescale("T05", "Child seen in the assessment", "referral received", "first visit, child seen", "local")
CHILD_SEEN_SECTION_47 = Timescale(
    "T05-S47", "Child seen in a section 47 enquiry", "enquiry started", "first visit, child seen", "local"
)
CHECK_POINT = Timescale("T06", "Assessment review point", "referral received", "manager's check recorded", "local")
ASSESSMENT = Timescale(
    "T07",
    "Assessment complete",
    "referral received",
    "authorised by a manager and shared with the family",
    "Working Together",
)
PLAN_AGREED = Timescale(
    "T19", "Child in need plan agreed", "assessment authorised", "plan authorised by a manager", "local"
)
PROTECTION_VISIT = Timescale(
    "T17", "Child protection visit", "plan start, then last visit with the child seen", "child seen", "local"
)
IN_NEED_VISIT = Timescale(
    "T18", "Child in need visit", "plan start, then last visit with the child seen", "child seen", "local"
)
IN_NEED_REVIEW = Timescale(
    "T20", "Child in need review", "plan start, then last review", "plan reviewed with the family", "local"
)
VISIT_NOTE = Timescale("T25", "Visit or case note written", "visit or event", "written down", "local")
VISIT_NOTE_PROTECTION = Timescale(
    "T25-CP", "Visit or case note under a protection plan written", "visit or event", "written down", "local"
)
RETURN_INTERVIEW = Timescale(
    "T29", "Return-home interview", "missing child found", "interview held", "statutory guidance on missing children"
)
PRIVATE_FOSTERING_VISIT = Timescale(
    "T30", "Private fostering notification visit", "notification", "visit held", "private arrangements regulations 2005"
)
RECORD_COMPLETED = Timescale(
    "T24", "Management decision recorded", "urgent decision", "its record completed by a manager", "local"
)
ALLOCATION = Timescale("T26", "Allocation", "referral accepted", "named qualified worker", "local")
OVERRIDE_REVIEW = Timescale("T33", "Consent override reviewed", "override decided", "second manager's check", "local")
REVIEW_SHARE = Timescale("T33-SHARE", "Consent overrides reviewed", "override decided", "drawn for review", "local")
CONSENT_MATTER = Timescale("C-MATTER", "Manager decides on consent", "answer recorded", "manager's decision", "local")
FAMILY_TOLD = Timescale("C-TOLD", "Family told of agencies asked", "override decided", "family told", "local")
FAMILY_TOLD_WRONG = Timescale(
    "C-TOLD-WRONG", "Family told that it was not justified", "review of the override", "family told", "local"
)
FAMILY_TOLD_LATER = Timescale("C-PUT-OFF", "Family told later", "put off", "looked at again", "local")
OVERRIDE_REMEDY = Timescale("C-REMEDY", "Unjustified override put right", "review", "another person saw it", "local")
CONSENT_COUNTS = Timescale("C-YES", "Agreement of a family counts", "agreement given", "family asked again", "local")
ACTING_NOW = Timescale("C-NOW", "Delay counts as a reason", "what is done at once", "request without consent", "local")
OVERRIDE_EXPIRY = Timescale("C-EXPIRY", "Consent override expires", "override decided", "no longer valid", "local")
SECOND_RATINGS = Timescale(
    "K08-SAMPLE", "Reviews of referrals rated a second time", "week's reviews", "second ratings", "local"
)
CHALLENGE = Timescale("T37", "Referrer's challenge answered", "challenge recorded", "another manager's answer", "local")
AGENCY_REPLY = Timescale("T36", "Agency's reply to a request", "request made", "reply received", "local")
AGENCY_REPLY_RED = Timescale(
    "T36-RED", "Agency's reply to a request on a Red contact", "request made", "reply received", "local"
)
STRATEGY_HELD = Timescale(
    "T08", "Strategy discussion held", "reasonable cause recorded", "strategy discussion held", "local"
)
STRATEGY_CIRCULATED = Timescale(
    "T09", "Strategy record circulated", "strategy discussion held", "signed record with everybody", "local"
)
ENQUIRY_OUTCOME = Timescale(
    "T10", "Section 47 outcome decided", "strategy discussion that started it", "outcome authorised", "local"
)
CONFERENCE = Timescale(
    "T11",
    "Initial child protection conference held",
    "strategy discussion that started the enquiry",
    "conference held",
    "Working Together",
)
TRANSFER_CONFERENCE = Timescale(
    "T12", "Transfer-in conference held", "told by the other authority", "conference held", "local"
)
PRE_BIRTH_CONFERENCE = Timescale(
    "T35", "Pre-birth conference held", "expected date of birth, counted back", "conference held", "local"
)
FIRST_CORE_GROUP = Timescale(
    "T13", "First core group held", "conference that made the plan", "core group held", "Working Together"
)
CORE_GROUP = Timescale("T14", "Later core group held", "last core group", "core group held", "local")
FIRST_REVIEW = Timescale(
    "T15", "First review conference held", "conference that made the plan", "review conference held", "Working Together"
)
FURTHER_REVIEW = Timescale(
    "T16", "Further review conference held", "last review conference", "review conference held", "Working Together"
)
CONFERENCE_REPORTS = Timescale(
    "CONF-REPORT", "Conference reports shared with the family", "conference, counted back", "report shared", "local"
)
DECISION_LETTER = Timescale("CONF-LETTER", "Decision letter sent", "conference held", "letter with everybody", "local")
CONFERENCE_RECORD = Timescale(
    "CONF-RECORD", "Record of a conference circulated", "conference held", "record with everybody", "local"
)
