"""A clock whose end cannot be worked out: every page that starts one says what is missing and loses nothing."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from frontdoor.actions import contacts, feedback, policy
from frontdoor.actions.people import NewPerson
from frontdoor.core.actions import NotPossible, action
from frontdoor.core.policy import BankHoliday, NoPolicy, PolicyPeriod, authority, period
from frontdoor.core.timescales import AGENCY_REPLY
from frontdoor.models import (
    Acknowledgement,
    AgencyCheck,
    ConsentOverride,
    Contact,
    DecisionCompletion,
    Referral,
    ReferrerFeedback,
    ThresholdLevel,
)
from frontdoor.models.decisions import Outcome
from tests.factories.cases import ReferralFactory, agreed
from tests.factories.consent import ConsentEventFactory, OverrideFactory, only_child
from tests.factories.contacts import ContactFactory
from tests.factories.decisions import typed
from tests.factories.feedback import AcknowledgementFactory
from tests.factories.people import AgencyFactory
from tests.factories.workers import (
    TeamFactory,
    administrator,
    call_handler,
    consent_decider,
    practice_manager,
    senior_leader,
    social_worker,
)
from tests.frontdoor.test_decisions import decide, referral_for
from tests.rows import bringing_in, update_raw

pytestmark = pytest.mark.django_db

MISSING = "An administrator must add later ones before this date can be worked out."
WHY = "She is at home alone every night of this week."


@pytest.fixture(autouse=True)
def holidays_are_not_known(acting: Any) -> None:
    ours = authority()
    ours.holidays_covered_until = timezone.localdate() - timedelta(days=30)
    with bringing_in():
        ours.save()


def client_of(worker: Any) -> Client:
    client = Client()
    client.force_login(worker)
    return client


def front_door() -> Any:
    return TeamFactory(front_door=True)


def just_received(**given: Any) -> Any:
    now = timezone.now()
    told = {"received_at": now - timedelta(minutes=20), "triage_due_at": now + timedelta(hours=1)}
    return ContactFactory(**told | given)


def assert_said(answer: Any, typed: str) -> None:
    assert answer.status_code == 422
    page = answer.content.decode()
    assert MISSING in page
    assert typed in page


def test_triage_opens_and_refuses_in_words():
    contact = just_received()
    client, url = client_of(social_worker(team=front_door(), registration_number="SW1")), "contact_triage"
    page = client.get(reverse(url, args=[contact.pk]))
    assert page.status_code == 200
    answers = {"submission_key": uuid4(), "version": contact.version, "rag": "green", "rag_reason": WHY}
    assert_said(client.post(reverse(url, args=[contact.pk]), answers), WHY)
    assert Contact.objects.get(pk=contact.pk).rag == ""


@pytest.mark.parametrize("danger", [True, False])
def test_a_contact_is_taken_in_and_dated_once_the_holidays_are_known(acting, danger):
    handler = call_handler(team=front_door())
    contact = contacts.record(
        by=handler,
        now=timezone.now(),
        received_at=timezone.now() - timedelta(minutes=20),
        method="email",
        referrer=contacts.Referrer(source_code="1A", referrer_email="aunt@example.org"),
        children=[NewPerson(given_names="Wren")],
        concern="He is bleeding from the head and will not wake up.",
        claimed_consent="not_known",
        immediate_danger=danger,
    )
    assert (contact.triage_due_at is None, contact.decision_due_at is None) == (not danger, not danger)
    assert contact.acknowledgement.due_at is None
    page = client_of(handler).get(reverse("contact", args=[contact.pk])).text
    assert ("Acknowledgement: " in page, "Triage: " in page, "Not dated yet" in page) == (True, True, True)
    assert client_of(handler).get(reverse("triage_queue")).status_code == 200
    known_again()
    contact.refresh_from_db()
    assert contact.triage_due_at is not None
    assert Acknowledgement.objects.get().due_at > contact.received_at


def known_again():
    ours = authority()
    ours.holidays_covered_until = date(timezone.localdate().year - 1, 12, 31)
    with bringing_in():
        ours.save()
    policy.set_cover(by=administrator(), on=timezone.localdate(), until=date(timezone.localdate().year + 1, 12, 31))


@pytest.mark.parametrize("outcome", [Outcome.EMERGENCY, Outcome.REFERRAL_STRATEGY])
def test_L65_section_47_and_an_emergency_are_decided_and_dated_once_the_holidays_are_known(acting, outcome):
    now = timezone.now()
    promised = {"triaged_at": now, "triage_due_at": None, "decision_due_at": now + timedelta(hours=4)}
    contact = just_received(triaged=True, **promised)
    child = only_child(contact)
    decide(contact, referral_for(child, outcome), urgent=True, at=now)
    owed, rest, case = ReferrerFeedback.objects.get(), DecisionCompletion.objects.get(), Referral.objects.get()
    assert (owed.due_on, rest.due_on, case.allocation_due_on) == (None, None, None)
    assert owed in ReferrerFeedback.objects.owed()
    assert rest in DecisionCompletion.objects.owed()
    assert case in Referral.objects.unallocated()
    pages = client_of(practice_manager(team=front_door()))
    for name in ("contact", "contact_complete"):
        assert pages.get(reverse(name, args=[contact.pk])).status_code == 200
    assert "Telling the referrer: " in pages.get(reverse("contact", args=[contact.pk])).text
    assert pages.get(reverse("my_work")).status_code == 200
    with pytest.raises(DatabaseError), transaction.atomic():
        update_raw(owed, contact=ContactFactory())
    known_again()
    for row in (owed, rest, case, contact):
        row.refresh_from_db()
    assert None not in (owed.due_on, rest.due_on, case.allocation_due_on)
    assert contact.triage_due_at > contact.received_at


def test_a_corrected_receipt_moves_an_acknowledgement_that_has_no_day_yet(acting):
    owed = AcknowledgementFactory(contact=just_received(), due_at=None)
    contact = owed.contact
    contact.received_at -= timedelta(minutes=10)
    feedback.receipt_corrected(contact)
    owed.refresh_from_db()
    assert (owed.started_at, owed.due_at) == (contact.received_at, None)


def test_a_decision_on_an_override_is_refused_in_words():
    override = OverrideFactory()
    answers = {"decision": "approved", "reason": WHY}
    assert_said(client_of(consent_decider()).post(reverse("override", args=[override.pk]), answers), WHY)
    assert ConsentOverride.objects.get().decided_at is None


def test_a_question_to_an_agency_is_refused_in_words():
    event = ConsentEventFactory()
    answers = {
        "submission_key": uuid4(),
        "kind": "information",
        "children": [event.child_id],
        "agencies": [AgencyFactory().pk],
        "question_1": WHY,
    }
    url = reverse("check_request", args=[event.contact_id])
    assert_said(client_of(social_worker(team=front_door())).post(url, answers), WHY)
    assert not AgencyCheck.objects.exists()


def test_a_decision_on_a_contact_is_refused_in_words():
    now = timezone.now()
    contact = just_received(triaged=True, triaged_at=now, decision_due_at=now + timedelta(hours=20))
    child, level = only_child(contact).pk, ThresholdLevel.objects.in_force(timezone.localdate()).first()
    answers = {
        "submission_key": uuid4(),
        "version": contact.version,
        **typed(analysis=WHY),
        f"level_{child}": level.pk,
        f"outcome_{child}": Outcome.ADVICE,
        f"reason_{child}": WHY,
    }
    url = reverse("contact_decide", args=[contact.pk])
    assert_said(client_of(practice_manager(team=front_door())).post(url, answers), WHY)


def test_an_allocation_is_refused_in_words():
    referral = agreed(ReferralFactory(received_on=timezone.localdate()))
    worker = social_worker(team=referral.team)
    answers = {"version": 0, "worker": worker.pk, "rationale": WHY}
    url = reverse("allocate", args=[referral.pk])
    assert_said(client_of(practice_manager(team=referral.team)).post(url, answers), WHY)


def test_a_closure_that_cannot_be_counted_is_refused_in_words():
    contact = just_received(triaged=True, decision_due_at=timezone.now() + timedelta(days=1))
    day = timezone.localdate()
    client, url = client_of(administrator()), reverse("admin_holiday_new")
    for closed in (day, day - timedelta(days=2000)):
        answers = {"day_day": closed.day, "day_month": closed.month, "day_year": closed.year, "name": WHY}
        assert_said(client.post(url, answers), WHY)
        assert_said(client.post(url, answers | {"confirmed": closed.isoformat()}), WHY)
        assert not BankHoliday.objects.filter(day=closed).exists()
    assert Contact.objects.get(pk=contact.pk).decision_due_at == contact.decision_due_at


def test_a_clock_that_cannot_be_counted_is_refused_in_words():
    day = timezone.localdate()
    answers = {"value": 2, "source": WHY, "valid_from_day": day.day, "valid_from_month": day.month}
    url = reverse("admin_clock", args=["T04"])
    answer = client_of(administrator()).post(url, answers | {"valid_from_year": day.year})
    assert answer.status_code == 422
    assert "this time runs past that day" in answer.text
    assert WHY in answer.text


def test_pages_that_count_days_open_and_say_what_is_missing():
    page = client_of(social_worker(team=front_door())).get(reverse("hand_over"))
    assert page.status_code == 200
    assert MISSING in page.text
    assert client_of(senior_leader()).get(reverse("demand")).status_code == 200


def test_an_act_without_a_policy_period_is_not_possible(system):
    first = PolicyPeriod.objects.of(AGENCY_REPLY.code).earliest("valid_from").valid_from

    @action
    def start(*, by: Any) -> Any:
        return period(AGENCY_REPLY, on=first - timedelta(days=1))

    with pytest.raises(NotPossible, match="No period is set for T36") as refused:
        start(by=system)
    assert isinstance(refused.value.__cause__, NoPolicy)
