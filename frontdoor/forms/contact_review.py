"""Giving a referral its code, and what the reviewers' worklist is narrowed to."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from frontdoor.core.forms import (
    CheckboxesField,
    GovukForm,
    LongTextField,
    RadiosField,
    SelectField,
    SubmittedOnce,
)
from frontdoor.core.written import is_written
from frontdoor.models.contact_reviews import (
    HELPED_TOO_SHORT,
    OUTCOME_ALONE,
    REASON_TOO_SHORT,
    Ground,
    ReviewCode,
)
from frontdoor.models.contacts import ContactQuerySet

LEAST = 20
A_QUARTER = 13
SINCE = [
    (str(A_QUARTER), "the last 13 weeks"),
    ("26", "the last 26 weeks"),
    ("52", "the last 52 weeks"),
    ("any", "any time"),
]


class ReviewForm(SubmittedOnce, GovukForm):
    """The facts it rests on first, then the code, then what would have helped. Nothing is chosen beforehand."""

    grounds = CheckboxesField(
        "Which facts does your judgement rest on?",
        hint="What was decided may be one of them, never the only one.",
        choices=Ground.choices,
        required_message=OUTCOME_ALONE,
        label_size="m",
    )
    code = RadiosField(
        "Which code fits this contact?",
        choices=[(code.value, f"{code.value} {code.label}") for code in ReviewCode],
        required_message="Select the code that fits this contact",
        label_size="m",
    )
    helped = LongTextField(
        "What would have helped?",
        subject="what would have helped",
        hint="What the agency, or we, could have done so that this child was helped sooner or by the right service.",
        rows=4,
        required=False,
        label_size="m",
    )

    def clean(self) -> dict[str, Any]:
        super().clean()
        data = self.cleaned_data
        if data.get("grounds") == [Ground.OUTCOME]:
            self.add_error("grounds", OUTCOME_ALONE)
        needs_words = data.get("code") and data["code"] != ReviewCode.APPROPRIATE
        if needs_words and not is_written(data.get("helped") or "", LEAST) and "helped" not in self.errors:
            self.add_error("helped", HELPED_TOO_SHORT)
        return data

    def answer(self) -> dict[str, Any]:
        """What the act takes."""
        return {name: self.cleaned_data[name] for name in self.base_fields if name != "submission_key"}


class ChangedReviewForm(ReviewForm):
    """The same with the reason for a correction, or of an agreement."""

    reason = LongTextField(
        "Reason",
        hint="Why the earlier code was wrong, or what the two reviewers agreed on and why.",
        rows=3,
        min_length=LEAST,
        required_message=REASON_TOO_SHORT,
        error_messages={"min_length": REASON_TOO_SHORT},
        label_size="m",
    )


class WorklistFilters(GovukForm):
    """Agency and when the contact was decided. An answer that is not on offer narrows nothing."""

    agency = SelectField("Agency", empty_label="All", required=False)
    weeks = SelectField("Decided in", choices=SINCE, empty_label="the last 13 weeks", required=False)

    def __init__(self, *args: Any, agencies: Iterable[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].choices = [("", "All"), *((str(pk), name) for pk, name in agencies)]
        self.fields["weeks"].choices = [("", SINCE[0][1]), *SINCE[1:]]

    def chosen(self) -> dict[str, str]:
        """The answers that are on offer."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    def narrow(self, contacts: ContactQuerySet, *, at: datetime) -> ContactQuerySet:
        """The contacts that every chosen answer lets through."""
        chosen = self.chosen()
        if chosen.get("agency"):
            contacts = contacts.filter(agency_id=chosen["agency"])
        weeks = chosen.get("weeks", str(A_QUARTER))
        return contacts if weeks == "any" else contacts.filter(decided_at__gte=at - timedelta(weeks=int(weeks)))
