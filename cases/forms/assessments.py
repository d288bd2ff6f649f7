"""Writing, authorising and sharing an assessment."""

from collections.abc import Mapping
from typing import Any

from django.http import QueryDict

from cases.models.assessments import AssessmentOutcome
from frontdoor.core.forms import (
    GovDateField,
    GovukForm,
    LongTextField,
    RadiosField,
    Versioned,
    YesNoField,
)

AUTHORISE = "authorise"
SEND_BACK = "send_back"


class StartForm(GovukForm):
    """One button; what stands against it is said above it."""


class AssessmentForm(Versioned, GovukForm):
    """The assessment itself. It may be saved at any point, so no question must be answered before it is submitted."""

    child_seen_on = GovDateField("When was the child seen?", required=False, past=True, today_link=True)
    child_seen_alone = YesNoField("Was the child seen alone?", required=False)
    child_views = LongTextField(
        "What the child says, in the child's own words",
        hint="For a child who does not speak yet, write what the child lives with.",
        subject="what the child says",
        required=False,
        rows=6,
    )
    analysis = LongTextField(
        "Analysis",
        hint="What is the risk, what protects the child, and what has to change. At least 40 characters.",
        required=False,
        rows=12,
    )
    outcome = RadiosField("What does the child need?", choices=AssessmentOutcome.choices, required=False)
    late_reason = LongTextField(
        "Why did it take longer than 45 working days?",
        hint="At least 20 characters.",
        subject="why it took longer",
        required=False,
        rows=3,
    )

    def __init__(self, *args: Any, late: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not late:
            del self.fields["late_reason"]

    @classmethod
    def typed(cls, data: Mapping[str, Any]) -> dict[str, Any]:
        """The answers in a kept draft, as they were typed."""
        sent = QueryDict(mutable=True)
        for name, value in data.items():
            sent.setlist(name, value if isinstance(value, list) else [value])
        return {name: field.widget.value_from_datadict(sent, {}, name) for name, field in cls.base_fields.items()}


class DecisionForm(Versioned, GovukForm):
    """What a manager decides about a submitted assessment."""

    decision = RadiosField(
        "What do you decide?",
        choices=[(AUTHORISE, "Authorise it"), (SEND_BACK, "Send it back")],
        reveals={SEND_BACK: "reason"},
        required_message="Select whether you authorise it or send it back",
    )
    reason = LongTextField(
        "What is missing?", hint="At least 20 characters. The author reads it.", subject="what is missing", rows=4
    )


class SharedForm(Versioned, GovukForm):
    """When the family was given the assessment."""

    shared_on = GovDateField("When was it shared with the family?", past=True, today_link=True)
    late_reason = LongTextField(
        "Why did it take longer than 45 working days?",
        hint="At least 20 characters.",
        subject="why it took longer",
        required=False,
        rows=3,
    )

    def __init__(self, *args: Any, late: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not late:
            del self.fields["late_reason"]
