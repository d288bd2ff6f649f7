"""A manager decides about an assessment that the family does not agree to any more."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from cases import agreement, presenters, standing
from cases.actions import agreement as decisions
from cases.forms.agreement import AgreementForm
from cases.models import Assessment
from cases.permissions import AUTHORISE_ASSESSMENT
from cases.views.sending import send
from frontdoor.core.doors import door
from frontdoor.core.forms import render_form
from frontdoor.core.looking import Openable
from frontdoor.core.permissions import require
from frontdoor.core.policy import calendar

_ASSESSMENT = Openable(
    lambda viewer: Assessment.objects.visible_to(viewer).select_related("referral"), people=lambda row: [row.child_id]
)


@require_http_methods(["GET", "HEAD", "POST"])
@door(AUTHORISE_ASSESSMENT)
def assessment_agreement(request: HttpRequest, assessment_id: int) -> HttpResponse:
    """What the family said, and the manager's decision where one is waited for."""
    row = _ASSESSMENT.opened(request, pk=assessment_id)
    require(request.user, AUTHORISE_ASSESSMENT, row)
    form = AgreementForm(request.POST or None)
    if form.is_valid():
        given = {name: form.cleaned_data[name] for name in ("decision", "reason")}
        act = lambda: decisions.decide(by=request.user, assessment_id=row.pk, **given)  # noqa: E731
        if send(request, form, act, "Your decision is recorded and signed in your name."):
            return redirect("assessment", row.pk)
    waits = form.is_bound or agreement.waits(row)
    child = standing.of_child(row.child_id, worker=request.user, on=request.today)
    context = {
        "form": form if waits else None,
        "assessment": row,
        "child": presenters.banner(child, now=request.now, calendar=calendar(around=request.today)),
        "consent": presenters.consent(standing.consent(child)),
    }
    return render_form(request, "cases/assessment/agreement.html", context)
