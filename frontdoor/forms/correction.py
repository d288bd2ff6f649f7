"""The moment a contact was received, put right."""

from django.core.validators import MinLengthValidator

from frontdoor.core.forms import GovDateTimeField, GovukForm, LongTextField, SubmittedOnce, Versioned
from frontdoor.core.working_days import EARLIEST
from frontdoor.models.corrections import WHY


class ReceivedForm(SubmittedOnce, Versioned, GovukForm):
    """The right moment and why it is another one."""

    received_at = GovDateTimeField("When it came in", past=True, earliest=EARLIEST, subject="when it came in")
    reason = LongTextField(
        "Why this is corrected",
        hint="For example: the caller rang on Monday, it was typed on Tuesday.",
        rows=3,
        validators=[MinLengthValidator(20, WHY)],
        required_message=WHY,
    )
