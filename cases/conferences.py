"""What a conference is due by and still needs, whom it is about, and who may chair it (domain.md 1.2, 4.3, 10)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from cases.models import Allocation, Conference, ConferenceChild, Plan, Section47, StrategyChild
from cases.models.conferences import PARTS, UNDER_A_PLAN, ConferenceKind
from cases.models.enquiries import EnquiryOutcome
from cases.models.meetings import Attendance
from frontdoor.core import timescales
from frontdoor.core.policy import calendar, period
from frontdoor.core.written import is_written
from frontdoor.models import Person, Referral, Relationship
from frontdoor.models.households import children_of_household

SECTION = ("participation", "participation_how", "danger", "protective")
FEWEST_AGENCIES = 2
"""Besides social care (domain.md 10: the quorum of conferences)."""


@dataclass(frozen=True)
class Promised:
    """By when a conference is held: the clock, the day it counts from and the last day in time."""

    code: str
    counted_from: date
    due_on: date


def promised(kind: str, rows: Sequence[ConferenceChild], *, told_on: date | None) -> Promised:
    """The promise of a conference about these children, the earliest of theirs (T11, T12, T15, T16, T35).

    ``told_on`` is when the other authority told of a child who moved here. Raises CannotBeDated.
    """
    if kind == ConferenceKind.TRANSFER:
        assert told_on is not None, "A transfer counts from the day the other authority told of it."
        allowed = period(timescales.TRANSFER_CONFERENCE, on=told_on, team_id=rows[0].referral.team_id)
        return Promised("T12", told_on, allowed.due_on(told_on, calendar(around=told_on)))
    if kind == ConferenceKind.REVIEW:
        return min((next_review(row.plan) for row in rows if row.plan), key=lambda found: found.due_on)
    enquiries = [row.enquiry for row in rows if row.enquiry]
    first = min(enquiries, key=lambda enquiry: enquiry.conference_due_on or enquiry.started_on)
    assert first.conference_due_on is not None, "An enquiry that started here has its conference promised."
    found = Promised("T11", first.started_on, first.conference_due_on)
    if kind == ConferenceKind.PRE_BIRTH:
        return min([found, *_before_birth(rows, found)], key=lambda one: one.due_on)
    return found


def _before_birth(rows: Iterable[ConferenceChild], found: Promised) -> Iterable[Promised]:
    """Ten weeks before the expected birth, where that day is still to come when the clock starts (T35)."""
    weeks = timedelta(days=period(timescales.PRE_BIRTH_CONFERENCE, on=found.counted_from).value)
    for row in rows:
        expected = row.child.expected_birth_date
        if expected is not None and expected - weeks >= found.counted_from:
            yield Promised("T35", found.counted_from, expected - weeks)


def next_review(plan: Plan) -> Promised:
    """By when a plan is reviewed: as it was promised, or counted from its last review where it was brought in."""
    if plan.review_from is not None and plan.review_due_on is not None:
        return Promised(plan.review_code, plan.review_from, plan.review_due_on)
    first = plan.latest_review_on is None
    return review_after(plan.latest_review_on or plan.started_on, first=first, team_id=plan.referral.team_id)


def review_after(day: date, *, first: bool, team_id: int | None) -> Promised:
    """By when a plan is reviewed after a conference: three months after the first, six after a later one."""
    scale = timescales.FIRST_REVIEW if first else timescales.FURTHER_REVIEW
    return Promised(scale.code, day, period(scale, on=day, team_id=team_id).due_on(day, calendar(around=day)))


def reports_due(planned_on: date) -> date:
    """By when the family has read the reports, counted back from the conference (CONF-REPORT)."""
    days = period(timescales.CONFERENCE_REPORTS, on=planned_on).value
    return calendar(around=planned_on).working_days_before(planned_on, days)


def earlier_plans(child_id: int) -> int:
    """How often a child was under a protection plan before (census: NumberOfPreviousCPP)."""
    told = list(
        Plan.objects.filter(child_id=child_id, kind=Plan.Kind.PROTECTION).values_list(
            "earlier_protection_plans", flat=True
        )
    )
    return max([len(told), *(before + 1 for before in told)])


def is_independent(chair: Any, rows: Iterable[ConferenceChild]) -> bool:
    """Whether somebody belongs to none of these cases: no worker, no team, no word on the enquiry's outcome."""
    rows = list(rows)
    works = Allocation.objects.current().of(chair).filter(child__in=[row.child_id for row in rows]).exists()
    said = {
        worker for row in rows if row.enquiry for worker in (row.enquiry.proposed_by_id, row.enquiry.authorised_by_id)
    }
    return not works and chair.pk not in said and all(row.referral.team_id != chair.team_id for row in rows)


def independent(chairs: QuerySet, rows: Iterable[ConferenceChild]) -> QuerySet:
    """Those of ``chairs`` who are independent of these cases."""
    rows = list(rows)
    works = Allocation.objects.current().filter(child__in=[row.child_id for row in rows]).values("worker_id")
    said = [
        worker for row in rows if row.enquiry for worker in (row.enquiry.proposed_by_id, row.enquiry.authorised_by_id)
    ]
    teams = [row.referral.team_id for row in rows]
    own = Q(pk__in=works) | Q(pk__in=[worker for worker in said if worker]) | Q(team_id__in=teams)
    return chairs.exclude(own)


def with_siblings(child: Person, *, on: date) -> list[int]:
    """The child and the children of the same homes, by their ids."""
    return [child.pk, *children_of_household(child, on=on).values_list("pk", flat=True)]


def of_enquiry(enquiry: Section47, *, on: date) -> list[ConferenceChild]:
    """The child of an enquiry that leads to a conference, and siblings whose enquiry does as well."""
    rows = Section47.objects.awaiting_conference().filter(
        child__in=with_siblings(enquiry.child, on=on), outcome=EnquiryOutcome.CONFERENCE, proposed_on__isnull=False
    )
    rows = rows.exclude(child__in=unsigned_rows().values("child_id")).select_related("child", "referral")
    return [ConferenceChild(child=row.child, referral=row.referral, enquiry=row) for row in rows.order_by("pk")]


def of_plan(plan: Plan, *, on: date) -> list[ConferenceChild]:
    """The child of a protection plan that runs, and siblings under one."""
    rows = Plan.objects.filter(
        child__in=with_siblings(plan.child, on=on), kind=Plan.Kind.PROTECTION, ended_on__isnull=True
    ).filter(referral__closed_on__isnull=True)
    rows = rows.exclude(child__in=unsigned_rows().values("child_id"))
    return [
        ConferenceChild(child=row.child, referral=row.referral, plan=row)
        for row in rows.select_related("child", "referral").order_by("pk")
    ]


def of_case(referral: Referral, *, on: date) -> list[ConferenceChild]:
    """The child of an open case who moved here under a plan elsewhere, and siblings with an open case."""
    rows = Referral.objects.open().filter(child__in=with_siblings(referral.child, on=on)).select_related("child")
    under_a_plan = Plan.objects.filter(kind=Plan.Kind.PROTECTION, ended_on__isnull=True)
    rows = rows.exclude(child__in=under_a_plan.values("child_id"))
    rows = rows.exclude(child__in=unsigned_rows().values("child_id"))
    return [ConferenceChild(child=row.child, referral=row) for row in rows.order_by("pk")]


def unsigned_rows() -> QuerySet:
    """The children of conferences that are convened, neither signed nor called off."""
    return ConferenceChild.objects.filter(conference__called_off_at__isnull=True, conference__signed_at__isnull=True)


def is_convened(row: ConferenceChild) -> bool:
    """Whether a conference about the child is convened already and not signed yet."""
    return unsigned_rows().filter(child_id=row.child_id).exists()


def enquiry_stands_open(child_id: int) -> bool:
    """Whether a section 47 enquiry about a child goes on or waits to start: no protection plan ends before."""
    going_on = Section47.objects.unfinished().filter(child=child_id)
    return going_on.exists() or StrategyChild.objects.to_start().filter(child=child_id).exists()


def known_to(rows: Sequence[ConferenceChild], *, worker: Any) -> list[ConferenceChild]:
    """Those of the children of whom the worker may know."""
    known = set(
        Person.objects.linkable_by(worker).filter(pk__in=[row.child_id for row in rows]).values_list("pk", flat=True)
    )
    return [row for row in rows if row.child_id in known]


def family_of(conference: Conference) -> QuerySet:
    """The adults who stand on the records of a conference's children, by name."""
    about = conference.children.values("child_id")
    related = Relationship.objects.filter(child__in=about, ended_on__isnull=True)
    return Person.objects.standing().filter(pk__in=related.values("adult_id")).order_by("family_name", "pk")


def of(enquiry: Section47, *, worker: Any) -> QuerySet:
    """The conferences that were convened about an enquiry and that this worker may open."""
    seen = Conference.objects.visible_to(worker).filter(children__enquiry=enquiry)
    return seen.order_by("planned_at", "pk")


@dataclass(frozen=True)
class Missing:
    """What stands open before the chair can sign, each as a list of words; nothing is taken for done unsaid."""

    uninvited: list[str]
    parts: list[str]
    attendance: list[str]
    quorum: list[str]
    sections: list[str]
    views: list[str]
    decisions: list[str]
    outlines: list[str]
    family: bool


def missing(conference: Conference) -> Missing:
    """What a conference still needs, from its rows as they stand. A fixed number of queries."""
    children = list(conference.children.select_related("child").prefetch_related("outline", "opinions").order_by("pk"))
    invited = list(conference.invitations.in_order())
    family = list(conference.family.select_related("person"))
    unheard = [row.in_words for row in invited if not row.attendance]
    unheard += [row.person.full_name for row in family if not row.attendance and not row.left_out_reason]
    return Missing(
        uninvited=_lacking(conference, invited),
        parts=[
            str(conference._meta.get_field(name).verbose_name)
            for name, least in PARTS.items()
            if not is_written(getattr(conference, name), least)
        ],
        attendance=unheard,
        quorum=not_there(conference, invited),
        sections=[row.child.full_name for row in children if not _has_section(row)],
        views=_views_unsaid(children, invited),
        decisions=[row.child.full_name for row in children if not row.decision],
        outlines=[row.child.full_name for row in children if row.decision in UNDER_A_PLAN and not row.outline.all()],
        family=not family and family_of(conference).exists(),
    )


def _has_section(row: ConferenceChild) -> bool:
    return bool(row.participation) and min(len(row.danger.strip()), len(row.protective.strip())) >= 20


def _views_unsaid(children: Iterable[Any], invited: Iterable[Any]) -> list[str]:
    """Which agency that came has not said what it thinks of which child."""
    came = [row for row in invited if row.agency_id and row.attendance == Attendance.ATTENDED]
    return [
        f"{one.speaks_for} about {row.child.full_name}"
        for row in children
        for one in came
        if one.pk not in {view.invitation_id for view in row.opinions.all()}
    ]


def not_there(conference: Conference, invited: Iterable[Any]) -> list[str]:
    """Who is missing for the quorum: social care besides the chair, and two agencies."""
    return _lacking(conference, [row for row in invited if row.attendance == Attendance.ATTENDED])


def _lacking(conference: Conference, people: Iterable[Any]) -> list[str]:
    """What these people lack to be the quorum."""
    people = list(people)
    lacking = []
    if not any(row.agency_id is None and row.worker_id != conference.chair_id for row in people):
        lacking.append("a worker of social care besides the chair")
    agencies = {row.agency_id for row in people if row.agency_id}
    if len(agencies) < FEWEST_AGENCIES:
        lacking.append("two agencies" if not agencies else "a second agency")
    return lacking
