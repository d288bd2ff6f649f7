"""Lists of plans and of their actions: what each filter means, once, for the list, its tile on My work and its file."""

from collections.abc import Callable
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, Count, Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Concat

from cases import listing, plans, smart_plans
from cases.models import CoreGroup, Plan, PlanAction, PlanChild, PlanDocument, PlanReview
from cases.models.plan_content import ACTION_CLOCK, OwnerKind, PlanActionQuerySet
from cases.models.plans import PlanDocumentQuerySet

AUTHORISE, CHANGED, NEVER, LATE, SOON, DRIFT, ENDED = "authorise", "changed", "never", "late", "soon", "drift", "ended"
PARENTS = "parents"
OPEN, OVERDUE, DONE = "open", "overdue", "done"
MINE = "mine"
NEWEST, BY_REVIEW = "", "review"


def documents(viewer: Any, *, on: Any, show: str = "", mine: bool = False, team: Any = None) -> QuerySet[PlanDocument]:
    """The plans a viewer may open: all that stand, or those a filter lets through; of children he leads, of a team."""
    rows = PlanDocument.objects.visible_to(viewer)
    if mine:
        rows = rows.led_by(viewer)
    if team is not None:
        rows = rows.of_team(team)
    return _shown(rows, show, on)


def _shown(rows: PlanDocumentQuerySet, show: str, on: Any) -> QuerySet[PlanDocument]:
    if show == ENDED:
        return rows.exclude(pk__in=PlanDocument.objects.standing().values("pk"))
    rows, of_plan = rows.standing(), {"document_id": OuterRef("pk")}
    late = Exists(PlanReview.objects.overdue(on).filter(**of_plan))
    drifting = PlanAction.objects.drifting().filter(outcome__need__part__document_id=OuterRef("pk"))
    found: dict[str, Callable[[], QuerySet[PlanDocument]]] = {
        AUTHORISE: rows.to_authorise,
        NEVER: rows.not_authorised,
        CHANGED: lambda: plans.with_changed(rows.filter(proposed_at__isnull=True)).filter(is_changed=True),
        LATE: lambda: rows.filter(late),
        SOON: lambda: rows.filter(Exists(PlanReview.objects.due_by(on + listing.SOON).filter(**of_plan)), ~late),
        DRIFT: lambda: rows.filter(Exists(drifting)),
        PARENTS: lambda: rows.filter(_mostly_for_parents(), authorised_at__isnull=False),
    }
    return found.get(show, lambda: rows)()


def _mostly_for_parents() -> Exists:
    """More of a plan's actions are for parents alone than ``smart_plans.s7`` passes, as ``plans.read`` counts them."""
    most, of = smart_plans.MOST_FOR_PARENTS, "outcome__need__part__document_id"
    counting = PlanAction.objects.counting().filter(
        **{of: OuterRef("pk")},
        outcome__left_out_at__isnull=True,
        outcome__need__left_out_at__isnull=True,
        outcome__need__part__plan__ended_on__isnull=True,
    )
    counted = (
        counting.order_by()
        .values(of)
        .annotate(
            of_parents=Count("pk", filter=Q(owner_kind=OwnerKind.PARENT)) * most.denominator,
            allowed=Count("pk") * most.numerator,
        )
    )
    return Exists(counted.filter(of_parents__gt=F("allowed")))


def lines(rows: QuerySet[PlanDocument], *, sort: str = NEWEST) -> QuerySet[PlanDocument]:
    """With what a line of the list needs: children, next review, and whether it was changed."""
    parts = PlanChild.objects.in_order()
    rows = plans.with_changed(rows).prefetch_related(Prefetch("parts", parts)).annotate(**_promised())
    if sort == BY_REVIEW:
        return rows.order_by(F("review_by").asc(nulls_last=True), "pk")
    return rows.order_by("-started_on", "-pk")


def _promised() -> dict[str, Case]:
    """From and by when a plan is reviewed: by its own review, or under protection by the core group (T14)."""
    reviews = PlanReview.objects.filter(held_on__isnull=True, document_id=OuterRef("pk"))
    groups = CoreGroup.objects.waiting().filter(plan__part__document_id=OuterRef("pk")).order_by("due_on", "pk")
    return {
        name: Case(
            When(kind=Plan.Kind.PROTECTION, then=Subquery(groups.values(column)[:1])),
            default=Subquery(reviews.values(column)[:1]),
        )
        for name, column in (("review_from", "counted_from"), ("review_by", "due_on"))
    }


def work_lines(rows: QuerySet[PlanDocument]) -> QuerySet[PlanDocument]:
    """With what a line of My work needs: ``names`` and ``child_ids``, and from and by when a review is promised."""
    parts = PlanChild.objects.filter(document_id=OuterRef("pk")).order_by("child__birth_date", "pk")
    name = Concat(F("child__given_names"), Value(" "), F("child__family_name"))
    return rows.annotate(
        names=ArraySubquery(parts.values_list(name, flat=True)),
        child_ids=ArraySubquery(parts.values("child_id")),
        **_promised(),
    ).order_by(F("review_by").asc(nulls_last=True), "pk")


def actions(viewer: Any, *, on: Any, show: str = "", mine: bool = False, team: Any = None) -> PlanActionQuerySet:
    """The actions of plans a viewer may open: those to be done unless a filter says otherwise."""
    rows = PlanAction.objects.visible_to(viewer)
    if mine:
        rows = rows.to_follow(viewer)
    if team is not None:
        rows = rows.of_team(team)
    if show == OVERDUE:
        return rows.overdue(on)
    if show == SOON:
        return rows.open().filter(ACTION_CLOCK.due_by_q(on + listing.SOON)).exclude(ACTION_CLOCK.overdue_q(on))
    if show == DRIFT:
        return rows.drifting()
    if show == DONE:
        return rows.filter(finished_on__isnull=False)
    return rows.open()


def of_own(viewer: Any) -> Any:
    """The team whose plans somebody starts from: his own, or None for those who start from every team's work."""
    return None if listing.starts_from_all(viewer) else viewer.team_id
