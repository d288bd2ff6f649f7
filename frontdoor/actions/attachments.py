"""Documents of a referral: kept with the draft, stored with the contact, opened once they are known to be clean."""

from typing import Any

from frontdoor.actions.stored_files import store
from frontdoor.core import versions
from frontdoor.core.actions import NotPossible, action
from frontdoor.core.drafts import Draft
from frontdoor.core.uploads import Document, looked_at
from frontdoor.models import Attachment, Contact, DraftFile

TOPIC = "attachment.scan"
MOST = 5
ENOUGH = f"A referral takes {MOST} documents. Remove one first, or bring the others when we ring you."
ENOUGH_SENT = f"A contact takes {MOST} documents. Bring the others when we ring you."
SENT_TOO_LATE = "This contact is decided. Ring the front door with what is new."


@action
def keep(*, by: Any, draft: Draft, name: str, content: bytes) -> DraftFile:
    """Keep a document with a draft. Raises NotTaken for a file that is refused, NotPossible above the number."""
    document = looked_at(name, content)
    Draft.objects.select_for_update(no_key=True).get(pk=draft.pk, worker=by)
    if draft.files.count() >= MOST:
        raise NotPossible(ENOUGH, field="file")
    return DraftFile.objects.create(draft=draft, name=document.name, content=document.content)


@action
def remove(*, by: Any, draft: Draft, file_id: int) -> None:
    """Take a document off a draft; one that is gone already is no error."""
    DraftFile.objects.filter(pk=file_id, draft=draft, draft__worker=by).delete()


def attach_all(contact: Contact, draft: Draft, *, by: Any) -> None:
    """Store the documents of a draft with the contact that it becomes, inside an act that is under way."""
    for kept in draft.files.order_by("pk"):
        attach(contact, looked_at(kept.name, bytes(kept.content)), by=by)


def attach(contact: Contact, document: Document, *, by: Any) -> Attachment:
    """Store one document, and ask the scanner where there is one."""
    attachment = Attachment(contact=contact, attached_by=by)
    store(attachment, document, topic=TOPIC, named="attachment_id")
    return attachment


@action
def bring(*, by: Any, contact_id: int, name: str, content: bytes) -> Attachment:
    """Store a document that a partner's system sends after its contact, until that is decided.

    Raises NotTaken for a file that is refused, NotPossible above the number or after the decision.
    """
    document = looked_at(name, content)
    contact = versions.lock(Contact.objects.all(), contact_id)
    if contact.decided_at is not None:
        raise NotPossible(SENT_TOO_LATE, field="file")
    if contact.attachments.count() >= MOST:
        raise NotPossible(ENOUGH_SENT, field="file")
    return attach(contact, document, by=by)
