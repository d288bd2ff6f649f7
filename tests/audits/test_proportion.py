"""What was looked into for nothing, by the manager who decided: hand counts, and the list of each number."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audits.indicators.dispensation import together
from audits.indicators.proportion import ASSESSMENTS, ENQUIRIES, NO_DECISION, WEEKS
from audits.indicators.windows import last_weeks
from frontdoor.core.control_limits import limits
from frontdoor.core.working_days import LONDON
from frontdoor.models import LedgerEvent
from tests.factories import workers
from tests.factories.cases import AssessmentFactory, PlanFactory, ReferralFactory, Section47Factory
from tests.factories.contacts import ContactFactory
from tests.law.figures import on_page, rows_behind
from tests.rows import bringing_in

pytestmark = pytest.mark.django_db

AT = datetime(2026, 12, 21, 12, tzinfo=LONDON)
WINDOW = last_weeks(AT.date(), WEEKS)


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def director():
    return workers.senior_leader()


def referred(by, **given):
    """A referral from a contact that ``by`` decided; None leaves it without a contact."""
    referral = ReferralFactory(**given)
    if by is not None:
        contact = ContactFactory(triaged=True, children=[referral.child])
        with bringing_in():
            contact.decided_at, contact.decided_by = contact.received_at + timedelta(hours=5), by
            contact.save()
            referral.contact = contact
            referral.save()
    return referral


def assessed(by, outcome, **given):
    return AssessmentFactory(referral=referred(by, **given), authorised=True, outcome=outcome)


def test_L53_assessments_that_ended_in_no_further_action_by_deciding_manager_drill_to_their_rows(
    acting, client, director
):
    first, second = workers.practice_manager(family_name="One"), workers.practice_manager(family_name="Two")
    for outcome in ("none", "none", "cin", "early_help"):
        assessed(first, outcome)
    assessed(first, "cin", closed=True)  # closed after assessment without further action
    assessed(second, "cp")
    assessed(None, "none")
    AssessmentFactory(referral=referred(second), submitted=True, outcome="none")  # no manager has authorised it
    shares = ASSESSMENTS.by_manager(director, WINDOW)
    assert [(share.key, share.had, share.of, share.per_cent) for share in shares] == [
        (first.pk, 3, 5, 60.0),
        (None, 1, 1, 100.0),
        (second.pk, 0, 1, 0.0),
    ]
    assert shares[1].name == NO_DECISION
    assert together(shares) == (4, 7)
    client.force_login(director)
    assert reverse("proportion") in client.get(reverse("leaders")).text
    found = [
        number for number in on_page(client, reverse("proportion")) if "proportion" in number[2] or "list" in number[2]
    ]
    assert [number for _, number, _ in found if number] == [4, 7, 5, 3, 1, 1, 1]
    for label, number, url in found:
        assert rows_behind(client, url) == number, label
    assert LedgerEvent.objects.filter(subject="cases_assessment", actor_id=director.pk).exists()


def test_L53_a_share_is_beyond_chance_around_that_of_all(acting, director):
    often, seldom = workers.practice_manager(family_name="Often"), workers.practice_manager(family_name="Seldom")
    for _ in range(12):
        assessed(often, "none")
        assessed(seldom, "cin")
    shares = {share.key: share for share in ASSESSMENTS.by_manager(director, WINDOW)}
    assert shares[often.pk].limits == limits(12 / 24, 12)
    assert shares[often.pk].is_signal
    assert shares[seldom.pk].is_low


def test_K21_enquiries_that_ended_without_conference_and_plan(acting, director):
    manager = workers.practice_manager()
    for ended in ({"conference_not_needed": True}, {"conference_not_needed": True}, {"conference_on": AT.date()}, {}):
        Section47Factory(referral=referred(manager), **ended)
    with_plan = Section47Factory(referral=referred(manager), conference_not_needed=True)
    PlanFactory(referral=with_plan.referral, started_on=with_plan.started_on)
    assert [(share.had, share.of) for share in ENQUIRIES.by_manager(director, WINDOW)] == [(2, 4)]


def test_the_page_asks_as_many_queries_for_25_managers_as_for_one(acting, client, director):
    client.force_login(director)
    asked = []
    for more in (1, 24):
        for _ in range(more):
            assessed(workers.practice_manager(), "none")
        for url in (reverse("proportion"), reverse("proportion_listed")):
            client.get(url)
            with CaptureQueriesContext(
                connection,
            ) as queries:
                assert client.get(url).status_code == 200
            asked.append(len(queries))
    assert asked[:2] == asked[2:]


def test_only_leaders_see_it(acting, client):
    for make, status in ((workers.senior_leader, 200), (workers.service_manager, 200), (workers.practice_manager, 403)):
        client.force_login(make())
        assert client.get(reverse("proportion")).status_code == status
