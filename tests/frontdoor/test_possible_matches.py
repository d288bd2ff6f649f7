"""Possible matches of awkward families (reliability F29): who is found, in which order, and for which reasons."""

from datetime import UTC, date, datetime

import pytest
from django.db import ProgrammingError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st
from stdnum.gb import nhs, upn

from frontdoor.actions import search
from frontdoor.core.acting import acting_as
from frontdoor.core.matching import Recorded, Typed, begun, compare
from frontdoor.core.search import Wanted, near_numbers, telephone_key, wrong_check_digit
from tests.factories import workers
from tests.factories.people import AddressFactory, ChildFactory, PersonFactory, RelationshipFactory

NOW = datetime(2026, 11, 16, 10, 0, tzinfo=UTC)
BORN = date(2018, 3, 2)
NHS = "9434765919"
UPN = upn.calc_check_digit("801200001001") + "801200001001"


@pytest.fixture
def handler(db):
    return workers.call_handler()


def find(handler, **wanted):
    found = search.people(by=handler, now=NOW, wanted=Wanted(**wanted))
    return [(hit.person.full_name, hit.match.in_words) for hit in found.hits]


def child(given, family, born=BORN, **more):
    return ChildFactory(given_names=given, family_name=family, birth_date=born, **more)


GOLDEN = [
    ("the same", "Wren", "Invented", BORN, "Same date of birth, same name"),
    ("a typing error", "Wern", "Invented", BORN, "Same date of birth, same family name, first name spelt differently"),
    ("sounds alike", "Ren", "Invented", BORN, "Same date of birth, same family name, first name spelt differently"),
    ("both misspelt", "Wrenn", "Inventid", BORN, "Same date of birth, name spelt differently"),
    ("changed over", "Invented", "Wren", BORN, "Same date of birth, first and family name the other way round"),
    ("another first name", "Joseph", "Invented", BORN, "Same date of birth, same family name, other first name"),
    ("day and month", "Wren", "Invented", date(2018, 2, 3), "Day and month of birth the other way round, same name"),
    ("a day out", "Wren", "Invented", date(2018, 3, 3), "Date of birth one day out, same name"),
    ("days out", "Wren", "Invented", date(2018, 3, 5), "Date of birth 3 days out, same name"),
    ("a year out", "Wren", "Invented", date(2017, 3, 2), "Year of birth one out, same name"),
    ("a digit off", "Wren", "Invented", date(2018, 3, 22), "Date of birth differs in one place, same name"),
    ("another day", "Wren", "Invented", date(2011, 9, 27), "Other date of birth, same name"),
]


@pytest.mark.parametrize(
    ("given", "family", "born", "because"), [row[1:] for row in GOLDEN], ids=[r[0] for r in GOLDEN]
)
def test_a_child_is_found_and_the_reason_said(handler, given, family, born, because):
    child("Wren", "Invented")
    assert find(handler, given_names=given, family_name=family, birth_date=born) == [("Wren Invented", because)]


NAMES = [
    ("Siobhán", "O'Madeup", "Siobhan", "O Madeup", "Same name"),
    ("Siobhán", "O’Madeup", "Siobhan", "Omadeup", "Same name"),
    ("Amelia", "Fable-Storey", "Amelia", "Storey Fable", "Same name, halves of the family name the other way round"),
    ("Amelia", "Fable-Storey", "Amelia", "Storey", "Same first name, part of a double-barrelled name"),
    ("Amelia", "Fable", "Amelia", "Fable-Storey", "Same first name, part of a double-barrelled name"),
    ("Mohammed", "Fabled", "Muhamad", "Fabled", "Same family name, first name spelt differently"),
    ("محمد", "خيالي", "محمد", "خيالي", "Same name"),
    ("مُحَمَّد", "خيالي", "محمد", "خيالي", "Same name"),
    ("Łukasz", "Żmyślony", "Lukasz", "Zmyslony", "Same name"),
    ("", "Unknownson", "Baby", "Unknownson", "Same family name, first name not recorded"),
]


@pytest.mark.parametrize("row", NAMES, ids=[" ".join(row[:4]) for row in NAMES])
def test_names_of_every_kind_are_found(handler, row):
    own_given, own_family, given, family, because = row
    made = child(own_given, own_family)
    assert find(handler, given_names=given, family_name=family) == [(made.full_name, because)]


def test_a_former_name_finds(handler):
    child("Wren", "Nowcalled", also_known_as="formerly Invented")
    (name, because), *others = find(handler, given_names="Wren", family_name="Invented", birth_date=BORN)
    assert (name, because, others) == ("Wren Nowcalled", "Same date of birth, another or former name is the same", [])


def test_twins_are_both_shown_and_the_one_who_is_meant_comes_first(handler):
    child("Rowan", "Invented")
    child("Robin", "Invented")
    found = find(handler, given_names="Robin", family_name="Invented", birth_date=BORN)
    assert found == [
        ("Robin Invented", "Same date of birth, same name"),
        ("Rowan Invented", "Same date of birth, same family name, other first name"),
    ]


def test_a_baby_is_found_by_the_record_made_before_birth(handler):
    ChildFactory(unborn=True, family_name="Invented", expected_birth_date=date(2026, 10, 1))
    ChildFactory(unborn=True, family_name="Invented", expected_birth_date=date(2027, 5, 1))
    found = find(handler, given_names="Wren", family_name="Invented", birth_date=date(2026, 9, 20))
    assert found[0] == (
        "Invented",
        "Recorded before birth and expected about then, same family name, first name not recorded",
    )


def test_an_estimated_date_of_birth_is_no_reason_against(handler):
    child("Wren", "Invented", date(2018, 1, 1), birth_date_known="estimated")
    assert find(handler, given_names="Wren", family_name="Invented", birth_date=date(2018, 9, 20)) == [
        ("Wren Invented", "Date of birth is estimated and about then, same name")
    ]


def test_numbers_that_were_nearly_remembered(handler):
    assert nhs.is_valid(NHS)
    child("Wren", "Invented", nhs_number=NHS, upn=UPN)
    assert find(handler, identifier=NHS) == [("Wren Invented", "Same NHS number")]
    assert find(handler, identifier="9434765991") == [("Wren Invented", "NHS number differs in one place")]
    assert find(handler, identifier=UPN) == [("Wren Invented", "Same pupil number")]
    assert "check digit is wrong" in wrong_check_digit("9434765991")
    assert "check letter is wrong" in wrong_check_digit(f"Z{UPN[1:]}")
    assert wrong_check_digit(NHS) == wrong_check_digit(UPN) == wrong_check_digit("123") == ""
    assert near_numbers("123") == frozenset()


def test_where_the_family_lives_and_how_it_is_rung(handler):
    one = child("Wren", "Invented")
    AddressFactory(person=one, postcode="ZZ9 9ZZ", ended_on=date(2024, 1, 1))
    mother = PersonFactory(telephone="+44 113 496 0001")
    RelationshipFactory(child=one, adult=mother)
    assert find(handler, postcode="ZZ9 9ZZ") == [("Wren Invented", "Lived at this postcode")]
    AddressFactory(person=one, postcode="ZZ9 9ZZ")
    assert find(handler, postcode="ZZ9 9ZZ") == [("Wren Invented", "Same postcode")]
    assert find(handler, telephone=telephone_key("0113 4960001")) == [
        (mother.full_name, "Same telephone number"),
        ("Wren Invented", "An adult in the family has this telephone number"),
    ]


def test_what_a_stub_says_is_what_the_searcher_knew(handler):
    one = child("Wren", "Invented")
    AddressFactory(person=one, postcode="ZZ9 9ZZ")
    wanted = Wanted(family_name="Invented", birth_date=date(2018, 2, 3), postcode="ZZ9 9ZZ")
    (hit,) = search.people(by=handler, now=NOW, wanted=wanted).hits
    assert hit.may_open is False
    assert hit.because == "Date of birth close to it, same family name, another detail agrees"


def test_the_closer_spelling_comes_first(handler):
    child("Quixwort", "Blemming")
    child("Quixwort", "Blemmingsen")
    assert find(handler, family_name="Blemmingson") == [
        ("Quixwort Blemmingsen", "Family name spelt differently"),
        ("Quixwort Blemming", "Family name spelt differently"),
    ]


def test_the_dictionary_is_the_databases_own(handler):
    made = child("Quixwort", "Blemming")
    made.family_name = "Zephyrhold"
    with acting_as(handler):
        made.save()
    assert find(handler, given_names="Quixwort", family_name="Zephyrhlod")[0][0] == "Quixwort Zephyrhold"
    for forbidden in ("INSERT INTO frontdoor_nameword (word) VALUES ('x')", "DELETE FROM frontdoor_nameword"):
        with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(forbidden)


NAMES = st.sampled_from(["ann", "anna", "anning", "smith", "smith jones", "ann marie", "o", "brien", "annalise", ""])


@given(given=NAMES, family=NAMES, cut=st.integers(min_value=3, max_value=12))
def test_a_beginning_is_told_as_a_whole_comparison_tells_it(given, family, cut):
    recorded = Recorded(given=given, family=family)
    for name in (given, family):
        if len(name) < 3:
            continue
        word = name[:cut].strip()
        typed, wanted = Typed(family=word), Wanted(family_name=word)
        whole = compare(wanted, typed, recorded)
        direct = begun(typed, given=recorded.given, family=recorded.family) or whole
        assert direct.reasons
        if whole.reasons and "spelt differently" not in whole.in_words:
            assert direct == whole
