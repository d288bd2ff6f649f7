"""A chronology on paper, as a court or an inspector reads it: the oldest event first, and who printed it when."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from cases.papers.filed import Printing, begin
from frontdoor.core import pdf
from frontdoor.core.chronology import Entry
from frontdoor.presenters import long_day, moment

MOST_IN_FULL, MOST_LINES = 500, 2000
"""What is drawn while somebody waits."""

TOO_LONG = "This is more than {:,} events. Choose fewer kinds, or a shorter time, and print it in parts."
PLAIN_UNTIL = "\u024f"
"""The last letter of the Latin alphabets, which need no shaping; shaping takes four times as long."""

NOTHING = "Nothing of this kind is recorded in this time."


def most(*, compact: bool) -> int:
    """How many events go on paper at once."""
    return MOST_LINES if compact else MOST_IN_FULL


def chronology(
    printing: Printing,
    *,
    people: Mapping[int, str],
    entries: Sequence[Entry],
    chosen: Mapping[str, Any],
    compact: bool,
) -> bytes:
    """The pages as A4. ``people`` are names by id, ``chosen`` what the story was narrowed to."""
    page = begin(printing, "Chronology")
    pdf.paragraph(page, "\n".join(_what(people, chosen)))
    for entry in entries:
        _event(page, entry, people, compact=compact)
    if not entries:
        pdf.paragraph(page, NOTHING)
    return pdf.bytes_of(page)


def _what(people: Mapping[int, str], chosen: Mapping[str, Any]) -> list[str]:
    time = f"From {_day(chosen['since'], 'the first event')} to {_day(chosen['until'], 'the day of printing')}."
    told = ["About: " + ", ".join(people.values()), time, "Shows: " + ", ".join(chosen["categories"]) + "."]
    if chosen["significant"]:
        told.append("Only events that a worker has marked as significant.")
    return told


def _needs_shaping(words: str) -> bool:
    return any(letter > PLAIN_UNTIL and letter.isalpha() for letter in words)


def _day(day: date | None, otherwise: str) -> str:
    return long_day(day) if day else otherwise


def _event(page: pdf.Document, entry: Entry, people: Mapping[int, str], *, compact: bool) -> None:
    told = entry.told
    when = moment(entry.at) if isinstance(entry.at, datetime) else long_day(entry.at)
    whose = ", ".join(people[one] for one in entry.whose) if len(people) > 1 else ""
    page.set_text_shaping(_needs_shaping(told.title + told.detail + told.who + whose + entry.significant))
    head = " · ".join(filter(None, [when, entry.category, told.title, whose]))
    marks = [f"Significant: {entry.significant}" if entry.significant else "", told.mark]
    if compact:
        pdf.line(page, " · ".join(filter(None, [head, *marks])))
        return
    pdf.line(page, head, bold=True)
    by = f"by {told.who}" if told.who else ""
    pdf.paragraph(page, "\n".join(filter(None, [by, *marks, told.detail])))
