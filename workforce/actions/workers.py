"""Workers come, change and leave. Nobody's password is ever set here: each sets their own by the link they ask for."""

from datetime import date, datetime
from typing import Any

from frontdoor.core.actions import NotPossible, action
from frontdoor.core.sessions import end_sessions
from frontdoor.core.versions import lock_untouched
from frontdoor.core.working_days import ONE_DAY, london_date
from workforce.models import RoleGrant, Worker
from workforce.models.registration import REGISTRATION_NUMBER, REGISTRATION_SIGNS

OWN_ACCESS = "Another administrator must end your access."
ACCESS = ("ended_on", "is_active")
SYSTEM = "This is the system itself, in whose name jobs act. It cannot be changed."


@action
def add(*, by: Worker, **about: Any) -> Worker:
    """Add a worker, who holds no role yet.

    Raises ValidationError for a second worker of the same address, NotPossible for a number of other signs.
    """
    worker = Worker(**_tidy(about))
    worker.set_unusable_password()
    worker.full_clean()
    worker.save()
    return worker


@action
def change(*, by: Worker, worker: Worker, version: int, **about: Any) -> Worker:
    """Change what is known about a worker. Raises Stale, NotPossible, ValidationError."""
    row = _a_person(lock_untouched(Worker.objects.all(), worker.pk, version=version, fields=about))
    for name, value in _tidy(about).items():
        setattr(row, name, value)
    row.full_clean()
    row.save()
    return row


@action
def end_access(*, by: Worker, worker: Worker, version: int, last_day: date, at: datetime) -> int:
    """Keep the worker's last day and end every role with it; returns how many sessions ended.

    A last day before today shuts the door at once: the worker's sessions end in this transaction. A role that was to
    begin later is taken back. Raises NotPossible, and Stale when somebody else has decided about the access since
    ``version``.
    """
    if worker == by:
        raise NotPossible(OWN_ACCESS)
    row = _of_the_same_access(worker, version)
    row.ended_on = last_day
    row.full_clean()
    row.save()
    shut = last_day < london_date(at)
    _end_roles(row, last_day, by=by, at=at, shut=shut)
    return end_sessions(row) if shut else 0


@action
def shut_out(*, by: Worker, worker: Worker, version: int, at: datetime) -> int:
    """Take the worker's access away now, whatever the last day, and every role with it; returns how many sessions
    ended.

    A role that was to begin later is taken back: none is there when the worker returns, be it the same day. Raises
    NotPossible, and Stale when somebody else has decided about the access since ``version``.
    """
    if worker == by:
        raise NotPossible(OWN_ACCESS)
    row = _of_the_same_access(worker, version)
    row.is_active = False
    row.save()
    _end_roles(row, london_date(at), by=by, at=at, shut=True)
    return end_sessions(row)


@action
def let_return(*, by: Worker, worker: Worker, version: int) -> Worker:
    """Let a worker sign in again. Roles that ended do not come back: they are proposed anew.

    Raises NotPossible, and Stale when somebody else has decided about the access since ``version``.
    """
    row = _of_the_same_access(worker, version)
    row.is_active, row.ended_on = True, None
    row.save()
    return row


def _of_the_same_access(worker: Worker, version: int) -> Worker:
    return _a_person(lock_untouched(Worker.objects.all(), worker.pk, version=version, fields=ACCESS))


def _a_person(row: Worker) -> Worker:
    if row.is_system:
        raise NotPossible(SYSTEM)
    return row


def _tidy(about: dict[str, Any]) -> dict[str, Any]:
    number = (about["registration_number"] or "").strip().upper() or None
    if number and not REGISTRATION_NUMBER.fullmatch(number):
        raise NotPossible(REGISTRATION_SIGNS, field="registration_number")
    return about | {"email": about["email"].strip().lower(), "registration_number": number}


def _end_roles(worker: Worker, last_day: date, *, by: Worker, at: datetime, shut: bool) -> None:
    """End what runs, this very moment where the door is ``shut``, and take back what has not begun or was never
    approved."""
    today = london_date(at)
    over = min(last_day, today - ONE_DAY) if shut else last_day
    for grant in RoleGrant.objects.select_for_update(no_key=True).lasting_past(over).filter(worker=worker):
        if grant.approved_at is None or grant.starts_on > max(last_day, today):
            grant.approved_by = grant.approved_at = None
            grant.refused_by, grant.refused_at = by, at
        else:
            grant.ends_on = max(grant.starts_on, last_day)
            if shut and grant.ends_on >= today:
                grant.ended_by, grant.ended_at = by, at
        grant.save()
