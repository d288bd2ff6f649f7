"""Families to be told afterwards that agencies were asked without their consent."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from frontdoor import presenters
from frontdoor.actions import telling
from frontdoor.core import policy
from frontdoor.core.doors import door
from frontdoor.core.forms import GovukForm, render_form
from frontdoor.core.looking import Openable
from frontdoor.core.narrowing import narrowed_by
from frontdoor.core.versions import Stale
from frontdoor.forms.after_override import PutOffForm, TellForm
from frontdoor.models import FamilyTelling
from frontdoor.models.telling import TELLING_CLOCK, TOLD_BY_ANOTHER
from frontdoor.permissions import TELL_FAMILY
from frontdoor.views.consent_lists import LATE_ONLY, Listing, listed
from frontdoor.views.refusals import put_on
from frontdoor.views.unfinished import unsent

TO_TELL = Listing(
    title="Families to tell that agencies were asked",
    empty="Every family has been told",
    name="families-to-tell",
    url_name="family_telling",
    first=lambda row: f"Contact {row.override.contact.reference}",
    heads=("Contact", "What they are told", "Decided by", "Put off"),
    cells=lambda row: [
        row.get_of_display(),
        row.override.decided_by.get_full_name(),
        f"Since {presenters.long_day(row.put_off_on)}" if row.put_off_on else "No",
    ],
    clock=TELLING_CLOCK,
    children=lambda row: [child.pk for child in row.override.children.all()],
)


@narrowed_by(late=LATE_ONLY)
@require_http_methods(["GET", "HEAD", "POST"])
@door(TELL_FAMILY)
def owed(request: HttpRequest) -> HttpResponse:
    """Families to be told, the first due first."""
    rows = FamilyTelling.objects.visible_to(request.user).owed()
    rows = rows.select_related("override__contact", "override__decided_by").prefetch_related("override__children")
    return listed(request, TO_TELL, rows, late=lambda found: found.overdue(request.today))


def _tellings(viewer: Any) -> Any:
    people = ("override__contact", "override__decided_by", "told_by", "put_off_by")
    return FamilyTelling.objects.visible_to(viewer).select_related(*people).with_version()


_TELLING = Openable(_tellings, people=lambda row: row.override.covered_children.values_list("child_id", flat=True))


def _differences(form: PutOffForm, row: FamilyTelling) -> list[dict[str, str]]:
    """The day and the reason that somebody else has given, beside those that were typed on the older page."""
    theirs = {"review_on": presenters.long_day(row.due_on), "reason": row.put_off_reason}
    yours = form.cleaned_data | {"review_on": presenters.long_day(form.cleaned_data["review_on"])}
    return [{"label": str(form[name].label), "theirs": theirs[name], "yours": yours[name]} for name in theirs]


@require_http_methods(["GET", "HEAD", "POST"])
@door(TELL_FAMILY)
def tell(request: HttpRequest, telling_id: int) -> HttpResponse:
    """Record that the family was told, or (``put_off`` in what was sent) why not yet."""
    row = _TELLING.opened(request, pk=telling_id)
    puts_off = "put_off" in request.POST
    tells = request.POST if request.POST and not puts_off else None
    tell_form = TellForm(tells, today=request.today, now=request.now, prefix="tell")
    later_form = PutOffForm(
        request.POST if puts_off else None,
        today=request.today,
        now=request.now,
        prefix="later",
        initial={"version": row.version},
        latest=telling.latest_review(request.today),
    )
    form: GovukForm = later_form if puts_off else tell_form
    if form.is_valid():
        act = telling.put_off if puts_off else telling.tell
        try:
            act(by=request.user, on=request.today, telling=row, **form.cleaned_data)
        except Stale as stale:
            put_on(form, stale)
            row = _tellings(request.user).get(pk=row.pk)
            later_form.differences = _differences(later_form, row)
        except ValidationError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, "It is put off." if puts_off else "It is recorded that the family was told.")
            return redirect("contact", row.override.contact_id)
    context = {
        "telling": row,
        "form": form,
        "tell_form": tell_form,
        "told_by_another": TOLD_BY_ANOTHER if row.is_told_by_another_than(request.user) else "",
        "later_form": later_form,
        "may_put_off": telling.may_put_off(by=request.user, on=request.today, telling=row),
        "unsent": (unsent(tell_form, "words") or unsent(later_form, "reason")) if row.told_on else "",
        "due": presenters.due(TELLING_CLOCK, row, now=request.now, calendar=policy.calendar(around=request.today)),
    }
    return render_form(request, "frontdoor/consent/telling.html", context)
