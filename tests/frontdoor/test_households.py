"""Who lives with whom on which day: moving in, moving out, two homes, an unborn child, and the whole home moving."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from frontdoor.actions import details, households, people
from frontdoor.actions.households import NewAddress
from frontdoor.actions.people import NewAdult, NewPerson
from frontdoor.core.spans import counts_on, on_q
from frontdoor.models import Address, HouseholdMember, Person, Relationship
from frontdoor.models.households import UNBORN_LIVES_WITH_MOTHER, children_of_household, is_a_child_q
from tests.factories import people as made
from tests.factories import workers
from tests.factories.families import MemberFactory, living_together
from tests.frontdoor.homes import version_of

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 23)
SPRING, SUMMER = date(2026, 3, 1), date(2026, 7, 1)
PLACE = {"lines": "1 Invented Street", "postcode": "ZZ1 1ZZ"}


def household(child, on=TODAY):
    return set(children_of_household(child, on=on))


def test_L47_every_child_of_the_household_is_answered_for(acting):
    mother = made.RelationshipFactory()
    child, sister, lodgers = mother.child, made.ChildFactory(), made.ChildFactory()
    grown_up = made.ChildFactory(birth_date=date(2005, 1, 1))
    living_together(child, sister, lodgers, grown_up, mother.adult)
    assert household(child) == {child, sister, lodgers}
    assert household(sister) == household(child)


def test_L47_a_child_who_moves_in_is_answered_for_from_that_day_until_the_day_of_moving_out(acting):
    child, cousin = made.ChildFactory(), made.ChildFactory()
    home = living_together(child)
    MemberFactory(household=home, person=cousin, started_on=SPRING, ended_on=SUMMER)
    day = timedelta(days=1)
    assert household(child, SPRING - day) == {child}
    assert household(child, SPRING) == {child, cousin}
    assert household(child, SUMMER - day) == {child, cousin}
    assert household(child, SUMMER) == {child}


def test_a_child_with_two_homes_has_the_children_of_both(acting):
    child, with_mother, with_father = made.ChildFactory(), made.ChildFactory(), made.ChildFactory()
    living_together(child, with_mother)
    living_together(child, with_father)
    assert household(child) == {child, with_mother, with_father}
    assert household(with_mother) == {child, with_mother}


def test_an_unborn_child_belongs_to_the_household_of_the_mother(acting):
    mother = made.PersonFactory()
    born, unborn = made.ChildFactory(), made.ChildFactory(unborn=True)
    for child in (born, unborn):
        made.RelationshipFactory(child=child, adult=mother)
    living_together(born, mother)
    assert household(born) == {born, unborn}
    assert household(unborn) == {born, unborn}


def test_a_child_without_a_recorded_home_answers_for_itself(acting):
    child = made.ChildFactory()
    assert household(child) == {child}


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(on=st.dates(date(2004, 1, 1), date(2040, 12, 31)), days=st.integers(min_value=-400, max_value=400))
def test_a_child_is_somebody_under_18_in_sql_as_in_python(acting, on, days):
    born = on.replace(year=on.year - 18, day=min(on.day, 28)) + timedelta(days=days)
    row = made.PersonFactory(birth_date=born, birth_date_known="exact")
    age = row.age_on(on)
    expected = age is None or age < 18
    assert Person.objects.filter(is_a_child_q(on), pk=row.pk).exists() == expected


@pytest.mark.parametrize("day", [SPRING - timedelta(days=1), SPRING, SUMMER - timedelta(days=1), SUMMER])
@pytest.mark.parametrize("started", [None, SPRING])
@pytest.mark.parametrize("ended", [None, SUMMER])
def test_a_span_is_the_same_in_sql_and_in_python(acting, started, ended, day):
    row = MemberFactory(started_on=started, ended_on=ended)
    assert HouseholdMember.objects.filter(on_q(day), pk=row.pk).exists() == counts_on(row, day)


@pytest.fixture
def by(acting):
    return workers.social_worker()


def test_a_new_home_takes_the_address_that_is_known(by):
    child, mother = made.ChildFactory(), made.PersonFactory()
    known = made.AddressFactory(person=child, **PLACE)
    home = households.found(by=by, on=TODAY, people=[child, mother], since=None, address=None)
    known.refresh_from_db()
    assert known.household == home
    assert mother.addresses.get().in_words == known.in_words


def test_moving_in_ends_the_other_home_unless_it_is_kept(by):
    child = made.ChildFactory()
    first = living_together(child, made.PersonFactory(), **PLACE)
    second = living_together(made.PersonFactory(), lines="2 Invented Street")
    act = {"by": by, "on": TODAY, "household_id": second.pk, "person": child, "since": SUMMER}
    households.join(**act, keeps_other_homes=True)
    assert {row.household_id for row in child.homes.current()} == {first.pk, second.pk}
    member = child.homes.get(household=second)
    households.leave(by=by, on=TODAY, member_id=member.pk, day=SUMMER)
    households.join(**act, keeps_other_homes=False)
    assert {row.household_id for row in child.homes.current()} == {second.pk}
    assert [row.in_words for row in child.addresses.current()] == ["2 Invented Street, ZZ1 1ZZ"]


def test_the_address_changes_for_everybody_who_lives_there_and_nobody_else(by):
    child, mother, gone = made.ChildFactory(), made.PersonFactory(), made.PersonFactory()
    home = living_together(child, mother, since=SPRING, **PLACE)
    MemberFactory(household=home, person=gone, started_on=SPRING, ended_on=SUMMER)
    new = NewAddress(lines="9 New Road", postcode="ZZ9 9ZZ")
    households.move(by=by, on=TODAY, household_id=home.pk, version=version_of(home), day=SUMMER, address=new)
    for person in (child, mother):
        assert [row.in_words for row in person.addresses.current()] == ["9 New Road, ZZ9 9ZZ"]
        assert person.addresses.exclude(ended_on=None).get().ended_on == SUMMER
    assert not gone.addresses.exists()


def test_a_household_may_lose_its_address(by):
    home = living_together(made.ChildFactory(), **PLACE)
    households.move(
        by=by,
        on=TODAY,
        household_id=home.pk,
        version=version_of(home),
        day=TODAY,
        address=NewAddress(no_fixed_address=True),
    )
    assert Address.objects.current().get(household=home).no_fixed_address


REFUSED = {
    "tomorrow": ({"day": TODAY + timedelta(days=1)}, households.NOT_YET),
    "before they came": ({"day": SPRING - timedelta(days=1)}, households.BEFORE_THEY_CAME),
    "the same place": ({"address": NewAddress(**PLACE)}, households.SAME_PLACE),
    "no place": ({"address": NewAddress()}, "Enter an address or say"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_move_that_cannot_be_is_refused(by, case):
    changes, sentence = REFUSED[case]
    home = living_together(made.ChildFactory(), since=SPRING, **PLACE)
    with pytest.raises(ValidationError, match=sentence):
        households.move(
            **{
                "by": by,
                "on": TODAY,
                "household_id": home.pk,
                "version": version_of(home),
                "day": TODAY,
                "address": NewAddress(lines="New"),
            }
            | changes
        )


def test_nobody_moves_into_an_empty_home_or_out_twice_and_no_unborn_child_moves_at_all(by):
    child = made.ChildFactory()
    home = living_together(child)
    member = child.homes.get()
    act = {"by": by, "on": TODAY, "household_id": home.pk, "since": None, "keeps_other_homes": True}
    with pytest.raises(ValidationError, match=UNBORN_LIVES_WITH_MOTHER):
        households.join(**act, person=made.ChildFactory(unborn=True))
    households.leave(by=by, on=TODAY, member_id=member.pk, day=TODAY)
    with pytest.raises(ValidationError, match=households.LEFT_ALREADY):
        households.leave(by=by, on=TODAY, member_id=member.pk, day=TODAY)
    with pytest.raises(ValidationError, match=households.NOBODY_LIVES_THERE):
        households.join(**act, person=made.ChildFactory())


def test_relationships_say_who_lives_with_the_child_as_the_homes_do(by):
    tie = made.RelationshipFactory(lives_with_child=True)
    home = living_together(tie.child, tie.adult)
    households.leave(by=by, on=TODAY, member_id=tie.adult.homes.get().pk, day=TODAY)
    tie.refresh_from_db()
    assert tie.lives_with_child is False
    households.join(by=by, on=TODAY, household_id=home.pk, person=tie.adult, since=TODAY, keeps_other_homes=True)
    tie.refresh_from_db()
    assert tie.lives_with_child is True


def test_a_contact_that_says_who_lives_with_the_children_records_their_home(by):
    children = [made.ChildFactory(), made.ChildFactory(), made.ChildFactory(unborn=True)]
    made.AddressFactory(person=children[0], **PLACE)
    mother = NewAdult(
        person=NewPerson(given_names="Una"), kind="mother", parental_responsibility="yes", lives_with_child=True
    )
    adult = people.add_to_family(by=by, on=TODAY, adult=mother, children=children)
    assert household(children[0]) == set(children)
    assert HouseholdMember.objects.filter(person=adult).count() == 1
    assert adult.addresses.get().in_words == "1 Invented Street, ZZ1 1ZZ"


def test_a_child_who_is_born_lives_where_the_mother_does(by):
    unborn = made.ChildFactory(unborn=True)
    mother = made.RelationshipFactory(child=unborn).adult
    home = living_together(mother, since=SPRING, **PLACE)
    told = {name: getattr(unborn, name) for name in details.PERSON_TOLD}
    told |= {"birth_date_known": "exact", "birth_date": SUMMER, "expected_birth_date": None, "given_names": "Bea"}
    details.amend_person(by=by, on=TODAY, person_id=unborn.pk, version=unborn.version, told=told)
    member = HouseholdMember.objects.get(person=unborn)
    assert (member.household, member.started_on) == (home, SUMMER)
    assert unborn.addresses.get().started_on == SUMMER


def test_an_adult_who_holds_parental_responsibility_is_found_by_one_phrase(acting):
    holds = made.RelationshipFactory()
    made.RelationshipFactory(parental_responsibility="not_known")
    made.RelationshipFactory(kind="other", ended_on=SUMMER)
    assert list(Relationship.objects.holding_responsibility()) == [holds]
    assert holds.holds_responsibility
