"""Any document of a child's file as a PDF: what it is for is asked, and that it left is written down."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from cases import conferences, plans
from cases.papers import assessment as child_paper
from cases.papers import closure as closure_paper
from cases.papers import conference as conference_paper
from cases.papers import enquiry as enquiry_paper
from cases.papers import family as family_paper
from cases.papers import follow_up as follow_up_paper
from cases.papers import plan as plan_paper
from cases.papers import plan_now
from cases.papers import strategy as strategy_paper
from cases.papers import visits as visit_papers
from cases.papers.filed import Printing
from cases.permissions import VIEW_CASES
from cases.views import assessment as assessments
from cases.views import (
    assessment_after,
    assessment_family,
    closing,
    core_groups,
    enquiries,
    follow_ups,
    notes,
    plan_reviews,
    plan_versions,
    strategy,
    visits,
)
from cases.views import conferences as conference_views
from cases.views import plans as plan_views
from cases.views.printing import Filed, on_paper
from frontdoor.core.doors import door
from frontdoor.core.policy import calendar


def _children(row: Any) -> list[int]:
    return list(row.children.values_list("child_id", flat=True))


@require_http_methods(["GET", "HEAD", "POST"])
@door(VIEW_CASES)
def family(request: HttpRequest, family_id: int) -> HttpResponse:
    """The assessment of a family."""
    row = assessment_family.opened(request, family_id)

    def draw(printing: Printing) -> bytes:
        return family_paper.assessment(printing, family=row, viewer=request.user, on=request.today)

    filed = Filed(
        subject=row,
        people=assessment_family.people_of(row),
        file=f"assessment-{row.reference}",
        title=f"Assessment of a family {row.reference}",
        page=("family_assessment", row.pk),
        draw=draw,
    )
    return on_paper(request, filed)


@require_http_methods(["GET", "HEAD", "POST"])
@door(VIEW_CASES)
def child_version(request: HttpRequest, family_id: int, child_id: int) -> HttpResponse:
    """The version for a child; who printed it and what for is nothing that the child reads."""
    told = assessment_after.opened_version(request, family_id, child_id)

    def draw(printing: Printing) -> bytes:
        return child_paper.child_version(
            authority=printing.authority, name=told.name, row=told.row, worker=told.worker, printed_at=printing.at
        )

    filed = Filed(
        subject=told.family,
        people=[child_id],
        file=f"for-the-child-{told.family.reference}",
        title="Version for the child",
        page=("child_version_print", family_id, child_id),
        draw=draw,
    )
    return on_paper(request, filed)


@require_http_methods(["GET", "HEAD", "POST"])
@door(VIEW_CASES)
def assessment(request: HttpRequest, assessment_id: int) -> HttpResponse:
    """An assessment of one child."""
    row = assessments.opened(request, assessment_id)

    def draw(printing: Printing) -> bytes:
        return family_paper.of_one_child(printing, row=row, calendar=calendar(around=row.referral_received_on))

    filed = Filed(
        subject=row,
        people=[row.child_id],
        file=f"assessment-{row.pk}",
        title="Assessment",
        page=("assessment", row.pk),
        draw=draw,
    )
    return on_paper(request, filed)


@require_http_methods(["GET", "HEAD", "POST"])
@door(VIEW_CASES)
def enquiry(request: HttpRequest, enquiry_id: int) -> HttpResponse:
    """A section 47 enquiry."""
    row = enquiries.opened(request, enquiry_id)
    held = list(conferences.of(row, worker=request.user))
    filed = Filed(
        subject=row,
        people=[row.child_id],
        file=f"section-47-enquiry-{row.pk}",
        title="Section 47 enquiry",
        page=("enquiry", row.pk),
        draw=lambda printing: enquiry_paper.enquiry(printing, row=row, conferences=held),
    )
    return on_paper(request, filed)


@require_http_methods(["GET", "HEAD", "POST"])
@door(VIEW_CASES)
def visit(request: HttpRequest, record_id: int) -> HttpResponse:
    """A visit, of each child whom the reader may open."""
    row = visits.opened_visit(request, record_id)
    shown = visits.told(request, row)
    filed = Filed(
        subject=row,
        people=_children(row),
        file=f"visit-{row.pk}",
        title="Visit",
        page=("visit", row.pk),
        draw=lambda printing: visit_papers.visit(printing, shown=shown),
    )
    return on_paper(request, filed)


@require_http_methods(["GET", "HEAD", "POST"])
@door(VIEW_CASES)
def note(request: HttpRequest, note_id: int) -> HttpResponse:
    """A case note."""
    row = notes.opened_note(request, note_id)
    shown = notes.told(request, row)
    filed = Filed(
        subject=row,
        people=_children(row),
        file=f"case-note-{row.pk}",
        title="Case note",
        page=("note", row.pk),
        draw=lambda printing: visit_papers.note(printing, shown=shown),
    )
    return on_paper(request, filed)


@require_http_methods(["GET", "HEAD", "POST"])
@door(VIEW_CASES)
def plan(request: HttpRequest, plan_id: int) -> HttpResponse:
    """A plan as it stands today."""
    row = plan_views.opened(request, plan_id)

    def draw(printing: Printing) -> bytes:
        return plan_now.plan(printing, read=plans.read(row), calendar=calendar(around=request.today))

    filed = Filed(
        subject=row,
        people=row.parts.values_list("child_id", flat=True),
        file=f"plan-{row.reference}",
        title=f"{row.get_kind_display()} {row.reference}",
        page=("plan", row.pk),
        draw=draw,
    )
    return on_paper(request, filed)


@require_http_methods(["GET", "HEAD", "POST"])
@door(VIEW_CASES)
def plan_version(request: HttpRequest, plan_version_id: int) -> HttpResponse:
    """A plan as a manager authorised it."""
    row = plan_versions.opened_version(request, plan_version_id)
    filed = Filed(
        subject=row.document,
        people=row.document.parts.values_list("child_id", flat=True),
        file=f"plan-{row.document.reference}-version-{row.number}",
        title=f"Version {row.number} of plan {row.document.reference}",
        page=("plan_version", row.pk),
        draw=lambda printing: plan_paper.whole(printing, version=row),
    )
    return on_paper(request, filed)


@require_http_methods(["GET", "HEAD", "POST"])
@door(VIEW_CASES)
def review(request: HttpRequest, review_id: int) -> HttpResponse:
    """A review of a plan as it was held."""
    row = plan_reviews.opened_review(request, review_id)
    filed = Filed(
        subject=row,
        people=row.document.parts.values_list("child_id", flat=True),
        file=f"plan-{row.document.reference}-review-{row.pk}",
        title=f"Review of plan {row.document.reference}",
        page=("plan_review_held", row.pk),
        draw=lambda printing: plan_now.review(printing, held=row),
    )
    return on_paper(request, filed)


@require_http_methods(["GET", "HEAD", "POST"])
@door(VIEW_CASES)
def meeting(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """A strategy meeting."""
    row = strategy.opened(request, meeting_id)
    filed = Filed(
        subject=row,
        people=_children(row),
        file=f"strategy-meeting-{row.reference}",
        title=f"Strategy meeting {row.reference}",
        page=("strategy", row.pk),
        draw=lambda printing: strategy_paper.for_the_file(printing, meeting=row),
    )
    return on_paper(request, filed)


@require_http_methods(["GET", "HEAD", "POST"])
@door(VIEW_CASES)
def conference(request: HttpRequest, conference_id: int) -> HttpResponse:
    """A child protection conference."""
    row = conference_views.opened(request, conference_id)
    filed = Filed(
        subject=row,
        people=_children(row),
        file=f"conference-{row.reference}",
        title=f"{row.get_kind_display()} {row.reference}",
        page=("conference", row.pk),
        draw=lambda printing: conference_paper.for_the_file(printing, conference=row),
    )
    return on_paper(request, filed)


@require_http_methods(["GET", "HEAD", "POST"])
@door(VIEW_CASES)
def core_group(request: HttpRequest, group_id: int) -> HttpResponse:
    """A core group."""
    row = core_groups.opened(request, group_id)
    filed = Filed(
        subject=row,
        people=[row.plan.child_id],
        file=f"core-group-{row.reference}",
        title=f"Core group {row.reference}",
        page=("core_group", row.pk),
        draw=lambda printing: conference_paper.core_group(printing, group=row),
    )
    return on_paper(request, filed)


@require_http_methods(["GET", "HEAD", "POST"])
@door(VIEW_CASES)
def follow_up(request: HttpRequest, follow_up_id: int) -> HttpResponse:
    """A return home interview, or a private fostering visit."""
    row = follow_ups.opened(request, follow_up_id)
    filed = Filed(
        subject=row,
        people=[row.child_id],
        file=f"follow-up-{row.pk}",
        title=row.get_kind_display(),
        page=("person", row.child_id),
        draw=lambda printing: follow_up_paper.follow_up(printing, row=row),
    )
    return on_paper(request, filed)


@require_http_methods(["GET", "HEAD", "POST"])
@door(VIEW_CASES)
def closure(request: HttpRequest, referral_id: int) -> HttpResponse:
    """How a case closed."""
    row = closing.opened_closure(request, referral_id)
    filed = Filed(
        subject=row,
        people=[row.referral.child_id],
        file=f"closing-record-{row.pk}",
        title="How the case closed",
        page=("case_closure", row.referral_id),
        draw=lambda printing: closure_paper.closure(printing, row=row),
    )
    return on_paper(request, filed)
