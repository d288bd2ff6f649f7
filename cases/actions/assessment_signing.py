"""A family's assessment from the last word to the family: checked, submitted, authorised, shared, finished."""

from datetime import date, datetime
from typing import Any

from cases import agreement, coverage
from cases.actions import planning
from cases.actions.assessment_families import being_written, locked, store, withdraw
from cases.actions.plan_needs import answer_the_assessment
from cases.models import (
    Assessment,
    AssessmentExtension,
    AssessmentShared,
    ChildConclusion,
    ChildSection,
    FamilyAssessment,
    FamilyReturn,
    ManagerCheck,
)
from cases.models.agreement_rules import AGREEMENT_GONE, ENDS_WITHOUT_MORE
from cases.models.assessment_after import ASKED_ALREADY, DECIDED_BY_ANOTHER, ExtensionDecision
from cases.models.assessment_family import ReturnKind
from cases.models.assessment_rules import AUTHORISED_STAYS, BY_NO_WRITER, NOT_EXTENDED, NOT_SHARED, SHARED_TOO_EARLY
from cases.models.assessment_words import SharedHow
from cases.models.assessments import ASSESSMENT_CLOCK
from cases.permissions import ASSESS, AUTHORISE_ASSESSMENT
from frontdoor.core.actions import NotPossible, action
from frontdoor.core.versions import lock
from frontdoor.models import Person
from frontdoor.models.person_choices import BirthDateKnown

NOT_SUBMITTED = "This assessment has not been submitted yet."
NOT_AUTHORISED = "A manager must authorise the assessment before it is shared with the family."
FINISHED = "This assessment is finished. It cannot be changed."
IN_THE_FUTURE = "This date is in the future."
ASK_FOR_TIME = "Ask for more time first, with the reason. A manager decides about it."
EXPECTED_LATER = "More time ends after the day on which the assessment is due, and not in the past."
DECIDED_ALREADY = "A manager has decided about this already."
NOT_PART = "This person is not part of the assessment."


def late(family: FamilyAssessment, on: date) -> bool:
    """Whether one of the document's assessments is past its day (T07)."""
    return any(ASSESSMENT_CLOCK.is_overdue(one, on) for one in family.assessments.all())


@action
def check(*, by: Any, on: date, family_id: int, said: str) -> ManagerCheck:
    """A manager looks at the document while it is written (T06). Raises Refused, and NotPossible once submitted."""
    family = being_written(family_id, AUTHORISE_ASSESSMENT, by=by)
    checked: ManagerCheck = store(ManagerCheck(family=family, checked_on=on, checked_by=by, said=said), {})
    if family.checked_on is None:
        store(family, {"checked_on": on})
    return checked


@action
def submit(*, by: Any, on: date, family_id: int, version: int) -> FamilyAssessment:
    """Submit the whole document; each child's assessment takes over what stands in its section.

    Raises Stale, and NotPossible with everything that is missing (S9 to S13), where it is late and nobody has asked
    for more time (S17), or where agreement is gone and a manager has not decided, or decided that it ends (C08).
    """
    family = being_written(family_id, ASSESS, by=by, version=version)
    if agreement.waiting(family.assessments.all()).exists():
        raise NotPossible(AGREEMENT_GONE)
    covered = coverage.of(family, on=on, viewer=by)
    if not covered.is_whole:
        raise NotPossible(covered.refusal)
    if agreement.ends_with_more(family):
        raise NotPossible(ENDS_WITHOUT_MORE)
    asked = family.extensions.exclude(decision=ExtensionDecision.REFUSED).order_by("pk").last()
    if late(family, on) and asked is None:
        raise NotPossible(ASK_FOR_TIME)
    store(family, {"submitted_on": on, "submitted_by": by})
    for one in family.assessments.filter(finished_on=None).order_by("pk"):
        _take_over(one, family, by=by, on=on, late_reason=asked.why if asked else "")
    return family


def _take_over(one: Assessment, family: FamilyAssessment, *, by: Any, on: date, late_reason: str) -> None:
    section = ChildSection.objects.get(family=family, child=one.child_id)
    conclusion = ChildConclusion.objects.get(family=family, child=one.child_id)
    store(
        one,
        {
            "child_seen_on": section.seen_on,
            "child_seen_alone": section.seen_alone,
            "child_views": section.words,
            "analysis": conclusion.analysis,
            "outcome": conclusion.outcome,
            "late_reason": late_reason,
            "submitted_on": on,
            "submitted_by": by,
        },
    )


def _awaiting(family_id: int, version: int, *, by: Any) -> FamilyAssessment:
    family = locked(family_id, AUTHORISE_ASSESSMENT, by=by, version=version)
    if family.authorised_on is not None:
        raise NotPossible(AUTHORISED_STAYS)
    if family.submitted_on is None:
        raise NotPossible(NOT_SUBMITTED)
    return family


@action
def authorise(*, by: Any, on: date, now: datetime, family_id: int, version: int) -> FamilyAssessment:
    """A manager who wrote none of it agrees with the whole document, and with it with each child's assessment.

    What it grades high comes into the plans under which its children are (S6), and for a child in need without one the
    plan falls due (T19). Raises Refused for its author, Stale, and NotPossible for who wrote part of it, when it is not
    submitted or something is missing after all.
    """
    family = _awaiting(family_id, version, by=by)
    if coverage.wrote_part_of(family, by):
        raise NotPossible(BY_NO_WRITER)
    covered = coverage.of(family, on=on, viewer=by)
    if not covered.is_whole:
        raise NotPossible(covered.refusal)
    store(family, {"authorised_on": on, "authorised_by": by})
    factors = dict(ChildConclusion.objects.filter(family=family).values_list("child_id", "factors"))
    for one in family.assessments.filter(finished_on=None).order_by("pk"):
        promised = {"plan_due_on": planning.due_by(one, on=on)}
        store(one, {"authorised_on": on, "authorised_by": by, "factors": factors[one.child_id], **promised})
    answer_the_assessment(factors, now=now)
    return family


@action
def send_back(*, by: Any, family_id: int, version: int, reason: str) -> FamilyReturn:
    """A manager sends the submitted document back to be written on; and what is missing. Raises as ``authorise``."""
    family = _awaiting(family_id, version, by=by)
    return withdraw(family, by=by, kind=ReturnKind.SENT_BACK, reason=reason)


@action
def share(
    *, by: Any, on: date, family_id: int, person_id: int, how: str, shared_on: date, comments: str
) -> AssessmentShared:
    """Record that one person was given the authorised document, how, and what they said; a manager says why not (S15).

    Raises Refused, and NotPossible before it is authorised, for a day before that or in the future, and for somebody
    else.
    """
    family = locked(family_id, AUTHORISE_ASSESSMENT if how == SharedHow.NOT_SHARED else ASSESS, by=by)
    if family.authorised_on is None:
        raise NotPossible(NOT_AUTHORISED)
    if shared_on > on:
        raise NotPossible(IN_THE_FUTURE, field="shared_on")
    if shared_on < family.authorised_on:
        raise NotPossible(SHARED_TOO_EARLY, field="shared_on")
    told = AssessmentShared(
        family=family, person_id=person_id, how=how, shared_on=shared_on, comments=comments, shared_by=by
    )
    if person_id not in receivers(family):
        raise NotPossible(NOT_PART, field="person")
    return store(told, {})  # type: ignore[no-any-return]


def receivers(family: FamilyAssessment) -> set[int]:
    """The ids of everybody whom the document tells of, and who may be told of it."""
    children = family.sections.filter(left_out_on=None).values_list("child_id", flat=True)
    return {*children, *family.adults.values_list("adult_id", flat=True)}


def untold(family: FamilyAssessment) -> set[int]:
    """The ids of those of whom it must still be said how it was shared (S15): each child, each adult who took part.

    A child left out of it, and an adult of whom it says why not, need not be. What was shared before it was authorised
    anew was another text.
    """
    assessed = family.assessments.values_list("child_id", flat=True)
    sections = family.sections.filter(left_out_on=None).values_list("child_id", flat=True)
    adults = family.adults.exclude(account="").values_list("adult_id", flat=True)
    born = Person.objects.filter(pk__in={*assessed, *sections, *adults}).exclude(birth_date_known=BirthDateKnown.UNBORN)
    told = family.shared.filter(shared_on__gte=family.authorised_on) if family.authorised_on else family.shared.none()
    return {*born.values_list("pk", flat=True)} - {*told.values_list("person_id", flat=True)}


@action
def finish(*, by: Any, family_id: int) -> FamilyAssessment:
    """Finish each child's assessment on the last day on which it was shared (T07, S15, S17).

    Raises NotPossible while somebody is not told, or where it took longer and no manager has agreed to more time.
    """
    family = locked(family_id, ASSESS, by=by)
    if family.authorised_on is None:
        raise NotPossible(NOT_AUTHORISED)
    standing = list(family.assessments.filter(finished_on=None).order_by("pk"))
    if not standing:
        raise NotPossible(FINISHED)
    if untold(family):
        raise NotPossible(NOT_SHARED)
    last = max(family.shared.values_list("shared_on", flat=True), default=family.authorised_on)
    agreed = family.extensions.agreed().order_by("pk").last()
    if any(ASSESSMENT_CLOCK.is_overdue(one, last) for one in standing) and agreed is None:
        raise NotPossible(NOT_EXTENDED)
    for one in standing:
        late_reason = one.late_reason or (agreed.why if agreed else "")
        store(one, {"shared_on": last, "shared_by": by, "finished_on": last, "late_reason": late_reason})
    return family


@action
def ask_for_time(
    *, by: Any, on: date, family_id: int, reason_code: str, why: str, needed_until: date
) -> AssessmentExtension:
    """Ask for more time than day 45, with the reason (S17); the day it was due does not move.

    Raises NotPossible while a request stands undecided, once everything is finished, and for a day that is no later.
    """
    family = locked(family_id, ASSESS, by=by)
    standing = family.assessments.filter(finished_on=None).order_by("due_on").first()
    if standing is None:
        raise NotPossible(FINISHED)
    if family.extensions.undecided().exists():
        raise NotPossible(ASKED_ALREADY)
    if needed_until <= standing.due_on or needed_until < on:
        raise NotPossible(EXPECTED_LATER, field="needed_until")
    asked = AssessmentExtension(
        family=family, reason_code=reason_code, why=why, needed_until=needed_until, requested_on=on, requested_by=by
    )
    return store(asked, {})  # type: ignore[no-any-return]


@action
def decide_time(*, by: Any, on: date, extension_id: int, decision: str, decision_reason: str) -> AssessmentExtension:
    """A manager other than who asked agrees to more time or does not, with the reason.

    Raises Refused for anybody else, NotPossible once it is decided.
    """
    asked: AssessmentExtension = lock(AssessmentExtension.objects.all(), extension_id)
    locked(asked.family_id, AUTHORISE_ASSESSMENT, by=by)
    if asked.decision:
        raise NotPossible(DECIDED_ALREADY)
    if asked.requested_by_id == by.pk:
        raise NotPossible(DECIDED_BY_ANOTHER)
    said = {"decision": decision, "decision_reason": decision_reason, "decided_on": on, "decided_by": by}
    return store(asked, said)  # type: ignore[no-any-return]
