"""What an agreement or a request covers stands in the act that wrote it: nothing is put to it afterwards (C06)."""

from typing import Any

import pytest
from django.db import DatabaseError

from frontdoor.core.acting import acting_as
from frontdoor.models import ConsentAgency, OverrideAgency, OverrideChild, OverrideOrder, OverrideStrategy
from frontdoor.models.consent import COVERS_WHAT_WAS_SAID
from frontdoor.models.override_rules import REQUEST_STAYS
from tests.factories.consent import (
    ConsentEventFactory,
    CourtFactory,
    OrderFactory,
    OverrideFactory,
    SectionFactory,
    StrategyFactory,
)
from tests.factories.contacts import ContactFactory
from tests.factories.people import AgencyFactory, ChildFactory
from tests.rows import insert_raw
from workforce.models import Worker

pytestmark = pytest.mark.django_db(transaction=True)


def later(row: Any, sentence: str) -> None:
    """In another transaction, by the very worker who wrote what it belongs to."""
    with pytest.raises(DatabaseError, match=sentence), acting_as(Worker.objects.the_system()):
        insert_raw(row)


def test_L17_C06_nothing_is_put_to_an_agreement_or_a_request_later():
    system = Worker.objects.the_system()
    with acting_as(system):
        event = ConsentEventFactory(status="GIVEN_PARTIAL", recorded_by=system, covering=[AgencyFactory()])
        more, sister = AgencyFactory(), ChildFactory()
        contact = ContactFactory(children=[ChildFactory(), sister])
        request = OverrideFactory(contact=contact, requested_by=system)
        section = SectionFactory(contact=contact, requested_by=system, strategy=False)
        court = CourtFactory(contact=contact, requested_by=system, order=False)
    later(ConsentAgency(event=event, agency=more), COVERS_WHAT_WAS_SAID)
    later(OverrideAgency(override=request, agency=more), REQUEST_STAYS)
    later(OverrideChild(override=request, child=sister), REQUEST_STAYS)
    later(StrategyFactory.build(override=section), REQUEST_STAYS)
    later(OrderFactory.build(override=court), REQUEST_STAYS)
    for model in (ConsentAgency, OverrideAgency, OverrideChild):
        assert model.objects.count() == {ConsentAgency: 1, OverrideAgency: 3, OverrideChild: 3}[model]
    assert not OverrideStrategy.objects.exists()
    assert not OverrideOrder.objects.exists()
