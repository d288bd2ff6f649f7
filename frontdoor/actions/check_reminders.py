"""Reminding agencies by itself: before the reply is due, when it is due, and its named lead after a second miss."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q

from frontdoor.core import jobs, outbox
from frontdoor.core.actions import action
from frontdoor.models import AgencyRequest, CheckChaser
from frontdoor.models.agency_requests import REPLY_CLOCK
from frontdoor.models.check_replies import Chase

JOB = jobs.nightly(
    "chase agencies", "Remind agencies of requests", task="frontdoor.tasks.chase_agencies", makes_figures=False
)
TOPIC = "check.chase"


def stages(now: datetime) -> list[tuple[Chase, Q]]:
    """Whom each kind of reminder is for at a moment; a request that is already past a later one skips the earlier."""
    late = REPLY_CLOCK.overdue_q(now)
    second_miss = Q(escalate_at__lt=now)
    return [
        (Chase.REMINDER, Q(remind_at__lte=now) & ~late & ~Q(agency__email="")),
        (Chase.OVERDUE, late & ~second_miss & ~Q(agency__email="")),
        (Chase.ESCALATION, second_miss & ~Q(agency__lead_email="")),
    ]


@action
def remind(*, by: Any, on: date, now: Callable[[], datetime]) -> dict[str, int]:
    """Write each reminder that is owed, once, and the message that carries it. Safe to run at any time and twice."""
    return jobs.run(name=JOB, on=on, now=now, job=lambda: _remind(by, now()))


def _remind(by: Any, now: datetime) -> dict[str, int]:
    found = {}
    for how, wanted in stages(now):
        sent = CheckChaser.objects.filter(request_id=OuterRef("pk"), how=how)
        owed = AgencyRequest.objects.waiting().filter(wanted, ~Exists(sent)).order_by("pk")
        # Locked and asked again: a reply that is being recorded goes first.
        checks = list(owed.select_for_update(of=("self",), no_key=True, skip_locked=True))
        for check in checks:
            chaser = CheckChaser(request=check, how=how, chased_at=now, chased_by=by)
            chaser.save()
            outbox.put(topic=TOPIC, key=f"{TOPIC}:{chaser.pk}", chaser=chaser.pk)
        found[how.label] = len(checks)
    return found
