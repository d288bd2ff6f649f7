"""Writing a child's plan: needs, outcomes, actions and what happens if nothing changes."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet

from cases import smart, smart_plans
from cases.actions.plan_content import ActionWritten
from cases.forms.offering import offer
from cases.models import Plan, PlanAction, PlanChild
from cases.models.plan_content import (
    FINISHED_WHOLE,
    HIGHEST,
    LEFT_OUT_WHY,
    NEED_WHOLE,
    SOURCE_WHOLE,
    ActionResult,
    Grade,
    OwnerKind,
    Source,
)
from cases.models.plans import SENT_BACK_WHY, WHY_DECIDED
from frontdoor.core.forms import (
    CheckboxesField,
    GovDateField,
    GovukForm,
    LongTextField,
    ModelSelectField,
    NumberField,
    RadiosField,
    TextField,
    Versioned,
)
from frontdoor.models import Agency, Person

AUTHORISE, SEND_BACK = "authorise", "back"
THE_CHILD = "The child"
NAMED = (OwnerKind.AGENCY, OwnerKind.PARENT, OwnerKind.FAMILY)
NOBODY_CHOSEN = "Choose at least one child"


def _whole(characters: int, sentence: str) -> dict[str, Any]:
    return {"min_length": characters, "required_message": sentence, "error_messages": {"min_length": sentence}}


class NeedForm(GovukForm):
    """What a child needs, and where that was seen."""

    words = LongTextField(
        "What does the child need?",
        hint="What is missing in the child's life, in plain words. One need.",
        rows=3,
        **_whole(10, NEED_WHOLE),
    )
    grade = RadiosField(
        "How grave is it?",
        choices=Grade.choices,
        choice_hints={Grade.HIGH: "A plan is authorised only with an action for it."},
        required_message="Select how grave it is",
    )
    source = RadiosField(
        "Where was it seen?",
        choices=Source.choices,
        reveals={Source.OTHER: "other_source"},
        required_message="Select where it was seen",
        small=True,
    )
    other_source = TextField("Where?", max_length=200, spellcheck=True, **_whole(3, SOURCE_WHOLE))

    def answer(self) -> dict[str, Any]:
        """What the act takes."""
        given = self.cleaned_data
        words = {"source_words": given.get("other_source") or ""}
        return {name: given[name] for name in ("words", "grade", "source")} | words


class ChangeNeedForm(Versioned, NeedForm):
    """The same over a need that stands."""


class AssessedNeedForm(ChangeNeedForm):
    """The same over a need that an assessment grades high: what makes it lower is said."""

    lowered_reason = LongTextField(
        "Why is it lower than in the assessment?",
        hint="Only if you choose medium or low: the assessment grades it high. The manager who authorises the plan "
        "reads it.",
        rows=3,
        required=False,
    )

    def answer(self) -> dict[str, Any]:
        """What the act takes."""
        return super().answer() | {"lowered_reason": self.cleaned_data["lowered_reason"]}


class OutcomeForm(GovukForm):
    """What will be different, and where the child stands now."""

    words = LongTextField(
        "What will be different for the child?",
        hint="As somebody would see it. What an adult does about it is an action, not the outcome.",
        rows=3,
        **_whole(smart_plans.SHORTEST_OUTCOME, smart_plans.WHAT_IS_DIFFERENT),
    )
    scale_at_start = NumberField(
        "How is it now, from 0 to 10?",
        hint="0 is as bad as it can be for this child, 10 is as it should be. The same scale is used at every review.",
        subject="how it is now",
        min_value=0,
        max_value=HIGHEST,
        width=2,
        required_message="Enter how it is now, from 0 to 10",
    )

    def answer(self) -> dict[str, Any]:
        """What the act takes."""
        return {name: self.cleaned_data[name] for name in ("words", "scale_at_start")}


class ChangeOutcomeForm(Versioned, OutcomeForm):
    """The same over an outcome that stands."""


class TakeOutForm(Versioned, GovukForm):
    """Why something is taken out of a plan."""

    reason = LongTextField("Why is it taken out of the plan?", rows=3, **_whole(10, LEFT_OUT_WHY))


def _name(label: str = "Name of the person") -> TextField:
    return TextField(label, subject="the name of the person", required_message=smart.NO_NAME, max_length=120)


def _role(label: str) -> TextField:
    return TextField(label, required_message=smart.NO_ROLE, max_length=120)


class PlanActionForm(GovukForm):
    """Who does exactly what by when, and how we will know. A warning is shown once and can be passed."""

    what = LongTextField(
        "What is done?",
        hint="Begin with a verb. One thing that somebody would see being done. ASAP and ongoing are refused.",
        rows=3,
        required_message=smart.NOTHING_BUT_VAGUE,
    )
    owner_kind = RadiosField(
        "Who does it?",
        choices=OwnerKind.choices,
        reveals={
            OwnerKind.WORKER: ("owner", "worker_role"),
            OwnerKind.AGENCY: ("agency_name", "agency_role", "agency"),
            OwnerKind.PARENT: ("parent_name", "parent_role"),
            OwnerKind.FAMILY: ("family_name", "family_role"),
        },
        required_message=smart.NO_NAME,
    )
    owner = ModelSelectField("Colleague", queryset=Person.objects.none(), required_message=smart.NO_NAME)
    worker_role = _role("Job")
    agency_name = _name()
    agency_role = _role("Job")
    agency = ModelSelectField("Agency, if any", queryset=Agency.objects.none(), required=False)
    parent_name = _name()
    parent_role = _role("What the person is to the child")
    family_name = _name()
    family_role = _role("What the person is to the child")
    due_on = GovDateField(
        "By when is it done?", subject="the day by which it is done", required_message=smart_plans.NO_DAY
    )
    measure = LongTextField(
        "How will we know that it made a difference?",
        hint="What is looked at or counted, such as the school's register.",
        rows=2,
        required_message=smart_plans.HOW_KNOWN,
    )
    baseline = TextField(
        "How is it now?", required_message=smart_plans.WHERE_IT_STANDS, max_length=500, spellcheck=True
    )
    target = TextField(
        "What will it be, or what will somebody see?",
        required_message=smart_plans.WHAT_SIGN,
        max_length=500,
        spellcheck=True,
    )
    checked_by = TextField(
        "Who checks it?", hint="A person by name.", required_message=smart_plans.WHO_CHECKS, max_length=120
    )

    def __init__(
        self, *args: Any, colleagues: QuerySet, child: Person, people: Sequence[str] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.child = child
        offer(self.fields["parent_name"], people)
        offer(self.fields["family_name"], people)
        self.fields["agency"].queryset = Agency.objects.filter(ended_on__isnull=True).order_by("name")
        self.fields["owner"].queryset = colleagues

    def answer(self) -> ActionWritten:
        """What was typed, whole or not; as the act and the check take it."""
        given = self.cleaned_data
        kind = given.get("owner_kind") or ""
        name, role = self._person(kind)
        texts = {text: given.get(text) or "" for text in ("what", "measure", "baseline", "target", "checked_by")}
        return ActionWritten(
            owner_kind=kind,
            owner=given.get("owner") if kind == OwnerKind.WORKER else None,
            owner_name=name,
            owner_role=role,
            agency=given.get("agency") if kind == OwnerKind.AGENCY else None,
            due_on=given.get("due_on"),
            **texts,
        )

    def _person(self, kind: str) -> tuple[str, str]:
        given = self.cleaned_data
        if kind == OwnerKind.CHILD:
            return self.child.full_name, THE_CHILD
        if kind == OwnerKind.WORKER:
            owner = given.get("owner")
            return (owner.get_full_name() if owner else ""), given.get("worker_role") or ""
        return given.get(f"{kind}_name") or "", given.get(f"{kind}_role") or ""

    def field_of(self, column: str) -> str:
        """The question that a column of the action is asked by, as things are answered."""
        kind = self.cleaned_data.get("owner_kind") or ""
        if column == "owner_name":
            return f"{kind}_name" if kind in NAMED else "owner" if kind == OwnerKind.WORKER else "owner_kind"
        if column == "owner_role":
            return f"{kind}_role" if kind in (*NAMED, OwnerKind.WORKER) else "owner_kind"
        return column


class ChangePlanActionForm(Versioned, PlanActionForm):
    """The same over an action that stands."""


def as_asked(row: PlanAction) -> dict[str, Any]:
    """The answers that an action was written with."""
    columns = ("what", "owner_kind", "due_on", "measure", "baseline", "target", "checked_by", "version")
    found: dict[str, Any] = {name: getattr(row, name) for name in columns}
    kind = row.owner_kind
    if kind == OwnerKind.WORKER:
        return found | {"owner": row.owner_id, "worker_role": row.owner_role}
    return found | {f"{kind}_name": row.owner_name, f"{kind}_role": row.owner_role, "agency": row.agency_id}


class FinishForm(GovukForm):
    """That an action is done or no longer needed, between two reviews."""

    result = RadiosField(
        "What came of it?",
        choices=[(ActionResult.DONE, "Done"), (ActionResult.NOT_NEEDED, "No longer needed")],
        required_message="Select what came of it",
    )
    evidence = LongTextField("What shows it, or why is it no longer needed?", rows=3, **_whole(10, FINISHED_WHOLE))


class ContingencyForm(Versioned, GovukForm):
    """What happens if nothing changes, and by when."""

    contingency = LongTextField(
        "What happens if nothing changes?",
        hint="Who does what if the child's life has not become better, or becomes worse.",
        rows=4,
        **_whole(smart_plans.SHORTEST_CONTINGENCY, smart_plans.CONTINGENCY),
    )
    contingency_due_on = GovDateField(
        "By when must something have changed?",
        subject="the day by which something must have changed",
        required_message=smart_plans.CONTINGENCY,
    )


class DecidePlanForm(Versioned, GovukForm):
    """A manager's decision on a plan."""

    decision = RadiosField(
        "What do you decide?",
        choices=[(AUTHORISE, "Authorise this plan"), (SEND_BACK, "Send it back")],
        reveals={SEND_BACK: "reason"},
        required_message="Select what you decide",
    )
    reason = LongTextField("What has to be changed?", rows=3, **_whole(20, SENT_BACK_WHY))


class OverChildrenForm(GovukForm):
    """For which children of a family."""

    children = CheckboxesField("For which children?", required_message=NOBODY_CHOSEN)

    def __init__(self, *args: Any, offered: Sequence[tuple[int, Person]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["children"].choices = [(str(number), child.full_name) for number, child in offered]

    @property
    def chosen(self) -> list[int]:
        """The ids that stand for the chosen children."""
        return [int(number) for number in self.cleaned_data["children"]]


class StartPlanForm(OverChildrenForm):
    """A manager starts a child in need plan."""

    reason = LongTextField(
        "Why does the plan start?",
        hint="What was found, and what the plan is to change. At least 20 characters.",
        rows=4,
        **_whole(20, WHY_DECIDED),
    )


class EndPlanForm(OverChildrenForm):
    """A manager ends a child in need plan."""

    reason = LongTextField(
        "Why does the plan end?",
        hint="What is different for the children now, and what will keep it so. At least 20 characters.",
        rows=4,
        **_whole(20, WHY_DECIDED),
    )


def over_parts(parts: Sequence[PlanChild]) -> list[tuple[int, Person]]:
    """The children of a plan as such a form offers them."""
    return [(part.pk, part.child) for part in parts]


def over_periods(periods: Sequence[Plan]) -> list[tuple[int, Person]]:
    """Children under a plan, by the id of their period."""
    return [(row.pk, row.child) for row in periods]
