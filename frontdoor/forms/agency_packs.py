"""Beginning a pack and telling its examples."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from frontdoor.agency_pack import quarter_words
from frontdoor.core.forms import (
    CheckboxesField,
    GovukForm,
    LongTextField,
    ModelRadiosField,
    SelectField,
    SubmittedOnce,
)
from frontdoor.models import ContactReview
from frontdoor.models.agency_packs import STORY_TOO_SHORT

LEAST_STORY = 40
PROMISES = [
    ("names", "It names no child, adult, worker, school or place"),
    ("dates", "It holds no date, age or event by which somebody could be known"),
    ("alone", "Somebody at this agency could not tell which family it is"),
]


class PackForm(SubmittedOnce, GovukForm):
    """Which quarter."""

    quarter_from = SelectField(
        "Which quarter?", required_message="Select the quarter", hint="Any that is over, since the first contact."
    )

    def __init__(self, *args: Any, quarters: Sequence[date], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["quarter_from"].choices = [
            ("", "Choose"),
            *((begins.isoformat(), quarter_words(begins)) for begins in quarters),
        ]

    def answer(self) -> date:
        """The first day of the quarter."""
        return date.fromisoformat(self.cleaned_data["quarter_from"])


class ReviewChoice(ModelRadiosField):
    """A reviewed contact by its reference, its code and what would have helped."""

    def label_from_instance(self, review: ContactReview) -> str:
        return f"{review.contact.reference}, {review.code}: {review.helped}"


class ExampleForm(SubmittedOnce, GovukForm):
    """Which reviewed contact it tells of, and the story in words that name nobody."""

    review = ReviewChoice(
        "Which contact is it about?",
        hint="The agency sees only the words below.",
        queryset=ContactReview.objects.none(),
        required_message="Select the contact it is about",
        label_size="m",
    )
    story = LongTextField(
        "Tell it so that nobody can be known",
        subject="the example",
        hint="What was worrying, what was sent to us, and what would have helped. No names, places, dates or ages.",
        rows=6,
        min_length=LEAST_STORY,
        required_message=STORY_TOO_SHORT,
        error_messages={"min_length": STORY_TOO_SHORT},
        label_size="m",
    )

    def __init__(self, *args: Any, reviews: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["review"].queryset = reviews


class ConfirmForm(SubmittedOnce, GovukForm):
    """What somebody answers for who confirms an example; every promise must be ticked."""

    promises = CheckboxesField(
        "I have read this example and confirm that", choices=PROMISES, required_message="Tick what you confirm"
    )

    def clean(self) -> dict[str, Any]:
        super().clean()
        if "promises" in self.cleaned_data and len(self.cleaned_data["promises"]) < len(PROMISES):
            self.add_error("promises", "All three must be true. If one is not, ask the writer to change the example.")
        return self.cleaned_data
