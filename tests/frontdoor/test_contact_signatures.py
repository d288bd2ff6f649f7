"""An urgency and a decision are signed in person by somebody whose role it is: no statement gets round it."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from frontdoor.core.acting import acting_as
from frontdoor.models import ChildOutcome, Decision
from frontdoor.models.contact_rules import NOT_A_DECIDER, NOT_A_TRIAGER
from frontdoor.models.decision_rules import WRITTEN_BY_ITS_DECIDER
from tests.factories import workers
from tests.factories.contacts import ContactFactory
from tests.law.rules_evidence import decision, strategy, undecided
from tests.rows import insert_raw, update_raw

pytestmark = pytest.mark.django_db


def registered():
    return workers.social_worker(registration_number="SW123456")


def triage_by(worker):
    return {"rag": "red", "rag_reason": "A child is hurt.", "triaged_at": timezone.now(), "triaged_by": worker}


def decided_by(worker):
    return {"decided_at": timezone.now(), "decided_by": worker}


@pytest.mark.parametrize(
    ("values", "signer", "actor", "sentence"),
    [
        (triage_by, workers.call_handler, None, NOT_A_TRIAGER),
        (triage_by, lambda: workers.social_worker(registration_number=""), None, NOT_A_TRIAGER),
        (triage_by, registered, workers.call_handler, NOT_A_TRIAGER),
        (decided_by, workers.social_worker, None, NOT_A_DECIDER),
        (decided_by, workers.senior_leader, None, NOT_A_DECIDER),
        (decided_by, workers.practice_manager, workers.call_handler, NOT_A_DECIDER),
    ],
    ids=[
        "triaged by a call handler",
        "without a number",
        "in a social worker's name",
        "by a worker",
        "by a leader",
        "in a manager's name",
    ],
)
def test_the_wrong_hand_is_refused(values, signer, actor, sentence):
    with acting_as(workers.administrator()):
        contact = undecided() if values is decided_by else ContactFactory()
    by = signer()
    with pytest.raises(IntegrityError, match=sentence), transaction.atomic(), acting_as(actor() if actor else by):
        update_raw(contact, version=contact.version + 1, **values(by))


def test_a_social_worker_triages():
    contact, by = ContactFactory(), registered()
    with acting_as(by):
        update_raw(contact, version=2, **triage_by(by))
    contact.refresh_from_db()
    assert contact.rag == "red"


def test_a_manager_decides():
    by = workers.practice_manager()
    with acting_as(workers.administrator()):
        contact = undecided()
    with acting_as(by):
        update_raw(contact, version=contact.version + 1, **decided_by(by))
    contact.refresh_from_db()
    assert contact.decided_by == by


def forged(made: Decision) -> Decision:
    made.pk, made.contact = None, ContactFactory(triaged=True)
    return made


@pytest.mark.parametrize("actor", [workers.practice_manager, workers.call_handler])
def test_C04_no_decision_is_written_in_a_managers_name(acting, actor):
    row = forged(decision())
    with pytest.raises(IntegrityError, match=NOT_A_DECIDER), transaction.atomic(), acting_as(actor()):
        insert_raw(row)


@pytest.mark.parametrize("make", [workers.call_handler, workers.social_worker, workers.senior_leader])
def test_C04_nobody_but_a_manager_writes_a_decision(acting, make):
    row = forged(decision())
    row.decided_by = make()
    with pytest.raises(IntegrityError, match=NOT_A_DECIDER), transaction.atomic(), acting_as(row.decided_by):
        insert_raw(row)


def test_C04_nobody_adds_an_outcome_to_the_decision_of_another(acting):
    row: ChildOutcome = strategy()
    row.pk = None
    by = workers.practice_manager()
    with pytest.raises(IntegrityError, match=WRITTEN_BY_ITS_DECIDER), transaction.atomic(), acting_as(by):
        insert_raw(row)
