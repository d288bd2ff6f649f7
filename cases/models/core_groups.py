"""Core groups of a protection plan: by when each meets, who is invited and came, and what came of it (T13, T14)."""

from datetime import date
from typing import Any

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q

from cases.models.allocations import Allocation
from cases.models.conference_rules import NOT_ACCOUNTED
from cases.models.meetings import Invitation, InvitationQuerySet, invitation_constraints
from cases.models.protection import Plan
from frontdoor.core import access, timescales
from frontdoor.core.conditions import at_least, both_or_neither
from frontdoor.core.records import BRINGING_IN, TrackedQuerySet, VersionedRecord
from frontdoor.core.refusals import TODAY_SQL, refuses
from frontdoor.core.timed import Clock
from frontdoor.core.timescales import Timescale
from frontdoor.models import Agency
from frontdoor.models.people import seen_q

CORE_GROUP_CLOCK = Clock("CORE", started="counted_from", due="due_on", finished="held_on")

GROUP_WHOLE = (
    "A core group that was held needs who came, the child's day in at least 30 characters, and what became of the "
    "actions in at least 20."
)
REVIEW_THE_PLAN = "Review the plan first: what became of each action, and where the child stands on each outcome."
GROUP_ONCE = "The next core group of this plan is promised already."
GROUP_HELD_ALREADY = "What a core group wrote cannot be changed."
GROUP_IN_THE_PAST = "A core group cannot have been held in the future."
GROUP_OF_A_PLAN = "A core group belongs to a child protection plan."

GROUP_CLOCKS: dict[str, Timescale] = {
    scale.code: scale for scale in (timescales.FIRST_CORE_GROUP, timescales.CORE_GROUP)
}


class CoreGroupQuerySet(TrackedQuerySet):
    """Core groups of plans that run."""

    def waiting(self) -> "CoreGroupQuerySet":
        """Promised and not held, and the plan goes on (T13, T14)."""
        return self.filter(CORE_GROUP_CLOCK.open_q(), plan__ended_on__isnull=True)

    def overdue(self, on: date) -> "CoreGroupQuerySet":
        """Of those the ones past their day."""
        return self.waiting().filter(CORE_GROUP_CLOCK.overdue_q(on))

    def of(self, plan: Plan) -> "CoreGroupQuerySet":
        """Those of a plan that were held, the latest first."""
        return self.filter(plan=plan, held_on__isnull=False).order_by("-held_on", "-pk")

    def visible_to(self, worker: Any) -> "CoreGroupQuerySet":
        """Those of children whose record this worker may open."""
        if not access.handles_cases(worker):
            return self.none()
        seen = self.filter(seen_q(worker, "plan__child_id"))
        return seen if access.sees_everything(worker) else seen.filter(access.has_basis(worker, "plan__child_id"))

    def led_by(self, worker: Any) -> "CoreGroupQuerySet":
        """Those of children whose lead worker this is."""
        lead = Allocation.objects.current().lead().of(worker)
        return self.filter(Exists(lead.filter(child_id=OuterRef("plan__child_id"))))

    def of_own_team(self, worker: Any) -> "CoreGroupQuerySet":
        """Those of the team's cases."""
        return self.visible_to(worker).filter(plan__referral__team_id=worker.team_id)


class CoreGroup(VersionedRecord):
    """That the core group of a plan meets by a day; and, once it has met, what came of it (T13, T14)."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="core_groups")
    code = models.CharField("clock", max_length=3, choices=[(code, scale.name) for code, scale in GROUP_CLOCKS.items()])
    counted_from = models.DateField()
    due_on = models.DateField(editable=False)
    planned_on = models.DateField("planned for", null=True, blank=True)
    held_on = models.DateField(null=True, blank=True)
    held_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    attended = models.TextField("who came", blank=True)
    child_day = models.TextField("the child's day", blank=True)
    progress = models.TextField("what became of the actions", blank=True)

    objects = CoreGroupQuerySet.as_manager()

    class Meta(VersionedRecord.Meta):
        indexes = [CORE_GROUP_CLOCK.index("core_group"), models.Index(fields=["plan", "-id"], name="core_group_plan")]
        constraints = [
            *CORE_GROUP_CLOCK.constraints("core_group"),
            models.UniqueConstraint(
                fields=["plan"],
                name="core_group_one_promised",
                condition=Q(held_on__isnull=True),
                violation_error_message=GROUP_ONCE,
            ),
            models.CheckConstraint(
                name="core_group_held_whole",
                condition=both_or_neither("held_on", "held_by")
                & (
                    Q(held_on__isnull=True)
                    | at_least("attended", 5) & at_least("child_day", 30) & at_least("progress", 20)
                ),
                violation_error_message=GROUP_WHOLE,
            ),
        ]
        triggers = [
            *VersionedRecord.Meta.triggers,
            refuses(
                "core_group_held_in_the_past",
                sentence=GROUP_IN_THE_PAST,
                operation=pgtrigger.Insert | pgtrigger.Update,
                when=f"NEW.held_on > {TODAY_SQL}",
            ),
            refuses(
                "core_group_held_accounted",
                sentence=NOT_ACCOUNTED,
                operation=pgtrigger.Update,
                when=f"""
                    NEW.held_on IS NOT NULL AND OLD.held_on IS NULL AND NOT {BRINGING_IN} AND EXISTS (
                        SELECT 1 FROM cases_coregroupinvitation i WHERE i.group_id = NEW.id AND i.attendance = '')
                """,  # noqa: S608 - no user's text
            ),
            refuses(
                "core_group_reviews_the_plan",
                sentence=REVIEW_THE_PLAN,
                operation=pgtrigger.Update,
                when=f"""
                    NEW.held_on IS NOT NULL AND OLD.held_on IS NULL AND NOT {BRINGING_IN} AND EXISTS (
                        SELECT 1 FROM cases_planchild c JOIN cases_plandocument d ON d.id = c.document_id
                        WHERE c.plan_id = NEW.plan_id AND d.authorised_at IS NOT NULL AND NOT EXISTS (
                            SELECT 1 FROM cases_planreview r
                            WHERE r.document_id = d.id AND r.held_on BETWEEN NEW.counted_from AND NEW.held_on))
                """,  # noqa: S608 - no user's text
            ),
            refuses(
                "core_group_stays",
                sentence=GROUP_HELD_ALREADY,
                operation=pgtrigger.Update,
                when=f"OLD.held_on IS NOT NULL AND NOT {BRINGING_IN}",
            ),
            refuses(
                "core_group_of_a_protection_plan",
                sentence=GROUP_OF_A_PLAN,
                operation=pgtrigger.Insert | pgtrigger.Update,
                when="NOT EXISTS (SELECT 1 FROM cases_plan p WHERE p.id = NEW.plan_id AND p.kind = 'cp')",
            ),
        ]

    def __str__(self) -> str:
        return f"core group {self.pk}"

    @property
    def reference(self) -> str:
        """What people call this core group on the telephone."""
        return f"G{self.pk}"

    @property
    def timescale(self) -> Timescale:
        return GROUP_CLOCKS[self.code]


class CoreGroupInvitation(Invitation):
    """One named person who is asked to a core group, what came of it, and what was sent in writing."""

    OF = "group"

    group = models.ForeignKey(CoreGroup, on_delete=models.PROTECT, related_name="invitations")
    agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="core_group_invitations"
    )

    objects = InvitationQuerySet.as_manager()

    class Meta(Invitation.Meta):
        indexes = [models.Index(fields=["agency", "-id"], name="core_group_invitation_agency")]
        constraints = invitation_constraints("core_group_invitation", meeting="group")
        triggers = [
            *Invitation.Meta.triggers,
            refuses(
                "core_group_invitation_stays",
                sentence=GROUP_HELD_ALREADY,
                operation=pgtrigger.Insert | pgtrigger.Update,
                when=f"""
                    NOT {BRINGING_IN} AND EXISTS (
                        SELECT 1 FROM cases_coregroup g WHERE g.id = NEW.group_id AND g.held_on IS NOT NULL)
                """,  # noqa: S608 - no user's text
            ),
        ]
