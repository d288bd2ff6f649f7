"""Clocks, limits and the calendar, as an administrator dates them. What was promised stays, but for the calendar."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from frontdoor.core.acting import because
from frontdoor.core.actions import NotPossible, action
from frontdoor.core.cover_rules import (
    BANK_HOLIDAYS_A_YEAR,
    DAYS_AHEAD,
    INCOMPLETE,
    PROMISED,
    TOO_FAR,
    TOO_LONG,
    TOO_SHORT,
    YEARS_AHEAD,
)
from frontdoor.core.policy import ENTERED, Authority, BankHoliday, PolicyPeriod, calendar, out_of_order
from frontdoor.core.policy_rules import FROM_TODAY, HAS_COUNTED, OUT_OF_ORDER
from frontdoor.core.promises import counting_anew, dated, moved, promised_after
from frontdoor.core.timescales import WORKING_TIME
from frontdoor.core.versions import lock_untouched
from frontdoor.core.working_days import LATEST, ONE_DAY, CalendarEnds, CannotBeDated, london_date, start_of_day

ALREADY = "There is already a period for this clock from that day. Correct that one instead."
UNKNOWN = "There is no such clock or limit."
AS_BEFORE = "The list counts as complete until this day already."
STARTS_WITHIN, LAST_MOMENT = timedelta(days=DAYS_AHEAD), timedelta(microseconds=1)


@action
def add_period(
    *, by: Any, on: date, code: str, value: int, valid_from: date, source: str, team: Any = None
) -> PolicyPeriod:
    """Date a new period of a clock or limit, for the whole authority or one team.

    A clock that could not be worked out if it started today is refused, before it stops the work that it is for.
    Raises NotPossible for this, for a day that is past, and where one caseload limit would lie above the next.
    """
    if valid_from < on:
        raise NotPossible(FROM_TODAY, field="valid_from")
    known = PolicyPeriod.objects.filter(code=code, team=None).order_by("-valid_from").values_list("name", "unit")
    name, unit = known.first() or ENTERED.get(code, ("", ""))
    if not name:
        raise NotPossible(UNKNOWN)
    period = PolicyPeriod(
        code=code,
        name=name,
        unit=unit,
        value=value,
        team=team,
        valid_from=valid_from,
        source=source,
        set_by=by,
    )
    _refuse_too_long(period, on)
    if PolicyPeriod.objects.of(code).filter(team=team, valid_from=valid_from).exists():
        raise NotPossible(ALREADY, field="valid_from")
    period.full_clean()
    _refuse_out_of_order(period, since=valid_from)
    period.save()
    return period


@action
def correct_period(
    *, by: Any, on: date, period: PolicyPeriod, version: int, value: int, valid_from: date, source: str, reason: str
) -> PolicyPeriod:
    """Put right a period that starts today or later; what it said stays readable, with the reason.

    What was promised under it stays as it was promised. Raises NotPossible, Stale.
    """
    words = {"value": value, "valid_from": valid_from, "source": source}
    row = lock_untouched(PolicyPeriod.objects.all(), period.pk, version=version, fields=words)
    if row.valid_from < on:
        raise NotPossible(HAS_COUNTED)
    if valid_from < on:
        raise NotPossible(FROM_TODAY, field="valid_from")
    since = min(row.valid_from, valid_from)
    for name, given in words.items():
        setattr(row, name, given)
    row.set_by = by
    _refuse_too_long(row, on)
    row.full_clean()
    _refuse_out_of_order(row, since=since)
    with because(reason):
        row.save()
    return row


def _refuse_out_of_order(period: PolicyPeriod, *, since: date) -> None:
    day = out_of_order(period, since=since)
    if day is not None:
        field = "valid_from" if day < period.valid_from else "value"
        raise NotPossible(OUT_OF_ORDER.format(day=f"{day:%-d %B %Y}"), field=field)


def _refuse_too_long(period: PolicyPeriod, on: date) -> None:
    if period.period.unit not in WORKING_TIME:
        return
    try:
        period.period.due_at(start_of_day(on), calendar(around=on))
    except CalendarEnds as ends:
        raise NotPossible(TOO_LONG.format(until=f"{ends.covered_until:%-d %B %Y}"), field="value") from ends


def what_a_holiday_moves(*, day: date) -> dict[str, int]:
    """How many open promises get another due date if ``day`` becomes a holiday, by what they are.

    Raises NotPossible where one of them could then not be worked out.
    """
    known = calendar(around=day)
    with_it = replace(known, holidays=known.holidays | {day})
    try:
        return dict(Counter(promise.words for promise, _, _ in moved(with_it, day=day)))
    except CannotBeDated as missing:
        raise NotPossible(str(missing)) from missing


@action
def add_holiday(*, by: Any, day: date, name: str) -> dict[str, int]:
    """Add a day on which the office is closed, and work out anew every open promise that spans it.

    Each moved date is a version in the administrator's name. Returns how many moved, by what they are.
    """
    holiday = BankHoliday(day=day, name=name)
    holiday.full_clean()
    counted: Counter[str] = Counter()
    with counting_anew(day):
        holiday.save()
        for promise, row, due in list(moved(calendar(around=day), day=day)):
            setattr(row, promise.clock.due, due)
            row.save()
            counted[promise.words] += 1
    return dict(counted)


@action
def set_cover(*, by: Any, on: date, until: date) -> Authority:
    """Say until which day the bank holidays are complete (domain.md 1.1: what is not known is not guessed).

    What came in past the former day and had no end yet is dated now. A later day needs the bank
    holidays of each year up to it, an earlier one that no open promise lies beyond, nor the end of any clock that
    starts in the next four weeks. Raises NotPossible.
    """
    authority = Authority.objects.select_for_update(no_key=True).get(pk=1)
    known = authority.holidays_covered_until
    if until == known:
        raise NotPossible(AS_BEFORE, field="until")
    if until.year > on.year + YEARS_AHEAD:
        raise NotPossible(TOO_FAR.format(year=on.year + YEARS_AHEAD), field="until")
    if until > known:
        _refuse_incomplete(known + ONE_DAY, until)
    elif found := promised_after(until):
        words = ", ".join(f"{words} ({count})" for words, count in found.items())
        raise NotPossible(PROMISED.format(found=words), field="until")
    else:
        _refuse_too_short(until, on)
    authority.holidays_covered_until = until
    authority.full_clean()
    authority.save()
    for promise, row, due in list(dated()):
        setattr(row, promise.clock.due, due)
        row.save()
    return authority


def _refuse_too_short(until: date, on: date) -> None:
    """Refuse a day before the end of the longest clock of new work, in force today or dated already."""
    start = on + STARTS_WITHIN
    endless = replace(calendar(around=start), covered_until=LATEST)
    clocks = [*PolicyPeriod.objects.in_force(on), *PolicyPeriod.objects.starting_from(on)]
    ends = [
        (london_date(clock.period.due_at(start_of_day(start), endless) - LAST_MOMENT), clock.name)
        for clock in clocks
        if clock.period.unit in WORKING_TIME
    ]
    day, name = max(ends, default=(until, ""))
    if until < day:
        raise NotPossible(TOO_SHORT.format(name=name, day=f"{day:%-d %B %Y}"), field="until")


def _refuse_incomplete(first: date, until: date) -> None:
    """Refuse a year without its bank holidays; of a last year that is not covered to its end one is asked for."""
    recorded = Counter(BankHoliday.objects.in_years(first.year, until.year).values_list("day__year", flat=True))
    whole = range(first.year, (until + ONE_DAY).year)
    lacking = [
        year
        for year in range(first.year, until.year + 1)
        if recorded[year] < (BANK_HOLIDAYS_A_YEAR if year in whole else 1)
    ]
    if lacking:
        found = ", ".join(f"{recorded[year] or 'none'} of {year}" for year in lacking)
        raise NotPossible(INCOMPLETE.format(usual=BANK_HOLIDAYS_A_YEAR, found=found), field="until")
