"""Asking a manager to sign that section 47, or an order of a court, makes consent unnecessary (C04)."""

from collections.abc import Mapping
from typing import Any

from frontdoor.actions.grounds import OrderTold, Wanted
from frontdoor.core.forms import (
    GovDateField,
    LongTextField,
    RadiosField,
    SubmittedOnce,
    TextField,
    YesNoField,
)
from frontdoor.core.written import LONG, NO_WORDS, in_words
from frontdoor.forms.requests import RequestForm
from frontdoor.models.ground_rules import (
    COMPELS_NOTHING,
    COURT_NOT_WHOLE,
    LEAST_COMPELS,
    S47_NOT_DECIDED,
)
from frontdoor.models.override_choices import Harm
from frontdoor.models.override_rules import FACTS_TOO_SHORT, HARM_NOT_NAMED
from frontdoor.models.strategy_grounds import StartingMeeting, why_no_ground
from frontdoor.presenters import moment

TOLD_OF_ORDER = ("court", "named", "number", "made_on", "ends_on", "compels")


def facts_field(label: str, hint: str) -> LongTextField:
    return LongTextField(
        label,
        hint=hint,
        rows=5,
        min_length=40,
        required_message=FACTS_TOO_SHORT,
        error_messages={"min_length": FACTS_TOO_SHORT},
    )


def short_text(label: str, *, least: int, words: str, **given: Any) -> TextField:
    """A short text that the row needs in at least so many characters."""
    return TextField(label, min_length=least, required_message=words, error_messages={"min_length": words}, **given)


class GroundForm(RequestForm, SubmittedOnce):
    """What both have in common; whoever signs it is somebody else."""

    advice = LongTextField(
        "What advice have you taken from the police or a lawyer?",
        hint="Say whose. Leave this empty where you have taken none.",
        rows=3,
        required=False,
    )
    child_view = LongTextField("What does the child want, if you know?", rows=3, required=False)

    def clean(self) -> dict[str, Any]:
        super().clean()
        self.check_asking(())
        return self.cleaned_data

    def wanted(self) -> Wanted:
        """What is asked for."""
        told = {name: self.cleaned_data[name] for name in ("advice", "child_view")}
        return Wanted(**self.covered(), **told)


class Section47Form(GroundForm):
    """The strategy meeting that started the enquiry, its grounds, and what agencies are asked on it."""

    field_order = ("meeting", "children", "facts", "harm", "immediate")

    meeting = RadiosField(
        "Which strategy meeting decided on section 47?",
        hint="Its chair has signed the record. Another manager than its chair signs this request.",
        required_message=S47_NOT_DECIDED,
    )
    facts = facts_field(
        "What gives reasonable cause to suspect significant harm?",
        "What was seen or said, by whom, when. At least 40 characters, written for these children.",
    )
    harm = RadiosField("Which harm?", choices=Harm.choices, required_message=HARM_NOT_NAMED)
    immediate = YesNoField("Is the harm immediate?", required_message=HARM_NOT_NAMED)

    def __init__(self, *args: Any, meetings: Mapping[int, StartingMeeting], **kwargs: Any) -> None:
        """``meetings`` are those of the contact on which section 47 can rest, by number."""
        super().__init__(*args, **kwargs)
        self.meetings = meetings
        self.fields["meeting"].error_messages["invalid_choice"] = self._why_not_offered()
        self.fields["meeting"].choices = [(str(number), self._in_words(met)) for number, met in meetings.items()]

    def _why_not_offered(self) -> str:
        chosen, children = self.data.get("meeting", ""), self.data.getlist("children") if self.is_bound else []
        if not chosen.isdecimal() or int(chosen) in self.meetings:
            return S47_NOT_DECIDED
        keys = {child.pk for child in self.family if str(child.pk) in children}
        return why_no_ground(self.contact, meeting=int(chosen), children=keys) or S47_NOT_DECIDED

    def _in_words(self, met: StartingMeeting) -> str:
        names = " and ".join(child.full_name for child in self.family if child.pk in met.children)
        return f"Meeting {met.number}, held {moment(met.held_at)}: section 47 for {names}"

    def clean(self) -> dict[str, Any]:
        super().clean()
        data = self.cleaned_data
        chosen, children = data.get("meeting"), data.get("children")
        if chosen and children and not {int(pk) for pk in children} <= self.meetings[int(chosen)].children:
            self.add_error("meeting", S47_NOT_DECIDED)
        return data

    def answer(self) -> dict[str, Any]:
        """What the act takes."""
        data = self.cleaned_data
        told = {name: data[name] for name in ("harm", "immediate")}
        return {"wanted": self.wanted(), "meeting": int(data["meeting"]), **told}


class CourtOrderForm(GroundForm):
    """Which order it is, and what it compels to be shared."""

    field_order = ("children", *TOLD_OF_ORDER, "facts")

    court = short_text("Which court made the order?", least=5, words=COURT_NOT_WHOLE, max_length=120)
    named = short_text("Which order is it, under which section?", least=5, words=COURT_NOT_WHOLE, max_length=200)
    number = short_text(
        "What is the number of the order or case?", least=4, words=COURT_NOT_WHOLE, max_length=60, width=20
    )
    made_on = GovDateField("When was it made?", past=True, required_message=COURT_NOT_WHOLE)
    ends_on = GovDateField("What is its last day, if it has one?", required=False)
    compels = LongTextField(
        "What does the order compel to be shared, and by whom?",
        hint=(
            "At least 40 characters. An order about where a child lives or whom the child sees compels nobody to share."
        ),
        rows=3,
        min_length=LEAST_COMPELS,
        required_message=COMPELS_NOTHING,
        error_messages={"min_length": COMPELS_NOTHING},
    )
    facts = facts_field("Why are these agencies asked now?", "At least 40 characters, written for these children.")

    def clean(self) -> dict[str, Any]:
        super().clean()
        data = self.cleaned_data
        if data.get("compels") and not in_words(data["compels"], LONG):
            self.add_error("compels", NO_WORDS)
        if data.get("number") and not any(sign.isdecimal() for sign in data["number"]):
            self.add_error("number", COURT_NOT_WHOLE)
        return data

    def answer(self) -> dict[str, Any]:
        """What the act takes."""
        return {
            "wanted": self.wanted(),
            "order": OrderTold(**{name: self.cleaned_data[name] for name in TOLD_OF_ORDER}),
        }
