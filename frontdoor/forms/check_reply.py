"""What an agency answered, fact, source and opinion apart, and that it was reminded."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.forms import BoundField

from frontdoor.actions.check_replies import Statement
from frontdoor.core.forms import (
    CheckboxField,
    GovDateField,
    GovDateTimeField,
    GovukForm,
    LongTextField,
    RadiosField,
    SelectField,
    SubmittedOnce,
    TextField,
)
from frontdoor.models import AgencyRequest
from frontdoor.models.check_replies import (
    BY_HAND,
    FACT_WITHOUT_SOURCE,
    NOTHING_SAID,
    OPINION_WITHOUT_HOLDER,
    WHO_ANSWERED,
    Chase,
    Said,
)

FIRST_ROWS, MOST_ROWS = 3, 30
ADDED_ROWS = 3


def typed_into(form: GovukForm, post: Any) -> dict[str, Any]:
    """What was typed so far, as the fields show it: nothing unfinished is called wrong."""
    return {name: field.widget.value_from_datadict(post, {}, name) for name, field in form.fields.items()}


def rows_in(post: Mapping[str, Any], *, more: bool = False) -> int:
    """How many rows of each kind a page had, and with ``more`` how many it has next."""
    said = str(post.get("rows", ""))
    rows = int(said) if said.isascii() and said.isdigit() else FIRST_ROWS
    return max(FIRST_ROWS, min(rows + (ADDED_ROWS if more else 0), MOST_ROWS))


class ReplyForm(GovukForm, SubmittedOnce):
    """Who answered and when, and below it what they say, each statement by itself."""

    received_at = GovDateTimeField(
        "When did the reply come?", past=True, today_link=True, subject="the time of the reply"
    )
    answered_by = TextField("Who at the agency answered?", max_length=120, width=30, required_message=WHO_ANSWERED)
    answered_as = TextField("Their job", max_length=120, width=30, required=False)
    nothing_known = CheckboxField("The agency holds no information about these children", required=False)

    def __init__(self, *args: Any, check: AgencyRequest, rows: int = FIRST_ROWS, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = rows
        about = check.about.select_related("child").order_by("pk")
        self.children = [(str(named.child_id), named.child.full_name) for named in about]
        for number in range(1, rows + 1):
            self._add_fact(number, kwargs["today"], kwargs["now"])
            self._add_opinion(number)

    def _add_fact(self, number: int, today: Any, now: Any) -> None:
        day = GovDateField(f"Fact {number}: which day is it from?", past=True, required=False, subject="the day")
        day.today, day.now = today, now
        self.fields[f"fact_{number}_words"] = LongTextField(f"Fact {number}", rows=2, required=False)
        self.fields[f"fact_{number}_source"] = TextField(
            f"Fact {number}: who saw it, or where is it written?", max_length=200, required=False
        )
        self.fields[f"fact_{number}_on"] = day
        self._add_child("fact", number)

    def _add_opinion(self, number: int) -> None:
        self.fields[f"opinion_{number}_words"] = LongTextField(f"Opinion {number}", rows=2, required=False)
        self.fields[f"opinion_{number}_source"] = TextField(
            f"Opinion {number}: whose is it?", max_length=200, required=False
        )
        self._add_child("opinion", number)

    def _add_child(self, said: str, number: int) -> None:
        if len(self.children) > 1:
            self.fields[f"{said}_{number}_child"] = SelectField(
                f"{said.capitalize()} {number}: about whom?",
                choices=self.children,
                empty_label="All children of the request",
                required=False,
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        for said, number in self._numbered():
            words, source = data.get(f"{said}_{number}_words"), data.get(f"{said}_{number}_source")
            day = data.get(f"{said}_{number}_on") if said == Said.FACT else None
            whole = words and source and (said == Said.OPINION or day)
            if (words or source or day) and not whole and f"{said}_{number}_on" not in self.errors:
                sentence = FACT_WITHOUT_SOURCE if said == Said.FACT else OPINION_WITHOUT_HOLDER
                self.add_error(f"{said}_{number}_{'source' if words else 'words'}", sentence)
        if not self.errors and not self.statements() and not data.get("nothing_known"):
            self.add_error("nothing_known", NOTHING_SAID)
        return data

    def _numbered(self) -> Iterator[tuple[str, int]]:
        for said in (Said.FACT, Said.OPINION):
            for number in range(1, self.rows + 1):
                yield said.value, number

    def statements(self) -> list[Statement]:
        """Every statement that was written, facts first."""
        data = self.cleaned_data
        return [
            Statement(
                said=said,
                words=data[f"{said}_{number}_words"],
                source=data[f"{said}_{number}_source"],
                dated_on=data.get(f"{said}_{number}_on"),
                child_id=int(child) if (child := data.get(f"{said}_{number}_child")) else None,
            )
            for said, number in self._numbered()
            if data.get(f"{said}_{number}_words")
        ]

    @property
    def about_the_reply(self) -> list[BoundField]:
        """The questions about the reply as a whole."""
        return [self[name] for name in ("received_at", "answered_by", "answered_as")]

    def _group(self, said: str) -> list[list[BoundField]]:
        parts = ("words", "source", "on", "child")
        return [
            [self[name] for part in parts if (name := f"{said}_{number}_{part}") in self.fields]
            for number in range(1, self.rows + 1)
        ]

    @property
    def facts(self) -> list[list[BoundField]]:
        """The questions of each fact."""
        return self._group(Said.FACT)

    @property
    def opinions(self) -> list[list[BoundField]]:
        """The questions of each opinion."""
        return self._group(Said.OPINION)

    def answer(self) -> dict[str, Any]:
        """What the act takes."""
        data = self.cleaned_data
        same = ("received_at", "answered_by", "answered_as", "nothing_known")
        return {name: data[name] for name in same} | {"statements": self.statements()}


class ChaseForm(GovukForm, SubmittedOnce):
    """One reminder that a person gave."""

    how = RadiosField(
        "How did you remind the agency?",
        choices=[(how.value, how.label) for how in BY_HAND],
        choice_hints={Chase.LEAD: "After a second miss. Use the number of the named lead."},
        required_message="Select how you reminded the agency",
    )
    chased_at = GovDateTimeField("When was this?", past=True, today_link=True, subject="the time of the reminder")
    spoke_to = TextField("Whom did you reach?", max_length=120, width=30, required=False)
    words = LongTextField("What was said?", rows=3, min_length=5, required_message="Write what was said")
