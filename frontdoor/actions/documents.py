"""Documents on a child's record: filed, and replaced by a new version that takes nothing away."""

from datetime import date
from typing import Any

from frontdoor.actions.stored_files import store
from frontdoor.core.actions import NotPossible, action
from frontdoor.core.uploads import looked_at
from frontdoor.core.versions import lock
from frontdoor.models import Document, DocumentVersion, Person
from frontdoor.models.documents import IN_TURN

TOPIC = "document.scan"
ON_THE_RECORD = "This very file stands on this child's record already, as {reference}, version {number}."


@action
def file(
    *, by: Any, child: Person, kind: str, title: str, dated_on: date, from_whom: str, name: str, content: bytes
) -> Document:
    """File a document on the record of a child that ``by`` has opened.

    Raises NotTaken for a file that is refused, NotPossible for one that stands there already, ValidationError.
    """
    taken = looked_at(name, content)
    lock(Person.objects.all(), child.pk)
    _is_new(child.pk, taken.digest)
    document = Document(child=child, kind=kind, title=title.strip(), filed_by=by)
    document.full_clean()
    document.save()
    version = DocumentVersion(document=document, number=1, dated_on=dated_on, from_whom=from_whom.strip(), filed_by=by)
    store(version, taken, topic=TOPIC, named="version_id")
    return document


@action
def replace(
    *,
    by: Any,
    document_id: int,
    seen: int,
    dated_on: date,
    from_whom: str,
    why: str,
    name: str,
    content: bytes,
) -> DocumentVersion:
    """File a new version of a document whose version ``seen`` was the latest on the page.

    Raises NotPossible where another one has come since or the file stands on the record already, NotTaken.
    """
    taken = looked_at(name, content)
    document = lock(Document.objects.select_related("child"), document_id)
    latest = document.versions.latest().get()
    if latest.number != seen:
        raise NotPossible(IN_TURN)
    _is_new(document.child_id, taken.digest)
    version = DocumentVersion(
        document=document,
        number=seen + 1,
        dated_on=dated_on,
        from_whom=from_whom.strip(),
        why=why.strip(),
        filed_by=by,
    )
    store(version, taken, topic=TOPIC, named="version_id")
    return version


def _is_new(child_id: int, digest: str) -> None:
    same = DocumentVersion.objects.same_file_on(child_id, digest).select_related("document").order_by("pk").first()
    if same is not None:
        said = ON_THE_RECORD.format(reference=same.document.reference, number=same.number)
        raise NotPossible(said, field="file")
