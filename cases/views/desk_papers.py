"""A contact, what was said about consent, and an emergency power as a PDF of the child's file."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from cases import standing
from cases.papers import desk
from cases.permissions import NOTE_POWER
from cases.views import emergency
from cases.views.openings import CHILD
from cases.views.printing import Filed, on_paper
from frontdoor.core.doors import door
from frontdoor.permissions import VIEW_CONTACTS, VIEW_PERSON
from frontdoor.views import contact as contacts


@require_http_methods(["GET", "HEAD", "POST"])
@door(VIEW_CONTACTS)
def contact(request: HttpRequest, contact_id: int) -> HttpResponse:
    """A contact."""
    row = contacts.opened(request, contact_id, *contacts.SHOWN)
    filed = Filed(
        subject=row,
        people=row.about.values_list("child_id", flat=True),
        file=f"contact-{row.reference}",
        title=f"Contact {row.reference}",
        page=("contact", row.pk),
        draw=lambda printing: desk.contact(printing, row=row, events=standing.said_about_consent(contact=row)),
    )
    return on_paper(request, filed)


@require_http_methods(["GET", "HEAD", "POST"])
@door(VIEW_PERSON)
def consent(request: HttpRequest, person_id: int) -> HttpResponse:
    """Everything that was said about consent for a child."""
    child = CHILD.opened(request, pk=person_id)
    filed = Filed(
        subject=child,
        people=[child.pk],
        file=f"consent-{child.pk}",
        title="Consent",
        page=("person", child.pk),
        draw=lambda printing: desk.consent(printing, child=child, events=standing.said_about_consent(child=child)),
    )
    return on_paper(request, filed)


@require_http_methods(["GET", "HEAD", "POST"])
@door(NOTE_POWER)
def power(request: HttpRequest, power_id: int) -> HttpResponse:
    """An emergency power."""
    row = emergency.opened(request, power_id)
    filed = Filed(
        subject=row,
        people=[row.child_id],
        file=f"emergency-power-{row.pk}",
        title=row.get_kind_display(),
        page=("emergency_powers", row.child_id),
        draw=lambda printing: desk.power(printing, row=row),
    )
    return on_paper(request, filed)
