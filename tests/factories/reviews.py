"""Referrals that were reviewed, and what was done with agencies."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import factory
from django.utils import timezone

from frontdoor.models import (
    AgencyEvent,
    AgencyPack,
    Contact,
    ContactReview,
    GroupAction,
    GroupAttendance,
    GroupMeeting,
    PackExample,
    ReviewDraw,
    ReviewTurn,
    SampledContact,
)
from tests.factories.base import InTurnFactory, RecordFactory
from tests.factories.contacts import ContactFactory
from tests.factories.people import AgencyFactory
from tests.factories.workers import auditor, practice_manager, senior_leader, service_manager, social_worker
from tests.rows import bringing_in

HELPED = "A call to the early help team before writing to us."
REASON = "We read the notes together and agreed on this."
STORY = "A child was late to school for some weeks. Early help was at hand and would have been quicker."


def decided_contact(**given: Any) -> Contact:
    """A contact from an agency, decided a day after it came in."""
    received = given.pop("received_at", datetime(2026, 11, 16, 10, tzinfo=UTC))
    decided = given.pop("decided_at", received + timedelta(days=1))
    return ContactFactory(
        received_at=received,
        triaged=True,
        decision_due_at=received + timedelta(days=2),
        decided_at=decided,
        decided_by=practice_manager(),
        **given,
    )


class ReviewFactory(RecordFactory):
    """A first rating, brought in at the moment it names."""

    class Meta:
        model = ContactReview

    contact = factory.LazyFunction(decided_contact)
    stage = "first"
    code = "I1"
    grounds = factory.LazyFunction(lambda: ["told", "outcome"])
    helped = HELPED
    reviewed_by = factory.LazyFunction(auditor)
    reviewed_at = factory.LazyFunction(timezone.now)

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **kwargs: Any) -> Any:
        with bringing_in():
            return super()._create(model_class, *args, **kwargs)


class DrawFactory(RecordFactory):
    class Meta:
        model = ReviewDraw

    week_from = factory.Sequence(lambda n: date(2020, 1, 6) + timedelta(weeks=n))
    per_cent = 10
    seed = 7
    rated = 1
    drawn_by = factory.LazyFunction(auditor)
    drawn_at = factory.LazyFunction(timezone.now)


class SampledFactory(RecordFactory):
    class Meta:
        model = SampledContact

    draw = factory.SubFactory(DrawFactory)
    contact = factory.LazyFunction(lambda: ReviewFactory().contact)


class TurnFactory(RecordFactory):
    class Meta:
        model = ReviewTurn

    contact = factory.LazyFunction(decided_contact)
    taken_by = factory.LazyFunction(auditor)
    taken_at = factory.LazyFunction(timezone.now)


def second_rating(**given: Any) -> ContactReview:
    """A second rating of a contact of the sample."""
    return ReviewFactory(
        **{"stage": "second"} | ({} if "contact" in given else {"contact": SampledFactory().contact}) | given
    )


class EventFactory(RecordFactory):
    class Meta:
        model = AgencyEvent

    agency = factory.SubFactory(AgencyFactory)
    kind = "training"
    held_on = date(2026, 9, 1)
    agreed = "Every referral names what early help was tried."
    noted_by = factory.LazyFunction(practice_manager)


class MeetingFactory(InTurnFactory):
    _later = {"minuted_by": ("minuted_at", "present", "discussed")}

    class Meta:
        model = GroupMeeting

    held_on = factory.Sequence(lambda n: date(2026, 9, 1) + timedelta(days=n % 60))
    led_by = factory.LazyFunction(senior_leader)
    called_by = factory.LazyFunction(service_manager)

    class Params:
        minuted = factory.Trait(
            present="The director, health visiting and two schools.",
            discussed="What early help is at hand before a referral.",
            minuted_at=factory.LazyFunction(timezone.now),
            minuted_by=factory.LazyFunction(service_manager),
        )


class AttendanceFactory(RecordFactory):
    class Meta:
        model = GroupAttendance

    meeting = factory.SubFactory(MeetingFactory)
    agency = factory.SubFactory(AgencyFactory)


class ActionFactory(InTurnFactory):
    """An action agreed at a meeting, due four weeks later."""

    _later = {"done_by": ("finished_on", "evidence"), "verified_by": ("verified_on",)}

    class Meta:
        model = GroupAction

    meeting = factory.SubFactory(MeetingFactory)
    agency = factory.SubFactory(AgencyFactory)
    what = "Train every safeguarding lead in the threshold document."
    owner = factory.LazyFunction(social_worker)
    started_on = factory.LazyAttribute(lambda action: action.meeting.held_on)
    due_on = factory.LazyAttribute(lambda action: action.started_on + timedelta(weeks=4))

    class Params:
        done = factory.Trait(
            finished_on=factory.LazyAttribute(lambda action: action.started_on + timedelta(weeks=2)),
            done_by=factory.SelfAttribute("owner"),
            evidence="Twelve leads came; the list of names is filed.",
        )


class PackFactory(RecordFactory):
    """A pack for the third quarter of 2026, not issued."""

    class Meta:
        model = AgencyPack

    agency = factory.SubFactory(AgencyFactory)
    quarter_from = date(2026, 7, 1)
    begun_by = factory.LazyFunction(practice_manager)

    class Params:
        issued = factory.Trait(
            issued_at=datetime(2026, 10, 5, 9, tzinfo=UTC),
            issued_by=factory.SelfAttribute("begun_by"),
            digest="0" * 64,
        )


class ExampleFactory(InTurnFactory):
    """The first example of a referral that was not needed, written and not confirmed."""

    _later = {"confirmed_by": ("confirmed_at",)}

    class Meta:
        model = PackExample

    pack = factory.SubFactory(PackFactory)
    review = factory.LazyAttribute(
        lambda example: ReviewFactory(
            contact=decided_contact(agency=example.pack.agency, received_at=datetime(2026, 8, 3, 10, tzinfo=UTC))
        )
    )
    way = "over"
    place = 1
    story = STORY
    written_at = datetime(2026, 10, 2, 9, tzinfo=UTC)
    written_by = factory.LazyFunction(practice_manager)

    class Params:
        confirmed = factory.Trait(
            confirmed_at=datetime(2026, 10, 2, 10, tzinfo=UTC), confirmed_by=factory.LazyFunction(auditor)
        )


def of_agencies() -> dict[str, Any]:
    """One of everything that pages about agencies show, by the names in their addresses."""
    example = ExampleFactory()
    action = ActionFactory()
    return {
        "pack_id": example.pack_id,
        "example_id": example.pk,
        "way": "over",
        "place": 2,
        "kind": "pdf",
        "group_meeting_id": action.meeting_id,
        "action_id": action.pk,
    }
