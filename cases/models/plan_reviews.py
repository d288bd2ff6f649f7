"""Reviews of a plan: promised by a day, held with the child's own view, every action updated, every outcome scaled."""

from datetime import date
from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q

from cases.models.plan_content import HIGHEST, SCALE_RANGE, PlanAction, PlanOutcome
from cases.models.plan_rules import REVIEW_RULES, SCALE_RULES, UPDATE_RULES, VIEW_RULES
from cases.models.plans import PlanChild, PlanDocument
from cases.models.protection import Plan
from frontdoor.core import timescales
from frontdoor.core.conditions import at_least
from frontdoor.core.records import EventRecord, TrackedQuerySet, TrackedRecord
from frontdoor.core.timed import Clock
from frontdoor.core.timescales import Timescale

REVIEW_CLOCK = Clock("T20", started="counted_from", due="due_on", finished="held_on")
"""A plan is reviewed by a day: in need (T20), under protection by the core group (T14)."""

REVIEW_TIMESCALES: dict[str, Timescale] = {
    Plan.Kind.CHILD_IN_NEED: timescales.IN_NEED_REVIEW,
    Plan.Kind.PROTECTION: timescales.CORE_GROUP,
}

WHO_CAME = "Say in at least 3 characters who was there."
WHAT_CHANGED = "Say in at least 20 characters what has changed for the children since the last review."
UPDATE_WHOLE = "Say in at least 10 characters what shows that it was done, or why it was not."
NEW_DAY = "An action that is carried on has a new day, and no other has."
NOT_EARLIER = "The new day cannot lie before the old one."
VIEW_WHOLE = "Write in at least 10 characters what the child says or shows about how it goes."
ONE_OPEN = "The next review of this plan is promised already."


class PlanReviewQuerySet(TrackedQuerySet):
    """Reviews by where they stand."""

    def waiting(self) -> "PlanReviewQuerySet":
        """Promised and not held, of plans with a child under them.

        A protection plan is reviewed at its core group: by when, the core group alone says (T14).
        """
        live = PlanChild.objects.filter(plan__ended_on__isnull=True).exclude(plan__kind=Plan.Kind.PROTECTION)
        return self.filter(REVIEW_CLOCK.open_q(), document__in=live.values("document_id"))

    def overdue(self, on: date) -> "PlanReviewQuerySet":
        """Past the day by which it had to be held (T20)."""
        return self.waiting().filter(REVIEW_CLOCK.overdue_q(on))

    def due_by(self, day: date) -> "PlanReviewQuerySet":
        """To be held by a day, late or not."""
        return self.waiting().filter(REVIEW_CLOCK.due_by_q(day))

    def visible_to(self, worker: Any) -> "PlanReviewQuerySet":
        return self.filter(document__in=PlanDocument.objects.visible_to(worker))

    def held(self) -> "PlanReviewQuerySet":
        """The latest first."""
        return self.filter(held_on__isnull=False).select_related("held_by").order_by("-held_on", "-pk")


class PlanReview(TrackedRecord):
    """One review: the day by which it is promised, and what came of it once it is held."""

    document = models.ForeignKey(PlanDocument, on_delete=models.PROTECT, related_name="reviews")
    code = models.CharField(
        "clock", max_length=10, choices=[(scale.code, scale.name) for scale in REVIEW_TIMESCALES.values()]
    )
    counted_from = models.DateField(editable=False)
    due_on = models.DateField(editable=False)
    held_on = models.DateField("when it was held", null=True, blank=True)
    held_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    attended = models.TextField("who was there", blank=True)
    words = models.TextField("what has changed for the children", blank=True)

    objects = PlanReviewQuerySet.as_manager()

    class Meta(TrackedRecord.Meta):
        indexes = [REVIEW_CLOCK.index("plan_review"), models.Index(fields=["document", "-id"], name="plan_review_plan")]
        constraints = [
            *REVIEW_CLOCK.constraints("plan_review"),
            models.UniqueConstraint(
                fields=["document"],
                name="plan_review_one_open",
                condition=Q(held_on__isnull=True),
                violation_error_message=ONE_OPEN,
            ),
            models.CheckConstraint(
                name="plan_review_says_who_came",
                condition=Q(held_on__isnull=True, attended="")
                | Q(held_on__isnull=False, held_by__isnull=False) & at_least("attended", 3),
                violation_error_message=WHO_CAME,
            ),
            models.CheckConstraint(
                name="plan_review_says_what_changed",
                condition=Q(held_on__isnull=True, words="", held_by__isnull=True)
                | Q(held_on__isnull=False) & at_least("words", 20),
                violation_error_message=WHAT_CHANGED,
            ),
        ]
        triggers = [*TrackedRecord.Meta.triggers, *REVIEW_RULES]

    def __str__(self) -> str:
        return f"plan review {self.pk}"


class UpdateResult(models.TextChoices):
    """What a review says of an action."""

    DONE = "done", "Done"
    CARRIED = "carried", "Carried on to a new day"
    NOT_DONE = "not_done", "Not done, and not carried on"
    NOT_NEEDED = "not_needed", "No longer needed"


class PlanActionUpdate(EventRecord):
    """What a review says of one action."""

    review = models.ForeignKey(PlanReview, on_delete=models.PROTECT, related_name="updates")
    action = models.ForeignKey(PlanAction, on_delete=models.PROTECT, related_name="updates")
    result = models.CharField(max_length=10, choices=UpdateResult.choices)
    words = models.TextField("what shows it, or why")
    was_due_on = models.DateField("the day until now")
    new_due_on = models.DateField("the new day", null=True, blank=True)

    class Meta(EventRecord.Meta):
        constraints = [
            models.UniqueConstraint(fields=["review", "action"], name="plan_update_once"),
            models.CheckConstraint(
                name="plan_update_says_why", condition=at_least("words", 10), violation_error_message=UPDATE_WHOLE
            ),
            models.CheckConstraint(
                name="plan_update_carried_to_a_day",
                condition=Q(result="carried", new_due_on__isnull=False) | ~Q(result="carried") & Q(new_due_on=None),
                violation_error_message=NEW_DAY,
            ),
            models.CheckConstraint(
                name="plan_update_carried_onwards",
                condition=Q(new_due_on__isnull=True) | Q(new_due_on__gte=F("was_due_on")),
                violation_error_message=NOT_EARLIER,
            ),
        ]
        indexes = [models.Index(fields=["action"], name="plan_update_carried", condition=Q(result="carried"))]
        triggers = [*EventRecord.Meta.triggers, *UPDATE_RULES]

    def __str__(self) -> str:
        return f"plan update {self.pk}"


class PlanScale(EventRecord):
    """Where a child stands on one outcome at a review, from 0 to 10."""

    review = models.ForeignKey(PlanReview, on_delete=models.PROTECT, related_name="scales")
    outcome = models.ForeignKey(PlanOutcome, on_delete=models.PROTECT, related_name="scales")
    scale = models.PositiveSmallIntegerField(validators=[MaxValueValidator(HIGHEST, SCALE_RANGE)])

    class Meta(EventRecord.Meta):
        constraints = [
            models.UniqueConstraint(fields=["review", "outcome"], name="plan_scale_once"),
            models.CheckConstraint(
                name="plan_scale_range", condition=Q(scale__lte=HIGHEST), violation_error_message=SCALE_RANGE
            ),
        ]
        triggers = [*EventRecord.Meta.triggers, *SCALE_RULES]

    def __str__(self) -> str:
        return f"plan scale {self.pk}"


class PlanView(EventRecord):
    """What one child says, or shows, at a review."""

    review = models.ForeignKey(PlanReview, on_delete=models.PROTECT, related_name="views")
    part = models.ForeignKey(PlanChild, on_delete=models.PROTECT, related_name="views")
    words = models.TextField("what the child says or shows")

    class Meta(EventRecord.Meta):
        constraints = [
            models.UniqueConstraint(fields=["review", "part"], name="plan_view_once"),
            models.CheckConstraint(
                name="plan_view_says_something", condition=at_least("words", 10), violation_error_message=VIEW_WHOLE
            ),
        ]
        triggers = [*EventRecord.Meta.triggers, *VIEW_RULES]

    def __str__(self) -> str:
        return f"plan view {self.pk}"
