"""Which harm somebody saw, asked at triage and at the decision; each risk is raised on a contact once."""

from collections.abc import Collection, Mapping
from typing import Any

from django.forms import BoundField, Field

from frontdoor.actions.evidence import Risk
from frontdoor.core.forms import CheckboxesField, GovukForm, TextField
from frontdoor.models.overrides import Harm
from frontdoor.models.risk import WHO_SAW_IT

RECORDED_BY_NOW = (
    "This risk is recorded by now, so these words are not saved with it. Put what they add into an answer."
)


class HarmField(CheckboxesField):
    """The harms that a contact does not carry yet; a tick at one that was recorded meanwhile asks nothing more."""

    def __init__(self, label: str, *, raised: Collection[str], **kwargs: Any) -> None:
        self.raised = raised
        super().__init__(label, **kwargs)

    def to_python(self, value: Any) -> list[str]:
        return [harm for harm in super().to_python(value) if harm not in self.raised]


class RiskQuestions(GovukForm):
    """Which harm, and who saw what, for each that the contact does not carry yet; never required.

    What was typed about a harm that has been recorded since stays on the page, with the sentence why it is not saved.
    """

    def ask_risks(self, raised: Collection[str], typed: Mapping[str, Any]) -> None:
        """Adds the questions; ``raised`` are the harms recorded by now, ``typed`` what was sent or kept before."""
        offered = [(value, words) for value, words in Harm.choices if value not in raised]
        if offered:
            self.fields["harm"] = HarmField(
                "Is there a risk of harm?",
                hint="Tick each that somebody saw or told. An assessment has to answer it. "
                "Leave it empty if there is none.",
                choices=offered,
                raised=raised,
                reveals={value: _seen(value) for value, _ in offered},
                required=False,
                small=True,
            )
        self.fields |= {_seen(value): _who_saw_it() for value, _ in offered}
        self.overtaken = [value for value in Harm.values if value in raised and typed.get(_seen(value), "").strip()]
        for value in self.overtaken:
            self.fields[_seen(value)] = TextField(
                f"What you wrote about this risk: {Harm(value).label.lower()}",
                hint=RECORDED_BY_NOW,
                max_length=300,
                required=False,
            )

    @property
    def overtaken_risks(self) -> list[BoundField]:
        """What was typed about harms that are recorded by now."""
        return [self[_seen(value)] for value in self.overtaken]

    def typed_risks(self) -> dict[str, str]:
        """The words about each harm on the page, whether it can still be raised or not."""
        return {value: self[_seen(value)].data or "" for value in Harm.values if _seen(value) in self.fields}


def risks(data: Mapping[str, Any]) -> list[Risk]:
    """What was ticked, from a valid form with risk questions."""
    return [Risk(harm, data[_seen(harm)]) for harm in data.get("harm") or ()]


def _seen(harm: str) -> str:
    return f"seen_{harm}"


def _who_saw_it() -> Field:
    return TextField(
        "Who saw it, and what",
        width="full",
        max_length=300,
        min_length=5,
        required_message=WHO_SAW_IT,
        error_messages={"min_length": WHO_SAW_IT},
    )
