"""Quarterly packs: begun, given examples, confirmed, issued, and taken out as PDF or workbook."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from frontdoor import agency_pack
from frontdoor.actions import agency_packs
from frontdoor.core.actions import NotPossible
from frontdoor.core.doors import door
from frontdoor.core.forms import render_form
from frontdoor.core.idempotency import once
from frontdoor.core.looking import file_taken_out
from frontdoor.core.permissions import may
from frontdoor.core.workbooks import WORKBOOK
from frontdoor.forms.agency_packs import ConfirmForm, ExampleForm, PackForm
from frontdoor.models import Agency, AgencyPack, Contact, ContactReview, PackExample
from frontdoor.models.agency_packs import CONFIRMED_BY_ANOTHER, EXAMPLES_EACH_WAY, Way
from frontdoor.models.contact_reviews import INAPPROPRIATE, ReviewCode
from frontdoor.permissions import ISSUE_PACKS, PREPARE_PACKS, VIEW_AGENCIES

CODES = {Way.OVER: INAPPROPRIATE, Way.UNDER: (ReviewCode.UNDER.value,)}
FILES = {"pdf": (agency_pack.as_pdf, "application/pdf"), "xlsx": (agency_pack.as_workbook, WORKBOOK)}
NOT_THE_SAME = (
    "The figures of this pack no longer come out as they were issued, so no file is given out. "
    "Tell your system administrator."
)


@require_http_methods(["GET", "HEAD", "POST"])
@door(PREPARE_PACKS)
def begin(request: HttpRequest, agency_id: int) -> HttpResponse:
    """Choose the quarter of a new pack."""
    row = get_object_or_404(Agency, pk=agency_id)
    form = PackForm(request.POST or None, quarters=agency_pack.quarters_to_issue(request.today), today=request.today)
    if form.is_valid():
        try:
            made = once(
                key=form.cleaned_data["submission_key"],
                by=request.user,
                act=lambda: agency_packs.begin(
                    by=request.user, on=request.today, agency=row, quarter_from=form.answer()
                ),
            )
        except ValidationError as refusal:
            form.refuse(refusal)
        else:
            return redirect("pack", made)
    return render_form(request, "frontdoor/packs/begin.html", {"form": form, "agency": row})


def _pack(pack_id: int) -> AgencyPack:
    return get_object_or_404(AgencyPack.objects.select_related("agency", "begun_by", "issued_by"), pk=pack_id)


@require_safe
@door(VIEW_AGENCIES)
def pack(request: HttpRequest, pack_id: int) -> HttpResponse:
    """What the agency gets, as it stands now or as it was issued."""
    row = _pack(pack_id)
    at = row.issued_at or request.now
    examples = {(each.way, each.place): each for each in row.examples.select_related("written_by", "confirmed_by")}
    context = {
        "pack": row,
        "quarter": agency_pack.quarter_words(row.quarter_from),
        "content": agency_pack.content(row, at),
        "heads": agency_pack.HEADS,
        "guard": agency_pack.GUARD,
        "ways": [
            (way, [(place, examples.get((way.value, place))) for place in range(1, EXAMPLES_EACH_WAY + 1)])
            for way in Way
        ],
        "may": {
            "prepare": row.issued_at is None and bool(may(request.user, PREPARE_PACKS)),
            "issue": row.issued_at is None and bool(may(request.user, ISSUE_PACKS)),
            "take_out": row.issued_at is not None and bool(may(request.user, ISSUE_PACKS)),
        },
    }
    return render(request, "frontdoor/packs/pack.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@door(PREPARE_PACKS)
def example(request: HttpRequest, pack_id: int, way: str, place: int) -> HttpResponse:
    """Choose a reviewed contact and tell it; the one that stands there can be rewritten until it is confirmed."""
    row = _pack(pack_id)
    if way not in Way.values or not 1 <= place <= EXAMPLES_EACH_WAY:
        raise Http404
    there = row.examples.in_order().filter(way=way, place=place).first()
    initial = {"review": there.review_id, "story": there.story} if there else {}
    reviews = _reviews(request, row, way)
    form = ExampleForm(request.POST or None, reviews=reviews, initial=initial, today=request.today, now=request.now)
    if form.is_valid():
        told = {name: form.cleaned_data[name] for name in ("review", "story")}
        try:
            once(
                key=form.cleaned_data["submission_key"],
                by=request.user,
                act=lambda: agency_packs.write_example(
                    by=request.user, now=request.now, pack=row, way=way, place=place, **told
                ),
            )
        except ValidationError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, "The example is saved. Somebody else must confirm that it names nobody.")
            return redirect("pack", row.pk)
    context = {"form": form, "pack": row, "way": Way(way), "is_empty": not reviews.exists()}
    return render_form(request, "frontdoor/packs/example.html", context)


def _reviews(request: HttpRequest, row: AgencyPack, way: str) -> Any:
    """The standing reviews of the pack's agency and quarter that are of one kind, of contacts this worker may open."""
    seen = Contact.objects.visible_to(request.user).filter(agency_id=row.agency_id)
    return ContactReview.objects.examples_for(
        seen, since=row.quarter_from, until=row.quarter_ends, codes=CODES[Way(way)], at=request.now
    )


@require_http_methods(["GET", "HEAD", "POST"])
@door(PREPARE_PACKS)
def confirm(request: HttpRequest, example_id: int) -> HttpResponse:
    """Read an example and confirm that it names nobody; never one's own."""
    row = get_object_or_404(
        PackExample.objects.select_related("pack__agency", "written_by", "confirmed_by"), pk=example_id
    )
    form = ConfirmForm(request.POST or None)
    if form.is_valid():
        try:
            agency_packs.confirm_example(by=request.user, now=request.now, example=row)
        except ValidationError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, "The example is confirmed.")
            return redirect("pack", row.pack_id)
    context = {"form": form, "example": row, "why_not": CONFIRMED_BY_ANOTHER if row.written_by == request.user else ""}
    return render_form(request, "frontdoor/packs/confirm.html", context)


@require_POST
@door(ISSUE_PACKS)
def issue(request: HttpRequest, pack_id: int) -> HttpResponse:
    """Fix the pack as at now."""
    row = _pack(pack_id)
    try:
        agency_packs.issue(by=request.user, now=request.now, pack=row)
    except NotPossible as refusal:
        messages.warning(request, refusal.reason)
    else:
        messages.success(request, "The pack is issued. From now on it comes out the same.")
    return redirect("pack", row.pk)


@require_safe
@door(ISSUE_PACKS)
def file(request: HttpRequest, pack_id: int, kind: str) -> HttpResponse:
    """The issued pack as PDF or workbook, its leaving written in the ledger."""
    row = _pack(pack_id)
    if kind not in FILES or row.issued_at is None:
        raise Http404
    said = agency_pack.content(row, row.issued_at)
    if said.digest != row.digest:
        messages.warning(request, NOT_THE_SAME)
        return redirect("pack", row.pk)
    make, mime = FILES[kind]
    return file_taken_out(
        request,
        subject=row,
        people=agency_pack.people_of(row),
        name=agency_pack.file_name(row, kind),
        body=make(said, row.issued_at),
        mime=mime,
    )
