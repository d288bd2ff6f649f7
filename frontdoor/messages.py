"""What the front door sends out, once the act that wrote it is safe in the database."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import EmailMessage

from frontdoor import presenters, webhooks
from frontdoor.actions import (
    attachments,
    check_reminders,
    checks,
    documents,
    feedback,
    partner_status,
    record_use,
    returns,
    sight,
    stored_files,
)
from frontdoor.actions.access import OPENED
from frontdoor.actions.hand_over import ANNOUNCED
from frontdoor.core import outbox, policy, scanning
from frontdoor.core.roles import PRACTICE_MANAGER, SERVICE_MANAGER
from frontdoor.core.working_days import london_date
from frontdoor.models import (
    AccessGrant,
    AgencyRequest,
    Attachment,
    CheckChaser,
    ConflictOfInterest,
    ContactReturn,
    DocumentVersion,
    HandOver,
    PartnerReferral,
    ReferrerFeedback,
    SearchAlert,
    stops,
)
from frontdoor.models.check_replies import Chase
from frontdoor.models.feedback import Told
from frontdoor.models.stored_files import StoredFile
from frontdoor.partner_status import is_seen_by_referrer

SUBJECTS = {
    Chase.REMINDER: "Reminder: a request from children's social care",
    Chase.OVERDUE: "Now due: a request from children's social care",
    Chase.ESCALATION: "A request from children's social care has not been answered",
}


@outbox.handles(feedback.TOPIC)
def send_feedback(payload: dict[str, Any], now: datetime) -> None:
    """Send a referrer the words that somebody told them by e-mail. The subject says nothing about anybody."""
    told = ReferrerFeedback.objects.select_related("contact").get(pk=payload["feedback_id"])
    if told.how == Told.EMAIL:
        _send(told.contact.referrer_email, "Your contact with children's social care", told.words)


@outbox.handles(feedback.ACKNOWLEDGE)
def send_acknowledgement(payload: dict[str, Any], now: datetime) -> None:
    """Tell a referrer that the contact has arrived, and its reference."""
    system = get_user_model().objects.the_system()
    told = feedback.acknowledged_by_mail(acknowledgement_id=payload["acknowledgement"], by=system, at=now)
    if told is not None:
        telephone = policy.authority().telephone or "the front door"
        reference = told.contact.referrers_reference
        _send(
            told.contact.referrer_email,
            "We have received your contact with children's social care",
            f"Your contact with {policy.authority().name} has arrived. Our reference is {reference}.",
            f"If a child is in danger now, ring 999. If you know more, ring {telephone} and give the reference.",
        )


@outbox.handles(returns.TOPIC)
def send_return(payload: dict[str, Any], now: datetime) -> None:
    """Ask a referrer for what is missing, in words that name nobody; not once it is answered or decided."""
    waiting = ContactReturn.objects.waiting().select_related("contact__partner_referral")
    asked = waiting.filter(pk=payload["return_id"]).first()
    if asked is not None:
        contact, telephone = asked.contact, policy.authority().telephone or "the front door"
        how = "Sign in and answer under My referrals, or ring" if is_seen_by_referrer(contact) else "To answer, ring"
        _send(
            contact.referrer_email,
            "We need more from you about your contact with children's social care",
            f"Our reference is {contact.referrers_reference}. To decide what happens next we need to know:",
            f"\n\n{asked.missing}\n\n",
            _answer_by(asked),
            f"{how} {telephone} and give the reference. We decide in time, with or without an answer.",
            "If a child is in danger now, ring 999.",
        )


def _answer_by(asked: ContactReturn) -> str:
    """By when; nothing where no time was given."""
    due = asked.answer_due_at
    return f"Please answer by {presenters.by_when(due)}." if due else ""


@outbox.handles(OPENED)
def tell_of_opened_record(payload: dict[str, Any], now: datetime) -> None:
    """Whoever answers for the asker hears of it."""
    grant = AccessGrant.objects.select_related("worker").get(pk=payload["grant_id"])
    _tell_managers_of(
        grant.worker,
        now,
        "A record was opened with a reason",
        "Somebody you manage has opened a child's record with a reason. Sign in to read it and to ask.",
    )


@outbox.handles(record_use.TOPIC)
def tell_of_record_use(payload: dict[str, Any], now: datetime) -> None:
    """Whoever answers for the worker hears that there is something to look into."""
    alert = SearchAlert.objects.select_related("worker").get(pk=payload["alert_id"])
    _tell_managers_of(
        alert.worker,
        now,
        "Use of records to look into",
        "Something about how somebody you manage uses records needs you. Sign in and open Use of records to look into.",
    )


@outbox.handles(sight.TIE)
def tell_of_tie(payload: dict[str, Any], now: datetime) -> None:
    """Whoever answers for a worker with a tie hears of it: the work may have to go to somebody else."""
    tie = ConflictOfInterest.objects.select_related("worker").get(pk=payload["tie_id"])
    _tell_managers_of(
        tie.worker,
        now,
        "A tie to a family was declared",
        "Somebody you manage has a declared tie to a family. If the family is theirs to work with, give it to somebody "
        "else. Ask them which it is.",
    )


def _tell_managers_of(worker: Any, now: datetime, subject: str, words: str) -> None:
    """A manager of the worker's team; where there is none, the service managers. No name leaves with it."""
    today = london_date(now)
    staff = get_user_model().objects.exclude(pk=worker.pk)
    managers = staff.holding(PRACTICE_MANAGER.code, today).filter(team__isnull=False, team=worker.team_id)
    told = managers.values_list("email", flat=True) or staff.holding(SERVICE_MANAGER.code, today).values_list(
        "email", flat=True
    )
    for address in told:
        _send(address, subject, words)


def _send(to: str, subject: str, *sentences: str) -> None:
    EmailMessage(
        subject=subject, body=" ".join(filter(None, sentences)), from_email=settings.DEFAULT_FROM_EMAIL, to=[to]
    ).send()


def _how_to_answer(check: AgencyRequest) -> str:
    telephone = policy.authority().telephone or "the front door"
    return f"For safety nothing more is in this message. Ring {telephone} and give the number {check.reference}."


@outbox.handles(checks.TOPIC)
def tell_agency(payload: dict[str, Any], now: datetime) -> None:
    """Tell an agency that a request waits for it."""
    check = AgencyRequest.objects.select_related("agency").get(pk=payload["check"])
    _send(
        check.agency.email,
        "A request from children's social care",
        f"A social worker of {policy.authority().name} has a request for {check.agency.name}.",
        _how_to_answer(check),
        f"Please answer by {presenters.deadline(check.due_at)}.",
    )


@outbox.handles(check_reminders.TOPIC)
def remind_agency(payload: dict[str, Any], now: datetime) -> None:
    """Remind the agency, or its named lead; a request that has ended meanwhile is not mentioned again."""
    chaser = CheckChaser.objects.select_related("request__agency").get(pk=payload["chaser"])
    check = chaser.request
    if check.ended_at is not None:
        return
    how = Chase(chaser.how)
    to = check.agency.lead_email if how == Chase.ESCALATION else check.agency.email
    missed = (
        f"{check.agency.name} was reminded when it was due and has not answered since."
        if how == Chase.ESCALATION
        else ""
    )
    _send(
        to,
        SUBJECTS[how],
        f"{policy.authority().name} waits for an answer to the request {check.reference}, due by "
        f"{presenters.deadline(check.due_at)}.",
        missed,
        _how_to_answer(check),
    )


@outbox.handles(attachments.TOPIC)
def ask_the_scanner(payload: dict[str, Any], now: datetime) -> None:
    """Ask the malware scanner about a document of a contact; shut and asked again until it answers."""
    _scan(Attachment, payload["attachment_id"])


@outbox.handles(documents.TOPIC)
def ask_the_scanner_of_a_document(payload: dict[str, Any], now: datetime) -> None:
    """The same for a version of a document on a child's record."""
    _scan(DocumentVersion, payload["version_id"])


def _scan(model: type[StoredFile], row_id: int) -> None:
    with model.objects.get(pk=row_id).file.open("rb") as stored:
        clean = scanning.is_clean(stored.read(), address=settings.MALWARE_SCANNER)
    stored_files.scanned(by=get_user_model().objects.the_system(), model=model, row_id=row_id, clean=clean)


@outbox.handles(ANNOUNCED)
def tell_of_hand_over(payload: dict[str, Any], now: datetime) -> None:
    """How many contacts the night left for the day, counted as the manager's own list counts them."""
    today = london_date(now)
    manager = get_user_model().objects.in_post(today).with_roles(today).filter(pk=payload["worker_id"]).first()
    waiting = HandOver.objects.waiting().visible_to(manager).count() if manager else 0
    if waiting:
        what = "1 contact waits" if waiting == 1 else f"{waiting} contacts wait"
        said = f"{what} to be taken on from the night.", "Sign in and open the hand-over."
        _send(manager.email, "Hand-over of the night", *said)


@outbox.handles(partner_status.TOPIC)
def tell_partners_system(payload: dict[str, Any], now: datetime) -> None:
    """Send a partner's system the name of a referral and its status, and nothing else; again later if it fails."""
    referral = PartnerReferral.objects.select_related("client").get(pk=payload["referral_id"])
    client = referral.client
    if client is None or client.ended_at is not None or not client.webhook_url:
        return
    told = {"id": referral.public_id, "status": payload["status"]}
    webhooks.post(client.webhook_url, told, client_id=client.client_id, timestamp=str(int(now.timestamp())))


@outbox.handles(stops.TOPIC)
def tell_agency_to_stop(payload: dict[str, Any], now: datetime) -> None:
    """Tell an agency that a request is no longer made, in whole or in part, and nothing about whom or why (C12)."""
    check = AgencyRequest.objects.select_related("agency").get(pk=payload["check"])
    authority = policy.authority()
    _send(
        check.agency.email,
        "A request from children's social care is withdrawn",
        f"{authority.name} no longer makes request {check.reference}, in whole or in part.",
        f"Please do not answer it before you have rung {authority.telephone or 'the front door'},",
        "and do not keep what you gathered for it alone. Ring at once if you are worried about a child.",
    )
