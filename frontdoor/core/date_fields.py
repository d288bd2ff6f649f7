"""Dates and times as people type them: day, month and year apart, the time on a 24-hour clock, in London."""

import re
from datetime import UTC, date, datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from frontdoor.core.fields import Question, sentence

EARLIEST_YEAR, LATEST_YEAR = 1900, 2100
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
CLOCK = re.compile(r"(?P<hour>\d{1,2})(?:[:.]?(?P<minute>\d{2}))?\s*(?P<half>am|pm)?", re.IGNORECASE)
OCCURRENCES = (("first", "The first time, before the clocks went back"), ("second", "The second time, after"))


def plain_number(words: str) -> int | None:
    """The number of one to four ASCII digits, or None."""
    return int(words) if re.fullmatch(r"[0-9]{1,4}", words) else None


def month_number(words: str) -> int | None:
    """The month from its number or its English name, whole or shortened to three letters or more."""
    number = plain_number(words)
    if number is None and len(words) >= 3 and words.isalpha():
        number = next((at + 1 for at, short in enumerate(MONTHS) if words.lower().startswith(short)), None)
    return number


def date_from_parts(day: str, month: str, year: str, *, subject: str) -> date:
    """The date of three typed parts; raises ValidationError, whose code (day, month, year) names the wrong part."""
    parts = {"day": day, "month": month, "year": year}
    missing = [name for name, words in parts.items() if not words]
    if missing:
        wanted = " and ".join([f"a {missing[0]}", *missing[1:]])
        raise ValidationError(f"{sentence(subject)} must include {wanted}", code=missing[0])
    day_number, month_of_year, year_number = plain_number(day), month_number(month), plain_number(year)
    if year_number is not None and len(year) != 4:
        raise ValidationError(f"{sentence(subject)} must have a year of 4 numbers", code="year")
    unreal = f"{sentence(subject)} must be a real date"
    if day_number is None or not 1 <= day_number <= 31:
        raise ValidationError(unreal, code="day")
    if month_of_year is None or not 1 <= month_of_year <= 12:
        raise ValidationError(unreal, code="month")
    if year_number is None:
        raise ValidationError(unreal, code="year")
    if year_number < EARLIEST_YEAR:
        raise ValidationError(f"{sentence(subject)} must be after {EARLIEST_YEAR - 1}", code="year")
    if year_number > LATEST_YEAR:
        raise ValidationError(f"{sentence(subject)} must be before {LATEST_YEAR + 1}", code="year")
    try:
        return date(year_number, month_of_year, day_number)
    except ValueError as error:
        raise ValidationError(unreal, code="day") from error


def time_from_words(words: str, *, subject: str) -> time:
    """The time of "14:30", "1430", "2:30pm" or "9am". Raises ValidationError with the code "time"."""
    if not words:
        raise ValidationError(f"{sentence(subject)} must include a time", code="time")
    match = CLOCK.fullmatch(words)
    hour, minute = (int(match["hour"]), int(match["minute"] or 0)) if match else (24, 0)
    half = (match["half"] or "").lower() if match else ""
    bare_hour = match is not None and not match["minute"] and not half
    if half:
        hour = hour % 12 + (12 if half == "pm" else 0) if 1 <= hour <= 12 else 24
    if bare_hour or hour > 23 or minute > 59:
        raise ValidationError(f"{sentence(subject)} must have a time on the 24-hour clock, like 14:30", code="time")
    return time(hour, minute)


def is_doubled(wall: datetime) -> bool:
    """Whether this London wall time happened twice, because the clocks went back."""
    zone = timezone.get_default_timezone()
    first, second = (wall.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
    return first.utcoffset() > second.utcoffset()


def is_skipped(wall: datetime) -> bool:
    """Whether this London wall time never was, because the clocks went forward."""
    aware = wall.replace(tzinfo=timezone.get_default_timezone())
    return aware.astimezone(UTC).astimezone(aware.tzinfo).replace(tzinfo=None) != wall


class DatePartsWidget(forms.MultiWidget):
    """Three boxes: day, month and year."""

    parts: tuple[str, ...] = ("day", "month", "year")
    template_name = "components/fields/date_parts.html"
    use_fieldset = True

    def __init__(self) -> None:
        super().__init__({part: forms.TextInput() for part in self.parts})

    def decompress(self, value):
        return [str(value.day), str(value.month), f"{value.year:04}"] if value else [""] * 3

    def value_from_datadict(self, data, files, name):
        return [(part or "").strip() for part in super().value_from_datadict(data, files, name)]

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        for part, widget in zip(self.parts, context["widget"]["subwidgets"], strict=True):
            widget["part"] = part
        context["widget"]["is_wrong"] = "aria-invalid" in (attrs or {})
        return context


class DateTimePartsWidget(DatePartsWidget):
    """Day, month, year, the time, and on the night the clocks go back which of the two hours is meant."""

    parts = ("day", "month", "year", "time", "occurrence")

    def decompress(self, value):
        if not value:
            return [""] * 5
        local = timezone.localtime(value)
        occurrence = OCCURRENCES[local.fold][0] if is_doubled(local.replace(tzinfo=None)) else ""
        return [*super().decompress(local), f"{local:%H:%M}", occurrence]

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        typed = [widget["value"] or "" for widget in context["widget"]["subwidgets"]]
        context["widget"]["occurrences"] = OCCURRENCES if self.asks_which_hour(typed) else ()
        return context

    @staticmethod
    def asks_which_hour(typed: list[str]) -> bool:
        """Whether the typed parts name an hour that happened twice."""
        try:
            day = date_from_parts(*typed[:3], subject="date")
            return is_doubled(datetime.combine(day, time_from_words(typed[3], subject="time")))
        except ValidationError:
            return False


class GovDateField(Question):
    """A date. `past=True` refuses the future, `future=True` the past; `today_link=True` offers Today and Yesterday.

    `earliest` is the first day that is taken, where no clock can start before it.
    The form hands on `today` from the request. The value is a `date` or None.
    """

    widget: Any = DatePartsWidget
    today: date | None = None
    now: datetime | None = None

    def __init__(
        self,
        label: str,
        *,
        past: bool = False,
        future: bool = False,
        today_link: bool = False,
        earliest: date | None = None,
        **kwargs,
    ):
        self.past, self.future, self.today_link, self.earliest = past, future, today_link, earliest
        super().__init__(label, **kwargs)

    @property
    def needs_clock(self) -> bool:
        """Whether the form must be told what day it is."""
        return self.past or self.future or self.today_link

    def clean(self, value):
        if isinstance(value, list) and any(value[:4]):
            found = self.from_parts(value)
            self.check_side(found)
        else:
            found = None
            self.validate(None)
        self.run_validators(found)
        return found

    def from_parts(self, parts: list[str]) -> date | datetime:
        """The value of the typed parts; raises ValidationError naming the wrong part."""
        return self.day_from_parts(parts)

    def day_from_parts(self, parts: list[str]) -> date:
        """The day of the typed parts, none before the earliest; raises ValidationError naming the wrong part."""
        day = date_from_parts(*parts[:3], subject=self.subject)
        if self.earliest is not None and day < self.earliest:
            said = f"{sentence(self.subject)} must be on or after {self.earliest:%-d %B %Y}"
            raise ValidationError(said, code="year")
        return day

    def check_side(self, found) -> None:
        """Raises ValidationError if the value lies on the refused side of today."""
        if self.past and found > self.today:
            raise ValidationError(f"{sentence(self.subject)} must be today or in the past", code="day")
        if self.future and found < self.today:
            raise ValidationError(f"{sentence(self.subject)} must be today or in the future", code="day")

    def has_changed(self, initial, data) -> bool:
        before = self.widget.decompress(initial) if not isinstance(initial, list) else initial
        return list(before) != list(data or [])


class GovDateTimeField(GovDateField):
    """A date with a time, in London. The value is an aware datetime or None.

    On the night the clocks go back it asks which of the two hours is meant; an hour that never was is refused.
    """

    widget = DateTimePartsWidget

    def from_parts(self, parts: list[str]) -> datetime:
        day = self.day_from_parts(parts)
        wall = datetime.combine(day, time_from_words(parts[3], subject=self.subject))
        if is_skipped(wall):
            raise ValidationError(
                f"{wall:%H:%M} did not happen on {day.day} {day:%B %Y}, because the clocks went forward", code="time"
            )
        if is_doubled(wall) and parts[4] not in dict(OCCURRENCES):
            raise ValidationError(
                f"{wall:%H:%M} happened twice on {day.day} {day:%B %Y}, because the clocks went back. Select which one",
                code="occurrence",
            )
        return wall.replace(tzinfo=timezone.get_default_timezone(), fold=1 if parts[4] == "second" else 0)

    def check_side(self, found: datetime) -> None:
        if self.past and found > self.now:
            raise ValidationError(f"{sentence(self.subject)} must be in the past", code="day")
        if self.future and found < self.now:
            raise ValidationError(f"{sentence(self.subject)} must be in the future", code="day")
