"""Unfinished writing: kept while it is typed, listed, thrown away when its writer says so; and what came too late."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from frontdoor import presenters
from frontdoor.core import drafts, held
from frontdoor.core.doors import SIGNED_IN, door
from frontdoor.core.drafts import Draft, HeldSubmission

KEPT_BY_STEPS = frozenset({"contact", "referral"})


@door(SIGNED_IN)
@require_POST
def save(request: HttpRequest, form: str, subject_id: int) -> HttpResponse:
    """Autosave: keep what is being typed about one record; the writer alone gets it back."""
    if drafts.kind_of(form) is None or form in KEPT_BY_STEPS:
        raise Http404
    drafts.keep(worker=request.user, form=form, subject_id=subject_id, data=drafts.typed(request.POST), now=request.now)
    return HttpResponse(status=204)


@door(SIGNED_IN)
@require_GET
def listed(request: HttpRequest) -> HttpResponse:
    """The worker's own drafts, the last one first."""
    rows = [
        {
            "title": draft.kind.title,
            "url": draft.kind.url(draft),
            "saved": presenters.moment(draft.updated_at),
            "id": draft.pk,
        }
        for draft in Draft.objects.of(request.user).known()
    ]
    return render(request, "frontdoor/drafts/list.html", {"rows": rows, "kept_days": drafts.KEPT_FOR.days})


@door(SIGNED_IN)
@require_POST
def discard(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Throw an own draft away; one that is gone already is no error."""
    Draft.objects.of(request.user).filter(pk=draft_id).delete()
    return redirect("drafts")


@door(SIGNED_IN)
@require_http_methods(["GET"])
def held_submission(request: HttpRequest, held_id: int) -> HttpResponse:
    """What was sent after signing out, given back to the worker who sent it."""
    kept = HeldSubmission.objects.of(request.user).filter(pk=held_id).first()
    if kept is None:
        raise Http404
    return render(request, "frontdoor/drafts/held.html", held.page(kept.path, kept.fields, held_id=kept.pk))
