"""An urgency and a decision are signed in person by somebody whose role it is: no statement gets round it."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from frontdoor.core.acting import acting_as
from frontdoor.models.contact_rules import NOT_A_DECIDER, NOT_A_TRIAGER
from tests.factories import workers
from tests.factories.contacts import ContactFactory
from tests.law.rules_evidence import undecided
from tests.rows import update_raw

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
