"""How the desk stands: open contacts by urgency and how long the oldest has waited (K04)."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import (
    BooleanField,
    Case,
    Count,
    DateTimeField,
    ExpressionWrapper,
    F,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.functions import Concat, JSONObject, Left

from frontdoor.core.access import Viewer, looking
from frontdoor.core.pages import ROWS, Page, first_of
from frontdoor.core.prepared import Prepared, Slot
from frontdoor.models import Contact, ContactChild, Person, ToldPerson
from frontdoor.models.contacts import IS_RED, URGENCY, ContactQuerySet, Rag, overdue_q
from frontdoor.models.still_to_say import LACKS_WORDS

NOT_TRIAGED = "none"
URGENCIES = (
    (Rag.RED.value, "red", "Red"),
    ("", NOT_TRIAGED, "Not triaged"),
    (Rag.AMBER.value, "amber", "Amber"),
    (Rag.GREEN.value, "green", "Green"),
)


@dataclass(frozen=True)
class Urgency:
    """The open contacts of one urgency; ``key`` is what the queue's filter calls it."""

    key: str
    name: str
    open: int
    overdue: int
    oldest: datetime | None


def by_urgency(contacts: ContactQuerySet, at: datetime) -> list[Urgency]:
    """The open ones of ``contacts`` by urgency, the most urgent first; one query."""
    return urgencies(counted_by_urgency(contacts, at))


def counted_by_urgency(contacts: ContactQuerySet, at: Any) -> QuerySet:
    """What ``urgencies`` needs of the open ones of ``contacts``."""
    figures = {"open": Count("pk"), "overdue": Count("pk", filter=overdue_q(at)), "oldest": Min("received_at")}
    return contacts.open().order_by().values(urgency=URGENCY).annotate(**figures)


def urgencies(counted: Iterable[dict[str, Any]]) -> list[Urgency]:
    """Every urgency, the most urgent first, from ``counted_by_urgency``."""
    rows = {row["urgency"]: row for row in counted}
    return [
        Urgency(key, name, row["open"], row["overdue"], row["oldest"])
        if (row := rows.get(rag))
        else Urgency(key, name, 0, 0, None)
        for rag, key, name in URGENCIES
    ]


@dataclass(frozen=True)
class Age:
    """A band of hours since a contact came in; ``key`` is what the queue's filter calls it, no ``until`` means more."""

    key: str
    name: str
    since: int
    until: int | None


AGES = (
    Age("0-4", "Up to 4 hours", 0, 4),
    Age("4-24", "4 to 24 hours", 4, 24),
    Age("24-72", "1 to 3 days", 24, 72),
    Age("72", "More than 3 days", 72, None),
)


def aged_q(age: Age, at: datetime) -> Q:
    """Waiting at ``at`` for longer than the band's first hours, and not longer than its last."""
    band = Q(received_at__lt=at - timedelta(hours=age.since)) if age.since else Q()
    return band & Q(received_at__gte=at - timedelta(hours=age.until)) if age.until else band


@dataclass(frozen=True)
class Waiting:
    """The open contacts of one urgency by how long they have waited (K04)."""

    key: str
    name: str
    open: int
    ages: dict[str, int]
    oldest: datetime | None

    def hours(self, at: datetime) -> int | None:
        """Whole hours for which the oldest has waited at ``at``."""
        return (at - self.oldest) // timedelta(hours=1) if self.oldest else None


def by_age(contacts: ContactQuerySet, at: datetime) -> list[Waiting]:
    """The open ones of ``contacts`` by urgency and age, the most urgent first; one query."""
    bands = {f"age_{number}": Count("pk", filter=aged_q(age, at)) for number, age in enumerate(AGES)}
    counted = contacts.open().order_by().values(urgency=URGENCY)
    rows = {row["urgency"]: row for row in counted.annotate(open=Count("pk"), oldest=Min("received_at"), **bands)}
    none = {"open": 0, "oldest": None, **dict.fromkeys(bands, 0)}
    return [
        Waiting(
            key, name, row["open"], {age.key: row[band] for age, band in zip(AGES, bands, strict=True)}, row["oldest"]
        )
        for rag, key, name in URGENCIES
        for row in [rows.get(rag, none)]
    ]


def _open(viewer: Any) -> ContactQuerySet:
    return Contact.objects.visible_to(viewer).open()


def _tally(viewer: Viewer, *, now: Slot) -> QuerySet:
    by = _open(viewer).order_by().values("agency_id", urgency=URGENCY, agency_name=F("agency__name"))
    return by.annotate(open=Count("pk"), late=Count("pk", filter=overdue_q(now)))


_TALLY = Prepared(_tally, now=DateTimeField())


@dataclass(frozen=True)
class Tally:
    """How many open contacts a worker sees, by urgency and late, and the agencies they came from, (id, name)."""

    counts: dict[str, int]
    agencies: list[tuple[int, str]]


def tally(worker: Any, at: datetime) -> Tally:
    """The counts over the list, each of the rows that its filter shows; one query."""
    rows = _TALLY.ask(Viewer.like(worker), **looking(worker), now=at)
    counts = Counter({key: 0 for _, key, _ in URGENCIES})
    for row in rows:
        counts[row["urgency"] or NOT_TRIAGED] += row["open"]
    found = {(row["agency_id"], row["agency_name"]) for row in rows if row["agency_id"] is not None}
    late = sum(row["late"] for row in rows)
    return Tally({"all": counts.total(), "late": late, **counts}, sorted(found, key=lambda agency: agency[1]))


FIRST_WORDS = 160
_LONG_TEXTS = ("concern", "child_voice", "already_tried", "claimed_consent_reason", "not_checked", "rag_reason")
_RETURN_TEXTS = ("sent_back__missing", "sent_back__answer__words")
_NAME_AND_AGE = ("given_names", "family_name", "birth_date", "birth_date_known", "expected_birth_date")


def lines(contacts: ContactQuerySet) -> ContactQuerySet:
    """What a line of the list needs: no long text, ``children_named`` as facts in the order in which they were told.

    A Red one has the ``first_words`` of what is worrying; ``lacks_words``: something is still to be asked for.
    """
    facts = JSONObject(pk="child_id", **{name: F(f"child__{name}") for name in _NAME_AND_AGE})
    named = ContactChild.objects.filter(contact_id=OuterRef("pk")).order_by("pk").values_list(facts, flat=True)
    related = contacts.select_related("agency", "taken_by", "partner_referral", "sent_back__answer")
    related = related.defer(*_LONG_TEXTS, *_RETURN_TEXTS)
    words = Case(When(IS_RED, then=Left("concern", FIRST_WORDS)), default=Value(""))
    asks = ExpressionWrapper(LACKS_WORDS, output_field=BooleanField())
    return related.annotate(children_named=ArraySubquery(named), first_words=words, lacks_words=asks)


def red_lines(contacts: ContactQuerySet) -> ContactQuerySet:
    """What tells of a Red contact outside its list: ``lines``, and the names of children whom nobody has settled."""
    told = ToldPerson.objects.children().unsettled().filter(contact_id=OuterRef("pk"))
    names = told.values_list(Concat("given_names", Value(" "), "family_name"), flat=True)
    return lines(contacts).annotate(children_told=ArraySubquery(names))


def _first_page(viewer: Viewer) -> QuerySet:
    return lines(_open(viewer).in_queue_order())[: ROWS + 1]


_FIRST_PAGE = Prepared(_first_page)


def first_page(worker: Any) -> Page:
    """The first page of the whole desk, which is on somebody's screen all day; planned ahead (docs/adr/0011)."""
    return first_of(_FIRST_PAGE.ask(Viewer.like(worker), **looking(worker)))


def named_in(contacts: Iterable[Contact]) -> set[int]:
    """The children of ``lines``: whoever reads them is written down."""
    return {facts["pk"] for contact in contacts for facts in contact.children_named}


def child_named(facts: dict[str, Any]) -> Person:
    """A child of ``children_named``, of whom no more is known than a line needs."""
    days = {name: _day(facts[name]) for name in ("birth_date", "expected_birth_date")}
    return Person(**facts | days)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
