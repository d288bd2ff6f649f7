"""Why somebody at the front door may open a child's record."""

from typing import Any

from django.db.models import Exists, OuterRef, Q

from frontdoor.core import access
from frontdoor.core.roles import CONSENT_DECIDER
from frontdoor.models import Contact, ContactChild, OverrideChild
from frontdoor.models.people import live_grants


@access.basis
def on_the_desk(worker: Any, person: str) -> Q:
    """The child is on a contact that the worker recorded, or that the worker's front door has not decided yet."""
    about = ContactChild.objects.filter(child_id=OuterRef(person))
    recorded = Q(Exists(about.filter(contact__recorded_by_id=worker.pk)))
    if not worker.works_at_front_door:
        return recorded
    return recorded | Q(Exists(about.filter(contact__in=Contact.objects.open())))


@access.basis
def granted(worker: Any, person: str) -> Q:
    """The record was opened to the worker by name, for a time."""
    return Q(Exists(live_grants(worker, person=person)))


@access.basis
def asked_to_decide(worker: Any, person: str) -> Q:
    """The worker decides on consent, and a request about the child waits or was decided by the worker."""
    if CONSENT_DECIDER.code not in worker.roles:
        return Q(pk__in=[])
    about = OverrideChild.objects.filter(child_id=OuterRef(person))
    return Q(Exists(about.filter(Q(override__decided_at=None) | Q(override__decided_by_id=worker.pk))))
