"""Giving a case to a worker, with everybody's caseload in view."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from cases import presenters, standing
from cases.actions import allocations, assessments
from cases.permissions import ALLOCATE
from frontdoor.core.doors import door
from frontdoor.core.forms import render_form
from frontdoor.core.looking import Openable
from frontdoor.core.policy import calendar
from frontdoor.core.versions import Stale
from frontdoor.models import Referral
from frontdoor.views.refusals import put_on
from workforce import candidates
from workforce.forms.allocation import AllocateForm
from workforce.presenters import allocation as presenters_allocation

WAITS = "The assessment starts when the family has agreed to it."
_CASE = Openable(
    lambda viewer: Referral.objects.open().visible_to(viewer).select_related("team"), people=lambda row: [row.child_id]
)


@door(ALLOCATE)
def allocate(request: HttpRequest, referral_id: int) -> HttpResponse:
    """Choose who leads an open case; the first time its assessment opens with it, if the family has agreed."""
    referral = _CASE.opened(request, pk=referral_id)
    who = candidates.of(referral, request.today)
    lead = allocations.lead_of(referral.child_id)
    form = AllocateForm(request.POST or None, candidates=who, initial={"version": lead.version})
    if form.is_valid():
        worker = form.candidates[form.cleaned_data["worker"]]
        try:
            assessments.allocate(
                by=request.user,
                on=request.today,
                referral_id=referral.pk,
                version=form.cleaned_data["version"],
                worker=worker,
                rationale=form.cleaned_data["rationale"],
            )
        except Stale as stale:
            _show_both(form, stale)
        except ValidationError as refused:
            form.refuse(refused)
        else:
            waits = f" {WAITS}" if assessments.waits_for_agreement(referral, on=request.today) else ""
            messages.success(request, f"{worker.get_full_name()} now leads this case.{waits}")
            return redirect("person", referral.child_id)
    elif form.is_overtaken(lead.version):
        _show_both(form, Stale(lead))
    child = standing.of_child(referral.child_id, worker=request.user, on=request.today)
    banner = presenters.banner(child, now=request.now, calendar=calendar(around=request.today))
    return render_form(
        request,
        "workforce/allocate.html",
        {
            "form": form,
            "child": banner,
            "team": referral.team,
            "lead": lead.allocation,
            "has_candidates": bool(form.candidates),
            "waits_for_agreement": assessments.waits_for_agreement(referral, on=request.today),
        },
    )


def _show_both(form: AllocateForm, stale: Stale) -> None:
    put_on(form, stale)
    form.differences = presenters_allocation.differences(form, stale.current)
