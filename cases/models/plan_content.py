"""What a plan says: needs of a child, what will be different for the child, and who does exactly what by when."""

from datetime import date
from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.expressions import CombinedExpression
from django.db.models.functions import Coalesce

from cases import smart, smart_plans
from cases.models.allocations import Allocation
from cases.models.assessment_sections import AssessedNeed
from cases.models.plan_rules import ACTION_RULES, LOWERED_WHY, NEED_RULES, OUTCOME_RULES
from cases.models.plans import PlanChild, PlanDocument
from frontdoor.core.conditions import at_least
from frontdoor.core.records import TrackedQuerySet, VersionedRecord
from frontdoor.core.timed import Clock
from frontdoor.models import Agency

ACTION_CLOCK = Clock("PLAN", started="started_on", due="due_on", finished="finished_on")
DRIFT = 3
"""An action that so many reviews carried on is drift (domain.md S16)."""

NEED_WHOLE = "Say in at least 10 characters what the child needs."
SOURCE_WHOLE = "Say in at least 3 characters where this need was seen."
LEAST_WHY = 20
"""Characters that say why a plan does not follow what the assessment graded high."""
LEFT_OUT_WHY = "Say in at least 10 characters why it is taken out of the plan."
SCALE_RANGE = "Give a number from 0 to 10."
FINISHED_WHOLE = "Say in at least 10 characters what shows that it was done, or why it was not."
HIGHEST = 10


class Grade(models.TextChoices):
    """How grave a need is."""

    HIGH = "high", "High"
    MEDIUM = "medium", "Medium"
    LOW = "low", "Low"


class Source(models.TextChoices):
    """Where a need was seen."""

    ASSESSMENT = "assessment", "The assessment"
    CONFERENCE = "conference", "A child protection conference"
    REVIEW = "review", "A review of the plan"
    VISIT = "visit", "A visit to the child"
    FAMILY = "family", "The child or family said so"
    OTHER = "other", "Somewhere else"


class OwnerKind(models.TextChoices):
    """What the person who does an action is to the child."""

    WORKER = "worker", "A worker of social care"
    AGENCY = "agency", "Somebody of an agency"
    PARENT = "parent", "A parent or carer"
    CHILD = "child", "The child"
    FAMILY = "family", "Somebody else of the family or a friend"


class ActionResult(models.TextChoices):
    """How an action ended."""

    DONE = "done", "Done"
    NOT_DONE = "not_done", "Not done, and not carried on"
    NOT_NEEDED = "not_needed", "No longer needed"


class Written(VersionedRecord):
    """Something in a plan, with who wrote it last."""

    written_at = models.DateTimeField(editable=False)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, editable=False, related_name="+")

    class Meta(VersionedRecord.Meta):
        abstract = True


class TakenOut(Written):
    """Something in a plan that can be taken out of it, with the reason; it is never deleted."""

    left_out_at = models.DateTimeField(null=True, editable=False)
    left_out_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    left_out_reason = models.TextField("why it is taken out", blank=True, editable=False)

    class Meta(Written.Meta):
        abstract = True


def _taken_out_whole(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        name=name,
        condition=Q(left_out_at__isnull=True, left_out_by__isnull=True, left_out_reason="")
        | Q(left_out_at__isnull=False, left_out_by__isnull=False) & at_least("left_out_reason", 10),
        violation_error_message=LEFT_OUT_WHY,
    )


class PlanNeedQuerySet(TrackedQuerySet):
    """Needs of children."""

    def standing(self) -> "PlanNeedQuerySet":
        """In the plan, of children who are under it."""
        return self.filter(left_out_at__isnull=True, part__plan__ended_on__isnull=True)

    def high(self) -> "PlanNeedQuerySet":
        """The needs that must be met by an action before a plan is authorised (S6)."""
        return self.standing().filter(grade=Grade.HIGH)

    def below_the_assessment(self) -> "PlanNeedQuerySet":
        """Those of children under the plan that the assessment grades high and the plan lowers or takes out."""
        lower = ~Q(grade=Grade.HIGH) | Q(left_out_at__isnull=False)
        return self.filter(lower, assessed__isnull=False, part__plan__ended_on__isnull=True)

    def visible_to(self, worker: Any) -> "PlanNeedQuerySet":
        return self.filter(part__document__in=PlanDocument.objects.visible_to(worker))


class PlanNeed(TakenOut):
    """What one child needs, and where that was seen."""

    part = models.ForeignKey(PlanChild, on_delete=models.PROTECT, related_name="needs")
    words = models.TextField("what the child needs", error_messages={"blank": NEED_WHOLE})
    grade = models.CharField(max_length=6, choices=Grade.choices)
    source = models.CharField("where it was seen", max_length=10, choices=Source.choices)
    source_words = models.CharField("more on where it was seen", max_length=200, blank=True)
    assessed = models.ForeignKey(
        AssessedNeed, on_delete=models.PROTECT, null=True, editable=False, related_name="plan_needs"
    )
    lowered_at = models.DateTimeField(null=True, editable=False)
    lowered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    lowered_reason = models.TextField("why it is lower than in the assessment", blank=True)

    objects = PlanNeedQuerySet.as_manager()

    class Meta(TakenOut.Meta):
        constraints = [
            models.CheckConstraint(
                name="plan_need_says_what", condition=at_least("words", 10), violation_error_message=NEED_WHOLE
            ),
            models.CheckConstraint(
                name="plan_need_says_where_seen",
                condition=~Q(source="other") | at_least("source_words", 3),
                violation_error_message=SOURCE_WHOLE,
            ),
            _taken_out_whole("plan_need_taken_out_why"),
            models.UniqueConstraint(fields=["part", "assessed"], name="plan_need_assessed_once"),
            models.CheckConstraint(
                name="plan_need_lowered_whole",
                condition=Q(lowered_at__isnull=True, lowered_by__isnull=True, lowered_reason="")
                | Q(lowered_at__isnull=False, lowered_by__isnull=False) & at_least("lowered_reason", LEAST_WHY),
                violation_error_message=LOWERED_WHY,
            ),
            models.CheckConstraint(
                name="plan_need_below_the_assessment_why",
                condition=Q(assessed__isnull=True)
                | (Q(grade=Grade.HIGH) | Q(lowered_at__isnull=False))
                & (Q(left_out_at__isnull=True) | at_least("left_out_reason", LEAST_WHY)),
                violation_error_message=LOWERED_WHY,
            ),
        ]
        triggers = [*TakenOut.Meta.triggers, *NEED_RULES]

    def __str__(self) -> str:
        return f"plan need {self.pk}"


class PlanOutcomeQuerySet(TrackedQuerySet):
    """Outcomes for children."""

    def standing(self) -> "PlanOutcomeQuerySet":
        """In the plan, of children who are under it."""
        return self.filter(
            left_out_at__isnull=True, need__left_out_at__isnull=True, need__part__plan__ended_on__isnull=True
        )

    def visible_to(self, worker: Any) -> "PlanOutcomeQuerySet":
        return self.filter(need__part__document__in=PlanDocument.objects.visible_to(worker))


class PlanOutcome(TakenOut):
    """What will be different for the child, and where the child stands at the start, from 0 to 10."""

    need = models.ForeignKey(PlanNeed, on_delete=models.PROTECT, related_name="outcomes")
    words = models.TextField(
        "what will be different for the child", error_messages={"blank": smart_plans.WHAT_IS_DIFFERENT}
    )
    scale_at_start = models.PositiveSmallIntegerField(
        "how it is now, from 0 to 10", validators=[MaxValueValidator(HIGHEST, SCALE_RANGE)]
    )

    objects = PlanOutcomeQuerySet.as_manager()

    class Meta(TakenOut.Meta):
        constraints = [
            models.CheckConstraint(
                name="plan_outcome_on_the_scale",
                condition=Q(scale_at_start__lte=HIGHEST),
                violation_error_message=SCALE_RANGE,
            ),
            _taken_out_whole("plan_outcome_taken_out_why"),
        ]
        triggers = [*TakenOut.Meta.triggers, *OUTCOME_RULES]

    def __str__(self) -> str:
        return f"plan outcome {self.pk}"


class PlanActionQuerySet(TrackedQuerySet):
    """Actions by where they stand."""

    def counting(self) -> "PlanActionQuerySet":
        """To be done or done: what was dropped meets no need."""
        return self.filter(result__in=("", ActionResult.DONE))

    def open(self) -> "PlanActionQuerySet":
        """To be done, for a child who is under the plan."""
        return self.filter(ACTION_CLOCK.open_q(), outcome__need__part__plan__ended_on__isnull=True)

    def overdue(self, on: date) -> "PlanActionQuerySet":
        """Not done by the agreed day."""
        return self.open().filter(ACTION_CLOCK.overdue_q(on))

    def with_carried(self) -> "PlanActionQuerySet":
        """Each with ``carried``: how many reviews carried it on."""
        return self.annotate(carried=carried())

    def drifting(self) -> "PlanActionQuerySet":
        """Open, and carried on by three reviews or more (S16)."""
        return self.open().alias(times_carried=carried()).filter(times_carried__gte=DRIFT)

    def to_follow(self, worker: Any) -> "PlanActionQuerySet":
        """One's own; and those of people who do not work here, for whoever leads the child's case."""
        led = Allocation.objects.current().lead().of(worker).filter(child_id=OuterRef("outcome__need__part__child_id"))
        return self.filter(Q(owner_id=worker.pk) | Q(owner__isnull=True) & Q(Exists(led)))

    def of_team(self, team_id: Any) -> "PlanActionQuerySet":
        """For children whose cases a team holds."""
        return self.filter(outcome__need__part__plan__referral__team=team_id)

    def visible_to(self, worker: Any) -> "PlanActionQuerySet":
        return self.filter(outcome__need__part__document__in=PlanDocument.objects.visible_to(worker))

    def in_order(self) -> "PlanActionQuerySet":
        """The earliest due first, with people, child and plan."""
        return self.select_related("agency", "owner", "outcome__need__part__child").order_by("due_on", "pk")


def carried() -> CombinedExpression:
    """How many reviews carried an action on, also as the same action that was dropped before."""
    updates = PlanAction._meta.get_field("updates").related_model.objects
    of_action: QuerySet = updates.filter(action_id=OuterRef("pk"), result="carried").order_by().values("action_id")
    counted = of_action.annotate(number=models.Count("pk")).values("number")
    return F("carried_before") + Coalesce(Subquery(counted, output_field=models.IntegerField()), 0)


class PlanAction(Written):
    """Somebody by name does exactly one thing by a day, and how we will know that it made a difference (S1 to S5)."""

    outcome = models.ForeignKey(
        PlanOutcome,
        on_delete=models.PROTECT,
        related_name="actions",
        error_messages={"null": smart_plans.FOR_A_CHILD},
    )
    what = models.TextField("what is done", error_messages={"blank": smart.NOTHING_BUT_VAGUE})
    owner_kind = models.CharField("who does it", max_length=6, choices=OwnerKind.choices)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="plan_actions"
    )
    owner_name = models.CharField("name", max_length=120)
    owner_role = models.CharField("their job, or what they are to the child", max_length=120)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="plan_actions")
    started_on = models.DateField("agreed", editable=False)
    due_on = models.DateField("done by")
    measure = models.TextField("how we will know")
    baseline = models.TextField("how it is now")
    target = models.TextField("what it will be, or what somebody will see")
    checked_by = models.CharField("who checks", max_length=120)
    result = models.CharField(max_length=10, choices=ActionResult.choices, blank=True, editable=False)
    finished_on = models.DateField(null=True, editable=False)
    finished_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    evidence = models.TextField("what shows it, or why not", blank=True, editable=False)
    carried_before = models.PositiveIntegerField(default=0, editable=False)

    objects = PlanActionQuerySet.as_manager()

    class Meta(Written.Meta):
        indexes = [
            ACTION_CLOCK.index("plan_action"),
            models.Index(fields=["owner", "due_on"], name="plan_action_owner", condition=Q(finished_on__isnull=True)),
        ]
        constraints = [
            *ACTION_CLOCK.constraints("plan_action"),
            models.CheckConstraint(
                name="plan_action_names_a_role",
                condition=at_least("owner_role", smart.SHORTEST_ROLE),
                violation_error_message=smart.NO_ROLE,
            ),
            models.CheckConstraint(
                name="plan_action_is_measured",
                condition=at_least("measure", smart_plans.SHORTEST_MEASURE)
                & at_least("baseline", smart_plans.SHORTEST_SIGN)
                & at_least("target", smart_plans.SHORTEST_SIGN),
                violation_error_message=smart_plans.NOT_MEASURED,
            ),
            models.CheckConstraint(
                name="plan_action_finished_whole",
                condition=Q(finished_on__isnull=True, finished_by__isnull=True, result="", evidence="")
                | Q(finished_on__isnull=False, finished_by__isnull=False) & ~Q(result="") & at_least("evidence", 10),
                violation_error_message=FINISHED_WHOLE,
            ),
        ]
        triggers = [*Written.Meta.triggers, *ACTION_RULES]

    def __str__(self) -> str:
        return f"plan action {self.pk}"

    @property
    def who(self) -> str:
        """The person with job and agency."""
        return ", ".join(filter(None, [self.owner_name, self.owner_role, self.agency.name if self.agency else ""]))

    @property
    def is_for_a_parent(self) -> bool:
        """Whether it is addressed to a parent or carer alone (S7)."""
        return self.owner_kind == OwnerKind.PARENT
