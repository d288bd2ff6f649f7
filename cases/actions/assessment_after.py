"""Beside the writing of a family's assessment: texts copied from an earlier one, and the child's own version."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from cases import agreement, coverage
from cases.actions.assessment_families import being_written, locked, row_of, store
from cases.actions.assessment_sections import CHILD_LEFT_OUT, NOT_OF_THIS_FAMILY
from cases.models import (
    Assessment,
    ChildConclusion,
    ChildRisk,
    ChildSection,
    ChildVersion,
    CopiedPart,
    FamilyAssessment,
)
from cases.models.agreement_rules import AGREEMENT_GONE
from cases.permissions import ASSESS
from frontdoor.core.actions import NotPossible, action

FINISHED = "This assessment is finished. The child's version cannot be changed."
NOTHING_TO_COPY = "The earlier assessment says nothing here."

COPYABLE: dict[str, Any] = {
    "day": ChildSection,
    "strengths": ChildSection,
    "danger": ChildSection,
    "harm": ChildRisk,
    "protective": ChildRisk,
    "unknowns": ChildRisk,
    "analysis": ChildConclusion,
}
"""What may be copied from an earlier assessment, by the row that keeps it. A child's words never are."""
VERSION = ("why", "heard", "good", "worries", "next_steps")


def previous_of(family: FamilyAssessment, child_id: int) -> Assessment | None:
    """The newest assessment of a child that began before this document; None where there is none."""
    earlier = Assessment.objects.filter(child_id=child_id, started_on__lte=family.opened_on)
    return earlier.exclude(family=family).order_by("-started_on", "-pk").first()


def texts_of(assessment: Assessment) -> dict[str, str]:
    """What an earlier assessment says of its child, by ``COPYABLE``; ``words`` beside it, to be read."""
    found = {"analysis": assessment.analysis, "words": assessment.child_views}
    if assessment.family is None:
        return found
    for part, model in COPYABLE.items():
        row = coverage.row_of(assessment.family, model, child_id=assessment.child_id)
        found[part] = getattr(row, part) if row else ""
    return found


def texts_now(family: FamilyAssessment, child_id: int) -> dict[str, tuple[str, int]]:
    """What this document says of a child by ``COPYABLE``, each with the version of its row, 0 where there is none."""
    rows = {model: coverage.row_of(family, model, child_id=child_id) for model in set(COPYABLE.values())}
    return {
        part: (getattr(rows[model], part), rows[model].version) if rows[model] else ("", 0)
        for part, model in COPYABLE.items()
    }


@action
def copy(*, by: Any, on: date, family_id: int, child_id: int, part: str, version: int) -> CopiedPart:
    """Copy one text of the previous assessment below what stands in this one, marked as copied with its source.

    Raises Stale, and NotPossible where there is no such text, for a child who is not of the household or left out, and
    once the document is submitted.
    """
    family = being_written(family_id, ASSESS, by=by)
    covered = coverage.of(family, on=on)
    if child_id in covered.left_out:
        raise NotPossible(CHILD_LEFT_OUT)
    if agreement.waiting(family.assessments.filter(child_id=child_id)).exists():
        raise NotPossible(AGREEMENT_GONE)
    source = previous_of(family, child_id)
    if child_id not in covered.child_ids or source is None or part not in COPYABLE:
        raise NotPossible(NOT_OF_THIS_FAMILY)
    text = texts_of(source).get(part, "")
    if not text.strip():
        raise NotPossible(NOTHING_TO_COPY)
    row = row_of(family, COPYABLE[part], version, child_id=child_id)
    store(row, {part: "\n\n".join(filter(None, [getattr(row, part), text]))})
    mark = CopiedPart(family=family, person_id=child_id, part=part, source=source, copied_by=by)
    return store(mark, {})  # type: ignore[no-any-return]


@action
def write_version(
    *, by: Any, on: date, family_id: int, child_id: int, version: int, written: Mapping[str, str]
) -> ChildVersion:
    """Save the assessment in plain words for one child, while it is not finished. Raises Stale, NotPossible."""
    family = locked(family_id, ASSESS, by=by)
    if child_id not in coverage.of(family, on=on).child_ids:
        raise NotPossible(NOT_OF_THIS_FAMILY)
    if not family.assessments.filter(finished_on=None).exists():
        raise NotPossible(FINISHED)
    row: ChildVersion = row_of(family, ChildVersion, version, child_id=child_id)
    return store(row, {name: written[name] for name in VERSION})  # type: ignore[no-any-return]
