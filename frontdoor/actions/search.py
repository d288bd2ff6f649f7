"""Finding people: close to what was typed, best first, and never more than the searcher may know."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from time import sleep
from typing import Any

from django.db.models import (
    Prefetch,
    Value,
    prefetch_related_objects,
)

from frontdoor import candidates, hits
from frontdoor.actions import record_use
from frontdoor.core import ledger
from frontdoor.core.actions import NotPossible, inquiry
from frontdoor.core.matching import Match, Reason, Recorded, Typed, begun, compare
from frontdoor.core.places import agreement
from frontdoor.core.search import Wanted, telephone_key
from frontdoor.hits import MOST_HITS
from frontdoor.models import Address, Person, Relationship
from frontdoor.models.people import NameKey
from frontdoor.models.search_alerts import SearchAlertKind

SEARCHES_ALLOWED = 30
IN_MINUTES = 10
SLOWED_BY = 2.0
"""Seconds."""
ROWS_ALLOWED = 600
IN_ROWS_MINUTES = 60
MASKED = "masked"
JOINED = Reason("On a record that was joined into this one", 0.0, "")


TOO_FAST = (
    f"You have searched {SEARCHES_ALLOWED} times in {IN_MINUTES} minutes. You can go on, but each search takes longer "
    "for now, and whoever answers for your work is told."
)


class TooManyRows(NotPossible):
    """More people than anybody looks for in an hour."""

    sentence = (
        f"Your searches have shown nearly {ROWS_ALLOWED} people in an hour. Wait a while, and search by name and date "
        "of birth. If a child needs help now, you can still record the contact."
    )


@dataclass(frozen=True, kw_only=True)
class Hit:
    """One person who may be meant, and why. ``may_open`` is False for a stub: name, age and team are all that is known
    of it, and the reasons in outline. ``typed`` are the lines of the homes whose whole address was typed."""

    person: Person
    may_open: bool
    match: Match
    typed: frozenset[str] = frozenset()

    @property
    def because(self) -> str:
        """Why this may be the person, in a sentence that shows no more than the searcher may know."""
        return self.match.in_words if self.may_open else self.match.in_outline


@dataclass(frozen=True, kw_only=True)
class Found:
    """The hits, best first, and whether a record that the searcher may not see answers to exactly this name and day.

    ``too_fast`` says that this was one search more than the pace at which anybody works.
    """

    hits: list[Hit]
    masked: bool
    too_fast: bool = False


def people(*, by: Any, now: datetime, wanted: Wanted, recording: bool = False) -> Found:
    """People like ``wanted`` (reliability.md 2.1, 17), each named in the ledger. Raises TooManyRows.

    Who searches too fast waits a moment each time. A step of ``recording`` a contact is neither slowed nor refused: a
    caller is on the line. All of it, and a search that came upon a hidden record, is told to whoever answers for the
    searcher.
    """
    since = (now - timedelta(minutes=IN_ROWS_MINUTES), now - timedelta(minutes=IN_MINUTES))
    begun = _begun(wanted, by, since)
    if begun:
        return Found(hits=begun, masked=False)
    try:
        found = _searched(by=by, now=now, wanted=wanted, since=since, recording=recording)
    except TooManyRows:
        record_use.notice_once_an_hour(by=by, now=now, kind=SearchAlertKind.ROWS)
        raise
    if found.too_fast:
        record_use.notice_once_an_hour(by=by, now=now, kind=SearchAlertKind.PACE)
        sleep(0 if recording else SLOWED_BY)
    return found


@inquiry
def _searched(*, by: Any, now: datetime, wanted: Wanted, since: tuple[datetime, datetime], recording: bool) -> Found:
    often, rows = ledger.searched_since(*since, by=by)
    if rows > ROWS_ALLOWED - MOST_HITS and not recording:
        raise TooManyRows
    found = ranked(wanted, by)
    ledger.searched(person_ids=[hit.person.pk for hit in found])
    masked = _masked(wanted, by)
    if masked:
        ledger.searched(person_ids=masked, basis=MASKED)
        record_use.notice(by, now, SearchAlertKind.MASKED)
    return Found(hits=found, masked=bool(masked), too_fast=often >= SEARCHES_ALLOWED)


def _begun(wanted: Wanted, by: Any, since: tuple[datetime, datetime]) -> list[Hit]:
    """Those whose name begins with the one word that is ``wanted``, in the order of names, where they fill a page."""
    found, typed = hits.begun(wanted, by=by, since=since, fewer=(SEARCHES_ALLOWED, ROWS_ALLOWED - MOST_HITS + 1))
    return [Hit(person=row, may_open=row.may_open, match=_match(wanted, typed, row)) for row in found]


def _match(wanted: Wanted, typed: Typed, person: Person) -> Match:
    return begun(typed, given=person.given_key, family=person.family_key) or compare(wanted, typed, recorded(person))


def ranked(wanted: Wanted, by: Any) -> list[Hit]:
    """Those like ``wanted`` of whom nothing is hidden from ``by``, the likeliest first, each with the match.

    All that are like it are compared, and what a list shows is read of the best; a record that was joined into another
    speaks for that one.
    """
    ids, typed = candidates.found(wanted)
    people = hits.near(ids, by)
    if any(person.merged_into_id for person in people):
        missing = {Person.objects.survivor_of(person.pk) for person in people if person.merged_into_id} - ids
        people += hits.near(missing, by) if missing else []
    _read_homes(wanted, by, people)
    best: dict[int, Match] = {}
    for person in people:
        match = compare(wanted, typed, recorded(person))
        standing = Person.objects.survivor_of(person.pk) if person.merged_into_id else person.pk
        if match.speaks_for and (standing not in best or match.score > best[standing].score):
            best[standing] = match if standing == person.pk else Match((*match.reasons, JOINED))
    likeliest = sorted(best, key=lambda pk: (-best[pk].score, pk))
    seen = {person.pk for person in people if person.merged_into_id is None}
    shown = [pk for pk in likeliest if pk in seen][:MOST_HITS]
    rows = {person.pk: person for person in hits.listed(shown, by)} if shown else {}
    homes = {person.pk: _typed_homes(person, typed) for person in people}
    return [
        Hit(person=rows[pk], may_open=rows[pk].may_open, match=best[pk], typed=homes[pk]) for pk in shown if pk in rows
    ]


def _read_homes(wanted: Wanted, by: Any, people: list[Person]) -> None:
    """Where they live and lived, and how the adults they may be known by are rung, for a search that asks for it."""
    if wanted.asks_for_a_home:
        known = Address.objects.not_protected().order_by("pk")
        prefetch_related_objects(people, Prefetch("addresses", known, to_attr="known_addresses"))
    if wanted.telephone:
        adults = Relationship.objects.filter(ended_on__isnull=True).select_related("adult").order_by("pk")
        shown = adults.filter(adult__in=Person.objects.linkable_by(by))
        prefetch_related_objects(people, Prefetch("adults", shown, to_attr="family_adults"))


def _typed_homes(person: Person, typed: Typed) -> frozenset[str]:
    known = getattr(person, "known_addresses", ())
    return frozenset(home.lines for home in known if agreement(typed.address, home.address_key) == "address")


def recorded(person: Person) -> Recorded:
    """What a person's record says, as it is compared."""
    return Recorded(
        given=person.given_key,
        family=person.family_key,
        other=person.other_key,
        birth_date=person.birth_date,
        estimated=person.birth_date_known == "estimated",
        expected=person.expected_birth_date,
        nhs_number=person.nhs_number or "",
        upn=person.upn or "",
        others_numbers=frozenset({str(person.pk), person.legacy_id or str(person.pk)}),
        telephone=person.telephone,
        family_telephones=frozenset(telephone_key(tie.adult.telephone) for tie in getattr(person, "family_adults", ())),
        homes=tuple(
            (home.postcode, home.address_key, home.ended_on is not None)
            for home in getattr(person, "known_addresses", ())
        ),
    )


def _masked(wanted: Wanted, by: Any) -> list[int]:
    """Hidden records of exactly this family name and date of birth: not fewer, or duplicates return; not more."""
    if not (wanted.family_name and wanted.birth_date):
        return []
    same_day = Person.objects.filter(birth_date=wanted.birth_date).hidden_from(by)
    same = same_day.alias(key=NameKey("family_name")).filter(key=NameKey(Value(wanted.family_name)))
    return list(same.values_list("pk", flat=True))
