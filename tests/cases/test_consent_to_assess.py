"""An assessment under section 17 needs agreement (C08); below the threshold a family's no is the end of it (C07)."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from cases.actions import assessments, emergency
from cases.models import Assessment
from cases.models.assessments import NO_SERVICE_CONSENT
from frontdoor.actions import matters
from frontdoor.core.working_days import start_of_day
from frontdoor.models import ChildOutcome, ConsentMatter, ThresholdLevel
from frontdoor.models.consent_age import ASK_AGAIN, too_old
from frontdoor.models.consent_rules import REFUSED_BELOW
from frontdoor.models.contacts import NOT_TRIAGED
from tests.factories import cases, consent, contacts, people, strategy, workers
from tests.factories.decisions import PROPORTIONATE
from tests.factories.enquiries import EnquiryFactory, PowerFactory
from tests.frontdoor.test_decisions import answer, decide, referral_for
from tests.law.rules_evidence import decision
from tests.rows import bringing_in, insert_raw, update_raw
from tests.words import says

pytestmark = pytest.mark.django_db

STATUTORY, BELOW = "4", "2"


def start(referral: Any, on: date | None = None) -> Assessment:
    return assessments.start_from_referral(
        by=workers.practice_manager(team=referral.team),
        on=on or referral.received_on,
        referral_id=referral.pk,
        worker=workers.social_worker(team=referral.team),
        rationale="Has room for this child.",
    )


def refused(referral: Any) -> None:
    with pytest.raises(ValidationError, match=NO_SERVICE_CONSENT):
        start(referral)
    row = cases.AssessmentFactory.build(
        referral=referral, child=referral.child, opened_by=referral.accepted_by, received_on=referral.received_on
    )
    for way in (Assessment.save, insert_raw):
        with pytest.raises(DatabaseError, match=NO_SERVICE_CONSENT), transaction.atomic():
            way(row)
    assert not Assessment.objects.exists()


def test_L53_an_assessment_nobody_agreed_to_is_not_opened(acting):
    refused(cases.ReferralFactory())


@pytest.mark.parametrize("responsibility", ["no", "not_known"])
def test_C08_agreement_of_somebody_without_parental_responsibility_is_none(acting, responsibility):
    referral = cases.ReferralFactory()
    tie = people.RelationshipFactory(child=referral.child)
    cases.agreed(referral, given_by=tie.adult)
    tie.parental_responsibility = responsibility
    tie.save()
    refused(referral)


@pytest.mark.parametrize("changes", [{"kind": "B"}, {"kind": "A"}, {"status": "REFUSED"}, {"status": "WITHDRAWN"}])
def test_C08_another_agreement_or_a_no_is_none(acting, changes):
    refused(cases.agreed(cases.ReferralFactory(), **changes))


def test_C08_it_starts_when_a_parent_or_a_competent_young_person_agrees(acting):
    assert start(cases.agreed(cases.ReferralFactory()))
    alone = {"status": "CYP_COMPETENT", "given_by": None, "recorded_by": workers.social_worker()}
    assert start(cases.agreed(cases.ReferralFactory(), considered=consent.COMPETENT, **alone))


def test_C08_an_agreement_counts_for_a_limited_time(acting, client):
    def agreed_days_ago(days: int) -> Any:
        at = start_of_day(timezone.localdate() - timedelta(days=days)) + timedelta(hours=12)
        return cases.agreed(cases.ReferralFactory(received_on=at.date(), accepted_at=at), happened_at=at)

    today, old = timezone.localdate(), agreed_days_ago(91)
    said = too_old(old.child.consent_events.get().happened_at, 90)
    assert said == assessments.why_not_start(old, on=today)
    with pytest.raises(ValidationError, match=said):
        start(old, on=today)
    row = cases.AssessmentFactory.build(
        referral=old, child=old.child, opened_by=old.accepted_by, received_on=old.received_on
    )
    for way in (Assessment.save, insert_raw):
        with pytest.raises(DatabaseError, match=ASK_AGAIN), transaction.atomic():
            way(row)
    manager = workers.practice_manager(team=old.team)
    client.force_login(manager)
    for page in ("assessment_start", "allocate"):
        assert said in client.get(reverse(page, args=[old.pk])).text
    cases.agreed(old, happened_at=timezone.now())
    assert start(old, on=today)
    assert start(agreed_days_ago(90), on=today)


def test_C08_one_parents_no_is_a_managers_decision(acting):
    referral = cases.agreed(cases.ReferralFactory())
    said = referral.child.consent_events.get()
    consent.ConsentEventFactory(contact=said.contact, child=referral.child, kind="C", status="REFUSED")
    refused(referral)
    matters.decide(
        by=workers.practice_manager(),
        now=timezone.now(),
        matter=ConsentMatter.objects.get(),
        decision="rely",
        reason="The mother has the child's care and agrees in full.",
    )
    assert start(referral)


def test_C08_a_section_47_enquiry_asks_nobody(acting):
    referral = cases.ReferralFactory()
    cases.Section47Factory(referral=referral)
    assert start(referral)


@pytest.mark.parametrize("outcome", ["REF47", "EMG"])
def test_L53_C08_one_managers_decision_on_the_contact_opens_nothing(acting, outcome):
    """A no of the family is recorded, or nobody was asked: neither is passed by without a meeting or a power."""
    for _, referral in (of_section_47(outcome=outcome), of_section_47(refused_by_parent=False, outcome=outcome)):
        refused(referral)
        assert assessments.waits_for_agreement(referral, on=timezone.localdate())


def test_L53_C08_an_emergency_power_asks_nobody_once_a_second_person_has_confirmed_it(acting):
    _, referral = of_section_47(outcome="EMG")
    now = timezone.now()
    over = PowerFactory(child=referral.child, started_at=now - timedelta(days=3), confirmed=True)
    with bringing_in():
        update_raw(over, due_at=now - timedelta(hours=1))
    power = PowerFactory(child=referral.child)
    refused(referral)
    emergency.confirm(by=workers.practice_manager(), now=now, power_id=power.pk, reference="WYP 20261")
    assert start(referral)


def of_section_47(*, refused_by_parent: bool = True, outcome: str = "REF47") -> tuple[Any, Any]:
    """A contact decided for section 47 and the referral of its child; a parent said no to an assessment."""
    contact = contacts.ContactFactory(triaged=True)
    child = consent.only_child(contact)
    decide(contact, referral_for(child, outcome))
    if refused_by_parent:
        consent.ConsentEventFactory(contact=contact, kind="C", status="REFUSED", happened_at=timezone.now())
    return contact, child.referrals.get()


def test_C08_an_enquiry_that_is_decided_on_or_goes_on_asks_nobody(acting):
    contact, referral = of_section_47()
    row = strategy.started(contact).children.get()
    assert not assessments.why_not_start(referral, on=timezone.localdate())
    EnquiryFactory(decided=row, referral=referral)
    assert start(referral)


def test_L53_C08_what_follows_a_discussion_that_decided_against_an_enquiry_needs_agreement(acting):
    contact, referral = of_section_47()
    strategy.decided_against(contact)
    refused(referral)


@pytest.mark.parametrize("outcome", ["close", "cin", "no_risk"])
def test_L53_C08_what_follows_an_enquiry_that_has_ended_needs_agreement(acting, outcome):
    contact, referral = of_section_47()
    EnquiryFactory(
        decided=strategy.signed(contact=contact).children.get(), referral=referral, authorised=True, outcome=outcome
    )
    refused(referral)


def test_C08_after_section_47_a_parent_who_agrees_is_enough(acting):
    contact, referral = of_section_47(refused_by_parent=False)
    strategy.decided_against(contact)
    assert start(cases.agreed(referral))


def said_no(kind: str) -> tuple[Any, Any]:
    contact = contacts.ContactFactory(triaged=True)
    consent.ConsentEventFactory(contact=contact, kind=kind, status="REFUSED")
    return contact, consent.only_child(contact)


def level(code: str) -> int:
    return ThresholdLevel.objects.get(code=code).pk


@pytest.mark.parametrize("kind", ["B", "C"])
@pytest.mark.parametrize("outcome", ["REF17", "REF47", "EMG"])
def test_L19_a_no_below_the_threshold_opens_nothing(acting, kind, outcome):
    contact, child = said_no(kind)
    given = {"level_id": level(BELOW), "team_id": workers.TeamFactory().pk, "primary_need": "N1"}
    with pytest.raises(ValidationError, match=REFUSED_BELOW):
        decide(contact, answer(child, outcome, **given))
    made = decision(contact)
    said = {"outcome": outcome, "reason": says(20)} | PROPORTIONATE
    row = ChildOutcome(decision=made, child=child, level_id=level(BELOW), **said)
    for way in (ChildOutcome.save, insert_raw):
        with pytest.raises(DatabaseError, match=REFUSED_BELOW), transaction.atomic():
            way(row)


@pytest.mark.parametrize("outcome", ["NFA", "ADV", "EHO"])
def test_C07_advice_and_an_offer_remain(acting, outcome):
    contact, child = said_no("C")
    assert decide(contact, answer(child, outcome, level_id=level(BELOW)))


def test_C07_at_the_threshold_a_no_does_not_end_it(acting):
    contact, child = said_no("C")
    assert decide(contact, referral_for(child))


def test_C13_nothing_is_turned_away_before_a_social_worker_has_read_it(acting):
    contact = contacts.ContactFactory()
    with pytest.raises(ValidationError, match=NOT_TRIAGED):
        decide(contact, answer(consent.only_child(contact)))
    with pytest.raises(DatabaseError, match=NOT_TRIAGED), transaction.atomic():
        decision(contact)
