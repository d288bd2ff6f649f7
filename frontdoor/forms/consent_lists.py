"""What the lists of requests about consent and of questions to agencies are narrowed to.

An answer that is not on offer narrows nothing.
"""

from datetime import datetime
from typing import Any

from frontdoor.core.forms import CheckboxField, GovukForm, SelectField
from frontdoor.core.working_days import london_date
from frontdoor.forms.queue import NOT_TRIAGED, TRIAGED, URGENCIES
from frontdoor.models.checks import AgencyCheckQuerySet
from frontdoor.models.overrides import ConsentOverrideQuerySet

ANSWERED = "answered"
OVERRIDE_SORTS = {"asked": ("requested_at", "pk"), "-asked": ("-requested_at", "-pk")}
CHECK_SORTS = {"due": ("due_on", "pk"), "-due": ("-due_on", "-pk")}


class UrgencyFilter(GovukForm):
    """The urgency of the contact a row belongs to."""

    rag = SelectField(
        "Contact's urgency",
        choices=[(value, words) for value, words in URGENCIES if value != TRIAGED],
        empty_label="All",
        required=False,
    )

    def chosen(self) -> dict[str, Any]:
        """The answers that are on offer."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    def of_urgency(self, rows: Any) -> Any:
        """The rows whose contact has the chosen urgency."""
        rag = self.chosen().get("rag")
        return rows.filter(contact__rag="" if rag == NOT_TRIAGED else rag) if rag else rows


class RequestFilters(UrgencyFilter):
    """Requests about consent that wait for a decision."""

    def narrow(self, rows: ConsentOverrideQuerySet, *, now: datetime) -> ConsentOverrideQuerySet:
        """The requests that every chosen answer lets through."""
        return self.of_urgency(rows)


class OwnRequestFilters(RequestFilters):
    """One's own requests about consent."""

    show = SelectField("Show", choices=[(ANSWERED, "Decided in the last 14 days")], empty_label="All", required=False)

    def narrow(self, rows: ConsentOverrideQuerySet, *, now: datetime) -> ConsentOverrideQuerySet:
        rows = super().narrow(rows, now=now)
        return rows.answered_since(now) if self.chosen().get("show") else rows


class CheckFilters(UrgencyFilter):
    """Questions to agencies."""

    late = CheckboxField("Late replies only", required=False)
    mine = CheckboxField("Asked by me only", required=False)

    def narrow(self, rows: AgencyCheckQuerySet, *, worker: Any, now: datetime) -> AgencyCheckQuerySet:
        """The questions that every chosen answer lets through."""
        rows, chosen = self.of_urgency(rows), self.chosen()
        if chosen.get("late"):
            rows = rows.late(london_date(now))
        return rows.filter(requested_by=worker) if chosen.get("mine") else rows
