"""Starting and ending a child in need plan, beginning to write a plan, and authorising it."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from cases import plans
from cases.actions import planning
from cases.actions.allocations import lock_open_case
from cases.actions.plan_needs import bring_in
from cases.actions.seen_due import catch_up
from cases.models import (
    Plan,
    PlanAction,
    PlanChild,
    PlanDecision,
    PlanDocument,
    PlanNeed,
    PlanOutcome,
    PlanReview,
    PlanVersion,
    StrategyChild,
)
from cases.models.plan_reviews import REVIEW_TIMESCALES
from cases.models.plan_rules import NOT_PROPOSED, OWN_PLAN, PLAN_HAS_ENDED
from cases.models.plans import ONE_DOCUMENT, SENT_BACK_WHY, PlanStep
from cases.models.protection_rules import ENQUIRY_STANDS_OPEN
from cases.permissions import AUTHORISE_PLAN, START_PLAN, WRITE_PLAN
from cases.smart_plans import CONTINGENCY_PAST, s8
from frontdoor.core.actions import NotPossible, action
from frontdoor.core.permissions import require
from frontdoor.core.policy import calendar, period
from frontdoor.core.versions import lock
from frontdoor.core.working_days import london_date
from frontdoor.core.written import is_written
from frontdoor.models import Referral

HAS_A_PLAN = "This child is under a plan already. A child in need and a child protection plan never overlap."
NOBODY = "Choose at least one child."
NOT_IN_NEED = "A child protection plan ends at a review conference."
NOTHING_TO_PROPOSE = "Write at least one action first."
WAITS_ALREADY = "This plan waits for a manager already."


def standing_plan(plan_id: int, version: int | None = None) -> PlanDocument:
    """The plan, locked, while a child is under it. Raises NotPossible, Stale."""
    document = lock(PlanDocument.objects.all(), plan_id, version)
    if not document.parts.filter(plan__ended_on__isnull=True).exists():
        raise NotPossible(PLAN_HAS_ENDED)
    return document


def change_of(document: PlanDocument) -> None:
    """Part of an act that changes what a plan says: nobody authorises what he has not read."""
    if document.proposed_at is not None:
        document.proposed_at, document.proposed_by = None, None
        document.save()


@action
def start(*, by: Any, now: datetime, referral_ids: Collection[int], reason: str) -> PlanDocument:
    """A manager starts a child in need plan for the children of these open cases, today, and it can be written.

    Each is a period of the census of its own; the first review falls due (T20), and so does seeing each child (T18).
    Raises NotPossible for a child who is under a plan, for a closed case and without a child; Refused.
    """
    if not referral_ids:
        raise NotPossible(NOBODY, field="children")
    on, started = london_date(now), []
    for number in sorted(referral_ids):
        referral = lock_open_case(number)
        require(by, START_PLAN, referral)
        if Plan.objects.filter(child=referral.child_id, ended_on__isnull=True).exists():
            raise NotPossible(HAS_A_PLAN, field="children")
        _decide(referral, PlanStep.START, reason=reason, on=on, by=by)
        plan = Plan(referral=referral, child_id=referral.child_id, kind=Plan.Kind.CHILD_IN_NEED, started_on=on)
        plan.full_clean()
        plan.save()
        started.append(plan)
    catch_up([plan.child_id for plan in started])
    return _write_for(started, kind=Plan.Kind.CHILD_IN_NEED, by=by, now=now)


def _decide(referral: Referral, step: str, *, reason: str, on: date, by: Any) -> None:
    decision = PlanDecision(referral=referral, step=step, reason=reason, decided_on=on, decided_by=by)
    decision.full_clean()
    decision.save()


@action
def begin(*, by: Any, now: datetime, period_ids: Collection[int]) -> PlanDocument:
    """Begin to write one plan for children of a family who are under a plan of the same kind.

    Raises NotPossible without a child, for a period that has ended, or where it is written already; Refused.
    """
    if not period_ids:
        raise NotPossible(NOBODY, field="children")
    rows = Plan.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=period_ids, ended_on__isnull=True)
    found = list(rows.order_by("pk"))
    kinds = {plan.kind for plan in found}
    if len(found) != len(set(period_ids)) or len(kinds) != 1:
        raise NotPossible(PLAN_HAS_ENDED, field="children")
    if PlanChild.objects.filter(plan__in=found).exists():
        raise NotPossible(ONE_DOCUMENT, field="children")
    document = _write_for(found, kind=kinds.pop(), by=by, now=now)
    require(by, WRITE_PLAN, document)
    return document


def _write_for(periods: list[Plan], *, kind: str, by: Any, now: datetime) -> PlanDocument:
    document = PlanDocument(kind=kind, started_on=london_date(now), started_by=by)
    document.full_clean()
    document.save()
    for plan in periods:
        part = PlanChild(document=document, plan=plan, child_id=plan.child_id)
        part.full_clean()
        part.save()
    bring_in(document, now=now)
    promise_review(document, counted_from=min(plan.latest_review_on or plan.started_on for plan in periods))
    return document


def promise_review(document: PlanDocument, *, counted_from: date) -> PlanReview:
    """The next review, due by the clock of the plan's kind (T20, T14). Raises CannotBeDated."""
    timescale = REVIEW_TIMESCALES[document.kind]
    due_on = period(timescale, on=counted_from).due_on(counted_from, calendar(around=counted_from))
    review = PlanReview(document=document, code=timescale.code, counted_from=counted_from, due_on=due_on)
    review.full_clean()
    review.save()
    return review


@action
def end(*, by: Any, on: date, plan_id: int, part_ids: Collection[int], reason: str) -> PlanDocument:
    """A manager ends the child in need plan of some of its children, today, and says why.

    Their actions are no longer to be done. Raises NotPossible for a child protection plan, which ends at a conference,
    without a child who is under it, and while a section 47 enquiry that was decided on has not started; Refused.
    """
    document = standing_plan(plan_id)
    if document.kind != Plan.Kind.CHILD_IN_NEED:
        raise NotPossible(NOT_IN_NEED)
    parts = document.parts.filter(pk__in=part_ids, plan__ended_on__isnull=True).order_by("pk")
    found = list(parts.select_related("plan__referral"))
    if not found:
        raise NotPossible(NOBODY, field="children")
    if StrategyChild.objects.to_start().filter(child__in=[part.child_id for part in found]).exists():
        raise NotPossible(ENQUIRY_STANDS_OPEN)
    for part in found:
        require(by, START_PLAN, part.plan.referral)
        _decide(part.plan.referral, PlanStep.END, reason=reason, on=on, by=by)
        part.plan.ended_on = on
        part.plan.full_clean()
        part.plan.save(update_fields=["ended_on"])
    return document


@action
def write_contingency(
    *, by: Any, now: datetime, on: date, plan_id: int, version: int, contingency: str, contingency_due_on: date | None
) -> PlanDocument:
    """Say what happens if nothing has changed by a day (S8). Raises Stale, NotPossible, Refused."""
    document = standing_plan(plan_id, version)
    require(by, WRITE_PLAN, document)
    for finding in s8(contingency, contingency_due_on):
        raise NotPossible(finding.sentence, field="contingency")
    if contingency_due_on is not None and contingency_due_on < on:
        raise NotPossible(CONTINGENCY_PAST, field="contingency_due_on")
    document.contingency, document.contingency_due_on = contingency, contingency_due_on
    document.contingency_at, document.contingency_by = now, by
    document.proposed_at, document.proposed_by = None, None
    document.full_clean()
    document.save()
    return document


@action
def take_in(*, by: Any, now: datetime, plan_id: int) -> list[PlanNeed]:
    """What the latest assessments of its children grade high and the plan does not hold comes into it (S6).

    It has come in when an assessment is authorised; this is for whatever moved since, such as a record joined with
    another. Raises NotPossible, Refused.
    """
    document = standing_plan(plan_id)
    require(by, WRITE_PLAN, document)
    return bring_in(document, now=now)


@action
def propose(*, by: Any, now: datetime, on: date, plan_id: int) -> PlanDocument:
    """Ask a manager to authorise the plan. Raises NotPossible with what it still lacks (S6, S8), Refused."""
    document = standing_plan(plan_id)
    require(by, WRITE_PLAN, document)
    if document.proposed_at is not None:
        raise NotPossible(WAITS_ALREADY)
    plan = plans.read(document)
    if not plan.actions:
        raise NotPossible(NOTHING_TO_PROPOSE)
    _refuse_gaps(plan, on=on)
    document.proposed_at, document.proposed_by = now, by
    document.sent_back_at, document.sent_back_by, document.sent_back_reason = None, None, ""
    document.full_clean()
    document.save()
    return document


def _refuse_gaps(plan: plans.PlanRead, *, on: date) -> None:
    gaps = plans.lacking(plan, on=on).blocks
    if gaps:
        raise NotPossible(" ".join(gaps))


def _read_and_proposed(by: Any, plan_id: int, version: int) -> PlanDocument:
    document = standing_plan(plan_id, version)
    require(by, AUTHORISE_PLAN, document)
    if document.proposed_at is None:
        raise NotPossible(NOT_PROPOSED)
    return document


@action
def authorise(*, by: Any, now: datetime, on: date, plan_id: int, version: int) -> PlanVersion:
    """A manager who did not write it authorises the plan, which is kept as a version: it is agreed (T19).

    Raises Stale where it was changed since it was read, NotPossible with the list of gaps (S6, S8), Refused.
    """
    document = _read_and_proposed(by, plan_id, version)
    if by.pk in _authors(document):
        raise NotPossible(OWN_PLAN)
    plan = plans.read(document)
    _refuse_gaps(plan, on=on)
    kept = PlanVersion(
        document=document,
        number=document.versions.count() + 1,
        content=plans.in_words(plan),
        proposed_by=document.proposed_by,
        authorised_at=now,
        authorised_by=by,
    )
    kept.full_clean()
    kept.save()
    planning.keep(document.parts.standing().values_list("child_id", flat=True), on=on)
    document.authorised_at, document.authorised_by = now, by
    document.proposed_at, document.proposed_by = None, None
    document.full_clean()
    document.save()
    return kept


def _authors(document: PlanDocument) -> set[int]:
    """Who wrote any version of anything in it since a manager last authorised it, whoever wrote it again after."""
    needs, outcomes, actions = (model.history.model.objects for model in (PlanNeed, PlanOutcome, PlanAction))
    written = ("written_by_id", "written_at")
    rows: list[Any] = [
        needs.filter(part__document=document).values_list(*written),
        outcomes.filter(need__part__document=document).values_list(*written),
        actions.filter(outcome__need__part__document=document).values_list(*written),
        document.history.values_list("contingency_by_id", "contingency_at"),
    ]
    since = document.authorised_at
    return {who for found in rows for who, at in found if who is not None and (since is None or at > since)}


@action
def send_back(*, by: Any, now: datetime, plan_id: int, version: int, reason: str) -> PlanDocument:
    """A manager does not authorise the plan and says what has to be changed. Raises Stale, NotPossible, Refused."""
    document = _read_and_proposed(by, plan_id, version)
    if not is_written(reason, 20):
        raise NotPossible(SENT_BACK_WHY, field="reason")
    document.sent_back_at, document.sent_back_by, document.sent_back_reason = now, by, reason
    document.proposed_at, document.proposed_by = None, None
    document.full_clean()
    document.save()
    return document
