"""K02, K03 and K09: contacts decided in time, and what those who told us were told in time."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db.models import DateTimeField, Exists, F, OuterRef, Q

from audits.indicators import Indicator
from audits.indicators.measures import Measure, Period, by_week
from audits.indicators.promised import DueOf, due_of
from audits.indicators.windows import A_WEEK, Window, last_weeks
from frontdoor.core import policy
from frontdoor.core.timed import Clock
from frontdoor.core.working_days import CalendarEnds, WorkingCalendar, end_of_day, london_date, start_of_day
from frontdoor.models import Acknowledgement, Contact, Referral, ReferrerFeedback
from frontdoor.models.contacts import DECISION_CLOCK, PROMISE, TRIAGE_CLOCK, ContactQuerySet, overdue_q
from frontdoor.models.feedback import ACKNOWLEDGEMENT_CLOCK, FEEDBACK_CLOCK

BECAME_A_REFERRAL_LATE = Q(
    Exists(Referral.objects.filter(contact_id=OuterRef("pk"))),
    ACKNOWLEDGEMENT_CLOCK.past_due_q(F("decided_at"), prefix="acknowledgement__"),
)
"""T03 runs from receipt for both: the acknowledgement, and the decision of what becomes a referral (domain.md T02)."""

DECIDED_IN_TIME = Measure(
    key="decided",
    indicator=Indicator(
        code="K02",
        name="Contacts decided in time",
        definition=(
            "Of the contacts whose decision fell due in the period, those decided by then. "
            "A contact that is overdue and still open counts as not in time; "
            "one that is not triaged falls due with its triage. "
            "One that became a referral counts as in time only if it was decided by the end of the next working day "
            "too."
        ),
        target=95,
    ),
    of=Contact.objects.visible_to,
    promise=lambda _: PROMISE,
    overdue=overdue_q,
    in_time=DECISION_CLOCK.kept_q() & ~BECAME_A_REFERRAL_LATE,
    finished=DECISION_CLOCK.finished,
    clock=lambda contact: DECISION_CLOCK if contact.decision_due_at else TRIAGE_CLOCK,
)

LONGEST_CLOSURE = 2 * A_WEEK
"""More days than the office is ever closed in a row: whatever fell due in a window came in so long before or later."""
ONE_DAY_CLOCK = Clock("K03", started="received_at", due="promise", finished="decided_at")


def _one_working_day(window: Window) -> DueOf:
    """The end of the next working day after receipt, for what can fall due in the window; none where not known."""
    since = window.since - LONGEST_CLOSURE
    days = Window(since, window.until).days
    calendar = policy.calendar(around=since)
    started = [start_of_day(day) for day in days]
    return due_of("received_at", started, [_next_working_day(day, calendar) for day in days], DateTimeField())


def _received_around(window: Window) -> Q:
    begin, end = Window(window.since - LONGEST_CLOSURE, window.until).moments
    return Q(received_at__gte=begin, received_at__lt=end)


def _next_working_day(day: date, calendar: WorkingCalendar) -> datetime | None:
    try:
        return end_of_day(calendar.add_working_days(day, 1))
    except CalendarEnds:
        return None


def _dealt_with_here(reader: Any) -> ContactQuerySet:
    return Contact.objects.visible_to(reader).at_the_desk()


DECIDED_IN_A_DAY = Measure(
    key="one_day",
    indicator=Indicator(
        code="K03",
        name="Contacts decided within one working day",
        definition=(
            "Of the contacts whose next working day after receipt ended in the period, those decided by then, "
            "whatever their urgency. One that is still open counts as not in time."
        ),
        target=90,
    ),
    of=_dealt_with_here,
    promise=_one_working_day,
    reach=_received_around,
    overdue=ONE_DAY_CLOCK.overdue_q,
    in_time=ONE_DAY_CLOCK.kept_q(),
    finished=ONE_DAY_CLOCK.finished,
    clock=lambda _: ONE_DAY_CLOCK,
)

ACKNOWLEDGED = Measure(
    key="acknowledged",
    indicator=Indicator(
        code="K09",
        name="Referrers told that the contact arrived, within one working day",
        definition=(
            "Of the acknowledgements that fell due in the period, those given by the end of the next working day. "
            "One that is overdue and not given counts as not in time. Nobody can tell an anonymous referrer."
        ),
        target=100,
    ),
    of=Acknowledgement.objects.visible_to,
    promise=lambda _: F(ACKNOWLEDGEMENT_CLOCK.due),
    overdue=ACKNOWLEDGEMENT_CLOCK.overdue_q,
    in_time=ACKNOWLEDGEMENT_CLOCK.kept_q(),
    finished=ACKNOWLEDGEMENT_CLOCK.finished,
    clock=lambda _: ACKNOWLEDGEMENT_CLOCK,
    contact="contact",
)

TOLD_THE_OUTCOME = Measure(
    key="told",
    indicator=Indicator(
        code="K09",
        name="Referrers told what was decided, in time",
        definition=(
            "Of the answers to referrers that fell due in the period, those given by the promised day. "
            "One that is overdue and not given counts as not in time."
        ),
        target=100,
    ),
    of=ReferrerFeedback.objects.visible_to,
    promise=lambda _: F(FEEDBACK_CLOCK.due),
    overdue=lambda at: FEEDBACK_CLOCK.overdue_q(london_date(at)),
    in_time=FEEDBACK_CLOCK.kept_q(),
    finished=FEEDBACK_CLOCK.finished,
    clock=lambda _: FEEDBACK_CLOCK,
    contact="contact",
    in_days=True,
)

ANSWERS: Sequence[Measure] = (DECIDED_IN_TIME, DECIDED_IN_A_DAY, ACKNOWLEDGED, TOLD_THE_OUTCOME)


def decided_by_week(contacts: ContactQuerySet, *, at: datetime) -> list[Period]:
    """K02 for thirteen weeks, the last of them the current one so far; one query."""
    window = last_weeks(london_date(at))
    return by_week(DECIDED_IN_TIME.by_day(contacts, window, at=at), window)
