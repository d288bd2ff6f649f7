"""What the night leaves for the day."""

from frontdoor.core.forms import GovukForm, LongTextField, SubmittedOnce
from frontdoor.models.hand_over import DONE_TOO_SHORT, TO_DO_TOO_SHORT


class HandOverForm(SubmittedOnce, GovukForm):
    """Two answers about one contact."""

    done = LongTextField(
        "What has been done so far?",
        hint="Whom you spoke to and saw, and what is safe until the morning.",
        rows=5,
        required_message=DONE_TOO_SHORT,
    )
    to_do = LongTextField(
        "What must the day team do?",
        hint="What, with whom, and by when.",
        rows=5,
        required_message=TO_DO_TOO_SHORT,
    )
