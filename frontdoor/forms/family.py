"""The questions about who belongs to a family: adults, brothers and sisters, partners."""

from collections.abc import Iterable
from typing import Any

from frontdoor.actions.people import NewPerson
from frontdoor.actions.relationships import Standing
from frontdoor.core.forms import (
    CheckboxesField,
    GovDateField,
    GovukForm,
    RadiosField,
    SelectField,
    SubmittedOnce,
    TextField,
    Versioned,
)
from frontdoor.core.search import Wanted
from frontdoor.forms.record_contact import NAME_NEEDED
from frontdoor.forms.search import without_wildcards
from frontdoor.models import Person, Relationship
from frontdoor.models.person_choices import BirthDateKnown, Sex
from frontdoor.models.relationships import (
    PARTNERSHIPS,
    SIBLINGS,
    AcquiredBy,
    RelationshipKind,
    Responsibility,
    TieKind,
)

NEW = "new"
ONE_OF_THESE = "Somebody like this is recorded already. Select the person, or say that it is somebody else"
TWO_PEOPLE = "Choose two different people"
NOT_SURE = "Leave it empty if it is not known."


class WhoForm(GovukForm):
    """Somebody of the family, recorded already or not: those who are recorded like this are offered first."""

    match = RadiosField("Is it one of these people?", choices=[], required=False, label_size="m")
    given_names = TextField("First names", required=False, max_length=120, width=20)
    family_name = TextField("Family name", required=False, max_length=120, width=20)
    birth_date = GovDateField("Date of birth", required=False, past=True, hint=NOT_SURE)
    sex = RadiosField("Sex", choices=Sex.choices, inline=True, small=True, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if chosen := self.data.get("match"):
            self.fields["match"].choices = [(chosen, chosen)]

    def clean(self) -> dict[str, Any]:
        super().clean()
        if not (self.is_unborn() or self.cleaned_data.get("given_names") or self.cleaned_data.get("family_name")):
            self.add_error("given_names", NAME_NEEDED)
        return self.cleaned_data

    def is_unborn(self) -> bool:
        """Whether a child is described who needs no name yet."""
        return False

    def wanted(self) -> Wanted:
        """What to look for among those who are recorded."""
        answers = self.cleaned_data
        return Wanted(
            given_names=without_wildcards(answers["given_names"]),
            family_name=without_wildcards(answers["family_name"]),
            birth_date=answers["birth_date"],
        )

    def chosen(self, offered: list[tuple[int, str]]) -> int | NewPerson | None:
        """Who it is, given those who are recorded like this; None, with the question, until that has been answered."""
        if not offered:
            return self.described()
        choices = [(str(key), words) for key, words in offered] + [(NEW, "Somebody else, who is not recorded yet")]
        self.fields["match"].choices = choices
        answer = self.cleaned_data.get("match")
        if answer not in dict(choices):
            self.add_error("match", ONE_OF_THESE)
            return None
        return self.described() if answer == NEW else int(answer)

    def described(self) -> NewPerson:
        """Somebody who is not recorded yet."""
        answers = self.cleaned_data
        born = answers["birth_date"]
        return NewPerson(
            given_names=answers["given_names"],
            family_name=answers["family_name"],
            birth_date=born,
            birth_date_known=BirthDateKnown.EXACT if born else BirthDateKnown.UNKNOWN,
            sex=answers["sex"] or Sex.UNKNOWN,
        )

    @property
    def top_fields(self) -> list[Any]:
        """All but the question about those who are recorded, while there is none."""
        return [field for field in super().top_fields if field.name != "match" or len(field.field.choices) > 1]


class StandingForm(GovukForm):
    """What an adult is to the child, and since when."""

    kind = SelectField("Who is this to the child", choices=RelationshipKind.choices, subject="who this is to the child")
    parental_responsibility = RadiosField(
        "Parental responsibility", choices=Responsibility.choices, inline=True, small=True
    )
    responsibility_by = SelectField(
        "How it was acquired", choices=AcquiredBy.choices, empty_label="Not known", required=False, hint=NOT_SURE
    )
    responsibility_from = GovDateField("Parental responsibility since", required=False, past=True, hint=NOT_SURE)
    started_on = GovDateField("In the child's life since", required=False, past=True, hint=NOT_SURE)

    def standing(self) -> Standing:
        """The answers as the act takes them."""
        answers: dict[str, Any] = self.cleaned_data
        return Standing(**{name: answers[name] for name in Standing.__dataclass_fields__ if name in answers})


class AddAdultForm(WhoForm, StandingForm, SubmittedOnce):
    """An adult in the child's life."""

    field_order = ["match", "given_names", "family_name", "birth_date", "sex"]
    telephone = TextField("Telephone", required=False, max_length=30, width=20, inputmode="tel")

    def described(self) -> NewPerson:
        plain = super().described()
        return NewPerson(**plain.columns() | {"telephone": self.cleaned_data["telephone"]})


class ChangeAdultForm(StandingForm, Versioned):
    """The same corrected, or ended."""

    responsibility_to = GovDateField(
        "Parental responsibility ended on", required=False, past=True, hint="Only when it is no longer held."
    )
    ended_on = GovDateField(
        "No longer this to the child since", required=False, past=True, hint="A mother or father stays one."
    )


class AddSiblingForm(WhoForm, SubmittedOnce):
    """A brother or sister, born or not."""

    field_order = ["match", "given_names", "family_name", "birth_date", "expected_birth_date", "sex"]
    expected_birth_date = GovDateField(
        "Expected date of birth", required=False, hint="For a child who is not born yet. Leave the name empty if none."
    )
    parents = CheckboxesField("Which parents do they share?", choices=[], required=False, hint=NOT_SURE)
    kind = RadiosField(
        "If no shared parent is recorded, what are they to each other?",
        choices=[(kind.value, kind.label) for kind in SIBLINGS],
        required=False,
    )

    def __init__(self, *args: Any, parents: list[Relationship], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known_parents = parents
        self.fields["parents"].choices = [(str(row.pk), row.adult.full_name) for row in parents]

    def is_unborn(self) -> bool:
        return bool(self.cleaned_data.get("expected_birth_date"))

    def clean(self) -> dict[str, Any]:
        super().clean()
        answers = self.cleaned_data
        if not answers.get("parents") and not answers.get("kind"):
            self.add_error("kind", "Select a parent whom they share, or what they are to each other")
        if answers.get("parents") and answers.get("kind"):
            self.add_error("kind", "Select shared parents or this, not both")
        if self.is_unborn() and answers.get("birth_date"):
            self.add_error("expected_birth_date", "Enter a date of birth or an expected one, not both")
        return answers

    def described(self) -> NewPerson:
        plain = super().described()
        if not self.is_unborn():
            return plain
        unborn = {
            "birth_date_known": BirthDateKnown.UNBORN,
            "expected_birth_date": self.cleaned_data["expected_birth_date"],
            "sex": Sex.UNKNOWN,
        }
        return NewPerson(**plain.columns() | unborn)

    def shared(self) -> list[Relationship]:
        """The relationships of the child to the parents they share."""
        return [row for row in self.known_parents if str(row.pk) in self.cleaned_data["parents"]]


class TieForm(GovukForm, SubmittedOnce):
    """Two people of the family who are or were partners."""

    one = SelectField("First person", subject="the first person")
    two = SelectField("Second person", subject="the second person")
    kind = RadiosField(
        "What they are to each other",
        choices=[(kind.value, kind.label) for kind in PARTNERSHIPS],
        subject="what they are",
    )
    started_on = GovDateField("Since", required=False, past=True, hint=NOT_SURE, subject="since when")

    def __init__(self, *args: Any, people: Iterable[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(person.pk): person for person in people}
        choices = [("", "Choose"), *((key, person.full_name) for key, person in self.people.items())]
        self.fields["one"].choices = self.fields["two"].choices = choices

    def clean(self) -> dict[str, Any]:
        super().clean()
        answers = self.cleaned_data
        if answers.get("one") and answers.get("one") == answers.get("two"):
            self.add_error("two", TWO_PEOPLE)
        return answers

    def answer(self) -> dict[str, Any]:
        """What the act takes."""
        answers = self.cleaned_data
        return {
            "one": self.people[answers["one"]],
            "two": self.people[answers["two"]],
            "kind": answers["kind"],
            "started_on": answers["started_on"],
        }


class ChangeTieForm(GovukForm, Versioned):
    """The same corrected, or ended."""

    kind = RadiosField("What they are to each other", choices=[], subject="what they are")
    started_on = GovDateField("Since", required=False, past=True, hint=NOT_SURE, subject="since when")
    ended_on = GovDateField("Ended on", required=False, past=True, hint="The day from which it no longer stands.")

    def __init__(self, *args: Any, kinds: Iterable[TieKind], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(kind.value, kind.label) for kind in kinds]
