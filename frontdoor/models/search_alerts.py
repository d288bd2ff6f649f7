"""What somebody must look into about how a worker uses records: searches, views by the hundred, lists taken out."""

from datetime import datetime
from typing import Any

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import TruncDate

from frontdoor.core.conditions import at_least, both_or_neither
from frontdoor.core.records import TrackedQuerySet, TrackedRecord
from frontdoor.core.refusals import refuses
from frontdoor.core.roles import PRACTICE_MANAGER, SERVICE_MANAGER
from frontdoor.models.rights import is_not_the_actor, manages

VIEWS_A_DAY = 300

NOT_YOUR_OWN = "Somebody other than the worker whom it is about must look into it."
WHAT_WAS_FOUND = "Say in at least 20 characters what you found."
NOT_A_MANAGER = "Only a practice manager or service manager can look into this."
ALERT_STAYS = "What was noticed, and what was found, cannot be changed."
LOOKED_INTO_ALREADY = "Somebody has already looked into this."


class SearchAlertKind(models.TextChoices):
    """What was noticed."""

    MASKED = "masked", "A search came upon a record that is hidden from the worker"
    PACE = "pace", "Searched too often"
    ROWS = "rows", "Saw too many people in an hour"
    VIEWS = "views", f"Opened more than {VIEWS_A_DAY} records in a day"
    EXPORT = "export", "Tried to take out a list that nobody had approved"


class SearchAlertQuerySet(TrackedQuerySet):
    """What waits for somebody who answers for the worker."""

    def visible_to(self, worker: Any) -> "SearchAlertQuerySet":
        """A service manager sees all, a practice manager those of the team; nobody sees those about oneself."""
        others = self.exclude(worker_id=worker.pk)
        if SERVICE_MANAGER.code in worker.roles:
            return others
        if PRACTICE_MANAGER.code in worker.roles and worker.team_id is not None:
            return others.filter(worker__team_id=worker.team_id)
        return self.none()

    def waiting(self) -> "SearchAlertQuerySet":
        """Those that nobody has looked into, the oldest first."""
        return self.filter(looked_at__isnull=True).order_by("noticed_at", "pk")

    def looked_into(self) -> "SearchAlertQuerySet":
        """Those of which somebody wrote what came of it, the latest first."""
        return self.filter(looked_at__isnull=False).order_by("-looked_at", "-pk")

    def about(self, worker: Any, kind: str) -> "SearchAlertQuerySet":
        return self.filter(worker_id=worker.pk, kind=kind)

    def since(self, moment: datetime) -> "SearchAlertQuerySet":
        return self.filter(noticed_at__gt=moment)

    def of_views(self, since: datetime, until: datetime) -> "SearchAlertQuerySet":
        """What was noticed about records opened from one moment up to another."""
        return self.filter(kind=SearchAlertKind.VIEWS, noticed_at__gte=since, noticed_at__lt=until)


class SearchAlert(TrackedRecord):
    """Something about how one worker uses records, without what was typed or whom it found; the ledger knows that."""

    worker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="search_alerts")
    kind = models.CharField(max_length=6, choices=SearchAlertKind.choices)
    noticed_at = models.DateTimeField()
    looked_at = models.DateTimeField(null=True, editable=False)
    looked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    found = models.CharField("what was found", max_length=500, blank=True, editable=False)

    objects = SearchAlertQuerySet.as_manager()

    class Meta(TrackedRecord.Meta):
        indexes = [
            models.Index(fields=["noticed_at", "id"], name="alert_waiting", condition=Q(looked_at__isnull=True)),
            models.Index(fields=["worker", "kind", "noticed_at"], name="alert_worker"),
        ]
        constraints = [
            models.CheckConstraint(
                name="alert_looked_into_whole",
                condition=both_or_neither("looked_at", "looked_by")
                & (Q(looked_at__isnull=True) | at_least("found", 20)),
                violation_error_message=WHAT_WAS_FOUND,
            ),
            models.CheckConstraint(
                name="alert_not_ones_own",
                condition=Q(looked_by__isnull=True) | ~Q(looked_by=F("worker")),
                violation_error_message=NOT_YOUR_OWN,
            ),
            models.UniqueConstraint(
                "worker",
                TruncDate("noticed_at"),
                name="alert_of_views_once_a_day",
                condition=Q(kind="views"),
            ),
        ]
        triggers = [
            *TrackedRecord.Meta.triggers,
            refuses(
                "alert_stays",
                sentence=ALERT_STAYS,
                operation=pgtrigger.Update,
                when="""
                    (NEW.worker_id, NEW.kind, NEW.noticed_at) IS DISTINCT FROM (OLD.worker_id, OLD.kind, OLD.noticed_at)
                    OR OLD.looked_at IS NOT NULL
                    AND (NEW.looked_at, NEW.looked_by_id, NEW.found)
                    IS DISTINCT FROM (OLD.looked_at, OLD.looked_by_id, OLD.found)
                """,
            ),
            refuses(
                "alert_looked_into_by_a_manager",
                sentence=NOT_A_MANAGER,
                operation=pgtrigger.Insert | pgtrigger.Update,
                when=f"""
                    NEW.looked_by_id IS NOT NULL AND (TG_OP = 'INSERT' OR OLD.looked_by_id IS NULL)
                    AND (NOT {manages("NEW.looked_by_id", at="NEW.looked_at")}
                         OR {is_not_the_actor("NEW.looked_by_id")})
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"search alert {self.pk}"
