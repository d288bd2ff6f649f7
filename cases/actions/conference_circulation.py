"""Decision letters and records of a signed conference go to everybody who took part, letters to the family as well."""

from datetime import datetime
from typing import Any

from cases.actions.strategy_circulation import NO_ADDRESS
from cases.models import Conference, ConferenceCopy, ConferenceFamily, ConferenceInvitation
from cases.models.conference_after import SENT_ONCE, SIGNED_FIRST, Paper
from cases.models.strategy_circulation import SentHow
from cases.permissions import WRITE_CONFERENCE
from frontdoor.core import ledger, outbox
from frontdoor.core.actions import NotPossible, action
from frontdoor.core.permissions import require
from frontdoor.core.versions import lock
from frontdoor.core.working_days import london_date

TOPIC = "conference.copy"
LEFT_OUT = "The chair left this person out. The chair says how they are told."


@action
def send(*, by: Any, now: datetime, invitation_id: int, paper: str, how: str) -> ConferenceCopy:
    """Give letter or record to somebody who was invited: by secure e-mail with the PDF, or printed and handed over.

    When everybody has it, its clock ends. Raises NotPossible before the chair signed, without an address, or when this
    person has it already.
    """
    require(by, WRITE_CONFERENCE)
    row = ConferenceInvitation.objects.select_related("agency", "worker").get(pk=invitation_id)
    conference = _signed(row.conference_id)
    address = row.address if how == SentHow.EMAIL else ""
    if how == SentHow.EMAIL and not address:
        raise NotPossible(NO_ADDRESS, field="how")
    copy = ConferenceCopy(invitation=row, paper=paper, how=how, sent_to=address, sent_at=now, sent_by=by)
    return _given(copy, conference, by=by, now=now)


@action
def give_family(*, by: Any, now: datetime, family_id: int) -> ConferenceCopy:
    """Record that one of the family was given the decision letter by hand. Raises NotPossible as ``send``."""
    require(by, WRITE_CONFERENCE)
    row = ConferenceFamily.objects.get(pk=family_id)
    conference = _signed(row.conference_id)
    if row.left_out_reason:
        raise NotPossible(LEFT_OUT)
    copy = ConferenceCopy(family=row, paper=Paper.LETTER, how=SentHow.HANDED, sent_at=now, sent_by=by)
    return _given(copy, conference, by=by, now=now)


def _signed(conference_id: int) -> Conference:
    conference: Conference = lock(Conference.objects.all(), conference_id)
    if conference.signed_at is None:
        raise NotPossible(SIGNED_FIRST)
    return conference


def _given(copy: ConferenceCopy, conference: Conference, *, by: Any, now: datetime) -> ConferenceCopy:
    same = ConferenceCopy.objects.filter(invitation=copy.invitation, family=copy.family, paper=copy.paper)
    if same.exists():
        raise NotPossible(SENT_ONCE)
    copy.full_clean()
    copy.save()
    people = list(conference.children.values_list("child_id", flat=True))
    ledger.disclosed(listing=Conference, person_ids=people, subject_id=conference.pk, basis="circulated")
    if copy.how == SentHow.EMAIL:
        outbox.put(topic=TOPIC, key=f"{TOPIC}:{copy.pk}", copy=copy.pk)
    today = london_date(now)
    if conference.letters_sent_on is None and is_with_everybody(conference, Paper.LETTER):
        conference.letters_sent_on, conference.letters_sent_by = today, by
    if conference.circulated_on is None and is_with_everybody(conference, Paper.RECORD):
        conference.circulated_on, conference.circulated_by = today, by
    conference.full_clean()
    conference.save()
    return copy


def is_with_everybody(conference: Conference, paper: str) -> bool:
    """Whether everybody of an agency who took part has it, and of a letter the family too who was not left out."""
    sent = ConferenceCopy.objects.filter(paper=paper)
    outside = conference.invitations.outside_who_took_part().exclude(copies__in=sent)
    if outside.exists():
        return False
    return paper != Paper.LETTER or not conference.family.not_left_out().exclude(copies__in=sent).exists()
