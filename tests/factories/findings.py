"""The register of what inspections found."""

from datetime import date, timedelta
from typing import Any

import factory
from django.utils import timezone

from audits.models import FindingEvent, FindingWeek, InspectionFinding
from frontdoor.core.acting import acting_as
from tests.factories.base import RecordFactory
from tests.factories.workers import senior_leader, service_manager

FOUND = "Managers did without consent and did not write down why."
EVIDENCE = "An auditor read thirty decisions and found reasons in all."
WORDS = "The same was seen in four of the ten cases that were read."
MEASURED = {"indicator": "K02", "better": "at_least", "target": 95}
WEEKS = 13


class InspectionFindingFactory(RecordFactory):
    """An open finding that nothing measures yet; ``measured=True`` by K02, at least 95%."""

    class Meta:
        model = InspectionFinding

    found = FOUND
    theme = "consent"
    source_kind = "inspection"
    source = "Inspection of September 2018"
    found_on = factory.LazyAttribute(lambda finding: finding.opened_on - timedelta(days=30))
    owner = factory.LazyFunction(senior_leader)
    due_on = factory.LazyAttribute(lambda finding: finding.opened_on + timedelta(days=90))
    opened_on = factory.LazyFunction(timezone.localdate)
    opened_by = factory.LazyFunction(service_manager)

    class Params:
        measured = factory.Trait(**MEASURED)


class FindingEventFactory(RecordFactory):
    class Meta:
        model = FindingEvent

    finding = factory.SubFactory(InspectionFindingFactory)
    kind = "progress"
    happened_on = factory.LazyFunction(timezone.localdate)
    noted_by = factory.LazyFunction(senior_leader)
    words = WORDS


class FindingWeekFactory(RecordFactory):
    class Meta:
        model = FindingWeek

    finding = factory.SubFactory(InspectionFindingFactory, measured=True)
    closing = factory.LazyAttribute(lambda week: week.finding.times_closed + 1)
    week_from = factory.LazyAttribute(lambda week: mondays(timezone.localdate())[-1])
    counted = 19
    out_of = 20
    target = 95


def mondays(on: date, weeks: int = WEEKS) -> list[date]:
    """The first days of the weeks that ended before the week of a day, the earliest first."""
    this = on - timedelta(days=on.weekday())
    return [this - timedelta(weeks=back) for back in range(weeks, 0, -1)]


def proved(on: date | None = None, **given: Any) -> InspectionFinding:
    """A finding with thirteen kept weeks at its target, that is not closed."""
    finding = InspectionFindingFactory(measured=True, **given)
    for monday in mondays(on or timezone.localdate()):
        FindingWeekFactory(finding=finding, week_from=monday)
    return finding


def closed(**given: Any) -> InspectionFinding:
    """A finding closed today on thirteen weeks."""
    finding = proved(**given)
    finding.closed_on, finding.closed_by = timezone.localdate(), senior_leader()
    finding.evidence, finding.times_closed = EVIDENCE, 1
    with acting_as(finding.closed_by):
        finding.save()
    return finding
