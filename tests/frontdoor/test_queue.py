from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from frontdoor.models import Contact, LedgerEvent
from frontdoor.models.contacts import Rag
from tests.exporting import saved
from tests.factories import contacts, people, workers

pytestmark = pytest.mark.django_db

QUERIES = 5


@pytest.fixture
def desk(client):
    """A registered social worker of the front door, signed in."""
    worker = workers.social_worker(team__front_door=True, registration_number="SW1")
    client.force_login(worker)
    return worker


def shown(client, **query):
    return [row.contact for row in client.get(reverse("triage_queue"), query).context["rows"]]


def test_L16_red_jumps_the_queue_and_then_the_oldest_is_first(client, desk):
    now = timezone.now()
    waiting = [contacts.ContactFactory(received_at=now - timedelta(minutes=age)) for age in (20, 40, 30)]
    red = contacts.ContactFactory(triaged=True, rag="red")
    assert shown(client) == [red, waiting[1], waiting[2], waiting[0]]


def test_the_desk_shows_what_waits_most_pressing_first(client, desk):
    calm = contacts.ContactFactory(triaged=True, rag="green")
    contacts.ContactFactory(triaged=True, decided_at=timezone.now(), decided_by=workers.practice_manager())
    urgent = contacts.ContactFactory(immediate_danger=True)
    untriaged = contacts.ContactFactory()
    assert shown(client) == [urgent, untriaged, calm]


def test_every_count_equals_the_rows_behind_it(client, desk):
    now = timezone.now()
    for rag in [*Rag.values, "red", ""]:
        for late in (True, False):
            due = {"decision_due_at" if rag else "triage_due_at": now + timedelta(hours=-1 if late else 1)}
            contacts.ContactFactory(triaged=bool(rag), rag=rag, received_at=now - timedelta(hours=5), **due)
    counts = client.get(reverse("triage_queue")).context["counts"]
    links = {"all": {}, "none": {"rag": "none"}, "late": {"late": "on"}} | {rag: {"rag": rag} for rag in Rag.values}
    assert counts == {name: len(shown(client, **query)) for name, query in links.items()}
    assert (counts["red"], counts["none"], counts["late"]) == (4, 2, 5)


def test_L65_untriaged_danger_counts_and_reads_as_red_until_a_social_worker_says_otherwise(client, desk):
    danger = contacts.ContactFactory(immediate_danger=True, concern="Locked out. " * 30)
    red, plain = contacts.ContactFactory(triaged=True, rag="red"), contacts.ContactFactory()
    calm = contacts.ContactFactory(triaged=True, rag="green", immediate_danger=True)
    counts = client.get(reverse("triage_queue")).context["counts"]
    links = {"all": {}, "none": {"rag": "none"}} | {rag: {"rag": rag} for rag in Rag.values}
    assert {name: counts[name] for name in links} == {name: len(shown(client, **links[name])) for name in links}
    assert {contact.pk for contact in shown(client, rag="red")} == {danger.pk, red.pk}
    assert {contact.pk for contact in shown(client, rag="triage")} == {danger.pk, plain.pk}
    assert shown(client, rag="none") == [plain]
    assert shown(client, rag="green") == [calm]
    page = client.get(reverse("triage_queue"), {"rag": "red"})
    assert [bool(row.worry) for row in page.context["rows"]] == [True, True]
    assert len(page.context["rows"][0].worry) <= 120
    assert "Locked out." in page.text
    for contact in (danger, red, plain, calm):
        assert Contact.objects.of_urgency(contact.urgency).filter(pk=contact.pk).exists()


def test_whom_the_list_names_is_written_down(client, desk):
    child, other = people.ChildFactory(), people.ChildFactory()
    contacts.ContactFactory(immediate_danger=True, children=[child])
    contacts.ContactFactory(children=[other])
    client.get(reverse("triage_queue"))
    read = LedgerEvent.objects.get(verb="consult", subject="frontdoor_contact", subject_id=0)
    assert (read.actor_id, read.person_ids) == (desk.pk, [child.pk, other.pk])


def test_the_list_is_narrowed(client, desk):
    mine = contacts.ContactFactory(taken_by=desk, taken_at=timezone.now())
    theirs = contacts.ContactFactory(taken_by=workers.social_worker(), taken_at=timezone.now())
    free = contacts.ContactFactory(triaged=True)
    assert shown(client, held="mine") == [mine]
    assert shown(client, held="taken") == [mine, theirs]
    assert shown(client, held="free") == shown(client, rag="set") == [free]
    assert shown(client, agency=theirs.agency_id) == [theirs]
    assert len(shown(client, rag="purple", agency="x'", page="²", sort="nonsense")) == 3


def test_the_list_is_sorted_and_paged(client, desk):
    made = [contacts.ContactFactory(received_at=contacts.RECEIVED + timedelta(minutes=minute)) for minute in range(27)]
    assert shown(client, sort="received") == made[:25]
    assert shown(client, sort="received", page="2") == made[25:]
    assert shown(client, sort="-received")[0] == made[-1]


@pytest.mark.parametrize("number", [1, 25])
def test_the_number_of_queries_does_not_grow(client, desk, number):
    for _ in range(number):
        contacts.ContactFactory(children=[people.ChildFactory(), people.ChildFactory()])
    client.get(reverse("triage_queue"))
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert len(client.get(reverse("triage_queue")).context["rows"]) == number
    assert len([query for query in queries if query["sql"].startswith(("SELECT", "WITH"))]) == QUERIES


def test_what_is_hidden_from_the_worker_is_neither_listed_nor_counted(client, desk):
    contacts.ContactFactory(children=[people.ChildFactory(), people.ChildFactory(restricted_record=True)])
    page = client.get(reverse("triage_queue"))
    assert (page.context["rows"], page.context["counts"]["all"]) == ([], 0)


def test_the_list_as_a_file(client, desk):
    contacts.ContactFactory(children=[people.ChildFactory(given_names="=Ada", family_name="Example")])
    file = saved(client, reverse("triage_queue"), {"format": "csv"})
    lines = file.content.decode("utf-8-sig").splitlines()
    assert file["Content-Disposition"] == 'attachment; filename="contacts.csv"'
    assert len(lines) == 3
    assert "\"'=Ada Example" in lines[1]


def test_taking_the_next_contact_twice_with_one_form_takes_one(client, desk):
    contacts.ContactFactory()
    contacts.ContactFactory()
    sent = {"submission_key": str(uuid4())}
    first = client.post(reverse("take_next"), sent)
    again = client.post(reverse("take_next"), sent)
    assert first.url == again.url == reverse("contact", args=[Contact.objects.get(taken_by=desk).pk])


def test_with_nothing_to_take_the_desk_says_so(client, desk):
    answer = client.post(reverse("take_next"), {"submission_key": str(uuid4())}, follow=True)
    assert "No contact is waiting to be taken" in answer.content.decode()


@pytest.mark.parametrize(
    ("make", "status", "may_take"),
    [
        (workers.call_handler, 200, 403),
        (workers.practice_manager, 200, 302),
        (workers.auditor, 200, 403),
        (workers.senior_leader, 200, 403),
        (workers.administrator, 403, 403),
        (workers.partner_referrer, 403, 403),
    ],
)
def test_whose_desk_it_is(client, make, status, may_take):
    client.force_login(make())
    assert client.get(reverse("triage_queue")).status_code == status
    assert client.post(reverse("take_next"), {"submission_key": str(uuid4())}).status_code == may_take


def test_another_teams_worker_sees_only_what_concerns_her(client):
    contacts.ContactFactory()
    client.force_login(workers.social_worker())
    assert shown(client) == []


def test_a_saved_list_stands_in_the_ledger_with_its_children(client):
    """Taking a list out is a disclosure, whoever may see it on the page."""
    handler = workers.call_handler()
    contact = contacts.ContactFactory()
    client.force_login(handler)
    saved(client, "/contacts/?format=csv")
    event = LedgerEvent.objects.get(verb="disclose")
    assert (event.actor_id, event.subject) == (handler.pk, "frontdoor_contact")
    assert event.person_ids == [contact.about.get().child_id]
