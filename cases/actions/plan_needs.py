"""What the latest assessment of a child grades high comes into the plan under which the child is (S6)."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from cases import plans
from cases.models import AssessedNeed, PlanDocument, PlanNeed
from cases.models.plan_content import Grade, Source
from frontdoor.core.versions import lock


def bring_in(document: PlanDocument, *, now: datetime) -> list[PlanNeed]:
    """Part of an act that has locked a plan: what the assessments of its children grade high and it does not hold yet.

    Each is a need to be answered, in the name of whoever submitted the assessment; one that stands in the plan in the
    same words already is tied to the assessment. Returns what came in or was tied.
    """
    parts = {part.child_id: part for part in document.parts.standing()}
    return [
        _tie(standing, assessed) if standing else _add(parts[assessed.child_id], assessed, now=now)
        for assessed in plans.not_taken_in(document)
        for standing in [_in_the_same_words(parts[assessed.child_id], assessed)]
    ]


def _words(assessed: AssessedNeed) -> str:
    return f"{assessed.get_dimension_display()}: {assessed.text}"


def _in_the_same_words(part: Any, assessed: AssessedNeed) -> PlanNeed | None:
    same = part.needs.standing().filter(grade=Grade.HIGH, words=_words(assessed))
    found: PlanNeed | None = same.order_by("pk").first()
    return found


def _tie(standing: PlanNeed, assessed: AssessedNeed) -> PlanNeed:
    need: PlanNeed = lock(PlanNeed.objects.all(), standing.pk)
    need.assessed = assessed
    return _saved(need)


def _add(part: Any, assessed: AssessedNeed, *, now: datetime) -> PlanNeed:
    family = assessed.family
    need = PlanNeed(
        part=part,
        words=_words(assessed),
        grade=Grade.HIGH,
        source=Source.ASSESSMENT,
        assessed=assessed,
        written_at=now,
        written_by=family.submitted_by or family.opened_by,
    )
    return _saved(need)


def _saved(need: PlanNeed) -> PlanNeed:
    need.full_clean()
    need.save()
    return need


def answer_the_assessment(child_ids: Iterable[int], *, now: datetime) -> None:
    """Part of the act that authorises an assessment: the plans of its children say what it grades high.

    A plan that waits for a manager and says something else from now on is proposed again.
    """
    standing = PlanDocument.objects.standing().filter(parts__child_id__in=child_ids).order_by("pk")
    for number in standing.values_list("pk", flat=True).distinct():
        document = lock(PlanDocument.objects.all(), number)
        if bring_in(document, now=now) and document.proposed_at is not None:
            document.proposed_at, document.proposed_by = None, None
            document.save()
