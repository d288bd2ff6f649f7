"""Checking, extending, sharing and finishing a family's assessment, and the child's own version."""

from collections.abc import Container, Iterable
from typing import Any

from django import forms

from cases.models.assessment_after import COMMENTS_WHOLE, DECIDED_WHOLE, WHY_MORE_TIME, ExtensionDecision
from cases.models.assessment_family import CHECK_SAYS_WHAT
from cases.models.assessment_words import ExtensionReason, SharedHow
from frontdoor.core.forms import GovDateField, GovukForm, LongTextField, RadiosField, Versioned


def _at_least(characters: int, sentence: str) -> dict[str, Any]:
    return {"min_length": characters, "required_message": sentence, "error_messages": {"min_length": sentence}}


class CheckForm(GovukForm):
    """What a manager found, and what happens next."""

    said = LongTextField(
        "What did you find, and what happens next?",
        hint="At least 20 characters.",
        subject="what you found",
        rows=4,
        **_at_least(20, CHECK_SAYS_WHAT),
    )


class SubmitForm(Versioned, GovukForm):
    """One button; what is missing is said above it."""


class StepForm(GovukForm):
    """One button."""


class TimeForm(GovukForm):
    """Why the assessment takes longer than its 45 working days."""

    reason_code = RadiosField(
        "Why is more time needed?", choices=ExtensionReason.choices, required_message="Select why more time is needed"
    )
    why = LongTextField(
        "What happened, and what is done meanwhile?",
        hint="At least 20 characters.",
        subject="what happened",
        rows=4,
        **_at_least(20, WHY_MORE_TIME),
    )
    needed_until = GovDateField("When will it be finished?", hint="The day on which it is due does not move.")


class TimeDecisionForm(GovukForm):
    """What a manager says to more time."""

    decision = RadiosField(
        "Do you agree to more time?", choices=ExtensionDecision.choices, required_message="Select whether you agree"
    )
    decision_reason = LongTextField(
        "Why?", hint="At least 10 characters.", subject="why", rows=3, **_at_least(10, DECIDED_WHOLE)
    )


class ShareForm(GovukForm):
    """Who was given the assessment, when, how, and what they said."""

    person = RadiosField("With whom?", choices=(), required_message="Select with whom it was shared")
    shared_on = GovDateField("When?", subject="when it was shared", past=True, today_link=True)
    how = RadiosField("How?", choices=SharedHow.choices, required_message="Select how it was shared")
    comments = LongTextField(
        "What did they say?",
        hint="In their own words.",
        rows=4,
        required_message=COMMENTS_WHOLE,
    )

    def __init__(
        self, *args: Any, people: Iterable[tuple[int, str]], untold: Container[int], may_refuse: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        named, person = list(people), self.fields["person"]
        person.choices = named
        person.choice_hints = {str(one): "Nothing is recorded yet" for one, _ in named if one in untold}
        if may_refuse:
            self.fields["comments"].hint = "In their own words, or in at least 20 characters why it was not shared."
        else:
            self.fields["how"].choices = [one for one in SharedHow.choices if one[0] != SharedHow.NOT_SHARED]
            self.fields["how"].hint = "A manager records with whom it is not shared, and why."


class ChildVersionForm(Versioned, GovukForm):
    """The assessment in plain words, for the child."""

    family = forms.IntegerField(widget=forms.HiddenInput, required=False)
    why = LongTextField("Why we came to see you", rows=3, required=False)
    heard = LongTextField("What you told us", rows=3, required=False)
    good = LongTextField("What is going well", rows=3, required=False)
    worries = LongTextField("What worries us", rows=3, required=False)
    next_steps = LongTextField("What happens next, and who does it", rows=3, required=False)
