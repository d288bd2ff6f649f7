"""Who is invited to a strategy meeting, who came, and what each says."""

from datetime import datetime
from typing import Any

from cases.actions.strategy import CALLED_OFF, open_meeting
from cases.models import StrategyChaser, StrategyInformation, StrategyInvitation, StrategyMeeting
from cases.models.meetings import Attendance, Discipline
from cases.models.strategy_agencies import CORRECTED_ONCE, ChasedHow
from cases.models.strategy_rules import CORRECT_AFTER_SIGNING, NAMED_ONLY
from cases.permissions import WRITE_STRATEGY
from frontdoor.core import outbox
from frontdoor.core.actions import NotPossible, action
from frontdoor.core.permissions import require
from frontdoor.core.versions import lock
from frontdoor.models import Agency, Person
from frontdoor.models.agencies import Sector

INVITED, CHASED = "strategy.invited", "strategy.chased"
NO_ADDRESS = "There is no e-mail address. Ring instead."
COMES_LATER = "Who came is recorded when the meeting is held. Before that only apologies or information can come."
BY_SECTOR = {
    Sector.POLICE: Discipline.POLICE,
    Sector.HEALTH: Discipline.HEALTH,
    Sector.EDUCATION: Discipline.EDUCATION,
}
BEFORE_IT_IS_HELD = frozenset({Attendance.APOLOGIES, Attendance.INFORMATION, ""})


def discipline_of(agency: Agency | None) -> Discipline:
    """The part of the partnership an agency speaks for; social care where there is none."""
    if agency is None:
        return Discipline.SOCIAL_CARE
    return BY_SECTOR.get(Sector(agency.sector), Discipline.OTHER)


@action
def invite(
    *,
    by: Any,
    now: datetime,
    meeting_id: int,
    agency: Agency | None,
    worker: Any = None,
    name: str,
    job: str,
    email: str = "",
    telephone: str = "",
) -> StrategyInvitation:
    """Invite somebody by name, of an agency or a colleague; who has an address is told by e-mail, in words that name
    nobody. Raises NotPossible once the record is signed, ValidationError for somebody without name or job.
    """
    require(by, WRITE_STRATEGY)
    meeting = open_meeting(meeting_id)
    row = StrategyInvitation(
        meeting=meeting,
        agency=agency,
        worker=worker,
        discipline=discipline_of(agency),
        name=name,
        job=job,
        email=email,
        telephone=telephone,
        invited_at=now,
        invited_by=by,
    )
    row.full_clean()
    row.save()
    if row.address and meeting.held_at is None:
        outbox.put(topic=INVITED, key=f"{INVITED}:{row.pk}", invitation=row.pk)
    return row


@action
def chase(*, by: Any, now: datetime, invitation_id: int, how: str, words: str = "") -> StrategyChaser:
    """Remind somebody who has not answered; by e-mail the system sends the invitation again.

    Raises NotPossible without an address, once the record is signed, ValidationError where nothing says what came of a
    call.
    """
    require(by, WRITE_STRATEGY)
    row = StrategyInvitation.objects.select_related("agency", "worker").get(pk=invitation_id)
    open_meeting(row.meeting_id)
    if how == ChasedHow.EMAIL and not row.address:
        raise NotPossible(NO_ADDRESS, field="how")
    chaser = StrategyChaser(invitation=row, how=how, words=words, chased_at=now, chased_by=by)
    chaser.full_clean()
    chaser.save()
    if how == ChasedHow.EMAIL:
        outbox.put(topic=INVITED, key=f"{CHASED}:{chaser.pk}", invitation=row.pk)
    return chaser


@action
def note(
    *, by: Any, now: datetime, invitation_id: int, version: int, attendance: str, contribution: str
) -> StrategyInvitation:
    """Record whether somebody came, sent information or apologies, or neither; and what was sent in writing.

    Raises Stale, NotPossible once the record is signed, and for an attendance before the meeting is held.
    """
    require(by, WRITE_STRATEGY)
    row = lock(StrategyInvitation.objects.all(), invitation_id, version)
    meeting = open_meeting(row.meeting_id)
    if meeting.held_at is None and attendance not in BEFORE_IT_IS_HELD:
        raise NotPossible(COMES_LATER, field="attendance")
    row.attendance, row.contribution, row.noted_at, row.noted_by = attendance, contribution, now, by
    row.full_clean()
    row.save()
    return row


@action
def say(
    *,
    by: Any,
    now: datetime,
    invitation: StrategyInvitation,
    said: str,
    words: str,
    source: str,
    child: Person | None = None,
    corrects: StrategyInformation | None = None,
) -> StrategyInformation:
    """Add a line of what somebody says about a child or all; nothing that another has written is touched.

    A correction names the line it puts right, and is all that can be added once the record is signed. Raises
    NotPossible, ValidationError for a line without words or source.
    """
    require(by, WRITE_STRATEGY)
    meeting = lock(StrategyMeeting.objects.all(), invitation.meeting_id)
    if meeting.signed_at is not None and corrects is None:
        raise NotPossible(CORRECT_AFTER_SIGNING)
    if meeting.called_off_at is not None:
        raise NotPossible(CALLED_OFF)
    if child is not None and not meeting.children.taking_part().filter(child=child).exists():
        raise NotPossible(NAMED_ONLY, field="child")
    if corrects is not None and StrategyInformation.objects.filter(corrects=corrects).exists():
        raise NotPossible(CORRECTED_ONCE)
    line = StrategyInformation(
        meeting=meeting,
        invitation=invitation,
        child=child,
        said=said,
        words=words,
        source=source,
        corrects=corrects,
        written_at=now,
        written_by=by,
    )
    line.full_clean()
    line.save()
    return line
