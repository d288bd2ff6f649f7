"""What a list of people found shows of each, and those whose name begins with one word, in one statement.

Most searches are the beginning of a name that many bear. Such a search is one statement: it counts the searcher's
earlier ones, finds the names, leaves out who is hidden, reads what is shown and writes the search to the ledger.
"""

from collections.abc import Iterable
from datetime import datetime
from functools import cache
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import (
    BigIntegerField,
    Exists,
    Expression,
    F,
    FilteredRelation,
    Func,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
)
from django.db.models.functions import JSONObject

from frontdoor.candidates import BEGUN
from frontdoor.core import ledger
from frontdoor.core.access import Viewer, looking
from frontdoor.core.chronology import full_name
from frontdoor.core.matching import Typed
from frontdoor.core.prepared import AmongThese, Built, Prepared, ask
from frontdoor.core.search import Wanted
from frontdoor.models import Address, ContactChild, Person, Referral
from frontdoor.models.people import NameKey, seen_q

MOST_HITS = 20
LAST = "\U0010ffff"
IDS: ArrayField = ArrayField(BigIntegerField())
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


def _nearby(viewer: Viewer, *, ids: Any) -> QuerySet:
    """The people of ``ids`` who are not hidden, with what is compared."""
    return Person.objects.filter(AmongThese(F("pk"), ids), seen_q(viewer)).annotate(
        given_key=NameKey("given_names"),
        family_key=NameKey("family_name"),
        other_key=NameKey("also_known_as"),
    )


def _listed(viewer: Viewer, *, ids: Any) -> QuerySet:
    """The first of ``ids``, in that order, who are not hidden, with what a list shows of them and nothing else.

    ``home`` and ``case`` hold some words each, and are None for somebody who has none.
    """
    address = Address.objects.current().not_protected().filter(person_id=OuterRef("pk")).order_by("-pk")
    told = ContactChild.objects.filter(child_id=OuterRef("pk")).order_by("-contact__received_at")
    case = Referral.objects.open().filter(child_id=OuterRef("pk")).order_by("pk")
    lead = FilteredRelation("allocations", condition=Q(allocations__ended_on__isnull=True, allocations__role="lead"))
    with_whom = JSONObject(team="team__name", worker=full_name("lead__worker"))
    where = JSONObject(lines="lines", postcode="postcode", no_fixed_address="no_fixed_address")
    openable = Person.objects.visible_to(viewer).filter(pk=OuterRef("pk"))
    place = Func(ids, F("pk"), function="array_position", output_field=IntegerField())
    listed = _nearby(viewer, ids=ids).annotate(
        home=Subquery(address.values(words=where)[:1]),
        last_contact=Subquery(told.values("contact__received_at")[:1]),
        case=Subquery(case.annotate(lead=lead).values(words=with_whom)[:1]),
        may_open=Exists(openable),
    )
    return listed.only(*LISTED).order_by(place)[:MOST_HITS]


_NEARBY = Prepared(_nearby, ids=IDS)
_LISTED = Prepared(_listed, ids=IDS)


def near(ids: Iterable[int], by: Any) -> list[Person]:
    """Those of ``ids`` who are not hidden from ``by``, with what is compared."""
    return _NEARBY.ask(Viewer.like(by), ids=sorted(ids), **looking(by))


def listed(ids: Iterable[int], by: Any) -> list[Person]:
    """The first ``MOST_HITS`` of ``ids`` who are not hidden from ``by``, as a list shows them, in that order."""
    return _LISTED.ask(Viewer.like(by), ids=list(ids), **looking(by))


class _Begun(Expression):
    """The ids that another part of the statement found."""

    output_field = IDS

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        return "(SELECT ids FROM begun)::bigint[]", []


_PLACE = "array_position((SELECT ids FROM begun), hits.id)"
_STATEMENT = """
    WITH past AS ({past}), {begun}, hits AS ({hits}),
    written AS ({written} RETURNING id)
    SELECT (SELECT word FROM typed), hits.* FROM hits WHERE EXISTS (SELECT FROM written) ORDER BY {place}
"""


@cache
def _statement(viewer: Viewer, most: int) -> tuple[str, Built]:
    built = Built(_listed(viewer, ids=_Begun()))
    people = f"array_agg(hits.id ORDER BY {_PLACE})"
    written = f"{ledger.SEARCH_OF.format(people=people)} FROM hits HAVING count(*) = {most}"
    parts = {"past": ledger.SEARCHES, "begun": BEGUN, "hits": built.text, "written": written, "place": _PLACE}
    return _STATEMENT.format(**parts), built


def begun(
    wanted: Wanted, *, by: Any, since: tuple[datetime, datetime], fewer: tuple[int, int]
) -> tuple[list[Person], Typed]:
    """Those whose first or family name begins with the one word that was typed, in the order of names, as a list shows
    them; and the word. The search is written to the ledger with them.

    Nobody, and nothing is written, where more than a word was typed or too few letters for a beginning, where fewer
    than ``MOST_HITS`` may be shown, where one of them was joined into another record, and where the searcher's searches
    since the second moment or their rows since the first are not ``fewer``.
    """
    if not wanted.is_one_word or wanted.is_whole_word:
        return [], Typed()
    text, built = _statement(Viewer.like(by), MOST_HITS)
    (earlier, later), (searches, rows) = since, fewer
    values = {"earlier": earlier, "later": later, "searches": searches, "rows": rows}
    found = ask(text, values | {"word": wanted.name, "last": LAST, "most": MOST_HITS, "actor": by.pk} | looking(by))
    if not found:
        return [], Typed()
    return built.read([row[1:] for row in found]), Typed(family=found[0][0])
