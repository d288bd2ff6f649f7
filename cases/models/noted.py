"""Writing about something that happened: when it was written is the database's to say, and late entry is marked."""

from datetime import datetime

import pgtrigger
from django.db import models
from django.db.models import F, Q

from frontdoor.core.records import BRINGING_IN
from frontdoor.core.refusals import refuses
from frontdoor.core.timed import Clock
from frontdoor.core.working_days import london_date
from frontdoor.models.rights import is_not_the_actor

NOTE_CLOCK = Clock("T25", started="happened_at", due="note_due_at", finished="noted_at")

NOT_YET = "This is in the future. Write it down when it has happened."
WRITTEN_IN_PERSON = "A visit or a note is signed by whoever writes it."


def late_entry(event: str, *, happened_at: datetime, note_due_at: datetime, noted_at: datetime) -> str:
    """That the ``event`` ("visit") was written down after its time, in words, wherever it is shown; else nothing."""
    if noted_at <= note_due_at:
        return ""
    days = (london_date(noted_at) - london_date(happened_at)).days
    return f"Recorded {days} day{'' if days == 1 else 's'} after the {event}"


def noted_when_written(name: str) -> pgtrigger.Trigger:
    """The trigger that stamps ``noted_at``; what is brought in says itself when it was written."""
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        func=f"""
            IF NOT {BRINGING_IN} OR NEW.noted_at IS NULL THEN
                NEW.noted_at := clock_timestamp();
            END IF;
            RETURN NEW;
        """,
    )


def written_in_person(name: str, column: str) -> pgtrigger.Trigger:
    """The trigger that lets nobody sign for somebody else."""
    return refuses(
        name,
        sentence=WRITTEN_IN_PERSON,
        operation=pgtrigger.Insert,
        when=f"NOT {BRINGING_IN} AND {is_not_the_actor(f'NEW.{column}')}",
    )


def written_in_order(table: str) -> list[models.BaseConstraint]:
    """What the database refuses: writing of the future, and a promise that ends before the event."""
    return [
        models.CheckConstraint(
            name=f"{table}_has_happened",
            condition=Q(noted_at__isnull=True) | Q(noted_at__gte=F("happened_at")),
            violation_error_message=NOT_YET,
        ),
        models.CheckConstraint(name=f"{table}_due_after_event", condition=Q(note_due_at__gte=F("happened_at"))),
    ]


class Noted(models.Model):
    """What each written event has: when it happened, by when it had to be written (T25), and when it was."""

    event = ""

    happened_at = models.DateTimeField("when it was")
    note_due_at = models.DateTimeField("by when it had to be written", editable=False)
    noted_at = models.DateTimeField("when it was written", null=True, editable=False)

    class Meta:
        abstract = True

    @property
    def late_entry(self) -> str:
        """The mark of late entry; empty where it was written in time."""
        assert self.noted_at is not None, "The database stamps each row as it is stored."
        return late_entry(
            self.event, happened_at=self.happened_at, note_due_at=self.note_due_at, noted_at=self.noted_at
        )
