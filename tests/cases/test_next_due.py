"""What is due next for a child, of every clock, in the bar of its pages and on its record."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse

from cases import next_due, standing
from cases.permissions import WRITE_PLAN
from frontdoor.core.acting import acting_as
from tests.factories import cases, conferences, people, plans, strategy, workers
from tests.factories.assessments import FamilyFactory
from tests.factories.cases import AllocationFactory, AssessmentFactory, ReferralFactory
from tests.factories.contacts import ContactFactory
from tests.factories.enquiries import EnquiryFactory, PowerFactory
from tests.factories.visits import SeenDueFactory
from tests.rows import update_raw
from tests.words import says

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
TODAY = NOW.date()


@pytest.fixture(autouse=True)
def november():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def lead(db):
    return AllocationFactory(referral__received_on=TODAY - timedelta(days=4))


def days(number):
    return TODAY + timedelta(days=number)


def due(lead, worker=None):
    """The codes of what is due for the child of an allocation, the earliest first."""
    person = standing.of_child(lead.child_id, worker=worker or lead.worker, on=TODAY)
    return [one.kind.code for one in next_due.of(person)]


def assessment(lead):
    return AssessmentFactory(referral=lead.referral, received_on=lead.referral.received_on, due_on=days(40))


def meeting(lead, **given):
    contact = ContactFactory(children=[lead.child], received_at=NOW - timedelta(days=1))
    return strategy.MeetingFactory(contact=contact, due_at=NOW + timedelta(hours=4), **given)


def test_nothing_is_due_for_a_child_about_whom_nothing_is_promised(lead):
    assert due(lead) == []


def test_each_clock_is_told_and_the_earliest_stands_first(lead):
    assessment(lead)
    SeenDueFactory(referral=lead.referral, counted_from=days(-4), due_on=days(6))
    assert due(lead) == ["seen", "assessment"]
    PowerFactory(child=lead.child)
    row = strategy.signed(contact=ContactFactory(children=[lead.child])).children.get()
    EnquiryFactory(decided=row, referral=lead.referral, outcome_due_on=days(1), conference_due_on=days(15))
    found = due(lead)
    assert {"power", "outcome", "conference", "record", "action", "contact"} <= set(found)
    assert found.index("outcome") < found.index("seen") < found.index("conference") < found.index("assessment")


def test_checks_core_groups_and_reviews_are_told_to_the_end_of_the_plan(lead):
    family = FamilyFactory(check_from=days(-4), check_due_on=days(10))
    AssessmentFactory(referral=lead.referral, family=family, due_on=days(40))
    assert due(lead) == ["check", "assessment"]
    document = plans.DocumentFactory(kind="cin", review={"counted_from": TODAY, "due_on": days(42)})
    part = plans.PartFactory(document=document, plan=cases.PlanFactory(referral=lead.referral, started_on=TODAY))
    assert due(lead) == ["check", "assessment", "plan_review"]
    plans.ended(part.plan, on=TODAY)
    assert due(lead) == ["check", "assessment"]
    promised = {"review_from": TODAY, "review_code": "T15", "review_due_on": days(91)}
    plan = cases.PlanFactory(referral=lead.referral, protection=True, started_on=days(1), **promised)
    conferences.CoreGroupFactory(plan=plan, counted_from=TODAY, due_on=days(14))
    assert due(lead) == ["check", "core_group", "assessment", "review_conference"]


def test_what_is_kept_is_due_no_more(lead):
    row = assessment(lead)
    assert due(lead) == ["assessment"]
    reader = workers.practice_manager(team=lead.referral.team)
    with acting_as(reader):
        update_raw(row, finished_on=TODAY, authorised_on=TODAY, authorised_by=reader, version=2, analysis=says(40))
    assert due(lead) == []


def test_a_case_without_a_worker_waits_for_one(db):
    referral = ReferralFactory(received_on=days(-1), allocation_due_on=TODAY)
    for worker, url, who in (
        (workers.service_manager(), reverse("allocate", args=[referral.pk]), ""),
        (workers.social_worker(team=referral.team), "", "a manager allocates it"),
    ):
        (one,) = next_due.of(standing.of_child(referral.child_id, worker=worker, on=TODAY))
        assert (one.kind.code, one.url, one.who) == ("allocation", url, who)


def test_a_review_is_convened_by_whoever_holds_the_case_and_then_leads_to_its_conference(client, lead):
    promised = {"review_from": days(-1), "review_code": "T15", "review_due_on": days(91)}
    plan = cases.PlanFactory(referral=lead.referral, protection=True, started_on=days(-1), **promised)
    address = reverse("conference_from_plan", args=[plan.pk])
    colleague, stranger = workers.social_worker(team=lead.referral.team), workers.practice_manager()
    for worker, url in ((lead.worker, address), (colleague, address), (workers.service_manager(), address)):
        (one,) = next_due.of(standing.of_child(lead.child_id, worker=worker, on=TODAY))
        assert (one.kind.code, one.url, one.who) == ("review_conference", url, "")
    for worker in (stranger, workers.auditor()):
        (one,) = next_due.of(standing.of_child(lead.child_id, worker=worker, on=TODAY))
        assert (one.url, one.who) == ("", "the child's worker or the team that holds the case convenes it")
    client.force_login(workers.auditor())
    assert client.get(reverse("person", args=[lead.child_id])).text.count(one.who.replace("'", "&#x27;")) == 2
    conference = conferences.ConferenceFactory(kind="review", code="T15", children=[conferences.reviewed_child(plan)])
    (one,) = next_due.of(standing.of_child(lead.child_id, worker=colleague, on=TODAY))
    assert (one.kind.code, one.url) == ("review_convened", reverse("conference", args=[conference.pk]))


def test_a_review_of_a_plan_leads_there_whoever_may_write_the_plan(client, lead):
    document = plans.DocumentFactory(kind="cin", review={"counted_from": TODAY, "due_on": days(42)})
    plans.PartFactory(document=document, plan=cases.PlanFactory(referral=lead.referral, started_on=TODAY))
    address = reverse("plan_review", args=[document.pk])
    colleague, night = workers.social_worker(team=lead.referral.team), workers.social_worker()
    nowhere = workers.social_worker(team=None)
    for worker in (lead.worker, colleague, workers.service_manager(), night, nowhere, workers.auditor()):
        (one,) = next_due.of(standing.of_child(lead.child_id, worker=worker, on=TODAY))
        client.force_login(worker)
        is_open = client.get(address).status_code == 200
        assert is_open == (worker not in (night, nowhere) and worker.holds(WRITE_PLAN))
        assert (one.kind.code, one.url) == ("plan_review", address if is_open else "")
        assert bool(one.who) != is_open


def test_a_meeting_that_names_a_child_hidden_from_the_reader_is_not_told(lead):
    sister = people.ChildFactory()
    row = meeting(lead, children=[lead.child, sister])
    assert "meeting" in due(lead)
    people.ConflictFactory(worker=lead.worker, person=sister, declared_by=workers.administrator())
    assert "meeting" not in due(lead)
    assert row.pk


def test_the_bar_names_what_is_due_and_leads_there_whoever_may_go(client, lead):
    row = assessment(lead)
    SeenDueFactory(referral=lead.referral, counted_from=days(-4), due_on=days(-1))
    address = reverse("person", args=[lead.child_id])
    visit = reverse("visit_new", args=[lead.child_id])
    client.force_login(lead.worker)
    page = client.get(address)
    assert page.context["child"]["next_due"]["words"] == "Visit, child seen"
    assert page.context["child"]["next_due"]["due"].state == "overdue"
    assert f'href="{visit}">Visit, child seen</a>' in page.text
    assert f'href="{reverse("assessment", args=[row.pk])}">Assessment</a>' in page.text
    client.force_login(workers.auditor())
    page = client.get(address)
    assert page.context["child"]["next_due"]["url"] == ""
    assert visit not in page.text


def test_badges_lead_to_their_cause(client, lead):
    row = strategy.signed(contact=ContactFactory(children=[lead.child])).children.get()
    enquiry = EnquiryFactory(decided=row, referral=lead.referral)
    PowerFactory(child=lead.child)
    client.force_login(lead.worker)
    badges = {
        badge["words"]: badge["url"]
        for badge in client.get(reverse("person", args=[lead.child_id])).context["child"]["badges"]
    }
    assert badges["Section 47 enquiry"] == reverse("enquiry", args=[enquiry.pk])
    assert badges["Emergency power in force"] == reverse("emergency_powers", args=[lead.child_id])


def test_a_kind_stands_once():
    with pytest.raises(ValueError, match="stands twice"):
        next_due.register(next(iter(next_due._kinds.values())))
