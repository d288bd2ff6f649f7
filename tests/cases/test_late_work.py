"""Late work climbs: from the worker to the manager of the team, and from there to the head of service (L07)."""

from datetime import date, datetime, time, timedelta
from functools import partial

import pytest
import time_machine
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases import late_work
from cases.actions import flags
from cases.late_work import HEAD, KINDS, MANAGER
from frontdoor.core import my_work, outbox
from frontdoor.core.policy import PolicyPeriod
from frontdoor.core.together import Moment
from frontdoor.core.working_days import LONDON
from frontdoor.models import OutboxMessage
from tests.factories import cases, conferences, enquiries, follow_ups, plans, strategy, visits, workers
from tests.law.figures import rows_behind

pytestmark = pytest.mark.django_db

DUE = date(2027, 1, 21)
DAY = timedelta(days=1)
LADDER = {"My assessments due in 7 days", "My late assessments", "Late assessments"}
UP = "Late work that has come up to you"


def noon(day):
    return datetime.combine(day, time(12), LONDON)


@pytest.fixture
def case(acting):
    """An assessment due on 21 January 2027, with its worker, the manager of the team and a head of service."""
    lead = cases.AllocationFactory()
    cases.AssessmentFactory(referral=lead.referral)
    lead.manager, lead.head = workers.practice_manager(team=lead.referral.team), workers.service_manager()
    return lead


def first_page(worker, day):
    with time_machine.travel(noon(day), tick=False):
        return {block.title: block for block in my_work.of(worker, noon(day))}


def late(viewer, day, **narrowed):
    return list(late_work.late(viewer, Moment(noon(day), day), **narrowed))


def shown(worker, day):
    """Which rungs of the ladder a worker's first page shows something on."""
    return {title for title, block in first_page(worker, day).items() if title in {*LADDER, UP} and block.count}


def test_L07_what_stays_late_climbs_from_the_worker_to_the_manager_to_the_head_of_service(case):
    for day, worker, manager, head in (
        (DUE - 8 * DAY, set(), set(), set()),
        (DUE, {"My assessments due in 7 days"}, set(), set()),
        (DUE + DAY, {"My late assessments"}, {"Late assessments"}, set()),
        (DUE + 7 * DAY, {"My late assessments"}, {"Late assessments"}, set()),
        (DUE + 8 * DAY, {"My late assessments"}, {"Late assessments"}, {UP}),
    ):
        assert [shown(one, day) for one in (case.worker, case.manager, case.head)] == [worker, manager, head], day
    assert [row.climbed for row in late(case.head, DUE + 7 * DAY)] == [False]
    assert late(case.head, DUE + 8 * DAY, rung=MANAGER) == []
    assert [row.whom for row in late(case.head, DUE + 8 * DAY, rung=HEAD)] == [case.child_id]


def test_L07_a_team_may_have_its_own_limit_and_one_without_a_manager_has_the_head_at_once(case):
    PolicyPeriod(
        code=late_work.CLIMBS,
        name="Late work climbs",
        value=2,
        unit="calendar_days",
        team=case.referral.team,
        valid_from=DUE - DAY,
        source="Local",
        set_by=case.head,
    ).save()
    assert [row.climbed for day in (2, 3) for row in late(case.head, DUE + day * DAY)] == [False, True]
    alone = cases.AssessmentFactory(referral=cases.AllocationFactory().referral)
    assert [row.whom for row in late(case.head, DUE + DAY, rung=HEAD)] == [alone.child_id]


def test_L07_the_morning_tells_each_head_how_much_has_come_up_and_names_nobody(case, system):
    for day in (DUE + 8 * DAY, DUE + 9 * DAY):
        with time_machine.travel(noon(day), tick=False):
            flags.flag_overdue(by=system, on=day, now=partial(noon, day))
    told = OutboxMessage.objects.filter(topic=flags.CLIMBED)
    assert sorted(message.payload["worker_id"] for message in told) == [case.head.pk] * 2
    for message in told:
        outbox.deliver(message.pk, now=noon(DUE + 9 * DAY))
    texts = [letter.body for letter in mail.outbox if letter.to == [case.head.email]]
    assert len(texts) == 2
    assert texts[0].startswith("1 piece of late work has come up to you from the teams.")
    assert case.child.family_name not in texts[0]


@pytest.fixture
def each(acting):
    """Something open of every kind, all of it late in two years."""
    with time_machine.travel(datetime(2026, 11, 25, 12, tzinfo=LONDON), tick=False):
        strategy.MeetingFactory()
        strategy.MeetingFactory(held=True)
        conferences.ConferenceFactory()
        conferences.ConferenceFactory(held=True)
        conferences.CoreGroupFactory()
        plans.PartFactory()
        enquiries.EnquiryFactory()
        assessment = cases.AssessmentFactory()
        visits.SeenDueFactory(referral=assessment.referral)
        follow_ups.FollowUpFactory(child=assessment.child)
        yield workers.service_manager()


LATER = date(2027, 11, 25)


def test_L07_every_kind_of_promise_climbs_and_each_line_leads_to_where_it_is_seen_to(each, client):
    rows = late(each, LATER)
    assert {row.what for row in rows} == {kind.code for kind in KINDS}
    assert [row.fell_due for row in rows] == sorted(row.fell_due for row in rows)
    for kind in KINDS:
        assert len(late(each, LATER, kind=kind.code)) == [row.what for row in rows].count(kind.code)
    with time_machine.travel(noon(LATER), tick=False):
        client.force_login(each)
        block = first_page(each, LATER)[UP]
        assert block.count == len(rows) == rows_behind(client, block.url)
        assert len(block.items) == my_work.SHOWN
        page = client.get(reverse("late_list"), {"team": "all"})
        for line in page.context["rows"]:
            assert client.get(line.url).status_code == 200, line.what
        assert late(workers.social_worker(), LATER) == []


def test_the_list_is_narrowed_by_team_and_worker_and_asks_as_much_of_many_as_of_few(case, client):
    day = DUE + DAY
    for _ in range(6):
        cases.AssessmentFactory(referral=cases.AllocationFactory().referral)
    with time_machine.travel(noon(day), tick=False):
        client.force_login(case.head)
        asked = []
        for narrowed, number in (
            ({"team": "all"}, 7),
            ({"team": case.referral.team_id}, 1),
            ({"team": "all", "worker": case.worker_id}, 1),
            ({"team": "all", "rung": MANAGER}, 1),
            ({"team": "all", "rung": HEAD}, 6),
            ({"team": "all", "show": "seen"}, 0),
            ({"team": "all", "show": "nonsense", "rung": "nobody", "worker": "x"}, 7),
        ):
            with CaptureQueriesContext(connection) as queries:
                answer = client.get(reverse("late_list"), narrowed)
            assert len(answer.context["rows"]) == number, narrowed
            asked.append(len(queries))
        assert len(set(asked[1:])) == 1
        client.force_login(case.manager)
        assert len(client.get(reverse("late_list")).context["rows"]) == 1
