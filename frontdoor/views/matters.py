"""What an answer about consent has opened for a manager to decide."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from frontdoor import presenters
from frontdoor.actions import matters
from frontdoor.core import idempotency, policy
from frontdoor.core.doors import door
from frontdoor.core.forms import render_form
from frontdoor.core.looking import Openable
from frontdoor.core.narrowing import narrowed_by
from frontdoor.core.permissions import may, require
from frontdoor.forms.after_override import MatterForm
from frontdoor.models import ConsentMatter
from frontdoor.models.matters import MATTER_CLOCK, MatterDecision
from frontdoor.models.positions import agreed_in_spite_of
from frontdoor.permissions import DECIDE_MATTER, VIEW_CONTACTS
from frontdoor.presenters.positions import KINDS, answers_of
from frontdoor.views.consent_lists import LATE_ONLY, Listing, listed
from frontdoor.views.unfinished import unsent

TO_DECIDE = Listing(
    title="Answers about consent that a manager decides",
    empty="No answer waits for your decision",
    name="consent-matters",
    url_name="consent_matter",
    first=lambda row: f"Contact {row.contact.reference}",
    heads=("Contact", "Why", "Consent to", "Recorded by"),
    cells=lambda row: [row.get_cause_display(), row.get_kind_display(), row.opened_by.get_full_name()],
    clock=MATTER_CLOCK,
    children=lambda row: [row.child_id],
)


@narrowed_by(late=LATE_ONLY)
@require_http_methods(["GET", "HEAD", "POST"])
@door(DECIDE_MATTER)
def queue(request: HttpRequest) -> HttpResponse:
    """What waits for a manager, the first due first; what the reader recorded is decided by somebody else."""
    rows = ConsentMatter.objects.visible_to(request.user).for_decider(request.user)
    rows = rows.select_related("contact", "opened_by")
    return listed(request, TO_DECIDE, rows, late=lambda found: found.overdue(request.now))


_MATTER = Openable(
    lambda viewer: ConsentMatter.objects.visible_to(viewer).select_related(
        "contact",
        "child",
        "event__given_by",
        "refusal__given_by",
        "refusal__recorded_by",
        "opened_by",
        "decided_by",
    ),
    people=lambda row: [row.child_id],
)


@require_http_methods(["GET", "HEAD", "POST"])
@door(VIEW_CONTACTS)
def matter(request: HttpRequest, matter_id: int) -> HttpResponse:
    """Everybody's answers side by side, what was stopped, and a manager's decision."""
    row = _MATTER.opened(request, pk=matter_id)
    answer = may(request.user, DECIDE_MATTER, row)
    form = MatterForm(request.POST or None)
    if request.method == "POST":
        require(request.user, DECIDE_MATTER, row)
        if form.is_valid():
            given = {name: form.cleaned_data[name] for name in ("decision", "reason")}
            try:
                idempotency.once(
                    key=form.cleaned_data["submission_key"],
                    by=request.user,
                    act=lambda: matters.decide(by=request.user, now=request.now, matter=row, **given),
                )
            except ValidationError as refusal:
                form.refuse(refusal)
            else:
                messages.success(request, "Your decision is recorded and signed in your name.")
                follows = given["decision"] == MatterDecision.CONCERN
                return redirect("override_request" if follows else "contact", row.contact_id)
    context = {
        "matter": row,
        "form": form,
        "may_decide": row.decided_at is None and bool(answer),
        "unsent": unsent(form, "reason") if row.decided_at else "",
        "why_not": getattr(answer, "reason", ""),
        "families": [family for family in answers_of(row.contact, request.now) if family.child.pk == row.child_id],
        "elsewhere": [
            event for event in agreed_in_spite_of(row.refusal, at=request.now) if event.contact_id != row.contact_id
        ],
        "kinds": [kind.label for kind in KINDS],
        "stopped": row.refusal.stops.select_related("check_row__agency", "check_row__request").order_by("pk"),
        "due": presenters.due(MATTER_CLOCK, row, now=request.now, calendar=policy.calendar(around=request.today)),
    }
    return render_form(request, "frontdoor/consent/matter.html", context)
