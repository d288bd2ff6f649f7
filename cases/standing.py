"""Where a child stands now: what is open, with whom, and what is due, for the bar at the top of a record."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BigIntegerField, DateField, Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Concat, JSONObject

from cases import next_due
from cases.models import Allocation, Assessment, AssessmentReturn, Plan, PlanDocument, Section47
from cases.strategy import causes
from frontdoor.core.access import Viewer, looking
from frontdoor.core.prepared import Prepared
from frontdoor.core.roles import PRACTICE_MANAGER
from frontdoor.models import Address, ConsentEvent, Contact, Person, Referral, Relationship
from frontdoor.models.people import seen_q

MANAGERS_NAMED = 2


@dataclass(frozen=True)
class Sibling:
    """A child who shares an adult with this one, and whether its record may be opened."""

    person: Person
    may_be_opened: bool


def not_started() -> Q:
    """Cases with a worker whose assessment nobody has started: most wait until the family has agreed (C08, L49)."""
    work = [Exists(model.objects.filter(referral_id=OuterRef("pk"))) for model in (Assessment, Plan, Section47)]
    return Q(allocated_on__isnull=False) & ~Q(work[0]) & ~Q(work[1]) & ~Q(work[2])


def with_a_case(people: Iterable[Person]) -> set[int]:
    """The ids of those of whom a case is open."""
    return {*Referral.objects.open().filter(child__in=people).values_list("child_id", flat=True)}


def _name(prefix: str = "") -> Concat:
    return Concat(F(f"{prefix}given_names"), Value(" "), F(f"{prefix}family_name"))


def with_standing(people: QuerySet, *, viewer: Any, on: Any) -> QuerySet:
    """Each person with what is open now, as far as ``viewer`` may know it; the caller opens the record.

    ``standing_contact`` (id of the newest open one), ``standing_case`` and ``standing_team`` (ids),
    ``standing_cause`` (whether its contact was decided with cause to suspect significant harm),
    ``standing_to_start`` (id of the case whose assessment nobody has started), ``standing_worker`` (name),
    ``standing_managers`` (names), ``standing_plan`` (kind), ``standing_protection`` (id of a protection plan),
    ``standing_unwritten`` (whether nobody writes the plan yet), ``standing_plans`` (facts of each that is written),
    ``standing_assessment`` (facts), ``standing_siblings`` (facts of each) and what is due next, for ``next_due.of``;
    None or nothing where there is none.
    """
    case = Referral.objects.open().filter(child_id=OuterRef("pk"))
    lead = Allocation.objects.current().lead().filter(child_id=OuterRef("pk"))
    plan = Plan.objects.filter(child_id=OuterRef("pk"), ended_on__isnull=True)
    contact = Contact.objects.open().about_opened(OuterRef("pk"), viewer).order_by("-received_at")
    assessment = Assessment.objects.open().filter(child_id=OuterRef("pk")).values(facts=_FACTS_OF_ASSESSMENT)
    return people.annotate(
        standing_contact=Subquery(contact.values("pk")[:1]),
        standing_case=Subquery(case.values("pk")[:1]),
        standing_team=Subquery(case.values("team_id")[:1]),
        standing_cause=Exists(case.filter(Exists(causes(OuterRef("contact_id"))))),
        standing_to_start=Subquery(case.filter(not_started()).values("pk")[:1]),
        standing_worker=Subquery(lead.values(name=_name("worker__"))[:1]),
        standing_managers=ArraySubquery(_managers(on)),
        standing_plan=Subquery(plan.values("kind")[:1]),
        standing_protection=Subquery(plan.filter(kind=Plan.Kind.PROTECTION).values("pk")[:1]),
        standing_unwritten=Exists(plan.filter(part__isnull=True)),
        standing_plans=ArraySubquery(_plans(viewer)),
        standing_assessment=Subquery(assessment[:1]),
        standing_siblings=ArraySubquery(_siblings(viewer)),
        **next_due.columns(viewer),
    )


def _plans(viewer: Any) -> QuerySet:
    """The plans written for the person, the latest first."""
    written = PlanDocument.objects.visible_to(viewer).filter(parts__child_id=OuterRef("pk")).order_by("-pk")
    return written.values(facts=JSONObject(pk="pk", kind="kind"))


_FACTS_OF_ASSESSMENT = JSONObject(pk="pk", referral_received_on="referral_received_on", due_on="due_on")


def _managers(on: Any) -> QuerySet:
    """The names of those who manage the team of the person's open case."""
    team = Referral.objects.open().filter(child_id=OuterRef(OuterRef("pk"))).values("team_id")
    managers = get_user_model().objects.holding(PRACTICE_MANAGER.code, on).filter(team_id__in=team)
    return managers.order_by("family_name", "pk").values_list(_name(), flat=True)[:MANAGERS_NAMED]


def _siblings(viewer: Any) -> QuerySet:
    """Children who share an adult with the person; one who is hidden from the viewer leaves no trace."""
    shared = Relationship.objects.filter(
        ended_on__isnull=True,
        child__is_child=True,
        adult__children__child_id=OuterRef("pk"),
        adult__children__ended_on__isnull=True,
    )
    opens = Exists(Person.objects.visible_to(viewer).filter(pk=OuterRef("child_id")))
    born = Coalesce("child__birth_date", "child__expected_birth_date")
    name = {"given_names": F("child__given_names"), "family_name": F("child__family_name")}
    facts = JSONObject(born=born, pk="child_id", opens=opens, **name)
    return shared.filter(seen_q(viewer, "child_id")).exclude(child_id=OuterRef("pk")).values_list(facts, flat=True)


def _record(viewer: Viewer, *, person: Any, today: Any) -> QuerySet:
    return with_standing(Person.objects.visible_to(viewer).filter(pk=person), viewer=viewer, on=today)


def _child(viewer: Viewer, *, person: Any, today: Any) -> QuerySet:
    return with_standing(Person.objects.filter(pk=person), viewer=viewer, on=today)


RECORD = Prepared(_record, person=BigIntegerField(), today=DateField())
CHILD = Prepared(_child, person=BigIntegerField(), today=DateField())


def for_record(person_id: int, *, worker: Any, on: date) -> list[Person]:
    """The person with its standing where the worker may open the record, else nothing."""
    return RECORD.ask(Viewer.like(worker), **looking(worker), person=person_id, today=on)


def of_child(person_id: int, *, worker: Any, on: date) -> Person:
    """One child with its standing; the caller has opened one of the child's records for the worker."""
    return CHILD.ask(Viewer.like(worker), **looking(worker), person=person_id, today=on)[0]


def assessment(person: Person) -> Assessment | None:
    """The assessment under way, with its promise."""
    facts: Mapping[str, Any] | None = person.standing_assessment
    if facts is None:
        return None
    days = {name: date.fromisoformat(facts[name]) for name in ("referral_received_on", "due_on")}
    return Assessment(pk=facts["pk"], **days)


def siblings(person: Person) -> list[Sibling]:
    """The brothers and sisters whom the viewer may know of, the eldest first, those without a known birth last."""
    rows = {row["pk"]: row for row in person.standing_siblings}.values()
    return [
        Sibling(Person(pk=row["pk"], given_names=row["given_names"], family_name=row["family_name"]), row["opens"])
        for row in sorted(rows, key=lambda row: (row["born"] is None, row["born"], row["pk"]))
    ]


def last_return(assessment: Assessment) -> AssessmentReturn | None:
    """Why the assessment was last sent back, while that still waits for an answer."""
    if assessment.submitted_on is not None:
        return None
    return assessment.returns.select_related("returned_by").order_by("-pk").first()


def addresses_of(person: Any) -> QuerySet:
    """Where a person, by id or slot, lives now."""
    return Address.objects.filter(person_id=person, ended_on__isnull=True).order_by("pk")


def adults_of(person: Any) -> QuerySet:
    """The adults in the life of a child, by id or slot, now."""
    return Relationship.objects.filter(child_id=person, ended_on__isnull=True).select_related("adult")


def consent_of(person: Any) -> QuerySet:
    """The latest event of each kind of consent of a child, by id or slot."""
    latest = ConsentEvent.objects.filter(child_id=person).order_by("kind", "-happened_at", "-pk").distinct("kind")
    return latest.select_related("given_by")


def said_about_consent(**about: Any) -> list[ConsentEvent]:
    """Everything that was said about consent on a ``contact`` or for a ``child``, the earliest first."""
    events = ConsentEvent.objects.filter(**about).select_related("child", "given_by", "recorded_by")
    return list(events.prefetch_related("agencies").order_by("happened_at", "pk"))


CONSENT = Prepared(lambda _, *, person: consent_of(person), person=BigIntegerField())


def consent(person: Person) -> list[ConsentEvent]:
    """As ``consent_of``, asked of the database now."""
    return CONSENT.ask(person=person.pk)
