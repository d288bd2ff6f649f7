"""Documents that come with a contact: stored under names of our own, scanned where a scanner is set up."""

from typing import Any
from uuid import uuid4

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from frontdoor.core.drafts import Draft
from frontdoor.core.records import TrackedQuerySet, TrackedRecord
from frontdoor.core.refusals import refuses
from frontdoor.models.contacts import Contact

ATTACHMENT_STAYS = "A document that came with a contact cannot be changed."


class Scan(models.TextChoices):
    """What the malware scanner said."""

    WAITING = "waiting", "Waiting for scan"
    CLEAN = "clean", "Scanned, clean"
    REFUSED = "refused", "Malware found"
    NO_SCANNER = "no_scanner", "Not scanned"


class DraftFile(models.Model):
    """A document of a referral that is not sent yet; it goes with the draft, whatever becomes of that."""

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="files")
    name = models.CharField(max_length=120)
    content = models.BinaryField()

    def __str__(self) -> str:
        return f"file {self.pk} of draft {self.draft_id}"


def stored_name(attachment: "Attachment", _: str) -> str:
    """Where a document lies: a random name that says nothing, in folders of equal size."""
    name = uuid4().hex
    return f"attachments/{name[:2]}/{name}"


class AttachmentQuerySet(TrackedQuerySet):
    """Documents, through the contacts they came with."""

    def visible_to(self, worker: Any) -> "AttachmentQuerySet":
        """Documents of the contacts that this worker may open."""
        return self.filter(contact__in=Contact.objects.visible_to(worker))


_ATTACHMENT_STAYS = refuses(
    "attachment_stays",
    sentence=ATTACHMENT_STAYS,
    operation=pgtrigger.Update,
    when="""
        (NEW.contact_id, NEW.name, NEW.file, NEW.kind, NEW.size, NEW.digest, NEW.attached_by_id)
        IS DISTINCT FROM
        (OLD.contact_id, OLD.name, OLD.file, OLD.kind, OLD.size, OLD.digest, OLD.attached_by_id)
        OR (OLD.scan <> 'waiting' AND NEW.scan <> OLD.scan)
    """,
)


class Attachment(TrackedRecord):
    """One document. ``kind`` is what its first bytes say, which is also what its ending says."""

    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="attachments")
    name = models.CharField("name of the file", max_length=120)
    file = models.FileField(upload_to=stored_name, max_length=120)
    kind = models.CharField(max_length=120)
    size = models.PositiveIntegerField()
    digest = models.CharField("SHA-256", max_length=64)
    scan = models.CharField(max_length=10, choices=Scan.choices)
    attached_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = AttachmentQuerySet.as_manager()

    class Meta(TrackedRecord.Meta):
        indexes = [models.Index(fields=["contact"], name="attachment_contact")]
        constraints = [
            models.CheckConstraint(
                name="attachment_is_not_empty",
                condition=Q(size__gt=0),
                violation_error_message="The file is empty.",
            ),
            models.CheckConstraint(
                name="attachment_has_a_digest",
                condition=Q(digest__regex="^[0-9a-f]{64}$"),
                violation_error_message="The file could not be read.",
            ),
        ]
        triggers = [*TrackedRecord.Meta.triggers, _ATTACHMENT_STAYS]

    def __str__(self) -> str:
        return f"attachment {self.pk}"
