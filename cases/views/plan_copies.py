"""The plan on paper: who has been given it, and giving it to somebody."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from cases import plan_receivers
from cases.actions import plan_copies as acts
from cases.forms.plan_copies import GiveCopyForm
from cases.models import PlanCopy
from cases.papers import plan as plan_paper
from cases.permissions import VIEW_CASES, WRITE_PLAN
from cases.views.plans import opened, to_write
from cases.views.sending import send
from frontdoor.core.doors import door
from frontdoor.core.forms import render_form
from frontdoor.core.looking import file_taken_out
from frontdoor.core.permissions import may
from frontdoor.core.policy import authority

PDF = "application/pdf"
GIVEN = "It is recorded. The copy names the person it is for: print it below, unless it leaves by e-mail."


@require_safe
@door(VIEW_CASES)
def copies(request: HttpRequest, plan_id: int) -> HttpResponse:
    """To whom the plan was given, the latest first."""
    document = opened(request, plan_id)
    may_write = bool(may(request.user, WRITE_PLAN, document))
    context = {
        "plan": document,
        "copies": PlanCopy.objects.of_plan(document.pk),
        "receivers": plan_receivers.of(document, viewer=request.user) if document.authorised_at else [],
        "may_give": may_write and document.authorised_at is not None and document.parts.standing().exists(),
        "may_print": may_write,
    }
    return render(request, "cases/plans/copies.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@door(WRITE_PLAN)
def copy_new(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Give the plan, as it was last authorised, to one person."""
    document = to_write(request, plan_id)
    version = document.versions.order_by("-number").first()
    children = [(child["part"], child["name"]) for child in version.content["children"]] if version else []
    receivers = plan_receivers.of(document, viewer=request.user) if version else []
    form = GiveCopyForm(request.POST or None, children=children, receivers=receivers) if version else None
    if form is not None and form.is_valid():
        act = lambda: acts.give(by=request.user, now=request.now, plan_id=document.pk, **form.answer())  # noqa: E731
        if send(request, form, act, GIVEN):
            return redirect("plan_copies", document.pk)
    return render_form(request, "cases/plans/copy.html", {"plan": document, "form": form, "version": version})


@require_safe
@door(WRITE_PLAN)
def copy(request: HttpRequest, copy_id: int) -> HttpResponse:
    """One copy as a PDF; each time it is drawn stands in the ledger."""
    row = get_object_or_404(PlanCopy.objects.visible_to(request.user), pk=copy_id)
    document = to_write(request, row.version.document_id)
    parts = document.parts.all() if row.part_id is None else document.parts.filter(pk=row.part_id)
    return file_taken_out(
        request,
        subject=document,
        people=parts.values_list("child_id", flat=True),
        name=f"plan-{document.reference}-{row.pk}.pdf",
        body=plan_paper.copy(authority=authority(), given=row),
        mime=PDF,
    )
