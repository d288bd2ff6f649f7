"""How urgent a contact is. Nothing is chosen beforehand."""

from collections.abc import Collection, Mapping
from typing import Any

from frontdoor.core.forms import LongTextField, RadiosField, SubmittedOnce, Versioned
from frontdoor.forms.risk import RiskQuestions
from frontdoor.models.contacts import Rag


class TriageForm(SubmittedOnce, Versioned, RiskQuestions):
    """An urgency and why; ``allowed`` says in words what each urgency promises, ``raised`` which risks are there.

    ``typed`` is what was sent.
    """

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

    def __init__(
        self,
        *args: Any,
        allowed: dict[str, str],
        raised: Collection[str],
        typed: Mapping[str, Any],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.ask_risks(raised, typed)
        self.fields["rag"].choice_hints = allowed
