"""Giving a plan to somebody."""

from collections.abc import Sequence
from typing import Any

from cases.models.plan_copies import WHO_GETS_IT, CopyFor, GivenHow
from frontdoor.core.forms import GovukForm, RadiosField, TextField

ALL = "all"


class GiveCopyForm(GovukForm):
    """Who gets it, of which child, and how."""

    given_to = TextField(
        "Who gets it?",
        hint="The person's name.",
        max_length=120,
        min_length=2,
        required_message=WHO_GETS_IT,
        error_messages={"min_length": WHO_GETS_IT},
    )
    kind = RadiosField("What are they to the child?", choices=CopyFor.choices, required_message=WHO_GETS_IT)
    part = RadiosField(
        "Whose part of the plan?",
        hint="Somebody who has a say for one child only gets that child's part.",
        required_message="Select whose part of the plan",
    )
    how = RadiosField("How is it given?", choices=GivenHow.choices, required_message="Select how it is given")

    def __init__(self, *args: Any, children: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        everybody = [(ALL, "All the children's")] if len(children) > 1 else []
        self.fields["part"].choices = [*((str(number), name) for number, name in children), *everybody]

    def answer(self) -> dict[str, Any]:
        """What the act takes."""
        given = self.cleaned_data
        part = None if given["part"] == ALL else int(given["part"])
        return {"part_id": part, **{name: given[name] for name in ("given_to", "kind", "how")}}
