"""What is put right after a review found that consent was dispensed with wrongly (C10)."""

from datetime import date
from typing import Any

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from frontdoor.core.conditions import at_least
from frontdoor.core.records import BRINGING_IN, TrackedQuerySet, TrackedRecord
from frontdoor.core.refusals import refuses
from frontdoor.core.timed import Clock
from frontdoor.models.contacts import Contact
from frontdoor.models.overrides import ConsentOverride
from frontdoor.models.rights import is_not_the_actor
from frontdoor.models.signing import signed_in_person
from frontdoor.models.ties import OF_THE_OVERRIDE, without_a_tie

REMEDY_CLOCK = Clock("C-REMEDY", started="set_on", due="due_on", finished="verified_on")

VERIFIED_BY_ANOTHER = "Somebody other than the person who did it must check that it is done."
VERIFIED_BY_NO_PARTY = "Somebody who neither asked for the decision without consent nor made it must check this."
OWNED_BY_ANOTHER = "Somebody other than the manager who made the decision puts it right."
REMEDY_STAYS = "What is to be put right, by whom and by when, cannot be changed once it is set."
WHAT_IS_PUT_RIGHT = "Say in at least 20 characters what is put right."
WHAT_WAS_DONE = "Say in at least 10 characters what was done, and who did it when."
SIGNED_IN_PERSON = "Whoever did it, or checked it, signs in person."

_STAYS = refuses(
    "remedy_stays",
    sentence=REMEDY_STAYS,
    operation=pgtrigger.Update,
    when="""
        (NEW.override_id, NEW.what, NEW.owner_id, NEW.set_on, NEW.set_by_id, NEW.due_on)
        IS DISTINCT FROM (OLD.override_id, OLD.what, OLD.owner_id, OLD.set_on, OLD.set_by_id, OLD.due_on)
        OR (OLD.verified_on IS NOT NULL
            AND (NEW.done_on, NEW.done_by_id, NEW.done_words, NEW.verified_on, NEW.verified_by_id)
            IS DISTINCT FROM (OLD.done_on, OLD.done_by_id, OLD.done_words, OLD.verified_on, OLD.verified_by_id))
    """,
)

_IN_PERSON = refuses(
    "remedy_signed_in_person",
    sentence=SIGNED_IN_PERSON,
    operation=pgtrigger.Insert | pgtrigger.Update,
    when=f"""
        NOT {BRINGING_IN} AND (
            TG_OP = 'INSERT' AND (NEW.done_on IS NOT NULL OR NEW.verified_on IS NOT NULL)
            OR TG_OP = 'UPDATE' AND (
                NEW.done_on IS NOT NULL AND OLD.done_on IS NULL
                AND {is_not_the_actor("NEW.done_by_id")}
                OR NEW.verified_on IS NOT NULL AND OLD.verified_on IS NULL
                AND {is_not_the_actor("NEW.verified_by_id")}))
    """,
)

_OWNED_BY_ANOTHER = refuses(
    "remedy_owned_by_another",
    sentence=OWNED_BY_ANOTHER,
    operation=pgtrigger.Insert,
    when=f"""
        NOT {BRINGING_IN} AND EXISTS (
            SELECT 1 FROM frontdoor_consentoverride o WHERE o.id = NEW.override_id AND o.decided_by_id = NEW.owner_id)
    """,  # noqa: S608 - no value of a user stands in this text
)

_BY_NO_PARTY = refuses(
    "remedy_verified_by_no_party",
    sentence=VERIFIED_BY_NO_PARTY,
    operation=pgtrigger.Insert | pgtrigger.Update,
    when=f"""
        NEW.verified_by_id IS NOT NULL AND NOT {BRINGING_IN} AND EXISTS (
            SELECT 1 FROM frontdoor_consentoverride o
            WHERE o.id = NEW.override_id AND NEW.verified_by_id IN (o.requested_by_id, o.decided_by_id))
    """,  # noqa: S608 - no value of a user stands in this text
)
"""Whoever was found wrong does not say that it is put right (C10)."""


class OverrideRemedyQuerySet(TrackedQuerySet):
    """What is still to be put right."""

    def open(self) -> "OverrideRemedyQuerySet":
        """Not checked by another person yet."""
        return self.filter(REMEDY_CLOCK.open_q()).order_by("due_on", "pk")

    def overdue(self, on: date) -> "OverrideRemedyQuerySet":
        return self.filter(REMEDY_CLOCK.overdue_q(on))

    def visible_to(self, worker: Any) -> "OverrideRemedyQuerySet":
        """Those on the contacts this worker may open."""
        return self.filter(override__contact__in=Contact.objects.visible_to(worker))


class OverrideRemedy(TrackedRecord):
    """One thing to put right: what, by whom, by when, and that another person saw it done."""

    override = models.OneToOneField(ConsentOverride, on_delete=models.PROTECT, related_name="remedy")
    what = models.TextField("what is put right")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    set_on = models.DateField()
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField()
    done_on = models.DateField(null=True, editable=False)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    done_words = models.TextField("what was done", blank=True)
    verified_on = models.DateField(null=True, editable=False)
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )

    objects = OverrideRemedyQuerySet.as_manager()

    class Meta(TrackedRecord.Meta):
        verbose_name_plural = "override remedies"
        indexes = [REMEDY_CLOCK.index("remedy")]
        constraints = [
            *REMEDY_CLOCK.constraints("remedy"),
            models.CheckConstraint(
                name="remedy_says_what", condition=at_least("what", 20), violation_error_message=WHAT_IS_PUT_RIGHT
            ),
            models.CheckConstraint(
                name="remedy_done_whole",
                condition=Q(done_on__isnull=True, done_by__isnull=True, done_words="")
                | Q(done_on__isnull=False, done_by__isnull=False) & at_least("done_words", 10),
                violation_error_message=WHAT_WAS_DONE,
            ),
            models.CheckConstraint(
                name="remedy_verified_by_another",
                condition=Q(verified_on__isnull=True, verified_by__isnull=True)
                | Q(verified_on__isnull=False, verified_by__isnull=False, done_on__isnull=False)
                & ~Q(verified_by=F("done_by"))
                & ~Q(verified_by=F("owner")),
                violation_error_message=VERIFIED_BY_ANOTHER,
            ),
        ]
        triggers = [
            *TrackedRecord.Meta.triggers,
            signed_in_person("remedy_set_signed_in_person", "set_by_id"),
            _STAYS,
            _IN_PERSON,
            _OWNED_BY_ANOTHER,
            _BY_NO_PARTY,
            without_a_tie(
                "remedy_signed_without_a_tie",
                "done_by_id",
                "verified_by_id",
                operation=pgtrigger.Update,
                children=OF_THE_OVERRIDE,
            ),
        ]

    def __str__(self) -> str:
        return f"remedy {self.pk}"
