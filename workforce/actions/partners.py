"""People of partner agencies are invited: one administrator proposes, another approves, then the message leaves."""

from datetime import date, datetime

from frontdoor.core.actions import NotPossible, action
from frontdoor.core.roles import PARTNER_REFERRER
from frontdoor.core.working_days import london_date
from frontdoor.models import Agency
from workforce.actions import invitations, roles
from workforce.models import RoleGrant, Worker

NOT_USED = "This agency is no longer used. Choose another."
BEGAN_ALREADY = "They have a password already. If they forgot it, they ask for a new one where they sign in."
NOT_APPROVED = "The invitation leaves when a second administrator has approved the role."


@action
def invite(
    *, by: Worker, at: datetime, on: date, agency: Agency, email: str, given_names: str, family_name: str
) -> Worker:
    """Add somebody of an agency and propose the partner's role. No mail leaves before the role is approved.

    Raises NotPossible for an agency out of use, ValidationError for an address that somebody signs in with.
    """
    if agency.ended_on is not None and agency.ended_on <= on:
        raise NotPossible(NOT_USED, field="agency")
    worker = Worker(
        email=email.strip().lower(),
        given_names=given_names,
        family_name=family_name,
        agency=agency,
        started_on=on,
    )
    worker.set_unusable_password()
    worker.full_clean()
    worker.save()
    roles.propose(
        by=by,
        at=at,
        worker=worker,
        role=PARTNER_REFERRER.code,
        reason="Invited to refer children for their agency",
        starts_on=on,
    )
    return worker


@action
def invite_again(*, by: Worker, at: datetime, worker: Worker) -> Worker:
    """Send the invitation once more, with a new link. Raises NotPossible."""
    if worker.has_usable_password():
        raise NotPossible(BEGAN_ALREADY)
    if not RoleGrant.objects.held(london_date(at)).filter(worker=worker, role=PARTNER_REFERRER.code).exists():
        raise NotPossible(NOT_APPROVED)
    invitations.send(worker, at)
    return worker
