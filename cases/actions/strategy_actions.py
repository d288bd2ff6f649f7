"""Agreeing at a strategy meeting who does what by when, and reporting it done (rules S1 to S3)."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from cases import owners, smart
from cases.actions.strategy import open_meeting
from cases.models import StrategyAction
from cases.permissions import WRITE_STRATEGY
from frontdoor.core.actions import NotPossible, action
from frontdoor.core.permissions import require
from frontdoor.core.versions import lock
from frontdoor.models import Agency

DONE_ALREADY = "This action is done already."
FIELDS = {"S1": "what", "S2": "owner_name"}


def findings(
    *,
    what: str,
    owner_name: str,
    owner_job: str,
    due_at: datetime | None,
    now: datetime,
    people: Collection[str],
) -> list[smart.Finding]:
    """What the rules S1 to S3 say of an action, those that block first.

    ``people`` are the names by which somebody of the record is called (``owners.called``).
    """
    agencies = set(Agency.objects.filter(name__iexact=owner_name.strip()).values_list("name", flat=True))
    found = [
        *smart.s1(what),
        *smart.s2(owner_name, owner_job, agencies=agencies, people=people),
        *smart.s3(due_at, now=now, what=what),
    ]
    return sorted(found, key=lambda finding: not finding.blocks)


def refuse(found: list[smart.Finding], *, what: str, due: str) -> None:
    """Raise NotPossible for the first finding that blocks, at its question; ``due`` names the one about the date."""
    for finding in found:
        if finding.blocks:
            field = "owner_job" if finding.sentence == smart.NO_ROLE else FIELDS.get(finding.rule, due)
            raise NotPossible(finding.sentence, field="what" if smart.is_undated(what) else field)


@action
def agree(
    *,
    by: Any,
    now: datetime,
    meeting_id: int,
    what: str,
    purpose: str,
    owner: Any,
    owner_name: str,
    owner_job: str,
    agency: Agency | None,
    due_at: datetime,
) -> StrategyAction:
    """Agree that somebody by name does one thing by a day and time. What the rules only warn of is agreed all the same.

    Raises NotPossible for a vague text, nobody in particular, or no date ("ASAP"), and once the record is signed.
    """
    require(by, WRITE_STRATEGY)
    meeting = open_meeting(meeting_id)
    called = {owner_name} if owner else owners.called(owners.of_meeting(meeting))
    found = findings(what=what, owner_name=owner_name, owner_job=owner_job, due_at=due_at, now=now, people=called)
    refuse(found, what=what, due="due_at")
    agreed = StrategyAction(
        meeting=meeting,
        what=what,
        purpose=purpose,
        owner=owner,
        owner_name=owner_name,
        owner_job=owner_job,
        agency=agency,
        started_at=now,
        agreed_by=by,
        due_at=due_at,
    )
    agreed.full_clean()
    agreed.save()
    return agreed


@action
def finish(*, by: Any, now: datetime, action_id: int, evidence: str) -> StrategyAction:
    """Report an action done, with what shows it; after the record is signed too. Raises NotPossible."""
    require(by, WRITE_STRATEGY)
    row = lock(StrategyAction.objects.all(), action_id)
    if row.finished_at is not None:
        raise NotPossible(DONE_ALREADY)
    row.finished_at, row.done_by, row.evidence = max(now, row.started_at), by, evidence
    row.full_clean()
    row.save()
    return row
