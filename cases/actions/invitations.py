"""Who is invited to a strategy meeting, a conference or a core group, who is reminded, and what came of it (K17)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cases import meetings
from cases.actions.conferences import open_conference, report_owed
from cases.actions.core_groups import open_group
from cases.actions.strategy import open_meeting
from cases.meetings import Kind
from cases.models import Chaser
from cases.models.meetings import Attendance, Discipline, Invitation
from cases.models.missed import ChasedHow
from cases.permissions import WRITE_CONFERENCE, WRITE_STRATEGY
from frontdoor.core import outbox
from frontdoor.core.actions import NotPossible, action
from frontdoor.core.permissions import require
from frontdoor.core.versions import lock
from frontdoor.models import Agency
from frontdoor.models.agencies import Sector

INVITED, CHASED = "meeting.invited", "meeting.chased"
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


@dataclass(frozen=True)
class _Door:
    """How one kind of meeting is written in.

    ``opened`` locks it for its writer; ``owes`` is what an invitation to it adds. One that ``waits_to_be_held`` says
    who came only then.
    """

    opened: Callable[[Any, int], Any]
    owes: Callable[[Any, datetime], dict[str, Any]] = lambda meeting, now: {}
    waits_to_be_held: bool = True


def _strategy(by: Any, meeting_id: int) -> Any:
    require(by, WRITE_STRATEGY)
    return open_meeting(meeting_id)


def _conference(by: Any, conference_id: int) -> Any:
    require(by, WRITE_CONFERENCE)
    return open_conference(conference_id)


def _core_group(by: Any, group_id: int) -> Any:
    return open_group(group_id, by=by)


_DOORS = {
    meetings.STRATEGY: _Door(_strategy),
    meetings.CONFERENCE: _Door(_conference, owes=report_owed),
    meetings.CORE_GROUP: _Door(_core_group, waits_to_be_held=False),
}


@action
def invite(
    *,
    by: Any,
    now: datetime,
    kind: Kind,
    meeting_id: int,
    agency: Agency | None,
    worker: Any = None,
    name: str,
    job: str,
    email: str = "",
    telephone: str = "",
) -> Any:
    """Invite somebody by name, of an agency or a colleague; who has an address is told by e-mail, in words that name
    nobody. To a conference, a report is asked for too.

    Raises Refused, NotPossible once the record is signed, ValidationError for somebody without name or job.
    """
    door = _DOORS[kind]
    meeting = door.opened(by, meeting_id)
    row = kind.invitations(
        **{kind.of: meeting},
        agency=agency,
        worker=worker,
        discipline=discipline_of(agency),
        name=name,
        job=job,
        email=email,
        telephone=telephone,
        invited_at=now,
        invited_by=by,
        **door.owes(meeting, now),
    )
    row.full_clean()
    row.save()
    if row.address and getattr(meeting, kind.held) is None:
        outbox.put(topic=INVITED, key=f"{INVITED}:{kind.name}:{row.pk}", kind=kind.name, invitation=row.pk)
    return row


@action
def invite_again(*, by: Any, now: datetime, group_id: int, chosen: list[Any]) -> list[Any]:
    """Invite to a core group those of the one before it who are chosen. Raises as ``invite``."""
    return [
        invite(
            by=by,
            now=now,
            kind=meetings.CORE_GROUP,
            meeting_id=group_id,
            **{name: getattr(row, name) for name in ("agency", "worker", "name", "job", "email", "telephone")},
        )
        for row in chosen
    ]


@action
def chase(*, by: Any, now: datetime, kind: Kind, invitation_id: int, how: str, words: str = "") -> Chaser:
    """Remind somebody who has not answered; by e-mail the system sends the invitation again.

    Raises NotPossible without an address, once the record is signed, ValidationError where nothing says what came of a
    call.
    """
    row = kind.invitations.objects.select_related("agency", "worker").get(pk=invitation_id)
    _DOORS[kind].opened(by, getattr(row, f"{kind.of}_id"))
    if how == ChasedHow.EMAIL and not row.address:
        raise NotPossible(NO_ADDRESS, field="how")
    chaser = Chaser(**{kind.name: row}, how=how, words=words, chased_at=now, chased_by=by)
    chaser.full_clean()
    chaser.save()
    if how == ChasedHow.EMAIL:
        outbox.put(topic=INVITED, key=f"{CHASED}:{chaser.pk}", kind=kind.name, invitation=row.pk)
    return chaser


@action
def note(
    *, by: Any, now: datetime, kind: Kind, invitation_id: int, version: int, attendance: str, contribution: str
) -> Invitation:
    """Record whether somebody came, sent information or apologies, or neither; and what was sent in writing.

    Raises Stale, NotPossible once the record is signed, and for an attendance before the meeting is held.
    """
    row = lock(kind.invitations.objects.all(), invitation_id, version)
    door = _DOORS[kind]
    meeting = door.opened(by, getattr(row, f"{kind.of}_id"))
    is_held = getattr(meeting, kind.held) is not None
    if door.waits_to_be_held and not is_held and attendance not in BEFORE_IT_IS_HELD:
        raise NotPossible(COMES_LATER, field="attendance")
    row.attendance, row.contribution, row.noted_at, row.noted_by = attendance, contribution, now, by
    row.full_clean()
    row.save()
    return row  # type: ignore[no-any-return]
