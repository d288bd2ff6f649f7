"""Good examples of assessments and plans, from which nobody can be known."""

import factory
from django.utils import timezone

from cases.models import Exemplar
from tests.factories.base import RecordFactory
from tests.factories.plans import BroughtIn, DocumentFactory
from tests.factories.workers import practice_manager, social_worker

TEXT = "The child is up before six, makes tea for the baby and is late for school on most days of the week."
WHY = "It says what the day is like for the child, hour by hour, and not what the parent does."


class ExemplarFactory(BroughtIn, RecordFactory):
    """Put forward from a plan and not published."""

    class Meta:
        model = Exemplar

    part = "life"
    plan = factory.SubFactory(DocumentFactory)
    text = TEXT
    why = WHY
    proposed_at = factory.LazyFunction(timezone.now)
    proposed_by = factory.LazyFunction(social_worker)

    class Params:
        published = factory.Trait(
            published_at=factory.LazyFunction(timezone.now), published_by=factory.LazyFunction(practice_manager)
        )
        withdrawn = factory.Trait(
            withdrawn_at=factory.LazyFunction(timezone.now),
            withdrawn_by=factory.LazyFunction(practice_manager),
            withdrawn_reason="A better one took its place.",
        )
