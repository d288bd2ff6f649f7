"""Roles are given and taken by administrators in person, whatever road is tried."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from frontdoor.actions import override_reviews as reviews
from frontdoor.core.acting import acting_as
from frontdoor.core.actions import NotPossible
from frontdoor.core.roles import CONSENT_DECIDER
from frontdoor.models import GroupMeeting
from frontdoor.models.agency_learning import LED_BY_A_LEADER
from frontdoor.models.feedback import ANOTHER_MANAGER
from frontdoor.models.override_rules import NOT_A_DECIDER
from tests.factories import consent, workers
from tests.factories.feedback import ChallengeFactory
from tests.rows import insert_raw, update_raw
from workforce.actions import roles
from workforce.models import RoleGrant, Worker
from workforce.models.grant_rules import SIGNED_BY_ADMINISTRATORS, TAKEN_AWAY_FOR_GOOD

pytestmark = pytest.mark.django_db


def wanted(worker: Any, **given: Any) -> RoleGrant:
    return RoleGrant(
        worker=worker,
        role="consent_decider",
        reason="Needed for the work of the team",
        starts_on=timezone.localdate(),
        **{"proposed_by": workers.administrator(), "proposed_at": timezone.now()} | given,
    )


def refused(by: Any, act: Any) -> None:
    with acting_as(by), pytest.raises(DatabaseError, match=SIGNED_BY_ADMINISTRATORS), transaction.atomic():
        act()


@pytest.mark.parametrize("who", [workers.social_worker, workers.service_manager])
def test_nobody_forges_a_role_for_themselves(acting, who):
    somebody = who()
    approval = {"approved_by": workers.administrator(), "approved_at": timezone.now()}
    refused(somebody, lambda: insert_raw(wanted(somebody)))
    refused(somebody, lambda: insert_raw(wanted(somebody, **approval)))
    assert not RoleGrant.objects.filter(worker=somebody, role="consent_decider").exists()


def test_no_administrator_signs_for_another(acting):
    one, other, worker = workers.administrator(), workers.administrator(), workers.social_worker()
    refused(one, lambda: insert_raw(wanted(worker, proposed_by=other)))
    refused(one, lambda: insert_raw(wanted(worker, proposed_by=one, approved_by=other, approved_at=timezone.now())))
    grant = roles.propose(
        by=one,
        at=timezone.now(),
        worker=worker,
        role="consent_decider",
        reason="Needed for the work of the team",
        starts_on=timezone.localdate(),
    )
    refused(one, lambda: update_raw(grant, approved_by=other, approved_at=timezone.now()))
    refused(one, lambda: update_raw(grant, refused_by=other, refused_at=timezone.now()))
    assert roles.approve(by=other, grant=grant, at=timezone.now()).approved_by == other


def test_a_role_that_ended_is_not_taken_up_again_by_its_holder(acting):
    decider = workers.consent_decider()
    grant = decider.grants.get(role="consent_decider")
    with acting_as(workers.administrator()):
        update_raw(grant, ends_on=timezone.localdate() - timedelta(days=3))
    refused(decider, lambda: update_raw(grant, ends_on=None))


def test_whoever_is_no_administrator_any_more_gives_no_role(acting):
    gone, worker = workers.administrator(), workers.social_worker()
    with acting_as(workers.administrator()):
        update_raw(gone.grants.get(), ends_on=timezone.localdate() - timedelta(days=1))
    refused(gone, lambda: insert_raw(wanted(worker, proposed_by=gone)))


def shut(worker: Any) -> Any:
    """Whose role was taken away a moment ago."""
    by = workers.administrator()
    with acting_as(by):
        update_raw(worker.grants.get(), ended_at=timezone.now(), ended_by=by)
    return worker


def test_a_role_is_taken_away_by_an_administrator_in_person_for_good(acting):
    worker, one, other = workers.social_worker(), workers.administrator(), workers.administrator()
    grant, now = worker.grants.get(), timezone.now()
    for by, changes in (
        (one, {"ended_at": now, "ended_by": other}),
        (one, {"ended_at": now - timedelta(hours=1), "ended_by": one}),
    ):
        with acting_as(by), pytest.raises(DatabaseError, match=TAKEN_AWAY_FOR_GOOD), transaction.atomic():
            update_raw(grant, **changes)
    shut(worker)
    with acting_as(one), pytest.raises(DatabaseError, match=TAKEN_AWAY_FOR_GOOD), transaction.atomic():
        update_raw(grant, ended_at=None, ended_by=None)


def test_what_was_signed_that_morning_stays_and_nothing_more_is_signed(acting):
    decider = workers.consent_decider(roles=[CONSENT_DECIDER])
    before, after = consent.decided(consent.OverrideFactory(), by=decider), consent.OverrideFactory()
    shut(decider)
    with pytest.raises(NotPossible, match=NOT_A_DECIDER):
        consent.decided(after, by=Worker.objects.get(pk=decider.pk))
    signed = {
        "decided_by": decider,
        "decided_at": timezone.now(),
        "decision": "refused",
        "decision_reason": consent.REASON,
    }
    with acting_as(decider), pytest.raises(DatabaseError, match=NOT_A_DECIDER), transaction.atomic():
        update_raw(after, **signed)
    reviewed = reviews.review(
        by=workers.practice_manager(), now=timezone.now(), override=before, result="upheld", words=consent.REASON
    )
    assert reviewed.decider_roles == [CONSENT_DECIDER.code]


def test_a_challenge_and_a_meeting_of_that_day_are_nobodys_who_was_shut_out(acting):
    today = timezone.localdate()
    manager, leader = shut(workers.practice_manager()), shut(workers.senior_leader())
    challenge = ChallengeFactory()
    answer = {"answered_by": manager, "answered_on": today, "result": "stands", "answer": consent.REASON}
    with pytest.raises(DatabaseError, match=ANOTHER_MANAGER), transaction.atomic():
        update_raw(challenge, **answer)
    with pytest.raises(DatabaseError, match=LED_BY_A_LEADER), transaction.atomic():
        GroupMeeting(held_on=today, led_by=leader, called_by=workers.senior_leader()).save()
