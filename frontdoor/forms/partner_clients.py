"""What an administrator enters about a partner's system."""

from typing import Any

from frontdoor.core.forms import GovukForm, ModelSelectField, TextField, Versioned
from frontdoor.models import Agency


class WebhookForm(GovukForm):
    """Where a change of status is sent."""

    webhook_url = TextField(
        "Where to send a change of status",
        required=False,
        max_length=300,
        inputmode="url",
        hint="Leave empty if the system asks by itself. It must begin with https://",
    )


class WebhookChangeForm(Versioned, WebhookForm):
    """An address that other administrators may change meanwhile."""


class RenewForm(Versioned, GovukForm):
    """Gives a system a new secret: nothing is asked but the secret it is to replace."""


class ClientForm(WebhookForm):
    """A system of an agency."""

    agency = ModelSelectField("Agency", queryset=Agency.objects.none())
    name = TextField("Name of the system", max_length=120, width=20)
    field_order = ("agency", "name", "webhook_url")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = Agency.objects.filter(ended_on__isnull=True)
