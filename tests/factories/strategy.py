"""Strategy meetings: convened, held with the quorum, written whole, and signed."""

from datetime import timedelta
from typing import Any

import factory
from django.utils import timezone

from cases.models import (
    Chaser,
    MissedMeeting,
    MissedTwice,
    StrategyAction,
    StrategyChild,
    StrategyCopy,
    StrategyInformation,
    StrategyInvitation,
    StrategyMeeting,
)
from frontdoor.core import acting
from tests.factories.base import RecordFactory, as_somebody
from tests.factories.contacts import ContactFactory
from tests.factories.people import AgencyFactory, ChildFactory
from tests.factories.workers import practice_manager
from tests.rows import bringing_in

REASON = "The school saw bruises on the arm and the child named who did it."
WRITTEN = {
    "background": "Two contacts in the spring about shouting; no earlier enquiry.",
    "risk_analysis": "The bruises and the child's account fit together, and the adult named lives in the home.",
    "harm": "PHY",
    "harm_when": "suffering",
    "others_at_risk": "A younger brother in the same home.",
    "criminal_investigation": "The police open one today under DC Example.",
    "interview": "Joint interview tomorrow at ten.",
    "medical": "Examination this evening; the mother agrees.",
    "consent_position": "Not needed: enquiries under section 47.",
    "route": "joint",
    "route_reason": "An offence may have been committed against the child.",
    "family_told": "That enquiries begin and why.",
    "family_told_by": "The social worker",
    "family_told_when": "Today after school",
    "safety": "The adult named stays with a relative until the examination.",
    "contingency": "If he returns, the police are called at once.",
    "dissent": "Nobody",
    "next_meeting": "Tomorrow at 16:00",
}
SECTION = {
    "account": "He said that it hurt and that he does not want to go home.",
    "whereabouts": "At school with the head teacher.",
    "risk": "More of the same tonight if he goes home as it is.",
}
WHY_ALONE = "The health line did not answer for two hours and the child is due to go home at three."
WHAT = "Visit the home with the police and see every bedroom"


class BroughtIn:
    """Rows that were decided elsewhere: rules about the moment are tried in tests/cases/test_strategy.py."""

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **kwargs: Any) -> Any:
        with as_somebody(), bringing_in():
            return super()._create(model_class, *args, **kwargs)  # type: ignore[misc]


def _cause_of(contact: Any) -> Any:
    """Two hours ago, or when the contact was decided if that is longer ago: the first meeting runs from there."""
    latest = timezone.now() - timedelta(hours=2)
    decided = contact and type(contact).objects.filter(pk=contact.pk).values_list("decided_at", flat=True).first()
    return min(latest, decided or latest)


class MeetingFactory(RecordFactory):
    """A meeting about one child, planned for half an hour ago; its chair has a place, as every chair has."""

    class Meta:
        model = StrategyMeeting

    class Params:
        held = factory.Trait(
            held_at=factory.LazyFunction(lambda: timezone.now() - timedelta(minutes=30)),
            record_due_at=factory.LazyFunction(lambda: timezone.now() + timedelta(days=5)),
        )

    contact = factory.SubFactory(ContactFactory)
    reason = REASON
    harm = "PHY"
    cause_at = factory.LazyAttribute(lambda meeting: _cause_of(meeting.contact))
    immediate = False
    due_at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=1))
    convened_by = factory.SelfAttribute("chair")
    convened_at = factory.SelfAttribute("cause_at")
    planned_at = factory.LazyFunction(lambda: timezone.now() - timedelta(minutes=30))
    place = "By telephone"
    chair = factory.LazyFunction(practice_manager)

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **kwargs: Any) -> Any:
        with acting.acting_as(kwargs["convened_by"]):
            return super()._create(model_class, *args, **kwargs)

    @factory.post_generation
    def children(self, create: bool, extracted: Any, **_: Any) -> None:
        given = extracted if extracted is not None else [row.child for row in self.contact.about.all()]
        for child in given:
            MeetingChildFactory(meeting=self, child=child)
        attendance = {"attendance": "attended", "noted_at": self.held_at, "noted_by": self.chair}
        InvitationFactory(
            meeting=self,
            agency=None,
            worker=self.chair,
            name=self.chair.get_full_name(),
            discipline="social_care",
            **(attendance if self.held_at else {}),
        )


class MeetingChildFactory(RecordFactory):
    class Meta:
        model = StrategyChild

    meeting = factory.SubFactory(MeetingFactory)
    child = factory.SubFactory(ChildFactory)


class InvitationFactory(RecordFactory):
    """Somebody of an agency, who has not answered."""

    class Meta:
        model = StrategyInvitation

    meeting = factory.SubFactory(MeetingFactory)
    agency = factory.SubFactory(AgencyFactory)
    discipline = "education"
    name = factory.Sequence(lambda n: f"Invited Person {n}")
    job = "Safeguarding lead"
    invited_at = factory.LazyFunction(timezone.now)
    invited_by = factory.SelfAttribute("meeting.chair")

    class Params:
        came = factory.Trait(
            attendance="attended",
            noted_at=factory.LazyFunction(timezone.now),
            noted_by=factory.SelfAttribute("meeting.chair"),
        )


class LineFactory(BroughtIn, RecordFactory):
    class Meta:
        model = StrategyInformation

    invitation = factory.SubFactory(InvitationFactory)
    meeting = factory.SelfAttribute("invitation.meeting")
    said = "fact"
    words = "Absent on nine Mondays this term."
    source = "The attendance register"
    written_at = factory.LazyFunction(timezone.now)
    written_by = factory.SelfAttribute("meeting.chair")


class ChaserFactory(RecordFactory):
    class Meta:
        model = Chaser

    strategy = factory.SubFactory(InvitationFactory)
    how = "telephone"
    words = "She joins by telephone."
    chased_at = factory.LazyFunction(timezone.now)
    chased_by = factory.SelfAttribute("strategy.meeting.chair")


class ActionFactory(RecordFactory):
    class Meta:
        model = StrategyAction

    meeting = factory.SubFactory(MeetingFactory)
    what = WHAT
    purpose = "To know whether it is safe tonight."
    owner_name = "Owen Example"
    owner_job = "Social worker"
    started_at = factory.LazyFunction(timezone.now)
    agreed_by = factory.SelfAttribute("meeting.chair")
    due_at = factory.LazyFunction(lambda: timezone.now() + timedelta(hours=5))

    class Params:
        done = factory.Trait(
            finished_at=factory.LazyFunction(lambda: timezone.now() + timedelta(hours=4)),
            done_by=factory.SelfAttribute("meeting.chair"),
            evidence="Visited; see the case note.",
        )


def invited(meeting: Any, discipline: str, **given: Any) -> Any:
    """Somebody who came and speaks for a discipline."""
    agency = given.pop("agency", None) or AgencyFactory(
        sector=discipline if discipline in {"police", "health", "education"} else "other"
    )
    return InvitationFactory(meeting=meeting, agency=agency, discipline=discipline, came=True, **given)


def ready(**given: Any) -> Any:
    """A meeting that was held with police and health, whole and decided: the chair can sign it."""
    contact = given.pop("contact", None) or ContactFactory()
    meeting = MeetingFactory(held=True, contact=contact, **{**WRITTEN, **given})
    invited(meeting, "police")
    invited(meeting, "health")
    invited(meeting, "education", agency=contact.agency)
    for row in meeting.children.all():
        decide(row)
    ActionFactory(meeting=meeting)
    return meeting


def decide(row: Any, decision: str = "s47") -> Any:
    """The section of a child is whole and decided on by the chair."""
    chair = row.meeting.chair
    for name, value in SECTION.items():
        setattr(row, name, value)
    row.decision, row.decision_reason = decision, "A clear account and an injury that fits it."
    row.decided_at, row.decided_by = timezone.now(), chair
    with acting.acting_as(chair):
        row.save()
    return row


def signed(**given: Any) -> Any:
    """A meeting whose record the chair has signed."""
    return sign(ready(**given))


def started(contact: Any, children: Any = None, *, chair: Any = None, held_at: Any = None, **given: Any) -> Any:
    """A meeting brought in whole: held, decided on section 47 for each child of a contact, signed and sent."""
    chair, at = chair or practice_manager(), held_at or contact.received_at
    moments = dict.fromkeys(("cause_at", "due_at", "convened_at", "planned_at", "held_at", "signed_at"), at)
    sent = {"circulated_at": at, "circulated_by": chair, "record_due_at": at + timedelta(days=5)}
    people = {"chair": chair, "convened_by": chair, "signed_by": chair}
    said = {"decision": "s47", "decision_reason": WHAT, "decided_at": at, "decided_by": chair}
    with acting.acting_as(chair), bringing_in():
        meeting = StrategyMeeting(
            contact=contact,
            reason=REASON,
            immediate=False,
            place="By telephone",
            **WRITTEN,
            **moments,
            **sent,
            **people,
            **given,
        )
        meeting.save()
        for child in children or [row.child for row in contact.about.all()]:
            StrategyChild(meeting=meeting, child=child, **said).save()
    return meeting


def alone(contact: Any, *, days: int = 0) -> Any:
    """One that its chair held alone some days ago, to be held again by the end of that day."""
    held_at = timezone.now() - timedelta(days=days)
    day = timezone.localdate(held_at)
    return started(contact, held_at=held_at, alone_reason=WHY_ALONE, reconvene_due_on=day)


class CopyFactory(RecordFactory):
    class Meta:
        model = StrategyCopy

    invitation = factory.LazyFunction(lambda: signed().invitations.exclude(agency=None).earliest("pk"))
    how = "handed"
    sent_at = factory.LazyFunction(timezone.now)
    sent_by = factory.SelfAttribute("invitation.meeting.chair")


class MissedMeetingFactory(RecordFactory):
    """A strategy meeting that an agency missed."""

    class Meta:
        model = MissedMeeting

    strategy = factory.SubFactory(InvitationFactory)


class MissedFactory(RecordFactory):
    """An agency that neither came nor sent anything, twice."""

    class Meta:
        model = MissedTwice

    first = factory.SubFactory(MissedMeetingFactory)
    second = factory.LazyAttribute(
        lambda missed: MissedMeetingFactory(strategy=InvitationFactory(agency=missed.first.strategy.agency))
    )
    agency = factory.SelfAttribute("second.strategy.agency")
    owner = factory.SelfAttribute("second.strategy.meeting.chair")
    noticed_at = factory.LazyFunction(timezone.now)

    class Params:
        taken_up = factory.Trait(
            taken_up_at=factory.LazyFunction(timezone.now),
            taken_up_by=factory.SelfAttribute("owner"),
            words="The lead names a deputy who joins by telephone.",
        )


def rows_at_a_meeting(contact: Any) -> dict[str, int]:
    """A row of each kind at a meeting about a contact, by the name of its part of an address."""
    meeting = MeetingFactory(contact=contact)
    line = LineFactory(invitation=InvitationFactory(meeting=meeting))
    return {
        "meeting_id": meeting.pk,
        "invitation_id": line.invitation_id,
        "line_id": line.pk,
        "child_row_id": meeting.children.get().pk,
        "action_id": ActionFactory(meeting=meeting).pk,
    }


def sign(meeting: Any) -> Any:
    """The chair signs the record of a meeting that is whole."""
    meeting.signed_at, meeting.signed_by = timezone.now(), meeting.chair
    with acting.acting_as(meeting.chair):
        meeting.save()
    return meeting


def decided_against(contact: Any = None, **given: Any) -> Any:
    """A signed meeting that decided on no section 47 enquiry about its children."""
    meeting = ready(**given | ({"contact": contact} if contact else {}))
    for row in meeting.children.all():
        decide(row, "none")
    return sign(meeting)
