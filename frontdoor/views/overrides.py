"""The long road past consent: stop and think, ask, have it decided by somebody else."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from frontdoor import presenters
from frontdoor.actions import overrides
from frontdoor.core import drafts, idempotency
from frontdoor.core.doors import door
from frontdoor.core.forms import SubmittedOnce, render_form
from frontdoor.core.looking import Openable, looked_through
from frontdoor.core.narrowing import narrowed_by
from frontdoor.core.permissions import may, require
from frontdoor.forms.consent_lists import OVERRIDE_SORTS, OwnRequestFilters, RequestFilters
from frontdoor.forms.override import DecideForm, OverrideForm
from frontdoor.models import ConsentOverride, Contact, Draft, Person
from frontdoor.models.override_questions import lines_of
from frontdoor.models.override_rules import NOT_YOUR_OWN
from frontdoor.permissions import DECIDE_OVERRIDE, REQUEST_OVERRIDE, REVIEW_OVERRIDE, TELL_FAMILY, VIEW_CONTACTS
from frontdoor.presenters import consent as words
from frontdoor.presenters import requests
from frontdoor.views.contact import opened
from frontdoor.views.exports import READ_UP_TO, taken_out
from frontdoor.views.unfinished import draft_of

DRAFT = "override"
THOUGHT, MOST_THOUGHT = "thought_about_consent", 50
ROWS = 25
LOOKING_BACK_DAYS = 90


@require_safe
@door(REQUEST_OVERRIDE)
def think(request: HttpRequest, contact_id: int) -> HttpResponse:
    """The page that stops whoever is about to go past consent: asking a parent is the button.

    Nobody comes to the request without it: the session keeps on which contacts it was shown.
    """
    contact = opened(request, contact_id)
    before = [pk for pk in _thought_about(request) if pk != contact.pk]
    request.session[THOUGHT] = [*before, contact.pk][-MOST_THOUGHT:]
    return render(request, "frontdoor/consent/think.html", {"contact": contact})


def _thought_about(request: HttpRequest) -> list[int]:
    """The contacts whose stopping page was shown in this session."""
    return request.session.get(THOUGHT, [])


@require_http_methods(["GET", "HEAD", "POST"])
@door(REQUEST_OVERRIDE)
def fill_in(request: HttpRequest, contact_id: int) -> HttpResponse:
    """The request itself, kept as a draft until it is sent."""
    contact = opened(request, contact_id)
    if contact.pk not in _thought_about(request):
        return _stopped(request, contact)
    draft = _draft(request, contact)
    if request.method == "POST":
        typed = drafts.typed(request.POST)
        drafts.keep(worker=request.user, form=DRAFT, subject_id=contact.pk, data=typed, now=request.now)
        form = _form(request, contact, request.POST)
        if form.is_valid():
            return redirect("override_check", contact.pk)
    elif draft is None:
        form = _form(request, contact, None)
    else:
        form = _form(request, contact, None, initial=_typed(draft))
    context = {"form": form, "contact": contact, "saved_at": draft and draft.updated_at}
    return render_form(request, "frontdoor/consent/override_form.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@door(REQUEST_OVERRIDE)
def check_answers(request: HttpRequest, contact_id: int) -> HttpResponse:
    """Everything once more before it goes to a manager; after that it cannot be changed."""
    contact = opened(request, contact_id)
    if contact.pk not in _thought_about(request):
        return _stopped(request, contact)
    draft = _draft(request, contact)
    if draft is None:
        return _without_draft(request, contact)
    form = _form(request, contact, drafts.as_post(draft.data))
    if not form.is_valid():
        return redirect("override_form", contact.pk)
    send = SubmittedOnce(request.POST or None)
    if send.is_valid():
        try:
            made = idempotency.once(
                key=send.cleaned_data["submission_key"], by=request.user, act=lambda: _ask(request, contact, form)
            )
        except ValidationError as refusal:
            form.refuse(refusal)
            context = {"form": form, "contact": contact, "saved_at": draft.updated_at}
            return render_form(request, "frontdoor/consent/override_form.html", context)
        messages.success(request, "Your request has gone to the managers who decide on consent.")
        return redirect("override", made)
    context = {"form": send, "contact": contact, "rows": _answers(form)}
    return render(request, "frontdoor/consent/override_check.html", context)


def _without_draft(request: HttpRequest, contact: Contact) -> HttpResponse:
    """On to what was sent, for whoever comes back to a page whose draft is sent; else to the questions."""
    own = ConsentOverride.objects.visible_to(request.user).undecided().filter(contact=contact)
    sent = own.filter(requested_by=request.user).order_by("-pk").first()
    return redirect("override_form", contact.pk) if sent is None else redirect("override", sent.pk)


def _stopped(request: HttpRequest, contact: Contact) -> HttpResponse:
    """To the page that stops; what was typed in an older session is kept as a draft."""
    if request.method == "POST" and "submission_key" not in request.POST:
        typed = drafts.typed(request.POST)
        drafts.keep(worker=request.user, form=DRAFT, subject_id=contact.pk, data=typed, now=request.now)
    return redirect("override_request", contact.pk)


def _ask(request: HttpRequest, contact: Contact, form: OverrideForm) -> ConsentOverride:
    made = overrides.request(by=request.user, now=request.now, contact=contact, **form.answer())
    drafts.discard(worker=request.user, form=DRAFT, subject_id=contact.pk)
    return made


def _form(request: HttpRequest, contact: Contact, data: QueryDict | None, **given: Any) -> OverrideForm:
    return OverrideForm(data, contact=contact, today=request.today, now=request.now, **given)


def _draft(request: HttpRequest, contact: Contact) -> Draft | None:
    return draft_of(request.user, DRAFT, contact.pk)


def _typed(draft: Draft) -> dict[str, Any]:
    """What was typed so far, as the fields show it: nothing unfinished is called wrong."""
    post = drafts.as_post(draft.data)
    fields = OverrideForm.base_fields
    return {name: field.widget.value_from_datadict(post, {}, name) for name, field in fields.items()}


def _answers(form: OverrideForm) -> list[dict[str, str]]:
    rows = []
    for field in form:
        value = form.cleaned_data.get(field.name)
        if value not in (None, "", []):
            rows.append({"key": str(field.label), "value": _in_words(field, value)})
    return rows


def _in_words(field: Any, value: Any) -> str:
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if hasattr(field.field, "queryset"):
        return "\n".join(str(row) for row in value)
    labels = dict(getattr(field.field, "choices", ()))
    if isinstance(value, list):
        return "\n".join(str(labels[one]) for one in value)
    return presenters.moment(value) if hasattr(value, "hour") else str(labels.get(value, value))


def _rows(request: HttpRequest) -> Any:
    seen = ConsentOverride.objects.visible_to(request.user).select_related("requested_by", "decided_by", "contact")
    return seen.prefetch_related(Prefetch("children", Person.objects.order_by("pk")), "agencies")


def _covered(rows: Iterable[ConsentOverride]) -> set[int]:
    """The children whom these requests cover."""
    return {child.pk for row in rows for child in row.children.all()}


def _list(request: HttpRequest, rows: Any, filters: RequestFilters, **words_of_list: str) -> HttpResponse:
    """One list: narrowed, sorted, paged or saved; ``default_sort`` is its own order."""
    order = OVERRIDE_SORTS.get(request.GET.get("sort", ""), OVERRIDE_SORTS[words_of_list["default_sort"]])
    rows = filters.narrow(rows, now=request.now).order_by(*order)
    if request.GET.get("as") == "csv":
        found = list(rows[:READ_UP_TO])
        return taken_out(
            request,
            listing=ConsentOverride,
            people=_covered(found),
            name="requests-about-consent",
            heads=["Asked", "Asked by", "Children", "Agencies", "Reasons", "Decision"],
            rows=(
                [
                    row.requested_at,
                    row.requested_by.get_full_name(),
                    len(row.children.all()),
                    "; ".join(agency.name for agency in row.agencies.all()),
                    " ".join(row.reason_codes),
                    row.get_decision_display(),
                ]
                for row in found
            ),
        )
    page = Paginator(rows, ROWS).get_page(request.GET.get("page"))
    looked_through(request, listing=ConsentOverride, people=_covered(page))
    shown = [
        {"override": row, "waited": words.waited(row, request.now), "questions": len(lines_of(row.questions))}
        for row in page
    ]
    context = words_of_list | {
        "page": page,
        "rows": shown,
        "query": request.GET,
        "filters": filters,
        "is_narrowed": bool(filters.chosen()),
    }
    return render(request, "frontdoor/consent/overrides.html", context)


@narrowed_by(RequestFilters, all=("Your own requests", {"1": "Among them"}))
@require_http_methods(["GET", "HEAD", "POST"])
@door(VIEW_CONTACTS)
def queue(request: HttpRequest) -> HttpResponse:
    """Requests that wait for a decision, the oldest first; ``?all=1`` shows a decider the own ones among them."""
    rows = _rows(request).undecided()
    if may(request.user, DECIDE_OVERRIDE) and "all" not in request.GET:
        rows = rows.exclude(requested_by=request.user)
    return _list(
        request,
        rows,
        RequestFilters(request.GET),
        title="Requests to ask agencies without consent",
        empty="No request waits for a decision",
        default_sort="asked",
    )


@narrowed_by(OwnRequestFilters)
@require_http_methods(["GET", "HEAD", "POST"])
@door(REQUEST_OVERRIDE)
def mine(request: HttpRequest) -> HttpResponse:
    """What the worker has asked for, the latest first."""
    return _list(
        request,
        _rows(request).filter(requested_by=request.user),
        OwnRequestFilters(request.GET),
        title="Your requests about consent",
        empty="You have made no request",
        default_sort="-asked",
    )


_OVERRIDE = Openable(
    lambda viewer: ConsentOverride.objects.visible_to(viewer).select_related(
        "contact", "requested_by", "decided_by", "reviewed_by", "remedy", "strategy__led_by", "order"
    ),
    people=lambda row: row.covered_children.values_list("child_id", flat=True),
)


@require_http_methods(["GET", "HEAD", "POST"])
@door(VIEW_CONTACTS)
def override(request: HttpRequest, override_id: int) -> HttpResponse:
    """One request: read by whoever may see the contact, decided by a manager who holds the right and did not ask."""
    row = _OVERRIDE.opened(request, pk=override_id)
    answer = may(request.user, DECIDE_OVERRIDE, row)
    form = DecideForm(request.POST or None, today=request.today, now=request.now)
    if request.method == "POST":
        require(request.user, DECIDE_OVERRIDE, row)
        if form.is_valid():
            try:
                overrides.decide(by=request.user, now=request.now, override=row, **form.cleaned_data)
            except ValidationError as refusal:
                form.refuse(refusal)
            else:
                messages.success(request, "Your decision is recorded and signed in your name.")
                return redirect("override_queue")
    context = {
        "override": row,
        "form": form,
        "unsent": (form["reason"].value() or "") if form.is_bound else "",
        "may_decide": row.decided_at is None and bool(answer),
        "why_not": NOT_YOUR_OWN if row.requested_by_id == request.user.pk else getattr(answer, "reason", ""),
        "may_review": bool(row.review_due_at and may(request.user, REVIEW_OVERRIDE, row)),
        "tellings": row.tellings.order_by("pk") if may(request.user, TELL_FAMILY) else [],
        "told": requests.told(row, request.user),
        "thin": requests.thin(row),
        "turned_down": requests.turned_down(row),
        "waited": words.waited(row, request.now),
        "runs_out": presenters.deadline(row.expires_at) if row.expires_at else "",
        "warnings": overrides.not_acceptable(row),
        "others": ConsentOverride.objects.asked_by_within(row, days=LOOKING_BACK_DAYS).count(),
        "events": row.contact.consent_events.select_related("child", "given_by", "recorded_by")
        .prefetch_related("agencies")
        .order_by("-happened_at", "-pk"),
    }
    return render_form(request, "frontdoor/consent/override.html", context)
