"""Drift: what stands still in the work with a child, each rule once, for lists, tiles, records and supervision.

Nobody ticks a drift away: a rule no longer finds a case once the act that it misses is done (domain.md L34). A rule
asks of open cases; how long is too long stands in the policy periods, a team's own before the authority's.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import BigIntegerField, DateField, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject
from django.db.models.lookups import IsNull

from cases import listing
from cases.models import Allocation
from frontdoor.core.permissions import Permission, may
from frontdoor.core.prepared import Prepared
from frontdoor.models import Person, Referral

ANY = "any"


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One kind of drift. ``code`` names it in addresses; ``source`` is the rule of domain.md that it stands for.

    ``found`` gives, for a day, the rows that prove it of the case that asks, which they name as ``OuterRef``; ``facts``
    are what ``words`` needs of the first of them, the children's and the case's id besides. ``act`` says what ends it,
    ``way`` where that is done, by whoever holds ``permission``.
    """

    code: str
    name: str
    source: str
    found: Callable[[Any], QuerySet]
    facts: Callable[[Any], Mapping[str, Any]]
    words: Callable[[Mapping[str, Any], date], str]
    act: str
    way: Callable[[Mapping[str, Any]], str]
    permission: Permission

    def stands(self, on: Any) -> Q:
        """Whether it stands of a case, on a day or a slot of one.

        Asked as a value, not as EXISTS, which the planner would answer for every case there is before looking at one.
        """
        return Q(IsNull(Subquery(self.found(on).values("pk")[:1]), False))  # noqa: FBT003 - Django's own signature

    def told(self, on: Any) -> Subquery:
        """The facts of a case of which it stands; None of any other."""
        return Subquery(self.found(on).values(told=JSONObject(**self.facts(on)))[:1])


@dataclass(frozen=True, kw_only=True)
class Reason:
    """Why a case drifts, in words with its figures and days; what ends that, and where (empty: not for this worker)."""

    code: str
    name: str
    words: str
    act: str
    url: str


_rules: dict[str, Rule] = {}


def register(*rules: Rule) -> None:
    """Add kinds of drift; each code stands once."""
    for rule in rules:
        if rule.code in _rules or rule.code == ANY:
            raise ValueError(f"The drift rule {rule.code} stands twice.")
        _rules[rule.code] = rule


def rules() -> list[Rule]:
    """Every kind of drift, in the order of the page."""
    return list(_rules.values())


def drifting(on: Any, show: str = ANY) -> Q:
    """Cases that drift: by one rule (its code), or by any. A code that no rule has narrows nothing."""
    found = Q(pk__in=[])
    for rule in [_rules[show]] if show in _rules else rules():
        found |= rule.stands(on)
    return found


def cases(*, viewer: Any, on: Any, team: str = listing.ALL_TEAMS, lead: Any = None, show: str = ANY) -> QuerySet:
    """Open cases that drift, as ``listing.cases`` narrows them."""
    return listing.cases(viewer=viewer, on=on, team=team, lead=lead).filter(drifting(on, show))


def cases_to_start_from(*, viewer: Any, on: Any) -> QuerySet:
    """As ``cases``, of the team whose work the viewer starts from."""
    return listing.cases_to_start_from(viewer=viewer, on=on, show="").filter(drifting(on))


def case_rows(rows: QuerySet, order: str, *, on: Any) -> QuerySet:
    """What a line of the list needs: as ``listing.case_rows``, and the facts of each rule."""
    return listing.case_rows(rows, order, **{_column(rule): rule.told(on) for rule in rules()})


def reasons(row: Any, *, on: date, worker: Any) -> Iterator[Reason]:
    """Why a case of ``case_rows`` or of ``case_of_child`` drifts."""
    for rule in rules():
        facts = getattr(row, _column(rule))
        if facts is not None:
            url = rule.way(facts) if may(worker, rule.permission) else ""
            yield Reason(code=rule.code, name=rule.name, words=rule.words(facts, on), act=rule.act, url=url)


def of_child(person: Person, *, on: date, worker: Any) -> list[Reason]:
    """Why the open case of a child drifts, for its record and for supervision; whoever asks has opened the record."""
    return reasons_of(_OF_CHILD.ask(person=person.pk, today=on), on=on, worker=worker)


def reasons_of(cases: Iterable[Any], *, on: date, worker: Any) -> list[Reason]:
    """As ``reasons``, of the rows of ``case_of_child``."""
    return [reason for case in cases for reason in reasons(case, on=on, worker=worker)]


def of_lead(lead: Any, *, on: date, viewer: Any) -> list[tuple[Any, list[Reason]]]:
    """The cases of one lead worker that drift, as far as the viewer may open them, each with why: for supervision."""
    rows = case_rows(cases(viewer=viewer, on=on, lead=lead.pk), "received", on=on)
    return [(row, list(reasons(row, on=on, worker=viewer))) for row in rows]


def lead_workers() -> list[tuple[str, str]]:
    """Whoever leads an open case now, as the answers of a filter: id and name."""
    model = Allocation._meta.get_field("worker").related_model
    leading = model.objects.filter(Exists(Allocation.objects.current().lead().filter(worker_id=OuterRef("pk"))))
    return [(str(one.pk), one.get_full_name()) for one in leading.order_by("family_name", "given_names", "pk")]


def _column(rule: Rule) -> str:
    return f"drift_{rule.code.replace('-', '_')}"


def case_of_child(person: Any, on: Any) -> QuerySet:
    """The open case of a child, by id or slot, with the facts of each rule, for ``reasons_of``."""
    case = Referral.objects.open().filter(child_id=person)
    return case.annotate(**{_column(rule): rule.told(on) for rule in rules()}).values_list(
        "child_id", *map(_column, rules()), named=True
    )


_OF_CHILD = Prepared(
    lambda _, *, person, today: case_of_child(person, today), person=BigIntegerField(), today=DateField()
)
