"""A referrer disagrees: it is written down, and a manager who did not decide looks at it and answers (T37)."""

from datetime import datetime
from typing import Any

from frontdoor.actions.feedback import check_wording
from frontdoor.core import policy
from frontdoor.core.actions import NotPossible, action
from frontdoor.core.permissions import require
from frontdoor.core.timescales import CHALLENGE
from frontdoor.core.versions import lock
from frontdoor.core.working_days import london_date
from frontdoor.models import FeedbackChallenge, ReferrerFeedback
from frontdoor.permissions import ANSWER_CHALLENGE, GIVE_FEEDBACK

NOT_TOLD_YET = "The referrer has not been told what was decided yet."
ALREADY_ANSWERED = "This challenge has been answered. Record a new one."


@action
def record(*, by: Any, at: datetime, feedback: ReferrerFeedback, words: str) -> FeedbackChallenge:
    """Keep what the referrer disagrees with; the answer is due after T37. Raises NotPossible, ValidationError."""
    require(by, GIVE_FEEDBACK)
    if feedback.finished_on is None:
        raise NotPossible(NOT_TOLD_YET)
    today = london_date(at)
    challenge = FeedbackChallenge(
        feedback=feedback,
        words=words,
        recorded_by=by,
        started_on=today,
        due_on=policy.period(CHALLENGE, on=today).due_on(today, policy.calendar(around=today)),
    )
    challenge.full_clean()
    challenge.save()
    return challenge


@action
def answer(
    *, by: Any, at: datetime, challenge: FeedbackChallenge, result: str, answer: str, asks_nobody: bool = False
) -> FeedbackChallenge:
    """Answer a challenge to somebody else's decision, in words that are read as those of the letter are.

    Raises Refused for the decider, NotPossible, ValidationError.
    """
    held = lock(FeedbackChallenge.objects.all(), challenge.pk)
    require(by, ANSWER_CHALLENGE, held)
    if held.answered_on is not None:
        raise NotPossible(ALREADY_ANSWERED)
    check_wording(held.feedback.contact, answer, by=by, asks_nobody=asks_nobody, field="answer")
    held.result, held.answer, held.asks_nobody = result, answer, asks_nobody
    held.answered_on, held.answered_by = london_date(at), by
    held.full_clean()
    held.save()
    return held
