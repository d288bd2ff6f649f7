"""Keeping an address secret: one manager protects it, names who may see it, and every sight is written down."""

from datetime import date, datetime, time
from typing import Any

from django.db.models import Q

from frontdoor.core import ledger
from frontdoor.core.actions import NotPossible, action, inquiry
from frontdoor.core.permissions import require
from frontdoor.core.versions import lock
from frontdoor.core.working_days import LONDON
from frontdoor.models import Address, AddressGrant, Household
from frontdoor.permissions import PROTECT_ADDRESS

PROTECTED_ALREADY = "This address is protected already."
NOT_PROTECTED = "This address is not protected."
NOT_NAMED = "Only those whom a manager has named can see this address."
ENDS_TOO_EARLY = "The last day must be today or later."
REVEALED = "protected address"


@action
def protect(*, by: Any, at: datetime, household_id: int, reason: str) -> Household:
    """Protect where a household lives, now and after each later move. Raises NotPossible when it is protected already.

    What its members are recorded with otherwise as their present address is protected with it.
    """
    require(by, PROTECT_ADDRESS)
    home = lock(Household.objects.all(), household_id)
    if home.protected:
        raise NotPossible(PROTECTED_ALREADY)
    home.protected, home.protected_reason, home.protected_by, home.protected_at = True, reason, by, at
    home.full_clean()
    home.save()
    members = home.members.current().values("person")
    _mark(Address.objects.current().filter(Q(household=home) | Q(household=None, person__in=members)), protected=True)
    return home


@action
def lift(*, by: Any, household_id: int) -> Household:
    """End the protection: the present address may be seen again, one left before stays secret. Raises NotPossible."""
    require(by, PROTECT_ADDRESS)
    home = lock(Household.objects.all(), household_id)
    if not home.protected:
        raise NotPossible(NOT_PROTECTED)
    home.protected, home.protected_reason, home.protected_by, home.protected_at = False, "", None, None
    home.full_clean()
    home.save()
    _mark(Address.objects.current().filter(household=home), protected=False)
    return home


def _mark(rows: Any, *, protected: bool) -> None:
    for row in rows:
        row.protected = protected
        row.full_clean()
        row.save()


@action
def name(*, by: Any, at: datetime, household_id: int, worker: Any, reason: str, last_day: date) -> AddressGrant:
    """Open a protected address to a worker until the end of a day, at most a year ahead.

    Raises NotPossible when the address is not protected or the day is past, ValidationError for one's own name.
    """
    require(by, PROTECT_ADDRESS)
    home = lock(Household.objects.all(), household_id)
    if not home.protected:
        raise NotPossible(NOT_PROTECTED)
    expires_at = datetime.combine(last_day, time.max, tzinfo=LONDON)
    if expires_at < at:
        raise NotPossible(ENDS_TOO_EARLY, field="last_day")
    grant = AddressGrant(
        household=home, worker=worker, reason=reason, granted_by=by, granted_at=at, expires_at=expires_at
    )
    grant.full_clean()
    grant.save()
    people = list(home.members.current().values_list("person_id", flat=True))
    ledger.granted(subject=grant, person_ids=people, basis=REVEALED)
    return grant


@inquiry
def reveal(*, by: Any, household_id: int) -> str:
    """The protected address of a household for somebody who was named, written in the ledger before it is shown.

    Raises NotPossible for everybody else, whatever their role.
    """
    if not may_see(by, household_id):
        raise NotPossible(NOT_NAMED)
    rows = list(Address.objects.current().filter(household_id=household_id).order_by("pk"))
    if not rows:
        raise NotPossible("No address is recorded for this household.")
    ledger.consulted(by=by, subject=rows[0], person_ids=sorted({row.person_id for row in rows}), basis=REVEALED)
    return rows[0].revealed


def may_see(worker: Any, household_id: int) -> bool:
    """Whether a worker was named on a household's protected address."""
    return AddressGrant.objects.live().to(worker).filter(household_id=household_id).exists()
