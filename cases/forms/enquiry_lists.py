"""How the list of section 47 enquiries is narrowed. An answer that is not on offer narrows nothing."""

from datetime import date
from typing import Any

from cases.models.enquiries import OUTCOME_CLOCK, Section47QuerySet
from frontdoor.core.forms import GovukForm, SelectField

START = "start"
SHOWN = [
    (START, "To be started"),
    ("open", "Outcome owed"),
    ("authorise", "To be authorised"),
    ("conference", "Conference owed"),
    ("late", "Late"),
    ("year", "Ended, started in the last 12 months"),
    ("led", "Led to a conference, started in the last 12 months"),
]


class EnquiryFilters(GovukForm):
    """What is owed, and whose."""

    show = SelectField("Show", choices=SHOWN, empty_label="Everything", required=False)
    whose = SelectField(
        "Of", choices=[("mine", "Children I lead"), ("team", "My team")], empty_label="Every team", required=False
    )

    @property
    def to_start(self) -> bool:
        """Whether the list is of decisions whose enquiry has not started."""
        self.is_valid()
        return bool(self.cleaned_data.get("show") == START)

    @property
    def chosen_whose(self) -> str:
        self.is_valid()
        return self.cleaned_data.get("whose") or ""

    def narrow(self, rows: Section47QuerySet, *, worker: Any, on: date) -> Section47QuerySet:
        """The enquiries that every chosen answer lets through, those with the earliest promise first."""
        self.is_valid()
        chosen = self.cleaned_data
        match chosen.get("whose"):
            case "mine":
                rows = rows.led_by(worker)
            case "team":
                rows = rows.of_own_team(worker)
        match chosen.get("show"):
            case "open":
                rows = rows.open()
            case "authorise":
                rows = rows.to_authorise()
            case "conference":
                rows = rows.awaiting_conference()
            case "late":
                rows = rows.late(on)
            case "year":
                rows = rows.ended_of_a_year(on)
            case "led":
                rows = rows.ended_of_a_year(on).led_to_a_conference()
            case _:
                return rows.order_by("-started_on", "-pk")
        return rows.order_by(OUTCOME_CLOCK.due, "pk")
