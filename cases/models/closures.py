"""Closing a case: what has changed for the child, what the family goes on to, and nothing left open behind it."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from cases.models.closure_rules import CLOSURE_RULES
from frontdoor.core.conditions import at_least
from frontdoor.core.records import EventRecord, RecordQuerySet
from frontdoor.models import Referral
from frontdoor.models.referrals import ClosureReason

CHANGED = "Say in at least 40 characters what has changed for the child, and why the case can close."
STEP_DOWN_WHOLE = "Name the early help service, and say whether the family has accepted it."
STEPS_DOWN = "A case that closes to early help names the service the family goes on to."


class CaseClosureQuerySet(RecordQuerySet):
    """How cases closed."""

    def visible_to(self, worker: Any) -> "CaseClosureQuerySet":
        """Of the cases that this worker may open."""
        return self.filter(referral__in=Referral.objects.visible_to(worker))


class CaseClosure(EventRecord):
    """That a manager closed one child's case, and how. The referral carries its day and reason (census)."""

    referral = models.OneToOneField(Referral, on_delete=models.PROTECT, related_name="closure")
    reason = models.CharField("why it closes", max_length=3, choices=ClosureReason.choices)
    what_changed = models.TextField("what has changed for the child")
    steps_down = models.BooleanField("the family goes on to early help")
    service = models.CharField("early help service", max_length=120, blank=True)
    accepted = models.BooleanField("the family has accepted it", null=True, blank=True)
    closed_on = models.DateField()
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = CaseClosureQuerySet.as_manager()

    class Meta(EventRecord.Meta):
        constraints = [
            models.CheckConstraint(
                name="closure_says_what_changed",
                condition=at_least("what_changed", 40),
                violation_error_message=CHANGED,
            ),
            models.CheckConstraint(
                name="closure_step_down_whole",
                condition=Q(steps_down=False, service="", accepted__isnull=True)
                | Q(steps_down=True, accepted__isnull=False) & at_least("service", 3),
                violation_error_message=STEP_DOWN_WHOLE,
            ),
            models.CheckConstraint(
                name="closure_to_early_help_steps_down",
                condition=~Q(reason=ClosureReason.EARLY_HELP) | Q(steps_down=True),
                violation_error_message=STEPS_DOWN,
            ),
        ]
        triggers = [*EventRecord.Meta.triggers, *CLOSURE_RULES]

    def __str__(self) -> str:
        return f"closure {self.pk}"
