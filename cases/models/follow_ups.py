"""Conversations with a child that a report from outside calls for: after the child was missing, and in private
fostering (T29, T30)."""

from typing import Any

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from frontdoor.core import access, timescales
from frontdoor.core.conditions import at_least, both_or_neither
from frontdoor.core.records import BRINGING_IN, TrackedQuerySet, TrackedRecord
from frontdoor.core.refusals import refuses
from frontdoor.core.timed import Clock
from frontdoor.models import Person
from frontdoor.models.one_child import goes_to_somebody_else
from frontdoor.models.people import seen_q
from frontdoor.models.rights import MOVES_DAYS, is_not_the_actor, manages
from frontdoor.models.signing import signed_in_person

FOLLOW_UP_CLOCK = Clock("FOLLOW-UP", started="started_at", due="due_at", finished="done_at")

REASON_TOO_SHORT = "Say in at least 20 characters what is known and who told us."
DONE_WHOLE = "Say who spoke with the child, and in at least 20 characters what the child said and what was found."
CALLED_OFF_WHOLE = "Say in at least 20 characters why it does not take place, and what is done instead."
DONE_OR_CALLED_OFF = "What has taken place is not called off."
CALLED_OFF_BY_A_MANAGER = "A practice manager or a service manager decides in person that it does not take place."
STAYS = "The child, what it is and its time stay as they were recorded, and what is finished is not changed."


class FollowUpKind(models.TextChoices):
    """What a report calls for."""

    MISSING = "missing", "Return home interview"
    FOSTERING = "fostering", "Private fostering visit"


TIMESCALES = {
    FollowUpKind.MISSING: timescales.RETURN_INTERVIEW,
    FollowUpKind.FOSTERING: timescales.PRIVATE_FOSTERING_VISIT,
}


class FollowUpQuerySet(TrackedQuerySet):
    """Those that are still owed, and whose they are."""

    def standing(self) -> "FollowUpQuerySet":
        """Not called off."""
        return self.filter(called_off_at__isnull=True)

    def owed(self) -> "FollowUpQuerySet":
        """Neither held nor called off."""
        return self.standing().filter(FOLLOW_UP_CLOCK.open_q())

    def of(self, person_id: int) -> "FollowUpQuerySet":
        """Those about one child, the latest first."""
        rows = self.filter(child_id=person_id).select_related("child", "recorded_by", "done_by", "called_off_by")
        return rows.order_by("-started_at", "-pk")

    def visible_to(self, worker: Any) -> "FollowUpQuerySet":
        """Those about children whose record this worker may open, and what this worker recorded about others."""
        if not access.handles_cases(worker):
            return self.none()
        seen = self.filter(seen_q(worker, "child_id"))
        return seen if access.sees_everything(worker) else seen.filter(access.has_basis(worker, "child_id"))


class FollowUp(TrackedRecord):
    """That a child is spoken with by a moment, counted from a report; and, once it has been, what the child said.

    The report says that the child was found (T29, statutory guidance on missing children), or that the child is
    privately fostered (T30, Children (Private Arrangements for Fostering) Regulations 2005).
    """

    child = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="follow_ups")
    kind = models.CharField(max_length=9, choices=FollowUpKind.choices)
    reason = models.TextField("what is known", error_messages={"blank": REASON_TOO_SHORT})
    started_at = models.DateTimeField("when the child was found, or when we were told")
    due_at = models.DateTimeField("spoken with by", editable=False)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    done_at = models.DateTimeField("when it took place", null=True, editable=False)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    spoke = models.CharField("who spoke with the child", max_length=120, blank=True)
    said = models.TextField("what the child said and what was found", blank=True)
    called_off_at = models.DateTimeField(null=True, editable=False)
    called_off_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    called_off_reason = models.TextField("why it does not take place", blank=True)

    objects = FollowUpQuerySet.as_manager()

    class Meta(TrackedRecord.Meta):
        indexes = [
            FOLLOW_UP_CLOCK.index("follow_up"),
            models.Index(fields=["child", "-started_at"], name="follow_up_child"),
        ]
        constraints = [
            *FOLLOW_UP_CLOCK.constraints("follow_up"),
            models.CheckConstraint(
                name="follow_up_says_why",
                condition=at_least("reason", 20),
                violation_error_message=REASON_TOO_SHORT,
            ),
            models.CheckConstraint(
                name="follow_up_done_whole",
                condition=both_or_neither("done_at", "done_by")
                & (
                    Q(done_at__isnull=True, said="", spoke="")
                    | Q(done_at__isnull=False) & at_least("said", 20) & at_least("spoke", 2)
                ),
                violation_error_message=DONE_WHOLE,
            ),
            models.CheckConstraint(
                name="follow_up_called_off_whole",
                condition=both_or_neither("called_off_at", "called_off_by")
                & (
                    Q(called_off_at__isnull=True, called_off_reason="")
                    | Q(called_off_at__isnull=False) & at_least("called_off_reason", 20)
                ),
                violation_error_message=CALLED_OFF_WHOLE,
            ),
            models.CheckConstraint(
                name="follow_up_done_or_called_off",
                condition=Q(done_at__isnull=True) | Q(called_off_at__isnull=True),
                violation_error_message=DONE_OR_CALLED_OFF,
            ),
        ]
        triggers = [
            *TrackedRecord.Meta.triggers,
            signed_in_person("follow_up_signed_in_person", "recorded_by_id", "done_by_id"),
            refuses(
                "follow_up_stays",
                sentence=STAYS,
                operation=pgtrigger.Update,
                when=f"""
                    NOT {BRINGING_IN} AND (
                        (NEW.kind, NEW.started_at, NEW.reason) IS DISTINCT FROM (OLD.kind, OLD.started_at, OLD.reason)
                        OR NEW.due_at IS DISTINCT FROM OLD.due_at AND NOT {MOVES_DAYS}
                        OR coalesce(OLD.done_at, OLD.called_off_at) IS NOT NULL AND
                        (NEW.done_at, NEW.done_by_id, NEW.said, NEW.spoke, NEW.called_off_at, NEW.called_off_by_id,
                         NEW.called_off_reason)
                        IS DISTINCT FROM
                        (OLD.done_at, OLD.done_by_id, OLD.said, OLD.spoke, OLD.called_off_at, OLD.called_off_by_id,
                         OLD.called_off_reason)
                        OR {goes_to_somebody_else("child_id")})
                """,
            ),
            refuses(
                "follow_up_called_off_by_a_manager",
                sentence=CALLED_OFF_BY_A_MANAGER,
                operation=pgtrigger.Insert | pgtrigger.Update,
                when=f"""
                    NEW.called_off_at IS NOT NULL AND (TG_OP = 'INSERT' OR OLD.called_off_at IS NULL)
                    AND NOT {BRINGING_IN} AND (NOT {manages("NEW.called_off_by_id", at="clock_timestamp()")}
                        OR {is_not_the_actor("NEW.called_off_by_id")})
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"follow-up {self.pk}"

    @property
    def is_owed(self) -> bool:
        """Neither held nor called off."""
        return self.done_at is None and self.called_off_at is None
