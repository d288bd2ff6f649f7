"""A manager's decision: one analysis of the contact, one outcome for each of its children."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from frontdoor.actions import feedback, partner_status, referrals
from frontdoor.actions.triage import open_contact
from frontdoor.core import drafts
from frontdoor.core.actions import NotPossible, action
from frontdoor.core.permissions import require
from frontdoor.core.working_days import london_date
from frontdoor.models import ChildOutcome, Contact, Decision, Person, Referral, ThresholdLevel
from frontdoor.models.contacts import NOT_SETTLED, NOT_TRIAGED
from frontdoor.models.decisions import MAKES_REFERRAL, Outcome
from frontdoor.permissions import DECIDE_CONTACT

DRAFT_FORM = "decision"

NO_OPEN_CASE = "This child has no open case to pass the contact to. Choose another outcome."
NO_TEAM = "Choose the team that takes the case."
NO_NEED = "Choose the main reason why the child needs social care."
ANOTHER_SCHEME = "Choose a level of the scheme that was in force when the contact was received."


class NotTriaged(NotPossible):
    """A decision before anybody has said how urgent the contact is."""

    sentence = NOT_TRIAGED


class NotSettled(NotPossible):
    """A decision before anybody has said who the children are whom a partner named."""

    sentence = NOT_SETTLED


class NotEveryChild(NotPossible):
    """A decision that leaves a child out, or names one who is not on the contact."""

    sentence = "Decide for every child on this contact, each once."


class NotForThisChild(NotPossible):
    """An answer that cannot stand for one child; ``child_id`` says which."""

    def __init__(self, sentence: str, *, child_id: int, field: str) -> None:
        self.child_id = child_id
        super().__init__(sentence, field=field)


@dataclass(frozen=True, kw_only=True)
class ForChild:
    """What is decided for one child. ``team_id`` and ``primary_need`` belong to outcomes that open a case."""

    child_id: int
    level_id: int
    outcome: str
    reason: str
    team_id: int | None = None
    primary_need: str = ""


@action
def decide(
    *,
    contact_id: int,
    version: int,
    history_considered: str,
    analysis: str,
    children: Sequence[ForChild],
    by: Any,
    at: datetime,
) -> Decision:
    """Decide a triaged contact for each of its children, open the cases that follow, and owe the referrer an answer.

    Raises AlreadyDecided, Stale, NotTriaged, NotSettled, NotEveryChild, NotForThisChild, and Refused for anybody but
    a manager.
    """
    contact = open_contact(contact_id=contact_id, version=version, by=by)
    require(by, DECIDE_CONTACT, contact)
    if contact.triaged_at is None:
        raise NotTriaged
    if contact.told_people.children().unsettled().exists():
        raise NotSettled
    _check_children(contact, children)
    decision = Decision(
        contact=contact, decided_by=by, decided_at=at, history_considered=history_considered, analysis=analysis
    )
    decision.full_clean()
    decision.save()
    for child in children:
        _decide_for(child, decision, by=by, at=at)
    contact.decided_at, contact.decided_by = at, by
    contact.full_clean()
    contact.save()
    feedback.owe(contact=contact, by=by, at=at)
    partner_status.announce(contact)
    drafts.discard(worker=by, form=DRAFT_FORM, subject_id=contact.pk)
    return decision


def _check_children(contact: Contact, children: Sequence[ForChild]) -> None:
    on_contact = sorted(contact.about.values_list("child_id", flat=True))
    if sorted(child.child_id for child in children) != on_contact:
        raise NotEveryChild
    # Locked in one order, so that two contacts about the same brothers and sisters wait instead of blocking each other.
    list(Person.objects.filter(pk__in=on_contact).order_by("pk").select_for_update(no_key=True).values_list("pk"))
    with_case = set(Referral.objects.open().filter(child_id__in=on_contact).values_list("child_id", flat=True))
    levels = set(
        ThresholdLevel.objects.in_force(london_date(contact.received_at)).values_list("pk", flat=True),
    )
    for child in children:
        problem = _problem(child, has_case=child.child_id in with_case, levels=levels)
        if problem is not None:
            raise NotForThisChild(problem[1], child_id=child.child_id, field=problem[0])


def _problem(child: ForChild, *, has_case: bool, levels: set[int]) -> tuple[str, str] | None:
    if child.level_id not in levels:
        return "level", ANOTHER_SCHEME
    if child.outcome == Outcome.OPEN_CASE and not has_case:
        return "outcome", NO_OPEN_CASE
    if child.outcome not in MAKES_REFERRAL:
        return None
    if has_case:
        return "outcome", referrals.CaseAlreadyOpen.sentence
    if child.team_id is None:
        return "team", NO_TEAM
    return None if child.primary_need else ("primary_need", NO_NEED)


def _decide_for(child: ForChild, decision: Decision, *, by: Any, at: datetime) -> None:
    outcome = ChildOutcome(
        decision=decision,
        child_id=child.child_id,
        level_id=child.level_id,
        outcome=child.outcome,
        reason=child.reason,
    )
    outcome.full_clean()
    outcome.save()
    if child.outcome in MAKES_REFERRAL:
        referrals.accept(
            contact=decision.contact,
            child_id=child.child_id,
            team_id=child.team_id,
            primary_need=child.primary_need,
            by=by,
            at=at,
        )
