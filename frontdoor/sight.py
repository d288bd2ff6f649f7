"""Who can see a record, as its page tells it, and who can be asked to look after one."""

from datetime import date
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse

from frontdoor.core.permissions import may
from frontdoor.core.roles import PRACTICE_MANAGER, SERVICE_MANAGER
from frontdoor.models import AccessGrant, ConflictOfInterest, Person, Restriction
from frontdoor.permissions import DECLARE_TIE, SAY_WHO_SEES


def links_of(person: Person, worker: Any) -> list[dict[str, str]]:
    """What this worker may say about who sees a record, as links on the record."""
    links = []
    if may(worker, SAY_WHO_SEES):
        links.append({"label": "Who can see this record", "url": reverse("person_sight", args=[person.pk])})
    if may(worker, DECLARE_TIE):
        links.append({"label": "Declare a tie to this family", "url": reverse("person_tie", args=[person.pk])})
    return links


def staff(on: date) -> QuerySet:
    """Workers of the authority in post on a day, by name."""
    people = get_user_model().objects.in_post(on).filter(agency__isnull=True)
    return people.order_by("family_name", "given_names", "pk")


def managers(on: date) -> QuerySet:
    """Those among them who may say who sees a record."""
    workers = get_user_model().objects
    held = Q(pk__in=workers.holding(PRACTICE_MANAGER.code, on).values("pk"))
    return staff(on).filter(held | Q(pk__in=workers.holding(SERVICE_MANAGER.code, on).values("pk")))


def without_a_tie(workers: QuerySet, person_id: int) -> QuerySet:
    """Those of ``workers`` who have no declared tie to a person."""
    tied = ConflictOfInterest.objects.filter(person_id=person_id).values("worker_id")
    return workers.exclude(pk__in=tied)


def left_alone(worker: Any, on: date) -> QuerySet:
    """Restricted records on which no manager is named now, but for those with whom the worker has a tie.

    Each with ``closed_at``. Nothing but the number and that moment is shown of them, for a service manager to name who
    looks after the record: otherwise a restriction outlives everybody who could lift it.
    """
    tie = ConflictOfInterest.objects.filter(worker_id=worker.pk, person_id=OuterRef("pk"))
    named = AccessGrant.objects.naming().live().filter(person_id=OuterRef("pk"), worker__in=managers(on).order_by())
    closed = Restriction.objects.open().filter(person_id=OuterRef("pk")).order_by("-restricted_at")
    records = Person.objects.standing().filter(~Exists(tie), ~Exists(named), restricted=True).order_by("pk")
    return records.annotate(closed_at=Subquery(closed.values("restricted_at")[:1]))


def told(person: Person) -> dict[str, Any]:
    """What the page says: why the record is restricted, who is named, who was, and who has a tie. Five queries."""
    names = AccessGrant.objects.naming().filter(person=person).select_related("worker", "granted_by", "ended_by")
    live = set(names.live().values_list("pk", flat=True))
    named = list(names.order_by("-granted_at", "-pk"))
    restrictions = Restriction.objects.of(person.pk).select_related("restricted_by", "lifted_by")
    ties = ConflictOfInterest.objects.filter(person=person).select_related("worker", "declared_by").order_by("pk")
    return {
        "restrictions": [row for row in restrictions if row.lifted_at is None],
        "lifted": [row for row in restrictions if row.lifted_at is not None],
        "named": [row for row in named if row.pk in live],
        "named_before": [row for row in named if row.pk not in live],
        "ties": list(ties),
    }


def known(workers: list[int]) -> QuerySet:
    """Workers by their ids, whether still here or not, by name."""
    return get_user_model().objects.filter(pk__in=workers).order_by("family_name", "given_names", "pk")
