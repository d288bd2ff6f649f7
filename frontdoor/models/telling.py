"""That a family is told afterwards that agencies were asked without its consent (C11)."""

from datetime import date, timedelta
from typing import Any

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from frontdoor.core.conditions import at_least
from frontdoor.core.records import BRINGING_IN, TrackedQuerySet, TrackedRecord
from frontdoor.core.refusals import TODAY_SQL, refuses
from frontdoor.core.timed import Clock
from frontdoor.models.contacts import Contact
from frontdoor.models.overrides import ConsentOverride
from frontdoor.models.rights import holds, is_not_the_actor
from frontdoor.models.ties import OF_THE_OVERRIDE, without_a_tie

TELLING_CLOCK = Clock("C-TOLD", started="started_on", due="due_on", finished="told_on")

NOT_TOLD = (
    "The family has to be told that agencies were asked without consent before this contact is decided, or the reason "
    "why not yet has to be recorded, with the day on which that is looked at again. That day must not have passed."
)
STILL_NOT_TOLD = (
    "The family has to be told that agencies were asked without consent before the record of this decision is "
    "complete, or the reason why not yet has to be recorded, with the day on which that is looked at again. That day "
    "must not have passed."
)
TOLD_WHOLE = "Say who was told, and what, in at least 10 characters."
PUT_OFF_WHOLE = "Say in at least 20 characters why the family is not told yet, and when that is looked at again."
PUT_OFF_AHEAD = "The day on which it is looked at again lies ahead."
LONGEST_PUT_OFF = timedelta(days=366)
PUT_OFF_LIMIT = "C-PUT-OFF"
PUT_OFF_TOO_LONG = "The day on which it is looked at again lies further ahead than the authority allows."
PUT_OFF_BY_ANOTHER = "A manager who neither asked for this decision nor signed it says that the family is not told yet."
PUT_OFF_BY = ("practice_manager", "service_manager")


TELLING_STAYS = "That the family was told, of what and from when on, cannot be changed."
TOLD_IN_PERSON = "That a family was told, or is not told yet, is signed by the worker who writes it, that day."
IN_THE_FUTURE = "The family cannot have been told in the future."
TOLD_BY_ANOTHER = "Somebody other than the manager who made the decision tells the family that it was not justified."
DUE_STAYS = "The day by which the family is told moves only with the reason why it is not told yet."


def family_not_told(contact: str) -> str:
    """SQL: somewhere on the contact with an id a family is neither told nor put off to a day that has not passed."""
    return f"""EXISTS (
            SELECT 1 FROM frontdoor_consentoverride o
            WHERE o.contact_id = {contact} AND o.decision = 'approved' AND (
                NOT EXISTS (SELECT 1 FROM frontdoor_familytelling t WHERE t.override_id = o.id)
                OR EXISTS (SELECT 1 FROM frontdoor_familytelling t
                           WHERE t.override_id = o.id AND t.told_on IS NULL
                             AND (t.put_off_on IS NULL OR {TELLING_CLOCK.past_due_sql("t", TODAY_SQL)}))))"""  # noqa: S608 - ours


_TOLD = "told_on", "told_by_id", "told_words"
_PUT_OFF = "put_off_on", "put_off_by_id", "put_off_reason"


def _changed(*columns: str) -> str:
    """SQL: one of the columns says something else than before."""
    new, old = (", ".join(f"{row}.{column}" for column in columns) for row in ("NEW", "OLD"))
    return f"(({new}) IS DISTINCT FROM ({old}))"


_STAYS = refuses(
    "telling_stays",
    sentence=TELLING_STAYS,
    operation=pgtrigger.Update,
    when=f"""
        {_changed("override_id", "of", "started_on")}
        OR OLD.told_on IS NOT NULL AND {_changed(*_TOLD, *_PUT_OFF, "due_on")}
        OR OLD.put_off_on IS NOT NULL AND NEW.put_off_on IS NULL
    """,
)

_SIGNED_IN_PERSON = refuses(
    "telling_signed_in_person",
    sentence=TOLD_IN_PERSON,
    operation=pgtrigger.Insert | pgtrigger.Update,
    when=f"""
        NOT {BRINGING_IN} AND (CASE TG_OP
            WHEN 'INSERT' THEN NEW.told_on IS NOT NULL OR NEW.put_off_on IS NOT NULL
            ELSE NEW.told_on IS NOT NULL AND {_changed(*_TOLD)} AND {is_not_the_actor("NEW.told_by_id")}
                OR NEW.put_off_on IS NOT NULL AND {_changed(*_PUT_OFF)}
                   AND (NEW.put_off_on <> {TODAY_SQL} OR {is_not_the_actor("NEW.put_off_by_id")})
        END)
    """,
)

_NOT_IN_THE_FUTURE = refuses(
    "telling_not_in_the_future",
    sentence=IN_THE_FUTURE,
    operation=pgtrigger.Update,
    when=f"NOT {BRINGING_IN} AND {_changed(*_TOLD)} AND NEW.told_on > {TODAY_SQL}",
)

_TOLD_BY_ANOTHER = refuses(
    "telling_of_a_wrong_by_another",
    sentence=TOLD_BY_ANOTHER,
    operation=pgtrigger.Insert | pgtrigger.Update,
    when=f"""
        NEW.of = 'wrong' AND NEW.told_by_id IS NOT NULL AND NOT {BRINGING_IN} AND EXISTS (
            SELECT 1 FROM frontdoor_consentoverride o
            WHERE o.id = NEW.override_id AND o.decided_by_id = NEW.told_by_id)
    """,  # noqa: S608 - no value of a user stands in this text
)

_DUE_STAYS = refuses(
    "telling_due_moves_with_a_reason",
    sentence=DUE_STAYS,
    operation=pgtrigger.Update,
    when=f"""
        {_changed("due_on")} AND NOT {BRINGING_IN}
        AND NOT (NEW.put_off_on IS NOT NULL AND NEW.put_off_on = {TODAY_SQL}
                 AND NOT {is_not_the_actor("NEW.put_off_by_id")})
    """,
)


_PUTS_OFF = f"NOT {BRINGING_IN} AND NEW.put_off_on IS NOT NULL AND {_changed(*_PUT_OFF, 'due_on')}"

_BY_ANOTHER = refuses(
    "telling_who_puts_it_off",
    sentence=PUT_OFF_BY_ANOTHER,
    operation=pgtrigger.Update,
    when=f"""
        {_PUTS_OFF} AND (
            NOT {holds("NEW.put_off_by_id", *PUT_OFF_BY, at="clock_timestamp()")}
            OR EXISTS (SELECT 1 FROM frontdoor_consentoverride o WHERE o.id = NEW.override_id
                       AND NEW.put_off_by_id IN (o.requested_by_id, o.decided_by_id)))
    """,  # noqa: S608 - no value of a user stands in this text
)

_WITHIN_LIMIT = refuses(
    "telling_within_the_limit",
    sentence=PUT_OFF_TOO_LONG,
    operation=pgtrigger.Update,
    when=f"""
        {_PUTS_OFF} AND NEW.due_on > NEW.put_off_on + (
            SELECT least(p.value, {LONGEST_PUT_OFF.days}) FROM frontdoor_policyperiod p
            WHERE p.code = '{PUT_OFF_LIMIT}' AND p.team_id IS NULL AND p.valid_from <= NEW.put_off_on
            ORDER BY p.valid_from DESC LIMIT 1)
    """,  # noqa: S608 - no value of a user stands in this text
)


class ToldOf(models.TextChoices):
    """What the family is told."""

    ASKED = "asked", "Agencies were asked without consent"
    NOT_JUSTIFIED = "wrong", "Agencies were asked without consent, and that was not justified"


class FamilyTellingQuerySet(TrackedQuerySet):
    """Families to be told."""

    def owed(self) -> "FamilyTellingQuerySet":
        """Not told yet, the one that is due first standing first."""
        return self.filter(TELLING_CLOCK.open_q()).order_by("due_on", "pk")

    def overdue(self, on: date) -> "FamilyTellingQuerySet":
        """Not told by the promised day, or by the day to which it was put off."""
        return self.filter(TELLING_CLOCK.overdue_q(on))

    def unsettled(self, contact: Contact, *, on: date) -> "FamilyTellingQuerySet":
        """Those on a contact that are neither told nor put off to a day that has not passed: with one, it cannot be
        decided (C11)."""
        put_off = Q(put_off_on__isnull=False) & ~TELLING_CLOCK.overdue_q(on)
        return self.filter(~put_off, TELLING_CLOCK.open_q(), override__contact=contact)

    def visible_to(self, worker: Any) -> "FamilyTellingQuerySet":
        """Those on the contacts this worker may open."""
        return self.filter(override__contact__in=Contact.objects.visible_to(worker))


class FamilyTelling(TrackedRecord):
    """One family to be told, when that is due, and that it was done or put off with a reason."""

    override = models.ForeignKey(ConsentOverride, on_delete=models.PROTECT, related_name="tellings")
    of = models.CharField("what the family is told", max_length=5, choices=ToldOf.choices)
    started_on = models.DateField()
    due_on = models.DateField()
    told_on = models.DateField(null=True, editable=False)
    told_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    told_words = models.TextField("who was told, and what was said", blank=True)
    put_off_on = models.DateField(null=True, editable=False)
    put_off_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    put_off_reason = models.TextField("why the family is not told yet", blank=True)

    objects = FamilyTellingQuerySet.as_manager()

    class Meta(TrackedRecord.Meta):
        indexes = [TELLING_CLOCK.index("telling")]
        constraints = [
            *TELLING_CLOCK.constraints("telling"),
            models.UniqueConstraint(fields=["override", "of"], name="telling_once"),
            models.CheckConstraint(
                name="telling_told_whole",
                condition=Q(told_on__isnull=True, told_by__isnull=True, told_words="")
                | Q(told_on__isnull=False, told_by__isnull=False) & at_least("told_words", 10),
                violation_error_message=TOLD_WHOLE,
            ),
            models.CheckConstraint(
                name="telling_put_off_whole",
                condition=Q(put_off_on__isnull=True, put_off_by__isnull=True, put_off_reason="")
                | Q(put_off_on__isnull=False, put_off_by__isnull=False) & at_least("put_off_reason", 20),
                violation_error_message=PUT_OFF_WHOLE,
            ),
            models.CheckConstraint(
                name="telling_put_off_ahead",
                condition=Q(put_off_on__isnull=True) | Q(told_on__isnull=False) | Q(due_on__gt=F("put_off_on")),
                violation_error_message=PUT_OFF_AHEAD,
            ),
        ]
        triggers = [
            *TrackedRecord.Meta.triggers,
            _STAYS,
            _SIGNED_IN_PERSON,
            _NOT_IN_THE_FUTURE,
            _TOLD_BY_ANOTHER,
            _DUE_STAYS,
            _BY_ANOTHER,
            _WITHIN_LIMIT,
            without_a_tie(
                "telling_without_a_tie",
                "told_by_id",
                "put_off_by_id",
                operation=pgtrigger.Update,
                children=OF_THE_OVERRIDE,
            ),
        ]

    def __str__(self) -> str:
        return f"telling {self.pk}"

    def is_told_by_another_than(self, worker: Any) -> bool:
        """Whether somebody else has to tell it: who made a decision that was not justified does not (C10)."""
        return self.of == ToldOf.NOT_JUSTIFIED and self.override.decided_by_id == worker.pk
