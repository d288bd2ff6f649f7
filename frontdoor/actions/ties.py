"""Whether somebody may judge a family at all: not with a declared tie to it (reliability.md 2.1)."""

from typing import Any

from django.db.models import Q

from frontdoor.core.actions import NotPossible
from frontdoor.models import ConflictOfInterest, ContactChild, Relationship
from frontdoor.models.ties import HAS_A_TIE


def check_no_tie(*, by: Any, contact_id: int, sentence: str = HAS_A_TIE) -> None:
    """Raises NotPossible for a tie to a child on the contact or to an adult around one."""
    children = ContactChild.objects.filter(contact_id=contact_id).values("child_id")
    check_no_tie_to(children, by=by, sentence=sentence)


def check_no_tie_to(children: Any, *, by: Any, sentence: str = HAS_A_TIE) -> None:
    """Raises NotPossible for a tie to one of ``children``, ids as a query, or to an adult around one."""
    adults = Relationship.objects.filter(child_id__in=children).values("adult_id")
    theirs = Q(person_id__in=children) | Q(person_id__in=adults)
    if ConflictOfInterest.objects.filter(theirs, worker_id=by.pk).exists():
        raise NotPossible(sentence)
