"""What people of partner agencies see: their own referrals, the levels of need and how to reach us. Nothing else."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from frontdoor.core import policy
from frontdoor.core.doors import door
from frontdoor.core.looking import opened
from frontdoor.core.pages import page_of
from frontdoor.models import PartnerReferral, ThresholdLevel
from frontdoor.partner_status import SHOWN, standing
from frontdoor.permissions import REFER

PAGES = "frontdoor/partner/"


@door(REFER)
@require_safe
def referrals(request: HttpRequest) -> HttpResponse:
    """Those that I sent, the latest first. Nobody's names stand in the list: it is left open on shared screens."""
    own = PartnerReferral.objects.own(request.user).select_related(*SHOWN)
    page = page_of(own, request.GET.get("page"))
    rows = [standing(referral) for referral in page.rows]
    return render(request, f"{PAGES}referrals.html", {"page": page, "rows": rows})


def _children(referral: PartnerReferral) -> list[int]:
    """Those who are settled on its contact, once it has one."""
    return list(referral.contact.about.values_list("child_id", flat=True)) if referral.contact else []


@door(REFER)
@require_safe
def referral(request: HttpRequest, public_id: str) -> HttpResponse:
    """One of my own: where it stands, what was decided and what I was told. Anybody else's is not found."""
    own = PartnerReferral.objects.own(request.user).select_related(*SHOWN)
    row = opened(request, own.filter(public_id=public_id)[:1], people=_children)
    page = {"row": standing(row), "just_sent": "sent" in request.GET, "authority": policy.authority()}
    return render(request, f"{PAGES}referral.html", page)


@door(REFER)
@require_safe
def threshold(request: HttpRequest) -> HttpResponse:
    """The scheme in force today: its levels with their signs."""
    levels = list(ThresholdLevel.objects.in_force(request.today).with_indicators().select_related("scheme"))
    return render(request, f"{PAGES}threshold.html", {"levels": levels, "scheme": levels[0].scheme if levels else None})


@door(REFER)
@require_safe
def advice(request: HttpRequest) -> HttpResponse:
    """How to talk it through with somebody before, or instead of, a referral."""
    return render(request, f"{PAGES}advice.html", {"authority": policy.authority()})
