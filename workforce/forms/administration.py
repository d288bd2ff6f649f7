"""What an administrator enters about workers, teams and roles."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator

from frontdoor.core.forms import (
    GovDateField,
    GovukForm,
    ModelSelectField,
    RadiosField,
    SelectField,
    TextField,
    Versioned,
    YesNoField,
)
from frontdoor.core.roles import ROLE_CHOICES, ROLES
from workforce.models import Team, Worker
from workforce.models.registration import FTE_IN_RANGE, REGISTRATION_NUMBER, REGISTRATION_SIGNS
from workforce.models.workers import TeamKind

FTE_WORDS = f"{FTE_IN_RANGE} Enter a number such as 0.6"


class FullTimeEquivalentField(forms.DecimalField):
    """More than 0 and at most 1, to two decimals; whatever else was typed is refused with that."""

    def clean(self, value: Any) -> Any:
        try:
            typed = super().clean(value)
        except ValidationError as refused:
            if not value or refused.error_list[0].code == "required":
                raise
            raise ValidationError(FTE_WORDS, code="invalid") from refused
        if typed is not None and not 0 < typed <= 1:
            raise ValidationError(FTE_WORDS, code="invalid")
        return typed


class WorkerForm(GovukForm):
    """Who somebody is and where they work."""

    given_names = TextField("First names", max_length=120)
    family_name = TextField("Family name", max_length=120)
    email = forms.EmailField(label="Work e-mail address", error_messages={"required": "Enter the work e-mail address"})
    team = ModelSelectField("Team", queryset=Team.objects.none(), required=False, empty_label="No team")
    registration_number = TextField(
        "Social Work England number",
        required=False,
        max_length=12,
        width=10,
        hint="Without it nobody can set the urgency of a contact.",
        validators=[RegexValidator(REGISTRATION_NUMBER, REGISTRATION_SIGNS.rstrip("."))],
    )
    agency_worker = YesNoField("Employed through an agency")
    newly_qualified = YesNoField("In the assessed and supported first year")
    fte = FullTimeEquivalentField(
        label="Full-time equivalent",
        help_text="1 is full time, 0.6 is three days a week.",
        max_digits=3,
        decimal_places=2,
        initial=Decimal(1),
        error_messages={"required": "Enter the full-time equivalent"},
        widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "govuk-input--width-4"}),
    )
    started_on = GovDateField("First day", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["team"].queryset = Team.objects.in_use()


class WorkerChangeForm(Versioned, WorkerForm):
    """A worker whom other administrators may change meanwhile."""


class WorkerFilter(GovukForm):
    """Which workers to list."""

    q = TextField("Name or e-mail address", required=False, width=20)
    team = ModelSelectField("Team", queryset=Team.objects.none(), required=False, empty_label="Every team")
    state = SelectField(
        "Access", choices=[("in", "May sign in"), ("out", "May not sign in")], required=False, empty_label="Both"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["team"].queryset = Team.objects.in_use()


class EndAccessForm(Versioned, GovukForm):
    """When somebody leaves."""

    how = RadiosField(
        "When does the access end?",
        choices=[("now", "Now, at once"), ("day", "With a last day")],
        choice_hints={"now": "Open sessions end while they are in use."},
        reveals={"day": "last_day"},
    )
    last_day = GovDateField("Last day")


class ReturnForm(Versioned, GovukForm):
    """Lets somebody who may not sign in do so again: nothing is asked but what it was decided on."""


class TeamForm(GovukForm):
    """A team."""

    name = TextField("Name", max_length=120)
    kind = RadiosField("What the team does", choices=TeamKind.choices, hint="This decides what its members see.")
    service = TextField("Service", max_length=120, required=False, hint="The larger part it belongs to, if any.")


class TeamChangeForm(Versioned, TeamForm):
    """A team that exists; it may be given up."""

    ended_on = GovDateField("No longer used from", required=False, hint="Leave empty while the team works.")


class RoleForm(GovukForm):
    """A role that is proposed for somebody."""

    role = RadiosField(
        "Role",
        subject="a role",
        choices=ROLE_CHOICES,
        choice_hints={code: role.description for code, role in ROLES.items()},
    )
    reason = TextField("Why is it needed?", subject="why the role is needed", max_length=300, spellcheck=True)
    starts_on = GovDateField("From", subject="the day it starts", future=True)
    ends_on = GovDateField(
        "Until",
        subject="the last day",
        required=False,
        hint="Leave empty for a role that stays. A stand-in has an end.",
    )
    stands_in_for = ModelSelectField(
        "Stands in for", queryset=Worker.objects.none(), required=False, empty_label="Nobody"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["stands_in_for"].queryset = Worker.objects.in_post(self.fields["starts_on"].today)


class EndRoleForm(Versioned, GovukForm):
    """When a role ends."""

    last_day = GovDateField("Last day of the role")
