"""The weekly indicators of the front door against counts made by hand (domain.md K05 to K15, letter L14)."""

from datetime import UTC, date, datetime, timedelta

import pytest

from audits.indicators.weekly import INDICATORS
from frontdoor.core.records import bringing_in
from frontdoor.models import ChildOutcome, Decision, ThresholdLevel
from tests.factories import consent, people, workers
from tests.factories.contacts import ContactFactory
from tests.factories.reviews import decided_contact
from tests.rows import update_raw

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
    for late in (False, False, True):
        contact = ContactFactory(received_at=RECEIVED)
        event = consent.ConsentEventFactory(contact=contact, happened_at=RECEIVED)
        request = consent.asked(consent=event, contact=contact)
        update_raw(request, requested_at=RECEIVED + timedelta(hours=-1 if late else 1))
    ContactFactory(received_at=RECEIVED)
    assert week("K12", leader) == (2, 3)


def test_L14_K14_and_K15_count_decisions_that_are_whole_and_reviewed_in_time(acting, leader):
    decided_at = RECEIVED + timedelta(hours=2)
    for number in range(4):
        contact = ContactFactory(received_at=RECEIVED)
        with bringing_in():
            row = consent.OverrideFactory(contact=contact, requested_at=RECEIVED + timedelta(hours=1))
        signed = {"decision": "approved", "decided_at": decided_at, "decided_by_id": workers.consent_decider().pk}
        due = {"review_due_at": decided_at + timedelta(days=1), "expires_at": decided_at + timedelta(days=5)}
        reviewed = {"reviewed_at": decided_at + timedelta(hours=(3, 30, 3)[number])} if number < 3 else {}
        if number == 2:
            reviewed |= {"overriding_concern": False}
        update_raw(row, **signed, **due, **reviewed)
    assert week("K14", leader) == (3, 4)
    assert week("K15", leader) == (2, 4)
