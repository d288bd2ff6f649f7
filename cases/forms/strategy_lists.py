"""How the lists of strategy meetings and their actions are narrowed. An answer that is not on offer narrows nothing."""

from datetime import datetime
from typing import Any

from cases.models.strategy import HELD_CLOCK, StrategyMeetingQuerySet
from cases.models.strategy_actions import StrategyActionQuerySet
from frontdoor.core.forms import GovukForm, SelectField

TO_HOLD, TO_SIGN, TO_CIRCULATE, AGAIN, LATE = "hold", "sign", "circulate", "again", "late"
MEETINGS_SHOWN = [
    (TO_HOLD, "To be held"),
    (TO_SIGN, "To be signed"),
    (TO_CIRCULATE, "Record to be sent"),
    (AGAIN, "To be held again"),
    (LATE, "Late"),
]
OPEN, OVERDUE, DONE = "open", "overdue", "done"
ACTIONS_SHOWN = [(OPEN, "To do"), (OVERDUE, "Overdue"), (DONE, "Done")]
DUE = "due"


class MeetingFilters(GovukForm):
    """What stands open, whose, and in which order."""

    show = SelectField("Show", choices=MEETINGS_SHOWN, empty_label="Everything", required=False)
    whose = SelectField(
        "Whose",
        choices=[("mine", "Chaired by me"), ("follow", "Chaired by me, or about a child I lead")],
        empty_label="Anybody's",
        required=False,
    )
    sort = SelectField("Order", choices=[(DUE, "Due first")], empty_label="Newest first", required=False)

    def narrow(self, rows: StrategyMeetingQuerySet, *, worker: Any, now: datetime) -> StrategyMeetingQuerySet:
        """The meetings that every chosen answer lets through."""
        self.is_valid()
        chosen = self.cleaned_data
        match chosen.get("whose"):
            case "mine":
                rows = rows.chaired_by(worker)
            case "follow":
                rows = rows.followed_by(worker)
        match chosen.get("show"):
            case "hold":
                rows = rows.to_hold()
            case "sign":
                rows = rows.to_sign()
            case "circulate":
                rows = rows.to_send()
            case "again":
                rows = rows.to_hold_again()
            case "late":
                rows = rows.late(now)
        return rows.order_by(HELD_CLOCK.due, "pk") if chosen.get("sort") else rows.order_by("-planned_at", "-pk")


class ActionFilters(GovukForm):
    """What is to do, and whose."""

    show = SelectField("Show", choices=ACTIONS_SHOWN, empty_label="Everything", required=False)
    whose = SelectField("Whose", choices=[("mine", "Mine, and of meetings I chair")], empty_label="All", required=False)

    def narrow(self, rows: StrategyActionQuerySet, *, worker: Any, now: datetime) -> StrategyActionQuerySet:
        """The actions that every chosen answer lets through."""
        self.is_valid()
        chosen = self.cleaned_data
        if chosen.get("whose"):
            rows = rows.to_follow(worker)
        match chosen.get("show"):
            case "open":
                return rows.open()
            case "overdue":
                return rows.overdue(now)
            case "done":
                return rows.filter(finished_at__isnull=False)
        return rows
