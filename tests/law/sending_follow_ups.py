"""Return home interviews and private fostering visits as a page sends them (see sending.py)."""

from datetime import timedelta

from django.utils import timezone

from cases.models import FollowUp
from tests.factories import cases, follow_ups
from tests.law.sending import Act, moment, of

AN_HOUR = timedelta(hours=1)


def owe_follow_up() -> Act:
    lead = cases.AllocationFactory()
    answers = {"kind": "missing", "reason": follow_ups.REASON, **moment("started_at", timezone.now() - AN_HOUR)}
    return Act(by=lead.worker, page=of("follow_ups", lead.child_id), answers=answers, rows=FollowUp.objects.all())


def hold_follow_up() -> Act:
    lead = cases.AllocationFactory()
    row = follow_ups.FollowUpFactory(child=lead.child, started_at=timezone.now() - 2 * AN_HOUR)
    answers = {"spoke": "Ada Invented", "said": follow_ups.TOLD, **moment("done_at", timezone.now() - AN_HOUR)}
    return Act(by=lead.worker, page=of("follow_up_hold", row.pk), answers=answers, rows=FollowUp.objects.all(), adds=0)


ACTS = {make.__name__: make for make in (owe_follow_up, hold_follow_up)}
