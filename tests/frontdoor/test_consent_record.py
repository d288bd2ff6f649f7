"""Recording consent: one event for each child, by whom, when, and what the rules refuse."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.utils import timezone

from frontdoor.actions import consent
from frontdoor.models import ConsentEvent
from frontdoor.models.consent import ONLY_BY_OVERRIDE, TOO_LONG_BEFORE_CONTACT
from frontdoor.models.consent_facts import COMPETENCE_LOOKED_AT, ENDED_BY_A_MANAGER
from frontdoor.models.ground_rules import COURT_BY_TWO, S47_BY_TWO
from frontdoor.models.override_rules import CHILD_NOT_ON_CONTACT
from frontdoor.models.positions import positions_of
from tests.factories.consent import COMPETENT, GROUNDS, ConsentEventFactory, only_child
from tests.factories.contacts import ContactChildFactory, ContactFactory
from tests.factories.people import AgencyFactory, ChildFactory, PersonFactory, RelationshipFactory
from tests.factories.workers import social_worker
from tests.rows import insert_raw, update_raw
from tests.words import says

pytestmark = pytest.mark.django_db


def parent_of(*children: int) -> Any:
    """One adult with parental responsibility for each of these children."""
    adult = PersonFactory()
    for child in children:
        RelationshipFactory(child_id=child, adult=adult)
    return adult


def record(contact: Any, **changes: Any) -> list[ConsentEvent]:
    now = timezone.now()
    given = {
        "by": social_worker(),
        "children": [only_child(contact)],
        "kind": "B",
        "status": "GIVEN",
        "given_by": parent_of(*contact.about.values_list("child", flat=True)),
        "happened_at": now,
    }
    return consent.record(now=now, contact=contact, **given | changes)


def test_one_event_for_each_child(acting):
    contact, sister = ContactFactory(), ChildFactory()
    ContactChildFactory(contact=contact, child=sister)
    events = record(contact, children=[only_child(contact), sister])
    assert [event.child for event in events] == [only_child(contact), sister]


def test_partial_consent_names_its_agencies(acting):
    contact, agency = ContactFactory(), AgencyFactory()
    (event,) = record(contact, status="GIVEN_PARTIAL", agencies=[agency])
    assert list(event.agencies.all()) == [agency]
    with pytest.raises(ValidationError, match=consent.NAME_THE_AGENCIES):
        record(contact, status="GIVEN_PARTIAL")


REFUSED = {
    "overridden by hand": ({"status": "OVERRIDDEN"}, ONLY_BY_OVERRIDE),
    "nobody answered": (
        {"given_by": None},
        "Say who answered: an adult with parental responsibility, or the young person.",
    ),
    "a refusal by nobody": ({"status": "REFUSED", "given_by": None}, "Say who answered"),
    "a young person without words": (
        {"status": "CYP_COMPETENT", "considered": COMPETENT},
        "Write what the young person was asked",
    ),
    "a young person whose understanding nobody weighed": (
        {"status": "CYP_COMPETENT", "words": "She says yes.", "considered": says(39)},
        COMPETENCE_LOOKED_AT,
    ),
    "section 47 by hand": ({"status": "NOT_NEEDED_S47", "words": GROUNDS}, S47_BY_TWO),
    "a court order by hand": ({"status": "NOT_NEEDED_COURT", "words": GROUNDS}, COURT_BY_TWO),
    "the end of section 47 by a social worker": ({"status": "GROUND_ENDED"}, ENDED_BY_A_MANAGER),
    "no child": ({"children": []}, "Choose at least one child."),
}


@pytest.mark.parametrize("case", REFUSED)
def test_refused_with_its_sentence(acting, case):
    changes, sentence = REFUSED[case]
    with pytest.raises(ValidationError, match=sentence):
        record(ContactFactory(), **changes)
    assert not ConsentEvent.objects.exists()


def test_a_child_of_another_contact_is_refused(acting):
    contact, stranger = ContactFactory(), ChildFactory()
    with pytest.raises(ValidationError, match=CHILD_NOT_ON_CONTACT):
        record(contact, children=[stranger])
    with pytest.raises(DatabaseError, match=CHILD_NOT_ON_CONTACT), transaction.atomic():
        ConsentEventFactory(contact=contact, child=stranger)


def test_the_future_is_refused(acting):
    contact, later = ContactFactory(), timezone.now() + timedelta(minutes=1)
    with pytest.raises(ValidationError, match=consent.IN_THE_FUTURE):
        record(contact, happened_at=later)
    with pytest.raises(DatabaseError, match="consent_not_before_it_is_recorded"), transaction.atomic():
        ConsentEventFactory(contact=contact, happened_at=later)


def test_what_the_referrer_obtained_may_be_28_days_older_than_the_contact(acting):
    contact = ContactFactory()
    oldest = contact.received_at - timedelta(days=28)
    assert record(contact, happened_at=oldest)
    with pytest.raises(ValidationError, match=TOO_LONG_BEFORE_CONTACT):
        record(contact, happened_at=oldest - timedelta(microseconds=1))
    with pytest.raises(DatabaseError, match=TOO_LONG_BEFORE_CONTACT), transaction.atomic():
        ConsentEventFactory(contact=contact, happened_at=oldest - timedelta(microseconds=1))


def test_an_event_is_never_changed(acting):
    event = ConsentEventFactory()
    with pytest.raises(DatabaseError, match="cannot be changed|permission denied"), transaction.atomic():
        update_raw(event, status="REFUSED")
    with pytest.raises(DatabaseError, match="cannot be changed|permission denied"), transaction.atomic():
        event.save()


@pytest.mark.parametrize("way", [ConsentEvent.save, insert_raw], ids=["save", "sql"])
def test_consent_given_by_nobody_is_refused_by_the_database(acting, way):
    contact = ContactFactory()
    event = ConsentEventFactory.build(contact=contact, child=only_child(contact), given_by=None, recorded_by=acting)
    with pytest.raises(DatabaseError, match="consent_given_by_somebody"), transaction.atomic():
        way(event)


@pytest.mark.parametrize(("seconds_before", "stands"), [(0, "WITHDRAWN"), (59, "GIVEN")])
def test_within_a_minute_the_later_entry_stands(acting, seconds_before, stands):
    """Times are typed to the minute: a withdrawal typed in the minute of what it ends comes after it (C12)."""
    contact = ContactFactory()
    minute = timezone.now().replace(second=0, microsecond=0) - timedelta(minutes=5)
    record(contact, happened_at=minute + timedelta(seconds=30))
    record(contact, status="WITHDRAWN", happened_at=minute - timedelta(seconds=seconds_before))
    stand = positions_of(contact, at=timezone.now())[only_child(contact).pk, "B"]
    assert stand.latest.status == stands
