"""Section 47 from the strategy decision to the conference, and emergency powers with their hours."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cases.actions import conferences, emergency, enquiries
from cases.models import ConferenceChild, EmergencyPower, Section47, SeenDue, StrategyChild
from cases.models.emergency import TOO_LONG
from cases.models.enquiries import ANOTHER_AUTHORISES, OUTCOME_WHOLE, EnquiryOutcome
from cases.models.enquiry_rules import AUTHORISED_STAYS, CONVENED, NO_STRATEGY_DECISION, NOT_NEEDED_AFTER
from cases.presenters.enquiries import power, state_of
from frontdoor.core.acting import acting_as
from frontdoor.core.actions import NotPossible
from frontdoor.core.permissions import Refused
from frontdoor.core.policy import calendar
from frontdoor.core.versions import Stale
from frontdoor.core.working_days import london_date
from tests.factories import strategy as made
from tests.factories import workers
from tests.factories.cases import ReferralFactory, Section47Factory
from tests.factories.conferences import ConferenceFactory
from tests.factories.enquiries import REASON, VIEWS, EnquiryFactory, PowerFactory
from tests.factories.people import ChildFactory
from tests.rows import insert_raw, update_raw
from tests.words import says

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 26)


def started(**given: Any) -> Section47:
    """An enquiry as its act starts it."""
    row = made.signed(**given).children.get()
    referral = ReferralFactory(child=row.child)
    return enquiries.start(by=workers.social_worker(team=referral.team), decided=row)


def on_(enquiry: Section47, **more: Any) -> dict[str, Any]:
    enquiry.refresh_from_db()
    return {"on": timezone.localdate(), "enquiry_id": enquiry.pk, "version": enquiry.version} | more


def client_of(worker: Any) -> Client:
    client = Client()
    client.force_login(worker)
    return client


def test_it_cannot_start_without_a_signed_strategy_decision(acting):
    undecided = made.MeetingFactory(held=True).children.get()
    not_signed = made.ready().children.get()
    meeting = made.ready()
    no = made.decide(meeting.children.get(), "none")
    meeting.signed_at, meeting.signed_by = timezone.now(), meeting.chair
    with acting_as(meeting.chair):
        meeting.save()
    for row in (undecided, not_signed, no):
        referral = ReferralFactory(child=row.child)
        with pytest.raises(NotPossible, match=NO_STRATEGY_DECISION):
            enquiries.start(by=workers.social_worker(team=referral.team), decided=row)
        raw = Section47(referral=referral, child=row.child, decided=row, started_on=TODAY)
        with pytest.raises(DatabaseError, match=NO_STRATEGY_DECISION), transaction.atomic():
            insert_raw(raw)


def test_it_starts_in_the_open_case_by_the_team_that_holds_it_and_once(acting):
    row = made.signed().children.get()
    with pytest.raises(NotPossible, match=enquiries.NO_CASE):
        enquiries.start(by=workers.social_worker(), decided=row)
    referral = ReferralFactory(child=row.child)
    with pytest.raises(Refused):
        enquiries.start(by=workers.social_worker(), decided=row)
    own = workers.social_worker(team=referral.team)
    assert enquiries.start(by=own, decided=row).referral == referral
    seen = SeenDue.objects.waiting().get(child=row.child)
    assert seen.code == "T05-S47", "that the child is seen is promised at once, not the next morning"
    with pytest.raises(NotPossible, match=enquiries.STARTED_ALREADY):
        enquiries.start(by=own, decided=row)


def test_T10_and_T11_count_from_the_strategy_discussion(acting):
    enquiry = started()
    day = london_date(enquiry.decided.meeting.held_at)
    days = calendar(around=day)
    assert enquiry.started_on == day
    assert enquiry.outcome_due_on == days.add_working_days(day, 10)
    assert enquiry.conference_due_on == days.add_working_days(day, 15)


def test_one_enquiry_is_open_for_a_child(acting):
    first = started()
    team = first.referral.team
    worker, manager = workers.social_worker(team=team), workers.practice_manager(team=team)
    second = made.signed(contact=first.decided.meeting.contact).children.get()
    with pytest.raises(NotPossible, match="already has an open section 47"):
        enquiries.start(by=worker, decided=second)
    enquiries.propose(by=worker, outcome="icpc", outcome_reason=REASON, **on_(first))
    enquiries.authorise(by=manager, **on_(first))
    assert not StrategyChild.objects.to_start().exists(), "one that waits for its conference goes on"
    with pytest.raises(NotPossible, match="already has an open section 47"):
        enquiries.start(by=worker, decided=second)


@pytest.mark.parametrize("outcome", EnquiryOutcome)
def test_a_worker_proposes_one_of_four_outcomes_and_a_manager_authorises(acting, outcome):
    enquiry = started()
    worker = workers.social_worker(team=enquiry.referral.team)
    manager = workers.practice_manager(team=enquiry.referral.team)
    with pytest.raises(NotPossible, match=enquiries.NOT_PROPOSED):
        enquiries.authorise(by=manager, **on_(enquiry))
    enquiries.propose(by=worker, outcome=outcome, outcome_reason=REASON, **on_(enquiry))
    done = enquiries.authorise(by=manager, **on_(enquiry))
    assert (done.outcome, done.authorised_by) == (outcome, manager)
    with pytest.raises(NotPossible, match=AUTHORISED_STAYS):
        enquiries.propose(by=worker, outcome="close", outcome_reason=REASON, **on_(enquiry))


def test_nobody_authorises_an_outcome_of_their_own_and_no_worker_does(acting):
    enquiry = started()
    manager = workers.practice_manager(team=enquiry.referral.team)
    enquiries.propose(by=manager, outcome="cin", outcome_reason=REASON, **on_(enquiry))
    with pytest.raises(Refused, match=ANOTHER_AUTHORISES):
        enquiries.authorise(by=manager, **on_(enquiry))
    with pytest.raises(Refused):
        enquiries.authorise(by=workers.social_worker(team=enquiry.referral.team), **on_(enquiry))
    with acting_as(manager), pytest.raises(DatabaseError, match="authorised_by_another"), transaction.atomic():
        update_raw(enquiry, authorised_by=manager, authorised_on=timezone.localdate(), version=enquiry.version + 1)


def test_an_outcome_without_reasons_is_refused_and_one_sent_back_is_written_anew(acting):
    enquiry = started()
    worker = workers.social_worker(team=enquiry.referral.team)
    with pytest.raises(ValidationError, match=OUTCOME_WHOLE):
        enquiries.propose(by=worker, outcome="cin", outcome_reason=says(39), **on_(enquiry))
    enquiries.propose(by=worker, outcome="cin", outcome_reason=REASON, **on_(enquiry))
    manager = workers.service_manager()
    act = on_(enquiry)
    act.pop("on")
    with pytest.raises(NotPossible, match=enquiries.SENT_BACK_SHORT):
        enquiries.send_back(by=manager, reason=says(19), **act)
    assert enquiries.send_back(by=manager, reason="The doctor's finding is missing.", **act).outcome_reason == REASON
    with pytest.raises(Stale):
        enquiries.propose(
            by=worker, outcome="icpc", outcome_reason=REASON, **(on_(enquiry) | {"version": act["version"]})
        )
    enquiries.propose(by=worker, outcome="icpc", outcome_reason=REASON, **on_(enquiry))


def test_no_conference_is_a_managers_decision_with_the_agencies_views(acting):
    enquiry = started()
    worker = workers.social_worker(team=enquiry.referral.team)
    manager = workers.practice_manager(team=enquiry.referral.team)
    said = {"not_needed_reason": REASON, "agency_views": VIEWS}
    with pytest.raises(Refused):
        enquiries.decide_not_needed(by=worker, **said, **on_(enquiry))
    with pytest.raises(NotPossible, match=NOT_NEEDED_AFTER):
        enquiries.decide_not_needed(by=manager, **said, **on_(enquiry))
    enquiries.propose(by=worker, outcome="icpc", outcome_reason=REASON, **on_(enquiry))
    enquiries.authorise(by=manager, **on_(enquiry))
    assert "Decide that no conference is needed" in client_of(manager).get(reverse("enquiry", args=[enquiry.pk])).text
    row = ConferenceChild(child=enquiry.child, referral=enquiry.referral, enquiry=enquiry)
    conference = ConferenceFactory(children=[row])
    with pytest.raises(NotPossible, match=CONVENED):
        enquiries.decide_not_needed(by=manager, **said, **on_(enquiry))
    by_sql = dict(said, conference_not_needed=True, not_needed_on=timezone.localdate(), not_needed_by_id=manager.pk)
    with pytest.raises(IntegrityError, match=CONVENED), transaction.atomic(), acting_as(manager):
        update_raw(enquiry, version=Section47.objects.get().version + 1, **by_sql)
    page = client_of(manager).get(reverse("enquiry", args=[enquiry.pk])).text
    assert "Decide that no conference is needed" not in page
    conferences.call_off(by=conference.chair, now=timezone.now(), conference_id=conference.pk, reason=REASON)
    with pytest.raises(ValidationError, match="what police, health and the other agencies"):
        enquiries.decide_not_needed(by=manager, **(said | {"agency_views": says(39)}), **on_(enquiry))
    late = enquiry.conference_due_on + timedelta(days=1)
    assert Section47.objects.late(late).filter(pk=enquiry.pk).exists()
    enquiries.decide_not_needed(by=manager, **said, **on_(enquiry))
    assert not Section47.objects.awaiting_conference().exists()
    with pytest.raises(NotPossible, match=enquiries.NO_CONFERENCE_OWED):
        enquiries.decide_not_needed(by=manager, **said, **on_(enquiry))


@pytest.mark.parametrize("days", [-1, 0, 1])
def test_T10_and_T11_the_last_day_is_in_time(acting, days):
    enquiry = EnquiryFactory()
    at = enquiry.outcome_due_on + timedelta(days=days)
    assert Section47.objects.late(at).exists() == (days > 0)
    proposed = EnquiryFactory(authorised=True)
    at = proposed.conference_due_on + timedelta(days=days)
    assert Section47.objects.filter(pk=proposed.pk).late(at).exists() == (days > 0)


@pytest.mark.parametrize(
    ("known", "words"),
    [
        ({"conference_on": date(2026, 3, 4)}, "Led to a conference"),
        ({"conference_not_needed": True}, "No conference needed"),
        ({}, "No outcome in the former system"),
    ],
)
def test_what_was_brought_in_is_never_said_to_be_under_way(known, words):
    assert state_of(Section47(started_on=date(2026, 3, 1), **known)) == words


def test_what_was_brought_in_owes_nothing_here(acting):
    row = Section47Factory()
    assert not row.is_open
    assert not row.awaits_conference
    assert not Section47.objects.late(row.started_on + timedelta(days=99)).exists()


def test_the_pages_from_the_meeting_to_the_conference(acting):
    row = made.signed().children.get()
    referral = ReferralFactory(child=row.child)
    worker, manager = workers.social_worker(team=referral.team), workers.practice_manager(team=referral.team)
    stranger = workers.social_worker()
    assert "Start the section 47 enquiry" in client_of(worker).get(reverse("strategy", args=[row.meeting_id])).text
    assert client_of(stranger).post(reverse("enquiry_start", args=[row.pk])).status_code == 404
    page = client_of(worker).post(reverse("enquiry_start", args=[row.pk])).url
    enquiry = Section47.objects.get()
    assert page == reverse("enquiry", args=[enquiry.pk])
    assert client_of(stranger).get(page).status_code == 404
    given = {"outcome": "icpc", "outcome_reason": REASON, "version": enquiry.version}
    assert client_of(worker).post(page, given).status_code == 302
    assert client_of(worker).post(page, given).status_code == 200, "there is nothing for its author to send"
    shown = client_of(manager).get(reverse("enquiry_list"), {"show": "authorise", "whose": "team"})
    assert [line.name for line in shown.context["rows"]] == [row.child.full_name]
    decided = {"decision": "authorise", "version": enquiry.version + 1}
    assert client_of(manager).post(page, decided).status_code == 302
    answer = client_of(worker).post(
        reverse("enquiry_conference", args=[enquiry.pk]),
        {"not_needed_reason": REASON, "agency_views": VIEWS, "version": enquiry.version + 2},
    )
    assert answer.status_code == 403
    assert "Section 47 outcome" in client_of(worker).get(reverse("person", args=[row.child_id])).text


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seconds=st.sampled_from([-1, 0, 1]), kind=st.sampled_from(["police", "order"]))
def test_T27_T28_a_power_ends_within_its_hours(acting, seconds, kind):
    began = timezone.now() - timedelta(hours=1)
    longest = timedelta(hours=72) if kind == "police" else timedelta(days=8)
    row = PowerFactory.build(
        child=None, kind=kind, started_at=began, due_at=began + longest + timedelta(seconds=seconds)
    )
    row.child, row.noted_by = ChildFactory(), workers.social_worker()
    if seconds > 0:
        with pytest.raises(ValidationError, match="ends after 72 hours"):
            row.full_clean()
    else:
        row.full_clean()


def test_police_protection_ends_by_itself_and_an_order_when_the_court_says(acting):
    child, by, now = ChildFactory(), workers.social_worker(), timezone.now()
    note = {
        "by": by,
        "now": now,
        "child": child,
        "reason": "Found alone at night; now with a carer.",
        "reference": "",
        "started_at": now - timedelta(hours=2),
    }
    power = emergency.note(kind="police", ends_at=None, **note)
    assert power.due_at - power.started_at == timedelta(hours=72)
    with pytest.raises(NotPossible, match=emergency.ONLY_AN_ORDER):
        emergency.extend(by=by, now=now, power_id=power.pk, ends_at=power.due_at + timedelta(days=1))
    with pytest.raises(NotPossible, match=TOO_LONG):
        emergency.note(kind="order", ends_at=now + timedelta(days=8), **note)
    order = emergency.note(kind="order", ends_at=now + timedelta(days=7), **note)
    with pytest.raises(NotPossible, match=TOO_LONG):
        emergency.extend(by=by, now=now, power_id=order.pk, ends_at=order.due_at + timedelta(days=7, seconds=1))
    longer = emergency.extend(by=by, now=now, power_id=order.pk, ends_at=order.due_at + timedelta(days=7))
    with pytest.raises(NotPossible, match=emergency.ONLY_AN_ORDER):
        emergency.extend(by=by, now=now, power_id=order.pk, ends_at=longer.due_at + timedelta(days=1))
    emergency.end(by=by, now=now, power_id=power.pk, ended_at=now, ended_how="Home with the grandmother.")
    assert list(EmergencyPower.objects.in_force()) == [longer]
    with pytest.raises(NotPossible, match=emergency.ENDED_ALREADY):
        emergency.end(by=by, now=now, power_id=power.pk, ended_at=now, ended_how="Home with the grandmother.")


def test_hours_of_a_power_run_over_nights_and_weekends(acting):
    now = timezone.now()
    row = PowerFactory(started_at=now - timedelta(hours=70, minutes=30))
    shown = power(row, now=now, calendar=calendar(around=timezone.localdate()))
    assert shown["due"].words == "1 hour left"
    shown = power(row, now=now + timedelta(hours=4), calendar=calendar(around=timezone.localdate()))
    assert (shown["due"].words, shown["due"].state) == ("over since 2 hours", "overdue")
