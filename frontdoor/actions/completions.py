"""The record that an urgent decision owes: written by a manager within a working day (L54, L65)."""

from datetime import datetime
from typing import Any

from frontdoor.actions import telling
from frontdoor.actions.evidence import Evidence, Piece, check_facts, check_history, store
from frontdoor.actions.ties import check_no_tie
from frontdoor.core import drafts, policy
from frontdoor.core.actions import NotPossible, action
from frontdoor.core.permissions import require
from frontdoor.core.timed import last_day_of
from frontdoor.core.timescales import RECORD_COMPLETED
from frontdoor.core.working_days import london_date
from frontdoor.models import Decision, DecisionCompletion
from frontdoor.models.evidence import ALREADY_COMPLETE
from frontdoor.models.telling import STILL_NOT_TOLD
from frontdoor.permissions import DECIDE_CONTACT

DRAFT_FORM = "completion"


def owe(*, decision: Decision, at: datetime) -> DecisionCompletion:
    """Promise the rest of the record of an urgent decision (T24); it waits for no calendar. Call inside an action."""
    day = london_date(at)
    due_on = last_day_of(policy.period(RECORD_COMPLETED, on=day), day, policy.calendar(around=day), cannot_wait=True)
    owed = DecisionCompletion(decision=decision, started_on=day, due_on=due_on)
    owed.full_clean(exclude=["decision"])
    owed.save()
    return owed


def read_already(decision: Decision) -> set[Piece]:
    """The pieces of history that were marked as read when the decision was made."""
    return set(decision.history_read.values_list("kind", "subject_id"))


@action
def complete(
    *,
    contact_id: int,
    history_considered: str,
    analysis: str,
    evidence: Evidence,
    by: Any,
    at: datetime,
) -> DecisionCompletion:
    """Write what an urgent decision left out, once the family is told or that is put off (C11).

    Raises NotPossible, and Refused for anybody but a manager.
    """
    owed = DecisionCompletion.objects.visible_to(by).select_for_update(of=("self",), no_key=True)
    row = owed.select_related("decision__contact").get(decision__contact_id=contact_id)
    require(by, DECIDE_CONTACT, row.decision.contact)
    if row.finished_on is not None:
        raise NotPossible(ALREADY_COMPLETE)
    check_no_tie(by=by, contact_id=contact_id)
    telling.check_settled(row.decision.contact, on=london_date(at), sentence=STILL_NOT_TOLD)
    read = check_history(
        row.decision.contact, evidence, summary=history_considered, by=by, already=read_already(row.decision)
    )
    check_facts(evidence, already=row.decision.facts.exists())
    store(row.decision, read, evidence.facts)
    row.history_considered, row.analysis = history_considered, analysis
    row.lived_experience = evidence.lived_experience
    row.missing, row.would_change = evidence.missing, evidence.would_change
    row.finished_on, row.finished_by = london_date(at), by
    row.full_clean()
    row.save()
    drafts.discard(worker=by, form=DRAFT_FORM, subject_id=contact_id)
    return row
