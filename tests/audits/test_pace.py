"""How long children wait, and whether assessments are in time: a year replayed beside SQL of its own (K22, K40)."""

from datetime import datetime, time, timedelta
from random import Random

import pytest
import time_machine
from django.db import connection
from django.urls import reverse

from audits.indicators.children import ASSESSED, ASSESSED_AS_PUBLISHED
from audits.indicators.measures import by_week
from audits.indicators.pace import ASSESSMENTS, FEW, FEWEST, HELP, Lengths, last_months, together
from audits.indicators.windows import last_weeks
from cases.models import Assessment, CaseClosure, Plan
from frontdoor.core import policy
from frontdoor.core.working_days import LONDON
from tests.factories import workers
from tests.factories.cases import ReferralFactory
from tests.factories.contacts import ContactFactory
from tests.law.figures import on_page, rows_behind
from tests.rows import bringing_in
from tests.words import says

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 25, 12, tzinfo=LONDON)
TODAY = AT.date()
CASES = 500
WEEKS = 52


@pytest.fixture
def director(acting):
    with time_machine.travel(AT, tick=False):
        yield workers.senior_leader()


def like(row, **changes):
    """Another row with the same values but these."""
    kept = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields if not field.generated}
    return type(row)(**kept | {"id": None} | changes)


def stored(rows):
    with bringing_in():
        objects = type(rows[0]).objects
        return objects.bring_in(rows) if hasattr(objects, "bring_in") else objects.bulk_create(rows)


@pytest.fixture
def year(director):
    """A year and a half of cases: contacts at every hour, some known from a contact alone or without one; assessments
    in time, late and open; plans, help that families took up, and nothing yet."""
    random, manager = Random(40), workers.practice_manager()
    first = ReferralFactory(received_on=TODAY - timedelta(days=540))
    contact = ContactFactory(children=[first.child], triaged=True)
    calendar = policy.calendar(around=TODAY - timedelta(days=560))
    came = [
        datetime.combine(TODAY - timedelta(days=random.randrange(540)), time(random.randrange(24), 30), LONDON)
        for _ in range(CASES)
    ]
    children = stored([like(first.child) for _ in came])
    contacts = stored(
        [like(contact, received_at=at, triage_due_at=at, triaged_at=at, decision_due_at=at) for at in came]
    )
    referrals = stored(
        [
            like(
                first,
                child_id=child.pk,
                contact_id=told.pk if number % 5 else None,
                allocation_due_on=None,
                received_on=min(told.received_at.date() + timedelta(days=number % 4), TODAY),
            )
            for number, (child, told) in enumerate(zip(children, contacts, strict=True))
        ]
    )
    stored([assessed(row, random, manager, calendar) for row in referrals])
    plans = [Plan(referral=row, child_id=row.child_id, kind="cin", started_on=day) for row, day in helped(referrals, 2)]
    again = [
        Plan(referral=row.referral, child_id=row.child_id, kind="cin", started_on=row.started_on + timedelta(days=9))
        for row in plans[::7]
    ]
    for row in plans:
        row.ended_on = row.started_on + timedelta(days=8)
    stored(plans), stored(again)
    stepped = {"reason": "RC9", "steps_down": True, "service": "Family hub", "what_changed": says(40)}
    stored(
        [
            CaseClosure(referral=row, closed_on=day, closed_by=manager, accepted=bool(number % 3), **stepped)
            for number, (row, day) in enumerate(helped(referrals, 3))
        ]
    )
    return director


def helped(referrals, every):
    """Each so many cases with a day on which help began, which has come."""
    days = ((row, row.received_on + timedelta(days=3 * (row.pk % 40))) for row in referrals[::every])
    return [(row, day) for row, day in days if day <= TODAY]


def assessed(referral, random, manager, calendar):
    started = min(referral.received_on + timedelta(days=random.randrange(12)), TODAY)
    ended = started + timedelta(days=random.randrange(100))
    done = {}
    if ended <= TODAY and random.random() < 0.9:
        done = {"authorised_on": ended, "authorised_by": manager}
        shared = ended + timedelta(days=random.randrange(6))
        if shared <= TODAY:
            done |= {"shared_on": shared, "shared_by": manager, "finished_on": shared, "late_reason": says(20)}
    return Assessment(
        referral=referral,
        child_id=referral.child_id,
        referral_received_on=referral.received_on,
        started_on=started,
        due_on=calendar.add_working_days(referral.received_on, 45),
        opened_by=manager,
        **done,
    )


def asked(sql, **values):
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()


WORKING_DAY = """extract(isodow FROM d.day) < 6
    AND NOT EXISTS (SELECT FROM frontdoor_bankholiday h WHERE h.day = d.day)"""
DAY_45 = f"""(SELECT d.day FROM (SELECT started_on + n AS day FROM generate_series(1, 120) n) d
    WHERE {WORKING_DAY} ORDER BY d.day OFFSET 44 LIMIT 1)"""
WORKING_DAYS = f"""(SELECT count(*) FROM (SELECT referral_received_on + n AS day
    FROM generate_series(1, finished_on - referral_received_on) n) d WHERE {WORKING_DAY})"""
IN_TIME_BY_WEEK = """
    SELECT date_trunc('week', due)::date, count(*), count(*) FILTER (WHERE done <= due)
    FROM (SELECT {due} AS due, {done} AS done FROM cases_assessment) a
    WHERE due >= %(since)s AND due < %(until)s AND (done IS NOT NULL OR due < %(today)s) GROUP BY 1 ORDER BY 1"""
LENGTHS_BY_MONTH = """
    SELECT date_trunc('month', ended)::date, count(*), percentile_disc(0.5) WITHIN GROUP (ORDER BY days),
        percentile_disc(0.9) WITHIN GROUP (ORDER BY days)
    FROM ({rows}) a WHERE ended >= %(since)s AND ended < %(until)s GROUP BY 1 ORDER BY 1"""
HELPED = """
    SELECT ended, ended - began AS days FROM (
        SELECT coalesce((c.received_at AT TIME ZONE 'Europe/London')::date, r.received_on) AS began,
            (SELECT min(day) FROM (
                SELECT started_on AS day FROM cases_plan p WHERE p.referral_id = r.id UNION ALL
                SELECT closed_on FROM cases_caseclosure e WHERE e.referral_id = r.id AND e.steps_down AND e.accepted
             ) helped) AS ended
        FROM frontdoor_referral r LEFT JOIN frontdoor_contact c ON c.id = r.contact_id) r WHERE ended IS NOT NULL"""
FINISHED = f"SELECT finished_on AS ended, {WORKING_DAYS} AS days FROM cases_assessment WHERE finished_on IS NOT NULL"


def test_L02_a_year_replayed_gives_what_sql_of_its_own_counts(year, client):
    weeks = last_weeks(TODAY, WEEKS)
    span = {"since": weeks.since, "until": weeks.until, "today": TODAY}
    for measure, due, done in (
        (ASSESSED, "due_on", "finished_on"),
        (ASSESSED_AS_PUBLISHED, DAY_45, "authorised_on"),
    ):
        found = by_week(measure.by_day(measure.of(year), weeks, at=AT), weeks)
        counted = asked(IN_TIME_BY_WEEK.format(due=due, done=done), **span)
        assert [(week.starts_on, week.due, week.in_time) for week in found if week.due] == counted
        assert len(counted) > 40
        assert 0 < sum(row[2] for row in counted) < sum(row[1] for row in counted)
    months = last_months(TODAY)
    span = {"since": months.since, "until": months.until}
    for pace, rows in ((HELP, HELPED), (ASSESSMENTS, FINISHED)):
        found = pace.by_month(year, months)
        counted = asked(LENGTHS_BY_MONTH.format(rows=rows), **span)
        assert [(month, lengths.count) for month, lengths in found.items() if lengths.count] == [
            row[:2] for row in counted
        ]
        assert [(lengths.median, lengths.most) for lengths in found.values() if lengths.count] == [
            (half if n >= FEWEST else None, most if n >= FEW else None) for _, n, half, most in counted
        ]
        assert any(lengths.most for lengths in found.values())
    client.force_login(year)
    for page in ("pace", "practice"):
        numbers = on_page(client, reverse(page))
        assert len({number for _, number, _ in numbers}) > 5
        for label, number, url in [found for found in numbers if found[1] < 60][:4]:
            assert rows_behind(client, url) == number, (label, url)


def test_K40_half_and_nine_of_ten_are_the_nearest_rank_and_of_few_nothing_is_said():
    assert (Lengths({3: 2, 9: 2}).median, Lengths({3: 2, 9: 2}).count) == (None, FEWEST - 1)
    assert Lengths({3: 2, 9: 3}).median == 9
    nineteen = Lengths({1: 10, 50: 9})
    assert (nineteen.median, nineteen.most) == (1, None)
    assert (together([nineteen, Lengths({100: 1})]).median, together([nineteen, Lengths({100: 1})]).most) == (1, 50)
    assert together([Lengths({1: 17}), Lengths({100: 3})]).most == 100
