"""What can be done in the work with a child, by whom."""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from cases.models import (
    Allocation,
    Assessment,
    Conference,
    CoreGroup,
    EmergencyPower,
    Exemplar,
    Plan,
    PlanChild,
    PlanDocument,
    Section47,
    StrategyMeeting,
    closure_rules,
    conference_rules,
    plan_rules,
    strategy_rules,
)
from cases.models.assessment_rules import BY_A_MANAGER
from cases.models.emergency import CONFIRMED_BY_ANOTHER, NOTED_BY_A_PRACTITIONER
from cases.models.enquiries import ANOTHER_AUTHORISES
from cases.models.exemplar_rules import BY_ANOTHER, PUBLISHED_IN_PERSON
from cases.models.follow_ups import CALLED_OFF_BY_A_MANAGER
from frontdoor.core.permissions import Allowed, Answer, Denied, permission
from frontdoor.core.roles import AUDITOR, CALL_HANDLER, PRACTICE_MANAGER, SENIOR_LEADER, SERVICE_MANAGER, SOCIAL_WORKER
from frontdoor.models import Referral

OWN_ASSESSMENT = "Somebody other than its author must authorise an assessment."
NOT_YOURS_TO_START = "Only the child's worker and the team that holds the case can start its assessment."
NOT_YOURS_TO_AUTHORISE = "Only a manager of the team that holds the case, or a service manager, can do this."
NOT_YOURS_TO_CLOSE = "Only a manager of the team that holds the case, or a service manager, can close it."
NOT_YOUR_PLAN = "Only the child's worker and the team that holds the case can write this plan."
NOT_YOURS_TO_PLAN = "Only a manager of the team that holds the case, or a service manager, can start or end its plan."
NOT_YOUR_ENQUIRY = "Only the child's worker and the team that holds the case can do this."
NOT_YOUR_PROTECTION = "Only the child's worker and the team that holds the case can do this for the child's plan."
CHAIR_OF_CONFERENCE = "Only the chair of the conference can do this."
CHAIR_ALONE = "Only the chair of a strategy meeting can do this."
NOT_YOURS = "Only the child's worker and the team that holds the case can write this assessment."


def _works_with_the_child(worker: Any, assessment: Assessment) -> Answer:
    if assessment.referral.team_id == worker.team_id:
        return Allowed()
    if Allocation.objects.current().of(worker).filter(child_id=assessment.child_id).exists():
        return Allowed()
    return Denied(NOT_YOURS)


def _holds_the_case(worker: Any, referral: Referral) -> Answer:
    if SERVICE_MANAGER.code in worker.roles or referral.team_id == worker.team_id:
        return Allowed()
    if Allocation.objects.current().of(worker).filter(child_id=referral.child_id).exists():
        return Allowed()
    return Denied(NOT_YOURS_TO_START)


def case_held_q(worker: Any, case: str = "") -> Q:
    """What ``_holds_the_case`` asks of one case, of rows; ``case`` is the path to it with its underscores."""
    if SERVICE_MANAGER.code in worker.roles:
        return Q()
    allocated = Allocation.objects.current().of(worker).filter(child_id=OuterRef(f"{case}child_id"))
    held = Q(Exists(allocated))
    return held if worker.team_id is None else held | Q(**{f"{case}team_id": worker.team_id})


def _holds_the_case_to_close(worker: Any, referral: Referral) -> Answer:
    return Allowed() if _holds_the_case(worker, referral) else Denied(NOT_YOURS_TO_CLOSE)


def _holds_it_and_is_no_author(worker: Any, assessment: Assessment) -> Answer:
    if assessment.submitted_by_id == worker.pk:
        return Denied(OWN_ASSESSMENT)
    return Allowed() if _holds_the_case(worker, assessment.referral) else Denied(NOT_YOURS_TO_AUTHORISE)


def _stands_behind(worker: Any, power: EmergencyPower) -> Answer:
    own = worker.pk in {power.noted_by_id, power.extended_by_id}
    return Denied(CONFIRMED_BY_ANOTHER) if own else Allowed()


def _chairs(worker: Any, meeting: StrategyMeeting) -> Answer:
    return Allowed() if meeting.chair_id == worker.pk else Denied(CHAIR_ALONE)


def _chairs_conference(worker: Any, conference: Conference) -> Answer:
    return Allowed() if conference.chair_id == worker.pk else Denied(CHAIR_OF_CONFERENCE)


def _works_on_plan(worker: Any, plan: Plan) -> Answer:
    return Allowed() if _holds_the_case(worker, plan.referral) else Denied(NOT_YOUR_PROTECTION)


def _in_core_group(worker: Any, group: CoreGroup) -> Answer:
    return _works_on_plan(worker, group.plan)


def _works_on(worker: Any, enquiry: Section47) -> Answer:
    return Allowed() if _holds_the_case(worker, enquiry.referral) else Denied(NOT_YOUR_ENQUIRY)


def _not_who_proposed(worker: Any, enquiry: Section47) -> Answer:
    waits = enquiry.is_open and enquiry.proposed_by_id == worker.pk
    return Denied(ANOTHER_AUTHORISES) if waits else _works_on(worker, enquiry)


def _holds_the_case_to_plan(worker: Any, referral: Referral) -> Answer:
    return Allowed() if _holds_the_case(worker, referral) else Denied(NOT_YOURS_TO_PLAN)


def _parts_held(worker: Any) -> QuerySet[PlanChild]:
    """What plans say of children whom a worker works with, or whose case the worker's team holds."""
    held = Q(child_id__in=Allocation.objects.current().of(worker).values("child_id"))
    if worker.team_id is not None:
        held |= Q(plan__referral__team_id=worker.team_id)
    return PlanChild.objects.filter(held)


def plan_held_q(worker: Any, document: str) -> Q:
    """What ``_writes_the_plan`` asks of one plan, of rows; ``document`` is the column that names the plan."""
    if SERVICE_MANAGER.code in worker.roles:
        return Q()
    return Q(Exists(_parts_held(worker).filter(document_id=OuterRef(document))))


def _writes_the_plan(worker: Any, document: PlanDocument) -> Answer:
    if SERVICE_MANAGER.code in worker.roles or _parts_held(worker).filter(document=document).exists():
        return Allowed()
    return Denied(NOT_YOUR_PLAN)


def _did_not_propose(worker: Any, document: PlanDocument) -> Answer:
    return Denied(plan_rules.OWN_PLAN) if document.proposed_by_id == worker.pk else _writes_the_plan(worker, document)


def _did_not_put_forward(worker: Any, row: Exemplar) -> Answer:
    return Denied(BY_ANOTHER) if row.proposed_by_id == worker.pk else Allowed()


VIEW_CASES = permission(
    "cases.view", "see cases", (SOCIAL_WORKER, PRACTICE_MANAGER, SERVICE_MANAGER, AUDITOR, SENIOR_LEADER)
)
ALLOCATE = permission("cases.allocate", "allocate a case", (PRACTICE_MANAGER, SERVICE_MANAGER))
ASSESS = permission(
    "assessments.write", "write an assessment", (SOCIAL_WORKER, PRACTICE_MANAGER), _works_with_the_child
)
START_ASSESSMENT = permission(
    "assessments.start", "start an assessment", (SOCIAL_WORKER, PRACTICE_MANAGER, SERVICE_MANAGER), _holds_the_case
)
AUTHORISE_ASSESSMENT = permission(
    "assessments.authorise",
    "authorise an assessment",
    (PRACTICE_MANAGER, SERVICE_MANAGER),
    _holds_it_and_is_no_author,
    without=BY_A_MANAGER,
)
CLOSE_CASE = permission(
    "cases.close",
    "close a case",
    (PRACTICE_MANAGER, SERVICE_MANAGER),
    _holds_the_case_to_close,
    without=closure_rules.NOT_A_MANAGER,
)
RECORD_VISIT = permission("visits.record", "record a visit", (SOCIAL_WORKER, PRACTICE_MANAGER, SERVICE_MANAGER))
WRITE_NOTE = permission(
    "notes.write", "write a case note", (CALL_HANDLER, SOCIAL_WORKER, PRACTICE_MANAGER, SERVICE_MANAGER)
)
PRINT_CHRONOLOGY = permission(
    "chronology.print", "print a chronology", (SOCIAL_WORKER, PRACTICE_MANAGER, SERVICE_MANAGER)
)
MARK_SIGNIFICANT = permission(
    "chronology.mark", "mark what is significant", (SOCIAL_WORKER, PRACTICE_MANAGER, SERVICE_MANAGER)
)
WRITE_STRATEGY = permission(
    "strategy.write", "write at a strategy meeting", (SOCIAL_WORKER, PRACTICE_MANAGER, SERVICE_MANAGER)
)
CHAIR_STRATEGY = permission(
    "strategy.chair",
    "chair a strategy meeting",
    (PRACTICE_MANAGER, SERVICE_MANAGER),
    _chairs,
    without=strategy_rules.CHAIRED_BY_A_MANAGER,
)
TAKE_UP_MISSED = permission(
    "strategy.missed", "take up missed meetings with an agency", (PRACTICE_MANAGER, SERVICE_MANAGER)
)
TAKE_UP_LATE = permission("late.take_up", "take up late work that has come up from the teams", (SERVICE_MANAGER,))
START_ENQUIRY = permission(
    "enquiries.start",
    "start a section 47 enquiry",
    (SOCIAL_WORKER, PRACTICE_MANAGER, SERVICE_MANAGER),
    _holds_the_case,
)
WORK_ON_ENQUIRY = permission(
    "enquiries.write", "write a section 47 enquiry", (SOCIAL_WORKER, PRACTICE_MANAGER, SERVICE_MANAGER), _works_on
)
DECIDE_ENQUIRY = permission(
    "enquiries.decide",
    "decide about a section 47 enquiry",
    (PRACTICE_MANAGER, SERVICE_MANAGER),
    _not_who_proposed,
    without=BY_A_MANAGER,
)
CONFIRM_POWER = permission(
    "emergency.confirm",
    "confirm an emergency power",
    (PRACTICE_MANAGER, SERVICE_MANAGER),
    _stands_behind,
    without=CONFIRMED_BY_ANOTHER,
)
NOTE_POWER = permission(
    "emergency.note",
    "note an emergency power",
    (SOCIAL_WORKER, PRACTICE_MANAGER, SERVICE_MANAGER),
    without=NOTED_BY_A_PRACTITIONER,
)
WRITE_FOLLOW_UP = permission(
    "follow_ups.write",
    "record a return home interview or a private fostering visit",
    (SOCIAL_WORKER, PRACTICE_MANAGER, SERVICE_MANAGER),
)
CALL_OFF_FOLLOW_UP = permission(
    "follow_ups.call_off",
    "call off a return home interview or a private fostering visit",
    (PRACTICE_MANAGER, SERVICE_MANAGER),
    without=CALLED_OFF_BY_A_MANAGER,
)
START_PLAN = permission(
    "plans.start",
    "start or end a child in need plan",
    (PRACTICE_MANAGER, SERVICE_MANAGER),
    _holds_the_case_to_plan,
    without=plan_rules.DECIDED_BY_A_MANAGER,
)
WRITE_PLAN = permission(
    "plans.write", "write a child's plan", (SOCIAL_WORKER, PRACTICE_MANAGER, SERVICE_MANAGER), _writes_the_plan
)
AUTHORISE_PLAN = permission(
    "plans.authorise",
    "authorise a child's plan",
    (PRACTICE_MANAGER, SERVICE_MANAGER),
    _did_not_propose,
    without=plan_rules.SIGNED_BY_A_MANAGER,
)
AUDIT_PLAN = permission("plans.audit", "audit a child's plan", (AUDITOR,))
CONVENE_CONFERENCE = permission(
    "conferences.convene",
    "convene a conference",
    (SOCIAL_WORKER, PRACTICE_MANAGER, SERVICE_MANAGER),
    _holds_the_case,
)
WRITE_CONFERENCE = permission(
    "conferences.write", "write at a conference", (SOCIAL_WORKER, PRACTICE_MANAGER, SERVICE_MANAGER)
)
CHAIR_CONFERENCE = permission(
    "conferences.chair",
    "chair a conference",
    (PRACTICE_MANAGER, SERVICE_MANAGER),
    _chairs_conference,
    without=conference_rules.CHAIRED_BY_A_MANAGER,
)
END_PLAN = permission(
    "plans.end", "end a protection plan without a conference", (PRACTICE_MANAGER, SERVICE_MANAGER), _works_on_plan
)
WRITE_CORE_GROUP = permission(
    "core_groups.write", "write a core group", (SOCIAL_WORKER, PRACTICE_MANAGER, SERVICE_MANAGER), _in_core_group
)
PROPOSE_EXEMPLAR = permission(
    "exemplars.propose",
    "put a good example forward",
    (SOCIAL_WORKER, PRACTICE_MANAGER, SERVICE_MANAGER, AUDITOR),
)
PUBLISH_EXEMPLAR = permission(
    "exemplars.publish",
    "publish a good example",
    (PRACTICE_MANAGER, SERVICE_MANAGER, AUDITOR),
    _did_not_put_forward,
    without=PUBLISHED_IN_PERSON,
)
TAKE_OUT_EXEMPLAR = permission(
    "exemplars.take_out", "take a good example out", (PRACTICE_MANAGER, SERVICE_MANAGER, AUDITOR)
)
