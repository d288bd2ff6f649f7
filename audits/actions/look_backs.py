"""Starting a look-back, recording what was found on each contact, and closing it."""

from collections.abc import Mapping
from datetime import date, datetime
from functools import reduce
from operator import or_
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet

from audits.cohort import cohort
from audits.models import LookBack, LookBackItem
from audits.models.look_backs import (
    CLOSED,
    HANDED_TO_WHO_WORKS_IT,
    LOOKERS,
    NOT_ONES_OWN,
    STILL_TO_DO,
    TOOK_PART,
    Finding,
)
from audits.permissions import START_LOOK_BACK, WORK_LOOK_BACK
from frontdoor.core.acting import because
from frontdoor.core.actions import NotPossible, action
from frontdoor.core.permissions import require
from frontdoor.core.working_days import london_date
from frontdoor.models import ConsentOverride, Contact

MOST = 500
REASON = "Picked for a look-back"


class NothingPicked(NotPossible):
    """Criteria that no contact meets."""

    sentence = "No contact that you may open meets this choice. Widen it."


class TooMany(NotPossible):
    """A cohort that nobody could work through."""

    sentence = f"More than {MOST} contacts meet this choice. Narrow it, so that every one can be looked at."


class NotOnesOwn(NotPossible):
    """The manager who decided a contact does not look back at it."""

    sentence = NOT_ONES_OWN


class TookPart(NotPossible):
    """Whoever asked for, signed or reviewed a decision without consent on a contact does not look back at it."""

    sentence = TOOK_PART


class StillToDo(NotPossible):
    """A look-back is closed once everything in it has been looked at."""

    sentence = STILL_TO_DO


class NobodyWhoLooksBack(NotPossible):
    """What is hidden is handed to somebody who may look back at contacts."""

    sentence = HANDED_TO_WHO_WORKS_IT


class IsClosed(NotPossible):
    """A closed look-back stays as it is."""

    sentence = CLOSED


@action
def start(*, by: Any, at: datetime, name: str, purpose: str, criteria: Mapping[str, Any]) -> LookBack:
    """Pick every contact that meets the criteria now, of those ``by`` may open. Raises NothingPicked, TooMany."""
    require(by, START_LOOK_BACK)
    picked = list(cohort(Contact.objects.visible_to(by), criteria).order_by("pk")[: MOST + 1])
    if not picked:
        raise NothingPicked
    if len(picked) > MOST:
        raise TooMany
    row = LookBack(name=name, purpose=purpose, criteria=dict(criteria), started_at=at, started_by=by)
    row.full_clean()
    row.save()
    items = [LookBackItem(look_back=row, contact=contact) for contact in picked]
    with because(REASON):
        LookBackItem.objects.bring_in(items)
    return row


@action
def record(
    *,
    by: Any,
    at: datetime,
    item_id: int,
    finding: str,
    found: str,
    action: str = "",
    action_owner: Any = None,
    action_due_on: date | None = None,
) -> LookBackItem:
    """Record what was found on one contact, or correct it. Raises NotOnesOwn, TookPart, IsClosed, ValidationError."""
    require(by, WORK_LOOK_BACK)
    rows = LookBackItem.objects.visible_to(by).select_related("look_back", "contact")
    item = rows.select_for_update(of=("self",), no_key=True).get(pk=item_id)
    if item.look_back.closed_at is not None:
        raise IsClosed
    if item.contact.decided_by_id == by.pk:
        raise NotOnesOwn
    if ConsentOverride.objects.of_part_by(by).filter(contact=item.contact_id).exists():
        raise TookPart
    must_act = finding == Finding.ACT
    item.finding, item.found, item.looked_at, item.looked_by = finding, found, at, by
    item.action, item.action_owner = (action, action_owner) if must_act else ("", None)
    item.action_due_on = action_due_on if must_act else None
    item.full_clean()
    item.save()
    return item


@action
def hand_on(*, by: Any, at: datetime, look_back_id: int, worker: Any) -> LookBack:
    """Say who looks at the contacts that are hidden from ``by``; the managers named on their records are asked to name
    that worker. Raises NobodyWhoLooksBack, IsClosed."""
    require(by, START_LOOK_BACK)
    row = LookBack.objects.select_for_update(of=("self",), no_key=True).get(pk=look_back_id)
    if row.closed_at is not None:
        raise IsClosed
    if not lookers(london_date(at)).filter(pk=worker.pk).exists():
        raise NobodyWhoLooksBack(field="worker")
    row.handed_to, row.handed_at, row.handed_by = worker, at, by
    row.full_clean()
    row.save()
    return row


def lookers(on: date) -> QuerySet:
    """Workers in post on a day who may look back at contacts, by name."""
    workers = get_user_model().objects
    held = [Q(pk__in=workers.holding(role.code, on).values("pk")) for role in LOOKERS]
    return workers.in_post(on).filter(reduce(or_, held)).order_by("family_name", "given_names", "pk")


@action
def close(*, by: Any, at: datetime, look_back_id: int) -> LookBack:
    """Close a look-back in which nothing is left to do. Raises StillToDo, IsClosed."""
    require(by, START_LOOK_BACK)
    row = LookBack.objects.select_for_update(of=("self",), no_key=True).get(pk=look_back_id)
    if row.closed_at is not None:
        raise IsClosed
    if LookBackItem.objects.of(row.pk).to_do().exists():
        raise StillToDo
    row.closed_at, row.closed_by = at, by
    row.full_clean()
    row.save()
    return row
