"""Since when answers are compared, and how many weeks of demand are looked at."""

from collections.abc import Mapping
from datetime import date, timedelta

from django.core.exceptions import ValidationError

from audits.indicators.trend import LONGEST
from audits.indicators.windows import A_DAY, WEEKS, Window, last_weeks
from frontdoor.core.forms import GovDateField, GovukForm, SelectField
from frontdoor.forms.agencies import day_of

LONGEST_LIST = timedelta(days=2 * 366)
TOO_LONG_AGO = "Choose a day of the last 52 weeks"


class SinceForm(GovukForm):
    """The day from which on answers are compared with those before."""

    since = GovDateField(
        "Compare the time since",
        subject="the day",
        hint="With as many days before it. For example the day of an inspection, or of a change in the team.",
        past=True,
        required_message="Enter a day",
    )

    def clean_since(self) -> date:
        day: date = self.cleaned_data["since"]
        if self.fields["since"].today - day > LONGEST:
            raise ValidationError(TOO_LONG_AGO)
        return day


class SpanForm(GovukForm):
    """So many weeks up to now. An answer that is not on offer means thirteen."""

    weeks = SelectField(
        "Contacts received and decided in",
        choices=[("4", "the last 4 weeks"), ("8", "the last 8 weeks"), ("26", "the last 26 weeks")],
        empty_label=f"the last {WEEKS} weeks",
        required=False,
    )

    def length(self) -> int:
        """How many weeks."""
        self.is_valid()
        return int(self.cleaned_data.get("weeks") or WEEKS)


def asked_days(asked: Mapping[str, str], today: date) -> Window:
    """The days ``since`` up to but without ``until`` that an address names: a single day where they cannot be a span,
    and the last thirteen weeks where it names no day that any record can have."""
    usual = last_weeks(today)
    since = day_of(asked.get("since", ""), usual.since)
    until = day_of(asked.get("until", ""), usual.until)
    return Window(since, until if since < until <= since + LONGEST_LIST else since + A_DAY)
