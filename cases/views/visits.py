"""Visits: recorded on one page for the children of a home, and read as they were written."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from cases import presenters, seeing, standing
from cases.actions import visits
from cases.forms.visits import VisitForm
from cases.models import Visit, VisitRecord
from cases.permissions import RECORD_VISIT, VIEW_CASES, WRITE_NOTE
from cases.presenters import visits as presenters_visits
from frontdoor.core import drafts
from frontdoor.core.doors import door
from frontdoor.core.forms import render_form
from frontdoor.core.idempotency import once
from frontdoor.core.looking import Openable, looked_through, opened
from frontdoor.core.pages import page_of
from frontdoor.core.permissions import may
from frontdoor.core.policy import calendar
from frontdoor.models import Person
from frontdoor.models.households import children_of_household
from frontdoor.views.unfinished import draft_of, taken_up

DRAFT = "visit"


@require_http_methods(["GET", "HEAD", "POST"])
@door(RECORD_VISIT)
def visit_new(request: HttpRequest, person_id: int) -> HttpResponse:
    """Record a visit to a child, and to the other children of the home in the same go."""
    child = opened(
        request, standing.for_record(person_id, worker=request.user, on=request.today), people=lambda row: [row.pk]
    )
    draft = draft_of(request.user, DRAFT, child.pk)
    children = at_home(request, child)
    form = VisitForm(
        request.POST if request.method == "POST" else None,
        children=children,
        without_case={one.pk for one in children} - standing.with_a_case(children),
        today=request.today,
        now=request.now,
    )
    taken_up(form, draft)
    if form.is_valid() and _recorded(request, form):
        drafts.discard(worker=request.user, form=DRAFT, subject_id=child.pk)
        messages.success(request, "The visit is recorded.")
        return redirect("person", child.pk)
    context = {
        "person_id": child.pk,
        "child": presenters.banner(child, now=request.now, calendar=calendar(around=request.today)),
        "form": form,
        "draft_saved_at": draft.updated_at if draft else None,
    }
    return render_form(request, "cases/visit_form.html", context)


def _recorded(request: HttpRequest, form: VisitForm) -> bool:
    try:
        once(
            key=form.cleaned_data["submission_key"],
            by=request.user,
            act=lambda: visits.record(by=request.user, now=request.now, children=form.parts(), **form.shared()),
        )
    except ValidationError as refused:
        form.refuse(refused)
        return False
    return True


def at_home(request: HttpRequest, child: Person) -> list[Person]:
    """The child, then the other children of its homes of whom the worker may know, with a case or without, the eldest
    first: whoever is seen is written down.

    They are named where somebody chooses among them, and that is written too.
    """
    together = children_of_household(child, on=request.today).linkable_by(request.user)
    others = [one for one in together.order_by("birth_date", "pk") if one.pk != child.pk]
    looked_through(request, listing=Person, people=(one.pk for one in others))
    return [child, *others]


_VISIT = Openable(
    lambda viewer: VisitRecord.objects.visible_to(viewer).select_related("visited_by"),
    people=lambda row: row.children.values_list("child_id", flat=True),
)


def opened_visit(request: HttpRequest, record_id: int) -> VisitRecord:
    """The visit for whoever may see it, its opening in the ledger; Http404 otherwise."""
    return _VISIT.opened(request, pk=record_id)


def told(request: HttpRequest, row: VisitRecord) -> dict[str, Any]:
    """A visit as it was written, with what was seen of each child, and its corrections.

    Nobody opens a visit that names a child hidden from him.
    """
    parts = Visit.objects.with_case().select_related("child").filter(record=row).order_by("pk")
    corrections = row.corrections.select_related("written_by").order_by("pk")
    return presenters_visits.visit(row, list(parts)) | {"corrections": presenters_visits.notes(corrections)}


@require_safe
@door(VIEW_CASES)
def without_case(request: HttpRequest) -> HttpResponse:
    """Children whom visits saw without a case, and about whom nobody has decided what follows."""
    rows = seeing.without_case(request.user).select_related("child", "visited_by")
    page = page_of(rows, request.GET.get("page"))
    looked_through(request, listing=Visit, people=(row.child_id for row in page.rows))
    context = {"page": page, "may_write": bool(may(request.user, WRITE_NOTE))}
    return render(request, "cases/seen_without_case.html", context)


@require_safe
@door(VIEW_CASES)
def visit(request: HttpRequest, record_id: int) -> HttpResponse:
    """One visit as it was written, with what was seen of each child."""
    context = told(request, opened_visit(request, record_id))
    return render(request, "cases/visit.html", context | {"may_correct": bool(may(request.user, WRITE_NOTE))})
