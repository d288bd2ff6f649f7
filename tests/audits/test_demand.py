"""Demand against capacity (L16, K01, K04): what comes in by hour, what is decided, and who was there to do it."""

import re
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from random import Random

import pytest
import time_machine
from django.urls import reverse
from openpyxl import load_workbook

from audits.indicators import demand
from audits.indicators.windows import Window, last_weeks
from audits.presenters import demand as presenters_demand
from frontdoor import desk
from frontdoor.core import policy
from frontdoor.core.working_days import LONDON, london_date
from frontdoor.models import Contact
from tests.factories import people, workers
from tests.factories.contacts import ContactFactory
from tests.law import figures
from tests.rows import bringing_in

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def leader():
    return workers.senior_leader()


@pytest.fixture
def desk_worker():
    return workers.social_worker()


def received(at, *, decided=None, by=None, **given):
    """A contact that came in at a moment, and was decided at another by somebody, or was not."""
    if decided is not None or given.get("triaged"):
        given = {"triaged": True, "decision_due_at": at + timedelta(days=3)} | given
    made = ContactFactory(received_at=at, **given)
    if decided is not None:
        made.decided_at, made.decided_by = decided, by or made.triaged_by
        with bringing_in():
            made.save()
    return made


def counted(reader, at=NOW, weeks=13):
    return demand.of(Contact.objects.visible_to(reader), last_weeks(london_date(at), weeks), at=at)


def opened(client, reader, name="demand", at=NOW, **query):
    with time_machine.travel(at, tick=False):
        client.force_login(reader)
        return client.get(reverse(name), query)


def test_L16_every_number_is_counted_by_hand_and_leads_to_its_rows(client, acting, leader, desk_worker):
    chance, handler, school = Random(16), workers.call_handler(), people.AgencyFactory()
    made = []
    for number in range(30):
        at = NOW - timedelta(minutes=chance.randint(1, 20 * 24 * 60))
        done = min(at + timedelta(minutes=chance.randint(61, 4000)), NOW) if chance.random() < 0.6 else None
        rag = chance.choice(("red", "amber", "green"))
        given = {"triaged": True, "rag": rag} if done or number % 3 else {}
        given |= {"source_code": chance.choice(("1A", "10", "2A", "6")), "recorded_by": handler, "agency": school}
        made.append(received(at, decided=done, by=desk_worker, **given))
    found, local = counted(leader), [contact.received_at.astimezone(LONDON) for contact in made]
    pattern = found.pattern()
    for weekday in range(1, 8):
        for hour in range(24):
            assert pattern[weekday, hour] == sum((at.isoweekday(), at.hour) == (weekday, hour) for at in local)
    for week in found.weeks():
        begin, end = week.window.moments
        assert week.received == sum(begin <= contact.received_at < end for contact in made)
        assert week.decided == sum(begin <= contact.decided_at < end for contact in made if contact.decided_at)
        still = [contact for contact in made if contact.decided_at is None or contact.decided_at >= end]
        assert week.open == sum(contact.received_at < end for contact in still)
    assert found.sources["1", "amber"] == sum((c.source_code, c.rag) == ("1A", "amber") for c in made)
    assert found.sources["10", ""] == sum((c.source_code, c.rag) == ("10", "") for c in made)
    assert found.open == sum(contact.decided_at is None for contact in made)
    with time_machine.travel(NOW, tick=False):
        client.force_login(leader)
        shown = figures.on_page(client, reverse("demand"))
        for label, count, url in shown:
            assert figures.rows_behind(client, url) == count, f"{label} leads to {url}"
    assert len(shown) > 60


@pytest.mark.parametrize(
    ("moment", "falls"),
    [
        (datetime(2026, 10, 24, 22, 59, tzinfo=UTC), (6, 23)),
        (datetime(2026, 10, 24, 23, 30, tzinfo=UTC), (7, 0)),
        (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), (7, 1)),
        (datetime(2026, 10, 25, 1, 30, tzinfo=UTC), (7, 1)),
        (datetime(2026, 10, 25, 2, 0, tzinfo=UTC), (7, 2)),
        (datetime(2026, 3, 29, 0, 59, tzinfo=UTC), (7, 0)),
        (datetime(2026, 3, 29, 1, 0, tzinfo=UTC), (7, 2)),
        (datetime(2026, 6, 30, 23, 0, tzinfo=UTC), (3, 0)),
    ],
)
def test_hours_and_days_are_londons_across_clock_changes(client, acting, leader, moment, falls):
    weekday, hour = falls
    received(moment)
    at = moment + 3 * HOUR
    found = counted(leader, at)
    assert dict(found.pattern()) == {(weekday, hour): 1}
    assert [row.hour for row in found.hours_of_today() if row.received] == [hour] * (
        london_date(at) == london_date(moment)
    )
    cell = presenters_demand.pattern(found)[hour]["cells"][weekday - 1]["figure"]
    with time_machine.travel(at, tick=False):
        client.force_login(leader)
        assert (cell.count, figures.rows_behind(client, cell.url)) == (1, 1)


def test_L16_today_says_hour_by_hour_whether_the_queue_grows(client, acting, leader):
    received(NOW - timedelta(days=1), decided=NOW - 2 * HOUR)
    received(NOW - timedelta(days=1))
    for minutes in (130, 125, 20):
        received(NOW - timedelta(minutes=minutes))
    hours = {row.hour: (row.received, row.decided, row.open) for row in counted(leader).hours_of_today()}
    assert (hours[8], hours[9], hours[10], hours[11]) == ((0, 0, 2), (2, 0, 4), (0, 1, 3), (1, 0, 4))
    page = opened(client, leader)
    assert "The day began with 2 open." in page.text
    assert "the queue grew by 2" in " ".join(page.text.split())


def test_L16_the_oldest_stands_in_hours_with_red_first(client, acting, leader):
    received(NOW - 5 * HOUR, triaged=True, rag="red")
    received(NOW - 80 * HOUR, triaged=True)
    received(NOW - timedelta(minutes=30))
    page = opened(client, leader)
    rows = page.context["ages"]
    assert [(row["name"], row["waited"]) for row in rows] == [
        ("Red", "5 hours"),
        ("Not triaged", "less than an hour"),
        ("Amber", "80 hours"),
        ("Green", "none open"),
    ]
    assert [[figure.count for figure in row["bands"]] for row in rows] == [
        [0, 1, 0, 0],
        [1, 0, 0, 0],
        [0, 0, 0, 1],
        [0, 0, 0, 0],
    ]
    first = page.context["tiles"][0]
    assert (first.label, first.count, first.tone, first.note) == (
        "Red contacts open",
        1,
        "danger",
        "The oldest has waited 5 hours",
    )


@pytest.mark.parametrize("hours", [0, 4, 24, 72])
@pytest.mark.parametrize("step", [-1, 0, 1])
def test_each_open_contact_lies_in_one_band_and_the_queue_shows_it_there(client, acting, leader, hours, step):
    received(NOW - hours * HOUR - timedelta(microseconds=step) if hours or step >= 0 else NOW)
    row = next(row for row in desk.by_age(Contact.objects.all(), NOW) if row.open)
    assert sum(row.ages.values()) == row.open == 1
    with time_machine.travel(NOW, tick=False):
        client.force_login(leader)
        for age in desk.AGES:
            listed = client.get(reverse("triage_queue"), {"age": age.key}).context["page"].rows
            assert len(listed) == row.ages[age.key]
    expected = next(age.key for age in desk.AGES if age.until is None or hours + (step > 0) * 0.1 <= age.until)
    assert row.ages[expected] == 1


def test_L16_staffing_is_who_in_fact_worked_the_queue(acting, leader):
    """One sets urgencies, one takes a contact on, two decide, one of them also sets an urgency: four people."""
    screens, takes, decides, both = (workers.social_worker() for _ in range(4))
    day = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
    received(day, triaged_by=screens, decided=day + 3 * HOUR, by=decides)
    received(day, triaged_by=screens, decided=day + 3 * HOUR, by=decides)
    received(day, triaged_by=both, decided=day + 4 * HOUR, by=both)
    received(day, taken_by=takes, taken_at=day + HOUR)
    days = {row.day: row for row in counted(leader).days(policy.calendar(around=london_date(NOW)))}
    row = days[day.date()]
    assert (row.received, row.decided, row.workers, row.deciders) == (4, 3, 4, 2)
    assert (row.for_each, row.by_each) == (1.0, 1.5)
    idle = days[day.date() - timedelta(days=1)]
    assert (idle.workers, idle.for_each, idle.by_each) == (0, None, None)


def _days(*rates, deciders=2):
    """Working days from Monday 2 November on which two people decided so much each."""
    first = date(2026, 11, 2)
    return [
        demand.Day(first + timedelta(days=number), 0, rate * deciders, deciders, deciders)
        for number, rate in enumerate(rates)
    ]


def test_L16_a_day_beyond_chance_is_named_and_noise_is_not():
    days = _days(*[4, 5, 3, 4, 5, 4, 3, 5, 4, 4, 15])
    run = demand.with_limits(days, {day.day for day in days})
    assert [day.by_each for day in run if day.is_beyond_chance] == [15.0]
    few = _days(*[4] * (demand.ENOUGH_DAYS - 1))
    assert all(day.limits is None for day in demand.with_limits(few, {day.day for day in few}))
    assert all(day.limits for day in demand.with_limits(_days(*[4] * 10), {day.day for day in _days(*[4] * 10)}))
    without = demand.with_limits(days, {day.day for day in days[:-1]})
    assert without[-1].limits is None
    assert not any(day.is_beyond_chance for day in without)


def test_weekends_and_today_have_no_limits(acting, leader):
    for back in range(1, 20):
        at = NOW - timedelta(days=back)
        received(at, decided=at + 2 * HOUR)
    received(NOW - 3 * HOUR, decided=NOW)
    days = counted(leader).days(policy.calendar(around=london_date(NOW)))
    limited = [day.day for day in days if day.limits is not None]
    assert london_date(NOW) not in limited
    assert len(limited) == 13
    assert all(day.weekday() < 5 for day in limited)


def test_what_was_brought_in_and_what_the_reader_may_not_open_is_in_no_figure(client, acting, leader):
    sealed, own = people.ChildFactory(restricted=True), people.ChildFactory()
    people.ConflictFactory(person=own, worker=leader, declared_by=leader)
    received(NOW - HOUR, children=[sealed])
    received(NOW - 3 * HOUR, decided=NOW - HOUR, children=[own])
    with bringing_in():
        received(NOW - HOUR, legacy_key="L1")
    found = counted(leader)
    assert not found.received
    assert not found.decided
    assert (found.sources, found.staff, found.open) == ({}, {}, 0)
    for what in ("received", "decided", "open"):
        assert not opened(client, leader, "demand_listed", what=what).context["rows"]
    other = counted(workers.senior_leader())
    assert (sum(other.received.values()), other.open) == (1, 0)


def test_a_manager_of_another_team_counts_the_contacts_he_may_open(client, acting):
    elsewhere, at_desk = workers.practice_manager(), workers.practice_manager(team=workers.TeamFactory(front_door=True))
    received(NOW - HOUR, recorded_by=elsewhere)
    received(NOW - HOUR)
    shown = [opened(client, reader).context["found"].open for reader in (elsewhere, at_desk)]
    assert shown == [1, 2]


@pytest.mark.parametrize("make", [workers.social_worker, workers.call_handler, workers.auditor, workers.administrator])
@pytest.mark.parametrize("name", ["demand", "demand_listed"])
def test_others_do_not_open_it(client, make, name):
    assert opened(client, make(), name).status_code == 403


@pytest.mark.parametrize("name", ["1 demand", "25 demand", "1 demand_listed", "25 demand_listed"])
def test_the_number_of_queries_is_fixed(client, acting, leader, django_assert_num_queries, name):
    rows, name = name.split()
    for number in range(int(rows)):
        received(NOW - 30 * HOUR * number - 3 * HOUR, decided=NOW - 30 * HOUR * number)
    opened(client, leader, name)
    with time_machine.travel(NOW, tick=False), django_assert_num_queries({"demand": 8, "demand_listed": 3}[name]):
        client.get(reverse(name))


@pytest.mark.parametrize("name", ["demand", "demand_listed"])
@pytest.mark.parametrize(
    "query",
    [
        {},
        {"weeks": 10**9},
        {"weeks": "-4"},
        {"weeks": "٣"},
        {
            "since": "nonsense",
            "until": "2026-13-01",
            "what": "x",
            "hour": "99",
            "weekday": "²",
            "source": "%",
            "rag": "x",
        },
        {"since": "9999-12-31", "until": "0001-01-01", "page": "x"},
        {"since": "2031-01-01", "until": "2031-02-01", "what": "open", "hour": "3", "page": "9" * 30},
    ],
)
def test_an_empty_service_and_a_wrong_address_are_answered(client, leader, name, query):
    assert opened(client, leader, name, **query).status_code == 200


def test_weeks_not_on_offer_mean_thirteen(client, leader):
    spans = [opened(client, leader, weeks=weeks).context["window"] for weeks in ("4", "26", "5", 10**9)]
    assert [len(span.weeks) for span in spans] == [4, 26, 13, 13]


def test_the_tables_are_saved_as_a_workbook_and_the_contacts_as_a_file(client, acting, leader):
    child = people.ChildFactory(given_names="Zyx")
    made = received(NOW - 3 * HOUR, decided=NOW, children=[child], agency__name="=SUM(A1)")
    answer = opened(client, leader, format="xlsx")
    book = load_workbook(BytesIO(answer.content))
    assert book.sheetnames == ["About", "Queue now", "Hours", "Sources", "Weeks", "Days"]
    assert [cell.value for cell in book["Weeks"][14]] == ["2026-11-23", 1, 1, 0]
    assert book["Hours"]["D11"].value == 1
    assert [cell.value for cell in book["Days"][book["Days"].max_row]][:5] == ["2026-11-25", 1, 1, 2 - 1, 1]
    listed = opened(client, leader, "demand_listed", format="csv")
    assert made.reference in listed.text
    assert '"\'=SUM(A1)"' in listed.text
    assert "Zyx" not in listed.text


def test_the_page_is_reached_from_the_desk_and_from_the_leaders_page(client, leader):
    link = f'href="{reverse("demand")}"'
    assert link in opened(client, leader, "leaders").text
    for make, shown in ((workers.practice_manager, True), (workers.social_worker, False)):
        assert (link in opened(client, make(), "triage_queue").text) is shown


def test_a_cell_says_its_number_in_words_beside_its_shade(client, acting, leader):
    received(datetime(2026, 11, 24, 9, 5, tzinfo=UTC))
    page = opened(client, leader)
    cell = re.search(r'<td class="[^"]*app-heat__4">(.*?)</td>', page.text)[1]
    assert re.search(r">1<span[^>]*> received on Tuesdays 09:00 to 10:00<", cell)
    assert "The busiest hour is Tuesday, 09:00 to 10:00: 1 contact" in page.text


def test_windows_are_whole_weeks():
    window = Window(date(2026, 11, 18), date(2026, 11, 24))
    assert [str(week.since) for week in window.weeks] == ["2026-11-16", "2026-11-23"]
    assert (str(window.last_day), len(window.days)) == ("2026-11-23", 6)
