"""Plans on the first page: actions that are late, reviews that fall due, drift, and what waits for a manager."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from cases import listing, plan_lists
from cases.models import PlanReview
from cases.models.assessments import PLAN_CLOCK
from cases.permissions import AUDIT_PLAN, AUTHORISE_PLAN, WRITE_PLAN
from cases.presenters import plans as words
from frontdoor.core import drafts
from frontdoor.core.access import Viewer
from frontdoor.core.drafts import Draft, DraftKind
from frontdoor.core.my_work import Block, Reading, WorkItem, blocks
from frontdoor.core.navigation import address
from frontdoor.core.together import Moment
from frontdoor.models import Person
from frontdoor.presenters import due

Rows = Callable[[Viewer, Moment], QuerySet]


def _draft(form: str, title: str, page: str) -> None:
    def url(draft: Draft) -> str:
        return reverse(page, args=[draft.subject_id])

    drafts.register(DraftKind(form=form, title=title, url=url))


_draft("plan_outcome", "Outcome in a child's plan", "plan_outcome_new")
_draft("plan_action", "Action in a child's plan", "plan_action_new")
_draft("plan_action_change", "Change of an action in a child's plan", "plan_action")
_draft("plan_contingency", "If nothing changes, in a child's plan", "plan_contingency")
_draft("exemplar_family", "Good example from an assessment", "exemplar_family")
_draft("exemplar_plan", "Good example from a child's plan", "exemplar_plan")
_draft("plan_review", "Review of a child's plan", "plan_review")


def _action(row: Any, at: Reading) -> WorkItem:
    shown = words.listed_action(row, now=at.now, calendar=at.days)
    promise = shown.due
    return WorkItem(
        title=row.what,
        url=reverse("plan_action_done", args=[row.pk]),
        detail=". ".join(filter(None, [f"For {shown.child}", row.who, shown.carried])),
        due_words=promise.words[:1].upper() + promise.words[1:] if promise else "",
        state=promise.state if promise else "",
        people=frozenset({row.outcome.need.part.child_id}),
    )


def _plan(row: Any, at: Reading) -> WorkItem:
    promised = PlanReview(counted_from=row.review_from, due_on=row.review_by) if row.review_by else None
    promise = words.review_due(promised, now=at.now, calendar=at.days)
    return WorkItem(
        title=", ".join(row.names),
        url=reverse("plan", args=[row.pk]),
        detail=f"{row.get_kind_display()} {row.reference}",
        due_words=f"Review {promise.words}" if promise else "",
        state=promise.state if promise else "",
        people=frozenset(row.child_ids),
    )


def _to_agree(row: Any, at: Reading) -> WorkItem:
    promise = due(PLAN_CLOCK, row, now=at.now, calendar=at.days)
    assert promise is not None, "A case is listed here while its plan is promised."
    return WorkItem(
        title=Person(given_names=row.given_names, family_name=row.family_name).full_name,
        url=reverse("person", args=[row.child_id]),
        detail="The assessment found a child in need, and no plan is agreed.",
        due_words=promise.words[:1].upper() + promise.words[1:],
        state=promise.state,
        people=frozenset({row.child_id}),
    )


def _own_cases(show: str) -> Rows:
    return lambda viewer, at: listing.cases(viewer=viewer, on=at.today, lead=viewer.pk, show=show)


def _cases_of_team(show: str) -> Rows:
    return lambda viewer, at: listing.cases_to_start_from(viewer=viewer, on=at.today, show=show)


def _own_case_list(show: str) -> Callable[[Any], str]:
    return lambda worker: address("case_list", show=show, team=listing.ALL_TEAMS, worker=worker.pk)


def _action_lines(rows: Any) -> QuerySet:
    return rows.with_carried().in_order()


def _own_actions(show: str) -> Rows:
    return lambda viewer, at: plan_lists.actions(viewer, on=at.today, show=show, mine=True).order_by("due_on", "pk")


def _own_plans(show: str) -> Rows:
    return lambda viewer, at: plan_lists.documents(viewer, on=at.today, show=show, mine=True)


def _plans_of_team(show: str) -> Rows:
    return lambda viewer, at: plan_lists.documents(viewer, on=at.today, show=show, team=plan_lists.of_own(viewer))


def _actions_of_team(show: str) -> Rows:
    return lambda viewer, at: plan_lists.actions(viewer, on=at.today, show=show, team=plan_lists.of_own(viewer))


def _own_list(name: str, show: str) -> Callable[[Any], str]:
    return lambda worker: address(name, show=show, whose=plan_lists.MINE)


def _team_list(name: str, show: str) -> Callable[[Any], str]:
    return lambda worker: address(name, show=show, team=listing.own_team(worker))


blocks(
    WRITE_PLAN,
    Block(
        title="My actions of plans that are late",
        order=9,
        rows=_own_actions(plan_lists.OVERDUE),
        lines=_action_lines,
        item=_action,
        url=_own_list("plan_actions", plan_lists.OVERDUE),
        empty="none is late.",
    ),
    Block(
        title="My actions of plans due in 7 days",
        order=22,
        rows=_own_actions(plan_lists.SOON),
        lines=_action_lines,
        item=_action,
        url=_own_list("plan_actions", plan_lists.SOON),
        empty="none is due.",
    ),
    Block(
        title="My actions that drift",
        order=18,
        rows=_own_actions(plan_lists.DRIFT),
        lines=_action_lines,
        item=_action,
        url=_own_list("plan_actions", plan_lists.DRIFT),
        empty="none was carried on three times.",
    ),
    Block(
        title="My children in need without an agreed plan in time",
        order=12,
        rows=_own_cases(listing.PLAN_LATE),
        lines=listing.plan_rows,
        item=_to_agree,
        url=_own_case_list(listing.PLAN_LATE),
        empty="each plan was agreed in time.",
    ),
    Block(
        title="My child in need plans to agree in 7 days",
        order=22,
        rows=_own_cases(listing.PLAN_SOON),
        lines=listing.plan_rows,
        item=_to_agree,
        url=_own_case_list(listing.PLAN_SOON),
        empty="none is due.",
    ),
    Block(
        title="My plans whose review is late",
        order=13,
        rows=_own_plans(plan_lists.LATE),
        lines=plan_lists.work_lines,
        item=_plan,
        url=_own_list("plan_list", plan_lists.LATE),
        empty="each was reviewed in time.",
    ),
    Block(
        title="My plans to review in 7 days",
        order=23,
        rows=_own_plans(plan_lists.SOON),
        lines=plan_lists.work_lines,
        item=_plan,
        url=_own_list("plan_list", plan_lists.SOON),
        empty="no review is due.",
    ),
)
blocks(
    AUTHORISE_PLAN,
    Block(
        title="Plans to authorise",
        order=15,
        rows=_plans_of_team(plan_lists.AUTHORISE),
        lines=plan_lists.work_lines,
        item=_plan,
        url=_team_list("plan_list", plan_lists.AUTHORISE),
        empty="none waits for you.",
        urgent=False,
    ),
    Block(
        title="Children in need without an agreed plan in time",
        order=16,
        rows=_cases_of_team(listing.PLAN_LATE),
        lines=listing.plan_rows,
        item=_to_agree,
        url=_team_list("case_list", listing.PLAN_LATE),
        empty="each plan was agreed in time.",
    ),
    Block(
        title="Plans whose review is late",
        order=17,
        rows=_plans_of_team(plan_lists.LATE),
        lines=plan_lists.work_lines,
        item=_plan,
        url=_team_list("plan_list", plan_lists.LATE),
        empty="each was reviewed in time.",
    ),
    Block(
        title="Actions of plans that drift",
        order=19,
        rows=_actions_of_team(plan_lists.DRIFT),
        lines=_action_lines,
        item=_action,
        url=_team_list("plan_actions", plan_lists.DRIFT),
        empty="none was carried on three times.",
    ),
)
blocks(
    AUDIT_PLAN,
    Block(
        title="Plans to audit: mostly for parents alone",
        order=30,
        rows=lambda viewer, at: plan_lists.documents(viewer, on=at.today, show=plan_lists.PARENTS),
        lines=plan_lists.work_lines,
        item=_plan,
        url=lambda worker: address("plan_list", show=plan_lists.PARENTS),
        empty="each speaks of the child's own life.",
        urgent=False,
    ),
)
