"""One child's story from every app: each registers its sources, the record page asks for all of them at once.

A source is one kind of event: a queryset, the moment each row happened, and the facts that its words need. All of
them are one SQL statement, so that a story of a thousand events is put in order and paged by the database.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from django.db.models import BigIntegerField, DateTimeField, F, IntegerField, QuerySet, Value
from django.db.models.functions import Cast, Concat, JSONObject, Left, Trim, TruncDate

from frontdoor.core.access import Viewer, looking
from frontdoor.core.pages import Page
from frontdoor.core.prepared import Slot, ask, text_of
from frontdoor.core.working_days import LONDON

EVENTS = 50
LONGEST_EXTRACT = 600


@dataclass(frozen=True, kw_only=True)
class Told:
    """The words of one event: its title, a longer text, who did it, where to read it."""

    title: str
    detail: str = ""
    who: str = ""
    url: str = ""


@dataclass(frozen=True, kw_only=True)
class Source:
    """One kind of event, as ``source`` registers it."""

    category: str
    rows: Callable[[Any, Any], QuerySet]
    at: str
    facts: Mapping[str, Any]
    words: Callable[..., Told]


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One event as it is shown. ``at`` is a date where no time is known; no midnight is invented."""

    at: datetime | date
    category: str
    told: Told


@dataclass(frozen=True, kw_only=True)
class Story:
    """A page of a person's events, the newest first; ``counts`` says how many there are of each category in all."""

    page: Page
    counts: dict[str, int]


_STORY = """
    WITH told (source, category, day, at, facts, row) AS MATERIALIZED ({events}),
    counted (counts) AS (
        SELECT jsonb_object_agg(category, events) FROM (
            SELECT category, count(*) AS events FROM told GROUP BY category
        ) AS categories
    )
    SELECT counts, source, day, at, facts
    FROM counted LEFT JOIN LATERAL (
        SELECT * FROM told WHERE %(category)s::text IN ('', category)
        ORDER BY day DESC, at DESC NULLS FIRST, source DESC, row DESC
        LIMIT %(limit)s::bigint OFFSET %(offset)s::bigint
    ) AS page ON true
"""

_sources: list[Source] = []


def source(
    category: str, /, *, rows: Callable[[Any, Any], QuerySet], at: str, **facts: Any
) -> Callable[[Callable[..., Told]], Callable[..., Told]]:
    """Register the decorated function as the words of one kind of event.

    ``rows(viewer, person)`` gives what the viewer may read about the person (an id), ``at`` names the column with the
    moment or day on which a row happened. Each of the ``facts`` (a field path or an expression) reaches the function
    under its name, as JSON holds it: days and moments are texts.
    """

    def register(words: Callable[..., Told]) -> Callable[..., Told]:
        _sources.append(Source(category=category, rows=rows, at=at, facts=facts, words=words))
        return words

    return register


def extract(column: str) -> Left:
    """The beginning of a long text, with one letter more than is shown where it goes on."""
    return Left(column, LONGEST_EXTRACT + 1)


def full_name(person: str) -> Trim:
    """The name of the person or worker at a field path; empty where there is none."""
    return Trim(Concat(F(f"{person}__given_names"), Value(" "), F(f"{person}__family_name")))


def of(person_id: int, worker: Any, *, category: str = "", page: int = 1) -> Story:
    """A page of what ``worker`` may read about a person, of one category or of all."""
    values = looking(worker) | {
        "person": person_id,
        "category": category,
        "limit": EVENTS + 1,
        "offset": (page - 1) * EVENTS,
    }
    found = ask(_story(Viewer.like(worker)), values)
    entries = [_entry(*event) for _, *event in found if event[0] is not None]
    return Story(
        page=Page(number=page, rows=entries[:EVENTS], is_last=len(entries) <= EVENTS),
        counts=json.loads(found[0][0] or "{}"),
    )


def _entry(number: int, day: date, at: datetime | None, facts: str) -> Entry:
    told = _sources[number]
    return Entry(at=at or day, category=told.category, told=told.words(**json.loads(facts)))


@cache
def _story(viewer: Viewer) -> str:
    """All sources as one statement: a page of events, each row with the number of events of every category."""
    person = Slot("person", BigIntegerField())
    arms = (_arm(number, told, told.rows(viewer, person)) for number, told in enumerate(_sources))
    texts = (text_of(arm.query.get_compiler(arm.db)) for arm in arms)
    return _STORY.format(events=" UNION ALL ".join(filter(None, texts)))


def _arm(number: int, told: Source, rows: QuerySet) -> QuerySet:
    """The rows of one source in the columns that all sources share."""
    day: Any
    at: Any
    if told.at.endswith("_at"):
        day, at = TruncDate(told.at, tzinfo=LONDON), F(told.at)
    else:
        day, at = F(told.at), Cast(Value(None), DateTimeField())
    facts = JSONObject(
        **{name: F(column) if isinstance(column, str) else column for name, column in told.facts.items()}
    )
    return rows.order_by().values_list(Value(number, IntegerField()), Value(told.category), day, at, facts, F("pk"))
