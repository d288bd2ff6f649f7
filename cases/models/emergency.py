"""Emergency powers over a child and when they end: police protection and emergency protection orders."""

from datetime import timedelta
from functools import reduce
from operator import add
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from frontdoor.core import access
from frontdoor.core.conditions import at_least, both_or_neither
from frontdoor.core.records import TrackedQuerySet, TrackedRecord
from frontdoor.core.timed import Clock
from frontdoor.models import Person
from frontdoor.models.people import seen_q

POWER_CLOCK = Clock("POWER", started="started_at", due="due_at", finished="ended_at")
POLICE_HOURS = timedelta(hours=72)
ORDER_DAYS, EXTENSION_DAYS = timedelta(days=8), timedelta(days=7)

TOO_LONG = (
    "Police protection ends after 72 hours at the latest, an emergency protection order after 8 days, and once "
    "extended after at most 7 days more."
)
REASON_TOO_SHORT = "Say in at least 20 characters what happened and where the child is kept safe."
ENDED_WHOLE = "Say in at least 10 characters how it ended and where the child is now."
ONLY_AN_ORDER = "Only an emergency protection order can be extended, and once."


class PowerKind(models.TextChoices):
    """Which power."""

    POLICE = "police", "Police protection (section 46)"
    ORDER = "order", "Emergency protection order (section 44)"


class EmergencyPowerQuerySet(TrackedQuerySet):
    """Powers in force."""

    def in_force(self) -> "EmergencyPowerQuerySet":
        """Begun, and nobody has said that it ended."""
        return self.filter(POWER_CLOCK.open_q())

    def standing(self) -> "EmergencyPowerQuerySet":
        """In force, and not past the moment at which the law ends it."""
        return self.in_force().exclude(POWER_CLOCK.overdue_q(Now()))

    def of(self, person_id: int) -> "EmergencyPowerQuerySet":
        """Those over one child, the latest first."""
        rows = self.filter(child_id=person_id).select_related("noted_by", "ended_by", "extended_by")
        return rows.order_by("-started_at", "-pk")

    def visible_to(self, worker: Any) -> "EmergencyPowerQuerySet":
        """Powers over children whose record this worker may open."""
        if not access.handles_cases(worker):
            return self.none()
        seen = self.filter(seen_q(worker, "child_id"))
        if access.sees_everything(worker):
            return seen
        return seen.filter(access.has_basis(worker, "child_id"))


def _ends_within(*lengths: timedelta, **kind: Any) -> Q:
    """A limit of the law on when a power ends, which says nothing of whether it is over."""
    return Q(**{f"{POWER_CLOCK.due}__lte": reduce(add, lengths, F("started_at"))}, **kind)


class EmergencyPower(TrackedRecord):
    """One power over one child, from when to when at the latest (T27, T28), and how it ended."""

    child = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="emergency_powers")
    kind = models.CharField(max_length=6, choices=PowerKind.choices)
    reason = models.TextField("what happened", error_messages={"blank": REASON_TOO_SHORT})
    reference = models.CharField("police or court reference", max_length=60, blank=True)
    started_at = models.DateTimeField("when it began")
    due_at = models.DateTimeField("when it ends at the latest")
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    extended_at = models.DateTimeField(null=True, editable=False)
    extended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, editable=False)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    ended_how = models.TextField("how it ended", blank=True)

    objects = EmergencyPowerQuerySet.as_manager()

    class Meta(TrackedRecord.Meta):
        indexes = [
            POWER_CLOCK.index("emergency_power"),
            models.Index(fields=["child", "-started_at"], name="emergency_power_child"),
        ]
        constraints = [
            *POWER_CLOCK.constraints("emergency_power"),
            models.CheckConstraint(
                name="emergency_power_within_the_law",
                condition=_ends_within(POLICE_HOURS, kind="police")
                | _ends_within(ORDER_DAYS, kind="order", extended_at__isnull=True)
                | _ends_within(ORDER_DAYS, EXTENSION_DAYS, kind="order", extended_at__isnull=False),
                violation_error_message=TOO_LONG,
            ),
            models.CheckConstraint(
                name="emergency_power_extended_is_an_order",
                condition=Q(extended_at__isnull=True, extended_by__isnull=True)
                | Q(extended_at__isnull=False, extended_by__isnull=False, kind="order"),
                violation_error_message=ONLY_AN_ORDER,
            ),
            models.CheckConstraint(
                name="emergency_power_says_why",
                condition=at_least("reason", 20),
                violation_error_message=REASON_TOO_SHORT,
            ),
            models.CheckConstraint(
                name="emergency_power_ended_whole",
                condition=both_or_neither("ended_at", "ended_by")
                & (Q(ended_at__isnull=True, ended_how="") | Q(ended_at__isnull=False) & at_least("ended_how", 10)),
                violation_error_message=ENDED_WHOLE,
            ),
        ]

    def __str__(self) -> str:
        return f"emergency power {self.pk}"
