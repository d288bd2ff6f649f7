"""Roles are given and taken by administrators in person, whatever road is tried."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from frontdoor.core.acting import acting_as
from tests.factories import workers
from tests.rows import insert_raw, update_raw
from workforce.actions import roles
from workforce.models import RoleGrant
from workforce.models.grant_rules import SIGNED_BY_ADMINISTRATORS

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
