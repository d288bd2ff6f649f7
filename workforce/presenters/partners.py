"""How far somebody of a partner agency has come."""

from datetime import date

from django.urls import reverse

from frontdoor.core.roles import PARTNER_REFERRER
from frontdoor.views.administration import Cell
from workforce.models import Worker

INVITED = "Invited"
HEADS = ("Name", "Agency", "E-mail", "State")


def partner_row(worker: Worker, on: date) -> tuple[Cell, ...]:
    """A line of the list; ``worker`` is read with roles and second factor."""
    words, colour = state_of(worker, on)
    return (
        Cell(worker.get_full_name(), reverse("admin_partner", args=[worker.pk])),
        Cell(worker.agency),
        Cell(worker.email),
        Cell(words, colour=colour),
    )


def state_of(worker: Worker, on: date) -> tuple[str, str]:
    """What is still missing before this person can refer, in words, and the colour of its tag."""
    agency_ended = worker.agency.ended_on is not None and worker.agency.ended_on <= on
    if not worker.is_active or (worker.ended_on is not None and worker.ended_on < on) or agency_ended:
        return "Access ended", "grey"
    if PARTNER_REFERRER.code not in worker.roles:
        return "Waits for a second administrator", "yellow"
    if not worker.has_usable_password():
        return INVITED, "blue"
    return ("Active", "green") if worker.has_second_factor else ("No second factor yet", "yellow")
