"""What an administrator enters about agencies, clocks, the calendar and the authority."""

import re
from typing import Any

from django import forms
from django.core.validators import RegexValidator

from frontdoor.core.forms import (
    GovDateField,
    GovukForm,
    ModelSelectField,
    NumberField,
    SelectField,
    TextField,
    Versioned,
)
from frontdoor.models import Agency
from frontdoor.models.agencies import ReferralSource, Sector

COLOUR = RegexValidator(re.compile(r"#[0-9a-fA-F]{6}\Z"), "Enter a colour such as #00557f")

CLOCK = forms.TimeInput(format="%H:%M", attrs={"class": "govuk-input--width-5"})


class AgencyForm(GovukForm):
    """An organisation of the managed list."""

    name = TextField("Name", max_length=120)
    source_code = SelectField("Census source", choices=ReferralSource.choices)
    sector = SelectField("Part of the partnership", choices=Sector.choices)
    email = forms.EmailField(label="Secure e-mail", required=False)
    telephone = TextField("Telephone", max_length=30, required=False, width=20)
    lead_name = TextField(
        "Named lead",
        hint="Whom we turn to when the agency does not answer.",
        subject="the name of the lead",
        max_length=120,
        required=False,
    )
    lead_email = forms.EmailField(label="Named lead's secure e-mail", required=False)
    lead_telephone = TextField("Named lead's telephone", max_length=30, required=False, width=20)


class AgencyFilter(GovukForm):
    """Which agencies to list."""

    q = TextField("Name", required=False, width=20)


class AgencyChangeForm(Versioned, AgencyForm):
    """An agency that is listed; it may go out of use."""

    ended_on = GovDateField("No longer used from", required=False, hint="Leave empty while it is used.")


class DatedForm(GovukForm):
    """What a clock or limit is from a day on."""

    value = NumberField("New value", min_value=1, max_value=1_000_000)
    valid_from = GovDateField("From", subject="the day it starts", future=True)
    source = TextField(
        "Source", max_length=300, spellcheck=True, hint="The law, guidance or decision that sets it, and its date."
    )


class PeriodForm(DatedForm):
    """A new period of one clock or limit."""

    team = ModelSelectField("Only for one team", queryset=Agency.objects.none(), required=False, empty_label="No")

    def __init__(self, *args: Any, teams: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["team"].queryset = teams


class CorrectionForm(Versioned, DatedForm):
    """A period that starts today or later, put right."""

    reason = TextField("Why is it corrected?", subject="why it is corrected", max_length=200, spellcheck=True)


class HolidayForm(GovukForm):
    """A day on which the office is closed."""

    day = GovDateField("Which day is the office closed?", subject="the day")
    name = TextField("Why, in a few words", subject="why the office is closed", max_length=120)


class CoverForm(GovukForm):
    """Until when the list of bank holidays is complete."""

    until = GovDateField("Complete until", subject="the last day of the list", future=True)


class AuthorityForm(Versioned, GovukForm):
    """Whose installation this is."""

    name = TextField("Name of the authority", max_length=120)
    la_code = TextField("Local authority code", max_length=3, width=3)
    mark = TextField("Mark", max_length=4, required=False, width=4, hint="Up to four letters.")
    brand_colour = TextField(
        "Colour of the header", max_length=7, width=10, validators=[COLOUR], hint="White words must be readable on it."
    )
    telephone = TextField("Telephone of the front door", max_length=30, required=False, width=20)
    out_of_hours_telephone = TextField("Telephone out of hours", max_length=30, required=False, width=20)
    opens = forms.TimeField(label="Opens", widget=CLOCK, help_text="For example 09:00")
    closes = forms.TimeField(label="Closes", widget=CLOCK, help_text="For example 17:00")
    duty_to_share_from = GovDateField(
        "From which day is the duty to share information in force?",
        subject="the first day of the duty to share",
        hint="Children Act 2004, section 16LA. Leave empty until it is: nobody can then rest a request on it.",
        required=False,
    )
