"""Storing what was made: every row in the name of the worker whose doing it was, numbered in the order of time."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db import connection, models

from audits.demo.world import World
from cases.models import (
    Allocation,
    Assessment,
    CaseClosure,
    CaseNote,
    CaseNoteChild,
    Plan,
    Section47,
    Visit,
    VisitRecord,
)
from frontdoor.core.acting import acting_as, because
from frontdoor.core.records import TrackedRecord, bringing_in
from frontdoor.models import (
    AccessGrant,
    Acknowledgement,
    Address,
    AddressGrant,
    AdviceCall,
    AgencyCheck,
    AgencyRequest,
    CheckChaser,
    CheckReply,
    CheckStop,
    ChildOutcome,
    ConflictOfInterest,
    ConsentAgency,
    ConsentEvent,
    ConsentMatter,
    ConsentOverride,
    Contact,
    ContactChild,
    ContactReturn,
    Decision,
    DecisionFact,
    FamilyTelling,
    FeedbackChallenge,
    HandOver,
    HistoryRead,
    Household,
    HouseholdMember,
    OutcomeIndicator,
    OverrideAgency,
    OverrideChild,
    OverrideRemedy,
    PartnerReferral,
    Person,
    Referral,
    ReferrerFeedback,
    Relationship,
    ReplyStatement,
    Restriction,
    ReturnAnswer,
    RiskFlag,
    SearchAlert,
    Tie,
    ToldPerson,
)
from frontdoor.models.similar import index
from workforce.models import Worker

REASON = "Invented for the demo"
BEFORE_WITHDRAWALS: tuple[type[models.Model], ...] = (
    Person,
    Household,
    HouseholdMember,
    Address,
    Relationship,
    Tie,
    Contact,
    ContactChild,
    Acknowledgement,
    PartnerReferral,
    ToldPerson,
    RiskFlag,
    ContactReturn,
    ReturnAnswer,
    ConsentOverride,
    OverrideChild,
    OverrideAgency,
    ConsentEvent,
    ConsentAgency,
    AgencyRequest,
    AgencyCheck,
    CheckChaser,
    CheckReply,
    ReplyStatement,
)
AFTER: tuple[type[models.Model], ...] = (
    CheckStop,
    ConsentMatter,
    FamilyTelling,
    OverrideRemedy,
    Decision,
    ChildOutcome,
    OutcomeIndicator,
    DecisionFact,
    HistoryRead,
    ReferrerFeedback,
    FeedbackChallenge,
    Referral,
    CaseClosure,
    Allocation,
    Assessment,
    Section47,
    Plan,
    VisitRecord,
    Visit,
    CaseNote,
    CaseNoteChild,
    ConflictOfInterest,
    AdviceCall,
    HandOver,
    Restriction,
    AccessGrant,
    SearchAlert,
    AddressGrant,
)
IN_TIME = {
    Contact: "received_at",
    Referral: "accepted_at",
    VisitRecord: "happened_at",
    Visit: "visited_on",
    CaseNote: "happened_at",
    ConsentOverride: "requested_at",
    AgencyRequest: "requested_at",
}

Rows = list[tuple[Any, Worker]]


def store(world: World, withdrawn: Rows) -> dict[str, int]:
    """Store everything; returns how many rows of each kind."""
    for model in BEFORE_WITHDRAWALS:
        store_rows(model, world.rows[model])
    store_rows(ConsentEvent, withdrawn)
    for row, _ in world.rows[HistoryRead]:
        row.subject_id = row.piece.pk
    for model in AFTER:
        store_rows(model, world.rows[model])
    index(decision.pk for decision, _ in world.rows[Decision])
    return {str(model._meta.verbose_name_plural): len(rows) for model, rows in world.rows.items()}


def store_rows(model: type[models.Model], rows: Rows) -> None:
    """Store rows of one kind, each in the name of the worker whose doing it was."""
    if model in IN_TIME:
        rows = sorted(rows, key=lambda pair: getattr(pair[0], IN_TIME[model]))
    for number, (row, _) in zip(_numbers(model, len(rows)), rows, strict=True):
        row.pk = number
    by_worker: dict[Worker, list[Any]] = defaultdict(list)
    for row, worker in rows:
        by_worker[worker].append(row)
    for worker, own in by_worker.items():
        with acting_as(worker), bringing_in(), because(REASON):
            if issubclass(model, TrackedRecord):
                model.objects.bring_in(own)
            else:
                model.objects.bulk_create(own, batch_size=1000)


def _numbers(model: type[models.Model], wanted: int) -> Iterable[int]:
    """The next keys of a table, so that ids follow time and not the worker in whose name rows are stored."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
            [model._meta.db_table, wanted],
        )
        return [number for (number,) in cursor.fetchall()]
