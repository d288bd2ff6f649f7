"""Logging a call on the advice line."""

from datetime import datetime
from typing import Any

from frontdoor.core.actions import NotPossible, action
from frontdoor.core.permissions import require
from frontdoor.models import AdviceCall, Agency
from frontdoor.models.advice import NAMES_NOBODY
from frontdoor.permissions import LOG_ADVICE


@action
def log(
    *, by: Any, at: datetime, caller: str, agency: Agency | None, question: str, advice: str, next_step: str
) -> AdviceCall:
    """Log that ``by`` advised a caller about a child nobody named, at the moment the call ended (L56).

    Makes no child's record; consent is not needed, since nobody is identified, and it says so (2.4). Raises
    NotPossible for words that identify somebody, ValidationError.
    """
    require(by, LOG_ADVICE)
    for name, words in (("question", question), ("advice", advice)):
        if AdviceCall.identifies(words):
            raise NotPossible(NAMES_NOBODY, field=name)
    call = AdviceCall(
        received_at=at,
        taken_by=by,
        caller=caller,
        agency=agency,
        question=question,
        advice=advice,
        next_step=next_step,
    )
    call.full_clean()
    call.save()
    return call
