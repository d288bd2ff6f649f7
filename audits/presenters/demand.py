"""Demand and capacity as their page and their workbook show them: each number with the list of its rows."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from audits.indicators import demand
from audits.indicators.demand import DECIDED, OPEN, RECEIVED, SOURCES, WEEKDAYS, Day, Demand
from audits.indicators.windows import A_DAY, Window
from frontdoor import desk, presenters
from frontdoor.core.navigation import address
from frontdoor.core.workbooks import workbook
from frontdoor.core.working_days import LONDON
from workforce.board import Tile

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
SHADES = 4
LATEST_DAYS = 14
Cells = Sequence[str | float]
TITLE = "Demand and capacity of the front door"


def between(hour: int) -> str:
    """An hour of the day in words: 09:00 to 10:00."""
    return f"{hour:02}:00 to {(hour + 1) % 24:02}:00"


def figure(count: int, label: str, what: str, window: Window, **chosen: object) -> Tile:
    """A number with the address of its contacts."""
    return Tile(label, count, address("demand_listed", what=what, since=window.since, until=window.until, **chosen))


def open_at(count: int, week: Window, now: datetime) -> Tile:
    """What was open when a week ended: the queue for the current one, else the list as it stood then."""
    label = f"open at the end of the week from {presenters.short_day(week.since)}"
    if week.until > now.astimezone(LONDON).date():
        return Tile(label, count, address("triage_queue"))
    return figure(count, label, OPEN, week)


def tiles(found: Demand) -> list[Tile]:
    """What stands at the top: the queue now, Red first, then what came and went."""
    red = next(row for row in found.ages if row.key == "red")
    waited = waited_words(red.hours(found.at))
    return [
        Tile(
            "Red contacts open",
            red.open,
            address("triage_queue", rag=red.key),
            tone="danger" if red.open else "plain",
            note=f"The oldest has waited {waited}" if red.open else "None",
        ),
        Tile("Open contacts", found.open, address("triage_queue"), note=f"The oldest has waited {oldest(found)}"),
        figure(sum(found.received.values()), "Received", RECEIVED, found.window),
        figure(sum(found.decided.values()), "Decided", DECIDED, found.window),
    ]


def oldest(found: Demand) -> str:
    """How long the oldest open contact has waited, in words."""
    return waited_words(max((hours for row in found.ages if (hours := row.hours(found.at)) is not None), default=None))


def waited_words(hours: int | None) -> str:
    """So many hours in words."""
    if hours is None:
        return "no time: nothing is open"
    return "less than an hour" if hours == 0 else "1 hour" if hours == 1 else f"{hours:,} hours"


def ages(found: Demand) -> list[dict[str, Any]]:
    """The queue now: a line an urgency, with a number for each band of waiting."""
    return [
        {
            "name": row.name,
            "oldest": row.oldest,
            "waited": waited_words(row.hours(found.at)) if row.oldest else "none open",
            "open": Tile(f"open, {row.name}", row.open, address("triage_queue", rag=row.key)),
            "bands": [
                Tile(
                    f"{row.name}, waiting {age.name.lower()}",
                    row.ages[age.key],
                    address("triage_queue", rag=row.key, age=age.key),
                )
                for age in desk.AGES
            ],
        }
        for row in found.ages
    ]


def pattern(found: Demand) -> list[dict[str, Any]]:
    """A line an hour: a cell for each day of the week with its shade, what came in on all of them, what was decided."""
    counts = found.pattern()
    most = max(counts.values(), default=0)
    return [
        {
            "hour": between(hour),
            "cells": [_cell(found.window, counts[weekday, hour], weekday, hour, most) for weekday in WEEKDAYS],
            "received": figure(came, f"received {between(hour)}", RECEIVED, found.window, hour=hour),
            "decided": figure(went, f"decided {between(hour)}", DECIDED, found.window, hour=hour),
        }
        for hour, came, went in found.hours()
    ]


def _cell(window: Window, count: int, weekday: int, hour: int, most: int) -> dict[str, Any]:
    label = f"received on {DAYS[weekday - 1]}s {between(hour)}"
    shade = -(-count * SHADES // most) if most else 0
    return {"figure": figure(count, label, RECEIVED, window, weekday=weekday, hour=hour), "shade": shade}


def busiest(found: Demand) -> str:
    """The hour of the week in which most came in, in a sentence."""
    counts = found.pattern()
    if not counts:
        return "No contact was received."
    (weekday, hour), most = min(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    contacts = "1 contact" if most == 1 else f"{most:,} contacts"
    return f"The busiest hour is {DAYS[weekday - 1]}, {between(hour)}: {contacts} in these weeks."


def sources(found: Demand) -> list[dict[str, Any]]:
    """A line for each group of sources from which anything came, the most first: all, then each urgency."""
    rows = []
    for key, name in SOURCES.items():
        numbers = [found.sources[key, rag] for rag, _, _ in desk.URGENCIES]
        if not any(numbers):
            continue
        cells = [
            figure(number, f"{word}, {name}", RECEIVED, found.window, source=key, rag=rag)
            for number, (_, rag, word) in zip(numbers, desk.URGENCIES, strict=True)
        ]
        total = figure(sum(numbers), f"received, {name}", RECEIVED, found.window, source=key)
        rows.append({"name": name, "all": total, "cells": cells})
    return sorted(rows, key=lambda row: -row["all"].count)


def weeks(found: Demand) -> list[dict[str, Any]]:
    """The weeks, the current one first."""
    return [
        {
            "week": week,
            "change": change(week.received - week.decided),
            "received": figure(week.received, f"received, {short}", RECEIVED, week.window),
            "decided": figure(week.decided, f"decided, {short}", DECIDED, week.window),
            "open": open_at(week.open, week.window, found.at),
        }
        for week in reversed(found.weeks())
        for short in [f"week from {presenters.short_day(week.window.since)}"]
    ]


def change(by: int) -> str:
    """Whether the queue grew or shrank, in words."""
    return "as before" if by == 0 else f"grew by {by:,}" if by > 0 else f"shrank by {-by:,}"


def today(found: Demand) -> dict[str, Any]:
    """The hours of today in which anything happened, and what they come to."""
    hours = found.hours_of_today()
    day = Window(found.today, found.today + A_DAY)
    came, went = sum(hour.received for hour in hours), sum(hour.decided for hour in hours)
    return {
        "received": figure(came, "received today", RECEIVED, day),
        "decided": figure(went, "decided today", DECIDED, day),
        "change": change(came - went),
        "began": hours[0].open - hours[0].received + hours[0].decided,
        "hours": [
            {
                "hour": between(hour.hour),
                "received": figure(
                    hour.received, f"received today {between(hour.hour)}", RECEIVED, day, hour=hour.hour
                ),
                "decided": figure(hour.decided, f"decided today {between(hour.hour)}", DECIDED, day, hour=hour.hour),
                "change": change(hour.received - hour.decided),
                "open": hour.open,
            }
            for hour in hours
            if hour.received or hour.decided
        ],
    }


def days(found: Sequence[Day]) -> dict[str, Any]:
    """The rate of each working day with its limits, the days beyond chance, and the latest days as a table."""
    run = [day for day in found if day.limits is not None]
    return {
        "points": [{"label": presenters.short_day(day.day), "value": day.by_each, "limits": day.limits} for day in run],
        "centre": round(run[0].limits.centre, 1) if run and run[0].limits else None,
        "enough": demand.ENOUGH_DAYS,
        "beyond": [_day(day) for day in run if day.is_beyond_chance],
        "latest": [_day(day) for day in reversed(found[-LATEST_DAYS:])],
    }


def _day(day: Day) -> dict[str, Any]:
    window, short = Window(day.day, day.day + A_DAY), presenters.short_day(day.day)
    return {
        "day": day,
        "received": figure(day.received, f"received on {short}", RECEIVED, window),
        "decided": figure(day.decided, f"decided on {short}", DECIDED, window),
    }


def said(what: str, window: Window, **chosen: Any) -> str:
    """What a list of contacts holds, in a sentence."""
    last = presenters.short_day(window.last_day)
    if what == OPEN:
        begun = f"Contacts that were open when {last} ended"
    else:
        span = last if window.since == window.last_day else f"{presenters.short_day(window.since)} to {last}"
        begun = f"Contacts {what}, {span}"
    weekday, hour, source, rag = (chosen[name] for name in ("weekday", "hour", "source", "rag"))
    more = [
        f"on {DAYS[weekday - 1]}s" if weekday is not None else "",
        f"{between(hour)}" if hour is not None else "",
        f"from {SOURCES[source][0].lower()}{SOURCES[source][1:]}" if source else "",
        next((name for value, _, name in desk.URGENCIES if value == rag), "") if rag is not None else "",
    ]
    return ", ".join([begun, *filter(None, more)])


def as_workbook(found: Demand, by_day: Sequence[Day], author: str) -> bytes:
    """Every table of the page."""
    span = f"{found.window.since:%-d %B %Y} to {found.today:%-d %B %Y}"
    return workbook(
        title=TITLE,
        author=author,
        made_at=found.at,
        sheets=[
            (
                "About",
                [["About these figures"], [TITLE], [span], ["Figures count the records that the reader may open."]],
            ),
            ("Queue now", _queue_sheet(found)),
            ("Hours", _hours_sheet(found)),
            ("Sources", _sources_sheet(found)),
            ("Weeks", _weeks_sheet(found)),
            ("Days", [_DAY_HEADS, *map(_day_cells, by_day)]),
        ],
    )


_DAY_HEADS: Cells = [
    "Day",
    "Received",
    "Decided",
    "People who worked the queue",
    "People who decided",
    "Received for each",
    "Decided by each",
    "Beyond chance",
]


def _day_cells(day: Day) -> Cells:
    known = [number if number is not None else "" for number in (day.for_each, day.by_each)]
    beyond = "" if day.limits is None else "Yes" if day.is_beyond_chance else "No"
    return [day.day.isoformat(), day.received, day.decided, day.workers, day.deciders, *known, beyond]


def _queue_sheet(found: Demand) -> list[Cells]:
    rows: list[Cells] = [["Urgency", "Open", "Oldest, hours", *(age.name for age in desk.AGES)]]
    for row in found.ages:
        hours = row.hours(found.at)
        rows.append([row.name, row.open, "" if hours is None else hours, *row.ages.values()])
    return rows


def _hours_sheet(found: Demand) -> list[Cells]:
    counts = found.pattern()
    rows: list[Cells] = [["Received in the hour", *DAYS, "All days", "Decided in the hour"]]
    for hour, came, went in found.hours():
        rows.append([between(hour), *(counts[weekday, hour] for weekday in WEEKDAYS), came, went])
    return rows


def _sources_sheet(found: Demand) -> list[Cells]:
    rows: list[Cells] = [["Told by", "All", *(name for _, _, name in desk.URGENCIES)]]
    for row in sources(found):
        rows.append([row["name"], row["all"].count, *(cell.count for cell in row["cells"])])
    return rows


def _weeks_sheet(found: Demand) -> list[Cells]:
    rows: list[Cells] = [["Week from", "Received", "Decided", "Open at the end"]]
    for week in found.weeks():
        rows.append([week.window.since.isoformat(), week.received, week.decided, week.open])
    return rows
