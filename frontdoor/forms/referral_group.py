"""Calling, minuting and acting on the group's meetings."""

from datetime import date
from typing import Any

from frontdoor.core.forms import (
    GovDateField,
    GovukForm,
    LongTextField,
    ModelCheckboxesField,
    ModelSelectField,
    SelectField,
    SubmittedOnce,
)
from frontdoor.models import Agency
from frontdoor.models.agency_learning import (
    ACTION_TOO_VAGUE,
    EVIDENCE_TOO_SHORT,
    MINUTES_TOO_SHORT,
    GroupActionQuerySet,
    GroupMeeting,
)

LEAST = 20
OPEN, OVERDUE, TO_CHECK, DONE = "open", "overdue", "to_check", "done"
STATES = [(OPEN, "Open"), (OVERDUE, "Overdue"), (TO_CHECK, "Done, to be checked"), (DONE, "Checked")]
WORKERS = GroupMeeting._meta.get_field("led_by").related_model


class MeetingForm(SubmittedOnce, GovukForm):
    """When, and which senior leader leads."""

    held_on = GovDateField("On which day does the group meet?", subject="the day")
    led_by = ModelSelectField("Who leads it?", queryset=WORKERS.objects.none(), required_message="Select who leads it")

    def __init__(self, *args: Any, leaders: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["led_by"].queryset = leaders

    def answer(self) -> dict[str, Any]:
        """What the act takes."""
        return {name: self.cleaned_data[name] for name in ("held_on", "led_by")}


class MinutesForm(SubmittedOnce, GovukForm):
    """Who came and what was discussed."""

    agencies = ModelCheckboxesField(
        "Which agencies were there?", queryset=Agency.objects.all(), required_message="Select the agencies", small=True
    )
    present = LongTextField(
        "Who came?",
        hint="Names and jobs.",
        rows=4,
        min_length=LEAST,
        required_message=MINUTES_TOO_SHORT,
        error_messages={"min_length": MINUTES_TOO_SHORT},
    )
    discussed = LongTextField(
        "What was discussed?",
        rows=6,
        min_length=LEAST,
        required_message=MINUTES_TOO_SHORT,
        error_messages={"min_length": MINUTES_TOO_SHORT},
    )

    def answer(self) -> dict[str, Any]:
        """What the act takes."""
        return {name: self.cleaned_data[name] for name in ("agencies", "present", "discussed")}


class ActionForm(SubmittedOnce, GovukForm):
    """Who does exactly what, for which agency, by which day."""

    agency = ModelSelectField("Agency", queryset=Agency.objects.all(), required_message="Select the agency")
    what = LongTextField(
        "What will be done?",
        hint="One thing that can be seen to be done. Words such as ASAP or ongoing are refused.",
        rows=3,
        min_length=LEAST,
        required_message=ACTION_TOO_VAGUE,
        error_messages={"min_length": ACTION_TOO_VAGUE},
    )
    owner = ModelSelectField("Who does it?", queryset=WORKERS.objects.none(), required_message="Select who does it")
    due_on = GovDateField("By which day?", subject="the day")

    def __init__(self, *args: Any, workers: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = workers

    def answer(self) -> dict[str, Any]:
        """What the act takes."""
        return {name: self.cleaned_data[name] for name in ("agency", "what", "owner", "due_on")}


class EvidenceForm(SubmittedOnce, GovukForm):
    """What shows that an action was done."""

    evidence = LongTextField(
        "What shows that it was done?",
        rows=4,
        min_length=LEAST,
        required_message=EVIDENCE_TOO_SHORT,
        error_messages={"min_length": EVIDENCE_TOO_SHORT},
    )


class ActionFilters(GovukForm):
    """State and agency. An answer that is not on offer narrows nothing."""

    state = SelectField("Show", choices=STATES, empty_label="All", required=False)
    agency = SelectField("Agency", empty_label="All", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].choices = [("", "All"), *((str(pk), name) for pk, name in Agency.objects.listed())]

    def narrow(self, rows: GroupActionQuerySet, *, on: date) -> GroupActionQuerySet:
        """The actions that every chosen answer lets through."""
        self.is_valid()
        chosen = self.cleaned_data
        if chosen.get("agency"):
            rows = rows.filter(agency_id=chosen["agency"])
        match chosen.get("state"):
            case "open":
                return rows.open()
            case "overdue":
                return rows.overdue(on)
            case "to_check":
                return rows.to_check()
            case "done":
                return rows.filter(verified_on__isnull=False)
        return rows
