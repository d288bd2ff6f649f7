"""One assessment: written by the worker, authorised by a manager, shared with the family."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from cases import presenters, standing
from cases.actions import assessments
from cases.forms.assessments import SEND_BACK, AssessmentForm, DecisionForm, SharedForm, StartForm
from cases.models import Assessment, FamilyAssessment
from cases.models.assessments import ASSESSMENT_CLOCK
from cases.permissions import ASSESS, AUTHORISE_ASSESSMENT, START_ASSESSMENT, VIEW_CASES, WRITE_STRATEGY
from frontdoor.core import drafts
from frontdoor.core.doors import door
from frontdoor.core.forms import render_form
from frontdoor.core.looking import Openable
from frontdoor.core.permissions import may, require
from frontdoor.core.policy import calendar
from frontdoor.core.versions import Stale
from frontdoor.models import Referral
from frontdoor.views.refusals import put_on

DRAFT_FORM = "assessment"
WRITTEN = tuple(name for name in AssessmentForm.base_fields if name != "version")


def _rows(viewer: Any) -> Any:
    people = ("opened_by", "submitted_by", "authorised_by", "shared_by")
    return Assessment.objects.visible_to(viewer).select_related("referral", "child", *people)


_ASSESSMENT = Openable(_rows, people=lambda row: [row.child_id])
_CASE = Openable(
    lambda viewer: Referral.objects.open().visible_to(viewer).select_related("team"), people=lambda row: [row.child_id]
)


def opened(request: HttpRequest, assessment_id: int) -> Assessment:
    """The assessment for whoever may see it, its opening in the ledger; Http404 otherwise."""
    return _ASSESSMENT.opened(request, pk=assessment_id)


def _clock(request: HttpRequest, row: Assessment) -> dict[str, Any]:
    """What a form over ``row`` has to know of the day: past the promise it asks why."""
    late = bool(row.late_reason) or ASSESSMENT_CLOCK.is_overdue(row, request.today)
    return {"today": request.today, "now": request.now, "late": late}


@require_http_methods(["GET", "HEAD", "POST"])
@door(START_ASSESSMENT)
def assessment_start(request: HttpRequest, referral_id: int) -> HttpResponse:
    """Start the assessment of a case that has its worker, or read what it waits for."""
    referral = _CASE.opened(request, pk=referral_id)
    form = StartForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        require(request.user, START_ASSESSMENT, referral)
        form.is_valid()
        try:
            started = assessments.start(by=request.user, on=request.today, referral_id=referral.pk)
        except ValidationError as refused:
            form.refuse(refused)
        else:
            messages.success(request, "The assessment has started.")
            return redirect("assessment", started.pk)
    child = standing.of_child(referral.child_id, worker=request.user, on=request.today)
    return render_form(
        request,
        "cases/assessment_start.html",
        {
            "form": form,
            "child": presenters.banner(child, now=request.now, calendar=calendar(around=request.today)),
            "referral": referral,
            "under_way": standing.assessment(child),
            "why_not": assessments.why_not_start(referral, on=request.today),
            "may_convene": bool(may(request.user, WRITE_STRATEGY)),
            "consent": presenters.consent(standing.consent(child)),
            "may_start": bool(may(request.user, START_ASSESSMENT, referral)),
        },
    )


@door(VIEW_CASES)
def assessment(request: HttpRequest, assessment_id: int) -> HttpResponse:
    """Read it; or save and submit what has been written."""
    row = opened(request, assessment_id)
    if _document_opens(request, row):
        return redirect("family_assessment", row.family_id)
    if request.method == "POST":
        return _write(request, row)
    return _page(request, row)


def _document_opens(request: HttpRequest, row: Assessment) -> bool:
    """Whether it is part of a document about its family that this worker may open."""
    documents = FamilyAssessment.objects.visible_to(request.user)
    return row.family_id is not None and documents.filter(pk=row.family_id).exists()


def _write(request: HttpRequest, row: Assessment) -> HttpResponse:
    form = AssessmentForm(request.POST, **_clock(request, row))
    submit = "submit" in request.POST
    if not form.is_valid():
        return _page(request, row, form=form)
    try:
        assessments.write(by=request.user, on=request.today, assessment_id=row.pk, submit=submit, **form.cleaned_data)
    except Stale as stale:
        return _page(request, stale.current, form=_over_newer(request, stale), theirs=stale.current)
    except ValidationError as refused:
        form.refuse(refused)
        return _page(request, row, form=form)
    drafts.discard(worker=request.user, form=DRAFT_FORM, subject_id=row.pk)
    messages.success(request, "Submitted for authorisation." if submit else "Saved.")
    return redirect("assessment", row.pk)


def _over_newer(request: HttpRequest, stale: Stale) -> AssessmentForm:
    """The form as typed, now standing over the newer version, so that saving it again is a knowing act."""
    typed = request.POST.copy()
    typed["version"] = str(stale.current.version)
    form = AssessmentForm(typed, **_clock(request, stale.current))
    form.refuse(stale)
    return form


@require_POST
@door(AUTHORISE_ASSESSMENT)
def assessment_decide(request: HttpRequest, assessment_id: int) -> HttpResponse:
    """Authorise a submitted assessment, or send it back."""
    row = opened(request, assessment_id)
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return _unsent(request, row, form)
    answer = form.cleaned_data
    act = {"by": request.user, "on": request.today, "assessment_id": row.pk, "version": answer["version"]}
    try:
        if answer["decision"] == SEND_BACK:
            assessments.send_back(reason=answer["reason"], **act)
        else:
            assessments.authorise(**act)
    except ValidationError as refused:
        return _unsent(request, row, form, refused)
    messages.success(request, "Sent back to its author." if answer["decision"] == SEND_BACK else "Authorised.")
    return redirect("assessment", row.pk)


@require_POST
@door(ASSESS)
def assessment_share(request: HttpRequest, assessment_id: int) -> HttpResponse:
    """Record that the family has been given the assessment, which finishes it."""
    row = opened(request, assessment_id)
    form = SharedForm(request.POST, **_clock(request, row))
    if not form.is_valid():
        return _unsent(request, row, form)
    try:
        assessments.share(by=request.user, on=request.today, assessment_id=row.pk, **form.cleaned_data)
    except ValidationError as refused:
        return _unsent(request, row, form, refused)
    messages.success(request, "Shared with the family. The assessment is finished.")
    return redirect("assessment", row.pk)


def _unsent(request: HttpRequest, row: Assessment, form: Any, refused: ValidationError | None = None) -> HttpResponse:
    """The form as it was sent, with what stands against it; an overtaken one over the assessment as it is now.

    It says what has changed since it was opened, and can be sent again knowing that. Where the next step is another
    one by now, what was written is shown to be copied.
    """
    opened = form.cleaned_data.get("version")
    if refused is None and form.is_overtaken(row.version):
        refused = Stale(row)
    if refused is not None:
        put_on(form, refused)
    if isinstance(refused, Stale):
        row = _rows(request.user).get(pk=row.pk)
        form.differences = presenters.assessment_changes(row, opened)
    return _page(request, row, form=form)


def _page(request: HttpRequest, row: Assessment, *, form: Any = None, theirs: Assessment | None = None) -> HttpResponse:
    draft = None
    if form is None:
        form, draft = _next_form(request, row)
    is_next = not isinstance(form, (DecisionForm, SharedForm)) or _is_next(form, row)
    days = calendar(around=row.referral_received_on)
    child = standing.of_child(row.child_id, worker=request.user, on=request.today)
    return render_form(
        request,
        "cases/assessment.html",
        {
            "assessment": row,
            "child": presenters.banner(child, now=request.now, calendar=days),
            "clock": presenters.assessment_clock(row, now=request.now, calendar=days),
            "written": presenters.assessment_written(row),
            "theirs": presenters.assessment_written(theirs) if theirs else [],
            "returned": standing.last_return(row),
            "form": form,
            "form_kind": type(form).__name__ if form and is_next else "",
            "is_overtaken": not isinstance(form, AssessmentForm) and getattr(form, "is_stale", False),
            "unsent": "" if is_next else _words(form),
            "draft_saved_at": draft.updated_at if draft else None,
            "waits_for": presenters.waits_for(row, form_shown=form is not None and is_next),
        },
    )


def _is_next(form: DecisionForm | SharedForm, row: Assessment) -> bool:
    """Whether the step that a form is about is the next one of an assessment as it is now."""
    if row.finished_on is not None or row.submitted_on is None:
        return False
    return (row.authorised_on is not None) == isinstance(form, SharedForm)


def _words(form: Any) -> str:
    """What was written into a form whose step is past."""
    return "\n".join(str(form[name].value() or "") for name in ("reason", "late_reason") if name in form.fields)


def _next_form(request: HttpRequest, row: Assessment) -> tuple[Any, drafts.Draft | None]:
    """The form of the next step for whoever looks, or none; with what had been typed before, where it was kept.

    What is part of a document about a family is written and signed there.
    """
    if row.finished_on is not None or row.family_id is not None:
        return None, None
    version = {"version": row.version}
    if row.authorised_on is not None:
        return (SharedForm(initial=version, **_clock(request, row)) if may(request.user, ASSESS, row) else None), None
    if row.submitted_on is not None:
        return (DecisionForm(initial=version) if may(request.user, AUTHORISE_ASSESSMENT, row) else None), None
    if not may(request.user, ASSESS, row):
        return None, None
    written = version | {name: getattr(row, name) for name in WRITTEN}
    draft = drafts.Draft.objects.of(request.user).filter(form=DRAFT_FORM, subject_id=row.pk).first()
    if draft is not None:
        written |= AssessmentForm.typed(draft.data)
    return AssessmentForm(initial=written, **_clock(request, row)), draft
