"""What the cases send: mail that names nobody."""

from datetime import date, datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.core.mail import EmailMessage, send_mail

from cases import late_work
from cases.actions import conference_circulation, plan_copies, record_chasers
from cases.actions.flags import CLIMBED, SUMMARY
from cases.actions.invitations import INVITED
from cases.actions.strategy_circulation import TOPIC
from cases.meetings import CONFERENCE, CORE_GROUP, KINDS, STRATEGY
from cases.models import Assessment, ConferenceCopy, PlanCopy, StrategyAction, StrategyCopy, StrategyMeeting
from cases.models.conference_after import Paper
from cases.papers import conference as conference_record
from cases.papers import plan as plan_paper
from cases.papers import strategy as strategy_record
from cases.permissions import TAKE_UP_LATE
from frontdoor.core.outbox import handles
from frontdoor.core.permissions import may
from frontdoor.core.policy import authority
from frontdoor.core.together import Moment
from frontdoor.core.working_days import london_date
from frontdoor.presenters import long_day, moment


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


@handles(record_chasers.TOPIC)
def chase_chair(payload: dict[str, Any], now: datetime) -> None:
    """How many records of strategy meetings a chair has to bring out, counted as the chair's own lists count them."""
    today = london_date(now)
    chair = get_user_model().objects.in_post(today).with_roles(today).filter(pk=payload["worker_id"]).first()
    if chair is None:
        return
    day = date.fromisoformat(payload["on"])
    count = StrategyMeeting.objects.to_chase(day).visible_to(chair).chaired_by(chair).count()
    if not count:
        return
    what = "The record of 1 strategy meeting is" if count == 1 else f"The records of {count} strategy meetings are"
    send_mail(
        subject="Records of strategy meetings to send",
        message=f"{what} to be with everybody who took part by today, or late. Sign in to see which.",
        from_email=None,
        recipient_list=[chair.email],
    )


@handles(record_chasers.OF_ACTIONS)
def chase_actions(payload: dict[str, Any], now: datetime) -> None:
    """How many actions of strategy meetings wait for a worker, counted as the worker's own list counts them."""
    today = london_date(now)
    worker = get_user_model().objects.in_post(today).with_roles(today).filter(pk=payload["worker_id"]).first()
    if worker is None:
        return
    actions = StrategyAction.objects.visible_to(worker).to_follow(worker)
    count = actions.to_chase(date.fromisoformat(payload["on"])).count()
    if not count:
        return
    what = "1 action of a strategy meeting is" if count == 1 else f"{count} actions of strategy meetings are"
    send_mail(
        subject="Actions of strategy meetings",
        message=f"{what} to be done by today, or late. Sign in and open My work to see which.",
        from_email=None,
        recipient_list=[worker.email],
    )


@handles(CLIMBED)
def tell_head(payload: dict[str, Any], now: datetime) -> None:
    """How much late work has climbed to a head of service, counted as the list on My work counts it (L07)."""
    today = london_date(now)
    head = get_user_model().objects.in_post(today).with_roles(today).filter(pk=payload["worker_id"]).first()
    if head is None or not may(head, TAKE_UP_LATE):
        return
    count = late_work.late(head, Moment(now, today), rung=late_work.HEAD).count()
    if not count:
        return
    what = "1 piece of late work has" if count == 1 else f"{count} pieces of late work have"
    send_mail(
        subject="Late work",
        message=f"{what} come up to you from the teams. Sign in and open My work to see which.",
        from_email=None,
        recipient_list=[head.email],
    )


CALLED = {STRATEGY: "a strategy meeting", CONFERENCE: "a child protection conference", CORE_GROUP: "a core group"}


@handles(INVITED)
def tell_invited(payload: dict[str, Any], now: datetime) -> None:
    """Tell somebody that a meeting waits for them, and their report: when and how, and nothing about whom."""
    kind = KINDS[payload["kind"]]
    row = kind.invitations.objects.select_related("agency", "worker", kind.of).get(pk=payload["invitation"])
    meeting = row.meeting_of
    if getattr(meeting, "called_off_at", None) is not None or getattr(meeting, kind.held) is not None:
        return
    called, telephone = CALLED[kind], authority().telephone or "children's social care"
    send_mail(
        subject=f"Invitation to {called} of children's social care",
        message=(
            f"{authority().name} holds {called} {_when(row)} For safety nothing more is in this message. "
            f"Ring {telephone} and give the number {meeting.reference}. "
            "If you cannot come, ring all the same: send somebody who can decide, or say what you know."
        ),
        from_email=None,
        recipient_list=[row.address],
    )


def _when(row: Any) -> str:
    """When a meeting is and how one comes to it; a core group without a day yet says by when it meets."""
    meeting = row.meeting_of
    if isinstance(meeting, CORE_GROUP.meetings):
        day = meeting.planned_on
        return f"on {long_day(day)}." if day else f"by {long_day(meeting.due_on)}."
    report = getattr(row, "report_due_on", None)
    more = f" Your report is to be with the family by {long_day(report)}." if report else ""
    return f"on {moment(meeting.planned_at)}. How: {meeting.place}.{more}"


@handles(TOPIC)
def send_record(payload: dict[str, Any], now: datetime) -> None:
    """Send the signed record to one person's secure address as a PDF; subject and name of the file name nobody."""
    copy = StrategyCopy.objects.select_related(
        "invitation__agency",
        "invitation__worker",
        "invitation__meeting__chair",
        "invitation__meeting__convened_by",
        "invitation__meeting__signed_by",
    ).get(pk=payload["copy"])
    meeting = copy.invitation.meeting
    body = strategy_record.record(authority=authority(), meeting=meeting, to=copy.invitation)
    _send_pdf(body, what="Record", reference=meeting.reference, to=copy.sent_to)


@handles(conference_circulation.TOPIC)
def send_paper(payload: dict[str, Any], now: datetime) -> None:
    """Send letter or record of a conference to one person's secure address as a PDF; no name outside the file."""
    copy = ConferenceCopy.objects.select_related(
        "invitation__agency",
        "invitation__worker",
        "invitation__conference__chair",
        "invitation__conference__convened_by",
        "invitation__conference__signed_by",
    ).get(pk=payload["copy"])
    row, kind = copy.invitation, Paper(copy.paper)
    conference = row.conference
    body = conference_record.paper(authority=authority(), conference=conference, kind=kind, to=row.in_words)
    _send_pdf(body, what=str(kind.label), reference=conference.reference, to=copy.sent_to)


@handles(plan_copies.TOPIC)
def send_plan(payload: dict[str, Any], now: datetime) -> None:
    """Send a plan to somebody of an agency as a PDF to their secure address; no name outside the file."""
    copy = PlanCopy.objects.select_related("version__document", "version__authorised_by").get(pk=payload["copy"])
    body = plan_paper.copy(authority=authority(), given=copy)
    _send_pdf(body, what="Plan", reference=copy.version.document.reference, to=copy.sent_to)


def _send_pdf(body: bytes, *, what: str, reference: str, to: str) -> None:
    mail = EmailMessage(
        subject=f"{what} {reference} from children's social care",
        body=f"The {what.lower()} is attached. It is for you alone. {authority().name}",
        from_email=None,
        to=[to],
    )
    mail.attach(f"{what.lower().replace(' ', '-')}-{reference}.pdf", body, "application/pdf")
    mail.send()
