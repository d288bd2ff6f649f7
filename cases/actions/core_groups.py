"""Core groups of a protection plan, each promising the next (T13, T14), and a plan that ends without a conference."""

from datetime import date, datetime
from typing import Any

from dateutil.relativedelta import relativedelta

from cases import meetings
from cases.actions.enquiries import IN_THE_FUTURE
from cases.actions.missed import notice
from cases.meetings import CORE_GROUP
from cases.models import CoreGroup, Plan
from cases.models.conference_rules import NOT_ACCOUNTED
from cases.models.core_groups import GROUP_HELD_ALREADY, GROUP_WHOLE, REVIEW_THE_PLAN
from cases.models.protection import ENDED_OTHERWISE_WHOLE, LASTS_A_DAY, EndedOtherwise
from cases.models.protection_rules import AUTHORITY_LEAST, ENDS_AT_A_REVIEW, TO_WHICH_AUTHORITY
from cases.permissions import END_PLAN, WRITE_CORE_GROUP
from frontdoor import sight
from frontdoor.core import timescales
from frontdoor.core.actions import NotPossible, action
from frontdoor.core.permissions import require
from frontdoor.core.policy import calendar, period
from frontdoor.core.versions import lock
from frontdoor.core.written import is_written

BEFORE_THE_LAST = "A core group is not before the conference or the core group before it."
PLAN_IS_OVER = "This plan has ended."


def open_group(group_id: int, version: int | None = None, *, by: Any) -> CoreGroup:
    """The core group, locked, while it can be written in. Raises Refused, Stale, NotPossible."""
    group = lock(CoreGroup.objects.select_related("plan__referral"), group_id, version)
    require(by, WRITE_CORE_GROUP, group)
    if group.held_on is not None:
        raise NotPossible(GROUP_HELD_ALREADY)
    if group.plan.ended_on is not None:
        raise NotPossible(PLAN_IS_OVER)
    return group


@action
def plan_group(*, by: Any, group_id: int, version: int, planned_on: date) -> CoreGroup:
    """Say for which day the next core group is planned; what it is due by does not move. Raises Stale, NotPossible."""
    group = open_group(group_id, version, by=by)
    if planned_on < group.counted_from:
        raise NotPossible(BEFORE_THE_LAST, field="planned_on")
    group.planned_on = planned_on
    group.full_clean()
    group.save()
    return group


@action
def hold_group(
    *,
    by: Any,
    on: date,
    now: datetime,
    group_id: int,
    version: int,
    held_on: date,
    attended: str,
    child_day: str,
    progress: str,
) -> CoreGroup:
    """Write what came of a core group; the next one is promised from its day (T14).

    Agencies that missed this and the meeting before are noticed, for a manager of the team to take up (L66). Raises
    Stale, Refused, NotPossible for the future, a day before the last, while somebody invited is not accounted for or
    the plan is not reviewed (S16), or without who came, the child's day and what became of the actions.
    """
    group = open_group(group_id, version, by=by)
    if held_on > on:
        raise NotPossible(IN_THE_FUTURE, field="held_on")
    if held_on < group.counted_from:
        raise NotPossible(BEFORE_THE_LAST, field="held_on")
    for name, text, least in (("attended", attended, 5), ("child_day", child_day, 30), ("progress", progress, 20)):
        if not is_written(text, least):
            raise NotPossible(GROUP_WHOLE, field=name)
    if group.invitations.filter(attendance="").exists():
        raise NotPossible(NOT_ACCOUNTED)
    if not meetings.is_reviewed(group, held_on):
        raise NotPossible(REVIEW_THE_PLAN)
    group.held_on, group.held_by = held_on, by
    group.attended, group.child_day, group.progress = attended, child_day, progress
    group.full_clean()
    group.save()
    scale = timescales.CORE_GROUP
    allowed = period(scale, on=held_on, team_id=group.plan.referral.team_id)
    following = CoreGroup(
        plan=group.plan,
        code=scale.code,
        counted_from=held_on,
        due_on=allowed.due_on(held_on, calendar(around=held_on)),
    )
    following.full_clean()
    following.save()
    notice(CORE_GROUP, group, now=now, owner=_manager_of(group, on=on) or by)
    return group


def _manager_of(group: CoreGroup, *, on: date) -> Any:
    """A manager of the team that holds the case, else one who oversees all; None where there is none."""
    managers = sight.managers(on).order_by("pk")
    return managers.filter(team_id=group.plan.referral.team_id).first() or managers.filter(team=None).first()


@action
def end_otherwise(*, by: Any, on: date, plan_id: int, ended_on: date, how: str, words: str, moved_to: str = "") -> Plan:
    """End a protection plan without a review conference: the child died, turned 18, or another authority took it over.

    ``moved_to`` names that authority; the plan ends on the day of its conference.
    Raises Refused, NotPossible where the child's own record does not say so, for the future, or before it lasted a day.
    """
    plan = lock(Plan.objects.select_related("referral", "child"), plan_id)
    require(by, END_PLAN, plan)
    if plan.kind != Plan.Kind.PROTECTION or plan.ended_on is not None:
        raise NotPossible(PLAN_IS_OVER)
    if ended_on > on:
        raise NotPossible(IN_THE_FUTURE, field="ended_on")
    if ended_on <= plan.started_on:
        raise NotPossible(LASTS_A_DAY, field="ended_on")
    if not is_written(words, 20):
        raise NotPossible(ENDED_OTHERWISE_WHOLE, field="words")
    if not _is_so(plan, how, ended_on):
        raise NotPossible(ENDS_AT_A_REVIEW, field="how")
    if how == EndedOtherwise.MOVED and not is_written(moved_to, AUTHORITY_LEAST):
        raise NotPossible(TO_WHICH_AUTHORITY, field="moved_to")
    plan.ended_on, plan.ended_otherwise, plan.ended_words, plan.ended_by = ended_on, how, words, by
    plan.moved_to = moved_to if how == EndedOtherwise.MOVED else ""
    plan.full_clean()
    plan.save()
    return plan


def _is_so(plan: Plan, how: str, ended_on: date) -> bool:
    """What the plan's own rule asks of the child's record."""
    child = plan.child
    if how == EndedOtherwise.DIED:
        return child.death_date == ended_on
    if how == EndedOtherwise.ADULT:
        return child.birth_date is not None and child.birth_date + relativedelta(years=18) <= ended_on
    return how == EndedOtherwise.MOVED
