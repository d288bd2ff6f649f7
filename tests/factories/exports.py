"""Lists that somebody asks to take out, and what became of them."""

from datetime import timedelta
from typing import Any

import factory
from django.utils import timezone

from frontdoor.core.acting import acting_as
from frontdoor.models import Export
from tests.factories import workers
from tests.factories.base import RecordFactory, SignedFactory
from tests.rows import bringing_in

PURPOSE = "The monthly talk about late work."
REASON = "It is for the meeting on Friday."


class ExportFactory(SignedFactory, RecordFactory):
    """A list of sixty people that nobody has approved yet."""

    _signed_by = "requested_by"

    class Meta:
        model = Export

    requested_by = factory.LazyFunction(workers.service_manager)
    requested_at = factory.LazyFunction(timezone.now)
    name = "contacts"
    address = "/contacts/?format=csv"
    people = 60
    lines = 60
    purpose = PURPOSE


def approved(*, hours_ago: float = 1, decision: str = "approved", **given: Any) -> Export:
    """A request that a senior leader answered some hours ago."""
    row = ExportFactory(**given)
    row.decided_by, row.decided_at = workers.senior_leader(), timezone.now() - timedelta(hours=hours_ago)
    row.decision, row.reason = decision, REASON
    with acting_as(row.decided_by), bringing_in():
        row.save()
    return row
