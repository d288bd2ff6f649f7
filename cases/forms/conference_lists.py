"""How the lists of conferences, reviews and core groups are narrowed. What is not on offer narrows nothing."""

from datetime import date
from typing import Any

from cases.forms.strategy_lists import DUE
from cases.models.conferences import HELD_CLOCK, ConferenceQuerySet
from cases.models.core_groups import CORE_GROUP_CLOCK, CoreGroupQuerySet
from cases.models.protection import REVIEW_CLOCK, PlanQuerySet
from frontdoor.core.forms import GovukForm, SelectField

CONFERENCES_SHOWN = [
    ("hold", "To be held"),
    ("first", "Initial, to be held"),
    ("reports", "Reports to be shared with the family"),
    ("reports_late", "Reports not shared in time"),
    ("sign", "To be signed"),
    ("circulate", "Letter or record to be sent"),
    ("late", "Late"),
]
OPEN_OR_LATE = [("late", "Late")]
WHOSE_TEAM = [("team", "My team's")]


class ConferenceFilters(GovukForm):
    """What stands open, whose, and in which order."""

    show = SelectField("Show", choices=CONFERENCES_SHOWN, empty_label="Everything", required=False)
    whose = SelectField(
        "Whose",
        choices=[("mine", "Chaired by me"), ("convened", "Convened by me")],
        empty_label="Everybody's",
        required=False,
    )
    sort = SelectField("Order", choices=[(DUE, "Due first")], empty_label="Newest first", required=False)

    def narrow(self, rows: ConferenceQuerySet, *, worker: Any, on: date) -> ConferenceQuerySet:
        """The conferences that every chosen answer lets through."""
        self.is_valid()
        chosen = self.cleaned_data
        match chosen.get("whose"):
            case "mine":
                rows = rows.chaired_by(worker)
            case "convened":
                rows = rows.convened_by(worker)
        match chosen.get("show"):
            case "hold":
                rows = rows.to_hold()
            case "first":
                rows = rows.first_to_hold()
            case "reports":
                rows = rows.with_reports_owed()
            case "reports_late":
                rows = rows.reports_late(on)
            case "sign":
                rows = rows.to_sign()
            case "circulate":
                rows = rows.to_send()
            case "late":
                rows = rows.late(on)
        return rows.order_by(HELD_CLOCK.due, "pk") if chosen.get("sort") else rows.order_by("-planned_at", "-pk")


class ReviewFilters(GovukForm):
    """Whose plans, and whether the review is late."""

    show = SelectField("Show", choices=OPEN_OR_LATE, empty_label="Every plan that runs", required=False)
    whose = SelectField("Whose", choices=WHOSE_TEAM, empty_label="Everybody's", required=False)

    def narrow(self, rows: PlanQuerySet, *, worker: Any, on: date) -> PlanQuerySet:
        """The plans that every chosen answer lets through, the review that is due first at the top."""
        self.is_valid()
        chosen = self.cleaned_data
        if chosen.get("whose"):
            rows = rows.of_own_team(worker)
        rows = rows.review_late(on) if chosen.get("show") else rows.to_review()
        return rows.order_by(REVIEW_CLOCK.due, "pk")


class CoreGroupFilters(GovukForm):
    """Whose core groups, and whether they are late."""

    show = SelectField("Show", choices=OPEN_OR_LATE, empty_label="Every one to be held", required=False)
    whose = SelectField("Whose", choices=[("mine", "Mine"), *WHOSE_TEAM], empty_label="Everybody's", required=False)

    def narrow(self, rows: CoreGroupQuerySet, *, worker: Any, on: date) -> CoreGroupQuerySet:
        """The core groups that every chosen answer lets through, the one that is due first at the top."""
        self.is_valid()
        chosen = self.cleaned_data
        match chosen.get("whose"):
            case "mine":
                rows = rows.led_by(worker)
            case "team":
                rows = rows.of_own_team(worker)
        rows = rows.overdue(on) if chosen.get("show") else rows.waiting()
        return rows.order_by(CORE_GROUP_CLOCK.due, "pk")
