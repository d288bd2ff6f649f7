"""Visits in words, case notes, marks, and the days by which children are to be seen."""

from datetime import timedelta
from typing import Any

import factory
from django.utils import timezone

from cases.models import CaseNote, CaseNoteChild, SeenDue, SignificantEvent, Visit, VisitRecord
from frontdoor.core.working_days import london_date
from tests.factories.base import RecordFactory, as_somebody
from tests.factories.cases import ReferralFactory
from tests.factories.people import ChildFactory
from tests.factories.workers import social_worker
from tests.rows import bringing_in

SAID = "I like it when Mum reads to me at night."
OBSERVED = "The kitchen was warm and there was food in the fridge."
TEXT = "The school rang: she came in clean and on time all week."
WHY = "First time that she spoke of home."


class _BroughtIn(RecordFactory):
    """Written long ago, or by somebody else than whoever acts: the database takes such rows from an import alone."""

    class Meta:
        abstract = True

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **kwargs: Any) -> Any:
        with as_somebody(), bringing_in():
            return super()._create(model_class, *args, **kwargs)


class VisitRecordFactory(_BroughtIn):
    """An announced visit at home two hours ago, written an hour later."""

    class Meta:
        model = VisitRecord

    happened_at = factory.LazyFunction(lambda: timezone.now() - timedelta(hours=2))
    note_due_at = factory.LazyAttribute(lambda row: row.happened_at + timedelta(days=2))
    noted_at = factory.LazyAttribute(lambda row: row.happened_at + timedelta(hours=1))
    visited_by = factory.LazyFunction(social_worker)
    kind = "cin"
    place = "home"
    announced = True
    observed = OBSERVED
    safe = True

    class Params:
        late = factory.Trait(noted_at=factory.LazyAttribute(lambda row: row.happened_at + timedelta(days=5)))


class ChildVisitFactory(RecordFactory):
    """What a visit in words was for one child: seen alone, the bedroom too."""

    class Meta:
        model = Visit

    record = factory.SubFactory(VisitRecordFactory)
    child = factory.SubFactory(ChildFactory)
    visited_on = factory.LazyAttribute(lambda row: london_date(row.record.happened_at))
    visited_by = factory.SelfAttribute("record.visited_by")
    seen = True
    seen_alone = True
    bedroom_seen = True
    said = SAID

    class Params:
        not_seen = factory.Trait(
            seen=False, seen_alone=None, bedroom_seen=None, said="", not_seen_reason="Nobody opened the door."
        )


class CaseNoteFactory(_BroughtIn):
    """A telephone call an hour ago, written at once; ``children`` are those it is about."""

    class Meta:
        model = CaseNote

    happened_at = factory.LazyFunction(lambda: timezone.now() - timedelta(hours=1))
    note_due_at = factory.LazyAttribute(lambda row: row.happened_at + timedelta(days=2))
    noted_at = factory.LazyAttribute(lambda row: row.happened_at + timedelta(minutes=5))
    kind = "telephone"
    text = TEXT
    written_by = factory.LazyFunction(social_worker)

    @factory.post_generation
    def children(self, create: bool, extracted: Any, **_: Any) -> None:
        for child in extracted or ():
            CaseNoteChildFactory(note=self, child=child)


class CaseNoteChildFactory(RecordFactory):
    class Meta:
        model = CaseNoteChild

    note = factory.SubFactory(CaseNoteFactory)
    child = factory.SubFactory(ChildFactory)


class SignificantEventFactory(_BroughtIn):
    class Meta:
        model = SignificantEvent

    child = factory.SubFactory(ChildFactory)
    source = "cases.noted"
    row = 1
    significant = True
    reason = WHY
    marked_by = factory.LazyFunction(social_worker)


class SeenDueFactory(RecordFactory):
    """A child to be seen within ten days of the referral."""

    class Meta:
        model = SeenDue

    referral = factory.SubFactory(ReferralFactory)
    child = factory.SelfAttribute("referral.child")
    code = "T05"
    counted_from = factory.SelfAttribute("referral.received_on")
    due_on = factory.LazyAttribute(lambda row: row.counted_from + timedelta(days=14))
