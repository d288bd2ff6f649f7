"""Convening, holding, writing and deciding a child protection conference, and its core groups."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from cases import smart
from cases.forms.invitations import in_use
from cases.forms.offering import offer
from cases.forms.strategy import SHORT, RearrangeForm, at_least
from cases.models import ConferenceChild
from cases.models.agreed import WHAT_FOR
from cases.models.conference_people import LEFT_OUT_WHOLE, VIEW_WHOLE, Threshold
from cases.models.conferences import (
    ALONE_WHOLE,
    CATEGORY_OF_A_PLAN,
    DECIDED_WHOLE,
    OF_FIRST,
    OF_REVIEW,
    PLAN_HAS_DATES,
    TOOK_PART_HOW,
    WHAT_FOLLOWS,
    ConferenceDecision,
    ConferenceKind,
    Participation,
)
from cases.models.core_groups import GROUP_WHOLE
from cases.models.meetings import Attendance
from cases.models.protection import ABUSE, ENDED_OTHERWISE_WHOLE, EndedOtherwise
from cases.models.protection_rules import TO_WHICH_AUTHORITY
from frontdoor.core.forms import (
    CheckboxesField,
    GovDateField,
    GovukForm,
    LongTextField,
    ModelSelectField,
    RadiosField,
    SelectField,
    TextField,
    Versioned,
)
from frontdoor.models import Agency, Person
from frontdoor.presenters import age

PEOPLE_CAME = Attendance.choices


class ConveneConferenceForm(GovukForm):
    """About whom, when, where and chaired by whom; a child who moved here also says when it was told."""

    children_about = CheckboxesField(
        "Which children is it about?",
        hint="Each child has its own section and its own decision.",
        required_message="Select at least one child",
    )
    told_on = GovDateField(
        "When did the other authority tell us that the child moved?",
        hint="The time for the conference runs from here.",
        subject="when the other authority told us",
        past=True,
        today_link=True,
    )
    planned_at = RearrangeForm.base_fields["planned_at"]
    place = RearrangeForm.base_fields["place"]
    chair = ModelSelectField(
        "Who chairs it?",
        hint="A manager of social care who is independent of the case. Only those are listed.",
        queryset=Person.objects.none(),
        required_message="Select who chairs it",
    )

    def __init__(
        self, *args: Any, kind: str, rows: Sequence[ConferenceChild], chairs: Any, on: date, **kwargs: Any
    ) -> None:
        self.rows = {str(row.child.pk): row for row in rows}
        super().__init__(*args, **kwargs)
        self.fields["chair"].queryset = chairs
        self.fields["children_about"].choices = [
            (key, f"{row.child.full_name}, {age(row.child, on)}") for key, row in self.rows.items()
        ]
        if kind != ConferenceKind.TRANSFER:
            del self.fields["told_on"]

    def answer(self) -> dict[str, Any]:
        """What the act takes."""
        given = dict(self.cleaned_data)
        chosen = given.pop("children_about")
        return given | {"children": [self.rows[key] for key in chosen]}


class HeldForm(GovukForm):
    """The day on which it takes place."""

    held_on = GovDateField("On which day is it held?", subject="the day it is held", past=True, today_link=True)


class ConferenceAloneForm(GovukForm):
    """Why the chair decides without the quorum."""

    reason = LongTextField(
        "Why is it decided without them?",
        hint="At least 40 characters.",
        subject="why",
        rows=4,
        **at_least(40, ALONE_WHOLE),
    )
    reconvene_on = GovDateField("When is it held again?", hint="A working day.", subject="when it is held again")


class ConferenceRecordForm(Versioned, GovukForm):
    """What the conference writes about all children. It may be saved at any point; signing asks for all of it."""

    background = LongTextField("What led to the conference?", rows=4, required=False)
    analysis = LongTextField(
        "What did the conference make of it?",
        hint="What the harm is, how likely and how bad, what protects the children, what is not known.",
        rows=6,
        required=False,
    )
    contingency = LongTextField("What happens if this does not work?", **SHORT)


class ConferenceSectionForm(Versioned, GovukForm):
    """One child's own section."""

    danger = LongTextField(
        "What is the child in danger of?", hint="At least 20 characters to be signed.", rows=4, required=False
    )
    protective = LongTextField(
        "What protects the child?", hint="At least 20 characters to be signed.", rows=4, required=False
    )
    participation = RadiosField("How did the child take part?", choices=Participation.choices, required=False)
    participation_how = LongTextField(
        "How was the child helped to take part, and what did the child say?", hint=TOOK_PART_HOW, **SHORT
    )


class DecisionForm(Versioned, GovukForm):
    """What is decided about one child; a decision asks only for what belongs to it."""

    decision = RadiosField("What is decided?", required_message="Select what is decided")
    category = RadiosField("Category of abuse", choices=ABUSE, required_message=CATEGORY_OF_A_PLAN)
    core_group_on = GovDateField(
        "When is the first core group?",
        hint="Within 10 working days.",
        subject="the day of the first core group",
        required_message=PLAN_HAS_DATES,
    )
    review_on = GovDateField(
        "When is the next review conference?",
        hint="Within three months of the first conference, then within six.",
        subject="the day of the review",
        required_message=PLAN_HAS_DATES,
    )
    follows = LongTextField("What follows for the child?", rows=3, **at_least(20, WHAT_FOLLOWS))
    decision_reason = LongTextField(
        "Why?", hint="At least 40 characters.", subject="why", rows=4, **at_least(40, DECIDED_WHOLE)
    )
    dissent = LongTextField("Who did not agree, and why?", hint="If everybody agreed, write: Nobody.", **SHORT)

    def __init__(self, *args: Any, reviews: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["decision"]
        offered = OF_REVIEW if reviews else OF_FIRST
        field.choices = [(one.value, one.label) for one in offered]
        field.reveals = {
            ConferenceDecision.PLAN.value: ("category", "core_group_on", "review_on"),
            ConferenceDecision.CONTINUE.value: ("category", "review_on"),
            ConferenceDecision.NO_PLAN.value: ("follows",),
            ConferenceDecision.END.value: ("follows",),
        }
        field.reveals = {value: names for value, names in field.reveals.items() if value in dict(field.choices)}
        if reviews:
            del self.fields["core_group_on"]

    def answer(self) -> dict[str, Any]:
        """What the act takes."""
        given = self.cleaned_data
        return given | {
            "core_group_on": given.get("core_group_on") or None,
            "review_on": given.get("review_on") or None,
            "category": given.get("category") or "",
            "follows": given.get("follows") or "",
        }


class OutlineForm(GovukForm):
    """Who does exactly what for one child by which day."""

    what = LongTextField(
        "What is done?",
        hint="Begin with a verb. One thing that somebody would see being done. ASAP and ongoing are refused.",
        rows=3,
        required_message=smart.NOTHING_BUT_VAGUE,
    )
    purpose = LongTextField(
        "What will be different for the child?", rows=2, **at_least(10, WHAT_FOR), subject="what will be different"
    )
    owner_name = TextField("Name of the person who does it", required_message=smart.NO_NAME, max_length=120)
    owner_job = TextField("Job, or what the person is to the child", required_message=smart.NO_ROLE, max_length=120)
    agency = ModelSelectField("Agency, if any", queryset=Agency.objects.none(), required=False)
    due_on = GovDateField("By which day is it done?", subject="the day by which it is done")

    def __init__(self, *args: Any, people: Sequence[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self.fields["owner_name"], people)
        self.fields["agency"].queryset = in_use()


class ViewForm(GovukForm):
    """What one agency thinks of one child's need of a plan."""

    invitation = SelectField("Whose view is it?", required_message="Select whose view it is")
    view = RadiosField("What does the agency think?", choices=Threshold.choices, required_message="Select the view")
    words = LongTextField("Why?", subject="why", rows=3, **at_least(10, VIEW_WHOLE))

    def __init__(self, *args: Any, speakers: Iterable[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.speakers = {str(one.pk): one for one in speakers}
        choices = [(key, one.in_words) for key, one in self.speakers.items()]
        self.fields["invitation"].choices = [("", "Choose"), *choices]

    def answer(self) -> dict[str, Any]:
        """What the act takes."""
        given = self.cleaned_data
        return given | {"invitation": self.speakers[given["invitation"]]}


class ReportForm(Versioned, GovukForm):
    """When a report came in, and when and how the family read it."""

    received_on = GovDateField("When was the report received?", subject="when it was received", past=True)
    shared_on = GovDateField(
        "When was it shared with the family?",
        hint="Leave it empty until it is.",
        subject="when it was shared",
        past=True,
        required=False,
    )
    shared_how = TextField("How was it shared?", required=False, max_length=200)


class AskFamilyForm(GovukForm):
    """Somebody of the family."""

    person = ModelSelectField(
        "Who of the family is asked?", queryset=Person.objects.none(), required_message="Select who is asked"
    )

    def __init__(self, *args: Any, adults: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = adults


class FamilyNoteForm(Versioned, GovukForm):
    """Whether somebody of the family came, and what they say."""

    attendance = RadiosField("What came of it?", choices=PEOPLE_CAME, required_message="Select what came of it")
    views = LongTextField("What do they say?", rows=4, required=False)


class FamilyOutForm(Versioned, GovukForm):
    """Why the chair leaves somebody of the family out."""

    reason = LongTextField("Why are they left out?", rows=4, **at_least(40, LEFT_OUT_WHOLE))


class CoreGroupForm(Versioned, GovukForm):
    """What came of a core group."""

    held_on = GovDateField("When was it held?", subject="when it was held", past=True, today_link=True)
    attended = LongTextField("Who came?", hint="Names with jobs, parents too.", rows=3, **at_least(5, GROUP_WHOLE))
    child_day = LongTextField(
        "What is the child's day like now?",
        hint="What the child says, and what is seen. At least 30 characters.",
        rows=5,
        **at_least(30, GROUP_WHOLE),
    )
    progress = LongTextField(
        "What became of the actions?", hint="Each of them. At least 20 characters.", rows=5, **at_least(20, GROUP_WHOLE)
    )


class PlanGroupForm(Versioned, GovukForm):
    """For when the next core group is planned."""

    planned_on = GovDateField("For which day is it planned?", subject="the day it is planned for")


class EndPlanForm(GovukForm):
    """How a plan ends without a conference."""

    how = RadiosField(
        "How does it end?",
        choices=EndedOtherwise.choices,
        reveals={EndedOtherwise.MOVED: "moved_to"},
        required_message="Select how it ends",
    )
    moved_to = TextField("Which authority took it over?", max_length=120, required_message=TO_WHICH_AUTHORITY)
    ended_on = GovDateField(
        "When did it end?",
        hint="Of a child who moved: the day of the other authority's conference.",
        subject="when it ended",
        past=True,
    )
    words = LongTextField(
        "Who says so, and what follows?", subject="who says so", rows=4, **at_least(20, ENDED_OTHERWISE_WHOLE)
    )
