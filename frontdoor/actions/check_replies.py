"""Keeping what an agency answered, with fact, source and opinion apart, and that it was reminded."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from frontdoor.actions.checks import waiting
from frontdoor.core import drafts
from frontdoor.core.actions import NotPossible, action
from frontdoor.models import AgencyRequest, CheckChaser, CheckReply, ReplyStatement
from frontdoor.models.agency_requests import Ending
from frontdoor.models.check_replies import (
    BY_HAND,
    FACT_WITHOUT_SOURCE,
    NOTHING_SAID,
    OPINION_WITHOUT_HOLDER,
    Said,
)

DRAFT_FORM = "check_reply"


@dataclass(frozen=True, kw_only=True)
class Statement:
    """A fact with its source and its day, or an opinion and whose it is; about one child, or about all asked about."""

    said: str
    words: str
    source: str
    dated_on: date | None = None
    child_id: int | None = None


@action
def record(
    *,
    by: Any,
    now: datetime,
    check: AgencyRequest,
    received_at: datetime,
    answered_by: str,
    answered_as: str = "",
    nothing_known: bool = False,
    statements: Sequence[Statement] = (),
) -> CheckReply:
    """Keep who answered, when it came and what was said; the request's clock ends with ``received_at`` (T36).

    Raises NotPossible, and ValidationError with the sentences of the rows.
    """
    held = waiting(check.pk)
    if received_at > now:
        raise NotPossible("A reply cannot come in the future.", field="received_at")
    if received_at.replace(second=0, microsecond=0) == held.requested_at.replace(second=0, microsecond=0):
        received_at = max(received_at, held.requested_at)  # a time is typed to the minute
    if received_at < held.requested_at:
        raise NotPossible("A reply cannot come before the request.", field="received_at")
    if not statements and not nothing_known:
        raise NotPossible(NOTHING_SAID)
    for statement in statements:
        _check(statement, on=received_at.date())
    reply = CheckReply(
        request=held,
        answered_by=answered_by,
        answered_as=answered_as,
        received_at=received_at,
        nothing_known=nothing_known and not statements,
        recorded_by=by,
    )
    reply.full_clean()
    reply.save()
    for statement in statements:
        row = ReplyStatement(
            reply=reply,
            said=statement.said,
            child_id=statement.child_id,
            words=statement.words,
            source=statement.source,
            dated_on=statement.dated_on,
        )
        row.full_clean(exclude=["reply", "child"])
        row.save()
    held.ended_at, held.ended_by, held.ending = received_at, by, Ending.ANSWERED
    held.full_clean()
    held.save()
    drafts.discard(worker=by, form=DRAFT_FORM, subject_id=held.pk)
    return reply


def _check(statement: Statement, *, on: date) -> None:
    fact = statement.said == Said.FACT
    if not statement.source.strip() or (fact and statement.dated_on is None):
        raise NotPossible(FACT_WITHOUT_SOURCE if fact else OPINION_WITHOUT_HOLDER)
    if statement.dated_on is not None and statement.dated_on > on:
        raise NotPossible("A fact cannot be younger than the reply.")


@action
def chase(
    *, by: Any, now: datetime, check: AgencyRequest, how: str, chased_at: datetime, words: str, spoke_to: str = ""
) -> CheckChaser:
    """Write down that an agency was reminded by one of us. Raises NotPossible, ValidationError."""
    held = waiting(check.pk)
    if how not in BY_HAND:
        raise NotPossible("Choose how the agency was reminded.", field="how")
    if not held.requested_at <= chased_at <= now:
        raise NotPossible("The reminder cannot be before the request or in the future.", field="chased_at")
    chaser = CheckChaser(request=held, how=how, chased_at=chased_at, chased_by=by, spoke_to=spoke_to, words=words)
    chaser.full_clean()
    chaser.save()
    return chaser
