"""Children are protected from when the concern is known, whatever an agency answers and when (letter L63)."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.models import StrategyMeeting
from cases.models.strategy_rules import CAUSE_WAS_DECIDED
from frontdoor.actions import check_replies, feedback
from frontdoor.core.acting import acting_as
from frontdoor.models import Acknowledgement
from tests.cases.test_strategy import convene
from tests.cases.test_strategy_pages import client_of, typed
from tests.factories import strategy as made
from tests.factories import workers
from tests.factories.consent import ConsentEventFactory
from tests.factories.contacts import RECEIVED, ContactFactory
from tests.factories.reviews import decided_contact
from tests.frontdoor.test_agency_requests import put, registered
from tests.frontdoor.test_consent_refusals import refused
from tests.law.rules_evidence import decision, outcome
from tests.rows import bringing_in, insert_raw

pytestmark = pytest.mark.django_db


def reply_to(request: Any, at: Any) -> None:
    told = {"received_at": at, "answered_by": "Invented Head", "nothing_known": True}
    check_replies.record(by=workers.social_worker(), now=at, check=request, **told)


def test_L63_T03_the_referrers_day_runs_from_receipt_and_no_reply_moves_it(acting):
    contact = ConsentEventFactory(contact=ContactFactory(method="form")).contact
    due = RECEIVED + timedelta(days=1)
    owed = feedback.expect_acknowledgement(contact, by=acting, due_at=due)
    (request,) = put(contact, owner=registered(), now=RECEIVED + timedelta(minutes=30))
    kept = (contact.received_at, due, None)
    for replied in (False, True):
        if replied:
            reply_to(request, due + timedelta(days=1))
        owed.refresh_from_db()
        assert (owed.started_at, owed.due_at, owed.finished_at) == kept
        assert list(Acknowledgement.objects.overdue(due + timedelta(microseconds=1))) == [owed]
        assert not Acknowledgement.objects.overdue(due).exists()


def test_L63_T08_the_first_meeting_runs_from_the_decision_and_no_reply_moves_it(acting):
    now = timezone.now()
    contact = decided_contact(received_at=now - timedelta(days=3), decided_at=now - timedelta(days=2))
    ConsentEventFactory(contact=contact, happened_at=contact.received_at)
    with bringing_in():
        outcome(decision(contact), outcome="REF47")
    (request,) = put(contact, owner=registered(), now=contact.decided_at)
    replied_at = now - timedelta(hours=1)
    reply_to(request, replied_at)
    refused(lambda: convene(contact, cause_at=replied_at), CAUSE_WAS_DECIDED)
    chair = workers.practice_manager()
    told = {"contact": contact, "reason": made.REASON, "harm": "PHY", "immediate": False, "place": "By telephone"}
    told |= {"cause_at": replied_at, "due_at": now + timedelta(days=1), "planned_at": now, "convened_at": now}
    row = StrategyMeeting(**told, chair=chair, convened_by=chair)
    for way in (row.save, lambda: insert_raw(row)):
        with acting_as(chair):
            refused(way, CAUSE_WAS_DECIDED)
    desk = client_of(workers.practice_manager(team=workers.TeamFactory(front_door=True)))
    page = desk.post(reverse("strategy_from_contact", args=[contact.pk]), typed(contact.about.get().child, chair)).text
    assert CAUSE_WAS_DECIDED in page
    meeting = convene(contact, cause_at=contact.decided_at)
    assert list(StrategyMeeting.objects.filter(cause_at=contact.decided_at)) == [meeting]
    assert meeting.due_at < meeting.cause_at + timedelta(days=6)


def test_L63_T08_what_comes_up_after_a_meeting_has_its_own_time(acting):
    now = timezone.now()
    contact = decided_contact(received_at=now - timedelta(days=3), decided_at=now - timedelta(days=2))
    with bringing_in():
        outcome(decision(contact), outcome="REF47")
        made.MeetingFactory(contact=contact, held=True, cause_at=contact.decided_at)
    assert convene(contact, cause_at=now - timedelta(hours=1)).cause_at > contact.decided_at
