"""What rests on a strategy meeting stands while the enquiry that it decided on can begin or goes on (C04, C08)."""

from dataclasses import replace
from datetime import timedelta
from itertools import count

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from cases import agreement
from cases.actions import assessments, enquiries
from cases.models import Assessment, Section47
from cases.models.agreement_rules import AGREEMENT_GONE
from cases.models.assessments import NO_SERVICE_CONSENT
from frontdoor.actions import grounds, matters, overrides
from frontdoor.core.acting import acting_as
from frontdoor.core.actions import NotPossible
from frontdoor.core.working_days import end_of_day
from frontdoor.models import ConsentEvent, ConsentMatter, OverrideStrategy
from frontdoor.models.ground_rules import S47_IS_OVER, S47_RAN_OUT
from tests.cases.test_agreement_gone import REASON as UPHELD
from tests.cases.test_agreement_gone import say, write_risk
from tests.cases.test_consent_to_assess import of_section_47
from tests.cases.test_enquiry_ends import started, want, wish
from tests.factories import assessments as made
from tests.factories import strategy, workers
from tests.factories.consent import REASON, SectionFactory, decided
from tests.factories.contacts import ContactFactory
from tests.factories.enquiries import EnquiryFactory, PowerFactory
from tests.frontdoor.test_consent_pages import client_of
from tests.frontdoor.test_consent_refusals import front_door, refused
from tests.law.rules_grounds import signing
from tests.rows import bringing_in, insert_raw, update_raw

pytestmark = pytest.mark.django_db

NUMBERS = count(1)


def ask_on(meeting, child):
    asked = wish(child)
    asked = replace(asked, facts=f"{asked.facts} Told by neighbour {next(NUMBERS)}.")
    return grounds.section_47(
        by=workers.social_worker(),
        now=timezone.now(),
        contact=meeting.contact,
        wanted=asked,
        harm="PHY",
        immediate=True,
        meeting=meeting.pk,
    )


def refused_by_act_row_and_page(meeting, child, sentence):
    """Nothing can be asked for on a meeting: by the act, by SQL, or on the page, before and after it is sent."""
    refused(lambda: ask_on(meeting, child), sentence)
    request = SectionFactory(contact=meeting.contact, strategy=False)
    told = {"meeting_number": meeting.pk, "held_at": meeting.held_at, "led_by": meeting.chair, "outcome": "s47"}
    with acting_as(request.requested_by):
        refused(lambda: insert_raw(OverrideStrategy(override=request, **told)), sentence)
    client, url = client_of(front_door(workers.social_worker)), reverse("consent_section_47", args=[meeting.contact.pk])
    assert sentence in client.get(url).text
    sent = client.post(url, {"meeting": meeting.pk, "children": [child.pk]})
    assert (sent.status_code, sentence in sent.text) == (422, True)


def not_signed(request, sentence):
    """A request that waits is not signed any more: by the act or by SQL. It can be refused."""
    manager = workers.consent_decider()
    refused(lambda: decided(request, by=manager), sentence)
    told = {name: value(request) if callable(value) else value for name, value in signing(decided_by=manager).items()}
    with acting_as(manager), pytest.raises(DatabaseError, match=sentence), transaction.atomic():
        update_raw(request, **told)
    assert overrides.decide(by=manager, now=timezone.now(), override=request, decision="refused", reason=REASON)


def test_L17_C04_an_enquiry_that_ended_before_anybody_asked_carries_nothing(acting):
    contact, child = started()
    request = want(contact, child)
    meeting = contact.strategy_meetings.get()
    given = {"decided": meeting.children.get(), "referral": child.referrals.get()}
    enquiry = EnquiryFactory(**given, proposed=True, outcome="icpc")
    assert ask_on(meeting, child)
    enquiry.authorised_on, enquiry.authorised_by = timezone.localdate(), workers.service_manager()
    enquiry.outcome = "close"
    with acting_as(enquiry.authorised_by):
        enquiry.save()
    assert not ConsentEvent.objects.exists()
    not_signed(request, S47_IS_OVER)
    refused_by_act_row_and_page(meeting, child, S47_IS_OVER)
    with bringing_in():
        again = EnquiryFactory(decided=None, child=child, referral=child.referrals.get(), started_on=meeting.held_at)
    assert again.is_open
    assert decided(ask_on(meeting, child)).events.get().status == "NOT_NEEDED_S47"


def test_C04_the_discussion_held_last_counts_whichever_record_is_signed_last(acting):
    contact, child = started()
    against = strategy.ready(contact=contact)
    strategy.decide(against.children.get(), "none")
    signed = decided(want(contact, child, held_at=timezone.now())).events.get()
    strategy.sign(against)
    assert ConsentEvent.objects.get() == signed
    assert ask_on(contact.strategy_meetings.latest("held_at"), child)
    later = strategy.decided_against(contact, held_at=timezone.now())
    assert ConsentEvent.objects.latest("pk").status == "GROUND_ENDED"
    late = strategy.started(contact, held_at=later.held_at - timedelta(minutes=10))
    refused(lambda: ask_on(late, child), S47_IS_OVER)


def test_C04_what_a_chair_decided_alone_carries_until_it_is_held_again(acting):
    contact, child = started()
    meeting = strategy.alone(contact)
    signed = decided(ask_on(meeting, child))
    assert signed.expires_at <= end_of_day(timezone.localdate(meeting.held_at))
    request = ask_on(meeting, child)
    manager = workers.consent_decider()
    told = signing(decided_by=manager, expires_at=timezone.now() + timedelta(days=2))
    told = {name: value(request) if callable(value) else value for name, value in told.items()}
    with acting_as(manager), pytest.raises(DatabaseError, match=S47_RAN_OUT), transaction.atomic():
        update_raw(request, **told)


def test_C04_C08_what_a_chair_decided_alone_runs_out(acting):
    contact, referral = of_section_47()
    child, meeting = referral.child, strategy.alone(contact, days=2)
    refused_by_act_row_and_page(meeting, child, S47_RAN_OUT)
    row, manager = meeting.children.get(), workers.practice_manager(team=referral.team)
    today = timezone.localdate()
    assert assessments.why_not_start(referral, on=today) == NO_SERVICE_CONSENT
    with pytest.raises(NotPossible, match=S47_RAN_OUT):
        enquiries.start(by=manager, decided=row)
    enquiry = EnquiryFactory.build(decided=row, child=child, referral=referral, started_on=today)
    with pytest.raises(DatabaseError, match=S47_RAN_OUT), transaction.atomic():
        insert_raw(enquiry)
    with bringing_in():
        begun = EnquiryFactory(decided=row, referral=referral)
    assert assessments.why_not_start(referral, on=today) == NO_SERVICE_CONSENT
    again = strategy.ready(contact=contact)
    assert (again.signed_at, assessments.why_not_start(referral, on=today)) == (None, "")
    assert list(Section47.objects.asking_nobody()) == [begun]
    assert ask_on(meeting, child)


def test_C04_a_second_meeting_of_one_does_not_carry_the_first(acting):
    contact, child = started()
    first, second = strategy.alone(contact, days=2), strategy.alone(contact)
    refused(lambda: ask_on(first, child), S47_RAN_OUT)
    assert ask_on(second, child)


@pytest.mark.parametrize("ground", ["power", "meeting", "enquiry"])
def test_C08_an_upheld_no_stops_nothing_while_nobody_is_asked(acting, ground):
    family = made.begun()
    one = family.assessments.get()
    say(family, "WITHDRAWN")
    matters.decide(
        by=workers.service_manager(),
        now=timezone.now(),
        matter=ConsentMatter.objects.get(),
        decision="stop",
        reason=UPHELD,
    )
    assert agreement.waiting(Assessment.objects.all()).exists()
    with pytest.raises(DatabaseError, match=AGREEMENT_GONE), transaction.atomic():
        update_raw(one, analysis="Written all the same.")
    if ground == "power":
        PowerFactory(child=one.child, confirmed=True)
    else:
        contact = ContactFactory(children=[one.child])
        update_raw(one.referral, contact=contact)
        meeting = strategy.started(contact)
        if ground == "enquiry":
            EnquiryFactory(decided=meeting.children.get(), referral=one.referral)
    assert not agreement.waiting(Assessment.objects.all()).exists()
    assert write_risk(family)
    one.refresh_from_db()
    one.analysis = "Written while nobody is asked."
    one.save()
