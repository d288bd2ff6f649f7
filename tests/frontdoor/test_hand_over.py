"""The night and its hand-over: which contacts it is about, who takes them on, and who is told in the morning."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.core import mail
from django.urls import reverse

from frontdoor.actions import hand_over
from frontdoor.core import outbox
from frontdoor.core.my_work import of as my_work
from frontdoor.core.permissions import Refused
from frontdoor.core.policy import calendar
from frontdoor.core.working_days import LONDON
from frontdoor.models import HandOver, OutboxMessage
from frontdoor.models.hand_over import ALREADY_HANDED_OVER, NOT_ONES_OWN
from tests.factories import contacts, people, workers
from tests.factories.hand_over import HandOverFactory

pytestmark = pytest.mark.django_db

CLOSING = datetime(2026, 11, 20, 17, 0, tzinfo=UTC)  # a Friday
OPENING = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
MORNING = datetime(2026, 11, 23, 8, 45, tzinfo=UTC)
DONE, TO_DO = "Spoke with the grandmother.", "Visit the mother by noon."


@pytest.fixture(autouse=True)
def monday_morning():
    with time_machine.travel(MORNING, tick=False):
        yield


@pytest.fixture
def night_worker():
    return workers.social_worker(team__kind="emergency_duty", registration_number="SW7")


@pytest.fixture
def manager():
    return workers.practice_manager(team__front_door=True)


@pytest.mark.parametrize(
    ("moment", "start", "end"),
    [
        ("2026-11-23T08:45", "2026-11-20T17:00", "2026-11-23T09:00"),
        ("2026-11-23T12:00", "2026-11-20T17:00", "2026-11-23T09:00"),
        ("2026-11-20T17:00", "2026-11-20T17:00", "2026-11-23T09:00"),
        ("2026-11-20T16:59", "2026-11-19T17:00", "2026-11-20T09:00"),
        ("2025-12-25T03:00", "2025-12-24T17:00", "2025-12-29T09:00"),
        ("2026-03-29T02:30", "2026-03-27T17:00", "2026-03-30T09:00"),
        ("2026-10-25T01:30", "2026-10-23T17:00", "2026-10-26T09:00"),
        ("2026-04-04T12:00", "2026-04-02T17:00", "2026-04-07T09:00"),
    ],
)
def test_a_night_runs_from_a_closing_to_the_next_opening(moment, start, end):
    """Weekends, bank holidays and the two nights in which the clocks change included."""
    at, start, end = (datetime.fromisoformat(text).replace(tzinfo=LONDON) for text in (moment, start, end))
    night = calendar(around=at.date()).night_around(at)
    assert (night.start, night.end) == (start, end)


def rows_of(client, worker, **query):
    client.force_login(worker)
    page = client.get(reverse("hand_over"), query)
    assert page.status_code == 200
    return [row["contact"] for row in page.context["rows"]]


def test_the_page_shows_what_came_in_was_decided_or_was_handed_over_in_the_night(client, manager):
    minute = timedelta(minutes=1)
    contacts.ContactFactory(received_at=CLOSING - minute)
    first = contacts.ContactFactory(received_at=CLOSING)
    last = contacts.ContactFactory(received_at=OPENING - 20 * minute)
    handed = HandOverFactory(contact__received_at=CLOSING - timedelta(days=2), written_at=CLOSING + minute).contact
    assert rows_of(client, manager) == [handed, first, last]
    assert rows_of(client, manager, night="2026-11-19") == []
    assert client.get(reverse("hand_over"), {"night": "never"}).status_code == 404


def test_a_contact_about_a_child_hidden_from_the_reader_is_not_shown(client, manager):
    sealed = contacts.ContactFactory(received_at=CLOSING, children=[people.ChildFactory(restricted=True)])
    assert sealed not in rows_of(client, manager)


def test_what_is_handed_over_must_be_taken_on_by_the_time_the_office_opens(night_worker):
    contact = contacts.ContactFactory(received_at=CLOSING)
    written = hand_over.write(
        by=night_worker, at=CLOSING + timedelta(hours=5), contact_id=contact.pk, done=DONE, to_do=TO_DO
    )
    assert written.due_at == OPENING
    assert not HandOver.objects.overdue(OPENING).exists()
    assert HandOver.objects.overdue(OPENING + timedelta(seconds=1)).exists()


@pytest.mark.parametrize("hour", [9, 10, 16])
def test_what_is_handed_over_while_the_office_is_open_waits_for_nobody(night_worker, hour):
    at = OPENING.replace(hour=hour)
    with time_machine.travel(at, tick=False):
        contact = contacts.ContactFactory(received_at=OPENING - timedelta(hours=3))
        row = hand_over.write(by=night_worker, at=at, contact_id=contact.pk, done=DONE, to_do=TO_DO)
    assert row.due_at == at


def test_the_writer_cannot_take_it_on_and_nobody_can_twice(night_worker, manager):
    row = HandOverFactory(written_by=night_worker)
    with pytest.raises(hand_over.NotOnesOwn, match=NOT_ONES_OWN):
        hand_over.take_on(by=night_worker, at=OPENING, hand_over_id=row.pk)
    taken = hand_over.take_on(by=manager, at=OPENING, hand_over_id=row.pk)
    assert (taken.taken_by, taken.taken_at) == (manager, OPENING)
    with pytest.raises(hand_over.AlreadyTaken):
        hand_over.take_on(by=workers.practice_manager(team__front_door=True), at=OPENING, hand_over_id=row.pk)


def test_a_contact_is_handed_over_once_until_it_is_taken_on(client, night_worker):
    row = HandOverFactory()
    client.force_login(night_worker)
    url = reverse("hand_over_write", args=[row.contact_id])
    key = client.get(url).context["form"]["submission_key"].value()
    page = client.post(url, {"submission_key": key, "done": DONE, "to_do": TO_DO})
    assert page.status_code == 422
    assert ALREADY_HANDED_OVER in page.content.decode()
    assert TO_DO in page.content.decode()


def test_the_night_writes_it_and_the_day_takes_it_on_in_the_browser(client, night_worker, manager):
    contact = contacts.ContactFactory(received_at=CLOSING)
    client.force_login(night_worker)
    assert "Hand over to the day team" in client.get(reverse("contact", args=[contact.pk])).content.decode()
    url = reverse("hand_over_write", args=[contact.pk])
    key = client.get(url).context["form"]["submission_key"].value()
    assert client.post(url, {"submission_key": key, "done": DONE, "to_do": TO_DO}).status_code == 302
    client.force_login(manager)
    assert TO_DO in client.get(reverse("hand_over")).content.decode()
    block = next(block for block in my_work(manager, MORNING) if block.title == "Contacts the night hands over")
    assert (block.count, len(rows_of(client, manager, waiting="on"))) == (1, 1)
    assert client.post(reverse("hand_over_take", args=[contact.pk])).status_code == 302
    assert HandOver.objects.get().taken_by == manager


def test_who_may_read_write_and_take_on(client, night_worker):
    contact = HandOverFactory().contact
    auditor = workers.auditor()
    client.force_login(auditor)
    assert client.get(reverse("hand_over")).status_code == 200
    assert client.get(reverse("hand_over_write", args=[contact.pk])).status_code == 403
    assert client.post(reverse("hand_over_take", args=[contact.pk])).status_code == 403
    with pytest.raises(Refused):
        hand_over.write(by=auditor, at=MORNING, contact_id=contact.pk, done=DONE, to_do=TO_DO)
    elsewhere = workers.social_worker()
    client.force_login(elsewhere)
    assert client.post(reverse("hand_over_take", args=[contact.pk])).status_code == 404


def test_the_managers_of_the_front_door_are_told_once_and_no_child_is_named(system, manager):
    HandOverFactory(contact__concern="Something only the record may say.")
    workers.practice_manager()
    for _ in range(2):
        found = hand_over.announce(by=system, on=date(2026, 11, 23), now=lambda: MORNING)
    assert found == {"open": 1, "told": 1}
    message = OutboxMessage.objects.get(topic=hand_over.ANNOUNCED)
    assert message.payload == {"worker_id": manager.pk}
    outbox.deliver(message.pk, now=MORNING)
    assert (mail.outbox[0].to, mail.outbox[0].subject) == ([manager.email], "Hand-over of the night")
    assert "1 contact waits" in mail.outbox[0].body


def test_nobody_is_told_on_a_day_when_the_office_is_closed(system, manager):
    HandOverFactory()
    assert hand_over.announce(by=system, on=date(2026, 11, 22), now=lambda: MORNING) == {"open": 1, "told": 0}


def test_the_page_takes_as_many_queries_for_one_contact_as_for_25(client, manager, django_assert_num_queries):
    HandOverFactory(contact__received_at=CLOSING)
    client.force_login(manager)
    client.get(reverse("hand_over"))
    for more in (0, 24):
        for _ in range(more):
            HandOverFactory(contact__received_at=CLOSING)
        with django_assert_num_queries(7):
            client.get(reverse("hand_over"))
