"""A child's plan read whole: by child its needs, outcomes and actions; what it still lacks; and its words to keep."""

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

from django.db.models import BooleanField, Case, Exists, F, OuterRef, Prefetch, Q, QuerySet, When

from cases import smart_plans
from cases.models import (
    AssessedNeed,
    CoreGroup,
    Plan,
    PlanAction,
    PlanChild,
    PlanDocument,
    PlanNeed,
    PlanOutcome,
    PlanReview,
    PlanScale,
)
from cases.models.plan_content import ActionResult, Grade
from cases.models.plan_rules import NOT_TAKEN_IN
from cases.smart import Finding
from frontdoor.models import Person, Referral
from frontdoor.models.households import children_of_household

NOTHING_FOR = "There is no outcome for {name} yet."


@dataclass(frozen=True)
class OutcomeRead:
    """One outcome, its actions, and where the child stands: at the start and at each review."""

    row: PlanOutcome
    actions: list[PlanAction]
    scales: list[tuple[date, int]]

    @property
    def latest(self) -> tuple[date, int] | None:
        return self.scales[-1] if self.scales else None


@dataclass(frozen=True)
class NeedRead:
    """One need and its outcomes."""

    row: PlanNeed
    outcomes: list[OutcomeRead]

    @property
    def is_met(self) -> bool:
        """Whether somebody does or did something for it."""
        return any(action.result in ("", ActionResult.DONE) for one in self.outcomes for action in one.actions)


@dataclass(frozen=True)
class ChildRead:
    """One child's part."""

    part: PlanChild
    needs: list[NeedRead]

    @property
    def outcomes(self) -> list[OutcomeRead]:
        return [one for need in self.needs for one in need.outcomes]

    @property
    def actions(self) -> list[PlanAction]:
        return [action for one in self.outcomes for action in one.actions]


@dataclass(frozen=True)
class PlanRead:
    """A whole plan."""

    document: PlanDocument
    children: list[ChildRead]

    @property
    def actions(self) -> list[PlanAction]:
        """What is to be done or was done, whatever the child."""
        return [one for child in self.children for one in child.actions if one.result in ("", ActionResult.DONE)]

    @property
    def to_update(self) -> list[PlanAction]:
        """What a review speaks of: every action that is not finished."""
        return [one for one in self.actions if one.finished_on is None]

    @property
    def share_for_parents(self) -> Fraction | None:
        return smart_plans.share_for_parents([one.is_for_a_parent for one in self.actions])


@dataclass(frozen=True)
class Lacking:
    """What stands in the way of authorising a plan (S6, S8), and what a manager should see first (S7)."""

    blocks: list[str] = field(default_factory=list)
    warns: list[str] = field(default_factory=list)


def read(document: PlanDocument) -> PlanRead:
    """The plan of every child who is under it, what was taken out left out. Six queries, however long it is."""
    actions = PlanAction.objects.with_carried().select_related("agency", "owner").order_by("due_on", "pk")
    scales = PlanScale.objects.filter(review__held_on__isnull=False).select_related("review")
    outcomes = (
        PlanOutcome.objects.filter(left_out_at__isnull=True)
        .order_by("pk")
        .prefetch_related(
            Prefetch("actions", actions), Prefetch("scales", scales.order_by("review__held_on", "review_id"))
        )
    )
    needs = PlanNeed.objects.filter(left_out_at__isnull=True).order_by("pk")
    parts = PlanChild.objects.filter(document=document).standing().in_order()
    found = parts.prefetch_related(Prefetch("needs", needs), Prefetch("needs__outcomes", outcomes))
    return PlanRead(document, [_child(part) for part in found])


def _child(part: PlanChild) -> ChildRead:
    order = {Grade.HIGH: 0, Grade.MEDIUM: 1, Grade.LOW: 2}
    needs = sorted(part.needs.all(), key=lambda need: order[Grade(need.grade)])  # type: ignore[attr-defined]
    return ChildRead(part, [NeedRead(need, [_outcome(one) for one in need.outcomes.all()]) for need in needs])


def _outcome(row: PlanOutcome) -> OutcomeRead:
    told = ((one.review.held_on, one.scale) for one in row.scales.all())  # type: ignore[attr-defined]
    scales = [(day, scale) for day, scale in told if day is not None]
    return OutcomeRead(row, list(row.actions.all()), scales)  # type: ignore[attr-defined]


def lacking(plan: PlanRead, *, on: date) -> Lacking:
    """The gaps of a plan: those that stop a manager from authorising it (S6, S8), and those to think about (S7)."""
    document = plan.document
    blocks = [
        f"{smart_plans.HIGH_NEED_UNMET} {child.part.child.full_name}: {need.row.words}"
        for child in plan.children
        for need in child.needs
        if need.row.grade == Grade.HIGH and not need.is_met
    ]
    blocks += [f"{NOT_TAKEN_IN} {one.child.full_name}: {one.text}" for one in not_taken_in(document)]
    blocks += [one.sentence for one in smart_plans.s8(document.contingency, document.contingency_due_on)]
    warns = [_below(one) for one in below_the_assessment(document)]
    warns += [one.sentence for one in _warnings(plan)]
    warns += [NOTHING_FOR.format(name=one.part.child.full_name) for one in plan.children if not one.outcomes]
    return Lacking(blocks, warns)


def not_taken_in(document: PlanDocument) -> QuerySet[AssessedNeed]:
    """What the latest authorised assessments of its children grade high and the plan does not hold (S6)."""
    under = PlanChild.objects.standing().filter(document=document, child_id=OuterRef("child_id"))
    held = PlanNeed.objects.filter(part__document=document, assessed_id=OuterRef("pk"))
    found = AssessedNeed.objects.to_be_met().filter(Exists(under), ~Exists(held))
    return found.select_related("child", "family__submitted_by", "family__opened_by")


def below_the_assessment(document: PlanDocument) -> QuerySet[PlanNeed]:
    """The needs of its children that an assessment grades high and the plan lowers or takes out, and by whom."""
    found = PlanNeed.objects.below_the_assessment().filter(part__document=document).order_by("pk")
    return found.select_related("part__child", "lowered_by", "left_out_by")


def _below(need: PlanNeed) -> str:
    """What a manager reads of such a need before authorising the plan."""
    out = need.left_out_at is not None
    who, why = (need.left_out_by, need.left_out_reason) if out else (need.lowered_by, need.lowered_reason)
    here = "taken out" if out else f"{need.get_grade_display().lower()} here"
    name = who.get_full_name() if who else ""
    return f"{need.part.child.full_name}: {need.words} High in the assessment, {here}. {name}: {why}"


def _warnings(plan: PlanRead) -> list[Finding]:
    return list(smart_plans.s7([one.is_for_a_parent for one in plan.actions]))


def in_words(plan: PlanRead) -> dict[str, object]:
    """The plan as a version keeps it: texts, days and numbers, no row of which can change them."""
    document = plan.document
    return {
        "kind": document.get_kind_display(),
        "contingency": document.contingency,
        "contingency_by": document.contingency_due_on.isoformat() if document.contingency_due_on else "",
        "children": [
            {
                "part": child.part.pk,
                "name": child.part.child.full_name,
                "needs": [_need_in_words(need) for need in child.needs],
            }
            for child in plan.children
        ],
    }


def _need_in_words(need: NeedRead) -> dict[str, object]:
    return {
        "words": need.row.words,
        "outcomes": [
            {
                "words": one.row.words,
                "scale": one.latest[1] if one.latest else one.row.scale_at_start,
                "actions": [
                    {
                        "what": action.what,
                        "who": action.who,
                        "by": action.due_on.isoformat(),
                        "measure": action.measure,
                        "target": action.target,
                        "result": str(action.get_result_display()),
                    }
                    for action in one.actions
                ],
            }
            for one in need.outcomes
        ],
    }


def with_changed(rows: QuerySet[PlanDocument]) -> QuerySet[PlanDocument]:
    """Each plan with ``is_changed``: whether anything was written in it since a manager last authorised it."""
    later = {"written_at__gt": OuterRef("authorised_at")}
    return rows.annotate(
        is_changed=Case(
            When(
                Q(contingency_at__gt=F("authorised_at"))
                | Exists(PlanNeed.objects.filter(part__document=OuterRef("pk"), **later))
                | Exists(PlanOutcome.objects.filter(need__part__document=OuterRef("pk"), **later))
                | Exists(PlanAction.objects.filter(outcome__need__part__document=OuterRef("pk"), **later)),
                then=True,
            ),
            default=False,
            output_field=BooleanField(),
        )
    )


def changed_since_authorised(document: PlanDocument) -> bool:
    """As ``with_changed``, of one plan."""
    return bool(with_changed(PlanDocument.objects.filter(pk=document.pk)).get().is_changed)  # type: ignore[attr-defined]


def latest_day(review: PlanReview | None, *, on: date) -> date | None:
    """By when an action is done at the latest: the next review, and while that is overdue, as long again from today."""
    if review is None:
        return None
    return review.due_on if on <= review.due_on else on + (review.due_on - review.counted_from)


def next_review(document: PlanDocument) -> PlanReview | None:
    """The review that is promised next."""
    return PlanReview.objects.filter(document=document, held_on__isnull=True).first()


def due_next(document: PlanDocument) -> PlanReview | CoreGroup | None:
    """What says by when a plan is reviewed: its own review (T20), under protection the core group (T14)."""
    if document.kind != Plan.Kind.PROTECTION:
        return next_review(document)
    return CoreGroup.objects.waiting().filter(plan__part__document=document).order_by("due_on", "pk").first()


def offered(referral: Referral, *, worker: Any, on: date) -> QuerySet[Person]:
    """The child of a case and the other children of its homes whose records the worker may open, the eldest first."""
    together = children_of_household(referral.child, on=on) & Person.objects.visible_to(worker)
    return together.order_by("birth_date", "pk")


def without_plan(children: QuerySet[Person]) -> list[Referral]:
    """Open cases of these children under no plan: those for whom a child in need plan can start."""
    cases = Referral.objects.open().filter(child__in=children, child__is_child=True)
    under = Plan.objects.filter(ended_on__isnull=True).values("child_id")
    return list(cases.exclude(child_id__in=under).select_related("child", "team").order_by("child__birth_date", "pk"))


def not_written(children: QuerySet[Person], *, kind: str) -> list[Plan]:
    """Periods under a plan of a kind, of these children, for which no plan is written yet."""
    found = Plan.objects.filter(child__in=children, kind=kind, ended_on__isnull=True, part__isnull=True)
    return list(found.select_related("child", "referral").order_by("child__birth_date", "pk"))
