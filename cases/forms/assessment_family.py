"""The sections of a family's assessment: each may be saved at any point, signing asks for all of it."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms

from cases.models.assessment_gaps import VOICE_WORDS
from cases.models.assessment_sections import ANSWER_SAYS_WHY, LEFT_OUT_WHOLE, RELEVANT_HOW
from cases.models.assessment_words import (
    DIMENSIONS,
    FACTORS,
    AssessmentOutcome,
    Domain,
    FlagFound,
    Grade,
    Likelihood,
    Severity,
    Voice,
)
from frontdoor.core.forms import (
    CheckboxesField,
    GovDateField,
    GovukForm,
    LongTextField,
    RadiosField,
    TextField,
    Versioned,
    YesNoField,
)

SHORT = {"rows": 3, "required": False}


class OfDocument(GovukForm):
    """A form about a document; a draft of it says of which one, so that it is taken up there."""

    family = forms.IntegerField(widget=forms.HiddenInput, required=False)


class LifeForm(Versioned, OfDocument):
    """How one child lives, in the child's own words where there are any."""

    seen_on = GovDateField("When was the child seen?", required=False, past=True, today_link=True)
    seen_by = TextField("By whom?", hint="Name and job.", subject="by whom the child was seen", required=False)
    seen_alone = YesNoField("Was the child seen alone?", required=False, reveals={"no": "why_not_alone"})
    why_not_alone = LongTextField("Who was there, and why?", **SHORT)
    words_whose = RadiosField("Whose words are these?", choices=Voice.choices, required=False)
    words = LongTextField(
        "What does the child say, or what was observed?",
        hint=f"At least {VOICE_WORDS} words. For a baby or an unborn child, what was observed of its life.",
        subject="what the child says",
        rows=6,
        required=False,
    )
    day = LongTextField(
        "What is a day in this child's life like?",
        hint="From waking up to the night: who is there, what there is to eat, who notices the child.",
        rows=6,
        required=False,
    )
    strengths = LongTextField("What is strong in this child and around it?", **SHORT)
    danger = LongTextField("What is the danger for this child?", **SHORT)


class NeedsForm(Versioned, OfDocument):
    """The needs of one domain of the assessment framework, graded one by one."""

    def __init__(self, *args: Any, domain: Domain, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.domain = domain
        for dimension in DIMENSIONS[domain]:
            label = str(dimension.label)
            self.fields[f"grade_{dimension}"] = RadiosField(label, choices=Grade.choices, required=False, inline=True)
            self.fields[f"text_{dimension}"] = LongTextField(
                f"{label}: what is the need?",
                hint="At least 20 characters where there is a need.",
                rows=2,
                required=False,
            )

    @property
    def grades(self) -> Mapping[str, tuple[str, str]]:
        """What the act takes: grade and text by dimension."""
        given = self.cleaned_data
        return {one.value: (given[f"grade_{one}"], given[f"text_{one}"]) for one in DIMENSIONS[self.domain]}


class RiskForm(Versioned, OfDocument):
    """The risk statement about one child."""

    harm = LongTextField(
        "Which harm?", hint="What could happen to this child, or is happening. 20 characters.", **SHORT
    )
    by_whom = TextField("By whom?", subject="by whom", required=False, max_length=200)
    likelihood = RadiosField("How likely is it?", choices=Likelihood.choices, required=False)
    severity = RadiosField("How bad would it be?", choices=Severity.choices, required=False)
    protective = LongTextField("What protects the child?", hint="If nothing does, say so.", **SHORT)
    unknowns = LongTextField("What is not known?", hint="If everything is known, say so.", **SHORT)


class ConclusionForm(Versioned, OfDocument):
    """What it comes to for one child."""

    analysis = LongTextField(
        "Analysis",
        hint="What it means for this child, and what has to change. At least 40 characters.",
        rows=10,
        required=False,
    )
    outcome = RadiosField("What does this child need?", choices=AssessmentOutcome.choices, required=False)
    factors = CheckboxesField(
        "Factors found",
        hint="As the census counts them. “No factors identified” stands alone.",
        choices=FACTORS,
        required=False,
    )


class AdultForm(Versioned, OfDocument):
    """One parent, carer or partner."""

    account = LongTextField(
        "Their history, what they say, and how they care",
        hint="At least 40 characters.",
        subject="what they say",
        rows=8,
        required=False,
    )
    why_not = LongTextField(
        "If they could not be part of it, why not?", hint="At least 20 characters.", rows=3, required=False
    )


class HistoryForm(Versioned, OfDocument):
    """What earlier work means now; what is left empty is left for later."""

    def __init__(self, *args: Any, things: Iterable[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.things = list(things)
        for thing in self.things:
            self.fields[thing.key] = LongTextField(
                thing.title,
                hint="What does it mean for the children now? At least 10 characters.",
                subject="what it means now",
                min_length=10,
                error_messages={"min_length": RELEVANT_HOW},
                **SHORT,
            )

    @property
    def answers(self) -> list[tuple[Any, str]]:
        """Each thing with what was written about it."""
        return [(thing, self.cleaned_data[thing.key]) for thing in self.things if self.cleaned_data[thing.key]]


class FlagsForm(Versioned, OfDocument):
    """What was found about each risk raised at a contact; what is left empty is left for later."""

    def __init__(self, *args: Any, flags: Iterable[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.flags = list(flags)
        for flag in self.flags:
            self.fields[f"found_{flag.pk}"] = RadiosField(flag.title, choices=FlagFound.choices, required=False)
            self.fields[f"because_{flag.pk}"] = LongTextField(
                "How do you know?",
                hint="At least 20 characters.",
                min_length=20,
                error_messages={"min_length": ANSWER_SAYS_WHY},
                **SHORT,
            )

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        for flag in self.flags:
            if given.get(f"found_{flag.pk}") and not given.get(f"because_{flag.pk}"):
                self.add_error(f"because_{flag.pk}", ANSWER_SAYS_WHY)
        return given

    @property
    def answers(self) -> list[tuple[int, str, str]]:
        """Each flag that was answered, with the answer and the reason."""
        given = self.cleaned_data
        return [
            (flag.pk, given[f"found_{flag.pk}"], given[f"because_{flag.pk}"])
            for flag in self.flags
            if given[f"found_{flag.pk}"]
        ]


class LeaveOutForm(Versioned, GovukForm):
    """Why a child of the household is no part of the assessment."""

    reason = LongTextField(
        "Why is this child not part of the assessment?",
        hint="At least 20 characters. Your name stands beside it.",
        rows=3,
        min_length=20,
        required_message=LEFT_OUT_WHOLE,
        error_messages={"min_length": LEFT_OUT_WHOLE},
    )
