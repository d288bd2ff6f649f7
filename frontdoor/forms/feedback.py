"""What the referrer was told."""

from frontdoor.core.forms import GovukForm, LongTextField, SubmittedOnce


class FeedbackForm(SubmittedOnce, GovukForm):
    """The words, drafted from the decision, to be read out or changed before they are."""

    words = LongTextField(
        "What you told the referrer",
        hint="Change these words to what you said. Do not add anything about other children or adults.",
        rows=10,
        required_message="Write what you told the referrer",
    )
