"""Writing many rows at once although one of them may be bad: that one is set aside and named, the rest are written."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from django.db import DatabaseError, connection, transaction

PATIENCE = "5s"
"""How long a part may take once something is wrong: a row that hangs must not keep the others."""

Write = Callable[[Sequence[int] | None], int]


@dataclass(frozen=True)
class Written:
    """How many rows were written, and why each of the others was not, by id. Reasons hold no value of a row."""

    rows: int = 0
    set_aside: dict[str, str] = field(default_factory=dict)

    def __add__(self, other: "Written") -> "Written":
        return Written(self.rows + other.rows, self.set_aside | other.set_aside)


def write_all_but_the_bad(write: Write, ids: Callable[[], list[int]]) -> Written:
    """``write(None)`` writes all; where the database refuses that, ``write`` is given ever smaller parts of ``ids()``.

    Call inside a transaction. Raises DatabaseError when the connection itself is lost.
    """
    try:
        return _tried(write, None)
    except DatabaseError as refusal:
        _raise_if_lost(refusal)
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('statement_timeout')")
        before = cursor.fetchone()[0]
        cursor.execute("SELECT set_config('statement_timeout', %s, true)", [PATIENCE])
        written = _parts(write, ids())
        cursor.execute("SELECT set_config('statement_timeout', %s, true)", [before])
    return written


def _tried(write: Write, ids: Sequence[int] | None) -> Written:
    with transaction.atomic():
        return Written(write(ids))


def _parts(write: Write, ids: Sequence[int]) -> Written:
    if not ids:
        return Written()
    try:
        return _tried(write, ids)
    except DatabaseError as refusal:
        _raise_if_lost(refusal)
        if len(ids) == 1:
            return Written(set_aside={str(ids[0]): _in_words(refusal)})
    half = len(ids) // 2
    return _parts(write, ids[:half]) + _parts(write, ids[half:])


def _raise_if_lost(refusal: DatabaseError) -> None:
    if connection.connection is None or connection.connection.closed:
        raise refusal


def _in_words(refusal: DatabaseError) -> str:
    """The sentence of a rule of ours or the name of the constraint; never the detail, which repeats the row."""
    diagnosis = getattr(refusal.__cause__, "diag", None)
    return (diagnosis and (diagnosis.constraint_name or diagnosis.message_primary)) or type(refusal).__name__
