"""Storing a file with its row, and what the malware scanner says of it, which is asked until it answers."""

from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile

from frontdoor.core import outbox
from frontdoor.core.actions import action
from frontdoor.core.uploads import Document
from frontdoor.models.stored_files import Scan, StoredFile

NOT_SCANNED_YET = "This document waits for the malware scanner. It opens when the scanner says that it is clean."
MALWARE = "The scanner found malware in this document. Ask whoever sent it for the document another way."


def store(row: StoredFile, document: Document, *, topic: str, named: str) -> None:
    """Store the file, then its row, inside an act that is under way; where there is a scanner, it is asked after.

    A file whose row is not committed belongs to nobody and is never read; a row that is committed has its file.
    ``topic`` is the message to the scanner, which holds the row's id as ``named``.
    """
    row.name, row.kind = document.name, document.kind
    row.size, row.digest = len(document.content), document.digest
    row.scan = Scan.WAITING if settings.MALWARE_SCANNER else Scan.NO_SCANNER
    row.file.save("", ContentFile(document.content), save=False)
    row.full_clean()
    row.save()
    if row.scan == Scan.WAITING:
        outbox.put(topic=topic, key=f"{topic}:{row.pk}", **{named: row.pk})


@action
def scanned(*, by: Any, model: type[StoredFile], row_id: int, clean: bool) -> None:
    """Keep what the scanner said of a file, once."""
    row = model.objects.select_for_update(no_key=True).get(pk=row_id)
    if row.scan == Scan.WAITING:
        row.scan = Scan.CLEAN if clean else Scan.REFUSED
        row.full_clean()
        row.save()


def why_shut(row: StoredFile) -> str:
    """Why a document cannot be opened now; empty where it can."""
    return {Scan.WAITING: NOT_SCANNED_YET, Scan.REFUSED: MALWARE}.get(Scan(row.scan), "")
