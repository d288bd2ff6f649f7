"""The advice line: logging a call, and the log."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from frontdoor.actions import advice
from frontdoor.core.doors import door
from frontdoor.core.exports import csv_response
from frontdoor.core.forms import render_form
from frontdoor.core.idempotency import once
from frontdoor.core.pages import page_of
from frontdoor.core.permissions import may
from frontdoor.forms.advice import AdviceFilters, AdviceForm, agencies_that_called
from frontdoor.models import AdviceCall
from frontdoor.models.advice import HARM_TODAY
from frontdoor.models.consent import ConsentStatus
from frontdoor.permissions import LOG_ADVICE, VIEW_ADVICE

HEADS = ("Received", "Who asked", "What they asked", "What was advised", "What happens next", "Taken by", "Consent")


@require_http_methods(["GET", "HEAD", "POST"])
@door(LOG_ADVICE)
def log(request: HttpRequest) -> HttpResponse:
    """Four answers while the caller is on the line; harm today is asked about once, and never stops the call."""
    form = AdviceForm(request.POST or None)
    warned = form.is_bound and form.tells_of_harm_today
    if form.is_valid() and (not warned or "as_advice" in request.POST):
        answers = dict(form.cleaned_data)
        try:
            once(
                key=answers.pop("submission_key"),
                by=request.user,
                act=lambda: advice.log(by=request.user, at=request.now, **answers),
            )
        except ValidationError as refused:
            form.refuse(refused)
        else:
            messages.success(request, "The advice call is logged.")
            return redirect("advice_list")
    warning = HARM_TODAY if warned else ""
    page = {"form": form, "warning": warning, "offers": bool(warning) or (form.is_bound and form.names_somebody)}
    return render_form(request, "frontdoor/advice/log.html", page)


@require_safe
@door(VIEW_ADVICE)
def call_list(request: HttpRequest) -> HttpResponse:
    """The log, the newest call first."""
    filters = AdviceFilters(request.GET, agencies=agencies_that_called())
    calls = filters.narrow(AdviceCall.objects.newest_first(), today=request.today)
    if request.GET.get("as") == "csv":
        lines = (
            (call.received_at, call.told_by, call.question, call.advice, call.get_next_step_display(), *_ends(call))
            for call in calls
        )
        return csv_response(name="advice-calls", heads=HEADS, rows=lines)
    page = page_of(calls, request.GET.get("page"))
    context = {
        "filters": filters,
        "page": page,
        "count": calls.count(),
        "consent": ConsentStatus.NOT_NEEDED_ADVICE.label,
        "may_log": may(request.user, LOG_ADVICE),
    }
    return render(request, "frontdoor/advice/list.html", context)


def _ends(call: AdviceCall) -> tuple[str, str]:
    return call.taken_by.get_full_name(), call.consent_status
