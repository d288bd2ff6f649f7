"""Who may close a record, open it again, name somebody on it or declare a tie: what the database itself refuses."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from frontdoor.actions import births
from frontdoor.core.acting import acting_as
from frontdoor.models import AccessGrant, ConflictOfInterest, Person, Restriction
from tests.factories import people, sight, workers
from tests.rows import bringing_in, insert_raw, update_raw
from tests.words import says

pytestmark = pytest.mark.django_db

WHY = "The mother works for the authority."


def refused(name: str, act: Any, by: Any) -> bool:
    """Whether the rule of that name refuses what ``by`` writes."""
    with pytest.raises(DatabaseError) as caught, acting_as(by), transaction.atomic():
        act()
    return caught.value.__cause__.diag.constraint_name == name


def closing(by: Any, **given: Any) -> Restriction:
    person = people.ChildFactory(restricted=True)
    return Restriction(
        **{"person": person, "reason": WHY, "restricted_by": by, "restricted_at": timezone.now()} | given
    )


def naming(by: Any, **given: Any) -> AccessGrant:
    now = timezone.now()
    row = {
        "worker": workers.social_worker(),
        "person": people.ChildFactory(restricted=True),
        "kind": "restricted",
        "reason": WHY,
        "granted_by": by,
        "granted_at": now,
        "expires_at": now + timedelta(days=30),
    }
    return AccessGrant(**row | given)


def test_only_a_manager_closes_a_record_in_person_and_now():
    manager, worker = workers.practice_manager(), workers.social_worker()
    with acting_as(manager):
        assert insert_raw(closing(manager))
    assert refused("restriction_by_a_manager", lambda: insert_raw(closing(worker)), worker)
    assert refused("restriction_signed_in_person", lambda: insert_raw(closing(manager)), worker)
    late = timezone.now() - timedelta(hours=1)
    assert refused("restriction_signed_in_person", lambda: insert_raw(closing(manager, restricted_at=late)), manager)
    assert refused("restriction_has_a_reason", lambda: insert_raw(closing(manager, reason=says(19))), manager)


def test_a_restriction_is_lifted_by_another_manager_alone():
    first, second, worker = workers.practice_manager(), workers.service_manager(), workers.social_worker()
    row = sight.restriction(by=first)

    def lifting(by: Any, reason: str = says(20)) -> Any:
        return lambda: update_raw(row, lifted_by=by, lifted_at=timezone.now(), lift_reason=reason)

    assert refused("restriction_lifted_by_another", lifting(first), first)
    assert refused("restriction_by_a_manager", lifting(worker), worker)
    assert refused("restriction_signed_in_person", lifting(second), first)
    assert refused("restriction_lifted_whole", lifting(second, says(19)), second)
    opening = lambda: update_raw(row.person, restricted=False, version=row.person.version + 1)  # noqa: E731
    assert refused("person_restriction_lifted_by_two", opening, second)
    with acting_as(second):
        lifting(second)()
        opening()
    assert not Person.objects.get(pk=row.person_id).restricted


def test_nobody_opens_a_restricted_record_without_a_restriction_that_was_lifted():
    person, manager = people.ChildFactory(restricted=True), workers.service_manager()
    assert refused("person_restriction_lifted_by_two", lambda: update_raw(person, restricted=False, version=2), manager)


def test_a_manager_names_others_in_person_for_a_year_at_most():
    manager, worker = workers.practice_manager(), workers.social_worker()
    with acting_as(manager):
        grant = naming(manager)
        insert_raw(grant)
    assert refused("grant_on_restricted_by_another", lambda: insert_raw(naming(manager, worker=manager)), manager)
    assert refused("grant_on_restricted_by_a_manager", lambda: insert_raw(naming(worker)), worker)
    assert refused("grant_on_restricted_in_person", lambda: insert_raw(naming(manager)), worker)
    long = timezone.now() + timedelta(days=367)
    assert refused("grant_on_restricted_is_short", lambda: insert_raw(naming(manager, expires_at=long)), manager)
    tie = people.ConflictFactory(worker=worker, declared_by=worker)
    tied = naming(manager, worker=worker, person=tie.person)
    assert refused("grant_on_restricted_without_a_tie", lambda: insert_raw(tied), manager)


def test_a_name_is_taken_off_by_a_manager_and_never_made_longer():
    manager, worker = workers.practice_manager(), workers.social_worker()
    grant, now = sight.named(people.ChildFactory(restricted=True), worker), timezone.now()
    ending = {"ended_at": now, "expires_at": now, "end_reason": says(10)}
    assert refused("grant_on_restricted_by_a_manager", lambda: update_raw(grant, ended_by=worker, **ending), worker)
    assert refused("grant_on_restricted_in_person", lambda: update_raw(grant, ended_by=manager, **ending), worker)
    longer = grant.expires_at + timedelta(seconds=1)
    assert refused("grant_stays", lambda: update_raw(grant, expires_at=longer), manager)
    with acting_as(manager):
        update_raw(grant, ended_by=manager, **ending)


def test_a_tie_is_declared_by_the_worker_or_a_manager_who_answers_for_the_worker():
    worker, stranger = workers.social_worker(), workers.practice_manager()
    own, service = workers.practice_manager(team=worker.team), workers.service_manager()

    def tie(by: Any, reason: str = "Aunt of the child", person: Any = None) -> Any:
        row = ConflictOfInterest(worker=worker, person=person or people.ChildFactory(), declared_by=by, reason=reason)
        return lambda: insert_raw(row)

    name, once = "conflict_declared_by_the_worker_or_a_manager", people.ChildFactory()
    assert refused(name, tie(stranger), stranger)
    assert refused(name, tie(workers.social_worker(team=worker.team)), own)
    for by in (worker, own, service):
        with acting_as(by):
            tie(by)()
    assert refused("conflict_says_what_tie", tie(worker, "x" * 4), worker)
    with acting_as(worker):
        tie(worker, person=once)()
    assert refused("conflict_once", tie(worker, person=once), worker)


def test_nobody_looks_into_their_own_searches():
    manager = workers.practice_manager()
    alert = sight.SearchAlertFactory(worker=manager)
    assert refused(
        "alert_not_ones_own",
        lambda: update_raw(alert, looked_by=manager, looked_at=timezone.now(), found=says(20)),
        manager,
    )


def test_a_twin_is_closed_with_the_same_reason_and_names():
    with acting_as(workers.social_worker()), bringing_in():
        child = people.ChildFactory(unborn=True, family_name="Invented", restricted=True)
    row, worker = sight.restriction(person=child), workers.social_worker()
    sight.named(child, worker)
    now = timezone.now()
    child.expected_birth_date = now.date() + timedelta(days=7)
    with acting_as(worker):
        child.save()
    baby = births.Baby(birth_date=now.date(), sex="F", given_names="Wren")
    _, twin = births.record_birth(by=worker, now=now, child=child, baby=baby, told_by="The midwife", others=[baby])
    (copy,) = Restriction.objects.of(twin.pk)
    assert (copy.reason, copy.restricted_by) == (row.reason, row.restricted_by)
    assert Person.objects.visible_to(worker).filter(pk=twin.pk).exists()
