"""The document about a family: begun with the first child's assessment, opened again when a child joins."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import Q

from cases import coverage
from cases.models import Assessment, FamilyAssessment, FamilyReturn
from cases.models.assessment_family import ReturnKind
from cases.models.assessment_rules import AUTHORISED_STAYS, SUBMITTED_STAYS
from frontdoor.core import acting, timescales
from frontdoor.core.actions import NotPossible
from frontdoor.core.permissions import Permission, may, require
from frontdoor.core.policy import calendar, period
from frontdoor.core.versions import Stale, as_opened, lock
from frontdoor.models import HouseholdMember, Person, Referral, Relationship
from frontdoor.models.person_choices import BirthDateKnown
from frontdoor.models.relationships import RelationshipKind

JOINED = "A child joined the household after the assessment was submitted. It needs a section about this child."


def has_leave(worker: Any, permission: Permission, family: FamilyAssessment) -> bool:
    """Whether a worker may do something with a document: with any of its children's assessments."""
    return any(may(worker, permission, one) for one in family.assessments.select_related("referral"))


def require_leave(worker: Any, permission: Permission, family: FamilyAssessment) -> None:
    """Raises Refused, with the reason, where ``has_leave`` says no."""
    if not has_leave(worker, permission, family):
        require(worker, permission, family.assessments.select_related("referral").earliest("pk"))


def locked(family_id: int, permission: Permission, *, by: Any, version: int | None = None) -> FamilyAssessment:
    """The document, locked for this transaction, for somebody who may do this with it. Raises Refused, Stale."""
    family: FamilyAssessment = lock(FamilyAssessment.objects.all(), family_id, version)
    require_leave(by, permission, family)
    return family


def being_written(family_id: int, permission: Permission, *, by: Any, version: int | None = None) -> FamilyAssessment:
    """As ``locked``, of a document whose sections can be written. Raises NotPossible once it is submitted."""
    family = locked(family_id, permission, by=by, version=version)
    if family.authorised_on is not None:
        raise NotPossible(AUTHORISED_STAYS)
    if family.submitted_on is not None:
        raise NotPossible(SUBMITTED_STAYS)
    return family


def row_of(family: FamilyAssessment, model: Any, version: int, **about: Any) -> Any:
    """The row of a section for its writer, new where ``version`` is 0. Raises Stale when somebody else saved since."""
    row = coverage.row_of(family, model, **about)
    if row is None:
        return model(family=family, **about)
    if row.version != version:
        raise Stale(row, as_opened(row, version))
    return row


def store(row: Any, written: Mapping[str, Any]) -> Any:
    """Save what was written into a row, after the row's own rules."""
    for name, value in written.items():
        setattr(row, name, value)
    row.full_clean()
    row.save()
    return row


def document_of(case: Referral, *, by: Any, on: date) -> FamilyAssessment:
    """Inside the act that starts a child's assessment: the document it belongs to, the household's own if there is one.

    A manager looks at a new one by a day that counts from the referral (T06). A submitted one is opened again: it has
    to answer for this child too (S9).
    """
    family = coverage.document_for(case.child, on=on, worker=by)
    if family is None:
        start = case.received_on
        due_on = period(timescales.CHECK_POINT, on=start, team_id=case.team_id).due_on(start, calendar(around=start))
        promised = {"check_from": start, "check_due_on": due_on}
        return store(FamilyAssessment(opened_on=on, opened_by=by), promised)
    family = lock(FamilyAssessment.objects.all(), family.pk)
    if family.submitted_on is not None:
        withdraw(family, by=by, kind=ReturnKind.JOINED, reason=JOINED)
    return family


def withdraw(family: FamilyAssessment, *, by: Any, kind: ReturnKind, reason: str) -> FamilyReturn:
    """Inside an act that has locked a submitted document: it can be written again, and why is kept.

    One that was authorised waits for a manager anew, and so does what was promised with it (T19).
    """
    returned: FamilyReturn = store(FamilyReturn(family=family, kind=kind, returned_by=by, reason=reason), {})
    unsigned = {"submitted_on": None, "submitted_by": None, "authorised_on": None, "authorised_by": None}
    store(family, unsigned)
    for one in Assessment.objects.filter(family=family, finished_on=None).order_by("pk"):
        store(one, unsigned | {"factors": [], "plan_due_on": None})
    return returned


def open_again_for(person: Person) -> None:
    """Inside the act that records that somebody lives in a home: its submitted assessment answers for a child too,
    authorised or not, until it is finished.

    An unborn child is where its mother is: when she is recorded, and when she moves in.
    """
    mothers, living = Relationship.objects.current().filter(kind=RelationshipKind.MOTHER), HouseholdMember.objects
    unborn = mothers.filter(child__birth_date_known=BirthDateKnown.UNBORN)
    if not person.is_child:
        for tie in unborn.filter(adult=person).select_related("child").order_by("pk"):
            open_again_for(tie.child)
        return
    there = Q(person=person) | Q(person__in=unborn.filter(child=person).values("adult"))
    homes = living.current().filter(there).values("household")
    together = living.current().filter(household__in=homes).values("person")
    siblings = Q(child__in=together) | Q(child__in=unborn.filter(adult__in=together).values("child"))
    told = Assessment.objects.filter(siblings).exclude(child=person).values("family")
    waiting = FamilyAssessment.objects.submitted_and_unfinished().filter(pk__in=told).exclude(sections__child=person)
    for family in waiting.select_for_update(of=("self",), no_key=True).order_by("pk"):
        withdraw(family, by=acting.current(), kind=ReturnKind.JOINED, reason=JOINED)
