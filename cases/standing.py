"""Where a child stands now: what is open, with whom, and what is due, for the bar at the top of a record."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Exists, F, OuterRef, Prefetch, QuerySet, Subquery, Value
from django.db.models.functions import Concat

from cases.models import Allocation, Assessment, AssessmentReturn, Plan
from frontdoor.core.roles import PRACTICE_MANAGER
from frontdoor.models import ConsentEvent, Contact, Person, Referral, Relationship


@dataclass(frozen=True)
class Sibling:
    """A child who shares an adult with this one, and whether its record may be opened."""

    person: Person
    may_be_opened: bool


def _name(prefix: str = "") -> Concat:
    return Concat(F(f"{prefix}given_names"), Value(" "), F(f"{prefix}family_name"))


def with_standing(people: QuerySet) -> QuerySet:
    """Each person with what is open: ``standing_contacts`` (whether any is), ``standing_team`` (id),
    ``standing_worker`` (name), ``standing_plan`` (kind); None where there is none. One query for all.
    """
    case = Referral.objects.open().filter(child_id=OuterRef("pk"))
    lead = Allocation.objects.current().lead().filter(child_id=OuterRef("pk"))
    plan = Plan.objects.filter(child_id=OuterRef("pk"), ended_on__isnull=True)
    return people.annotate(
        standing_contacts=Exists(Contact.objects.open().filter(about__child_id=OuterRef("pk"))),
        standing_team=Subquery(case.values("team_id")[:1]),
        standing_worker=Subquery(lead.values(name=_name("worker__"))[:1]),
        standing_plan=Subquery(plan.values("kind")[:1]),
    )


def for_record(people: QuerySet) -> QuerySet:
    """As ``with_standing``, with what both the record and its chronology tell, read once for both."""
    events = ConsentEvent.objects.select_related("given_by", "recorded_by")
    assessments = Assessment.objects.select_related("opened_by", "authorised_by", "shared_by")
    return with_standing(people).prefetch_related(
        Prefetch("consent_events", events.order_by("kind", "happened_at", "pk")), Prefetch("assessments", assessments)
    )


def of_child(person_id: int) -> Person:
    """One child with its standing; the caller has opened one of the child's records."""
    return with_standing(Person.objects.filter(pk=person_id)).get()


def around(person: Person, *, worker: Any, on: date) -> dict[str, Any]:
    """What the bar says beside the person's own row, for a worker who has opened the record: the open contact, the
    managers, the assessment under way, the brothers and sisters. Asked only where the standing says there is one.
    """
    return {
        "contact": _open_contact(person, worker),
        "managers": _managers(person, on),
        "assessment": next((row for row in person.assessments.all() if row.finished_on is None), None),
        "siblings": _siblings(person, worker),
    }


def _open_contact(person: Person, worker: Any) -> int | None:
    if not person.standing_contacts:
        return None
    rows = Contact.objects.open().about_opened(person, worker)
    return rows.order_by("-received_at").values_list("pk", flat=True).first()


def _managers(person: Person, on: date) -> list[str]:
    if person.standing_team is None:
        return []
    managers = get_user_model().objects.holding(PRACTICE_MANAGER.code, on).filter(team_id=person.standing_team)
    return list(managers.order_by("family_name").values_list(_name(), flat=True)[:2])


def last_return(assessment: Assessment) -> AssessmentReturn | None:
    """Why the assessment was last sent back, while that still waits for an answer."""
    if assessment.submitted_on is not None:
        return None
    return assessment.returns.select_related("returned_by").order_by("-pk").first()


def _siblings(person: Person, worker: Any) -> list[Sibling]:
    """Children who share an adult with ``person``; those the worker may not open are only counted by the page."""
    adults = Relationship.objects.filter(child=person, ended_on__isnull=True).values("adult_id")
    shared = Relationship.objects.filter(adult_id__in=adults, ended_on__isnull=True).exclude(child=person)
    rows = list(Person.objects.children().filter(pk__in=shared.values("child_id")).order_by("birth_date", "pk"))
    if not rows:
        return []
    visible = Person.objects.visible_to(worker).filter(pk__in=[row.pk for row in rows])
    open_to = set(visible.values_list("pk", flat=True))
    return [Sibling(row, row.pk in open_to) for row in rows]


def addresses(person: Person) -> QuerySet:
    """Where the person lives now."""
    return person.addresses.filter(ended_on__isnull=True).order_by("pk")


def adults(person: Person) -> QuerySet:
    """The adults in the child's life now."""
    return person.adults.filter(ended_on__isnull=True).select_related("adult")


def consent(person: Person) -> list[ConsentEvent]:
    """The latest event of each kind of consent; ``person`` comes from ``for_record``."""
    return list({event.kind: event for event in person.consent_events.all()}.values())
