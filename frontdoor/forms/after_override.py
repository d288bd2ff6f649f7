"""What follows a decision without consent: its review, what is put right, telling the family; and what a no opens."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError

from frontdoor.core.forms import (
    GovDateField,
    GovDateTimeField,
    GovukForm,
    LongTextField,
    ModelRadiosField,
    ModelSelectField,
    RadiosField,
    SubmittedOnce,
    Versioned,
)
from frontdoor.core.written import is_written
from frontdoor.forms.consent import agencies_in_use, children_of
from frontdoor.models import Agency, Contact, OverrideRemedy
from frontdoor.models.matters import REASON_NEEDED, MatterDecision
from frontdoor.models.override_choices import ReviewResult
from frontdoor.models.override_rules import NO_REMEDY, REVIEW_NOT_WHOLE
from frontdoor.models.remedies import WHAT_IS_PUT_RIGHT, WHAT_WAS_DONE
from frontdoor.models.sharing import MORE_DETRIMENTAL, WHAT_WAS_ASKED
from frontdoor.models.telling import PUT_OFF_TOO_LONG, PUT_OFF_WHOLE, TOLD_WHOLE

OWNERS = OverrideRemedy._meta.get_field("owner").related_model


class ReviewForm(GovukForm, SubmittedOnce):
    """A third person's signature; no result is chosen beforehand."""

    result = RadiosField(
        "What do you find?",
        choices=ReviewResult.choices,
        choice_hints={
            ReviewResult.LEARNING: "It could be decided like this. Say what the asker or the decider learns from it.",
            ReviewResult.NOT_JUSTIFIED: (
                "Questions that wait are stopped at once, and the family is told. Name below what is put right."
            ),
        },
        required_message="Select what you find",
        label_size="m",
    )
    words = LongTextField(
        "What you looked at, and why you find so",
        hint="At least 20 characters. Both of them read it.",
        rows=5,
        min_length=20,
        required_message=REVIEW_NOT_WHOLE,
        error_messages={"min_length": REVIEW_NOT_WHOLE},
    )
    remedy = LongTextField(
        "What is put right",
        hint="Only where it was not justified. An apology to the family is part of what you weigh.",
        rows=3,
        required=False,
    )
    owner = ModelSelectField(
        "Who puts it right",
        hint="Only where it was not justified. Somebody else checks that it is done.",
        queryset=OWNERS.objects.none(),
        empty_label="Nobody",
        required=False,
    )

    def __init__(self, *args: Any, owners: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = owners

    def clean(self) -> dict[str, Any]:
        super().clean()
        data = self.cleaned_data
        if data.get("result") == ReviewResult.NOT_JUSTIFIED:
            if not is_written(data.get("remedy") or "", 20):
                self.add_error("remedy", WHAT_IS_PUT_RIGHT)
            if data.get("owner") is None:
                self.add_error("owner", NO_REMEDY)
        return data

    def answer(self) -> dict[str, Any]:
        """What the act takes."""
        return {name: self.cleaned_data[name] for name in ("result", "words", "remedy", "owner")}


class DoneForm(GovukForm):
    """What was done."""

    words = LongTextField(
        "What was done",
        rows=4,
        min_length=10,
        required_message=WHAT_WAS_DONE,
        error_messages={"min_length": WHAT_WAS_DONE},
    )


class MatterForm(GovukForm, SubmittedOnce):
    """A manager's decision on what an answer opened; none is chosen beforehand."""

    decision = RadiosField(
        "Your decision",
        choices=MatterDecision.choices,
        choice_hints={
            MatterDecision.STOP: "No agency is asked and no assessment starts. Early help can be offered.",
            MatterDecision.RELY: "You answer for going on in spite of the other one's no.",
            MatterDecision.CONCERN: "Hold a strategy discussion, or ask for a decision without consent.",
        },
        required_message="Select your decision",
        label_size="m",
    )
    reason = LongTextField(
        "Your reason",
        hint="At least 20 characters. A family may read it.",
        rows=4,
        min_length=20,
        required_message=REASON_NEEDED,
        error_messages={"min_length": REASON_NEEDED},
    )


class TellForm(GovukForm):
    """Who of the family was told, and what."""

    told_on = GovDateField("When was the family told?", past=True, today_link=True, subject="the date of telling")
    words = LongTextField(
        "Who was told, and what was said?",
        rows=4,
        min_length=10,
        required_message=TOLD_WHOLE,
        error_messages={"min_length": TOLD_WHOLE},
    )


class PutOffForm(Versioned, GovukForm):
    """Why the family is not told yet, and when that is looked at again."""

    review_on = GovDateField(
        "When is this looked at again?",
        future=True,
        subject="the day it is looked at again",
    )
    reason = LongTextField(
        "Why is the family not told yet?",
        rows=4,
        min_length=20,
        required_message=PUT_OFF_WHOLE,
        error_messages={"min_length": PUT_OFF_WHOLE},
    )

    def __init__(self, *args: Any, latest: date, **kwargs: Any) -> None:
        """``latest`` is the last day to which it can be put off (C-PUT-OFF)."""
        super().__init__(*args, **kwargs)
        self.latest = latest
        self.fields["review_on"].help_text = f"By {latest:%-d %B %Y} at the latest."

    def clean_review_on(self) -> date:
        review_on: date = self.cleaned_data["review_on"]
        if review_on > self.latest:
            raise ValidationError(PUT_OFF_TOO_LONG.rstrip("."), code="day")
        return review_on


class SharingRefusedForm(GovukForm, SubmittedOnce):
    """What an agency asked for and was not given."""

    child = RadiosField("Which child was it about?", required_message="Choose a child")
    agency = ModelRadiosField(
        "Which agency asked?", queryset=Agency.objects.none(), small=True, required_message="Choose the agency"
    )
    asked_for = LongTextField(
        "What did it ask for?",
        rows=3,
        min_length=10,
        required_message=WHAT_WAS_ASKED,
        error_messages={"min_length": WHAT_WAS_ASKED},
    )
    detriment = LongTextField(
        "Why would sharing be more detrimental to the child than not sharing?",
        hint="Agencies share unless it would harm the child more. At least 40 characters.",
        rows=5,
        min_length=40,
        required_message=MORE_DETRIMENTAL,
        error_messages={"min_length": MORE_DETRIMENTAL},
    )
    refused_at = GovDateTimeField("When was it refused?", past=True, today_link=True, subject="the time of the refusal")

    def __init__(self, *args: Any, contact: Contact, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.family = {str(child.pk): child for child in children_of(contact)}
        self.fields["child"].choices = [(key, child.full_name) for key, child in self.family.items()]
        self.fields["agency"].queryset = agencies_in_use()

    def answer(self) -> dict[str, Any]:
        """What the act takes."""
        data = self.cleaned_data
        same = {name: data[name] for name in ("agency", "asked_for", "detriment", "refused_at")}
        return {"child": self.family[data["child"]]} | same
