"""Who is who to whom: what is refused, what is kept when it ends, and what two saves at once do."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from frontdoor.actions import relationships
from frontdoor.actions.people import NewPerson
from frontdoor.actions.relationships import Standing
from frontdoor.core.versions import Stale
from frontdoor.models import Relationship, Tie
from frontdoor.models.relationships import (
    ALREADY_RECORDED,
    OWN_RELATIVE,
    PARENT_OF_A_PARENT,
    RESPONSIBILITY_FOR_A_CHILD,
    RESPONSIBILITY_IN_PART,
    SIBLINGS_ALREADY,
)
from tests.factories import people as made
from tests.factories import workers

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
SPRING, SUMMER = date(2026, 3, 1), date(2026, 7, 1)


@pytest.fixture
def by(acting):
    return workers.social_worker()


def add(by, child, who, **standing):
    standing = Standing(**{"kind": "mother", "parental_responsibility": "yes"} | standing)
    return relationships.add_adult(by=by, on=TODAY, child=child, who=who, standing=standing)


def change(by, row, version=None, **standing):
    there = {"kind": row.kind, "parental_responsibility": row.parental_responsibility}
    return relationships.change(
        by=by,
        on=TODAY,
        relationship_id=row.pk,
        version=version or row.version,
        standing=Standing(**there | standing),
    )


def test_an_adult_may_matter_in_several_families(by):
    adult = made.PersonFactory()
    first, second = made.ChildFactory(), made.ChildFactory()
    add(by, first, adult.pk)
    add(by, second, adult.pk, kind="step_parent", parental_responsibility="no")
    assert {row.kind for row in adult.children.all()} == {"mother", "step_parent"}


def test_a_grandmother_may_be_a_special_guardian_as_well_but_not_twice_at_a_time(by):
    child, adult = made.ChildFactory(), made.PersonFactory()
    add(by, child, adult.pk, kind="grandparent", parental_responsibility="no")
    add(by, child, adult.pk, kind="guardian", responsibility_by="order")
    with pytest.raises(ValidationError, match=ALREADY_RECORDED):
        add(by, child, adult.pk, kind="grandparent", parental_responsibility="no")


def test_an_ended_relationship_stays_readable_and_may_begin_again(by):
    row = made.RelationshipFactory(kind="foster_carer", parental_responsibility="no", started_on=SPRING)
    ended = change(by, row, started_on=SPRING, ended_on=SUMMER)
    assert ended.history.count() == 2
    assert not Relationship.objects.on(SUMMER).filter(pk=row.pk).exists()
    assert Relationship.objects.on(SUMMER - timedelta(days=1)).filter(pk=row.pk).exists()
    add(by, row.child, row.adult_id, kind="foster_carer", parental_responsibility="no", started_on=SUMMER)
    assert row.child.adults.count() == 2


def test_parental_responsibility_says_how_it_was_acquired_and_when_it_ended(by):
    row = made.RelationshipFactory(kind="father")
    change(by, row, responsibility_by="registered", responsibility_from=SPRING)
    row.refresh_from_db()
    ended = change(
        by,
        row,
        parental_responsibility="no",
        responsibility_by="registered",
        responsibility_from=SPRING,
        responsibility_to=SUMMER,
    )
    assert not ended.holds_responsibility
    assert ended.responsibility_from == SPRING


REFUSED = {
    "in the future": ({"started_on": TODAY + timedelta(days=1)}, relationships.NOT_YET),
    "before birth": ({"responsibility_from": date(2016, 5, 3)}, relationships.NOT_BEFORE_BIRTH),
    "a mother ends": ({"ended_on": TODAY}, relationships.NO_LONGER_A_PARENT),
    "how, but not whether": (
        {"parental_responsibility": "not_known", "responsibility_by": "order"},
        RESPONSIBILITY_IN_PART,
    ),
    "ends first": ({"kind": "other", "started_on": SUMMER, "ended_on": SPRING}, "cannot end before it began"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_is_refused(by, case):
    changes, sentence = REFUSED[case]
    with pytest.raises(ValidationError, match=sentence):
        add(by, made.ChildFactory(), NewPerson(given_names="Una"), **changes)
    assert not Relationship.objects.exists()


def test_parental_responsibility_from_the_day_of_birth_is_taken(by):
    child = made.ChildFactory()
    add(by, child, NewPerson(given_names="Una"), responsibility_by="birth_mother", responsibility_from=child.birth_date)


def test_nobody_holds_parental_responsibility_for_an_adult_and_nobody_is_their_own_relative(by):
    today = timezone.localdate()
    birthday = today.replace(year=today.year - 18, day=min(today.day, 28))
    adult = made.PersonFactory(birth_date=birthday, birth_date_known="exact")
    with pytest.raises(ValidationError, match=RESPONSIBILITY_FOR_A_CHILD):
        add(by, adult, NewPerson(given_names="Una"))
    nearly = made.PersonFactory(birth_date=birthday + timedelta(days=4), birth_date_known="exact")
    add(by, nearly, NewPerson(given_names="Una"))
    child = made.ChildFactory()
    with pytest.raises(ValidationError, match=OWN_RELATIVE):
        add(by, child, child.pk, kind="other")


def test_nobody_is_a_parent_of_their_own_parent(by):
    row = made.RelationshipFactory()
    with pytest.raises(ValidationError, match=PARENT_OF_A_PARENT):
        add(by, row.adult, row.child_id, parental_responsibility="no")


def test_a_hidden_person_cannot_be_chosen(by):
    hidden = made.PersonFactory()
    made.ConflictFactory(person=hidden, worker=by, declared_by=by)
    with pytest.raises(ValidationError, match=relationships.PERSON_GONE):
        add(by, made.ChildFactory(), hidden.pk)


def test_a_brother_through_a_shared_parent_is_no_tie_and_nobody_is_assumed_to_be_responsible_for_him(by):
    mother = made.RelationshipFactory()
    brother = relationships.add_sibling(
        by=by, on=TODAY, child=mother.child, who=NewPerson(given_names="Ben"), kind="", parents=[mother]
    )
    assert brother.is_child
    assert brother.adults.get().adult == mother.adult
    assert brother.adults.get().parental_responsibility == "not_known"
    assert not Tie.objects.exists()
    with pytest.raises(ValidationError, match=SIBLINGS_ALREADY):
        relationships.tie(by=by, on=TODAY, one=brother, two=mother.child, kind="half_siblings")


def test_a_tie_is_stored_once_for_both_whoever_is_named_first(by):
    one, two = made.PersonFactory(), made.PersonFactory()
    made_tie = relationships.tie(by=by, on=TODAY, one=two, two=one, kind="partners", started_on=SPRING)
    assert (made_tie.person, made_tie.other) == (one, two)
    with pytest.raises(ValidationError, match=ALREADY_RECORDED):
        relationships.tie(by=by, on=TODAY, one=one, two=two, kind="partners")
    ended = relationships.change_tie(
        by=by,
        on=TODAY,
        tie_id=made_tie.pk,
        version=made_tie.version,
        kind="partners",
        started_on=SPRING,
        ended_on=SUMMER,
    )
    assert ended.ended_on == SUMMER
    relationships.tie(by=by, on=TODAY, one=one, two=two, kind="partners", started_on=SUMMER)


def test_the_second_of_two_saves_at_once_is_told(by):
    row = made.RelationshipFactory(kind="other")
    change(by, row, started_on=SPRING)
    with pytest.raises(Stale):
        change(by, row, version=1, started_on=SUMMER)
    row.refresh_from_db()
    assert row.started_on == SPRING
