"""Visits: recorded for the children of a home in one go, late entry marked, the days by which children are seen."""

from datetime import date, datetime, timedelta
from html import unescape

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from cases import seeing
from cases.actions import assessments, seen_due, visits
from cases.actions.noted import NOT_OPENED
from cases.actions.visits import ChildVisited
from cases.forms.visits import NO_CASE
from cases.models import SeenDue, Visit, VisitRecord
from cases.models.noted import NOT_YET, late_entry
from cases.models.visits import BEFORE_BIRTH, is_before_birth
from frontdoor.core import chronology, policy
from frontdoor.core.acting import acting_as
from frontdoor.core.actions import NotPossible
from frontdoor.core.permissions import Refused
from frontdoor.core.timescales import Unit
from frontdoor.core.working_days import LONDON
from tests.factories import people, plans, workers
from tests.factories.cases import (
    ANALYSIS,
    AllocationFactory,
    AssessmentFactory,
    PlanFactory,
    ReferralFactory,
    Section47Factory,
    VisitFactory,
    agreed,
)
from tests.factories.families import living_together
from tests.factories.people import ChildFactory
from tests.factories.visits import OBSERVED, SAID, ChildVisitFactory, VisitRecordFactory
from tests.law.sending import client_of, moment
from tests.rows import bringing_in, insert_raw
from tests.words import says

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 20, 15, tzinfo=LONDON)
VISITED = datetime(2026, 11, 20, 10, tzinfo=LONDON)


@pytest.fixture(autouse=True)
def one_moment():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def referral(db):
    return ReferralFactory(child__given_names="Nia", child__family_name="Invented")


@pytest.fixture
def owner(referral):
    return AllocationFactory(referral=referral).worker


def seen(child, **changes):
    return ChildVisited(
        **{"child": child, "seen": True, "seen_alone": True, "bedroom_seen": True, "said": SAID} | changes
    )


def not_seen(child):
    return ChildVisited(child=child, seen=False, not_seen_reason="She was at her father's.")


def record(worker, *parts, **changes):
    given = {
        "happened_at": VISITED,
        "kind": "cin",
        "place": "home",
        "announced": True,
        "observed": OBSERVED,
        "safe": True,
    }
    return visits.record(by=worker, now=NOW, children=parts, **given | changes)


def brought_up_to_date(*children):
    with acting_as(workers.social_worker()):
        return seen_due.catch_up([child.pk for child in children])


def test_L47_one_recording_serves_the_children_of_a_home_and_each_keeps_a_part_of_its_own(referral, owner):
    sister = ReferralFactory(team=referral.team, child__given_names="Bo").child
    written = record(owner, seen(referral.child, said="I sleep badly."), not_seen(sister))
    nia, bo = Visit.objects.filter(record=written).order_by("pk")
    assert (nia.said, nia.seen_alone, nia.bedroom_seen) == ("I sleep badly.", True, True)
    assert (bo.seen, bo.said, bo.seen_alone, bo.not_seen_reason) == (False, "", None, "She was at her father's.")
    told = [chronology.of(child.pk, owner, category="Visit").page.rows[0].told for child in (referral.child, sister)]
    assert "I sleep badly." in told[0].detail
    assert "I sleep badly." not in told[1].detail
    assert all(OBSERVED in one.detail for one in told)


@pytest.mark.parametrize(
    ("changes", "part", "sentence"),
    [
        ({"happened_at": NOW + timedelta(minutes=1)}, {}, NOT_YET),
        ({"observed": says(19)}, {}, "at least 20 characters"),
        ({"safe": False}, {}, "at least 20 characters what was done"),
        ({"place": "elsewhere"}, {}, "where the visit was"),
        ({}, {"said": "  short  "}, "what the child said or showed"),
        ({}, {"seen_alone": None}, "whether the child was seen alone"),
        ({}, {"seen": False}, "why the child was not seen"),
    ],
)
def test_L40_a_visit_without_what_matters_is_refused(referral, owner, changes, part, sentence):
    with pytest.raises(ValidationError, match=sentence):
        record(owner, seen(referral.child, **part), **changes)
    assert not VisitRecord.objects.exists()


def test_nobody_writes_of_a_child_whose_record_is_shut_or_as_an_auditor(referral, owner):
    for child in (people.ChildFactory(), people.ChildFactory(restricted_record=True)):
        with pytest.raises(ValidationError, match="cannot open"):
            record(owner, seen(referral.child), seen(child))
    with pytest.raises(Refused):
        record(workers.auditor(), seen(referral.child))
    assert not Visit.objects.exists()


def test_what_was_written_stays_and_when_is_the_databases_to_say(referral, owner):
    written = record(owner, seen(referral.child))
    part = written.children.get()
    for statement in (
        "UPDATE cases_visitrecord SET observed = 'Something quite different was seen.' WHERE id = %s",
        "UPDATE cases_visitrecord SET noted_at = happened_at WHERE id = %s",
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), acting_as(owner), connection.cursor() as cursor:
            cursor.execute(statement, [written.pk])
    part.said = "Somebody else's words."
    with pytest.raises(DatabaseError), transaction.atomic(), acting_as(owner):
        part.save()
    written.refresh_from_db()
    assert abs(written.noted_at - written.recorded_at) < timedelta(seconds=1)


@pytest.mark.parametrize(
    ("noted", "mark"),
    [
        (timedelta(), ""),
        (timedelta(days=2), ""),
        (timedelta(days=2, microseconds=1), "Recorded 2 days after the visit"),
        (timedelta(days=1, hours=23), ""),
        (timedelta(days=9), "Recorded 9 days after the visit"),
    ],
)
def test_late_entry_begins_the_moment_after_its_time(noted, mark):
    due = VISITED + timedelta(days=2)
    assert late_entry("visit", happened_at=VISITED, note_due_at=due, noted_at=VISITED + noted) == mark


def test_a_note_is_due_sooner_under_a_protection_plan(referral, owner):
    in_need = record(owner, seen(referral.child))
    assert in_need.note_due_at == datetime(2026, 11, 25, tzinfo=LONDON)
    PlanFactory(referral=referral, protection=True, started_on=date(2026, 11, 20))
    under_protection = record(owner, seen(referral.child))
    assert under_protection.note_due_at == datetime(2026, 11, 24, tzinfo=LONDON)


def test_late_entry_stands_wherever_the_visit_is_shown(client, referral, owner):
    late = VisitRecordFactory(late=True, visited_by=owner, happened_at=VISITED - timedelta(days=10))
    ChildVisitFactory(record=late, child=referral.child)
    client.force_login(owner)
    mark = "Recorded 5 days after the visit"
    assert mark in client.get(reverse("visit", args=[late.pk])).text
    assert mark in client.get(reverse("person", args=[referral.child_id])).text
    PlanFactory(referral=referral, started_on=date(2026, 11, 6))
    brought_up_to_date(referral.child)
    assert mark in client.get(reverse("seen_list"), {"team": "all"}).text
    marks = [entry.told.mark for entry in chronology.of(referral.child_id, owner, category="Visit").page.rows]
    assert marks == [mark]


def test_L34_a_visit_without_seeing_the_child_keeps_no_day_and_starts_none(referral, owner):
    plan = PlanFactory(referral=referral, protection=True, started_on=date(2026, 11, 6))
    brought_up_to_date(referral.child)
    record(owner, not_seen(referral.child), kind="cp")
    (standing,) = SeenDue.objects.filter(plan=plan)
    assert (standing.counted_from, standing.due_on, standing.seen_on) == (plan.started_on, date(2026, 11, 20), None)
    record(owner, seen(referral.child), kind="cp")
    kept, next_one = SeenDue.objects.filter(plan=plan).order_by("counted_from")
    assert (kept.pk, kept.seen_on) == (standing.pk, date(2026, 11, 20))
    assert (next_one.counted_from, next_one.due_on, next_one.seen_on) == (date(2026, 11, 20), date(2026, 12, 4), None)


@pytest.mark.parametrize(("kind", "due"), [("cp", date(2026, 11, 20)), ("cin", date(2026, 12, 4))], ids=["T17", "T18"])
def test_L02_a_plan_promises_when_the_child_is_seen(referral, kind, due):
    PlanFactory(referral=referral, protection=kind == "cp", started_on=date(2026, 11, 6))
    assert brought_up_to_date(referral.child) == 1
    assert brought_up_to_date(referral.child) == 0
    rows = SeenDue.objects.waiting()
    assert [row.due_on for row in rows] == [due]
    assert not SeenDue.objects.waiting().overdue(due).exists()
    assert SeenDue.objects.waiting().overdue(due + timedelta(days=1)).exists()


def test_T05_the_first_visit_that_sees_the_child_ends_it(referral, owner):
    AssessmentFactory(referral=referral)
    brought_up_to_date(referral.child)
    (standing,) = SeenDue.objects.waiting()
    assert (standing.code, standing.counted_from, standing.due_on) == ("T05", date(2026, 11, 16), date(2026, 11, 30))
    record(owner, seen(referral.child), kind="assessment")
    assert not SeenDue.objects.waiting().exists()
    standing.refresh_from_db()
    assert standing.seen_on == date(2026, 11, 20)
    assert brought_up_to_date(referral.child) == 0


def test_T05_is_promised_as_the_assessment_starts(referral, owner):
    agreed(referral)
    assessments.start(by=owner, on=NOW.date(), referral_id=referral.pk)
    (standing,) = SeenDue.objects.waiting()
    assert (standing.code, standing.counted_from, standing.due_on) == ("T05", date(2026, 11, 16), date(2026, 11, 30))


def test_T05_is_a_day_in_a_section_47_enquiry(referral):
    Section47Factory(referral=referral, started_on=date(2026, 11, 20))
    brought_up_to_date(referral.child)
    assert [(row.code, row.due_on) for row in SeenDue.objects.waiting()] == [("T05-S47", date(2026, 11, 23))]


def test_a_sibling_without_a_case_who_was_seen_stands_in_the_visit_for_worker_and_manager(referral, owner):
    brother, cousin = ChildFactory(given_names="Tom"), ChildFactory()
    living_together(referral.child, brother, since=date(2026, 1, 1))
    page = client_of(owner).get(reverse("visit_new", args=[referral.child_id])).text
    assert f"Did you see {brother.given_names}?" in page
    assert NO_CASE in unescape(page)
    with pytest.raises(NotPossible, match=NOT_OPENED):
        record(owner, seen(referral.child), seen(cousin))
    with pytest.raises(NotPossible, match=NOT_OPENED):
        record(owner, seen(brother))
    written = record(owner, seen(referral.child), seen(brother, said="He hid behind the sofa the whole time."))
    assert brother.visits.get().record == written
    manager = workers.practice_manager(team=referral.team)
    page = client_of(manager).get(reverse("visit", args=[written.pk])).text
    assert "He hid behind the sofa the whole time." in page
    assert page.count("No open case") == 1
    case = ReferralFactory(child=brother)
    page = client_of(workers.social_worker(team=case.team)).get(reverse("chronology", args=[brother.pk])).text
    assert "He hid behind the sofa the whole time." in page
    assert client_of(workers.social_worker()).get(reverse("visit", args=[written.pk])).status_code == 404


@pytest.mark.parametrize(
    ("child", "is_seen", "refused"),
    [
        ({"birth_date": date(2026, 11, 21)}, True, True),
        ({"birth_date": date(2026, 11, 21)}, False, False),
        ({"birth_date": date(2026, 11, 20)}, True, False),
        ({"unborn": True}, True, True),
        ({"unborn": True}, False, False),
    ],
)
def test_nobody_is_seen_before_its_birth_and_a_visit_to_the_mother_stands(owner, referral, child, is_seen, refused):
    given = ReferralFactory(team=referral.team, child=ChildFactory(**child)).child
    parts = [seen(given) if is_seen else not_seen(given)]
    row = Visit(child=given, visited_on=VISITED.date(), visited_by=owner, seen=is_seen)
    if refused:
        with pytest.raises(NotPossible, match="not born on this day"):
            record(owner, *parts)
        with acting_as(owner), pytest.raises(DatabaseError, match="not born on this day"), transaction.atomic():
            insert_raw(row)
        page = client_of(owner).post(
            reverse("visit_new", args=[given.pk]),
            {f"seen_{given.pk}": "seen" if is_seen else "not_seen", **moment("happened_at", VISITED)},
        )
        assert BEFORE_BIRTH in unescape(page.text)
    else:
        assert record(owner, *parts).children.get().seen is is_seen


def test_a_visit_long_before_a_birth_is_none_to_that_child(owner):
    child = ChildFactory(birth_date=date(2027, 10, 1))
    assert is_before_birth(child, VISITED.date(), seen=False)
    with acting_as(owner), pytest.raises(DatabaseError, match="not born on this day"), transaction.atomic():
        insert_raw(Visit(child=child, visited_on=VISITED.date(), visited_by=owner, seen=False))


def test_days_are_wanted_while_the_plan_and_the_case_are_open(referral, owner):
    plan = PlanFactory(referral=referral, started_on=date(2026, 11, 6))
    brought_up_to_date(referral.child)
    assert SeenDue.objects.waiting().count() == 1
    plans.ended(plan, on=date(2026, 11, 18))
    assert not SeenDue.objects.waiting().exists()
    assert brought_up_to_date(referral.child) == 0


def test_T05_is_no_longer_wanted_once_the_assessment_is_finished(referral):
    assessment = AssessmentFactory(referral=referral)
    brought_up_to_date(referral.child)
    assert SeenDue.objects.waiting().exists()
    with acting_as(workers.practice_manager()), bringing_in():
        assessment.analysis, assessment.outcome = ANALYSIS, "none"
        assessment.submitted_on = assessment.authorised_on = assessment.finished_on = NOW.date()
        assessment.submitted_by, assessment.authorised_by = workers.social_worker(), workers.practice_manager()
        assessment.save()
    assert not SeenDue.objects.waiting().exists()


def test_an_unborn_child_is_not_to_be_seen():
    unborn = people.ChildFactory(unborn=True, expected_birth_date=date(2027, 3, 1))
    PlanFactory(referral=ReferralFactory(child=unborn), started_on=date(2026, 11, 6))
    assert brought_up_to_date(unborn) == 0


def test_what_was_brought_in_counts_too_and_every_time_between(referral):
    PlanFactory(referral=referral, protection=True, started_on=date(2026, 10, 1))
    for day in (date(2026, 10, 9), date(2026, 10, 30), date(2026, 11, 13)):
        VisitFactory(child=referral.child, visited_on=day)
    brought_up_to_date(referral.child)
    rows = SeenDue.objects.order_by("counted_from").values_list("counted_from", "due_on", "seen_on")
    assert list(rows) == [
        (date(2026, 10, 1), date(2026, 10, 15), date(2026, 10, 9)),
        (date(2026, 10, 9), date(2026, 10, 23), date(2026, 10, 30)),
        (date(2026, 10, 30), date(2026, 11, 13), date(2026, 11, 13)),
        (date(2026, 11, 13), date(2026, 11, 27), None),
    ]


@pytest.mark.parametrize(
    ("alone", "flagged"),
    [
        ([False, False], True),
        ([False, True], False),
        ([True, False], False),
        ([False], False),
        ([None, False, False], True),
    ],
)
def test_L13_not_seen_alone_twice_running_is_flagged(referral, owner, alone, flagged):
    PlanFactory(referral=referral, protection=True, started_on=date(2026, 10, 1))
    for number, was in enumerate(alone):
        VisitFactory(child=referral.child, visited_on=date(2026, 10, 10) + timedelta(days=number), seen_alone=was)
    brought_up_to_date(referral.child)
    found = seeing.to_be_seen(viewer=owner, on=NOW.date(), show=seeing.NOT_ALONE)
    assert found.exists() is flagged


def test_the_last_visit_without_the_child_and_bedrooms_are_filters(referral, owner):
    PlanFactory(referral=referral, started_on=date(2026, 10, 1))
    for day in (5, 4):
        of_day = VisitRecordFactory(happened_at=VISITED - timedelta(days=day), visited_by=owner)
        ChildVisitFactory(record=of_day, child=referral.child, bedroom_seen=False)
    brought_up_to_date(referral.child)

    def shown(show):
        return seeing.to_be_seen(viewer=owner, on=NOW.date(), show=show).count()

    assert (shown(seeing.NO_BEDROOM), shown(seeing.NOT_SEEN)) == (1, 0)
    ChildVisitFactory(record=VisitRecordFactory(visited_by=owner), child=referral.child, not_seen=True)
    assert (shown(seeing.NO_BEDROOM), shown(seeing.NOT_SEEN)) == (1, 1)


def test_a_period_of_the_authority_moves_later_days_and_no_earlier_one(referral):
    PlanFactory(referral=referral, protection=True, started_on=date(2026, 11, 6))
    brought_up_to_date(referral.child)
    with acting_as(workers.administrator()), bringing_in():
        policy.PolicyPeriod(
            code="T17",
            name="Child protection visit",
            value=5,
            unit=Unit.WORKING_DAYS,
            valid_from=date(2026, 11, 10),
            source="A test",
            set_by=workers.administrator(),
        ).save()
    VisitFactory(child=referral.child, visited_on=date(2026, 11, 12))
    brought_up_to_date(referral.child)
    before, after = SeenDue.objects.order_by("counted_from")
    assert (before.due_on, after.due_on) == (date(2026, 11, 20), date(2026, 11, 19))
