"""Closing a case, and what it still waits for."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from cases import closing, presenters, standing
from cases.actions import closing as acts
from cases.forms.closing import CloseForm
from cases.models import CaseClosure
from cases.permissions import CLOSE_CASE, VIEW_CASES
from cases.presenters import closing as words
from frontdoor.core.doors import door
from frontdoor.core.forms import render_form
from frontdoor.core.looking import Openable
from frontdoor.core.permissions import may
from frontdoor.core.policy import calendar
from frontdoor.models import Referral

_CASE = Openable(
    lambda viewer: Referral.objects.open().visible_to(viewer).select_related("child", "contact", "team"),
    people=lambda row: [row.child_id],
)
_CLOSURE = Openable(
    lambda viewer: CaseClosure.objects.visible_to(viewer).select_related("referral__child", "closed_by"),
    people=lambda row: [row.referral.child_id],
    by=["referral_id"],
)


@require_http_methods(["GET", "HEAD", "POST"])
@door(CLOSE_CASE)
def case_close(request: HttpRequest, referral_id: int) -> HttpResponse:
    """Close a case of which nothing stands open, or read what it waits for."""
    referral = _CASE.opened(request, pk=referral_id)
    form = CloseForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            acts.close(by=request.user, on=request.today, referral_id=referral.pk, **form.cleaned_data)
        except ValidationError as refused:
            form.refuse(refused)
        else:
            messages.success(request, f"The case of {referral.child.full_name} is closed.")
            return redirect("case_list")
    refusal = may(request.user, CLOSE_CASE, referral)
    child = standing.of_child(referral.child_id, worker=request.user, on=request.today)
    return render_form(
        request,
        "cases/close.html",
        {
            "form": form,
            "child": presenters.banner(child, now=request.now, calendar=calendar(around=request.today)),
            "referral": referral,
            "open_work": closing.open_work(referral),
            "is_told": closing.is_told(referral, on=request.today),
            "refusal": "" if refusal else refusal.reason,
        },
    )


def opened_closure(request: HttpRequest, referral_id: int) -> CaseClosure:
    """What was written when a case closed, for whoever may see it, its opening in the ledger; Http404 otherwise."""
    return _CLOSURE.opened(request, referral_id=referral_id)


@require_safe
@door(VIEW_CASES)
def case_closure(request: HttpRequest, referral_id: int) -> HttpResponse:
    """How a case closed, as it was written."""
    row = opened_closure(request, referral_id)
    child = standing.of_child(row.referral.child_id, worker=request.user, on=request.today)
    context = {
        "closure": row,
        "facts": words.facts_of(row),
        "child": presenters.banner(child, now=request.now, calendar=calendar(around=request.today)),
    }
    return render(request, "cases/closure.html", context)
