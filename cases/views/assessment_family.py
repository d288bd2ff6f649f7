"""The page of a family's assessment: what every child's section holds and lacks, and what happens to the whole."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cases import agreement, coverage
from cases.actions import assessment_families as families
from cases.actions import assessment_signing as signing
from cases.forms.assessment_signing import CheckForm, StepForm, SubmitForm, TimeDecisionForm, TimeForm
from cases.forms.assessments import SEND_BACK, DecisionForm
from cases.models import AssessmentExtension, FamilyAssessment
from cases.models.assessment_family import CHECK_CLOCK
from cases.permissions import ASSESS, AUTHORISE_ASSESSMENT, PROPOSE_EXEMPLAR, VIEW_CASES
from cases.presenters import assessment as words
from cases.presenters import assessment_due
from cases.views.sending import send
from frontdoor.core.doors import door
from frontdoor.core.forms import render_form
from frontdoor.core.looking import Openable
from frontdoor.core.permissions import may
from frontdoor.core.policy import calendar
from frontdoor.presenters import due

FORM_PAGE = "cases/assessment/form.html"


def people_of(family: FamilyAssessment) -> set[int]:
    """The children about whom something stands in the document."""
    return {
        *family.assessments.values_list("child_id", flat=True),
        *family.sections.values_list("child_id", flat=True),
    }


_DOCUMENT = Openable(
    lambda viewer: FamilyAssessment.objects.visible_to(viewer).select_related(
        "opened_by", "submitted_by", "authorised_by"
    ),
    people=people_of,
)


def opened(request: HttpRequest, family_id: int) -> FamilyAssessment:
    """The document for whoever may see it, its opening in the ledger; Http404 otherwise."""
    return _DOCUMENT.opened(request, pk=family_id)


def form_page(request: HttpRequest, family: FamilyAssessment, form: Any, title: str, **more: Any) -> HttpResponse:
    """One form about a document; ``more`` may hold an ``intro``, the words of the ``button``, and what a page adds."""
    context = {"family": family, "form": form, "title": title, "button": "Save"} | more
    return render_form(request, FORM_PAGE, context)


@require_safe
@door(VIEW_CASES)
def family_assessment(request: HttpRequest, family_id: int) -> HttpResponse:
    """The document as it stands."""
    return family_page(request, opened(request, family_id))


def family_page(request: HttpRequest, family: FamilyAssessment, *, form: Any = None) -> HttpResponse:
    """The page of a document; ``form`` is what was just sent from it and cannot stand."""
    covered = coverage.of(family, on=request.today, viewer=request.user)
    may_write = families.has_leave(request.user, ASSESS, family)
    may_decide = families.has_leave(request.user, AUTHORISE_ASSESSMENT, family)
    assessed = list(family.assessments.select_related("child").order_by("pk"))
    finished = all(one.finished_on for one in assessed)
    days = calendar(around=request.today)
    untold = signing.untold(family) if family.authorised_on and not finished else set()
    waits = family.submitted_on is not None and family.authorised_on is None
    asked = [words.extension(row) for row in family.extensions.select_related("requested_by", "decided_by")]
    if form is None and waits and may_decide:
        form = DecisionForm(initial={"version": family.version})
    return render_form(
        request,
        "cases/assessment/family.html",
        {
            "family": family,
            "state": words.state_of(family, finished=finished),
            "check": due(CHECK_CLOCK, family, now=request.now, calendar=days),
            "clocks": [(one, assessment_due(one, now=request.now, calendar=days)) for one in assessed],
            "matrix": words.matrix(family, covered, may_write=may_write and family.is_open),
            "missing": covered.missing if family.authorised_on is None else [],
            "children": words.children(family, covered, list(coverage.marks(family))),
            "adults": words.adults(family, covered, may_write=may_write and family.is_open),
            "tasks": words.tasks(family, covered, may_write=may_write and family.is_open),
            "history": coverage.things(family, covered, viewer=request.user),
            "flags": coverage.flags(family, covered),
            "alike": [(covered.name(one), covered.name(other)) for one, other in coverage.alike(family)],
            "copied": [covered.name(one) for one in coverage.copied(family)],
            "consent": words.consent(assessed, coverage.agreements(assessed)),
            "signatures": words.signatures(family),
            "happened": words.happened(family),
            "shared": words.shared(family, covered),
            "extensions": asked,
            "versions": set(family.child_versions.values_list("child_id", flat=True)),
            "without_agreement": agreement.waiting(family.assessments.select_related("child")).order_by("pk"),
            "assessed_ids": {one.child_id for one in assessed},
            "is_finished": finished,
            "untold": [covered.name(one) for one in sorted(untold)],
            "may_write": may_write,
            "may_check": may_decide and family.is_open,
            "may_manage": may_decide,
            "may_show_others": bool(may(request.user, PROPOSE_EXEMPLAR)),
            "form": form,
            "submit_form": SubmitForm(initial={"version": family.version}),
            "time_form": TimeDecisionForm() if may_decide else None,
        },
    )


@require_POST
@door(ASSESS)
def submit(request: HttpRequest, family_id: int) -> HttpResponse:
    """Submit the whole document."""
    family = opened(request, family_id)
    form = SubmitForm(request.POST)
    if form.is_valid():
        act = lambda: signing.submit(  # noqa: E731
            by=request.user, on=request.today, family_id=family.pk, **form.cleaned_data
        )
        if send(request, form, act, "Submitted for authorisation."):
            return redirect("family_assessment", family.pk)
    return family_page(request, opened(request, family_id), form=form)


@require_POST
@door(AUTHORISE_ASSESSMENT)
def decide(request: HttpRequest, family_id: int) -> HttpResponse:
    """Authorise the submitted document, or send it back."""
    family = opened(request, family_id)
    form = DecisionForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        back = given["decision"] == SEND_BACK
        about = {"by": request.user, "family_id": family.pk, "version": given["version"]}
        at = {"on": request.today, "now": request.now}
        act = lambda: (  # noqa: E731
            signing.send_back(reason=given["reason"], **about) if back else signing.authorise(**at, **about)
        )
        if send(request, form, act, "Sent back to its author." if back else "Authorised."):
            return redirect("family_assessment", family.pk)
    return family_page(request, opened(request, family_id), form=form)


@require_http_methods(["GET", "HEAD", "POST"])
@door(AUTHORISE_ASSESSMENT)
def check(request: HttpRequest, family_id: int) -> HttpResponse:
    """A manager's check while the document is written."""
    family = opened(request, family_id)
    form = CheckForm(request.POST or None)
    if form.is_valid():
        act = lambda: signing.check(  # noqa: E731
            by=request.user, on=request.today, family_id=family.pk, **form.cleaned_data
        )
        if send(request, form, act, "Your check is recorded."):
            return redirect("family_assessment", family.pk)
    return form_page(request, family, form, "Check this assessment", button="Record the check")


@require_http_methods(["GET", "HEAD", "POST"])
@door(ASSESS)
def time(request: HttpRequest, family_id: int) -> HttpResponse:
    """Ask for more time than the 45 working days."""
    family = opened(request, family_id)
    form = TimeForm(request.POST or None, today=request.today, now=request.now)
    if form.is_valid():
        act = lambda: signing.ask_for_time(  # noqa: E731
            by=request.user, on=request.today, family_id=family.pk, **form.cleaned_data
        )
        if send(request, form, act, "A manager decides about it."):
            return redirect("family_assessment", family.pk)
    return form_page(request, family, form, "Ask for more time", button="Ask for more time")


@require_http_methods(["GET", "HEAD", "POST"])
@door(AUTHORISE_ASSESSMENT)
def time_decide(request: HttpRequest, family_id: int) -> HttpResponse:
    """A manager agrees to more time, or does not."""
    family = opened(request, family_id)
    asked = _undecided(family)
    form = TimeDecisionForm(request.POST or None)
    if asked is None:
        messages.info(request, "Nobody is waiting for more time.")
        return redirect("family_assessment", family.pk)
    if form.is_valid():
        act = lambda: signing.decide_time(  # noqa: E731
            by=request.user, on=request.today, extension_id=asked.pk, **form.cleaned_data
        )
        if send(request, form, act, "Your decision is recorded."):
            return redirect("family_assessment", family.pk)
    facts = words.extension(asked).facts
    return form_page(request, family, form, "Decide about more time", facts=facts, button="Save this decision")


def _undecided(family: FamilyAssessment) -> AssessmentExtension | None:
    found: AssessmentExtension | None = (
        family.extensions.undecided().select_related("requested_by", "decided_by").first()
    )
    return found


@require_POST
@door(ASSESS)
def finish(request: HttpRequest, family_id: int) -> HttpResponse:
    """Everybody has it: the assessment is finished."""
    family = opened(request, family_id)
    form = StepForm(request.POST)
    form.is_valid()
    act = lambda: signing.finish(by=request.user, family_id=family.pk)  # noqa: E731
    if send(request, form, act, "The assessment is finished."):
        return redirect("family_assessment", family.pk)
    return family_page(request, family, form=form)
