"""Asking that section 47 or a court order makes consent unnecessary: decided by another, reviewed by a third (C04)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from string import digits
from typing import Any

from frontdoor.actions.overrides import check_attempts, store
from frontdoor.core import drafts
from frontdoor.core.actions import NotPossible, action
from frontdoor.core.working_days import london_date
from frontdoor.core.written import LONG, NO_WORDS, in_words
from frontdoor.models import Agency, ConsentOverride, Contact, OverrideOrder, OverrideStrategy, Person
from frontdoor.models.ground_rules import (
    COMPELS_NOTHING,
    COURT_NOT_WHOLE,
    LEAST_COMPELS,
    ORDER_ENDS_AFTER_IT_BEGAN,
    ORDER_HAS_ENDED,
    ORDER_IN_THE_FUTURE,
)
from frontdoor.models.override_choices import Ground, LegalBasis, StrategyOutcome
from frontdoor.models.strategy_grounds import starting, why_no_ground

SECTION_47_DRAFT, COURT_DRAFT = "section_47", "court_order"


@dataclass(frozen=True, kw_only=True)
class OrderTold:
    """An order of a court that compels somebody to share; ``ends_on`` is its last day, if it has one."""

    court: str
    named: str
    number: str
    made_on: date
    compels: str
    ends_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What is asked for, whichever ground it rests on; ``attempts`` are {"at", "means", "whom"}."""

    children: Collection[Person]
    agencies: Collection[Agency]
    questions: str
    facts: str
    asked: str
    attempts: Sequence[Mapping[str, str]] = ()
    advice: str = ""
    child_view: str = ""


@action
def section_47(
    *,
    by: Any,
    now: datetime,
    contact: Contact,
    wanted: Wanted,
    harm: str,
    immediate: bool,
    meeting: int,
) -> ConsentOverride:
    """Ask a manager to sign that section 47 makes consent unnecessary for named children, agencies and questions.

    It rests on the strategy meeting with the number ``meeting``: about this contact, decided on an enquiry for each
    child, its record signed. Whoever chaired it does not sign (C04). Raises NotPossible, ValidationError.
    """
    if why_not := why_no_ground(contact, meeting=meeting, children={child.pk for child in wanted.children}):
        raise NotPossible(why_not, field="meeting")
    found = starting(contact)[meeting]
    override = _override(
        by,
        now,
        contact,
        wanted,
        ground=Ground.SECTION_47,
        legal_basis=LegalBasis.SECTION_47,
        overriding_concern=True,
        harm=harm,
        immediate=immediate,
    )
    store(override, wanted.children, wanted.agencies)
    row = OverrideStrategy(
        override=override,
        meeting_number=found.number,
        held_at=found.held_at,
        led_by_id=found.chair_id,
        outcome=StrategyOutcome.SECTION_47,
    )
    row.full_clean()
    row.save()
    drafts.discard(worker=by, form=SECTION_47_DRAFT, subject_id=contact.pk)
    return override


@action
def court_order(*, by: Any, now: datetime, contact: Contact, wanted: Wanted, order: OrderTold) -> ConsentOverride:
    """Ask a manager to sign that an order of a court makes consent unnecessary.

    The order stands on the day, and says what is to be shared and by whom. Raises NotPossible, ValidationError.
    """
    today = london_date(now)
    if order.made_on > today:
        raise NotPossible(ORDER_IN_THE_FUTURE, field="made_on")
    if order.ends_on is not None and order.ends_on < order.made_on:
        raise NotPossible(ORDER_ENDS_AFTER_IT_BEGAN, field="ends_on")
    if order.ends_on is not None and order.ends_on < today:
        raise NotPossible(ORDER_HAS_ENDED, field="ends_on")
    if not any(sign in digits for sign in order.number):
        raise NotPossible(COURT_NOT_WHOLE, field="number")
    if len(order.compels.strip()) < LEAST_COMPELS:
        raise NotPossible(COMPELS_NOTHING, field="compels")
    if not in_words(order.compels, LONG):
        raise NotPossible(NO_WORDS, field="compels")
    override = _override(
        by, now, contact, wanted, ground=Ground.COURT, legal_basis=LegalBasis.COURT, overriding_concern=False
    )
    store(override, wanted.children, wanted.agencies)
    row = OverrideOrder(override=override, **asdict(order))
    row.full_clean()
    row.save()
    drafts.discard(worker=by, form=COURT_DRAFT, subject_id=contact.pk)
    return override


def _override(by: Any, now: datetime, contact: Contact, wanted: Wanted, **given: Any) -> ConsentOverride:
    check_attempts(contact, asked=wanted.asked, attempts=wanted.attempts, reason_codes=(), now=now)
    return ConsentOverride(
        contact=contact,
        requested_by=by,
        requested_at=now,
        asked=wanted.asked,
        attempts=list(wanted.attempts),
        facts=wanted.facts,
        questions=wanted.questions,
        advice=wanted.advice,
        child_view=wanted.child_view,
        **given,
    )
