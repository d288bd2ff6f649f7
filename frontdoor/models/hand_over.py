"""The night's hand-over: what the emergency duty team did about a contact, and what the day team must do next."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery

from frontdoor.core.conditions import at_least, both_or_neither
from frontdoor.core.records import TrackedQuerySet, TrackedRecord
from frontdoor.core.timed import Clock
from frontdoor.models.contacts import Contact, ContactQuerySet
from frontdoor.models.signing import signed_in_person

HAND_OVER_CLOCK = Clock("HAND-OVER", started="written_at", due="due_at", finished="taken_at")

DONE_TOO_SHORT = "Say in at least 10 characters what has been done so far."
TO_DO_TOO_SHORT = "Say in at least 10 characters what the day team must do."
NOT_ONES_OWN = "Somebody other than the writer takes a hand-over on."
ALREADY_HANDED_OVER = "This contact is handed over already. It must be taken on first."


class HandOverQuerySet(TrackedQuerySet):
    """Hand-overs by state."""

    def waiting(self) -> "HandOverQuerySet":
        """Nobody has taken it on."""
        return self.filter(HAND_OVER_CLOCK.open_q())

    def overdue(self, at: datetime) -> "HandOverQuerySet":
        """Waiting although the office has opened."""
        return self.filter(HAND_OVER_CLOCK.overdue_q(at))

    def of_contacts(self, contacts: Iterable[Contact]) -> "HandOverQuerySet":
        """Those of some contacts, the oldest first."""
        return (
            self.filter(contact__in=[contact.pk for contact in contacts])
            .select_related("written_by", "taken_by")
            .order_by("pk")
        )

    def visible_to(self, worker: Any) -> "HandOverQuerySet":
        """Hand-overs of contacts that the worker may open."""
        return self.filter(contact__in=Contact.objects.visible_to(worker))


class HandOver(TrackedRecord):
    """One contact handed from the night to the day. It waits until somebody else takes it on."""

    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="hand_overs")
    done = models.TextField("what has been done so far")
    to_do = models.TextField("what the day team must do")
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    due_at = models.DateTimeField("when the office opens")
    taken_at = models.DateTimeField(null=True, editable=False)
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )

    objects = HandOverQuerySet.as_manager()

    class Meta(TrackedRecord.Meta):
        indexes = [HAND_OVER_CLOCK.index("hand_over"), models.Index(fields=["written_at"], name="hand_over_written")]
        constraints = [
            *HAND_OVER_CLOCK.constraints("hand_over"),
            models.UniqueConstraint(
                fields=["contact"],
                condition=Q(taken_at__isnull=True),
                name="hand_over_one_waiting_a_contact",
                violation_error_message=ALREADY_HANDED_OVER,
            ),
            models.CheckConstraint(
                name="hand_over_says_what_was_done",
                condition=at_least("done", 10),
                violation_error_message=DONE_TOO_SHORT,
            ),
            models.CheckConstraint(
                name="hand_over_says_what_to_do",
                condition=at_least("to_do", 10),
                violation_error_message=TO_DO_TOO_SHORT,
            ),
            models.CheckConstraint(
                name="hand_over_taken_by_somebody", condition=both_or_neither("taken_at", "taken_by")
            ),
            models.CheckConstraint(
                name="hand_over_taken_by_another",
                condition=~Q(taken_by=F("written_by")),
                violation_error_message=NOT_ONES_OWN,
            ),
        ]
        triggers = [
            *TrackedRecord.Meta.triggers,
            signed_in_person("hand_over_signed_in_person", "written_by_id", "taken_by_id"),
        ]

    def __str__(self) -> str:
        return f"hand-over {self.pk}"


def handed_over(contacts: ContactQuerySet) -> ContactQuerySet:
    """Of some contacts those that wait to be taken on, the first due first."""
    waiting = HandOver.objects.waiting().filter(contact_id=OuterRef("pk"))
    return (
        contacts.annotate(due_at=Subquery(waiting.values("due_at")))
        .filter(due_at__isnull=False)
        .order_by("due_at", "pk")
    )


def of_the_night(contacts: ContactQuerySet, start: datetime, end: datetime) -> ContactQuerySet:
    """Of some contacts those that the night was about: received, decided or handed over in it, oldest first."""
    handed = HandOver.objects.filter(contact_id=OuterRef("pk"), written_at__gte=start, written_at__lt=end)
    received = Q(received_at__gte=start, received_at__lt=end)
    decided = Q(decided_at__gte=start, decided_at__lt=end)
    return contacts.filter(received | decided | Exists(handed)).order_by("received_at", "pk")
