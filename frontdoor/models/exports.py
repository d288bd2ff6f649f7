"""Lists of people that somebody takes out as a file: what for, how many people, and above fifty who approved it."""

from datetime import datetime, timedelta
from typing import Any

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from frontdoor.core.conditions import at_least, both_or_neither
from frontdoor.core.records import BRINGING_IN, TrackedQuerySet, TrackedRecord
from frontdoor.core.refusals import refuses
from frontdoor.core.roles import SENIOR_LEADER, SERVICE_MANAGER
from frontdoor.models.rights import holds, is_not_now, is_not_the_actor

ALONE_UP_TO = 50
"""People on a list that a worker may take out without anybody else (reliability.md 2.2, 16)."""

MOST_LINES = 5_000
APPROVED_FOR = timedelta(hours=24)
GROWS_BY = 10
"""A list goes on living while somebody decides: one person more in so many may stand on it when it is taken out."""

LEAST_WORDS = 10
APPROVERS = (SERVICE_MANAGER, SENIOR_LEADER)

WHAT_FOR = f"Say in at least {LEAST_WORDS} characters what the list is for."
WHY = f"Say in at least {LEAST_WORDS} characters why you approve or refuse it."
NOT_YOUR_OWN = "Somebody other than the person who asks must approve a list."
NOT_AN_APPROVER = "Only a service manager or senior leader can approve or refuse a list, in person and now."
NOBODY_APPROVED = (
    f"This list names more than {ALONE_UP_TO} people. Nobody has approved that you take it out, so no file is made."
)
TOO_LONG = f"This list is longer than {MOST_LINES:,} lines. Narrow it with the filters, and save it in parts."
TAKEN_BY_THE_ASKER = "Only the person who asked for a list can take it out, now."
EXPORT_STAYS = "What was asked, decided and taken out cannot be changed."


class ExportDecision(models.TextChoices):
    """What a second person said."""

    APPROVED = "approved", "Approved"
    REFUSED = "refused", "Refused"


class ExportQuerySet(TrackedQuerySet):
    """Lists that were asked for or taken out."""

    def visible_to(self, worker: Any) -> "ExportQuerySet":
        """One's own; those who may approve see everybody's."""
        if worker.roles & {role.code for role in APPROVERS}:
            return self.all()
        return self.filter(requested_by_id=worker.pk)

    def of(self, worker: Any) -> "ExportQuerySet":
        """What a worker asked for or took out, the latest first."""
        return self.filter(requested_by_id=worker.pk).order_by("-requested_at", "-pk")

    def waiting(self) -> "ExportQuerySet":
        """Those that need a second person and have no answer, the oldest first."""
        return self.filter(decided_at__isnull=True, taken_at__isnull=True).order_by("requested_at", "pk")

    def waiting_for(self, worker: Any) -> "ExportQuerySet":
        """Those that this worker can answer: never the own ones."""
        return self.waiting().exclude(requested_by_id=worker.pk)

    def answered_since(self, moment: Any) -> "ExportQuerySet":
        """Answered since a moment, and not taken out; the latest first."""
        return self.filter(decided_at__gt=moment, taken_at__isnull=True).order_by("-decided_at", "-pk")

    def newest_first(self) -> "ExportQuerySet":
        return self.order_by("-requested_at", "-pk")


class Export(TrackedRecord):
    """One list that left, or that somebody asks to take out.

    ``address`` is where the list stands, its filters among it; the file is made there, from what the asker may see at
    that moment. ``people`` and ``lines`` are as it was asked, ``taken_people`` and ``taken_lines`` as it left.
    """

    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="exports")
    requested_at = models.DateTimeField()
    name = models.CharField("which list", max_length=60)
    address = models.CharField(max_length=2000)
    people = models.PositiveIntegerField("people on the list")
    lines = models.PositiveIntegerField("lines of the list")
    purpose = models.CharField("what the list is for", max_length=200, error_messages={"blank": WHAT_FOR})
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="exports_decided"
    )
    decided_at = models.DateTimeField(null=True, editable=False)
    decision = models.CharField(max_length=8, choices=ExportDecision.choices, blank=True, editable=False)
    reason = models.CharField("why", max_length=500, blank=True, editable=False)
    taken_at = models.DateTimeField(null=True, editable=False)
    taken_people = models.PositiveIntegerField("people who left with the file", null=True, editable=False)
    taken_lines = models.PositiveIntegerField("lines that left", null=True, editable=False)

    objects = ExportQuerySet.as_manager()

    class Meta(TrackedRecord.Meta):
        indexes = [
            models.Index(
                fields=["requested_at", "id"],
                name="export_waiting",
                condition=Q(decided_at__isnull=True, taken_at__isnull=True),
            ),
            models.Index(fields=["requested_by", "-requested_at"], name="export_asker"),
            models.Index(fields=["-requested_at", "-id"], name="export_newest"),
        ]
        constraints = [
            models.CheckConstraint(
                name="export_has_a_purpose",
                condition=at_least("purpose", LEAST_WORDS),
                violation_error_message=WHAT_FOR,
            ),
            models.CheckConstraint(
                name="export_is_not_too_long",
                condition=Q(lines__lte=MOST_LINES) & (Q(taken_lines__isnull=True) | Q(taken_lines__lte=MOST_LINES)),
                violation_error_message=TOO_LONG,
            ),
            models.CheckConstraint(
                name="export_decided_whole",
                condition=Q(decided_at__isnull=True, decided_by__isnull=True, decision="")
                | Q(decided_at__isnull=False, decided_by__isnull=False, decision__in=ExportDecision.values)
                & at_least("reason", LEAST_WORDS),
                violation_error_message=WHY,
            ),
            models.CheckConstraint(
                name="export_not_by_the_asker",
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("requested_by")),
                violation_error_message=NOT_YOUR_OWN,
            ),
            models.CheckConstraint(
                name="export_taken_whole",
                condition=both_or_neither("taken_at", "taken_people") & both_or_neither("taken_at", "taken_lines"),
            ),
            models.CheckConstraint(
                name="export_of_many_is_approved",
                condition=Q(taken_at__isnull=True)
                | Q(taken_people__lte=ALONE_UP_TO, decision="")
                | Q(
                    decision=ExportDecision.APPROVED,
                    taken_at__gte=F("decided_at"),
                    taken_at__lte=F("decided_at") + APPROVED_FOR,
                    taken_people__lte=F("people") + F("people") / GROWS_BY,
                ),
                violation_error_message=NOBODY_APPROVED,
            ),
        ]
        triggers = [
            *TrackedRecord.Meta.triggers,
            refuses(
                "export_stays",
                sentence=EXPORT_STAYS,
                operation=pgtrigger.Update,
                when="""
                    (NEW.requested_by_id, NEW.requested_at, NEW.name, NEW.address, NEW.people, NEW.lines, NEW.purpose)
                    IS DISTINCT FROM
                    (OLD.requested_by_id, OLD.requested_at, OLD.name, OLD.address, OLD.people, OLD.lines, OLD.purpose)
                    OR OLD.decided_at IS NOT NULL
                    AND (NEW.decided_at, NEW.decided_by_id, NEW.decision, NEW.reason)
                    IS DISTINCT FROM (OLD.decided_at, OLD.decided_by_id, OLD.decision, OLD.reason)
                    OR OLD.taken_at IS NOT NULL
                    AND (NEW.taken_at, NEW.taken_people, NEW.taken_lines)
                    IS DISTINCT FROM (OLD.taken_at, OLD.taken_people, OLD.taken_lines)
                """,
            ),
            refuses(
                "export_requested_in_person",
                sentence=TAKEN_BY_THE_ASKER,
                operation=pgtrigger.Insert,
                when=f"NOT {BRINGING_IN} AND {is_not_the_actor('NEW.requested_by_id')}",
            ),
            refuses(
                "export_taken_in_person",
                sentence=TAKEN_BY_THE_ASKER,
                operation=pgtrigger.Insert | pgtrigger.Update,
                when=f"""
                    NOT {BRINGING_IN} AND NEW.taken_at IS NOT NULL AND (TG_OP = 'INSERT' OR OLD.taken_at IS NULL)
                    AND ({is_not_the_actor("NEW.requested_by_id")}
                         OR NEW.taken_people > {ALONE_UP_TO} AND {is_not_now("NEW.taken_at")})
                """,
            ),
            refuses(
                "export_decided_by_an_approver",
                sentence=NOT_AN_APPROVER,
                operation=pgtrigger.Insert | pgtrigger.Update,
                when=f"""
                    NEW.decided_by_id IS NOT NULL AND (TG_OP = 'INSERT' OR OLD.decided_by_id IS NULL)
                    AND (NOT {holds("NEW.decided_by_id", *(role.code for role in APPROVERS), at="NEW.decided_at")}
                         OR NOT {BRINGING_IN}
                         AND ({is_not_the_actor("NEW.decided_by_id")} OR {is_not_now("NEW.decided_at")}))
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"export {self.pk}"

    @property
    def title(self) -> str:
        """The list's name in words."""
        return self.name.replace("-", " ").capitalize()

    @property
    def ends_at(self) -> datetime | None:
        """Until when an approved list may be taken out; None before an answer."""
        return self.decided_at + APPROVED_FOR if self.decided_at is not None else None

    @property
    def most_people(self) -> int:
        """How many people may be on an approved list when it is taken out."""
        return self.people + self.people // GROWS_BY

    def is_open(self, at: datetime) -> bool:
        """Whether it was approved, has not run out and was not taken out."""
        approved = self.decision == ExportDecision.APPROVED and self.taken_at is None
        return approved and self.ends_at is not None and at <= self.ends_at
