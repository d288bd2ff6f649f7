"""A manager's decision that an answer about consent opens: a withdrawal, parents who disagree, a service refused.

The database opens it with the answer itself (``stopping``), so that no withdrawal goes without one (C08, C12). It is
about one no, and what is decided answers that one alone.
"""

from datetime import datetime
from typing import Any

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from frontdoor.core.conditions import at_least
from frontdoor.core.records import BRINGING_IN, TrackedQuerySet, TrackedRecord
from frontdoor.core.refusals import refuses
from frontdoor.core.timed import Clock
from frontdoor.models.answers import ANSWER, NO, YES, counts_on, giver, later
from frontdoor.models.consent import ConsentEvent, ConsentKind
from frontdoor.models.contacts import Contact
from frontdoor.models.people import Person
from frontdoor.models.rights import is_not_now, is_not_the_actor, manages
from frontdoor.models.ties import without_a_tie

MATTER_CLOCK = Clock("C-MATTER", started="opened_at", due="due_at", finished="decided_at")

NOT_A_MANAGER = "Only a practice manager or a service manager can decide this."
NOT_THE_RECORDER = "Somebody other than the person who recorded the answer must decide this."
RECORDED_IT_ALONE = "Somebody other than the person who recorded the agreement must decide to go on with it."
SIGNED_IN_PERSON = "A decision is signed by the manager who makes it, at the time it is made."
NOBODY_AGREES = "Nobody else has agreed: there is no agreement to go on with."
ABOUT_A_NO = "A manager's decision is about one no to this consent for this child."
REASON_NEEDED = "A decision needs its reason in at least 20 characters."
MATTER_STAYS = "What was decided about consent cannot be changed. A new answer opens a new decision."


class Cause(models.TextChoices):
    """Why a manager has to decide."""

    WITHDRAWN = "withdrawn", "Agreement was withdrawn"
    DISAGREE = "disagree", "One of the family agrees, another does not"
    REFUSED = "refused", "An assessment or service was refused"


class MatterDecision(models.TextChoices):
    """What a manager can decide; the software never does."""

    STOP = "stop", "Nothing goes on without agreement"
    RELY = "rely", "Go on with the agreement of the one who agrees"
    CONCERN = "concern", "There is reasonable cause to suspect significant harm"


_IN_PERSON = refuses(
    "matter_decided_in_person",
    sentence=SIGNED_IN_PERSON,
    operation=pgtrigger.Insert | pgtrigger.Update,
    when=f"""
        NEW.decided_at IS NOT NULL AND NOT {BRINGING_IN} AND (
            TG_OP = 'INSERT'
            OR OLD.decided_at IS NULL AND (
                {is_not_the_actor("NEW.decided_by_id")}
                OR {is_not_now("NEW.decided_at")}))
    """,
)

_BY_A_MANAGER = refuses(
    "matter_decided_by_a_manager",
    sentence=NOT_A_MANAGER,
    operation=pgtrigger.Insert | pgtrigger.Update,
    when=f"""
        NEW.decided_by_id IS NOT NULL
        AND NOT {manages("NEW.decided_by_id", at="NEW.decided_at")}
    """,
)

_ABOUT_A_NO = refuses(
    "matter_about_a_no",
    sentence=ABOUT_A_NO,
    operation=pgtrigger.Insert,
    when=f"""
        NOT EXISTS (
            SELECT 1 FROM frontdoor_consentevent e
            WHERE e.id = NEW.refusal_id AND e.child_id = NEW.child_id AND e.kind = NEW.kind AND e.status IN ({NO}))
    """,  # noqa: S608 - the codes of an enumeration
)

_NOT_WHO_RECORDED_THE_NO = refuses(
    "matter_not_by_who_recorded_the_no",
    sentence=NOT_THE_RECORDER,
    operation=pgtrigger.Insert | pgtrigger.Update,
    when=f"""
        NEW.decided_at IS NOT NULL AND (TG_OP = 'INSERT' OR OLD.decided_at IS NULL) AND NOT {BRINGING_IN} AND EXISTS (
            SELECT 1 FROM frontdoor_consentevent e
            WHERE e.id = NEW.refusal_id AND e.recorded_by_id = NEW.decided_by_id)
    """,  # noqa: S608 - no value of a user stands in this text
)

_AGREES = f"""
                SELECT 1 FROM frontdoor_consentevent no, frontdoor_consentevent y
                WHERE no.id = NEW.refusal_id AND y.child_id = NEW.child_id AND y.kind = NEW.kind AND y.status IN ({YES})
                  AND {counts_on("no", "y.contact_id")} AND NOT EXISTS (
                    SELECT 1 FROM frontdoor_consentevent since
                    WHERE since.child_id = y.child_id AND since.kind = y.kind AND since.status IN ({ANSWER})
                      AND {giver("since")} = {giver("y")} AND {counts_on("since", "y.contact_id")}
                      AND {later("since", "y")})"""  # noqa: S608 - columns of ours
"""Who still agrees on a contact on which this no counts."""

_RELIES_ON_SOMEBODY = refuses(
    "matter_relies_on_somebody",
    sentence=NOBODY_AGREES,
    operation=pgtrigger.Insert | pgtrigger.Update,
    when=f"""
        NEW.decision = 'rely' AND (TG_OP = 'INSERT' OR OLD.decided_at IS NULL) AND NOT EXISTS ({_AGREES})
    """,
)

_RELIES_ON_ANOTHERS_RECORD = refuses(
    "matter_relies_on_anothers_record",
    sentence=RECORDED_IT_ALONE,
    operation=pgtrigger.Insert | pgtrigger.Update,
    when=f"""
        NEW.decision = 'rely' AND (TG_OP = 'INSERT' OR OLD.decided_at IS NULL) AND NOT {BRINGING_IN} AND EXISTS (
            {_AGREES} AND y.recorded_by_id = NEW.decided_by_id)
    """,
)

_STAYS = refuses(
    "matter_stays",
    sentence=MATTER_STAYS,
    operation=pgtrigger.Update,
    when="""
        (NEW.event_id, NEW.refusal_id, NEW.contact_id, NEW.child_id, NEW.kind, NEW.cause, NEW.opened_at,
         NEW.opened_by_id)
        IS DISTINCT FROM
        (OLD.event_id, OLD.refusal_id, OLD.contact_id, OLD.child_id, OLD.kind, OLD.cause, OLD.opened_at,
         OLD.opened_by_id)
        OR (OLD.due_at IS NOT NULL AND NEW.due_at IS DISTINCT FROM OLD.due_at)
        OR (OLD.decided_at IS NOT NULL
            AND (NEW.decided_at, NEW.decided_by_id, NEW.decision, NEW.reason)
            IS DISTINCT FROM (OLD.decided_at, OLD.decided_by_id, OLD.decision, OLD.reason))
    """,
)


class ConsentMatterQuerySet(TrackedQuerySet):
    """The managers' list."""

    def undecided(self) -> "ConsentMatterQuerySet":
        return self.filter(decided_at__isnull=True).order_by(F("due_at").asc(nulls_first=True), "pk")

    def for_decider(self, worker: Any) -> "ConsentMatterQuerySet":
        """Waiting for a manager who recorded neither the no nor the answer that opened it."""
        return self.undecided().exclude(opened_by_id=worker.pk).exclude(refusal__recorded_by_id=worker.pk)

    def overdue(self, at: datetime) -> "ConsentMatterQuerySet":
        return self.filter(MATTER_CLOCK.overdue_q(at))

    def answered(self) -> Any:
        """The ids of each no in spite of which a manager goes on with another's agreement."""
        return self.filter(decision=MatterDecision.RELY).order_by().values_list("refusal_id", flat=True)

    def visible_to(self, worker: Any) -> "ConsentMatterQuerySet":
        """Those on the contacts this worker may open."""
        return self.filter(contact__in=Contact.objects.visible_to(worker))


class ConsentMatter(TrackedRecord):
    """One question that a manager has to decide about the consent of one child: what one no (``refusal``) comes to.

    It was opened by that no or by an answer of somebody else after it (``event``).
    """

    event = models.ForeignKey(ConsentEvent, on_delete=models.PROTECT, editable=False, related_name="matters")
    refusal = models.ForeignKey(ConsentEvent, on_delete=models.PROTECT, editable=False, related_name="decisions")
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, editable=False, related_name="consent_matters")
    child = models.ForeignKey(Person, on_delete=models.PROTECT, editable=False, related_name="+")
    kind = models.CharField(max_length=1, choices=ConsentKind.choices, editable=False)
    cause = models.CharField(max_length=9, choices=Cause.choices, editable=False)
    opened_at = models.DateTimeField(editable=False)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, editable=False, related_name="+")
    due_at = models.DateTimeField(null=True, editable=False)
    decided_at = models.DateTimeField(null=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    decision = models.CharField(max_length=7, choices=MatterDecision.choices, blank=True)
    reason = models.TextField(blank=True)

    objects = ConsentMatterQuerySet.as_manager()

    class Meta(TrackedRecord.Meta):
        indexes = [MATTER_CLOCK.index("matter"), models.Index(fields=["contact", "child"], name="matter_child")]
        constraints = [
            *MATTER_CLOCK.constraints("matter"),
            models.UniqueConstraint(fields=["event", "refusal"], name="matter_once"),
            models.CheckConstraint(
                name="matter_decided_whole",
                condition=Q(decided_at__isnull=True, decided_by__isnull=True, decision="", reason="")
                | Q(decided_at__isnull=False, decided_by__isnull=False, decision__in=MatterDecision.values)
                & at_least("reason", 20),
                violation_error_message=REASON_NEEDED,
            ),
            models.CheckConstraint(
                name="matter_not_by_the_recorder",
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("opened_by")),
                violation_error_message=NOT_THE_RECORDER,
            ),
        ]
        triggers = [
            *TrackedRecord.Meta.triggers,
            _IN_PERSON,
            _BY_A_MANAGER,
            without_a_tie(
                "matter_decided_without_a_tie", "decided_by_id", operation=pgtrigger.Insert | pgtrigger.Update
            ),
            _ABOUT_A_NO,
            _NOT_WHO_RECORDED_THE_NO,
            _RELIES_ON_SOMEBODY,
            _RELIES_ON_ANOTHERS_RECORD,
            _STAYS,
        ]

    def __str__(self) -> str:
        return f"consent matter {self.pk}"
