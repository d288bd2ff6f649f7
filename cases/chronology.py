"""What the cases know about one child: who worked with it, what was assessed, planned and seen."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from cases.models import Allocation, Plan, Section47, Visit
from frontdoor.core.chronology import Entry, source
from frontdoor.models import Person

WORKER = "Worker"
ASSESSMENT = "Assessment"
PROTECTION = "Section 47"
PLAN = "Plan"
VISIT = "Visit"


@source
def allocations(person: Person, worker: Any) -> Iterable[Entry]:
    """Who was given the child's case, and why."""
    for row in Allocation.objects.filter(child=person).select_related("worker", "allocated_by"):
        yield Entry(
            at=row.started_on,
            kind=WORKER,
            title=f"{row.get_role_display()}: {row.worker.get_full_name()}",
            detail=row.rationale,
            who=row.allocated_by.get_full_name(),
            recorded_at=row.recorded_at,
        )


@source
def assessments(person: Person, worker: Any) -> Iterable[Entry]:
    """Assessments opened, authorised and shared."""
    for row in person.assessments.all():
        url = reverse("assessment", args=[row.pk])
        yield Entry(
            at=row.started_on,
            kind=ASSESSMENT,
            title="Assessment opened",
            detail=f"Due on {row.due_on:%-d %B %Y}, counted from the referral.",
            who=row.opened_by.get_full_name(),
            url=url,
            recorded_at=row.recorded_at,
        )
        if row.authorised_on:
            yield Entry(
                at=row.authorised_on,
                kind=ASSESSMENT,
                title=f"Assessment authorised: {row.get_outcome_display() or 'no outcome recorded'}",
                detail=row.analysis,
                who=row.authorised_by.get_full_name(),
                url=url,
            )
        if row.shared_on:
            yield Entry(
                at=row.shared_on,
                kind=ASSESSMENT,
                title="Assessment shared with the family",
                who=row.shared_by.get_full_name(),
                url=url,
            )


@source
def enquiries(person: Person, worker: Any) -> Iterable[Entry]:
    """Section 47 enquiries and conferences."""
    for row in Section47.objects.filter(child=person):
        yield Entry(at=row.started_on, kind=PROTECTION, title="Section 47 enquiry started")
        if row.conference_on:
            yield Entry(at=row.conference_on, kind=PROTECTION, title="Initial child protection conference")


@source
def plans(person: Person, worker: Any) -> Iterable[Entry]:
    """Plans begun and ended."""
    for row in Plan.objects.filter(child=person):
        name = row.get_kind_display()
        yield Entry(at=row.started_on, kind=PLAN, title=f"{name} started", detail=row.get_initial_category_display())
        if row.ended_on:
            yield Entry(at=row.ended_on, kind=PLAN, title=f"{name} ended")


@source
def visits(person: Person, worker: Any) -> Iterable[Entry]:
    """Visits, and whether the child was seen."""
    for row in Visit.objects.filter(child=person).select_related("visited_by"):
        alone = {True: ", alone", False: ", not alone", None: ""}[row.seen_alone]
        yield Entry(
            at=row.visited_on,
            kind=VISIT,
            title=f"Visit: child seen{alone}" if row.seen else "Visit: child not seen",
            who=row.visited_by.get_full_name() if row.visited_by else "",
            recorded_at=row.recorded_at,
        )
