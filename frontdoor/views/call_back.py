"""Ringing back whoever sent a referral above the agency's limit."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from frontdoor.actions import partners
from frontdoor.core.actions import NotPossible
from frontdoor.core.doors import door
from frontdoor.permissions import CALL_BACK
from frontdoor.views.contact import opened


@require_POST
@door(CALL_BACK)
def called_back(request: HttpRequest, contact_id: int) -> HttpResponse:
    """Record that the referrer has been rung."""
    row = opened(request, contact_id)
    try:
        partners.called_back(by=request.user, contact_id=row.pk, at=request.now)
    except NotPossible as refusal:
        messages.warning(request, refusal.reason)
    else:
        messages.success(request, "It is recorded that the referrer was called back.")
    return redirect("contact", contact_id=row.pk)
