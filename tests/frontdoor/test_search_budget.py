"""How much a search may find: whole words of two letters, beginnings of three, and so many people an hour."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from frontdoor.actions import record_use, search
from frontdoor.core import ledger, outbox
from frontdoor.core.acting import acting_as
from frontdoor.core.actions import NotPossible
from frontdoor.core.permissions import Refused
from frontdoor.core.search import Wanted
from frontdoor.models import OutboxMessage, SearchAlert
from tests.factories import people, sight, workers

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 16, 10, 0, tzinfo=UTC)


def names(by, words):
    found = search.people(by=by, now=timezone.now(), wanted=Wanted(family_name=words))
    return {hit.person.family_name for hit in found.hits}


def test_two_letters_find_whole_names_and_three_find_beginnings():
    for name in ("Ng", "Ngata", "Li", "Linden", "Oliver"):
        people.ChildFactory(family_name=name)
    people.ChildFactory(given_names="Ng", family_name="Example")
    for end in "abcdefghijklmnopqrstu":
        people.ChildFactory(family_name=f"Ngu{end}")
    handler = workers.call_handler()
    assert names(handler, "Ng") == {"Ng", "Example"}
    assert names(handler, "li") == {"Li"}
    assert "Ngata" in names(handler, "Nga")
    assert len(names(handler, "Ngu")) == search.MOST_HITS
    assert names(handler, "Xy") == set()


def test_a_whole_number_is_found_however_short():
    child = people.ChildFactory()
    found = search.people(by=workers.call_handler(), now=NOW, wanted=Wanted(identifier=str(child.pk)))
    assert child in [hit.person for hit in found.hits]


def shown(by, rows):
    """So many people were named by searches of a worker just now."""
    with acting_as(by):
        for first in range(0, rows, 20):
            ledger.searched(person_ids=list(range(1, min(20, rows - first) + 1)))


@pytest.mark.parametrize(("rows", "refused"), [(580, False), (581, True)])
def test_nobody_learns_more_than_six_hundred_rows_an_hour(rows, refused):
    handler, now = workers.call_handler(), timezone.now()
    shown(handler, rows)
    # The searches were half an hour ago: the pace of ten minutes is kept, the hour is not over.
    later = now + timedelta(minutes=30)
    if not refused:
        search.people(by=handler, now=later, wanted=Wanted(family_name="Invented"))
        assert not SearchAlert.objects.exists()
        return
    with pytest.raises(search.TooManyRows):
        search.people(by=handler, now=later, wanted=Wanted(family_name="Invented"))
    search.people(by=handler, now=later, wanted=Wanted(family_name="Invented"), recording=True)
    search.people(by=handler, now=now + timedelta(minutes=61), wanted=Wanted(family_name="Invented"))
    search.people(by=workers.call_handler(), now=later, wanted=Wanted(family_name="Invented"))


@pytest.mark.parametrize(("named", "minutes"), [(20, 30), (0, 0)])
def test_the_beginning_of_many_names_is_counted_like_any_search(monkeypatch, named, minutes):
    monkeypatch.setattr(search, "SLOWED_BY", 0)
    for end in "abcdefghijklmnopqrst":
        people.ChildFactory(family_name=f"Ngu{end}")
    handler, now = workers.call_handler(), timezone.now() + timedelta(minutes=minutes)
    with acting_as(handler):
        for _ in range(search.SEARCHES_ALLOWED - 1):
            ledger.searched(person_ids=list(range(1, named + 1)))
    assert len(search.people(by=handler, now=now, wanted=Wanted(family_name="Ngu")).hits) == search.MOST_HITS
    searches = ledger.LedgerEvent.objects.filter(actor_id=handler.pk, subject="search")
    assert searches.count() == search.SEARCHES_ALLOWED
    assert len(searches.latest("pk").person_ids) == search.MOST_HITS
    if named:
        with pytest.raises(search.TooManyRows):
            search.people(by=handler, now=now, wanted=Wanted(family_name="Ngu"))
    else:
        assert search.people(by=handler, now=now, wanted=Wanted(family_name="Ngu")).too_fast


def test_a_refused_search_is_told_to_the_manager_once_an_hour_and_names_nobody(mailoutbox):
    handler = workers.call_handler()
    manager, stranger = workers.practice_manager(team=handler.team), workers.practice_manager()
    shown(handler, 600)
    for minutes in (20, 21, 22):
        with pytest.raises(search.TooManyRows):
            search.people(
                by=handler, now=timezone.now() + timedelta(minutes=minutes), wanted=Wanted(family_name="Invented")
            )
    alert = SearchAlert.objects.get()
    assert (alert.worker, alert.kind) == (handler, "rows")
    for message in OutboxMessage.objects.filter(topic=record_use.TOPIC):
        outbox.deliver(message.pk, now=timezone.now())
    assert [mail.to for mail in mailoutbox] == [[manager.email]]
    assert "Invented" not in mailoutbox[0].body
    assert handler.family_name not in mailoutbox[0].body + mailoutbox[0].subject
    seen = {who: SearchAlert.objects.visible_to(who).count() for who in (manager, stranger, handler)}
    assert seen == {manager: 1, stranger: 0, handler: 0}


@pytest.mark.parametrize("masked", [True, False])
def test_a_search_that_comes_upon_a_hidden_record_is_told_each_time(masked):
    people.ChildFactory(family_name="Invented", birth_date=date(2018, 3, 2), restricted=masked)
    handler = workers.call_handler()
    for _ in range(2):
        search.people(
            by=handler, now=timezone.now(), wanted=Wanted(family_name="Invented", birth_date=date(2018, 3, 2))
        )
    assert SearchAlert.objects.filter(worker=handler, kind="masked").count() == (2 if masked else 0)


def browser(worker):
    client = Client()
    client.force_login(worker)
    return client


def test_a_manager_writes_what_was_found_and_it_leaves_the_list():
    handler = workers.call_handler()
    manager, stranger = workers.practice_manager(team=handler.team), workers.practice_manager()
    alert = sight.SearchAlertFactory(worker=handler)
    client, url = browser(manager), reverse("search_alert", args=[alert.pk])
    assert handler.get_full_name() in client.get(reverse("search_alerts")).content.decode()
    assert "Use of records to look into" in client.get(reverse("my_work")).content.decode()
    assert browser(stranger).get(url).status_code == 404
    assert browser(handler).get(url).status_code == 403
    key = client.get(url).context["form"]["submission_key"].value()
    short = client.post(url, {"submission_key": key, "found": "Too short"})
    assert "Too short" in short.content.decode()
    found = "Asked: a caller spelt the name in several ways."
    assert client.post(url, {"submission_key": key, "found": found}).status_code == 302
    assert found not in client.get(reverse("search_alerts")).content.decode()
    assert found in client.get(reverse("search_alerts") + "?show=done").content.decode()
    with pytest.raises(NotPossible):
        record_use.look_into(by=manager, at=timezone.now(), alert=alert, found=found)
    with pytest.raises(Refused):
        record_use.look_into(by=handler, at=timezone.now(), alert=alert, found=found)


def test_the_page_says_why_two_letters_find_little():
    client = browser(workers.call_handler())
    client.post(reverse("people_search"), {"q": "Ng"})
    assert "Two letters find whole names alone" in client.get(reverse("people_found")).content.decode()
