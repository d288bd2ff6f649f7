"""Inspection findings in the words of their pages: where each stands, its weeks, and what happened to it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from audits.indicators.weekly import INDICATORS, Proof, Target, Week, WeeklyIndicator
from audits.models import FindingEvent, FindingWeek, InspectionFinding
from audits.models.finding_choices import EventKind, source_in_words
from audits.models.finding_rules import FURTHEST_BACK, PROVING_WEEKS
from audits.models.inspection_findings import FINDING_CLOCK
from frontdoor import presenters
from frontdoor.core import policy
from frontdoor.core.working_days import london_date

HEADS = (
    "Finding",
    "What was found",
    "About",
    "Found by",
    "Source",
    "Found on",
    "Reference",
    "State",
    "Owner",
    "By when",
    "Indicator",
    "Target",
    "Last found again",
    "Closed on",
    "Closed by",
    "What shows that it is put right",
)


@dataclass(frozen=True)
class Tag:
    """A state in a word or two."""

    words: str
    colour: str


@dataclass(frozen=True)
class WeekLine:
    """A week of the table: its figures with the lists behind them, and whether it proves, breaks or neither."""

    week: Week
    counted_url: str
    out_of_url: str
    tag: Tag


@dataclass(frozen=True)
class Weeks:
    """The weeks of a finding as table and chart. ``says`` is what they prove."""

    indicator: WeeklyIndicator
    target: Target
    lines: list[WeekLine]
    says: str
    is_proof: bool

    @property
    def points(self) -> list[dict[str, Any]]:
        """For the chart, the earliest first."""
        return [
            {"label": presenters.short_day(line.week.week_from), "value": line.week.per_cent}
            for line in reversed(self.lines)
        ]


def weeks(indicator: WeeklyIndicator, found: Proof) -> Weeks:
    """The weeks as they stand now, the latest first."""
    outside, proving = len(found.outside), len(found.proving)
    if outside:
        verb = "week lies" if outside == 1 else "weeks lie"
        says = f"{outside} of the last {len(found.weeks)} complete {verb} outside the target."
    elif found.is_whole:
        says = f"The last {PROVING_WEEKS} complete weeks with anything to count all lie inside the target."
    else:
        says = (
            f"Of the last {FURTHEST_BACK} complete weeks only {proving} had anything to count; "
            f"{PROVING_WEEKS} are needed."
        )
    return Weeks(indicator, found.target, _lines(indicator, found), says, found.is_whole)


def kept_weeks(indicator: WeeklyIndicator, target: Target, rows: Iterable[FindingWeek]) -> Weeks:
    """The weeks that were kept with the closing; lists of today need not hold what they held then."""
    found = Proof([Week(row.week_from, row.counted, row.out_of) for row in rows], target)
    says = f"The {PROVING_WEEKS} weeks on which it was closed, as they stood that day."
    return Weeks(indicator, target, [_line(week, found) for week in reversed(found.weeks)], says, found.is_whole)


def _lines(indicator: WeeklyIndicator, found: Proof) -> list[WeekLine]:
    return [_line(week, found, indicator) for week in reversed(found.weeks)]


def _line(week: Week, found: Proof, indicator: WeeklyIndicator | None = None) -> WeekLine:
    counted, out_of = (indicator.list_of(week, counted=which) if indicator else "" for which in (True, False))
    return WeekLine(week, counted, out_of, _verdict(week, found))


def _verdict(week: Week, found: Proof) -> Tag:
    if not week.out_of:
        return Tag("Nothing to count", "grey")
    return Tag("Inside", "green") if found.target.holds(week) else Tag("Outside", "red")


def tags(row: InspectionFinding) -> list[Tag]:
    """Where a finding stands."""
    if row.closed_on is not None:
        return [Tag("Closed", "green")]
    if row.was_reopened:
        return [Tag("Reopened", "red")]
    return [Tag("Open", "blue"), *([Tag("Found again", "red")] if row.again_on else [])]


def found_by(row: InspectionFinding) -> str:
    """Who found it, where and when."""
    said = f", {row.reference}" if row.reference else ""
    return f"{source_in_words(row.source_kind, row.source)}, {_day(row.found_on)}{said}"


def measure_of(row: InspectionFinding) -> str:
    """What a finding is measured by, in words."""
    indicator = INDICATORS.get(row.indicator)
    if indicator is None or row.target is None:
        return "None chosen yet"
    return f"{indicator.code} {indicator.name}, {Target(row.better, row.target).words}"


def due_of(row: InspectionFinding, now: datetime) -> presenters.Due | None:
    """Where the promise of an open finding stands; None for a closed one."""
    return next(iter(_dues([row], now)))


def lines(rows: Iterable[InspectionFinding], now: datetime) -> list[dict[str, Any]]:
    """The rows of the list."""
    found = list(rows)
    return [
        {"finding": row, "due": due, "tags": tags(row), "measure": measure_of(row)}
        for row, due in zip(found, _dues(found, now), strict=True)
    ]


def _dues(rows: list[InspectionFinding], now: datetime) -> list[presenters.Due | None]:
    days = policy.calendar(around=london_date(now))
    return [None if row.closed_on else presenters.due(FINDING_CLOCK, row, now=now, calendar=days) for row in rows]


def cells(row: InspectionFinding) -> tuple[Any, ...]:
    """A line of the file."""
    return (
        row.pk,
        row.found,
        row.get_theme_display(),
        row.get_source_kind_display(),
        row.source,
        row.found_on,
        row.reference,
        ", ".join(tag.words for tag in tags(row)),
        row.owner.get_full_name(),
        row.due_on,
        row.indicator,
        Target(row.better, row.target).words if row.target is not None else "",
        row.again_on,
        row.closed_on,
        row.closed_by.get_full_name() if row.closed_by else "",
        row.evidence,
    )


def timeline(events: Iterable[FindingEvent]) -> list[dict[str, Any]]:
    """What happened, the latest first."""
    return [
        {
            "title": EventKind(event.kind).label,
            "when": _day(event.happened_on),
            "iso": event.happened_on.isoformat(),
            "who": event.noted_by.get_full_name(),
            "words": _told(event),
            "url": "",
            "category": "",
        }
        for event in events
    ]


def _told(event: FindingEvent) -> str:
    if event.owner is None or event.due_on is None:
        return str(event.words)
    return f"{event.words}\n{event.owner.get_full_name()} puts it right by {_day(event.due_on)}."


def _day(day: date) -> str:
    return f"{day:%-d %B %Y}"


def owner_differences(form: Any, finding: InspectionFinding) -> list[dict[str, str]]:
    """The owner and the day that somebody else has given a finding, beside those that were chosen on the older page."""
    typed, label = form.cleaned_data, lambda name: str(form[name].label)
    state = f"Closed on {presenters.long_day(finding.closed_on)}" if finding.closed_on else "Open"
    rows = [
        ("The finding", state, "Open"),
        (label("owner"), finding.owner.get_full_name(), typed["owner"].get_full_name()),
        (label("due_on"), presenters.long_day(finding.due_on), presenters.long_day(typed["due_on"])),
    ]
    return [{"label": what, "theirs": theirs, "yours": yours} for what, theirs, yours in rows if theirs != yours]


def measure_differences(form: Any, finding: InspectionFinding) -> list[dict[str, str]]:
    """The indicator and target that somebody else has chosen for a finding, beside those of the older page."""
    typed = form.cleaned_data
    chosen = INDICATORS[typed["indicator"]]
    yours = f"{chosen.code} {chosen.name}, {Target(chosen.better, typed['target']).words}"
    return [{"label": "Measured by", "theirs": measure_of(finding), "yours": yours}]
