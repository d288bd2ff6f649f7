"""What referrers are owed and told."""

from datetime import timedelta
from typing import Any

import factory

from frontdoor.models import Acknowledgement, AuthorityText, FeedbackChallenge, ReferrerFeedback
from tests.factories.base import InTurnFactory, RecordFactory
from tests.factories.contacts import ContactFactory
from tests.factories.workers import administrator, call_handler


class AcknowledgementFactory(RecordFactory):
    """The referrer does not know yet that the contact arrived."""

    class Meta:
        model = Acknowledgement

    contact = factory.SubFactory(ContactFactory)
    started_at = factory.LazyAttribute(lambda owed: owed.contact.received_at)
    due_at = factory.LazyAttribute(lambda owed: owed.started_at + timedelta(days=2))


class FeedbackFactory(RecordFactory):
    """The referrer is owed the outcome; ``told=True`` has told it in a call the next day."""

    class Meta:
        model = ReferrerFeedback

    class Params:
        told = factory.Trait(
            how="call",
            finished_on=factory.LazyAttribute(lambda owed: owed.started_on + timedelta(days=1)),
            told_at=factory.LazyAttribute(lambda owed: owed.contact.received_at + timedelta(days=1)),
            told_by=factory.LazyFunction(call_handler),
        )

    contact = factory.SubFactory(ContactFactory)
    words = "A manager has decided what happens next."
    started_on = factory.LazyAttribute(lambda owed: owed.contact.received_at.date())
    due_on = factory.LazyAttribute(lambda owed: owed.started_on + timedelta(days=2))


class ChallengeFactory(InTurnFactory):
    """A school disagrees the day after it was told."""

    _later = {"answered_by": ("answered_on", "result", "answer")}

    class Meta:
        model = FeedbackChallenge

    feedback = factory.SubFactory(FeedbackFactory, told=True)
    words = "The school sees the child every day and thinks the level is too low."
    recorded_by = factory.LazyFunction(call_handler)
    started_on = factory.LazyAttribute(lambda row: row.feedback.finished_on + timedelta(days=1))
    due_on = factory.LazyAttribute(lambda row: row.started_on + timedelta(days=7))


class AuthorityTextFactory(RecordFactory):
    """What letters say about advice from a day on."""

    class Meta:
        model = AuthorityText

    code = "advice"
    words = "Ring us and ask for advice; no name is needed."
    valid_from: Any = factory.Faker("date_object")
    set_by = factory.LazyFunction(administrator)
