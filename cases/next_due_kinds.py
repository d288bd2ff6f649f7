"""What is due next for a child: each kind of promise, with its rows, its clock and its page (see next_due.py)."""

from functools import partial
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from cases import conferences, enquiries
from cases.enquiries import START_CLOCK
from cases.models import (
    Assessment,
    Conference,
    CoreGroup,
    EmergencyPower,
    FamilyAssessment,
    FollowUp,
    Plan,
    PlanDocument,
    PlanReview,
    Section47,
    SeenDue,
    StrategyAction,
    StrategyMeeting,
)
from cases.models.assessment_family import CHECK_CLOCK
from cases.models.assessments import ASSESSMENT_CLOCK, PLAN_CLOCK
from cases.models.core_groups import CORE_GROUP_CLOCK
from cases.models.emergency import CONFIRM_CLOCK, POWER_CLOCK
from cases.models.enquiries import CONFERENCE_CLOCK, OUTCOME_CLOCK
from cases.models.follow_ups import FOLLOW_UP_CLOCK
from cases.models.plan_reviews import REVIEW_CLOCK as PLAN_REVIEW_CLOCK
from cases.models.protection import REVIEW_CLOCK as PROTECTION_REVIEW_CLOCK
from cases.models.strategy import CIRCULATED_CLOCK, HELD_CLOCK
from cases.models.strategy_actions import ACTION_CLOCK
from cases.models.visits import SEEN_CLOCK
from cases.next_due import Kind, register
from cases.permissions import (
    ALLOCATE,
    CONVENE_CONFERENCE,
    NOTE_POWER,
    RECORD_VISIT,
    START_PLAN,
    VIEW_CASES,
    WRITE_FOLLOW_UP,
    WRITE_PLAN,
    WRITE_STRATEGY,
    case_held_q,
    plan_held_q,
)
from frontdoor.core.timed import Clock
from frontdoor.models import Contact, Referral
from frontdoor.models.contacts import PROMISE
from frontdoor.models.enquiry_over import AGAIN_CLOCK
from frontdoor.models.referrals import ALLOCATION_CLOCK
from frontdoor.permissions import VIEW_CONTACTS


def _meetings(viewer: Any, child: OuterRef) -> QuerySet:
    about = {"children__child_id": child, "children__left_out_reason": ""}
    return StrategyMeeting.objects.visible_to(viewer).standing().filter(**about)


CONTACT_CLOCK = Clock("T02", started="received_at", due="promised_at", finished="decided_at")
"""A contact that is not triaged falls due with its triage (frontdoor/models/contacts.py)."""


def _to_start(viewer: Any, child: OuterRef) -> QuerySet:
    return enquiries.to_start(viewer).filter(child_id=child)


def _contacts(viewer: Any, child: OuterRef) -> QuerySet:
    rows = Contact.objects.open().about_opened(child, viewer).annotate(promised_at=PROMISE)
    return rows.filter(promised_at__isnull=False)


def _to_check(viewer: Any, child: OuterRef) -> QuerySet:
    about = {"assessments__child_id": child, "assessments__finished_on__isnull": True}
    return FamilyAssessment.objects.being_written().filter(CHECK_CLOCK.open_q(), **about)


def _plans_to_review(viewer: Any, child: OuterRef) -> QuerySet:
    about = {"document__parts__child_id": child, "document__parts__plan__ended_on__isnull": True}
    return PlanReview.objects.waiting().filter(**about)


def _convened() -> Exists:
    return Exists(conferences.unsigned_rows().filter(child_id=OuterRef("child_id")))


def _reviews_convened(viewer: Any, child: OuterRef) -> QuerySet:
    """``conference`` is that of the review, as far as the viewer may open it."""
    opened = Conference.objects.visible_to(viewer).values("pk")
    convened = conferences.unsigned_rows().filter(child_id=OuterRef("child_id"), conference__in=opened)
    rows = Plan.objects.to_review().filter(_convened(), child_id=child)
    return rows.annotate(conference=Subquery(convened.order_by("pk").values("conference_id")[:1]))


def _to_agree(viewer: Any, child: OuterRef) -> QuerySet:
    written = PlanDocument.objects.standing().filter(parts__child_id=OuterRef("child_id"))
    rows = Assessment.objects.to_plan().filter(child_id=child)
    return rows.annotate(document=Subquery(written.order_by("-pk").values("pk")[:1])).filter(document__isnull=False)


register(
    Kind(
        code="contact",
        words="Decision on a contact",
        clock=CONTACT_CLOCK,
        rows=_contacts,
        page="contact",
        permission=VIEW_CONTACTS,
    ),
    Kind(
        code="allocation",
        words="Allocation",
        clock=ALLOCATION_CLOCK,
        rows=lambda viewer, child: Referral.objects.unallocated().filter(ALLOCATION_CLOCK.open_q(), child_id=child),
        page="allocate",
        permission=ALLOCATE,
        who="a manager allocates it",
    ),
    Kind(
        code="assessment",
        words="Assessment",
        clock=ASSESSMENT_CLOCK,
        rows=lambda viewer, child: Assessment.objects.open().filter(child_id=child),
        page="assessment",
        permission=VIEW_CASES,
    ),
    Kind(
        code="plan_start",
        words="Child in need plan, started and agreed",
        clock=PLAN_CLOCK,
        rows=lambda viewer, child: Assessment.objects.to_plan().without_plan().filter(child_id=child),
        page="plan_start",
        key="referral_id",
        permission=START_PLAN,
        held=partial(case_held_q, case="referral__"),
        who="a manager of the team that holds the case starts it",
    ),
    Kind(
        code="plan_agreed",
        words="Child in need plan, agreed",
        clock=PLAN_CLOCK,
        rows=_to_agree,
        page="plan",
        key="document",
        permission=VIEW_CASES,
    ),
    Kind(
        code="seen",
        words="Visit, child seen",
        clock=SEEN_CLOCK,
        rows=lambda viewer, child: SeenDue.objects.waiting().filter(child_id=child),
        page="visit_new",
        key="child_id",
        permission=RECORD_VISIT,
    ),
    Kind(
        code="meeting",
        words="Strategy meeting",
        clock=HELD_CLOCK,
        rows=lambda viewer, child: _meetings(viewer, child).to_hold(),
        page="strategy",
        permission=VIEW_CASES,
        badge="Strategy meeting planned",
    ),
    Kind(
        code="again",
        words="Strategy meeting, held again",
        clock=AGAIN_CLOCK,
        rows=lambda viewer, child: _meetings(viewer, child).to_hold_again(),
        page="strategy",
        permission=VIEW_CASES,
    ),
    Kind(
        code="enquiry_start",
        words="Start of the section 47 enquiry",
        clock=START_CLOCK,
        rows=_to_start,
        page="strategy",
        key="meeting_id",
        permission=VIEW_CASES,
        badge="Section 47 enquiry to start",
        colour="red",
    ),
    Kind(
        code="record",
        words="Record of the strategy meeting",
        clock=CIRCULATED_CLOCK,
        rows=lambda viewer, child: _meetings(viewer, child).filter(CIRCULATED_CLOCK.open_q()),
        page="strategy",
        permission=VIEW_CASES,
    ),
    Kind(
        code="action",
        words="Action of a strategy meeting",
        clock=ACTION_CLOCK,
        rows=lambda viewer, child: StrategyAction.objects.open().filter(meeting__in=_meetings(viewer, OuterRef(child))),
        page="strategy_action",
        permission=WRITE_STRATEGY,
    ),
    Kind(
        code="outcome",
        words="Outcome of the section 47 enquiry",
        clock=OUTCOME_CLOCK,
        rows=lambda viewer, child: Section47.objects.open().filter(child_id=child),
        page="enquiry",
        permission=VIEW_CASES,
        badge="Section 47 enquiry",
        colour="red",
    ),
    Kind(
        code="conference",
        words="Child protection conference",
        clock=CONFERENCE_CLOCK,
        rows=lambda viewer, child: Section47.objects.awaiting_conference().filter(child_id=child),
        page="enquiry",
        permission=VIEW_CASES,
    ),
    Kind(
        code="check",
        words="Manager's check of the assessment",
        clock=CHECK_CLOCK,
        rows=_to_check,
        page="family_assessment",
        permission=VIEW_CASES,
    ),
    Kind(
        code="core_group",
        words="Core group",
        clock=CORE_GROUP_CLOCK,
        rows=lambda viewer, child: CoreGroup.objects.waiting().filter(plan__child_id=child),
        page="core_group",
        permission=VIEW_CASES,
    ),
    Kind(
        code="review_conference",
        words="Review conference",
        clock=PROTECTION_REVIEW_CLOCK,
        rows=lambda viewer, child: Plan.objects.to_review().filter(~_convened(), child_id=child),
        page="conference_from_plan",
        permission=CONVENE_CONFERENCE,
        held=partial(case_held_q, case="referral__"),
        who="the child's worker or the team that holds the case convenes it",
    ),
    Kind(
        code="review_convened",
        words="Review conference, convened",
        clock=PROTECTION_REVIEW_CLOCK,
        rows=_reviews_convened,
        page="conference",
        key="conference",
        permission=VIEW_CASES,
    ),
    Kind(
        code="plan_review",
        words="Review of the plan",
        clock=PLAN_REVIEW_CLOCK,
        rows=_plans_to_review,
        page="plan_review",
        key="document_id",
        permission=WRITE_PLAN,
        held=partial(plan_held_q, document="document_id"),
        who="the child's worker or the team that holds the case reviews it",
    ),
    Kind(
        code="follow_up",
        words="Return home interview or private fostering visit",
        clock=FOLLOW_UP_CLOCK,
        rows=lambda viewer, child: FollowUp.objects.owed().filter(child_id=child),
        page="follow_ups",
        key="child_id",
        permission=WRITE_FOLLOW_UP,
    ),
    Kind(
        code="power_to_confirm",
        words="Emergency power to be confirmed",
        clock=CONFIRM_CLOCK,
        rows=lambda viewer, child: EmergencyPower.objects.to_confirm().filter(child_id=child),
        page="emergency_powers",
        key="child_id",
        permission=NOTE_POWER,
    ),
    Kind(
        code="power",
        words="End of the emergency power",
        clock=POWER_CLOCK,
        rows=lambda viewer, child: EmergencyPower.objects.in_force().filter(child_id=child),
        page="emergency_powers",
        key="child_id",
        permission=NOTE_POWER,
        badge="Emergency power in force",
        colour="red",
    ),
)
