from datetime import timedelta

import pytest
from django.utils import timezone

from frontdoor.core import my_work
from tests.factories import contacts, people, workers
from tests.frontdoor.test_decisions import contact_about, decide

pytestmark = pytest.mark.django_db

NOW = contacts.RECEIVED + timedelta(hours=1)


def lists(worker, now=NOW):
    return {block.title: block for block in my_work.of(worker, now)}


def rows_behind(client, worker, block):
    client.force_login(worker)
    context = client.get(block.url).context
    return len(context["rows"])


def test_each_count_equals_the_rows_behind_its_link(client):
    worker = workers.practice_manager(team__front_door=True)
    contacts.ContactFactory(taken_by=worker, taken_at=timezone.now())
    contacts.ContactFactory()
    contacts.ContactFactory(immediate_danger=True)
    contacts.ContactFactory(triaged=True)
    decide(contact_about(people.ChildFactory()))
    blocks = lists(worker)
    found = {title: block.count for title, block in blocks.items() if "ontact" in title or "eferrer" in title}
    assert found == {
        "Contacts you have taken": 1,
        "Contacts the night hands over": 0,
        "Contacts to decide": 1,
        "Contacts to triage": 3,
        "Red contacts": 1,
        "Referrers to acknowledge": 0,
        "Referrers to tell": 1,
    }
    for title in found:
        assert rows_behind(client, worker, blocks[title]) == blocks[title].count


def test_late_work_is_urgent_and_says_how_late():
    worker = workers.social_worker(team__front_door=True)
    contacts.ContactFactory()
    assert not lists(worker)["Contacts to triage"].urgent
    late = lists(worker, now=contacts.RECEIVED + timedelta(hours=3))["Contacts to triage"]
    assert (late.urgent, late.items[0].due_words) == (True, "overdue by 1 hour")


def test_who_sees_which_list():
    assert "Contacts to decide" not in lists(workers.social_worker(team__front_door=True))
    assert "Contacts to triage" not in lists(workers.social_worker())
    assert "Referrers to tell" in lists(workers.call_handler())
    assert "Referrers to tell" not in lists(workers.administrator())


def test_a_referrer_with_an_address_waits_for_somebody_to_read_the_draft(client):
    decide(contact_about(people.ChildFactory(), referrer_email="head@school.example.org"))
    assert lists(workers.call_handler())["Referrers to tell"].count == 1
