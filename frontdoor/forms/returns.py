"""What a referrer is asked for when a contact goes back."""

from frontdoor.core.forms import GovukForm, LongTextField, RadiosField, SubmittedOnce
from frontdoor.models.feedback import Told
from frontdoor.models.returns import MISSING_TOO_SHORT


class ReturnForm(SubmittedOnce, GovukForm):
    """Two answers; nothing is sent by them."""

    missing = LongTextField(
        "What is the referrer asked for?",
        hint="What you need to know to decide, as a list of questions.",
        rows=5,
        min_length=20,
        required_message=MISSING_TOO_SHORT,
        error_messages={"min_length": MISSING_TOO_SHORT},
    )
    how = RadiosField(
        "How did you ask the referrer?", choices=Told.choices, required_message="Select how you asked the referrer"
    )
