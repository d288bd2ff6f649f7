"""Words with which an agency would be asked to investigate, which C14 forbids: one grammar for Python and PostgreSQL.

Every text that asks something of an agency is read by it: the questions of a request and of a decision without consent,
what a returned contact lacks, the letter to a referrer and the answer to a challenge. What an agency knows and did
itself may be asked: "What did you ask the mother?".

The people of the contact are known by their names as well: "speak to Oscar" is "speak to the child". The database says
which names those are (``frontdoor_names_on``), for the page and the act too.

Names are marked in the text and not written into the patterns of ``wording_patterns``, which are long and are compiled
once. The edge of a word is the one sign that both engines write differently.
"""

import re
from collections.abc import Iterable

import pgtrigger
from django.db import connection

from frontdoor.core.records import BRINGING_IN
from frontdoor.core.refusals import refuses
from frontdoor.models.wording_patterns import ASKS, MARK, MAY_BE_SAID

WHAT_IT_KNOWS = (
    "An agency can be asked what it knows. It cannot be asked to investigate or to question the child or the family: "
    "that is social care's own work."
)
NOT_TO_INVESTIGATE = f"{WHAT_IT_KNOWS} Change the words."

_NOBODY = "zzznobodyzzz"
_MAY_BE_SAID = "(?:" + "|".join(MAY_BE_SAID).replace(" ", f"{MARK}? +") + ")"
_ASKS = "(?:" + "|".join(ASKS).replace(" ", rf"{MARK}?\s+") + ")"
_MARK = "\u2060"


def names_on(contact_id: int) -> str:
    """The words of the names of a contact's people, as alternatives of a pattern; empty where nobody is named."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT frontdoor_names_on(%s)", [contact_id])
        return str(cursor.fetchone()[0])


def _reading(edge: str) -> tuple[str, str]:
    """The patterns of what may be said, which is taken off first, and of what asks; ``edge`` is that of a word."""
    end = f"(?:{edge}|(?<={MARK}))"
    return f"{edge}{_MAY_BE_SAID}{end}", rf"(?:{edge}|(?=[.!?:;,(\n–-])){_ASKS}{end}"


_MAY, _ASK = (re.compile(pattern, re.IGNORECASE) for pattern in _reading(r"\b"))
_MAY_SQL, _ASK_SQL = _reading(r"\y")


def asks_in_sql(texts: str, contact: str = "") -> str:
    """A condition in SQL: whether a text asks an agency to investigate. Both are expressions of ours.

    ``contact`` is the number of the contact whose people are known by name.
    """
    if contact:
        names = rf"'\y(' || coalesce(nullif(frontdoor_names_on({contact}), ''), '{_NOBODY}') || ')\y'"
        texts = rf"regexp_replace({texts}, {names}, '\1' || chr({ord(_MARK)}), 'gi')"
    return f"regexp_replace({texts}, '{_MAY_SQL}', ' | ', 'gi') ~* '{_ASK_SQL}'"


def found_in(texts: Iterable[str], names: str = "") -> list[str]:
    """The phrases that give an agency social care's work to do, as they were written, each once.

    ``names`` are those of ``names_on``.
    """
    named = re.compile(rf"\b({names or _NOBODY})\b", re.IGNORECASE)
    read = (_MAY.sub(" | ", named.sub(rf"\1{_MARK}", text)) for text in texts)
    found = (asks[0].replace(_MARK, "").strip(" .!?:;,(\n") for text in read for asks in _ASK.finditer(text))
    return list(dict.fromkeys(found))


def never_investigates(name: str, column: str) -> pgtrigger.Trigger:
    """A trigger that refuses a new row whose text asks an agency to investigate, whoever writes it.

    The row is about a contact.
    """
    return refuses(
        name,
        sentence=NOT_TO_INVESTIGATE,
        operation=pgtrigger.Insert,
        when=f"NOT {BRINGING_IN} AND {asks_in_sql(f'NEW.{column}', 'NEW.contact_id')}",
    )
