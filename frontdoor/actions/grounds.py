"""Asking that section 47 or a court order makes consent unnecessary: decided by another, reviewed by a third (C04)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from string import digits
from typing import Any

from frontdoor.actions.overrides import check_attempts, store
from frontdoor.core import drafts
from frontdoor.core.actions import NotPossible, action
from frontdoor.core.roles import MANAGERS
from frontdoor.core.working_days import london_date
from frontdoor.core.written import LONG, NO_WORDS, in_words
from frontdoor.models import Agency, ChildOutcome, ConsentOverride, Contact, OverrideOrder, OverrideStrategy, Person
from frontdoor.models.ground_rules import (
    ANOTHER_STRATEGY,
    COMPELS_NOTHING,
    COURT_NOT_WHOLE,
    LEAST_COMPELS,
    LED_BY_A_MANAGER,
    NO_ENQUIRY_STARTED,
    ORDER_ENDS_AFTER_IT_BEGAN,
    ORDER_HAS_ENDED,
    ORDER_IN_THE_FUTURE,
    S47_NOT_DECIDED,
    STRATEGY_DAYS_BEFORE_CONTACT,
)
from frontdoor.models.override_choices import STARTS_AN_ENQUIRY, Ground, LegalBasis

SECTION_47_DRAFT, COURT_DRAFT = "section_47", "court_order"


@dataclass(frozen=True, kw_only=True)
class StrategyTold:
    """A strategy discussion as somebody tells it. The seam for those that are recorded as meetings elsewhere."""

    held_at: datetime
    held_where: str
    led_by: Any
    police: str
    health: str
    outcome: str


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
    strategy: StrategyTold | None = None,
) -> ConsentOverride:
    """Ask a manager to sign that section 47 makes consent unnecessary for named children, agencies and questions.

    It rests on ``strategy``, or without one on the decision on the contact for each child, made by somebody else than
    ``by``. Whoever led the discussion or made that decision does not sign. Raises NotPossible, ValidationError.
    """
    outcomes = {} if strategy else started_for(contact, by=by)
    if strategy is None and not {child.pk for child in wanted.children} <= outcomes.keys():
        raise NotPossible(S47_NOT_DECIDED, field="rests_on")
    if strategy is not None:
        _check_strategy(strategy, contact, now)
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
    store(override, wanted.children, wanted.agencies, outcomes=outcomes)
    if strategy is not None:
        row = OverrideStrategy(override=override, **_columns(strategy))
        row.full_clean()
        row.save()
    drafts.discard(worker=by, form=SECTION_47_DRAFT, subject_id=contact.pk)
    return override


def started_for(contact: Contact, *, by: Any) -> dict[int, ChildOutcome]:
    """By child the decision on a contact that started a section 47 enquiry, made by somebody else and not ended."""
    return {row.child_id: row for row in ChildOutcome.objects.starting_an_enquiry(contact, not_by=by)}


def _check_strategy(strategy: StrategyTold, contact: Contact, now: datetime) -> None:
    if strategy.outcome not in STARTS_AN_ENQUIRY:
        raise NotPossible(NO_ENQUIRY_STARTED, field="outcome")
    earliest = contact.received_at - timedelta(days=STRATEGY_DAYS_BEFORE_CONTACT)
    if not earliest <= strategy.held_at <= now:
        raise NotPossible(ANOTHER_STRATEGY, field="held_at")
    if not strategy.led_by.grants.held(london_date(strategy.held_at)).filter(role__in=MANAGERS).exists():
        raise NotPossible(LED_BY_A_MANAGER, field="led_by")


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


def _columns(strategy: StrategyTold) -> dict[str, Any]:
    return {name: getattr(strategy, name) for name in strategy.__dataclass_fields__}


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
