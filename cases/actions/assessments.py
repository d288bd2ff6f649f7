"""An assessment from the referral to the family: opened, written, submitted, authorised, shared."""

from datetime import date
from typing import Any

from cases import agreement
from cases.actions import planning
from cases.actions.allocations import give_lead, lead_of, lock_open_case, pass_on
from cases.actions.assessment_families import document_of
from cases.actions.assessment_sections import days_seen
from cases.actions.seen_due import catch_up
from cases.models import Assessment, AssessmentReturn
from cases.models.agreement_rules import AGREEMENT_GONE
from cases.models.assessment_rules import SEEN_AT_A_VISIT, SHARED_TOO_EARLY, SUBMITTED_STAYS
from cases.models.assessments import ASSESSMENT_CLOCK, LATE_WITHOUT_REASON, NO_SERVICE_CONSENT
from cases.permissions import ASSESS, AUTHORISE_ASSESSMENT
from frontdoor.core import timescales
from frontdoor.core.actions import NotPossible, action
from frontdoor.core.permissions import require
from frontdoor.core.policy import calendar, period
from frontdoor.core.versions import Stale, lock
from frontdoor.core.working_days import start_of_day
from frontdoor.models import Referral
from frontdoor.models.person_choices import BirthDateKnown
from frontdoor.models.positions import service_of

SUBMITTED = SUBMITTED_STAYS
WRITTEN_TOGETHER = "This assessment is part of the document about the whole family. It is written and signed there."
NOT_SUBMITTED = "This assessment has not been submitted yet."
NO_WORKER = "Give the case to a worker first."
FINISHED = "This assessment is finished. It cannot be changed."
AUTHORISED = "This assessment has been authorised already."
NOT_AUTHORISED = "A manager must authorise the assessment before it is shared with the family."
IN_THE_FUTURE = "This date is in the future."
SEEN_TOO_EARLY = "The child cannot have been seen before the referral."
SEEN_NEVER = "Enter when the child was seen."
WITHOUT_VOICE = "Write down what the child says. For a child who does not speak yet, write what the child lives with."


@action
def start_from_referral(*, by: Any, on: date, referral_id: int, worker: Any, rationale: str) -> Assessment:
    """Give an accepted referral to its lead worker and open the assessment, due 45 working days from the referral.

    The date is a promise under the period in force when the referral was received (domain.md T07, Working Together)
    and is never moved afterwards. Raises NotPossible when the case is closed, the child already has a lead worker or
    an open assessment, the worker cannot be given the case, or nobody has agreed to the assessment (C08).
    """
    referral = lock_open_case(referral_id)
    give_lead(by=by, on=on, referral=referral, worker=worker, rationale=rationale)
    return _open(referral, by=by, on=on)


@action
def start(*, by: Any, on: date, referral_id: int) -> Assessment:
    """Open the assessment of a case that has its worker, once the family has agreed to it (C08).

    Its 45 working days count from the referral all the same (T07), and so does the day by which the child is to be seen
    (T05). Raises NotPossible when the case is closed or has
    no worker, the child already has an open assessment, or nobody has agreed.
    """
    referral = lock_open_case(referral_id)
    if referral.allocated_on is None:
        raise NotPossible(NO_WORKER)
    return _open(referral, by=by, on=on)


def begin_with_enquiry(referral: Referral, *, by: Any, on: date) -> Assessment | None:
    """Inside the act that starts a section 47 enquiry: the assessment by which it is carried out (census 2991), of a
    case that has none yet.

    Its 45 working days count from the referral like any other's (T07). A case without a worker gets it with its worker.
    """
    if referral.allocated_on is None or Assessment.objects.filter(referral=referral).exists():
        return None
    return _open(referral, by=by, on=on)


def _open(referral: Referral, *, by: Any, on: date) -> Assessment:
    allowed = period(timescales.ASSESSMENT, on=referral.received_on, team_id=referral.team_id)
    assessment = Assessment(
        referral=referral,
        child_id=referral.child_id,
        referral_received_on=referral.received_on,
        started_on=on,
        due_on=allowed.due_on(referral.received_on, calendar(around=referral.received_on)),
        opened_by=by,
    )
    assessment.full_clean()
    if why_not := why_not_start(referral, on=on):
        raise NotPossible(why_not)
    assessment.family = document_of(referral, by=by, on=on)
    assessment.save()
    catch_up([assessment.child_id])
    return assessment


def why_not_start(referral: Referral, *, on: date) -> str:
    """Why no assessment can start yet: under section 17 it needs agreement (C08; domain.md 2.1 C), of late (C-YES).

    A section 47 enquiry asks nobody while it goes on; before it is started, so does the strategy meeting that decided
    on it, until it is over (C04). Nor does an emergency power in force that a manager has confirmed. One manager's
    decision on the contact does not take the place of either.
    """
    if _asks_nobody(referral):
        return ""
    said, today = service_of(referral.child_id, received_on=referral.received_on, on=on), start_of_day(on)
    return "" if said.grounds(today) else said.too_old(today) or NO_SERVICE_CONSENT


def _asks_nobody(referral: Referral) -> bool:
    nobody = agreement.asks_nobody(child="child", referral="pk", contact="contact")
    return Referral.objects.filter(nobody, pk=referral.pk).exists()


def waits_for_agreement(referral: Referral, *, on: date) -> str:
    """Why the case has no assessment and none can start until somebody has agreed (C08); empty for any other."""
    begun = Assessment.objects.filter(referral=referral).exists()
    return "" if begun else why_not_start(referral, on=on)


@action
def allocate(*, by: Any, on: date, referral_id: int, version: int, worker: Any, rationale: str) -> None:
    """Give a case to a lead worker: the first time its assessment opens with it, later it only changes hands.

    A child does not wait for a worker until somebody has agreed: the assessment then waits for ``start``.
    ``version`` is ``Lead.version`` of who led when the choice was made. Raises Stale, whose row is the Lead of now,
    when somebody else has allocated the case since, NotPossible when it is closed, and what ``pass_on`` raises.
    """
    referral = lock_open_case(referral_id)
    lead = lead_of(referral.child_id)
    if lead.version != version:
        raise Stale(lead)
    known = lead.allocation is not None or Assessment.objects.filter(referral=referral).exists()
    if not known and not why_not_start(referral, on=on):
        start_from_referral(by=by, on=on, referral_id=referral_id, worker=worker, rationale=rationale)
    else:
        pass_on(by=by, on=on, referral=referral, lead=lead, worker=worker, rationale=rationale)


def _being_written(assessment_id: int, version: int, *, by: Any) -> Assessment:
    assessment = lock(Assessment.objects.all(), assessment_id, version)
    require(by, ASSESS, assessment)
    if assessment.finished_on is not None:
        raise NotPossible(FINISHED)
    _alone(assessment)
    if assessment.submitted_on is not None:
        raise NotPossible(SUBMITTED)
    if agreement.waiting(Assessment.objects.filter(pk=assessment.pk)).exists():
        raise NotPossible(AGREEMENT_GONE)
    return assessment


def _alone(assessment: Assessment) -> None:
    """Raises NotPossible for an assessment that is written and signed in the document about its family."""
    if assessment.family_id is not None:
        raise NotPossible(WRITTEN_TOGETHER)


def _write(assessment: Assessment, on: date, written: dict[str, Any]) -> None:
    before = assessment.child_seen_on
    for name, value in written.items():
        setattr(assessment, name, value)
    seen_on = assessment.child_seen_on
    if seen_on is not None and seen_on > on:
        raise NotPossible(IN_THE_FUTURE, field="child_seen_on")
    if seen_on is not None and seen_on < assessment.referral_received_on:
        raise NotPossible(SEEN_TOO_EARLY, field="child_seen_on")
    if seen_on is not None and seen_on != before and seen_on not in days_seen(assessment.child_id):
        raise NotPossible(SEEN_AT_A_VISIT, field="child_seen_on")


@action
def write(
    *,
    by: Any,
    on: date,
    assessment_id: int,
    version: int,
    child_seen_on: date | None,
    child_seen_alone: bool | None,
    child_views: str,
    analysis: str,
    outcome: str,
    late_reason: str = "",
    submit: bool = False,
) -> Assessment:
    """Save what has been written, whole or not, and submit it for authorisation where ``submit`` says so.

    A submitted assessment says when the child was seen (an unborn child is not), what the child says, the analysis,
    the outcome and, past its day, why it took longer. Raises Stale when somebody else has saved since ``version``,
    NotPossible when it is not open for writing or not whole, Refused when the writer does not work with the child.
    """
    assessment = _being_written(assessment_id, version, by=by)
    written = {
        "child_seen_on": child_seen_on,
        "child_seen_alone": child_seen_alone if child_seen_on else None,
        "child_views": child_views,
        "analysis": analysis,
        "outcome": outcome,
        "late_reason": late_reason or assessment.late_reason,
    }
    _write(assessment, on, written)
    if submit:
        _submit(assessment, by, on)
    assessment.full_clean()
    assessment.save()
    return assessment


def _submit(assessment: Assessment, by: Any, on: date) -> None:
    unborn = assessment.child.birth_date_known == BirthDateKnown.UNBORN
    if assessment.child_seen_on is None and not unborn:
        raise NotPossible(SEEN_NEVER, field="child_seen_on")
    if not assessment.child_views.strip() and not unborn:
        raise NotPossible(WITHOUT_VOICE, field="child_views")
    if ASSESSMENT_CLOCK.is_overdue(assessment, on) and not assessment.late_reason.strip():
        raise NotPossible(LATE_WITHOUT_REASON, field="late_reason")
    assessment.submitted_on, assessment.submitted_by = on, by


def _awaiting(assessment_id: int, version: int, *, by: Any) -> Assessment:
    assessment = lock(Assessment.objects.all(), assessment_id, version)
    require(by, AUTHORISE_ASSESSMENT, assessment)
    _alone(assessment)
    if assessment.authorised_on is not None:
        raise NotPossible(AUTHORISED)
    if assessment.submitted_on is None:
        raise NotPossible(NOT_SUBMITTED)
    return assessment


@action
def authorise(*, by: Any, on: date, assessment_id: int, version: int) -> Assessment:
    """A manager other than the author agrees with a submitted assessment.

    Raises Refused for its author, Stale, and NotPossible when it is not awaiting authorisation.
    """
    assessment = _awaiting(assessment_id, version, by=by)
    assessment.authorised_on, assessment.authorised_by = on, by
    assessment.plan_due_on = planning.due_by(assessment, on=on)
    assessment.full_clean()
    assessment.save()
    return assessment


@action
def send_back(*, by: Any, on: date, assessment_id: int, version: int, reason: str) -> AssessmentReturn:
    """A manager sends a submitted assessment back to be written on; what is missing is kept.

    Raises Refused for its author, Stale, and NotPossible when it is not awaiting authorisation.
    """
    assessment = _awaiting(assessment_id, version, by=by)
    returned = AssessmentReturn(assessment=assessment, returned_on=on, returned_by=by, reason=reason)
    returned.full_clean()
    returned.save()
    assessment.submitted_on = assessment.submitted_by = None
    assessment.full_clean()
    assessment.save()
    return returned


@action
def share(*, by: Any, on: date, assessment_id: int, version: int, shared_on: date, late_reason: str = "") -> Assessment:
    """Record that the family has been given an authorised assessment: with that it is finished (T07).

    Raises Stale, and NotPossible when it is not authorised, the date does not fit, or it is late without a reason.
    """
    assessment = lock(Assessment.objects.all(), assessment_id, version)
    require(by, ASSESS, assessment)
    if assessment.finished_on is not None:
        raise NotPossible(FINISHED)
    _alone(assessment)
    if assessment.authorised_on is None:
        raise NotPossible(NOT_AUTHORISED)
    if shared_on > on:
        raise NotPossible(IN_THE_FUTURE, field="shared_on")
    if shared_on < assessment.authorised_on:
        raise NotPossible(SHARED_TOO_EARLY, field="shared_on")
    assessment.late_reason = late_reason or assessment.late_reason
    if ASSESSMENT_CLOCK.is_overdue(assessment, shared_on) and not assessment.late_reason.strip():
        raise NotPossible(LATE_WITHOUT_REASON, field="late_reason")
    assessment.shared_on, assessment.shared_by, assessment.finished_on = shared_on, by, shared_on
    assessment.full_clean()
    assessment.save()
    return assessment
