"""What the front door sends out, once the act that wrote it is safe in the database."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import EmailMessage

from frontdoor.actions import attachments, checks, feedback
from frontdoor.actions.access import OPENED
from frontdoor.core import outbox, policy, scanning
from frontdoor.core.roles import PRACTICE_MANAGER, SERVICE_MANAGER
from frontdoor.core.working_days import london_date
from frontdoor.models import AccessGrant, AgencyCheck, Attachment


@outbox.handles(feedback.TOPIC)
def send_feedback(payload: dict[str, Any], now: datetime) -> None:
    """Tell a referrer by e-mail what was decided. The subject says nothing about anybody."""
    system = get_user_model().objects.the_system()
    told = feedback.sent(feedback_id=payload["feedback_id"], by=system, at=now)
    if told is not None:
        EmailMessage(
            subject="Your contact with children's social care",
            body=told.words,
            from_email=settings.DEFAULT_FROM_EMAIL,
            to=[told.contact.referrer_email],
        ).send()


@outbox.handles(OPENED)
def tell_of_opened_record(payload: dict[str, Any], now: datetime) -> None:
    """A manager of the asker's team hears of it; where there is none, the service managers. No name leaves with it."""
    grant = AccessGrant.objects.select_related("worker").get(pk=payload["grant_id"])
    today = london_date(now)
    staff = get_user_model().objects.exclude(pk=grant.worker_id)
    managers = staff.holding(PRACTICE_MANAGER.code, today).filter(team__isnull=False, team=grant.worker.team_id)
    told = managers.values_list("email", flat=True) or staff.holding(SERVICE_MANAGER.code, today).values_list(
        "email", flat=True
    )
    for address in told:
        EmailMessage(
            subject="A record was opened with a reason",
            body="Somebody you manage has opened a child's record with a reason. Sign in to read it and to ask.",
            from_email=settings.DEFAULT_FROM_EMAIL,
            to=[address],
        ).send()


@outbox.handles(checks.TOPIC)
def tell_agency(payload: dict[str, Any], now: datetime) -> None:
    """Tell an agency that a question waits for it, and nothing about whom or what it is."""
    check = AgencyCheck.objects.select_related("agency").get(pk=payload["check"])
    authority = policy.authority()
    EmailMessage(
        subject="A question from children's social care",
        body=(
            f"A social worker of {authority.name} has a question for {check.agency.name}. "
            f"For safety it is not in this message. Sign in, or ring {authority.telephone or 'the front door'} "
            f"and give the number Q{check.pk}. Please answer by {check.due_on:%-d %B %Y}."
        ),
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[check.agency.email],
    ).send()


@outbox.handles(attachments.TOPIC)
def ask_the_scanner(payload: dict[str, Any], now: datetime) -> None:
    """Ask the malware scanner about a document; shut and asked again until it answers."""
    attachment = Attachment.objects.get(pk=payload["attachment_id"])
    with attachment.file.open("rb") as stored:
        clean = scanning.is_clean(stored.read(), address=settings.MALWARE_SCANNER)
    attachments.scanned(by=get_user_model().objects.the_system(), attachment_id=attachment.pk, clean=clean)
