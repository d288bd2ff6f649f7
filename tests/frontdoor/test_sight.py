"""The pages on which somebody says who sees a record."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from frontdoor.actions import sight as acts
from frontdoor.core import outbox
from frontdoor.core.actions import NotPossible
from frontdoor.core.permissions import Refused
from frontdoor.models import AccessGrant, LedgerEvent, OutboxMessage, Person
from frontdoor.models.sight_rules import DECLARED_BY, NAMED_WITH_A_TIE, NOT_YOUR_OWN, WHY_RESTRICTED
from tests.factories import people, sight, workers
from tests.factories.cases import AllocationFactory, ReferralFactory
from tests.words import says

pytestmark = pytest.mark.django_db

WHY = "The mother works for the authority."


def browser(worker: Any) -> Client:
    client = Client()
    client.force_login(worker)
    return client


@pytest.fixture
def own() -> Any:
    """The manager of the team that works with a child."""
    return workers.practice_manager()


@pytest.fixture
def child(own: Any) -> Person:
    return ReferralFactory(team=own.team).child


def last_day(days: int = 30) -> dict[str, str]:
    day = timezone.localdate() + timedelta(days=days)
    return {"last_day_day": str(day.day), "last_day_month": str(day.month), "last_day_year": str(day.year)}


def key_of(page: Any) -> Any:
    return page.context["form"]["submission_key"].value()


def post(by: Any, name: str, child: Person, /, **given: Any) -> Any:
    client, url = browser(by), reverse(name, args=[child.pk])
    return client.post(url, {"submission_key": key_of(client.get(url)), **given})


def sees(worker: Any, child: Person) -> int:
    return browser(worker).get(reverse("person", args=[child.pk])).status_code


def test_a_restricted_record_is_gone_at_once_for_all_who_are_not_named(own, child):
    other, worker, stranger = workers.service_manager(), workers.social_worker(team=own.team), workers.auditor()
    AllocationFactory(referral=child.referrals.get(), worker=worker)
    assert [sees(who, child) for who in (own, worker, stranger)] == [200, 200, 200]
    answer = post(own, "person_restrict", child, reason=WHY, manager=other.pk, **last_day())
    assert answer.status_code == 302
    assert [sees(who, child) for who in (own, worker, stranger, other)] == [404, 404, 404, 200]
    assert LedgerEvent.objects.filter(verb="grant", basis="restricted", actor_id=own.pk).count() == 2
    for page in ("person_sight", "person_lift", "person_name", "person_tie"):
        assert browser(own).get(reverse(page, args=[child.pk])).status_code == 404


def test_a_record_is_not_closed_without_a_reason_or_another_manager(own, child):
    other = workers.service_manager()
    answer = post(own, "person_restrict", child, reason=says(19), manager=other.pk, **last_day())
    assert WHY_RESTRICTED in answer.content.decode()
    assert says(19) in answer.content.decode()
    post(own, "person_restrict", child, reason=WHY, manager=own.pk, **last_day())
    post(own, "person_restrict", child, reason=WHY, manager=workers.social_worker().pk, **last_day())
    assert not Person.objects.get(pk=child.pk).restricted
    with pytest.raises(NotPossible, match="Name another manager"):
        acts.restrict(
            by=own, at=timezone.now(), person_id=child.pk, reason=WHY, manager=own, last_day=timezone.localdate()
        )


def test_who_closed_a_record_cannot_open_it_and_a_second_manager_can(own, child):
    other = workers.service_manager()
    post(own, "person_restrict", child, reason=WHY, manager=other.pk, **last_day())
    post(other, "person_name", child, worker=own.pk, reason="Manages the team of this child.", **last_day())
    assert sees(own, child) == 200
    answer = post(own, "person_lift", child, reason="It is not needed any more.")
    assert NOT_YOUR_OWN in answer.content.decode()
    assert Person.objects.get(pk=child.pk).restricted
    assert post(other, "person_lift", child, reason="It is not needed any more.").status_code == 302
    assert not Person.objects.get(pk=child.pk).restricted
    page = browser(own).get(reverse("person_sight", args=[child.pk])).content.decode()
    assert "It is not needed any more." in page
    assert WHY in page


def test_a_name_opens_the_record_at_once_and_closes_it_when_it_is_taken_off(own, child):
    other, worker = workers.service_manager(), workers.social_worker()
    post(own, "person_restrict", child, reason=WHY, manager=other.pk, **last_day())
    assert sees(worker, child) == 404
    post(other, "person_name", child, worker=worker.pk, reason="Assesses this child from today.", **last_day())
    assert sees(worker, child) == 200
    post(other, "person_name_end", child, worker=worker.pk, reason="Has left the team.")
    assert sees(worker, child) == 404
    grant = AccessGrant.objects.get(worker=worker)
    assert (grant.ended_by, grant.end_reason) == (other, "Has left the team.")


def test_nobody_names_somebody_with_a_tie(own):
    record = people.ChildFactory(restricted=True)
    sight.named(record, own)
    tied = workers.social_worker()
    people.ConflictFactory(worker=tied, person=record, declared_by=tied)
    with pytest.raises(NotPossible, match=NAMED_WITH_A_TIE):
        acts.name(
            by=own, at=timezone.now(), person_id=record.pk, worker=tied, reason=WHY, last_day=timezone.localdate()
        )


@pytest.mark.parametrize("role", [workers.social_worker, workers.auditor, workers.senior_leader, workers.administrator])
def test_other_roles_say_nothing_about_who_sees_a_record(role, child):
    with pytest.raises(Refused):
        acts.lift(by=role(), at=timezone.now(), person_id=child.pk, reason=WHY)


def test_a_manager_of_another_team_says_nothing_about_a_record(child):
    with pytest.raises(NotPossible, match="no such record"):
        acts.lift(by=workers.practice_manager(), at=timezone.now(), person_id=child.pk, reason=WHY)


def test_who_declares_a_tie_sees_the_record_no_more_and_the_manager_hears_of_it(own, child, mailoutbox):
    worker = workers.social_worker(team=own.team)
    assert sees(worker, child) == 200
    assert post(worker, "person_tie", child, reason="My neighbour's son").status_code == 302
    assert sees(worker, child) == 404
    assert sees(own, child) == 200
    for message in OutboxMessage.objects.filter(topic="access.tie"):
        outbox.deliver(message.pk, now=timezone.now())
    assert [mail.to for mail in mailoutbox] == [[own.email]]
    assert child.family_name not in mailoutbox[0].body + mailoutbox[0].subject
    assert "neighbour" not in mailoutbox[0].body


def test_the_page_of_a_tie_names_nobody_to_whom_the_record_is_shut(own, child):
    url, stranger = reverse("person_tie", args=[child.pk]), workers.social_worker()
    assert child.family_name in browser(own).get(url).content.decode()
    assert child.family_name not in browser(stranger).get(url).content.decode()
    assert post(stranger, "person_tie", child, reason="A cousin of mine").status_code == 302
    assert browser(stranger).get(url).status_code == 404


def test_a_manager_declares_a_tie_for_the_team_and_for_nobody_else(own, child):
    worker, stranger = workers.social_worker(team=own.team), workers.social_worker()
    assert post(own, "person_tie", child, worker=worker.pk, reason="A cousin").status_code == 302
    assert sees(worker, child) == 404
    with pytest.raises(NotPossible, match=DECLARED_BY[:40]):
        acts.declare(by=own, at=timezone.now(), person_id=child.pk, worker=stranger, reason="A cousin")


def test_a_tie_beats_a_name(own):
    record, worker = people.ChildFactory(restricted=True), workers.service_manager()
    sight.named(record, worker)
    assert sees(worker, record) == 200
    post(worker, "person_tie", record, worker=worker.pk, reason="A former partner")
    assert sees(worker, record) == 404


def test_a_service_manager_names_who_looks_after_a_record_without_seeing_it(own):
    record = sight.restriction().person
    service, unseen = workers.service_manager(), browser(workers.service_manager())
    listed = browser(service).get(reverse("restricted_records")).content.decode()
    assert f"Record {record.pk}" in listed
    assert record.family_name not in listed
    assert sees(service, record) == 404
    url = reverse("restricted_name", args=[record.pk])
    key = key_of(unseen.get(url))
    given = {"worker": own.pk, "reason": "Looks after it from now on.", "submission_key": key, **last_day()}
    assert unseen.post(url, given).status_code == 302
    assert sees(own, record) == 200
    assert unseen.get(url).status_code == 404
    with pytest.raises(NotPossible, match="A manager is named"):
        acts.name_unseen(
            by=service, at=timezone.now(), person_id=record.pk, worker=own, reason=WHY, last_day=timezone.localdate()
        )


def test_a_service_manager_with_a_tie_is_not_told_of_the_record():
    record, service = sight.restriction().person, workers.service_manager()
    people.ConflictFactory(worker=service, person=record, declared_by=service)
    assert f"Record {record.pk}" not in browser(service).get(reverse("restricted_records")).content.decode()


def test_the_page_asks_the_same_however_many_are_named(own):
    record = people.ChildFactory(restricted=True)
    sight.named(record, own)
    client, url, counts = browser(own), reverse("person_sight", args=[record.pk]), []
    client.get(url)
    for more in (0, 24):
        for _ in range(more):
            sight.named(record, workers.social_worker())
            people.ConflictFactory(person=record, worker=workers.auditor(), declared_by=own)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]
