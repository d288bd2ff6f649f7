"""Merges: what waits for a second person, what would move, the decision, and taking it back."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from frontdoor import same_person
from frontdoor.actions import merging
from frontdoor.core.doors import door
from frontdoor.core.forms import render_form
from frontdoor.core.looking import Openable, looked_through
from frontdoor.core.narrowing import narrowed_by
from frontdoor.core.pages import page_of
from frontdoor.core.permissions import Refused, may, require
from frontdoor.forms.identity import DecideMergeForm, UndoMergeForm, beside
from frontdoor.models import IdentityLink, Person, PersonMerge
from frontdoor.models.adult_merges import SEES_NOT_BOTH
from frontdoor.models.identity import NOT_YOUR_OWN
from frontdoor.one_person import MERGED, SURVIVOR, as_it_was
from frontdoor.permissions import DECIDE_MERGE, PROPOSE_MERGE
from frontdoor.views.exports import READ_UP_TO, taken_out
from frontdoor.views.unfinished import unsent

PART = "part"
SHOWN = {"waiting": "To decide", "mine": "Proposed by you", "joined": "Joined", "apart": "Left or parted"}


def _shown(rows: Any, show: str, worker: Any) -> QuerySet:
    if show == "mine":
        return rows.filter(proposed_by=worker).order_by("-proposed_at", "-pk")
    if show == "joined":
        return rows.standing().order_by("-decided_at", "-pk")
    if show == "apart":
        return rows.apart().order_by("-decided_at", "-pk")
    return rows.waiting_for(worker)


@narrowed_by(show=("Show", SHOWN))
@door(PROPOSE_MERGE)
@require_http_methods(["GET", "HEAD", "POST"])
def merge_list(request: HttpRequest) -> HttpResponse:
    """Proposals and what became of them."""
    show = request.GET.get("show", "waiting")
    rows = _shown(PersonMerge.objects.visible_to(request.user), show, request.user)
    rows = rows.select_related("survivor", "merged", "proposed_by", "decided_by")
    if request.GET.get("format") == "csv":
        found = list(rows[:READ_UP_TO])
        return taken_out(
            request,
            listing=PersonMerge,
            people=_both(found),
            name="records-of-one-person",
            heads=["Stays", "Joined into it", "Proposed", "Proposed by", "Decision", "Decided by"],
            rows=([row.survivor_id, row.merged_id, row.proposed_at, *_who(row)] for row in found),
        )
    items = [
        {"label": label, "url": f"?show={key}", "is_current": key == show, "count": None}
        for key, label in SHOWN.items()
    ]
    page = page_of(rows, request.GET.get("page"))
    looked_through(request, listing=PersonMerge, people=_both(page.rows))
    context = {"page": page, "items": items, "query": request.GET, "show": show}
    return render(request, "frontdoor/identity/merges.html", context)


def _both(rows: Iterable[PersonMerge]) -> set[int]:
    """The two records of each."""
    return {pk for row in rows for pk in (row.survivor_id, row.merged_id)}


def _who(row: PersonMerge) -> list[str]:
    decided_by = row.decided_by.get_full_name() if row.decided_by else ""
    return [row.proposed_by.get_full_name(), row.get_decision_display(), decided_by]


@door(PROPOSE_MERGE)
@require_safe
def possible(request: HttpRequest) -> HttpResponse:
    """Pairs that somebody thinks may be one person, the latest first."""
    rows = IdentityLink.objects.visible_to(request.user).possible().select_related("one", "other", "said_by")
    page = page_of(rows.order_by("-said_at", "-pk"), request.GET.get("page"))
    looked_through(request, listing=IdentityLink, people=(pk for row in page.rows for pk in (row.one_id, row.other_id)))
    return render(request, "frontdoor/identity/possible.html", {"page": page, "query": request.GET})


_MERGE = Openable(
    lambda viewer: PersonMerge.objects.visible_to(viewer).select_related(
        "survivor", "merged", "proposed_by", "decided_by", "undone_by"
    ),
    people=lambda row: [row.survivor_id, row.merged_id],
)


@door(PROPOSE_MERGE)
@require_http_methods(["GET", "HEAD", "POST"])
def merge(request: HttpRequest, merge_id: int) -> HttpResponse:
    """One proposal: both records side by side, what would move, the decision or the way back."""
    row = _MERGE.opened(request, pk=merge_id)
    form = _asked(request, row)
    wholly = same_person.opens_all(
        request.user, row.survivor_id, *([] if row.merged.merged_into_id else [row.merged_id])
    )
    answer = may(request.user, DECIDE_MERGE, None if row.stands else row)
    if request.method == "POST":
        require(request.user, DECIDE_MERGE, None if row.stands else row)
        if not wholly:
            raise Refused(SEES_NOT_BOTH)
        if form.is_valid():
            try:
                _act(request, row, form)
            except ValidationError as refused:
                form.refuse(refused)
            else:
                return redirect("merge", row.pk)
    return render_form(request, "frontdoor/identity/merge.html", _context(request, row, form, bool(answer), wholly))


def _asked(request: HttpRequest, row: PersonMerge) -> UndoMergeForm | DecideMergeForm:
    """Parting joined records, or deciding on a proposal: what was sent as the one is never taken for the other."""
    parts = f"{PART}-reason" in request.POST if request.method == "POST" else row.stands
    return UndoMergeForm(request.POST or None, prefix=PART) if parts else DecideMergeForm(request.POST or None)


def _act(request: HttpRequest, row: PersonMerge, form: Any) -> None:
    if isinstance(form, UndoMergeForm):
        merging.undo(by=request.user, now=request.now, merge=row, **form.cleaned_data)
        messages.success(request, "The records are parted again. Each says what it said before.")
        return
    merging.decide(by=request.user, now=request.now, merge=row, **form.cleaned_data)
    messages.success(request, "Your decision is recorded and signed in your name.")


def _as_they_were(row: PersonMerge) -> tuple[Person, Person]:
    """The two records before they were joined; as they stand while nothing is decided."""
    if not row.before:
        return row.survivor, row.merged
    return as_it_was(row.before[SURVIVOR]), as_it_was(row.before[MERGED])


def _context(request: HttpRequest, row: PersonMerge, form: Any, is_decider: bool, wholly: bool) -> dict[str, Any]:
    """``wholly`` says that both records may be opened; what moves is told to nobody else."""
    waits, may_decide = row.decided_at is None, is_decider and wholly
    parts = isinstance(form, UndoMergeForm)
    moves, against = [], ""
    if waits and may_decide:
        try:
            moves = same_person.told(merging.rehearse(by=request.user, now=request.now, merge=row))
        except merging.NotPossible as refused:
            against = refused.reason
    elif not waits and wholly:
        moves = same_person.moved_by(row)
    return {
        "merge": row,
        "form": form,
        "rows": beside(*_as_they_were(row)),
        "moves": moves,
        "against": against,
        "waits": waits,
        "may_decide": waits and may_decide,
        "unsent": "" if (row.stands if parts else waits) else unsent(form, "reason"),
        "opens": wholly,
        "of_adults": not (row.survivor.is_child and row.merged.is_child),
        "may_undo": row.stands and may_decide and parts,
        "why_not": NOT_YOUR_OWN if waits and row.proposed_by_id == request.user.pk else "",
    }
