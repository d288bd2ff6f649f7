"""Asking to see a record."""

from frontdoor.core.forms import GovukForm, LongTextField


class AskForm(GovukForm):
    """Why somebody needs a record that is not theirs."""

    reason = LongTextField(
        "Why do you need this record?",
        hint="At least 20 characters. Your manager reads it, and it stays with the record.",
        subject="why you need this record",
        rows=4,
        max_length=500,
    )
