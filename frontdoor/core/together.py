"""Several prepared queries asked in one statement: a page of many lists is one question (docs/adr/0016).

Each query becomes one column, an array of records. The answer comes in Postgres's binary form, in which a record names
the type of each of its values, so that every row is read as the query alone would give it.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db.models import DateField, DateTimeField, QuerySet
from psycopg.adapt import Buffer, Loader
from psycopg.pq import Format

from frontdoor.core.prepared import Built, Planned, Slot, ask
from frontdoor.core.working_days import london_date


class Moment(NamedTuple):
    """The moment of a page and its day in London as its queries hold them: slots."""

    now: Any
    today: Any


MOMENT = Moment(Slot("now", DateTimeField()), Slot("today", DateField()))


def at_moment(now: datetime) -> dict[str, datetime | date]:
    """The values of those slots."""
    return {"now": now, "today": london_date(now)}


@dataclass(frozen=True)
class First:
    """The first rows of a list, read as the sliced queryset ``lines``, and the number of all its ``rows``."""

    lines: QuerySet
    rows: QuerySet


def number_of(rows: QuerySet) -> First:
    """How many rows there are, none of them read."""
    return First(rows[:0], rows)


@dataclass(frozen=True)
class Found:
    """What one query of several gives; ``total`` counts the rows that a ``First`` did not read too."""

    rows: list[Any]
    total: int


class _JsonAsText(Loader):
    """JSON as Django's own fields expect it; in the binary form of jsonb a version stands before the text."""

    format = Format.BINARY

    def load(self, data: Buffer) -> str:
        return bytes(data[1:]).decode()


class _InBinary(Planned):
    """A planned cursor whose answer comes in binary form."""

    def __init__(self, connection: Any) -> None:
        super().__init__(connection)
        self.format = Format.BINARY
        self.adapters.register_loader("jsonb", _JsonAsText)


_ROWS = "ARRAY(SELECT {name} FROM {name})"
_COUNT = "(SELECT count(*) FROM ({rows}) AS {name}_rows{unless_all_are_read})"
_UNLESS_ALL_ARE_READ = " WHERE (SELECT count(*) FROM {name}) = {most}"


class _Part:
    """One query's place in the statement: named there, then told in two columns, its rows and their number."""

    def __init__(self, name: str, asked: QuerySet | First) -> None:
        lines, rows = (asked.lines, asked.rows) if isinstance(asked, First) else (asked, None)
        self._built = Built(lines)
        text, most = self._built.text, lines.query.high_mark
        self.named = f"{name} AS ({text})" if text else ""
        self.rows = _ROWS.format(name=name) if text else "NULL"
        self.count = "0"
        if rows is not None and (counted := Built(rows.order_by().values("pk")).text):
            unless = _UNLESS_ALL_ARE_READ.format(name=name, most=most) if text else ""
            self.count = _COUNT.format(name=name, rows=counted, unless_all_are_read=unless)

    def found(self, rows: list[Any] | None, count: int) -> Found:
        read = self._built.read(rows or [])
        return Found(read, max(len(read), count))


class Together:
    """Querysets over slots (``core/prepared.py``) as one statement, built once and asked many times."""

    def __init__(self, *asked: QuerySet | First) -> None:
        self._parts = [_Part(f"part_{number}", query) for number, query in enumerate(asked)]
        named = ", ".join(filter(None, (part.named for part in self._parts)))
        columns = ", ".join(f"{part.rows}, {part.count}" for part in self._parts)
        self._text = f"WITH {named} SELECT {columns}" if named else f"SELECT {columns}"

    def ask(self, **values: Any) -> list[Found]:
        """What each queryset gives for these values of the slots, all seen at one moment; one query."""
        (answer,) = ask(self._text, values, cursor_class=_InBinary)
        pairs = zip(answer[::2], answer[1::2], strict=True)
        return [part.found(*pair) for part, pair in zip(self._parts, pairs, strict=True)]
