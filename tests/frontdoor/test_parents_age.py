"""Nobody is the mother or father of a child born less than ten years after them, and none such agrees for it (2.1)."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from frontdoor.actions import consent, details, people, relationships
from frontdoor.core.acting import acting_as
from frontdoor.models import AgencyCheck, Relationship
from frontdoor.models.birth_dates import BORN_TOO_LATE, LEAST_BETWEEN, is_no_parents_age
from frontdoor.models.consent_facts import NOT_A_HOLDER
from tests.factories import workers
from tests.factories.after_override import ask
from tests.factories.consent import ConsentEventFactory, only_child
from tests.factories.contacts import ContactFactory
from tests.factories.people import ChildFactory, PersonFactory, RelationshipFactory
from tests.frontdoor.test_consent_refusals import refused
from tests.rows import insert_raw

pytestmark = pytest.mark.django_db

BORN = date(2016, 5, 4)
TOO_YOUNG = {"born after the child": date(2018, 1, 1), "nine years older": date(2007, 5, 4)}
OLD_ENOUGH = {"ten years older": date(2006, 5, 4), "not known": None}


def adult(born):
    return PersonFactory(birth_date=born, birth_date_known="exact" if born else "unknown")


def child():
    return ChildFactory(birth_date=BORN, birth_date_known="exact")


@settings(max_examples=200, deadline=None)
@given(st.dates(date(1950, 1, 1), date(2020, 1, 1)), st.integers(-30, 30))
def test_the_boundary_is_ten_years(born, days):
    assert is_no_parents_age(born - LEAST_BETWEEN + timedelta(days=days), born) == (days > 0)
    assert not is_no_parents_age(None, born)
    assert not is_no_parents_age(born, None)


@pytest.mark.parametrize("kind", ["mother", "father"])
@pytest.mark.parametrize("born", TOO_YOUNG.values(), ids=TOO_YOUNG)
def test_no_road_makes_somebody_a_parent_who_cannot_be_one(acting, kind, born):
    young, who = child(), adult(born)
    row = Relationship(child=young, adult=who, kind=kind, parental_responsibility="yes")
    refused(row.save, BORN_TOO_LATE)
    refused(lambda: insert_raw(Relationship(child=young, adult=who, kind=kind, parental_responsibility="yes")), "years")
    standing = relationships.Standing(kind=kind, parental_responsibility="yes")
    refused(lambda: relationships._write(row, timezone.localdate(), standing), BORN_TOO_LATE)
    assert RelationshipFactory(child=young, adult=who, kind="other", parental_responsibility="no").pk


@pytest.mark.parametrize("born", TOO_YOUNG.values(), ids=TOO_YOUNG)
def test_an_adult_told_with_the_contact_is_refused_in_the_same_words(acting, born):
    told = people.NewPerson(given_names="Ida", family_name="Example", birth_date=born, birth_date_known="exact")
    adult_told = people.NewAdult(person=told, kind="mother", parental_responsibility="yes")
    by, on = workers.social_worker(), timezone.localdate()
    refused(lambda: people.add_to_family(by=by, on=on, adult=adult_told, children=[child()]), BORN_TOO_LATE)


@pytest.mark.parametrize("born", OLD_ENOUGH.values(), ids=OLD_ENOUGH)
def test_whoever_can_be_a_parent_is_recorded(acting, born):
    assert RelationshipFactory(child=child(), adult=adult(born)).pk


def test_a_date_of_birth_is_not_put_right_into_the_impossible(acting):
    tie = RelationshipFactory(child=child(), adult=adult(date(1990, 1, 1)))
    told = {name: getattr(tie.adult, name) for name in details.PERSON_TOLD} | {"birth_date": date(2018, 1, 1)}
    by = workers.social_worker(team=workers.TeamFactory(front_door=True))
    version = tie.adult.version
    refused(
        lambda: details.amend_person(
            by=by, on=timezone.localdate(), person_id=tie.adult_id, version=version, told=told
        ),
        BORN_TOO_LATE,
    )
    tie.adult.birth_date = date(2018, 1, 1)
    refused(tie.adult.save, BORN_TOO_LATE)


def test_an_agreement_of_a_guardian_of_fifteen_is_refused(acting):
    contact, now = ContactFactory(), timezone.now()
    boy = adult(timezone.localdate() - timedelta(days=15 * 365))
    RelationshipFactory(child=only_child(contact), adult=boy, kind="guardian")
    by = workers.social_worker()
    given = {"children": [only_child(contact)], "kind": "B", "status": "GIVEN", "given_by": boy, "happened_at": now}
    refused(lambda: consent.record(by=by, now=now, contact=contact, **given), NOT_A_HOLDER)
    with acting_as(by), pytest.raises(DatabaseError, match="parental responsibility"), transaction.atomic():
        ConsentEventFactory(contact=contact, given_by=boy, happened_at=now)


def test_a_mother_under_sixteen_holds_parental_responsibility(acting):
    today = timezone.localdate()
    baby = ChildFactory(birth_date=today - timedelta(days=60))
    contact = ContactFactory(children=[baby])
    mother = adult(today - timedelta(days=15 * 365))
    RelationshipFactory(child=baby, adult=mother)
    event = ConsentEventFactory(contact=contact, given_by=mother)
    assert ask(event)
    assert AgencyCheck.objects.get().consent == event
