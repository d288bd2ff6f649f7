"""Putting a good example forward, publishing it, and choosing what to read."""

from typing import Any

from cases.models.exemplars import TEXT_TOO_SHORT, WHY_GOOD, WHY_OUT, ExemplarPart
from frontdoor.core.forms import GovukForm, LongTextField, RadiosField

PUBLISH, TAKE_OUT = "publish", "take_out"


class ProposeForm(GovukForm):
    """The passage, rewritten so that nobody can be known from it, and what makes it good."""

    part = RadiosField(
        "What is it an example of?", choices=ExemplarPart.choices, required_message="Select what it is an example of"
    )
    text = LongTextField(
        "The example",
        hint="Write it so that nobody of the family can be known: no names, dates, places or numbers. Say "
        "\u201cthe child\u201d, \u201cthe grandmother\u201d, \u201cthe school\u201d.",
        rows=10,
        min_length=40,
        required_message=TEXT_TOO_SHORT,
        error_messages={"min_length": TEXT_TOO_SHORT},
    )
    why = LongTextField(
        "What makes it good?",
        hint="What somebody else can learn from it.",
        rows=3,
        min_length=20,
        required_message=WHY_GOOD,
        error_messages={"min_length": WHY_GOOD},
    )


class DecideForm(GovukForm):
    """Publish a good example, or take it out with the reason."""

    decision = RadiosField("What becomes of it?", required_message="Select what becomes of it")
    reason = LongTextField("Why is it taken out?", hint="Needed only where it is taken out.", rows=3, required=False)

    def __init__(self, *args: Any, may_publish: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        publish = [(PUBLISH, "Publish it in the library")] if may_publish else []
        self.fields["decision"].choices = [*publish, (TAKE_OUT, "Take it out")]

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if given.get("decision") == TAKE_OUT and len(given.get("reason", "").strip()) < 10:
            self.add_error("reason", WHY_OUT)
        return given
