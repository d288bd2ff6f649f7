"""An offer of early help rests on agreement to a service (C), and on nothing else; a no to it ends it (C07, C12)."""

import html
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from frontdoor.actions import check_reminders, checks, consent, matters
from frontdoor.core.actions import NotPossible
from frontdoor.models import AgencyRequest, CheckStop, ConsentEvent, ConsentMatter, OutboxMessage
from frontdoor.models.checks import DISAGREE_ON_HELP, NO_AGREEMENT, NO_CONSENT
from frontdoor.models.offer_questions import OFFER_QUESTIONS, ONLY_THE_OFFER
from tests.factories.after_override import ask, withdrawn
from tests.factories.consent import ConsentEventFactory, only_child
from tests.factories.contacts import ContactFactory
from tests.factories.people import AgencyFactory
from tests.factories.workers import call_handler, practice_manager, social_worker
from tests.frontdoor.test_consent_gate import by_sql, unsaved_check

pytestmark = pytest.mark.django_db

OFFER = OFFER_QUESTIONS[0]
FREE = "Tell us all that you know about the mother, her health and her drinking."
REASON = "The father has the care of the child and agrees in full to it."


def yes(contact: Any, **given: Any) -> ConsentEvent:
    return ConsentEventFactory(**{"contact": contact, "kind": "C", "happened_at": timezone.now()} | given)


def offer(contact: Any, *agencies: Any, question: str = OFFER) -> AgencyRequest:
    made = checks.request(
        by=social_worker(),
        now=timezone.now(),
        contact=contact,
        children=[only_child(contact)],
        agencies=agencies or [AgencyFactory(email="help@example.org")],
        kind="early_help",
        questions=[question],
    )
    return made[0]


def refused(event: ConsentEvent, sentence: str) -> None:
    with pytest.raises(NotPossible, match=sentence):
        offer(event.contact)
    row = unsaved_check(event.contact, event.child, AgencyFactory(), event)
    row.request.kind, row.request.questions = "early_help", [OFFER]
    with pytest.raises(DatabaseError, match=sentence), transaction.atomic():
        by_sql(row)


@pytest.mark.parametrize("status", ["WITHDRAWN", "REFUSED"])
def test_C12_a_no_to_the_service_stops_the_offer_and_its_reminders(acting, status):
    given = yes(ContactFactory())
    request = offer(given.contact)
    withdrawn(given, status=status)
    request.refresh_from_db()
    assert request.ending == "stopped"
    assert OutboxMessage.objects.filter(topic="check.stop").count() == 1
    later = timezone.now() + timedelta(days=5)
    with time_machine.travel(later):
        check_reminders.remind(by=call_handler(), on=timezone.localdate(later), now=timezone.now)
    assert not OutboxMessage.objects.filter(topic="check.chase").exists()
    assert ConsentMatter.objects.get().cause == "withdrawn"


def test_a_no_to_one_kind_leaves_what_rests_on_the_other(acting):
    asked = ConsentEventFactory()
    question, request = ask(asked), None
    service = yes(asked.contact)
    request = offer(asked.contact)
    withdrawn(service)
    assert [stop.check_row.request for stop in CheckStop.objects.all()] == [request]
    again = yes(asked.contact, given_by=service.given_by)
    kept = offer(again.contact)
    withdrawn(asked)
    assert {stop.check_row.request for stop in CheckStop.objects.all()} == {request, question.request}
    kept.refresh_from_db()
    assert kept.ended_at is None


@pytest.mark.parametrize("asked", [None, "REFUSED", "SOUGHT_NO_REPLY"])
def test_C07_early_help_is_offered_whatever_was_said_to_asking_agencies(acting, asked):
    contact = ContactFactory()
    if asked is not None:
        ConsentEventFactory(contact=contact, status=asked)
    given = yes(contact)
    assert offer(contact).about.get().consent == given
    with pytest.raises(NotPossible, match=NO_CONSENT):
        ask(given)


def test_L17_C01_a_family_that_refused_is_not_asked_about_under_the_name_of_an_offer(acting, client):
    given = yes(ContactFactory())
    withdrawn(ConsentEventFactory(contact=given.contact))
    with pytest.raises(NotPossible, match=ONLY_THE_OFFER):
        offer(given.contact, question=FREE)
    row = unsaved_check(given.contact, given.child, AgencyFactory(), given)
    row.request.kind, row.request.questions = "early_help", [FREE]
    with pytest.raises(DatabaseError, match=ONLY_THE_OFFER), transaction.atomic():
        by_sql(row)
    client.force_login(social_worker(team__front_door=True))
    page = reverse("check_request", args=[given.contact_id])
    sent = {"submission_key": uuid4(), "kind": "early_help", "children": given.child_id, "agencies": row.agency_id}
    answer = client.post(page, sent | {"question_1": FREE, "offer": [OFFER]})
    assert answer.status_code == 422
    assert ONLY_THE_OFFER in html.unescape(answer.text)
    assert FREE in html.unescape(answer.text)
    assert client.post(page, sent | {"offer": [OFFER]}).status_code == 302
    assert AgencyRequest.objects.get().questions == [OFFER]


def test_agreement_that_agencies_are_asked_is_none_to_early_help(acting):
    refused(ConsentEventFactory(), NO_AGREEMENT)


def test_two_parents_do_not_take_turns(acting):
    contact = ContactFactory()
    mother = yes(contact, status="REFUSED")
    father = yes(contact)
    refused(father, DISAGREE_ON_HELP)
    for matter in ConsentMatter.objects.all():
        matters.decide(by=practice_manager(), now=timezone.now(), matter=matter, decision="rely", reason=REASON)
    assert offer(contact).about.get().consent == father
    yes(contact, status="REFUSED", given_by=mother.given_by)
    refused(father, DISAGREE_ON_HELP)


@pytest.mark.parametrize("status", ["SOUGHT_NO_REPLY", "NOT_SOUGHT"])
def test_an_attempt_without_an_answer_closes_no_offer(acting, status):
    given = yes(ContactFactory())
    yes(given.contact, status=status)
    assert offer(given.contact)


def test_agreement_to_one_service_is_none_to_another(acting):
    group = AgencyFactory(email="help@example.org")
    given = yes(ContactFactory(), status="GIVEN_PARTIAL", covering=[group])
    refused(given, NO_AGREEMENT)
    assert offer(given.contact, group)


def test_the_page_offers_early_help_where_agencies_may_not_be_asked(acting, client):
    contact = ContactFactory()
    ConsentEventFactory(contact=contact, status="REFUSED")
    client.force_login(social_worker(team__front_door=True))
    assert "Ask an agency to offer early help" not in client.get(reverse("contact", args=[contact.pk])).text
    yes(contact)
    assert "Ask an agency to offer early help" in client.get(reverse("contact", args=[contact.pk])).text
    page = client.get(reverse("check_request", args=[contact.pk]))
    assert not page.context["refusal"]
    assert "question_1" in page.context["form"].fields


def test_consent_recorded_by_a_worker_stops_the_offer_too(acting):
    given = yes(ContactFactory())
    offer(given.contact)
    now = timezone.now()
    consent.record(
        by=social_worker(),
        now=now,
        contact=given.contact,
        children=[given.child],
        kind="C",
        status="WITHDRAWN",
        happened_at=now,
        given_by=given.given_by,
    )
    assert CheckStop.objects.count() == 1
