"""A review of a plan: who came, what each child says, each outcome on the scale, what became of each action."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from cases.actions.plan_reviews import ActionReviewed
from cases.models import PlanAction
from cases.models.plan_content import HIGHEST
from cases.models.plan_reviews import UPDATE_WHOLE, VIEW_WHOLE, WHAT_CHANGED, WHO_CAME, UpdateResult
from cases.plans import ChildRead, OutcomeRead, PlanRead
from frontdoor.core.forms import (
    GovDateField,
    GovukForm,
    LongTextField,
    NumberField,
    RadiosField,
)
from frontdoor.core.written import is_written

CARRIED = UpdateResult.CARRIED
LEAST_SAID = 10


class ReviewForm(GovukForm):
    """Everything that a review has to say; the questions about children, outcomes and actions follow the plan."""

    held_on = GovDateField("When was it held?", subject="when it was held", past=True, today_link=True)
    attended = LongTextField(
        "Who was there?",
        hint="By name, the child and family too.",
        rows=2,
        required_message=WHO_CAME,
        min_length=3,
        error_messages={"min_length": WHO_CAME},
    )
    words = LongTextField(
        "What has changed for the children since the last review?",
        rows=4,
        required_message=WHAT_CHANGED,
        min_length=20,
        error_messages={"min_length": WHAT_CHANGED},
    )

    def __init__(self, *args: Any, plan: PlanRead, today: date, **kwargs: Any) -> None:
        self.base_fields = self.base_fields | _questions(plan)
        super().__init__(*args, today=today, **kwargs)
        self.plan = plan

    def clean(self) -> dict[str, Any]:
        """What is too short is asked for anew, beside its question."""
        given = super().clean()
        for child in self.plan.children:
            self._whole(given, f"view_{child.part.pk}", VIEW_WHOLE)
        for row in self.plan.to_update:
            if given.get(f"result_{row.pk}"):
                self._whole(given, f"words_{row.pk}", UPDATE_WHOLE)
        return given

    def _whole(self, given: dict[str, Any], name: str, sentence: str) -> None:
        if given.get(name) and not is_written(given[name], LEAST_SAID):
            self.add_error(name, sentence)

    def answer(self) -> dict[str, Any]:
        """What the act takes."""
        given = self.cleaned_data
        return {
            **{name: given[name] for name in ("held_on", "attended", "words")},
            "views": {child.part.pk: given[f"view_{child.part.pk}"] for child in self.plan.children},
            "scales": {
                one.row.pk: given[f"scale_{one.row.pk}"] for child in self.plan.children for one in child.outcomes
            },
            "updates": {row.pk: self._update(row) for row in self.plan.to_update},
        }

    def _update(self, row: PlanAction) -> ActionReviewed:
        given, result = self.cleaned_data, self.cleaned_data[f"result_{row.pk}"]
        new_day = given[f"new_due_on_{row.pk}"] if result == CARRIED else None
        return ActionReviewed(result=result, words=given[f"words_{row.pk}"], new_due_on=new_day)

    @property
    def by_child(self) -> Iterator[tuple[ChildRead, Any, list[tuple[OutcomeRead, Any, list[tuple[PlanAction, Any]]]]]]:
        """Each child with its view, and each outcome with its scale and the actions to speak of."""
        for child in self.plan.children:
            outcomes = [
                (one, self[f"scale_{one.row.pk}"], [(row, self._about(row)) for row in self._open(one)])
                for one in child.outcomes
            ]
            yield child, self[f"view_{child.part.pk}"], outcomes

    def _open(self, outcome: OutcomeRead) -> list[PlanAction]:
        return [row for row in outcome.actions if row.finished_on is None]

    def _about(self, row: PlanAction) -> list[Any]:
        return [self[f"result_{row.pk}"], self[f"words_{row.pk}"]]


def _questions(plan: PlanRead) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for child in plan.children:
        name, pk = child.part.child.given_names or child.part.child.full_name, child.part.pk
        found[f"view_{pk}"] = LongTextField(
            f"What does {name} say about how it goes?",
            hint="In the child's own words. For a child who does not speak, what the child shows.",
            rows=3,
            required_message=VIEW_WHOLE,
        )
        for one in child.outcomes:
            found[f"scale_{one.row.pk}"] = NumberField(
                "Where does it stand, from 0 to 10?",
                subject=f"where it stands for {name}",
                min_value=0,
                max_value=HIGHEST,
                width=2,
            )
    for row in plan.to_update:
        found |= _of_action(row)
    return found


def _of_action(row: PlanAction) -> dict[str, Any]:
    return {
        f"result_{row.pk}": RadiosField(
            "What became of it?",
            choices=UpdateResult.choices,
            reveals={CARRIED: f"new_due_on_{row.pk}"},
            required_message=f"Select what became of: {row.what[:60]}",
            small=True,
        ),
        f"new_due_on_{row.pk}": GovDateField(
            "By which new day?", subject="the new day", required_message="Enter the new day by which it is done"
        ),
        f"words_{row.pk}": LongTextField(
            "What shows it, or why is it so?", rows=2, required_message=UPDATE_WHOLE, subject="what shows it"
        ),
    }
