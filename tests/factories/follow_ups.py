"""Return home interviews and private fostering visits."""

from datetime import timedelta
from typing import ClassVar

import factory
from django.utils import timezone

from cases.models import FollowUp
from tests.factories.base import InTurnFactory
from tests.factories.people import ChildFactory
from tests.factories.workers import practice_manager, social_worker

REASON = "Missing since Friday; police found her at a friend's house and took her home."
TOLD = "She went because of the shouting, and wants to speak with her aunt."
WHY_NOT = "She is with her father abroad; the authority there speaks with her."


class FollowUpFactory(InTurnFactory):
    """A child who was found an hour ago, and is owed an interview."""

    _later: ClassVar[dict[str, tuple[str, ...]]] = {
        "done_by": ("done_at", "spoke", "said"),
        "called_off_by": ("called_off_at", "called_off_reason"),
    }

    class Meta:
        model = FollowUp

    class Params:
        held = factory.Trait(
            done_at=factory.LazyFunction(timezone.now),
            done_by=factory.SelfAttribute("recorded_by"),
            spoke="Ada Invented, advocate",
            said=TOLD,
        )
        called_off = factory.Trait(
            called_off_at=factory.LazyFunction(timezone.now),
            called_off_by=factory.LazyFunction(practice_manager),
            called_off_reason=WHY_NOT,
        )

    child = factory.SubFactory(ChildFactory)
    kind = "missing"
    reason = REASON
    started_at = factory.LazyFunction(lambda: timezone.now() - timedelta(hours=1))
    due_at = factory.LazyAttribute(lambda row: row.started_at + timedelta(hours=72))
    recorded_by = factory.LazyFunction(social_worker)
