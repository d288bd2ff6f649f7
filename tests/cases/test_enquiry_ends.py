"""A section 47 enquiry that ends takes away the ground on which agencies are asked without consent (C04)."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.utils import timezone

from cases.actions import enquiries
from cases.models import Section47
from frontdoor.actions import grounds, overrides
from frontdoor.core.acting import acting_as
from frontdoor.models import CheckStop, ConsentEvent
from frontdoor.models.checks import NO_CONSENT
from frontdoor.models.ground_rules import S47_IS_OVER
from tests.factories import cases, contacts, people, strategy, workers
from tests.factories.after_override import ask
from tests.factories.consent import QUESTION, REASON, SectionFactory, decided, only_child
from tests.factories.enquiries import REASON as FOUND
from tests.factories.enquiries import VIEWS, EnquiryFactory
from tests.frontdoor.test_consent_refusals import refused
from tests.frontdoor.test_decisions import decide, referral_for
from tests.law.rules_grounds import signing
from tests.rows import update_raw

pytestmark = pytest.mark.django_db


def enquiry(child):
    referral = cases.ReferralFactory(child=child)
    return cases.Section47Factory(referral=referral, child=child)


def end(row):
    row.conference_not_needed = True
    row.save()


def test_L17_C04_the_ground_lapses_when_the_enquiry_ends(acting):
    event = decided(SectionFactory()).events.get()
    check, row = ask(event), enquiry(event.child)
    end(row)
    assert ConsentEvent.objects.latest("pk").status == "GROUND_ENDED"
    assert CheckStop.objects.get().check_row == check
    refused(lambda: ask(event), NO_CONSENT)
    row.conference_on = timezone.localdate()
    row.save()
    assert ConsentEvent.objects.filter(status="GROUND_ENDED").count() == 1


def test_another_enquiry_that_goes_on_keeps_the_ground(acting):
    event = decided(SectionFactory()).events.get()
    first = enquiry(event.child)
    cases.Section47Factory(referral=first.referral, child=event.child)
    end(first)
    assert not ConsentEvent.objects.filter(status="GROUND_ENDED").exists()
    assert ask(event)


def authorised(event, outcome):
    """The enquiry of an event's child after a worker proposed an outcome and a manager authorised it."""
    meeting = strategy.signed(contact=event.contact)
    row = EnquiryFactory(decided=meeting.children.get(child=event.child))
    worker, manager = workers.social_worker(team=row.referral.team), workers.practice_manager(team=row.referral.team)
    cases.AllocationFactory(referral=row.referral, worker=worker)
    today = timezone.localdate()
    enquiries.propose(
        by=worker, on=today, enquiry_id=row.pk, version=row.version, outcome=outcome, outcome_reason=FOUND
    )
    row.refresh_from_db()
    return enquiries.authorise(by=manager, on=today, enquiry_id=row.pk, version=row.version)


def test_C04_an_enquiry_ends_in_the_name_of_somebody_with_a_tie_too(acting):
    """The end of a ground only protects: nothing keeps an enquiry open because of who ends it."""
    event = decided(SectionFactory()).events.get()
    row, father = enquiry(event.child), people.RelationshipFactory(child=event.child, kind="father").adult
    manager = workers.practice_manager()
    people.ConflictFactory(worker=manager, person=father, declared_by=manager)
    with acting_as(manager):
        row.conference_not_needed, row.not_needed_by = True, manager
        row.not_needed_on, row.not_needed_reason, row.agency_views = timezone.localdate(), FOUND, VIEWS
        row.save()
    assert ConsentEvent.objects.latest("pk").status == "GROUND_ENDED"
    assert ConsentEvent.objects.latest("pk").recorded_by == manager


@pytest.mark.parametrize("outcome", ["close", "cin", "no_risk"])
def test_C04_the_ground_lapses_with_an_authorised_outcome_that_ends_the_enquiry(acting, outcome):
    event = decided(SectionFactory()).events.get()
    check = ask(event)
    row = authorised(event, outcome)
    assert ConsentEvent.objects.latest("pk").status == "GROUND_ENDED"
    assert CheckStop.objects.get().check_row == check
    refused(lambda: ask(event), NO_CONSENT)
    assert not Section47.objects.going_on().filter(pk=row.pk).exists()


def test_C04_the_ground_stands_while_a_conference_is_owed(acting):
    event = decided(SectionFactory()).events.get()
    row = authorised(event, "icpc")
    assert ask(event)
    assert Section47.objects.going_on().get() == row
    enquiries.decide_not_needed(
        by=row.authorised_by,
        on=timezone.localdate(),
        enquiry_id=row.pk,
        version=row.version,
        not_needed_reason="The father has left the home and the mother keeps him out.",
        agency_views=VIEWS,
    )
    assert ConsentEvent.objects.latest("pk").status == "GROUND_ENDED"


def started(outcome="REF47"):
    """A contact decided by a manager for section 47, and its child."""
    contact = contacts.ContactFactory(triaged=True)
    child = only_child(contact)
    decide(contact, referral_for(child, outcome))
    return contact, child


def wish(child, **given):
    return grounds.Wanted(
        children=[child],
        agencies=[people.AgencyFactory()],
        questions=QUESTION,
        facts=f"A neighbour saw the stepfather strike {child.full_name} twice on Sunday evening.",
        asked="not_asked",
        **given,
    )


def want(contact, child, *, held_at=None, **meeting):
    """Asked for on a meeting held an hour ago, before each that ``strategy.ready`` makes."""
    meeting = strategy.started(contact, held_at=held_at or timezone.now() - timedelta(hours=1), **meeting)
    return grounds.section_47(
        by=workers.social_worker(),
        now=timezone.now(),
        contact=contact,
        wanted=wish(child),
        harm="PHY",
        immediate=True,
        meeting=meeting.pk,
    )


def test_C04_a_strategy_discussion_that_decides_against_an_enquiry_ends_the_ground(acting):
    contact, child = started()
    event = decided(want(contact, child)).events.get()
    check = ask(event)
    meeting = strategy.decided_against(contact)
    ended = ConsentEvent.objects.get(status="GROUND_ENDED")
    assert (ended.contact, ended.child, ended.recorded_by) == (contact, child, meeting.chair)
    assert CheckStop.objects.get().check_row == check
    refused(lambda: ask(event), NO_CONSENT)


def test_C04_a_discussion_about_the_case_ends_the_ground_on_its_contact(acting):
    contact, child = started()
    decided(want(contact, child))
    meeting = strategy.ready(contact=contact)
    meeting.contact, meeting.referral = None, child.referrals.get()
    meeting.save()
    strategy.decide(meeting.children.get(), "none")
    strategy.sign(meeting)
    assert ConsentEvent.objects.filter(status="GROUND_ENDED", contact=contact).count() == 1


def test_C04_it_ends_no_ground_of_another_contact_nor_while_an_enquiry_goes_on(acting):
    contact, child = started()
    decided(want(contact, child))
    strategy.decided_against()
    EnquiryFactory(decided=strategy.signed(contact=contact).children.get(), referral=child.referrals.get())
    strategy.decided_against(contact)
    assert not ConsentEvent.objects.filter(status="GROUND_ENDED").exists()


def test_C04_what_was_asked_for_before_a_discussion_decided_against_it_is_not_signed(acting):
    contact, child = started()
    before = want(contact, child)
    strategy.decided_against(contact)
    manager = workers.consent_decider()
    with pytest.raises(ValidationError, match=S47_IS_OVER):
        decided(before, by=manager)
    told = {name: value(before) if callable(value) else value for name, value in signing(decided_by=manager).items()}
    with acting_as(manager), pytest.raises(DatabaseError, match=S47_IS_OVER), transaction.atomic():
        update_raw(before, **told)
    assert overrides.decide(by=manager, now=timezone.now(), override=before, decision="refused", reason=REASON)


def test_C04_a_later_discussion_that_decides_on_an_enquiry_counts_again(acting):
    contact, child = started()
    strategy.decided_against(contact)
    assert decided(want(contact, child, held_at=timezone.now())).events.get().status == "NOT_NEEDED_S47"
