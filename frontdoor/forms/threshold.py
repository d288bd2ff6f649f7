"""The levels of need: what a referrer claims, and the administrator's questions about the next version."""

from collections.abc import Iterable
from typing import Any

from django.core.validators import RegexValidator

from frontdoor.actions.contacts import NOT_SAID
from frontdoor.core.forms import (
    CheckboxField,
    GovDateField,
    GovukForm,
    LongTextField,
    RadiosField,
    TextField,
    Versioned,
    YesNoField,
)
from frontdoor.models import ThresholdLevel
from frontdoor.models.threshold import AssessmentDomain


def claimed_level_field(levels: Iterable[ThresholdLevel]) -> RadiosField:
    """Which level the referrer claims: one of ``levels`` by its number, or that they did not say; never required."""
    levels = list(levels)
    return RadiosField(
        "Which level of need does the referrer say this is?",
        hint="Ask, and write what they say. A manager decides the level.",
        choices=[*((level.code, str(level)) for level in levels), (NOT_SAID, "They did not say")],
        choice_hints={level.code: level.description for level in levels},
        required=False,
        small=True,
        subject="the level that the referrer claims",
    )


class DocumentForm(Versioned, GovukForm):
    """What stands above the levels."""

    name = TextField("Title of the document", max_length=120, spellcheck=True)
    introduction = LongTextField(
        "Introduction", hint="What the document is for and how to use it. Everybody can read it.", required=False
    )


class NewLevelForm(GovukForm):
    """One more level of a draft."""

    code = TextField(
        "Number of the level", max_length=4, width=4, validators=[RegexValidator(r"\A\w+\Z", "Use letters and digits")]
    )
    label = TextField("Its name", max_length=120, spellcheck=True)


class LevelForm(Versioned, GovukForm):
    """One level of a draft: what it is, who leads, and its indicators, one a line."""

    label = TextField("Name of the level", max_length=120, spellcheck=True)
    statutory = YesNoField("Is it a statutory level?", hint="A statutory level calls for social care.")
    leads = TextField("Who leads", max_length=200, width="full", spellcheck=True)
    description = LongTextField("What it means, in plain words", rows=3, max_length=500)
    dev, par, fam = (
        LongTextField(f"Indicators: {domain.label.lower()}", hint="One a line.", rows=8, required=False)
        for domain in AssessmentDomain
    )
    left_out = CheckboxField("Leave this level out of this version", required=False)

    def answer(self) -> dict[str, Any]:
        """What the act takes."""
        data = dict(self.cleaned_data)
        lines = {domain.value: data.pop(domain.value) for domain in AssessmentDomain}
        return data | {"indicators": {domain: _lines(text) for domain, text in lines.items()}}


class ProposeForm(GovukForm):
    """From which day."""

    valid_from = GovDateField(
        "From which day does it apply?",
        hint="Contacts received before that day keep the version in force now.",
        future=True,
        subject="the first day",
    )


def _lines(text: str) -> list[str]:
    return [line for line in (line.strip() for line in text.split("\n")) if line]
