"""Promises of the work with a child: figures by hand for one week, and the list behind each (K16, K18 to K20, K27)."""

from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audits.indicators import children, rates
from audits.indicators.children import PRACTICE
from audits.indicators.measures import Period
from audits.indicators.trend import MINIMUM, Trend
from audits.indicators.windows import Window
from audits.views.answers import verdict
from frontdoor.core.policy import PolicyPeriod
from frontdoor.core.policy_rules import POPULATION
from frontdoor.core.working_days import LONDON
from frontdoor.models import LedgerEvent
from tests.factories import enquiries, strategy, workers
from tests.factories.cases import PlanFactory, ReferralFactory, Section47Factory, VisitFactory
from tests.factories.visits import SeenDueFactory
from tests.law.figures import rows_behind
from tests.rows import bringing_in

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 25, 12, tzinfo=LONDON)
MONDAY = date(2026, 11, 16)
WEEK = Window(MONDAY, MONDAY + timedelta(days=7))
DAY = timedelta(days=1)


@pytest.fixture
def director(acting):
    with time_machine.travel(NOW, tick=False):
        yield workers.senior_leader()


def at(day, hour=12):
    return datetime(2026, 11, day, hour, tzinfo=LONDON)


def meeting(due, held=None, **given):
    with bringing_in():
        return strategy.MeetingFactory(
            cause_at=due - DAY, convened_at=due - DAY, planned_at=due, due_at=due, held_at=held, **given
        )


def enquiry(started_on, **given):
    referral = ReferralFactory(received_on=started_on)
    return Section47Factory(referral=referral, started_on=started_on, **given)


def figures(measure, reader, window=WEEK):
    days = measure.by_day(measure.of(reader), window, at=NOW)
    return sum(kept for _, kept in days.values()), sum(due for due, _ in days.values())


def same(client, reader, measure, expected, window=WEEK):
    """The figure by hand, so many of so many, and as many rows behind it as it counts."""
    had, of = expected
    assert figures(measure, reader, window) == (had, of), measure.key
    client.force_login(reader)
    span = f"measure={measure.key}&since={window.since}&until={window.until}"
    for which, number in (("all", of), ("in_time", had), ("late", of - had)):
        assert rows_behind(client, f"{reverse('practice_listed')}?{span}&which={which}") == number, measure.key


def test_K16_strategy_discussions_held_and_records_out_in_time(director, client):
    out = {"circulated_by": director, **strategy.WRITTEN}
    meeting(
        at(16), held=at(16, 9), record_due_at=at(18), circulated_at=at(18), signed_at=at(17), signed_by=director, **out
    )
    meeting(
        at(17), held=at(18), record_due_at=at(20), circulated_at=at(23), signed_at=at(19), signed_by=director, **out
    )
    meeting(at(20))  # never held
    meeting(at(26))  # not due yet
    meeting(at(18), called_off_at=at(17), called_off_by=director, called_off_reason="The child moved away. " * 2)
    meeting(at(12), held=at(13), record_due_at=at(19))  # the week before; its record is owed
    same(client, director, children.HELD, (1, 3))
    same(client, director, children.CIRCULATED, (1, 3))
    page = client.get(reverse("practice_listed"), {"measure": "held", "since": MONDAY, "until": WEEK.until})
    assert "Strategy meeting S" in page.text
    assert "overdue" in page.text
    assert LedgerEvent.objects.filter(subject="cases_strategymeeting", actor_id=director.pk).exists()


def test_K18_strategy_actions_with_a_person_and_a_time_and_done_on_time(director, client):
    held = meeting(at(16), held=at(16))
    done = {"done_by": held.chair, "evidence": "She came and said so."}
    with bringing_in():
        for due, finished in ((17, at(17)), (18, at(19)), (19, None), (27, None)):
            more = done | {"finished_at": finished} if finished else {}
            strategy.ActionFactory(meeting=held, started_at=at(16), due_at=at(due), **more)
    same(client, director, children.ACTIONS_DONE, (1, 3))
    same(client, director, children.WHOLE_ACTIONS, (4, 4))


def test_K19_K20_enquiries_that_led_to_a_conference_jointly_and_in_fifteen_working_days(director, client):
    due = MONDAY + DAY
    started = date(2026, 10, 27)  # 15 working days before
    enquiry(started, conference_due_on=due, conference_on=due)
    enquiry(started, conference_due_on=due, conference_on=due + DAY)
    enquiry(started, conference_due_on=due)  # nobody has decided that none is needed
    enquiry(started, conference_due_on=due, conference_not_needed=True)
    same(client, director, children.CONFERENCE_IN_TIME, (1, 3))
    begun = Window(started, started + 7 * DAY)
    same(client, director, children.LED_TO_A_CONFERENCE, (2, 3), begun)
    for route in ("joint", "single", "joint"):
        enquiries.EnquiryFactory(decided=strategy.signed(route=route).children.get())
    same(client, director, children.JOINT, (2, 3), Window(NOW.date(), NOW.date() + DAY))


def test_K27_children_under_a_protection_plan_seen_in_time_seen_and_seen_alone(director, client):
    plans = [PlanFactory(referral__received_on=date(2026, 10, 1), protection=True) for _ in range(3)]
    in_need = PlanFactory(referral__received_on=date(2026, 10, 1))
    ended = PlanFactory(
        referral__received_on=date(2026, 10, 1), protection=True, ended_on=MONDAY + DAY, started_on=date(2026, 10, 5)
    )
    first = date(2026, 11, 2)
    for plan, code, due, seen in (
        (plans[0], "T17", MONDAY, MONDAY),
        (plans[1], "T17", MONDAY + DAY, MONDAY + 2 * DAY),
        (plans[2], "T17", MONDAY + 2 * DAY, None),
        (ended, "T17", MONDAY + 3 * DAY, None),  # the plan ended before
        (in_need, "T18", MONDAY, MONDAY),
    ):
        promise = {"code": code, "counted_from": first, "due_on": due, "seen_on": seen}
        with bringing_in():
            SeenDueFactory(referral=plan.referral, child=plan.child, plan=plan, **promise)
    same(client, director, children.PROTECTION_IN_TIME, (1, 3))
    for child, day, seen, alone in (
        (plans[0].child, MONDAY, True, True),
        (plans[1].child, MONDAY + DAY, True, False),
        (plans[1].child, MONDAY + 2 * DAY, True, None),
        (plans[2].child, MONDAY + DAY, False, None),
        (ended.child, MONDAY, True, True),
        (ended.child, MONDAY + 2 * DAY, True, True),  # no longer under the plan
        (in_need.child, MONDAY, True, True),
    ):
        VisitFactory(child=child, visited_on=day, seen=seen, seen_alone=alone)
    same(client, director, children.PROTECTION_SEEN, (4, 5))
    same(client, director, children.PROTECTION_ALONE, (2, 4))


def test_what_has_no_right_share_is_lower_or_higher_and_never_worse():
    before, after = Window(MONDAY - 7 * DAY, MONDAY), WEEK
    for measure, words in ((children.LED_TO_A_CONFERENCE, "Lower"), (children.HELD, "Worse")):
        trend = Trend(measure, Period(before, 100, 90), Period(after, 100, 40), [])
        assert verdict(trend) == f"{words}, by more than chance explains."
        assert trend.is_worse is (words == "Worse")
    few = Trend(children.JOINT, Period(before, 3, 1), Period(after, 100, 40), [])
    assert verdict(few) == f"Too few to say: 3 enquiries before, and {MINIMUM} are needed."


def test_the_page_asks_as_much_of_many_rows_as_of_none(director, client):
    client.force_login(director)
    asked = []
    for more in (0, 8):
        for number in range(more):
            held = meeting(at(16 + number % 5), held=at(21))
            with bringing_in():
                strategy.ActionFactory(meeting=held, started_at=at(16), due_at=at(18))
        for url in (reverse("practice"), f"{reverse('practice_listed')}?measure=held", reverse("pace")):
            client.get(url)
            with CaptureQueriesContext(connection) as queries:
                assert client.get(url).status_code == 200
            asked.append(len(queries))
    listed_empty = asked[1]
    assert asked[0] == asked[3]
    assert asked[2] == asked[5]
    assert asked[4] - listed_empty <= 2
    assert len({measure.key for measure in PRACTICE}) == len(PRACTICE)


def test_K19_the_rate_of_the_year_is_said_where_the_number_of_children_is_known(director, client):
    for started_on in (NOW.date() - timedelta(days=366), NOW.date() - timedelta(days=365), NOW.date()):
        enquiry(started_on)
    client.force_login(director)
    assert "for each 10,000 children" not in client.get(reverse("practice")).text
    told = {"code": POPULATION, "name": "Children under 18 in the area", "unit": "children", "set_by": director}
    with bringing_in():
        PolicyPeriod(value=4_000, valid_from=NOW.date(), source="ONS mid-2025 estimate", **told).save()
    found = rates.enquiries(reader=director, on=NOW.date())
    assert (found.enquiries, found.per_10_000) == (1, 2.5)
    page = client.get(reverse("practice")).text
    assert "2.5 for each 10,000 children (K19). 1 began, and 4,000 children under 18 live here." in page
    assert "ONS mid-2025 estimate" in page
