"""Referrals: the front door accepts that one child needs social care, and its case opens."""

from datetime import datetime
from typing import Any

from frontdoor.core import policy
from frontdoor.core.actions import NotPossible, action
from frontdoor.core.permissions import require
from frontdoor.core.timed import last_day_of
from frontdoor.core.timescales import ALLOCATION
from frontdoor.core.working_days import london_date
from frontdoor.models import Contact, Person, Referral
from frontdoor.models.referrals import ALREADY_OPEN
from frontdoor.permissions import DECIDE_CONTACT


class CaseAlreadyOpen(NotPossible):
    """The child has an open case: a second one would split its story."""

    sentence = ALREADY_OPEN


@action
def accept(
    *,
    contact: Contact,
    child_id: int,
    team_id: int,
    primary_need: str,
    by: Any,
    at: datetime,
    cannot_wait: bool = False,
) -> Referral:
    """Open a child's case with a team. It was received when its contact was; allocation is due from now (T26).

    Where the child's last case closed after that, it begins on the day of the closing: a referral is of a child who is
    not in need already (domain.md 3.2), and two episodes of the census never overlap (8820).
    With ``cannot_wait`` it opens past the known bank holidays too, and is dated when they are known.
    Raises CaseAlreadyOpen. The child's row is locked, so that of two acceptances at once the second is refused.
    """
    require(by, DECIDE_CONTACT, contact)
    child = Person.objects.select_for_update(no_key=True).get(pk=child_id)
    if Referral.objects.open().filter(child=child).exists():
        raise CaseAlreadyOpen
    today, came_in = london_date(at), london_date(contact.received_at)
    referral = Referral(
        child=child,
        contact=contact,
        team_id=team_id,
        received_on=max(came_in, Referral.objects.last_closed(child_id) or came_in),
        source_code=contact.source_code,
        primary_need=primary_need,
        accepted_at=at,
        accepted_by=by,
        allocation_due_on=last_day_of(
            policy.period(ALLOCATION, on=today, team_id=team_id),
            today,
            policy.calendar(around=today),
            cannot_wait=cannot_wait,
        ),
    )
    referral.full_clean()
    referral.save()
    return referral
