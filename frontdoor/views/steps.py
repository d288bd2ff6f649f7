"""A form that is filled in a few questions at a time, over a draft of the worker's own: what its pages share."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse

from frontdoor.actions.contacts import NO_CHILD
from frontdoor.contact_answers import born_since, child_lines, problems, sections
from frontdoor.core.drafts import Draft
from frontdoor.core.forms import SubmittedOnce, render_form
from frontdoor.core.idempotency import SentBefore, SomebodyElsesForm, once
from frontdoor.forms.contact_draft import ADULT, CHILD, ContactDraft
from frontdoor.forms.record_contact import AdultForm, AnotherChildForm

PAGES = "frontdoor/record_contact/"
UNPROCESSABLE = 422
ADULT_TYPED = ("given_names", "family_name", "kind", "parental_responsibility", "lives_with_child", "telephone")

Again = Callable[[ContactDraft, SubmittedOnce, ValidationError], HttpResponse]


class Incomplete(Exception):
    """A form sent before its steps are answered."""


def sent(request: HttpRequest) -> QueryDict | None:
    """What was sent, None for a page that is only read."""
    return request.POST if request.method == "POST" else None


@dataclass(frozen=True, kw_only=True)
class Steps:
    """The steps of one form: their order, words and addresses.

    ``before`` names the step behind the back link, ``after`` the step that follows an answer; both fall back to the
    page of the children. ``words`` are what the shared templates say.
    """

    drafts: type[ContactDraft]
    start_url: str
    autosave_url: str
    titles: Mapping[str, str]
    before: Mapping[str, str | None]
    after: Mapping[str, str]
    words: Mapping[str, str] = field(default_factory=dict)

    def open(self, request: HttpRequest, draft_id: int) -> ContactDraft:
        """The worker's own draft; Http404 for any other."""
        try:
            return self.drafts.open(draft_id, worker=request.user, today=request.today, now=request.now)
        except Draft.DoesNotExist as gone:
            raise Http404 from gone

    def to(self, draft_id: int, step: str) -> HttpResponseRedirect:
        """On to another step."""
        return redirect(self.drafts.step_url, draft_id, step)

    def unfinished(self, request: HttpRequest) -> Any:
        """The worker's latest drafts of this form."""
        return Draft.objects.of(request.user).filter(form=self.drafts.form_name)[:10]

    def keeps(self, step: str) -> bool:
        """Whether what is typed on a step is kept while it is typed."""
        return step in self.drafts.forms or step == "family" or step.startswith(CHILD)

    def page(self, request: HttpRequest, current: ContactDraft, step: str, **more: Any) -> dict[str, Any]:
        """What every step's template needs."""
        before = "check" if "check" in request.GET else self.before.get(step, "children")
        back = reverse(self.drafts.step_url, args=[current.draft.pk, before]) if before else reverse(self.start_url)
        autosave = reverse(self.autosave_url, args=[current.draft.pk, step]) if self.keeps(step) else ""
        return {
            "title": self.titles.get(step, "About the child"),
            "back_url": back,
            "autosave_url": autosave,
            "saved_at": current.draft.updated_at,
            "draft_id": current.draft.pk,
            "words": self.words,
            **more,
        }

    def autosave(self, request: HttpRequest, draft_id: int, step: str) -> HttpResponse:
        """Keep what is being typed on a step."""
        current, section = self.open(request, draft_id), ADULT if step == "family" else step
        if section not in self.drafts.forms and not current.has(section):
            raise Http404
        current.keep(section, request.POST)
        return HttpResponse(status=204)

    def questions(
        self, request: HttpRequest, current: ContactDraft, step: str, *, page: str = f"{PAGES}step.html", **more: Any
    ) -> HttpResponse:
        """A step that is one form, on the template ``page``."""
        if request.method == "POST":
            current.keep(step, request.POST)
        form = current.form(step, sent(request))
        if form.is_valid():
            if step.startswith(CHILD):
                current.add_described(step)
            back_to_check = "check" in request.GET and step != "find"
            return self.to(current.draft.pk, "check" if back_to_check else self.after.get(step, "children"))
        for name, hint in more.pop("hints", {}).items():
            form.fields[name].help_text = hint
        return render_form(request, page, self.page(request, current, step, form=form, **more))

    def children(self, request: HttpRequest, current: ContactDraft) -> HttpResponse:
        """The children so far, and whether there is another."""
        if "remove" in request.POST:
            current.remove("children", request.POST["remove"])
            return self.to(current.draft.pk, "children" if current.data["children"] else current.next_child())
        form = AnotherChildForm(sent(request))
        if form.is_valid():
            if form.cleaned_data["another"]:
                return self.to(current.draft.pk, current.next_child())
            if current.data["children"]:
                return self.to(current.draft.pk, "family" if current.first_gap() else "check")
            form.add_error(None, NO_CHILD.rstrip("."))
        lines = child_lines(current, request.today)
        page = self.page(request, current, "children", form=form, children=lines)
        return render_form(request, f"{PAGES}children.html", page)

    def family(self, request: HttpRequest, current: ContactDraft) -> HttpResponse:
        """Adults, one after the other; none has to be named."""
        if "remove" in request.POST:
            current.remove("adults", request.POST["remove"])
            return self.to(current.draft.pk, "family")
        form = current.form(ADULT)
        if request.method == "POST":
            typed_something = any(request.POST.get(name, "").strip() for name in ADULT_TYPED)
            going_on = "another" not in request.POST
            if going_on and not typed_something:
                return self.to(current.draft.pk, "check" if "check" in request.GET else "concern")
            current.keep(ADULT, request.POST)
            form = AdultForm(request.POST)
            if form.is_valid():
                current.add_adult(request.POST)
                return self.to(current.draft.pk, "concern" if going_on else "family")
        page = self.page(request, current, "family", form=form, adults=[adult.line() for adult in current.adults()])
        return render_form(request, f"{PAGES}family.html", page)

    def check(self, request: HttpRequest, current: ContactDraft) -> HttpResponse:
        """All answers with the way to change each."""
        gap = current.first_gap()
        if gap:
            return self.to(current.draft.pk, gap)
        return self.answers(request, current, SubmittedOnce(initial={"submission_key": current.data["key"]}))

    def answers(
        self,
        request: HttpRequest,
        current: ContactDraft,
        form: SubmittedOnce,
        refused: ValidationError | None = None,
    ) -> HttpResponse:
        """The check page, with what a rule refused and the way to the step that it is about."""
        shown, notes = sections(current, request.today), born_since(current)
        wrong = problems(current, refused) if refused else []
        page = self.page(request, current, "check", form=form, sections=shown, problems=wrong, notes=notes)
        return render(request, f"{PAGES}check.html", page, status=UNPROCESSABLE if refused else 200)

    def once(
        self, request: HttpRequest, draft_id: int, act: Callable[[ContactDraft], Model], again: Again
    ) -> HttpResponse | int:
        """The id of the row that ``act`` makes of the draft, once however often it is sent; else the page to show."""
        key = SubmittedOnce(request.POST)
        if not key.is_valid():
            return self.to(draft_id, "check")
        try:
            made = once(
                key=key.cleaned_data["submission_key"],
                by=request.user,
                act=lambda: act(self.open(request, draft_id)),
            )
        except SomebodyElsesForm as other:
            raise Http404 from other
        except Incomplete:
            return self.to(draft_id, "check")
        except SentBefore:
            raise
        except ValidationError as refused:
            return again(self.open(request, draft_id), key, refused)
        return made or self.to(draft_id, "check")


def whole(current: ContactDraft) -> dict[str, Any]:
    """What the act takes from a draft without a gap. Raises Incomplete."""
    if current.first_gap():
        raise Incomplete
    return current.arguments()
