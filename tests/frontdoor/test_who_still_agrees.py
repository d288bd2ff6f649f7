"""Who may agree is asked again when an agency is asked, and two agreements come to what both cover (C01, 2.1)."""

from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from frontdoor.actions import matters
from frontdoor.core.acting import acting_as
from frontdoor.core.actions import NotPossible
from frontdoor.models import Relationship
from frontdoor.models.checks import NO_CONSENT
from frontdoor.models.matters import RECORDED_IT_ALONE
from frontdoor.presenters.consent import IN_PART, NO_HOLDER
from tests.factories.after_override import ask, matter_of
from tests.factories.consent import ConsentEventFactory, only_child
from tests.factories.contacts import ContactFactory
from tests.factories.people import AgencyFactory, RelationshipFactory
from tests.factories.workers import practice_manager, social_worker
from tests.frontdoor.test_consent_gate import by_sql, unsaved_check

pytestmark = pytest.mark.django_db

REASON = "The father has the care of the child and agrees in full to it."


def refused(event: Any, agency: Any = None) -> None:
    agency = agency or AgencyFactory()
    with pytest.raises(NotPossible, match=NO_CONSENT):
        ask(event, agency)
    row = unsaved_check(event.contact, event.child, agency, event)
    with pytest.raises(DatabaseError, match=NO_CONSENT), transaction.atomic():
        by_sql(row)


def now_recorded(event: Any, **changes: Any) -> None:
    """The tie of whoever answered as it is recorded today."""
    tie = Relationship.objects.get(adult=event.given_by, child=event.child)
    for name, value in changes.items():
        setattr(tie, name, value)
    with acting_as(social_worker()):
        tie.save()


@pytest.mark.parametrize("change", [{"parental_responsibility": "no"}, {"ended_on": timezone.localdate()}])
def test_nobody_is_asked_on_the_yes_of_an_adult_who_holds_no_responsibility_now(acting, client, change):
    given = ConsentEventFactory()
    assert ask(given)
    now_recorded(given, **change)
    refused(given)
    client.force_login(social_worker(team__front_door=True))
    assert NO_HOLDER in client.get(reverse("contact", args=[given.contact_id])).text


def test_another_tie_of_the_same_adult_carries_the_yes(acting):
    given = ConsentEventFactory()
    now_recorded(given, parental_responsibility="no")
    RelationshipFactory(child=given.child, adult=given.given_by, kind="guardian")
    assert ask(given)


def test_what_one_parent_agreed_to_in_part_is_not_widened_by_another(acting, client):
    contact = ContactFactory()
    school, doctor = AgencyFactory(), AgencyFactory()
    ConsentEventFactory(contact=contact, status="GIVEN_PARTIAL", covering=[school])
    father = ConsentEventFactory(contact=contact, happened_at=timezone.now())
    refused(father, doctor)
    assert ask(father, school)
    client.force_login(social_worker(team__front_door=True))
    page = client.get(reverse("contact", args=[contact.pk])).text
    assert IN_PART in page
    assert school.name in page


@pytest.mark.parametrize("kind", ["B", "C"])
def test_a_manager_does_not_rely_on_the_yes_that_he_recorded(acting, kind):
    manager, contact = practice_manager(), ContactFactory()
    ConsentEventFactory(contact=contact, kind=kind, recorded_by=manager)
    matter = matter_of(ConsentEventFactory(contact=contact, kind=kind, status="REFUSED", happened_at=timezone.now()))
    given = {"now": timezone.now(), "matter": matter, "reason": REASON}
    with pytest.raises(NotPossible, match=RECORDED_IT_ALONE):
        matters.decide(by=manager, decision="rely", **given)
    assert matters.decide(by=practice_manager(), decision="rely", **given).decided_at
    assert only_child(contact)
