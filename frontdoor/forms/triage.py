"""How urgent a contact is. Nothing is chosen beforehand."""

from collections.abc import Iterable
from typing import Any

from frontdoor.core.forms import GovukForm, LongTextField, RadiosField, SubmittedOnce, Versioned
from frontdoor.forms.evidence import risk_fields
from frontdoor.models.contacts import Rag


class TriageForm(SubmittedOnce, Versioned, GovukForm):
    """An urgency and why; ``allowed`` says in words what each urgency promises, ``raised`` which risks are there."""

    rag = RadiosField(
        "How urgent is this contact?",
        choices=Rag.choices,
        label_size="m",
        required_message="Select how urgent this contact is",
    )
    rag_reason = LongTextField(
        "Why this urgency",
        hint="What you know now, who told us, and what could happen before somebody acts.",
        rows=5,
        required_message="Say why this urgency",
    )

    def __init__(self, *args: Any, allowed: dict[str, str], raised: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields |= risk_fields(raised)
        self.fields["rag"].choice_hints = allowed
