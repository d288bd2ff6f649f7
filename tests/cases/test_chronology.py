"""The chronology of a child and of a family: whose each event is, what narrows it, what goes on paper."""

from datetime import date
from io import BytesIO

import pytest
from django.db import connection
from django.urls import reverse
from pypdf import PdfReader

from cases.papers import chronology as chronology_paper
from frontdoor.core import chronology
from frontdoor.models import LedgerEvent
from tests.factories import people, workers
from tests.factories.cases import AllocationFactory, ReferralFactory, VisitFactory
from tests.factories.contacts import ContactFactory
from tests.factories.visits import CaseNoteFactory, ChildVisitFactory, SignificantEventFactory

pytestmark = pytest.mark.django_db

BRUISE = "She showed me a bruise on the upper arm."


@pytest.fixture
def referral(db):
    return ReferralFactory(child__given_names="Nia", child__family_name="Invented")


@pytest.fixture
def owner(referral):
    return AllocationFactory(referral=referral).worker


@pytest.fixture
def family(referral, owner):
    """Nia, Bo whom the owner may open, and Zed whom nobody may know of."""
    mother = people.RelationshipFactory(child=referral.child).adult
    bo = ReferralFactory(team=referral.team, child__given_names="Bo").child
    zed = people.ChildFactory(given_names="Zed", restricted_record=True)
    for child in (bo, zed):
        people.RelationshipFactory(child=child, adult=mother)
    VisitFactory(child=referral.child, visited_on=date(2026, 11, 3))
    VisitFactory(child=bo, visited_on=date(2026, 11, 4), seen=False, seen_alone=None)
    VisitFactory(child=zed, visited_on=date(2026, 2, 5))
    ContactFactory(children=[referral.child, bo], concern="Both came hungry.")
    return referral.child, bo, zed


def page(client, worker, child, **query):
    client.force_login(worker)
    return client.get(reverse("chronology", args=[child.pk]), query)


def search(client, worker, child, words):
    client.force_login(worker)
    address = reverse("chronology", args=[child.pk])
    return client.post(address, {"words": words}, follow=True)


def test_a_family_is_one_story_that_says_whose_each_event_is(client, family, owner):
    nia, bo, _ = family
    body = page(client, owner, nia, whose="family").text
    assert "(Nia Invented)" in body
    assert f"({bo.full_name})" in body
    assert body.count("Both came hungry.") == 1, "what is about both stands once"
    found = chronology.of([nia.pk, bo.pk], owner, category="Contact").page.rows
    assert [list(entry.whose) for entry in found] == [sorted([nia.pk, bo.pk])]
    assert "Both came hungry." in page(client, owner, nia).text


def test_a_hidden_brother_or_sister_leaves_no_trace_in_the_story(client, family, owner):
    nia, _, zed = family
    body = page(client, owner, nia, whose="family").text
    assert "Zed" not in body
    assert "5 February 2026" not in body
    looked = LedgerEvent.objects.filter(verb="consult", subject_id=nia.pk).latest("pk")
    assert zed.pk not in looked.person_ids


def test_a_sister_elsewhere_whose_record_is_shut_is_no_part_of_the_story(client, family, owner):
    nia, *_ = family
    mother = nia.adults.get().adult
    elsewhere = ReferralFactory(child__given_names="Elsewhere").child
    people.RelationshipFactory(child=elsewhere, adult=mother)
    VisitFactory(child=elsewhere, visited_on=date(2026, 2, 7))
    body = page(client, owner, nia, whose="family").text
    assert "Elsewhere" not in body
    assert "7 February 2026" not in body


def test_who_was_looked_at_is_in_the_ledger(client, family, owner):
    nia, bo, _ = family
    page(client, owner, nia, whose="family")
    looked = LedgerEvent.objects.filter(verb="consult", subject="frontdoor_person", subject_id=nia.pk).latest("pk")
    assert sorted(looked.person_ids) == sorted([nia.pk, bo.pk])


def test_a_family_holds_what_each_child_holds(family, owner):
    nia, bo, _ = family
    each = [chronology.of(child.pk, owner, events=500).page.rows for child in (nia, bo)]
    alone = {(entry.source, entry.row) for rows in each for entry in rows}
    together = chronology.of([nia.pk, bo.pk], owner, events=500)
    assert {(entry.source, entry.row) for entry in together.page.rows} == alone
    assert sum(together.counts.values()) == len(alone)


@pytest.mark.parametrize(
    ("since", "until", "days"),
    [
        (None, None, [1, 2, 3]),
        (2, None, [2, 3]),
        (None, 2, [1, 2]),
        (2, 2, [2]),
        (4, None, []),
    ],
)
def test_days_are_both_included(referral, owner, since, until, days):
    for day in (1, 2, 3):
        VisitFactory(child=referral.child, visited_on=date(2026, 10, day))
    dates = {name: date(2026, 10, day) if day else None for name, day in (("since", since), ("until", until))}
    found = chronology.of(referral.child_id, owner, category="Visit", oldest_first=True, **dates)
    assert [entry.at.day for entry in found.page.rows] == days
    assert found.counts.get("Visit", 0) == len(days)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("bruise", 1),
        ("bruises", 1),
        ("BRUISE arm", 1),
        ("bruise leg", 0),
        ('"upper arm"', 1),
        ("consultation", 0),
        ("telephone", 1),
        ("%", 0),
        ("'; drop table cases_visit; --", 0),
        ("text", 0),
    ],
)
def test_words_are_found_in_what_is_told_and_not_in_its_form(referral, owner, words, found):
    CaseNoteFactory(children=[referral.child], text="x" * 900 + " " + BRUISE)
    assert len(chronology.of(referral.child_id, owner, words=words, category="Note").page.rows) == found


def test_words_wait_in_the_session_and_stay_with_their_child(client, family, owner):
    nia, bo, _ = family
    ChildVisitFactory(child=nia, said=BRUISE)
    answer = search(client, owner, nia, "bruise")
    address, _ = answer.redirect_chain[-1]
    assert "bruise" not in address
    assert BRUISE in answer.text
    assert "Both came hungry." not in answer.text
    assert "Both came hungry." in page(client, owner, bo).text
    assert "Both came hungry." in search(client, owner, nia, "  ").text


def test_one_line_each_and_the_oldest_first(client, family, owner):
    nia, *_ = family
    body = page(client, owner, nia, show="compact", order="oldest").text
    assert "Both came hungry." not in body
    assert body.index("3 November 2026") < body.index("Contact from")


def test_filters_that_cannot_be_are_left_out(client, family, owner):
    nia, *_ = family
    for query in ({"since_day": "40"}, {"whose": "nobody"}, {"kind": "\x00"}, {"page": "x"}, {"order": "sideways"}):
        assert page(client, owner, nia, **query).status_code == 200


@pytest.mark.parametrize(
    "query", ["", "?source=%00&row=1", "?source=cases.noted&row=9" + "9" * 40, "?source=cases.noted"]
)
def test_an_entry_that_is_none_is_not_found(client, referral, owner, query):
    CaseNoteFactory(children=[referral.child])
    client.force_login(owner)
    assert client.get(reverse("chronology_mark", args=[referral.child_id]) + query).status_code == 404


def test_strangers_and_tied_workers_find_no_story(client, family, owner):
    nia, *_ = family
    tied = workers.social_worker(team=owner.team)
    people.ConflictFactory(worker=tied, person=nia, declared_by=workers.administrator())
    for worker in (workers.social_worker(), tied):
        for name in ("chronology", "chronology_mark", "chronology_print"):
            client.force_login(worker)
            assert client.get(reverse(name, args=[nia.pk])).status_code == 404


def test_marking_on_the_page_and_taking_it_back(client, referral, owner):
    note = CaseNoteFactory(children=[referral.child])
    address = reverse("chronology_mark", args=[referral.child_id]) + f"?source=cases.noted&row={note.pk}"
    assert "?source=cases.noted" in page(client, owner, referral.child).text
    key = client.get(address).context["form"]["submission_key"].value()
    reason = "The first time that a teacher saw it."
    client.post(address, {"submission_key": key, "reason": reason})
    body = page(client, owner, referral.child, significant="on").text
    assert reason in body
    key = client.get(address).context["form"]["submission_key"].value()
    client.post(address, {"submission_key": key, "reason": "It was seen before.", "unmark": "yes"})
    assert reason not in page(client, owner, referral.child, significant="on").text
    assert reason in client.get(address).text


def paper(client, worker, child, **changes):
    client.force_login(worker)
    address = reverse("chronology_print", args=[child.pk])
    page = client.get(address)
    key = page.text.split('name="submission_key" value="')[1].split('"')[0]
    answers = {"whose": "family", "sections": ["Visit", "Contact"], "show": "full", "submission_key": key}
    answers["purpose"] = "court"
    return client.post(address, answers | changes)


def words_of(answer):
    return "\n".join(sheet.extract_text() for sheet in PdfReader(BytesIO(answer.content)).pages)


def test_paper_holds_what_was_chosen_and_its_leaving_is_written_down(client, family, owner):
    nia, bo, zed = family
    answer = paper(client, owner, nia)
    assert answer["Content-Type"] == "application/pdf"
    assert nia.family_name not in answer["Content-Disposition"]
    words = " ".join(words_of(answer).split())
    for told in (
        "Both came hungry.",
        "3 November 2026",
        bo.full_name,
        owner.get_full_name(),
        "a court, or legal advice",
        "Page 1 of 1",
    ):
        assert told in words
    assert "Lead worker" not in words
    assert "Zed" not in words
    gone = LedgerEvent.objects.filter(verb="disclose", subject="frontdoor_person").latest("pk")
    assert (sorted(gone.person_ids), gone.basis) == (sorted([nia.pk, bo.pk]), "paper: court")
    assert zed.pk not in gone.person_ids


def test_more_than_can_be_drawn_while_somebody_waits_is_printed_in_parts(client, referral, owner, monkeypatch):
    monkeypatch.setattr(chronology_paper, "MOST_IN_FULL", 3)
    for day, status in ((1, 200), (2, 200), (3, 200), (4, 422)):
        VisitFactory(child=referral.child, visited_on=date(2026, 10, day))
        answer = paper(client, owner, referral.child, whose="child", sections=["Visit"])
        assert answer.status_code == status
    assert "more than 3 events" in answer.text


def test_names_in_other_alphabets_stand_on_paper(client, referral, owner):
    CaseNoteFactory(children=[referral.child], with_whom="Ольга Ιωάννης", text="The aunt rang: سلمى is with her.")
    words = words_of(paper(client, owner, referral.child, whose="child", sections=["Note"]))
    assert "Ольга Ιωάννης" in words


def test_nothing_is_printed_until_everything_is_chosen(client, family, owner):
    nia, *_ = family
    for missing in ("whose", "sections", "show", "purpose"):
        assert paper(client, owner, nia, **{missing: ""}).status_code == 422
    assert not LedgerEvent.objects.filter(verb="disclose").exists()


def test_significant_events_alone_go_on_paper(client, referral, owner):
    marked, other = (
        CaseNoteFactory(children=[referral.child], text=text) for text in (BRUISE, "A plain call on an ordinary day.")
    )
    SignificantEventFactory(child=referral.child, row=marked.pk)
    words = words_of(paper(client, owner, referral.child, whose="child", sections=["Note"], significant="on"))
    assert BRUISE in words
    assert other.text not in words


def test_the_story_takes_as_many_queries_for_a_large_family_as_for_a_small_one(
    client, referral, owner, django_assert_num_queries
):
    mother = people.RelationshipFactory(child=referral.child).adult
    address = reverse("chronology", args=[referral.child_id])
    client.force_login(owner)
    client.get(address, {"whose": "family"})
    for _ in range(2):
        for day in range(1, 9):
            child = ReferralFactory(team=referral.team).child
            people.RelationshipFactory(child=child, adult=mother)
            VisitFactory(child=child, visited_on=date(2026, 1, day))
        with django_assert_num_queries(6):
            client.get(address, {"whose": "family"})


def test_a_story_is_planned_once_for_one_child_and_once_for_a_family(family, owner):
    """To plan it takes longer than to run it; Postgres tries five plans for the values before it keeps one for all."""
    nia, bo, _ = family
    for people_asked in (nia.pk, [nia.pk, bo.pk]):
        with connection.cursor() as cursor:
            cursor.execute("DEALLOCATE ALL")
        connection.connection._prepared.clear()
        for _ in range(5 + 7):
            chronology.of(people_asked, owner)
        with connection.cursor() as cursor:
            cursor.execute("SELECT generic_plans FROM pg_prepared_statements WHERE statement LIKE '%whose (person)%'")
            assert cursor.fetchall() == [(7,)]
