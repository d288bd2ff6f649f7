"""Recording what was asked about consent and what came of it."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db.models import Max

from frontdoor.core import policy
from frontdoor.core.actions import NotPossible, action
from frontdoor.core.roles import PRACTICE_MANAGER, SERVICE_MANAGER, SOCIAL_WORKER
from frontdoor.core.timescales import CONSENT_MATTER
from frontdoor.core.versions import lock
from frontdoor.core.working_days import london_date
from frontdoor.models import Agency, AgencyCheck, CheckStop, ConsentAgency, ConsentEvent, ConsentMatter, Contact, Person
from frontdoor.models.consent import (
    ADVICE_NAMES_NOBODY,
    AGREED,
    COMPETENCE_LOOKED_AT,
    EARLIEST_BEFORE_CONTACT,
    ONLY_BY_OVERRIDE,
    OUTSIDE_THE_LAW,
    S47_BY_A_MANAGER,
    TOO_LONG_BEFORE_CONTACT,
    ConsentKind,
    ConsentStatus,
)
from frontdoor.models.override_rules import CHILD_NOT_ON_CONTACT

IN_THE_FUTURE = "Consent cannot be recorded before it was asked."
NAME_THE_AGENCIES = "Say which agencies the consent covers."
LEAST_CONSIDERED = 40
MANAGERS = frozenset({PRACTICE_MANAGER.code, SERVICE_MANAGER.code})
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
    considered: str = "",
    agencies: Collection[Agency] = (),
    strategy_decided_at: datetime | None = None,
) -> list[ConsentEvent]:
    """Write one consent event for each child (domain.md 2.4).

    A withdrawal is recorded the same way: it stops new questions and those that wait, and opens a manager's decision
    due within C-MATTER (C12), as parents who disagree and a refused service do. Raises NotPossible, ValidationError.
    """
    lock(Contact.objects.all(), contact.pk)
    check_children(contact, children)
    _check_time(contact, happened_at, strategy_decided_at, now)
    _check_status(by, status, considered, agencies)
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
            considered=considered if status == ConsentStatus.CYP_COMPETENT else "",
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
    _stop_beyond(events, agencies, by=by, now=now)
    date_matters(events, now=now)
    return events


def _check_status(by: Any, status: str, considered: str, agencies: Collection[Agency]) -> None:
    if status == ConsentStatus.OVERRIDDEN:
        raise NotPossible(ONLY_BY_OVERRIDE, field="status")
    if status == ConsentStatus.NOT_NEEDED_ADVICE:
        raise NotPossible(ADVICE_NAMES_NOBODY, field="status")
    if status in OUTSIDE_THE_LAW and not MANAGERS & by.roles:
        raise NotPossible(S47_BY_A_MANAGER, field="status")
    if status == ConsentStatus.GIVEN_PARTIAL and not agencies:
        raise NotPossible(NAME_THE_AGENCIES, field="agencies")
    able = len(considered.strip()) >= LEAST_CONSIDERED and (MANAGERS | {SOCIAL_WORKER.code}) & by.roles
    if status == ConsentStatus.CYP_COMPETENT and not able:
        raise NotPossible(COMPETENCE_LOOKED_AT, field="considered")


def _stop_beyond(events: Collection[ConsentEvent], agencies: Collection[Agency], *, by: Any, now: datetime) -> None:
    """Stop what waits at agencies that a narrower agreement of the same person no longer covers."""
    for event in events:
        if event.kind != ConsentKind.CHECKS or event.status != ConsentStatus.GIVEN_PARTIAL:
            continue
        waiting = AgencyCheck.objects.waiting().filter(
            contact=event.contact,
            child=event.child,
            consent__given_by=event.given_by,
            consent__status__in=AGREED,
            consent__happened_at__lte=event.happened_at,
        )
        for check in waiting.exclude(agency__in=agencies):
            CheckStop(check_row=check, event=event, stopped_at=now, stopped_by=by).save()


def date_matters(events: Collection[ConsentEvent], *, now: datetime) -> None:
    """Say by when a manager decides what the database opened with these events (C-MATTER)."""
    opened = list(ConsentMatter.objects.undecided().filter(event__in=events))
    if not opened:
        return
    today = london_date(now)
    due_at = policy.period(CONSENT_MATTER, on=today).due_at(now, policy.calendar(around=today))
    for matter in opened:
        matter.due_at = due_at
        matter.save()


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
