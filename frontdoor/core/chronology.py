"""The story of a child or of a family from every app: each registers its sources, a page asks for all of them at once.

A source is one kind of event: a queryset, the moment each row happened, and the facts that its words need. All of
them are one SQL statement, so that a story of ten thousand events is narrowed, put in order and paged by the database.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import (
    BigIntegerField,
    Case,
    DateTimeField,
    F,
    Func,
    IntegerField,
    JSONField,
    Model,
    QuerySet,
    Value,
    When,
)
from django.db.models.functions import Cast, Concat, JSONObject, Left, Trim, TruncDate

from frontdoor.core.access import Viewer, looking
from frontdoor.core.pages import Page
from frontdoor.core.prepared import Slot, ask, text_of
from frontdoor.core.working_days import LONDON

EVENTS = 50
LONGEST_EXTRACT = 600


@dataclass(frozen=True, kw_only=True)
class Told:
    """The words of one event: its title, a longer text, who did it, where to read it, a mark such as late entry."""

    title: str
    detail: str = ""
    who: str = ""
    url: str = ""
    mark: str = ""


@dataclass(frozen=True, kw_only=True)
class Source:
    """One kind of event, as ``source`` registers it."""

    category: str
    rows: Callable[[Any, Any], QuerySet]
    at: str
    facts: Mapping[str, Any]
    words: Callable[..., Told]

    @property
    def name(self) -> str:
        """What the source is called wherever one of its events is referred to: "cases.visited"."""
        return f"{self.words.__module__.partition('.')[0]}.{self.words.__name__}"


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One event as it is shown. ``at`` is a date where no time is known; no midnight is invented.

    ``source`` and ``row`` refer to it, ``whose`` are the people in whose story it stands, ``significant`` says why
    somebody has marked it in the story of one of them (empty where nobody has).
    """

    at: datetime | date
    category: str
    told: Told
    source: str
    row: int
    whose: Sequence[int]
    significant: str


@dataclass(frozen=True, kw_only=True)
class Story:
    """A page of events; ``counts`` says how many there are of each category that the other filters let through."""

    page: Page
    counts: dict[str, int]


_STORY = """
    WITH told (person, source, category, day, at, facts, row, searched) AS MATERIALIZED (
        SELECT whose.person, event.* FROM {people} AS whose (person), LATERAL ({events}) AS event
    ),
    marked (person, source, row, reason) AS MATERIALIZED (
        SELECT whose.person, mark.* FROM {people} AS whose (person), LATERAL ({marks}) AS mark
    ),
    named (person, source, category, day, at, facts, row, searched, name) AS (
        SELECT told.*, (%(names)s::text[])[source + 1] FROM told
    ),
    wanted (whose, source, category, day, at, facts, row, reason) AS MATERIALIZED (
        SELECT {whose}, t.source, t.category, t.day, t.at, {facts}, t.row, {reason}
        FROM named t LEFT JOIN marked m ON m.person = t.person AND m.row = t.row AND m.source = t.name
        WHERE (%(since)s::date IS NULL OR t.day >= %(since)s::date)
          AND (%(until)s::date IS NULL OR t.day <= %(until)s::date)
          AND (%(source)s::text = '' OR t.name = %(source)s::text AND t.row = %(row)s::bigint)
          AND (%(categories)s::text[] IS NULL OR t.category = ANY (%(categories)s::text[]))
          AND (NOT %(significant)s::boolean OR m.reason IS NOT NULL)
          {among}
        {grouped}
    ),
    counted (counts) AS (
        SELECT jsonb_object_agg(category, events) FROM (
            SELECT category, count(*) AS events FROM wanted GROUP BY category
        ) AS categories
    )
    SELECT counts, source, day, at, to_json(facts), row, whose, reason
    FROM counted LEFT JOIN LATERAL (
        SELECT * FROM wanted WHERE %(category)s::text IN ('', category)
        ORDER BY {order}
        LIMIT %(limit)s::bigint OFFSET %(offset)s::bigint
    ) AS page ON true
"""
_OF_ONE = {
    "people": "(SELECT (%(people)s::bigint[])[1])",
    "whose": "ARRAY[t.person]",
    "facts": "t.facts",
    "reason": "m.reason",
    "grouped": "",
}
_OF_MANY = {
    "people": "unnest((SELECT %(people)s::bigint[]))",
    "whose": "array_agg(t.person ORDER BY t.person)",
    "facts": "(array_agg(t.facts ORDER BY t.person))[1]",
    "reason": "min(m.reason)",
    "grouped": "GROUP BY t.source, t.row, t.category, t.day, t.at",
}
"""What several people share, such as a contact about all of them, stands once in the story of a family.

The length of the array is kept from the planner: where it knows how many people there are, a plan for these alone looks
cheaper than the one that it keeps, and the whole statement is planned anew each time, for longer than it runs.
"""
_AMONG = """
          AND jsonb_to_tsvector('english', t.searched, '["string"]') @@ websearch_to_tsquery('english', %(words)s::text)
"""
_NEWEST_FIRST = "day DESC, at DESC NULLS FIRST, source DESC, row DESC"
_OLDEST_FIRST = "day, at NULLS LAST, source, row"
_NO_MARKS = "SELECT NULL::text, NULL::bigint, NULL::text WHERE false"

_sources: list[Source] = []
_marks: list[Callable[[Any, Any], QuerySet]] = []


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


def significance(rows: Callable[[Any, Any], QuerySet]) -> Callable[[Any, Any], QuerySet]:
    """Register where marks of significance are: ``rows(viewer, person)`` gives the source, row and reason of each."""
    _marks.append(rows)
    return rows


def extract(column: str) -> Left:
    """The beginning of a long text, with one letter more than is shown where it goes on."""
    return Left(column, LONGEST_EXTRACT + 1)


def full_name(person: str) -> Trim:
    """The name of the person or worker at a field path; empty where there is none."""
    return Trim(Concat(F(f"{person}__given_names"), Value(" "), F(f"{person}__family_name")))


def of(
    people: int | Sequence[int],
    worker: Any,
    *,
    page: int = 1,
    events: int = EVENTS,
    oldest_first: bool = False,
    words: str = "",
    **narrowed: Any,
) -> Story:
    """A page of what ``worker`` may read about a person, or about several; the caller has opened each record.

    ``words`` are searched in all that an event tells, as people type them into a search box. ``narrowed`` may hold
    ``category`` (the counts are of all others too), ``categories`` (of no others), ``since`` and ``until`` (days, both
    included), ``significant`` (True: only what is marked), and ``source`` with ``row`` for one event.
    """
    ids = [people] if isinstance(people, int) else list(people)
    shape = _Shape(Viewer.like(worker), of_many=len(ids) > 1, searching=bool(words.strip()), oldest_first=oldest_first)
    values = looking(worker) | _EVERYTHING | narrowed
    values |= {
        "people": ids,
        "names": [told.name for told in _sources],
        "words": words,
        "limit": events + 1,
        "offset": (page - 1) * events,
    }
    found = ask(_story(shape), values)
    entries = [_entry(event) for _, *event in found if event[0] is not None]
    return Story(
        page=Page(number=page, rows=entries[:events], is_last=len(entries) <= events),
        counts=json.loads(found[0][0] or "{}"),
    )


_EVERYTHING = {
    "category": "",
    "since": None,
    "until": None,
    "significant": False,
    "source": "",
    "row": None,
    "categories": None,
}


def entry(person_id: int, worker: Any, *, source: str, row: int) -> Entry | None:
    """One event of a person's story; None where ``worker`` reads no such event."""
    found = of(person_id, worker, source=source, row=row).page.rows if source else ()
    return next(iter(found), None)


def _entry(event: Sequence[Any]) -> Entry:
    number, day, at, facts, row, whose, reason = event
    told = _sources[number]
    return Entry(
        at=at or day,
        category=told.category,
        told=told.words(**dict(zip(told.facts, facts.values(), strict=True))),
        source=told.name,
        row=row,
        whose=whose,
        significant=reason or "",
    )


@dataclass(frozen=True)
class _Shape:
    """What the form of the statement depends on; the values themselves are slots."""

    viewer: Viewer
    of_many: bool
    searching: bool
    oldest_first: bool


@cache
def _story(shape: _Shape) -> str:
    """All sources as one statement: a page of events, each row with the number of events of every category."""
    person = Slot("person", BigIntegerField())
    arms = (
        _arm(number, told, told.rows(shape.viewer, person), searching=shape.searching)
        for number, told in enumerate(_sources)
    )
    marks = (rows(shape.viewer, person).order_by().values_list("source", "row", "reason") for rows in _marks)
    statement = _STORY.format(
        events=_together(arms),
        marks=_together(marks) or _NO_MARKS,
        among=_AMONG if shape.searching else "",
        order=_OLDEST_FIRST if shape.oldest_first else _NEWEST_FIRST,
        **(_OF_MANY if shape.of_many else _OF_ONE),
    )
    return statement.replace("%(person)s", "whose.person")


class _Facts(Func):
    """The facts of an event as a row without names: JSON is made of those alone that are shown."""

    template = "ROW(%(expressions)s)"


def _together(arms: Any) -> str:
    return " UNION ALL ".join(filter(None, (text_of(arm.query.get_compiler(arm.db)) for arm in arms)))


def _arm(number: int, told: Source, rows: QuerySet, *, searching: bool) -> QuerySet:
    """The rows of one source in the columns that all sources share."""
    day: Any
    at: Any
    if told.at.endswith("_at"):
        day, at = TruncDate(told.at, tzinfo=LONDON), F(told.at)
    else:
        day, at = F(told.at), Cast(Value(None), DateTimeField())
    facts = _Facts(*(_as_told(column) for column in told.facts.values()), output_field=JSONField())
    searched = _searched(told, rows.model) if searching else Cast(Value(None), JSONField())
    return rows.order_by().values_list(
        Value(number, IntegerField()), Value(told.category), day, at, facts, F("pk"), searched
    )


def _as_told(column: Any) -> Any:
    return F(column) if isinstance(column, str) else column


def _searched(told: Source, model: type[Model]) -> JSONObject:
    """The same facts as people would look for them: long texts whole, and the words of a choice for its code."""
    whole = {name: _whole(column, model) for name, column in told.facts.items()}
    return JSONObject(entry=Value(f"{told.category} {told.words.__name__.replace('_', ' ')}"), **whole)


def _whole(column: Any, model: type[Model]) -> Any:
    if isinstance(column, Left):
        return column.get_source_expressions()[0]
    if not isinstance(column, str):
        return column
    choices = _choices(column, model)
    if not choices:
        return F(column)
    return Case(*(When(**{column: code}, then=Value(str(label))) for code, label in choices), default=Value(""))


def _choices(path: str, model: type[Model]) -> Sequence[tuple[Any, Any]]:
    field: Any = None
    try:
        for step in path.split("__"):
            field = model._meta.get_field(step)
            model = field.related_model
    except (FieldDoesNotExist, AttributeError):
        return ()
    return [choice for choice in getattr(field, "flatchoices", ()) if isinstance(choice[0], str)]
