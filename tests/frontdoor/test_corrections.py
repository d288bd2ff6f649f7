"""A wrongly typed moment of receipt is put right by a manager, openly, and the promises follow it."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from frontdoor.actions import corrections, triage
from frontdoor.core import policy
from frontdoor.core.actions import NotPossible
from frontdoor.core.permissions import Refused
from frontdoor.core.timescales import DECISION_AMBER, TRIAGE
from frontdoor.core.versions import Stale
from frontdoor.core.working_days import EARLIEST, LONDON, start_of_day
from frontdoor.models import Contact, LedgerEvent, ReceivedCorrection
from tests.factories import contacts, people, workers

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 17, 11, 0, tzinfo=UTC)
WHY = "The caller rang on Friday; it was typed on Monday."


def manager_at_the_desk():
    return workers.practice_manager(team__front_door=True)


def correct(contact, to, by=None, **given):
    return corrections.correct_received(
        **{
            "contact_id": contact.pk,
            "version": contact.version,
            "received_at": to,
            "reason": WHY,
            "by": by or manager_at_the_desk(),
            "at": NOW,
            **given,
        }
    )


def promised(scale, received_at):
    day = received_at.astimezone(LONDON).date()
    return policy.period(scale, on=day).due_at(received_at, policy.calendar(around=day))


@pytest.mark.parametrize(
    "received",
    [
        datetime(2026, 11, 16, 9, 59, tzinfo=UTC),
        datetime(2026, 11, 13, 16, 45, tzinfo=UTC),  # Friday: the two hours end on Monday
        datetime(2026, 11, 14, 12, 0, tzinfo=UTC),  # Saturday
        datetime(2026, 10, 25, 0, 30, tzinfo=UTC),  # the night in which the clocks go back
        datetime(2026, 8, 31, 12, 0, tzinfo=UTC),  # a bank holiday
    ],
)
def test_what_was_promised_is_counted_anew_from_the_corrected_start(received):
    contact = correct(contacts.ContactFactory(triaged=True), received)
    contact.refresh_from_db()
    assert contact.received_at == received
    assert contact.triage_due_at == promised(TRIAGE, received)
    assert contact.decision_due_at == promised(DECISION_AMBER, received)


def test_what_was_not_promised_yet_is_not_promised_by_it():
    contact = correct(contacts.ContactFactory(), NOW - timedelta(hours=5))
    assert contact.triage_due_at == promised(TRIAGE, NOW - timedelta(hours=5))
    assert contact.decision_due_at is None


def test_what_stood_there_and_who_changed_it_and_why_can_be_read():
    contact = contacts.ContactFactory()
    before, by = contact.received_at, manager_at_the_desk()
    correct(contact, before - timedelta(days=1), by=by)
    kept = ReceivedCorrection.objects.get()
    assert (kept.before, kept.after) == (before, before - timedelta(days=1))
    assert (kept.reason, kept.corrected_by, kept.corrected_at) == (WHY, by, NOW)
    newest, oldest = contact.history.order_by("-history_id")
    assert (newest.received_at, oldest.received_at) == (before - timedelta(days=1), before)
    assert newest.triage_due_at < oldest.triage_due_at
    assert newest.history_user == by
    events = LedgerEvent.objects.filter(actor_id=by.pk).values_list("subject", "verb")
    assert {("frontdoor_receivedcorrection", "collect"), ("frontdoor_contact", "alter")} <= set(events)


@pytest.mark.parametrize(
    ("to", "sentence"),
    [
        (contacts.RECEIVED, "at that moment already"),
        (NOW + timedelta(seconds=1), "in the future"),
        (start_of_day(EARLIEST) - timedelta(seconds=1), "must be on or after 1 January 2000."),
        (contacts.RECEIVED + timedelta(hours=1, seconds=1), "The urgency was set on 16 November 2026 at 11:00."),
    ],
)
def test_an_impossible_moment_is_refused_in_words(to, sentence):
    with pytest.raises(NotPossible, match=sentence):
        correct(contacts.ContactFactory(triaged=True), to)
    assert not ReceivedCorrection.objects.exists()


def test_it_may_be_moved_up_to_the_moment_it_was_triaged():
    moment = contacts.RECEIVED + timedelta(hours=1)
    assert correct(contacts.ContactFactory(triaged=True), moment).received_at == moment


def test_a_decided_contact_is_not_corrected():
    contact = contacts.ContactFactory(triaged=True, decided_at=NOW, decided_by=workers.practice_manager())
    with pytest.raises(triage.AlreadyDecided):
        correct(contact, NOW - timedelta(days=3))


def test_nobody_else_may(acting):
    contact = contacts.ContactFactory()
    for by in (contact.recorded_by, workers.social_worker(team__front_door=True), workers.senior_leader()):
        with pytest.raises(Refused):
            correct(contact, NOW - timedelta(days=3), by=by)
    with pytest.raises(Contact.DoesNotExist):
        correct(contact, NOW - timedelta(days=3), by=workers.practice_manager())


def test_a_correction_on_what_a_colleague_has_changed_is_stale():
    contact = contacts.ContactFactory()
    with pytest.raises(Stale):
        correct(contact, NOW - timedelta(days=3), version=contact.version - 1)


def test_an_earlier_correction_is_no_leave_for_a_later_silent_one(acting):
    contact = contacts.ContactFactory()
    first, second = contact.received_at, contact.received_at - timedelta(days=1)
    with transaction.atomic():
        ReceivedCorrection.objects.bulk_create(
            [
                ReceivedCorrection(
                    contact=contact, before=first, after=second, reason=WHY, corrected_at=NOW, corrected_by=acting
                )
            ]
        )
        contact.received_at = second
        contact.save()
        assert Contact.objects.get().received_at == second
    contact.received_at = second - timedelta(hours=1)
    with pytest.raises(DatabaseError, match="says why"), transaction.atomic():
        contact.save()


@pytest.fixture
def manager(client):
    worker = manager_at_the_desk()
    client.force_login(worker)
    return worker


def recent():
    return contacts.ContactFactory(received_at=timezone.now() - timedelta(hours=1))


def url_of(contact):
    return reverse("contact_correct_received", args=[contact.pk])


def typed(contact, to, **given):
    local = to.astimezone(LONDON)
    return {
        "submission_key": str(uuid4()),
        "version": contact.version,
        "received_at_day": local.day,
        "received_at_month": local.month,
        "received_at_year": local.year,
        "received_at_time": f"{local:%H:%M}",
        "reason": WHY,
        **given,
    }


def test_the_page_says_what_stands_there_and_what_it_moves(client, manager):
    contact = recent()
    shown = client.get(url_of(contact)).text
    assert f"{contact.received_at.astimezone(LONDON):%H:%M}" in shown
    assert "the time for triage and for the decision is counted anew" in shown
    assert url_of(contact) in client.get(reverse("contact", args=[contact.pk])).text


def test_sent_twice_it_is_one_correction_and_the_record_shows_it(client, manager):
    contact = recent()
    to = (contact.received_at - timedelta(days=1)).replace(second=0, microsecond=0)
    sent = typed(contact, to)
    assert [client.post(url_of(contact), sent).status_code for _ in range(2)] == [302, 302]
    assert ReceivedCorrection.objects.get().after == to
    assert f"by {manager.get_full_name()}" in client.get(reverse("contact", args=[contact.pk])).text


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"reason": "Too short."}, "at least 20 characters"),
        ({"received_at_time": "25:99"}, "Enter"),
        ({"received_at_year": "1900"}, "When it came in must be on or after 1 January 2000"),
        ({"version": 0}, "Somebody else has changed this"),
    ],
)
def test_what_is_refused_is_still_there(client, manager, wrong, words):
    contact = recent()
    answer = client.post(url_of(contact), typed(contact, timezone.now() - timedelta(days=2), **wrong))
    assert answer.status_code == 422
    assert words in answer.text
    assert wrong.get("reason", WHY) in answer.text
    assert not ReceivedCorrection.objects.exists()


def test_who_recorded_it_sees_no_such_button_and_is_refused(client):
    contact = recent()
    client.force_login(contact.recorded_by)
    assert url_of(contact) not in client.get(reverse("contact", args=[contact.pk])).text
    assert client.post(url_of(contact), typed(contact, contact.received_at)).status_code == 403


def test_a_contact_with_a_hidden_child_is_not_found(client, manager):
    contact = contacts.ContactFactory(children=[people.ChildFactory(restricted_record=True)])
    assert client.get(url_of(contact)).status_code == 404
