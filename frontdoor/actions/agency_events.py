"""Noting what was done with an agency, from which its referrals are compared."""

from datetime import date
from typing import Any

from frontdoor.core.actions import NotPossible, action
from frontdoor.core.permissions import require
from frontdoor.models import Agency, AgencyEvent
from frontdoor.models.agency_learning import NOT_YET_HELD
from frontdoor.permissions import LEARN_WITH_AGENCIES


@action
def note(
    *, by: Any, on: date, agency: Agency, kind: str, held_on: date, agreed: str, corrects: AgencyEvent | None = None
) -> AgencyEvent:
    """Note a training, meeting or letter; ``corrects`` is the entry that this one puts right. Raises NotPossible."""
    require(by, LEARN_WITH_AGENCIES)
    if held_on > on:
        raise NotPossible(NOT_YET_HELD, field="held_on")
    event = AgencyEvent(agency=agency, kind=kind, held_on=held_on, agreed=agreed, corrects=corrects, noted_by=by)
    event.full_clean()
    event.save()
    return event
