"""Handing a contact from the night to the day, taking it on, and telling the managers at the end of the night."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.contrib.auth import get_user_model

from frontdoor.core import jobs, outbox, policy
from frontdoor.core.actions import NotPossible, action
from frontdoor.core.permissions import require
from frontdoor.core.roles import PRACTICE_MANAGER
from frontdoor.core.working_days import london_date
from frontdoor.models import Contact, HandOver
from frontdoor.models.hand_over import NOT_ONES_OWN
from frontdoor.permissions import HAND_OVER, TAKE_HAND_OVER

JOB = jobs.nightly(
    "announce_hand_over", "Hand-over of the night", task="frontdoor.tasks.announce_hand_over", makes_figures=False
)
ANNOUNCED = "hand_over.announced"


class AlreadyTaken(NotPossible):
    """A hand-over that somebody has taken on."""

    sentence = "Somebody has taken this on already."


class NotOnesOwn(NotPossible):
    """The writer cannot be the one who takes it on."""

    sentence = NOT_ONES_OWN


@action
def write(*, by: Any, at: datetime, contact_id: int, done: str, to_do: str) -> HandOver:
    """Hand a contact over: it must be taken on by the time the office opens, at once where it is open already.

    Raises ValidationError.
    """
    require(by, HAND_OVER)
    contact = Contact.objects.visible_to(by).get(pk=contact_id)
    night = policy.calendar(around=london_date(at)).night_around(at)
    row = HandOver(contact=contact, done=done, to_do=to_do, written_at=at, written_by=by, due_at=max(night.end, at))
    row.full_clean()
    row.save()
    return row


@action
def take_on(*, by: Any, at: datetime, hand_over_id: int) -> HandOver:
    """The day team takes a hand-over on. Raises NotOnesOwn, AlreadyTaken."""
    require(by, TAKE_HAND_OVER)
    rows = HandOver.objects.visible_to(by).select_for_update(of=("self",), no_key=True)
    row = rows.get(pk=hand_over_id)
    if row.written_by_id == by.pk:
        raise NotOnesOwn
    if row.taken_at is not None:
        raise AlreadyTaken
    row.taken_at, row.taken_by = at, by
    row.full_clean()
    row.save()
    return row


@action
def announce(*, by: Any, on: date, now: Callable[[], datetime]) -> dict[str, int]:
    """On the morning of a working day, tell the front door's managers how many contacts the night hands over.

    Returns how many wait (open) and how many managers are told. Run again the same day it tells nobody twice.
    """
    return jobs.run(name=JOB, on=on, now=now, job=lambda: _announce(on))


def _announce(on: date) -> dict[str, int]:
    waiting = HandOver.objects.waiting().count()
    if not waiting or not policy.calendar(around=on).is_working_day(on):
        return {"open": waiting, "told": 0}
    managers = get_user_model().objects.holding(PRACTICE_MANAGER.code, on).at_the_front_door()
    told = list(managers.values_list("pk", flat=True))
    for manager_id in told:
        outbox.put(topic=ANNOUNCED, key=f"{ANNOUNCED}:{manager_id}:{on}", worker_id=manager_id)
    return {"open": waiting, "told": len(told)}
