"""Putting requests to agencies, through the gate of consent, and ending those that nobody answers or may answer."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from frontdoor.actions.consent import check_children, hold
from frontdoor.actions.ties import check_no_tie
from frontdoor.core import drafts, outbox, policy
from frontdoor.core.actions import NotPossible, action
from frontdoor.core.roles import MANAGERS
from frontdoor.core.timescales import AGENCY_REPLY, AGENCY_REPLY_RED, Period, Timescale
from frontdoor.core.versions import lock, lock_untouched
from frontdoor.core.working_days import WorkingCalendar, london_date
from frontdoor.core.written import is_written
from frontdoor.models import Agency, AgencyCheck, AgencyRequest, ChildOutcome, ConsentEvent, Contact, Person
from frontdoor.models.agency_requests import (
    ALREADY_ENDED,
    ASKS_NOTHING,
    ASKS_TO_INVESTIGATE,
    NEEDS_AN_OWNER,
    NOT_REGISTERED,
    SECTION_47_CONCERN,
    Ending,
    RequestKind,
)
from frontdoor.models.check_wording import found_in, names_on
from frontdoor.models.checks import ANOTHER_ASKS, DISAGREE_ON_HELP, NO_AGREEMENT, NO_CONSENT, PARENTS_DISAGREE
from frontdoor.models.closed_contacts import CLOSED_WITHOUT_ACTION
from frontdoor.models.consent import NOBODY_ASKED, ConsentKind
from frontdoor.models.contacts import Rag
from frontdoor.models.offer_questions import OFFER_QUESTIONS, ONLY_THE_OFFER
from frontdoor.models.override_questions import ONLY_ITS_QUESTIONS
from frontdoor.models.positions import Stand, positions_of

DRAFT_FORM = "check"
TOPIC = "check.send"
NOT_COVERED = "{} What is recorded does not cover {}."
LEAST_QUESTION, LEAST_REASON = 10, 20
BEFORE_DUE = 0.8
THE_MOMENT_BEFORE = timedelta(microseconds=1)


@dataclass(frozen=True)
class RestsOn:
    """The kind of consent that a kind of request rests on, what is said without it, and beside which question."""

    kind: ConsentKind
    none: str
    disagree: str
    field: str


ON_AGREEMENT_TO_ASK = RestsOn(ConsentKind.CHECKS, NO_CONSENT, PARENTS_DISAGREE, "agencies")
RESTS_ON: dict[str, RestsOn] = {
    RequestKind.INFORMATION: ON_AGREEMENT_TO_ASK,
    RequestKind.EARLY_HELP: RestsOn(ConsentKind.SERVICE, NO_AGREEMENT, DISAGREE_ON_HELP, "kind"),
}
"""A question rests on B, an offer of early help on C alone: the kinds are never mixed (domain.md 2.1, C07)."""


def needs_an_owner(contact: Contact) -> bool:
    """Whether the concern may need section 47 enquiries, so that social care must be seen to own it (C14)."""
    return Contact.objects.filter(SECTION_47_CONCERN, pk=contact.pk).exists()


@action
def request(
    *,
    by: Any,
    now: datetime,
    contact: Contact,
    children: Collection[Person],
    agencies: Collection[Agency],
    kind: str,
    questions: Sequence[str],
    owner: Any = None,
    wording_reason: str = "",
) -> list[AgencyRequest]:
    """Put the same questions to each agency about the named children, where consent stands (C01, C06, C14).

    The reply is due after T36, on a Red contact after T36-RED; no clock of the contact waits for it (L63). Words that
    ask to investigate need a manager who writes why. Raises NotPossible, ValidationError.
    """
    lock(Contact.objects.all(), contact.pk)
    if ChildOutcome.objects.close_without_action(contact):
        raise NotPossible(CLOSED_WITHOUT_ACTION)
    check_no_tie(by=by, contact_id=contact.pk)
    check_children(contact, children)
    hold([child.pk for child in children])
    if not agencies:
        raise NotPossible("Choose at least one agency.", field="agencies")
    _check_wording(by, contact, questions, wording_reason)
    if kind == RequestKind.EARLY_HELP and not set(questions) <= set(OFFER_QUESTIONS):
        raise NotPossible(ONLY_THE_OFFER, field="offer")
    _check_owner(contact, owner)
    consents = _consents(
        contact, children, agencies, now, questions=questions, rests=RESTS_ON.get(kind, ON_AGREEMENT_TO_ASK)
    )
    _check_grounds(by, consents.values(), questions)
    promised = _promised(contact, now)
    checks = []
    for agency in agencies:
        check = AgencyRequest(
            contact=contact,
            agency=agency,
            kind=kind,
            questions=list(questions),
            wording_reason=wording_reason if found_in(questions, names_on(contact.pk)) else "",
            owner=owner,
            requested_by=by,
            requested_at=now,
            **promised,
        )
        check.full_clean()
        check.save()
        for child in children:
            ground = consents[child.pk, agency.pk]
            AgencyCheck(request=check, contact=contact, agency=agency, child=child, consent=ground).save()
        if agency.email:
            outbox.put(topic=TOPIC, key=f"{TOPIC}:{check.pk}", check=check.pk)
        checks.append(check)
    drafts.discard(worker=by, form=DRAFT_FORM, subject_id=contact.pk)
    return checks


def _check_wording(by: Any, contact: Contact, questions: Sequence[str], reason: str) -> None:
    if not questions or any(len(question.strip()) < LEAST_QUESTION for question in questions):
        raise NotPossible(ASKS_NOTHING, field="questions")
    stands = MANAGERS & by.roles and is_written(reason, LEAST_REASON)
    if found_in(questions, names_on(contact.pk)) and not stands:
        raise NotPossible(ASKS_TO_INVESTIGATE, field="wording_reason")


def _check_owner(contact: Contact, owner: Any) -> None:
    if owner is None and needs_an_owner(contact):
        raise NotPossible(NEEDS_AN_OWNER, field="owner")
    if owner is not None and not owner.registration_number:
        raise NotPossible(NOT_REGISTERED, field="owner")


def _consents(
    contact: Contact,
    children: Iterable[Person],
    agencies: Iterable[Agency],
    now: datetime,
    *,
    questions: Sequence[str],
    rests: RestsOn,
) -> dict[tuple[int, int], ConsentEvent]:
    """What each child's request rests on, by child and agency; NotPossible where one child or agency is not covered."""
    stands = positions_of(contact, at=now)
    own = {child.pk: stands.get((child.pk, rests.kind.value), Stand()) for child in children}
    without = [child.full_name for child in children if not own[child.pk].grounds(now)]
    if without and len(without) == len(own):
        raise NotPossible(_why_none(list(own.values()), now, rests=rests), field=rests.field)
    found: dict[tuple[int, int], ConsentEvent] = {}
    outside = list(without)
    for agency in agencies:
        grounds = {key: stand.ground_for(agency, now, questions) for key, stand in own.items()}
        if not without and None in grounds.values():
            outside.append(agency.name)
        found |= {(key, agency.pk): ground for key, ground in grounds.items() if ground is not None}
    if outside:
        raise NotPossible(NOT_COVERED.format(rests.none, " and ".join(outside)), field="agencies")
    return found


def _why_none(stands: Collection[Stand], now: datetime, *, rests: RestsOn) -> str:
    if any(stand.disagree for stand in stands):
        return rests.disagree
    return next((words for stand in stands if (words := stand.too_old(now))), rests.none)


def _check_grounds(by: Any, grounds: Iterable[ConsentEvent], questions: Sequence[str]) -> None:
    """On a manager's decision only its questions are asked; nobody asks on a ground that they recorded alone."""
    for ground in grounds:
        if not ground.covers(questions):
            raise NotPossible(ONLY_ITS_QUESTIONS, field="questions")
        if ground.status in NOBODY_ASKED and ground.recorded_by_id == by.pk:
            raise NotPossible(ANOTHER_ASKS)


def reply_timescale(contact: Contact) -> Timescale:
    """The clock of a request: the shorter one where the contact is Red, or in danger and not triaged yet."""
    urgent = contact.urgency == Rag.RED
    return AGENCY_REPLY_RED if urgent else AGENCY_REPLY


def moments_from(period: Period, now: datetime, calendar: WorkingCalendar) -> dict[str, Any]:
    """When a request made ``now`` is due, is first reminded of (the last fifth) and has missed a second period."""
    due_at = period.due_at(now, calendar)
    return {
        "due_at": due_at,
        "remind_at": now + (due_at - now) * BEFORE_DUE,
        "escalate_at": period.due_at(due_at - THE_MOMENT_BEFORE, calendar),
    }


def _promised(contact: Contact, now: datetime) -> dict[str, Any]:
    today, clock = london_date(now), reply_timescale(contact)
    return moments_from(policy.period(clock, on=today), now, policy.calendar(around=today)) | {"clock": clock.code}


def waiting(check_id: int) -> AgencyRequest:
    """The request, locked, if it has not ended. Raises NotPossible."""
    held = lock(AgencyRequest.objects.all(), check_id)
    if held.ended_at is not None:
        raise NotPossible(ALREADY_ENDED)
    return held


@action
def name_owner(*, by: Any, check: AgencyRequest, version: int, owner: Any) -> AgencyRequest:
    """Say who in social care owns the concern behind a request.

    Raises Stale when somebody else has named another since ``version``, NotPossible, ValidationError.
    """
    waiting(check.pk)
    held = lock_untouched(AgencyRequest.objects.select_related("owner"), check.pk, version=version, fields=["owner"])
    if not owner.registration_number:
        raise NotPossible(NOT_REGISTERED, field="owner")
    held.owner = owner
    held.full_clean()
    held.save()
    return held


@action
def close(*, by: Any, now: datetime, check: AgencyRequest, reason: str) -> AgencyRequest:
    """End a request that nobody answered, with the reason. Raises NotPossible, ValidationError."""
    return _end(waiting(check.pk), Ending.NOT_ANSWERED, by=by, now=now, reason=reason)


def _end(held: AgencyRequest, ending: Ending, *, by: Any, now: datetime, reason: str = "") -> AgencyRequest:
    held.ended_at, held.ended_by, held.ending, held.ending_reason = now, by, ending, reason
    held.full_clean()
    held.save()
    return held
