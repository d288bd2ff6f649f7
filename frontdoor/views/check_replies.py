"""Writing down what an agency answered, and that it was reminded."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from frontdoor.actions import check_replies
from frontdoor.core import drafts, idempotency
from frontdoor.core.doors import door
from frontdoor.core.forms import render_form
from frontdoor.forms.check_reply import ChaseForm, ReplyForm, rows_in, typed_into
from frontdoor.models import AgencyRequest, Draft
from frontdoor.permissions import RECORD_REPLY
from frontdoor.views.checks import opened_check


@require_http_methods(["GET", "HEAD", "POST"])
@door(RECORD_REPLY)
def reply(request: HttpRequest, request_id: int) -> HttpResponse:
    """Who answered, and each fact and each opinion by itself; kept as a draft while it is typed."""
    check = opened_check(request, request_id)
    if request.method != "POST" and check.ended_at is not None:
        return redirect("check", check.pk)
    draft = Draft.objects.of(request.user).filter(form=check_replies.DRAFT_FORM, subject_id=check.pk).first()
    more = "more" in request.POST
    if more:
        form = _unfinished(request, check, request.POST, more=True)
    elif request.method == "POST":
        form = _form(request, check, request.POST)
    else:
        kept = drafts.as_post(draft.data) if draft else None
        form = _unfinished(request, check, kept) if kept else _form(request, check, None)
    if form.is_valid():
        try:
            idempotency.once(
                key=form.cleaned_data["submission_key"],
                by=request.user,
                act=lambda: check_replies.record(by=request.user, now=request.now, check=check, **form.answer()),
            )
        except ValidationError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, "The reply is recorded.")
            return redirect("check", check.pk)
    context = {"form": form, "check": check, "saved_at": draft and draft.updated_at}
    return render_form(request, "frontdoor/checks/reply.html", context)


def _form(request: HttpRequest, check: AgencyRequest, post: Any) -> ReplyForm:
    return ReplyForm(post, check=check, rows=rows_in(post or {}), today=request.today, now=request.now)


def _unfinished(request: HttpRequest, check: AgencyRequest, post: Any, *, more: bool = False) -> ReplyForm:
    form = ReplyForm(None, check=check, rows=rows_in(post, more=more), today=request.today, now=request.now)
    form.initial = typed_into(form, post)
    return form


@require_http_methods(["GET", "HEAD", "POST"])
@door(RECORD_REPLY)
def chase(request: HttpRequest, request_id: int) -> HttpResponse:
    """That the agency was reminded by one of us."""
    check = opened_check(request, request_id)
    if request.method != "POST" and check.ended_at is not None:
        return redirect("check", check.pk)
    form = ChaseForm(request.POST or None, today=request.today, now=request.now)
    if form.is_valid():
        answers = {name: value for name, value in form.cleaned_data.items() if name != "submission_key"}
        try:
            idempotency.once(
                key=form.cleaned_data["submission_key"],
                by=request.user,
                act=lambda: check_replies.chase(by=request.user, now=request.now, check=check, **answers),
            )
        except ValidationError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, "The reminder is recorded.")
            return redirect("check", check.pk)
    context = {"form": form, "check": check, "title": "Record a reminder", "button": "Record the reminder"}
    return render_form(request, "frontdoor/checks/act.html", context)
