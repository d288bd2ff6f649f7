"""Where a child stands now: what is open, with whom, and what is due, for the bar at the top of a record."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, F, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Concat, JSONObject

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


def with_standing(people: QuerySet, *, worker: Any, on: date) -> QuerySet:
    """Each person with what is open: ``standing_contact``, ``standing_case`` (id, team, manager), ``standing_worker``
    (name), ``standing_plan`` (kind); None where there is none. One query for all.
    """
    managers = get_user_model().objects.holding(PRACTICE_MANAGER.code, on).filter(team_id=OuterRef("team_id"))
    case = Referral.objects.open().filter(child_id=OuterRef("pk"))
    lead = Allocation.objects.current().lead().filter(child_id=OuterRef("pk"))
    contact = Contact.objects.visible_to(worker).open().filter(about__child_id=OuterRef("pk")).order_by("-received_at")
    plan = Plan.objects.filter(child_id=OuterRef("pk"), ended_on__isnull=True)
    return people.annotate(
        standing_contact=Subquery(contact.values("pk")[:1]),
        standing_case=Subquery(
            case.values(
                json=JSONObject(
                    id="pk",
                    team="team__name",
                    received_on="received_on",
                    managers=ArraySubquery(managers.order_by("family_name").values_list(_name())[:2]),
                )
            )[:1]
        ),
        standing_worker=Subquery(lead.values(name=_name("worker__"))[:1]),
        standing_plan=Subquery(plan.values("kind")[:1]),
    )


def of_child(person_id: int, *, worker: Any, on: date) -> Person:
    """One child with its standing; the caller has opened one of the child's records."""
    return with_standing(Person.objects.filter(pk=person_id), worker=worker, on=on).get()


def last_return(assessment: Assessment) -> AssessmentReturn | None:
    """Why the assessment was last sent back, while that still waits for an answer."""
    if assessment.submitted_on is not None:
        return None
    return assessment.returns.select_related("returned_by").order_by("-pk").first()


def open_assessment(person: Person) -> Assessment | None:
    """The assessment under way, if any."""
    return Assessment.objects.open().filter(child=person).first()


def siblings(person: Person, worker: Any) -> list[Sibling]:
    """Children who share an adult with ``person``; those the worker may not open are only counted by the page."""
    adults = Relationship.objects.filter(child=person, ended_on__isnull=True).values("adult_id")
    sharing = Relationship.objects.filter(adult_id__in=adults, ended_on__isnull=True, child_id=OuterRef("pk"))
    may_open = Person.objects.visible_to(worker).filter(pk=OuterRef("pk"))
    rows = (
        Person.objects.children()
        .filter(Exists(sharing))
        .exclude(pk=person.pk)
        .annotate(may_be_opened=Exists(may_open))
        .order_by("birth_date", "pk")
    )
    return [Sibling(row, row.may_be_opened) for row in rows]


def addresses(person: Person) -> QuerySet:
    """Where the person lives now."""
    return person.addresses.filter(ended_on__isnull=True).order_by("pk")


def adults(person: Person) -> QuerySet:
    """The adults in the child's life now."""
    return person.adults.filter(ended_on__isnull=True).select_related("adult")


def consent(person: Person) -> QuerySet:
    """The latest event of each kind of consent."""
    events = ConsentEvent.objects.filter(child=person).select_related("given_by")
    return events.order_by("kind", "-happened_at", "-pk").distinct("kind")
