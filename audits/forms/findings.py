"""What was found, who puts it right, what measures it, and what shows that it is put right."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Q

from audits.indicators.weekly import INDICATORS
from audits.models import InspectionFinding
from audits.models import finding_rules as rules
from audits.models.finding_choices import SourceKind, Theme
from audits.models.inspection_findings import InspectionFindingQuerySet
from frontdoor.core.forms import (
    GovDateField,
    GovukForm,
    LongTextField,
    ModelSelectField,
    NumberField,
    RadiosField,
    SelectField,
    SubmittedOnce,
    TextField,
    Versioned,
)

NOT_THE_SAME = "none"
OPEN, OVERDUE, AGAIN, CLOSED = "open", "overdue", "again", "closed"
STATES = [(OPEN, "Open"), (OVERDUE, "Open past their day"), (AGAIN, "Reopened or repeated"), (CLOSED, "Closed")]
UNMEASURED = "none"


def readers(on: date) -> Any:
    """Those in post who may see the register, by name: one of them owns a finding."""
    workers = get_user_model().objects
    found = workers.none()
    for role in rules.READERS:
        found = found | workers.holding(role.code, on)
    return (found & workers.in_post(on)).distinct().order_by("family_name", "given_names", "pk")


def owners(reader: Any) -> Any:
    """Those who own any finding, whether they are still here or not, and the reader; by name."""
    owning = Q(pk__in=InspectionFinding.objects.order_by().values("owner_id"))
    found = get_user_model().objects.filter(owning | Q(pk=reader.pk))
    return found.order_by("family_name", "given_names", "pk")


def _words(
    label: str, hint: str = "", *, least: str = rules.WORDS_TOO_SHORT, characters: int = rules.LEAST_WORDS
) -> Any:
    return LongTextField(
        label,
        hint=hint,
        rows=4,
        min_length=characters,
        required_message=least,
        error_messages={"min_length": least},
    )


class OwnedForm(SubmittedOnce, GovukForm):
    """Asks who puts it right and by when."""

    owner = ModelSelectField("Who puts it right?", queryset=None, required_message="Select who puts it right")
    due_on = GovDateField("By when?", subject="the day", future=True)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, today=today, **kwargs)
        self.fields["owner"].queryset = readers(today)

    def answer(self) -> dict[str, Any]:
        """What the act takes."""
        return {name: value for name, value in self.cleaned_data.items() if name != "submission_key"}


class FoundAgainForm(OwnedForm):
    """What was found, where, by whom, and who puts it right."""

    field_order: tuple[str, ...] = ("found", "source_kind", "source", "found_on", "reference", "owner", "due_on")
    found = _words(
        "What was found?",
        "The report's own words, or close to them. Name no child and no family.",
        least=rules.FOUND_TOO_SHORT,
    )
    source_kind = RadiosField("Who found it?", choices=SourceKind.choices, required_message="Select who found it")
    source = TextField(
        "Name of the inspection, visit or audit",
        hint="For example: Inspection of September 2018",
        width="full",
        max_length=120,
        min_length=5,
        required_message=rules.NO_SOURCE,
        error_messages={"min_length": rules.NO_SOURCE},
    )
    found_on = GovDateField("When was it found?", subject="the day", past=True)
    reference = TextField(
        "Where does the report say it?", hint="For example: paragraph 14", max_length=60, required=False
    )


class ThemeForm(GovukForm):
    """What a new finding is about, asked first: it may have been found before."""

    theme = SelectField("What is it about?", choices=Theme.choices, required_message="Select what it is about")


class FindingForm(FoundAgainForm):
    """A finding of a theme and, where ``earlier`` ones of the theme stand, whether it is the same as one of them."""

    field_order = (*FoundAgainForm.field_order, "same_as", "differs")
    same_as = RadiosField(
        "Is it the same as one of these?", choices=[], reveals={NOT_THE_SAME: "differs"}, required=False
    )
    differs = LongTextField("How does it differ from them?", hint="At least 20 characters.", rows=3, required=False)

    def __init__(self, *args: Any, earlier: Sequence[InspectionFinding], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.earlier = earlier
        if not earlier:
            del self.fields["same_as"], self.fields["differs"]
            return
        same_as = self.fields["same_as"]
        same_as.choices = [
            *((str(row.pk), f"Yes: {row.found} ({row.source})") for row in earlier),
            (NOT_THE_SAME, "No, it is another"),
        ]
        same_as.choice_hints = {str(row.pk): _standing(row) for row in earlier}

    def clean(self) -> dict[str, Any]:
        answers = super().clean()
        found_on, same_as = answers.get("found_on"), answers.get("same_as")
        if found_on and any(row.found_on < found_on for row in self.earlier):
            if not same_as and "same_as" not in self.errors:
                self.add_error("same_as", rules.ASK_WHETHER_THE_SAME)
            elif same_as == NOT_THE_SAME and len(answers.get("differs", "").strip()) < rules.LEAST_WORDS:
                self.add_error("differs", rules.ASK_WHETHER_THE_SAME)
        return answers

    @property
    def repeats(self) -> int | None:
        """The finding that this one is the same as; None for another."""
        chosen = self.cleaned_data.get("same_as")
        return None if chosen in (None, "", NOT_THE_SAME) else int(chosen)

    def repetition(self) -> dict[str, Any]:
        """What the act takes that records a finding as found again."""
        return {name: self.cleaned_data[name] for name in FoundAgainForm.field_order}

    def answer(self) -> dict[str, Any]:
        return self.repetition() | {"differs": self.cleaned_data.get("differs") or ""}


def _standing(row: InspectionFinding) -> str:
    if row.closed_on:
        return f"Closed on {row.closed_on:%-d %B %Y}. Choosing it opens it again."
    return "Open. Choosing it records that it was found again."


class AgainForm(Versioned, FoundAgainForm):
    """The same about one finding, whose owner and day others may change meanwhile."""


class HandOverForm(Versioned, OwnedForm):
    """Another owner or day, and why."""

    field_order = ("owner", "due_on", "words")
    words = _words("Why?", "At least 20 characters.")


class MeasureForm(Versioned, SubmittedOnce, GovukForm):
    """What a finding is measured by, and why."""

    indicator = SelectField(
        "Which indicator measures it?",
        choices=[(indicator.key, indicator.words) for indicator in INDICATORS.values()],
        required_message="Select the indicator",
    )
    target = NumberField(
        "Target",
        hint="Each of thirteen weeks must lie inside it. Where the indicator has a target of its own, none is easier.",
        min_value=0,
        max_value=100,
        width=3,
        suffix="%",
        required_message=rules.MEASURED_WHOLE,
    )
    words = _words("Why does this show that it is put right?", "At least 20 characters.")

    def answer(self) -> dict[str, Any]:
        """What the act takes."""
        return {name: self.cleaned_data[name] for name in ("version", "indicator", "target", "words")}


class ProgressForm(SubmittedOnce, GovukForm):
    """What was done, and what shows it."""

    words = _words("What was done, and what shows it?", "At least 20 characters. Name no child and no family.")

    def answer(self) -> dict[str, Any]:
        """What the act takes."""
        return {"words": self.cleaned_data["words"]}


class ClosingForm(SubmittedOnce, GovukForm):
    """What shows that it is put right."""

    evidence = _words(
        "What shows that it is put right?",
        "Beside the thirteen weeks: what was looked at, by whom. At least 40 characters.",
        least=rules.EVIDENCE_TOO_SHORT,
        characters=rules.LEAST_EVIDENCE,
    )

    def answer(self) -> dict[str, Any]:
        """What the act takes."""
        return {"evidence": self.cleaned_data["evidence"]}


class FindingFilters(GovukForm):
    """State, owner, theme and indicator. An answer that is not on offer narrows nothing."""

    state = SelectField("Show", choices=STATES, empty_label="All", required=False)
    owner = SelectField("Owner", empty_label="Anybody", required=False)
    theme = SelectField("About", choices=Theme.choices, empty_label="Anything", required=False)
    indicator = SelectField(
        "Indicator",
        choices=[(key, f"{indicator.code} {indicator.name}") for key, indicator in INDICATORS.items()]
        + [(UNMEASURED, "None chosen yet")],
        empty_label="Any",
        required=False,
    )

    def __init__(self, *args: Any, owners: Iterable[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].choices = [("", "Anybody"), *((str(pk), name) for pk, name in owners)]

    def narrow(self, rows: InspectionFindingQuerySet, *, on: date) -> InspectionFindingQuerySet:
        """The findings that every chosen answer lets through."""
        self.is_valid()
        chosen = self.cleaned_data
        if chosen.get("owner"):
            rows = rows.filter(owner_id=chosen["owner"])
        if chosen.get("theme"):
            rows = rows.filter(theme=chosen["theme"])
        if chosen.get("indicator"):
            rows = rows.filter(indicator="" if chosen["indicator"] == UNMEASURED else chosen["indicator"])
        match chosen.get("state"):
            case "open":
                return rows.open()
            case "overdue":
                return rows.overdue(on)
            case "again":
                return rows.found_again()
            case "closed":
                return rows.closed()
        return rows
