"""Risks raised at the desk: which harm, and who saw it. A later assessment answers each (domain.md S12)."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models

from frontdoor.core.conditions import at_least
from frontdoor.core.records import EventRecord, RecordQuerySet
from frontdoor.models.contacts import Contact
from frontdoor.models.overrides import Harm
from frontdoor.models.people import Person
from frontdoor.models.signing import signed_in_person

WHO_SAW_IT = "Say who saw it or told it, and what they saw."


class RiskFlagQuerySet(RecordQuerySet):
    """Risks by contact and by child."""

    def about(self, child: Person, *, since: datetime) -> "RiskFlagQuerySet":
        """Those raised since a moment on any contact that names a child: what its assessment has to answer."""
        return self.filter(contact__about__child=child, raised_at__gte=since).order_by("raised_at", "pk")

    def visible_to(self, worker: Any) -> "RiskFlagQuerySet":
        """Those of the contacts that this worker may open."""
        return self.filter(contact__in=Contact.objects.visible_to(worker))


class RiskFlag(EventRecord):
    """One harm that the children of a contact may suffer, with who saw what. Raised once a contact and harm."""

    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="risk_flags")
    harm = models.CharField("which harm", max_length=3, choices=Harm.choices)
    seen_by = models.CharField("who saw what", max_length=300)
    raised_at = models.DateTimeField()
    raised_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = RiskFlagQuerySet.as_manager()

    class Meta(EventRecord.Meta):
        ordering = ["contact_id", "raised_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["contact", "harm"],
                name="risk_raised_once",
                violation_error_message="This risk is raised on the contact already.",
            ),
            models.CheckConstraint(
                name="risk_says_who_saw_it",
                condition=at_least("seen_by", 5),
                violation_error_message=WHO_SAW_IT,
            ),
        ]
        triggers = [*EventRecord.Meta.triggers, signed_in_person("risk_flag_signed_in_person", "raised_by_id")]

    def __str__(self) -> str:
        return f"risk {self.pk}"
