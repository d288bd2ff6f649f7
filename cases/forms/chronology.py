"""What a chronology is narrowed to, what is marked in it, and what of it goes on paper."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from cases.actions.notes import LEAST_REASON
from cases.forms.papers import PaperForm
from cases.models.notes import WHY_SIGNIFICANT
from frontdoor.core.forms import (
    CheckboxesField,
    CheckboxField,
    GovDateField,
    GovukForm,
    LongTextField,
    RadiosField,
    SelectField,
    SubmittedOnce,
)
from frontdoor.core.written import is_written

CHILD, FAMILY = "child", "family"
FULL, COMPACT = "full", "compact"
NEWEST, OLDEST = "newest", "oldest"
BACKWARDS = "The last day is before the first."


class _Dates(GovukForm):
    """From one day to another, both included, both left open if wanted."""

    since = GovDateField("From", required=False, subject="the first day")
    until = GovDateField("To", required=False, subject="the last day")

    def clean(self) -> dict[str, Any]:
        answers = super().clean()
        since, until = answers.get("since"), answers.get("until")
        if since and until and until < since:
            self.add_error("until", BACKWARDS)
            answers["since"] = answers["until"] = None
        return answers

    def days(self) -> dict[str, date | None]:
        """The days in force, as ``core/chronology.py`` takes them."""
        return {name: self.cleaned_data.get(name) for name in ("since", "until")}


class ChronologyFilters(_Dates):
    """An answer that cannot be is left out rather than refused."""

    whose = SelectField("Whose story", required=False, choices=[(FAMILY, "The family's")], empty_label="This child's")
    show = SelectField("Show", required=False, choices=[(COMPACT, "One line each")], empty_label="In full")
    order = SelectField("Order", required=False, choices=[(OLDEST, "Oldest first")], empty_label="Newest first")
    significant = CheckboxField("Significant events only", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_valid()

    @property
    def narrowed(self) -> dict[str, Any]:
        """The filters in force, as ``core/chronology.py`` takes them."""
        chosen = self.cleaned_data
        return self.days() | {
            "significant": bool(chosen.get("significant")),
            "oldest_first": chosen.get("order") == OLDEST,
        }

    @property
    def of_the_family(self) -> bool:
        return self.cleaned_data.get("whose") == FAMILY

    @property
    def compact(self) -> bool:
        return self.cleaned_data.get("show") == COMPACT


class MarkForm(SubmittedOnce, GovukForm):
    """Why an entry is significant, or why it no longer is."""

    reason = LongTextField("Why?", subject="why", rows=3, required_message=WHY_SIGNIFICANT)

    def clean_reason(self) -> str:
        reason = str(self.cleaned_data["reason"])
        if not is_written(reason, LEAST_REASON):
            self.add_error("reason", WHY_SIGNIFICANT)
        return reason


class PrintForm(_Dates, PaperForm):
    """What a paper is for, and which part of a story goes on it. Nothing is chosen beforehand."""

    whose = RadiosField(
        "Whose story?",
        choices=[(CHILD, "This child's"), (FAMILY, "The family's: the children whose record you can open")],
        required_message="Select whose story",
    )
    sections = CheckboxesField("Which kinds of events?", small=True, required_message="Choose at least one kind")
    significant = CheckboxField("Significant events only", required=False)
    show = RadiosField(
        "How much of each?",
        choices=[(FULL, "In full"), (COMPACT, "One line each")],
        required_message="Select how much of each",
    )

    def __init__(self, *args: Any, kinds: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sections"].choices = [(kind, kind) for kind in kinds]
