"""The signed record of a strategy meeting goes to everybody who took part (T09)."""

from datetime import datetime
from typing import Any

from cases.models import StrategyCopy, StrategyInvitation, StrategyMeeting
from cases.models.strategy_circulation import SENT_ONCE, SIGNED_FIRST, SentHow
from cases.permissions import WRITE_STRATEGY
from frontdoor.core import ledger, outbox
from frontdoor.core.actions import NotPossible, action
from frontdoor.core.permissions import require
from frontdoor.core.versions import lock

TOPIC = "strategy.copy"
NO_ADDRESS = "There is no secure e-mail address. Print the record and hand it over."


@action
def send(*, by: Any, now: datetime, invitation_id: int, how: str) -> StrategyCopy:
    """Give the signed record to somebody who was invited: by secure e-mail with the PDF, or printed and handed over.

    When everybody who took part has it, it is circulated. Raises NotPossible before the record is signed, without an
    address, or when this person has it already.
    """
    require(by, WRITE_STRATEGY)
    row = StrategyInvitation.objects.select_related("agency", "worker").get(pk=invitation_id)
    meeting = lock(StrategyMeeting.objects.all(), row.meeting_id)
    if meeting.signed_at is None:
        raise NotPossible(SIGNED_FIRST)
    if StrategyCopy.objects.filter(invitation=row).exists():
        raise NotPossible(SENT_ONCE)
    address = row.address if how == SentHow.EMAIL else ""
    if how == SentHow.EMAIL and not address:
        raise NotPossible(NO_ADDRESS, field="how")
    copy = StrategyCopy(invitation=row, how=how, sent_to=address, sent_at=now, sent_by=by)
    copy.full_clean()
    copy.save()
    people = list(meeting.children.values_list("child_id", flat=True))
    ledger.disclosed(listing=StrategyMeeting, person_ids=people, subject_id=meeting.pk, basis="circulated")
    if how == SentHow.EMAIL:
        outbox.put(topic=TOPIC, key=f"{TOPIC}:{copy.pk}", copy=copy.pk)
    if meeting.circulated_at is None and is_with_everybody(meeting):
        meeting.circulated_at, meeting.circulated_by = now, by
        meeting.full_clean()
        meeting.save()
    return copy


def is_with_everybody(meeting: StrategyMeeting) -> bool:
    """Whether everybody of an agency who took part has the record; the staff of social care read it here."""
    return not meeting.invitations.outside_who_took_part().filter(copy__isnull=True).exists()
