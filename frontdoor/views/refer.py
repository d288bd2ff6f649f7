"""Referring a child, for people of partner agencies. Polite exits stand by the way; none of them is a wall."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from frontdoor.actions import attachments, partners
from frontdoor.core import policy
from frontdoor.core.doors import door
from frontdoor.core.forms import SubmittedOnce, render_form
from frontdoor.forms.contact_draft import CHILD, ContactDraft
from frontdoor.forms.record_contact import DangerForm
from frontdoor.forms.refer import DocumentForm, UrgentReferralForm
from frontdoor.forms.referral_draft import ReferralDraft, urgent_arguments
from frontdoor.models import PartnerReferral, ThresholdLevel
from frontdoor.permissions import REFER
from frontdoor.views.steps import Again, Steps, sent, whole

PAGES = "frontdoor/partner/"
REFERRING = Steps(
    drafts=ReferralDraft,
    start_url="partner_start",
    autosave_url="partner_autosave",
    titles={
        "level": "What worries you",
        "referrer": "How we reach you",
        "concern": "What is worrying",
        "consent": "What the family knows",
    },
    before={
        "danger": None,
        "urgent": None,
        "level": None,
        "advice": "level",
        "referrer": "level",
        "children": "referrer",
        "family": "children",
        "concern": "family",
        "consent": "concern",
        "documents": "consent",
        "check": "documents",
    },
    after={"level": "advice", "concern": "consent", "consent": "documents"},
    words={"caption": "Refer a child", "children": "Children you are worried about", "send": "Send this referral"},
)


@door(REFER)
@require_http_methods(["GET", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """Ask about danger first; the answer begins the draft."""
    form = DangerForm(sent(request))
    if form.is_valid():
        draft = ReferralDraft.begin(worker=request.user, post=request.POST, now=request.now)
        return REFERRING.to(draft.pk, "danger" if form.cleaned_data["immediate_danger"] else "level")
    page = {"form": form, "unfinished": REFERRING.unfinished(request)}
    return render_form(request, f"{PAGES}start.html", page)


@door(REFER)
@require_http_methods(["GET", "POST"])
def step(request: HttpRequest, draft_id: int, step: str) -> HttpResponse:
    """One step of the partner's own draft; anything else is not found."""
    if request.method == "POST" and step in SENDING:
        return SENDING[step](request, draft_id)
    current = REFERRING.open(request, draft_id)
    if step in STEPS:
        return STEPS[step](request, current)
    if step in REFERRING.titles or (step.startswith(CHILD) and current.has(step)):
        return REFERRING.questions(request, current, step)
    raise Http404


@door(REFER)
@require_POST
def autosave(request: HttpRequest, draft_id: int, step: str) -> HttpResponse:
    """Keep what is being typed on a step."""
    return REFERRING.autosave(request, draft_id, step)


def _danger(request: HttpRequest, current: ContactDraft) -> HttpResponse:
    """999 and our telephone first, then the shortest road and the long one."""
    key = SubmittedOnce(initial={"submission_key": current.data["key"]})
    return _danger_page(request, current, current.form("urgent"), key)


def _danger_page(
    request: HttpRequest, current: ContactDraft, form: UrgentReferralForm, key: SubmittedOnce
) -> HttpResponse:
    on = reverse("partner_step", args=[current.draft.pk, "level"])
    more = {"authority": policy.authority(), "on_url": on, "form": form, "key": key}
    return render_form(request, f"{PAGES}danger.html", REFERRING.page(request, current, "urgent", **more))


def _level(request: HttpRequest, current: ContactDraft) -> HttpResponse:
    """The level of need, with the signs of each level of the scheme in force."""
    levels = ThresholdLevel.objects.in_force(request.today).with_indicators()
    return REFERRING.questions(request, current, "level", page=f"{PAGES}level.html", levels=levels)


def _advice(request: HttpRequest, current: ContactDraft) -> HttpResponse:
    """What may help sooner than a referral where the level is not ours, and the way on in any case."""
    level = current.answered("level")
    if not level.is_valid():
        return REFERRING.to(current.draft.pk, "level")
    if level.calls_for_social_care:
        return REFERRING.to(current.draft.pk, "referrer")
    chosen, levels = level.chosen_level, list(ThresholdLevel.objects.in_force(request.today).with_indicators())
    place = levels.index(chosen) if chosen in levels else None
    more = {"level": chosen, "levels": levels if place is None else levels[place : place + 2]}
    return _by_the_way(request, current, "advice", f"{PAGES}by_the_way.html", goes_on="referrer", **more)


def _by_the_way(
    request: HttpRequest, current: ContactDraft, step: str, template: str, *, goes_on: str, **more: Any
) -> HttpResponse:
    on = reverse("partner_step", args=[current.draft.pk, goes_on])
    page = REFERRING.page(request, current, step, authority=policy.authority(), on_url=on, **more)
    return render(request, template, page)


def _referrer(request: HttpRequest, current: ContactDraft) -> HttpResponse:
    """How to reach the referrer; the first child comes next."""
    answer = REFERRING.questions(request, current, "referrer")
    going_on = answer.status_code == 302 and "check" not in request.GET
    return REFERRING.to(current.draft.pk, current.child_step or "children") if going_on else answer


def _documents(request: HttpRequest, current: ContactDraft) -> HttpResponse:
    """Documents, one after the other; none is needed."""
    draft = current.draft
    if "remove" in request.POST:
        place = request.POST["remove"]
        attachments.remove(by=request.user, draft=draft, file_id=int(place) if place.isdecimal() else 0)
        return REFERRING.to(draft.pk, "documents")
    form = DocumentForm(request.POST, request.FILES) if request.method == "POST" else DocumentForm()
    if "on" in request.POST and not request.FILES:
        return REFERRING.to(draft.pk, "check")
    if form.is_valid():
        sent_file = form.cleaned_data["file"]
        try:
            attachments.keep(by=request.user, draft=draft, name=sent_file.name, content=sent_file.read())
        except ValidationError as refusal:
            form.refuse(refusal)
        else:
            return REFERRING.to(draft.pk, "check" if "on" in request.POST else "documents")
    files = draft.files.order_by("pk").values_list("pk", "name")
    page = REFERRING.page(request, current, "documents", form=form, files=files)
    return render_form(request, f"{PAGES}documents.html", page)


def _send(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Take the referral in once, however often the page is sent."""
    return _taken_in(request, draft_id, whole, lambda *answers: REFERRING.answers(request, *answers))


def _send_urgent(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Take in at once what is known of a child in danger."""
    form = UrgentReferralForm(request.POST)

    def page(current: ContactDraft, key: SubmittedOnce) -> HttpResponse:
        current.keep("urgent", request.POST)
        return _danger_page(request, current, form, key)

    def again(current: ContactDraft, key: SubmittedOnce, refused: ValidationError) -> HttpResponse:
        form.refuse(refused)
        return page(current, key)

    if not form.is_valid():
        current = REFERRING.open(request, draft_id)
        return page(current, SubmittedOnce(initial={"submission_key": current.data["key"]}))
    return _taken_in(request, draft_id, lambda current: urgent_arguments(current, form), again)


def _taken_in(
    request: HttpRequest, draft_id: int, arguments: Callable[[ContactDraft], dict[str, Any]], again: Again
) -> HttpResponse:
    def act(current: ContactDraft) -> PartnerReferral:
        return partners.refer(by=request.user, now=request.now, **arguments(current))

    made = REFERRING.once(request, draft_id, act, again)
    if not isinstance(made, int):
        return made
    referral = PartnerReferral.objects.own(request.user).filter(pk=made).first()
    if referral is None:
        raise Http404
    return redirect(f"{reverse('partner_referral', args=[referral.public_id])}?sent")


STEPS: dict[str, Callable[[HttpRequest, ContactDraft], HttpResponse]] = {
    "danger": _danger,
    "urgent": _danger,
    "level": _level,
    "advice": _advice,
    "referrer": _referrer,
    "children": REFERRING.children,
    "family": REFERRING.family,
    "documents": _documents,
    "check": REFERRING.check,
}
SENDING: dict[str, Callable[[HttpRequest, int], HttpResponse]] = {"check": _send, "urgent": _send_urgent}
