"""What a referrer is asked for when a contact goes back, and what they answer."""

from typing import Any

from django.core.exceptions import ValidationError

from frontdoor.core.forms import GovukForm, LongTextField, RadiosField, SubmittedOnce
from frontdoor.models.check_wording import NOT_TO_INVESTIGATE, found_in
from frontdoor.models.feedback import Told
from frontdoor.models.return_reasons import ReturnReason
from frontdoor.models.returns import MISSING_TOO_SHORT, NO_ANSWER, REASON_WANTED


class WhyReturnForm(GovukForm):
    """The reason by which returns are counted; it brings the words that the manager starts from."""

    reason = RadiosField(
        "Why does it go back to the referrer?", choices=ReturnReason.choices, required_message=REASON_WANTED
    )


class ReturnForm(SubmittedOnce, WhyReturnForm):
    """What is asked, and how; an e-mail is sent with these words and names nobody."""

    missing = LongTextField(
        "What is the referrer asked for?",
        hint="Change these words to what you need to know to decide. Name nobody: the referrer has the reference.",
        rows=5,
        min_length=20,
        required_message=MISSING_TOO_SHORT,
        error_messages={"min_length": MISSING_TOO_SHORT},
    )
    how = RadiosField(
        "How is the referrer asked?",
        choices=Told.choices,
        choice_hints={
            Told.CALL: "You have rung or spoken to them. Write above what you asked.",
            Told.EMAIL: "The text above is sent now.",
            Told.LETTER: "You write to them yourself.",
        },
        required_message="Select how the referrer is asked",
    )

    def clean_missing(self) -> str:
        if found_in([self.cleaned_data["missing"]], self.names):
            raise ValidationError(NOT_TO_INVESTIGATE)
        return str(self.cleaned_data["missing"])

    def __init__(self, *args: Any, may_be_mailed: bool, names: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.names = names
        if not may_be_mailed:
            self.fields["how"].choices = [choice for choice in Told.choices if choice[0] != Told.EMAIL]


class ReturnAnswerForm(SubmittedOnce, GovukForm):
    """What the referrer answers."""

    words = LongTextField("What is the answer?", rows=8, required_message=NO_ANSWER)
