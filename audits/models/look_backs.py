"""Looking back at past contacts: a cohort picked by criteria, worked one by one, until the totals reconcile (L64)."""

from typing import Any

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Count, F, Q

from frontdoor.core.conditions import at_least, both_or_neither
from frontdoor.core.records import TrackedQuerySet, TrackedRecord
from frontdoor.core.refusals import refuses
from frontdoor.models import Contact

PURPOSE_TOO_SHORT = "Say in at least 20 characters why these contacts are looked at again."
FOUND_TOO_SHORT = "Say in at least 20 characters what you found."
ACTION_WANTED = "Say what must be done, by whom and by when."
NOT_ONES_OWN = "Somebody other than the manager who decided this contact looks back at it."
TOOK_PART = (
    "Somebody who neither asked for, signed nor reviewed a decision without consent on this contact looks back at it."
)
STILL_TO_DO = "Contacts are still to be looked at. Record what was found on each first."
CLOSED = "This look-back is closed. What was found stays as it is."


class Finding(models.TextChoices):
    """What looking back at one contact found."""

    SOUND = "sound", "The decision was sound and is well recorded"
    RECORD = "record", "Sound, but the reasons are poorly recorded"
    LEARNING = "learning", "Something to learn; nothing to put right"
    ACT = "act", "Something must be put right for this child or family"


class LookBackQuerySet(TrackedQuerySet):
    def newest_first(self) -> "LookBackQuerySet":
        """Each with ``total`` and ``to_do``."""
        counts = {"total": Count("items"), "to_do": Count("items", filter=Q(items__finding=""))}
        return self.select_related("started_by").annotate(**counts).order_by("-started_at", "-pk")


class LookBack(TrackedRecord):
    """One review of past practice: which contacts, why, and whether it is done. ``criteria`` is what was chosen."""

    name = models.CharField(max_length=120)
    purpose = models.TextField("why these contacts are looked at again")
    criteria = models.JSONField(default=dict, blank=True)
    started_at = models.DateTimeField()
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True, editable=False)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )

    objects = LookBackQuerySet.as_manager()

    class Meta(TrackedRecord.Meta):
        constraints = [
            models.CheckConstraint(
                name="look_back_says_why", condition=at_least("purpose", 20), violation_error_message=PURPOSE_TOO_SHORT
            ),
            models.CheckConstraint(
                name="look_back_closed_by_somebody", condition=both_or_neither("closed_at", "closed_by")
            ),
        ]
        triggers = [
            *TrackedRecord.Meta.triggers,
            refuses(
                "look_back_closed_when_done",
                sentence=STILL_TO_DO,
                operation=pgtrigger.Update,
                when="""
                    NEW.closed_at IS NOT NULL AND EXISTS (
                        SELECT 1 FROM audits_lookbackitem i WHERE i.look_back_id = NEW.id AND i.finding = '')
                """,
            ),
        ]

    def __str__(self) -> str:
        return self.name


class LookBackItemQuerySet(TrackedQuerySet):
    """The worklist of a look-back."""

    def visible_to(self, worker: Any) -> "LookBackItemQuerySet":
        """Contacts that the worker may open."""
        return self.filter(contact__in=Contact.objects.visible_to(worker))

    def of(self, look_back_id: int) -> "LookBackItemQuerySet":
        """Those of one look-back, the oldest contact first."""
        return self.filter(look_back_id=look_back_id).order_by("contact__received_at", "pk")

    def to_do(self) -> "LookBackItemQuerySet":
        """Not looked at yet."""
        return self.filter(finding="")

    def totals(self) -> dict[str, int]:
        """How many of each finding, "" for those still to do; they add up to all of them."""
        rows = self.order_by().values("finding").annotate(items=Count("pk"))
        return {row["finding"]: row["items"] for row in rows}


_NOT_ONES_OWN = refuses(
    "look_back_not_ones_own",
    sentence=NOT_ONES_OWN,
    operation=pgtrigger.Insert | pgtrigger.Update,
    when="""
        NEW.looked_by_id IS NOT NULL AND EXISTS (
            SELECT 1 FROM frontdoor_contact c WHERE c.id = NEW.contact_id AND c.decided_by_id = NEW.looked_by_id)
    """,
)
_TOOK_NO_PART = refuses(
    "look_back_by_who_took_no_part",
    sentence=TOOK_PART,
    operation=pgtrigger.Insert | pgtrigger.Update,
    when="""
        NEW.looked_by_id IS NOT NULL AND EXISTS (
            SELECT 1 FROM frontdoor_consentoverride o
            WHERE o.contact_id = NEW.contact_id
              AND NEW.looked_by_id IN (o.requested_by_id, o.decided_by_id, o.reviewed_by_id))
    """,
)
_STAYS_WHEN_CLOSED = refuses(
    "look_back_stays_when_closed",
    sentence=CLOSED,
    operation=pgtrigger.Insert | pgtrigger.Update,
    when="EXISTS (SELECT 1 FROM audits_lookback b WHERE b.id = NEW.look_back_id AND b.closed_at IS NOT NULL)",
)


class LookBackItem(TrackedRecord):
    """One contact of a look-back, and what was found by somebody who did not decide it."""

    look_back = models.ForeignKey(LookBack, on_delete=models.PROTECT, related_name="items")
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="look_backs")
    finding = models.CharField(max_length=8, choices=Finding.choices, blank=True)
    found = models.TextField("what was found", blank=True)
    action = models.TextField("what must be put right", blank=True)
    action_owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    action_due_on = models.DateField("by when", null=True, blank=True)
    looked_at = models.DateTimeField(null=True, editable=False)
    looked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )

    objects = LookBackItemQuerySet.as_manager()

    class Meta(TrackedRecord.Meta):
        constraints = [
            models.UniqueConstraint(fields=["look_back", "contact"], name="look_back_once_a_contact"),
            models.CheckConstraint(
                name="look_back_found_by_somebody",
                condition=both_or_neither("looked_at", "looked_by")
                & (Q(finding="", looked_at__isnull=True) | ~Q(finding="") & Q(looked_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="look_back_says_what_was_found",
                condition=Q(finding="") | at_least("found", 20),
                violation_error_message=FOUND_TOO_SHORT,
            ),
            models.CheckConstraint(
                name="look_back_action_is_whole",
                condition=~Q(finding="act") & Q(action="", action_owner__isnull=True, action_due_on__isnull=True)
                | Q(finding="act", action_owner__isnull=False, action_due_on__isnull=False) & at_least("action", 10),
                violation_error_message=ACTION_WANTED,
            ),
            models.CheckConstraint(
                name="look_back_action_after_finding",
                condition=Q(action_due_on__isnull=True) | Q(action_due_on__gte=F("looked_at__date")),
                violation_error_message="The day by which it must be put right cannot be in the past.",
            ),
        ]
        triggers = [*TrackedRecord.Meta.triggers, _NOT_ONES_OWN, _TOOK_NO_PART, _STAYS_WHEN_CLOSED]

    def __str__(self) -> str:
        return f"look-back item {self.pk}"
