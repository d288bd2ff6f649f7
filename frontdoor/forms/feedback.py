"""What the referrer was told, what they disagree with, and the answer to that."""

from typing import Any

from frontdoor.core.forms import CheckboxField, GovukForm, LongTextField, RadiosField, SubmittedOnce
from frontdoor.models.feedback import ANSWER_TOO_SHORT, WHAT_IS_CHALLENGED, Result, Told

LEAST = 20
ASKS_NOBODY = "These words ask nobody to do the work of social care"


class FeedbackForm(SubmittedOnce, GovukForm):
    """The words, drafted from the decision, to be changed before they are told; how they are told is not chosen."""

    words = LongTextField(
        "What the referrer is told",
        hint="Read it and change it. Do not name other people or addresses, and add nothing about other families.",
        rows=16,
        required_message="Write what the referrer is told",
    )
    names_may_be_told = CheckboxField("This referrer may be told the names in these words", required=False)
    asks_nobody = CheckboxField(ASKS_NOBODY, required=False)
    how = RadiosField(
        "How is the referrer told?",
        choices=Told.choices,
        choice_hints={
            Told.CALL: "You have rung or spoken to them. Write above what you said.",
            Told.EMAIL: "The text above is sent now. It must name nobody.",
            Told.LETTER: "You get the letter to print, or to send by secure mail.",
        },
        required_message="Select how the referrer is told",
    )

    def __init__(self, *args: Any, may_be_mailed: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_be_mailed:
            self.fields["how"].choices = [choice for choice in Told.choices if choice[0] != Told.EMAIL]


class AcknowledgeForm(SubmittedOnce, GovukForm):
    """How somebody let the referrer know that the contact arrived."""

    how = RadiosField(
        "How did you let the referrer know?",
        choices=Told.choices,
        required_message="Select how you let the referrer know",
    )


class ChallengeForm(SubmittedOnce, GovukForm):
    """What the referrer disagrees with."""

    words = LongTextField(
        "What does the referrer disagree with, and why?",
        rows=5,
        min_length=LEAST,
        required_message=WHAT_IS_CHALLENGED,
        error_messages={"min_length": WHAT_IS_CHALLENGED},
    )


class AnswerForm(SubmittedOnce, GovukForm):
    """Another manager's answer; none is chosen beforehand."""

    result = RadiosField("What comes of it?", choices=Result.choices, required_message="Select what comes of it")
    answer = LongTextField(
        "Your answer",
        hint="At least 20 characters. Tell the referrer what it says.",
        rows=5,
        min_length=LEAST,
        required_message=ANSWER_TOO_SHORT,
        error_messages={"min_length": ANSWER_TOO_SHORT},
    )
    asks_nobody = CheckboxField(ASKS_NOBODY, required=False)
