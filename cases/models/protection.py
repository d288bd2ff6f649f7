"""Child in need and protection plans: the episodes of a child's case."""

from collections.abc import Iterable
from datetime import date

from django.db import models
from django.db.models import F, Q

from frontdoor.core.records import TrackedQuerySet, TrackedRecord
from frontdoor.models import Person, Referral

ABUSE = [
    ("NEG", "Neglect"),
    ("PHY", "Physical abuse"),
    ("SAB", "Sexual abuse"),
    ("EMO", "Emotional abuse"),
    ("MUL", "Multiple"),
]


class PlanQuerySet(TrackedQuerySet):
    """Plans by day."""

    def under_protection(self, child_ids: Iterable[int], *, on: date) -> "PlanQuerySet":
        """The protection plans under which these children were on a day."""
        ended = Q(ended_on__isnull=True) | Q(ended_on__gt=on)
        return self.filter(ended, kind=Plan.Kind.PROTECTION, child__in=child_ids, started_on__lte=on)


class Plan(TrackedRecord):
    """A period under a plan. Child in need and protection plans of one child never overlap (census 4001 to 4017)."""

    class Kind(models.TextChoices):
        CHILD_IN_NEED = "cin", "Child in need plan"
        PROTECTION = "cp", "Child protection plan"

    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="plans")
    child = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="plans")
    kind = models.CharField(max_length=3, choices=Kind.choices)
    started_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    initial_category = models.CharField(max_length=3, choices=ABUSE, blank=True)
    latest_category = models.CharField(max_length=3, choices=ABUSE, blank=True)
    latest_review_on = models.DateField(null=True, blank=True)
    earlier_protection_plans = models.PositiveIntegerField(default=0)
    legacy_key = models.CharField(max_length=80, null=True, blank=True, unique=True, editable=False)

    objects = PlanQuerySet.as_manager()

    class Meta(TrackedRecord.Meta):
        indexes = [
            models.Index(fields=["child", "-started_on"], name="plan_child"),
            models.Index(fields=["kind"], name="plan_current", condition=Q(ended_on__isnull=True)),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["child"],
                name="plan_one_a_child",
                condition=Q(ended_on__isnull=True),
                violation_error_message="This child already has an open plan.",
            ),
            models.CheckConstraint(
                name="plan_ends_after_start",
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("started_on")),
                violation_error_message="A plan cannot end before it starts.",
            ),
            models.CheckConstraint(
                name="plan_of_protection_has_a_category",
                condition=~Q(kind="cp") | ~Q(initial_category="") & ~Q(latest_category=""),
                violation_error_message="A child protection plan needs its category of abuse.",
            ),
        ]

    def __str__(self) -> str:
        return f"plan {self.pk}"
