"""The weekly indicators of the front door against counts made by hand (domain.md K05 to K15, letter L14)."""

from datetime import UTC, date, datetime, timedelta

import pytest

from audits.indicators.weekly import INDICATORS
from frontdoor.models import ChildOutcome, Decision, ThresholdLevel
from tests.factories import consent, people, workers
from tests.factories.contacts import ContactFactory
from tests.factories.reviews import decided_contact
from tests.rows import bringing_in

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 26, 12, tzinfo=UTC)
MONDAY = date(2026, 11, 16)
RECEIVED = datetime(2026, 11, 16, 10, tzinfo=UTC)


@pytest.fixture
def leader():
    return workers.senior_leader()


def week(key, leader):
    """So many of so many in the week from 16 November."""
    found = {week.week_from: week for week in INDICATORS[key].complete_weeks(leader, on=AT.date(), at=AT)}[MONDAY]
    return found.counted, found.out_of


def ended(*outcomes, **given):
    """A contact whose children were given these outcomes, one each."""
    children = [people.ChildFactory() for _ in outcomes]
    contact = decided_contact(children=children, **given)
    decision = Decision(
        contact=contact,
        decided_by=contact.decided_by,
        decided_at=contact.decided_at,
        history_considered="Two contacts last year.",
        analysis="The child is hungry at school and the mother asks for help with food.",
    )
    with bringing_in():
        decision.save()
        for child, outcome in zip(children, outcomes, strict=True):
            level = ThresholdLevel.objects.order_by("pk")[1]
            reason = "The school will keep an eye on this child."
            ChildOutcome(decision=decision, child=child, level=level, outcome=outcome, reason=reason).save()
    return contact


def test_L14_K05_and_K06_count_what_contacts_were_decided_as(acting, leader):
    for outcomes in (("REF17", "NFA"), ("REF47",), ("NFA", "NFA"), ("NFA", "ADV"), ("NFA",)):
        ended(*outcomes)
    ended("NFA", received_at=RECEIVED - timedelta(days=30))
    decided_contact()  # brought in without its outcomes: neither of both
    assert week("K05", leader) == (2, 6)
    assert week("K06", leader) == (2, 6)


@pytest.mark.parametrize(("days", "again"), [(91, 1), (92, 0), (-1, 0)])
def test_L14_K11_counts_a_child_who_came_in_the_thirteen_weeks_before(acting, leader, days, again):
    child = people.ChildFactory()
    ContactFactory(children=[child], received_at=RECEIVED)
    ContactFactory(received_at=RECEIVED)
    if days > 0:
        ContactFactory(children=[child], received_at=RECEIVED - timedelta(days=days))
    assert week("K11", leader) == (again, 2)


def test_L14_K12_counts_consent_that_stood_before_the_question(acting, leader):
    for _ in range(2):
        contact = ContactFactory(received_at=RECEIVED)
        event = consent.ConsentEventFactory(contact=contact, happened_at=RECEIVED)
        consent.asked(consent=event, contact=contact, requested_at=RECEIVED + timedelta(hours=1))
    ContactFactory(received_at=RECEIVED)
    late = consent.ConsentEventFactory(contact=ContactFactory(received_at=RECEIVED), happened_at=RECEIVED)
    consent.asked(consent=late, contact=late.contact, requested_at=RECEIVED - timedelta(minutes=1))
    assert week("K12", leader) == (2, 3)


def test_L14_K14_and_K15_count_decisions_that_are_whole_and_reviewed_in_time(acting, leader):
    decided_at = RECEIVED + timedelta(hours=2)
    for hours in (3, 30, None):
        reviewed = {
            "reviewed_at": decided_at + timedelta(hours=hours or 0),
            "reviewed_by": workers.practice_manager(),
            "review_result": "upheld",
            "review_words": "The facts carry the decision and are well told.",
        }
        with bringing_in():
            consent.OverrideFactory(
                contact=ContactFactory(received_at=RECEIVED),
                requested_at=RECEIVED + timedelta(hours=1),
                decision="approved",
                decision_reason="The harm is plain, and asking would bring it about today.",
                decided_at=decided_at,
                decided_by=workers.consent_decider(),
                expires_at=decided_at + timedelta(days=5),
                review_due_at=decided_at + timedelta(days=1),
                review_share=100,
                **(reviewed if hours else {}),
            )
    assert week("K14", leader) == (3, 3)
    assert week("K15", leader) == (1, 3)
