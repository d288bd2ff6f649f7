"""The named rules about what a birth rules out."""

from datetime import UTC, date, datetime, timedelta

from dateutil.relativedelta import relativedelta

from frontdoor.models import Contact, ContactChild, Person, ReceivedCorrection
from tests.factories import contacts, families, people, workers
from tests.factories.partners import ToldPersonFactory
from tests.law.rule import NOW, TODAY, Rule, before, saved

BORN = date(2024, 3, 2)
TOLD = datetime(2024, 3, 2, 10, tzinfo=UTC)
TOO_LONG_AGO = TODAY - relativedelta(years=25, days=3)
LONG_AFTER, LONG_BEFORE = BORN + timedelta(days=301), TOLD - timedelta(days=301)


def unborn() -> Person:
    return people.ChildFactory(unborn=True, expected_birth_date=TODAY)


def told() -> Contact:
    """A contact about a child, on the day of the birth."""
    return contacts.ContactFactory(received_at=TOLD, children=[people.ChildFactory(birth_date=BORN)])


def about() -> ContactChild:
    return told().about.get()


def corrected_to_long_before(contact: Contact) -> datetime:
    """A moment that nobody has set silently."""
    saved(
        ReceivedCorrection(
            contact=contact,
            before=contact.received_at,
            after=LONG_BEFORE,
            reason="It came in a year before it was typed.",
            corrected_at=NOW,
            corrected_by=workers.practice_manager(),
        )
    )
    return LONG_BEFORE


RULES = {
    "person_unborn_is_expected_now": Rule(unborn, {"expected_birth_date": TODAY - timedelta(days=43)}),
    "person_born_before_the_contact": Rule(lambda: about().child, {"birth_date": LONG_AFTER}, on="update"),
    "contact_child_born_before_the_contact": Rule(
        about, {"child": lambda row: people.ChildFactory(birth_date=LONG_AFTER)}
    ),
    "contact_received_not_long_before_birth": Rule(told, {"received_at": corrected_to_long_before}, on="update"),
    "member_lives_there_from_birth": Rule(
        lambda: families.MemberFactory(person__birth_date=BORN, started_on=BORN),
        {"started_on": before("started_on", days=1)},
    ),
    "address_lives_there_from_birth": Rule(
        lambda: people.AddressFactory(person__birth_date=BORN, started_on=BORN),
        {"started_on": before("started_on", days=1)},
    ),
    "person_child_born_of_late": Rule(people.ChildFactory, {"birth_date": TOO_LONG_AGO}),
    "told_child_born_of_late": Rule(ToldPersonFactory, {"birth_date": TOO_LONG_AGO, "birth_date_known": "exact"}),
}
