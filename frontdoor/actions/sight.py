"""Saying who can see a record: to close it takes one manager, at once; to open it again takes a second."""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

from frontdoor import sight
from frontdoor.core import ledger, outbox
from frontdoor.core.actions import NotPossible, action
from frontdoor.core.permissions import require
from frontdoor.core.roles import SERVICE_MANAGER
from frontdoor.core.versions import lock
from frontdoor.core.working_days import LONDON, london_date
from frontdoor.models import AccessGrant, ConflictOfInterest, Person, Restriction
from frontdoor.models.people import GrantKind
from frontdoor.models.sight_rules import DECLARED_BY, NAMED_WITH_A_TIE, NOT_RESTRICTED, NOT_YOUR_OWN
from frontdoor.permissions import DECLARE_TIE, NAME_UNSEEN, SAY_WHO_SEES

RESTRICTED, LIFTED, ENDED = "restricted", "restriction lifted", "name taken off"
TIE = "access.tie"

HIDDEN = "There is no such record."
RESTRICTED_ALREADY = "This record is restricted already."
NO_MANAGER = "Name another manager, so that somebody can look after the record and lift the restriction."
REASON_FIRST = "Nobody has said why this record is restricted. Write the reason first; then another can lift it."
ENDS_TOO_EARLY = "The last day must be today or later."
NOT_NAMED = "This worker is not named on the record now."
LOOKED_AFTER = "A manager is named on this record. Ask that manager."
NOT_HERE = "Choose somebody who works here now."


@action
def restrict(
    *, by: Any, at: datetime, person_id: int, reason: str, manager: Any, last_day: date, others: Sequence[Any] = ()
) -> Restriction:
    """Close a record at once to all who are not named on it; ``by`` sees it no more unless another names ``by``.

    ``manager`` is named with it, and may name others; so are ``others``, until the end of ``last_day``. A record that
    is restricted without a reason gets one in the same way. Raises NotPossible, ValidationError, Refused.
    """
    require(by, SAY_WHO_SEES)
    person = _seen(by, person_id)
    if Restriction.objects.of(person.pk).open().exists():
        raise NotPossible(RESTRICTED_ALREADY)
    on = london_date(at)
    if not sight.managers(on).exclude(pk=by.pk).filter(pk=manager.pk).exists():
        raise NotPossible(NO_MANAGER, field="manager")
    if not person.restricted:
        person.restricted = True
        person.save()
    row = Restriction(person=person, reason=reason, restricted_by=by, restricted_at=at)
    row.full_clean()
    row.save()
    ledger.granted(subject=row, person_ids=[person.pk], basis=RESTRICTED)
    for worker in {chosen.pk: chosen for chosen in (manager, *others)}.values():
        _name(by=by, at=at, person=person, worker=worker, reason=reason, last_day=last_day)
    return row


@action
def lift(*, by: Any, at: datetime, person_id: int, reason: str) -> Person:
    """Open a restricted record again, by another manager than the one who closed it. Raises NotPossible, Refused."""
    require(by, SAY_WHO_SEES)
    person = _seen(by, person_id)
    if not person.restricted:
        raise NotPossible(NOT_RESTRICTED)
    rows = list(Restriction.objects.of(person.pk).open())
    if not rows:
        raise NotPossible(REASON_FIRST)
    if any(row.restricted_by_id == by.pk for row in rows):
        raise NotPossible(NOT_YOUR_OWN)
    for row in rows:
        row.lifted_by, row.lifted_at, row.lift_reason = by, at, reason
        row.full_clean()
        row.save()
        ledger.granted(subject=row, person_ids=[person.pk], basis=LIFTED)
    person.restricted = False
    person.save()
    return person


@action
def name(*, by: Any, at: datetime, person_id: int, worker: Any, reason: str, last_day: date) -> AccessGrant:
    """Open a restricted record to a worker until the end of a day, at most a year ahead; never to oneself.

    Raises NotPossible when it is not restricted or the day is past, ValidationError for one's own name or a tie.
    """
    require(by, SAY_WHO_SEES)
    person = _seen(by, person_id)
    if not person.restricted:
        raise NotPossible(NOT_RESTRICTED)
    return _name(by=by, at=at, person=person, worker=worker, reason=reason, last_day=last_day)


@action
def name_unseen(*, by: Any, at: datetime, person_id: int, worker: Any, reason: str, last_day: date) -> AccessGrant:
    """A service manager names a manager on a record on which no manager is named any more, without seeing the record.

    Raises NotPossible when somebody looks after it, or ``worker`` is no manager.
    """
    require(by, NAME_UNSEEN)
    on = london_date(at)
    if not sight.managers(on).filter(pk=worker.pk).exists():
        raise NotPossible(NO_MANAGER, field="worker")
    if not sight.left_alone(by, on).filter(pk=person_id).exists():
        raise NotPossible(LOOKED_AFTER)
    person = lock(Person.objects.all(), person_id)
    return _name(by=by, at=at, person=person, worker=worker, reason=reason, last_day=last_day)


@action
def end_naming(*, by: Any, at: datetime, person_id: int, worker: Any, reason: str) -> AccessGrant:
    """Take a worker's name off a restricted record at once; the last grant of it.

    Raises NotPossible when the worker is not named.
    """
    require(by, SAY_WHO_SEES)
    person = _seen(by, person_id)
    grants = list(AccessGrant.objects.naming().live().filter(person=person, worker=worker).order_by("pk"))
    if not grants:
        raise NotPossible(NOT_NAMED, field="worker")
    for grant in grants:
        grant.ended_by, grant.ended_at, grant.end_reason = by, at, reason
        grant.expires_at = at
        grant.full_clean()
        grant.save()
        ledger.granted(subject=grant, person_ids=[person.pk], basis=ENDED)
    return grant


@action
def declare(*, by: Any, at: datetime, person_id: int, worker: Any, reason: str) -> ConflictOfInterest:
    """Write down a worker's tie to somebody whose record is then hidden from the worker, whatever the role.

    Declared by the worker, or for one by the manager of the worker's team or a service manager. It is never lifted.
    Raises NotPossible, ValidationError for a tie that is declared already.
    """
    require(by, DECLARE_TIE)
    person = Person.objects.linkable_by(by).filter(pk=person_id).first()
    if person is None:
        raise NotPossible(HIDDEN)
    if not answers_for(by, london_date(at)).filter(pk=worker.pk).exists():
        raise NotPossible(DECLARED_BY, field="worker")
    tie = ConflictOfInterest(worker=worker, person=person, declared_by=by, reason=reason)
    tie.full_clean()
    tie.save()
    outbox.put(topic=TIE, key=f"{TIE}:{tie.pk}", tie_id=tie.pk)
    return tie


def answers_for(by: Any, on: date) -> Any:
    """The workers whose ties somebody may declare: one's own, and as a manager those one answers for."""
    people = sight.staff(on)
    if SERVICE_MANAGER.code in by.roles:
        return people
    own = people.filter(pk=by.pk)
    return own | people.filter(team_id=by.team_id) if by.team_id and by.holds(SAY_WHO_SEES) else own


def _seen(by: Any, person_id: int) -> Person:
    """The record, locked, for a manager who may open it."""
    if not Person.objects.visible_to(by).filter(pk=person_id).exists():
        raise NotPossible(HIDDEN)
    return lock(Person.objects.all(), person_id)


def _name(*, by: Any, at: datetime, person: Person, worker: Any, reason: str, last_day: date) -> AccessGrant:
    expires_at = datetime.combine(last_day, time.max, tzinfo=LONDON)
    if expires_at < at:
        raise NotPossible(ENDS_TOO_EARLY, field="last_day")
    here = sight.staff(london_date(at)).filter(pk=worker.pk)
    if not here.exists():
        raise NotPossible(NOT_HERE, field="worker")
    if not sight.without_a_tie(here, person.pk).exists():
        raise NotPossible(NAMED_WITH_A_TIE, field="worker")
    grant = AccessGrant(
        worker=worker,
        person=person,
        kind=GrantKind.RESTRICTED,
        reason=reason,
        granted_by=by,
        granted_at=at,
        expires_at=expires_at,
    )
    grant.full_clean()
    grant.save()
    ledger.granted(subject=grant, person_ids=[person.pk], basis=GrantKind.RESTRICTED)
    return grant
