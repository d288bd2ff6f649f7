"""Stored files: under random names of our own, known by their bytes, shut until a scanner has spoken."""

from uuid import uuid4

import pgtrigger
from django.db import models
from django.db.models import Q

from frontdoor.core.records import TrackedRecord
from frontdoor.core.refusals import refuses


class Scan(models.TextChoices):
    """What the malware scanner said."""

    WAITING = "waiting", "Waiting for scan"
    CLEAN = "clean", "Scanned, clean"
    REFUSED = "refused", "Malware found"
    NO_SCANNER = "no_scanner", "Not scanned"


FOLDER = "attachments"


def stored_name(row: models.Model, _: str) -> str:
    """Where a document lies: a random name that says nothing, in folders of equal size."""
    name = uuid4().hex
    return f"{FOLDER}/{name[:2]}/{name}"


def file_stays(name: str, *also: str, sentence: str) -> pgtrigger.Trigger:
    """The trigger that keeps a file and the columns ``also`` as they were stored; the scanner speaks once."""
    columns = (*also, "name", "file", "kind", "size", "digest")
    return refuses(
        name,
        sentence=sentence,
        operation=pgtrigger.Update,
        when=f"""
            ({", ".join(f"NEW.{column}" for column in columns)})
            IS DISTINCT FROM
            ({", ".join(f"OLD.{column}" for column in columns)})
            OR (OLD.scan <> 'waiting' AND NEW.scan <> OLD.scan)
        """,
    )


def file_is_whole(prefix: str) -> list[models.BaseConstraint]:
    """What the database refuses of a file: nothing in it, or no digest of it."""
    return [
        models.CheckConstraint(
            name=f"{prefix}_is_not_empty", condition=Q(size__gt=0), violation_error_message="The file is empty."
        ),
        models.CheckConstraint(
            name=f"{prefix}_has_a_digest",
            condition=Q(digest__regex="^[0-9a-f]{64}$"),
            violation_error_message="The file could not be read.",
        ),
    ]


class StoredFile(TrackedRecord):
    """A file as it was stored. ``kind`` is what its first bytes say, which is also what its ending says."""

    name = models.CharField("name of the file", max_length=120)
    file = models.FileField(upload_to=stored_name, max_length=120)
    kind = models.CharField(max_length=120)
    size = models.PositiveIntegerField()
    digest = models.CharField("SHA-256", max_length=64)
    scan = models.CharField(max_length=10, choices=Scan.choices)

    class Meta(TrackedRecord.Meta):
        abstract = True
