"""Finding people: close to what was typed, best first, and never more than the searcher may know."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import (
    CharField,
    F,
    FilteredRelation,
    FloatField,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    Value,
)

from frontdoor.core import ledger
from frontdoor.core.actions import NotPossible, action
from frontdoor.core.search import Wanted, near_birth_dates
from frontdoor.models import Address, ContactChild, Person, Referral
from frontdoor.models.people import NameKey, TelephoneKey

MOST_HITS = 20
CANDIDATES = 60
SEARCHES_ALLOWED = 30
IN_MINUTES = 10
MASKED = "masked"
SAME_NUMBER, SAME_DAY, NEAR_DAY, SAME_TELEPHONE, SAME_POSTCODE = 2.0, 0.7, 0.4, 0.5, 0.3


class TooManySearches(NotPossible):
    """A pace at which nobody records contacts."""

    sentence = (
        f"You have searched {SEARCHES_ALLOWED} times in {IN_MINUTES} minutes. Wait a few minutes and search again. "
        "If a child needs help now, you can still record the contact."
    )


@dataclass(frozen=True, kw_only=True)
class Hit:
    """One person who may be meant. ``may_open`` is False for a stub: name, age and team are all that is known of it."""

    person: Person
    may_open: bool
    score: float


@dataclass(frozen=True, kw_only=True)
class Found:
    """The hits, best first, and whether a record that the searcher may not see answers to exactly this name and day."""

    hits: list[Hit]
    masked: bool


@action
def people(*, by: Any, now: datetime, wanted: Wanted) -> Found:
    """People like ``wanted`` (reliability.md 2.1), each named in the ledger. Raises TooManySearches."""
    if ledger.searches_since(now - timedelta(minutes=IN_MINUTES), by=by) >= SEARCHES_ALLOWED:
        raise TooManySearches
    near = list(_near(wanted, by))
    open_to = set(
        Person.objects.visible_to(by).filter(pk__in=[person.pk for person in near]).values_list("pk", flat=True)
    )
    hits = [Hit(person=person, may_open=person.pk in open_to, score=_score(person, wanted)) for person in near]
    hits = sorted(hits, key=lambda hit: (-hit.score, hit.person.pk))[:MOST_HITS]
    ledger.searched(person_ids=[hit.person.pk for hit in hits])
    masked = _masked(wanted, by)
    if masked:
        ledger.searched(person_ids=masked, basis=MASKED)
    return Found(hits=hits, masked=bool(masked))


def candidates(wanted: Wanted) -> QuerySet:
    """The ids of those worth comparing, each part of the search by its own index."""
    similarity = _similarity(wanted)
    nearest = Person.objects.annotate(similarity=similarity).order_by("-similarity", "pk")
    parts = []
    if wanted.name:
        parts.append(
            nearest.filter(name_key__trigram_similar=NameKey(Value(wanted.name))).values_list("pk")[:CANDIDATES]
        )
    if wanted.birth_date:
        parts.append(nearest.filter(birth_date__in=near_birth_dates(wanted.birth_date)).values_list("pk")[:CANDIDATES])
    if wanted.postcode:
        living = Address.objects.current().not_protected().filter(postcode=wanted.postcode).order_by("pk")
        parts.append(living.values_list("person_id")[:CANDIDATES])
    if wanted.identifier:
        parts.append(
            Person.objects.filter(_same_number(wanted.identifier)).order_by("pk").values_list("pk")[:CANDIDATES]
        )
    if wanted.telephone:
        rung = Person.objects.exclude(telephone="").alias(key=TelephoneKey("telephone")).filter(key=wanted.telephone)
        parts.append(rung.order_by("pk").values_list("pk")[:CANDIDATES])
    first, *others = parts or [Person.objects.none().values_list("pk")]
    return first.union(*others) if others else first


def _near(wanted: Wanted, by: Any) -> QuerySet:
    ids = [pk for (pk,) in candidates(wanted)]
    address = Address.objects.current().not_protected().filter(person_id=OuterRef("pk")).order_by("-pk")
    told = ContactChild.objects.filter(child_id=OuterRef("pk")).order_by("-contact__received_at")
    return (
        Person.objects.linkable_by(by)
        .filter(pk__in=ids)
        .annotate(
            similarity=_similarity(wanted),
            address_id=Subquery(address.values("pk")[:1]),
            address_lines=Subquery(address.values("lines")[:1]),
            postcode=Subquery(address.values("postcode")[:1]),
            no_fixed_address=Subquery(address.values("no_fixed_address")[:1]),
            last_contact=Subquery(told.values("contact__received_at")[:1]),
        )
        .prefetch_related(Prefetch("referrals", _open_cases(), to_attr="open_cases"))
    )


def _open_cases() -> QuerySet:
    current = Q(allocations__ended_on__isnull=True, allocations__role="lead")
    return (
        Referral.objects.open()
        .select_related("team")
        .annotate(
            lead=FilteredRelation("allocations", condition=current),
            worker_given=F("lead__worker__given_names"),
            worker_family=F("lead__worker__family_name"),
        )
    )


def _similarity(wanted: Wanted) -> Any:
    if not wanted.name:
        return Value(0.0, output_field=FloatField())
    looked_for: Any = NameKey(Value(wanted.name, output_field=CharField()))
    return TrigramSimilarity("name_key", looked_for)


def _same_number(number: str) -> Q:
    same = Q(nhs_number=number) | Q(upn=number) | Q(legacy_id=number)
    if number.isdecimal() and len(number) < len(str(2**63)):
        same |= Q(pk=int(number))
    return same


def _score(person: Person, wanted: Wanted) -> float:
    score = person.similarity
    if wanted.birth_date:
        score += SAME_DAY * (person.birth_date == wanted.birth_date)
        score += NEAR_DAY * (person.birth_date in near_birth_dates(wanted.birth_date) - {wanted.birth_date})
    numbers = (person.nhs_number, person.upn, person.legacy_id, str(person.pk))
    score += SAME_NUMBER * bool(wanted.identifier and wanted.identifier in numbers)
    score += SAME_TELEPHONE * bool(wanted.telephone and person.telephone)
    score += SAME_POSTCODE * bool(wanted.postcode and person.postcode == wanted.postcode)
    return score


def _masked(wanted: Wanted, by: Any) -> list[int]:
    """Hidden records of exactly this family name and date of birth: not fewer, or duplicates return; not more."""
    if not (wanted.family_name and wanted.birth_date):
        return []
    same_day = Person.objects.filter(birth_date=wanted.birth_date).hidden_from(by)
    same = same_day.alias(key=NameKey("family_name")).filter(key=NameKey(Value(wanted.family_name)))
    return list(same.values_list("pk", flat=True))
