"""The questions behind a search for people."""

from dataclasses import replace
from typing import Any

from django.core.exceptions import ValidationError

from frontdoor.core.forms import GovDateField, GovukForm, LongTextField, SubmittedOnce, TextField
from frontdoor.core.search import Wanted, home_from, telephone_key, wanted_from
from frontdoor.models.search_alerts import WHAT_WAS_FOUND

NOTHING_TO_LOOK_FOR = (
    "Enter a name of at least two letters, a date of birth, an address, a whole postcode or a number. "
    "A part of a postcode needs a name or a street beside it"
)
WILDCARDS = "%_*?"


def without_wildcards(words: str) -> str:
    """The words without the signs that stand for anything elsewhere; here they stand for nothing."""
    return "".join(sign for sign in words if sign not in WILDCARDS)


class PeopleSearchForm(GovukForm):
    """The one line in the header."""

    q = TextField("Search for a child, a family member or a reference", required_message=NOTHING_TO_LOOK_FOR)

    def clean(self) -> dict[str, Any]:
        super().clean()
        if "q" in self.cleaned_data and self.wanted().is_empty:
            self.add_error("q", NOTHING_TO_LOOK_FOR)
        return self.cleaned_data

    def wanted(self) -> Wanted:
        """What to look for."""
        return wanted_from(without_wildcards(self.cleaned_data["q"]))


class FindChildForm(GovukForm):
    """What the caller knows about the child, before anything is added."""

    given_names = TextField("First names", required=False, max_length=120, width=20)
    family_name = TextField("Family name", required=False, max_length=120, width=20)
    birth_date = GovDateField(
        "Date of birth", required=False, hint="Leave empty if it is not known. Near misses are found too."
    )
    home = TextField(
        "Address or postcode",
        hint="For example, 12 High Street, or a street and its town. Earlier homes are found too.",
        required=False,
        max_length=320,
    )
    telephone = TextField("Telephone of the family", required=False, max_length=30, width=20, inputmode="tel")
    identifier = TextField(
        "NHS number, pupil number or our number", required=False, max_length=36, width=20, subject="number"
    )

    def clean(self) -> dict[str, Any]:
        super().clean()
        if not self.errors and self.wanted().is_empty:
            raise ValidationError(NOTHING_TO_LOOK_FOR)
        return self.cleaned_data

    def wanted(self) -> Wanted:
        """What to look for."""
        answers = self.cleaned_data
        return replace(
            home_from(without_wildcards(answers["home"])),
            given_names=without_wildcards(answers["given_names"]),
            family_name=without_wildcards(answers["family_name"]),
            birth_date=answers["birth_date"],
            telephone=telephone_key(answers["telephone"]),
            identifier="".join(answers["identifier"].split()).upper(),
        )


class LookIntoForm(GovukForm, SubmittedOnce):
    """What came of something that was noticed about the use of records."""

    found = LongTextField(
        "What did you find?",
        hint="At least 20 characters. Name no child: say what the worker told you and what you did.",
        rows=4,
        max_length=500,
        min_length=20,
        required_message=WHAT_WAS_FOUND,
        error_messages={"min_length": WHAT_WAS_FOUND},
    )
