"""Whom a search has to be compared with: each part of it through an index of its own, from the surest to the widest.

Names are looked up as they were typed first; only where that finds few are words looked for that are like them, and
where that finds nobody, a first name written as it sounds ("Rosheen" for Róisín) by family name and first letter. Ids
alone come from here, and nobody is shown by them: who may be seen is asked afterwards.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

from frontdoor.core.matching import BORN_EARLY, BORN_LATE, Typed
from frontdoor.core.places import MOST_WORDS, enough_of, query_of, street_of
from frontdoor.core.prepared import ask
from frontdoor.core.search import Wanted, near_birth_dates, near_numbers, slipped_birth_dates
from frontdoor.models.names import address_key_of, alike, all_of, keys_of, one_of

COMPARED = 1500
"""Of a name that thousands bear, so many are compared by spelling; the date of birth finds the right one."""
ENOUGH = 20
WORDS = 6
LAST = "\U0010ffff"
A_YEAR = timedelta(days=366)
BIGGEST_ID = 2**63

_PEOPLE = "SELECT id FROM frontdoor_person WHERE"
_NEAREST = "ORDER BY similarity(name_key, %(name)s::text) DESC, id LIMIT 60"
_WORDS = "to_tsvector('simple'::regconfig, name_key) @@ to_tsquery('simple'::regconfig, %({})s::text)"
_RANG = """
    SELECT id FROM frontdoor_person
    WHERE telephone <> '' AND regexp_replace(telephone, '\\D', '', 'g') = ANY (%(dialled)s::text[])
"""
NUMBERS = f"{_PEOPLE} nhs_number = ANY (%(near)s::text[]) OR upn = ANY (%(near)s::text[])"
OWN_NUMBER = f"{_PEOPLE} legacy_id = %(number)s::text OR id = %(own)s::bigint"
POSTCODE = """
    SELECT person_id FROM frontdoor_address WHERE postcode = %(postcode)s::text AND NOT protected
    ORDER BY ended_on DESC NULLS FIRST, id LIMIT 60
"""
_AT = (
    "NOT {0}protected AND "
    "to_tsvector('simple'::regconfig, {0}address_key) @@ to_tsquery('simple'::regconfig, %({1})s::text)"
)
_LIVES = """
    SELECT person_id FROM (
        SELECT id, person_id, ended_on FROM frontdoor_address WHERE {} LIMIT {}) AS there
    ORDER BY ended_on DESC NULLS FIRST, id LIMIT 60
"""
ADDRESS = _LIVES.format(_AT.format("", "address"), COMPARED)
STREET = _LIVES.format(_AT.format("", "street"), COMPARED)
ADDRESS_IN_DISTRICT = _LIVES.format(
    f"{_AT.format('', 'address')} AND starts_with(postcode, %(district)s::text)", COMPARED
)
_NAMED_AND = f"""
    SELECT person_id FROM frontdoor_address a JOIN frontdoor_person p ON p.id = a.person_id
    WHERE {_WORDS.format("words")} AND {{}} ORDER BY person_id LIMIT 60
"""  # noqa: S608 - no value of a user stands in this text
NAMED_AT_ADDRESS = _NAMED_AND.format(_AT.format("a.", "address"))
NAMED_IN_DISTRICT = _NAMED_AND.format("NOT a.protected AND starts_with(a.postcode, %(district)s::text)")
TELEPHONE = f"{_RANG} ORDER BY id LIMIT 60"
FAMILY_TELEPHONE = f"""
    SELECT child_id FROM frontdoor_relationship WHERE ended_on IS NULL AND adult_id IN ({_RANG}) ORDER BY id LIMIT 60
"""  # noqa: S608 - no value of a user stands in this text
BORN = f"{_PEOPLE} birth_date = %(born)s::date {_NEAREST}"
BORN_NEAR = f"{_PEOPLE} birth_date = ANY (%(born_near)s::date[]) {_NEAREST}"
ESTIMATED = f"""
    {_PEOPLE} birth_date_known = 'estimated'
    AND birth_date BETWEEN %(year_before)s::date AND %(year_after)s::date {_NEAREST}
"""
UNBORN = f"""
    {_PEOPLE} birth_date_known = 'unborn'
    AND expected_birth_date BETWEEN %(term_begins)s::date AND %(term_ends)s::date {_NEAREST}
"""
FROM_FAMILY_NAME = f"""
    {_PEOPLE} sort_key >= %(backwards)s::text AND sort_key < %(backwards_ends)s::text ORDER BY sort_key, id LIMIT 60
"""
FROM_FAMILY_NAME_AS_TYPED = f"""
    {_PEOPLE} sort_key >= %(name)s::text AND sort_key < %(name_ends)s::text ORDER BY sort_key, id LIMIT 60
"""
FROM_FIRST_NAME = f"""
    {_PEOPLE} name_key >= %(name)s::text AND name_key < %(name_ends)s::text ORDER BY name_key, id LIMIT 60
"""
BEGUN = """
    typed AS MATERIALIZED (SELECT frontdoor_name_key(%(word)s::text) AS word),
    begun AS MATERIALIZED (SELECT array_agg(id ORDER BY name, id) AS ids FROM (
        SELECT id, min(name) AS name, bool_or(joined) AS joined FROM (
            (SELECT id, sort_key AS name, merged_into_id IS NOT NULL AS joined FROM frontdoor_person
             WHERE sort_key >= (SELECT word FROM typed) AND sort_key < (SELECT word || %(last)s::text FROM typed)
             ORDER BY sort_key, id LIMIT 40)
            UNION ALL
            (SELECT id, name_key, merged_into_id IS NOT NULL FROM frontdoor_person
             WHERE name_key >= (SELECT word FROM typed) AND name_key < (SELECT word || %(last)s::text FROM typed)
             ORDER BY name_key, id LIMIT 40)
        ) AS either WHERE (SELECT word FROM typed) <> '' AND (SELECT often < %(searches)s::bigint FROM past)
            AND (SELECT named < %(rows)s::bigint FROM past)
        GROUP BY id ORDER BY min(name), id LIMIT 40
    ) AS first HAVING NOT bool_or(joined) AND count(*) >= %(most)s::bigint)
"""
"""Two parts of a statement: the typed word, and the ids of those whose first or family name begins with it, in the
order of names; none after too many searches, and none where one of them was joined into another record."""
FAMILY_AND_INITIAL = f"""
    {_PEOPLE} sort_key >= %(initial)s::text AND sort_key < %(initial_ends)s::text {_NEAREST}
"""
FAMILY_NAME_ALONE = f"{_PEOPLE} sort_key = %(family)s::text ORDER BY id LIMIT 60"
ALL_WORDS = f"{_PEOPLE} id IN ({_PEOPLE} {_WORDS.format('words')} LIMIT {COMPARED}) {_NEAREST}"
WORDS_LIKE_IT = f"{_PEOPLE} id IN ({_PEOPLE} {_WORDS.format('like_it')} LIMIT {COMPARED}) {_NEAREST}"
BORN_WITH_WORDS = (
    f"{_PEOPLE} {_WORDS.format('like_it')} AND birth_date = ANY (%(slipped)s::date[]) ORDER BY id LIMIT 60"
)
BORN_WITH_FAMILY = (
    f"{_PEOPLE} {_WORDS.format('like_family')} AND birth_date = ANY (%(born_near)s::date[]) ORDER BY id LIMIT 60"
)


def found(wanted: Wanted) -> tuple[set[int], Typed]:
    """The ids of those worth comparing, and the typed name with the recorded words it may stand for."""
    typed = Typed()
    if wanted.name:
        given, family = keys_of(wanted.given_names, wanted.family_name)
        typed = Typed(given=given, family=family)
    if enough_of(wanted.address):
        typed = replace(typed, address=address_key_of(wanted.address))
    values = _values(wanted, typed)
    if wanted.is_whole_word:
        return _ids([ALL_WORDS], values), typed
    ids = _ids([*_by_numbers(wanted), *_by_home(wanted, typed), *_by_birth(wanted, typed), *_as_typed(typed)], values)
    if (typed.given or typed.family) and (len(ids) < ENOUGH or wanted.birth_date):
        typed = replace(typed, alike=alike(_words(typed)))
        ids |= _ids([WORDS_LIKE_IT, *_born_like_it(wanted)], values | _like_it(typed))
    if not ids and typed.given and typed.family:
        ids = _ids([FAMILY_AND_INITIAL], values)
    return ids, typed


def _ids(parts: list[str], values: dict[str, Any]) -> set[int]:
    statement = " UNION ALL ".join(f"({part})" for part in parts)
    return {pk for (pk,) in ask(statement, values)} if parts else set()


def _words(typed: Typed) -> list[str]:
    return f"{typed.given} {typed.family}".split()[:WORDS]


def _values(wanted: Wanted, typed: Typed) -> dict[str, Any]:
    name, backwards = f"{typed.given} {typed.family}".strip(), f"{typed.family} {typed.given}".strip()
    values: dict[str, Any] = {
        "name": name,
        "name_ends": name + LAST,
        "backwards": backwards,
        "backwards_ends": backwards + LAST,
        "family": typed.family or typed.given,
        "initial": f"{typed.family} {typed.given[:1]}",
        "initial_ends": f"{typed.family} {typed.given[:1]}{LAST}",
        "words": all_of(_words(typed)),
        "postcode": wanted.postcode,
        "district": f"{wanted.district} ",
        "address": query_of(typed.address.split()[:MOST_WORDS], begun=True),
        "street": query_of(street_of(typed.address), begun=False),
        "dialled": [wanted.telephone, f"44{wanted.telephone[1:]}"],
        "number": wanted.identifier,
        "near": [wanted.identifier, *sorted(near_numbers(wanted.identifier))],
        "own": int(wanted.identifier) if _may_be_an_id(wanted.identifier) else None,
    }
    return values | (_days(wanted, typed) if wanted.birth_date else {})


def _may_be_an_id(number: str) -> bool:
    return number.isdecimal() and int(number) < BIGGEST_ID


def _days(wanted: Wanted, typed: Typed) -> dict[str, Any]:
    day = wanted.birth_date
    assert day is not None
    slipped = slipped_birth_dates(day)
    return {
        "born": day,
        "born_near": sorted((near_birth_dates(day) if typed.family or typed.given else slipped) - {day}),
        "slipped": sorted(slipped),
        "year_before": day - A_YEAR,
        "year_after": day + A_YEAR,
        "term_begins": day - timedelta(days=BORN_LATE),
        "term_ends": day + timedelta(days=BORN_EARLY),
    }


def _by_numbers(wanted: Wanted) -> Iterator[str]:
    if wanted.identifier:
        yield from (NUMBERS, OWN_NUMBER)


def _by_home(wanted: Wanted, typed: Typed) -> Iterator[str]:
    named = bool(typed.given or typed.family)
    if wanted.postcode:
        yield POSTCODE
    if typed.address:
        yield from (ADDRESS, *([STREET] if street_of(typed.address) else ()))
        yield from (NAMED_AT_ADDRESS,) if named else ()
    if wanted.district:
        yield from (ADDRESS_IN_DISTRICT,) if typed.address else ()
        yield from (NAMED_IN_DISTRICT,) if named else ()
    if wanted.telephone:
        yield from (TELEPHONE, FAMILY_TELEPHONE)


def _by_birth(wanted: Wanted, typed: Typed) -> Iterator[str]:
    if wanted.birth_date:
        yield from (BORN, BORN_NEAR)
        if typed.given or typed.family:
            yield from (ESTIMATED, UNBORN)


def _as_typed(typed: Typed) -> Iterator[str]:
    """Beginnings of the name either way round, a family name without a first name, and all words in any order."""
    words = _words(typed)
    if words:
        yield from (FROM_FAMILY_NAME, FROM_FIRST_NAME)
    if len(words) > 1:
        yield from (FROM_FAMILY_NAME_AS_TYPED, FAMILY_NAME_ALONE, ALL_WORDS)


def _born_like_it(wanted: Wanted) -> Iterator[str]:
    if wanted.birth_date:
        yield from (BORN_WITH_WORDS, BORN_WITH_FAMILY)


def _like_it(typed: Typed) -> dict[str, str]:
    given, family = (one_of(part.split()[:WORDS], typed.alike) for part in (typed.given, typed.family))
    return {"like_it": " & ".join(filter(None, (given, family))), "like_family": family or given}
