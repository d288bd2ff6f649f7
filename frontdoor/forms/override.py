"""Asking that consent be overridden, and deciding it."""

from collections.abc import Iterator
from string import digits
from typing import Any

from django.forms import BoundField

from frontdoor.core.forms import (
    CheckboxesField,
    GovDateTimeField,
    GovukForm,
    LongTextField,
    RadiosField,
    TextField,
    YesNoField,
)
from frontdoor.forms.requests import ATTEMPT_PARTS, ATTEMPTS, LEAST_WORDS, RequestForm
from frontdoor.models.acting_now import NO_ACT, Act, is_whole, recorded
from frontdoor.models.asking import duty_contradicts
from frontdoor.models.override_choices import (
    EVIDENCE_ASKED,
    EVIDENCE_WITH_A_NUMBER,
    ActsNow,
    Harm,
    LegalBasis,
    OverrideDecision,
    OverrideReason,
)
from frontdoor.models.override_rules import (
    ACTS_NOW,
    DECISION_NOT_WHOLE,
    EVIDENCE_MISSING,
    EVIDENCE_WITHOUT_NUMBER,
    FACTS_TOO_SHORT,
    HARM_NOT_NAMED,
    NO_LEGAL_BASIS,
    NO_OVERRIDING_CONCERN,
    NOT_WHOLE,
)
from frontdoor.models.request_rules import NO_CONCERN_BUT_REASONS
from frontdoor.presenters import moment

EVIDENCE_FIELDS = {str(code): f"evidence_{code}" for code in EVIDENCE_ASKED}
ACT = ("acts_now", "called_at", "call_reference")
RESTS_ON = ("legal_basis", "advice", "child_view")
LEAST_FACTS = 40
SECTIONS = (
    ("Who and what", "", ("children", "agencies", "questions")),
    (
        "What a parent has been asked",
        "Tell each attempt to reach a parent. Leave the attempts empty where there was none.",
        ("asked", *(f"{which}_{part}" for which in ATTEMPTS for part in ATTEMPT_PARTS)),
    ),
    ("Why it cannot wait", "", ("reason_codes", *ACT, "facts")),
    (
        "Which harm you weigh",
        "",
        ("harm_if_sought", "harm_if_not_shared", "overriding_concern", "immediate", "less_intrusive"),
    ),
    ("What you rest it on", "", RESTS_ON),
)
"""Every question of the form but those that another one reveals."""


class OverrideForm(RequestForm):
    """Everything one override record holds (domain.md 2.3); a reason outside the list is offered nowhere."""

    reason_codes = CheckboxesField(
        "Why can consent not be waited for?",
        choices=OverrideReason.choices,
        reveals=EVIDENCE_FIELDS,
        required_message="Choose at least one reason",
    )
    evidence_O1, evidence_O2, evidence_O3, evidence_O4, evidence_O6, evidence_O10, evidence_O12 = (
        TextField(
            words,
            min_length=LEAST_WORDS,
            required_message=EVIDENCE_MISSING,
            error_messages={"min_length": EVIDENCE_MISSING},
        )
        for words in EVIDENCE_ASKED.values()
    )
    acts_now = RadiosField(
        "Reason O4: what is done at once?",
        hint="Answer this only where you chose that the delay in asking would itself put the child at risk.",
        choices=(),
        required=False,
    )
    called_at = GovDateTimeField(
        "Reason O4: when were the police or the ambulance called?",
        past=True,
        required=False,
        subject="the time of the call",
    )
    call_reference = TextField("Reason O4: the reference of the call", width=20, max_length=60, required=False)
    facts = LongTextField(
        "Which facts do you rely on?",
        hint="What was seen or said, by whom, when. At least 40 characters, written for these children.",
        rows=6,
        min_length=LEAST_FACTS,
        required_message=FACTS_TOO_SHORT,
        error_messages={"min_length": FACTS_TOO_SHORT},
    )
    harm_if_sought = LongTextField(
        "What harm is likely if a parent is asked?", rows=3, min_length=LEAST_WORDS, required_message=NOT_WHOLE
    )
    harm_if_not_shared = LongTextField(
        "What harm is likely if agencies are not asked?", rows=3, min_length=LEAST_WORDS, required_message=NOT_WHOLE
    )
    overriding_concern = YesNoField(
        "Is there an over-riding child protection concern?",
        reveals={"yes": "harm"},
        inline=False,
    )
    harm = RadiosField("Which harm?", choices=Harm.choices, required_message=HARM_NOT_NAMED)
    immediate = YesNoField("Is the harm immediate?", required=False)
    less_intrusive = LongTextField(
        "Which lesser step did you consider, and why is it not enough?",
        subject="the lesser step that you considered",
        rows=3,
        min_length=LEAST_WORDS,
        required_message=NOT_WHOLE,
    )

    legal_basis = RadiosField(
        "Which legal basis lets agencies be asked?",
        hint="Consent under data protection law is not a basis for safeguarding, and is not offered. Section 16LA can "
        "be chosen once it is in force.",
        choices=LegalBasis.choices,
        required_message=NO_LEGAL_BASIS,
    )
    advice = LongTextField(
        "What advice have you taken from the police or a lawyer?",
        hint="Say whose. Leave this empty where you have taken none.",
        rows=3,
        required=False,
    )
    child_view = LongTextField("What does the child want, if you know?", rows=3, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = dict(ActsNow.choices)
        self.fields["acts_now"].choices = [
            *(
                (f"{kind}:{number}", f"{labels[kind]}, {moment(at)}")
                for (kind, number), at in recorded(self.contact, at=self.now).items()
            ),
            (ActsNow.CALL.value, labels[ActsNow.CALL]),
        ]

    def act(self) -> Act:
        """What stands behind reason O4."""
        data = self.cleaned_data
        kind, _, number = (data.get("acts_now") or "").partition(":")
        if kind == ActsNow.CALL:
            return Act(kind, called_at=data.get("called_at"), reference=data.get("call_reference") or "")
        return Act(kind, int(number)) if number else NO_ACT

    def clean(self) -> dict[str, Any]:
        super().clean()
        data = self.cleaned_data
        codes = data.get("reason_codes") or []
        if OverrideReason.O4 in codes and not is_whole(self.act(), self.contact, requested_at=self.now):
            self.add_error("acts_now", ACTS_NOW)
        for code in EVIDENCE_WITH_A_NUMBER.intersection(codes):
            name = EVIDENCE_FIELDS[code]
            if data.get(name) and not any(letter in digits for letter in data[name]):
                self.add_error(name, EVIDENCE_WITHOUT_NUMBER)
        if data.get("overriding_concern") is False and OverrideReason.O12 not in codes:
            self.add_error("overriding_concern", NO_OVERRIDING_CONCERN)
        if data.get("overriding_concern") and data.get("immediate") is None and "immediate" not in self.errors:
            self.add_error("immediate", HARM_NOT_NAMED)
        if data.get("overriding_concern") is False and OverrideReason.O12 in codes and len(codes) > 1:
            self.add_error("reason_codes", NO_CONCERN_BUT_REASONS)
        duty, basis = data.get(EVIDENCE_FIELDS[OverrideReason.O12]), data.get("legal_basis")
        if OverrideReason.O12 in codes and duty and basis and (wrong := duty_contradicts(duty, basis)):
            field, sentence = wrong
            self.add_error(EVIDENCE_FIELDS[OverrideReason.O12] if field == "evidence" else field, sentence)
        self.check_asking(codes)
        return data

    @property
    def sections(self) -> Iterator[tuple[str, str, list[BoundField]]]:
        """The questions in the order of thinking: a heading, a sentence below it and the questions."""
        for heading, words, names in SECTIONS:
            yield heading, words, [self[name] for name in names]

    def answer(self) -> dict[str, Any]:
        """What the act takes."""
        data = self.cleaned_data
        same = ("harm_if_sought", "harm_if_not_shared", "less_intrusive", *RESTS_ON)
        return (
            self.covered()
            | {name: data[name] for name in same}
            | {
                "reason_codes": data["reason_codes"],
                "act": self.act(),
                "evidence": {code: data[name] for code, name in EVIDENCE_FIELDS.items() if data.get(name)},
                "overriding_concern": data["overriding_concern"],
                "harm": data["harm"] or "",
                "immediate": data["immediate"],
            }
        )


class DecideForm(GovukForm):
    """A manager's signature; neither answer is chosen beforehand."""

    decision = RadiosField(
        "Your decision",
        choices=OverrideDecision.choices,
        choice_hints={
            OverrideDecision.APPROVED: "Only these agencies, about these children, and only for a time.",
            OverrideDecision.REFUSED: "A parent has to be asked first.",
        },
        required_message="Select your decision",
        label_size="m",
    )
    decided_at = GovDateTimeField(
        "When did you decide?",
        hint="Leave this empty if you decide now. A decision made by telephone is signed within a day.",
        past=True,
        required=False,
        subject="the time of your decision",
    )
    reason = LongTextField(
        "Your reason",
        hint="At least 20 characters. The person who asked reads it.",
        rows=4,
        min_length=20,
        required_message=DECISION_NOT_WHOLE,
        error_messages={"min_length": DECISION_NOT_WHOLE},
    )
