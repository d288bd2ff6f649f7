"""Looking back at past contacts."""

from datetime import timedelta
from typing import Any

import factory
from django.utils import timezone

from audits.models import LookBack, LookBackItem
from tests.factories.base import InTurnFactory, RecordFactory
from tests.factories.reviews import decided_contact
from tests.factories.workers import auditor, senior_leader

FOUND = "The facts were weighed and the reasons are plain."
DONE = {"finding": "sound", "found": FOUND}


class LookBackFactory(InTurnFactory):
    _later = {"closed_by": ("closed_at",)}

    class Meta:
        model = LookBack

    name = "Contacts of the summer"
    purpose = "An inspector asked whether reasons are recorded."
    started_at = factory.LazyFunction(lambda: timezone.now() - timedelta(days=1))
    started_by = factory.LazyFunction(senior_leader)


class LookBackItemFactory(RecordFactory):
    """One contact that nobody has looked at; ``done=True`` was found to be sound."""

    class Meta:
        model = LookBackItem

    look_back = factory.SubFactory(LookBackFactory)
    contact = factory.LazyFunction(decided_contact)

    class Params:
        done = factory.Trait(
            finding="sound",
            found=FOUND,
            looked_at=factory.LazyFunction(timezone.now),
            looked_by=factory.LazyFunction(auditor),
        )


def looked(**more: Any) -> dict[str, Any]:
    """The columns of a contact that was looked at, with changes."""
    return DONE | {"looked_at": timezone.now(), "looked_by": auditor()} | more
