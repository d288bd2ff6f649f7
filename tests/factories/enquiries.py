"""Section 47 enquiries that started here, and emergency powers."""

from datetime import timedelta
from typing import ClassVar

import factory
from django.utils import timezone

from cases.models import EmergencyPower, Section47, StrategyChild
from tests.factories.base import InTurnFactory
from tests.factories.cases import RECEIVED_ON, ReferralFactory
from tests.factories.people import ChildFactory
from tests.factories.strategy import signed
from tests.factories.workers import practice_manager, social_worker

REASON = "The bruises, the account and the medical fit together; the adult has left and stays away."
VIEWS = "Police and the named nurse agree; the school would have wished for a conference."


def _decided() -> StrategyChild:
    return signed().children.get()


class EnquiryFactory(InTurnFactory):
    """Started today from a signed strategy decision, in the child's open case."""

    _later: ClassVar[dict[str, tuple[str, ...]]] = {
        "proposed_by": ("proposed_on", "outcome", "outcome_reason"),
        "authorised_by": ("authorised_on",),
        "not_needed_by": ("not_needed_on", "conference_not_needed", "not_needed_reason", "agency_views"),
    }

    class Meta:
        model = Section47

    class Params:
        proposed = factory.Trait(
            outcome="icpc",
            outcome_reason=REASON,
            proposed_on=factory.LazyFunction(timezone.localdate),
            proposed_by=factory.LazyAttribute(lambda enquiry: social_worker(team=enquiry.referral.team)),
        )
        authorised = factory.Trait(
            proposed=True,
            authorised_on=factory.LazyFunction(timezone.localdate),
            authorised_by=factory.LazyAttribute(lambda enquiry: practice_manager(team=enquiry.referral.team)),
        )
        not_needed = factory.Trait(
            authorised=True,
            conference_not_needed=True,
            not_needed_reason=REASON,
            agency_views=VIEWS,
            not_needed_on=factory.LazyFunction(timezone.localdate),
            not_needed_by=factory.LazyFunction(practice_manager),
        )

    decided = factory.LazyFunction(_decided)
    child = factory.SelfAttribute("decided.child")
    referral = factory.LazyAttribute(
        lambda enquiry: ReferralFactory(child=enquiry.child, received_on=min(RECEIVED_ON, enquiry.started_on))
    )
    started_on = factory.LazyFunction(timezone.localdate)
    outcome_due_on = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=14))
    conference_due_on = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=21))


class PowerFactory(InTurnFactory):
    """Police protection since an hour ago, which nobody has confirmed."""

    _later: ClassVar[dict[str, tuple[str, ...]]] = {
        "confirmed_by": ("confirmed_at", "reference"),
        "ended_by": ("ended_at", "ended_how"),
    }

    class Meta:
        model = EmergencyPower

    class Params:
        order = factory.Trait(
            kind="order", due_at=factory.LazyAttribute(lambda power: power.started_at + timedelta(days=8))
        )
        confirmed = factory.Trait(
            confirmed_by=factory.LazyFunction(practice_manager),
            confirmed_at=factory.LazyFunction(timezone.now),
            reference="WYP 20261",
        )

    child = factory.SubFactory(ChildFactory)
    kind = "police"
    reason = "Found alone at home at night; now with a foster carer."
    started_at = factory.LazyFunction(lambda: timezone.now() - timedelta(hours=1))
    due_at = factory.LazyAttribute(lambda power: power.started_at + timedelta(hours=72))
    noted_by = factory.LazyFunction(social_worker)
