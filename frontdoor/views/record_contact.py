"""Recording a contact, a few questions at a time. Every answer is kept before it is judged."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from frontdoor.actions import contacts, search
from frontdoor.contact_answers import child_lines, hit_rows, sections
from frontdoor.core.doors import door
from frontdoor.core.drafts import Draft
from frontdoor.core.forms import SubmittedOnce, render_form
from frontdoor.core.idempotency import SomebodyElsesForm, once
from frontdoor.forms import contact_draft
from frontdoor.forms.contact_draft import ADULT, CHILD, ContactDraft
from frontdoor.forms.record_contact import AdultForm, AnotherChildForm, DangerForm, UrgentForm
from frontdoor.models import Contact, Person
from frontdoor.permissions import RECORD_CONTACT

PAGES = "frontdoor/record_contact/"
UNPROCESSABLE = 422
TITLES = {
    "caller": "Who is telling us",
    "find": "Find the child",
    "concern": "What is worrying",
    "consent": "What the family knows",
}
BEFORE = {
    "caller": None,
    "urgent": None,
    "find": "caller",
    "matches": "find",
    "children": "find",
    "family": "children",
    "concern": "family",
    "consent": "concern",
    "check": "consent",
}
AFTER = {"caller": "find", "find": "matches", "concern": "consent", "consent": "check"}
ADULT_TYPED = ("given_names", "family_name", "kind", "parental_responsibility", "lives_with_child", "telephone")


@door(RECORD_CONTACT)
@require_http_methods(["GET", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """Ask about danger first; the answer begins the draft."""
    form = DangerForm(_sent(request))
    if form.is_valid():
        draft = contact_draft.begin(worker=request.user, post=request.POST, now=request.now)
        return _to(draft.pk, "urgent" if form.cleaned_data["immediate_danger"] else "caller")
    unfinished = Draft.objects.of(request.user).filter(form=contact_draft.FORM)[:10]
    return render_form(request, f"{PAGES}start.html", {"form": form, "unfinished": unfinished})


@door(RECORD_CONTACT)
@require_http_methods(["GET", "POST"])
def step(request: HttpRequest, draft_id: int, step: str) -> HttpResponse:
    """One step of the worker's own draft; anything else is not found."""
    if request.method == "POST" and step in SENDING:
        return SENDING[step](request, draft_id)
    current = _open(request, draft_id)
    if step in STEPS:
        return STEPS[step](request, current)
    if step in TITLES or (step.startswith(CHILD) and current.has(step)):
        return _questions(request, current, step)
    raise Http404


@door(RECORD_CONTACT)
@require_POST
def autosave(request: HttpRequest, draft_id: int, step: str) -> HttpResponse:
    """Keep what is being typed on a step."""
    current, section = _open(request, draft_id), ADULT if step == "family" else step
    if section not in contact_draft.FORMS and not current.has(section):
        raise Http404
    current.keep(section, request.POST)
    return HttpResponse(status=204)


@door(RECORD_CONTACT)
@require_GET
def recorded(request: HttpRequest, contact_id: int) -> HttpResponse:
    """Say that the contact is safe, and what happens next."""
    contact = Contact.objects.visible_to(request.user).filter(pk=contact_id, recorded_by=request.user).first()
    if contact is None:
        raise Http404
    return render(request, f"{PAGES}recorded.html", {"contact": contact})


def _open(request: HttpRequest, draft_id: int) -> ContactDraft:
    try:
        return ContactDraft.open(draft_id, worker=request.user, today=request.today, now=request.now)
    except Draft.DoesNotExist as gone:
        raise Http404 from gone


def _sent(request: HttpRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def _to(draft_id: int, step: str) -> HttpResponseRedirect:
    return redirect("contact_step", draft_id, step)


def _page(request: HttpRequest, current: ContactDraft, step: str, **more: Any) -> dict[str, Any]:
    before = "check" if "check" in request.GET else BEFORE.get(step, "children")
    back = reverse("contact_step", args=[current.draft.pk, before]) if before else reverse("contact_start")
    kept_by_itself = step in contact_draft.FORMS or step == "family" or step.startswith(CHILD)
    return {
        "title": TITLES.get(step, "About the child"),
        "back_url": back,
        "autosave_url": reverse("contact_autosave", args=[current.draft.pk, step]) if kept_by_itself else "",
        "saved_at": current.draft.updated_at,
        "draft_id": current.draft.pk,
        **more,
    }


def _questions(request: HttpRequest, current: ContactDraft, step: str) -> HttpResponse:
    """A step that is one form."""
    if request.method == "POST":
        current.keep(step, request.POST)
    form = current.form(step, _sent(request))
    if form.is_valid():
        if step.startswith(CHILD):
            current.add_described(step)
        back_to_check = "check" in request.GET and step != "find"
        return _to(current.draft.pk, "check" if back_to_check else AFTER.get(step, "children"))
    if step == "caller":
        form.fields["received_at"].help_text = f"Leave empty for {current.started_words}, when you began this form."
    return render_form(request, f"{PAGES}step.html", _page(request, current, step, form=form))


def _matches(request: HttpRequest, current: ContactDraft) -> HttpResponse:
    """Those already recorded who may be the child. A new child is added only when none of them is chosen."""
    if request.method == "POST":
        if "new" in request.POST:
            return _to(current.draft.pk, current.describe_child())
        chosen = request.POST.get("person", "")
        if not (chosen.isdecimal() and len(chosen) < 19):
            raise Http404
        if not Person.objects.linkable_by(request.user).filter(pk=int(chosen)).exists():
            raise Http404
        current.link_child(int(chosen))
        return _to(current.draft.pk, "children")
    form = current.answered("find")
    if not form.is_valid():
        return _to(current.draft.pk, "find")
    problem, rows, masked = "", [], False
    try:
        found = search.people(by=request.user, now=request.now, wanted=form.wanted())
        rows, masked = hit_rows(found.hits, request.today), found.masked
    except search.TooManySearches as pause:
        problem = pause.reason
    page = _page(request, current, "matches", rows=rows, masked=masked, problem=problem)
    return render(request, f"{PAGES}matches.html", page)


def _children(request: HttpRequest, current: ContactDraft) -> HttpResponse:
    """The children so far, and whether there is another."""
    if "remove" in request.POST:
        current.remove("children", request.POST["remove"])
        return _to(current.draft.pk, "children" if current.data["children"] else "find")
    form = AnotherChildForm(_sent(request))
    if form.is_valid():
        if form.cleaned_data["another"]:
            current.forget_search()
            return _to(current.draft.pk, "find")
        if current.data["children"]:
            return _to(current.draft.pk, "family" if current.first_gap() else "check")
        form.add_error(None, contacts.NO_CHILD.rstrip("."))
    lines = child_lines(current, request.today)
    return render_form(request, f"{PAGES}children.html", _page(request, current, "children", form=form, children=lines))


def _family(request: HttpRequest, current: ContactDraft) -> HttpResponse:
    """Adults, one after the other; none has to be named."""
    if "remove" in request.POST:
        current.remove("adults", request.POST["remove"])
        return _to(current.draft.pk, "family")
    form = current.form(ADULT)
    if request.method == "POST":
        typed_something = any(request.POST.get(name, "").strip() for name in ADULT_TYPED)
        going_on = "another" not in request.POST
        if going_on and not typed_something:
            return _to(current.draft.pk, "check" if "check" in request.GET else "concern")
        current.keep(ADULT, request.POST)
        form = AdultForm(request.POST)
        if form.is_valid():
            current.add_adult(request.POST)
            return _to(current.draft.pk, "concern" if going_on else "family")
    page = _page(request, current, "family", form=form, adults=[adult.line() for adult in current.adults()])
    return render_form(request, f"{PAGES}family.html", page)


def _check(request: HttpRequest, current: ContactDraft) -> HttpResponse:
    """All answers with the way to change each."""
    gap = current.first_gap()
    if gap:
        return _to(current.draft.pk, gap)
    return _answers(request, current, SubmittedOnce(initial={"submission_key": current.data["key"]}))


def _answers(request: HttpRequest, current: ContactDraft, form: Any, problems: list[str] | None = None) -> HttpResponse:
    page = _page(
        request, current, "check", form=form, sections=sections(current, request.today), problems=problems or []
    )
    return render(request, f"{PAGES}check.html", page, status=UNPROCESSABLE if problems else 200)


def _urgent(request: HttpRequest, current: ContactDraft) -> HttpResponse:
    """The shortest road: a name and the worry."""
    form = current.form("urgent")
    key = SubmittedOnce(initial={"submission_key": current.data["key"]})
    return render_form(request, f"{PAGES}urgent.html", _page(request, current, "urgent", form=form, key=key))


def _send(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Record the contact once, however often the page is sent."""

    def arguments(current: ContactDraft) -> dict[str, Any]:
        if current.first_gap():
            raise Incomplete
        return current.arguments()

    return _once(request, draft_id, arguments, lambda current, key, words: _answers(request, current, key, words))


def _send_urgent(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Record at once what is known."""
    form = UrgentForm(request.POST)

    def again(current: ContactDraft, key: SubmittedOnce, words: list[str]) -> HttpResponse:
        current.keep("urgent", request.POST)
        for sentence in words:
            form.add_error(None, sentence)
        return render_form(request, f"{PAGES}urgent.html", _page(request, current, "urgent", form=form, key=key))

    if not form.is_valid():
        current = _open(request, draft_id)
        return again(current, SubmittedOnce(initial={"submission_key": current.data["key"]}), [])
    return _once(request, draft_id, lambda current: contact_draft.urgent_arguments(current, form), again)


class Incomplete(Exception):
    """A contact sent before its steps are answered."""


def _once(
    request: HttpRequest,
    draft_id: int,
    arguments: Callable[[ContactDraft], dict[str, Any]],
    again: Callable[[ContactDraft, SubmittedOnce, list[str]], HttpResponse],
) -> HttpResponse:
    key = SubmittedOnce(request.POST)
    if not key.is_valid():
        return _to(draft_id, "check")

    def act() -> Contact:
        return contacts.record(by=request.user, now=request.now, **arguments(_open(request, draft_id)))

    try:
        contact_id = once(key=key.cleaned_data["submission_key"], by=request.user, act=act)
    except SomebodyElsesForm as other:
        raise Http404 from other
    except Incomplete:
        return _to(draft_id, "check")
    except ValidationError as refused:
        return again(_open(request, draft_id), key, refused.messages)
    return redirect("contact_recorded", contact_id)


STEPS: dict[str, Callable[[HttpRequest, ContactDraft], HttpResponse]] = {
    "matches": _matches,
    "children": _children,
    "family": _family,
    "check": _check,
    "urgent": _urgent,
}
SENDING: dict[str, Callable[[HttpRequest, int], HttpResponse]] = {"check": _send, "urgent": _send_urgent}
