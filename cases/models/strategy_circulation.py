"""The record of a strategy meeting in everybody's hands (T09)."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from cases.models.strategy_agencies import StrategyInvitation
from frontdoor.core.records import EventRecord
from frontdoor.core.refusals import refuses
from frontdoor.models.signing import signed_in_person

SIGNED_FIRST = "The record goes out when the chair has signed it."
SENT_ONCE = "This person has the record already."


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
            signed_in_person("strategy_copy_signed_in_person", "sent_by_id"),
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
