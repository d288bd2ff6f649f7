"""An assessment on paper: of a family whole, and of one child where no document about the family was written."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from cases import coverage, presenters
from cases.coverage import Coverage
from cases.models import Assessment, FamilyAssessment
from cases.papers.filed import Printing, begin, facts
from cases.presenters import assessment as words
from cases.presenters.assessment import NOT_WRITTEN, rows
from frontdoor.core import pdf
from frontdoor.core.working_days import WorkingCalendar
from frontdoor.presenters import long_day

UNCONSIDERED, UNANSWERED = "Not considered yet", "Not answered yet"


def assessment(printing: Printing, *, family: FamilyAssessment, viewer: Any, on: date) -> bytes:
    """The document as it stands on a day, as far as ``viewer`` may know the people in it."""
    covered = coverage.of(family, on=on, viewer=viewer)
    assessed = list(family.assessments.select_related("child").order_by("pk"))  # type: ignore[attr-defined]
    state, _ = words.state_of(family, finished=all(one.finished_on for one in assessed))
    page = begin(printing, f"Assessment of a family {family.reference}", f"{state}.")
    facts(page, rows(*((one.child.full_name, _counted(one)) for one in assessed)), "The children assessed")
    if family.authorised_on is None and covered.missing:
        pdf.heading(page, "What is missing before it can be signed", 2)
        pdf.paragraph(page, "\n".join(covered.missing))
    for child in words.children(family, covered, list(coverage.marks(family))):
        _child(page, child)
    adults = words.adults(family, covered, may_write=False)
    facts(page, rows(*((one["title"], one["hint"] or NOT_WRITTEN) for one in adults)), "Parents and carers")
    _whole(page, family, covered, assessed, viewer)
    return pdf.bytes_of(page)


def of_one_child(printing: Printing, *, row: Assessment, calendar: WorkingCalendar) -> bytes:
    """An assessment of one child as it stands. ``row`` comes with child and signers read."""
    clock = presenters.assessment_clock(row, now=printing.at, calendar=calendar)
    page = begin(printing, f"Assessment {row.pk}", f"Time: {clock['due'].words}.")
    facts(page, [{"key": "Child", "value": row.child.full_name}, *clock["rows"]])
    facts(page, presenters.assessment_written(row), "What was found")
    return pdf.bytes_of(page)


def _counted(one: Assessment) -> str:
    ends = (
        f"finished on {long_day(one.finished_on)}" if one.finished_on else f"to be finished by {long_day(one.due_on)}"
    )
    return f"Referral received on {long_day(one.referral_received_on)}, {ends}"


def _child(page: pdf.Document, child: words.Told) -> None:
    pdf.heading(page, child.name, 2)
    if child.left_out:
        pdf.paragraph(page, f"Not part of this assessment: {child.left_out}")
        return
    for mark in child.copied:
        pdf.paragraph(page, mark)
    facts(page, child.life, "How this child lives", 3)
    facts(page, child.needs, "Needs", 3)
    facts(page, child.risk, "Risk statement", 3)
    facts(page, child.conclusion, "Analysis and outcome", 3)


def _whole(
    page: pdf.Document, family: FamilyAssessment, covered: Coverage, assessed: Sequence[Assessment], viewer: Any
) -> None:
    history = coverage.things(family, covered, viewer=viewer)
    flags = coverage.flags(family, covered)
    asked = family.extensions.select_related("requested_by", "decided_by")  # type: ignore[attr-defined]
    answered = ((one.title, f"{one.found_words}. {one.because}" if one.found else UNANSWERED) for one in flags)
    facts(page, rows(*((one.title, one.relevance or UNCONSIDERED) for one in history)), "History considered")
    facts(page, rows(*answered), "Risks raised")
    facts(page, words.consent(assessed, coverage.agreements(assessed)), "Consent to the assessment")
    for one in asked:
        facts(page, words.extension(one).facts, "More time")
    facts(page, words.shared(family, covered), "Shared with")
    facts(page, words.happened(family), "Checks and returns")
    facts(page, words.signatures(family), "Signatures")
