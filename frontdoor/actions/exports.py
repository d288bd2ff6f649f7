"""Taking a list of people out: alone up to fifty people, above that with somebody else's approval (reliability.md 16).

Each act is given the list as it is at this moment, made from what the worker may see.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Model

from frontdoor.core import ledger
from frontdoor.core.actions import NotPossible, action
from frontdoor.core.permissions import require
from frontdoor.core.versions import lock
from frontdoor.models import Export
from frontdoor.models.exports import ALONE_UP_TO, MOST_LINES, NOBODY_APPROVED, TOO_LONG, ExportDecision
from frontdoor.permissions import APPROVE_EXPORTS, TAKE_LISTS_OUT

ALREADY_DECIDED = "Somebody has already answered this request."
NOT_NEEDED = f"A list of up to {ALONE_UP_TO} people needs nobody's approval."
RAN_OUT = "The approval has run out. Ask again."
GONE = "This list was taken out already. An approval is for one file: ask again if you need another."
OTHER_LIST = "This approval is for another list."
GREW = "More people are on the list now than were approved. Ask again."


class NotApproved(NotPossible):
    """A list that may not leave without somebody else."""

    sentence = NOBODY_APPROVED


@dataclass(frozen=True, kw_only=True)
class Listed:
    """A list as it would leave now: its table and name, the address it stands at, whom it names, how long it is.

    ``unknown`` counts those it names who have no record of their own yet.
    """

    listing: type[Model]
    name: str
    address: str
    people: frozenset[int]
    lines: int
    unknown: int = 0

    @property
    def names(self) -> int:
        """How many people it names."""
        return len(self.people) + self.unknown

    @property
    def needs_approval(self) -> bool:
        return self.names > ALONE_UP_TO

    @property
    def is_too_long(self) -> bool:
        return self.lines > MOST_LINES


@action
def take_out(*, by: Any, at: datetime, listed: Listed, purpose: str) -> Export:
    """Take a list of few people out. Raises NotApproved above fifty, NotPossible above the most lines."""
    row = _of(by, at, listed, purpose)
    if listed.needs_approval:
        raise NotApproved
    return _gone(row, at, listed)


@action
def ask(*, by: Any, at: datetime, listed: Listed, purpose: str) -> Export:
    """Ask somebody else to approve that a list of many people is taken out. Raises NotPossible."""
    row = _of(by, at, listed, purpose)
    if not listed.needs_approval:
        raise NotPossible(NOT_NEEDED)
    row.full_clean()
    row.save()
    return row


@action
def decide(*, by: Any, at: datetime, export: Export, decision: str, reason: str) -> Export:
    """Answer somebody else's request, once. Raises Refused, NotPossible."""
    held = lock(Export.objects.all(), export.pk)
    require(by, APPROVE_EXPORTS, held)
    if held.decided_at is not None or held.taken_at is not None:
        raise NotPossible(ALREADY_DECIDED)
    held.decided_by, held.decided_at, held.decision, held.reason = by, at, decision, reason
    held.full_clean()
    held.save()
    return held


@action
def take_approved(*, by: Any, at: datetime, export: Export, listed: Listed) -> Export:
    """Take out what was approved for ``by``, once. Raises NotApproved, NotPossible."""
    require(by, TAKE_LISTS_OUT)
    held = lock(Export.objects.of(by).order_by(), export.pk)
    if held.decision != ExportDecision.APPROVED:
        raise NotApproved
    for is_so, sentence in (
        (held.address != listed.address, OTHER_LIST),
        (held.taken_at is not None, GONE),
        (at > held.ends_at, RAN_OUT),
        (listed.names > held.most_people, GREW),
    ):
        if is_so:
            raise NotApproved(sentence)
    if listed.is_too_long:
        raise NotPossible(TOO_LONG)
    return _gone(held, at, listed)


def _of(by: Any, at: datetime, listed: Listed, purpose: str) -> Export:
    require(by, TAKE_LISTS_OUT)
    if listed.is_too_long:
        raise NotPossible(TOO_LONG)
    return Export(
        requested_by=by,
        requested_at=at,
        name=listed.name,
        address=listed.address,
        people=listed.names,
        lines=listed.lines,
        purpose=purpose,
    )


def _gone(row: Export, at: datetime, listed: Listed) -> Export:
    row.taken_at, row.taken_people, row.taken_lines = at, listed.names, listed.lines
    row.full_clean()
    row.save()
    ledger.disclosed(listing=listed.listing, person_ids=sorted(listed.people), basis=f"export {row.pk}")
    return row
