"""What a manager rests a decision on: history that was read, facts with sources, risks, indicators of the level."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from frontdoor.core.actions import NotPossible
from frontdoor.core.working_days import london_date
from frontdoor.core.written import is_written
from frontdoor.models import (
    ChildOutcome,
    Contact,
    ContactChild,
    Decision,
    DecisionFact,
    HistoryRead,
    OutcomeIndicator,
    Referral,
    RiskFlag,
)
from frontdoor.models.decision_rules import HISTORY, HISTORY_UNREAD, NO_FACT, REREFERRAL_TOO_SHORT
from frontdoor.models.evidence import HistoryKind, Relevance
from frontdoor.models.risk import WHO_SAW_IT

LEAST_SUMMARY_AT_REREFERRAL = 40

Piece = tuple[str, int]
"""A piece of history: its kind and its number."""


@dataclass(frozen=True)
class Fact:
    """What is known, and who says so."""

    words: str
    source: str


@dataclass(frozen=True)
class Risk:
    """Which harm, and who saw what."""

    harm: str
    seen_by: str


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """Everything a decision stands on besides its texts. ``read`` says what each piece of history means now."""

    read: dict[Piece, str]
    facts: Sequence[Fact] = ()
    risks: Sequence[Risk] = ()
    immediate_danger: bool | None = None
    danger_steps: str = ""
    lived_experience: str = ""
    missing: str = ""
    would_change: str = ""


def to_be_read(contact: Contact) -> dict[Piece, date]:
    """The history of a contact that a decision must rest on, each piece with its day (domain.md 3.4, T34).

    Every contact about any of its children that is known now, from twelve months before it on, and every plan that has
    ended.
    """
    children = contact.about.values("child_id")
    earlier = ContactChild.objects.filter(
        child_id__in=children,
        contact__received_at__gte=contact.received_at - HISTORY,
    ).exclude(contact=contact)
    found: dict[Piece, date] = {
        (HistoryKind.CONTACT, pk): london_date(received)
        for pk, received in earlier.values_list("contact_id", "contact__received_at")
    }
    ended = contact.about.filter(child__plans__ended_on__isnull=False)
    for pk, day in ended.values_list("child__plans", "child__plans__ended_on"):
        found[HistoryKind.PLAN, pk] = day
    return found


def closed_within_a_year(contact: Contact) -> bool:
    """Whether a case of one of the children closed in the twelve months before the contact (T34)."""
    received = london_date(contact.received_at)
    return Referral.objects.filter(
        child__in=contact.about.values("child_id"), closed_on__gte=received - HISTORY, closed_on__lte=received
    ).exists()


def check_history(
    contact: Contact,
    evidence: Evidence,
    *,
    summary: str,
    by: Any,
    whole: bool = True,
    already: Collection[Piece] = (),
) -> list[HistoryRead]:
    """What will be stored as read, nothing saved yet; without what is ``already``. What ``by`` may not open is unseen.

    Where it is to be ``whole``, raises NotPossible for a piece that is not marked, and for too short a summary after a
    case that closed (T34).
    """
    wanted = {piece: day for piece, day in to_be_read(contact).items() if piece not in already}
    numbers = [pk for kind, pk in wanted if kind == HistoryKind.CONTACT]
    open_to_reader = set(Contact.objects.visible_to(by).filter(pk__in=numbers).values_list("pk", flat=True))
    rows = []
    for (kind, pk), day in wanted.items():
        hidden = kind == HistoryKind.CONTACT and pk not in open_to_reader
        relevance = Relevance.UNSEEN if hidden else evidence.read.get((kind, pk), "")
        if not hidden and relevance not in (Relevance.MATTERS, Relevance.LITTLE):
            if whole:
                raise NotPossible(HISTORY_UNREAD)
            continue
        rows.append(HistoryRead(kind=kind, subject_id=pk, happened_on=day, relevance=relevance))
    if whole and not is_written(summary, LEAST_SUMMARY_AT_REREFERRAL) and closed_within_a_year(contact):
        raise NotPossible(REREFERRAL_TOO_SHORT, field="history_considered")
    return rows


def check_facts(evidence: Evidence, *, already: bool = False) -> None:
    """Raises NotPossible where nothing is said to be known, now or ``already``."""
    if not (evidence.facts or already):
        raise NotPossible(NO_FACT, field="fact_1")


def store(decision: Decision, read: Iterable[HistoryRead], facts: Sequence[Fact]) -> None:
    """Keep what was read and what is known with the decision. Raises ValidationError."""
    for row in read:
        row.decision = decision
        row.save()
    for place, fact in enumerate(facts, 1 + decision.facts.count()):
        known = DecisionFact(decision=decision, position=place, words=fact.words, source=fact.source)
        known.full_clean(exclude=["decision"])
        known.save()


def store_indicators(outcome: ChildOutcome, indicator_ids: Iterable[int]) -> None:
    """Keep the indicators that the level of an outcome rests on."""
    for indicator_id in sorted(set(indicator_ids)):
        OutcomeIndicator(outcome=outcome, indicator_id=indicator_id).save()


def raise_risks(contact: Contact, risks: Sequence[Risk], *, by: Any, at: datetime) -> None:
    """Raise the risks that the contact does not carry yet; the rest are there already. Raises NotPossible."""
    raised = set(contact.risk_flags.values_list("harm", flat=True))
    for risk in risks:
        if risk.harm in raised:
            continue
        if len(risk.seen_by.strip()) < 5:
            raise NotPossible(WHO_SAW_IT, field=f"seen_{risk.harm}")
        flag = RiskFlag(contact=contact, harm=risk.harm, seen_by=risk.seen_by, raised_at=at, raised_by=by)
        flag.full_clean(exclude=["contact", "raised_by"])
        flag.save()
