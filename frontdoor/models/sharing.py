"""That social care did not share what another agency asked for, and why sharing would harm the child more (C15)."""

from typing import Any

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from frontdoor.core.conditions import at_least
from frontdoor.core.records import EventRecord, RecordQuerySet
from frontdoor.core.refusals import refuses
from frontdoor.models.agencies import Agency
from frontdoor.models.contacts import Contact
from frontdoor.models.override_rules import CHILD_NOT_ON_CONTACT
from frontdoor.models.people import Person
from frontdoor.models.signing import signed_in_person

MORE_DETRIMENTAL = (
    "Say in at least 40 characters why sharing would be more detrimental to the child than not sharing "
    "(Children Act 2004, section 16LA(3))."
)
WHAT_WAS_ASKED = "Say in at least 10 characters what the agency asked for."


class SharingRefusalQuerySet(RecordQuerySet):
    """What was not shared."""

    def visible_to(self, worker: Any) -> "SharingRefusalQuerySet":
        """Those on the contacts this worker may open."""
        return self.filter(contact__in=Contact.objects.visible_to(worker))


class SharingRefusal(EventRecord):
    """One request of an agency for information about one child that was refused."""

    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="sharing_refusals")
    child = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    asked_for = models.TextField("what the agency asked for")
    detriment = models.TextField("why sharing would be more detrimental to the child")
    refused_at = models.DateTimeField("when it was refused")
    refused_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = SharingRefusalQuerySet.as_manager()

    class Meta(EventRecord.Meta):
        indexes = [models.Index(fields=["contact"], name="sharing_refusal_contact")]
        constraints = [
            models.CheckConstraint(
                name="sharing_refused_for_the_child",
                condition=at_least("detriment", 40),
                violation_error_message=MORE_DETRIMENTAL,
            ),
            models.CheckConstraint(
                name="sharing_refusal_says_what",
                condition=at_least("asked_for", 10),
                violation_error_message=WHAT_WAS_ASKED,
            ),
            models.CheckConstraint(
                name="sharing_not_refused_in_the_future",
                condition=Q(refused_at__lte=F("recorded_at")),
                violation_error_message="It cannot have been refused in the future.",
            ),
        ]
        triggers = [
            *EventRecord.Meta.triggers,
            signed_in_person("sharing_refusal_signed_in_person", "refused_by_id"),
            refuses(
                "sharing_refusal_child_is_on_the_contact",
                sentence=CHILD_NOT_ON_CONTACT,
                operation=pgtrigger.Insert,
                when="""
                    NOT EXISTS (SELECT 1 FROM frontdoor_contactchild c
                                WHERE c.contact_id = NEW.contact_id AND c.child_id = NEW.child_id)
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"sharing refusal {self.pk}"
