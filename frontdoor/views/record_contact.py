"""Recording a contact, a few questions at a time. Every answer is kept before it is judged."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from frontdoor.actions import contacts, search
from frontdoor.contact_answers import hit_rows
from frontdoor.core.doors import door
from frontdoor.core.forms import SubmittedOnce, render_form
from frontdoor.core.search import wrong_check_digit
from frontdoor.forms import contact_draft
from frontdoor.forms.advice import words_of
from frontdoor.forms.contact_draft import CHILD, ContactDraft
from frontdoor.forms.record_contact import DangerForm, UrgentForm
from frontdoor.models import Contact, Person
from frontdoor.permissions import RECORD_CONTACT
from frontdoor.views.steps import PAGES, Again, Steps, sent, whole

RECORDING = Steps(
    drafts=ContactDraft,
    start_url="contact_start",
    autosave_url="contact_autosave",
    titles={
        "caller": "Who is telling us",
        "find": "Find the child",
        "concern": "What is worrying",
        "consent": "What the family knows",
    },
    before={
        "caller": None,
        "urgent": None,
        "find": "caller",
        "matches": "find",
        "children": "find",
        "family": "children",
        "concern": "family",
        "consent": "concern",
        "check": "consent",
    },
    after={"caller": "find", "find": "matches", "concern": "consent", "consent": "check"},
    words={"caption": "Record a contact", "children": "Children on this contact", "send": "Record this contact"},
)
WORRY_STEPS = ("concern", "urgent")
"""The steps on which the worry is told: the long road and the shortest."""


@door(RECORD_CONTACT)
@require_http_methods(["GET", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """Ask about danger first; the answer begins the draft, with the words of an advice call that became a contact."""
    arrives = "from_advice" in request.POST
    form = DangerForm(None if arrives else sent(request))
    worry = words_of(request.POST) if arrives else request.POST.get("worry", "")
    if form.is_valid():
        told = {step: {"concern": [worry]} for step in WORRY_STEPS} if worry else None
        draft = ContactDraft.begin(worker=request.user, post=request.POST, now=request.now, told=told)
        return RECORDING.to(draft.pk, "urgent" if form.cleaned_data["immediate_danger"] else "caller")
    page = {"form": form, "unfinished": RECORDING.unfinished(request), "worry": worry}
    return render_form(request, f"{PAGES}start.html", page)


@door(RECORD_CONTACT)
@require_http_methods(["GET", "POST"])
def step(request: HttpRequest, draft_id: int, step: str) -> HttpResponse:
    """One step of the worker's own draft; anything else is not found."""
    if request.method == "POST" and step in SENDING:
        return SENDING[step](request, draft_id)
    current = RECORDING.open(request, draft_id)
    if step in STEPS:
        return STEPS[step](request, current)
    if step == "caller":
        hint = f"Leave empty for {current.started_words}, when you began this form."
        return RECORDING.questions(request, current, step, hints={"received_at": hint})
    if step in RECORDING.titles or (step.startswith(CHILD) and current.has(step)):
        return RECORDING.questions(request, current, step)
    raise Http404


@door(RECORD_CONTACT)
@require_POST
def autosave(request: HttpRequest, draft_id: int, step: str) -> HttpResponse:
    """Keep what is being typed on a step."""
    return RECORDING.autosave(request, draft_id, step)


@door(RECORD_CONTACT)
@require_GET
def recorded(request: HttpRequest, contact_id: int) -> HttpResponse:
    """Say that the contact is safe, and what happens next."""
    contact = Contact.objects.visible_to(request.user).filter(pk=contact_id, recorded_by=request.user).first()
    if contact is None:
        raise Http404
    return render(request, f"{PAGES}recorded.html", {"contact": contact})


def _matches(request: HttpRequest, current: ContactDraft) -> HttpResponse:
    """Those already recorded who may be the child. A new child is added only when none of them is chosen."""
    if request.method == "POST":
        if "new" in request.POST:
            return RECORDING.to(current.draft.pk, current.describe_child())
        chosen = request.POST.get("person", "")
        if not (chosen.isdecimal() and len(chosen) < 19):
            raise Http404
        if not Person.objects.linkable_by(request.user).filter(pk=int(chosen)).exists():
            raise Http404
        current.link_child(int(chosen))
        return RECORDING.to(current.draft.pk, "children")
    form = current.answered("find")
    if not form.is_valid():
        return RECORDING.to(current.draft.pk, "find")
    found = search.people(by=request.user, now=request.now, wanted=form.wanted(), recording=True)
    rows = hit_rows(found.hits, request.today, looked_for=form.wanted())
    wrong_number = wrong_check_digit(form.wanted().identifier)
    page = RECORDING.page(
        request, current, "matches", rows=rows, masked=found.masked, problem="", wrong_number=wrong_number
    )
    return render(request, f"{PAGES}matches.html", page)


def _urgent(request: HttpRequest, current: ContactDraft) -> HttpResponse:
    """The shortest road: a name and the worry."""
    form = current.form("urgent")
    key = SubmittedOnce(initial={"submission_key": current.data["key"]})
    page = RECORDING.page(request, current, "urgent", form=form, key=key)
    return render_form(request, f"{PAGES}urgent.html", page)


def _send(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Record the contact once, however often the page is sent."""
    return _recorded(request, draft_id, whole, lambda *answers: RECORDING.answers(request, *answers))


def _send_urgent(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Record at once what is known."""
    form = UrgentForm(request.POST)

    def page(current: ContactDraft, key: SubmittedOnce) -> HttpResponse:
        current.keep("urgent", request.POST)
        return render_form(
            request, f"{PAGES}urgent.html", RECORDING.page(request, current, "urgent", form=form, key=key)
        )

    def again(current: ContactDraft, key: SubmittedOnce, refused: ValidationError) -> HttpResponse:
        form.refuse(refused)
        return page(current, key)

    if not form.is_valid():
        current = RECORDING.open(request, draft_id)
        return page(current, SubmittedOnce(initial={"submission_key": current.data["key"]}))
    return _recorded(request, draft_id, lambda current: contact_draft.urgent_arguments(current, form), again)


def _recorded(
    request: HttpRequest, draft_id: int, arguments: Callable[[ContactDraft], dict[str, Any]], again: Again
) -> HttpResponse:
    def act(current: ContactDraft) -> Contact:
        return contacts.record(by=request.user, now=request.now, **arguments(current))

    made = RECORDING.once(request, draft_id, act, again)
    return redirect("contact_recorded", made) if isinstance(made, int) else made


STEPS: dict[str, Callable[[HttpRequest, ContactDraft], HttpResponse]] = {
    "matches": _matches,
    "children": RECORDING.children,
    "family": RECORDING.family,
    "check": RECORDING.check,
    "urgent": _urgent,
}
SENDING: dict[str, Callable[[HttpRequest, int], HttpResponse]] = {"check": _send, "urgent": _send_urgent}
