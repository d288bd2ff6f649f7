"""Saying whether two records are one person, deciding it, and a birth."""

from collections.abc import Iterator
from typing import Any

from django.forms import BoundField
from django.http import QueryDict

from frontdoor import one_person
from frontdoor.actions.births import Baby
from frontdoor.core.forms import GovDateField, GovukForm, LongTextField, RadiosField, SubmittedOnce, TextField
from frontdoor.forms.record_contact import NAME_NEEDED
from frontdoor.models import Person
from frontdoor.models.identity import REASON_TOO_SHORT, LinkKind, MergeDecision
from frontdoor.models.person_choices import Sex

SAME = "same"
VALUE = "value_"
LEAST_REASON = 20
MOST_BABIES = 4
DECISION_TOO_SHORT = "A decision needs a manager, a time and a reason of at least 20 characters."


def in_one_line(person: Person) -> str:
    """A record as one of two to choose from."""
    return f"Record {person.pk}: {person.full_name}"


class PairForm(GovukForm):
    """What two records are to each other; where they are one person, which stays and whose values are right."""

    what = RadiosField(
        "Are these the same person?",
        choices=[
            (SAME, "Yes: propose that the records are joined"),
            (LinkKind.POSSIBLE, "Possibly: leave both, and let others know"),
            (LinkKind.DIFFERENT, "No: these are two people"),
        ],
        choice_hints={LinkKind.DIFFERENT: "They are never proposed again as one person. Twins are two people."},
        required_message="Say whether these are the same person",
        label_size="m",
    )
    reason = LongTextField(
        "How do you know?",
        hint="At least 20 characters. A manager who decides reads it.",
        rows=3,
        max_length=300,
        min_length=LEAST_REASON,
        subject="how you know",
        error_messages={"min_length": REASON_TOO_SHORT},
    )
    keep = RadiosField("Which record stays?", required=False, hint="Everything of the other record moves to it.")

    def __init__(self, *args: Any, one: Person, other: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.pair = (one, other)
        self.fields["keep"].choices = [(str(person.pk), in_one_line(person)) for person in self.pair]
        self.questions = one_person.differing(one, other)
        for question in self.questions:
            choices = [(str(person.pk), question.in_words(person)) for person in self.pair]
            self.fields[VALUE + question.key] = RadiosField(
                question.label, choices=choices, required=False, inline=True, small=True
            )

    def clean(self) -> dict[str, Any]:
        super().clean()
        if self.cleaned_data.get("what") == SAME:
            for name in ("keep", *(VALUE + question.key for question in self.questions)):
                if not self.cleaned_data.get(name):
                    self.add_error(name, f"Select one: {str(self.fields[name].label).rstrip('?').lower()}")
        return self.cleaned_data

    @property
    def asked_first(self) -> list[BoundField]:
        return [self["what"], self["reason"]]

    @property
    def asked_of_one_person(self) -> Iterator[BoundField]:
        """The questions that only matter where the records are one person."""
        yield self["keep"]
        for question in self.questions:
            yield self[VALUE + question.key]

    def proposal(self) -> dict[str, Any]:
        """What the act takes."""
        kept = self.cleaned_data["keep"]
        survivor, merged = sorted(self.pair, key=lambda person: str(person.pk) != kept)
        choices = {
            question.key: one_person.SURVIVOR if self.cleaned_data[VALUE + question.key] == kept else one_person.MERGED
            for question in self.questions
        }
        return {"survivor": survivor, "merged": merged, "choices": choices, "reason": self.cleaned_data["reason"]}


class DecideMergeForm(GovukForm):
    """A second person's signature; neither answer is chosen beforehand."""

    decision = RadiosField(
        "Your decision", choices=MergeDecision.choices, required_message="Select your decision", label_size="m"
    )
    reason = LongTextField(
        "Your reason",
        hint="At least 20 characters.",
        rows=3,
        min_length=LEAST_REASON,
        error_messages={"min_length": DECISION_TOO_SHORT},
    )


class UndoMergeForm(GovukForm):
    """Why two joined records are two people after all."""

    reason = LongTextField(
        "Why should the records be parted again?",
        hint="At least 20 characters.",
        subject="why the records should be parted",
        rows=3,
        min_length=LEAST_REASON,
        error_messages={"min_length": "Say in at least 20 characters why these are two people after all."},
    )


class BirthForm(SubmittedOnce, GovukForm):
    """A birth as somebody tells it."""

    birth_date = GovDateField("Date of birth", past=True, today_link=True, subject="date of birth")
    sex = RadiosField("Sex", choices=Sex.choices, inline=True, required_message="Select the sex of the baby")
    given_names = TextField(
        "First names", required=False, max_length=120, width=20, hint="Leave empty if not named yet."
    )
    family_name = TextField("Family name", required=False, max_length=120, width=20, hint="Empty: as on the record.")
    told_by = TextField("Who told us?", max_length=200, width=20, subject="who told us")
    how_many = RadiosField(
        "How many babies were born?",
        choices=[("1", "One"), ("2", "Two"), ("3", "Three"), ("4", "Four")],
        inline=True,
        required_message="Select how many babies were born",
    )

    def __init__(self, data: QueryDict | None = None, *, child: Person, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.child = child
        if not child.family_name:
            self.fields["family_name"].help_text = "The record has none yet."
        for number in range(2, MOST_BABIES + 1):
            self.fields[f"sex_{number}"] = RadiosField(
                f"Baby {number}: sex", choices=Sex.choices, inline=True, required=False
            )
            self.fields[f"given_names_{number}"] = TextField(
                f"Baby {number}: first names", required=False, max_length=120, width=20
            )

    def clean(self) -> dict[str, Any]:
        super().clean()
        for number in range(2, self._born() + 1):
            if not self.cleaned_data.get(f"sex_{number}"):
                self.add_error(f"sex_{number}", f"Select the sex of baby {number}")
        if not (self.cleaned_data.get("family_name") or self.child.family_name):
            self._check_first_names()
        return self.cleaned_data

    def _check_first_names(self) -> None:
        """Without a family name each baby needs a first name; the first may have one on the record."""
        for name in ("given_names", *(f"given_names_{number}" for number in range(2, self._born() + 1))):
            on_record = self.child.given_names if name == "given_names" else ""
            if not (self.cleaned_data.get(name) or on_record):
                self.add_error(name, NAME_NEEDED)

    def _born(self) -> int:
        return int(self.cleaned_data.get("how_many") or 1)

    @property
    def first_baby(self) -> list[BoundField]:
        names = ("birth_date", "sex", "given_names", "family_name", "told_by", "how_many")
        return [self[name] for name in names]

    @property
    def other_babies(self) -> Iterator[tuple[str, list[BoundField]]]:
        """What is asked about each further baby, after the answers to ``how_many`` with which it was born."""
        for number in range(2, MOST_BABIES + 1):
            born_with = " ".join(str(many) for many in range(number, MOST_BABIES + 1))
            yield born_with, [self[f"{name}_{number}"] for name in ("sex", "given_names")]

    def answer(self) -> dict[str, Any]:
        """What the act takes."""
        data = self.cleaned_data
        shared = {"birth_date": data["birth_date"], "family_name": data["family_name"]}
        babies = [
            Baby(sex=data[f"sex{suffix}"], given_names=data[f"given_names{suffix}"], **shared)
            for suffix in ("", *(f"_{number}" for number in range(2, self._born() + 1)))
        ]
        return {"baby": babies[0], "others": babies[1:], "told_by": data["told_by"]}


def beside(one: Person, other: Person) -> list[dict[str, Any]]:
    """Two records side by side, what each says about the same thing; things on which both say nothing are left out."""
    differ = {question.key for question in one_person.differing(one, other)}
    return [
        {"label": question.label, "values": values, "differs": question.key in differ}
        for question in one_person.questions()
        if any(values := [question.in_words(one), question.in_words(other)])
    ]
