"""What every request to ask agencies without consent asks: of whom, whom, what, and whether a parent was asked."""

from collections.abc import Collection
from typing import Any

from frontdoor.core.forms import (
    CheckboxesField,
    GovDateTimeField,
    GovukForm,
    LongTextField,
    ModelCheckboxesField,
    RadiosField,
    SelectField,
    TextField,
)
from frontdoor.core.written import LONG, NO_WORDS, in_words
from frontdoor.forms.consent import agencies_in_use, children_of, name_children
from frontdoor.models import Agency, Contact
from frontdoor.models.asking import asking_contradicts
from frontdoor.models.check_wording import NOT_TO_INVESTIGATE, found_in, names_on
from frontdoor.models.override_choices import Asked, Means
from frontdoor.models.override_questions import LEAST_QUESTION, ONE_ON_EACH_LINE, lines_of
from frontdoor.models.override_rules import NOT_WHOLE, TWO_ATTEMPTS
from frontdoor.models.request_rules import ATTEMPTS_IN_TIME

ATTEMPTS = ("first", "second")
ATTEMPT_PARTS = ("at", "means", "whom")
LEAST_WORDS = 10
BESIDE = {TWO_ATTEMPTS: "second_means", ATTEMPTS_IN_TIME: "first_at"}
"""Beside which question a sentence about the attempts is shown."""


class RequestForm(GovukForm):
    """Whom it covers and what is asked, word for word, and each attempt to reach a parent (domain.md 2.3)."""

    children = CheckboxesField("Which children does this cover?", required_message="Choose at least one child")
    agencies = ModelCheckboxesField(
        "Which agencies would be asked?",
        hint="Each agency that is added later needs a new decision.",
        queryset=Agency.objects.none(),
        small=True,
        required_message="Choose at least one agency",
    )
    questions = LongTextField(
        "Exactly what would they be asked?",
        hint="One question on each line. Agencies are asked these questions word for word and no others.",
        subject="what the agencies would be asked",
        rows=3,
        min_length=LEAST_WORDS,
        required_message=NOT_WHOLE,
    )
    asked = RadiosField(
        "Has a parent been asked?", choices=Asked.choices, required_message="Say whether a parent was asked"
    )
    first_at = GovDateTimeField("First attempt: when", past=True, required=False)
    first_means = SelectField("First attempt: how", choices=Means.choices, required=False)
    first_whom = TextField("First attempt: whom", width=20, required=False)
    second_at = GovDateTimeField("Second attempt: when", past=True, required=False)
    second_means = SelectField("Second attempt: how", choices=Means.choices, required=False)
    second_whom = TextField("Second attempt: whom", width=20, required=False)

    def __init__(self, *args: Any, contact: Contact, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.contact, self.now = contact, kwargs["now"]
        self.family = children_of(contact)
        name_children(self.fields["children"], self.family)
        self.fields["agencies"].queryset = agencies_in_use()
        for field in self.fields.values():
            if getattr(field, "min_length", None) == LEAST_WORDS:
                field.error_messages.setdefault("min_length", NOT_WHOLE)

    def clean(self) -> dict[str, Any]:
        super().clean()
        data = self.cleaned_data
        if data.get("facts") and not in_words(data["facts"], LONG):
            self.add_error("facts", NO_WORDS)
        if any(len(question) < LEAST_QUESTION for question in lines_of(data.get("questions") or "")):
            self.add_error("questions", ONE_ON_EACH_LINE)
        if found_in([data.get("questions") or ""], names_on(self.contact.pk)):
            self.add_error("questions", NOT_TO_INVESTIGATE)
        return data

    def check_asking(self, codes: Collection[str]) -> None:
        """Say beside the question where what is told of asking a parent contradicts itself or the reasons."""
        for which in ATTEMPTS:
            self._check_told_whole(which)
        wrong = asking_contradicts(
            codes,
            asked=self.cleaned_data.get("asked") or "",
            attempts=self.attempts(),
            received_at=self.contact.received_at,
            requested_at=self.now,
        )
        if wrong:
            field, sentence = wrong
            self.add_error(BESIDE.get(sentence, field), sentence)

    def _check_told_whole(self, which: str) -> None:
        names = [f"{which}_{part}" for part in ATTEMPT_PARTS]
        missing = [name for name in names if not self.cleaned_data.get(name)]
        if missing and len(missing) < len(names) and not any(name in self.errors for name in names):
            self.add_error(missing[0], f"Say when, how and whom you tried to reach in the {which} attempt")

    def attempts(self) -> list[dict[str, str]]:
        """The attempts that are told whole."""
        data = self.cleaned_data
        return [
            {"at": at.isoformat(), "means": means, "whom": whom}
            for which in ATTEMPTS
            for at, means, whom in [[data.get(f"{which}_{part}") for part in ATTEMPT_PARTS]]
            if at and means and whom
        ]

    def covered(self) -> dict[str, Any]:
        """What every act takes."""
        data = self.cleaned_data
        return {
            "children": [child for child in self.family if str(child.pk) in data["children"]],
            "agencies": list(data["agencies"]),
            "attempts": self.attempts(),
            "asked": data["asked"],
            "questions": data["questions"],
            "facts": data["facts"],
        }
