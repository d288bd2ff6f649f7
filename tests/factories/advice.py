"""Calls on the advice line."""

import factory
from django.utils import timezone

from frontdoor.models import AdviceCall
from tests.factories.base import RecordFactory
from tests.factories.workers import call_handler


class AdviceCallFactory(RecordFactory):
    """A call from a relative, received now."""

    class Meta:
        model = AdviceCall

    received_at = factory.LazyFunction(timezone.now)
    taken_by = factory.LazyFunction(call_handler)
    caller = "family"
    question = "A relative asks what help there is with a child's sleep."
    advice = "Ring the health visitor, and the family hub for a parents' group."
    next_step = "early_help"
