"""The words of a contact, to be completed or put right."""

from collections.abc import Iterable
from typing import Any

from frontdoor.core.forms import EmailField, GovukForm, LongTextField, RadiosField, TextField, Versioned
from frontdoor.forms.threshold import claimed_level_field
from frontdoor.models import ThresholdLevel
from frontdoor.models.contacts import ClaimedConsent


class DetailsForm(Versioned, GovukForm):
    """Everything the referrer told us that is text of the contact's own; ``levels`` are those of the contact's day."""

    concern = LongTextField("What is worrying", required_message="Enter what is worrying")
    child_voice = LongTextField("What the child says or lives with", rows=5, required=False)
    already_tried = LongTextField("What has been tried", rows=5, required=False)
    claimed_consent = RadiosField(
        "What the family knows", choices=ClaimedConsent.choices, required_message="Select what the family knows"
    )
    claimed_consent_reason = LongTextField("Why the family was not asked or did not agree", rows=3, required=False)
    not_checked = LongTextField(
        "Told, and not checked yet",
        rows=3,
        required=False,
        hint="Take a line out once it is checked and stands where it belongs.",
    )
    referrer_name = TextField("Referrer's name", max_length=120, required=False)
    referrer_role = TextField("Referrer's job or tie to the child", max_length=120, required=False)
    referrer_telephone = TextField("Referrer's telephone", max_length=30, width=20, required=False)
    referrer_email = EmailField("Referrer's e-mail", required=False)

    def __init__(self, *args: Any, levels: Iterable[ThresholdLevel], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["claimed_level"] = claimed_level_field(levels)
