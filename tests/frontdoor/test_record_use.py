"""How many records somebody opens in a day: noticed once, from the ledger alone."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from frontdoor import tasks
from frontdoor.actions import record_use
from frontdoor.core import ledger, outbox
from frontdoor.core.working_days import start_of_day
from frontdoor.models import JobRun, LedgerEvent, OutboxMessage, SearchAlert
from frontdoor.models.search_alerts import VIEWS_A_DAY
from tests.factories import sight, workers
from workforce.models import Worker

pytestmark = pytest.mark.django_db


def opened(worker, records, *, first=1, **given):
    """So many different records were opened just now; the database stamps the moment."""
    row = {"actor_id": worker.pk, "verb": "consult", "subject": "frontdoor_person", **given}
    numbers = range(first, first + records)
    LedgerEvent.objects.bulk_create(LedgerEvent(**{"subject_id": number} | row) for number in numbers)


def looked_at(days_later=0):
    on = timezone.localdate() + timedelta(days=days_later)
    return record_use.notice_many_views(by=Worker.objects.the_system(), on=on, now=timezone.now)


@pytest.mark.parametrize(("records", "noticed"), [(VIEWS_A_DAY, 0), (VIEWS_A_DAY + 1, 1)])
def test_more_than_three_hundred_different_records_in_a_day_are_noticed(records, noticed):
    worker = workers.social_worker()
    opened(worker, records)
    assert looked_at() == {"noticed": noticed}
    alerts = SearchAlert.objects.filter(worker=worker, kind="views")
    assert alerts.count() == noticed
    last = LedgerEvent.objects.filter(actor_id=worker.pk).latest("at").at
    assert [alert.noticed_at for alert in alerts] == [last] * noticed, "the moment of the one too many"


def test_a_record_counts_once_and_searches_lists_and_changes_do_not():
    worker = workers.social_worker()
    opened(worker, VIEWS_A_DAY)
    opened(worker, 50)
    opened(worker, 50, subject_id=0)
    opened(worker, 50, subject=ledger.SEARCH, subject_id=0)
    opened(worker, 50, first=1000, verb="alter")
    opened(workers.social_worker(), 50, first=1000)
    assert looked_at() == {"noticed": 0}
    opened(worker, 1, subject="frontdoor_contact")
    assert looked_at() == {"noticed": 1}


def test_each_person_is_noticed_once_a_day_however_often_it_is_asked():
    busy, manager = workers.social_worker(), workers.practice_manager()
    opened(busy, VIEWS_A_DAY + 1)
    opened(manager, VIEWS_A_DAY + 1)
    assert looked_at() == {"noticed": 2}
    opened(busy, 50, first=1000)
    assert looked_at() == {"noticed": 0}
    assert looked_at(1) == {"noticed": 0}, "the day before is looked at again, and known"
    assert SearchAlert.objects.count() == OutboxMessage.objects.filter(topic=record_use.TOPIC).count() == 2
    with pytest.raises(IntegrityError, match="alert_of_views_once_a_day"), transaction.atomic():
        sight.SearchAlertFactory(worker=busy, kind="views")
    sight.SearchAlertFactory(worker=busy, kind="views", noticed_at=timezone.now() - timedelta(days=1))


def test_what_was_opened_before_midnight_is_noticed_after_it_and_no_later():
    worker = workers.social_worker()
    opened(worker, VIEWS_A_DAY + 1)
    assert looked_at(2) == {"noticed": 0}
    assert looked_at(1) == {"noticed": 1}


def test_a_day_is_from_its_first_moment_up_to_but_without_the_next():
    worker, today = workers.social_worker(), timezone.localdate()
    opened(worker, 3)
    at = LedgerEvent.objects.filter(actor_id=worker.pk).latest("at").at
    since, until = start_of_day(today), start_of_day(today + timedelta(days=1))
    ask = {"workers": [worker.pk], "since": since, "until": until}
    assert ledger.opened_more_than(2, **ask) == [(worker.pk, at)]
    assert ledger.opened_more_than(3, **ask) == []
    assert ledger.opened_more_than(2, **ask | {"until": at}) == [], "the day ends before its end"
    assert ledger.opened_more_than(0, **ask | {"since": at}) == [(worker.pk, at)]
    assert ledger.opened_more_than(0, **ask | {"since": at + timedelta(microseconds=1)}) == []


def test_the_manager_is_told_without_a_name_and_finds_it_where_searches_are(mailoutbox):
    worker = workers.social_worker()
    manager, stranger = workers.practice_manager(team=worker.team), workers.practice_manager()
    opened(worker, VIEWS_A_DAY + 1)
    tasks.notice_many_views()
    for message in OutboxMessage.objects.filter(topic=record_use.TOPIC):
        outbox.deliver(message.pk, now=timezone.now())
    assert [mail.to for mail in mailoutbox] == [[manager.email]]
    assert worker.family_name not in mailoutbox[0].body + mailoutbox[0].subject
    words = "Opened more than 300 records in a day"
    seen = {}
    for who in (manager, stranger, workers.service_manager()):
        client = Client()
        client.force_login(who)
        seen[who] = words in client.get(reverse("search_alerts")).text
    assert list(seen.values()) == [True, False, True]
    assert JobRun.objects.get(name=record_use.JOB).result == {"noticed": 1}


def test_the_job_asks_the_same_number_of_questions_whoever_works_here():
    counts = []
    for more in (1, 24):
        for _ in range(more):
            opened(workers.social_worker(), 2)
        with CaptureQueriesContext(connection) as asked:
            looked_at()
        counts.append(len(asked))
    assert counts[0] == counts[1]
