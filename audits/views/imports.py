"""The administrator's pages for bringing a workbook in: hand over, watch, read the report, decide."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from audits.actions import imports
from audits.forms.imports import ImportForm
from audits.models import ImportRun, ImportState
from audits.permissions import IMPORT_DATA
from frontdoor.core.doors import door
from frontdoor.core.forms import render_form
from frontdoor.core.idempotency import once

A_PAGE = 50
UNDER_WAY = {ImportState.READING, ImportState.BRINGING_IN}


@door(IMPORT_DATA)
def import_list(request: HttpRequest) -> HttpResponse:
    """Hand a workbook over; earlier ones below."""
    form = ImportForm(request.POST or None, request.FILES or None, today=request.today, now=request.now)
    if request.method == "POST" and form.is_valid():
        run_id = once(
            key=form.cleaned_data["submission_key"],
            by=request.user,
            act=lambda: imports.hand_over(
                by=request.user,
                now=request.now,
                content=form.cleaned_data["file"].read(),
                as_at=form.cleaned_data["as_at"],
            ),
        )
        return redirect("admin_import", run_id)
    return render_form(request, "audits/imports/list.html", {"form": form, "runs": ImportRun.objects.newest()})


@door(IMPORT_DATA)
def import_run(request: HttpRequest, run_id: int) -> HttpResponse:
    """How far one workbook has come, and its report."""
    run = get_object_or_404(ImportRun.objects.without_content(), pk=run_id)
    page = Paginator(run.report.get("findings", []), A_PAGE).get_page(request.GET.get("page"))
    broken_off = imports.takes_too_long(run, request.now)
    under_way = run.state in UNDER_WAY and not broken_off
    context = {
        "run": run,
        "page": page,
        "under_way": under_way,
        "broken_off": broken_off,
        "may_try_again": broken_off or (run.state == ImportState.FAILED and run.has_content),
        "may_bring_in": run.state == ImportState.READ,
    }
    answer = render(request, "audits/imports/run.html", context)
    if under_way:
        answer["Refresh"] = "3"
    return answer


@door(IMPORT_DATA)
@require_POST
def import_bring_in(request: HttpRequest, run_id: int) -> HttpResponse:
    """The administrator has read the report and wants the workbook brought in."""
    run = get_object_or_404(ImportRun.objects.without_content(), pk=run_id)
    try:
        imports.ask_to_bring_in(by=request.user, now=request.now, run=run)
    except imports.NotReadyToBringIn as problem:
        messages.error(request, problem.reason)
    return redirect("admin_import", run_id)


@door(IMPORT_DATA)
@require_POST
def import_again(request: HttpRequest, run_id: int) -> HttpResponse:
    """The administrator asks anew for a step that failed or was broken off."""
    run = get_object_or_404(ImportRun.objects.without_content(), pk=run_id)
    try:
        imports.try_again(by=request.user, now=request.now, run=run)
    except imports.NothingToTryAgain as problem:
        messages.error(request, problem.reason)
    return redirect("admin_import", run_id)
