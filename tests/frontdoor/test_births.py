"""An unborn child is born in the same record; a twin has a record of its own."""

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from django.urls import reverse

from frontdoor.actions import births
from frontdoor.actions.births import BORN_LATER, NOT_UNBORN, TOO_FAR_OFF, Baby
from frontdoor.core.actions import NotPossible
from frontdoor.models import Birth, ConsentEvent, IdentityLink, Person
from tests.factories import workers
from tests.factories.contacts import ContactFactory
from tests.factories.people import AddressFactory, ChildFactory, ConflictFactory, RelationshipFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 16, 10, 0, tzinfo=UTC)
EXPECTED = date(2026, 11, 20)
BABY = Baby(birth_date=date(2026, 11, 14), sex="F", given_names="Wren")


def unborn(**given):
    return ChildFactory(unborn=True, family_name="Invented", expected_birth_date=EXPECTED, **given)


def born(child, baby=BABY, **given):
    return births.record_birth(
        by=workers.social_worker(), now=NOW, child=child, baby=baby, told_by="The midwife", **given
    )


def test_the_record_goes_on_and_the_expected_date_is_kept():
    child = unborn()
    (same,) = born(child)
    assert same.pk == child.pk
    assert (same.full_name, same.birth_date, same.birth_date_known) == ("Wren Invented", BABY.birth_date, "exact")
    assert (same.expected_birth_date, same.sex) == (EXPECTED, "F")
    birth = Birth.objects.get(child=child)
    assert (birth.born_on, birth.expected_on) == (BABY.birth_date, EXPECTED)
    assert Person.history.filter(id=child.pk).count() == 2


def test_a_twin_is_another_person_and_no_copy():
    child = unborn(restricted=True)
    worker = workers.social_worker()
    mother = RelationshipFactory(child=child).adult
    AddressFactory(person=child)
    ConflictFactory(person=child, worker=worker, declared_by=workers.practice_manager())
    contact = ContactFactory(children=[child])
    first, second = born(child, others=[Baby(birth_date=BABY.birth_date, sex="M", given_names="Rowan")])
    assert (first.pk, second.given_names, second.expected_birth_date) == (child.pk, "Rowan", EXPECTED)
    assert second.restricted
    assert not Person.objects.linkable_by(worker).filter(pk=second.pk).exists()
    assert [tie.adult for tie in second.adults.all()] == [mother]
    assert [told.contact for told in second.contacts.all()] == [contact]
    assert not ConsentEvent.objects.filter(child=second).exists()
    link = IdentityLink.objects.between(first.pk, second.pk).get()
    assert link.kind == "twins"


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        (date(2026, 7, 3), None),
        (date(2026, 7, 2), TOO_FAR_OFF),
        (date(2026, 11, 17), BORN_LATER),
    ],
)
def test_a_date_of_birth_lies_near_the_expected_one(day, sentence):
    child = unborn()
    baby = Baby(birth_date=day, sex="F", given_names="Wren")
    if sentence is None:
        assert born(child, baby)[0].birth_date == day
        return
    with pytest.raises(NotPossible, match=sentence[:30]):
        born(child, baby)


def test_nobody_is_born_twice():
    child = unborn()
    born(child)
    with pytest.raises(NotPossible, match=NOT_UNBORN):
        born(child)


def test_the_page_records_twins(client):
    worker = workers.social_worker()
    child = unborn()
    ContactFactory(children=[child], recorded_by=worker)
    client.force_login(worker)
    url = reverse("person_birth", args=[child.pk])
    day = EXPECTED.replace(day=14)
    typed = {
        "birth_date_day": day.day,
        "birth_date_month": day.month,
        "birth_date_year": day.year,
        "sex": "F",
        "given_names": "Wren",
        "told_by": "The midwife",
        "how_many": "2",
        "submission_key": str(uuid4()),
    }
    assert "Select the sex of baby 2" in client.post(url, typed).content.decode()
    whole = typed | {"sex_2": "M", "given_names_2": "Rowan"}
    assert [client.post(url, whole).url for _ in range(2)] == [reverse("person", args=[child.pk])] * 2
    assert Birth.objects.count() == 2
    again = client.get(url).text
    assert NOT_UNBORN in again
    assert "submission_key" not in again
    assert Person.objects.filter(given_names="Rowan", family_name="Invented", birth_date=day).exists()


def test_babies_without_any_name_are_named_beside_the_question(client):
    worker = workers.social_worker()
    child = ChildFactory(unborn=True, given_names="", family_name="", expected_birth_date=EXPECTED)
    ContactFactory(children=[child], recorded_by=worker)
    client.force_login(worker)
    url, day = reverse("person_birth", args=[child.pk]), EXPECTED.replace(day=14)
    typed = {
        "birth_date_day": day.day,
        "birth_date_month": day.month,
        "birth_date_year": day.year,
        "sex": "F",
        "sex_2": "M",
        "told_by": "The midwife",
        "how_many": "2",
        "submission_key": str(uuid4()),
    }
    assert "The record has none yet." in client.get(url).text
    unnamed = client.post(url, typed)
    assert set(unnamed.context["form"].errors) == {"given_names", "given_names_2"}
    one_named = client.post(url, typed | {"given_names": "Wren"})
    assert set(one_named.context["form"].errors) == {"given_names_2"}
    assert not Birth.objects.exists()
    assert client.post(url, typed | {"family_name": "Invented"}).status_code == 302
    assert Birth.objects.count() == 2
