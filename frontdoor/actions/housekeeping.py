"""Working data that nobody needs any longer: forms once held, keys once used, sessions that are over, messages sent,
files whose act was not committed.

None of it is a child's record. Records are kept for as long as the authority's retention rules say, and never go here.
"""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

from frontdoor.actions import stored_files
from frontdoor.core import drafts, idempotency, jobs, outbox, sessions
from frontdoor.core.actions import NotPossible, action
from frontdoor.core.working_days import LONDON, london_date

JOB = jobs.nightly(
    "housekeeping", "Removal of what is no longer needed", task="frontdoor.tasks.housekeeping", makes_figures=False
)

HELD_FOR = timedelta(days=90)
"""A form sent after the session had ended waits for its sender, who may be ill or away for a season."""

KEYS_FOR = timedelta(days=180)
"""A form is known as sent before for as long as a held one could be sent again, and as long again."""

SENT_FOR = timedelta(days=90)
"""For a quarter it can be answered whether and when a message went out; the act behind it says so for ever."""


UNCLAIMED_FOR = timedelta(days=1)
"""No act takes so long; a file that has no row by then will never have one."""

DRAFT = drafts.Draft._meta.label


class NotYet(NotPossible):
    """Housekeeping for a day to come would take what is still needed."""

    sentence = "Housekeeping cannot be done for a day that has not come."


def _remove(on: date) -> dict[str, int]:
    morning = datetime.combine(on, time.min, LONDON)
    return {
        "sessions": sessions.remove_over(morning),
        "held forms": drafts.HeldSubmission.objects.held_before(morning - HELD_FOR).delete()[0],
        "form keys": idempotency.SubmittedForm.objects.used_before(morning - KEYS_FOR).delete()[0],
        "drafts": drafts.Draft.objects.untouched_since(morning - drafts.KEPT_FOR).delete()[1].get(DRAFT, 0),
        "files": stored_files.remove_unclaimed(morning - UNCLAIMED_FOR),
        "messages": outbox.remove_delivered(morning - SENT_FOR),
    }


@action
def housekeeping(*, by: Any, on: date, now: Callable[[], datetime]) -> dict[str, int]:
    """Remove what was no longer needed when a day began; returns how much of each. Raises NotYet for a day to come.

    A message that was never delivered stays, however old, until somebody has seen to it. Running it again, late, or
    several times at once removes nothing more.
    """
    if on > london_date(now()):
        raise NotYet
    return jobs.run(name=JOB, on=on, now=now, job=lambda: _remove(on))
