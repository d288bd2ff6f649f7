"""Whether somebody may act on a contact at all: not with a declared tie to the family (reliability.md 2.1)."""

from typing import Any

from django.db.models import Q

from frontdoor.core.actions import NotPossible
from frontdoor.models import ConflictOfInterest, ContactChild, Relationship
from frontdoor.models.ties import HAS_A_TIE


def check_no_tie(*, by: Any, contact_id: int) -> None:
    """Raises NotPossible for a tie to a child on the contact or to an adult around one: what ``has_a_tie`` asks."""
    children = ContactChild.objects.filter(contact_id=contact_id).values("child_id")
    adults = Relationship.objects.filter(child_id__in=children).values("adult_id")
    theirs = Q(person_id__in=children) | Q(person_id__in=adults)
    if ConflictOfInterest.objects.filter(theirs, worker_id=by.pk).exists():
        raise NotPossible(HAS_A_TIE)
