"""By when a child in need plan is agreed: promised when an assessment finds it needed, kept by the plan (T19)."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Exists, OuterRef, Q

from cases.models import Assessment, Plan, PlanVersion
from cases.models.assessment_words import AssessmentOutcome
from frontdoor.core.policy import calendar, period
from frontdoor.core.timescales import PLAN_AGREED


def due_by(assessment: Assessment, *, on: date) -> date | None:
    """The day by which the plan is agreed that an assessment authorised on a day calls for; None where it calls for
    none, or the child is under one. Raises CannotBeDated."""
    if assessment.outcome != AssessmentOutcome.CHILD_IN_NEED or _is_under_a_plan(assessment.child_id):
        return None
    return period(PLAN_AGREED, on=on, team_id=assessment.referral.team_id).due_on(on, calendar(around=on))


def _is_under_a_plan(child_id: int) -> bool:
    """As ``assessment_rules.under_a_plan`` asks it of a row."""
    authorised = PlanVersion.objects.filter(document__parts__plan_id=OuterRef("pk"))
    plans = Plan.objects.filter(Q(kind=Plan.Kind.PROTECTION) | Exists(authorised), ended_on__isnull=True)
    return plans.filter(child_id=child_id).exists()


def keep(child_ids: Iterable[int], *, on: date) -> None:
    """Inside the act by which these children are under an agreed plan: what was promised of it is kept."""
    for assessment in Assessment.objects.to_plan().filter(child__in=list(child_ids)).order_by("pk"):
        assessment.planned_on = on
        assessment.full_clean()
        assessment.save()
