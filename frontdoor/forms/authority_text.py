"""A sentence of the authority's letters, from a day on."""

from frontdoor.core.forms import GovDateField, GovukForm, LongTextField
from frontdoor.models.authority_texts import TOO_SHORT

LEAST = 20


class TextForm(GovukForm):
    """New words and the day from which letters carry them."""

    words = LongTextField(
        "New words",
        hint="Whole sentences, as a referrer reads them. Name an office, not a person.",
        rows=5,
        min_length=LEAST,
        required_message=TOO_SHORT,
        error_messages={"min_length": TOO_SHORT},
    )
    valid_from = GovDateField("From", subject="the day it starts", future=True, today_link=True)
