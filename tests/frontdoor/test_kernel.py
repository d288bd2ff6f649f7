from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from frontdoor.core.acting import acting_as
from frontdoor.models import Address, BankHoliday, LedgerEvent, PolicyPeriod
from tests.factories import people, workers
from workforce.models import Team

pytestmark = pytest.mark.django_db


def test_a_write_in_nobodys_name_is_refused():
    with pytest.raises(DatabaseError, match="Every change names the worker"), transaction.atomic():
        Team(name="Nobody's", kind="assessment").save()


def test_a_write_is_in_the_ledger_in_the_name_of_its_maker():
    worker = workers.social_worker()
    with acting_as(worker):
        team = Team(name="New", kind="assessment")
        team.save()
    event = LedgerEvent.objects.get(subject="workforce_team", subject_id=team.pk)
    assert (event.verb, event.actor_id) == ("collect", worker.pk)
    assert team.history.get().history_user_id == worker.pk


def test_a_line_of_the_ledger_names_the_people_and_proves_the_words(acting):
    child = people.ChildFactory()
    home = Address.objects.create(person=child, lines="1 Invented Street", postcode="ZZ1 1ZZ")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT sha256(convert_to(to_jsonb(home)::text, 'UTF8')) FROM frontdoor_address home WHERE id = %s",
            [home.pk],
        )
        words = cursor.fetchone()[0]
    of_child = LedgerEvent.objects.get(subject="frontdoor_person", subject_id=child.pk)
    of_home = LedgerEvent.objects.get(subject="frontdoor_address", subject_id=home.pk)
    assert (of_child.person_ids, of_home.person_ids) == ([child.pk], [child.pk])
    assert bytes(of_home.digest) == bytes(words)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE frontdoor_ledgerevent SET actor_id = 1",
        "DELETE FROM frontdoor_ledgerevent",
        "TRUNCATE frontdoor_ledgerevent",
        "ALTER TABLE frontdoor_ledgerevent DISABLE TRIGGER ALL",
        "SET session_replication_role = replica",
        "DROP TRIGGER pgtrigger_ledger_is_append_only ON frontdoor_ledgerevent",
    ],
)
def test_the_serving_role_cannot_tamper_with_the_ledger(statement):
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_nobody_chooses_the_moment_of_a_line_in_the_ledger(acting):
    team = Team(name="New", kind="assessment")
    team.save()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_xact_id()::text::bigint")
        this_transaction = cursor.fetchone()[0]
        cursor.execute(
            "INSERT INTO frontdoor_ledgerevent"
            " (at, transaction_id, actor_id, verb, subject, subject_id, person_ids, basis, request_id, digest)"
            " VALUES ('2020-01-01', 7, %s, 'consult', 'workforce_team', %s, '{}', '', '', '')",
            [acting.pk, team.pk],
        )
    by_trigger, by_hand = LedgerEvent.objects.filter(subject="workforce_team", subject_id=team.pk).order_by("pk")
    assert by_trigger.transaction_id == by_hand.transaction_id == this_transaction
    assert timezone.now() - timedelta(minutes=1) < by_trigger.at <= by_hand.at


def test_reference_data():
    assert PolicyPeriod.objects.get(code="T07").value == 45
    assert BankHoliday.objects.count() > 100
    assert workers.social_worker().roles == {"social_worker"}
