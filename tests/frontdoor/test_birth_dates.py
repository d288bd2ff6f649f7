"""What a birth rules out at the desk: a contact long before it, a home before it, a birth expected for ever."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from frontdoor.actions import births, contacts, corrections, details, households, people, settling
from frontdoor.actions.births import Baby
from frontdoor.actions.contacts import Referrer
from frontdoor.actions.details import PERSON_TOLD
from frontdoor.actions.households import NewAddress
from frontdoor.actions.people import NewPerson
from frontdoor.core.actions import NotPossible
from frontdoor.forms.record_contact import NewChildForm
from frontdoor.models import Address, Contact, HouseholdMember, Person
from frontdoor.models.birth_dates import (
    BORN_LONG_AGO,
    HOME_BEFORE_BIRTH,
    LONG_BEFORE_BIRTH,
    NOT_EXPECTED,
    is_expected,
    is_too_old,
    was_carried,
)
from tests.factories import workers
from tests.factories.contacts import ContactFactory
from tests.factories.families import HouseholdFactory, MemberFactory
from tests.factories.partners import PartnerReferralFactory
from tests.factories.people import AddressFactory, ChildFactory, PersonFactory
from tests.frontdoor.homes import version_of
from tests.rows import bringing_in

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 20, 10, tzinfo=UTC)
TODAY = NOW.date()
BORN = date(2026, 11, 2)
CONCEIVED = BORN - timedelta(days=300)


def noon(day):
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def record(received_on, child):
    return contacts.record(
        by=workers.call_handler(),
        now=NOW,
        received_at=noon(received_on),
        method="telephone",
        referrer=Referrer(source_code="1D"),
        children=[child],
        concern="The baby is often left alone.",
        claimed_consent="agreed",
        immediate_danger=False,
    )


@pytest.mark.parametrize(("days", "carried"), [(0, True), (-300, True), (-301, False)])
def test_a_child_is_carried_for_ten_months(days, carried):
    assert was_carried(BORN, BORN + timedelta(days=days)) is carried


@pytest.mark.parametrize(("days", "expected"), [(-42, True), (-43, False), (300, True), (301, False)])
def test_a_birth_is_expected_from_six_weeks_ago_to_ten_months_ahead(days, expected):
    assert is_expected(TODAY + timedelta(days=days), TODAY) is expected


@pytest.mark.parametrize("new", [True, False], ids=["described", "known"])
def test_a_contact_long_before_the_birth_is_refused_whole(new):
    child = NewPerson(given_names="Wren", birth_date=BORN, birth_date_known="exact") if new else None
    known = None if new else ChildFactory(birth_date=BORN).pk
    assert record(CONCEIVED, child or known).pk
    before = Contact.objects.count()
    with pytest.raises(NotPossible) as refused:
        record(CONCEIVED - timedelta(days=1), child or known)
    assert (refused.value.reason, refused.value.field) == (LONG_BEFORE_BIRTH, "received_at")
    assert Contact.objects.count() == before


def test_an_estimated_birth_refuses_no_contact():
    estimated = NewPerson(given_names="Wren", birth_date=BORN, birth_date_known="estimated")
    assert record(CONCEIVED - timedelta(days=400), estimated).pk


def test_a_contact_is_not_corrected_to_long_before_the_birth():
    contact = ContactFactory(received_at=noon(BORN), children=[ChildFactory(birth_date=BORN)])

    def correct(day):
        return corrections.correct_received(
            contact_id=contact.pk,
            version=Contact.objects.get(pk=contact.pk).version,
            received_at=noon(day),
            reason="It was typed with the wrong year at first.",
            by=workers.practice_manager(team__front_door=True),
            at=timezone.now(),
        )

    with pytest.raises(NotPossible, match="10 months before"):
        correct(CONCEIVED - timedelta(days=1))
    assert correct(CONCEIVED).received_at == noon(CONCEIVED)


def test_a_date_of_birth_is_not_corrected_to_long_after_a_contact():
    child = ChildFactory(birth_date=date(2016, 5, 4))
    contact = ContactFactory(received_at=noon(date(2026, 1, 4)), children=[child])

    def amend(day):
        now_there = {name: getattr(child, name) for name in PERSON_TOLD} | {"birth_date": day}
        version = Person.objects.get(pk=child.pk).version
        by = workers.social_worker()
        return details.amend_person(by=by, on=TODAY, person_id=child.pk, version=version, told=now_there)

    with pytest.raises(NotPossible) as refused:
        amend(contact.received_at.date() + timedelta(days=301))
    assert (refused.value.reason, refused.value.field) == (LONG_BEFORE_BIRTH, "birth_date")
    assert amend(contact.received_at.date() + timedelta(days=300)).birth_date_known == "exact"


def test_a_birth_long_after_a_contact_is_refused():
    child = ChildFactory(unborn=True, expected_birth_date=BORN)
    ContactFactory(received_at=noon(CONCEIVED - timedelta(days=1)), children=[child])
    with pytest.raises(NotPossible, match="10 months before"):
        births.record_birth(
            by=workers.social_worker(), now=NOW, child=child, baby=Baby(birth_date=BORN, sex="F"), told_by="The midwife"
        )


def test_an_unborn_child_expected_long_ago_or_far_ahead_is_refused():
    for days in (-43, 301):
        late = NewPerson(birth_date_known="unborn", expected_birth_date=TODAY + timedelta(days=days))
        with pytest.raises(NotPossible) as refused:
            record(TODAY, late)
        assert (refused.value.reason, refused.value.field) == (NOT_EXPECTED, "expected_birth_date")


def test_a_told_child_who_must_be_born_by_now_is_recorded_without_a_date_of_birth():
    unborn = {"birth_date_known": "unborn", "expected_birth_date": timezone.localdate() - timedelta(days=60)}
    told = PartnerReferralFactory(told=[unborn]).contact.told_people.get()
    by, contact_id = workers.call_handler(), told.contact_id
    settling.settle(by=by, now=timezone.now(), contact_id=contact_id, told_id=told.pk, person_id=None)
    told.refresh_from_db()
    assert (told.person.birth_date_known, told.person.expected_birth_date) == ("unknown", told.expected_birth_date)


def test_nobody_moves_in_before_being_born():
    child, home = ChildFactory(birth_date=BORN), MemberFactory(person=PersonFactory()).household

    def join(day):
        return households.join(
            by=workers.social_worker(),
            on=TODAY,
            household_id=home.pk,
            person=child,
            since=day,
            keeps_other_homes=False,
        )

    with pytest.raises(NotPossible) as refused:
        join(BORN - timedelta(days=1))
    assert (refused.value.reason, refused.value.field) == (HOME_BEFORE_BIRTH, "day")
    assert join(BORN).started_on == BORN


def test_nobody_moves_out_before_being_born():
    member = MemberFactory(person=ChildFactory(birth_date=BORN))
    with pytest.raises(NotPossible, match="before being born"):
        households.leave(by=workers.social_worker(), on=TODAY, member_id=member.pk, day=BORN - timedelta(days=1))


def test_a_baby_lives_in_an_older_home_from_birth():
    mother, child, since = PersonFactory(), ChildFactory(birth_date=BORN), date(2020, 2, 1)
    given = {
        "by": workers.social_worker(),
        "on": TODAY,
        "since": since,
        "address": NewAddress(lines="1 Invented Street"),
    }
    households.found(people=[mother, child], **given)
    began = dict(HouseholdMember.objects.values_list("person", "started_on"))
    assert began == {mother.pk: since, child.pk: BORN}
    assert dict(Address.objects.values_list("person", "started_on")) == began
    with pytest.raises(NotPossible, match="before being born"):
        households.found(people=[ChildFactory(birth_date=BORN)], **given)


def test_a_move_before_the_birth_that_is_heard_of_late_brings_the_baby_from_birth():
    home, moved = HouseholdFactory(), BORN - timedelta(days=30)
    mother, child = PersonFactory(), ChildFactory(birth_date=BORN)
    for person in (mother, child):
        MemberFactory(household=home, person=person)
        AddressFactory(household=home, person=person, lines="1 Old Street")
    new = NewAddress(lines="2 New Street")
    households.move(
        by=workers.social_worker(), on=TODAY, household_id=home.pk, version=version_of(home), day=moved, address=new
    )
    here = dict(Address.objects.current().values_list("person", "started_on"))
    assert here == {mother.pk: moved, child.pk: BORN}
    assert Address.objects.get(person=child, lines="1 Old Street").ended_on == BORN


@pytest.mark.parametrize(("born", "too_old"), [(date(2001, 11, 20), False), (date(2001, 11, 19), True)])
def test_nobody_born_more_than_25_years_ago_is_a_child(acting, born, too_old):
    assert is_too_old(born, TODAY) is too_old
    someone = NewPerson(given_names="Old", family_name="Example", birth_date=born, birth_date_known="exact")
    for is_child in (True, False):
        if is_child and too_old:
            with pytest.raises(NotPossible, match=BORN_LONG_AGO):
                people.describe(TODAY, someone, is_child=is_child)
        elif not is_child:
            assert people.describe(TODAY, someone, is_child=is_child)
    form = NewChildForm(
        {
            "given_names": "Old",
            "birth_date_known": "exact",
            "birth_date_day": str(born.day),
            "birth_date_month": str(born.month),
            "birth_date_year": str(born.year),
        },
        today=TODAY,
        now=NOW,
    )
    assert (BORN_LONG_AGO.rstrip(".") in form.errors.get("birth_date", [])) is too_old


def test_a_child_who_grew_up_on_record_is_still_written_about(acting):
    with bringing_in():
        grown = ChildFactory(birth_date=date(1990, 1, 1))
    grown.telephone = "0113 496 0001"
    grown.save()
    assert Person.objects.get(pk=grown.pk).telephone
