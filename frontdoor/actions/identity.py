"""What workers say about two records: possibly one person, or known to be two. No machine decides it."""

from datetime import datetime
from typing import Any

from frontdoor.actions.merging import known_two
from frontdoor.core.actions import NotPossible, action
from frontdoor.models import IdentityLink, Person
from frontdoor.models.identity import ONE_AND_THE_SAME, LinkKind

ARE_TWO = "These are known to be two people. A manager can correct that, with the reason."


@action
def say(*, by: Any, now: datetime, one: Person, other: Person, kind: str, reason: str) -> IdentityLink:
    """Say that two records may be one person, or that they are two people; the later word replaces the earlier.

    Raises NotPossible for two who are known to be two people and are now said to be possibly the same.
    """
    if one.pk == other.pk:
        raise NotPossible(ONE_AND_THE_SAME)
    if kind == LinkKind.POSSIBLE and known_two(one.pk, other.pk):
        raise NotPossible(ARE_TWO)
    return _say(one, other, kind, reason=reason, said_by=by, said_at=now)


@action
def correct(*, by: Any, now: datetime, link: IdentityLink, reason: str) -> IdentityLink:
    """A manager takes back that two records are two people: they may be proposed again."""
    return _say(link.one, link.other, LinkKind.POSSIBLE, reason=reason, said_by=by, said_at=now)


def _say(one: Person, other: Person, kind: str, **said: Any) -> IdentityLink:
    standing = IdentityLink.objects.between(one.pk, other.pk).select_for_update(no_key=True).first()
    link = standing or IdentityLink(one=one, other=other)
    link.kind = kind
    for name, value in said.items():
        setattr(link, name, value)
    link.full_clean()
    link.save()
    return link
