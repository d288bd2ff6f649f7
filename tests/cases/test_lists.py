"""The lists of cases and assessments: whose rows, how many queries, and the same count everywhere."""

import csv
import io
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse

from cases import listing
from cases.models import Assessment
from frontdoor.core import my_work
from frontdoor.models import LedgerEvent
from tests.exporting import saved
from tests.factories import people, workers
from tests.factories.cases import AllocationFactory, AssessmentFactory, PlanFactory, ReferralFactory
from tests.factories.contacts import ContactFactory

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 12, 1, 10, 0, tzinfo=UTC)
LATE = NOW.date() - timedelta(days=10)


@pytest.fixture(autouse=True)
def december():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def team(db):
    return workers.TeamFactory()


@pytest.fixture
def manager(team):
    return workers.practice_manager(team=team)


def case(team, name="Nia", **traits):
    referral = ReferralFactory(team=team, child__given_names=name)
    AllocationFactory(referral=referral)
    AssessmentFactory(referral=referral, **traits)
    return referral


def get(client, viewer, name, **query):
    client.force_login(viewer)
    return client.get(reverse(name), query)


def names(page):
    return [row.name.split()[0] for row in page.context["rows"]]


def test_own_team_first_and_nobody_elses_cases(client, team, manager):
    case(team, "Own")
    case(workers.TeamFactory(), "Other")
    assert names(get(client, manager, "case_list")) == ["Own"]
    assert names(get(client, manager, "case_list", team="all")) == ["Own"]
    overseer = workers.service_manager()
    assert sorted(names(get(client, overseer, "case_list"))) == ["Other", "Own"]
    assert names(get(client, overseer, "case_list", team=str(team.pk))) == ["Own"]


@pytest.mark.parametrize("make", [workers.call_handler, workers.administrator, workers.partner_referrer])
@pytest.mark.parametrize("name", ["case_list", "unallocated", "assessment_list"])
def test_doors_shut_for_roles_without_cases(client, make, name):
    assert get(client, make(), name).status_code == 403


def test_hidden_children_stand_in_no_list(client, team, manager):
    sealed = ReferralFactory(team=team, child=people.ChildFactory(restricted_record=True))
    tied = ReferralFactory(team=team)
    people.ConflictFactory(worker=manager, person=tied.child, declared_by=workers.administrator())
    for referral in (sealed, tied):
        AssessmentFactory(referral=referral, due_on=LATE)
    for name in ("case_list", "unallocated", "assessment_list"):
        assert get(client, manager, name, team="all").context["rows"] == []


def test_a_line_says_what_stands_open(client, team, manager):
    referral = case(team, due_on=LATE)
    PlanFactory(referral=referral, protection=True)
    (row,) = get(client, manager, "case_list").context["rows"]
    assert (row.plan, row.due.state) == ("Child protection plan", "overdue")
    assert row.worker
    assert row.due.words.startswith("overdue by")


def test_narrowed_by_worker_lateness_and_allocation(client, team, manager):
    late, fine = case(team, "Late", due_on=LATE), case(team, "Fine")
    ReferralFactory(team=team, child__given_names="Waiting")
    assert names(get(client, manager, "case_list", show="late")) == ["Late"]
    assert names(get(client, manager, "case_list", show="unallocated")) == ["Waiting"]
    lead = fine.allocations.get().worker_id
    assert names(get(client, manager, "case_list", worker=lead)) == ["Fine"]
    assert names(get(client, manager, "assessment_list", late="1", team=team.pk)) == ["Late"]
    assert names(get(client, manager, "assessment_list", worker=late.allocations.get().worker_id)) == ["Late"]


@pytest.mark.parametrize(
    "query", [{"team": "x"}, {"worker": "-1"}, {"page": "0"}, {"sort": "1;drop"}, {"show": "\x00"}]
)
def test_an_odd_address_is_answered_with_the_plain_list(client, team, manager, query):
    case(team)
    page = get(client, manager, "case_list", **query)
    assert page.status_code == 200
    assert names(page) == ["Nia"]


def test_sorted_and_paged_in_a_stable_order(client, team, manager):
    for number in range(30):
        ReferralFactory(team=team, child__given_names=f"N{number:02}", child__family_name="Same")
    first = get(client, manager, "case_list", sort="name")
    second = get(client, manager, "case_list", sort="name", page="2")
    assert names(first) + names(second) == [f"N{number:02}" for number in range(30)]
    assert (first.context["page"].has_next(), second.context["page"].has_next()) == (True, False)
    assert names(get(client, manager, "case_list", sort="-name"))[0] == "N29"


# Session, worker, teams to choose from, the calendar, the rows, the ledger; once a minute the session besides.
@pytest.mark.parametrize("name", ["case_list", "assessment_list", "unallocated"])
def test_six_queries_for_one_row_and_for_25(client, team, manager, name, django_assert_num_queries):
    get(client, manager, name)
    for more, rows in ((1, 1), (24, 25)):
        for _ in range(more):
            case(team) if name != "unallocated" else ReferralFactory(team=team)
        with django_assert_num_queries(6):
            page = client.get(reverse(name))
        assert len(page.context["rows"]) == rows


def test_the_file_holds_the_rows_and_the_ledger_the_children(client, team, manager):
    referral = case(team, "=cmd()")
    client.force_login(manager)
    page = saved(client, reverse("case_list"), {"format": "csv"})
    rows = list(csv.reader(io.StringIO(page.content.decode("utf-8-sig"))))
    assert rows[0][:2] == ["Reference", "Name"]
    assert rows[1][1].startswith("'=cmd()")
    event = LedgerEvent.objects.get(verb="disclose")
    assert (event.actor_id, event.person_ids) == (manager.pk, [referral.child_id])


def test_the_assessments_file(client, team, manager):
    case(team, due_on=LATE)
    client.force_login(manager)
    page = saved(client, reverse("assessment_list"), {"format": "csv"})
    rows = list(csv.reader(io.StringIO(page.content.decode("utf-8-sig"))))
    assert rows[1][6] == LATE.isoformat()


def test_every_count_on_the_first_page_is_the_rows_of_its_list(client, team, manager):
    case(team, due_on=LATE)
    case(team, submitted=True)
    case(team, due_on=NOW.date() + timedelta(days=3))
    ReferralFactory(team=team)
    lead = case(team, due_on=LATE).allocations.get().worker
    case(workers.TeamFactory(), due_on=LATE)
    for worker in (manager, lead, workers.service_manager()):
        client.force_login(worker)
        for block in my_work.of(worker, NOW):
            if block.url.startswith(("/cases", "/assessments")):
                assert len(client.get(block.url).context["rows"]) == block.count, block.title


def test_a_late_item_says_since_when_and_what_ends_it(team):
    lead = case(team, due_on=LATE).allocations.get().worker
    block = next(block for block in my_work.of(lead, NOW) if block.title == "My late assessments")
    assert block.count == 1
    assert "Overdue by" in block.items[0].due_words
    assert "Ends when a manager has authorised it" in block.items[0].detail


@pytest.mark.parametrize("show", [listing.LATE, ""])
def test_a_closed_case_of_the_team_is_no_reason_to_see_its_assessment_but_another_reason_is(team, manager, show):
    closed, other = ReferralFactory(team=team, closed=True), ReferralFactory(team=workers.TeamFactory())
    shut = AssessmentFactory(referral=closed, due_on=LATE)
    colleague = workers.social_worker(team=team)
    ContactFactory(children=[shut.child], recorded_by=colleague)
    opened = AssessmentFactory(referral__team=team, due_on=LATE)
    for reader, expected in ((manager, {opened}), (colleague, {opened, shut})):
        own = listing.assessments(viewer=reader, on=NOW.date(), team=str(team.pk), show=show)
        assert set(own) == expected
        assert set(own) == {row for row in Assessment.objects.visible_to(reader) if row.referral.team == team}
    of_another_child = AssessmentFactory(referral=ReferralFactory(team=team), child=other.child, due_on=LATE)
    assert of_another_child not in Assessment.objects.of_own_team(manager)


def test_own_team_is_no_filter_for_those_who_oversee(team):
    assert listing.own_team(workers.service_manager(team=team)) == listing.ALL_TEAMS
    assert listing.own_team(workers.practice_manager(team=team)) == str(team.pk)
