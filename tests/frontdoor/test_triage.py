from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from frontdoor.actions import triage
from frontdoor.core.acting import acting_as
from frontdoor.core.actions import NotPossible
from frontdoor.core.permissions import Refused
from frontdoor.core.versions import Stale
from frontdoor.core.working_days import LONDON, end_of_day
from frontdoor.models import Contact
from frontdoor.models.contacts import DECISION_CLOCK, TRIAGE_CLOCK
from tests.factories import contacts, people, workers

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 16, 11, 0, tzinfo=UTC)


def registered(**given):
    return workers.social_worker(
        **{"team__front_door": True, "registration_number": f"SW{workers.Worker.objects.count()}", **given}
    )


def contact_at(*received, **given):
    received_at = datetime(*received, tzinfo=LONDON)
    return contacts.ContactFactory(received_at=received_at, **given)


def triaged(contact, rag, by=None):
    return triage.set_urgency(
        contact_id=contact.pk,
        version=contact.version,
        rag=rag,
        reason="Because of what the school saw.",
        by=by or registered(),
        at=contact.received_at + timedelta(minutes=20),
    )


@pytest.mark.parametrize(
    ("received", "rag", "due"),
    [
        ((2026, 11, 20, 16, 30), "amber", end_of_day(date(2026, 11, 23))),
        ((2026, 11, 20, 16, 30), "green", end_of_day(date(2026, 11, 25))),
        ((2026, 11, 18, 22, 30), "red", datetime(2026, 11, 19, 2, 30, tzinfo=LONDON)),
        ((2025, 12, 24, 15, 0), "amber", end_of_day(date(2025, 12, 29))),
        ((2025, 12, 24, 15, 0), "green", end_of_day(date(2025, 12, 31))),
        ((2025, 12, 19, 9, 0), "green", end_of_day(date(2025, 12, 24))),
        ((2026, 4, 1, 9, 0), "green", end_of_day(date(2026, 4, 8))),
        ((2026, 5, 1, 9, 0), "amber", end_of_day(date(2026, 5, 5))),
        ((2026, 3, 28, 23, 0), "red", datetime(2026, 3, 29, 3, 0, tzinfo=UTC)),
        ((2025, 10, 25, 23, 30), "red", datetime(2025, 10, 26, 2, 30, tzinfo=UTC)),
    ],
)
def test_the_decision_clock(received, rag, due):
    assert triaged(contact_at(*received), rag).decision_due_at == due


def test_the_first_urgency_ends_the_triage_clock_and_a_later_one_leaves_it():
    contact = contacts.ContactFactory()
    first, second = registered(), registered()
    contact = triaged(contact, "amber", by=first)
    again = triage.set_urgency(
        contact_id=contact.pk, version=contact.version, rag="red", reason="The child is hurt.", by=second, at=NOW
    )
    assert (again.triaged_by, again.rag_changed_by, again.rag) == (first, second, "red")
    assert again.triaged_at < NOW
    assert again.decision_due_at == contact.received_at + timedelta(hours=4)
    assert [version.rag for version in again.history.all()] == ["red", "amber", ""]


@pytest.mark.parametrize(("rag", "reason"), [("", "A reason."), ("blue", "A reason."), ("red", " ")])
def test_an_urgency_needs_a_colour_and_a_reason(rag, reason):
    contact = contacts.ContactFactory()
    with pytest.raises(NotPossible):
        triage.set_urgency(contact_id=contact.pk, version=1, rag=rag, reason=reason, by=registered(), at=NOW)


def test_the_database_refuses_an_urgency_without_a_reason():
    contact = contacts.ContactFactory(triaged=True)
    worker = registered()
    contact.rag_reason, contact.rag_changed_at, contact.rag_changed_by = "  ", timezone.now(), worker
    refusal = pytest.raises(IntegrityError, match="contact_urgency_has_a_reason")
    with refusal, transaction.atomic(), acting_as(worker):
        contact.save()


def test_only_a_registered_social_worker_sets_the_urgency():
    contact = contacts.ContactFactory()
    for worker in (registered(registration_number=None), workers.call_handler(), workers.auditor()):
        with pytest.raises(Refused):
            triaged(contact, "red", by=worker)


def test_an_urgency_set_on_an_older_version_is_stale():
    contact = contacts.ContactFactory()
    triage.take(contact_id=contact.pk, by=registered(), at=NOW)
    with pytest.raises(Stale):
        triaged(contact, "red")


def test_a_contact_the_worker_may_not_see_cannot_be_triaged():
    contact = contacts.ContactFactory()
    worker = registered()
    people.ConflictFactory(worker=worker, declared_by=worker, person=contact.about.get().child)
    with pytest.raises(Contact.DoesNotExist):
        triaged(contact, "red", by=worker)
    assert triage.take_next(by=worker, at=NOW) is None


def test_the_order_of_the_desk():
    day = datetime(2026, 11, 16, 9, tzinfo=UTC)
    made = [
        contacts.ContactFactory(triaged=True, rag="green", received_at=day),
        contacts.ContactFactory(triaged=True, rag="amber", received_at=day + timedelta(minutes=2)),
        contacts.ContactFactory(triaged=True, rag="amber", received_at=day + timedelta(minutes=1)),
        contacts.ContactFactory(received_at=day + timedelta(minutes=3), triage_due_at=day + timedelta(hours=9)),
        contacts.ContactFactory(received_at=day + timedelta(minutes=4), triage_due_at=day + timedelta(hours=2)),
        contacts.ContactFactory(triaged=True, rag="red", received_at=day + timedelta(minutes=6)),
        contacts.ContactFactory(immediate_danger=True, received_at=day + timedelta(minutes=5)),
        contacts.ContactFactory(
            triaged=True, rag="green", immediate_danger=True, received_at=day + timedelta(minutes=7)
        ),
    ]
    in_order = [made.index(contact) for contact in Contact.objects.open().in_queue_order()]
    assert in_order == [6, 5, 4, 3, 2, 1, 0, 7]


def test_take_next_gives_the_most_pressing_free_contact():
    contacts.ContactFactory()
    urgent = contacts.ContactFactory(immediate_danger=True, received_at=contacts.RECEIVED + timedelta(hours=1))
    contacts.ContactFactory(triaged=True)
    first, second = registered(), registered()
    taken = triage.take_next(by=first, at=NOW)
    assert (taken, taken.taken_by, taken.taken_at) == (urgent, first, NOW)
    assert triage.take_next(by=second, at=NOW) is not None
    assert triage.take_next(by=second, at=NOW) is None


def test_a_colleagues_contact_is_neither_taken_nor_released():
    contact = contacts.ContactFactory()
    owner, colleague = registered(), registered()
    triage.take(contact_id=contact.pk, by=owner, at=NOW)
    assert triage.take(contact_id=contact.pk, by=owner, at=NOW).version == 2
    for act in (triage.take, triage.release):
        with pytest.raises(triage.TakenBySomebodyElse, match="has taken this contact"):
            act(contact_id=contact.pk, by=colleague, at=NOW)
    manager = workers.practice_manager(team__front_door=True)
    assert triage.release(contact_id=contact.pk, by=manager, at=NOW).taken_by is None


@given(offset=st.sampled_from([-1, 0, 1]), hours=st.integers(1, 60))
@pytest.mark.parametrize("clock", [TRIAGE_CLOCK, DECISION_CLOCK])
def test_overdue_is_the_same_in_the_database_and_in_memory(clock, offset, hours):
    with transaction.atomic():
        due = contacts.RECEIVED + timedelta(hours=hours)
        given = {"triaged": True, "decision_due_at": due} if clock is DECISION_CLOCK else {"triage_due_at": due}
        contact = contacts.ContactFactory(**given)
        at = due + timedelta(microseconds=offset)
        in_database = Contact.objects.filter(clock.overdue_q(at)).filter(pk=contact.pk).exists()
        assert in_database == clock.is_overdue(contact, at) == (offset == 1)
        transaction.set_rollback(True)
