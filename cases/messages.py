"""What the cases send: mail that names nobody."""

from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.core.mail import send_mail

from cases.actions.flags import SUMMARY
from cases.models import Assessment
from frontdoor.core.outbox import handles
from frontdoor.core.working_days import london_date


@handles(SUMMARY)
def tell_manager(payload: dict[str, Any], now: datetime) -> None:
    """How many assessments of the manager's teams are overdue, counted as the list he opens counts them."""
    today = london_date(now)
    manager = get_user_model().objects.in_post(today).with_roles(today).filter(pk=payload["worker_id"]).first()
    if manager is None:
        return
    late = Assessment.objects.overdue(today).visible_to(manager).filter(referral__team__in=payload["team_ids"])
    count = late.count()
    if not count:
        return
    what = "1 assessment is overdue" if count == 1 else f"{count} assessments are overdue"
    where = "your team" if payload["team_ids"] == [manager.team_id] else "teams you oversee"
    send_mail(
        subject="Overdue assessments",
        message=f"{what} in {where}. Sign in to see which and what clears them.",
        from_email=None,
        recipient_list=[manager.email],
    )
