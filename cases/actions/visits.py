"""Recording a visit: one text for the children of a home, and of each child what was seen of that child."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from cases.actions.noted import visited_together, write_by
from cases.actions.seen_due import catch_up
from cases.models import Visit, VisitRecord
from cases.models.noted import NOT_YET
from cases.models.visits import ALONE_NOT_SAID, BEFORE_BIRTH, NO_VOICE, WHY_NOT_SEEN, is_before_birth
from cases.permissions import RECORD_VISIT
from frontdoor.core.actions import NotPossible, action
from frontdoor.core.permissions import require
from frontdoor.core.working_days import london_date
from frontdoor.core.written import is_written
from frontdoor.models import Person

NOBODY = "Say of at least one child whether the child was seen."
LEAST_SAID = 10


@dataclass(frozen=True, kw_only=True)
class ChildVisited:
    """What a visit was for one child."""

    child: Person
    seen: bool
    seen_alone: bool | None = None
    bedroom_seen: bool | None = None
    said: str = ""
    not_seen_reason: str = ""

    def check(self, *, on: date) -> None:
        """Raises NotPossible with the sentence of what is missing, or where the child was not born on that day."""
        if is_before_birth(self.child, on, seen=self.seen):
            raise NotPossible(BEFORE_BIRTH, field=f"seen_{self.child.pk}")
        if self.seen and self.seen_alone is None:
            raise NotPossible(ALONE_NOT_SAID, field=f"alone_{self.child.pk}")
        if self.seen and not is_written(self.said, LEAST_SAID):
            raise NotPossible(NO_VOICE, field=f"said_{self.child.pk}")
        if not self.seen and not is_written(self.not_seen_reason, LEAST_SAID):
            raise NotPossible(WHY_NOT_SEEN, field=f"why_not_{self.child.pk}")


@action
def record(
    *,
    by: Any,
    now: datetime,
    happened_at: datetime,
    kind: str,
    place: str,
    announced: bool,
    observed: str,
    safe: bool,
    children: Sequence[ChildVisited],
    place_words: str = "",
    present: str = "",
    analysis: str = "",
    agreed: str = "",
    made_safe: str = "",
) -> VisitRecord:
    """Write down a visit that ``by`` made, with a row for each child of it; nothing of it changes afterwards.

    It has to be written within T25, sooner where a child is under a protection plan. A child who was seen keeps the
    days by which that was due (T05, T17, T18) and starts the next; one who was not seen keeps none. Raises NotPossible
    for a moment in the future, a day before a child's birth, a child whose record ``by`` cannot open and who lives with
    none whose record he can, or no child at all; ValidationError.
    """
    require(by, RECORD_VISIT)
    if happened_at > now:
        raise NotPossible(NOT_YET, field="happened_at")
    if not children:
        raise NotPossible(NOBODY)
    for part in children:
        part.check(on=london_date(happened_at))
    ids = visited_together(by, [part.child for part in children], on=london_date(happened_at))
    written = VisitRecord(
        happened_at=happened_at,
        note_due_at=write_by(ids, happened_at),
        visited_by=by,
        kind=kind,
        place=place,
        place_words=place_words,
        announced=announced,
        present=present,
        observed=observed,
        analysis=analysis,
        agreed=agreed,
        safe=safe,
        made_safe="" if safe else made_safe,
    )
    written.full_clean()
    written.save()
    for part in children:
        _of_child(part, written).save()
    catch_up(ids)
    return written


def _of_child(part: ChildVisited, written: VisitRecord) -> Visit:
    row = Visit(
        record=written,
        child=part.child,
        visited_on=london_date(written.happened_at),
        visited_by=written.visited_by,
        seen=part.seen,
        seen_alone=part.seen_alone if part.seen else None,
        bedroom_seen=part.bedroom_seen if part.seen else None,
        said=part.said if part.seen else "",
        not_seen_reason="" if part.seen else part.not_seen_reason,
    )
    row.full_clean()
    return row
