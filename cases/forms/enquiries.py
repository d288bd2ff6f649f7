"""Outcome and conference of a section 47 enquiry, and emergency powers."""

import re

from django.core.exceptions import ValidationError

from cases.actions.enquiries import SENT_BACK_SHORT
from cases.models.emergency import ENDED_WHOLE, LEAST_REFERENCE, REASON_TOO_SHORT, REFERENCE_MISSING, PowerKind
from cases.models.enquiries import NOT_NEEDED_WHOLE, OUTCOME_WHOLE, EnquiryOutcome
from frontdoor.core.forms import (
    GovDateTimeField,
    GovukForm,
    LongTextField,
    RadiosField,
    TextField,
    Versioned,
)

AUTHORISE, SEND_BACK = "authorise", "send_back"


class OutcomeForm(Versioned, GovukForm):
    """One of four outcomes, and why."""

    outcome = RadiosField(
        "What did the enquiry find?", choices=EnquiryOutcome.choices, required_message="Select what the enquiry found"
    )
    outcome_reason = LongTextField(
        "Why?",
        hint="What supports it and what speaks against it. At least 40 characters.",
        subject="why",
        min_length=40,
        required_message=OUTCOME_WHOLE,
        error_messages={"min_length": OUTCOME_WHOLE},
    )


class AuthoriseForm(Versioned, GovukForm):
    """What a manager decides about a proposed outcome."""

    decision = RadiosField(
        "What do you decide?",
        choices=[(AUTHORISE, "Authorise this outcome"), (SEND_BACK, "Send it back")],
        reveals={SEND_BACK: "reason"},
        required_message="Select whether you authorise it or send it back",
    )
    reason = LongTextField(
        "What is missing?",
        subject="what is missing",
        rows=4,
        min_length=20,
        required_message=SENT_BACK_SHORT,
        error_messages={"min_length": SENT_BACK_SHORT},
    )


class NotNeededForm(Versioned, GovukForm):
    """Why a manager decides that no conference is needed, and what the agencies think of it."""

    not_needed_reason = LongTextField(
        "Why is it not needed?",
        rows=4,
        min_length=40,
        required_message=NOT_NEEDED_WHOLE,
        error_messages={"min_length": NOT_NEEDED_WHOLE},
    )
    agency_views = LongTextField(
        "What do police, health and the other agencies think of it?",
        rows=4,
        min_length=40,
        required_message=NOT_NEEDED_WHOLE,
        error_messages={"min_length": NOT_NEEDED_WHOLE},
    )


class PowerForm(GovukForm):
    """Which power, since when, and until when where a court says it."""

    kind = RadiosField(
        "Which power?",
        choices=PowerKind.choices,
        choice_hints={
            PowerKind.POLICE: "Ends after 72 hours.",
            PowerKind.ORDER: "Ends when the court says, after 8 days at most.",
        },
        reveals={PowerKind.ORDER: "ends_at"},
        required_message="Select which power it is",
    )
    started_at = GovDateTimeField("When did it begin?", subject="when it began", past=True, today_link=True)
    ends_at = GovDateTimeField("When does the order end?", subject="when the order ends")
    reason = LongTextField(
        "What happened, and where is the child kept safe?",
        rows=4,
        min_length=20,
        required_message=REASON_TOO_SHORT,
        error_messages={"min_length": REASON_TOO_SHORT},
    )
    reference = TextField("Police or court reference", required=False, max_length=60, width=20)


class ConfirmPowerForm(GovukForm):
    """The number by which the police or the court know of it."""

    reference = TextField(
        "Police or court reference",
        hint="As the police or the court gave it to you, with its number.",
        max_length=60,
        min_length=LEAST_REFERENCE,
        width=20,
        required_message=REFERENCE_MISSING,
        error_messages={"min_length": REFERENCE_MISSING},
    )

    def clean_reference(self) -> str:
        """It has a number."""
        reference: str = self.cleaned_data["reference"]
        if not re.search("[0-9]", reference):
            raise ValidationError(REFERENCE_MISSING)
        return reference


class EndPowerForm(GovukForm):
    """When and how it ended."""

    ended_at = GovDateTimeField("When did it end?", subject="when it ended", past=True, today_link=True)
    ended_how = LongTextField(
        "How did it end, and where is the child now?",
        rows=3,
        min_length=10,
        required_message=ENDED_WHOLE,
        error_messages={"min_length": ENDED_WHOLE},
    )


class ExtendForm(GovukForm):
    """Until when a court extended an order."""

    ends_at = GovDateTimeField("Until when is the order extended?", subject="the new end of the order")
