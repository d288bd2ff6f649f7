"""Assessments of families turned into the words that pages show."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.urls import reverse

from cases.coverage import HISTORY, Coverage
from cases.models import (
    AdultSection,
    AssessedNeed,
    Assessment,
    AssessmentExtension,
    ChildConclusion,
    ChildRisk,
    ChildSection,
    CopiedPart,
    FamilyAssessment,
)
from cases.models.assessment_gaps import OF_EACH_CHILD
from cases.models.assessment_words import DIMENSIONS, FACTORS, Domain, Grade
from frontdoor.models import ConsentEvent
from frontdoor.presenters import long_day, moment

PAGE_OF = {
    "seen": "assessed_life",
    "words": "assessed_life",
    "day": "assessed_life",
    "strengths": "assessed_life",
    "danger": "assessed_life",
    "needs": "assessed_needs",
    "parenting": "assessed_parenting",
    "surroundings": "assessed_surroundings",
    "risk": "assessed_risk",
    "analysis": "assessed_conclusion",
    "outcome": "assessed_conclusion",
    "factors": "assessed_conclusion",
}
"""On which page each part of a child's section is written."""
SECTIONS = {
    "life": "How this child lives",
    "needs": "Developmental needs",
    "parenting": "Parenting as this child lives with it",
    "surroundings": "Family and surroundings",
    "risk": "Risk statement",
    "conclusion": "Analysis and outcome",
}
"""The pages of a child's section, in the order in which they are written."""
FIELD_OF = {"seen": "seen_on_day", "needs": "", "parenting": "", "surroundings": "", "risk": "harm"}
FACTOR_NAMES = dict(FACTORS)
NOT_WRITTEN = "Not written yet"


@dataclass(frozen=True)
class Cell:
    """One part of one child in the matrix."""

    words: str
    colour: str
    url: str = ""
    whose: str = ""


@dataclass(frozen=True)
class Line:
    """One part, with a cell for each child."""

    title: str
    cells: list[Cell]


@dataclass(frozen=True)
class Heading:
    """One child at the head of the matrix."""

    pk: int
    name: str
    is_left_out: bool


@dataclass(frozen=True)
class Matrix:
    """Child by needed part."""

    children: list[Heading]
    lines: list[Line]


def matrix(family: FamilyAssessment, covered: Coverage, *, may_write: bool) -> Matrix:
    """What every child's section holds and lacks; a missing part leads to where it is written."""
    children = [Heading(one, covered.name(one), one in covered.left_out) for one in covered.child_ids]
    lines = [
        Line(title, [_cell(family, covered, child, part, may_write=may_write) for child in children])
        for part, title in OF_EACH_CHILD.items()
    ]
    return Matrix(children, lines)


def _cell(family: FamilyAssessment, covered: Coverage, child: Heading, part: str, *, may_write: bool) -> Cell:
    if child.is_left_out:
        return Cell("Left out", "grey", whose=child.name)
    url = f"{reverse(PAGE_OF[part], args=[family.pk, child.pk])}#id_{FIELD_OF.get(part, part)}" if may_write else ""
    if child.pk not in covered.people:
        url = ""
    if covered.is_done(child.pk, part):
        return Cell("Done", "", url, child.name)
    return Cell("Missing", "red", url, child.name)


def state_of(family: FamilyAssessment, *, finished: bool) -> tuple[str, str]:
    """Where a document stands, and the colour of its tag."""
    if finished:
        return "Finished", "green"
    if family.authorised_on:
        return "Authorised, to be shared", "turquoise"
    if family.submitted_on:
        return "Submitted for authorisation", "yellow"
    return "Being written", "blue"


def rows(*pairs: tuple[str, str]) -> list[dict[str, str]]:
    """Questions and answers as a summary list takes them; an empty answer is left out."""
    return [{"key": key, "value": value, "url": "", "action": "", "hidden": ""} for key, value in pairs if value]


@dataclass
class Told:
    """Everything that is written about one child, each as questions and answers."""

    pk: int
    name: str
    left_out: str = ""
    life: list[dict[str, str]] = field(default_factory=list)
    needs: list[dict[str, str]] = field(default_factory=list)
    risk: list[dict[str, str]] = field(default_factory=list)
    conclusion: list[dict[str, str]] = field(default_factory=list)
    copied: list[str] = field(default_factory=list)


def life(row: ChildSection | None) -> list[dict[str, str]]:
    """How one child lives."""
    row = row or ChildSection()
    seen = f"{long_day(row.seen_on)}, by {row.seen_by or 'nobody named'}" if row.seen_on else NOT_WRITTEN
    alone = {True: "Yes", False: f"No. {row.why_not_alone}", None: "Not recorded"}[row.seen_alone]
    return rows(
        ("Seen", seen),
        ("Seen alone", alone if row.seen_on else ""),
        (row.get_words_whose_display() or "The child's words", row.words or NOT_WRITTEN),
        ("A day in this child's life", row.day or NOT_WRITTEN),
        ("Strengths", row.strengths or NOT_WRITTEN),
        ("Danger", row.danger or NOT_WRITTEN),
    )


def needs(found: Iterable[AssessedNeed]) -> list[dict[str, str]]:
    """The needs of one child in the order of the assessment framework; those that are none, and those not graded yet,
    in one line each."""
    by_dimension = {row.dimension: row for row in found}
    order = [one for domain in Domain for one in DIMENSIONS[domain]]
    graded = [(one, by_dimension[one]) for one in order if one in by_dimension]
    real = [
        (str(one.label), f"{row.get_grade_display()}. {row.text}") for one, row in graded if row.grade != Grade.NONE
    ]
    without = ", ".join(str(one.label) for one, row in graded if row.grade == Grade.NONE)
    missing = ", ".join(str(one.label) for one in order if one not in by_dimension)
    return rows(*real, ("No need", without), (NOT_WRITTEN, missing))


def risk(row: ChildRisk | None) -> list[dict[str, str]]:
    """The risk statement about one child."""
    row = row or ChildRisk()
    return rows(
        ("Harm", row.harm or NOT_WRITTEN),
        ("By whom", row.by_whom or NOT_WRITTEN),
        ("How likely", row.get_likelihood_display() or NOT_WRITTEN),
        ("How bad", row.get_severity_display() or NOT_WRITTEN),
        ("What protects the child", row.protective or NOT_WRITTEN),
        ("What is not known", row.unknowns or NOT_WRITTEN),
    )


def conclusion(row: ChildConclusion | None) -> list[dict[str, str]]:
    """What it comes to for one child."""
    row = row or ChildConclusion()
    factors = ", ".join(f"{code} {FACTOR_NAMES[code]}" for code in row.factors)
    return rows(
        ("Analysis", row.analysis or NOT_WRITTEN),
        ("What this child needs", row.get_outcome_display() or NOT_WRITTEN),
        ("Factors", factors),
    )


def children(family: FamilyAssessment, covered: Coverage, marks: Iterable[CopiedPart]) -> list[Told]:
    """All that is written about each child. Five queries, whatever the number of children."""
    sections = {row.child_id: row for row in family.sections.select_related("left_out_by")}
    risks = {row.child_id: row for row in family.risks.all()}
    conclusions = {row.child_id: row for row in family.conclusions.all()}
    graded: dict[int, list[AssessedNeed]] = {}
    for row in family.needs.all():
        graded.setdefault(row.child_id, []).append(row)
    found = []
    for one in covered.child_ids:
        told = Told(one, covered.name(one))
        section = sections.get(one)
        if section and section.left_out_by and section.left_out_on:
            signed = f"{section.left_out_by.get_full_name()}, {long_day(section.left_out_on)}"
            told.left_out = f"{section.left_out_reason} ({signed})"
        else:
            told.life = life(section)
            told.needs = needs(graded.get(one, ()))
            told.risk = risk(risks.get(one))
            told.conclusion = conclusion(conclusions.get(one))
            told.copied = [_mark(mark) for mark in marks if mark.person_id == one]
        found.append(told)
    return found


def _mark(mark: CopiedPart) -> str:
    title = {"harm": "Harm", "protective": "What protects", "unknowns": "What is not known"}.get(mark.part)
    title = title or OF_EACH_CHILD.get(mark.part, mark.part)
    started = long_day(mark.source.started_on)
    return f"{title}: copied from the assessment of {started} by {mark.copied_by.get_full_name()}"


def adults(family: FamilyAssessment, covered: Coverage, *, may_write: bool) -> list[dict[str, str]]:
    """Each parent, carer and partner as a task."""
    written = {row.adult_id: row for row in family.adults.all()}
    done = {item.adult_id: item.done for item in covered.of("adult")}
    return [
        {
            "title": covered.name(one),
            "url": reverse("assessed_adult", args=[family.pk, one]) if may_write and one in covered.people else "",
            "hint": _adult(written.get(one)),
            "status": "Done" if done[one] else "Missing",
            "colour": "" if done[one] else "red",
        }
        for one in covered.adult_ids
    ]


def _adult(row: AdultSection | None) -> str:
    if row is None:
        return ""
    return row.account or (f"Not part of it: {row.why_not}" if row.why_not else "")


def tasks(family: FamilyAssessment, covered: Coverage, *, may_write: bool) -> list[dict[str, str]]:
    """The history and the risks raised, as tasks of the whole document."""
    found = []
    for title, name, items in (
        ("Earlier contacts, assessments, plans and enquiries", "assessed_history", covered.of(*HISTORY)),
        ("Risks raised at a contact", "assessed_flags", covered.of("flag")),
    ):
        done = sum(item.done for item in items)
        found.append(
            {
                "title": title,
                "url": reverse(name, args=[family.pk]) if items and may_write else "",
                "hint": f"{done} of {len(items)} answered" if items else "The system knows of none",
                "status": "Done" if done == len(items) else "Missing",
                "colour": "" if done == len(items) else "red",
            }
        )
    return found


@dataclass(frozen=True)
class Extension:
    """A request for more time, and whether it waits for a manager."""

    row: AssessmentExtension
    facts: list[dict[str, str]]


def extension(row: AssessmentExtension) -> Extension:
    """A request for more time in words."""
    decided = ""
    if row.decided_by and row.decided_on:
        signed = f"{row.decided_by.get_full_name()}, {long_day(row.decided_on)}"
        decided = f"{row.get_decision_display()}: {row.decision_reason} ({signed})"
    return Extension(
        row,
        rows(
            ("Reason", row.get_reason_code_display()),
            ("What happened", row.why),
            ("Finished by", long_day(row.needed_until)),
            ("Asked for", f"{row.requested_by.get_full_name()}, {long_day(row.requested_on)}"),
            ("Decision", decided or "A manager has not decided yet"),
        ),
    )


def consent(assessed: Iterable[Assessment], said: Mapping[int, ConsentEvent]) -> list[dict[str, str]]:
    """Who agreed to the assessment of each child, or that nobody was asked (C08)."""
    found = []
    for one in assessed:
        event = said.get(one.child_id)
        words = "Nobody is recorded as asked: an enquiry under section 47 asks nobody"
        if event is not None:
            by = f" by {event.given_by.full_name}" if event.given_by else ""
            words = f"{event.get_status_display()}{by}, {moment(event.happened_at)}"
        found.append((one.child.full_name, words))
    return rows(*found)


def signatures(family: FamilyAssessment) -> list[dict[str, str]]:
    """Who signed the document when."""
    return rows(
        ("Begun", f"{long_day(family.opened_on)} by {family.opened_by.get_full_name()}"),
        ("Submitted", _signed(family.submitted_on, family.submitted_by)),
        ("Authorised", _signed(family.authorised_on, family.authorised_by)),
    )


def _signed(day: Any, who: Any) -> str:
    return f"{long_day(day)} by {who.get_full_name()}" if day and who else ""


def shared(family: FamilyAssessment, covered: Coverage) -> list[dict[str, str]]:
    """With whom the document was shared, and what they said."""
    return rows(
        *(
            (
                covered.name(row.person_id),
                f"{row.get_how_display()}, {long_day(row.shared_on)}: {row.comments} ({row.shared_by.get_full_name()})",
            )
            for row in family.shared.select_related("shared_by").order_by("pk")
        )
    )


def happened(family: FamilyAssessment) -> list[dict[str, str]]:
    """Managers' checks, and when and why the document was opened again, in order."""
    checks: list[tuple[datetime, str, str]] = [
        (row.recorded_at, f"Checked by {row.checked_by.get_full_name()}", row.said)
        for row in family.checks.select_related("checked_by")
    ]
    returns = [
        (row.recorded_at, f"{row.get_kind_display()}: {row.returned_by.get_full_name()}", row.reason)
        for row in family.returns.select_related("returned_by")
    ]
    return rows(*((f"{title}, {moment(at)}", said) for at, title, said in sorted([*checks, *returns])))
