"""Recording a contact, as an act: everything or nothing."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError
from django.utils import timezone

from frontdoor.actions import contacts, triage
from frontdoor.actions.contacts import Referrer
from frontdoor.actions.people import NewAddress, NewAdult, NewPerson
from frontdoor.core.drafts import Draft
from frontdoor.models import Address, Contact, LedgerEvent, Person, PolicyPeriod, Relationship
from frontdoor.models.still_to_say import LACKS_WORDS, NOT_CHECKED, WHY_NOT_ASKED
from tests.factories import workers
from tests.factories.people import AgencyFactory, ChildFactory, ConflictFactory, RelationshipFactory

pytestmark = pytest.mark.django_db

MONDAY_TEN = datetime(2026, 11, 16, 10, 0, tzinfo=UTC)
NEW_CHILD = NewPerson(
    given_names="Wren", family_name="Invented", birth_date=date(2018, 3, 2), birth_date_known="exact", sex="F"
)


def record(by, **given):
    return contacts.record(
        by=by,
        **{
            "now": MONDAY_TEN,
            "received_at": MONDAY_TEN,
            "method": "telephone",
            "referrer": Referrer(source_code="1D"),
            "children": [NEW_CHILD],
            "concern": "Came to school hungry.",
            "claimed_consent": "agreed",
            "immediate_danger": False,
            **given,
        },
    )


def test_a_contact_about_a_new_child():
    by, agency = workers.call_handler(), AgencyFactory()
    draft = Draft.objects.create(worker=by, form="contact", updated_at=MONDAY_TEN)
    referrer = Referrer(source_code=agency.source_code, agency=agency, referrer_name="Invented Teacher")
    contact = record(by, referrer=referrer, draft=draft)
    contact.refresh_from_db()
    assert (contact.recorded_by, contact.agency, contact.source_code) == (by, agency, "2A")
    assert contact.referrer_name == "Invented Teacher"
    child = contact.about.get().child
    assert (child.full_name, child.is_child, child.birth_date) == ("Wren Invented", True, date(2018, 3, 2))
    assert not Draft.objects.exists()
    assert contact.history.get().history_user_id == by.pk


def test_the_triage_clock_runs_in_duty_hours_from_when_it_was_received():
    assert record(workers.call_handler()).triage_due_at == MONDAY_TEN + timedelta(hours=2)
    friday_evening = datetime(2026, 11, 13, 16, 30, tzinfo=UTC)
    late = record(workers.call_handler(), received_at=friday_evening)
    hours = PolicyPeriod.objects.get(code="T01").value
    assert late.triage_due_at == datetime(2026, 11, 16, 9, 0, tzinfo=UTC) + timedelta(hours=hours, minutes=-30)


@pytest.mark.parametrize(
    "received",
    [
        datetime(2026, 11, 13, 22, 0, tzinfo=UTC),
        datetime(2025, 12, 24, 18, 0, tzinfo=UTC),
        datetime(2026, 10, 24, 23, 30, tzinfo=UTC),
    ],
    ids=["Friday night", "Christmas Eve", "the night the clocks go back"],
)
def test_L65_danger_runs_the_red_clock_from_receipt_at_any_hour(received):
    contact = record(workers.call_handler(), received_at=received, immediate_danger=True)
    assert contact.triage_due_at == received + timedelta(hours=1)
    assert contact.decision_due_at == received + timedelta(hours=4)
    assert Contact.objects.overdue(received + timedelta(hours=1, seconds=1)).filter(pk=contact.pk).exists()
    assert not Contact.objects.overdue(received + timedelta(minutes=59)).filter(pk=contact.pk).exists()


def test_L65_a_social_worker_who_sees_no_danger_ends_the_red_clock():
    worker = workers.social_worker(team__front_door=True, registration_number="SW123456")
    contact = record(workers.call_handler(), immediate_danger=True)
    triage.set_urgency(
        contact_id=contact.pk, version=1, rag="green", reason="A misunderstanding.", by=worker, at=timezone.now()
    )
    contact.refresh_from_db()
    assert contact.decision_due_at > MONDAY_TEN + timedelta(days=2)


def test_L55_a_contact_is_acknowledged_by_the_end_of_the_next_working_day():
    friday_evening = datetime(2026, 11, 13, 16, 30, tzinfo=UTC)
    for received, due in (
        (MONDAY_TEN, datetime(2026, 11, 18, tzinfo=UTC)),
        (friday_evening, datetime(2026, 11, 17, tzinfo=UTC)),
    ):
        owed = record(workers.call_handler(), received_at=received).acknowledgement
        assert (owed.started_at, owed.due_at) == (received, due)


def test_several_children_and_their_family():
    known = ChildFactory(given_names="Robin", family_name="Invented")
    mother = RelationshipFactory(child=known, adult__given_names="Una", adult__family_name="Invented").adult
    una = NewAdult(
        person=NewPerson(given_names="una", family_name="Invented"), kind="mother", parental_responsibility="yes"
    )
    partner = NewAdult(
        person=NewPerson(family_name="Example", address=NewAddress(no_fixed_address=True)),
        kind="partner",
        parental_responsibility="not_known",
        lives_with_child=True,
    )
    contact = record(workers.call_handler(), children=[known.pk, NEW_CHILD, known.pk], adults=[una, partner])
    children = {about.child for about in contact.about.all()}
    assert len(children) == 2
    assert set(Relationship.objects.filter(adult=mother).values_list("child", flat=True)) == {c.pk for c in children}
    added = Person.objects.get(family_name="Example")
    assert added.children.count() == 2
    assert not added.is_child
    assert Address.objects.get(person=added).in_words == "No fixed address"


def test_somebody_known_as_an_adult_can_be_the_child():
    young_mother = RelationshipFactory().adult
    record(workers.call_handler(), children=[young_mother.pk])
    young_mother.refresh_from_db()
    assert young_mother.is_child


@pytest.mark.parametrize(
    "child",
    [
        NewPerson(birth_date_known="unborn", expected_birth_date=timezone.localdate() + timedelta(days=60)),
        NewPerson(given_names="Unknown", birth_date_known="unknown"),
        NewPerson(family_name="Example", birth_date=date(2020, 1, 1), birth_date_known="estimated"),
        NewPerson(given_names="Wren", address=NewAddress(no_fixed_address=True)),
    ],
    ids=["unborn", "birth unknown", "birth estimated", "no fixed address"],
)
def test_ordinary_children(child):
    assert record(workers.call_handler(), now=timezone.now(), children=[child]).about.count() == 1


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"children": []}, "at least one child"),
        ({"concern": ""}, "cannot be blank|what is worrying"),
        ({"children": [NewPerson(given_names="A", birth_date=date(2027, 1, 1), birth_date_known="exact")]}, "future"),
        ({"children": [NewPerson(birth_date_known="unborn")]}, "expected date of birth"),
        ({"children": [0]}, "cannot be used"),
        ({"children": [NEW_CHILD, NewPerson()]}, "first name or a family name"),
    ],
)
def test_what_is_refused_leaves_nothing(given, sentence):
    with pytest.raises(ValidationError, match=sentence):
        record(workers.call_handler(), **given)
    assert not Contact.objects.exists()
    assert not Person.objects.exists()


def test_a_missing_reason_is_asked_for_afterwards():
    assert record(workers.call_handler(), claimed_consent="unsafe").still_to_say == [WHY_NOT_ASKED]


def test_nothing_that_was_told_of_a_child_in_danger_is_refused():
    contact = record(
        workers.call_handler(),
        immediate_danger=True,
        claimed_consent="unsafe",
        claimed_level="9",
        children=[
            NewPerson(given_names="A", birth_date=date(2999, 1, 1), birth_date_known="exact", nhs_number="9434765918"),
            NewPerson(birth_date_known="unborn", expected_birth_date=date(2999, 1, 1)),
        ],
    )
    assert contact.not_checked.splitlines() == [
        "A, NHS number: 9434765918",
        "A, date of birth: 1 January 2999",
        "A child, expected date of birth: 1 January 2999",
        "Level of need that was named: 9",
    ]
    assert Contact.objects.filter(LACKS_WORDS, queue_rank=0).get() == contact
    assert contact.still_to_say == [WHY_NOT_ASKED, NOT_CHECKED]


def test_a_contact_from_the_future_is_refused():
    with pytest.raises(ValidationError, match="received in the future"):
        record(workers.call_handler(), received_at=datetime(2027, 11, 16, 10, 0, tzinfo=UTC))


@pytest.mark.parametrize("hide", ["restricted", "tie"])
def test_a_hidden_child_cannot_be_linked_by_guessing_the_number(hide):
    by = workers.call_handler()
    child = ChildFactory(restricted=hide == "restricted")
    if hide == "tie":
        ConflictFactory(worker=by, person=child, declared_by=by)
    with pytest.raises(ValidationError, match="cannot be used"):
        record(by, children=[child.pk])


def test_two_people_cannot_hold_one_nhs_number():
    ChildFactory(nhs_number="9434765919")
    twin = NewPerson(given_names="Wren", nhs_number="9434765919")
    with pytest.raises(ValidationError, match="already recorded with this NHS number"):
        record(workers.call_handler(), children=[twin])


def test_the_ledger_names_the_recorder_and_the_child():
    by = workers.call_handler()
    contact = record(by)
    child = contact.about.get().child
    event = LedgerEvent.objects.get(subject="frontdoor_person", subject_id=child.pk)
    assert (event.actor_id, event.verb, event.person_ids) == (by.pk, "collect", [child.pk])


def test_the_database_refuses_a_contact_that_says_nothing():
    contact = record(workers.call_handler())
    contact.concern = ""
    with pytest.raises(DatabaseError, match="contact_says_what_is_worrying"):
        contact.save()


def test_recording_takes_few_statements(django_assert_max_num_queries):
    by, agency = workers.call_handler(), AgencyFactory()
    assert by.team_id
    with django_assert_max_num_queries(16):
        record(by, referrer=Referrer(source_code="2A", agency=agency))
