"""What was started or signed stays: its days, its child and its text, by SQL and through the model alike."""

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, models, transaction

from frontdoor.core.acting import acting_as
from frontdoor.models import Person, Referral
from tests.factories import conferences, people, strategy, workers
from tests.factories.cases import AssessmentFactory, ReferralFactory
from tests.factories.enquiries import EnquiryFactory
from tests.factories.visits import ChildVisitFactory
from tests.rows import update_raw
from tests.words import says
from workforce.models import Worker

pytestmark = pytest.mark.django_db

STARTED = ("referral", "referral_received_on", "started_on", "due_on", "opened_by", "child")
AUTHORISED = ("analysis", "outcome", "submitted_on", "submitted_by", "authorised_on", "authorised_by")
FINISHED = ("shared_on", "shared_by", "finished_on", "late_reason")
ENQUIRED = ("referral", "decided", "started_on", "outcome_due_on", "conference_due_on", "child")
CONCLUDED = ("outcome", "outcome_reason", "proposed_on", "proposed_by", "authorised_on", "authorised_by")
MET = ("reason", "cause_at", "chair", "held_at", "convened_by", "signed_at", "signed_by", *strategy.WRITTEN)
CHILD_AT = ("child", "decision", "decision_reason", "decided_at", *strategy.SECTION)
HELD = ("chair", "held_on", "signed_at", "signed_by", *conferences.WRITTEN)
VISITED = ("visited_on", "visited_by", "seen", "seen_alone", "said")
OTHER: dict[type, Callable[[], Any]] = {
    Worker: workers.social_worker,
    Person: people.ChildFactory,
    Referral: ReferralFactory,
}


def another(row: models.Model, name: str) -> Any:
    """Some other value for a column, of its own kind."""
    field, held = row._meta.get_field(name), getattr(row, name)
    if field.is_relation:
        return OTHER[field.related_model]() if field.related_model in OTHER else None
    if isinstance(held, bool):
        return not held
    if isinstance(held, datetime):
        return held - timedelta(hours=1)
    if isinstance(held, date):
        return held - timedelta(days=1)
    if field.choices:
        return next(code for code, _ in field.flatchoices if code != held)
    return says(60)


def refused(rule: str, row: Any, names: Iterable[str]) -> None:
    """Each column, changed alone by somebody at work, is refused by the rule, past the model and through it."""
    somebody = workers.social_worker()
    counted = {"version": row.version + 1} if hasattr(row, "version") else {}
    for name in names:
        value = another(row, name)
        changed = type(row)._base_manager.get(pk=row.pk)
        setattr(changed, name, value)
        for change in (lambda new=value, on=name: update_raw(row, **{on: new}, **counted), changed.save):
            with acting_as(somebody), pytest.raises(DatabaseError) as caught, transaction.atomic():
                change()
            assert (name, caught.value.__cause__.diag.constraint_name) == (name, rule)


def test_what_an_assessment_started_with_and_what_was_authorised_stay(acting):
    refused("assessment_stays_as_started", AssessmentFactory(), STARTED)
    refused("assessment_authorised_stays", AssessmentFactory(finished=True), (*AUTHORISED, *FINISHED))


def test_what_an_enquiry_started_with_and_what_was_authorised_stay(acting):
    row = EnquiryFactory(authorised=True)
    refused("section47_stays_as_started", row, ENQUIRED)
    refused("section47_outcome_stays", row, CONCLUDED)


def test_what_a_strategy_meeting_signed_stays(acting):
    meeting = strategy.signed()
    refused("strategy_record_stays", meeting, MET)
    refused("strategy_child_stays", meeting.children.get(), CHILD_AT)
    refused("strategy_action_stays", meeting.actions.first(), ("what", "purpose", "owner_name", "due_at"))


def test_what_a_conference_signed_stays(acting):
    conference = conferences.signed()
    refused("conference_record_stays", conference, HELD)
    refused("conference_child_stays", conference.children.get(), ("child", "decision", "decision_reason"))


def test_what_was_written_of_a_visit_stays(acting):
    refused("visit_stays_as_written", ChildVisitFactory(), VISITED)
