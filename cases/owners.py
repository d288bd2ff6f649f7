"""Who may be named as the one who does something: the people of a record, by the names they are called (S2)."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet

from cases.models import ConferenceChild, PlanDocument, StrategyMeeting
from frontdoor.models import HouseholdMember, Person, Relationship


def people_of(children: Any) -> QuerySet[Person]:
    """These children, their family, and who lives with them; ``children`` are ids or a query of ids."""
    homes = HouseholdMember.objects.current().filter(person__in=children).values("household")
    together = HouseholdMember.objects.current().filter(household__in=homes).values("person")
    family = Relationship.objects.filter(child__in=children, ended_on__isnull=True).values("adult")
    of_the_record = Q(pk__in=children) | Q(pk__in=together) | Q(pk__in=family)
    return Person.objects.filter(of_the_record).order_by("birth_date", "pk")


def of_plan(document: PlanDocument) -> QuerySet[Person]:
    """The people around the children of a plan."""
    return people_of(document.parts.values("child_id"))


def of_meeting(meeting: StrategyMeeting) -> QuerySet[Person]:
    """The people around the children of a strategy meeting."""
    return people_of(meeting.children.values("child_id"))


def for_outline(row: ConferenceChild, *, viewer: Any) -> list[str]:
    """Names for an outline plan: the people around the child whom ``viewer`` may know, and who was asked to the
    conference."""
    around = people_of([row.child_id]).linkable_by(viewer)
    asked = row.conference.invitations.in_order().values_list("name", flat=True)
    return list(dict.fromkeys([*listed(around), *asked]))


def called(people: Iterable[Person]) -> set[str]:
    """The single names by which these people are called: given, family, and the first of several given names."""
    return {
        name
        for person in people
        for name in (person.given_names, person.family_name, *person.given_names.split()[:1])
        if name
    }


def listed(people: Iterable[Person]) -> list[str]:
    """Their names for a form to offer."""
    return [person.full_name for person in people]
