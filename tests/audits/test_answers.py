"""How agencies are answered: K02, K03 and K09 before and since a day, and whether they differ beyond chance (L55)."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from audits.indicators import front_door, trend
from audits.indicators.front_door import ACKNOWLEDGED, ANSWERS, DECIDED_IN_A_DAY, DECIDED_IN_TIME, TOLD_THE_OUTCOME
from audits.indicators.measures import Period
from audits.indicators.trend import MINIMUM, Trend
from audits.indicators.windows import Window
from audits.views.answers import verdict
from frontdoor.core import policy
from frontdoor.core.control_limits import differ
from frontdoor.core.timescales import Period as Length
from frontdoor.core.timescales import Unit
from frontdoor.models import Acknowledgement, Contact
from tests.factories import people, workers
from tests.factories.contacts import ContactFactory
from tests.factories.feedback import AcknowledgementFactory, FeedbackFactory
from tests.law import figures
from tests.rows import bringing_in

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
SINCE = date(2026, 11, 2)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
SPAN = Window(date(2026, 9, 28), date(2026, 11, 26))


@pytest.fixture
def leader():
    return workers.senior_leader()


def contact(received, decided=None, **given):
    """A contact whose decision fell due two days after it came in."""
    handler, worker, school = people_of_the_desk()
    given = {"recorded_by": handler, "triaged_by": worker, "agency": school} | given
    made = ContactFactory(received_at=received, triaged=True, decision_due_at=received + 2 * DAY, **given)
    if decided is not None:
        made.decided_at, made.decided_by = decided, made.triaged_by
        with bringing_in():
            made.save()
    return made


def people_of_the_desk():
    handler = Contact.objects.order_by("pk").first()
    if handler is not None:
        return handler.recorded_by, handler.triaged_by, handler.agency
    return workers.call_handler(), workers.social_worker(), people.AgencyFactory()


def shares(measure, reader, window=SPAN, at=NOW):
    found = measure.by_day(measure.of(reader), window, at=at)
    return {day: figures for day, figures in found.items() if figures != (0, 0)}


def opened(client, reader, name="answers", **query):
    with time_machine.travel(NOW, tick=False):
        client.force_login(reader)
        return client.get(reverse(name), query)


def since(day):
    return {"since_day": day.day, "since_month": day.month, "since_year": day.year}


@pytest.mark.parametrize(
    ("received", "last_day"),
    [
        (datetime(2026, 11, 5, 10, 0, tzinfo=UTC), date(2026, 11, 6)),
        (datetime(2026, 11, 6, 23, 59, tzinfo=UTC), date(2026, 11, 9)),
        (datetime(2026, 11, 7, 0, 0, tzinfo=UTC), date(2026, 11, 9)),
        (datetime(2026, 10, 24, 22, 59, tzinfo=UTC), date(2026, 10, 26)),
        (datetime(2026, 10, 25, 23, 59, tzinfo=UTC), date(2026, 10, 26)),
        (datetime(2026, 9, 29, 22, 59, tzinfo=UTC), date(2026, 9, 30)),
        (datetime(2026, 9, 29, 23, 0, tzinfo=UTC), date(2026, 10, 1)),
    ],
)
@pytest.mark.parametrize("late", [0, 1])
def test_K03_is_kept_until_the_end_of_the_next_working_day_in_london(acting, leader, received, last_day, late):
    calendar = policy.calendar(around=date(2026, 9, 1))
    end = Length(1, Unit.WORKING_DAYS).due_at(received, calendar)
    contact(received, decided=end + late * timedelta(microseconds=1))
    assert shares(DECIDED_IN_A_DAY, leader) == {last_day: (1, 1 - late)}
    days = [Window(last_day + days * DAY, last_day + (days + 1) * DAY) for days in (-1, 0, 1)]
    assert [bool(shares(DECIDED_IN_A_DAY, leader, day)) for day in days] == [False, True, False]


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    minutes=st.integers(min_value=0, max_value=52 * 24 * 60),
    took=st.integers(min_value=61, max_value=6 * 24 * 60),
)
def test_K03_in_sql_is_the_clock_of_one_working_day(acting, leader, minutes, took):
    received = datetime(2026, 9, 28, tzinfo=UTC) + timedelta(minutes=minutes)
    decided = received + timedelta(minutes=took)
    made = contact(received, decided=decided)
    due = Length(1, Unit.WORKING_DAYS).due_at(received, policy.calendar(around=date(2026, 9, 1)))
    (row,) = DECIDED_IN_A_DAY.fell_due(Contact.objects.filter(pk=made.pk), SPAN, at=NOW)
    assert row.promise == due
    kept = DECIDED_IN_A_DAY.fell_due(Contact.objects.filter(pk=made.pk), SPAN, at=NOW).filter(DECIDED_IN_A_DAY.in_time)
    assert kept.exists() == (decided <= due)


def test_K03_counts_what_is_open_past_its_day_and_nothing_that_was_brought_in(acting, leader):
    contact(datetime(2026, 11, 23, 10, 0, tzinfo=UTC))
    contact(datetime(2026, 11, 24, 10, 0, tzinfo=UTC))
    with bringing_in():
        contact(datetime(2026, 11, 23, 10, 0, tzinfo=UTC), legacy_key="L1")
    assert shares(DECIDED_IN_A_DAY, leader) == {date(2026, 11, 24): (1, 0)}


def test_K03_leaves_out_what_cannot_be_dated_because_the_bank_holidays_end(client, acting, leader):
    authority = policy.authority()
    authority.holidays_covered_until = date(2026, 11, 10)
    with bringing_in():
        authority.save()
    contact(datetime(2026, 11, 6, 10, 0, tzinfo=UTC))
    contact(datetime(2026, 11, 12, 10, 0, tzinfo=UTC))
    assert shares(DECIDED_IN_A_DAY, leader) == {date(2026, 11, 9): (1, 0)}
    assert opened(client, leader).status_code == 200


def test_K09_overdue_and_open_counts_as_not_in_time(acting, leader):
    """In time, late, open past its moment, not due yet."""
    monday = datetime(2026, 11, 16, 10, 0, tzinfo=UTC)
    due, by = monday + 2 * DAY, workers.call_handler()
    for finished in (due, due + timedelta(microseconds=1), None):
        told = {"finished_at": finished, "how": "call", "told_by": by} if finished else {}
        AcknowledgementFactory(contact=contact(monday), due_at=due, **told)
    AcknowledgementFactory(contact=contact(monday), due_at=NOW + HOUR)
    assert shares(ACKNOWLEDGED, leader) == {date(2026, 11, 18): (3, 1)}
    day = date(2026, 11, 17)
    for finished in (day, day + DAY, None):
        told = {"told": True, "finished_on": finished} if finished else {}
        FeedbackFactory(contact=contact(monday - DAY), due_on=day, **told)
    FeedbackFactory(contact=contact(monday), due_on=NOW.date())
    assert shares(TOLD_THE_OUTCOME, leader) == {day: (3, 1)}


def trending(reader, day=SINCE):
    return {row.measure.key: row for row in trend.trends(reader, ANSWERS, since=day, at=NOW)}


def test_L55_the_trend_since_a_chosen_date_is_said_only_beyond_chance(client, acting, leader):
    """Twenty-five a side: before 23 in time, since 12 for the decisions; acknowledgements stay as they were."""
    by = workers.call_handler()
    for number in range(50):
        before, place = number < 25, number % 25
        received = datetime(2026, *((10, 15) if before else (11, 5)), 10, 0, tzinfo=UTC)
        kept = place < (23 if before else 12)
        made = contact(received, decided=received + (3 * HOUR if kept else 4 * DAY))
        told = {"finished_at": received + (HOUR if place else 5 * DAY), "how": "call", "told_by": by}
        AcknowledgementFactory(contact=made, due_at=received + 2 * DAY, **told)
    found = trending(leader)
    assert {key: ((t.before.in_time, t.before.due), (t.after.in_time, t.after.due)) for key, t in found.items()} == {
        "decided": ((23, 25), (12, 25)),
        "one_day": ((23, 25), (12, 25)),
        "acknowledged": ((24, 25), (24, 25)),
        "told": ((0, 0), (0, 0)),
    }
    page = opened(client, leader, **since(SINCE))
    assert [row["verdict"] for row in page.context["trends"]] == [
        "Worse, by more than chance explains.",
        "Worse, by more than chance explains.",
        "No more than chance explains.",
        f"Too few to say: 0 fell due before, and {MINIMUM} are needed.",
    ]
    assert (str(page.context["before"].since), str(page.context["after"].last_day)) == ("2026-10-09", "2026-11-25")
    with time_machine.travel(NOW, tick=False):
        shown = figures.on_page(client, f"{reverse('answers')}?since_day=2&since_month=11&since_year=2026")
        for label, count, url in shown:
            assert figures.rows_behind(client, url) == count, f"{label} leads to {url}"
    assert len(shown) >= 2 * 2 * 3


def side(in_time, due):
    return Period(SPAN, due, in_time)


@pytest.mark.parametrize("before", [0, 10, 19, 20, 25])
@pytest.mark.parametrize("after", [19, 20, 60])
def test_L55_a_verdict_is_what_the_test_of_two_shares_says_and_too_few_say_nothing(before, after):
    for had in {0, before // 2, before}:
        for has in {0, after // 2, after}:
            row = Trend(DECIDED_IN_TIME, side(had, before), side(has, after), [])
            said = verdict(row)
            if min(before, after) < MINIMUM:
                assert said.startswith("Too few")
                assert not row.is_worse
            elif not differ((had, before), (has, after)):
                assert said == "No more than chance explains."
            else:
                assert said.startswith("Worse" if has / after < had / before else "Better")


def test_L55_a_week_that_fell_or_rose_beyond_chance_is_named(client, acting, leader):
    for week in range(6):
        for number in range(20):
            received = datetime(2026, 10, 12, 10, 0, tzinfo=UTC) + week * 7 * DAY
            late = number < (14 if week == 3 else 1)
            contact(received, decided=received + (4 * DAY if late else 3 * HOUR))
    page = opened(client, leader, **since(SINCE))
    row = page.context["trends"][0]
    assert [str(week.starts_on) for week in row["fallen"]] == ["2026-11-02"]
    assert "Fewer than chance explains in the week from 2 November" in page.text


def test_no_figure_counts_what_the_reader_may_not_open(client, acting, leader):
    sealed = people.ChildFactory(restricted=True)
    made = contact(datetime(2026, 11, 16, 10, 0, tzinfo=UTC), children=[sealed])
    AcknowledgementFactory(contact=made)
    FeedbackFactory(contact=made)
    assert all(row.after.due == 0 for row in trending(leader).values())
    for measure in ANSWERS:
        assert not opened(client, leader, "answers_listed", measure=measure.key).context["rows"]
    assert Acknowledgement.objects.exists()


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        (since(date(2026, 11, 26)), "The day must be today or in the past"),
        (since(date(2019, 3, 1)), "Choose a day of the last 52 weeks"),
        ({"since_day": "x", "since_month": "11", "since_year": "2026"}, "The day must be a real date"),
        ({"since_day": "4"}, "The day must include a month and year"),
        ({"since_day": "1", "since_month": "1", "since_year": "9" * 9}, "The day must be a real date"),
    ],
)
def test_a_day_that_cannot_be_is_answered_with_its_sentence_and_no_figures(client, leader, query, sentence):
    page = opened(client, leader, **query)
    assert page.status_code == 200
    assert sentence in page.text
    assert "trends" not in page.context
    assert opened(client, leader, **query, format="csv").status_code == 200


@pytest.mark.parametrize("query", [{}, {"since": "nonsense"}, since(NOW.date()), since(date(2025, 11, 26))])
def test_an_empty_service_is_answered(client, leader, query):
    page = opened(client, leader, **query)
    assert [row["verdict"][:7] for row in page.context["trends"]] == ["Too few"] * 4
    assert page.text.count("Nothing fell due") == 8


@pytest.mark.parametrize(
    "query",
    ["measure=x&since=nonsense&until=x&which=x", "since=2100-01-01&until=2000-01-01", "since=2000-01-01&page=²"],
)
def test_a_wrong_address_of_a_list_is_answered(client, leader, query):
    for measure in ANSWERS:
        with time_machine.travel(NOW, tick=False):
            client.force_login(leader)
            assert client.get(f"{reverse('answers_listed')}?{query}&measure={measure.key}").status_code == 200


@pytest.mark.parametrize("name", ["1 answers", "25 answers", "1 answers_listed", "25 answers_listed"])
def test_the_number_of_queries_is_fixed(client, acting, leader, django_assert_num_queries, name):
    rows, name = name.split()
    for _ in range(int(rows)):
        made = contact(datetime(2026, 11, 16, 10, 0, tzinfo=UTC))
        AcknowledgementFactory(contact=made)
        FeedbackFactory(contact=made)
    for measure in ANSWERS if name == "answers_listed" else ANSWERS[:1]:
        opened(client, leader, name)
        expected = {"answers": 7, "answers_listed": 4}[name] + (name == "answers_listed" and measure.key == "one_day")
        with time_machine.travel(NOW, tick=False), django_assert_num_queries(expected):
            client.get(reverse(name), {"measure": measure.key})


@pytest.mark.parametrize("make", [workers.practice_manager, workers.social_worker, workers.auditor])
def test_others_do_not_open_it(client, make):
    assert opened(client, make()).status_code == 403


def test_the_weeks_and_the_rows_are_saved_as_files(client, acting, leader):
    made = contact(datetime(2026, 11, 16, 10, 0, tzinfo=UTC))
    FeedbackFactory(contact=made)
    answer = opened(client, leader, format="csv", **since(SINCE))
    assert '"K02 Contacts decided in time","2026-11-16","1","0","1","0"' in answer.text
    listed = opened(client, leader, "answers_listed", measure="told", format="csv")
    assert f'"{made.reference}","Amber"' in listed.text


def test_the_leaders_page_counts_decisions_as_this_page_does(acting, leader):
    contact(datetime(2026, 11, 16, 10, 0, tzinfo=UTC))
    weeks = front_door.decided_by_week(Contact.objects.visible_to(leader), at=NOW)
    same = {week.starts_on: week for week in trending(leader)["decided"].weeks}
    assert all(same[week.starts_on] == week for week in weeks if week.due)
