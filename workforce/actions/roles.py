"""Roles are proposed by one administrator and approved by another; a stand-in holds a colleague's role for a while."""

from datetime import date, datetime

from frontdoor.core.actions import NotPossible, action
from frontdoor.core.roles import PARTNER_REFERRER, SYSTEM_ADMINISTRATOR
from frontdoor.core.versions import lock_untouched
from workforce.actions import invitations
from workforce.models import RoleGrant, Worker
from workforce.models.grant_rules import ADMINISTRATOR_HOLDS_NO_CASES, OWN_GRANT, PARTNER_OF_ONE_AGENCY

UNTIL_WHEN = "Enter the last day of the stand-in."
DOES_NOT_HOLD = "The colleague does not hold this role, so nobody can stand in for it."
DECIDED = "This proposal has been decided already."
NOT_HELD = "This role has ended already, or was never approved."


@action
def propose(
    *,
    by: Worker,
    at: datetime,
    worker: Worker,
    role: str,
    reason: str,
    starts_on: date,
    ends_on: date | None = None,
    stands_in_for: Worker | None = None,
) -> RoleGrant:
    """Propose a role; nothing is opened until another administrator approves it. Raises ValidationError."""
    if by == worker:
        raise NotPossible(OWN_GRANT)
    if stands_in_for is not None:
        _check_stand_in(stands_in_for, role, starts_on, ends_on)
    if (role == PARTNER_REFERRER.code) != (worker.agency_id is not None):
        raise NotPossible(PARTNER_OF_ONE_AGENCY, field="role")
    _keep_administration_apart(worker, role, starts_on, ends_on)
    grant = RoleGrant(
        worker=worker,
        role=role,
        reason=reason,
        starts_on=starts_on,
        ends_on=ends_on,
        stands_in_for=stands_in_for,
        proposed_by=by,
        proposed_at=at,
    )
    grant.full_clean()
    grant.save()
    return grant


@action
def approve(*, by: Worker, grant: RoleGrant, at: datetime) -> RoleGrant:
    """Approve a proposal of somebody else for somebody else; a partner is sent the invitation. Raises NotPossible."""
    row = _undecided(grant)
    if by.pk in {row.proposed_by_id, row.worker_id}:
        raise NotPossible(OWN_GRANT)
    row.approved_by, row.approved_at = by, at
    row.full_clean()
    row.save()
    if row.role == PARTNER_REFERRER.code and not row.worker.has_usable_password():
        invitations.send(row.worker, at)
    return row


@action
def refuse(*, by: Worker, grant: RoleGrant, at: datetime) -> RoleGrant:
    """Refuse a proposal; the proposer may take it back the same way. Raises NotPossible."""
    row = _undecided(grant)
    row.refused_by, row.refused_at = by, at
    row.full_clean()
    row.save()
    return row


@action
def end(*, by: Worker, grant: RoleGrant, version: int, last_day: date) -> RoleGrant:
    """End a role with a day. One administrator may: taking away is safe.

    Raises Stale when somebody else has given it another end since ``version``, NotPossible, ValidationError.
    """
    row = lock_untouched(RoleGrant.objects.all(), grant.pk, version=version, fields=["ends_on"])
    if row.approved_at is None or row.ended_at is not None or (row.ends_on is not None and row.ends_on < last_day):
        raise NotPossible(NOT_HELD)
    row.ends_on = last_day
    row.full_clean()
    row.save()
    return row


def _undecided(grant: RoleGrant) -> RoleGrant:
    row = RoleGrant.objects.select_for_update(no_key=True).get(pk=grant.pk)
    if row.approved_at is not None or row.refused_at is not None:
        raise NotPossible(DECIDED)
    return row


def _check_stand_in(colleague: Worker, role: str, starts_on: date, ends_on: date | None) -> None:
    if ends_on is None:
        raise NotPossible(UNTIL_WHEN, field="ends_on")
    if not RoleGrant.objects.held(starts_on).filter(worker=colleague, role=role).exists():
        raise NotPossible(DOES_NOT_HOLD, field="stands_in_for")


def _keep_administration_apart(worker: Worker, role: str, starts_on: date, ends_on: date | None) -> None:
    others = RoleGrant.objects.overlapping(starts_on, ends_on).filter(worker=worker)
    administrator = SYSTEM_ADMINISTRATOR.code
    clash = others.exclude(role=administrator) if role == administrator else others.filter(role=administrator)
    if clash.exists():
        raise NotPossible(ADMINISTRATOR_HOLDS_NO_CASES, field="role")
