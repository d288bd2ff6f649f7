"""Emergency powers over a child and when they end: police protection and emergency protection orders."""

from datetime import timedelta
from functools import reduce
from operator import add
from typing import Any

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from frontdoor.core import access
from frontdoor.core.conditions import at_least, both_or_neither
from frontdoor.core.records import BRINGING_IN, TrackedQuerySet, TrackedRecord
from frontdoor.core.refusals import refuses
from frontdoor.core.roles import MANAGERS
from frontdoor.core.timed import Clock
from frontdoor.models import Person
from frontdoor.models.one_child import goes_to_somebody_else
from frontdoor.models.people import seen_q
from frontdoor.models.rights import holds, is_not_now, manages
from frontdoor.models.signing import signed_in_person

POWER_CLOCK = Clock("POWER", started="started_at", due="due_at", finished="ended_at")
CONFIRM_CLOCK = Clock("POWER-CONFIRM", started="started_at", due="confirm_due_at", finished="confirmed_at")
"""A power is confirmed on the day on which it is noted: a rule of this system, which holds nobody up."""
POLICE_HOURS = timedelta(hours=72)
ORDER_DAYS, EXTENSION_DAYS = timedelta(days=8), timedelta(days=7)

TOO_LONG = (
    "Police protection ends after 72 hours at the latest, an emergency protection order after 8 days, and once "
    "extended after at most 7 days more."
)
REASON_TOO_SHORT = "Say in at least 20 characters what happened and where the child is kept safe."
ENDED_WHOLE = "Say in at least 10 characters how it ended and where the child is now."
ONLY_AN_ORDER = "Only an emergency protection order can be extended, and once."
NOTED_BY_A_PRACTITIONER = "An emergency power is noted by a social worker or by a manager."
CONFIRMED_BY_ANOTHER = (
    "An emergency power is confirmed in person by a practice manager or a service manager who neither noted nor "
    "extended it."
)
REFERENCE_MISSING = "Give the police or court reference, with its number. Without it a power cannot be confirmed."
CONFIRMED_STAYS = (
    "Who noted an emergency power stays as it is, and so does what a manager has confirmed. An extension is confirmed "
    "anew."
)
LEAST_REFERENCE = 3


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

    def confirmed(self) -> "EmergencyPowerQuerySet":
        """Standing, with a reference and a manager behind it: these take the place of agreement (C08)."""
        return self.standing().filter(confirmed_at__isnull=False)

    def to_confirm(self) -> "EmergencyPowerQuerySet":
        """Standing, and no second person has confirmed it."""
        return self.standing().filter(CONFIRM_CLOCK.open_q())

    def confirmable_by(self, worker: Any) -> "EmergencyPowerQuerySet":
        """To be confirmed, and neither noted nor extended by this worker."""
        return self.to_confirm().exclude(noted_by=worker.pk).exclude(extended_by=worker.pk)

    def of(self, person_id: int) -> "EmergencyPowerQuerySet":
        """Those over one child, the latest first."""
        rows = self.filter(child_id=person_id).select_related("noted_by", "ended_by", "extended_by", "confirmed_by")
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


def stands_confirmed(row: str) -> str:
    """SQL: the power behind an alias is in force, and ``confirmed``."""
    return f"""({row}.ended_at IS NULL AND {row}.confirmed_at IS NOT NULL
            AND NOT {POWER_CLOCK.past_due_sql(row, "clock_timestamp()")})"""


PRACTITIONERS = ("social_worker", *sorted(MANAGERS))
NOTED_AND_CONFIRMED = [
    signed_in_person(
        "emergency_power_signed_in_person", "noted_by_id", "confirmed_by_id", "extended_by_id", "ended_by_id"
    ),
    refuses(
        "emergency_power_noted_by_a_practitioner",
        sentence=NOTED_BY_A_PRACTITIONER,
        operation=pgtrigger.Insert,
        when=f"NOT {BRINGING_IN} AND NOT {holds('NEW.noted_by_id', *PRACTITIONERS, at='clock_timestamp()')}",
    ),
    refuses(
        "emergency_power_confirmed_by_a_manager",
        sentence=CONFIRMED_BY_ANOTHER,
        operation=pgtrigger.Insert | pgtrigger.Update,
        when=f"""
            NOT {BRINGING_IN} AND NEW.confirmed_at IS NOT NULL AND (TG_OP = 'INSERT' OR OLD.confirmed_at IS NULL)
            AND (TG_OP = 'INSERT' OR {is_not_now("NEW.confirmed_at")}
                OR NOT {manages("NEW.confirmed_by_id", at="clock_timestamp()")})
        """,
    ),
    refuses(
        "emergency_power_stays_as_confirmed",
        sentence=CONFIRMED_STAYS,
        operation=pgtrigger.Update,
        when=f"""
            NOT {BRINGING_IN} AND (
                NEW.noted_by_id <> OLD.noted_by_id
                OR OLD.confirmed_at IS NOT NULL AND (
                    (NEW.kind, NEW.reason, NEW.reference, NEW.started_at)
                    IS DISTINCT FROM (OLD.kind, OLD.reason, OLD.reference, OLD.started_at)
                    OR {goes_to_somebody_else("child_id")}
                    OR CASE WHEN NEW.extended_at IS DISTINCT FROM OLD.extended_at THEN NEW.confirmed_at IS NOT NULL
                       ELSE (NEW.due_at, NEW.confirmed_at, NEW.confirmed_by_id)
                            IS DISTINCT FROM (OLD.due_at, OLD.confirmed_at, OLD.confirmed_by_id) END))
        """,
    ),
]


class EmergencyPower(TrackedRecord):
    """One power over one child, from when to when at the latest (T27, T28), and how it ended.

    Noted by one person at once. It takes the place of agreement when a manager has confirmed it (C08).
    """

    child = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="emergency_powers")
    kind = models.CharField(max_length=6, choices=PowerKind.choices)
    reason = models.TextField("what happened", error_messages={"blank": REASON_TOO_SHORT})
    reference = models.CharField("police or court reference", max_length=60, blank=True)
    started_at = models.DateTimeField("when it began")
    due_at = models.DateTimeField("when it ends at the latest")
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    confirm_due_at = models.DateTimeField("when it is confirmed by", null=True, editable=False)
    confirmed_at = models.DateTimeField(null=True, editable=False)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
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
            *CONFIRM_CLOCK.constraints("emergency_power"),
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
            models.CheckConstraint(
                name="emergency_power_confirmed_whole",
                condition=Q(confirmed_at__isnull=True, confirmed_by__isnull=True)
                | Q(confirmed_at__isnull=False, confirmed_by__isnull=False, reference__regex="[0-9]")
                & at_least("reference", LEAST_REFERENCE),
                violation_error_message=REFERENCE_MISSING,
            ),
            models.CheckConstraint(
                name="emergency_power_confirmed_by_another",
                condition=Q(confirmed_by__isnull=True)
                | ~Q(confirmed_by=F("noted_by")) & (Q(extended_by__isnull=True) | ~Q(confirmed_by=F("extended_by"))),
                violation_error_message=CONFIRMED_BY_ANOTHER,
            ),
        ]
        triggers = [*TrackedRecord.Meta.triggers, *NOTED_AND_CONFIRMED]

    def __str__(self) -> str:
        return f"emergency power {self.pk}"
