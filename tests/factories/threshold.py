"""Versions of the threshold document, drafts unless said otherwise."""

from datetime import timedelta
from typing import Any

import factory
from django.utils import timezone

from frontdoor.core.acting import acting_as
from frontdoor.models import ThresholdIndicator, ThresholdLevel, ThresholdScheme
from tests.factories.base import RecordFactory
from tests.factories.workers import administrator
from tests.rows import bringing_in


class SchemeFactory(RecordFactory):
    class Meta:
        model = ThresholdScheme

    name = "Invented levels of need"

    class Params:
        proposed = factory.Trait(
            valid_from=factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=30)),
            proposed_at=factory.LazyFunction(timezone.now),
            proposed_by=factory.LazyFunction(administrator),
        )


class LevelFactory(RecordFactory):
    class Meta:
        model = ThresholdLevel

    scheme = factory.SubFactory(SchemeFactory)
    code = "4"
    label = "Statutory"
    leads = "A social worker"
    description = "Needs or harm that call for social care."
    statutory = True


class IndicatorFactory(RecordFactory):
    class Meta:
        model = ThresholdIndicator

    level = factory.SubFactory(LevelFactory)
    domain = "dev"
    words = factory.Sequence(lambda number: f"Sign number {number}")


def shipped() -> ThresholdScheme:
    """The version that every installation starts with."""
    return ThresholdScheme.objects.published().earliest("valid_from")


def published(valid_from: Any, *, signs: int = 2) -> ThresholdScheme:
    """A whole version in force from a day that may be past: four levels with ``signs`` indicators each side."""
    scheme = SchemeFactory(proposed=True, valid_from=valid_from)
    for number in "1234":
        level = LevelFactory(scheme=scheme, code=number, label=f"Level {number}", statutory=number == "4")
        for domain in ("dev", "par", "fam"):
            for place in range(signs):
                IndicatorFactory(level=level, domain=domain, position=place, words=f"Sign {number} {domain} {place}")
    scheme.approved_by, scheme.approved_at = administrator(), timezone.now()
    with_door_open(scheme)
    return scheme


def with_door_open(scheme: ThresholdScheme) -> None:
    """Save a version whose first day may be past, as an import or an invented past does."""
    with acting_as(scheme.approved_by), bringing_in():
        scheme.save()
