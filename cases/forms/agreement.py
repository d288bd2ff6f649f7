"""What a manager decides about an assessment that the family does not agree to any more."""

from typing import Any

from cases.models.agreement_gone import SAYS_WHY, AfterAgreement
from frontdoor.core.forms import GovukForm, LongTextField, RadiosField

LEAST, LEAST_CAUSE = 20, 40


class AgreementForm(GovukForm):
    """No answer is chosen beforehand."""

    decision = RadiosField(
        "What happens with this assessment?",
        choices=AfterAgreement.choices,
        choice_hints={
            AfterAgreement.ENDS: "The worker writes down what is known. Nobody is visited or asked for it any more.",
            AfterAgreement.GOES_ON: "Ask for a strategy discussion as well: only section 47 asks nobody.",
        },
        required_message="Select what happens with this assessment",
    )
    reason = LongTextField(
        "Why?",
        hint="At least 20 characters. If it goes on: which harm, and what shows it, in at least 40 characters.",
        rows=5,
        min_length=LEAST,
        required_message=SAYS_WHY,
        error_messages={"min_length": SAYS_WHY},
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        goes_on = data.get("decision") == AfterAgreement.GOES_ON
        if goes_on and data.get("reason") and len(data["reason"].strip()) < LEAST_CAUSE:
            self.add_error("reason", SAYS_WHY)
        return data
