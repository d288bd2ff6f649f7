"""Finding people: what is close enough, and what is never shown."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from frontdoor.actions import search
from frontdoor.contact_answers import hit_rows
from frontdoor.core.search import Wanted, near_birth_dates, postcode_key, slipped_birth_dates, wanted_from
from frontdoor.models import LedgerEvent, SearchAlert
from tests.factories import identity, workers
from tests.factories.contacts import ContactFactory
from tests.factories.people import AddressFactory, ChildFactory, ConflictFactory

NOW = datetime(2026, 11, 16, 10, 0, tzinfo=UTC)
DAYS = st.dates(min_value=date(1900, 1, 2), max_value=date(2100, 12, 30))


@given(DAYS)
def test_near_dates_hold_the_day_and_the_usual_slips(day):
    near = near_birth_dates(day)
    assert {day, day - timedelta(days=1), day + timedelta(days=1)} <= near
    if day.day <= 12:
        assert date(day.year, day.day, day.month) in near
    if (day.month, day.day) != (2, 29):
        assert {day.replace(year=day.year - 1), day.replace(year=day.year + 1)} <= near
    assert len(near) <= 6
    assert near <= slipped_birth_dates(day)
    assert len(slipped_birth_dates(day)) <= 60


@given(DAYS, DAYS)
def test_nearness_is_mutual(one, other):
    assert (other in near_birth_dates(one)) == (one in near_birth_dates(other))
    assert (other in slipped_birth_dates(one)) == (
        one in slipped_birth_dates(other)
    ) or one.year // 100 != other.year // 100


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("Wren Invented", Wanted(given_names="Wren", family_name="Invented")),
        ("Invented 2/3/2018", Wanted(family_name="Invented", birth_date=date(2018, 3, 2))),
        ("Invented 2 March 2018", Wanted(family_name="Invented", birth_date=date(2018, 3, 2))),
        ("2nd mar 2018 Invented", Wanted(family_name="Invented", birth_date=date(2018, 3, 2))),
        ("Invented 2018-03-02", Wanted(family_name="Invented", birth_date=date(2018, 3, 2))),
        ("May June", Wanted(given_names="May", family_name="June")),
        ("31 February 2018", Wanted()),
        ("zz11zz", Wanted(postcode="ZZ1 1ZZ")),
        ("943 476 5919", Wanted(identifier="9434765919")),
        ("0113 496 0001", Wanted(telephone="01134960001")),
        ("%", Wanted()),
        ("_ _", Wanted()),
        ("31/02/2018", Wanted()),
    ],
)
def test_one_line_is_taken_apart(words, wanted):
    assert wanted_from(words) == wanted


def test_postcodes_are_written_one_way():
    assert postcode_key(" zz11zz ") == "ZZ1 1ZZ"


@pytest.fixture
def handler(db):
    return workers.call_handler()


def names(handler, **wanted):
    found = search.people(by=handler, now=NOW, wanted=Wanted(**wanted))
    return [hit.person.full_name for hit in found.hits]


def test_typing_errors_and_changed_parts_are_forgiven(handler):
    ChildFactory(given_names="Katherine", family_name="O'Inventéd", birth_date=date(2018, 3, 2))
    ChildFactory(given_names="Someone", family_name="Else", birth_date=date(2011, 1, 1))
    for wanted in (
        {"given_names": "Catherine", "family_name": "Oinvented"},
        {"family_name": "oinvented"},
        {"given_names": "Oinvented", "family_name": "Katherine"},
        {"birth_date": date(2018, 2, 3)},
        {"birth_date": date(2019, 3, 2)},
    ):
        assert names(handler, **wanted) == ["Katherine O'Inventéd"], wanted


def test_numbers_postcode_and_telephone_find(handler):
    child = ChildFactory(given_names="Wren", family_name="Invented", nhs_number="9434765919", telephone="0113 496 0001")
    AddressFactory(person=child, postcode="ZZ9 9ZZ")
    for wanted in (
        {"identifier": "9434765919"},
        {"identifier": str(child.pk)},
        {"postcode": "ZZ9 9ZZ"},
        {"telephone": "01134960001"},
        {"telephone": "01134960001", "postcode": "ZZ9 9ZZ", "family_name": "Invented"},
    ):
        assert names(handler, **wanted) == ["Wren Invented"], wanted


def test_the_closest_comes_first_and_twenty_at_most(handler):
    for _ in range(25):
        ChildFactory(given_names="Wren", family_name="Invented", birth_date=date(2010, 1, 1))
    best = ChildFactory(given_names="Wren", family_name="Invented", birth_date=date(2018, 3, 2))
    found = search.people(
        by=handler, now=NOW, wanted=Wanted(given_names="Wren", family_name="Invented", birth_date=date(2018, 3, 2))
    )
    assert found.hits[0].person == best
    assert len(found.hits) == 20


@pytest.mark.parametrize("rows", [1, 25])
def test_the_number_of_statements_does_not_grow(handler, rows, django_assert_max_num_queries):
    for _ in range(rows):
        ContactFactory(children=[ChildFactory(given_names="Wren", family_name="Invented")])
    with django_assert_max_num_queries(14):
        names(handler, given_names="Wren", family_name="Invented", birth_date=date(2016, 5, 4))


@pytest.fixture
def many():
    """Twenty children whose family name begins alike, from Inventaa to Inventat, and one whose first name does."""
    family = [ChildFactory(given_names="Wren", family_name=f"Inventa{letter}") for letter in "tsrqponmlkjihgfedcba"]
    return [*family[::-1], ChildFactory(given_names="Inventaz", family_name="Else")]


def test_the_beginning_of_many_names_lists_them_in_their_order(handler, many, django_assert_num_queries):
    names(handler, family_name="Other")
    with django_assert_num_queries(1):
        found = search.people(by=handler, now=NOW, wanted=Wanted(family_name="INVÉNTA"))
        hit_rows(found.hits, NOW.date())
    assert [hit.person for hit in found.hits] == many[:20]
    assert {hit.because for hit in found.hits} == {"Family name begins like this"}
    assert LedgerEvent.objects.get(person_ids__contains=[many[0].pk], subject="search").person_ids == [
        child.pk for child in many[:20]
    ]


def test_a_first_name_that_is_meant_stands_among_them(handler, many):
    ChildFactory(given_names="Inventa", family_name="Wren")
    assert names(handler, family_name="Inventa")[0] == "Inventa Wren"


@pytest.mark.parametrize("hide", ["restricted", "tie"])
def test_a_hidden_child_is_not_among_them_and_the_next_takes_its_place(handler, many, hide):
    if hide == "tie":
        ConflictFactory(worker=handler, person=many[0], declared_by=handler)
    else:
        many[0].restricted = True
        many[0].save()
    found = search.people(by=handler, now=NOW, wanted=Wanted(family_name="Inventa"))
    assert [hit.person for hit in found.hits] == many[1:]


def test_a_beginning_of_a_joined_record_still_leads_to_the_one_that_stands(handler):
    for letter in "abcdefghijklmnopqrs":
        ChildFactory(given_names="Wren", family_name=f"Inventa{letter}")
    ours, theirs = (ChildFactory(given_names="Wren", family_name=name) for name in ("Different", "Inventaaa"))
    identity.joined(records=(ours, theirs), family_name="survivor")
    found = names(handler, family_name="Inventa")
    assert "Wren Different" in found
    assert "Wren Inventaaa" not in found


@pytest.mark.parametrize("hide", ["restricted", "tie"])
def test_a_hidden_record_is_hinted_at_for_exactly_its_name_and_day(handler, hide):
    child = ChildFactory(family_name="Invented", birth_date=date(2018, 3, 2), restricted=hide == "restricted")
    if hide == "tie":
        ConflictFactory(worker=handler, person=child, declared_by=handler)
    exact = Wanted(family_name="invented", birth_date=date(2018, 3, 2))
    found = search.people(by=handler, now=NOW, wanted=exact)
    assert (found.hits, found.masked) == ([], True)
    event = LedgerEvent.objects.get(basis="masked")
    assert (event.actor_id, event.person_ids) == (handler.pk, [child.pk])
    for near in (
        Wanted(family_name="Invente", birth_date=date(2018, 3, 2)),
        Wanted(family_name="Invented", birth_date=date(2018, 3, 3)),
        Wanted(family_name="Invented"),
        Wanted(identifier=str(child.pk)),
    ):
        found = search.people(by=handler, now=NOW, wanted=near)
        assert (found.hits, found.masked) == ([], False)


def test_more_than_thirty_searches_in_ten_minutes_are_slow_and_told_but_not_refused(client, handler, monkeypatch):
    """Nobody waits where a contact is being recorded (reliability.md 17)."""
    waited = []
    monkeypatch.setattr(search, "sleep", waited.append)
    now, invented = datetime.now(tz=UTC), Wanted(family_name="Invented")
    for _ in range(30):
        assert not search.people(by=handler, now=now, wanted=invented).too_fast
    assert (waited, SearchAlert.objects.count()) == ([], 0)
    for _ in range(2):
        assert search.people(by=handler, now=now, wanted=invented).too_fast
    assert waited == [search.SLOWED_BY] * 2
    assert SearchAlert.objects.get().kind == "pace"
    assert search.people(by=handler, now=now, wanted=invented, recording=True).too_fast
    assert waited[2:] == [0]
    client.force_login(handler)
    client.post(reverse("people_search"), {"q": "Invented"})
    page = client.get(reverse("people_found"))
    assert (page.status_code, search.TOO_FAST in page.content.decode()) == (200, True)
    assert not search.people(by=handler, now=now + timedelta(minutes=11), wanted=invented).too_fast
    assert not search.people(by=workers.call_handler(), now=now, wanted=invented).too_fast


@pytest.mark.parametrize("typed", ["searsha coffey", "Rosheen Coffey"])
def test_a_first_name_written_as_it_sounds_is_found_by_its_family_name(handler, typed):
    for name in ("Saoirse", "Róisín", "Peter"):
        ChildFactory(given_names=name, family_name="Coffey")
    (hit,) = search.people(by=handler, now=NOW, wanted=wanted_from(typed)).hits
    assert hit.person.given_names == {"s": "Saoirse", "R": "Róisín"}[typed[0]]
    assert (hit.because, hit.match.is_likely) == ("Same family name, other first name", False)


def test_the_box_in_the_header_keeps_names_out_of_addresses(client, handler):
    client.force_login(handler)
    ContactFactory(recorded_by=handler, children=[ChildFactory(given_names="Wren", family_name="Invented")])
    answer = client.post(reverse("people_search"), {"q": "Wren Invented"})
    assert answer.url == reverse("people_found")
    page = client.get(answer.url).content.decode()
    assert "<bdi>Wren Invented</bdi>" in page
    assert page.count('name="q"') == page.count('value="Wren Invented"') == 1


def test_what_was_looked_for_stands_in_the_box_as_words_and_nothing_else(client, handler):
    client.force_login(handler)
    client.post(reverse("people_search"), {"q": '"><script>alert(1)</script>'})
    page = client.get(reverse("people_found")).content.decode()
    assert 'value="&quot;&gt;&lt;script&gt;' in page
    assert "<script>alert" not in page


@pytest.mark.parametrize("words", ["", "%", "_", "a", "\x00", "%_%"])
def test_searches_for_everything_are_refused(client, handler, words):
    client.force_login(handler)
    client.post(reverse("people_search"), {"q": words})
    assert client.get(reverse("people_found")).status_code == 422


@pytest.mark.parametrize("role", ["administrator", "partner_referrer"])
def test_those_who_handle_no_cases_cannot_search(client, db, role):
    client.force_login(getattr(workers, role)())
    assert client.post(reverse("people_search"), {"q": "Wren"}).status_code == 403


def test_a_contacts_reference_opens_the_contact_for_whoever_may_see_it(client, handler):
    contact = ContactFactory()
    sealed = ContactFactory(children=[ChildFactory(restricted=True)])
    client.force_login(handler)
    for typed in (contact.reference, f" {contact.reference.lower()} "):
        answer = client.post(reverse("people_search"), {"q": typed})
        assert answer.url == reverse("contact", args=[contact.pk])
    for typed in (sealed.reference, "C999999999"):
        assert client.post(reverse("people_search"), {"q": typed}).url == reverse("people_found")
