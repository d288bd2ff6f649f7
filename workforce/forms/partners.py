"""Whom an administrator invites."""

from typing import Any

from django import forms

from frontdoor.core.forms import GovukForm, ModelSelectField, TextField
from frontdoor.models import Agency


class InviteForm(GovukForm):
    """Somebody of an agency."""

    agency = ModelSelectField("Agency", queryset=Agency.objects.none())
    given_names = TextField("First names", max_length=120, width=20)
    family_name = TextField("Family name", max_length=120, width=20)
    email = forms.EmailField(label="E-mail at work", error_messages={"required": "Enter an e-mail address"})

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = Agency.objects.filter(ended_on__isnull=True)
