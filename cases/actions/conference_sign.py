"""The chair signs a conference: plans start, go on or end on its day (census 2885, 2883, 4001 to 4017)."""

from datetime import date, datetime
from typing import Any

from cases import conferences
from cases.actions import planning
from cases.actions.conferences import open_conference
from cases.actions.missed import notice
from cases.actions.seen_due import catch_up
from cases.meetings import CONFERENCE
from cases.models import Conference, ConferenceChild, CoreGroup, Plan, Section47
from cases.models.conference_rules import (
    NO_FAMILY,
    NO_OUTLINE,
    NO_PARTICIPATION,
    NO_QUORUM,
    NO_VIEWS,
    NOT_ACCOUNTED,
    NOT_DECIDED,
)
from cases.models.conferences import NOT_HELD, ConferenceDecision
from cases.models.protection_rules import ENQUIRY_STANDS_OPEN, NEVER_TWO_AT_ONCE
from cases.permissions import CHAIR_CONFERENCE
from frontdoor.core import timescales
from frontdoor.core.actions import NotPossible, action
from frontdoor.core.permissions import require
from frontdoor.core.policy import calendar, period
from frontdoor.core.versions import lock


@action
def sign(*, by: Any, now: datetime, conference_id: int, version: int) -> Conference:
    """The chair signs: from here on the record stays, and each decision takes effect on the day of the conference.

    A child in need plan ends on the day on which a protection plan starts. Raises Refused for anybody but the chair,
    Stale, and NotPossible with what is still missing or where a plan cannot start or end that day.
    """
    conference = open_conference(conference_id, version)
    require(by, CHAIR_CONFERENCE, conference)
    if conference.held_on is None:
        raise NotPossible(NOT_HELD)
    _refuse_unfinished(conference)
    conference.signed_at, conference.signed_by = now, by
    if not conference.invitations.outside_who_took_part().exists():
        conference.letters_sent_on = conference.circulated_on = conference.held_on
        conference.letters_sent_by = conference.circulated_by = by
    conference.full_clean()
    conference.save()
    for row in conference.children.select_related("referral", "child").order_by("child_id"):
        _take_effect(row, on=conference.held_on)
    notice(CONFERENCE, conference, now=now, owner=conference.chair)
    return conference


def _refuse_unfinished(conference: Conference) -> None:
    missing = conferences.missing(conference)
    for stands_open, sentence in (
        (missing.parts, "Write first: " + ", ".join(missing.parts) + "."),
        (missing.family, NO_FAMILY),
        (missing.attendance, NOT_ACCOUNTED),
        (missing.quorum and not conference.alone_reason, NO_QUORUM),
        (missing.sections, NO_PARTICIPATION),
        (missing.views, NO_VIEWS),
        (missing.decisions, NOT_DECIDED),
        (missing.outlines, NO_OUTLINE),
    ):
        if stands_open:
            raise NotPossible(sentence)


def _take_effect(row: ConferenceChild, *, on: date) -> None:
    match row.decision:
        case ConferenceDecision.PLAN:
            _start(row, on=on)
        case ConferenceDecision.CONTINUE:
            _go_on(row, on=on)
        case ConferenceDecision.END:
            _end(row, on=on)
    if row.enquiry_id is not None:
        enquiry = lock(Section47.objects.all(), row.enquiry_id)
        enquiry.led_to_plan = row.decision == ConferenceDecision.PLAN
        enquiry.full_clean()
        enquiry.save()


def _start(row: ConferenceChild, *, on: date) -> None:
    open_plans = Plan.objects.select_for_update(no_key=True).filter(child_id=row.child_id, ended_on__isnull=True)
    for plan in open_plans:
        if plan.kind == Plan.Kind.PROTECTION or plan.started_on >= on:
            raise NotPossible(NEVER_TWO_AT_ONCE)
        plan.ended_on = on
        plan.full_clean()
        plan.save()
    if Plan.objects.filter(child_id=row.child_id, ended_on__gt=on).exists():
        raise NotPossible(NEVER_TWO_AT_ONCE)
    team_id = row.referral.team_id
    review = conferences.review_after(on, first=True, team_id=team_id)
    plan = Plan(
        referral=row.referral,
        child=row.child,
        kind=Plan.Kind.PROTECTION,
        started_on=on,
        initial_category=row.category,
        latest_category=row.category,
        earlier_protection_plans=conferences.earlier_plans(row.child_id),
        decided=row,
        review_from=review.counted_from,
        review_code=review.code,
        review_due_on=review.due_on,
    )
    plan.full_clean()
    plan.save()
    scale = timescales.FIRST_CORE_GROUP
    group = CoreGroup(
        plan=plan,
        code=scale.code,
        counted_from=on,
        due_on=period(scale, on=on, team_id=team_id).due_on(on, calendar(around=on)),
        planned_on=row.core_group_on,
    )
    group.full_clean()
    group.save()
    planning.keep([row.child_id], on=on)
    catch_up([row.child_id])


def _reviewed(row: ConferenceChild, *, on: date) -> Plan:
    """The plan that was reviewed, locked, with the day of this review."""
    assert row.plan_id is not None, "A review is of a plan."
    plan = lock(Plan.objects.select_related("referral"), row.plan_id)
    if plan.ended_on is not None or plan.started_on >= on:
        raise NotPossible(NEVER_TWO_AT_ONCE)
    plan.latest_review_on = on
    return plan


def _go_on(row: ConferenceChild, *, on: date) -> None:
    plan = _reviewed(row, on=on)
    review = conferences.review_after(on, first=False, team_id=plan.referral.team_id)
    plan.latest_category = row.category
    plan.review_from, plan.review_code, plan.review_due_on = review.counted_from, review.code, review.due_on
    plan.full_clean()
    plan.save()


def _end(row: ConferenceChild, *, on: date) -> None:
    plan = _reviewed(row, on=on)
    if conferences.enquiry_stands_open(row.child_id):
        raise NotPossible(ENQUIRY_STANDS_OPEN)
    plan.ended_on = on
    plan.full_clean()
    plan.save()
