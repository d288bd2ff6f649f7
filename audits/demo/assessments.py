"""Assessments of families under way: some hardly begun, some whole, one to be signed, one to be shared."""

from datetime import date, timedelta
from itertools import cycle
from typing import Any

from audits.demo import assessment_words as said
from audits.demo.chance import Dice
from audits.demo.learning import saved_by
from audits.demo.world import World
from cases import coverage
from cases.models import (
    AdultSection,
    AssessedNeed,
    Assessment,
    AssessmentExtension,
    AssessmentShared,
    ChildConclusion,
    ChildRisk,
    ChildSection,
    ChildVersion,
    FamilyAssessment,
    FlagAnswer,
    HistoryConsidered,
    ManagerCheck,
)
from cases.models.assessment_words import Dimension
from cases.models.assessments import ASSESSMENT_CLOCK
from workforce.models import Worker

SEED = 53
MOST = 12
WHOLE, SUBMITTED, AUTHORISED = 4, 2, 1
"""How many of the documents are written whole, how many of these are submitted, and how many authorised."""


def assess(world: World) -> None:
    """A document for each family whose assessment is under way, up to twelve, the oldest the furthest on."""
    writers = _Writers(world)
    rows = [row for row, _ in world.rows[Assessment] if row.finished_on is None and row.submitted_on is None]
    by_family: dict[int, list[Assessment]] = {}
    for row in sorted(rows, key=lambda row: (row.started_on, row.pk)):
        by_family.setdefault(row.referral.contact_id, []).append(row)
    chosen = list(by_family.values())[-MOST:]
    for number, family in enumerate(chosen):
        writers.document(family, parts=1.0 if number < WHOLE else 0.35 if number % 2 else 0.7, number=number)


class _Writers:
    """Writes documents in the name of each child's worker."""

    def __init__(self, world: World) -> None:
        self.world, self.dice = world, Dice(SEED)
        self.words, self.days = cycle(said.WORDS), cycle(said.DAYS)
        self.adults, self.risks = cycle(said.ADULTS), cycle(said.RISKS)

    def document(self, rows: list[Assessment], *, parts: float, number: int) -> None:
        first = rows[0]
        by, manager = self._worker(first), first.opened_by
        family = saved_by(by, FamilyAssessment(opened_on=first.started_on, opened_by=by))
        for row in rows:
            row.family = family
            saved_by(by, row)
        covered = coverage.of(family, on=self.world.on)
        for child_id in covered.child_ids:
            self._child(family, child_id, by, covered, parts)
        for adult_id in covered.adult_ids:
            self._adult(family, adult_id, by, parts)
        self._history(family, by, covered, parts)
        if self.world.on - first.started_on > timedelta(days=14):
            check = {"checked_on": first.started_on + timedelta(days=14), "checked_by": manager, "said": said.CHECK}
            saved_by(manager, ManagerCheck(family=family, **check))
        if number < SUBMITTED and by != manager:
            self._sign(family, rows, by, manager, is_authorised=number < AUTHORISED)
        elif ASSESSMENT_CLOCK.is_overdue(first, self.world.on):
            self._more_time(family, first, by)

    def _worker(self, row: Assessment) -> Worker:
        allocated = row.referral.allocations.current().lead().select_related("worker").first()
        return allocated.worker if allocated else row.opened_by

    def _chosen(self, parts: float) -> bool:
        return parts == 1 or self.dice.chance(parts)

    def _child(
        self, family: FamilyAssessment, child_id: int, by: Worker, covered: coverage.Coverage, parts: float
    ) -> None:
        about: dict[str, Any] = {"family": family, "child_id": child_id}
        unborn = covered.people[child_id].birth_date_known == "unborn"
        if self._chosen(parts):
            seen = {} if unborn else self._seen(family, by)
            words = {"words": next(self.words), "words_whose": "observed" if unborn else "child"}
            day = {"day": next(self.days)} if self._chosen(parts) else {}
            both = {"strengths": self.dice.choice(said.STRENGTHS), "danger": self.dice.choice(said.DANGER)}
            saved_by(by, ChildSection(**about, **seen, **words, **day, **both))
        for dimension in Dimension if self._chosen(parts) else ():
            grade = self.dice.choice(("none", "none", "none", "some", "some", "high"))
            text = "" if grade == "none" else self.dice.choice(said.NEEDS)
            saved_by(by, AssessedNeed(**about, dimension=dimension, grade=grade, text=text))
        if self._chosen(parts):
            saved_by(by, ChildRisk(**about, **next(self.risks)))
        if self._chosen(parts * parts):
            reached = {"analysis": self.dice.choice(said.ANALYSES), "outcome": "cin", "factors": ["3B", "4B", "16A"]}
            saved_by(by, ChildConclusion(**about, **reached))

    def _seen(self, family: FamilyAssessment, by: Worker) -> dict[str, Any]:
        day = min(family.opened_on + timedelta(days=6), self.world.on)
        return {"seen_on": day, "seen_by": f"{by.get_full_name()}, social worker", "seen_alone": True}

    def _adult(self, family: FamilyAssessment, adult_id: int, by: Worker, parts: float) -> None:
        if self._chosen(parts):
            text = {"account": next(self.adults)} if self.dice.chance(0.85) else {"why_not": said.WHY_NOT_ADULT}
            saved_by(by, AdultSection(family=family, adult_id=adult_id, **text))

    def _history(self, family: FamilyAssessment, by: Worker, covered: coverage.Coverage, parts: float) -> None:
        for item in covered.of(*coverage.HISTORY):
            if self._chosen(parts):
                about = {f"{item.part}_id": item.thing_id, "relevance": said.RELEVANCE, "considered_by": by}
                saved_by(by, HistoryConsidered(family=family, **about))
        for item in covered.of("flag"):
            if self._chosen(parts):
                answer = {"found": "confirmed", "because": said.BECAUSE, "answered_by": by}
                saved_by(by, FlagAnswer(family=family, flag_id=item.thing_id, **answer))

    def _more_time(self, family: FamilyAssessment, first: Assessment, by: Worker) -> None:
        asked = AssessmentExtension(
            family=family,
            reason_code="specialist",
            why=said.WHY_MORE_TIME,
            needed_until=self.world.on + timedelta(days=10),
            requested_on=first.due_on,
            requested_by=by,
        )
        saved_by(by, asked)

    def _sign(
        self, family: FamilyAssessment, rows: list[Assessment], by: Worker, manager: Worker, *, is_authorised: bool
    ) -> None:
        on = self.world.on
        family.submitted_on, family.submitted_by = on, by
        if is_authorised:
            family.authorised_on, family.authorised_by = on, manager
        saved_by(manager if is_authorised else by, family)
        for row in rows:
            self._take_over(row, family, on, by=manager if is_authorised else by)
        if is_authorised:
            self._shared(family, by, on)

    def _take_over(self, row: Assessment, family: FamilyAssessment, on: date, *, by: Worker) -> None:
        section = ChildSection.objects.get(family=family, child=row.child_id)
        conclusion = ChildConclusion.objects.get(family=family, child=row.child_id)
        row.child_seen_on, row.child_seen_alone, row.child_views = section.seen_on, section.seen_alone, section.words
        row.analysis, row.outcome = conclusion.analysis, conclusion.outcome
        row.submitted_on, row.submitted_by = on, family.submitted_by
        if family.authorised_on:
            row.authorised_on, row.authorised_by, row.factors = on, family.authorised_by, conclusion.factors
        saved_by(by, row)

    def _shared(self, family: FamilyAssessment, by: Worker, on: date) -> None:
        for child_id in family.assessments.values_list("child_id", flat=True):
            saved_by(by, ChildVersion(family=family, child_id=child_id, **said.VERSION))
        adult = family.adults.order_by("pk").first()
        if adult is not None:
            told = {"shared_on": on, "how": "met", "comments": said.SAID[0], "shared_by": by}
            saved_by(by, AssessmentShared(family=family, person_id=adult.adult_id, **told))
