"""Asking for consent to be overridden, and deciding it: two people, never one."""

import re
from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

from frontdoor.actions import telling
from frontdoor.actions.consent import check_children
from frontdoor.core import policy
from frontdoor.core.actions import NotPossible, action
from frontdoor.core.roles import CONSENT_DECIDER
from frontdoor.core.timescales import OVERRIDE_EXPIRY, OVERRIDE_REVIEW, REVIEW_SHARE, Period, Unit
from frontdoor.core.versions import lock
from frontdoor.core.working_days import london_date
from frontdoor.models import Agency, ConsentEvent, ConsentOverride, Contact, OverrideAgency, OverrideChild, Person
from frontdoor.models.check_wording import NOT_TO_INVESTIGATE, found_in
from frontdoor.models.consent import ConsentKind, ConsentStatus
from frontdoor.models.override_choices import (
    EVIDENCE_ASKED,
    EVIDENCE_WITH_A_NUMBER,
    OverrideDecision,
    OverrideReason,
)
from frontdoor.models.override_questions import LEAST_QUESTION, ONE_ON_EACH_LINE, lines_of
from frontdoor.models.override_rules import (
    DECIDED_IN_PERSON,
    EVIDENCE_MISSING,
    EVIDENCE_WITHOUT_NUMBER,
    LEAST_REVIEWED,
    MOST_WORKING_DAYS,
    NO_LEGAL_BASIS,
    NOT_A_DECIDER,
    NOT_YOUR_OWN,
    TWO_ATTEMPTS,
)
from frontdoor.models.telling import ToldOf
from frontdoor.models.told_facts import LONG, NO_FACTS, tells_nothing

LEAST_EVIDENCE, LEAST_FACTS = 10, 40
LEAST_ATTEMPTS = 2
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
) -> ConsentOverride:
    """Ask that named agencies may be asked about named children without consent (domain.md 2.3, C02, C03, C06).

    ``attempts`` are {"at", "means", "whom"}, ``evidence`` is words by reason code. Raises NotPossible, ValidationError.
    """
    lock(Contact.objects.all(), contact.pk)
    check_children(contact, children)
    if not agencies:
        raise NotPossible("Choose at least one agency.", field="agencies")
    _check_evidence(reason_codes, evidence, attempts, legal_basis)
    _check_words(facts, questions)
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
    )
    override.full_clean()
    override.save()
    for child in children:
        OverrideChild(override=override, child=child).save()
    for agency in agencies:
        OverrideAgency(override=override, agency=agency).save()
    return override


def _check_evidence(
    reason_codes: Sequence[str],
    evidence: Mapping[str, str],
    attempts: Sequence[Mapping[str, str]],
    legal_basis: str,
) -> None:
    if not legal_basis:
        raise NotPossible(NO_LEGAL_BASIS, field="legal_basis")
    for code in reason_codes:
        if code in EVIDENCE_ASKED and len(evidence.get(code, "").strip()) < LEAST_EVIDENCE:
            raise NotPossible(EVIDENCE_MISSING, field="evidence")
        if code in EVIDENCE_WITH_A_NUMBER and not re.search(r"[0-9]", evidence[code]):
            raise NotPossible(EVIDENCE_WITHOUT_NUMBER, field="evidence")
    means = {attempt["means"] for attempt in attempts}
    if OverrideReason.O11 in reason_codes and (len(attempts) < LEAST_ATTEMPTS or len(means) < LEAST_ATTEMPTS):
        raise NotPossible(TWO_ATTEMPTS, field="attempts")


def _check_words(facts: str, questions: str) -> None:
    if len(facts.strip()) >= LEAST_FACTS and tells_nothing(facts, words=LONG):
        raise NotPossible(NO_FACTS, field="facts")
    if any(len(question) < LEAST_QUESTION for question in lines_of(questions)):
        raise NotPossible(ONE_ON_EACH_LINE, field="questions")
    if found_in([questions]):
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
    C-EXPIRY and after five working days at the latest, is drawn for review within T33, and from it runs the time in
    which the family is told (C-TOLD). Raises NotPossible when it is one's own request, the right is missing, or it is
    decided already.
    """
    held = lock(ConsentOverride.objects.all(), override.pk)
    if held.decided_at is not None:
        raise NotPossible(ALREADY_DECIDED)
    if held.requested_by_id == by.pk:
        raise NotPossible(NOT_YOUR_OWN)
    made_at = decided_at or now
    if not now - SIGNED_WITHIN <= made_at <= now:
        raise NotPossible(DECIDED_IN_PERSON, field="decided_at")
    day = london_date(made_at)
    if not by.grants.held(day).filter(role=CONSENT_DECIDER.code).exists():
        raise NotPossible(NOT_A_DECIDER)
    held.decided_by, held.decided_at = by, made_at
    held.decision, held.decision_reason = decision, reason
    if decision == OverrideDecision.APPROVED:
        lasts = policy.periods([clock.code for clock in (OVERRIDE_EXPIRY, OVERRIDE_REVIEW, REVIEW_SHARE)], on=day)
        calendar = policy.calendar(around=day)
        longest = Period(MOST_WORKING_DAYS, Unit.WORKING_DAYS).due_at(made_at, calendar)
        held.expires_at = min(lasts[OVERRIDE_EXPIRY.code].due_at(made_at, calendar), longest)
        held.review_share = max(LEAST_REVIEWED, min(lasts[REVIEW_SHARE.code].value, 100))
        if drawn_for_review(override_id=held.pk, decided_at=made_at, share=held.review_share):
            held.review_due_at = lasts[OVERRIDE_REVIEW.code].due_at(made_at, calendar)
    held.full_clean()
    held.save()
    if decision == OverrideDecision.APPROVED:
        _write_to_consent(held)
        telling.owe(override=held, of=ToldOf.ASKED, by=by, on=day)
    return held


def drawn_for_review(*, override_id: int, decided_at: datetime, share: int) -> bool:
    """Whether the lot falls on a decision: ``share`` in a hundred, the same each time it is drawn again (T33).

    The seed is the request's number and the microsecond of the decision, which nobody chooses.
    """
    seed = f"T33:{override_id}:{decided_at.astimezone(UTC).isoformat(timespec='microseconds')}"
    return int.from_bytes(sha256(seed.encode()).digest()[:8]) % 100 < share


def _write_to_consent(override: ConsentOverride) -> None:
    for covered in override.covered_children.select_related("child").order_by("pk"):
        event = ConsentEvent(
            contact=override.contact,
            child=covered.child,
            kind=ConsentKind.CHECKS,
            status=ConsentStatus.OVERRIDDEN,
            words=override.decision_reason,
            happened_at=override.decided_at,
            override=override,
            recorded_by=override.decided_by,
        )
        event.full_clean()
        event.save()
