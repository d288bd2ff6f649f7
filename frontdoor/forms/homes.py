"""The questions about who lives where."""

from collections.abc import Iterable
from typing import Any

from frontdoor.actions.households import NewAddress
from frontdoor.core.forms import (
    CheckboxesField,
    CheckboxField,
    GovDateField,
    GovukForm,
    LongTextField,
    ModelSelectField,
    SelectField,
    SubmittedOnce,
    TextField,
    Versioned,
    YesNoField,
)
from frontdoor.forms.identifiers import postcode
from frontdoor.models import Person

ADDRESS_OR_NONE = "Enter an address or say that there is no fixed address, not both"
NO_ADDRESS = "Enter the address, or say that there is no fixed address"


class AddressForm(GovukForm):
    """An address, or that there is none."""

    lines = TextField("Address", required=False, max_length=300)
    postcode = TextField("Postcode", required=False, max_length=8, width=10)
    no_fixed_address = CheckboxField("No fixed address", required=False)
    address_needed = True

    def clean_postcode(self) -> str:
        return postcode(self.cleaned_data["postcode"])

    def clean(self) -> dict[str, Any]:
        super().clean()
        answers = self.cleaned_data
        place = answers.get("lines") or answers.get("postcode")
        if place and answers.get("no_fixed_address"):
            self.add_error("lines", ADDRESS_OR_NONE)
        if self.address_needed and not (place or answers.get("no_fixed_address") or "postcode" in self.errors):
            self.add_error("lines", NO_ADDRESS)
        return answers

    def address(self) -> NewAddress | None:
        """The address as the act takes it, None where nothing was entered."""
        answers = self.cleaned_data
        typed = NewAddress(
            lines=answers["lines"],
            postcode=answers["postcode"],
            no_fixed_address=answers["no_fixed_address"],
        )
        return None if typed == NewAddress() else typed


class NewHomeForm(AddressForm, SubmittedOnce):
    """Who lives together, of whom no home is recorded yet."""

    field_order = ["people", "day"]
    people = CheckboxesField("Who lives there", choices=[], required_message="Select who lives there")
    day = GovDateField(
        "Since", required=False, past=True, hint="Leave it empty if it is not known.", subject="since when"
    )
    address_needed = False

    def __init__(self, *args: Any, people: Iterable[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.family = {str(person.pk): person for person in people}
        self.fields["people"].choices = [(key, person.full_name) for key, person in self.family.items()]

    def chosen_people(self) -> list[Person]:
        """Those who live there."""
        return [self.family[key] for key in self.cleaned_data["people"]]


class JoinForm(GovukForm, SubmittedOnce):
    """Somebody of the family who moves into a home."""

    person = SelectField("Who moves in", subject="who moves in")
    day = GovDateField(
        "Since", required=False, past=True, hint="Leave it empty if it is not known.", subject="since when"
    )
    keeps_other_homes = YesNoField(
        "Does this person go on living somewhere else as well?",
        hint="A child may live in two homes. If no, the other homes end on the same day.",
        required_message="Select yes if this person has another home as well",
    )

    def __init__(self, *args: Any, people: Iterable[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(person.pk): person for person in people}
        self.fields["person"].choices = [
            ("", "Choose"),
            *((key, person.full_name) for key, person in self.people.items()),
        ]

    def answer(self) -> dict[str, Any]:
        """What the act takes."""
        answers = self.cleaned_data
        return {
            "person": self.people[answers["person"]],
            "since": answers["day"],
            "keeps_other_homes": answers["keeps_other_homes"],
        }


class LeaveForm(GovukForm, SubmittedOnce):
    """The day on which somebody moved out."""

    day = GovDateField("Moved out on", past=True, today_link=True, subject="the day of moving out")


class MoveForm(Versioned, AddressForm, SubmittedOnce):
    """A new address for everybody in the home."""

    day = GovDateField("Moved on", past=True, today_link=True, subject="the day of the move")


class ProtectForm(GovukForm, SubmittedOnce):
    """Why an address must be kept secret."""

    reason = LongTextField(
        "Why must this address be protected?",
        hint="At least 20 characters. Do not write the address itself.",
        rows=4,
        max_length=500,
        required_message="Say why the address must be protected",
    )


class NameForm(GovukForm, SubmittedOnce):
    """Who may see a protected address, until when."""

    worker = ModelSelectField(
        "Who may see the address", queryset=Person.objects.none(), subject="who may see the address"
    )
    reason = LongTextField("Why this worker needs it", hint="At least 20 characters.", rows=3, max_length=500)
    last_day = GovDateField("Until the end of", subject="the last day", hint="At most a year ahead.")

    def __init__(self, *args: Any, workers: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["worker"].queryset = workers
