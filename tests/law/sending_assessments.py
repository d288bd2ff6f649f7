"""The forms of a family's assessment that send (see sending.py)."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone

from cases.models import (
    AgreementDecision,
    AssessmentExtension,
    AssessmentShared,
    ChildRisk,
    ChildVersion,
    CopiedPart,
    FamilyAssessment,
    ManagerCheck,
)
from frontdoor.core import acting
from tests.factories import assessments as made
from tests.factories.cases import AssessmentFactory
from tests.factories.workers import service_manager
from tests.law.sending import Act, day


def _page(name: str, family: Any, *more: Any) -> str:
    return reverse(name, args=[family.pk, *more])


def _child(family: Any) -> Any:
    return family.assessments.earliest("pk").child


def write_risk() -> Act:
    family = made.begun()
    return Act(
        by=family.opened_by,
        page=_page("assessed_risk", family, _child(family).pk),
        answers={"version": 0, "family": family.pk, **made.RISK},
        rows=ChildRisk.objects.all(),
    )


def submit_family() -> Act:
    family = made.write(made.begun())
    return Act(
        by=family.opened_by,
        page=_page("family_assessment", family),
        to=_page("family_submit", family),
        answers={"version": family.version},
        rows=FamilyAssessment.objects.filter(submitted_on__isnull=False),
    )


def authorise_family() -> Act:
    family = made.write(made.begun())
    with acting.acting_as(family.opened_by):
        family.submitted_on, family.submitted_by = family.opened_on, family.opened_by
        family.save()
    return Act(
        by=made.manager_of(family),
        page=_page("family_assessment", family),
        to=_page("family_decide", family),
        answers={"version": family.version, "decision": "authorise"},
        rows=FamilyAssessment.objects.filter(authorised_on__isnull=False),
    )


def check_family() -> Act:
    family = made.begun()
    return Act(
        by=made.manager_of(family),
        page=_page("family_check", family),
        answers={"said": "The father is not asked yet."},
        rows=ManagerCheck.objects.all(),
    )


def ask_for_time() -> Act:
    family = made.begun()
    answers = {"reason_code": "specialist", "why": "The paediatrician sees the child next week."}
    return Act(
        by=family.opened_by,
        page=_page("family_time", family),
        answers=answers | day("needed_until", timezone.localdate() + timedelta(days=60)),
        rows=AssessmentExtension.objects.all(),
    )


def share_family() -> Act:
    family = made.begun(authorised=True)
    made.SectionFactory(family=family, child=_child(family))
    answers = {"person": _child(family).pk, "how": "read", "comments": "He says that it is right."}
    return Act(
        by=family.opened_by,
        page=_page("family_share", family),
        answers=answers | day("shared_on", timezone.localdate()),
        rows=AssessmentShared.objects.all(),
    )


def write_for_the_child() -> Act:
    family = made.begun()
    return Act(
        by=family.opened_by,
        page=_page("child_version", family, _child(family).pk),
        answers={"version": 0, "family": family.pk, "why": "Your school was worried."},
        rows=ChildVersion.objects.all(),
    )


def copy_text() -> Act:
    family = made.begun()
    first = family.assessments.get()
    began = first.started_on - timedelta(days=300)
    days = {"referral_received_on": began, "started_on": began, "due_on": began + timedelta(days=60)}
    AssessmentFactory(referral=first.referral, child=first.child, finished=True, **days)
    return Act(
        by=family.opened_by,
        page=_page("assessed_previous", family, first.child_id),
        answers={"part": "analysis", "version": 0},
        rows=CopiedPart.objects.all(),
    )


def decide_without_agreement() -> Act:
    family = made.without_agreement()
    by = service_manager()
    return Act(
        by=by,
        page=reverse("assessment_agreement", args=[family.assessments.get().pk]),
        answers={"decision": "ends", "reason": "The mother does not want it, and the school sees no harm."},
        rows=AgreementDecision.objects.all(),
    )


ACTS: dict[str, Callable[[], Act]] = {
    make.__name__: make
    for make in (
        write_risk,
        submit_family,
        authorise_family,
        check_family,
        ask_for_time,
        share_family,
        write_for_the_child,
        copy_text,
        decide_without_agreement,
    )
}
