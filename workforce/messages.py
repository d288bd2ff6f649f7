"""What the workforce sends: counts and invitations. Names stand on the page behind a sign-in."""

from datetime import date, datetime
from typing import Any

from django.core.mail import send_mail

from frontdoor.core import outbox, policy
from frontdoor.core.working_days import london_date
from workforce.actions import invitations
from workforce.actions.flags import SUMMARY_TOPIC
from workforce.links import days_open, password_link
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


@outbox.handles(invitations.TOPIC)
def send_invitation(payload: dict[str, Any], now: datetime) -> None:
    """Mail somebody of an agency the link at which they begin; the link is made now and stands nowhere else."""
    worker = Worker.objects.let_in(london_date(now)).filter(pk=payload["worker_id"]).first()
    if worker is None or worker.has_usable_password():
        return
    send_mail(
        subject="You are invited to the front door of children's social care",
        message="\n\n".join(
            [
                f"{policy.authority().name} invites you to refer children here instead of by telephone or e-mail.",
                f"Set your password: {password_link(worker)}",
                f"The link opens once, within {days_open()} days. Then sign in and set up a second factor: "
                "an authenticator app on your telephone, or a security key.",
                "If a child is in danger now, call 999.",
            ]
        ),
        from_email=None,
        recipient_list=[worker.email],
    )
