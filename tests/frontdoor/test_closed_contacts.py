"""Nothing more is asked on a contact that was closed with no further action: what is new is a new contact."""

from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from frontdoor.core.actions import NotPossible
from frontdoor.models.closed_contacts import CLOSED_WITHOUT_ACTION
from tests.factories.after_override import ask
from tests.factories.consent import AgencyRequestFactory, ConsentEventFactory, OverrideFactory
from tests.factories.contacts import ContactFactory
from tests.factories.people import AgencyFactory, ChildFactory
from tests.factories.workers import social_worker
from tests.frontdoor.test_decisions import answer, decide
from tests.frontdoor.test_overrides import ask as ask_to_override

pytestmark = pytest.mark.django_db

SENTENCE = CLOSED_WITHOUT_ACTION[:60]


def decided(*outcomes: str) -> Any:
    """A contact that was decided so, child by child, and the mother's yes for the first."""
    contact = ContactFactory(triaged=True, children=[ChildFactory() for _ in outcomes])
    given = ConsentEventFactory(contact=contact)
    children = [row.child for row in contact.about.order_by("pk")]
    decide(contact, *(answer(child, outcome) for child, outcome in zip(children, outcomes, strict=True)))
    contact.refresh_from_db()
    return given


def test_a_contact_closed_with_no_further_action_takes_no_request(acting):
    given = decided("NFA", "NFA")
    with pytest.raises(NotPossible, match=SENTENCE):
        ask(given)
    with pytest.raises(DatabaseError, match=SENTENCE), transaction.atomic():
        AgencyRequestFactory(contact=given.contact, agency=AgencyFactory(), requested_at=timezone.now())


def test_nor_does_it_take_a_request_to_do_without_consent(acting):
    given = decided("NFA")
    with pytest.raises(NotPossible, match=SENTENCE):
        ask_to_override(given.contact)
    with pytest.raises(DatabaseError, match=SENTENCE), transaction.atomic():
        OverrideFactory(contact=given.contact, requested_at=timezone.now())


@pytest.mark.parametrize("outcomes", [("ADV",), ("NFA", "EHO")])
def test_where_something_follows_agencies_can_still_be_asked(acting, outcomes):
    assert ask(decided(*outcomes))


def test_its_pages_offer_nothing_to_ask(acting, client):
    contact = decided("NFA").contact
    client.force_login(social_worker(team__front_door=True))
    page = client.get(reverse("contact", args=[contact.pk])).text
    assert reverse("check_request", args=[contact.pk]) not in page
    assert reverse("override_request", args=[contact.pk]) not in page
    assert CLOSED_WITHOUT_ACTION in client.get(reverse("check_request", args=[contact.pk])).text
