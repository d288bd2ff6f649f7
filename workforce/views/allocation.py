"""Giving a case to a worker, with everybody's caseload in view."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from cases import presenters, standing
from cases.actions import assessments
from cases.permissions import ALLOCATE
from frontdoor.core.doors import door
from frontdoor.core.forms import render_form
from frontdoor.core.looking import open_record
from frontdoor.core.policy import calendar
from frontdoor.models import Referral
from workforce import candidates
from workforce.forms.allocation import AllocateForm

WAITS = "The assessment starts when the family has agreed to it."


@door(ALLOCATE)
def allocate(request: HttpRequest, referral_id: int) -> HttpResponse:
    """Choose who leads an open case; the first time its assessment opens with it, if the family has agreed."""
    cases = Referral.objects.open().visible_to(request.user).select_related("team")
    referral = open_record(request, cases, people=lambda row: [row.child_id], pk=referral_id)
    who = candidates.of(referral, request.today)
    form = AllocateForm(request.POST or None, candidates=who)
    if request.method == "POST" and form.is_valid():
        worker = form.candidates[form.cleaned_data["worker"]]
        try:
            assessments.allocate(
                by=request.user,
                on=request.today,
                referral_id=referral.pk,
                worker=worker,
                rationale=form.cleaned_data["rationale"],
            )
        except ValidationError as refused:
            form.refuse(refused)
        else:
            waits = f" {WAITS}" if assessments.waits_for_agreement(referral) else ""
            messages.success(request, f"{worker.get_full_name()} now leads this case.{waits}")
            return redirect("person", referral.child_id)
    child = standing.of_child(referral.child_id, worker=request.user, on=request.today)
    banner = presenters.banner(child, now=request.now, calendar=calendar(around=request.today))
    return render_form(
        request,
        "workforce/allocate.html",
        {
            "form": form,
            "child": banner,
            "team": referral.team,
            "has_candidates": bool(form.candidates),
            "waits_for_agreement": assessments.waits_for_agreement(referral),
        },
    )
