"""What the workforce sends: counts only. Names stand on the page behind a sign-in."""

from datetime import date, datetime
from typing import Any

from django.core.mail import send_mail

from frontdoor.core import outbox
from workforce.actions.flags import SUMMARY_TOPIC
from workforce.models import Worker
from workforce.models.caseload_flags import CaseloadLevel

SUBJECT = "Caseloads above the limit"


@outbox.handles(SUMMARY_TOPIC)
def send_caseload_summary(payload: dict[str, Any], now: datetime) -> None:
    """Mail one manager how many workers stand above which limit; nobody who has left meanwhile is written to."""
    day = date.fromisoformat(payload["on"])
    manager = Worker.objects.in_post(day).filter(pk=payload["worker_id"]).first()
    if manager is None:
        return
    lines = [
        f"{level.label}: {payload['levels'][level.value]}"
        for level in reversed(CaseloadLevel)
        if level.value in payload["levels"]
    ]
    send_mail(
        subject=SUBJECT,
        message="\n".join(
            [
                f"Workers above a caseload limit on {day:%-d %B %Y}:",
                "",
                *lines,
                "",
                "Sign in to Front Door and open My work to see who they are and what clears each flag.",
            ]
        ),
        from_email=None,
        recipient_list=[manager.email],
    )
