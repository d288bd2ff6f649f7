"""Storing a file with its row, and what the malware scanner says of it, which is asked until it answers."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from frontdoor.core import outbox
from frontdoor.core.actions import action
from frontdoor.core.uploads import Document
from frontdoor.models.stored_files import FOLDER, Scan, StoredFile

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


def remove_unclaimed(before: datetime) -> int:
    """Remove files stored before a moment that no row names, and say how many: their acts were not committed.

    A file is named by its row within the act that stores it, so ``before`` must lie further back than any act takes;
    which files are old is asked before which are named.
    """
    models = [model for model in apps.get_models() if issubclass(model, StoredFile)]
    removed = 0
    for names in _older_than(before):
        found = (model.objects.filter(file__in=names).values_list("file", flat=True) for model in models)
        unclaimed = set(names).difference(*found)
        for name in unclaimed:
            default_storage.delete(name)
        removed += len(unclaimed)
    return removed


def _older_than(moment: datetime) -> Iterator[list[str]]:
    """The names of files stored before a moment, folder by folder."""
    folders = default_storage.listdir(FOLDER)[0] if default_storage.exists(FOLDER) else []
    for folder in folders:
        names = (f"{FOLDER}/{folder}/{name}" for name in default_storage.listdir(f"{FOLDER}/{folder}")[1])
        if old := [name for name in names if default_storage.get_modified_time(name) < moment]:
            yield old


def why_shut(row: StoredFile) -> str:
    """Why a document cannot be opened now; empty where it can."""
    return {Scan.WAITING: NOT_SCANNED_YET, Scan.REFUSED: MALWARE}.get(Scan(row.scan), "")
