"""What the agencies' pages are narrowed to, and what was done with an agency."""

from datetime import date, timedelta
from typing import Any, TypeVar

from frontdoor.appropriateness import EFFECT_WEEKS
from frontdoor.core.forms import (
    GovDateField,
    GovukForm,
    LongTextField,
    RadiosField,
    SelectField,
    SubmittedOnce,
)
from frontdoor.core.working_days import EARLIEST, LATEST
from frontdoor.models.agency_learning import AGREED_TOO_SHORT, AgencyEventKind

YEAR, LEAST = "52", 20
PERIODS = [("13", "the last 13 weeks"), ("26", "the last 26 weeks"), (YEAR, "the last 52 weeks")]
EFFECTS = [("4", "4 weeks"), ("8", "8 weeks"), ("13", "13 weeks")]
Otherwise = TypeVar("Otherwise", date, None)


class PeriodFilter(GovukForm):
    """So many weeks back from today. An answer that is not on offer means a year."""

    weeks = SelectField("Contacts received in", choices=PERIODS[:2], empty_label=PERIODS[2][1], required=False)

    def span(self, today: date) -> tuple[date, date]:
        """The first day, and the first that no longer belongs to the period."""
        self.is_valid()
        weeks = int(self.cleaned_data.get("weeks") or YEAR)
        return today - timedelta(weeks=weeks, days=-1), today + timedelta(days=1)


class EffectFilter(GovukForm):
    """How many weeks before and after an event are compared."""

    effect = SelectField("Compare, each side", choices=EFFECTS, empty_label=f"{EFFECT_WEEKS} weeks", required=False)

    def length(self) -> int:
        """Weeks each side."""
        self.is_valid()
        return int(self.cleaned_data.get("effect") or EFFECT_WEEKS)


class AgencyEventForm(SubmittedOnce, GovukForm):
    """A training, a meeting or a letter, and what was agreed."""

    kind = RadiosField("What was it?", choices=AgencyEventKind.choices, required_message="Select what it was")
    held_on = GovDateField("On which day?", subject="the day", past=True, today_link=True)
    agreed = LongTextField(
        "What was agreed?",
        subject="what was agreed",
        hint="Who will do what differently. At least 20 characters.",
        rows=5,
        min_length=LEAST,
        required_message=AGREED_TOO_SHORT,
        error_messages={"min_length": AGREED_TOO_SHORT},
    )

    def answer(self) -> dict[str, Any]:
        """What the act takes."""
        return {name: self.cleaned_data[name] for name in ("kind", "held_on", "agreed")}


def day_of(text: str, otherwise: Otherwise) -> date | Otherwise:
    """The day that an address names; ``otherwise`` for anything else, or for one that no record of ours can have."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return otherwise
    return day if EARLIEST <= day <= LATEST else otherwise
