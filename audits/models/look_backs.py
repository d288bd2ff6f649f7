"""Looking back at past contacts: a cohort picked by criteria, worked one by one, until the totals reconcile (L64)."""

from typing import Any

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q

from frontdoor.core.conditions import at_least, both_or_neither
from frontdoor.core.records import BRINGING_IN, TrackedQuerySet, TrackedRecord
from frontdoor.core.refusals import TODAY_SQL, refuses
from frontdoor.core.roles import AUDITOR, SENIOR_LEADER, SERVICE_MANAGER
from frontdoor.models import AccessGrant, Contact
from frontdoor.models.rights import holds, is_not_now, is_not_the_actor
from frontdoor.models.signing import signed_in_person

PURPOSE_TOO_SHORT = "Say in at least 20 characters why these contacts are looked at again."
FOUND_TOO_SHORT = "Say in at least 20 characters what you found."
ACTION_WANTED = "Say what must be done, by whom and by when."
NOT_ONES_OWN = "Somebody other than the manager who decided this contact looks back at it."
TOOK_PART = (
    "Somebody who neither asked for, signed nor reviewed a decision without consent on this contact looks back at it."
)
STILL_TO_DO = (
    "Contacts are still to be looked at, and some may be hidden from you. What was found is recorded on each first."
)
HANDED_TO_WHO_WORKS_IT = (
    "Contacts that are hidden from you are handed to an auditor, a service manager or a senior leader who works here."
)
HANDED_IN_PERSON = "Whoever hands contacts on signs it, at the time it is done, while the look-back is open."
LOOKERS = (SENIOR_LEADER, SERVICE_MANAGER, AUDITOR)
"""Who looks back at contacts."""
CLOSED = "This look-back is closed. What was found stays as it is."


class Finding(models.TextChoices):
    """What looking back at one contact found."""

    SOUND = "sound", "The decision was sound and is well recorded"
    RECORD = "record", "Sound, but the reasons are poorly recorded"
    LEARNING = "learning", "Something to learn; nothing to put right"
    ACT = "act", "Something must be put right for this child or family"


class LookBackQuerySet(TrackedQuerySet):
    def newest_first(self) -> "LookBackQuerySet":
        """Each with ``total`` and ``to_do`` of all its contacts, whoever may open them."""
        counts = {"total": Count("items"), "to_do": Count("items", filter=Q(items__finding=""))}
        people = self.select_related("started_by", "handed_to", "handed_by")
        return people.annotate(**counts).order_by("-started_at", "-pk")

    def handed_to(self, worker: Any) -> "LookBackQuerySet":
        """Open ones with contacts still to be looked at, of which those that are hidden from others were handed to a
        worker; the oldest first."""
        to_do = LookBackItem.objects.to_do().filter(look_back_id=OuterRef("pk"))
        return self.filter(Exists(to_do), handed_to_id=worker.pk, closed_at__isnull=True).order_by("started_at", "pk")


_CLOSED_WHEN_DONE = refuses(
    "look_back_closed_when_done",
    sentence=STILL_TO_DO,
    operation=pgtrigger.Update,
    when="""
        NEW.closed_at IS NOT NULL AND EXISTS (
            SELECT 1 FROM audits_lookbackitem i WHERE i.look_back_id = NEW.id AND i.finding = '')
    """,
)
_HANDED_ON = "(NEW.handed_to_id, NEW.handed_at, NEW.handed_by_id)"
_IS_HANDED_ON = f"{_HANDED_ON} IS DISTINCT FROM {_HANDED_ON.replace('NEW', 'OLD')} AND NOT {BRINGING_IN}"
_HANDED_TO_WHO_WORKS_IT = refuses(
    "look_back_handed_to_who_works_it",
    sentence=HANDED_TO_WHO_WORKS_IT,
    operation=pgtrigger.Insert | pgtrigger.Update,
    when=f"""
        {_IS_HANDED_ON} AND NOT (
            EXISTS (SELECT 1 FROM workforce_worker w WHERE w.id = NEW.handed_to_id AND w.is_active
                    AND (w.ended_on IS NULL OR w.ended_on >= {TODAY_SQL}))
            AND {holds("NEW.handed_to_id", *(role.code for role in LOOKERS), at="clock_timestamp()")})
    """,  # noqa: S608 - no value of a user stands in this text
)
_HANDED_IN_PERSON = refuses(
    "look_back_handed_on_in_person",
    sentence=HANDED_IN_PERSON,
    operation=pgtrigger.Insert | pgtrigger.Update,
    when=f"""
        {_IS_HANDED_ON} AND (
            OLD.closed_at IS NOT NULL OR {is_not_now("NEW.handed_at")} OR {is_not_the_actor("NEW.handed_by_id")})
    """,
)


class LookBack(TrackedRecord):
    """One review of past practice: which contacts, why, and whether it is done. ``criteria`` is what was chosen.

    ``handed_to`` looks at those that are hidden from whoever leads it: the managers named on a restricted record are
    asked to name this worker on it.
    """

    name = models.CharField(max_length=120)
    purpose = models.TextField("why these contacts are looked at again")
    criteria = models.JSONField(default=dict, blank=True)
    started_at = models.DateTimeField()
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True, editable=False)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    handed_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    handed_at = models.DateTimeField(null=True, editable=False)
    handed_by = models.ForeignKey(
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
            models.CheckConstraint(
                name="look_back_handed_on_whole",
                condition=both_or_neither("handed_at", "handed_by") & both_or_neither("handed_at", "handed_to"),
                violation_error_message=HANDED_IN_PERSON,
            ),
        ]
        triggers = [
            *TrackedRecord.Meta.triggers,
            signed_in_person("look_back_signed_in_person", "started_by_id", "closed_by_id"),
            _CLOSED_WHEN_DONE,
            _HANDED_TO_WHO_WORKS_IT,
            _HANDED_IN_PERSON,
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

    def waiting_for_a_name(self, manager: Any) -> "LookBackItemQuerySet":
        """Contacts to look at about restricted records on which a manager is named, and whoever they were handed to is
        not yet; one row for each such record, with its ``person_id``. The oldest contact first."""
        record = AccessGrant.objects.naming().live().filter(person_id=OuterRef("person_id"))
        to_do = self.to_do().filter(look_back__closed_at__isnull=True, look_back__handed_to__isnull=False)
        people = to_do.annotate(
            person_id=F("contact__about__child_id"), is_restricted=F("contact__about__child__restricted")
        )
        return people.filter(
            Exists(record.filter(worker_id=manager.pk)),
            ~Exists(record.filter(worker_id=OuterRef("look_back__handed_to_id"))),
            is_restricted=True,
        ).order_by("contact__received_at", "pk", "person_id")

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
        triggers = [
            *TrackedRecord.Meta.triggers,
            signed_in_person("look_back_item_signed_in_person", "looked_by_id"),
            _NOT_ONES_OWN,
            _TOOK_NO_PART,
            _STAYS_WHEN_CLOSED,
        ]

    def __str__(self) -> str:
        return f"look-back item {self.pk}"
