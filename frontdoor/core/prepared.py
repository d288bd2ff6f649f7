"""Queries that are built and planned once, then asked many times with other values (docs/adr/0011).

For the wide, permission-filtered queries of the pages that are opened most, building the SQL and planning it cost
several times what the answer does, each time. A prepared query is written as an ordinary queryset over slots: Django
builds its text at the first use in a process, Postgres plans it once a connection, later only the values differ.
"""

from collections.abc import Callable, Hashable, Mapping
from copy import copy
from functools import lru_cache
from types import SimpleNamespace
from typing import Any

import psycopg
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import BigIntegerField, BooleanField, Expression, Field, Func, QuerySet


class Slot(Expression):
    """The place of a value that is known only when the query is asked."""

    def __init__(self, name: str, output_field: Field) -> None:
        super().__init__(output_field=output_field)
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        return f"%s::{self.output_field.db_type(connection)}", [self]


class AmongThese(Func):
    """Whether a value is one of an array's: what ``__in`` is to a list that is known when the query is written."""

    template = "%(expressions)s)"
    arg_joiner = " = ANY ("
    output_field = BooleanField()


def text_of(compiler: Any) -> str:
    """The SQL of a queryset's compiler, its slots as named placeholders and every other value written out.

    Empty for a queryset that is known to give nothing.
    """
    try:
        sql, params = compiler.as_sql()
    except EmptyResultSet:
        return ""
    written = (
        f"%({param.name})s" if isinstance(param, Slot) else _doubled(connection.ops.compose_sql("%s", [param]))
        for param in params
    )
    return _doubled(sql, "%%") % tuple(written)


def _doubled(text: str, sign: str = "%") -> str:
    return text.replace(sign, sign * 2)


class _Numbers(dict[str, str]):
    """The number of each placeholder by its name, in the order in which they are met."""

    def __missing__(self, name: str) -> str:
        self[name] = f"${len(self) + 1}"
        return self[name]


@lru_cache(maxsize=1024)
def _numbered(text: str) -> tuple[str, tuple[str, ...]]:
    """A text of ``text_of`` as Postgres takes it, and the names of its values in order.

    Done once a text: psycopg takes a long one apart at each execution.
    """
    numbers = _Numbers()
    return text % numbers, tuple(numbers)


class Planned(psycopg.RawCursor[Any]):
    """A cursor that Postgres plans ahead for; it keeps its text where Django's log of queries looks for it."""

    def _convert_query(self, query: Any, params: Any = None) -> Any:
        self._query = super()._convert_query(query, params)
        return self._query


MOST_KEPT = 400
"""Plans that a connection keeps, more than there are tables and pages: psycopg keeps a hundred, then plans anew."""


def ask(text: str, values: Mapping[str, Any], *, cursor_class: type[Planned] = Planned) -> list[Any]:
    """The rows that a text of ``text_of`` gives, planned ahead. Raises ProgrammingError for an empty slot."""
    connection.close_if_health_check_failed()
    connection.ensure_connection()
    connection.connection.prepared_max = MOST_KEPT
    numbered, names = _numbered(text)
    with connection.wrap_database_errors, connection._prepare_cursor(cursor_class(connection.connection)) as cursor:
        try:
            given = [values[name] for name in names]
        except KeyError as empty:
            raise psycopg.ProgrammingError(f"The slot {empty} is empty.") from empty
        cursor.execute(numbered, given)
        return cursor.fetchall()


class Built:
    """One built query: its text, empty where it is known to give nothing, and what its answer means."""

    def __init__(self, queryset: QuerySet) -> None:
        self.queryset = queryset
        self.compiler = queryset.query.get_compiler(queryset.db)
        self.text = text_of(self.compiler)

    def read(self, answer: list[Any]) -> list[Any]:
        """What the queryset gives when the database gives ``answer``, a tuple a row."""
        compiler, query = copy(self.compiler), copy(self.queryset.query)
        vars(compiler)["execute_sql"] = lambda *_, **__: [answer]
        vars(query)["get_compiler"] = lambda *_, **__: compiler
        built: Any = self.queryset
        asked = SimpleNamespace(db=built.db, query=query, _fields=built._fields, _known_related_objects={})
        return list(built._iterable_class(asked))


class Prepared:
    """A queryset that is built once for each ``shape``: ``build(shape, **slots)`` gives it.

    Slices and the structure of conditions belong to the shape; every other value is a slot, named with its field.
    Related rows come with ``select_related``; ``prefetch_related`` is not asked. A number in a slot is a key: one that
    no column holds, as an address may bring it, gives nothing, as it does in a plain queryset.
    """

    def __init__(self, build: Callable[..., QuerySet], **slots: Field) -> None:
        self.build, self.slots = build, {name: Slot(name, field) for name, field in slots.items()}
        self._keys = [name for name, field in slots.items() if isinstance(field, BigIntegerField)]
        self._built: dict[Hashable, Built] = {}

    def over_slots(self, shape: Hashable = None) -> QuerySet:
        """The queryset itself, for a statement that asks several (``core/together.py``)."""
        return self.build(shape, **self.slots)

    def ask(self, shape: Hashable = None, **values: Any) -> list[Any]:
        """What the queryset gives for these values of its slots, asked of the database now."""
        if any((values.get(key) or 0) > BigIntegerField.MAX_BIGINT for key in self._keys):
            return []
        built = self._built.get(shape)
        if built is None:
            built = self._built[shape] = Built(self.over_slots(shape))
        return built.read(ask(built.text, values) if built.text else [])
