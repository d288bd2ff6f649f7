"""What a strategy meeting agrees: who does exactly what by when, and what shows that it was done (rules S1 to S3)."""

from datetime import date, datetime
from typing import Any

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from cases import smart
from cases.models.agreed import Agreed, agreed_constraints, owner_rules, what_rules
from cases.models.strategy import StrategyMeeting
from cases.models.strategy_rules import RECORD_STAYS
from frontdoor.core.conditions import at_least
from frontdoor.core.records import BRINGING_IN, TrackedQuerySet
from frontdoor.core.refusals import refuses
from frontdoor.core.timed import Clock
from frontdoor.core.working_days import end_of_day
from frontdoor.models import Agency

ACTION_CLOCK = Clock("STRATEGY", started="started_at", due="due_at", finished="finished_at")

DONE_WHOLE = "Say in at least 10 characters what shows that it was done."
ACTION_STAYS = "What was agreed cannot be changed. Say that it is done, or agree a new action at a new meeting."


class StrategyActionQuerySet(TrackedQuerySet):
    """Actions by where they stand."""

    def open(self) -> "StrategyActionQuerySet":
        """Not done yet."""
        return self.filter(ACTION_CLOCK.open_q())

    def overdue(self, at: datetime) -> "StrategyActionQuerySet":
        """Not done by the agreed time."""
        return self.filter(ACTION_CLOCK.overdue_q(at))

    def to_chase(self, on: date) -> "StrategyActionQuerySet":
        """To be done by the end of a day, or before it, and not done; of a meeting that was called off nothing is."""
        return self.filter(ACTION_CLOCK.due_by_q(end_of_day(on)), meeting__called_off_at__isnull=True)

    def to_follow(self, worker: Any) -> "StrategyActionQuerySet":
        """One's own, and those of meetings one chairs: an action that is late is the chair's to follow."""
        return self.filter(Q(owner_id=worker.pk) | Q(meeting__chair_id=worker.pk))

    def visible_to(self, worker: Any) -> "StrategyActionQuerySet":
        """Actions of meetings this worker may open."""
        return self.filter(meeting__in=StrategyMeeting.objects.visible_to(worker))

    def in_order(self) -> "StrategyActionQuerySet":
        """The earliest due first, with agency and people."""
        return self.select_related("agency", "owner", "done_by", "meeting").order_by("due_at", "pk")


_STAYS = refuses(
    "strategy_action_stays",
    sentence=ACTION_STAYS,
    operation=pgtrigger.Update,
    when="""
        (NEW.meeting_id, NEW.what, NEW.purpose, NEW.owner_id, NEW.owner_name, NEW.owner_job, NEW.agency_id,
         NEW.started_at, NEW.due_at)
        IS DISTINCT FROM
        (OLD.meeting_id, OLD.what, OLD.purpose, OLD.owner_id, OLD.owner_name, OLD.owner_job, OLD.agency_id,
         OLD.started_at, OLD.due_at)
        OR OLD.finished_at IS NOT NULL
           AND (NEW.finished_at, NEW.done_by_id, NEW.evidence)
           IS DISTINCT FROM (OLD.finished_at, OLD.done_by_id, OLD.evidence)
    """,
)

_WHILE_OPEN = refuses(
    "strategy_action_agreed_at_the_meeting",
    sentence=RECORD_STAYS,
    operation=pgtrigger.Insert,
    when=f"""
        NOT {BRINGING_IN} AND EXISTS (
            SELECT 1 FROM cases_strategymeeting m WHERE m.id = NEW.meeting_id AND m.signed_at IS NOT NULL)
    """,  # noqa: S608 - no user's text
)


class StrategyAction(Agreed):
    """Somebody by name does exactly one thing by a day and time."""

    meeting = models.ForeignKey(StrategyMeeting, on_delete=models.PROTECT, related_name="actions")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="strategy_actions"
    )
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="strategy_actions")
    started_at = models.DateTimeField("agreed")
    agreed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    due_at = models.DateTimeField("done by")
    finished_at = models.DateTimeField("done", null=True, editable=False)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    evidence = models.TextField("what shows that it was done", blank=True, editable=False)

    objects = StrategyActionQuerySet.as_manager()

    class Meta(Agreed.Meta):
        indexes = [ACTION_CLOCK.index("strategy_action")]
        constraints = [
            *ACTION_CLOCK.constraints("strategy_action"),
            *agreed_constraints("strategy_action"),
            models.CheckConstraint(
                name="strategy_action_done_whole",
                condition=Q(finished_at__isnull=True, done_by__isnull=True, evidence="")
                | Q(finished_at__isnull=False, done_by__isnull=False) & at_least("evidence", 10),
                violation_error_message=DONE_WHOLE,
            ),
        ]
        triggers = [
            *Agreed.Meta.triggers,
            _STAYS,
            _WHILE_OPEN,
            *what_rules("strategy_action", no_date=smart.NO_DATE),
            *owner_rules(
                "strategy_action",
                children="SELECT c.child_id FROM cases_strategychild c WHERE c.meeting_id = NEW.meeting_id",
                by_name="NEW.owner_id IS NOT NULL",
            ),
        ]

    def __str__(self) -> str:
        return f"strategy action {self.pk}"
