"""The meetings to which agencies are invited, as one: strategy meetings, conferences and core groups (K17, L66)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet

from cases.models import (
    Conference,
    ConferenceInvitation,
    CoreGroup,
    CoreGroupInvitation,
    MissedMeeting,
    PlanDocument,
    StrategyInvitation,
    StrategyMeeting,
)
from cases.models.meetings import ABSENT_Q


@dataclass(frozen=True)
class Kind:
    """One kind of meeting: ``name`` as what belongs to an invitation calls it, ``held`` the field that says when it
    was held, ``settled`` when what came of its invitations stays as it is."""

    name: str
    label: str
    meetings: type[Any]
    invitations: type[Any]
    page: str
    held: str
    settled: str

    @property
    def of(self) -> str:
        """The field of an invitation that holds the meeting."""
        return str(self.invitations.OF)

    def answered(self, viewer: Any, *, since: datetime) -> QuerySet:
        """Invitations of agencies to meetings that were held since and that somebody may open, the answer known."""
        held = {f"{self.of}__in": self.held_since(viewer, since=since), "agency__isnull": False}
        rows: QuerySet = self.invitations.objects.filter(**held).exclude(attendance="")
        return rows

    def held_since(self, viewer: Any, *, since: datetime) -> QuerySet:
        """The meetings that were held since and that somebody may open."""
        day = since if self.held.endswith("_at") else since.date()
        rows: QuerySet = self.meetings.objects.visible_to(viewer).filter(**{f"{self.held}__gte": day})
        return rows

    def of_agency(self, agency_id: int) -> QuerySet:
        """An agency's invitations to meetings after which what came of them stays as it is."""
        settled = {"agency_id": agency_id, f"{self.of}__{self.settled}__isnull": False}
        rows: QuerySet = self.invitations.objects.filter(**settled, noted_at__isnull=False)
        return rows


STRATEGY = Kind("strategy", "Strategy meeting", StrategyMeeting, StrategyInvitation, "strategy", "held_at", "signed_at")
CONFERENCE = Kind(
    "conference", "Child protection conference", Conference, ConferenceInvitation, "conference", "held_on", "signed_at"
)
CORE_GROUP = Kind("core_group", "Core group", CoreGroup, CoreGroupInvitation, "core_group", "held_on", "held_on")
KINDS = {kind.name: kind for kind in (STRATEGY, CONFERENCE, CORE_GROUP)}


def kind_of(invitation: Any) -> Kind:
    """The kind of meeting to which somebody is invited."""
    return next(kind for kind in KINDS.values() if isinstance(invitation, kind.invitations))


def absences(kind: Kind, meeting: Any) -> QuerySet:
    """One invitation of each agency of which nobody came to a meeting or sent anything."""
    invited = kind.invitations.objects.filter(**{kind.of: meeting, "agency__isnull": False})
    there = invited.exclude(ABSENT_Q).values("agency_id")
    absent: QuerySet = invited.filter(ABSENT_Q).exclude(agency_id__in=there)
    return absent.order_by("agency_id", "pk").distinct("agency_id")


def next_to(invitation: Any, *, before: bool) -> Any:
    """The agency's invitation to the meeting, of whatever kind, just before or just after this one; None without.

    In the order in which it was noted who came: a core group has a day, a strategy meeting a time.
    """
    found = []
    for kind in KINDS.values():
        rows = kind.of_agency(invitation.agency_id)
        if isinstance(invitation, kind.invitations):
            rows = rows.exclude(**{kind.of: getattr(invitation, f"{kind.of}_id")})
        if before:
            rows = rows.filter(noted_at__lte=invitation.noted_at).order_by("-noted_at", "-pk")
        else:
            rows = rows.filter(noted_at__gt=invitation.noted_at).order_by("noted_at", "pk")
        found.append(rows.first())
    nearest, standing = (max if before else min), [row for row in found if row is not None]
    return nearest(standing, key=lambda row: row.noted_at) if standing else None


def was_missed(invitation: Any) -> bool:
    """Whether nobody of the agency came to the meeting of this invitation or sent anything, unnoticed so far."""
    kind = kind_of(invitation)
    of_meeting = {kind.of: invitation.meeting_of, "agency_id": invitation.agency_id}
    if kind.invitations.objects.filter(**of_meeting).exclude(ABSENT_Q).exists():
        return False
    noticed = {f"{kind.name}__{name}": value for name, value in of_meeting.items()}
    return not MissedMeeting.objects.filter(**noticed).exists()


def of_the_group_before(group: CoreGroup) -> list[Any]:
    """Those who were invited to the last core group of the same plan and are not invited to this one yet."""
    last = CoreGroup.objects.of(group.plan).first()
    if last is None:
        return []
    invited = set(group.invitations.values_list("agency_id", "name"))
    return [row for row in last.invitations.in_order() if (row.agency_id, row.name) not in invited]


def document_of(group: CoreGroup) -> PlanDocument | None:
    """The plan, authorised by a manager, that a core group reviews; None where none is yet."""
    return PlanDocument.objects.filter(parts__plan=group.plan, authorised_at__isnull=False).first()


def is_reviewed(group: CoreGroup, on: date) -> bool:
    """Whether the plan was reviewed since the core group before, by a day: siblings share a plan, and its review."""
    document = document_of(group)
    return document is None or document.reviews.filter(held_on__range=(group.counted_from, on)).exists()
