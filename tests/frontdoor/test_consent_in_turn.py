"""A question and the withdrawal of what it stands on wait for each other: two connections, both orders (C12)."""

import time
from threading import Event, Thread
from typing import Any

import pytest
from django.db import DatabaseError, close_old_connections, connection, transaction
from django.utils import timezone

from frontdoor.core.acting import acting_as
from frontdoor.models import AgencyCheck, CheckStop
from frontdoor.models.checks import NO_CONSENT
from tests.factories.consent import ConsentEventFactory
from tests.factories.people import AgencyFactory
from tests.frontdoor.test_consent_gate import by_saving, unsaved_check
from workforce.models import Worker

pytestmark = pytest.mark.django_db(transaction=True)

LONGEST = 10.0


class Beside(Thread):
    """Does something on a connection of its own and keeps how it ended."""

    def __init__(self, act: Any) -> None:
        super().__init__(daemon=True)
        self.act, self.failed = act, ""

    def run(self) -> None:
        try:
            self.act()
        except DatabaseError as refused:
            self.failed = str(refused)
        finally:
            close_old_connections()
            connection.close()


def until_it_waits(beside: Beside) -> None:
    """Until the other connection waits for a lock, or is through without having waited."""
    give_up = time.monotonic() + LONGEST
    while beside.is_alive() and time.monotonic() < give_up:
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
            if cursor.fetchone()[0]:
                return
        time.sleep(0.05)


def withdraw(given: Any) -> None:
    ConsentEventFactory(
        contact=given.contact,
        child=given.child,
        given_by=given.given_by,
        status="WITHDRAWN",
        happened_at=timezone.now(),
        recorded_by=Worker.objects.the_system(),
    )


def a_given_yes() -> tuple[Any, AgencyCheck]:
    with acting_as(Worker.objects.the_system()):
        given = ConsentEventFactory()
        return given, unsaved_check(given.contact, given.child, AgencyFactory(), given)


def test_C12_a_question_waits_for_a_withdrawal_that_is_not_committed_yet():
    given, check = a_given_yes()
    beside = Beside(lambda: by_saving(check))
    with transaction.atomic():
        withdraw(given)
        beside.start()
        until_it_waits(beside)
        assert beside.is_alive(), "it went through beside the withdrawal"
    beside.join(LONGEST)
    assert NO_CONSENT in beside.failed
    assert not AgencyCheck.objects.exists()


def test_C12_a_withdrawal_waits_for_a_question_that_is_not_committed_yet_and_stops_it():
    given, check = a_given_yes()
    asked, go_on = Event(), Event()

    def ask() -> None:
        with transaction.atomic():
            by_saving(check)
            asked.set()
            go_on.wait(LONGEST)

    beside, withdrawing = Beside(ask), Beside(lambda: withdraw(given))
    beside.start()
    assert asked.wait(LONGEST)
    withdrawing.start()
    until_it_waits(withdrawing)
    assert withdrawing.is_alive(), "it did not see the question"
    go_on.set()
    beside.join(LONGEST)
    withdrawing.join(LONGEST)
    assert (beside.failed, withdrawing.failed) == ("", "")
    assert CheckStop.objects.get().check_row == AgencyCheck.objects.get()
