"""A manager's decision: one analysis, and for each child a level, an outcome and a reason. Nothing is preselected."""

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.core.validators import MinLengthValidator

from frontdoor.actions.decisions import NO_NEED, NO_TEAM, ForChild
from frontdoor.core.forms import (
    CheckboxField,
    GovukForm,
    LongTextField,
    ModelRadiosField,
    ModelSelectField,
    RadiosField,
    SelectField,
    SubmittedOnce,
    Versioned,
)
from frontdoor.models import Person
from frontdoor.models.decisions import ANALYSIS_TOO_SHORT, HISTORY_TOO_SHORT, MAKES_REFERRAL, REASON_TOO_SHORT, Outcome
from frontdoor.models.referrals import PrimaryNeed
from frontdoor.models.threshold import ThresholdLevelQuerySet

PARTS = ("level", "outcome", "reason", "team", "primary_need")


class DecisionForm(SubmittedOnce, Versioned, GovukForm):
    """The common part is declared; each child's questions are added, named by the part and the child's id."""

    history_considered = LongTextField(
        "What the history tells us",
        hint="What the list above means for these children now. If nothing is known, say so.",
        rows=5,
        label_size="m",
        validators=[MinLengthValidator(10, HISTORY_TOO_SHORT)],
        required_message=HISTORY_TOO_SHORT,
    )
    analysis = LongTextField(
        "Analysis",
        hint="Keep apart what is known, who says so, and what you make of it.",
        label_size="m",
        validators=[MinLengthValidator(40, ANALYSIS_TOO_SHORT)],
        required_message=ANALYSIS_TOO_SHORT,
    )

    def __init__(
        self, *args: Any, children: Sequence[Person], levels: ThresholdLevelQuerySet, teams: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.children = children
        for child in children:
            self.fields |= _questions(child, levels, teams)
        if len(children) > 1:
            self.fields["same_for_all"] = CheckboxField(
                f"The answers for {children[0].full_name} stand for every child on this contact",
                hint="What is written for the other children below is then not used.",
                required=False,
            )

    def clean(self) -> dict[str, Any]:
        """Copies the first child's answers where they stand for all; a referral needs its team and its reason."""
        super().clean()
        if self.cleaned_data.get("same_for_all"):
            self._repeat_first()
        asked = self.children[:1] if self.cleaned_data.get("same_for_all") else self.children
        for child in asked:
            outcome = self.cleaned_data.get(f"outcome_{child.pk}")
            if outcome in MAKES_REFERRAL:
                self._require(f"team_{child.pk}", NO_TEAM)
                self._require(f"primary_need_{child.pk}", NO_NEED)
        return self.cleaned_data

    def _require(self, name: str, sentence: str) -> None:
        if not self.cleaned_data.get(name) and name not in self.errors:
            self.add_error(name, sentence)

    def _repeat_first(self) -> None:
        first, *others = self.children
        for child in others:
            for part in PARTS:
                self.errors.pop(f"{part}_{child.pk}", None)
                self.cleaned_data[f"{part}_{child.pk}"] = self.cleaned_data.get(f"{part}_{first.pk}")

    @property
    def child_sections(self) -> Iterator[tuple[Person, list[forms.BoundField]]]:
        """Each child with its questions, in the order of the page."""
        for child in self.children:
            yield child, [self[f"{part}_{child.pk}"] for part in PARTS]

    def answers(self) -> list[ForChild]:
        """What a valid form decides, child by child."""
        return [self._answer(child.pk) for child in self.children]

    def _answer(self, child_id: int) -> ForChild:
        level, outcome, reason, team, need = (self.cleaned_data[f"{part}_{child_id}"] for part in PARTS)
        opens_case = outcome in MAKES_REFERRAL
        return ForChild(
            child_id=child_id,
            level_id=level.pk,
            outcome=outcome,
            reason=reason,
            team_id=team.pk if opens_case else None,
            primary_need=need if opens_case else "",
        )


def _questions(child: Person, levels: ThresholdLevelQuerySet, teams: Any) -> dict[str, forms.Field]:
    name, key = child.full_name, child.pk
    return {
        f"level_{key}": ModelRadiosField(
            f"Level of need of {name}", queryset=levels, required_message=f"Select the level of need of {name}"
        ),
        f"outcome_{key}": RadiosField(
            f"What happens for {name}", choices=Outcome.choices, required_message=f"Select what happens for {name}"
        ),
        f"reason_{key}": LongTextField(
            f"Reason for {name}",
            rows=4,
            validators=[MinLengthValidator(20, REASON_TOO_SHORT)],
            required_message=REASON_TOO_SHORT,
        ),
        f"team_{key}": ModelSelectField(
            f"Team that takes the case of {name}", hint="Only for a referral.", queryset=teams, required=False
        ),
        f"primary_need_{key}": SelectField(
            f"Main reason why {name} needs social care",
            hint="Only for a referral. If torn between two, the one higher in the list.",
            choices=PrimaryNeed.choices,
            required=False,
        ),
    }
