"""The drift watch: each rule finds what stands still and lets go once the act is done; the same rows everywhere."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse

from cases import drift
from cases.actions import plan_content
from cases.models import Section47
from frontdoor.core import my_work
from frontdoor.core.acting import acting_as
from frontdoor.core.policy import PolicyPeriod
from tests.exporting import saved
from tests.factories import enquiries, people, plans, strategy, visits, workers
from tests.factories.cases import (
    AllocationFactory,
    AssessmentFactory,
    PlanFactory,
    ReferralFactory,
    Section47Factory,
    VisitFactory,
)
from tests.factories.contacts import ContactFactory
from tests.rows import bringing_in, update_raw

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
TODAY = NOW.date()
RULES = (
    "long-plan",
    "not-seen",
    "no-decision",
    "action-not-done",
    "action-carried",
    "contact-on-plan",
    "enquiry-not-started",
    "not-held-again",
    "enquiry-stalled",
)


@pytest.fixture(autouse=True)
def november():
    with time_machine.travel(NOW, tick=False):
        yield


def days_ago(days):
    return TODAY - timedelta(days=days)


def case(received=15, seen=1, decided=1, **traits):
    """A case in which nothing stands still: received, seen and allocated lately."""
    referral = ReferralFactory(received_on=days_ago(received), **traits)
    AllocationFactory(referral=referral, started_on=days_ago(decided))
    if seen is not None:
        VisitFactory(child=referral.child, visited_on=days_ago(seen))
    return referral


def overseer():
    return workers.service_manager()


def found(referral, show=drift.ANY):
    """The codes of the rules that stand of a case; list, filter of one rule and record agree."""
    viewer = overseer()
    rows = drift.cases(viewer=viewer, on=TODAY, show=show)
    by_list = {
        reason.code
        for row in drift.case_rows(rows.filter(pk=referral.pk), "received", on=TODAY)
        for reason in drift.reasons(row, on=TODAY, worker=viewer)
    }
    on_record = {reason.code for reason in drift.of_child(referral.child, on=TODAY, worker=viewer)}
    one_by_one = {
        rule.code
        for rule in drift.rules()
        if drift.cases(viewer=viewer, on=TODAY, show=rule.code).filter(pk=referral.pk).exists()
    }
    assert by_list == on_record == one_by_one
    return by_list


def words(referral):
    (reason,) = drift.of_child(referral.child, on=TODAY, worker=overseer())
    return reason.words


def decision_note(referral, at=NOW):
    manager = workers.practice_manager(team=referral.team)
    return visits.CaseNoteFactory(kind="decision", children=[referral.child], written_by=manager, happened_at=at)


def limit(code, value, team=None):
    with acting_as(workers.administrator()), bringing_in():
        known = PolicyPeriod.objects.of(code).first()
        PolicyPeriod(
            code=code,
            name=known.name,
            value=value,
            unit=known.unit,
            team=team,
            valid_from=days_ago(1),
            source="Tried in a test",
            set_by=workers.administrator(),
        ).save()


def test_every_rule_of_the_product_is_tried_here():
    assert tuple(rule.code for rule in drift.rules()) == RULES


def test_L34_a_case_in_which_nothing_stands_still_is_on_no_list():
    assert found(case()) == set()


@pytest.mark.parametrize(
    ("began", "stands"),
    [(date(2026, 2, 20), False), (date(2026, 2, 19), True), (date(2025, 11, 20), True), (date(2025, 11, 19), True)],
)
def test_L34_a_child_in_need_plan_past_nine_months_without_a_decision_drifts(began, stands):
    """T21. Of a plan from 20 February today is the last day in time."""
    referral = case(received=400)
    PlanFactory(referral=referral, started_on=began)
    assert found(referral) == ({"long-plan"} if stands else set())


def test_L34_a_managers_decision_lets_a_long_plan_go_on_until_the_twelfth_month():
    referral = case(received=500)
    plan = PlanFactory(referral=referral, started_on=date(2026, 1, 15))
    assert words(referral) == (
        "The child in need plan began on 15 January 2026. Whether it goes on was to be decided by"
        " 15 October 2026, 36 days ago."
    )
    decision_note(referral, at=datetime(2026, 10, 14, 12, tzinfo=UTC))
    assert found(referral) == {"long-plan"}
    decision_note(referral, at=datetime(2026, 10, 15, 12, tzinfo=UTC))
    assert found(referral) == set()
    with bringing_in():
        update_raw(plan, started_on=date(2025, 11, 10))
    assert found(referral) == {"long-plan"}
    assert "10 November 2026, 10 days ago" in words(referral)
    decision_note(referral)
    assert found(referral) == set()


def test_L34_neither_a_protection_plan_nor_an_ended_one_has_the_check_of_length():
    protected, ended = case(received=600), case(received=600)
    PlanFactory(referral=protected, protection=True, started_on=days_ago(500))
    PlanFactory(referral=ended, started_on=days_ago(500), ended_on=days_ago(3))
    assert found(protected) == found(ended) == set()


@pytest.mark.parametrize(("seen", "stands"), [(42, False), (43, True), (None, True)])
def test_L34_a_child_whom_no_visit_has_seen_in_time_drifts(seen, stands):
    referral = case(received=50, seen=seen)
    VisitFactory(child=referral.child, visited_on=days_ago(2), seen=False, seen_alone=None)
    assert found(referral) == ({"not-seen"} if stands else set())


def test_L34_a_visit_that_sees_the_child_ends_it_and_the_words_say_since_when():
    never, once = case(received=50, seen=None), case(received=90, seen=43)
    assert words(never) == "Not seen since the case began on 1 October 2026, 50 days ago. The limit is 42 days."
    assert words(once) == "Last seen on 8 October 2026, 43 days ago. The limit is 42 days."
    for referral in (never, once):
        VisitFactory(child=referral.child, visited_on=TODAY)
        assert found(referral) == set()


def test_L34_under_a_protection_plan_a_child_is_missed_sooner():
    referral = case(received=90, seen=22)
    assert found(referral) == set()
    PlanFactory(referral=referral, protection=True, started_on=days_ago(30))
    assert found(referral) == {"not-seen"}
    VisitFactory(child=referral.child, visited_on=days_ago(21))
    assert found(referral) == set()


def test_L34_nobody_visits_a_child_who_is_not_born_or_who_has_died():
    unborn = people.ChildFactory(unborn=True)
    dead = people.ChildFactory(death_date=days_ago(60))
    assert [found(case(received=90, seen=None, child=child)) for child in (unborn, dead)] == [set(), set()]


@pytest.mark.parametrize(("decided", "stands"), [(56, False), (57, True)])
def test_L34_a_case_about_which_nobody_decides_drifts(decided, stands):
    referral = case(received=90, decided=decided)
    assert found(referral) == ({"no-decision"} if stands else set())


def _authorised_assessment(referral):
    AssessmentFactory(
        referral=referral,
        received_on=referral.received_on,
        started_on=referral.received_on,
        due_on=TODAY,
        submitted=True,
        submitted_on=days_ago(4),
        authorised_on=days_ago(3),
        authorised_by=workers.practice_manager(),
    )


def _signed_meeting(referral):
    strategy.decided_against(contact=ContactFactory(children=[referral.child]))


def _no_conference(referral):
    Section47Factory(
        referral=referral,
        started_on=days_ago(80),
        conference_not_needed=True,
        not_needed_reason=enquiries.REASON,
        agency_views=enquiries.VIEWS,
        not_needed_on=days_ago(2),
        not_needed_by=workers.practice_manager(),
    )


@pytest.mark.parametrize("act", [decision_note, _authorised_assessment, _signed_meeting, _no_conference])
def test_L34_each_kind_of_decision_ends_it(act):
    referral = case(received=90, decided=70)
    assert found(referral) == {"no-decision"}
    assert words(referral) == "Last decision on 11 September 2026, 70 days ago. The limit is 56 days."
    act(referral)
    assert found(referral) == set()


def test_L34_another_note_is_no_decision_and_another_childs_decision_is_not_this_ones():
    referral, other = case(received=90, decided=70), case()
    visits.CaseNoteFactory(children=[referral.child])
    decision_note(other)
    assert found(referral) == {"no-decision"}


@pytest.mark.parametrize(("late", "stands"), [(7, False), (8, True)])
def test_L34_an_action_long_past_its_time_drifts_until_it_is_done(late, stands):
    referral = case()
    meeting = strategy.MeetingFactory(children=[referral.child])
    action = strategy.ActionFactory(
        meeting=meeting,
        started_at=NOW - timedelta(days=30),
        due_at=NOW.replace(hour=23, minute=59) - timedelta(days=late),
    )
    assert found(referral) == ({"action-not-done"} if stands else set())
    if stands:
        assert words(referral) == f"“{action.what}” by {action.owner_name} was due on 12 November 2026, 8 days ago."
    update_raw(action, finished_at=NOW, done_by=meeting.chair, evidence="The report is on the record.")
    assert found(referral) == set()


def test_L34_an_action_of_a_meeting_from_which_the_child_was_left_out_is_not_this_childs():
    referral = case()
    meeting = strategy.MeetingFactory(children=[])
    strategy.MeetingChildFactory(meeting=meeting, child=referral.child, left_out_reason="Grown up and away.")
    strategy.ActionFactory(meeting=meeting, started_at=NOW - timedelta(days=30), due_at=NOW - timedelta(days=20))
    assert found(referral) == set()


@pytest.mark.parametrize(("came", "stands"), [(7, False), (8, True)])
def test_L34_a_contact_on_an_open_plan_waits_for_a_decision(came, stands):
    referral = case(received=90, decided=20)
    PlanFactory(referral=referral, started_on=days_ago(60))
    ContactFactory(children=[referral.child], received_at=NOW - timedelta(days=came))
    assert found(referral) == ({"contact-on-plan"} if stands else set())
    if stands:
        ContactFactory(children=[referral.child], received_at=NOW - timedelta(days=3))
        assert words(referral) == (
            "2 contacts, the first on 12 November 2026, 8 days ago, and no decision about the plan since."
        )
    decision_note(referral)
    assert found(referral) == set()


def test_L34_a_contact_before_the_plan_or_without_one_is_none_of_it():
    before, without = case(received=90, decided=60), case(received=90, decided=40)
    PlanFactory(referral=before, started_on=days_ago(30))
    for referral in (before, without):
        ContactFactory(children=[referral.child], received_at=NOW - timedelta(days=31))
    assert found(before) - {"no-decision"} == found(without) == set()


@pytest.mark.parametrize(("began", "stands"), [(5, False), (6, True)])
def test_L34_an_enquiry_that_has_seen_nobody_stands_still(began, stands):
    referral = case(seen=None)
    decision = strategy.signed(contact=ContactFactory(children=[referral.child])).children.get()
    enquiry = enquiries.EnquiryFactory(decided=decision, referral=referral, started_on=days_ago(began))
    assert found(referral) == ({"enquiry-stalled"} if stands else set())
    if stands:
        assert words(referral) == (
            "It began on 14 November 2026, 6 days ago. The child has not been seen and no outcome is proposed."
        )
    VisitFactory(child=referral.child, visited_on=days_ago(2))
    assert found(referral) == set()
    update_raw(enquiry, outcome_due_on=days_ago(1), version=2)
    assert words(referral) == "The outcome was due on 19 November 2026, 1 day ago."
    assert Section47.objects.late(TODAY).get() == enquiry
    update_raw(enquiry, outcome_due_on=TODAY, conference_due_on=days_ago(2), version=3)
    assert words(referral) == "The conference was due on 18 November 2026, 2 days ago."
    update_raw(enquiry, conference_due_on=TODAY, version=4)
    assert found(referral) == set()


def test_the_limit_of_a_team_goes_before_the_authoritys_and_the_day_of_asking_counts():
    ours, theirs = case(received=90, seen=30), case(received=90, seen=30)
    limit("DRIFT-SEEN", 20, team=ours.team)
    assert (found(ours), found(theirs)) == ({"not-seen"}, set())
    limit("DRIFT-SEEN", 25)
    assert (found(ours), found(theirs)) == ({"not-seen"}, {"not-seen"})
    assert words(theirs).endswith("The limit is 25 days.")
    before = drift.cases(viewer=overseer(), on=days_ago(2))
    assert not before.filter(pk=ours.pk).exists()


def test_a_closed_case_drifts_no_more():
    referral = case(received=90, seen=80)
    assert found(referral) == {"not-seen"}
    manager = workers.practice_manager()
    with acting_as(manager), bringing_in():
        update_raw(referral, closed_on=TODAY, closed_by=manager, closure_reason="RC7")
    assert drift.of_child(referral.child, on=TODAY, worker=manager) == []


def listed(client, viewer, **query):
    client.force_login(viewer)
    return client.get(reverse("drift_list"), query)


def names(page):
    return [row.name.split()[0] for row in page.context["rows"]]


@pytest.fixture
def drifting(db):
    return case(received=90, seen=50, child__given_names="Nia", child__family_name="Same")


def test_the_counts_of_the_first_page_equal_their_lists(client, drifting):
    lead, manager = drifting.allocations.get().worker, workers.practice_manager(team=drifting.team)
    case(team=drifting.team)
    for worker, title in ((lead, "My cases that drift"), (manager, "Cases that drift")):
        (block,) = (block for block in my_work.of(worker, NOW) if block.title == title)
        assert (block.count, len(block.items)) == (1, 1)
        assert "Last seen on 1 October 2026" in block.items[0].detail
        client.force_login(worker)
        assert names(client.get(block.url)) == ["Nia"]


def test_narrowed_by_team_rule_and_worker_and_hidden_from_others(client, drifting):
    manager = workers.practice_manager(team=drifting.team)
    other = case(received=90, decided=70, team=drifting.team, child__given_names="Kit", child__family_name="Same")
    assert names(listed(client, manager)) == ["Nia", "Kit"]
    assert names(listed(client, manager, show="not-seen")) == ["Nia"]
    assert names(listed(client, manager, worker=other.allocations.get().worker_id)) == ["Kit"]
    assert names(listed(client, manager, sort="name")) == ["Kit", "Nia"]
    assert names(listed(client, overseer(), team=drifting.team_id)) == ["Nia", "Kit"]
    assert names(listed(client, workers.social_worker(), team="all")) == []
    people.ConflictFactory(worker=manager, person=drifting.child, declared_by=workers.administrator())
    assert names(listed(client, manager, team="all")) == ["Kit"]


@pytest.mark.parametrize("query", [{"show": "x"}, {"worker": "-1"}, {"worker": "x"}, {"sort": "1;"}, {"page": "0"}])
def test_an_odd_address_is_answered_with_the_plain_list(client, drifting, query):
    assert names(listed(client, overseer(), **query)) == ["Nia"]


def test_each_reader_is_shown_only_the_ways_that_are_theirs(client, drifting):
    visit = reverse("visit_new", args=[drifting.child_id])
    for reader, offered in ((drifting.allocations.get().worker, True), (workers.auditor(), False)):
        for page in (listed(client, reader, team="all"), client.get(reverse("person", args=[drifting.child_id]))):
            assert "Last seen on 1 October 2026, 50 days ago." in page.text
            assert (f'href="{visit}">Ends when a visit sees the child.' in page.text) is offered


def test_supervision_reads_the_same_reasons_of_a_worker(drifting):
    lead = drifting.allocations.get().worker
    ((row, reasons),) = drift.of_lead(lead, on=TODAY, viewer=workers.practice_manager(team=drifting.team))
    assert (row.child_id, [reason.code for reason in reasons]) == (drifting.child_id, ["not-seen"])


def test_the_list_leaves_as_a_file_for_a_purpose(client, drifting):
    client.force_login(overseer())
    file = saved(client, reverse("drift_list"), {"format": "csv", "team": "all"}).content.decode()
    assert "Child not seen" in file
    assert "Last seen on 1 October 2026, 50 days ago." in file


def test_as_many_queries_for_one_row_and_for_25(client, drifting, django_assert_num_queries):
    manager = workers.practice_manager(team=drifting.team)
    listed(client, manager)
    for more, rows in ((0, 1), (24, 25)):
        for _ in range(more):
            case(received=90, seen=50, team=drifting.team)
        with django_assert_num_queries(6):
            page = client.get(reverse("drift_list"))
        assert len(page.context["rows"]) == rows


def test_a_kind_of_drift_stands_once():
    with pytest.raises(ValueError, match="stands twice"):
        drift.register(drift.rules()[0])


@pytest.mark.parametrize(("times", "stands"), [(2, False), (3, True)])
def test_L34_an_action_that_three_reviews_carried_on_drifts_until_it_is_done(times, stands):
    """S16."""
    referral = case()
    part = plans.PartFactory(plan=PlanFactory(referral=referral, started_on=days_ago(20)))
    action = plans.ActionFactory(outcome__need__part=part, owner_name="Robin Example")
    plans.UpdateFactory.create_batch(times, action=action)
    assert found(referral) == ({"action-carried"} if stands else set())
    if stands:
        assert words(referral).endswith("by Robin Example was carried on by 3 reviews of the plan.")
        worker = referral.allocations.get(role="lead").worker
        plan_content.finish(by=worker, on=TODAY, action_id=action.pk, result="done", evidence="He comes every day.")
        assert found(referral) == set()
