"""The pages on which two records are said to be one person: who may, what is shown, where the old record leads."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from frontdoor.core import my_work
from frontdoor.models import IdentityLink, LedgerEvent, Person, PersonMerge
from tests.exporting import saved
from tests.factories import workers
from tests.factories.contacts import ContactFactory
from tests.factories.identity import REASON, approve, joined, link, pair, proposal
from tests.factories.people import AddressFactory, ChildFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def worker():
    return workers.social_worker()


@pytest.fixture
def manager():
    return workers.service_manager()


def known_to(worker, *children):
    for child in children:
        ContactFactory(children=[child], recorded_by=worker)


def two_records(worker):
    one = ChildFactory(given_names="Wren", family_name="Invented")
    other = ChildFactory(given_names="Wrenn", family_name="Invented")
    known_to(worker, one, other)
    return one, other


def test_a_worker_finds_compares_and_proposes_and_a_manager_joins(client, worker, manager):
    one, other = two_records(worker)
    client.force_login(worker)
    page = client.get(reverse("person_same", args=[one.pk])).content.decode()
    assert "Same date of birth, same family name, first name spelt differently" in page
    url = reverse("person_pair", args=[one.pk, other.pk])
    assert url in page
    assert "Differs" in client.get(url).content.decode()
    said = {"what": "same", "reason": REASON}
    unanswered = client.post(url, said)
    assert unanswered.status_code == 422
    assert REASON in unanswered.content.decode()
    answer = client.post(url, said | {"keep": one.pk, "value_given_names": other.pk})
    merge = PersonMerge.objects.get()
    assert answer.url == reverse("merge", args=[merge.pk])
    assert "It waits for a manager" in client.get(answer.url).content.decode()
    assert client.post(answer.url, {"decision": "approved", "reason": REASON}).status_code == 403
    client.force_login(manager)
    assert "Contacts: 1" in client.get(answer.url).content.decode()
    client.post(answer.url, {"decision": "approved", "reason": REASON})
    one.refresh_from_db()
    assert one.given_names == "Wrenn"
    assert client.get(reverse("person", args=[other.pk])).url == reverse("person", args=[one.pk])
    assert "joined into this one" in client.get(reverse("person", args=[one.pk])).content.decode()
    client.post(answer.url, {"part-reason": REASON})
    assert Person.objects.survivor_of(other.pk) == other.pk
    assert "Parted again" in client.get(answer.url).content.decode()


def test_the_decider_reads_what_stands_against_it(client, manager):
    survivor, merged = pair()
    waiting = proposal(records=(survivor, merged))
    link("different", pair=(survivor, merged))
    client.force_login(manager)
    assert "known to be two people" in client.get(reverse("merge", args=[waiting.pk])).content.decode()
    answer = client.post(reverse("merge", args=[waiting.pk]), {"decision": "approved", "reason": REASON})
    assert answer.status_code == 422


def test_two_people_are_never_proposed_again_unless_a_manager_corrects_it(client, worker, manager):
    one, other = two_records(worker)
    client.force_login(worker)
    url = reverse("person_pair", args=[one.pk, other.pk])
    client.post(url, {"what": "different", "reason": "They sit beside each other in class."})
    page = client.get(reverse("person_same", args=[one.pk])).content.decode()
    assert "No other record is like this one" in page
    again = {"what": "possible", "reason": "They have the same names and birthday."}
    assert client.post(url, again).status_code == 422
    client.force_login(manager)
    assert client.post(url, again).status_code == 302
    assert IdentityLink.objects.get().kind == "possible"
    assert "Wrenn" in client.get(reverse("identity_possible")).content.decode()


def test_a_stranger_and_a_hidden_record(client, worker, manager):
    one, other = two_records(worker)
    merge = proposal(records=(one, other), given_names="survivor")
    stranger = workers.social_worker()
    client.force_login(stranger)
    for name, key in (("person_same", one.pk), ("merge", merge.pk)):
        assert client.get(reverse(name, args=[key])).status_code == 404
    hidden = ChildFactory(restricted=True)
    client.force_login(worker)
    assert client.get(reverse("person_pair", args=[one.pk, hidden.pk])).status_code == 404
    assert client.get(reverse("person_pair", args=[one.pk, one.pk])).status_code == 404
    before = LedgerEvent.objects.count()
    client.get(reverse("person_pair", args=[one.pk, other.pk]))
    assert LedgerEvent.objects.count() == before + 2


def test_the_old_record_of_somebody_hidden_leads_nowhere(client, worker):
    survivor, merged = ChildFactory(restricted=True), ChildFactory()
    joined(records=(survivor, merged), given_names="survivor", family_name="survivor")
    client.force_login(worker)
    assert client.get(reverse("person", args=[merged.pk])).status_code == 404


def test_the_managers_list_and_its_count_agree(client, worker):
    manager = workers.service_manager()
    proposal()
    approve(proposal())
    (block,) = [found for found in my_work.of(manager, timezone.now()) if found.title == "Records to join"]
    assert block.count == len(block.items) == 1
    client.force_login(manager)
    assert client.get(block.url).content.decode().count("Waiting</td>") == 1
    for show, number in (("joined", 1), ("mine", 0), ("apart", 0)):
        page = client.get(reverse("merge_list"), {"show": show}).content.decode()
        assert page.count('scope="row"') == number
    file = saved(client, reverse("merge_list"), {"show": "joined", "format": "csv"})
    assert file.headers["Content-Type"].startswith("text/csv")
    assert LedgerEvent.objects.filter(verb="disclose").exists()


@pytest.mark.parametrize("rows", [1, 25])
def test_the_lists_ask_a_fixed_number_of_statements(client, manager, rows, django_assert_max_num_queries):
    for _ in range(rows):
        merge = proposal()
        link(pair=(merge.survivor, merge.merged))
    client.force_login(manager)
    client.get(reverse("merge_list"))
    for name in ("merge_list", "identity_possible"):
        with django_assert_max_num_queries(14):
            client.get(reverse(name))


def test_a_search_for_what_the_joined_record_said_finds_the_survivor(client, worker):
    survivor, merged = (
        ChildFactory(given_names="Wren", birth_date=date(2018, 3, 2)),
        ChildFactory(given_names="Zebedee"),
    )
    AddressFactory(person=merged)
    joined(records=(survivor, merged), given_names="survivor", family_name="survivor", birth_date="survivor")
    client.force_login(worker)
    client.post(reverse("people_search"), {"q": "Zebedee"})
    page = client.get(reverse("people_found")).content.decode()
    assert "Wren" in page
    assert "record that was joined into this one" in page
