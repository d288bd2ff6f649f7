"""Visits in words, notes, and what of the stories is significant: the last months of the invented authority."""

from datetime import date, datetime, time, timedelta
from typing import Any

from audits.demo import visit_words
from audits.demo.chance import Dice
from audits.demo.world import World
from cases.actions import seen_due
from cases.models import CaseNote, CaseNoteChild, Plan, SignificantEvent, Visit, VisitRecord
from frontdoor.core.acting import acting_as
from frontdoor.core.records import bringing_in
from frontdoor.core.working_days import LONDON
from frontdoor.models import Person
from workforce.models import Worker

IN_WORDS = timedelta(days=120)
"""Older visits were brought in from the former system, without words."""

SPEAKS_AT = 3
KINDS = {Plan.Kind.PROTECTION: "cp", Plan.Kind.CHILD_IN_NEED: "cin", None: "assessment"}


class Visits:
    """Makes the visits and notes of one child after another, by a chance of its own."""

    def __init__(self, world: World) -> None:
        self.world, self.dice = world, Dice(17)

    def visit(self, child: Person, day: date, worker: Worker, *, seen: bool, alone: bool | None, plan: Any) -> None:
        """One visit to a child; one of the last months in words."""
        row = Visit(child=child, visited_on=day, visited_by=worker, seen=seen, seen_alone=alone)
        if self.world.on - day <= IN_WORDS and day < self.world.on:
            self._in_words(row, worker, plan)
            if self.dice.chance(0.4):
                self._note(child, day + timedelta(days=1), worker)
        self.world.add(row, by=worker)

    def _in_words(self, row: Visit, worker: Worker, plan: Any) -> None:
        dice, at = self.dice, self._at(row.visited_on)
        due_at = self.world.due_at("T25-CP" if plan == Plan.Kind.PROTECTION else "T25", at)
        late = timedelta(days=dice.randint(3, 9)) if dice.chance(0.12) else timedelta(hours=dice.randint(1, 5))
        safe = not row.seen or dice.chance(0.97)
        row.record = VisitRecord(
            happened_at=at,
            note_due_at=due_at,
            noted_at=min(at + late, self.world.now),
            visited_by=worker,
            kind=KINDS[plan],
            place="home" if dice.chance(0.8) else "school",
            announced=dice.chance(0.7),
            present=dice.choice(visit_words.PRESENT),
            observed=dice.choice(visit_words.OBSERVED),
            analysis=dice.choice(visit_words.ANALYSIS),
            agreed=dice.choice(visit_words.AGREED),
            safe=safe,
            made_safe="" if safe else visit_words.MADE_SAFE,
        )
        self.world.add(row.record, by=worker)
        if not row.seen:
            row.seen_alone, row.not_seen_reason = None, dice.choice(visit_words.NOT_SEEN)
            return
        speaks = (row.child.age_on(row.visited_on) or 0) >= SPEAKS_AT
        row.said = dice.choice(visit_words.SAID if speaks else visit_words.SHOWN)
        row.seen_alone, row.bedroom_seen = bool(row.seen_alone), dice.chance(0.6)

    def _at(self, day: date) -> datetime:
        return datetime.combine(day, time(self.dice.randint(9, 16), self.dice.choice((0, 15, 30, 45))), LONDON)

    def _note(self, child: Person, day: date, worker: Worker) -> None:
        at = self._at(day)
        if day >= self.world.on:
            return
        kind, whom, text = self.dice.choice(visit_words.NOTES)
        note = CaseNote(
            happened_at=at,
            note_due_at=self.world.due_at("T25", at),
            noted_at=at + timedelta(minutes=self.dice.randint(5, 90)),
            kind=kind,
            with_whom=whom,
            text=text,
            written_by=worker,
        )
        self.world.add(note, by=worker)
        self.world.add(CaseNoteChild(note=note, child=child), by=worker)


def promise(world: World) -> None:
    """Call once the cases are stored: by when each child is to be seen, and the first marks on their stories."""
    seen_due.catch_up(list(Person.objects.children().values_list("pk", flat=True)))
    notes = [(row.note, row.child, worker) for row, worker in world.rows[CaseNoteChild]]
    for note, child, worker in notes[::12]:
        with acting_as(worker), bringing_in():
            SignificantEvent(
                child=child,
                source="cases.noted",
                row=note.pk,
                significant=True,
                reason=visit_words.SIGNIFICANT,
                marked_by=worker,
            ).save()
