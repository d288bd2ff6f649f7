"""Case notes, and what of a child's story a worker has marked as significant. Both are written once."""

from typing import Any

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q

from cases.models.noted import Noted, noted_when_written, written_in_order, written_in_person
from cases.models.visits import VisitRecord, of_children_seen_by
from frontdoor.core.conditions import at_least
from frontdoor.core.records import BRINGING_IN, EventRecord, RecordQuerySet
from frontdoor.core.refusals import refuses
from frontdoor.models import Person
from frontdoor.models.people import seen_q
from frontdoor.models.rights import manages

NOTE_TOO_SHORT = "Write what happened in at least 20 characters."
MANAGERS_DECIDE = "A management decision is written by a manager."
CORRECTS_ONE = "A note corrects one other note or one visit."
WHY_SIGNIFICANT = "Say in at least 10 characters why this is significant, or why it no longer is."


class NoteKind(models.TextChoices):
    """What a case note is about."""

    TELEPHONE = "telephone", "Telephone call"
    LETTER = "letter", "Letter or e-mail"
    MEETING = "meeting", "Meeting"
    CONSULTATION = "consultation", "Talk with another agency"
    ADVICE = "advice", "Advice from a manager"
    DECISION = "decision", "Management decision"
    OTHER = "other", "Something else"


class CaseNoteQuerySet(RecordQuerySet):
    """Notes about children."""

    def known_to(self, worker: Any) -> "CaseNoteQuerySet":
        """Notes all of whose children this worker may know of."""
        hidden = CaseNoteChild.objects.filter(note_id=OuterRef("pk")).exclude(seen_q(worker, "child_id"))
        return self.filter(~Exists(hidden))

    def visible_to(self, worker: Any) -> "CaseNoteQuerySet":
        """Of these the notes about a child whose record this worker may open."""
        about = CaseNoteChild.objects.filter(note_id=OuterRef("pk"))
        return self.known_to(worker).filter(Exists(of_children_seen_by(about, worker)))


class CaseNote(Noted, EventRecord):
    """One note about one or several children. A mistake in it, or in a visit, is put right by a note that names it."""

    event = "event"

    kind = models.CharField("what kind of note", max_length=12, choices=NoteKind.choices)
    with_whom = models.CharField("with whom", max_length=200, blank=True)
    text = models.TextField("what happened")
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="case_notes")
    corrects = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="corrections"
    )
    corrects_visit = models.ForeignKey(
        VisitRecord, on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="corrections"
    )

    objects = CaseNoteQuerySet.as_manager()

    class Meta(EventRecord.Meta):
        indexes = [models.Index(fields=["written_by", "-happened_at"], name="case_note_worker")]
        constraints = [
            *written_in_order("case_note"),
            models.CheckConstraint(
                name="case_note_says_what_happened",
                condition=at_least("text", 20),
                violation_error_message=NOTE_TOO_SHORT,
            ),
            models.CheckConstraint(
                name="case_note_corrects_one",
                condition=Q(corrects__isnull=True) | Q(corrects_visit__isnull=True),
                violation_error_message=CORRECTS_ONE,
            ),
        ]
        triggers = [
            *EventRecord.Meta.triggers,
            noted_when_written("case_note_noted_when_written"),
            written_in_person("case_note_written_in_person", "written_by_id"),
            refuses(
                "case_note_decision_by_a_manager",
                sentence=MANAGERS_DECIDE,
                operation=pgtrigger.Insert,
                when=f"""
                    NEW.kind = 'decision' AND NOT {BRINGING_IN} AND NOT {
                    manages("NEW.written_by_id", at="clock_timestamp()")
                }
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"case note {self.pk}"


class CaseNoteChild(EventRecord):
    """One child that a note is about."""

    note = models.ForeignKey(CaseNote, on_delete=models.PROTECT, related_name="children")
    child = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="case_notes")

    class Meta(EventRecord.Meta):
        verbose_name = "child of a case note"
        verbose_name_plural = "children of case notes"
        constraints = [models.UniqueConstraint(fields=["note", "child"], name="case_note_once_a_child")]

    def __str__(self) -> str:
        return f"case note {self.note_id} child {self.child_id}"


class SignificantEventQuerySet(RecordQuerySet):
    """The marks on a child's story."""

    def standing(self) -> "SignificantEventQuerySet":
        """The last mark of each entry, where it says that the entry is significant."""
        later = SignificantEvent.objects.filter(
            child_id=OuterRef("child_id"), source=OuterRef("source"), row=OuterRef("row"), pk__gt=OuterRef("pk")
        )
        return self.filter(~Exists(later), significant=True)


class SignificantEvent(EventRecord):
    """That a worker marked an entry of a child's story as significant, or took the mark back; the last one counts.

    ``source`` and ``row`` name the entry as ``core/chronology.py`` does.
    """

    child = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="significant_events")
    source = models.CharField("kind of entry", max_length=60)
    row = models.BigIntegerField("its number")
    significant = models.BooleanField()
    reason = models.TextField("why")
    marked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = SignificantEventQuerySet.as_manager()

    class Meta(EventRecord.Meta):
        indexes = [models.Index(fields=["child", "source", "row", "-id"], name="significant_event")]
        constraints = [
            models.CheckConstraint(
                name="significant_event_says_why",
                condition=at_least("reason", 10),
                violation_error_message=WHY_SIGNIFICANT,
            ),
        ]
        triggers = [*EventRecord.Meta.triggers, written_in_person("significant_event_in_person", "marked_by_id")]

    def __str__(self) -> str:
        return f"significant event {self.pk}"
