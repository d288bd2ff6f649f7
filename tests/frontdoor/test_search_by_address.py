"""People are found by where they live and lived, however the address is written, and never by one that is protected."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from frontdoor.actions import protection, search
from frontdoor.contact_answers import hit_rows
from frontdoor.core.places import STREET_WORDS, address_in, agreement, street_of
from frontdoor.core.search import Wanted, home_from, wanted_from
from frontdoor.forms.search import NOTHING_TO_LOOK_FOR, FindChildForm
from frontdoor.models import Address
from frontdoor.models.names import address_key_of
from tests.factories import workers
from tests.factories.families import WHY_PROTECTED, living_together
from tests.factories.people import AddressFactory, ChildFactory, PersonFactory

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 16, 10, 0, tzinfo=UTC)
LINES = "158 Brindle Road, Great Horton, Ashdale"


@pytest.fixture
def manager():
    return workers.service_manager()


def found(by, words):
    """Who is found by one line, and why."""
    hits = search.people(by=by, now=NOW, wanted=wanted_from(words)).hits
    return [(hit.person.full_name, hit.match.in_words) for hit in hits]


def lives(name, lines, postcode="BD4 7ZZ", **more):
    child = ChildFactory(given_names=name, family_name="Invented", birth_date=date(2018, 3, 2))
    AddressFactory(person=child, lines=lines, postcode=postcode, **more)
    return child


@pytest.mark.parametrize(
    ("words", "because"),
    [
        ("158 Brindle Road", "Same address"),
        ("158 brindle rd.", "Same address"),
        ("No. 158, Brindle Rd, Ashdale", "Same address"),
        ("158 Brindle Roa", "Same address"),
        ("158 Brin", "Same address"),
        ("158 Brindle Road BD4 7ZZ", "Same address"),
        ("158 Brindle Road, Elsewhere", "Same house number and street"),
        ("Flat 3, 158 Brindle Road", "Same house number and street"),
        ("Brindle Road, Ashdale", "Same street"),
        ("Brindle Road Great Horton", "Same street"),
        ("Brindle Rd BD4", "Same street"),
        ("Wren Invented, 158 Brindle Road", "Same name, same address"),
        ("Wren Invented BD4", "Same name, same part of the postcode"),
        ("Invented BD4", "Same family name, same part of the postcode"),
    ],
)
def test_an_address_in_the_header_finds_who_lives_there(manager, words, because):
    lives("Wren", LINES)
    lives("Else", "12 Otherwise Lane, Ashdale", "BD9 1ZZ").family_name = "Other"
    assert ("Wren Invented", because) in found(manager, words)
    assert found(manager, words)[0] == ("Wren Invented", because)


@pytest.mark.parametrize("words", ["159 Brindle Road", "15 Brindle Road", "158 Brindle Lane", "58 Brindle Road"])
def test_another_house_is_not_it(manager, words):
    lives("Wren", LINES)
    assert found(manager, words) == []


def test_an_earlier_home_is_found_and_said_to_be_one(manager):
    lives("Wren", LINES, ended_on=date(2024, 1, 1))
    assert found(manager, "158 Brindle Road") == [("Wren Invented", "Lived at this address")]
    assert found(manager, "Brindle Road, Ashdale") == [("Wren Invented", "Lived in this street")]
    now = lives("Robin", LINES)
    assert found(manager, "158 Brindle Road")[0] == (now.full_name, "Same address")


def test_a_street_that_is_a_family_name_is_looked_for_as_both(manager):
    ChildFactory(given_names="Amelia", family_name="Lane")
    lives("Wren", "4 Amelia Lane, Ashdale")
    assert found(manager, "Amelia Lane") == [("Amelia Lane", "Same name"), ("Wren Invented", "Same street")]


def test_half_a_postcode_alone_is_not_enough(manager):
    lives("Wren", LINES)
    assert wanted_from("BD4").is_empty
    form = FindChildForm({"home": "BD4"}, today=NOW.date(), now=NOW)
    assert not form.is_valid()
    assert form.non_field_errors() == [NOTHING_TO_LOOK_FOR]


def test_the_form_that_finds_a_child_takes_an_address(manager):
    lives("Wren", LINES)
    for home, because in (
        ("158 Brindle Road", "Same address"),
        ("bd4 7zz", "Same postcode"),
        ("158 Brindle Road BD4 7ZZ", "Same address"),
    ):
        form = FindChildForm({"home": home}, today=NOW.date(), now=NOW)
        assert form.is_valid(), form.errors
        hits = search.people(by=manager, now=NOW, wanted=form.wanted()).hits
        assert [hit.match.in_words for hit in hits] == [because], home


def test_who_may_not_open_the_record_reads_no_more_than_that_a_detail_agrees():
    lives("Wren", LINES)
    (hit,) = search.people(by=workers.call_handler(), now=NOW, wanted=wanted_from("158 Brindle Road")).hits
    assert (hit.may_open, hit.because) == (False, "Another detail agrees")


CANARY = "77 Zzcanary Refuge Road, Ashdale"


@pytest.mark.parametrize(
    "words",
    [
        "77 Zzcanary Refuge Road",
        "77 Zzcanary",
        "Zzcanary Refuge Rd, Ashdale",
        "Zzcanary Road",
        "77 Zzcanary Refuge Road ZX7 7XZ",
        "Nobody 77 Zzcanary Refuge Road",
    ],
)
@pytest.mark.parametrize("left", [False, True])
def test_a_protected_address_is_never_matched_nor_hinted_at(acting, words, left):
    manager = workers.practice_manager(registration_number="SW77")
    home = living_together(ChildFactory(), PersonFactory())
    for member in home.members.all():
        AddressFactory(
            person=member.person,
            household=home,
            lines=CANARY,
            postcode="ZX7 7XZ",
        )
    assert found(manager, CANARY)
    protection.protect(by=manager, at=timezone.now(), household_id=home.pk, reason=WHY_PROTECTED)
    if left:
        for address in Address.objects.current().filter(household=home):
            address.ended_on = timezone.localdate()
            address.save()
    assert found(manager, words) == []
    client = Client()
    client.force_login(manager)
    page = client.post(reverse("people_search"), {"q": words}, follow=True).content.decode()
    for member in home.members.all():
        assert member.person.full_name not in page


def test_a_protected_address_adds_nothing_to_a_name(acting):
    manager = workers.service_manager()
    lives("Wren", CANARY, "ZX7 7XZ", protected=True)
    for words in ("Wren Invented, 77 Zzcanary Refuge Road", "Wren Invented ZX7"):
        assert found(manager, words) == [("Wren Invented", "Same name")]


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ("158 Brindle Road", "158 brindle rd"),
        ("No. 158, BRINDLE RD.", "158 brindle rd"),
        ("158 a St. Mary's Avenue", "158a st marys ave"),
        ("Apartment 2, 14 Saint Marys Street", "flat 2 14 st marys st"),
        ("", ""),
    ],
)
def test_an_address_is_written_one_way(words, key):
    assert address_key_of(words) == key


def test_python_and_the_database_shorten_the_same_words():
    with connection.cursor() as cursor:
        cursor.execute("SELECT word, frontdoor_address_key(word) FROM unnest(%s::text[]) AS word", [[*STREET_WORDS]])
        assert dict(cursor.fetchall()) == STREET_WORDS


WORDS = st.lists(st.sampled_from(["flat", "2", "158", "brindle", "horton", "rd", "st", "ashdale"]), max_size=7)


@given(WORDS)
def test_every_recorded_address_agrees_with_itself(words):
    key = " ".join(words)
    street = " ".join(street_of(key))
    if words:
        assert agreement(key, key)
    assert not street or agreement(street, key) in {"address", "street", "part"}


@given(st.text(max_size=60))
def test_any_line_is_taken_apart(words):
    name, address = address_in(words)
    assert set(name) | set(address) <= set(words)
    wanted_from(words)
    home_from(words)


def test_parts_of_a_line():
    assert wanted_from("Wren Invented, 158 Brindle Road BD4") == Wanted(
        given_names="Wren", family_name="Invented", address="158 Brindle Road", district="BD4"
    )
    assert wanted_from("Brindle Road, Ashdale") == Wanted(address="Brindle Road, Ashdale")
    assert wanted_from("Flat B2, 4 High Street").district == ""
    assert home_from("BD4") == Wanted(district="BD4")


@pytest.fixture
def handler():
    return workers.call_handler()


def born_of(row):
    return row["about"].partition(", born ")[2]


def shown(handler, **typed):
    """How a record without a basis is shown while a child is put on a contact: born, and where."""
    form = FindChildForm({"family_name": "Invented", **typed}, today=NOW.date(), now=NOW)
    assert form.is_valid(), form.errors
    hits = search.people(by=handler, now=NOW, wanted=form.wanted()).hits
    (row,) = hit_rows(hits, NOW.date(), looked_for=form.wanted())
    assert not row["url"]
    return born_of(row), row["address"]


DAY = {"birth_date_day": "2", "birth_date_month": "3", "birth_date_year": "2018"}


@pytest.mark.parametrize(
    ("typed", "born", "address"),
    [
        ({}, "in 2018", "Brindle Road, BD4"),
        (DAY, "2 March 2018", "Brindle Road, BD4"),
        (DAY | {"birth_date_day": "3"}, "in 2018", "Brindle Road, BD4"),
        ({"home": "Brindle Road"}, "in 2018", "Brindle Road, BD4"),
        ({"home": "159 Brindle Road"}, "in 2018", "Brindle Road, BD4"),
        ({"home": "BD4"}, "in 2018", "Brindle Road, BD4"),
        ({"home": "BD4 7ZZ"}, "in 2018", "Brindle Road, BD4 7ZZ"),
        ({"home": "158 brindle rd"}, "in 2018", f"{LINES}, BD4"),
        (DAY | {"home": "158 Brindle Road, BD4 7ZZ"}, "2 March 2018", f"{LINES}, BD4 7ZZ"),
    ],
)
def test_a_record_that_may_not_be_opened_shows_enough_to_tell_two_children_apart(handler, typed, born, address):
    lives("Wren", LINES)
    assert shown(handler, **typed) == (born, address)


@pytest.mark.parametrize(
    ("lines", "postcode", "address"),
    [
        ("Flat 3, 12a Mill Lane, Ashdale", "", "Mill Lane"),
        ("Rose Cottage, Ashdale", "BD9 1ZZ", "BD9"),
        ("Rose Cottage", "", "Not shown"),
    ],
)
def test_no_house_is_shown_to_whoever_may_not_open_the_record(handler, lines, postcode, address):
    lives("Wren", lines, postcode)
    assert shown(handler) == ("in 2018", address)


def test_nothing_of_a_protected_home_is_shown_even_to_whoever_types_it(handler):
    lives("Wren", CANARY, "ZX7 7XZ", protected=True)
    assert shown(handler, home=CANARY) == shown(handler, home="ZX7 7XZ") == ("in 2018", "Address not known")


def test_who_may_open_the_record_sees_the_whole(manager):
    lives("Wren", LINES)
    wanted = wanted_from("Invented")
    (row,) = hit_rows(search.people(by=manager, now=NOW, wanted=wanted).hits, NOW.date(), looked_for=wanted)
    assert (born_of(row), row["address"]) == ("2 March 2018", f"{LINES}, BD4 7ZZ")
