"""K16, K18, K19, K20, K22 and K27: whether the work with a child keeps its promises, and whom it reaches."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any

from django.db.models import DateField, Exists, F, OuterRef, Q, QuerySet

from audits.indicators import Indicator
from audits.indicators.measures import Measure, Words
from audits.indicators.promised import DueOf, due_of
from audits.indicators.windows import A_WEEK, Window
from cases.models import Assessment, Plan, Section47, SeenDue, StrategyAction, StrategyMeeting, Visit
from cases.models.assessments import ASSESSMENT_CLOCK
from cases.models.enquiries import CONFERENCE_CLOCK
from cases.models.strategy import CIRCULATED_CLOCK, HELD_CLOCK, Route
from cases.models.strategy_actions import ACTION_CLOCK
from cases.models.visits import SEEN_CLOCK
from frontdoor.core import policy
from frontdoor.core.timed import Clock
from frontdoor.core.timescales import PROTECTION_VISIT
from frontdoor.core.working_days import CalendarEnds, WorkingCalendar, london_date

LISTED = "practice_listed"
NONE = "None in these days"


def _kept(key: str, indicator: Indicator, of: Callable[[Any], QuerySet], clock: Clock) -> Measure:
    """A share of what a clock promises."""
    in_days = clock.due.endswith("_on")
    return Measure(
        key=key,
        indicator=indicator,
        of=of,
        promise=lambda _: F(clock.due),
        overdue=lambda at: clock.overdue_q(london_date(at) if in_days else at),
        in_time=clock.kept_q(),
        finished=clock.finished,
        clock=lambda _: clock,
        in_days=in_days,
        listed=LISTED,
    )


def _happened(
    key: str, indicator: Indicator, of: Callable[[Any], QuerySet], *, moment: str, counted: Q, words: Words
) -> Measure:
    """A share of what happened at a moment, or on a day, of its own."""
    clock = Clock(indicator.code, started=moment, due=moment, finished=moment)
    return Measure(
        key=key,
        indicator=indicator,
        of=of,
        promise=lambda _: F(moment),
        overdue=clock.overdue_q,
        in_time=counted,
        finished=moment,
        clock=lambda _: clock,
        in_days=moment.endswith("_on"),
        listed=LISTED,
        words=words,
    )


def _meetings(reader: Any) -> QuerySet:
    return StrategyMeeting.objects.visible_to(reader).standing()


def _actions(reader: Any) -> QuerySet:
    return StrategyAction.objects.filter(meeting__in=_meetings(reader))


HELD = _kept(
    "held",
    Indicator(
        code="K16",
        name="Strategy discussions held in time",
        definition=(
            "Of the strategy discussions that fell due in the period, those held by then: on the same day for a child "
            "in immediate danger, else within the authority's own period (T08). One that is overdue and not held "
            "counts as not in time."
        ),
        target=None,
    ),
    _meetings,
    HELD_CLOCK,
)
CIRCULATED = _kept(
    "circulated",
    Indicator(
        code="K16",
        name="Records of strategy discussions out in time",
        definition=(
            "Of the records of strategy discussions that fell due in the period, those that everybody who took part "
            "had by then (T09). One that is overdue and not out counts as not in time."
        ),
        target=None,
    ),
    _meetings,
    CIRCULATED_CLOCK,
)
WHOLE_ACTIONS = _happened(
    "whole_actions",
    Indicator(
        code="K18",
        name="Strategy actions with a person and a time",
        definition=(
            "Of the actions agreed at strategy discussions in the period, those that name who does it and by when. No "
            "other can be recorded here, so a figure below 100% tells of what was brought in."
        ),
        target=100,
    ),
    _actions,
    moment="started_at",
    counted=Q(due_at__isnull=False) & ~Q(owner_name=""),
    words=Words("Agreed", "With a person and a time", "Without", NONE),
)
ACTIONS_DONE = _kept(
    "actions_done",
    Indicator(
        code="K18",
        name="Strategy actions done on time",
        definition=(
            "Of the actions of strategy discussions that fell due in the period, those done by then. One that is "
            "overdue and not done counts as not in time."
        ),
        target=90,
    ),
    _actions,
    ACTION_CLOCK,
)


def _ended_enquiries(reader: Any) -> QuerySet:
    return Section47.objects.visible_to(reader).ended()


def _enquiries_here(reader: Any) -> QuerySet:
    return Section47.objects.visible_to(reader).filter(decided__isnull=False)


LED_TO_A_CONFERENCE = _happened(
    "led_to_a_conference",
    Indicator(
        code="K19",
        name="Section 47 enquiries that led to a conference",
        definition=(
            "Of the section 47 enquiries begun in the period whose end is known, those after which a child protection "
            "conference was held. No share is the right one: watch how it moves."
        ),
        target=None,
        beside="England 2025: 31.3%",
        is_watched=True,
    ),
    _ended_enquiries,
    moment="started_on",
    counted=Q(conference_on__isnull=False),
    words=Words("Enquiries", "Led to a conference", "Did not", NONE),
)
JOINT = _happened(
    "joint",
    Indicator(
        code="K19",
        name="Section 47 enquiries made jointly with the police",
        definition=(
            "Of the section 47 enquiries begun in the period by a strategy discussion, those that it decided to make "
            "jointly with the police. No share is the right one: watch how it moves."
        ),
        target=None,
        is_watched=True,
    ),
    _enquiries_here,
    moment="started_on",
    counted=Q(decided__meeting__route=Route.JOINT),
    words=Words("Enquiries", "Joint", "Social care alone", NONE),
)


def _conferences(reader: Any) -> QuerySet:
    """Enquiries after which a conference is owed: until a manager decides that none is needed."""
    not_needed = Q(conference_not_needed=True, conference_not_needed__isnull=False)
    return Section47.objects.visible_to(reader).exclude(not_needed)


CONFERENCE_IN_TIME = _kept(
    "conference",
    Indicator(
        code="K20",
        name="Initial child protection conferences held within 15 working days",
        definition=(
            "Of the section 47 enquiries whose conference fell due in the period, those whose conference was held by "
            "then, counted from the strategy discussion (T11). One that is overdue counts as not in time until it is "
            "held or a manager has decided that none is needed."
        ),
        target=None,
        beside="England 2025: 81.4%",
    ),
    _conferences,
    CONFERENCE_CLOCK,
)
ASSESSED = _kept(
    "assessed",
    Indicator(
        code="K22",
        name="Assessments complete within 45 working days of the referral",
        definition=(
            "Of the assessments whose 45th working day after the referral fell in the period, those authorised and "
            "shared with the family by then (T07). One that is overdue and open counts as not in time."
        ),
        target=None,
    ),
    Assessment.objects.visible_to,
    ASSESSMENT_CLOCK,
)

STATISTIC_DAYS = 45
"""Working days of the published measure (T07b), whatever period the authority has set for its own clock."""
LONGEST_SPAN = 13 * A_WEEK
"""More days than 45 working days ever take."""
STATISTIC_CLOCK = Clock("T07b", started="started_on", due="promise", finished="authorised_on")


def _statistic_due(window: Window) -> DueOf:
    """The 45th working day after the start, for what can fall due in the window; none where not known."""
    since = window.since - LONGEST_SPAN
    days = Window(since, window.until).days
    calendar = policy.calendar(around=since)
    return due_of("started_on", days, [_in_working_days(day, calendar) for day in days], DateField())


def _in_working_days(day: date, calendar: WorkingCalendar) -> date | None:
    try:
        return calendar.add_working_days(day, STATISTIC_DAYS)
    except CalendarEnds:
        return None


def _statistic_overdue(at: datetime) -> Q:
    return STATISTIC_CLOCK.overdue_q(london_date(at))


ASSESSED_AS_PUBLISHED = Measure(
    key="assessed_published",
    indicator=Indicator(
        code="K22",
        name="Assessments authorised within 45 working days of their start",
        definition=(
            "Of the assessments whose 45th working day after their own start fell in the period, those authorised by "
            "then (T07b), as the Department for Education counts. One that is overdue and open counts as not in time."
        ),
        target=None,
        beside="England 2025: 85.7%",
    ),
    of=Assessment.objects.visible_to,
    promise=_statistic_due,
    reach=lambda window: Q(started_on__gte=window.since - LONGEST_SPAN, started_on__lt=window.until),
    overdue=_statistic_overdue,
    in_time=STATISTIC_CLOCK.kept_q(),
    finished=STATISTIC_CLOCK.finished,
    clock=lambda _: STATISTIC_CLOCK,
    in_days=True,
    listed=LISTED,
)


def _protection_visits_due(reader: Any) -> QuerySet:
    """By plan; a day that had not come when the plan ended was never missed."""
    rows = SeenDue.objects.visible_to(reader).filter(code=PROTECTION_VISIT.code)
    ended_before = SEEN_CLOCK.open_q() & Q(plan__ended_on__lte=F(SEEN_CLOCK.due))
    return rows.exclude(ended_before)


def _protection_visits(reader: Any) -> QuerySet:
    """Visits to children who were under a protection plan on that day."""
    under = Plan.objects.filter(
        Q(ended_on__isnull=True) | Q(ended_on__gt=OuterRef("visited_on")),
        kind=Plan.Kind.PROTECTION,
        child_id=OuterRef("child_id"),
        started_on__lte=OuterRef("visited_on"),
    )
    return Visit.objects.visible_to(reader).filter(Exists(under))


def _protection_visits_seen(reader: Any) -> QuerySet:
    return _protection_visits(reader).child_seen()


PROTECTION_IN_TIME = _kept(
    "protection_visits",
    Indicator(
        code="K27",
        name="Children under a protection plan seen in time",
        definition=(
            "Of the days in the period by which a child under a protection plan had to be seen, those by which a visit "
            "had seen the child (T17). A visit that did not see the child keeps no day."
        ),
        target=None,
        beside="Darlington 2020-21: 85.8% within 10 working days",
    ),
    _protection_visits_due,
    SEEN_CLOCK,
)
PROTECTION_SEEN = _happened(
    "protection_seen",
    Indicator(
        code="K27",
        name="Visits under a protection plan that saw the child",
        definition="Of the visits in the period to children under a protection plan, those that saw the child.",
        target=None,
    ),
    _protection_visits,
    moment="visited_on",
    counted=Q(seen=True),
    words=Words("Visits", "Child seen", "Not seen", NONE),
)
PROTECTION_ALONE = _happened(
    "protection_alone",
    Indicator(
        code="K27",
        name="Children under a protection plan seen alone",
        definition=(
            "Of the visits in the period at which a child under a protection plan was seen, those at which the child "
            "was seen alone. A visit that does not say so counts as not alone."
        ),
        target=None,
    ),
    _protection_visits_seen,
    moment="visited_on",
    counted=Q(seen_alone=True),
    words=Words("Visits that saw the child", "Seen alone", "Not alone", NONE),
)

PRACTICE: Sequence[Measure] = (
    ASSESSED,
    ASSESSED_AS_PUBLISHED,
    HELD,
    CIRCULATED,
    WHOLE_ACTIONS,
    ACTIONS_DONE,
    LED_TO_A_CONFERENCE,
    JOINT,
    CONFERENCE_IN_TIME,
    PROTECTION_IN_TIME,
    PROTECTION_SEEN,
    PROTECTION_ALONE,
)
