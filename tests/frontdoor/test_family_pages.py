"""The pages of a family: who may see and change what, and that somebody hidden leaves no trace."""

import re
from datetime import timedelta
from html import unescape
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from frontdoor.core.versions import Stale
from frontdoor.models import LedgerEvent, Person, Relationship, Tie
from tests.factories import people, workers
from tests.factories.cases import AllocationFactory, ReferralFactory
from tests.factories.families import MemberFactory, TieFactory, living_together
from tests.frontdoor.homes import version_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner():
    return workers.social_worker()


@pytest.fixture
def child(owner):
    referral = ReferralFactory(team=owner.team, child__given_names="Ava", child__family_name="Example")
    AllocationFactory(referral=referral, worker=owner)
    return referral.child


@pytest.fixture
def mother(child):
    return people.RelationshipFactory(child=child, adult__given_names="Una", adult__sex="F").adult


def page(client, worker, name, *args):
    client.force_login(worker)
    return client.get(reverse(name, args=args))


def send(client, worker, name, *args, **answers):
    client.force_login(worker)
    return client.post(reverse(name, args=args), {"submission_key": str(uuid4()), **answers})


def body(response):
    return unescape(response.content.decode())


def drawn(html):
    """Who is drawn, and the ties of the lines."""
    svg = html[html.index("<svg class") : html.index("</svg>", html.index("<svg class"))]
    return re.findall(r'data-person="(\d+)"', svg), set(" ".join(re.findall(r'data-ties="([^"]+)"', svg)).split())


def listed(html):
    """The ties of the list that says the same."""
    words = html[html.index('id="in-words"') :]
    return set(" ".join(re.findall(r'data-ties="([^"]+)"', words)).split())


def test_the_page_shows_the_family_and_its_opening_is_written_down(client, owner, child, mother):
    living_together(child, mother, lines="1 Invented Street")
    html = body(page(client, owner, "family", child.pk))
    assert "Una" in html
    assert "1 Invented Street" in html
    keys, ties = drawn(html)
    assert sorted(keys) == sorted([str(child.pk), str(mother.pk)])
    assert ties == listed(html) == {f"{mother.pk}>{child.pk}"}
    assert LedgerEvent.objects.filter(verb="consult", subject_id=child.pk, actor_id=owner.pk).exists()


def test_a_hidden_sister_leaves_no_trace_and_nobody_who_matters_only_through_her(client, owner, child, mother):
    seen = ReferralFactory(team=owner.team, child__given_names="Seen").child
    hidden = people.ChildFactory(given_names="Hidden", restricted=True)
    her_father = people.PersonFactory(given_names="Through")
    for one in (seen, hidden):
        people.RelationshipFactory(child=one, adult=mother)
    people.RelationshipFactory(child=hidden, adult=her_father, kind="father")
    home = living_together(child, seen, mother)
    before = body(page(client, owner, "family", child.pk))
    MemberFactory(household=home, person=hidden)
    TieFactory(person=child, other=hidden, kind="step_siblings")
    html = body(page(client, owner, "family", child.pk))
    assert "Hidden" not in html
    assert "Through" not in html
    assert "not open to you" not in html
    assert drawn(html) == drawn(before)
    plain = re.compile(r'name="csrfmiddlewaretoken" value="[^"]+"|nonce="[^"]+"|\d+ seconds')
    assert plain.sub("", html) == plain.sub("", before)
    assert "Hidden" not in body(page(client, owner, "home_join", child.pk, home.pk))
    assert "whose record you cannot open" not in body(page(client, owner, "person", child.pk))


def test_a_tie_to_a_worker_hides_a_sister_too(client, owner, child, mother):
    sister = people.RelationshipFactory(adult=mother, child__given_names="Cousin").child
    people.ConflictFactory(person=sister, worker=owner, declared_by=owner)
    assert "Cousin" not in body(page(client, owner, "family", child.pk))
    colleague = workers.social_worker(team=owner.team)
    assert "not open to you" in body(page(client, colleague, "family", child.pk))


def test_a_sister_of_another_team_stands_there_without_a_name(client, owner, child, mother):
    sister = people.RelationshipFactory(adult=mother, child__given_names="Elsewhere").child
    html = body(page(client, owner, "family", child.pk))
    assert "Elsewhere" not in html
    assert "A child whose record is not open to you" in html
    assert str(sister.pk) in drawn(html)[0]
    assert "Elsewhere" in body(page(client, workers.auditor(), "family", child.pk))


def test_other_families_of_an_adult_show_as_far_as_they_may_be_seen(client, owner, child):
    partner = people.RelationshipFactory(child=child, kind="partner", parental_responsibility="no").adult
    mine = ReferralFactory(team=owner.team, child__given_names="Known").child
    for one in (
        mine,
        people.ChildFactory(given_names="Stranger"),
        people.ChildFactory(given_names="R", restricted=True),
    ):
        people.RelationshipFactory(child=one, adult=partner, kind="father")
    html = body(page(client, owner, "family", child.pk))
    assert "matter in other families" in html
    assert "Known" in html
    assert "Stranger" not in html


@pytest.mark.parametrize("role", ["auditor", "senior_leader"])
def test_auditors_and_leaders_read_and_change_nothing(client, child, mother, role):
    reader = getattr(workers, role)()
    html = body(page(client, reader, "family", child.pk))
    assert "Una" in html
    assert "Add an adult" not in html
    assert send(client, reader, "family_adult", child.pk, given_names="New").status_code == 403


ADULT = {
    "given_names": "Fred",
    "family_name": "Example",
    "kind": "father",
    "parental_responsibility": "yes",
    "responsibility_by": "registered",
}


def test_an_adult_is_added_once_however_often_the_form_is_sent(client, owner, child):
    key = str(uuid4())
    for _ in range(2):
        response = send(client, owner, "family_adult", child.pk, **ADULT | {"submission_key": key})
        assert response.status_code == 302
    row = child.adults.get()
    assert (row.adult.full_name, row.kind, row.responsibility_by) == ("Fred Example", "father", "registered")
    assert page(client, owner, "person", child.pk).status_code == 200


def test_somebody_like_this_who_is_recorded_already_is_offered_first(client, owner, child):
    known = people.PersonFactory(given_names="Fred", family_name="Example")
    response = send(client, owner, "family_adult", child.pk, **ADULT)
    assert response.status_code == 422
    assert "Is it one of these people?" in body(response)
    assert not child.adults.exists()
    assert send(client, owner, "family_adult", child.pk, **ADULT, match=known.pk).status_code == 302
    assert child.adults.get().adult == known
    somebody_else = send(client, owner, "family_adult", child.pk, **ADULT | {"match": "new"})
    assert somebody_else.status_code == 302
    assert Person.objects.filter(given_names="Fred").count() == 2


def test_an_id_that_was_not_offered_is_refused(client, owner, child):
    people.PersonFactory(given_names="Fred", family_name="Example")
    other = people.PersonFactory(given_names="Zebedee", family_name="Quince")
    assert send(client, owner, "family_adult", child.pk, **ADULT, match=other.pk).status_code == 422
    assert not child.adults.exists()


def test_an_unborn_brother_is_added_through_the_mother(client, owner, child, mother):
    on = timezone.localdate() + timedelta(days=60)
    due = {f"expected_birth_date_{part}": str(getattr(on, part)) for part in ("day", "month", "year")}
    tie = child.adults.get()
    assert send(client, owner, "family_sibling", child.pk, parents=[tie.pk], **due).status_code == 302
    unborn = mother.children.exclude(child=child).get().child
    assert unborn.birth_date_known == "unborn"
    assert "through Una" in body(page(client, owner, "family", child.pk))


def test_a_brother_needs_a_shared_parent_or_a_word_for_it(client, owner, child, mother):
    response = send(client, owner, "family_sibling", child.pk, given_names="Ben")
    assert response.status_code == 422
    assert "Select a parent whom they share" in body(response)
    assert send(client, owner, "family_sibling", child.pk, given_names="Ben", kind="step_siblings").status_code == 302
    assert Tie.objects.get().kind == "step_siblings"


def test_a_relationship_is_ended_and_stands_among_those_of_before(client, owner, child):
    row = people.RelationshipFactory(child=child, kind="foster_carer", parental_responsibility="no")
    answers = {
        "version": row.version,
        "kind": "foster_carer",
        "parental_responsibility": "no",
        "ended_on_day": "1",
        "ended_on_month": "7",
        "ended_on_year": "2026",
    }
    assert send(client, owner, "family_adult_change", child.pk, row.pk, **answers).status_code == 302
    html = body(page(client, owner, "family", child.pk))
    assert "until 1 July 2026" in html
    assert str(row.adult_id) not in drawn(html)[0]
    assert "No longer foster carer" in body(page(client, owner, "person", child.pk))


def test_a_stale_save_shows_both_versions_and_loses_nothing(client, owner, child, mother):
    row = child.adults.get()
    answers = {"version": row.version, "kind": "mother", "parental_responsibility": "not_known"}
    assert send(client, owner, "family_adult_change", child.pk, row.pk, **answers).status_code == 302
    late = send(client, owner, "family_adult_change", child.pk, row.pk, **answers | {"kind": "father"})
    assert late.status_code == 422
    assert "Where the two versions differ" in body(late)
    row.refresh_from_db()
    assert row.kind == "mother"
    version = re.search(r'name="version" value="(\d+)"', body(late))
    assert version
    again = answers | {"kind": "father", "version": version[1]}
    assert send(client, owner, "family_adult_change", child.pk, row.pk, **again).status_code == 302
    row.refresh_from_db()
    assert row.kind == "father"


def details(person, **changes):
    born = person.birth_date
    given = {
        "version": person.version,
        "given_names": person.given_names,
        "family_name": person.family_name,
        "birth_date_known": "exact",
        "birth_date_day": born.day,
        "birth_date_month": born.month,
        "birth_date_year": born.year,
        "sex": "F",
        "ethnicity": "WBRI",
    }
    return given | changes


def test_details_are_changed_and_numbers_with_a_wrong_digit_are_refused(client, owner, child):
    args = ("person_details", child.pk, child.pk)
    wrong = send(client, owner, *args, **details(child, nhs_number="999 000 0001", upn="A000000000000"))
    assert wrong.status_code == 422
    assert "Check the NHS number" in body(wrong)
    assert "Check the pupil number" in body(wrong)
    right = details(child, also_known_as="formerly Other", disabilities=["LD"], first_language="Polish")
    assert send(client, owner, *args, **right).status_code == 302
    child.refresh_from_db()
    assert (child.also_known_as, child.disabilities, child.first_language) == ("formerly Other", ["LD"], "Polish")
    assert child.history.count() == 2
    late = send(client, owner, *args, **right | {"given_names": "Another"})
    assert late.status_code == 422
    assert "Another" in body(late)


def test_a_number_that_somebody_else_has_is_refused_and_the_typing_stays(client, owner, child):
    people.ChildFactory(nhs_number="9434765919")
    args = ("person_details", child.pk, child.pk)
    refused = send(client, owner, *args, **details(child, nhs_number="943 476 5919", first_language="Polish"))
    assert refused.status_code == 422
    assert "Polish" in refused.text
    child.refresh_from_db()
    assert child.nhs_number != "9434765919"


def test_details_of_somebody_outside_the_family_or_without_a_name_are_not_found(client, owner, child, mother):
    masked = people.RelationshipFactory(adult=mother).child
    for other in (people.PersonFactory(), masked):
        assert page(client, owner, "person_details", child.pk, other.pk).status_code == 404
    assert page(client, owner, "person_details", child.pk, mother.pk).status_code == 200


def test_rows_of_another_family_are_not_found(client, owner, child):
    other = people.RelationshipFactory()
    tie = TieFactory()
    home = living_together(other.child)
    member = other.child.homes.get()
    for name, key in (("family_adult_change", other.pk), ("family_tie_change", tie.pk), ("home_leave", member.pk)):
        assert page(client, owner, name, child.pk, key).status_code == 404
    assert page(client, owner, "home_move", child.pk, home.pk).status_code == 404


def test_a_home_is_recorded_left_and_moved_on_the_pages(client, owner, child, mother):
    answers = {"people": [child.pk, mother.pk], "lines": "1 Invented Street", "postcode": "zz11zz"}
    assert send(client, owner, "home_new", child.pk, **answers).status_code == 302
    home = child.homes.get().household
    day = {"day_day": "1", "day_month": "7", "day_year": "2026"}
    older = {"version": version_of(home)}
    day |= older
    both = send(client, owner, "home_move", child.pk, home.pk, lines="2 New Road", no_fixed_address="on", **day)
    assert both.status_code == 422
    assert send(client, owner, "home_move", child.pk, home.pk, lines="2 New Road", **day).status_code == 302
    assert {row.in_words for row in mother.addresses.current()} == {"2 New Road"}
    assert (
        send(client, owner, "home_move", child.pk, home.pk, lines="3 No Road", **day | {"version": ""}).status_code
        == 422
    )
    stale = send(client, owner, "home_move", child.pk, home.pk, lines="3 Other Road", **day)
    assert (stale.status_code, {row.in_words for row in mother.addresses.current()}) == (422, {"2 New Road"})
    for words in (Stale.sentence, ">2 New Road<", ">3 Other Road<", 'value="3 Other Road"'):
        assert words in body(stale)
    seen = day | {"version": stale.context["form"]["version"].value()}
    assert send(client, owner, "home_move", child.pk, home.pk, lines="3 Other Road", **seen).status_code == 302
    member = mother.homes.get()
    assert send(client, owner, "home_leave", child.pk, member.pk, **day).status_code == 302
    html = body(page(client, owner, "family", child.pk))
    assert "lived in the same home, until 1 July 2026" in html
    assert "Moved to 2 New Road" in body(page(client, owner, "person", child.pk))


def test_the_page_takes_as_many_queries_for_a_large_family_as_for_a_small_one(
    client, owner, child, mother, django_assert_num_queries
):
    living_together(child, mother, lines="1 Invented Street")
    TieFactory(person=mother, other=people.RelationshipFactory(child=child, kind="father").adult)
    people.RelationshipFactory(adult=mother, child__unborn=True)
    page(client, owner, "family", child.pk)
    for rows in (1, 25):
        for _ in range(rows):
            people.RelationshipFactory(adult=mother)
            people.RelationshipFactory(child=child, kind="other", parental_responsibility="no")
        with django_assert_num_queries(16):
            client.get(reverse("family", args=[child.pk]))


def test_a_family_of_one_has_a_page(client, owner, child):
    html = body(page(client, owner, "family", child.pk))
    assert drawn(html) == ([str(child.pk)], set())
    assert not Relationship.objects.exists()
