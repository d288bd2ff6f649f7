"""Asking a manager to sign that section 47, or an order of a court, makes consent unnecessary (C04)."""

from typing import Any

from django.db.models import QuerySet

from frontdoor.actions.grounds import OrderTold, StrategyTold, Wanted
from frontdoor.core.forms import (
    GovDateField,
    GovDateTimeField,
    LongTextField,
    ModelSelectField,
    RadiosField,
    SubmittedOnce,
    TextField,
    YesNoField,
)
from frontdoor.core.written import LONG, NO_WORDS, in_words
from frontdoor.forms.requests import RequestForm
from frontdoor.models import ConsentOverride
from frontdoor.models.ground_rules import (
    COMPELS_NOTHING,
    COURT_NOT_WHOLE,
    LEAST_COMPELS,
    NO_ENQUIRY_STARTED,
    S47_NOT_DECIDED,
    STRATEGY_NOT_WHOLE,
)
from frontdoor.models.override_choices import STARTS_AN_ENQUIRY, Harm, StrategyOutcome
from frontdoor.models.override_rules import FACTS_TOO_SHORT

STAFF = ConsentOverride._meta.get_field("requested_by").related_model
DECISION, STRATEGY = "decision", "strategy"
TOLD_OF_STRATEGY = ("held_at", "held_where", "led_by", "police", "health", "outcome")
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
    """The decision that started the enquiry, its grounds, and what agencies are asked on it."""

    field_order = ("children", "rests_on", *TOLD_OF_STRATEGY, "facts", "harm", "immediate")

    rests_on = RadiosField(
        "What decided on section 47?",
        choices=[
            (DECISION, "The decision on this contact"),
            (STRATEGY, "A strategy discussion before this contact is decided"),
        ],
        choice_hints={DECISION: "For each child you chose, made by somebody other than you."},
        reveals={STRATEGY: TOLD_OF_STRATEGY},
        required_message=S47_NOT_DECIDED,
    )
    held_at = GovDateTimeField(
        "When was the strategy discussion?",
        past=True,
        hint="At most 5 days before the contact was received.",
        subject="the time of the strategy discussion",
    )
    held_where = short_text("Where was it held, or by which means?", least=4, words=STRATEGY_NOT_WHOLE, max_length=120)
    led_by = ModelSelectField(
        "Which manager led it?",
        queryset=STAFF.objects.none(),
        hint="Another manager signs this request.",
        required_message=STRATEGY_NOT_WHOLE,
    )
    police = short_text(
        "Who took part for the police?", hint="Name and role.", least=5, words=STRATEGY_NOT_WHOLE, max_length=120
    )
    health = short_text(
        "Who took part for health?", hint="Name and role.", least=5, words=STRATEGY_NOT_WHOLE, max_length=120
    )
    outcome = RadiosField("What did it decide?", choices=StrategyOutcome.choices, required_message=STRATEGY_NOT_WHOLE)
    facts = facts_field(
        "What gives reasonable cause to suspect significant harm?",
        "What was seen or said, by whom, when. At least 40 characters, written for these children.",
    )
    harm = RadiosField("Which harm?", choices=Harm.choices, required_message="Say which harm")
    immediate = YesNoField("Is the harm immediate?", required_message="Say whether the harm is immediate")

    def __init__(self, *args: Any, leaders: QuerySet, decided: bool, **kwargs: Any) -> None:
        """``leaders`` may have led the discussion; ``decided``: a decision on the contact can be chosen."""
        super().__init__(*args, **kwargs)
        self.fields["led_by"].queryset = leaders
        if not decided:
            self.fields["rests_on"].choices = self.fields["rests_on"].choices[1:]

    def clean(self) -> dict[str, Any]:
        super().clean()
        chosen = self.cleaned_data.get("outcome")
        if chosen and chosen not in STARTS_AN_ENQUIRY:
            self.add_error("outcome", NO_ENQUIRY_STARTED)
        return self.cleaned_data

    def answer(self) -> dict[str, Any]:
        """What the act takes."""
        data = self.cleaned_data
        told = {name: data[name] for name in TOLD_OF_STRATEGY}
        return {
            "wanted": self.wanted(),
            "harm": data["harm"],
            "immediate": data["immediate"],
            "strategy": StrategyTold(**told) if data["rests_on"] == STRATEGY else None,
        }


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
