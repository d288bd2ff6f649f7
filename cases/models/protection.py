"""Child in need and protection plans: the episodes of a child's case."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from cases.models.census_rules import on_an_open_case
from cases.models.protection_rules import PLAN_RULES
from frontdoor.core import access, timescales
from frontdoor.core.conditions import at_least
from frontdoor.core.records import TrackedQuerySet, TrackedRecord
from frontdoor.core.timed import Clock
from frontdoor.core.timescales import Timescale
from frontdoor.models import Person, Referral
from frontdoor.models.brought_in import marked_by_an_import
from frontdoor.models.people import seen_q

ABUSE = [
    ("NEG", "Neglect"),
    ("PHY", "Physical abuse"),
    ("SAB", "Sexual abuse"),
    ("EMO", "Emotional abuse"),
    ("MUL", "Multiple"),
]

REVIEW_CLOCK = Clock("REVIEW", started="review_from", due="review_due_on", finished="ended_on")
"""The next review conference of a plan that runs (T15, T16); each review that is held starts it anew."""

ENDED_OTHERWISE_WHOLE = "Say in at least 20 characters how the plan ended without a conference, and who says so."
LASTS_A_DAY = "A child protection plan cannot end on the day on which it starts."
REVIEWED_LATER = "A review conference is after the day on which the plan started."
CATEGORY_KNOWN = "Choose a category of abuse of the census."


class EndedOtherwise(models.TextChoices):
    """How a protection plan ends without a review conference."""

    DIED = "died", "The child died"
    ADULT = "adult", "The child is 18"
    MOVED = "moved", "Another authority took the plan over at its conference"


class PlanQuerySet(TrackedQuerySet):
    """Plans by day."""

    def running(self) -> "PlanQuerySet":
        """Protection plans that have not ended."""
        return self.filter(kind=Plan.Kind.PROTECTION, ended_on__isnull=True)

    def to_review(self) -> "PlanQuerySet":
        """Under a plan whose next review conference is promised (T15, T16)."""
        return self.filter(REVIEW_CLOCK.open_q())

    def review_late(self, on: date) -> "PlanQuerySet":
        """Of those the ones whose review is past its day."""
        return self.filter(REVIEW_CLOCK.overdue_q(on))

    def visible_to(self, worker: Any) -> "PlanQuerySet":
        """Plans of children whose record this worker may open."""
        if not access.handles_cases(worker):
            return self.none()
        seen = self.filter(seen_q(worker, "child_id"))
        return seen if access.sees_everything(worker) else seen.filter(access.has_basis(worker, "child_id"))

    def of_own_team(self, worker: Any) -> "PlanQuerySet":
        """Those of the team's cases."""
        return self.visible_to(worker).filter(referral__team_id=worker.team_id)

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
    decided = models.OneToOneField(
        "cases.ConferenceChild",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="started_plan",
    )
    review_from = models.DateField(null=True, editable=False)
    review_code = models.CharField("clock of the review", max_length=3, blank=True, editable=False)
    review_due_on = models.DateField(null=True, editable=False)
    ended_otherwise = models.CharField(max_length=5, choices=EndedOtherwise.choices, blank=True)
    moved_to = models.CharField("the authority that took the plan over", max_length=120, blank=True)
    ended_words = models.TextField("how it ended without a conference", blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    legacy_key = models.CharField(max_length=80, null=True, blank=True, unique=True, editable=False)

    objects = PlanQuerySet.as_manager()

    class Meta(TrackedRecord.Meta):
        indexes = [
            models.Index(fields=["child", "-started_on"], name="plan_child"),
            models.Index(fields=["kind"], name="plan_current", condition=Q(ended_on__isnull=True)),
            REVIEW_CLOCK.index("plan"),
        ]
        constraints = [
            REVIEW_CLOCK.constraints("plan")[0],
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
            models.CheckConstraint(
                name="plan_category_is_of_the_census",
                condition=Q(legacy_key__isnull=False)
                | Q(initial_category__in=["", *dict(ABUSE)], latest_category__in=["", *dict(ABUSE)]),
                violation_error_message=CATEGORY_KNOWN,
            ),
            models.CheckConstraint(
                name="plan_of_protection_lasts_a_day",
                condition=Q(legacy_key__isnull=False)
                | ~Q(kind="cp")
                | Q(ended_on__isnull=True)
                | Q(ended_on__gt=F("started_on")),
                violation_error_message=LASTS_A_DAY,
            ),
            models.CheckConstraint(
                name="plan_reviewed_after_start",
                condition=Q(legacy_key__isnull=False)
                | ~Q(kind="cp")
                | Q(latest_review_on__isnull=True)
                | Q(latest_review_on__gt=F("started_on")),
                violation_error_message=REVIEWED_LATER,
            ),
            models.CheckConstraint(
                name="plan_ended_otherwise_whole",
                condition=Q(ended_otherwise="", ended_words="", ended_by__isnull=True)
                | Q(ended_otherwise__in=EndedOtherwise.values, ended_by__isnull=False, ended_on__isnull=False)
                & at_least("ended_words", 20),
                violation_error_message=ENDED_OTHERWISE_WHOLE,
            ),
        ]
        triggers = [*TrackedRecord.Meta.triggers, *PLAN_RULES, on_an_open_case("plan"), marked_by_an_import("plan")]

    def __str__(self) -> str:
        return f"plan {self.pk}"

    @property
    def timescale(self) -> Timescale:
        """Of the next review: the first counts three months, later ones six."""
        first = self.review_code == timescales.FIRST_REVIEW.code
        return timescales.FIRST_REVIEW if first else timescales.FURTHER_REVIEW
