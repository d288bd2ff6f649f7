"""The administrator's pages of the levels of need: every version, the draft, and the day from which it applies."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from frontdoor.actions import threshold as acts
from frontdoor.core.doors import door
from frontdoor.core.forms import GovukForm
from frontdoor.core.versions import Stale
from frontdoor.forms.threshold import DocumentForm, LevelForm, NewLevelForm, ProposeForm
from frontdoor.models import ThresholdLevel, ThresholdScheme
from frontdoor.models.threshold import TWO_PEOPLE, AssessmentDomain
from frontdoor.permissions import MANAGE_THRESHOLD
from frontdoor.presenters import long_day, moment
from frontdoor.views.administration import Cell, Table, acted, link, page

SECTION = "admin_threshold"
read_or_send = require_http_methods(["GET", "HEAD", "POST"])

START = {"words": "Start a new version", "value": "start"}
PUBLISH = {"words": "Publish", "value": "publish"}
SEND_BACK = {"words": "Send it back", "value": "send_back", "secondary": True}
TAKE_PROPOSAL_BACK = {"words": "Take the proposal back", "value": "send_back", "secondary": True}
TAKE_BACK = {"words": "Make it a draft again", "value": "take_back", "secondary": True}


@door(MANAGE_THRESHOLD)
@read_or_send
def versions(request: Any) -> HttpResponse:
    """Every version with its dates; a POST starts a draft from the one in force."""
    if request.method == "POST":
        try:
            draft = acts.start(by=request.user, on=request.today)
        except ValidationError as refusal:
            messages.warning(request, str(refusal.messages[0]))
            return redirect("admin_threshold")
        return redirect("admin_threshold_version", draft.pk)
    schemes = list(ThresholdScheme.objects.with_next_day().order_by("-valid_from", "-pk"))
    table = Table(
        caption="Versions",
        columns=("Title", "State", "From", "Until"),
        rows=[
            (
                Cell(scheme.name, reverse("admin_threshold_version", args=[scheme.pk])),
                _state(scheme, request.today),
                Cell(long_day(scheme.valid_from) if scheme.valid_from else ""),
                Cell(
                    long_day(scheme.next_from - timedelta(days=1)) if scheme.is_published and scheme.next_from else ""
                ),
            )
            for scheme in schemes
        ],
    )
    return page(
        request,
        "record",
        title="Levels of need",
        section=SECTION,
        intro="The threshold document of this authority. A contact is decided by the version in force when it came in.",
        actions=[link("Read it as the public does", "levels_of_need", secondary=True)],
        buttons=[START] if all(scheme.is_published for scheme in schemes) else [],
        tables=[table],
    )


def _state(scheme: ThresholdScheme, on: Any) -> Cell:
    if scheme.is_proposed:
        return Cell("Waits for a second administrator", colour="yellow")
    if not scheme.is_published:
        return Cell("Draft", colour="grey")
    if scheme.valid_from > on:
        return Cell("To come", colour="blue")
    is_over = scheme.next_from is not None and scheme.next_from <= on
    return Cell("No longer in force", colour="grey") if is_over else Cell("In force", colour="green")


@door(MANAGE_THRESHOLD)
@read_or_send
def version(request: Any, scheme_id: int) -> HttpResponse:
    """One version: its levels, and what can be done with it next."""
    scheme = get_object_or_404(
        ThresholdScheme.objects.with_next_day().select_related("started_by", "proposed_by", "approved_by"), pk=scheme_id
    )
    if request.method == "POST":
        return _next(request, scheme)
    is_draft = not (scheme.is_proposed or scheme.is_published)
    levels = scheme.levels.order_by("code").with_indicators()
    own = scheme.proposed_by_id == request.user.pk
    return page(
        request,
        "record",
        title=scheme.name,
        section=SECTION,
        intro=TWO_PEOPLE if scheme.is_proposed and own else "",
        actions=_ways_on(scheme, is_draft),
        rows=_rows(scheme, request.today),
        buttons=_buttons(scheme, own=own, on=request.today),
        tables=[_levels(levels, is_draft)],
        back_url=reverse("admin_threshold"),
        back="Levels of need",
    )


def _ways_on(scheme: ThresholdScheme, is_draft: bool) -> list[dict[str, object]]:
    found = [link("See it as the public will", "admin_threshold_preview", scheme.pk, secondary=True)]
    if is_draft:
        found = [
            link("Propose it from a day", "admin_threshold_propose", scheme.pk),
            link("Change the title and introduction", "admin_threshold_title", scheme.pk, secondary=True),
            link("Add a level", "admin_threshold_level_new", scheme.pk, secondary=True),
            *found,
        ]
    return found


def _buttons(scheme: ThresholdScheme, *, own: bool, on: Any) -> list[dict[str, Any]]:
    if scheme.is_proposed:
        return [TAKE_PROPOSAL_BACK] if own else [PUBLISH, SEND_BACK]
    return [TAKE_BACK] if scheme.is_published and scheme.valid_from > on else []


def _rows(scheme: ThresholdScheme, on: Any) -> list[dict[str, str]]:
    signed = [
        ("Started by", scheme.started_by and scheme.started_by.get_full_name()),
        ("Proposed", scheme.proposed_at and f"{scheme.proposed_by.get_full_name()}, {moment(scheme.proposed_at)}"),
        ("Published", scheme.approved_at and f"{scheme.approved_by.get_full_name()}, {moment(scheme.approved_at)}"),
        ("First day", scheme.valid_from and long_day(scheme.valid_from)),
    ]
    return [{"key": "State", "value": str(_state(scheme, on).words)}] + [
        {"key": key, "value": str(value)} for key, value in signed if value
    ]


def _levels(levels: Any, is_draft: bool) -> Table:
    return Table(
        caption="Levels",
        columns=("Level", "Statutory", "Who leads", "Indicators"),
        rows=[
            (
                Cell(
                    f"{level} (left out)" if level.left_out else str(level),
                    reverse("admin_threshold_level", args=[level.pk]) if is_draft else "",
                ),
                Cell("Yes" if level.statutory else "No"),
                Cell(level.leads or "Not said"),
                Cell(len(level.shown_indicators)),
            )
            for level in levels
        ],
    )


def _next(request: Any, scheme: ThresholdScheme) -> HttpResponse:
    """What a button of the page asks for; an unknown one changes nothing."""
    ways: dict[str, tuple[Callable[..., object], dict[str, Any], str]] = {
        "publish": (acts.publish, {"at": request.now}, "The version is published."),
        "send_back": (acts.send_back, {}, "It is a draft again."),
        "take_back": (acts.take_back, {"on": request.today}, "It is a draft again."),
    }
    wanted = ways.get(request.POST.get("decision", ""))
    if wanted is not None:
        act, given, words = wanted
        try:
            act(scheme_id=scheme.pk, by=request.user, **given)
        except ValidationError as refusal:
            messages.warning(request, str(refusal.messages[0]))
        else:
            messages.success(request, words)
    return redirect("admin_threshold_version", scheme.pk)


@door(MANAGE_THRESHOLD)
@read_or_send
def title(request: Any, scheme_id: int) -> HttpResponse:
    """What stands above the levels of a draft."""
    scheme = get_object_or_404(ThresholdScheme, pk=scheme_id)
    there = {"name": scheme.name, "introduction": scheme.introduction, "version": scheme.version}
    form = DocumentForm(request.POST or None, initial=there)
    return _form_page(request, scheme, form, title="Title and introduction", button="Save", act=acts.describe)


@door(MANAGE_THRESHOLD)
@read_or_send
def level_new(request: Any, scheme_id: int) -> HttpResponse:
    """One more level of a draft."""
    scheme = get_object_or_404(ThresholdScheme, pk=scheme_id)
    form = NewLevelForm(request.POST or None)
    return _form_page(request, scheme, form, title="Add a level", button="Add level", act=acts.add_level)


@door(MANAGE_THRESHOLD)
@read_or_send
def propose(request: Any, scheme_id: int) -> HttpResponse:
    """From which day the draft is to apply; a second administrator publishes it."""
    scheme = get_object_or_404(ThresholdScheme, pk=scheme_id)
    form = ProposeForm(request.POST or None, today=request.today, now=request.now)
    return _form_page(
        request, scheme, form, title="Propose this version", button="Propose", act=acts.propose, at=request.now
    )


def _form_page(
    request: Any, scheme: ThresholdScheme, form: GovukForm, *, title: str, button: str, act: Any, **always: Any
) -> HttpResponse:
    stale: list[Stale] = []

    def remembering(**given: Any) -> object:
        try:
            return act(**given)
        except Stale as refusal:
            stale.append(refusal)
            raise

    if acted(form, remembering, by=request.user, scheme_id=scheme.pk, **always):
        messages.success(request, "The change is saved.")
        return redirect("admin_threshold_version", scheme.pk)
    return page(
        request,
        "form",
        title=title,
        section=SECTION,
        form=form,
        button=button,
        warnings=[_theirs(form, one.current) for one in stale],
        back_url=reverse("admin_threshold_version", args=[scheme.pk]),
        back=scheme.name,
    )


def _theirs(form: GovukForm, current: Any) -> str:
    """What a colleague saved meanwhile, in one paragraph."""
    saved = (
        _texts(current)
        if isinstance(current, ThresholdLevel)
        else {"name": current.name, "introduction": current.introduction}
    )
    parts = [f"{form[name].label}: {text}" for name, text in saved.items() if text != form.cleaned_data.get(name)]
    return f"Saved by somebody else. {' '.join(parts)}"


@door(MANAGE_THRESHOLD)
@read_or_send
def level(request: Any, level_id: int) -> HttpResponse:
    """One level of a draft, with its indicators one a line."""
    row = get_object_or_404(ThresholdLevel.objects.select_related("scheme").with_indicators(), pk=level_id)
    there = _texts(row) | {"statutory": row.statutory, "left_out": row.left_out, "version": row.version}
    form = LevelForm(request.POST or None, initial=there)

    def write(*, by: Any, scheme_id: int, **_: Any) -> object:
        return acts.write_level(level_id=row.pk, by=by, **form.answer())

    return _form_page(request, row.scheme, form, title=f"Level {row.code}", button="Save level", act=write)


def _texts(row: ThresholdLevel) -> dict[str, str]:
    said = {"label": row.label, "leads": row.leads, "description": row.description}
    for domain in AssessmentDomain:
        shown = row.indicators.shown().filter(domain=domain)
        said[domain.value] = "\n".join(sign.words for sign in shown)
    return said


@door(MANAGE_THRESHOLD)
@require_safe
def preview(request: Any, scheme_id: int) -> HttpResponse:
    """A version as the public will see it."""
    scheme = get_object_or_404(ThresholdScheme.objects.with_next_day().with_levels(), pk=scheme_id)
    return render(request, "frontdoor/threshold/public.html", {"scheme": scheme, "is_preview": True})
