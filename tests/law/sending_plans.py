"""Acts of children's plans as their pages send them (see sending.py)."""

from collections.abc import Callable
from datetime import timedelta

from django.utils import timezone

from cases.models import PlanAction, PlanCopy, PlanDocument, PlanNeed, PlanOutcome, PlanReview, PlanVersion
from tests.factories import plans as made
from tests.factories import workers
from tests.factories.cases import PlanFactory, ReferralFactory
from tests.law.sending import Act, day, of

TODAY = timezone.localdate()


def start_plan() -> Act:
    referral = ReferralFactory(received_on=TODAY)
    return Act(
        by=workers.practice_manager(team=referral.team),
        page=of("plan_start", referral.pk),
        answers={"children": [referral.pk], "reason": made.REASON},
        rows=PlanDocument.objects.all(),
    )


def begin_plan() -> Act:
    period = PlanFactory(referral__received_on=TODAY, protection=True, started_on=TODAY)
    return Act(
        by=workers.social_worker(team=period.referral.team),
        page=of("plan_begin", period.referral_id),
        answers={"children": [period.pk]},
        rows=PlanDocument.objects.all(),
    )


def add_need() -> Act:
    action = made.written()
    return Act(
        by=action.written_by,
        page=of("plan_need_new", action.outcome.need.part_id),
        answers={"words": made.NEED, "grade": "low", "source": "visit"},
        rows=PlanNeed.objects.all(),
    )


def add_outcome() -> Act:
    action = made.written()
    return Act(
        by=action.written_by,
        page=of("plan_outcome_new", action.outcome.need_id),
        answers={"words": made.DIFFERENT, "scale_at_start": "4"},
        rows=PlanOutcome.objects.all(),
    )


def add_plan_action() -> Act:
    action = made.written()
    answers = {
        "what": made.WHAT,
        "owner_kind": "family",
        "family_name": "Nan Example",
        "family_role": "Grandmother",
        **day("due_on", TODAY + timedelta(days=7)),
        **made.MEASURED,
    }
    page = of("plan_action_new", action.outcome_id)
    return Act(by=action.written_by, page=page, answers=answers, rows=PlanAction.objects.all())


def finish_plan_action() -> Act:
    action = made.written()
    return Act(
        by=action.written_by,
        page=of("plan_action_done", action.pk),
        answers={"result": "done", "evidence": "The register shows it."},
        rows=PlanAction.objects.filter(finished_on__isnull=False),
    )


def propose_plan() -> Act:
    action = made.written()
    page = of("plan_propose", made.document_of(action).pk)
    return Act(by=action.written_by, page=page, rows=PlanDocument.objects.filter(proposed_at__isnull=False))


def authorise_plan() -> Act:
    document = made.proposed()
    return Act(
        by=workers.service_manager(),
        page=of("plan_decide", document.pk),
        answers={"decision": "authorise", "version": document.version},
        rows=PlanVersion.objects.all(),
    )


def hold_plan_review() -> Act:
    action = made.written()
    answers = {
        **day("held_on", TODAY),
        "attended": "Wren and Nan",
        "words": made.WORDS,
        f"view_{action.outcome.need.part_id}": made.VIEW,
        f"scale_{action.outcome_id}": "6",
        f"result_{action.pk}": "done",
        f"words_{action.pk}": "The register shows it.",
    }
    return Act(
        by=action.written_by,
        page=of("plan_review", made.document_of(action).pk),
        answers=answers,
        rows=PlanReview.objects.filter(held_on__isnull=False),
    )


def give_plan() -> Act:
    action = made.written()
    document, part = made.document_of(action), action.outcome.need.part
    child = {"part": part.pk, "name": part.child.full_name, "needs": []}
    content = {"kind": "Child in need plan", "contingency": "", "contingency_by": "", "children": [child]}
    made.VersionFactory(document=document, content=content)
    return Act(
        by=action.written_by,
        page=of("plan_copy_new", document.pk),
        answers={"who": "other", "given_to": "Nan Example", "kind": "family", "part": part.pk, "how": "handed"},
        rows=PlanCopy.objects.all(),
    )


ACTS: dict[str, Callable[[], Act]] = {
    make.__name__: make
    for make in (
        start_plan,
        begin_plan,
        add_need,
        add_outcome,
        add_plan_action,
        finish_plan_action,
        propose_plan,
        authorise_plan,
        hold_plan_review,
        give_plan,
    )
}
