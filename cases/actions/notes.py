"""Case notes, their corrections, and marking what is significant in a child's story."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from cases.actions.noted import opened_children, write_by
from cases.models import CaseNote, CaseNoteChild, SignificantEvent, VisitRecord
from cases.models.noted import NOT_YET
from cases.models.notes import MANAGERS_DECIDE, WHY_SIGNIFICANT, NoteKind
from cases.permissions import MARK_SIGNIFICANT, WRITE_NOTE
from frontdoor.core import chronology
from frontdoor.core.actions import NotPossible, action
from frontdoor.core.permissions import require
from frontdoor.core.roles import MANAGERS
from frontdoor.core.written import is_written
from frontdoor.models import Person

NOBODY = "Choose at least one child that this is about."
NOT_THERE = "This entry does not stand in the child's story."
MARKED_ALREADY = "This entry is marked as significant already."
NOT_MARKED = "This entry is not marked as significant."
LEAST_REASON = 10
NOTE = "cases.noted"
"""The source of case notes in a child's story."""


@action
def write(
    *,
    by: Any,
    now: datetime,
    happened_at: datetime,
    kind: str,
    text: str,
    children: Collection[Person],
    with_whom: str = "",
    significant: str = "",
    corrects: CaseNote | None = None,
    corrects_visit: VisitRecord | None = None,
) -> CaseNote:
    """Write a note about some children; nothing of it changes afterwards.

    ``significant`` says why it is a significant event in each child's story, empty where it is none. A correction names
    the note or the visit that it corrects, which stays as it is. Raises NotPossible for a moment in the future, no
    child, a child whose record ``by`` cannot open, or a management decision by somebody else; ValidationError.
    """
    require(by, WRITE_NOTE)
    if happened_at > now:
        raise NotPossible(NOT_YET, field="happened_at")
    if not children:
        raise NotPossible(NOBODY, field="children")
    if kind == NoteKind.DECISION and not MANAGERS & by.roles:
        raise NotPossible(MANAGERS_DECIDE, field="kind")
    ids = opened_children(by, children)
    note = CaseNote(
        happened_at=happened_at,
        note_due_at=write_by(ids, happened_at),
        kind=kind,
        with_whom=with_whom,
        text=text,
        written_by=by,
        corrects=corrects,
        corrects_visit=corrects_visit,
    )
    note.full_clean()
    note.save()
    for child_id in ids:
        CaseNoteChild(note=note, child_id=child_id).save()
        if significant:
            _mark(by, child_id, NOTE, note.pk, significant=True, reason=significant)
    return note


@action
def mark(*, by: Any, child: Person, source: str, row: int, significant: bool, reason: str) -> SignificantEvent:
    """Mark an entry of a child's story as significant, or take the mark back; every mark stays, the last one counts.

    ``source`` and ``row`` are those of the entry (``core/chronology.py``). Raises NotPossible where ``by`` reads no
    such entry or it is so already, ValidationError for a reason that is too short.
    """
    require(by, MARK_SIGNIFICANT)
    opened_children(by, [child])
    Person.objects.select_for_update(no_key=True).get(pk=child.pk)
    entry = chronology.entry(child.pk, by, source=source, row=row)
    if entry is None:
        raise NotPossible(NOT_THERE)
    if bool(entry.significant) == significant:
        raise NotPossible(MARKED_ALREADY if significant else NOT_MARKED)
    return _mark(by, child.pk, source, row, significant=significant, reason=reason)


def marks_of(child: Person, source: str, row: int) -> list[SignificantEvent]:
    """Every mark on one entry of a child's story, the first one first."""
    rows = SignificantEvent.objects.filter(child=child, source=source, row=row)
    return list(rows.select_related("marked_by").order_by("pk"))


def _mark(by: Any, child_id: int, source: str, row: int, *, significant: bool, reason: str) -> SignificantEvent:
    if not is_written(reason, LEAST_REASON):
        raise NotPossible(WHY_SIGNIFICANT, field="reason")
    made = SignificantEvent(
        child_id=child_id, source=source, row=row, significant=significant, reason=reason, marked_by=by
    )
    made.full_clean()
    made.save()
    return made
