"""What a strategy meeting still needs before the chair can sign it, and whom it might forget (domain.md 10)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Exists, OuterRef, Q, QuerySet

from cases.models import StrategyChild, StrategyInformation, StrategyInvitation, StrategyMeeting
from cases.models.meetings import Attendance, Discipline
from cases.models.strategy import PARTS
from frontdoor import sight
from frontdoor.core.roles import MANAGERS, SERVICE_MANAGER
from frontdoor.core.written import is_written
from frontdoor.models import Agency, ChildOutcome, Contact, Person, Referral, Relationship
from frontdoor.models.decisions import CANNOT_WAIT
from frontdoor.models.households import children_of_household

SECTION = ("account", "whereabouts", "risk")
"""What is written about each child (domain.md 10)."""
LOOKED_BACK = timedelta(weeks=4)
QUORUM = (Discipline.POLICE, Discipline.HEALTH)


@dataclass(frozen=True)
class Missing:
    """What stands open, each as a list of words or a yes; nothing is taken for done unsaid."""

    parts: list[str]
    sections: list[str]
    decisions: list[str]
    attendance: list[str]
    quorum: list[str]
    why_not_there: list[str]
    uninvited: list[str]
    actions: bool

    @property
    def to_invite(self) -> list[str]:
        """Whom nobody has invited yet: police and health, the agency that referred, the school."""
        return [*self.uninvited, *self.why_not_there]

    @property
    def is_quorate(self) -> bool:
        return not self.quorum


def missing(meeting: StrategyMeeting) -> Missing:
    """What a meeting still needs, from its rows as they stand. Four queries, five from a case."""
    children = list(meeting.children.taking_part().select_related("child").order_by("pk"))
    invited = list(meeting.invitations.in_order())
    asked = {row.discipline for row in invited}
    return Missing(
        parts=[
            str(meeting._meta.get_field(name).verbose_name)
            for name, least in PARTS.items()
            if not is_written(getattr(meeting, name), least)
        ],
        sections=[row.child.full_name for row in children if any(not getattr(row, name).strip() for name in SECTION)],
        decisions=[row.child.full_name for row in children if not row.decision],
        attendance=[row.in_words for row in invited if not row.attendance],
        quorum=not_there(meeting, invited),
        why_not_there=_not_invited(meeting, children, invited),
        uninvited=[str(part.label).lower() for part in QUORUM if part not in asked],
        actions=not meeting.actions.exists(),
    )


def not_there(meeting: StrategyMeeting, invited: Iterable[StrategyInvitation]) -> list[str]:
    """Who is missing for the quorum: the chair, the police, health."""
    there = [row for row in invited if row.attendance == Attendance.ATTENDED]
    lacking = [] if any(row.worker_id == meeting.chair_id for row in there) else ["the chair"]
    disciplines = {row.discipline for row in there}
    return lacking + [str(part.label).lower() for part in QUORUM if part not in disciplines]


def _not_invited(
    meeting: StrategyMeeting, children: Iterable[StrategyChild], invited: Iterable[StrategyInvitation]
) -> list[str]:
    agencies = {row.agency_id for row in invited}
    referred = [one for one in referrers(meeting, children) if one.pk not in agencies]
    return [*(f"{one.name}, which referred" for one in referred), *_schools_not_invited(children, invited)]


def referrers(meeting: StrategyMeeting, children: Iterable[StrategyChild]) -> QuerySet[Agency]:
    """The agencies behind the contact of a meeting; from a case, behind its contact and every later one about a child
    of the meeting."""
    of_contact = Q(pk=meeting.contact_id)
    if meeting.referral is not None:
        later = Q(received_at__date__gte=meeting.referral.received_on)
        later &= Q(received_at__lte=meeting.held_at) if meeting.held_at else Q()
        about = {"about__child__in": [row.child_id for row in children]}
        of_contact |= Q(pk=meeting.referral.contact_id) | later & Q(**about)
    contacts = Contact.objects.filter(of_contact, agency__isnull=False)
    return Agency.objects.filter(pk__in=contacts.values("agency_id")).order_by("name")


def _schools_not_invited(children: Iterable[StrategyChild], invited: Iterable[StrategyInvitation]) -> list[str]:
    """The schools and nurseries of the children of whom nobody is invited, while fewer of education are than these."""
    schools = {row.child.school.strip() for row in children} - {""}
    education = {row.agency_id or row.name: row for row in invited if row.discipline == Discipline.EDUCATION}
    if len(education) >= len(schools):
        return []
    known = {row.agency.name.casefold() for row in education.values() if row.agency is not None}
    return sorted(school for school in schools if school.casefold() not in known)


def offered(people: Iterable[Person], *, on: date) -> QuerySet:
    """The children of every household in which one of ``people`` lives, and of one mother or father with them.

    An unborn child is where its mother is. The caller narrows it to those whom the worker may know of.
    """
    people = list(people)
    ids = {person.pk for person in people}
    for person in people:
        ids.update(children_of_household(person, on=on).values_list("pk", flat=True))
    return Person.objects.standing().filter(pk__in=ids).order_by("birth_date", "pk")


def other_children_of_adults(people: Iterable[Person]) -> QuerySet:
    """Children elsewhere who share an adult with these: named so that nobody forgets them, the alleged person's too."""
    own = [person.pk for person in people]
    shared = Relationship.objects.filter(
        ended_on__isnull=True, child=OuterRef("pk"), adult__children__child_id__in=own, adult__children__ended_on=None
    )
    return Person.objects.children().standing().filter(Exists(shared)).exclude(pk__in=own).order_by("pk")


def lines_of(meetings: QuerySet) -> QuerySet:
    """What was said at these meetings, each with who said it."""
    return StrategyInformation.objects.select_related("invitation").filter(meeting__in=meetings)


def causes(contact: Any) -> QuerySet:
    """Decisions on a contact, by id or slot, that there is reasonable cause to suspect significant harm."""
    return ChildOutcome.objects.filter(decision__contact_id=contact, outcome__in=CANNOT_WAIT)


def may_convene(worker: Any, *, contact: Contact | None = None, referral: Referral | None = None) -> bool:
    """Whether this worker may convene a meeting today: a manager, or anybody where one decided that there is cause."""
    if worker.roles & MANAGERS:
        return True
    number = contact.pk if contact else referral.contact_id if referral else None
    return number is not None and causes(number).exists()


def who_convenes(worker: Any, people: Iterable[Person], *, referral: Referral | None, on: date) -> QuerySet:
    """Managers whom a worker can ask to convene a meeting about these people, none with a tie to one of them.

    Those of the team that holds the case, else of the worker's own team; where it has none, the service managers.
    """
    managers = sight.managers(on).select_related("team")
    for person in people:
        managers = sight.without_a_tie(managers, person.pk)
    near = managers.filter(team__isnull=False, team_id=referral.team_id if referral else worker.team_id)
    over = get_user_model().objects.holding(SERVICE_MANAGER.code, on)
    return near if near.exists() else managers.filter(pk__in=over.values("pk"))


def cause_of(contact: Contact) -> datetime | None:
    """When a decision on the contact called for a strategy discussion; None where none has (T08 counts from it)."""
    return contact.decided_at if causes(contact.pk).exists() else None


def runs_from(contact: Contact | None) -> datetime | None:
    """The latest moment from which the first meeting on a contact runs; None where none was decided or one was held."""
    if contact is None or StrategyMeeting.objects.filter(contact=contact, held_at__isnull=False).exists():
        return None
    return cause_of(contact)


def named_on(contact: Contact) -> QuerySet:
    """The children of a contact."""
    return Person.objects.filter(contacts__contact=contact)


def child_of(referral: Referral) -> QuerySet:
    """The child of a case."""
    return Person.objects.filter(pk=referral.child_id)


def to_convene(viewer: Any, now: Any) -> QuerySet:
    """Contacts of the last four weeks whose decision calls for a strategy discussion that nobody has convened (T08)."""
    convened = StrategyMeeting.objects.filter(contact_id=OuterRef("pk"))
    begun = Referral.objects.filter(contact_id=OuterRef("pk"), enquiries__isnull=False)
    recent = Contact.objects.visible_to(viewer).at_the_desk().filter(decided_at__gte=now - LOOKED_BACK)
    return recent.filter(Exists(causes(OuterRef("pk"))), ~Exists(convened), ~Exists(begun)).order_by("decided_at", "pk")


def children_at(meetings: QuerySet) -> QuerySet:
    """The children of these meetings."""
    return StrategyChild.objects.filter(meeting__in=meetings)
