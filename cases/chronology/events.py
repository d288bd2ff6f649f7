"""Who worked with a child, what was assessed, planned, decided and seen."""

from datetime import date, datetime
from typing import Any

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, When
from django.db.models.functions import Coalesce
from django.urls import reverse

from cases import visit_words
from cases.models import (
    Allocation,
    Assessment,
    AssessmentShared,
    CaseClosure,
    CaseNote,
    ConferenceChild,
    CoreGroup,
    EmergencyPower,
    Plan,
    PlanReview,
    PlanVersion,
    Section47,
    SignificantEvent,
    StrategyChild,
    Visit,
    VisitRecord,
)
from cases.models.allocations import AllocationRole
from cases.models.assessment_words import SharedHow
from cases.models.assessments import AssessmentOutcome
from cases.models.conferences import ConferenceDecision
from cases.models.emergency import PowerKind
from cases.models.enquiries import EnquiryOutcome
from cases.models.noted import late_entry
from cases.models.notes import NoteKind
from cases.models.protection import ABUSE, EndedOtherwise
from cases.models.strategy import StrategyDecision
from cases.models.visits import VisitKind
from frontdoor.core.chronology import Told, extract, full_name, significance, source
from frontdoor.presenters import long_day

ASSESSMENT = "Assessment"
CASE = "Case"
PROTECTION = "Section 47"
PLAN = "Plan"
STRATEGY = "Strategy meeting"
VISIT = "Visit"
NOTE = "Note"


def _of(model: Any, **filters: Any) -> Any:
    """The rows of a model about the person; whoever opened the record may read them all."""

    def rows(viewer: Any, person: Any) -> QuerySet:
        return model.objects.filter(child_id=person, **filters)

    return rows


@source(
    "Worker",
    rows=_of(Allocation),
    at="started_on",
    role="role",
    worker=full_name("worker"),
    rationale=extract("rationale"),
    who=full_name("allocated_by"),
)
def allocated(*, role: str, worker: str, rationale: str, who: str) -> Told:
    """Who was given the child's case, and why."""
    return Told(title=f"{AllocationRole(role).label}: {worker}", detail=rationale, who=who)


@source(ASSESSMENT, rows=_of(Assessment), at="started_on", pk="pk", due_on="due_on", who=full_name("opened_by"))
def assessment_opened(*, pk: int, due_on: str, who: str) -> Told:
    """An assessment was opened with its promise (T07)."""
    detail = f"Due on {long_day(date.fromisoformat(due_on))}, counted from the referral."
    return Told(title="Assessment opened", detail=detail, who=who, url=reverse("assessment", args=[pk]))


@source(
    ASSESSMENT,
    rows=_of(Assessment, authorised_on__isnull=False),
    at="authorised_on",
    pk="pk",
    outcome="outcome",
    analysis=extract("analysis"),
    who=full_name("authorised_by"),
)
def assessment_authorised(*, pk: int, outcome: str, analysis: str, who: str) -> Told:
    """A manager authorised an assessment."""
    found = AssessmentOutcome(outcome).label if outcome else "no outcome recorded"
    url = reverse("assessment", args=[pk])
    return Told(title=f"Assessment authorised: {found}", detail=analysis, who=who, url=url)


def _shared(viewer: Any, person: Any) -> QuerySet:
    given = AssessmentShared.objects.filter(family=OuterRef("family")).exclude(how=SharedHow.NOT_SHARED)
    rows = Assessment.objects.filter(child_id=person, shared_on__isnull=False)
    return rows.annotate(given=Q(family=None) | Exists(given))


@source(ASSESSMENT, rows=_shared, at="shared_on", pk="pk", given="given", who=full_name("shared_by"))
def assessment_shared(*, pk: int, given: bool, who: str) -> Told:
    """The family was given an assessment, or a manager said why not."""
    title = "Assessment shared with the family" if given else "Assessment finished, shared with nobody of the family"
    return Told(title=title, who=who, url=reverse("assessment", args=[pk]))


@source(PROTECTION, rows=_of(Section47), at="started_on", pk="pk")
def enquiry_started(*, pk: int) -> Told:
    """A section 47 enquiry began."""
    return Told(title="Section 47 enquiry started", url=reverse("enquiry", args=[pk]))


@source(
    PROTECTION,
    rows=_of(Section47, authorised_on__isnull=False),
    at="authorised_on",
    pk="pk",
    outcome="outcome",
    reason=extract("outcome_reason"),
    who=full_name("authorised_by"),
)
def enquiry_ended(*, pk: int, outcome: str, reason: str, who: str) -> Told:
    """A manager authorised the outcome of an enquiry."""
    found = str(EnquiryOutcome(outcome).label)
    url = reverse("enquiry", args=[pk])
    return Told(title=f"Section 47 outcome: {found}", detail=reason, who=who, url=url)


@source(
    PROTECTION,
    rows=_of(Section47, not_needed_on__isnull=False),
    at="not_needed_on",
    pk="pk",
    reason=extract("not_needed_reason"),
    who=full_name("not_needed_by"),
)
def conference_not_needed(*, pk: int, reason: str, who: str) -> Told:
    """A manager decided that no conference is needed."""
    url = reverse("enquiry", args=[pk])
    return Told(title="No child protection conference is needed", detail=reason, who=who, url=url)


@source(
    PROTECTION,
    rows=_of(EmergencyPower),
    at="started_at",
    kind="kind",
    reason=extract("reason"),
    who=full_name("noted_by"),
)
def power_began(*, kind: str, reason: str, who: str) -> Told:
    """The police or a court took a child into protection."""
    return Told(title=str(PowerKind(kind).label), detail=reason, who=who)


@source(
    PROTECTION,
    rows=_of(EmergencyPower, ended_at__isnull=False),
    at="ended_at",
    kind="kind",
    how=extract("ended_how"),
    who=full_name("ended_by"),
)
def power_ended(*, kind: str, how: str, who: str) -> Told:
    """That protection ended."""
    return Told(title=f"{PowerKind(kind).label} ended", detail=how, who=who)


@source(PROTECTION, rows=_of(Section47, conference_on__isnull=False), at="conference_on")
def conference_held() -> Told:
    """The initial conference that followed an enquiry."""
    return Told(title="Initial child protection conference")


@source(
    PROTECTION,
    rows=_of(ConferenceChild, conference__signed_at__isnull=False),
    at="decided_at",
    decision="decision",
    reason=extract("decision_reason"),
    who=full_name("decided_by"),
)
def conference_decided(*, decision: str, reason: str, who: str) -> Told:
    """What a conference decided about the child, once its chair had signed."""
    return Told(title=f"Conference: {ConferenceDecision(decision).label}", detail=reason, who=who)


def _core_groups(viewer: Any, person: Any) -> QuerySet:
    return CoreGroup.objects.filter(plan__child_id=person, held_on__isnull=False)


@source(PLAN, rows=_core_groups, at="held_on", pk="pk", day=extract("child_day"), who=full_name("held_by"))
def core_group_held(*, pk: int, day: str, who: str) -> Told:
    """The core group of a protection plan met."""
    return Told(title="Core group", detail=day, who=who, url=reverse("core_group", args=[pk]))


@source(PLAN, rows=_of(Plan), at="started_on", kind="kind", category="initial_category")
def plan_started(*, kind: str, category: str) -> Told:
    """A plan began."""
    return Told(title=f"{Plan.Kind(kind).label} started", detail=dict(ABUSE).get(category, ""))


@source(
    PLAN,
    rows=_of(Plan, ended_on__isnull=False),
    at="ended_on",
    kind="kind",
    how="ended_otherwise",
    authority="moved_to",
    said=extract("ended_words"),
    who=full_name("ended_by"),
)
def plan_ended(*, kind: str, how: str, authority: str, said: str, who: str) -> Told:
    """A plan ended, at a review conference or otherwise."""
    why = [f"{EndedOtherwise(how).label}{f': {authority}' if authority else ''}.", said] if how else []
    return Told(title=f"{Plan.Kind(kind).label} ended", detail=" ".join(why), who=who)


def _authorised(viewer: Any, person: Any) -> QuerySet:
    return PlanVersion.objects.filter(document__parts__child_id=person)


@source(
    PLAN,
    rows=_authorised,
    at="authorised_at",
    plan="document_id",
    number="number",
    kind="document__kind",
    who=full_name("authorised_by"),
)
def plan_authorised(*, plan: int, number: int, kind: str, who: str) -> Told:
    """A manager authorised what a plan says."""
    return Told(
        title=f"{Plan.Kind(kind).label} authorised, version {number}", who=who, url=reverse("plan", args=[plan])
    )


def _reviewed(viewer: Any, person: Any) -> QuerySet:
    return PlanReview.objects.filter(document__parts__child_id=person, held_on__isnull=False)


@source(PLAN, rows=_reviewed, at="held_on", pk="pk", words=extract("words"), who=full_name("held_by"))
def plan_reviewed(*, pk: int, words: str, who: str) -> Told:
    """A plan was reviewed."""
    return Told(title="Plan reviewed", detail=words, who=who, url=reverse("plan_review_held", args=[pk]))


def _visits(viewer: Any, person: Any) -> QuerySet:
    """A child's own part of each visit, and what was seen and heard at it where the viewer may read that."""
    read = Exists(VisitRecord.objects.known_to(viewer).filter(pk=OuterRef("record_id")))
    shared = {"observed": F("record__observed"), "record_read": F("record_id")}
    return Visit.objects.filter(child_id=person).annotate(
        **{name: Case(When(read, then=column), default=None) for name, column in shared.items()}
    )


def _visits_with_words(viewer: Any, person: Any) -> QuerySet:
    return _visits(viewer, person).filter(record__isnull=False)


def _visits_without_words(viewer: Any, person: Any) -> QuerySet:
    return Visit.objects.filter(child_id=person, record__isnull=True)


@source(
    VISIT,
    rows=_visits_without_words,
    at="visited_on",
    seen="seen",
    seen_alone="seen_alone",
    who=full_name("visited_by"),
)
def visited(*, seen: bool, seen_alone: bool | None, who: str) -> Told:
    """Whether the child was seen, and alone or not, at a visit that was brought in without words."""
    return Told(title=visit_words.title(seen=seen, seen_alone=seen_alone), who=who)


@source(
    VISIT,
    rows=_visits_with_words,
    at="record__happened_at",
    kind="record__kind",
    happened_at="record__happened_at",
    note_due_at="record__note_due_at",
    noted_at="record__noted_at",
    seen="seen",
    seen_alone="seen_alone",
    bedroom_seen="bedroom_seen",
    said=extract("said"),
    not_seen_reason=extract("not_seen_reason"),
    observed=extract("observed"),
    record="record_read",
    who=full_name("visited_by"),
)
def visit_recorded(*, kind: str, record: int | None, who: str, **told: Any) -> Told:
    """What a visit was for the child, in the child's words and the worker's."""
    moments = {name: datetime.fromisoformat(told.pop(name)) for name in ("happened_at", "note_due_at", "noted_at")}
    title = visit_words.title(seen=told["seen"], seen_alone=told["seen_alone"])
    return Told(
        title=f"{title} ({VisitKind(kind).label.lower()})",
        detail=visit_words.detail(**told),
        who=who,
        url=reverse("visit", args=[record]) if record else "",
        mark=late_entry("visit", **moments),
    )


def _notes(viewer: Any, person: Any) -> QuerySet:
    return CaseNote.objects.known_to(viewer).filter(children__child_id=person)


@source(
    NOTE,
    rows=_notes,
    at="happened_at",
    pk="pk",
    kind="kind",
    with_whom="with_whom",
    text=extract("text"),
    corrects=Coalesce("corrects_id", "corrects_visit_id"),
    happened_at="happened_at",
    note_due_at="note_due_at",
    noted_at="noted_at",
    who=full_name("written_by"),
)
def noted(*, pk: int, kind: str, with_whom: str, text: str, corrects: int | None, who: str, **moments: str) -> Told:
    """A case note, or the correction of one."""
    label = NoteKind(kind).label
    title = f"Correction: {label.lower()}" if corrects else label
    return Told(
        title=f"{title}: {with_whom}" if with_whom else title,
        detail=text,
        who=who,
        url=reverse("note", args=[pk]),
        mark=late_entry("event", **{name: datetime.fromisoformat(at) for name, at in moments.items()}),
    )


@significance
def marked(viewer: Any, person: Any) -> QuerySet:
    """What workers have marked as significant in the child's story."""
    return SignificantEvent.objects.standing().filter(child_id=person)


def _closures(viewer: Any, person: Any) -> QuerySet:
    return CaseClosure.objects.filter(referral__child_id=person)


@source(
    CASE,
    rows=_closures,
    at="closed_on",
    what_changed=extract("what_changed"),
    service="service",
    accepted="accepted",
    who=full_name("closed_by"),
    referral="referral_id",
)
def what_had_changed(*, what_changed: str, service: str, accepted: bool | None, who: str, referral: int) -> Told:
    """What a manager wrote when a case closed, and what the family went on to."""
    answer = "accepted" if accepted else "not accepted"
    more = f": early help by {service}, {answer}" if service else ""
    title = f"What had changed when the case closed{more}"
    return Told(title=title, detail=what_changed, who=who, url=reverse("case_closure", args=[referral]))


@source(
    STRATEGY,
    rows=_of(StrategyChild, left_out_reason="", meeting__called_off_at__isnull=True),
    at="meeting__convened_at",
    meeting="meeting_id",
    reason=extract("meeting__reason"),
    who=full_name("meeting__convened_by"),
)
def strategy_convened(*, meeting: int, reason: str, who: str) -> Told:
    """A strategy meeting about the child was convened."""
    return Told(title="Strategy meeting convened", detail=reason, who=who, url=reverse("strategy", args=[meeting]))


@source(
    STRATEGY,
    rows=_of(StrategyChild, meeting__signed_at__isnull=False, decided_at__isnull=False),
    at="decided_at",
    meeting="meeting_id",
    decision="decision",
    reason=extract("decision_reason"),
    who=full_name("decided_by"),
)
def strategy_decided(*, meeting: int, decision: str, reason: str, who: str) -> Told:
    """What a strategy meeting decided about the child, once its record was signed."""
    decided = str(StrategyDecision(decision).label)
    url = reverse("strategy", args=[meeting])
    return Told(title=f"Strategy meeting decided: {decided}", detail=reason, who=who, url=url)
