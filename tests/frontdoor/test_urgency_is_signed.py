"""How urgent a contact is and by when it is decided change only with a signature, by no road (T01, T02)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from frontdoor.core.acting import acting_as
from frontdoor.models.contact_rules import DUE_FOLLOWS, NOT_A_TRIAGER, URGENCY_IS_SIGNED
from tests.factories import workers
from tests.factories.contacts import ContactFactory
from tests.frontdoor.test_consent_refusals import refused
from tests.rows import update_raw

pytestmark = pytest.mark.django_db


def red(**given):
    now = timezone.now()
    told = {"rag": "red", "received_at": now - timedelta(hours=2), "triaged_at": now - timedelta(hours=1)}
    return ContactFactory(triaged=True, decision_due_at=now + timedelta(hours=2), **told | given)


CHANGES = {
    "green": ({"rag": "green"}, URGENCY_IS_SIGNED),
    "another reason": ({"rag_reason": "Nothing at all."}, URGENCY_IS_SIGNED),
    "triaged at another moment": ({"triaged_at": timezone.now()}, NOT_A_TRIAGER),
    "nine days later": ({"decision_due_at": timezone.now() + timedelta(days=9)}, DUE_FOLLOWS),
    "never due": ({"decision_due_at": None}, DUE_FOLLOWS),
    "triage due later": ({"triage_due_at": timezone.now() + timedelta(days=9)}, DUE_FOLLOWS),
}


@pytest.mark.parametrize("name", CHANGES)
@pytest.mark.parametrize("make", [workers.call_handler, workers.practice_manager])
def test_no_statement_changes_it_without_a_signature(acting, make, name):
    changes, sentence = CHANGES[name]
    contact, by = red(), make()
    with acting_as(by):
        refused(lambda: update_raw(contact, version=contact.version + 1, **changes), sentence)
        for column, value in changes.items():
            setattr(contact, column, value)
        refused(contact.save, sentence)


def test_a_signature_is_not_taken_back(acting):
    worker = workers.social_worker(registration_number="SW700001")
    contact = red()
    with acting_as(worker):
        signed = {"rag_changed_at": timezone.now(), "rag_changed_by": worker}
        update_raw(contact, version=contact.version + 1, rag="amber", **signed)
        contact.refresh_from_db()
        nobody = {"rag_changed_at": None, "rag_changed_by": None}
        refused(lambda: update_raw(contact, version=contact.version + 1, rag="green", **nobody), URGENCY_IS_SIGNED)


def test_a_call_handler_does_not_sign_it(acting):
    contact, by = red(), workers.call_handler()
    with acting_as(by):
        signed = {"rag_changed_at": timezone.now(), "rag_changed_by": by}
        refused(lambda: update_raw(contact, version=contact.version + 1, rag="green", **signed), "registered social")
