"""The pages of recording a contact, as a browser without scripts sees them."""

from datetime import date
from uuid import uuid4

import pytest
from django.urls import reverse

from frontdoor.core.acting import acting_as
from frontdoor.core.drafts import Draft
from frontdoor.models import Address, Contact, LedgerEvent, Person
from tests.factories import workers
from tests.factories.contacts import ContactFactory
from tests.factories.people import AgencyFactory, ChildFactory

pytestmark = pytest.mark.django_db

CALLER = {"source": "1D", "method": "telephone"}
CHILD = {
    "given_names": "Wren",
    "family_name": "Invented",
    "birth_date_known": "exact",
    "birth_date_day": "2",
    "birth_date_month": "3",
    "birth_date_year": "2018",
}
LOOKED_FOR = {"given_names": "Wren", "family_name": "Invented"}


@pytest.fixture
def handler(client):
    worker = workers.call_handler()
    client.force_login(worker)
    return worker


def begin(client, danger="no"):
    answer = client.post(reverse("contact_start"), {"immediate_danger": danger})
    assert answer.status_code == 302, answer.content
    return Draft.objects.latest("pk")


def at(draft, step):
    return reverse("contact_step", args=[draft.pk, step])


def go(client, draft, step, typed, to):
    answer = client.post(at(draft, step), typed)
    assert answer.status_code == 302, answer.content.decode()[:5000]
    assert answer.url == at(draft, to), answer.url


def walk(client, draft):
    go(client, draft, "caller", CALLER, "find")
    go(client, draft, "find", LOOKED_FOR, "matches")
    go(client, draft, "matches", {"new": "1"}, "child-1")
    go(client, draft, "child-1", CHILD, "children")
    go(client, draft, "children", {"another": "no"}, "family")
    go(client, draft, "family", {}, "concern")
    go(client, draft, "concern", {"concern": "Hungry."}, "consent")
    go(client, draft, "consent", {"claimed_consent": "agreed"}, "check")


def send(client, draft):
    draft.refresh_from_db()
    return client.post(at(draft, "check"), {"submission_key": draft.data["key"]})


def test_a_contact_step_by_step(client, handler):
    draft = begin(client)
    for step in ("caller", "find"):
        assert client.get(at(draft, step)).status_code == 200
    walk(client, draft)
    for step in ("matches", "child-1", "children", "family", "concern", "consent", "urgent"):
        assert client.get(at(draft, step)).status_code == 200, step
    page = client.get(at(draft, "check")).content.decode()
    for words in ("Wren Invented", "Hungry.", "The family knows and agrees", "2 March 2018", "Change"):
        assert words in page, words
    answer = send(client, draft)
    contact = Contact.objects.get()
    assert answer.url == reverse("contact_recorded", args=[contact.pk])
    assert "Contact recorded" in client.get(answer.url).content.decode()
    draft_again = client.get(at(draft, "check"))
    assert draft_again.status_code == 404


def test_sent_twice_is_one_contact(client, handler):
    draft = begin(client)
    walk(client, draft)
    first, second = send(client, draft), client.post(at(draft, "check"), {"submission_key": draft.data["key"]})
    assert first.url == second.url
    assert Contact.objects.count() == 1


def test_what_a_rule_refuses_at_the_end_is_said_and_nothing_typed_is_lost(client, handler):
    ChildFactory(nhs_number="9434765919")
    draft = begin(client)
    walk(client, draft)
    client.post(at(draft, "child-1"), CHILD | {"nhs_number": "943 476 5919"})
    refused = send(client, draft)
    assert refused.status_code == 422
    assert "There is a problem" in refused.text
    assert "NHS number" in refused.text
    assert f'<a href="{at(draft, "child-1")}?check">' in refused.text
    assert not Contact.objects.exists()
    assert "Hungry." in client.get(at(draft, "check")).text


def test_the_check_page_asks_about_a_child_born_after_the_contact_came_in(client, handler):
    draft = begin(client)
    walk(client, draft)
    assert "Check both dates" not in client.get(at(draft, "check")).text
    came_in = {"received_at_day": "1", "received_at_month": "3", "received_at_year": "2018", "received_at_time": "9:30"}
    client.post(at(draft, "caller"), CALLER | came_in)
    asked = client.get(at(draft, "check")).text
    assert "Wren Invented was born on 2 March 2018, after this contact came in. Check both dates." in asked


def test_a_tab_left_open_cannot_bring_a_sent_draft_back(client, handler):
    draft = begin(client)
    walk(client, draft)
    send(client, draft)
    assert client.post(reverse("contact_autosave", args=[draft.pk, "concern"]), {"concern": "again"}).status_code == 404
    assert client.post(at(draft, "check"), {"submission_key": uuid4()}).status_code == 404
    assert not Draft.objects.exists()


def test_L65_danger_reaches_the_top_of_a_managers_desk_with_a_name_and_the_worry_alone(client, handler):
    ContactFactory()
    draft = begin(client, danger="yes")
    key = draft.data["key"]
    empty = client.post(at(draft, "urgent"), {"submission_key": key})
    assert empty.status_code == 422
    words = {"submission_key": key, "given_names": "Wren", "concern": "Locked out and hurt."}
    answer = client.post(at(draft, "urgent"), words)
    contact = Contact.objects.get(concern="Locked out and hurt.")
    assert answer.url == reverse("contact_recorded", args=[contact.pk])
    assert (contact.immediate_danger, contact.claimed_consent, contact.source_code) == (True, "not_known", "10")
    assert client.post(at(draft, "urgent"), words).url == answer.url
    assert Contact.objects.count() == 2
    client.force_login(workers.practice_manager(team__front_door=True, registration_number="SW1"))
    blocks = {block.title: block for block in client.get(reverse("my_work")).context["waiting"]}
    (red,) = blocks["Red contacts"].items
    assert (red.title, red.url) == (f"Contact {contact.reference}: Wren", reverse("contact", args=[contact.pk]))
    assert red.detail.startswith("Immediate danger since ")
    assert red.detail.endswith(", not triaged. Locked out and hurt.")
    assert red.due_words
    assert client.get(reverse("triage_queue")).context["rows"][0].contact == contact


def test_nothing_about_danger_is_chosen_beforehand(client, handler):
    assert "checked" not in client.get(reverse("contact_start")).content.decode()
    assert client.post(reverse("contact_start"), {}).status_code == 422


def test_a_known_child_is_linked_and_shown_with_what_the_searcher_may_see(client, handler):
    stub = ChildFactory(given_names="Wren", family_name="Invented", birth_date=date(2018, 3, 2))
    with acting_as(handler):
        Address.objects.create(person=stub, lines="1 Invented Street", postcode="ZZ1 1ZZ")
    client.post(reverse("people_search"), {"q": "Ren Invented"})
    found = client.get(reverse("people_found")).content.decode()
    assert "Wren Invented" in found
    assert "2 March 2018" not in found
    assert "1 Invented Street" not in found
    draft = begin(client)
    go(client, draft, "caller", CALLER, "find")
    go(client, draft, "find", {"given_names": "Ren", "family_name": "Invented"}, "matches")
    page = client.get(at(draft, "matches")).content.decode()
    assert "Wren Invented" in page
    assert "born in 2018" in page
    assert "2 March 2018" not in page
    assert "Invented Street, ZZ1<" in page
    assert "1 Invented Street" not in page
    assert "Not open to a team. You cannot see more of this record." in page
    assert not LedgerEvent.objects.filter(subject="frontdoor_person", verb="consult").exists()
    go(client, draft, "matches", {"person": stub.pk}, "children")
    go(client, draft, "children", {"another": "no"}, "family")
    go(client, draft, "concern", {"concern": "Hungry."}, "consent")
    go(client, draft, "consent", {"claimed_consent": "agreed"}, "check")
    send(client, draft)
    assert Contact.objects.get().about.get().child == stub
    assert Person.objects.filter(is_child=True).count() == 1


def test_a_hidden_child_cannot_be_linked(client, handler):
    hidden = ChildFactory(restricted=True)
    draft = begin(client)
    assert client.post(at(draft, "matches"), {"person": hidden.pk}).status_code == 404
    assert client.post(at(draft, "matches"), {"person": "9" * 40}).status_code == 404


def test_other_peoples_drafts_are_not_found(client, handler):
    draft = begin(client)
    client.force_login(workers.call_handler())
    for step in ("caller", "check", "urgent", "nonsense"):
        assert client.get(at(draft, step)).status_code == 404
    assert client.post(at(draft, "concern"), {"concern": "mine now"}).status_code == 404
    assert client.post(at(draft, "check"), {"submission_key": draft.data["key"]}).status_code == 404
    client.post(reverse("draft_discard", args=[draft.pk]))
    draft.refresh_from_db()


@pytest.mark.parametrize("role", ["auditor", "senior_leader", "administrator"])
def test_those_who_do_not_record_contacts_are_told_so(client, role):
    client.force_login(getattr(workers, role)())
    assert client.get(reverse("contact_start")).status_code == 403


def test_what_a_form_refuses_is_kept(client, handler):
    draft = begin(client)
    answer = client.post(at(draft, "caller"), {"referrer_name": "Invented Teacher", "received_at_day": "x"})
    assert answer.status_code == 422
    assert "Invented Teacher" in answer.content.decode()
    again = client.get(at(draft, "caller")).content.decode()
    assert "Invented Teacher" in again
    assert 'value="x"' in again


@pytest.mark.parametrize(
    "words",
    ["nul \x00 byte", "\U0001f9d2 hungry", "\u202eright to left", "<script>alert(1)</script>", "x" * 1_000_000],
    ids=["nul", "emoji", "right to left", "script", "a megabyte"],
)
def test_words_of_every_kind(client, handler, words):
    draft = begin(client)
    answer = client.post(at(draft, "concern"), {"concern": words})
    assert answer.status_code == (422 if "\x00" in words else 302)
    draft.refresh_from_db()
    assert draft.data["sections"]["concern"]["concern"] == [words.replace("\x00", "")]
    assert "<script>alert" not in client.get(at(draft, "concern")).content.decode()


@pytest.mark.parametrize(
    ("step", "typed", "sentence"),
    [
        ("caller", {"received_at_day": "1", "received_at_month": "1", "received_at_year": "2099"}, "time"),
        ("caller", CALLER | {"source": "agency-999"}, "from the list"),
        ("child-1", CHILD | {"birth_date_year": "2099"}, "in the past"),
        ("child-1", CHILD | {"nhs_number": "1234567890"}, "NHS number"),
        ("child-1", CHILD | {"upn": "A123456789012"}, "pupil number"),
        ("child-1", {"birth_date_known": "unknown"}, "first name or a family name"),
        ("child-1", CHILD | {"lines": "1 Invented Street", "no_fixed_address": "on"}, "not both"),
        ("child-1", CHILD | {"birth_date_known": "unborn"}, "expected date of birth"),
        ("consent", {"claimed_consent": "unsafe"}, "why the family was not asked"),
        ("find", {"family_name": "%"}, "at least two letters"),
        ("find", {"family_name": "__"}, "at least two letters"),
    ],
)
def test_each_mistake_has_its_sentence(client, handler, step, typed, sentence):
    draft = begin(client)
    if step == "child-1":
        client.post(at(draft, "matches"), {"new": "1"})
    answer = client.post(at(draft, step), typed)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()


def test_an_agency_brings_its_census_code(client, handler):
    agency = AgencyFactory(source_code="3A")
    draft = begin(client)
    walk(client, draft)
    go(client, draft, "caller", CALLER | {"source": f"agency-{agency.pk}"}, "find")
    send(client, draft)
    assert (Contact.objects.get().agency, Contact.objects.get().source_code) == (agency, "3A")


def test_adults_are_added_one_after_the_other_and_removed(client, handler):
    draft = begin(client)
    walk(client, draft)
    mother = {"given_names": "Una", "kind": "mother", "parental_responsibility": "yes", "lives_with_child": "yes"}
    go(client, draft, "family", mother | {"another": "1"}, "family")
    go(client, draft, "family", mother | {"given_names": "Wrong"}, "concern")
    go(client, draft, "family", {"remove": "1"}, "family")
    assert "Una, mother" in client.get(at(draft, "family")).content.decode()
    send(client, draft)
    tie = Contact.objects.get().about.get().child.adults.get()
    assert (tie.adult.given_names, tie.lives_with_child) == ("Una", True)


def test_autosave_keeps_what_is_being_typed(client, handler):
    draft = begin(client)
    save = reverse("contact_autosave", args=[draft.pk, "concern"])
    assert client.post(save, {"concern": "half a sen"}).status_code == 204
    assert "half a sen" in client.get(at(draft, "concern")).content.decode()
    assert client.post(reverse("contact_autosave", args=[draft.pk, "check"]), {}).status_code == 404


def test_a_contact_is_sent_with_few_statements(client, handler, django_assert_max_num_queries):
    draft = begin(client)
    walk(client, draft)
    key = {"submission_key": Draft.objects.get().data["key"]}
    with django_assert_max_num_queries(30):
        assert client.post(at(draft, "check"), key).status_code == 302


def test_a_step_sent_twice_takes_one_line_off_and_puts_one_on(client, handler):
    draft = begin(client)
    walk(client, draft)
    adult = {"given_names": "Ada", "family_name": "Invented", "kind": "mother", "parental_responsibility": "yes"}
    for names in ("Ada", "Bea"):
        sent = adult | {"given_names": names, "another": "1", "submission_key": uuid4()}
        assert {client.post(at(draft, "family"), sent).url for _ in range(2)} == {at(draft, "family")}
    draft.refresh_from_db()
    assert [kept["given_names"] for kept in draft.data["adults"]] == [["Ada"], ["Bea"]]
    off = {"remove": "0", "submission_key": uuid4()}
    assert {client.post(at(draft, "family"), off).url for _ in range(2)} == {at(draft, "family")}
    draft.refresh_from_db()
    assert [kept["given_names"] for kept in draft.data["adults"]] == [["Bea"]]


def test_drafts_are_listed_for_their_writer(client, handler):
    draft = begin(client)
    assert at(draft, "check") in client.get(reverse("drafts")).content.decode()
    assert at(draft, "check") in client.get(reverse("my_work")).content.decode()
    client.post(reverse("draft_discard", args=[draft.pk]))
    assert "No drafts" in client.get(reverse("drafts")).content.decode()
