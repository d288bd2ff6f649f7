"""The first two administrators, whom nobody can grant their role but the system: every later role needs those two."""

from dataclasses import dataclass
from datetime import date, datetime

from frontdoor.core.actions import NotPossible, action
from frontdoor.core.roles import SYSTEM_ADMINISTRATOR
from workforce.actions import workers
from workforce.models import RoleGrant, Worker

ENOUGH = "Two administrators can sign in already. They add others on the administrator's pages."
ONE_PERSON = "Name two different people: each approves what the other proposes."
REASON = "One of the two administrators with whom this installation begins"


@dataclass(frozen=True, kw_only=True)
class Named:
    """Somebody who is to become an administrator."""

    email: str
    given_names: str
    family_name: str


@action
def make_first_two(*, by: Worker, on: date, at: datetime, first: Named, second: Named) -> tuple[Worker, Worker]:
    """Add two workers who hold the administrator's role from the day ``on``, each approved by the other.

    Also the way back when fewer than two administrators are left, since one alone can grant nothing. ``by`` is the
    system. Raises NotPossible while two can sign in, and ValidationError for an address already in use.
    """
    Worker.objects.select_for_update(no_key=True).get(pk=by.pk)
    if Worker.objects.in_post(on).holding(SYSTEM_ADMINISTRATOR.code, on).count() > 1:
        raise NotPossible(ENOUGH)
    if first.email.strip().lower() == second.email.strip().lower():
        raise NotPossible(ONE_PERSON)
    one, other = (_add(named, by=by, on=on) for named in (first, second))
    _grant(one, proposer=by, approver=other, on=on, at=at)
    _grant(other, proposer=by, approver=one, on=on, at=at)
    return one, other


def _add(named: Named, *, by: Worker, on: date) -> Worker:
    return workers.add(
        by=by,
        email=named.email,
        given_names=named.given_names.strip(),
        family_name=named.family_name.strip(),
        registration_number=None,
        started_on=on,
    )


def _grant(worker: Worker, *, proposer: Worker, approver: Worker, on: date, at: datetime) -> None:
    grant = RoleGrant(
        worker=worker,
        role=SYSTEM_ADMINISTRATOR.code,
        reason=REASON,
        starts_on=on,
        proposed_by=proposer,
        proposed_at=at,
        approved_by=approver,
        approved_at=at,
    )
    grant.full_clean()
    grant.save()
