"""Acts at and after strategy meetings as their pages send them (see sending.py)."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone

from cases.models import (
    EmergencyPower,
    Section47,
    StrategyAction,
    StrategyCopy,
    StrategyInformation,
    StrategyInvitation,
    StrategyMeeting,
)
from frontdoor.core.working_days import LONDON
from tests.factories import strategy as made
from tests.factories import workers
from tests.factories.cases import ReferralFactory
from tests.factories.contacts import ContactFactory
from tests.factories.enquiries import PowerFactory
from tests.factories.people import AgencyFactory, ChildFactory
from tests.law.sending import Act


def moment(name: str, at: Any) -> dict[str, Any]:
    """A moment as its boxes take it."""
    local = at.astimezone(LONDON)
    parts = {"day": local.day, "month": local.month, "year": local.year, "time": f"{local:%H:%M}"}
    return {f"{name}_{part}": value for part, value in parts.items()}


def convene_meeting() -> Act:
    contact, now = ContactFactory(), timezone.now()
    child = contact.about.get().child
    answers = {
        "reason": made.REASON,
        "harm": "PHY",
        "immediate": "no",
        "place": "By telephone",
        "chair": workers.practice_manager().pk,
        f"child_{child.pk}": "in",
        **moment("cause_at", now - timedelta(hours=1)),
        **moment("planned_at", now + timedelta(hours=1)),
    }
    return Act(
        by=workers.practice_manager(team=workers.TeamFactory(front_door=True)),
        page=reverse("strategy_from_contact", args=[contact.pk]),
        answers=answers,
        rows=StrategyMeeting.objects.all(),
    )


def invite_somebody() -> Act:
    meeting = made.MeetingFactory()
    answers = {"kind": "agency", "agency": AgencyFactory().pk, "name": "Ann Invented", "job": "Nurse"}
    return Act(
        by=meeting.chair,
        page=reverse("strategy_invite", args=[meeting.pk]),
        answers=answers,
        rows=StrategyInvitation.objects.all(),
    )


def say_something() -> Act:
    row = made.InvitationFactory(meeting=made.MeetingFactory(held=True))
    return Act(
        by=row.meeting.chair,
        page=reverse("strategy", args=[row.meeting_id]),
        to=reverse("strategy_say", args=[row.pk]),
        answers={"said": "fact", "words": "Absent on nine Mondays.", "source": "The register"},
        rows=StrategyInformation.objects.all(),
    )


def agree_action() -> Act:
    meeting = made.MeetingFactory(held=True)
    answers = {
        "what": made.WHAT,
        "purpose": "To know whether it is safe.",
        "kind": "agency",
        "owner_name": "Ann Invented",
        "owner_job": "Nurse",
        **moment("due_at", timezone.now() + timedelta(days=1)),
    }
    return Act(
        by=meeting.chair,
        page=reverse("strategy_action_new", args=[meeting.pk]),
        answers=answers,
        rows=StrategyAction.objects.all(),
    )


def sign_meeting() -> Act:
    meeting = made.ready()
    return Act(
        by=meeting.chair,
        page=reverse("strategy_sign", args=[meeting.pk]),
        answers={"version": meeting.version},
        rows=StrategyMeeting.objects.all(),
        adds=0,
    )


def send_record() -> Act:
    row = made.signed().invitations.latest("pk")
    return Act(
        by=row.meeting.chair,
        page=reverse("strategy_send", args=[row.pk]),
        answers={"how": "handed"},
        rows=StrategyCopy.objects.all(),
    )


def start_enquiry() -> Act:
    row = made.signed().children.get()
    referral = ReferralFactory(child=row.child)
    return Act(
        by=workers.social_worker(team=referral.team),
        page=reverse("strategy", args=[row.meeting_id]),
        to=reverse("enquiry_start", args=[row.pk]),
        rows=Section47.objects.all(),
    )


def note_power() -> Act:
    child = ChildFactory()
    answers = {"kind": "police", "reason": made.REASON, **moment("started_at", timezone.now() - timedelta(hours=1))}
    return Act(
        by=workers.service_manager(),
        page=reverse("emergency_powers", args=[child.pk]),
        answers=answers,
        rows=EmergencyPower.objects.all(),
    )


def confirm_power() -> Act:
    power = PowerFactory()
    return Act(
        by=workers.service_manager(),
        page=reverse("emergency_confirm", args=[power.pk]),
        answers={"reference": "WYP 20261"},
        rows=EmergencyPower.objects.confirmed(),
    )


ACTS: dict[str, Callable[[], Act]] = {
    make.__name__: make
    for make in (
        convene_meeting,
        invite_somebody,
        say_something,
        agree_action,
        sign_meeting,
        send_record,
        start_enquiry,
        note_power,
        confirm_power,
    )
}
