"""Finding people: close to what was typed, best first, and never more than the searcher may know."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import (
    BigIntegerField,
    Exists,
    F,
    FilteredRelation,
    Func,
    IntegerField,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    Value,
    prefetch_related_objects,
)

from frontdoor import candidates
from frontdoor.actions import record_use
from frontdoor.core import ledger
from frontdoor.core.access import Viewer, looking
from frontdoor.core.actions import NotPossible, inquiry
from frontdoor.core.chronology import full_name
from frontdoor.core.matching import Match, Reason, Recorded, Typed, begun, compare
from frontdoor.core.places import agreement
from frontdoor.core.prepared import AmongThese, Prepared
from frontdoor.core.search import Wanted, telephone_key
from frontdoor.models import Address, ContactChild, Person, Referral, Relationship
from frontdoor.models.people import NameKey, seen_q
from frontdoor.models.search_alerts import SearchAlertKind

MOST_HITS = 20
SEARCHES_ALLOWED = 30
IN_MINUTES = 10
ROWS_ALLOWED = 600
IN_ROWS_MINUTES = 60
MASKED = "masked"
LISTED = (
    "given_names",
    "family_name",
    "is_child",
    "birth_date",
    "birth_date_known",
    "expected_birth_date",
    "death_date",
    "nhs_number",
    "upn",
    "legacy_id",
    "telephone",
    "merged_into",
)
JOINED = Reason("On a record that was joined into this one", 0.0, "")


class TooManySearches(NotPossible):
    """A pace at which nobody records contacts."""

    kind = SearchAlertKind.PACE
    sentence = (
        f"You have searched {SEARCHES_ALLOWED} times in {IN_MINUTES} minutes. Wait a few minutes and search again. "
        "If a child needs help now, you can still record the contact."
    )


class TooManyRows(TooManySearches):
    """More people than anybody looks for in an hour."""

    kind = SearchAlertKind.ROWS
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
    """The hits, best first, and whether a record that the searcher may not see answers to exactly this name and day."""

    hits: list[Hit]
    masked: bool


def people(*, by: Any, now: datetime, wanted: Wanted) -> Found:
    """People like ``wanted`` (reliability.md 2.1), each named in the ledger. Raises TooManySearches.

    A search that is refused, and one that came upon a hidden record, is told to whoever answers for the searcher.
    """
    try:
        return _searched(by=by, now=now, wanted=wanted)
    except TooManySearches as refused:
        record_use.notice_once_an_hour(by=by, now=now, kind=refused.kind)
        raise


@inquiry
def _searched(*, by: Any, now: datetime, wanted: Wanted) -> Found:
    hour, pace = (now - timedelta(minutes=minutes) for minutes in (IN_ROWS_MINUTES, IN_MINUTES))
    often, rows = ledger.searched_since(hour, pace, by=by)
    if often >= SEARCHES_ALLOWED:
        raise TooManySearches
    if rows > ROWS_ALLOWED - MOST_HITS:
        raise TooManyRows
    found = ranked(wanted, by)
    ledger.searched(person_ids=[hit.person.pk for hit in found])
    masked = _masked(wanted, by)
    if masked:
        ledger.searched(person_ids=masked, basis=MASKED)
        record_use.notice(by, now, SearchAlertKind.MASKED)
    return Found(hits=found, masked=bool(masked))


def ranked(wanted: Wanted, by: Any) -> list[Hit]:
    """Those like ``wanted`` of whom nothing is hidden from ``by``, the likeliest first, each with the match.

    One word that begins enough names gives those, in the order of names. Otherwise all that are like it are compared,
    and what a list shows is read of the best; a record that was joined into another speaks for that one.
    """
    return _begun(wanted, by) or _alike(wanted, by)


def _begun(wanted: Wanted, by: Any) -> list[Hit]:
    ids, typed = candidates.begun(wanted)
    if len(ids) < MOST_HITS:
        return []
    shown = _with_case(ids, by)
    if len(shown) < MOST_HITS:
        return []
    return [Hit(person=row, may_open=row.may_open, match=begun(wanted, typed, recorded(row))) for row in shown]


def _alike(wanted: Wanted, by: Any) -> list[Hit]:
    ids, typed = candidates.found(wanted)
    people = _near(ids, by)
    if any(person.merged_into_id for person in people):
        missing = {Person.objects.survivor_of(person.pk) for person in people if person.merged_into_id} - ids
        people += _near(missing, by) if missing else []
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
    rows = {person.pk: person for person in _with_case(shown, by)} if shown else {}
    homes = {person.pk: _typed_homes(person, typed) for person in people}
    return [
        Hit(person=rows[pk], may_open=rows[pk].may_open, match=best[pk], typed=homes[pk]) for pk in shown if pk in rows
    ]


def _nearby(viewer: Viewer, *, ids: Any) -> QuerySet:
    """The people of ``ids`` who are not hidden, with what is compared."""
    return Person.objects.filter(AmongThese(F("pk"), ids), seen_q(viewer)).annotate(
        given_key=NameKey("given_names"),
        family_key=NameKey("family_name"),
        other_key=NameKey("also_known_as"),
    )


def _listed(viewer: Viewer, *, ids: Any) -> QuerySet:
    """The first of ``ids``, in that order, who are not hidden, with what a list shows of them and nothing else."""
    address = Address.objects.current().not_protected().filter(person_id=OuterRef("pk")).order_by("-pk")
    told = ContactChild.objects.filter(child_id=OuterRef("pk")).order_by("-contact__received_at")
    case = Referral.objects.open().filter(child_id=OuterRef("pk")).order_by("pk")
    lead = FilteredRelation("allocations", condition=Q(allocations__ended_on__isnull=True, allocations__role="lead"))
    worker = case.annotate(lead=lead).values(name=full_name("lead__worker"))
    openable = Person.objects.visible_to(viewer).filter(pk=OuterRef("pk"))
    place = Func(ids, F("pk"), function="array_position", output_field=IntegerField())
    listed = _nearby(viewer, ids=ids).annotate(
        address_lines=Subquery(address.values("lines")[:1]),
        postcode=Subquery(address.values("postcode")[:1]),
        no_fixed_address=Subquery(address.values("no_fixed_address")[:1]),
        last_contact=Subquery(told.values("contact__received_at")[:1]),
        case_team=Subquery(case.values("team__name")[:1]),
        case_worker=Subquery(worker[:1]),
        may_open=Exists(openable),
    )
    return listed.only(*LISTED).order_by(place)[:MOST_HITS]


_NEARBY = Prepared(_nearby, ids=ArrayField(BigIntegerField()))
_LISTED = Prepared(_listed, ids=ArrayField(BigIntegerField()))


def _near(ids: Iterable[int], by: Any) -> list[Person]:
    return _NEARBY.ask(Viewer.like(by), ids=sorted(ids), **looking(by))


def _with_case(ids: Iterable[int], by: Any) -> list[Person]:
    return _LISTED.ask(Viewer.like(by), ids=list(ids), **looking(by))


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
