"""Recording what was asked about consent and what came of it."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any

from django.db.models import Max

from frontdoor.actions.ties import check_no_tie
from frontdoor.core import policy
from frontdoor.core.actions import NotPossible, action
from frontdoor.core.roles import MANAGERS, SOCIAL_WORKER
from frontdoor.core.timescales import CONSENT_MATTER
from frontdoor.core.versions import lock
from frontdoor.core.working_days import london_date
from frontdoor.core.written import NO_WORDS, is_written
from frontdoor.models import (
    Agency,
    AgencyCheck,
    CheckStop,
    ConsentAgency,
    ConsentEvent,
    ConsentMatter,
    Contact,
    Person,
    Relationship,
)
from frontdoor.models.agency_requests import RequestKind
from frontdoor.models.consent import (
    ADVICE_NAMES_NOBODY,
    AGREED,
    EARLIEST_BEFORE_CONTACT,
    ONLY_BY_OVERRIDE,
    PROTECTS,
    SAID_BY_AN_ADULT,
    SAID_NO,
    TOO_LONG_BEFORE_CONTACT,
    ConsentKind,
    ConsentStatus,
)
from frontdoor.models.consent_facts import (
    AGE_NOT_KNOWN,
    ANSWERS_FOR_ONE,
    COMPETENCE_LOOKED_AT,
    ENDED_BY_A_MANAGER,
    LEAST_AGE_TOLD,
    LEAST_CONSIDERED,
    NO_OWN_ANSWER,
    NOT_A_HOLDER,
    TOLD_ALONE,
    TOO_YOUNG,
    own_answer_wants,
    says_no_alone,
    told_too_little,
)
from frontdoor.models.ground_rules import COURT_BY_TWO, S47_BY_TWO
from frontdoor.models.override_rules import CHILD_NOT_ON_CONTACT
from frontdoor.models.positions import positions_of

IN_THE_FUTURE = "Consent cannot be recorded before it was asked."
NAME_THE_AGENCIES = "Say which agencies the consent covers."
BY_TWO: dict[str, str] = {
    ConsentStatus.OVERRIDDEN: ONLY_BY_OVERRIDE,
    ConsentStatus.NOT_NEEDED_S47: S47_BY_TWO,
    ConsentStatus.NOT_NEEDED_COURT: COURT_BY_TWO,
}
"""What nobody records by hand: it is asked for, and somebody else signs it (C02, C04)."""

NARROWS: dict[str, str] = {
    ConsentKind.CHECKS: RequestKind.INFORMATION,
    ConsentKind.SERVICE: RequestKind.EARLY_HELP,
}
"""What rests on each kind of agreement."""


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
    **facts: Any,
) -> list[ConsentEvent]:
    """Write one consent event for each child (domain.md 2.1, 2.4, C04).

    An agreement to checks or a service is given by who holds parental responsibility for the child that day, or by a
    young person; a young person's own no counts too, with the child as ``given_by`` and ``facts`` (``TOLD_ALONE``).
    A withdrawal is recorded the same way: it stops new questions and those that wait, and opens a manager's decision
    due within C-MATTER (C12), as parents who disagree and a refused service do. Raises NotPossible, ValidationError.
    """
    lock(Contact.objects.all(), contact.pk)
    if status not in PROTECTS:
        check_no_tie(by=by, contact_id=contact.pk)
    check_children(contact, children)
    hold([child.pk for child in children])
    _check_time(contact, happened_at, now)
    _check_status(by, status, agencies)
    competent = status == ConsentStatus.CYP_COMPETENT
    given_by = None if competent else given_by
    own_no = given_by if status in SAID_NO and given_by in children else None
    told = {name: facts[name] for name in TOLD_ALONE if name in facts} if own_no is not None or competent else {}
    _check_giver(kind, status, given_by, children, on=(on := london_date(happened_at)))
    _check_for_one(contact, given_by, children)
    if competent or told.get("considered"):
        _check_own_answer(by, children if own_no is None else [own_no], told, on=on)
    elif own_no is not None and not _says_no_alone(contact, own_no, on=on):
        raise NotPossible(NO_OWN_ANSWER, field="considered")
    standing = _latest(kind, children)
    events = []
    for child in children:
        event = ConsentEvent(
            contact=contact,
            child=child,
            kind=kind,
            status=status,
            given_by=given_by,
            happened_at=_after_what_stands(happened_at, standing.get(child.pk)),
            recorded_by=by,
            words=words,
            **told,
        )
        event.full_clean()
        event.save()
        for agency in agencies if status == ConsentStatus.GIVEN_PARTIAL else ():
            ConsentAgency(event=event, agency=agency).save()
        events.append(event)
    _stop_beyond(events, agencies, by=by, now=now)
    date_matters(events, now=now)
    return events


def _check_status(by: Any, status: str, agencies: Collection[Agency]) -> None:
    if status in BY_TWO:
        raise NotPossible(BY_TWO[status], field="status")
    if status == ConsentStatus.NOT_NEEDED_ADVICE:
        raise NotPossible(ADVICE_NAMES_NOBODY, field="status")
    if status == ConsentStatus.GROUND_ENDED and not MANAGERS & by.roles:
        raise NotPossible(ENDED_BY_A_MANAGER, field="status")
    if status == ConsentStatus.GIVEN_PARTIAL and not agencies:
        raise NotPossible(NAME_THE_AGENCIES, field="agencies")


def _check_own_answer(by: Any, children: Collection[Person], told: Mapping[str, Any], *, on: date) -> None:
    """A young person decides alone from 16 on, before where competence was looked at, never below 10."""
    wants = {own_answer_wants(child, on=on) for child in children}
    if "age" in wants:
        raise NotPossible(TOO_YOUNG, field="status")
    if "told_age" in wants and not is_written(told.get("age_told", ""), LEAST_AGE_TOLD):
        raise NotPossible(AGE_NOT_KNOWN, field="age_told")
    able = is_written(told.get("considered", ""), LEAST_CONSIDERED) and (MANAGERS | {SOCIAL_WORKER.code}) & by.roles
    if wants & {"competence", "told_age"} and not able:
        raise NotPossible(COMPETENCE_LOOKED_AT, field="considered")
    empty = told_too_little(told)
    if empty:
        raise NotPossible(NO_WORDS, field=empty)


def _check_giver(kind: str, status: str, given_by: Person | None, children: Collection[Person], *, on: date) -> None:
    if kind == ConsentKind.REFERRAL or status not in SAID_BY_AN_ADULT or given_by is None:
        return
    held = Relationship.objects.could_agree_on(on).filter(adult=given_by, child__in=children)
    if not {child.pk for child in children} <= set(held.values_list("child_id", flat=True)):
        raise NotPossible(NOT_A_HOLDER, field="given_by")


def _check_for_one(contact: Contact, given_by: Person | None, children: Collection[Person]) -> None:
    if given_by is None:
        return
    others = {child.pk for child in children} - {given_by.pk}
    tied = Relationship.objects.filter(adult=given_by, child__in=others).values_list("child_id", flat=True)
    if others - set(tied) and contact.about.filter(child=given_by).exists():
        raise NotPossible(ANSWERS_FOR_ONE, field="given_by")


def _says_no_alone(contact: Contact, child: Person, *, on: date) -> bool:
    decided_alone = ConsentEvent.objects.alone(contact=contact).filter(child=child).exists()
    return says_no_alone(child, on=on, decided_alone=decided_alone)


def _stop_beyond(events: Collection[ConsentEvent], agencies: Collection[Agency], *, by: Any, now: datetime) -> None:
    """Stop what waits at agencies that an agreement to some of them no longer covers, whoever agreed to it before."""
    for event in events:
        if event.kind not in NARROWS or event.status != ConsentStatus.GIVEN_PARTIAL:
            continue
        if positions_of(event.contact, at=now)[event.child_id, event.kind].answers[event.giver] != event:
            continue
        waiting = AgencyCheck.objects.waiting().filter(
            contact=event.contact,
            child=event.child,
            request__kind=NARROWS[event.kind],
            consent__status__in=AGREED,
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


def hold(children: Collection[int]) -> None:
    """Hold the rows of children, by id, in one order: what is said about them on several contacts waits in turn."""
    list(Person.objects.filter(pk__in=children).order_by("pk").select_for_update(no_key=True).values_list("pk"))


def _latest(kind: str, children: Collection[Person]) -> dict[int, datetime]:
    events = ConsentEvent.objects.filter(kind=kind, child__in=children).order_by()
    return dict(events.values_list("child_id").annotate(Max("happened_at")))


def _after_what_stands(happened_at: datetime, standing: datetime | None) -> datetime:
    """A time is typed to the minute: within the minute of what stands, the later entry is the later event (C12).

    A withdrawal typed in the minute in which an override was decided would otherwise sort before it and stop nothing.
    """
    if standing is None or standing < happened_at:
        return happened_at
    same_minute = standing.replace(second=0, microsecond=0) == happened_at.replace(second=0, microsecond=0)
    return standing if same_minute else happened_at


def _check_time(contact: Contact, happened_at: datetime, now: datetime) -> None:
    if happened_at > now:
        raise NotPossible(IN_THE_FUTURE, field="happened_at")
    if happened_at < contact.received_at - EARLIEST_BEFORE_CONTACT:
        raise NotPossible(TOO_LONG_BEFORE_CONTACT, field="happened_at")
