"""Convening, holding, writing and signing a strategy meeting."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from cases.models.meetings import CALLED_OFF_WHOLE
from cases.models.protection import ABUSE
from cases.models.strategy import (
    ALONE_WHOLE,
    CHILD_DECIDED_WHOLE,
    LEFT_OUT_WHY,
    HarmWhen,
    Route,
    StrategyDecision,
)
from cases.models.strategy_rules import CAUSE_STATED, LEAST_CAUSE, WHY_NOT_THERE
from frontdoor.core.forms import (
    GovDateField,
    GovDateTimeField,
    GovukForm,
    LongTextField,
    ModelSelectField,
    RadiosField,
    TextField,
    Versioned,
    YesNoField,
)
from frontdoor.models import Person
from frontdoor.presenters import age

IN, OUT = "in", "out"
SHORT = {"rows": 3, "required": False}


def at_least(characters: int, sentence: str) -> dict[str, Any]:
    """What a question about a text of so many characters takes: the row's own sentence where it is shorter."""
    return {
        "min_length": characters,
        "required_message": sentence,
        "error_messages": {"min_length": sentence},
    }


class RearrangeForm(Versioned, GovukForm):
    """When and where it is held, and who chairs it."""

    planned_at = GovDateTimeField("When is it held?", subject="when it is held")
    place = TextField("Where, or how?", hint="A room, a video call or a telephone number.", subject="where it is held")
    chair = ModelSelectField(
        "Who chairs it?",
        hint="A practice manager or a service manager of social care.",
        queryset=Person.objects.none(),
        required_message="Select who chairs it",
    )

    def __init__(self, *args: Any, chairs: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["chair"].queryset = chairs


class ConveneForm(GovukForm):
    """Why now, about whom, when and by whom. Every child of the household is offered, and none is chosen beforehand."""

    reason = LongTextField(
        "What is the reasonable cause to suspect significant harm, and why now?",
        hint="What was seen or said, by whom and when. At least 40 characters.",
        subject="the reasonable cause to suspect significant harm",
        rows=4,
        **at_least(LEAST_CAUSE, CAUSE_STATED),
    )
    harm = RadiosField("Which harm do you suspect?", choices=ABUSE, required_message=CAUSE_STATED)
    cause_at = GovDateTimeField(
        "When was there reasonable cause to suspect significant harm?",
        hint="The time for holding the meeting runs from here.",
        subject="when there was reasonable cause",
        past=True,
        today_link=True,
    )
    immediate = YesNoField(
        "Is a child in immediate danger?",
        hint="Then the meeting is held the same day. If help is needed now, ring 999.",
    )
    planned_at = RearrangeForm.base_fields["planned_at"]
    place = RearrangeForm.base_fields["place"]
    chair = RearrangeForm.base_fields["chair"]

    def __init__(self, *args: Any, chairs: Any, children: Iterable[Person], on: date, **kwargs: Any) -> None:
        self.children = list(children)
        super().__init__(*args, **kwargs)
        self.fields["chair"].queryset = chairs
        for child in self.children:
            self.fields[f"child_{child.pk}"] = RadiosField(
                f"{child.full_name}, {age(child, on)}",
                choices=[(IN, "The meeting is about this child"), (OUT, "Not about this child")],
                reveals={OUT: f"why_{child.pk}"},
                required_message=f"Select whether the meeting is about {child.full_name}",
            )
            self.fields[f"why_{child.pk}"] = LongTextField(
                f"Why is {child.full_name} left out?", rows=2, **at_least(10, LEFT_OUT_WHY)
            )

    @property
    def child_fields(self) -> list[Any]:
        """The question about each child."""
        return [self[f"child_{child.pk}"] for child in self.children]

    @property
    def first_fields(self) -> list[Any]:
        """The questions about the meeting."""
        return [field for field in self.top_fields if not field.name.startswith("child_")]

    def answer(self) -> dict[str, Any]:
        """What the act takes."""
        given = {name: self.cleaned_data[name] for name in self.base_fields}
        return given | {
            "children": {
                child: "" if self.cleaned_data[f"child_{child.pk}"] == IN else self.cleaned_data[f"why_{child.pk}"]
                for child in self.children
            }
        }


class RecordForm(Versioned, GovukForm):
    """What the meeting writes about all children. It may be saved at any point; signing asks for all of it."""

    background = LongTextField("What is known from before?", hint="Earlier contacts, enquiries, plans.", **SHORT)
    risk_analysis = LongTextField(
        "Analysis of the risk",
        hint="What the harm is, who is feared, how likely and how bad, what protects the children, what is not known.",
        rows=6,
        required=False,
    )
    harm = RadiosField("Category of harm", choices=ABUSE, required=False)
    harm_when = RadiosField("Is the harm there, or likely?", choices=HarmWhen.choices, required=False)
    others_at_risk = LongTextField(
        "Which other children may be at risk?",
        hint="Also those to whom the person feared has access. If none, say how that is known.",
        **SHORT,
    )
    criminal_investigation = LongTextField(
        "Is there a criminal investigation?", hint="Who leads it and what is next; if none, why.", **SHORT
    )
    interview = LongTextField(
        "Interview to achieve best evidence", hint="Who, when, where and with which help; if none, why.", **SHORT
    )
    medical = LongTextField(
        "Medical examination", hint="Who, when and where, and who consents to it; if none, why.", **SHORT
    )
    consent_position = LongTextField("Where does consent stand?", hint="Who was asked, or why nobody is.", **SHORT)
    route = RadiosField("Who makes the enquiries?", choices=Route.choices, required=False)
    route_reason = LongTextField("Why?", subject="why", **SHORT)
    family_told = LongTextField("What is the family told?", hint="And what is not told yet, and why.", **SHORT)
    family_told_by = TextField("Who tells the family?", subject="who tells the family", required=False, max_length=120)
    family_told_when = TextField("When?", subject="when the family is told", required=False, max_length=120, width=20)
    safety = LongTextField("How are the children safe until the next step?", **SHORT)
    contingency = LongTextField("What happens if this does not work?", **SHORT)
    dissent = LongTextField("Who did not agree, and why?", hint="If everybody agreed, write: Nobody.", **SHORT)
    next_meeting = LongTextField("When is the next meeting?", hint="If none is needed, why.", **SHORT)


class SectionForm(Versioned, GovukForm):
    """One child's own section."""

    account = LongTextField(
        "What does the child say, or live with?",
        hint="In the child's own words where there are any. For a baby or an unborn child, what is observed.",
        rows=4,
        required=False,
    )
    whereabouts = LongTextField("Where is the child now, and with whom?", **SHORT)
    risk = LongTextField("What is the risk to this child?", rows=4, required=False)


class LeaveOutForm(GovukForm):
    """Why a child of the household is left out."""

    left_out_reason = LongTextField("Why is this child left out?", rows=3, **at_least(10, LEFT_OUT_WHY))


class DecideForm(Versioned, GovukForm):
    """What is decided about one child."""

    decision = RadiosField(
        "What is decided?", choices=StrategyDecision.choices, required_message="Select what is decided"
    )
    decision_reason = LongTextField(
        "Why?", hint="At least 20 characters.", subject="why", rows=4, **at_least(20, CHILD_DECIDED_WHOLE)
    )


class HoldForm(GovukForm):
    """When it began."""

    held_at = GovDateTimeField("When did it begin?", subject="when it began", past=True, today_link=True)


class AloneForm(GovukForm):
    """Why the chair decides without police, health or the chair there."""

    reason = LongTextField(
        "Why can this not wait?", hint="At least 40 characters.", subject="why", rows=4, **at_least(40, ALONE_WHOLE)
    )
    reconvene_on = GovDateField(
        "When is the meeting held again?",
        hint="At the latest on the next working day.",
        subject="when it is held again",
    )


class CallOffForm(GovukForm):
    """Why the meeting is not held."""

    reason = LongTextField("Why is the meeting not held?", rows=3, **at_least(20, CALLED_OFF_WHOLE))


class SignForm(Versioned, GovukForm):
    """The chair's signature; asks why the referrer or the school was not invited, where that is so."""

    missing_reason = LongTextField("Why were they not invited?", rows=3, **at_least(20, WHY_NOT_THERE))

    def __init__(self, *args: Any, not_invited: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = " and ".join(not_invited)
        if named:
            self.fields["missing_reason"].label = f"Why was nobody invited from {named}?"
        else:
            del self.fields["missing_reason"]
