"""A manager's decision: one analysis of the contact, one outcome for each of its children."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from frontdoor.actions import completions, feedback, partner_status, referrals, telling
from frontdoor.actions.consent import hold
from frontdoor.actions.evidence import Evidence, check_facts, check_history, raise_risks, store, store_indicators
from frontdoor.actions.ties import check_no_tie
from frontdoor.actions.triage import open_contact
from frontdoor.core import drafts
from frontdoor.core.actions import NotPossible, action
from frontdoor.core.permissions import require
from frontdoor.core.working_days import london_date
from frontdoor.core.written import is_written
from frontdoor.models import ChildOutcome, Contact, Decision, Referral, ThresholdLevel
from frontdoor.models.consent_rules import NEEDS_A_YES, REFUSED_BELOW
from frontdoor.models.contacts import NOT_SETTLED, NOT_TRIAGED
from frontdoor.models.decision_rules import (
    ASSESSMENT_WHY,
    BELOW_STATUTORY,
    CHANGE_TOO_SHORT,
    DANGER_UNANSWERED,
    EARLY_HELP_WHY,
    HELP_NOT_SAID,
    INDICATOR_ELSEWHERE,
    LIVED_TOO_SHORT,
    MISSING_TOO_SHORT,
    NO_INDICATOR,
    NOT_EVERY_CHILD,
    NOT_IN_HASTE,
    NOT_URGENT,
    RETURN_DECIDES_NOTHING,
    THRESHOLD_STATEMENT_TOO_SHORT,
)
from frontdoor.models.decisions import (
    ASKS_ASSESSMENT,
    CANNOT_WAIT,
    DECIDES_NOTHING,
    IN_HASTE,
    MAKES_REFERRAL,
    Outcome,
)
from frontdoor.models.positions import positions_of
from frontdoor.models.similar import index
from frontdoor.models.threshold import ANOTHER_SCHEME
from frontdoor.models.ties import DECIDES_WITH_A_TIE
from frontdoor.permissions import DECIDE_CONTACT

DRAFT_FORM = "decision"

NO_OPEN_CASE = "This child has no open case to pass the contact to. Choose another outcome."
NO_TEAM = "Choose the team that takes the case."
NO_NEED = "Choose the main reason why the child needs social care."


WEIGHED: tuple[tuple[str, Collection[str], int, str], ...] = (
    ("assessment_changes", ASKS_ASSESSMENT, 20, ASSESSMENT_WHY),
    ("lesser_step", ASKS_ASSESSMENT, 20, ASSESSMENT_WHY),
    ("why_not_early_help", {Outcome.REFERRAL}, 20, EARLY_HELP_WHY),
    ("threshold_statement", CANNOT_WAIT, 40, THRESHOLD_STATEMENT_TOO_SHORT),
)
"""What an outcome has to answer: the part, for which outcomes, the least characters, the sentence (L19, L53)."""


class NotTriaged(NotPossible):
    """A decision before anybody has said how urgent the contact is."""

    sentence = NOT_TRIAGED


class NotSettled(NotPossible):
    """A decision before anybody has said who the children are whom a partner named."""

    sentence = NOT_SETTLED


class NotEveryChild(NotPossible):
    """A decision that leaves a child out, or names one who is not on the contact."""

    sentence = NOT_EVERY_CHILD


class NotForThisChild(NotPossible):
    """An answer that cannot stand for one child; ``child_id`` says which."""

    def __init__(self, sentence: str, *, child_id: int, field: str) -> None:
        self.child_id = child_id
        super().__init__(sentence, field=field)


@dataclass(frozen=True, kw_only=True)
class ForChild:
    """What is decided for one child. ``team_id`` and ``primary_need`` belong to outcomes that open a case.

    ``help_service`` and ``help_accepted`` belong to an offer of early help.
    """

    child_id: int
    level_id: int
    outcome: str
    reason: str
    team_id: int | None = None
    primary_need: str = ""
    indicator_ids: Collection[int] = ()
    assessment_changes: str = ""
    lesser_step: str = ""
    why_not_early_help: str = ""
    threshold_statement: str = ""
    help_service: str = ""
    help_accepted: bool | None = None


@action
def decide(
    *,
    contact_id: int,
    version: int,
    history_considered: str,
    analysis: str,
    children: Sequence[ForChild],
    evidence: Evidence,
    by: Any,
    at: datetime,
    urgent: bool = False,
) -> Decision:
    """Decide a triaged contact for each of its children, open the cases that follow, and owe the referrer an answer.

    An ``urgent`` decision for section 47 or an emergency needs no more than its outcomes; the rest is owed (T24). Of a
    child whose own outcome can wait it excuses nothing, and it closes nothing. With a declared tie only an urgent one
    is made, for nobody else may be on duty. What cannot wait is decided past the known bank holidays too, and what it
    promises gets its day when they are known (``policy.set_cover``).
    Raises AlreadyDecided, Stale, NotTriaged, NotSettled, NotEveryChild, NotForThisChild, NotPossible for what the
    decision does not stand on (L54), and Refused for anybody but a manager.
    """
    contact = open_contact(contact_id=contact_id, version=version, by=by)
    require(by, DECIDE_CONTACT, contact)
    _check_ready(contact, by=by, urgent=urgent)
    _check_children(contact, children, urgent=urgent)
    _check_consent(contact, children, at, urgent=urgent)
    read = check_history(contact, evidence, summary=history_considered, by=by, whole=not urgent)
    if not urgent:
        check_facts(evidence)
        _check_whole(evidence)
    decision = Decision(
        contact=contact,
        decided_by=by,
        decided_at=at,
        urgent=urgent,
        history_considered=history_considered,
        analysis=analysis,
        immediate_danger=evidence.immediate_danger,
        danger_steps=evidence.danger_steps,
        lived_experience=evidence.lived_experience,
        missing=evidence.missing,
        would_change=evidence.would_change,
    )
    decision.full_clean()
    decision.save()
    store(decision, read, evidence.facts)
    raise_risks(contact, evidence.risks, by=by, at=at)
    cannot_wait = any(child.outcome in CANNOT_WAIT for child in children)
    for child in children:
        _decide_for(child, decision, by=by, at=at, cannot_wait=cannot_wait)
    if urgent:
        completions.owe(decision=decision, at=at)
    index([decision.pk])
    contact.decided_at, contact.decided_by = at, by
    contact.full_clean()
    contact.save()
    feedback.owe(contact=contact, by=by, at=at, cannot_wait=cannot_wait)
    partner_status.announce(contact)
    drafts.discard(worker=by, form=DRAFT_FORM, subject_id=contact.pk)
    return decision


def _check_ready(contact: Contact, *, by: Any, urgent: bool) -> None:
    if not urgent:
        check_no_tie(by=by, contact_id=contact.pk, sentence=DECIDES_WITH_A_TIE)
    if contact.triaged_at is None:
        raise NotTriaged
    if contact.told_people.children().unsettled().exists():
        raise NotSettled


def _check_whole(evidence: Evidence) -> None:
    danger = evidence.immediate_danger
    if danger is None or (danger and not is_written(evidence.danger_steps, 10)):
        raise NotPossible(DANGER_UNANSWERED, field="immediate_danger")
    if not is_written(evidence.lived_experience, 10):
        raise NotPossible(LIVED_TOO_SHORT, field="lived_experience")
    if not is_written(evidence.missing, 10):
        raise NotPossible(MISSING_TOO_SHORT, field="missing")
    if not is_written(evidence.would_change, 10):
        raise NotPossible(CHANGE_TOO_SHORT, field="would_change")


def _check_children(contact: Contact, children: Sequence[ForChild], *, urgent: bool) -> None:
    on_contact = sorted(contact.about.values_list("child_id", flat=True))
    if sorted(child.child_id for child in children) != on_contact:
        raise NotEveryChild
    if urgent and not any(child.outcome in CANNOT_WAIT for child in children):
        raise NotPossible(NOT_URGENT, field="urgent")
    # Locked in one order, so that two contacts about the same brothers and sisters wait instead of blocking each other.
    hold(on_contact)
    with_case = set(Referral.objects.open().filter(child_id__in=on_contact).values_list("child_id", flat=True))
    in_force = list(ThresholdLevel.objects.in_force(london_date(contact.received_at)).with_indicators())
    levels = {level.pk: {sign.pk for sign in level.shown_indicators} for level in in_force}
    lowest = next((level.pk for level in in_force[:1] if not level.statutory), None)
    for child in children:
        problem = _problem(child, has_case=child.child_id in with_case, levels=levels, lowest=lowest)
        problem = problem or _weighs_too_little(child, levels[child.level_id], urgent=urgent)
        if problem is not None:
            raise NotForThisChild(problem[1], child_id=child.child_id, field=problem[0])


def _check_consent(contact: Contact, children: Sequence[ForChild], at: datetime, *, urgent: bool) -> None:
    """The family was told (C11); below the threshold, one that said no is not set upon (C07)."""
    if not urgent:
        telling.check_settled(contact, on=london_date(at))
    stands = positions_of(contact, at=at)
    statutory = set(ThresholdLevel.objects.filter(statutory=True).values_list("pk", flat=True))
    for child in children:
        said_no = any(stands[key].refused for key in stands if key in {(child.child_id, "B"), (child.child_id, "C")})
        if said_no and child.outcome in NEEDS_A_YES and child.level_id not in statutory:
            raise NotForThisChild(REFUSED_BELOW, child_id=child.child_id, field="outcome")


def _weighs_too_little(child: ForChild, signs: set[int], *, urgent: bool) -> tuple[str, str] | None:
    """What the outcome and its level should rest on and do not; urgent outcomes still state their threshold."""
    if not set(child.indicator_ids) <= signs:
        return "level", INDICATOR_ELSEWHERE
    excused = urgent and child.outcome in CANNOT_WAIT
    if urgent and child.outcome not in IN_HASTE:
        return "outcome", NOT_IN_HASTE
    if signs and not child.indicator_ids and not excused:
        return "level", NO_INDICATOR
    for part, outcomes, least, sentence in WEIGHED:
        waits = excused and sentence == ASSESSMENT_WHY
        if child.outcome in outcomes and not waits and not is_written(getattr(child, part), least):
            return part, sentence
    return None


def _problem(
    child: ForChild, *, has_case: bool, levels: Mapping[int, set[int]], lowest: int | None
) -> tuple[str, str] | None:
    """The first thing that stands against a child's answer: the field and the sentence.

    ``lowest`` is the scheme's lowest level where it calls for no social care.
    """
    refers, offers_help = child.outcome in MAKES_REFERRAL, child.outcome == Outcome.EARLY_HELP
    says_which_help = len(child.help_service.strip()) >= 3 and child.help_accepted is not None
    against = (
        (child.level_id not in levels, "level", ANOTHER_SCHEME),
        (refers and child.level_id == lowest, "level", BELOW_STATUTORY),
        (child.outcome in DECIDES_NOTHING, "outcome", RETURN_DECIDES_NOTHING),
        (offers_help and not says_which_help, "help_service", HELP_NOT_SAID),
        (child.outcome == Outcome.OPEN_CASE and not has_case, "outcome", NO_OPEN_CASE),
        (refers and has_case, "outcome", referrals.CaseAlreadyOpen.sentence),
        (refers and child.team_id is None, "team", NO_TEAM),
        (refers and not child.primary_need, "primary_need", NO_NEED),
    )
    return next(((field, sentence) for stands, field, sentence in against if stands), None)


def _decide_for(child: ForChild, decision: Decision, *, by: Any, at: datetime, cannot_wait: bool) -> None:
    outcome = ChildOutcome(
        decision=decision,
        child_id=child.child_id,
        level_id=child.level_id,
        outcome=child.outcome,
        reason=child.reason,
        assessment_changes=child.assessment_changes,
        lesser_step=child.lesser_step,
        why_not_early_help=child.why_not_early_help,
        threshold_statement=child.threshold_statement,
        help_service=child.help_service,
        help_accepted=child.help_accepted,
    )
    outcome.full_clean()
    outcome.save()
    store_indicators(outcome, child.indicator_ids)
    if child.outcome in MAKES_REFERRAL:
        referrals.accept(
            contact=decision.contact,
            child_id=child.child_id,
            team_id=child.team_id,
            primary_need=child.primary_need,
            by=by,
            at=at,
            cannot_wait=cannot_wait,
        )
