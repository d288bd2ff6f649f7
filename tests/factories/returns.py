"""Contacts that went back to the referrer, and what they answered."""

from datetime import timedelta

import factory

from frontdoor.models import ContactReturn, ReturnAnswer
from tests.factories.base import RecordFactory
from tests.factories.contacts import ContactFactory
from tests.factories.workers import call_handler, practice_manager


class ReturnFactory(RecordFactory):
    """A manager asked for the child's address by telephone, half an hour after the contact was triaged."""

    class Meta:
        model = ContactReturn

    contact = factory.SubFactory(ContactFactory, triaged=True)
    reason = "identity"
    missing = "Where does the child live now, and who saw the marks on the arm?"
    how = "call"
    returned_at = factory.LazyAttribute(lambda row: row.contact.triaged_at + timedelta(minutes=30))
    answer_due_at = factory.LazyAttribute(lambda row: row.returned_at + timedelta(days=1))
    returned_by = factory.LazyFunction(practice_manager)


class ReturnAnswerFactory(RecordFactory):
    """The referrer rang a call handler an hour after being asked."""

    class Meta:
        model = ReturnAnswer

    sent_back = factory.SubFactory(ReturnFactory)
    words = "With the grandmother since Sunday. The class teacher saw the marks herself."
    answered_at = factory.LazyAttribute(lambda row: row.sent_back.returned_at + timedelta(hours=1))
    answered_by = factory.LazyFunction(call_handler)
