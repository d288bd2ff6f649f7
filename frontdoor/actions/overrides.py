"""Asking for consent to be overridden, and deciding it: two people, never one."""

import re
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from frontdoor.actions.consent import check_children
from frontdoor.core import policy
from frontdoor.core.actions import NotPossible, action
from frontdoor.core.roles import CONSENT_DECIDER
from frontdoor.core.timescales import OVERRIDE_EXPIRY, OVERRIDE_REVIEW
from frontdoor.core.versions import lock
from frontdoor.core.working_days import london_date
from frontdoor.models import Agency, ConsentEvent, ConsentOverride, Contact, OverrideAgency, OverrideChild, Person
from frontdoor.models.consent import ConsentKind, ConsentStatus
from frontdoor.models.overrides import (
    EVIDENCE_ASKED,
    EVIDENCE_MISSING,
    NOT_A_DECIDER,
    NOT_YOUR_OWN,
    TWO_ATTEMPTS,
    OverrideDecision,
    OverrideReason,
)

LEAST_EVIDENCE = 10
LEAST_ATTEMPTS = 2
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
) -> ConsentOverride:
    """Ask that named agencies may be asked about named children without consent (domain.md 2.3, C02, C03, C06).

    ``attempts`` are {"at", "means", "whom"}, ``evidence`` is words by reason code. Raises NotPossible, ValidationError.
    """
    lock(Contact.objects.all(), contact.pk)
    check_children(contact, children)
    if not agencies:
        raise NotPossible("Choose at least one agency.", field="agencies")
    _check_evidence(reason_codes, evidence, attempts)
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
    )
    override.full_clean()
    override.save()
    for child in children:
        OverrideChild(override=override, child=child).save()
    for agency in agencies:
        OverrideAgency(override=override, agency=agency).save()
    return override


def _check_evidence(
    reason_codes: Sequence[str], evidence: Mapping[str, str], attempts: Sequence[Mapping[str, str]]
) -> None:
    for code in reason_codes:
        if code in EVIDENCE_ASKED and len(evidence.get(code, "").strip()) < LEAST_EVIDENCE:
            raise NotPossible(EVIDENCE_MISSING, field="evidence")
    means = {attempt["means"] for attempt in attempts}
    if OverrideReason.O11 in reason_codes and (len(attempts) < LEAST_ATTEMPTS or len(means) < LEAST_ATTEMPTS):
        raise NotPossible(TWO_ATTEMPTS, field="attempts")


@action
def decide(*, by: Any, now: datetime, override: ConsentOverride, decision: str, reason: str) -> ConsentOverride:
    """Sign a decision on somebody else's request; an approval is written to each covered child's consent (C02, C05).

    The approval ends after C-EXPIRY and is reviewed within T33. The time is the moment of deciding, never one typed
    earlier. Raises NotPossible when it is one's own request, the right is missing, or it is decided already.
    """
    held = lock(ConsentOverride.objects.all(), override.pk)
    if held.decided_at is not None:
        raise NotPossible(ALREADY_DECIDED)
    if held.requested_by_id == by.pk:
        raise NotPossible(NOT_YOUR_OWN)
    today = london_date(now)
    if not by.grants.held(today).filter(role=CONSENT_DECIDER.code).exists():
        raise NotPossible(NOT_A_DECIDER)
    held.decided_by, held.decided_at = by, now
    held.decision, held.decision_reason = decision, reason
    if decision == OverrideDecision.APPROVED:
        lasts = policy.periods([OVERRIDE_EXPIRY.code, OVERRIDE_REVIEW.code], on=today)
        calendar = policy.calendar(around=today)
        held.expires_at = lasts[OVERRIDE_EXPIRY.code].due_at(now, calendar)
        held.review_due_at = lasts[OVERRIDE_REVIEW.code].due_at(now, calendar)
    held.full_clean()
    held.save()
    if decision == OverrideDecision.APPROVED:
        _write_to_consent(held)
    return held


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
