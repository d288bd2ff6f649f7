"""Giving a plan to somebody."""

from collections.abc import Sequence
from typing import Any

from cases.actions.plan_copies import Recipient
from cases.models.plan_copies import HAS_AN_ADDRESS, TO_AGENCIES_ALONE, WHO_GETS_IT, CopyFor, GivenHow
from cases.plan_receivers import Receiver
from frontdoor.core.forms import EmailField, GovukForm, RadiosField, TextField

ALL, SOMEBODY = "all", "other"


class GiveCopyForm(GovukForm):
    """Who gets it, of which child, and how."""

    who = RadiosField(
        "Who gets it?",
        hint="Think whether it is safe for the children and for each parent that this person reads it.",
        reveals={SOMEBODY: ("given_to", "kind", "email")},
        required_message="Select who gets it",
    )
    given_to = TextField(
        "The person's name",
        max_length=120,
        min_length=2,
        required_message=WHO_GETS_IT,
        error_messages={"min_length": WHO_GETS_IT},
    )
    kind = RadiosField("What are they to the child?", choices=CopyFor.choices, required_message=WHO_GETS_IT)
    email = EmailField("Their secure e-mail, if it goes that way to an agency", required=False)
    part = RadiosField(
        "Whose part of the plan?",
        hint="Somebody who has a say for one child only gets that child's part.",
        required_message="Select whose part of the plan",
    )
    how = RadiosField("How is it given?", choices=GivenHow.choices, required_message="Select how it is given")

    def __init__(
        self, *args: Any, children: Sequence[tuple[int, str]], receivers: Sequence[Receiver], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.receivers = {one.key: one for one in receivers}
        offered = [(one.key, f"{one.name}: {one.what}") for one in receivers]
        self.fields["who"].choices = [*offered, (SOMEBODY, "Somebody else")]
        everybody = [(ALL, "All the children's")] if len(children) > 1 else []
        self.fields["part"].choices = [*((str(number), name) for number, name in children), *everybody]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("how") == GivenHow.EMAIL and given.get("who"):
            to = self._recipient(given)
            if to.kind != CopyFor.AGENCY:
                self.add_error("how", TO_AGENCIES_ALONE)
            elif not to.sent_to:
                self.add_error("email" if given["who"] == SOMEBODY else "how", HAS_AN_ADDRESS)
        return given

    def _recipient(self, given: dict[str, Any]) -> Recipient:
        one = self.receivers.get(given["who"])
        if one is None:
            return Recipient(given.get("given_to", ""), given.get("kind", ""), sent_to=given.get("email") or "")
        return Recipient(one.name, one.kind, person_id=one.person_id, member_id=one.member_id, sent_to=one.address)

    def answer(self) -> dict[str, Any]:
        """What the act takes."""
        given = self.cleaned_data
        part = None if given["part"] == ALL else int(given["part"])
        return {"part_id": part, "to": self._recipient(given), "how": given["how"]}
