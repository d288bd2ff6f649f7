"""Documents turned into the words that pages show."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.urls import reverse

from frontdoor.actions.stored_files import why_shut
from frontdoor.models import DocumentVersion
from frontdoor.models.stored_files import Scan
from frontdoor.presenters.partners import SCAN_COLOURS

HEADS = ("Reference", "What it is", "Called", "Date", "From", "Version", "Filed", "Filed by", "Scan")
KB = 1024


@dataclass(frozen=True)
class Filed:
    """One version of a document as lists and its own page show it. ``shut`` says why it cannot be opened now."""

    reference: str
    kind: str
    title: str
    url: str
    file_url: str
    file_name: str
    size: str
    number: int
    dated_on: date
    from_whom: str
    why: str
    filed_at: datetime
    filed_by: str
    scan: str
    scan_colour: str
    shut: str


def filed(row: DocumentVersion) -> Filed:
    """A version whose document and people are read along."""
    document = row.document
    return Filed(
        reference=document.reference,
        kind=document.get_kind_display(),
        title=document.title,
        url=reverse("document", args=[document.pk]),
        file_url=reverse("document_file", args=[document.pk, row.number]),
        file_name=row.name,
        size=f"{max(row.size // KB, 1):,} KB",
        number=row.number,
        dated_on=row.dated_on,
        from_whom=row.from_whom,
        why=row.why,
        filed_at=row.recorded_at,
        filed_by=row.filed_by.get_full_name(),
        scan=row.get_scan_display(),
        scan_colour=SCAN_COLOURS[Scan(row.scan)],
        shut=why_shut(row),
    )


def cells(line: Filed) -> tuple[Any, ...]:
    """A line of the list as its file holds it."""
    told = (line.reference, line.kind, line.title, line.dated_on, line.from_whom, line.number)
    return (*told, line.filed_at.date(), line.filed_by, line.scan)
