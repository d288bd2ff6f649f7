"""The dictionary of names: every word of every recorded name once, found by its spelling and by its sound.

The database keeps it (its triggers stand in ``migrations/beginning/names.py``): a typed word is looked up here, among
thousands of words, and only what it may stand for is looked up among the people.
"""

from collections.abc import Mapping, Sequence

from django.db import connection, models
from django.db.models import Func

from frontdoor.core.matching import joined, slips

ALIKE_AT_MOST = 12

_ALIKE = """
    SELECT typed.word, near.word, similarity(near.word, typed.word)
    FROM unnest(%(words)s::text[]) AS typed(word), LATERAL (
        (SELECT known.word FROM unnest(%(slips)s::text[], %(slipped)s::text[]) AS slip(word, instead)
         JOIN frontdoor_nameword known ON known.word = slip.instead
         WHERE slip.word = typed.word ORDER BY similarity(known.word, typed.word) DESC, known.word LIMIT %(most)s)
        UNION
        (SELECT word FROM frontdoor_nameword WHERE word %% typed.word
         ORDER BY similarity(word, typed.word) DESC, word LIMIT %(most)s)
        UNION
        (SELECT word FROM frontdoor_nameword WHERE codes && frontdoor_word_codes(typed.word)
         ORDER BY similarity(word, typed.word) DESC, word LIMIT %(most)s)
    ) AS near
"""


class NameWords(Func):
    """The words of a name key, for full-text lookup."""

    template = "to_tsvector('simple'::regconfig, %(expressions)s)"
    output_field = models.TextField()


class AddressKey(Func):
    """An address as it is compared (an immutable SQL function)."""

    function = "frontdoor_address_key"
    output_field = models.TextField(db_collation="C")


def keys_of(*names: str) -> list[str]:
    """Names as they are compared: lower case, without accents and signs."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT frontdoor_name_key(name) FROM unnest(%s::text[]) AS name", [list(names)])
        return [key for (key,) in cursor.fetchall()]


def are_recorded(words: Sequence[str]) -> bool:
    """Whether one of the words stands in the dictionary."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT 1 FROM frontdoor_nameword known"
            " JOIN unnest(%s::text[]) AS typed(word) ON known.word = frontdoor_name_key(typed.word))",
            [list(words)],
        )
        return bool(cursor.fetchone()[0])


def address_key_of(words: str) -> str:
    """An address as it is compared: no punctuation, and the usual words of streets in their short form."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT frontdoor_address_key(%s)", [words])
        return str(cursor.fetchone()[0])


def alike(words: Sequence[str]) -> dict[str, dict[str, float]]:
    """For each word the recorded words it may stand for, by spelling or sound, with how close they are (0 to 1)."""
    found: dict[str, dict[str, float]] = {word: {} for word in words}
    with connection.cursor() as cursor:
        pairs = [(word, slip) for word in words for slip in slips(word)]
        slipped = {"slips": [word for word, _ in pairs], "slipped": [slip for _, slip in pairs]}
        cursor.execute(_ALIKE, {"words": list(words), "most": ALIKE_AT_MOST, **slipped})
        for typed, near, closeness in cursor.fetchall():
            found[typed][near] = closeness
    return found


def all_of(words: Sequence[str]) -> str:
    """A full-text query for names that hold every word as it stands."""
    return " & ".join(f"'{word}'" for word in words)


def one_of(words: Sequence[str], near: Mapping[str, Mapping[str, float]]) -> str:
    """A full-text query for names that hold one of the words or one that it may stand for; empty without words.

    Parts of a name may be missing on either side, and short ones are written together or apart: "o brien", "obrien".
    """
    together = joined(words)
    found = {*words, *together, *(other for word in words for other in near.get(word, {}))}
    return "(" + " | ".join(f"'{word}'" for word in sorted(found)) + ")" if found else ""
