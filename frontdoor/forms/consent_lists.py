"""What the lists of requests about consent are narrowed to.

An answer that is not on offer narrows nothing.
"""

from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef

from frontdoor.core.forms import GovukForm, SelectField
from frontdoor.forms.queue import NOT_TRIAGED, TO_TRIAGE, TRIAGED, URGENCIES
from frontdoor.models import Contact
from frontdoor.models.overrides import ConsentOverrideQuerySet

ANSWERED = "answered"
OVERRIDE_SORTS = {"asked": ("requested_at", "pk"), "-asked": ("-requested_at", "-pk")}


class UrgencyFilter(GovukForm):
    """The urgency of the contact a row belongs to."""

    rag = SelectField(
        "Contact's urgency",
        choices=[(value, words) for value, words in URGENCIES if value not in {TO_TRIAGE, TRIAGED}],
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
        if not rag:
            return rows
        counted = Contact.objects.of_urgency("" if rag == NOT_TRIAGED else rag)
        return rows.filter(Exists(counted.filter(pk=OuterRef("contact_id"))))


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
