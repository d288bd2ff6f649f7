"""What strategy meetings agree: a new action, reporting one done, and the list of all."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from cases import owners, strategy
from cases.actions import strategy_actions as acts
from cases.forms.strategy_lists import ActionFilters
from cases.forms.strategy_people import ActionForm, DoneForm
from cases.models import StrategyAction
from cases.permissions import VIEW_CASES, WRITE_STRATEGY
from cases.presenters import strategy as words
from cases.views.sending import send
from cases.views.strategy import form_page, opened
from frontdoor import sight
from frontdoor.core.doors import door
from frontdoor.core.forms import UNPROCESSABLE
from frontdoor.core.looking import looked_through
from frontdoor.core.pages import page_of
from frontdoor.core.policy import calendar


@require_http_methods(["GET", "HEAD", "POST"])
@door(WRITE_STRATEGY)
def action_new(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """Agree an action. What the rules warn of is shown once; sent again, it is agreed."""
    row = opened(request, meeting_id)
    around = owners.of_meeting(row)
    people = owners.listed(around.linkable_by(request.user))
    form = ActionForm(request.POST or None, colleagues=sight.staff(request.today), people=people)
    warned: list[str] = []
    if form.is_valid():
        answer = form.answer()
        judged = {name: answer[name] for name in ("what", "owner_name", "owner_job", "due_at")}
        called = {judged["owner_name"]} if answer["owner"] else owners.called(around)
        found = acts.findings(now=request.now, people=called, **judged)
        if "seen" not in request.POST and found and not any(finding.blocks for finding in found):
            warned = [finding.sentence for finding in found]
        else:
            act = lambda: acts.agree(by=request.user, now=request.now, meeting_id=row.pk, **answer)  # noqa: E731
            if send(request, form, act, "The action is agreed."):
                return redirect("strategy", row.pk)
    response = form_page(request, row, form, "Agree an action", button="Agree this action", warned=warned)
    if warned:
        response.status_code = UNPROCESSABLE
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@door(WRITE_STRATEGY)
def action_done(request: HttpRequest, action_id: int) -> HttpResponse:
    """Report an action done."""
    seen = StrategyAction.objects.visible_to(request.user)
    row = get_object_or_404(seen.select_related("agency"), pk=action_id)
    meeting = opened(request, row.meeting_id)
    form = DoneForm(request.POST or None)
    if form.is_valid():
        act = lambda: acts.finish(by=request.user, now=request.now, action_id=row.pk, **form.cleaned_data)  # noqa: E731
        if send(request, form, act, "The action is reported done."):
            return redirect("strategy", meeting.pk)
    return form_page(
        request, meeting, form, "Report an action done", intro=f"{row.what}. {row.who}.", button="It is done"
    )


@require_safe
@door(VIEW_CASES)
def action_list(request: HttpRequest) -> HttpResponse:
    """Actions of the meetings that this worker may open, the earliest due first."""
    filters = ActionFilters(request.GET)
    rows = StrategyAction.objects.visible_to(request.user)
    rows = filters.narrow(rows, worker=request.user, now=request.now).in_order()
    page = page_of(rows, request.GET.get("page"))
    told_of = strategy.children_at({row.meeting_id for row in page.rows}).values_list("child_id", flat=True)
    looked_through(request, listing=StrategyAction, people=told_of)
    days = calendar(around=request.today)
    context = {"filters": filters, "page": page, "rows": words.actions(page.rows, now=request.now, calendar=days)}
    return render(request, "cases/strategy/actions.html", context)
