"""What the cases offer on the page of a contact and of a child."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Q
from django.urls import reverse

from cases import strategy
from cases.models import Plan, PlanDocument, StrategyMeeting
from cases.permissions import (
    CLOSE_CASE,
    CONVENE_CONFERENCE,
    END_PLAN,
    NOTE_POWER,
    START_PLAN,
    VIEW_CASES,
    WRITE_FOLLOW_UP,
    WRITE_PLAN,
    WRITE_STRATEGY,
)
from cases.presenters.strategy import state_of
from frontdoor.contact_links import ContactLink, register
from frontdoor.core.permissions import may
from frontdoor.models import Contact, Person, Referral

CONVENE = "Convene a strategy meeting"
ASK_TO_CONVENE = "Ask a manager to convene a strategy meeting"


@register
def strategy_meetings(contact: Contact, worker: Any) -> Iterator[ContactLink]:
    """The strategy meetings that came of a contact or of its cases, and convening one."""
    if may(worker, VIEW_CASES):
        about = Q(contact=contact) | Q(referral__contact=contact)
        for meeting in StrategyMeeting.objects.visible_to(worker).filter(about).order_by("pk"):
            label = f"Strategy meeting {meeting.reference}: {state_of(meeting)[0].lower()}"
            url = reverse("strategy", args=[meeting.pk])
            yield ContactLink(label, url, is_meeting=True, number=meeting.pk)
    if may(worker, WRITE_STRATEGY):
        words = CONVENE if strategy.may_convene(worker, contact=contact) else ASK_TO_CONVENE
        url = reverse("strategy_from_contact", args=[contact.pk])
        yield ContactLink(words, url, is_act=True, is_meeting=True)


@register
def on_paper(contact: Contact, worker: Any) -> Iterator[ContactLink]:
    """The contact as a PDF for the file."""
    yield ContactLink("Print or save as PDF", reverse("contact_paper", args=[contact.pk]))


def _case_of(child: Any) -> Referral:
    """The child's open case as far as a permission asks about it."""
    return Referral(pk=child.standing_case, team_id=child.standing_team, child_id=child.pk)


def _of_conferences(child: Any, worker: Any) -> Iterator[dict[str, str]]:
    """The next conference of a child with an open case, for whoever holds it; the plan's end without one."""
    if child.standing_case is None:
        return
    case = _case_of(child)
    plan_id = child.standing_protection
    if may(worker, CONVENE_CONFERENCE, case):
        if plan_id is not None:
            url = reverse("conference_from_plan", args=[plan_id])
            yield {"label": "Convene the review conference", "url": url}
        else:
            url = reverse("conference_from_case", args=[case.pk])
            yield {"label": "Convene a transfer-in conference", "url": url}
    if plan_id is not None and may(worker, END_PLAN, Plan(pk=plan_id, referral=case)):
        yield {"label": "End the plan without a conference", "url": reverse("protection_end", args=[plan_id])}


def of_child(child: Person, worker: Any) -> list[dict[str, str]]:
    """What can be begun about a child; ``child`` comes with its standing."""
    links = [*_plan_of(child, worker)]
    if child.standing_case is not None and may(worker, WRITE_STRATEGY):
        url = reverse("strategy_from_case", args=[child.standing_case])
        may_convene = child.standing_cause or strategy.may_convene(worker)
        links.append({"label": CONVENE if may_convene else ASK_TO_CONVENE, "url": url})
    links.extend(_of_conferences(child, worker))
    if child.is_child and may(worker, NOTE_POWER):
        links.append({"label": "Emergency powers", "url": reverse("emergency_powers", args=[child.pk])})
    if child.is_child:
        links.append(
            {
                "label": "Print or save as PDF what was said about consent",
                "url": reverse("consent_paper", args=[child.pk]),
            }
        )
    if child.is_child and may(worker, WRITE_FOLLOW_UP):
        url = reverse("follow_ups", args=[child.pk])
        links.append({"label": "After going missing, and private fostering", "url": url})
    if child.standing_case is not None and may(worker, CLOSE_CASE):
        links.append({"label": "Close the case", "url": reverse("case_close", args=[child.standing_case])})
    return links


def _plan_of(child: Person, worker: Any) -> Iterator[dict[str, str]]:
    """The plans of a child, the latest first; writing one that is not written, or starting one."""
    if may(worker, VIEW_CASES):
        for facts in child.standing_plans or []:
            document = PlanDocument(**facts)
            label = f"{document.get_kind_display()} {document.reference}"
            yield {"label": label, "url": reverse("plan", args=[document.pk])}
    if child.standing_case is None:
        return
    case = [child.standing_case]
    if child.standing_plan is not None:
        if may(worker, WRITE_PLAN) and child.standing_unwritten:
            yield {"label": "Write the child's plan", "url": reverse("plan_begin", args=case)}
    elif worker.holds(START_PLAN) and may(worker, START_PLAN, _case_of(child)):
        yield {"label": "Start a child in need plan", "url": reverse("plan_start", args=case)}
