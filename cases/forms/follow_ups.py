"""Return home interviews and private fostering visits."""

from cases.models.follow_ups import CALLED_OFF_WHOLE, DONE_WHOLE, REASON_TOO_SHORT, FollowUpKind
from frontdoor.core.forms import GovDateTimeField, GovukForm, LongTextField, RadiosField, TextField


class FollowUpForm(GovukForm):
    """What was reported, and when."""

    kind = RadiosField(
        "What is needed?",
        choices=FollowUpKind.choices,
        choice_hints={
            FollowUpKind.MISSING: "The child was missing and has been found.",
            FollowUpKind.FOSTERING: "We were told that the child lives, or will live, with somebody by a private "
            "arrangement.",
        },
        required_message="Select what is needed",
    )
    started_at = GovDateTimeField(
        "When was the child found, or when were we told?",
        subject="when the child was found, or when we were told",
        past=True,
        today_link=True,
    )
    reason = LongTextField(
        "What is known, and who told us?",
        rows=4,
        min_length=20,
        required_message=REASON_TOO_SHORT,
        error_messages={"min_length": REASON_TOO_SHORT},
    )


class HoldFollowUpForm(GovukForm):
    """When it took place, and what was said."""

    done_at = GovDateTimeField("When did it take place?", subject="when it took place", past=True, today_link=True)
    spoke = TextField(
        "Who spoke with the child?",
        hint="Name and job. It need not be somebody of this service.",
        max_length=120,
        required_message="Enter who spoke with the child",
    )
    said = LongTextField(
        "What did the child say, and what was found?",
        rows=6,
        min_length=20,
        required_message=DONE_WHOLE,
        error_messages={"min_length": DONE_WHOLE},
    )


class CallOffFollowUpForm(GovukForm):
    """Why it does not take place."""

    reason = LongTextField(
        "Why does it not take place, and what is done instead?",
        rows=4,
        min_length=20,
        required_message=CALLED_OFF_WHOLE,
        error_messages={"min_length": CALLED_OFF_WHOLE},
    )
