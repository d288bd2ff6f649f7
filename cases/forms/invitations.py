"""Who is invited to meetings, who is reminded, what came of it; and agencies that stay away."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet

from cases.meetings import KINDS, Kind
from cases.models.meetings import Attendance
from cases.models.missed import CHASED_WHOLE, TAKEN_UP_WHOLE, ChasedHow, MissedTwiceQuerySet
from frontdoor.core.forms import (
    CheckboxesField,
    EmailField,
    GovukForm,
    LongTextField,
    ModelSelectField,
    RadiosField,
    SelectField,
    TextField,
    Versioned,
)
from frontdoor.models import Agency, Person

OUTSIDE, COLLEAGUE = "agency", "colleague"
WEEKS = [("4", "4 weeks"), ("13", "13 weeks"), ("26", "26 weeks"), ("52", "52 weeks")]
USUAL_WEEKS = 13


def in_use() -> QuerySet:
    """The agencies that are still worked with, by name."""
    return Agency.objects.filter(ended_on__isnull=True).order_by("name")


class InviteForm(GovukForm):
    """Somebody by name, of an agency or a colleague."""

    kind = RadiosField(
        "Who is invited?",
        choices=[(OUTSIDE, "Somebody of an agency"), (COLLEAGUE, "A colleague in social care")],
        reveals={OUTSIDE: ("agency", "name", "job", "email", "telephone"), COLLEAGUE: ("worker", "colleague_job")},
        required_message="Select who is invited",
    )
    agency = ModelSelectField("Agency", queryset=Agency.objects.none(), required_message="Select the agency")
    name = TextField("Name", subject="the name of the person", min_length=3, max_length=120)
    job = TextField("Job", subject="the person's job", min_length=2, max_length=120)
    email = EmailField("Secure e-mail", hint="Without one, the agency's own address is used.", required=False)
    telephone = TextField("Telephone", required=False, max_length=30, width=20)
    worker = ModelSelectField("Colleague", queryset=Person.objects.none(), required_message="Select the colleague")
    colleague_job = TextField("Job", subject="the colleague's job", min_length=2, max_length=120)

    def __init__(self, *args: Any, colleagues: QuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = in_use()
        self.fields["worker"].queryset = colleagues

    def answer(self) -> dict[str, Any]:
        """What the act takes."""
        given = self.cleaned_data
        if given["kind"] == COLLEAGUE:
            worker = given["worker"]
            return {"agency": None, "worker": worker, "name": worker.get_full_name(), "job": given["colleague_job"]}
        return {name: given[name] for name in ("agency", "name", "job", "email", "telephone")}


class NoteForm(Versioned, GovukForm):
    """What came of an invitation."""

    attendance = RadiosField(
        "What came of it?", choices=Attendance.choices, required_message="Select what came of the invitation"
    )
    contribution = LongTextField(
        "What was sent in writing?",
        hint="Word for word, or what it says. Leave it empty if nothing came.",
        required=False,
    )


class ChaseForm(GovukForm):
    """How somebody was reminded."""

    how = RadiosField("How do you remind them?", choices=ChasedHow.choices, required_message="Select how")
    words = TextField("What came of it?", hint="Not for an e-mail.", required=False, spellcheck=True)

    def clean(self) -> dict[str, Any]:
        """A call says what came of it."""
        given = super().clean()
        if given.get("how") not in (None, ChasedHow.EMAIL) and len(given.get("words", "")) < 5:
            self.add_error("words", CHASED_WHOLE)
        return given


class AgainForm(GovukForm):
    """Those of the last core group who are invited to the next."""

    people = CheckboxesField(
        "Who is invited again?",
        hint="Leave out who no longer belongs to the group.",
        required_message="Select who is invited again",
    )

    def __init__(self, *args: Any, rows: Iterable[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = {str(row.pk): row for row in rows}
        self.fields["people"].choices = [(key, row.in_words) for key, row in self.rows.items()]

    def answer(self) -> list[Any]:
        """The invitations that are written again."""
        return [self.rows[key] for key in self.cleaned_data["people"]]


class TakeUpForm(GovukForm):
    """What was agreed with an agency that missed two meetings."""

    words = LongTextField(
        "What was agreed with the agency?",
        hint="With whom you spoke, and who comes next time. At least 20 characters.",
        rows=4,
        required_message=TAKEN_UP_WHOLE,
        min_length=20,
        error_messages={"min_length": TAKEN_UP_WHOLE},
    )


class AttendanceForm(GovukForm):
    """How far back, and of which meetings."""

    weeks = SelectField("Meetings held in the last", choices=WEEKS, empty_label="13 weeks", required=False)
    kind = SelectField(
        "Which meetings",
        choices=[(kind.name, f"{kind.label}s") for kind in KINDS.values()],
        empty_label="All of them",
        required=False,
    )

    def since(self, now: datetime) -> datetime:
        """The moment from which meetings count."""
        self.is_valid()
        return now - timedelta(weeks=int(self.cleaned_data.get("weeks") or USUAL_WEEKS))

    def kinds(self) -> list[Kind]:
        """The kinds of meeting that count."""
        self.is_valid()
        chosen = self.cleaned_data.get("kind")
        return [KINDS[chosen]] if chosen else list(KINDS.values())


class MissedFilters(GovukForm):
    """Whether somebody has taken it up, and whose it is."""

    show = SelectField("Show", choices=[("waiting", "To be taken up")], empty_label="Everything", required=False)
    whose = SelectField("Whose", choices=[("mine", "Mine")], empty_label="Everybody's", required=False)

    def narrow(self, rows: MissedTwiceQuerySet, *, worker: Any) -> MissedTwiceQuerySet:
        """Those that every chosen answer lets through."""
        self.is_valid()
        chosen = self.cleaned_data
        if chosen.get("whose"):
            rows = rows.owned_by(worker)
        return rows.waiting() if chosen.get("show") else rows
