"""That the moment a contact was received was typed wrong, and what it is: the start of its clocks."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from frontdoor.core.conditions import at_least
from frontdoor.core.records import EventRecord
from frontdoor.core.refusals import refuses
from frontdoor.models.contacts import DECIDED, Contact
from frontdoor.models.signing import signed_in_person

SAME = "The contact is recorded as received at that moment already."
FUTURE = "The contact cannot have been received in the future."
WHY = "Say in at least 20 characters why the moment is corrected."

_BEFORE_THE_DECISION = refuses(
    "received_correction_before_the_decision",
    sentence=DECIDED,
    operation=pgtrigger.Insert,
    when="EXISTS (SELECT 1 FROM frontdoor_contact WHERE id = NEW.contact_id AND decided_at IS NOT NULL)",
)


class ReceivedCorrection(EventRecord):
    """One correction: what stood there, what stands there now, who says so and why. Its clocks run from the new one."""

    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="corrections")
    before = models.DateTimeField("recorded as received")
    after = models.DateTimeField("was received")
    reason = models.TextField("why the moment is corrected")
    corrected_at = models.DateTimeField()
    corrected_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta(EventRecord.Meta):
        indexes = [models.Index(fields=["contact", "-id"], name="received_correction")]
        triggers = [
            *EventRecord.Meta.triggers,
            signed_in_person("received_correction_signed_in_person", "corrected_by_id"),
            _BEFORE_THE_DECISION,
        ]
        constraints = [
            models.CheckConstraint(
                name="received_correction_corrects", condition=~Q(before=F("after")), violation_error_message=SAME
            ),
            models.CheckConstraint(
                name="received_correction_of_the_past",
                condition=Q(after__lte=F("corrected_at")),
                violation_error_message=FUTURE,
            ),
            models.CheckConstraint(
                name="received_correction_has_a_reason",
                condition=at_least("reason", 20),
                violation_error_message=WHY,
            ),
        ]

    def __str__(self) -> str:
        return f"correction {self.pk}"
