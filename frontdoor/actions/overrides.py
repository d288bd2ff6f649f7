"""Asking for consent to be overridden, and deciding it: two people, never one."""

import re
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from frontdoor.actions import telling
from frontdoor.actions.consent import check_children
from frontdoor.actions.ties import check_no_tie
from frontdoor.core import policy
from frontdoor.core.actions import NotPossible, action
from frontdoor.core.roles import CONSENT_DECIDER
from frontdoor.core.timescales import OVERRIDE_EXPIRY, OVERRIDE_REVIEW, REVIEW_SHARE, Period, Unit
from frontdoor.core.versions import lock
from frontdoor.core.working_days import end_of_day, london_date
from frontdoor.core.written import LONG, NO_WORDS, in_words, is_written
from frontdoor.models import (
    Agency,
    ChildOutcome,
    ConsentEvent,
    ConsentOverride,
    Contact,
    OverrideAgency,
    OverrideChild,
    Person,
    Relationship,
)
from frontdoor.models.acting_now import NO_ACT, Act, is_whole
from frontdoor.models.asking import asking_contradicts, duty_contradicts
from frontdoor.models.check_wording import NOT_TO_INVESTIGATE, found_in, names_on
from frontdoor.models.closed_contacts import CLOSED_WITHOUT_ACTION
from frontdoor.models.consent import STATUS_OF, ConsentKind
from frontdoor.models.ground_rules import (
    COURT_NOT_WHOLE,
    ORDER_HAS_ENDED,
    S47_CONFIRMED_BY_ANOTHER,
)
from frontdoor.models.override_choices import (
    EVIDENCE_ASKED,
    EVIDENCE_WITH_A_NUMBER,
    Asked,
    Ground,
    LegalBasis,
    OverrideDecision,
    OverrideReason,
)
from frontdoor.models.override_questions import LEAST_QUESTION, ONE_ON_EACH_LINE, lines_of
from frontdoor.models.override_rules import (
    ACTS_NOW,
    AFTER_A_NO,
    DECIDED_IN_PERSON,
    EVIDENCE_MISSING,
    EVIDENCE_WITHOUT_NUMBER,
    LEAST_EVIDENCE,
    LEAST_REVIEWED,
    MOST_DAYS_TO_REVIEW,
    MOST_WORKING_DAYS,
    NO_LEGAL_BASIS,
    NO_REASON,
    NOT_A_DECIDER,
    NOT_REGISTERED,
    NOT_YOUR_OWN,
)
from frontdoor.models.relationships import Responsibility
from frontdoor.models.request_rules import (
    ATTEMPTS_ARE_TOLD,
    DUTY_NOT_IN_FORCE,
    NO_CONCERN_BUT_REASONS,
    NOT_REFUSED,
    REQUESTED_IN_TIME,
)
from frontdoor.models.strategy_grounds import last_day, why_no_ground
from frontdoor.models.telling import ToldOf

LEAST_FACTS = 40
ANSWERS_OF: dict[str, tuple[str, ...]] = {
    Asked.REFUSED: ("REFUSED", "WITHDRAWN"),
    Asked.NO_ANSWER: ("SOUGHT_NO_REPLY",),
    Asked.PARTIAL: ("GIVEN_PARTIAL",),
}
"""Which recorded answers stand for attempts that the request does not tell."""

SIGNED_WITHIN = timedelta(hours=24)
ALREADY_DECIDED = "This request has already been decided."


NOT_ACCEPTABLE = {
    "A parent's likely refusal is no ground.": r"(unlikely|not likely) to agree|(would|will) (not|never) agree",
    "Screening is no ground.": r"\bscreening\b",
    "A policy is no ground.": r"\bpolic(y|ies)\b",
    "Saving time is no ground.": r"save time|saves time|quicker|to speed (it |things )?up",
    "That the referrer did not ask is no ground.": (
        r"referrer (did not|didn't|has not|hasn't|never) (get|got|ask|asked|obtain|obtained|seek|sought)"
    ),
}


def not_acceptable(override: ConsentOverride) -> list[str]:
    """What a decider is warned of: grounds named in the request that are none (domain.md 2.4). Nothing is decided."""
    texts = [override.facts, override.harm_if_sought, override.harm_if_not_shared, override.less_intrusive]
    written = "\n".join([*texts, *override.evidence.values()])
    return [words for words, pattern in NOT_ACCEPTABLE.items() if re.search(pattern, written, re.IGNORECASE)]


@action
def request(
    *,
    by: Any,
    now: datetime,
    contact: Contact,
    children: Collection[Person],
    agencies: Collection[Agency],
    asked: str,
    attempts: Sequence[Mapping[str, str]],
    reason_codes: Sequence[str],
    evidence: Mapping[str, str],
    facts: str,
    harm_if_sought: str,
    harm_if_not_shared: str,
    overriding_concern: bool,
    harm: str,
    immediate: bool | None,
    less_intrusive: str,
    questions: str,
    legal_basis: str,
    advice: str = "",
    child_view: str = "",
    act: Act = NO_ACT,
) -> ConsentOverride:
    """Ask that named agencies may be asked about named children without consent (domain.md 2.3, C02, C03, C06).

    ``attempts`` are {"at", "means", "whom"}, ``evidence`` is words by reason code, ``act`` stands behind reason O4.
    Raises NotPossible, ValidationError.
    """
    _check_evidence(reason_codes, evidence, legal_basis, overriding_concern=overriding_concern)
    if legal_basis == LegalBasis.DUTY_TO_SHARE and not policy.authority().duty_to_share_stands(london_date(now)):
        raise NotPossible(DUTY_NOT_IN_FORCE, field="legal_basis")
    check_attempts(contact, asked=asked, attempts=attempts, reason_codes=reason_codes, now=now)
    if OverrideReason.O4 in reason_codes and not is_whole(act, contact, requested_at=now):
        raise NotPossible(ACTS_NOW, field="acts_now")
    override = ConsentOverride(
        contact=contact,
        requested_by=by,
        requested_at=now,
        asked=asked,
        attempts=list(attempts),
        reason_codes=list(reason_codes),
        evidence={code: evidence[code] for code in reason_codes if code in evidence},
        facts=facts,
        harm_if_sought=harm_if_sought,
        harm_if_not_shared=harm_if_not_shared,
        overriding_concern=overriding_concern,
        harm=harm if overriding_concern else "",
        immediate=immediate if overriding_concern else None,
        less_intrusive=less_intrusive,
        questions=questions,
        legal_basis=legal_basis,
        advice=advice,
        child_view=child_view,
        **(act if OverrideReason.O4 in reason_codes else NO_ACT).columns(),
    )
    return store(override, children, agencies)


def store(
    override: ConsentOverride,
    children: Collection[Person],
    agencies: Collection[Agency],
) -> ConsentOverride:
    """Write a request with what it covers, inside the act that asks. Raises NotPossible, ValidationError."""
    contact = lock(Contact.objects.all(), override.contact_id)
    if ChildOutcome.objects.close_without_action(contact):
        raise NotPossible(CLOSED_WITHOUT_ACTION)
    check_no_tie(by=override.requested_by, contact_id=contact.pk)
    check_children(contact, children)
    if not agencies:
        raise NotPossible("Choose at least one agency.", field="agencies")
    if override.requested_at < contact.received_at:
        raise NotPossible(REQUESTED_IN_TIME)
    _check_words(override)
    override.full_clean()
    override.save()
    for child in children:
        OverrideChild(override=override, child=child).save()
    for agency in agencies:
        OverrideAgency(override=override, agency=agency).save()
    return override


def _check_evidence(
    reason_codes: Sequence[str], evidence: Mapping[str, str], legal_basis: str, *, overriding_concern: bool
) -> None:
    if not reason_codes:
        raise NotPossible(NO_REASON, field="reason_codes")
    if not legal_basis:
        raise NotPossible(NO_LEGAL_BASIS, field="legal_basis")
    by_duty = OverrideReason.O12 in reason_codes
    if by_duty and (wrong := duty_contradicts(evidence.get(OverrideReason.O12, ""), legal_basis)):
        field, sentence = wrong
        raise NotPossible(sentence, field=field)
    if by_duty and not overriding_concern and len(reason_codes) > 1:
        raise NotPossible(NO_CONCERN_BUT_REASONS, field="reason_codes")
    for code in reason_codes:
        if code in EVIDENCE_ASKED and not is_written(evidence.get(code, ""), LEAST_EVIDENCE):
            raise NotPossible(EVIDENCE_MISSING, field="evidence")
        if code in EVIDENCE_WITH_A_NUMBER and not re.search(r"[0-9]", evidence[code]):
            raise NotPossible(EVIDENCE_WITHOUT_NUMBER, field="evidence")


def check_attempts(
    contact: Contact,
    *,
    asked: str,
    attempts: Sequence[Mapping[str, str]],
    reason_codes: Collection[str],
    now: datetime,
) -> None:
    """Whether a parent was asked, who tried when, and the reasons agree (2.3, 2.4). Raises NotPossible."""
    wrong = asking_contradicts(
        reason_codes, asked=asked, attempts=attempts, received_at=contact.received_at, requested_at=now
    )
    if wrong:
        field, sentence = wrong
        raise NotPossible(sentence, field=field)
    if attempts or asked == Asked.NOT_ASKED:
        return
    answers = ConsentEvent.objects.filter(
        contact=contact, kind=ConsentKind.CHECKS, status__in=ANSWERS_OF[asked], happened_at__lte=now
    )
    if not answers.exists():
        raise NotPossible(ATTEMPTS_ARE_TOLD, field="attempts")
    if OverrideReason.O10 in reason_codes and not any(_by_a_holder(event) for event in answers):
        raise NotPossible(NOT_REFUSED, field="attempts")


def _by_a_holder(event: ConsentEvent) -> bool:
    held = Relationship.objects.filter(child=event.child_id, adult=event.given_by_id)
    return held.filter(parental_responsibility=Responsibility.YES).exists()


def _check_words(override: ConsentOverride) -> None:
    facts, questions = override.facts, override.questions
    if len(facts.strip()) >= LEAST_FACTS and not in_words(facts, LONG):
        raise NotPossible(NO_WORDS, field="facts")
    if any(len(question) < LEAST_QUESTION for question in lines_of(questions)):
        raise NotPossible(ONE_ON_EACH_LINE, field="questions")
    if found_in([questions], names_on(override.contact_id)):
        raise NotPossible(NOT_TO_INVESTIGATE, field="questions")


@action
def decide(
    *,
    by: Any,
    now: datetime,
    override: ConsentOverride,
    decision: str,
    reason: str,
    decided_at: datetime | None = None,
) -> ConsentOverride:
    """Sign a decision on somebody else's request; an approval is written to each covered child's consent (C02, C05).

    ``decided_at`` is when it was made, up to a day before it is signed; left out, now. The approval ends after
    C-EXPIRY and after five working days at the latest. The database draws whether it is reviewed within T33, and from
    it runs the time in which the family is told (C-TOLD). Raises NotPossible when it is one's own request, it is
    decided already, one took part in an earlier one on its ground that was refused or found not justified, or the
    right is missing on the day of the decision or on the day on which it is signed.
    """
    held = lock(ConsentOverride.objects.all(), override.pk)
    if held.decided_at is not None:
        raise NotPossible(ALREADY_DECIDED)
    if held.requested_by_id == by.pk:
        raise NotPossible(NOT_YOUR_OWN)
    check_no_tie(by=by, contact_id=held.contact_id)
    if held.was_turned_down_with(by):
        raise NotPossible(AFTER_A_NO)
    made_at = decided_at or now
    if not now - SIGNED_WITHIN <= made_at <= now:
        raise NotPossible(DECIDED_IN_PERSON, field="decided_at")
    day = london_date(made_at)
    if not all(by.grants.held(on).filter(role=CONSENT_DECIDER.code).exists() for on in {day, london_date(now)}):
        raise NotPossible(NOT_A_DECIDER)
    if not by.registration_number:
        raise NotPossible(NOT_REGISTERED)
    if decision == OverrideDecision.APPROVED:
        _check_ground(held, by=by, on=day)
    held.decided_by, held.decided_at = by, made_at
    held.decision, held.decision_reason = decision, reason
    if decision == OverrideDecision.APPROVED:
        lasts = policy.periods([clock.code for clock in (OVERRIDE_EXPIRY, OVERRIDE_REVIEW, REVIEW_SHARE)], on=day)
        calendar = policy.calendar(around=day)
        longest = Period(MOST_WORKING_DAYS, Unit.WORKING_DAYS).due_at(made_at, calendar)
        held.expires_at = _no_longer_than_its_ground(
            held, min(lasts[OVERRIDE_EXPIRY.code].due_at(made_at, calendar), longest)
        )
        held.review_share = max(LEAST_REVIEWED, min(lasts[REVIEW_SHARE.code].value, 100))
        latest = Period(MOST_DAYS_TO_REVIEW, Unit.WORKING_DAYS).due_at(made_at, calendar)
        held.review_due_at = min(lasts[OVERRIDE_REVIEW.code].due_at(made_at, calendar), latest)
    held.full_clean()
    held.save()
    held.refresh_from_db(fields=["signed_at", "review_due_at", "decider_number", "decider_roles"])
    if decision == OverrideDecision.APPROVED:
        _write_to_consent(held)
        telling.owe(override=held, of=ToldOf.ASKED, by=by, on=day)
    return held


def _check_ground(override: ConsentOverride, *, by: Any, on: date) -> None:
    """Nobody who decided on section 47 signs that it asks nobody; an order that has ended compels nothing."""
    if override.ground == Ground.SECTION_47:
        _check_section_47(override, by=by)
    if override.ground == Ground.COURT:
        order = getattr(override, "order", None)
        if order is None:
            raise NotPossible(COURT_NOT_WHOLE)
        if order.ends_on is not None and order.ends_on < on:
            raise NotPossible(ORDER_HAS_ENDED)


def _check_section_47(override: ConsentOverride, *, by: Any) -> None:
    strategy = getattr(override, "strategy", None)
    covered = set(override.covered_children.values_list("child_id", flat=True))
    if by.pk == override.started_by:
        raise NotPossible(S47_CONFIRMED_BY_ANOTHER)
    meeting = strategy.meeting_number if strategy else None
    if why_not := why_no_ground(override.contact, meeting=meeting, children=covered):
        raise NotPossible(why_not)


def _no_longer_than_its_ground(override: ConsentOverride, expires_at: datetime) -> datetime:
    """An order ends on its last day, a meeting without its quorum on the day by which it is held again."""
    order, strategy = getattr(override, "order", None), getattr(override, "strategy", None)
    ends_on = order.ends_on if order else None
    if strategy is not None:
        covered = override.covered_children.values_list("child_id", flat=True)
        ends_on = last_day(override.contact, meeting=strategy.meeting_number, children=covered)
    return expires_at if ends_on is None else min(expires_at, end_of_day(ends_on))


def _write_to_consent(override: ConsentOverride) -> None:
    for covered in override.covered_children.select_related("child").order_by("child_id"):
        event = ConsentEvent(
            contact=override.contact,
            child=covered.child,
            kind=ConsentKind.CHECKS,
            status=STATUS_OF[Ground(override.ground)],
            words=override.decision_reason,
            happened_at=override.decided_at,
            override=override,
            recorded_by=override.decided_by,
        )
        event.full_clean()
        event.save()
