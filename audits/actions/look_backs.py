"""Starting a look-back, recording what was found on each contact, and closing it."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from audits.cohort import cohort
from audits.models import LookBack, LookBackItem
from audits.models.look_backs import CLOSED, NOT_ONES_OWN, STILL_TO_DO, TOOK_PART, Finding
from audits.permissions import START_LOOK_BACK, WORK_LOOK_BACK
from frontdoor.core.acting import because
from frontdoor.core.actions import NotPossible, action
from frontdoor.core.permissions import require
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
