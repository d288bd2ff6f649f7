"""The gate of C01: no agency is asked about a child unless consent stands for that child, agency and moment.

Every refusal is tried three ways: through the action, by saving the row, and by SQL as the role that serves pages.
"""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from frontdoor.actions import checks, consent
from frontdoor.core.acting import acting_as
from frontdoor.core.actions import NotPossible
from frontdoor.models import AgencyCheck, AgencyRequest, ConsentEvent
from frontdoor.models.agency_requests import REQUEST_STAYS
from frontdoor.models.checks import NO_CONSENT
from frontdoor.models.consent import ALLOWS_CHECKS, DECIDED_BY_TWO, ConsentStatus
from tests.factories.consent import (
    ConsentEventFactory,
    CourtFactory,
    OverrideFactory,
    SectionFactory,
    asked,
    decided,
    only_child,
)
from tests.factories.contacts import ContactChildFactory, ContactFactory
from tests.factories.people import AgencyFactory, ChildFactory
from tests.factories.workers import social_worker
from tests.rows import bringing_in, insert_raw, update_raw

pytestmark = pytest.mark.django_db


def unsaved_check(contact: Any, child: Any, agency: Any, event: ConsentEvent | None) -> AgencyCheck:
    now = timezone.now()
    request = AgencyRequest(
        contact=contact,
        agency=agency,
        kind="information",
        questions=["What have you seen of this child this month?"],
        requested_by=social_worker(),
        owner=social_worker(registration_number=f"SW{uuid4().hex[:8]}"),
        requested_at=now,
        clock="T36",
        remind_at=now + timedelta(days=2),
        due_at=now + timedelta(days=3),
        escalate_at=now + timedelta(days=6),
    )
    return AgencyCheck(
        request=request, contact=contact, child=child, agency=agency, consent_id=event.pk if event else 0
    )


def through_the_action(check: AgencyCheck) -> None:
    checks.request(
        by=check.request.requested_by,
        now=timezone.now(),
        contact=check.contact,
        children=[check.child],
        agencies=[check.agency],
        kind=check.request.kind,
        questions=check.request.questions,
        owner=check.request.owner,
    )


def by_saving(check: AgencyCheck) -> None:
    with acting_as(check.request.requested_by):
        check.request.save()
        check.request_id = check.request.pk
        check.save()


def by_sql(check: AgencyCheck) -> None:
    with acting_as(check.request.requested_by):
        check.request_id = insert_raw(check.request)
        insert_raw(check)


WAYS = pytest.mark.parametrize("way", [through_the_action, by_saving, by_sql], ids=["action", "save", "sql"])


def refused(way: Any, check: AgencyCheck) -> None:
    with pytest.raises((NotPossible, DatabaseError)) as caught, transaction.atomic():
        way(check)
    assert NO_CONSENT in str(caught.value)
    assert not AgencyCheck.objects.exists()


def event_of(status: str, contact: Any, agency: Any) -> ConsentEvent:
    child = only_child(contact)
    if status == ConsentStatus.OVERRIDDEN:
        override = decided(OverrideFactory(contact=contact, agencies=[agency]))
        return override.events.get(child=child)
    make = {"NOT_NEEDED_S47": SectionFactory, "NOT_NEEDED_COURT": CourtFactory}.get(status)
    if make is not None:
        return decided(make(contact=contact, agencies=[agency])).events.get(child=child)
    return ConsentEventFactory(contact=contact, status=status, covering=[agency] if status == "GIVEN_PARTIAL" else [])


OF_A_CHILD = [status for status in ConsentStatus.values if status != ConsentStatus.NOT_NEEDED_ADVICE]
EVERY_STATUS_AND_KIND = [(status, "B") for status in OF_A_CHILD] + [
    (status, "C") for status in OF_A_CHILD if status not in DECIDED_BY_TWO
]


@pytest.mark.parametrize(("status", "kind"), EVERY_STATUS_AND_KIND)
@WAYS
def test_each_status_opens_the_gate_or_does_not(acting, way, status, kind):
    contact, agency = ContactFactory(), AgencyFactory()
    if kind == "B":
        event = event_of(status, contact, agency)
    else:
        event = ConsentEventFactory(contact=contact, kind="C", status=status)
    check = unsaved_check(contact, event.child, agency, event)
    if kind == "B" and status in ALLOWS_CHECKS:
        way(check)
        assert AgencyCheck.objects.get().consent == event
    else:
        refused(way, check)


def withdraw(given: ConsentEvent, **changes: Any) -> ConsentEvent:
    """The same person takes the agreement back."""
    return ConsentEventFactory(
        **{"contact": given.contact, "given_by": given.given_by, "status": "WITHDRAWN", "happened_at": timezone.now()}
        | changes
    )


@WAYS
def test_without_any_consent(acting, way):
    contact = ContactFactory()
    refused(way, unsaved_check(contact, only_child(contact), AgencyFactory(), None))


@WAYS
def test_withdrawn_after_it_was_given(acting, way):
    given = ConsentEventFactory()
    withdraw(given, happened_at=given.happened_at + timedelta(minutes=1))
    refused(way, unsaved_check(given.contact, given.child, AgencyFactory(), given))


@WAYS
def test_given_earlier_but_typed_after_the_withdrawal(acting, way):
    withdrawn = ConsentEventFactory(status="WITHDRAWN")
    given = ConsentEventFactory(
        contact=withdrawn.contact,
        given_by=withdrawn.given_by,
        happened_at=withdrawn.happened_at - timedelta(days=1),
    )
    refused(way, unsaved_check(given.contact, given.child, AgencyFactory(), given))


@WAYS
def test_consent_for_a_sister(acting, way):
    contact = ContactFactory()
    sister = ChildFactory()
    ContactChildFactory(contact=contact, child=sister)
    given = ConsentEventFactory(contact=contact)
    refused(way, unsaved_check(contact, sister, AgencyFactory(), given))


@WAYS
def test_consent_on_another_contact_about_the_same_child(acting, way):
    given = ConsentEventFactory()
    again = ContactFactory(children=[given.child])
    refused(way, unsaved_check(again, given.child, AgencyFactory(), given))


@WAYS
def test_partial_consent_for_another_agency(acting, way):
    given = ConsentEventFactory(status="GIVEN_PARTIAL", covering=[AgencyFactory()])
    refused(way, unsaved_check(given.contact, given.child, AgencyFactory(), given))


@WAYS
def test_an_agency_that_the_override_does_not_cover(acting, way):
    override = decided(OverrideFactory())
    refused(way, unsaved_check(override.contact, only_child(override.contact), AgencyFactory(), override.events.get()))


@WAYS
def test_an_override_that_has_run_out(acting, way):
    ago = timezone.now() - timedelta(days=12)
    with bringing_in():
        override = decided(OverrideFactory(requested_at=ago), at=ago)
    event, agency = override.events.get(), override.agencies.get()
    assert event.allows(agency, at=ago)
    refused(way, unsaved_check(override.contact, event.child, agency, event))


def test_an_override_that_was_refused_opens_nothing(acting):
    override = decided(OverrideFactory(), "refused")
    check = unsaved_check(override.contact, only_child(override.contact), override.agencies.get(), None)
    refused(through_the_action, check)


@pytest.mark.parametrize(
    "change",
    [
        {"agency": AgencyFactory},
        {"contact": ContactFactory},
        {"kind": lambda: "early_help"},
        {"questions": lambda: ["Something quite different"]},
        {"requested_by": social_worker},
    ],
    ids=lambda change: next(iter(change)),
)
def test_a_request_cannot_be_turned_into_another_one(acting, change):
    request = asked()
    values = {name: make() for name, make in change.items()}
    with pytest.raises(DatabaseError, match=REQUEST_STAYS), transaction.atomic():
        update_raw(request, **values)
    for name, value in values.items():
        setattr(request, name, value)
    with pytest.raises(DatabaseError, match=REQUEST_STAYS), transaction.atomic():
        request.save()


def test_withdrawal_through_the_action_stops_the_next_check(acting):
    given = ConsentEventFactory()
    worker, now = social_worker(), timezone.now()
    consent.record(
        by=worker,
        now=now,
        contact=given.contact,
        children=[given.child],
        kind="B",
        status="WITHDRAWN",
        given_by=given.given_by,
        happened_at=now,
    )
    refused(through_the_action, unsaved_check(given.contact, given.child, AgencyFactory(), given))
