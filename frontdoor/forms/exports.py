"""What a list is taken out for, and whether somebody else lets it go."""

from frontdoor.core.forms import GovukForm, LongTextField, RadiosField, SubmittedOnce, TextField
from frontdoor.models.exports import LEAST_WORDS, WHAT_FOR, WHY, ExportDecision


class PurposeForm(GovukForm, SubmittedOnce):
    """Typed each time, and never filled in for anybody."""

    purpose = TextField(
        "What is the list for?",
        hint=f"At least {LEAST_WORDS} characters. Name no child. The file says it too.",
        max_length=200,
        min_length=LEAST_WORDS,
        width="full",
        autocomplete="off",
        required_message=WHAT_FOR,
        error_messages={"min_length": WHAT_FOR},
    )


class DecideExportForm(GovukForm, SubmittedOnce):
    """The answer of a second person."""

    decision = RadiosField(
        "Can this list be taken out?",
        choices=[(ExportDecision.APPROVED, "Yes, once"), (ExportDecision.REFUSED, "No")],
        choice_hints={ExportDecision.APPROVED: "Within 24 hours, by the person who asks and by nobody else."},
        required_message="Say whether this list can be taken out.",
    )
    reason = LongTextField(
        "Why?",
        hint=f"At least {LEAST_WORDS} characters. The person who asks reads it.",
        rows=3,
        max_length=500,
        min_length=LEAST_WORDS,
        required_message=WHY,
        error_messages={"min_length": WHY},
    )
