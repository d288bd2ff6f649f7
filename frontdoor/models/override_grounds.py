"""What a request rests on where nobody is asked for consent: a strategy meeting, or an order of a court (C04).

Written with the request and never after it.
"""

from django.conf import settings
from django.db import models

from frontdoor.core.records import EventRecord
from frontdoor.models import ground_rules as rules
from frontdoor.models.override_choices import StrategyOutcome
from frontdoor.models.overrides import WRITTEN_WITH_ITS_REQUEST, ConsentOverride


class OverrideStrategy(EventRecord):
    """The strategy meeting that started a section 47 enquiry: its number, when it was held and who chaired it.

    Everything else stands in the record of the meeting. One of the system before has no number but its words.
    """

    override = models.OneToOneField(ConsentOverride, on_delete=models.PROTECT, related_name="strategy")
    meeting_number = models.BigIntegerField("the strategy meeting", null=True, blank=True)
    held_at = models.DateTimeField("when it was held")
    held_where = models.CharField("where it was held, or by which means", max_length=120, blank=True)
    led_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    police = models.CharField("who took part for the police", max_length=120, blank=True)
    health = models.CharField("who took part for health", max_length=120, blank=True)
    outcome = models.CharField("what it decided", max_length=9, choices=StrategyOutcome.choices)

    class Meta(EventRecord.Meta):
        verbose_name_plural = "override strategies"
        constraints = [*rules.STRATEGY_IS_WHOLE]
        triggers = [
            *EventRecord.Meta.triggers,
            WRITTEN_WITH_ITS_REQUEST,
            rules.LED_BY_WHO_MAY,
            rules.OF_THIS_CONTACT,
            rules.RESTS_ON_A_MEETING,
            rules.RESTS_ON_WHAT_STANDS,
            rules.RESTS_ON_WHAT_CARRIES,
        ]

    def __str__(self) -> str:
        return f"strategy discussion of override {self.override_id}"


class OverrideOrder(EventRecord):
    """The order of a court that compels somebody to share: which one, until when, and what exactly."""

    override = models.OneToOneField(ConsentOverride, on_delete=models.PROTECT, related_name="order")
    court = models.CharField("the court that made it", max_length=120)
    named = models.CharField("the order and its section", max_length=200)
    number = models.CharField("the number of the order or case", max_length=60)
    made_on = models.DateField("the date of the order")
    ends_on = models.DateField("its last day, if it has one", null=True, blank=True)
    compels = models.TextField("what it compels to be shared, and by whom")

    class Meta(EventRecord.Meta):
        constraints = [*rules.ORDER_IS_WHOLE]
        triggers = [
            *EventRecord.Meta.triggers,
            WRITTEN_WITH_ITS_REQUEST,
            rules.ORDER_TELLS,
            rules.ORDER_WAS_MADE,
        ]

    def __str__(self) -> str:
        return f"court order of override {self.override_id}"
