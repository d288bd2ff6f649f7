"""Whether what a request says of asking a parent agrees with its reasons: ``request_rules`` for Python."""

import re
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta

from frontdoor.core.written import LONG, in_words
from frontdoor.models.override_choices import Asked, LegalBasis, OverrideReason
from frontdoor.models.override_rules import REACHED_WITHIN_DAYS, TWO_ATTEMPTS
from frontdoor.models.request_rules import (
    ATTEMPTS_IN_TIME,
    ATTEMPTS_WITHIN_DAYS,
    COURT_HAS_ITS_PAGE,
    DUTY_COMPELS,
    DUTY_NOT_TOLD,
    LEAST_DUTY,
    NOT_REFUSED,
    REACHED_SOMEBODY,
)

LEAST_ATTEMPTS = 2
COMPELLING = frozenset({LegalBasis.COURT, LegalBasis.DUTY_TO_SHARE})
_SECTION_16LA = re.compile(r"\b16\s*LA\b", re.IGNORECASE)
_SECTION_17 = re.compile(r"\b(s|sec|section)\.?\s*17\b", re.IGNORECASE)


def asking_contradicts(
    reason_codes: Collection[str],
    *,
    asked: str,
    attempts: Sequence[Mapping[str, str]],
    received_at: datetime,
    requested_at: datetime,
) -> tuple[str, str] | None:
    """The field and the sentence of the first contradiction in what is told of asking; ``attempts`` hold ISO times."""
    moments = [datetime.fromisoformat(attempt["at"]) for attempt in attempts]
    earliest = received_at - timedelta(days=ATTEMPTS_WITHIN_DAYS)
    if not all(earliest <= moment <= requested_at for moment in moments):
        return "attempts", ATTEMPTS_IN_TIME
    if OverrideReason.O10 in reason_codes and asked != Asked.REFUSED:
        return "asked", NOT_REFUSED
    if OverrideReason.O11 in reason_codes:
        if asked != Asked.NO_ANSWER:
            return "asked", REACHED_SOMEBODY
        if not _tried_twice(attempts, since=received_at - timedelta(days=REACHED_WITHIN_DAYS)):
            return "attempts", TWO_ATTEMPTS
    return None


def _tried_twice(attempts: Sequence[Mapping[str, str]], *, since: datetime) -> bool:
    """At least two attempts by two means in two different minutes."""
    timed = [(datetime.fromisoformat(attempt["at"]), attempt["means"]) for attempt in attempts]
    counted = [(moment.replace(second=0, microsecond=0), means) for moment, means in timed if moment >= since]
    return all(len(set(told)) >= LEAST_ATTEMPTS for told in (zip(*counted, strict=True) if counted else [()]))


def duty_contradicts(evidence: str, legal_basis: str) -> tuple[str, str] | None:
    """The field and the sentence of what stands against a statutory duty that is said to compel sharing.

    Section 17 is none, an order of a court has its own page, and section 16LA is told as an order is.
    """
    if legal_basis not in COMPELLING or _SECTION_17.search(evidence):
        return "legal_basis", DUTY_COMPELS
    if legal_basis == LegalBasis.COURT:
        return "legal_basis", COURT_HAS_ITS_PAGE
    told = evidence.strip()
    if len(told) < LEAST_DUTY or not _SECTION_16LA.search(told) or not in_words(told, LONG):
        return "evidence", DUTY_NOT_TOLD
    return None
