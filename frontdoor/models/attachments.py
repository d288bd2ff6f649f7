"""Documents that come with a contact: stored under names of our own, scanned where a scanner is set up."""

from typing import Any

from django.conf import settings
from django.db import models

from frontdoor.core.drafts import Draft
from frontdoor.core.records import TrackedQuerySet, TrackedRecord
from frontdoor.models import stored_files
from frontdoor.models.contacts import Contact
from frontdoor.models.signing import signed_in_person
from frontdoor.models.stored_files import StoredFile, file_is_whole, file_stays

ATTACHMENT_STAYS = "A document that came with a contact cannot be changed."

stored_name = stored_files.stored_name
"""The first migrations name it here."""


class DraftFile(models.Model):
    """A document of a referral that is not sent yet; it goes with the draft, whatever becomes of that."""

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="files")
    name = models.CharField(max_length=120)
    content = models.BinaryField()

    def __str__(self) -> str:
        return f"file {self.pk} of draft {self.draft_id}"


class AttachmentQuerySet(TrackedQuerySet):
    """Documents, through the contacts they came with."""

    def visible_to(self, worker: Any) -> "AttachmentQuerySet":
        """Documents of the contacts that this worker may open."""
        return self.filter(contact__in=Contact.objects.visible_to(worker))


class Attachment(StoredFile):
    """One document."""

    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="attachments")
    attached_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = AttachmentQuerySet.as_manager()

    class Meta(StoredFile.Meta):
        indexes = [models.Index(fields=["contact"], name="attachment_contact")]
        constraints = [
            *file_is_whole("attachment"),
            models.UniqueConstraint(fields=["file"], name="attachment_has_its_own_file"),
        ]
        triggers = [
            *TrackedRecord.Meta.triggers,
            signed_in_person("attachment_signed_in_person", "attached_by_id"),
            file_stays("attachment_stays", "contact_id", "attached_by_id", sentence=ATTACHMENT_STAYS),
        ]

    def __str__(self) -> str:
        return f"attachment {self.pk}"
