"""What is recorded of one person, to be completed or put right."""

from typing import Any

from frontdoor.actions.details import PERSON_TOLD
from frontdoor.core.forms import (
    CheckboxesField,
    CheckboxField,
    GovDateField,
    GovukForm,
    RadiosField,
    SelectField,
    TextField,
    Versioned,
)
from frontdoor.forms.identifiers import nhs_number, pupil_number
from frontdoor.forms.record_contact import NAME_NEEDED
from frontdoor.models import Person
from frontdoor.models.birth_dates import NOT_EXPECTED, is_expected
from frontdoor.models.person_choices import DISABILITIES, BirthDateKnown, Ethnicity, Sex

NO_DISABILITY = "NONE"


class PersonForm(GovukForm, Versioned):
    """Names, dates, and what services need to know to treat somebody rightly."""

    given_names = TextField("First names", required=False, max_length=120, width=20)
    family_name = TextField("Family name", required=False, max_length=120, width=20)
    also_known_as = TextField("Other or former names", required=False, max_length=240)
    birth_date_known = RadiosField(
        "How sure is the date of birth?",
        choices=BirthDateKnown.choices,
        reveals={"exact": "birth_date", "estimated": "estimated_birth_date", "unborn": "expected_birth_date"},
        required_message="Select how sure the date of birth is",
    )
    birth_date = GovDateField("Date of birth", past=True)
    estimated_birth_date = GovDateField("Best guess", past=True, subject="estimated date of birth")
    expected_birth_date = GovDateField("Expected on", subject="expected date of birth")
    death_date = GovDateField("Date of death", required=False, past=True)
    sex = RadiosField("Sex", choices=Sex.choices, inline=True, small=True)
    ethnicity = SelectField("Ethnicity", choices=Ethnicity.choices)
    disabilities = CheckboxesField("Disability", choices=DISABILITIES, required=False, small=True)
    first_language = TextField("First language", required=False, max_length=60, width=20)
    needs_interpreter = CheckboxField("Needs an interpreter", required=False)
    school = TextField("School or nursery", required=False, max_length=120)
    telephone = TextField("Telephone", required=False, max_length=30, width=20, inputmode="tel")
    nhs_number = TextField("NHS number", required=False, max_length=20, width=20, inputmode="numeric")
    upn = TextField("Unique pupil number", required=False, max_length=20, width=20)

    def clean_nhs_number(self) -> str | None:
        return nhs_number(self.cleaned_data["nhs_number"])

    def clean_upn(self) -> str | None:
        return pupil_number(self.cleaned_data["upn"])

    def clean(self) -> dict[str, Any]:
        super().clean()
        answers = self.cleaned_data
        unborn = answers.get("birth_date_known") == BirthDateKnown.UNBORN
        if not (unborn or answers.get("given_names") or answers.get("family_name")):
            self.add_error("given_names", NAME_NEEDED)
        if unborn and answers.get("sex") != Sex.UNKNOWN:
            self.add_error("sex", "Leave the sex of an unborn child as not known")
        expected = answers.get("expected_birth_date")
        if unborn and expected and not is_expected(expected, self.fields["birth_date"].today):
            self.add_error("expected_birth_date", NOT_EXPECTED.rstrip("."))
        if NO_DISABILITY in answers.get("disabilities", []) and len(answers["disabilities"]) > 1:
            self.add_error("disabilities", "Select a disability or none, not both")
        return answers

    def told(self) -> dict[str, Any]:
        """The answers as the act takes them."""
        answers = self.cleaned_data
        told = {name: answers[name] for name in PERSON_TOLD}
        told["birth_date"] = answers["birth_date"] or answers["estimated_birth_date"]
        told["expected_birth_date"] = answers["expected_birth_date"]
        told["disabilities"] = sorted(answers["disabilities"])
        return told

    @classmethod
    def now_there(cls, person: Person) -> dict[str, Any]:
        """What is recorded, as the form shows it."""
        there = {name: getattr(person, name) for name in PERSON_TOLD} | {"version": person.version}
        if person.birth_date_known == BirthDateKnown.ESTIMATED:
            there |= {"estimated_birth_date": person.birth_date, "birth_date": None}
        return there
