"""Writing what a plan says: needs, outcomes and actions, each by the rules S1 to S5 (domain.md 11)."""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from cases import owners, plans, smart, smart_plans
from cases.actions.plans import change_of, standing_plan
from cases.models import PlanAction, PlanChild, PlanDocument, PlanNeed, PlanOutcome
from cases.models.plan_content import LEAST_WHY, LEFT_OUT_WHY, ActionResult, Grade
from cases.models.plan_reviews import UpdateResult
from cases.models.plan_rules import DONE_STAYS, LOWERED_WHY, PAST_DAY, PAST_REVIEW, PLAN_HAS_ENDED, THROUGH_A_REVIEW
from cases.permissions import AUTHORISE_PLAN, WRITE_PLAN
from frontdoor.core.actions import NotPossible, action
from frontdoor.core.permissions import may, require
from frontdoor.core.versions import lock
from frontdoor.core.written import is_written
from frontdoor.models import Agency

STILL_TO_DO = "An action for this is still to be done. Say first that it is done or no longer needed."
TAKEN_OUT = "This was taken out of the plan."


@dataclass(frozen=True, kw_only=True)
class ActionWritten:
    """One action as somebody typed it."""

    what: str
    owner_kind: str
    owner: Any
    owner_name: str
    owner_role: str
    agency: Agency | None
    due_on: date | None
    measure: str
    baseline: str
    target: str
    checked_by: str


def _document(by: Any, plan_id: int) -> PlanDocument:
    """The plan, locked, for whoever may write it, its proposal withdrawn: it says something else from now on."""
    document = standing_plan(plan_id)
    require(by, WRITE_PLAN, document)
    change_of(document)
    return document


def _own_part(part: PlanChild) -> None:
    if part.plan.ended_on is not None:
        raise NotPossible(PLAN_HAS_ENDED)


def _in_the_plan(row: PlanNeed | PlanOutcome) -> None:
    if row.left_out_at is not None:
        raise NotPossible(TAKEN_OUT)


@action
def add_need(
    *, by: Any, now: datetime, part_id: int, words: str, grade: str, source: str, source_words: str = ""
) -> PlanNeed:
    """Write what a child needs, how grave it is and where it was seen. Raises NotPossible, Refused."""
    part = PlanChild.objects.select_related("plan").get(pk=part_id)
    _document(by, part.document_id)
    _own_part(part)
    need = PlanNeed(
        part=part, words=words, grade=grade, source=source, source_words=source_words, written_at=now, written_by=by
    )
    need.full_clean()
    need.save()
    return need


@action
def change_need(
    *,
    by: Any,
    now: datetime,
    need_id: int,
    version: int,
    words: str,
    grade: str,
    source: str,
    source_words: str = "",
    lowered_reason: str = "",
) -> PlanNeed:
    """Write a need anew; one that the assessment grades high is lowered with a reason alone, which a manager reads.

    Raises Stale, NotPossible once it was taken out or without that reason, Refused.
    """
    part = PlanNeed.objects.values_list("part__document_id", flat=True)
    _document(by, part.get(pk=need_id))
    need = lock(PlanNeed.objects.all(), need_id, version)
    _in_the_plan(need)
    lowers = need.assessed_id is not None and grade != Grade.HIGH
    if lowers and len(lowered_reason.strip()) < LEAST_WHY:
        raise NotPossible(LOWERED_WHY, field="lowered_reason")
    need.words, need.grade, need.source, need.source_words = words, grade, source, source_words
    need.lowered_at, need.lowered_by, need.lowered_reason = (now, by, lowered_reason) if lowers else (None, None, "")
    need.written_at, need.written_by = now, by
    need.full_clean()
    need.save()
    return need


@action
def add_outcome(*, by: Any, now: datetime, need_id: int, words: str, scale_at_start: int) -> PlanOutcome:
    """Write what will be different for the child of a need (S4). Raises NotPossible, Refused."""
    need = PlanNeed.objects.select_related("part__plan").get(pk=need_id)
    _document(by, need.part.document_id)
    _own_part(need.part)
    _in_the_plan(need)
    _refuse(smart_plans.s4(words), field="words")
    outcome = PlanOutcome(need=need, words=words, scale_at_start=scale_at_start, written_at=now, written_by=by)
    outcome.full_clean()
    outcome.save()
    return outcome


@action
def change_outcome(
    *, by: Any, now: datetime, outcome_id: int, version: int, words: str, scale_at_start: int
) -> PlanOutcome:
    """Write an outcome anew. Raises Stale, NotPossible, Refused."""
    _document(by, PlanOutcome.objects.values_list("need__part__document_id", flat=True).get(pk=outcome_id))
    outcome = lock(PlanOutcome.objects.all(), outcome_id, version)
    _in_the_plan(outcome)
    _refuse(smart_plans.s4(words), field="words")
    outcome.words, outcome.scale_at_start, outcome.written_at, outcome.written_by = words, scale_at_start, now, by
    outcome.full_clean()
    outcome.save()
    return outcome


def _refuse(findings: Iterator[smart.Finding], *, field: str) -> None:
    for finding in findings:
        if finding.blocks:
            raise NotPossible(finding.sentence, field=field)


@action
def take_out(*, by: Any, now: datetime, row: PlanNeed | PlanOutcome, version: int, reason: str) -> None:
    """Take a need or an outcome out of the plan, with the reason; it stays in the history.

    Raises Stale, Refused, NotPossible while an action for it is to be done.
    """
    part = row.part if isinstance(row, PlanNeed) else row.need.part
    _document(by, part.document_id)
    found = lock(type(row).objects.all(), row.pk, version)
    _in_the_plan(found)
    path = "outcome__need" if isinstance(row, PlanNeed) else "outcome"
    if PlanAction.objects.open().filter(**{path: found}).exists():
        raise NotPossible(STILL_TO_DO)
    if isinstance(found, PlanNeed) and found.assessed_id is not None and not is_written(reason, LEAST_WHY):
        raise NotPossible(LOWERED_WHY, field="reason")
    if not is_written(reason, 10):
        raise NotPossible(LEFT_OUT_WHY, field="reason")
    found.left_out_at, found.left_out_by, found.left_out_reason = now, by, reason
    found.written_at, found.written_by = now, by
    found.full_clean()
    found.save()


def findings(
    written: ActionWritten, *, document: PlanDocument, on: date, was_due_on: date | None = None
) -> list[tuple[str, smart.Finding]]:
    """What the rules S1 to S3 and S5 say of an action of a plan, each with its field; those that block first."""
    agencies = set(Agency.objects.filter(name__iexact=written.owner_name.strip()).values_list("name", flat=True))
    found = [("what", finding) for finding in smart.s1(written.what)]
    called = {written.owner_name} if written.owner else owners.called(owners.of_plan(document))
    for finding in smart.s2(written.owner_name, written.owner_role, agencies=agencies, people=called):
        found.append(("owner_role" if finding.sentence == smart.NO_ROLE else "owner_name", finding))
    until = plans.latest_day(plans.next_review(document), on=on)
    found += [(name, finding) for name, finding in _when(written, on, until, was_due_on)]
    measured = {name: getattr(written, name) for name in ("measure", "baseline", "target", "checked_by")}
    found += list(smart_plans.s5(**measured).items())
    return sorted(found, key=lambda pair: not pair[1].blocks)


def _when(
    written: ActionWritten, on: date, until: date | None, was_due_on: date | None
) -> Iterator[tuple[str, smart.Finding]]:
    """S3 for a plan, counted in days: given, today or later, by the next review (``plans.latest_day``)."""
    if smart.is_undated(written.what):
        yield "what", smart.Finding("S3", smart.Kind.BLOCK, smart_plans.NO_DAY)
    if written.due_on is None:
        yield "due_on", smart.Finding("S3", smart.Kind.BLOCK, smart_plans.NO_DAY)
    elif on > written.due_on != was_due_on:
        yield "due_on", smart.Finding("S3", smart.Kind.BLOCK, PAST_DAY)
    elif until is not None and until < written.due_on != was_due_on:
        yield "due_on", smart.Finding("S3", smart.Kind.BLOCK, PAST_REVIEW)


def _check(document: PlanDocument, written: ActionWritten, *, on: date, was_due_on: date | None = None) -> None:
    for name, finding in findings(written, document=document, on=on, was_due_on=was_due_on):
        if finding.blocks:
            raise NotPossible(finding.sentence, field=name)


@action
def add_action(*, by: Any, now: datetime, on: date, outcome_id: int, written: ActionWritten) -> PlanAction:
    """Agree who does exactly what by when for an outcome. What the rules only warn of is agreed all the same.

    Raises NotPossible for what they block: a vague text, nobody in particular, no day, nothing to know it by; Refused.
    """
    outcome = PlanOutcome.objects.select_related("need__part__plan").get(pk=outcome_id)
    document = _document(by, outcome.need.part.document_id)
    _own_part(outcome.need.part)
    _in_the_plan(outcome)
    _in_the_plan(outcome.need)
    _check(document, written, on=on)
    row = PlanAction(outcome=outcome, started_on=on, written_at=now, written_by=by, **_columns(written))
    row.full_clean()
    row.save()
    return row


def _columns(written: ActionWritten) -> dict[str, Any]:
    return {column.name: getattr(written, column.name) for column in fields(written)}


@action
def change_action(
    *, by: Any, now: datetime, on: date, action_id: int, version: int, written: ActionWritten
) -> PlanAction:
    """Write an action anew while it is to be done. Raises Stale, NotPossible as ``add_action``, Refused."""
    path = PlanAction.objects.values_list("outcome__need__part__document_id", flat=True)
    document = _document(by, path.get(pk=action_id))
    row = lock(PlanAction.objects.all(), action_id, version)
    if row.finished_on is not None:
        raise NotPossible(DONE_STAYS)
    _check(document, written, on=on, was_due_on=row.due_on)
    for name, value in _columns(written).items():
        setattr(row, name, value)
    row.written_at, row.written_by = now, by
    row.full_clean()
    row.save()
    return row


@action
def finish(*, by: Any, on: date, action_id: int, result: str, evidence: str) -> PlanAction:
    """Say that an action is done, or no longer needed, between two reviews. Raises NotPossible once it is; Refused.

    Whoever is to do it may say so, and whoever writes the plan. What a review carried on is dropped by a review, or by
    a manager, alone (S16).
    """
    row = PlanAction.objects.select_related("outcome__need__part").get(pk=action_id)
    document = standing_plan(row.outcome.need.part.document_id)
    row = lock(PlanAction.objects.all(), action_id)
    if not (row.owner_id == by.pk and result == ActionResult.DONE):
        require(by, WRITE_PLAN, document)
    if row.finished_on is not None:
        raise NotPossible(DONE_STAYS)
    carried = row.updates.filter(result=UpdateResult.CARRIED).exists()
    if carried and result != ActionResult.DONE and not may(by, AUTHORISE_PLAN, document):
        raise NotPossible(THROUGH_A_REVIEW, field="result")
    end_as(row, result=result, evidence=evidence, on=on, by=by)
    return row


def end_as(row: PlanAction, *, result: str, evidence: str, on: date, by: Any) -> None:
    """Part of an act that has locked the action: it ends so, on a day, not before it was agreed."""
    row.result, row.evidence, row.finished_on, row.finished_by = result, evidence, max(on, row.started_on), by
    row.full_clean()
    row.save()
