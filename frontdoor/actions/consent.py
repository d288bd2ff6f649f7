"""Recording what was asked about consent and what came of it."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db.models import Max

from frontdoor.core.actions import NotPossible, action
from frontdoor.core.roles import PRACTICE_MANAGER, SERVICE_MANAGER
from frontdoor.core.versions import lock
from frontdoor.models import Agency, ConsentAgency, ConsentEvent, Contact, Person
from frontdoor.models.consent import (
    EARLIEST_BEFORE_CONTACT,
    ONLY_BY_OVERRIDE,
    S47_BY_A_MANAGER,
    TOO_LONG_BEFORE_CONTACT,
    ConsentStatus,
)
from frontdoor.models.overrides import CHILD_NOT_ON_CONTACT

IN_THE_FUTURE = "Consent cannot be recorded before it was asked."
NAME_THE_AGENCIES = "Say which agencies the consent covers."
DECIDED_IN_THE_FUTURE = "The strategy discussion cannot be in the future."


@action
def record(
    *,
    by: Any,
    now: datetime,
    contact: Contact,
    children: Collection[Person],
    kind: str,
    status: str,
    happened_at: datetime,
    given_by: Person | None = None,
    words: str = "",
    agencies: Collection[Agency] = (),
    strategy_decided_at: datetime | None = None,
) -> list[ConsentEvent]:
    """Write one consent event for each child; the latest event is where consent stands (domain.md 2.4, C12).

    A withdrawal is recorded the same way and stops new checks at once. Raises NotPossible, ValidationError.
    """
    lock(Contact.objects.all(), contact.pk)
    check_children(contact, children)
    _check_time(contact, happened_at, strategy_decided_at, now)
    if status == ConsentStatus.OVERRIDDEN:
        raise NotPossible(ONLY_BY_OVERRIDE, field="status")
    if status == ConsentStatus.NOT_NEEDED_S47 and not {PRACTICE_MANAGER.code, SERVICE_MANAGER.code} & by.roles:
        raise NotPossible(S47_BY_A_MANAGER, field="status")
    if status == ConsentStatus.GIVEN_PARTIAL and not agencies:
        raise NotPossible(NAME_THE_AGENCIES, field="agencies")
    standing = _latest(contact, kind, children)
    events = []
    for child in children:
        event = ConsentEvent(
            contact=contact,
            child=child,
            kind=kind,
            status=status,
            given_by=given_by,
            words=words,
            happened_at=_after_what_stands(happened_at, standing.get(child.pk)),
            strategy_decided_at=strategy_decided_at if status == ConsentStatus.NOT_NEEDED_S47 else None,
            recorded_by=by,
        )
        event.full_clean()
        event.save()
        if status == ConsentStatus.GIVEN_PARTIAL:
            for agency in agencies:
                ConsentAgency(event=event, agency=agency).save()
        events.append(event)
    return events


def check_children(contact: Contact, children: Collection[Person]) -> None:
    """Raises NotPossible unless there is at least one child and each stands on the contact."""
    if not children:
        raise NotPossible("Choose at least one child.", field="children")
    on_contact = set(contact.about.values_list("child_id", flat=True))
    if not {child.pk for child in children} <= on_contact:
        raise NotPossible(CHILD_NOT_ON_CONTACT, field="children")


def _latest(contact: Contact, kind: str, children: Collection[Person]) -> dict[int, datetime]:
    events = ConsentEvent.objects.filter(contact=contact, kind=kind, child__in=children).order_by()
    return dict(events.values_list("child_id").annotate(Max("happened_at")))


def _after_what_stands(happened_at: datetime, standing: datetime | None) -> datetime:
    """A time is typed to the minute: within the minute of what stands, the later entry is the later event (C12).

    A withdrawal typed in the minute in which an override was decided would otherwise sort before it and stop nothing.
    """
    if standing is None or standing < happened_at:
        return happened_at
    same_minute = standing.replace(second=0, microsecond=0) == happened_at.replace(second=0, microsecond=0)
    return standing if same_minute else happened_at


def _check_time(contact: Contact, happened_at: datetime, strategy_decided_at: datetime | None, now: datetime) -> None:
    if happened_at > now:
        raise NotPossible(IN_THE_FUTURE, field="happened_at")
    if happened_at < contact.received_at - EARLIEST_BEFORE_CONTACT:
        raise NotPossible(TOO_LONG_BEFORE_CONTACT, field="happened_at")
    if strategy_decided_at is not None and strategy_decided_at > now:
        raise NotPossible(DECIDED_IN_THE_FUTURE, field="strategy_decided_at")
