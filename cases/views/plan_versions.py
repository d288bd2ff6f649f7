"""A plan as each manager authorised it: read, and set beside another version."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from cases import plan_versions
from cases.models import PlanVersion
from cases.permissions import VIEW_CASES
from cases.views.plans import opened
from frontdoor.core.doors import door


def opened_version(request: HttpRequest, version_id: int) -> PlanVersion:
    """The version of a plan for whoever may see it, the opening of the plan in the ledger; Http404 otherwise."""
    row = get_object_or_404(PlanVersion.objects.visible_to(request.user), pk=version_id)
    row.document = opened(request, row.document_id)
    return row


@require_safe
@door(VIEW_CASES)
def version(request: HttpRequest, plan_version_id: int) -> HttpResponse:
    """One version as it was; with the number of another one (``with``), both side by side."""
    row = opened_version(request, plan_version_id)
    others = [one for one in row.document.versions.in_order() if one.pk != row.pk]
    asked = request.GET.get("with", "")
    other = next((one for one in others if str(one.number) == asked), None)
    context = {"plan": row.document, "version": row, "others": others, "other": other}
    if other is None:
        context["lines"] = plan_versions.lines(row)
    else:
        earlier, later = sorted((row, other), key=lambda one: one.number)
        context |= {
            "earlier": earlier,
            "later": later,
            "both": (earlier, later),
            "pairs": plan_versions.compared(earlier, later),
        }
    return render(request, "cases/plans/version.html", context)
