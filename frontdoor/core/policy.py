"""How long each clock runs and where each limit lies: dated data with its source, never a number in code."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery

from frontdoor.core.cover_rules import COVER, HOLIDAY_MOVES_PROMISES, WITHIN_THE_CALENDAR
from frontdoor.core.policy_rules import LADDERS, POLICY_RULES, POPULATION, POPULATION_SOURCED
from frontdoor.core.prepared import AmongThese, Prepared
from frontdoor.core.records import TrackedQuerySet, TrackedRecord
from frontdoor.core.timescales import Period, Timescale, Unit
from frontdoor.core.working_days import CannotBeDated, WorkingCalendar

ENTERED = {POPULATION: ("Children under 18 in the area", Unit.CHILDREN)}
"""By code: the name and unit of what only the authority knows; nothing is in force until an administrator enters it."""
HOLIDAYS_BEFORE = timedelta(days=400)


class NoPolicy(CannotBeDated):
    """No policy period for a clock is in force on a day."""

    def __init__(self, code: str, on: date) -> None:
        super().__init__(f"No period is set for {code} on {on:%-d %B %Y}. An administrator must add one.")


class PolicyPeriodQuerySet(TrackedQuerySet):
    """Periods by day and by clock."""

    def of(self, code: str) -> "PolicyPeriodQuerySet":
        """Every period of a clock or limit."""
        return self.filter(code=code)

    def starting_from(self, day: date) -> "PolicyPeriodQuerySet":
        """Those that start on a day or later: they can still be put right."""
        return self.filter(valid_from__gte=day)

    def with_reasons(self) -> "PolicyPeriodQuerySet":
        """Each with ``corrected``, why it was last corrected; empty or None where it never was."""
        kept = PolicyPeriod.history.model.objects.filter(id=OuterRef("pk")).order_by("-history_id")
        return self.annotate(corrected=Subquery(kept.values("history_change_reason")[:1]))

    def in_force(self, on: date) -> "PolicyPeriodQuerySet":
        """The latest period of each clock on a day, the authority's and each team's own."""
        return self.filter(valid_from__lte=on).order_by("code", "team_id", "-valid_from").distinct("code", "team_id")


class PolicyPeriod(TrackedRecord):
    """The length of a clock, or a limit, from a day on; a team's own period goes before the authority's."""

    code = models.CharField(max_length=20)
    name = models.CharField(max_length=120)
    value = models.PositiveIntegerField()
    unit = models.CharField(max_length=20, choices=[(unit.value, unit.value.replace("_", " ")) for unit in Unit])
    team = models.ForeignKey("workforce.Team", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    valid_from = models.DateField()
    source = models.CharField(max_length=300)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = PolicyPeriodQuerySet.as_manager()

    class Meta(TrackedRecord.Meta):
        ordering = ["code", "team_id", "-valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["code", "team", "valid_from"],
                name="policy_one_a_day",
                nulls_distinct=False,
                violation_error_message="There is already a period for this clock from that day.",
            ),
            models.CheckConstraint(name="policy_positive", condition=Q(value__gt=0)),
            models.CheckConstraint(
                name="policy_population_sourced",
                condition=~Q(code=POPULATION) | Q(team__isnull=True, source__regex="(19|20)[0-9]{2}"),
                violation_error_message=POPULATION_SOURCED,
            ),
        ]
        triggers = [*TrackedRecord.Meta.triggers, *POLICY_RULES, WITHIN_THE_CALENDAR]

    def __str__(self) -> str:
        return f"{self.name}: {self.in_words} from {self.valid_from:%-d %B %Y}"

    @property
    def in_words(self) -> str:
        """The length such as "1 hour" or "45 working days"."""
        unit = "child" if self.unit == Unit.CHILDREN else self.get_unit_display().removesuffix("s")
        return f"{self.value} {unit if self.value == 1 else self.get_unit_display()}"

    @property
    def period(self) -> Period:
        return Period(self.value, Unit(self.unit))


class BankHolidayQuerySet(TrackedQuerySet):
    """Closures by year."""

    def in_years(self, first: int, last: int) -> "BankHolidayQuerySet":
        """The closures of these years, both included."""
        return self.filter(day__year__gte=first, day__year__lte=last)


class BankHoliday(TrackedRecord):
    """A day on which the office is closed, nationally or by the authority's own decision."""

    day = models.DateField(unique=True, error_messages={"unique": "This day is already in the list."})
    name = models.CharField(max_length=120)

    objects = BankHolidayQuerySet.as_manager()

    class Meta(TrackedRecord.Meta):
        ordering = ["day"]
        triggers = [*TrackedRecord.Meta.triggers, HOLIDAY_MOVES_PROMISES]

    def __str__(self) -> str:
        return f"{self.day:%-d %B %Y}: {self.name}"


class Authority(TrackedRecord):
    """The one authority this installation serves: its name, mark and duty hours."""

    name = models.CharField(max_length=120)
    la_code = models.CharField(max_length=3)
    mark = models.CharField(max_length=4, help_text="Up to four letters shown beside the product's name.", blank=True)
    brand_colour = models.CharField(max_length=7, default="#00557f")
    telephone = models.CharField(max_length=30, blank=True)
    out_of_hours_telephone = models.CharField(max_length=30, blank=True)
    opens = models.TimeField()
    closes = models.TimeField()
    holidays_covered_until = models.DateField()
    duty_to_share_from = models.DateField("section 16LA in force from", null=True, blank=True)

    class Meta(TrackedRecord.Meta):
        constraints = [
            models.CheckConstraint(name="authority_is_one", condition=Q(pk=1)),
            models.CheckConstraint(
                name="authority_opens_before_closing",
                condition=Q(opens__lt=models.F("closes")),
                violation_error_message="The office must open before it closes.",
            ),
        ]
        triggers = [*TrackedRecord.Meta.triggers, COVER]

    def __str__(self) -> str:
        return self.name

    def duty_to_share_stands(self, on: date) -> bool:
        """Whether section 16LA of the Children Act 2004 is in force on a day, as far as the authority has said so."""
        return self.duty_to_share_from is not None and self.duty_to_share_from <= on


def entered(code: str, *, on: date) -> PolicyPeriod | None:
    """One of ``ENTERED`` as it is in force on a day; None where nobody has entered it."""
    return PolicyPeriod.objects.of(code).filter(valid_from__lte=on).order_by("-valid_from").first()


def authority() -> Authority:
    """The one authority of this installation."""
    return Authority.objects.get(pk=1)


def _periods(_: None, *, codes: Any, on: Any, team: Any) -> models.QuerySet:
    counting = PolicyPeriod.objects.filter(
        AmongThese(F("code"), codes), Q(team=None) | Q(team_id=team), valid_from__lte=on
    )
    return counting.order_by("valid_from")


_PERIODS = Prepared(
    _periods, codes=ArrayField(models.CharField()), on=models.DateField(), team=models.BigIntegerField()
)


def periods(codes: list[str], *, on: date, team_id: int | None = None) -> dict[str, Period]:
    """The periods in force on a day by code, one query. Raises NoPolicy for a code without one."""
    found: dict[str, PolicyPeriod] = {}
    for row in _PERIODS.ask(codes=codes, on=on, team=team_id):
        held = found.get(row.code)
        if held is None or row.team_id is not None or held.team_id is None:
            found[row.code] = row
    for code in codes:
        if code not in found:
            raise NoPolicy(code, on)
    return {code: row.period for code, row in found.items()}


def periods_by_team(codes: list[str], *, on: date) -> dict[int | None, dict[str, Period]]:
    """The periods in force on a day, one query: under None the authority's, under a team's id its own before those.

    Only teams with a period of their own have an entry. Raises NoPolicy for a code without one.
    """
    return by_team(periods_until(codes, on), codes, on=on)


def periods_until(codes: list[str], on: Any) -> models.QuerySet:
    """Every period of these clocks or limits up to a day, the latest last."""
    return PolicyPeriod.objects.filter(code__in=codes, valid_from__lte=on).order_by("valid_from")


def by_team(rows: Iterable[PolicyPeriod], codes: list[str], *, on: date) -> dict[int | None, dict[str, Period]]:
    """As ``periods_by_team``, from rows of ``periods_until`` that were read before."""
    found: dict[int | None, dict[str, Period]] = {None: {}}
    for row in rows:
        found.setdefault(row.team_id, {})[row.code] = row.period
    for code in codes:
        if code not in found[None]:
            raise NoPolicy(code, on)
    return {team_id: found[None] | own for team_id, own in found.items()}


def out_of_order(new: PolicyPeriod, *, since: date) -> date | None:
    """The first day on which a limit would lie above the next of its ladder if ``new`` held; None if it never does.

    Weighed is each day from ``since`` on which a limit changes, for the authority and for each team with limits of its
    own: a period that is put off leaves what was there before it in force. One query, or none where the code is on no
    ladder.
    """
    ladders = [ladder for ladder in LADDERS if new.code in ladder]
    codes = sorted({code for ladder in ladders for code in ladder})
    if not codes:
        return None
    others = PolicyPeriod.objects.filter(code__in=codes).exclude(pk=new.pk)
    rows = sorted([*others, new], key=lambda row: row.valid_from)
    for day in sorted({since, *(row.valid_from for row in rows if row.valid_from >= since)}):
        in_force = by_team([row for row in rows if row.valid_from <= day], codes, on=day)
        if any(not _ascending(limits, ladder) for limits in in_force.values() for ladder in ladders):
            return day
    return None


def _ascending(limits: dict[str, Period], ladder: tuple[str, ...]) -> bool:
    values = [limits[code].value for code in ladder]
    return values == sorted(values)


def period(timescale: Timescale, *, on: date, team_id: int | None = None) -> Period:
    """How long one clock runs when it starts on a day. Raises NoPolicy."""
    return periods([timescale.code], on=on, team_id=team_id)[timescale.code]


def _calendar(_: None, *, first_holiday: Any) -> models.QuerySet:
    days = BankHoliday.objects.filter(day__gte=first_holiday).values("day")
    hours = Authority.objects.filter(pk=1)
    return hours.values("opens", "closes", "holidays_covered_until", holidays=ArraySubquery(days))


CALENDAR = Prepared(_calendar, first_holiday=models.DateField())


def near(day: date) -> dict[str, date]:
    """The values of the slots of ``CALENDAR`` for dates near a day."""
    return {"first_holiday": day - HOLIDAYS_BEFORE}


def calendar(*, around: date) -> WorkingCalendar:
    """The working calendar for dates near ``around``: the authority's duty hours and its bank holidays, one query."""
    return calendar_of(CALENDAR.ask(**near(around)))


def calendar_of(found: list[dict[str, Any]]) -> WorkingCalendar:
    """The working calendar from what ``CALENDAR`` found."""
    (authority,) = found
    return WorkingCalendar(
        holidays=frozenset(authority["holidays"]),
        covered_until=authority["holidays_covered_until"],
        opens=authority["opens"],
        closes=authority["closes"],
    )
