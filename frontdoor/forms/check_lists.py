"""What the list of requests to agencies is narrowed to. An answer that is not on offer narrows nothing."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from frontdoor.core.forms import CheckboxField, ModelSelectField, SelectField
from frontdoor.forms.consent_lists import UrgencyFilter
from frontdoor.models import Agency
from frontdoor.models.agency_requests import AgencyRequestQuerySet

CHECK_SORTS = {
    "due": ("due_at", "pk"),
    "-due": ("-due_at", "-pk"),
    "asked": ("requested_at", "pk"),
    "-asked": ("-requested_at", "-pk"),
}
ALL = "all"
SHOWN: dict[str, tuple[str, Callable[[AgencyRequestQuerySet, datetime], AgencyRequestQuerySet]]] = {
    ALL: ("All that were asked", lambda rows, now: rows),
    "in_time": ("Answered in time", lambda rows, now: rows.answered_in_time()),
    "late_answer": ("Answered late", lambda rows, now: rows.answered_late()),
    "chased": ("Chased", lambda rows, now: rows.chased()),
    "not_answered": ("Not answered in time or at all", lambda rows, now: rows.not_answered(now)),
    "no_owner": ("Waiting, no owner named", lambda rows, now: rows.without_owner()),
}
WEEKS = {"4": "The last 4 weeks", "13": "The last 13 weeks", "52": "The last 52 weeks"}


def asked_within(rows: AgencyRequestQuerySet, weeks: str, now: datetime) -> AgencyRequestQuerySet:
    """The requests made in the weeks before a moment."""
    return rows.asked_between(now - timedelta(weeks=int(weeks)), now)


class CheckFilters(UrgencyFilter):
    """Which requests, of which agency, asked when and by whom. Without an answer: those that wait."""

    show = SelectField(
        "Show", choices=[(key, words) for key, (words, _) in SHOWN.items()], empty_label="Waiting", required=False
    )
    agency = ModelSelectField("Agency", queryset=Agency.objects.none(), empty_label="All", required=False)
    weeks = SelectField("Asked in", choices=list(WEEKS.items()), empty_label="Any time", required=False)
    late = CheckboxField("Late replies only", required=False)
    mine = CheckboxField("Asked by me only", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = Agency.objects.order_by("name")

    def narrow(self, rows: AgencyRequestQuerySet, *, worker: Any, now: datetime) -> AgencyRequestQuerySet:
        """The requests that every chosen answer lets through."""
        rows, chosen = self.of_urgency(rows), self.chosen()
        _, of_kind = SHOWN.get(chosen.get("show", ""), ("", lambda found, at: found.waiting()))
        rows = of_kind(rows, now)
        if chosen.get("agency"):
            rows = rows.filter(agency=chosen["agency"])
        if chosen.get("weeks"):
            rows = asked_within(rows, chosen["weeks"], now)
        if chosen.get("late"):
            rows = rows.late(now)
        return rows.filter(requested_by=worker) if chosen.get("mine") else rows
