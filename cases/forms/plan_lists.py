"""How the lists of plans and their actions are narrowed. An answer that is not on offer narrows nothing."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet

from cases import plan_lists as lists
from cases.listing import ALL_TEAMS
from cases.models import PlanDocument
from cases.models.plan_content import PlanActionQuerySet
from frontdoor.core.forms import GovukForm, SelectField

PLANS_SHOWN = [
    (lists.AUTHORISE, "To be authorised"),
    (lists.NEVER, "Never authorised"),
    (lists.CHANGED, "Changed since authorised"),
    (lists.LATE, "Review overdue"),
    (lists.SOON, "Review due in 7 days"),
    (lists.DRIFT, "With an action that drifts"),
    (lists.PARENTS, "Mostly for parents alone"),
    (lists.ENDED, "Ended"),
]
ACTIONS_SHOWN = [
    (lists.OVERDUE, "Overdue"),
    (lists.SOON, "Due in 7 days"),
    (lists.DRIFT, "Carried on by three reviews or more"),
    (lists.DONE, "Finished"),
]


class _OfTeamForm(GovukForm):
    team = SelectField("Team", required=False, empty_label="All teams")

    def __init__(self, *args: Any, teams: Sequence[tuple[int, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["team"].choices = [(ALL_TEAMS, "All teams"), *((str(pk), name) for pk, name in teams)]

    def _chosen(self) -> dict[str, Any]:
        self.is_valid()
        given = self.cleaned_data
        team = given.get("team")
        return {
            "show": given.get("show") or "",
            "mine": given.get("whose") == lists.MINE,
            "team": int(team) if team and team != ALL_TEAMS else None,
        }


class PlanFilters(_OfTeamForm):
    """Which plans, whose, and in which order."""

    show = SelectField("Show", choices=PLANS_SHOWN, empty_label="Everything that stands", required=False)
    whose = SelectField("Whose", choices=[(lists.MINE, "Children I lead")], empty_label="Anybody's", required=False)
    sort = SelectField("Order", choices=[(lists.BY_REVIEW, "Review first")], empty_label="Newest first", required=False)

    field_order = ("show", "whose", "team", "sort")

    def narrow(self, viewer: Any, *, on: Any) -> QuerySet[PlanDocument]:
        """The plans that every chosen answer lets through, with what a line needs."""
        found = lists.documents(viewer, on=on, **self._chosen())
        return lists.lines(found, sort=self.cleaned_data.get("sort") or lists.NEWEST)


class PlanActionFilters(_OfTeamForm):
    """Which actions, and whose."""

    show = SelectField("Show", choices=ACTIONS_SHOWN, empty_label="To be done", required=False)
    whose = SelectField(
        "Whose", choices=[(lists.MINE, "Mine, and of families I lead")], empty_label="Anybody's", required=False
    )

    field_order = ("show", "whose", "team")

    def narrow(self, viewer: Any, *, on: Any) -> PlanActionQuerySet:
        """The actions that every chosen answer lets through, the earliest due first."""
        return lists.actions(viewer, on=on, **self._chosen()).with_carried().in_order()
