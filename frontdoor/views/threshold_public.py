"""The levels of need as anybody may read and print them."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from frontdoor.core.doors import OPEN, door
from frontdoor.models import ThresholdScheme
from frontdoor.models.threshold import ThresholdSchemeQuerySet

PAGE = "frontdoor/threshold/public.html"


@door(OPEN)
@require_safe
def in_force(request: Any) -> HttpResponse:
    """The version in force today."""
    return _page(request, ThresholdScheme.objects.in_force(request.today))


@door(OPEN)
@require_safe
def version(request: Any, scheme_id: int) -> HttpResponse:
    """A version that is or was in force; drafts and versions to come are not found."""
    return _page(request, ThresholdScheme.objects.public_on(request.today).with_pk(scheme_id))


def _page(request: Any, schemes: ThresholdSchemeQuerySet) -> HttpResponse:
    scheme = schemes.with_next_day().with_levels().first()
    if scheme is None:
        raise Http404
    is_over = scheme.next_from is not None and scheme.next_from <= request.today
    return render(request, PAGE, {"scheme": scheme, "is_over": is_over})
