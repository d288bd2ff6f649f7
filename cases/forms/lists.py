"""How the lists of cases and assessments are narrowed."""

from collections.abc import Sequence
from typing import Any

from django import forms

from cases import seeing
from cases.listing import (
    ALL_TEAMS,
    AWAITING,
    DUE_SOON,
    LATE,
    NO_AGREEMENT,
    NOT_STARTED,
    PLAN_LATE,
    PLAN_SOON,
    TO_CHECK,
    UNALLOCATED,
    WAITING_TOO_LONG,
)
from frontdoor.core.forms import GovukForm, SelectField

CASES_SHOWN = [
    (UNALLOCATED, "Without a worker"),
    (WAITING_TOO_LONG, "Without a worker for too long"),
    (NOT_STARTED, "Assessment not started"),
    (LATE, "Assessment late"),
    (PLAN_LATE, "Child in need plan not agreed in time"),
    (PLAN_SOON, "Child in need plan to agree in 7 days"),
]
ASSESSMENTS_SHOWN = [
    (LATE, "Late"),
    (DUE_SOON, "Due in 7 days"),
    (AWAITING, "Awaiting authorisation"),
    (TO_CHECK, "To be checked by a manager"),
    (NO_AGREEMENT, "Agreement taken back"),
]

TO_BE_SEEN_SHOWN = [
    (seeing.OVERDUE, "Overdue"),
    (seeing.DUE_SOON, "Due in 7 days"),
    (seeing.NOT_SEEN, "Not seen at the last visit"),
    (seeing.NOT_ALONE, "Not seen alone twice running"),
    (seeing.NO_BEDROOM, "Bedroom not seen twice running"),
]


class ListForm(GovukForm):
    """Which team and which rows. An answer that cannot be is left out rather than refused."""

    team = SelectField("Team", required=False)
    show = SelectField("Show", required=False, empty_label="Everything open")
    worker = forms.IntegerField(required=False, min_value=1, max_value=2**62, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        teams: Sequence[tuple[int, str]],
        shown: Sequence[tuple[str, str]],
        default_team: str,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.default_team = default_team
        self.fields["team"].choices = [(ALL_TEAMS, "All teams"), *((str(pk), name) for pk, name in teams)]
        self.fields["show"].choices = [("", "Everything open"), *shown]
        self.is_valid()

    @property
    def chosen_filters(self) -> dict[str, Any]:
        """The filters in force, as ``cases.listing`` takes them."""
        answers = getattr(self, "cleaned_data", {})
        return {
            "team": answers.get("team") or self.default_team,
            "show": answers.get("show") or "",
            "lead": answers.get("worker"),
        }
