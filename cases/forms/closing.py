"""Closing a case."""

from typing import Any

from cases.models.closures import CHANGED, STEP_DOWN_WHOLE, STEPS_DOWN
from frontdoor.core.forms import GovukForm, LongTextField, RadiosField, TextField, YesNoField
from frontdoor.models.referrals import ClosureReason

LEAST_CHANGED, SERVICE_LENGTH = 40, 3


class CloseForm(GovukForm):
    """Why the case closes, what has changed for the child, and where the family goes on to."""

    reason = RadiosField(
        "Why does the case close?", choices=ClosureReason.choices, required_message="Select why the case closes"
    )
    what_changed = LongTextField(
        "What has changed for the child, and why can the case close?",
        hint="At least 40 characters. What is different in the child's life now, and what will keep it so.",
        subject="what has changed for the child",
        rows=6,
        min_length=LEAST_CHANGED,
        error_messages={"min_length": CHANGED},
    )
    steps_down = YesNoField(
        "Does the family go on to early help?",
        inline=False,
        reveals={"yes": ("service", "accepted")},
        required_message="Select yes if the family goes on to early help",
    )
    service = TextField(
        "Which service?",
        max_length=120,
        min_length=SERVICE_LENGTH,
        required_message=STEP_DOWN_WHOLE,
        error_messages={"min_length": STEP_DOWN_WHOLE},
    )
    accepted = YesNoField(
        "Has the family accepted it?", required_message="Select yes if the family has accepted early help"
    )

    def clean(self) -> dict[str, Any]:
        super().clean()
        answers = self.cleaned_data
        if answers.get("steps_down") is False and answers.get("reason") == ClosureReason.EARLY_HELP:
            self.add_error("steps_down", STEPS_DOWN)
        return answers
