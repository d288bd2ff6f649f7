"""A child's plan as it is written: over the children of one family who are under a plan, authorised version by version.

``Plan`` (protection.py) is the period under a plan; what is written for it stands here and in plan_content.py.
"""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from cases.models.allocations import Allocation
from cases.models.plan_rules import DECISION_RULES, DOCUMENT_RULES, OWN_PLAN, PART_RULES, VERSION_RULES
from cases.models.protection import Plan
from cases.smart_plans import CONTINGENCY
from frontdoor.core import access
from frontdoor.core.conditions import at_least, both_or_neither
from frontdoor.core.records import EventRecord, RecordQuerySet, TrackedQuerySet, TrackedRecord, VersionedRecord
from frontdoor.models import Person, Referral
from frontdoor.models.people import what_hides
from frontdoor.models.signing import signed_in_person

WHY_DECIDED = "Say in at least 20 characters why the plan starts or ends."
ONE_DOCUMENT = "This child's plan is written already."
SENT_BACK_WHY = "Say in at least 20 characters what has to be changed before the plan can be authorised."


class PlanStep(models.TextChoices):
    """What a manager decides about a child in need plan."""

    START = "start", "Plan started"
    END = "end", "Plan ended"


class PlanDecision(EventRecord):
    """That a manager starts or ends a child in need plan, and why."""

    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="plan_decisions")
    step = models.CharField(max_length=5, choices=PlanStep.choices)
    reason = models.TextField("why", error_messages={"blank": WHY_DECIDED})
    decided_on = models.DateField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta(EventRecord.Meta):
        indexes = [models.Index(fields=["referral", "-id"], name="plan_decision_case")]
        constraints = [
            models.CheckConstraint(
                name="plan_decision_says_why",
                condition=at_least("reason", 20),
                violation_error_message=WHY_DECIDED,
            )
        ]
        triggers = [*EventRecord.Meta.triggers, *DECISION_RULES]

    def __str__(self) -> str:
        return f"plan decision {self.pk}"


class PlanDocumentQuerySet(TrackedQuerySet):
    """Plans by where they stand."""

    def standing(self) -> "PlanDocumentQuerySet":
        """Those of which at least one child is still under the plan; found from the few plans that run."""
        return self.filter(pk__in=PlanChild.objects.filter(plan__ended_on__isnull=True).values("document_id"))

    def to_authorise(self) -> "PlanDocumentQuerySet":
        """Waiting for a manager."""
        return self.standing().filter(proposed_at__isnull=False)

    def not_authorised(self) -> "PlanDocumentQuerySet":
        """Never authorised yet."""
        return self.standing().filter(authorised_at__isnull=True)

    def led_by(self, worker: Any) -> "PlanDocumentQuerySet":
        """Of a child whom this worker leads."""
        led = Allocation.objects.current().lead().of(worker).filter(child_id=OuterRef("child_id"))
        return self.filter(Exists(PlanChild.objects.filter(Exists(led), document_id=OuterRef("pk"))))

    def of_team(self, team_id: Any) -> "PlanDocumentQuerySet":
        """Of a child whose case a team holds."""
        return self.filter(Exists(PlanChild.objects.filter(document_id=OuterRef("pk"), plan__referral__team=team_id)))

    def visible_to(self, worker: Any) -> "PlanDocumentQuerySet":
        """Plans of a child whose record this worker may open; one that names a child hidden from him is left out."""
        if not access.handles_cases(worker):
            return self.none()
        about = PlanChild.objects.filter(document_id=OuterRef("pk"))
        seen = self.filter(*(~Exists(about.filter(Exists(hides))) for hides in what_hides(worker, "child_id")))
        if access.sees_everything(worker):
            return seen
        return seen.filter(Exists(about.filter(access.has_basis(worker, "child_id"))))


_SIGNED = signed_in_person(
    "plan_document_signed_in_person",
    "started_by_id",
    "contingency_by_id",
    "proposed_by_id",
    "authorised_by_id",
    "sent_back_by_id",
)


class PlanDocument(VersionedRecord):
    """One plan over one child or the children of a family: what stands in it is read by child, need and outcome."""

    kind = models.CharField(max_length=3, choices=Plan.Kind.choices)
    started_on = models.DateField("begun")
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    contingency = models.TextField("what happens if nothing changes", blank=True)
    contingency_due_on = models.DateField("by when something must have changed", null=True, blank=True)
    contingency_at = models.DateTimeField(null=True, editable=False)
    contingency_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    proposed_at = models.DateTimeField(null=True, editable=False)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    authorised_at = models.DateTimeField(null=True, editable=False)
    authorised_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    sent_back_at = models.DateTimeField(null=True, editable=False)
    sent_back_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    sent_back_reason = models.TextField("what has to be changed", blank=True, editable=False)

    objects = PlanDocumentQuerySet.as_manager()

    class Meta(VersionedRecord.Meta):
        indexes = [
            models.Index(fields=["-started_on", "-id"], name="plan_document_newest"),
            models.Index(fields=["proposed_at"], name="plan_document_proposed", condition=Q(proposed_at__isnull=False)),
        ]
        constraints = [
            models.CheckConstraint(
                name="plan_contingency_whole",
                condition=Q(
                    contingency="",
                    contingency_due_on__isnull=True,
                    contingency_at__isnull=True,
                    contingency_by__isnull=True,
                )
                | Q(contingency_due_on__isnull=False, contingency_at__isnull=False, contingency_by__isnull=False)
                & at_least("contingency", 20),
                violation_error_message=CONTINGENCY,
            ),
            models.CheckConstraint(
                name="plan_proposed_by_somebody", condition=both_or_neither("proposed_at", "proposed_by")
            ),
            models.CheckConstraint(
                name="plan_authorised_by_somebody", condition=both_or_neither("authorised_at", "authorised_by")
            ),
            models.CheckConstraint(
                name="plan_sent_back_whole",
                condition=Q(sent_back_at__isnull=True, sent_back_by__isnull=True, sent_back_reason="")
                | Q(sent_back_at__isnull=False, sent_back_by__isnull=False) & at_least("sent_back_reason", 20),
                violation_error_message=SENT_BACK_WHY,
            ),
        ]
        triggers = [*VersionedRecord.Meta.triggers, *DOCUMENT_RULES, _SIGNED]

    def __str__(self) -> str:
        return f"plan document {self.pk}"

    @property
    def reference(self) -> str:
        """What people call this plan on the telephone."""
        return f"L{self.pk}"


class PlanChildQuerySet(TrackedQuerySet):
    """The children of plans."""

    def standing(self) -> "PlanChildQuerySet":
        """Still under the plan."""
        return self.filter(plan__ended_on__isnull=True)

    def in_order(self) -> "PlanChildQuerySet":
        """The eldest first, each with its period under the plan."""
        return self.select_related("child", "plan").order_by("child__birth_date", "pk")

    def visible_to(self, worker: Any) -> "PlanChildQuerySet":
        return self.filter(document__in=PlanDocument.objects.visible_to(worker))


class PlanChild(TrackedRecord):
    """One child's part of a plan."""

    document = models.ForeignKey(PlanDocument, on_delete=models.PROTECT, related_name="parts")
    plan = models.OneToOneField(
        Plan, on_delete=models.PROTECT, related_name="part", error_messages={"unique": ONE_DOCUMENT}
    )
    child = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="plan_parts")

    objects = PlanChildQuerySet.as_manager()

    class Meta(TrackedRecord.Meta):
        verbose_name_plural = "children in plans"
        triggers = [*TrackedRecord.Meta.triggers, *PART_RULES]

    def __str__(self) -> str:
        return f"plan child {self.pk}"


class PlanVersionQuerySet(RecordQuerySet):
    """Plans as they were authorised."""

    def visible_to(self, worker: Any) -> "PlanVersionQuerySet":
        return self.filter(document__in=PlanDocument.objects.visible_to(worker)).select_related("authorised_by")

    def in_order(self) -> "PlanVersionQuerySet":
        """The latest first."""
        return self.select_related("authorised_by").order_by("-number")


class PlanVersion(EventRecord):
    """A plan as a manager authorised it, whole and in words; later changes make another one."""

    document = models.ForeignKey(PlanDocument, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    content = models.JSONField()
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    authorised_at = models.DateTimeField()
    authorised_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = PlanVersionQuerySet.as_manager()

    class Meta(EventRecord.Meta):
        constraints = [
            models.UniqueConstraint(fields=["document", "number"], name="plan_version_once"),
            models.CheckConstraint(
                name="plan_version_by_another",
                condition=~Q(authorised_by=F("proposed_by")),
                violation_error_message=OWN_PLAN,
            ),
        ]
        triggers = [*EventRecord.Meta.triggers, *VERSION_RULES]

    def __str__(self) -> str:
        return f"plan version {self.pk}"
