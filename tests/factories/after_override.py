"""What follows a decision without consent: families to tell, remedies, decisions that answers open."""

from datetime import timedelta
from itertools import count
from typing import Any

import factory
from django.utils import timezone

from frontdoor.actions import checks
from frontdoor.models import CheckStop, ConsentMatter, FamilyTelling, OverrideRemedy, SharingRefusal
from tests.factories.base import RecordFactory
from tests.factories.consent import CheckFactory, ConsentEventFactory, OverrideFactory, covered_by, decided, only_child
from tests.factories.contacts import ContactFactory
from tests.factories.people import AgencyFactory
from tests.factories.workers import practice_manager, social_worker

_NUMBERS = count(700000)
WRONG = "There was time to ring the mother, and nothing says that she would have harmed the child."


class TellingFactory(RecordFactory):
    """A family to be told within ten days of a decision made today."""

    class Meta:
        model = FamilyTelling

    override = factory.SubFactory(OverrideFactory)
    of = "asked"
    started_on = factory.LazyFunction(timezone.localdate)
    due_on = factory.LazyAttribute(lambda telling: telling.started_on + timedelta(days=10))


class RemedyFactory(RecordFactory):
    """Something to put right within five days."""

    class Meta:
        model = OverrideRemedy

    override = factory.SubFactory(OverrideFactory)
    what = "The team reads the case of Haringey together."
    owner = factory.LazyFunction(social_worker)
    set_on = factory.LazyFunction(timezone.localdate)
    set_by = factory.LazyFunction(practice_manager)
    due_on = factory.LazyAttribute(lambda remedy: remedy.set_on + timedelta(days=5))


class SharingRefusalFactory(RecordFactory):
    class Meta:
        model = SharingRefusal

    contact = factory.SubFactory(ContactFactory)
    child = factory.LazyAttribute(lambda refusal: only_child(refusal.contact))
    agency = factory.SubFactory(AgencyFactory)
    asked_for = "The address of the refuge."
    detriment = "The father works there and would learn where the mother and child are hiding."
    refused_at = factory.LazyAttribute(lambda refusal: refusal.contact.received_at)
    refused_by = factory.LazyFunction(social_worker)


def withdrawn(given: Any = None, *, contact: Any = None, **changes: Any) -> Any:
    """The mother takes an agreement back: the event."""
    given = given or ConsentEventFactory(**({"contact": contact} if contact else {}))
    same = {"contact": given.contact, "child": given.child, "given_by": given.given_by, "kind": given.kind}
    return ConsentEventFactory(**same | {"status": "WITHDRAWN", "happened_at": timezone.now()} | changes)


def ask(given: Any, *agencies: Any, by: Any = None) -> Any:
    """A social worker asks an agency about the child of an event, through the gate: the child's row on the request."""
    owner = social_worker(registration_number=f"SW{next(_NUMBERS):06}")
    made = checks.request(
        by=by or owner,
        now=timezone.now(),
        contact=given.contact,
        children=[given.child],
        agencies=agencies or [covered_by(given) or AgencyFactory()],
        kind="information",
        questions=["What have you seen of this child this month?"],
        owner=owner,
    )
    return made[0].about.get()


def matter_of(event: Any = None) -> Any:
    """The decision that a withdrawal opened."""
    return ConsentMatter.objects.get(event=event or withdrawn())


def stop() -> Any:
    """What a withdrawal stopped."""
    check = CheckFactory()
    withdrawn(check.consent)
    return CheckStop.objects.get(check_row=check)


def approved(**given: Any) -> Any:
    """A request that a manager approved just now."""
    return decided(OverrideFactory(**given))
