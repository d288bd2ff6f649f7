"""Writing the sections of a family's assessment: two people may write different ones at the same time."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from cases import agreement, coverage
from cases.actions.assessment_families import being_written, row_of, store
from cases.models import (
    AdultSection,
    AssessedNeed,
    Assessment,
    ChildConclusion,
    ChildRisk,
    ChildSection,
    FamilyAssessment,
    FlagAnswer,
    HistoryConsidered,
    Visit,
)
from cases.models.agreement_rules import AGREEMENT_GONE
from cases.models.assessment_rules import ASSESSED_IS_NOT_LEFT_OUT, SEEN_AT_A_VISIT
from cases.models.assessment_words import DIMENSIONS, Domain, Grade
from cases.permissions import ASSESS, AUTHORISE_ASSESSMENT
from frontdoor.core.actions import NotPossible, action
from frontdoor.core.versions import StaleRows, as_of, last_kept

NOT_OF_THIS_FAMILY = "This is not part of the assessment any more. Open the assessment again."
IN_THE_FUTURE = "This date is in the future."
SEEN_TOO_EARLY = "The child cannot have been seen before the referral."
CHILD_LEFT_OUT = "This child is left out of the assessment. Take the child in first."

LIFE = ("seen_on", "seen_by", "seen_alone", "why_not_alone", "words_whose", "words", "day", "strengths", "danger")
RISK = ("harm", "by_whom", "likelihood", "severity", "protective", "unknowns")
CONCLUSION = ("analysis", "outcome", "factors")
ADULT = ("account", "why_not")
OF_A_CHILD: dict[Any, tuple[str, ...]] = {ChildSection: LIFE, ChildRisk: RISK, ChildConclusion: CONCLUSION}
"""What is written about a child, by the row that keeps it; the needs stand in rows of their own."""


def _child(family: FamilyAssessment, child_id: int, on: date) -> None:
    covered = coverage.of(family, on=on)
    if child_id in covered.left_out:
        raise NotPossible(CHILD_LEFT_OUT)
    if child_id not in covered.child_ids:
        raise NotPossible(NOT_OF_THIS_FAMILY)
    if agreement.waiting(family.assessments.filter(child_id=child_id)).exists():
        raise NotPossible(AGREEMENT_GONE)


def _family_as_a_whole(family: FamilyAssessment) -> None:
    """Raises NotPossible where nothing is written without agreement, whichever child it is about (C08)."""
    if agreement.document_waits(family):
        raise NotPossible(AGREEMENT_GONE)


@action
def write_child(
    *, by: Any, on: date, family_id: int, model: Any, child_id: int, version: int, written: Mapping[str, Any]
) -> Any:
    """Save one part about a child (``OF_A_CHILD``), whole or not; ``version`` 0 is a part nobody has written yet.

    Raises Stale, whose row is what somebody else saved since, and NotPossible for a child who is not of the household
    or left out, a day in the future or on which no visit saw the child, and once the document is submitted.
    """
    family = being_written(family_id, ASSESS, by=by)
    _child(family, child_id, on)
    row = row_of(family, model, version, child_id=child_id)
    seen_on = written.get("seen_on")
    if seen_on is not None and seen_on > on:
        raise NotPossible(IN_THE_FUTURE, field="seen_on")
    first = Assessment.objects.filter(family=family).earliest("referral_received_on").referral_received_on
    if seen_on is not None and seen_on < first:
        raise NotPossible(SEEN_TOO_EARLY, field="seen_on")
    if seen_on is not None and seen_on != row.seen_on and seen_on not in days_seen(child_id):
        raise NotPossible(SEEN_AT_A_VISIT, field="seen_on")
    return store(row, {name: written[name] for name in OF_A_CHILD[model]})


def days_seen(child_id: int) -> set[date]:
    """The days on which a recorded visit saw the child."""
    return {*Visit.objects.child_seen().filter(child=child_id).values_list("visited_on", flat=True)}


@dataclass(frozen=True)
class Rows:
    """Rows of a document that one form asks about together; ``answers`` gives them as the form names them."""

    model: Any
    of: Mapping[str, Any]
    answers: Callable[[Iterable[Any]], dict[str, str]]

    @property
    def version(self) -> int:
        """What the form carries: it grows with every change to any of the rows."""
        return last_kept(self.model.history.filter(**self.of))

    @property
    def stored(self) -> dict[str, str]:
        """What they say now."""
        return self.answers(self.model.objects.filter(**self.of))

    def require(self, version: int) -> None:
        """Raises StaleRows when somebody else has changed one of them since ``version``."""
        now = self.version
        if now != version:
            opened = self.answers(as_of(self.model.history.filter(**self.of), version))
            raise StaleRows(now, current=self.stored, opened=opened)


def _graded(rows: Iterable[Any]) -> dict[str, str]:
    return {
        f"{part}_{row.dimension}": said for row in rows for part, said in (("grade", row.grade), ("text", row.text))
    }


def _found(rows: Iterable[Any]) -> dict[str, str]:
    return {
        f"{part}_{row.flag_id}": said for row in rows for part, said in (("found", row.found), ("because", row.because))
    }


def needs_of(family: FamilyAssessment, child_id: int, domain: Domain) -> Rows:
    """The needs of a child in one domain."""
    return Rows(AssessedNeed, {"family": family, "child_id": child_id, "dimension__in": DIMENSIONS[domain]}, _graded)


def history_of(family: FamilyAssessment) -> Rows:
    """What was said of earlier work."""
    return Rows(HistoryConsidered, {"family": family}, coverage.considered)


def flags_of(family: FamilyAssessment) -> Rows:
    """What was found about the risks raised at a contact."""
    return Rows(FlagAnswer, {"family": family}, _found)


@action
def grade(
    *,
    by: Any,
    on: date,
    family_id: int,
    child_id: int,
    domain: Domain,
    version: int,
    grades: Mapping[str, tuple[str, str]],
) -> list[AssessedNeed]:
    """Save the needs of one domain: ``grades`` has a grade and a text by dimension; an empty grade is left for later.

    Raises StaleRows when somebody else has graded this domain since ``version``, and what ``write_child`` raises.
    """
    family = being_written(family_id, ASSESS, by=by)
    _child(family, child_id, on)
    needs_of(family, child_id, domain).require(version)
    written = AssessedNeed.objects.filter(family=family, child_id=child_id, dimension__in=DIMENSIONS[domain])
    rows, saved = {row.dimension: row for row in written}, []
    for dimension in DIMENSIONS[domain]:
        graded, text = grades.get(dimension, ("", ""))
        if not graded:
            continue
        row = rows.get(dimension) or AssessedNeed(family=family, child_id=child_id, dimension=dimension)
        said = {"grade": graded, "text": "" if graded == Grade.NONE else text}
        if (row.grade, row.text) != (said["grade"], said["text"]):
            saved.append(store(row, said))
    return saved


@action
def write_adult(
    *, by: Any, on: date, family_id: int, adult_id: int, version: int, written: Mapping[str, str]
) -> AdultSection:
    """Save what is written about an adult, or why the adult could not be part of it. Raises as ``write_child``."""
    family = being_written(family_id, ASSESS, by=by)
    _family_as_a_whole(family)
    if adult_id not in coverage.of(family, on=on).adult_ids:
        raise NotPossible(NOT_OF_THIS_FAMILY)
    row: AdultSection = row_of(family, AdultSection, version, adult_id=adult_id)
    return store(row, {name: written[name] for name in ADULT})  # type: ignore[no-any-return]


@action
def consider_all(*, by: Any, on: date, family_id: int, version: int, answers: Iterable[tuple[str, int, str]]) -> None:
    """Say what earlier work means now: each answer is a kind (``coverage.HISTORY``), an id and the words.

    Raises StaleRows when somebody else has said something of it since ``version`` (that of ``history_of``), and
    NotPossible for work that the system does not list, and once the document is submitted.
    """
    family = being_written(family_id, ASSESS, by=by)
    _family_as_a_whole(family)
    history_of(family).require(version)
    listed = {(item.part, item.thing_id) for item in coverage.of(family, on=on).of(*coverage.HISTORY)}
    for kind, thing_id, relevance in answers:
        if (kind, thing_id) not in listed:
            raise NotPossible(NOT_OF_THIS_FAMILY)
        about = {f"{kind}_id": thing_id}
        row = HistoryConsidered.objects.filter(family=family, **about).first()
        row = row or HistoryConsidered(family=family, **about)
        store(row, {"relevance": relevance, "considered_by": by})


@action
def answer_flags(*, by: Any, on: date, family_id: int, version: int, answers: Iterable[tuple[int, str, str]]) -> None:
    """Say what was found about risks raised at a contact: each answer is a flag's id, what was found, and why.

    Raises as ``consider_all``, of ``flags_of``.
    """
    family = being_written(family_id, ASSESS, by=by)
    _family_as_a_whole(family)
    flags_of(family).require(version)
    raised = {item.thing_id for item in coverage.of(family, on=on).of("flag")}
    for flag_id, found, because in answers:
        if flag_id not in raised:
            raise NotPossible(NOT_OF_THIS_FAMILY)
        row = FlagAnswer.objects.filter(family=family, flag_id=flag_id).first()
        row = row or FlagAnswer(family=family, flag_id=flag_id)
        store(row, {"found": found, "because": because, "answered_by": by})


@action
def leave_out(*, by: Any, on: date, family_id: int, child_id: int, version: int, reason: str) -> ChildSection:
    """A manager leaves a child of the household out, with the reason; what was written about the child stays (S9).

    Raises Refused for anybody else, Stale, and NotPossible for a child with an assessment of its own.
    """
    family = being_written(family_id, AUTHORISE_ASSESSMENT, by=by)
    if child_id not in coverage.of(family, on=on).child_ids:
        raise NotPossible(NOT_OF_THIS_FAMILY)
    if family.assessments.filter(child_id=child_id).exists():
        raise NotPossible(ASSESSED_IS_NOT_LEFT_OUT)
    row: ChildSection = row_of(family, ChildSection, version, child_id=child_id)
    return store(row, {"left_out_reason": reason, "left_out_on": on, "left_out_by": by})  # type: ignore[no-any-return]


@action
def take_in(*, by: Any, family_id: int, child_id: int, version: int) -> ChildSection:
    """Take a child in after all; anybody who writes the assessment may. Raises Stale, and NotPossible as above."""
    family = being_written(family_id, ASSESS, by=by)
    row: ChildSection = row_of(family, ChildSection, version, child_id=child_id)
    return store(row, {"left_out_reason": "", "left_out_on": None, "left_out_by": None})  # type: ignore[no-any-return]
