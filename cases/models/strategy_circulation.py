"""The record in everybody's hands, and agencies that miss one meeting after the other (T09, K17, letter L66)."""

from typing import Any

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from cases.models.strategy_agencies import StrategyInvitation
from frontdoor.core.conditions import at_least, both_or_neither
from frontdoor.core.records import EventRecord, TrackedQuerySet, TrackedRecord
from frontdoor.core.refusals import refuses
from frontdoor.models import Agency

SIGNED_FIRST = "The record goes out when the chair has signed it."
SENT_ONCE = "This person has the record already."
TAKEN_UP_WHOLE = "Write what was agreed with the agency, in at least 20 characters."


class SentHow(models.TextChoices):
    """How the record left."""

    EMAIL = "email", "By secure e-mail, as a PDF"
    HANDED = "handed", "Printed and handed over"


class StrategyCopy(EventRecord):
    """That the signed record was given to somebody who was invited."""

    invitation = models.OneToOneField(
        StrategyInvitation, on_delete=models.PROTECT, related_name="copy", error_messages={"unique": SENT_ONCE}
    )
    how = models.CharField(max_length=6, choices=SentHow.choices)
    sent_to = models.EmailField("secure e-mail", blank=True)
    sent_at = models.DateTimeField()
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta(EventRecord.Meta):
        verbose_name_plural = "strategy copies"
        constraints = [
            models.CheckConstraint(
                name="strategy_copy_has_an_address",
                condition=Q(how="handed", sent_to="") | Q(how="email") & ~Q(sent_to=""),
                violation_error_message="A record that is sent by e-mail needs an address.",
            ),
        ]
        triggers = [
            *EventRecord.Meta.triggers,
            refuses(
                "strategy_copy_of_a_signed_record",
                sentence=SIGNED_FIRST,
                operation=pgtrigger.Insert,
                when="""
                    NOT EXISTS (
                        SELECT 1 FROM cases_strategyinvitation i JOIN cases_strategymeeting m ON m.id = i.meeting_id
                        WHERE i.id = NEW.invitation_id AND m.signed_at IS NOT NULL)
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"copy {self.pk}"


class MissedTwiceQuerySet(TrackedQuerySet):
    """Agencies that missed two meetings one after the other."""

    def waiting(self) -> "MissedTwiceQuerySet":
        """Nobody has taken it up with the agency yet."""
        return self.filter(taken_up_at__isnull=True)

    def owned_by(self, worker: Any) -> "MissedTwiceQuerySet":
        return self.filter(owner_id=worker.pk)

    def with_meetings(self) -> "MissedTwiceQuerySet":
        """With the agency, the people and both meetings."""
        return self.select_related("agency", "owner", "taken_up_by", "first__meeting", "second__meeting")

    def in_order(self) -> "MissedTwiceQuerySet":
        """Those that wait first, then the latest."""
        return self.select_related("agency", "owner", "taken_up_by").order_by(
            models.F("taken_up_at").desc(nulls_first=True), "-pk"
        )


class MissedTwice(TrackedRecord):
    """An agency neither came nor sent anything to two meetings one after the other; a manager takes it up with it."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="missed_strategy_meetings")
    first = models.ForeignKey(StrategyInvitation, on_delete=models.PROTECT, related_name="+")
    second = models.OneToOneField(StrategyInvitation, on_delete=models.PROTECT, related_name="missed_twice")
    noticed_at = models.DateTimeField(editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    taken_up_at = models.DateTimeField(null=True, editable=False)
    taken_up_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    words = models.TextField("what was agreed", blank=True)

    objects = MissedTwiceQuerySet.as_manager()

    class Meta(TrackedRecord.Meta):
        verbose_name_plural = "missed twice"
        indexes = [
            models.Index(fields=["owner"], name="missed_twice_waiting", condition=Q(taken_up_at__isnull=True)),
            models.Index(fields=["agency", "-id"], name="missed_twice_agency"),
        ]
        constraints = [
            models.CheckConstraint(
                name="missed_twice_taken_up_whole",
                condition=both_or_neither("taken_up_at", "taken_up_by")
                & (Q(taken_up_at__isnull=True, words="") | at_least("words", 20)),
                violation_error_message=TAKEN_UP_WHOLE,
            ),
        ]

    def __str__(self) -> str:
        return f"missed twice {self.pk}"
