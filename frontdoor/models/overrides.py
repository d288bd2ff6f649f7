"""Overriding consent: one person asks, another decides, a third reviews; the request can never be rewritten."""

from datetime import datetime, timedelta
from typing import Any

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from frontdoor.core import access
from frontdoor.core.records import BRINGING_IN, EventRecord, TrackedQuerySet, TrackedRecord
from frontdoor.core.refusals import refuses
from frontdoor.core.roles import ROLES
from frontdoor.core.timed import Clock
from frontdoor.models.acting_now import ACTS_AT_ONCE
from frontdoor.models.agencies import Agency
from frontdoor.models.check_wording import never_investigates
from frontdoor.models.closed_contacts import not_on_a_closed_contact
from frontdoor.models.contacts import Contact
from frontdoor.models.ground_rules import OF_A_REQUEST
from frontdoor.models.override_choices import (
    ActsNow,
    Asked,
    Ground,
    Harm,
    LegalBasis,
    OverrideDecision,
    OverrideReason,
    ReviewResult,
)
from frontdoor.models.override_questions import QUESTIONS_ON_LINES
from frontdoor.models.override_rules import (
    ASKED_BY_THE_SIGNER,
    CHILD_NOT_ON_CONTACT,
    DECIDED_ANEW_BY_A_THIRD,
    DECIDED_BY_THE_SIGNER,
    DECIDER_HOLDS_THE_RIGHT,
    DECIDER_IS_REGISTERED,
    ENDS_IN_TIME,
    EVIDENCE_HAS_ITS_NUMBER,
    EVIDENCE_STANDS,
    FACTS_TELL,
    FACTS_TOO_SHORT,
    IS_PUT_TO_THE_LOT,
    NAMES_ITS_BASIS,
    NOT_WHOLE,
    REQUEST_IS_KEPT,
    REQUEST_STAYS,
    REVIEW_IS_WHOLE,
    REVIEWED_BY_NO_STARTER,
    REVIEWED_BY_THE_SIGNER,
    REVIEWER_IS_A_MANAGER,
    SIGNED_WHEN_RECORDED,
    TWO_ATTEMPTS_MADE,
    UNJUSTIFIED_IS_PUT_RIGHT,
)
from frontdoor.models.people import Person
from frontdoor.models.request_rules import DECISION_IS_WHOLE, REQUEST_IS_WHOLE, REQUEST_TRIGGERS
from frontdoor.models.review_lot import falls
from frontdoor.models.rights import not_this_act
from frontdoor.models.stopping import STOPS_WHAT_STOOD_ON_IT
from frontdoor.models.ties import without_a_tie

REVIEW_CLOCK = Clock("T33", started="decided_at", due="review_due_at", finished="reviewed_at")

ANSWERS_SHOWN_FOR = timedelta(days=14)
RECORDED_LATE = timedelta(hours=2)


class ConsentOverrideQuerySet(TrackedQuerySet):
    """The managers' approval queue."""

    def undecided(self) -> "ConsentOverrideQuerySet":
        return self.filter(decided_at__isnull=True).order_by("requested_at", "pk")

    def answered_since(self, now: datetime) -> "ConsentOverrideQuerySet":
        """Decided within the last two weeks."""
        return self.filter(decided_at__gte=now - ANSWERS_SHOWN_FOR)

    def asked_by_within(self, override: "ConsentOverride", *, days: int) -> "ConsentOverrideQuerySet":
        """What the same person asked for otherwise in the days before a request."""
        return self.filter(
            requested_by_id=override.requested_by_id,
            requested_at__gte=override.requested_at - timedelta(days=days),
            requested_at__lte=override.requested_at,
        ).exclude(pk=override.pk)

    def turned_down(self, override: "ConsentOverride") -> "ConsentOverrideQuerySet":
        """The other requests on the contact of one that were refused, or found not justified (C10)."""
        no = Q(decision=OverrideDecision.REFUSED) | Q(review_result=ReviewResult.NOT_JUSTIFIED)
        return self.filter(no, contact_id=override.contact_id).exclude(pk=override.pk).order_by("pk")

    def of_part_by(self, worker: Any) -> "ConsentOverrideQuerySet":
        """Those that a worker asked for, decided or reviewed."""
        return self.filter(Q(requested_by_id=worker.pk) | Q(decided_by_id=worker.pk) | Q(reviewed_by_id=worker.pk))

    def visible_to(self, worker: Any) -> "ConsentOverrideQuerySet":
        """Requests on the contacts this worker may open."""
        if not access.handles_cases(worker):
            return self.none()
        return self.filter(contact__in=Contact.objects.visible_to(worker))

    def awaiting_review(self) -> "ConsentOverrideQuerySet":
        """Approved, drawn for review, and not reviewed yet; the one that is due first stands first."""
        return self.filter(REVIEW_CLOCK.open_q()).order_by("review_due_at", "pk")

    def for_reviewer(self, worker: Any) -> "ConsentOverrideQuerySet":
        """Waiting for a third person, whom this worker can be (C10)."""
        others = self.awaiting_review().exclude(requested_by_id=worker.pk).exclude(decided_by_id=worker.pk)
        return others.exclude(strategy__led_by_id=worker.pk)

    def review_overdue(self, at: datetime) -> "ConsentOverrideQuerySet":
        """Not reviewed by the end of its working day (T33)."""
        return self.filter(REVIEW_CLOCK.overdue_q(at))


class ConsentOverride(TrackedRecord):
    """A request to ask named agencies about named children without consent, and a manager's decision on it.

    The person who asks never decides. What the request says cannot be changed afterwards (C09).
    ``evidence`` holds words by reason code, ``attempts`` a list of {"at", "means", "whom"}.
    """

    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="overrides")
    children = models.ManyToManyField(Person, through="OverrideChild", related_name="+")
    agencies = models.ManyToManyField(Agency, through="OverrideAgency", related_name="+")
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    requested_at = models.DateTimeField()
    asked = models.CharField("whether parents were asked", max_length=9, choices=Asked.choices)
    attempts = models.JSONField("attempts to ask", default=list, blank=True)
    reason_codes = ArrayField(models.CharField(max_length=3, choices=OverrideReason.choices), blank=True, default=list)
    evidence = models.JSONField("evidence for each reason", default=dict, blank=True)
    acts_now = models.CharField("what is done at once", max_length=8, choices=ActsNow.choices, blank=True)
    acts_now_id = models.BigIntegerField("its number", null=True, blank=True)
    called_at = models.DateTimeField("when the police or the ambulance was called", null=True, blank=True)
    call_reference = models.CharField("reference of the call", max_length=60, blank=True)
    facts = models.TextField("facts relied on", error_messages={"blank": FACTS_TOO_SHORT})
    harm_if_sought = models.TextField("likely harm if parents are asked", blank=True)
    harm_if_not_shared = models.TextField("likely harm if agencies are not asked", blank=True)
    overriding_concern = models.BooleanField("there is an over-riding child protection concern")
    harm = models.CharField("category of harm", max_length=3, choices=Harm.choices, blank=True)
    immediate = models.BooleanField("the harm is immediate", null=True, blank=True)
    less_intrusive = models.TextField("what less intrusive step was considered, and why it is not enough", blank=True)
    questions = models.TextField("exactly what the agencies are asked", error_messages={"blank": NOT_WHOLE})
    ground = models.CharField("what it rests on", max_length=7, choices=Ground.choices, default=Ground.CONCERN)
    legal_basis = models.CharField(max_length=5, choices=LegalBasis.choices, default="")
    advice = models.TextField("advice taken from the police or a lawyer", blank=True)
    child_view = models.TextField("what the child wants, if known", blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="overrides_decided"
    )
    decided_at = models.DateTimeField(null=True, editable=False)
    decision = models.CharField(max_length=8, choices=OverrideDecision.choices, blank=True, editable=False)
    decision_reason = models.TextField("manager's reason", blank=True, editable=False)
    decider_number = models.CharField("decider's registration number", max_length=12, blank=True, editable=False)
    decider_roles = ArrayField(models.CharField(max_length=40), blank=True, default=list, editable=False)
    signed_at = models.DateTimeField("when the decision was recorded", null=True, editable=False)
    expires_at = models.DateTimeField(null=True, editable=False)
    review_due_at = models.DateTimeField(null=True, editable=False)
    review_share = models.PositiveSmallIntegerField("per cent of decisions reviewed", null=True, editable=False)
    lot_seed = models.UUIDField("what the lot is drawn from", null=True, editable=False)
    reviewed_at = models.DateTimeField(null=True, editable=False)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    review_result = models.CharField(max_length=13, choices=ReviewResult.choices, blank=True, editable=False)
    review_words = models.TextField("what the review found", blank=True, editable=False)

    objects = ConsentOverrideQuerySet.as_manager()

    class Meta(TrackedRecord.Meta):
        indexes = [
            models.Index(fields=["requested_at"], name="override_waiting", condition=Q(decided_at__isnull=True)),
            REVIEW_CLOCK.index("override"),
        ]
        constraints = [*REQUEST_IS_WHOLE, *DECISION_IS_WHOLE, *REVIEW_IS_WHOLE]
        triggers = [
            *TrackedRecord.Meta.triggers,
            without_a_tie(
                "override_signed_without_a_tie",
                "requested_by_id",
                "decided_by_id",
                "reviewed_by_id",
                operation=pgtrigger.Insert | pgtrigger.Update,
            ),
            DECIDER_HOLDS_THE_RIGHT,
            DECIDER_IS_REGISTERED,
            DECIDED_ANEW_BY_A_THIRD,
            DECIDED_BY_THE_SIGNER,
            ASKED_BY_THE_SIGNER,
            *OF_A_REQUEST,
            ENDS_IN_TIME,
            FACTS_TELL,
            QUESTIONS_ON_LINES,
            never_investigates("override_questions_ask_what_is_known", "questions"),
            SIGNED_WHEN_RECORDED,
            ACTS_AT_ONCE,
            EVIDENCE_STANDS,
            EVIDENCE_HAS_ITS_NUMBER,
            NAMES_ITS_BASIS,
            TWO_ATTEMPTS_MADE,
            *REQUEST_TRIGGERS,
            IS_PUT_TO_THE_LOT,
            REQUEST_IS_KEPT,
            REVIEWER_IS_A_MANAGER,
            REVIEWED_BY_NO_STARTER,
            REVIEWED_BY_THE_SIGNER,
            UNJUSTIFIED_IS_PUT_RIGHT,
            STOPS_WHAT_STOOD_ON_IT,
            not_on_a_closed_contact("override_not_on_a_closed_contact"),
        ]

    def __str__(self) -> str:
        return f"override {self.pk}"

    def is_in_force(self, at: datetime) -> bool:
        """Whether it was approved, has not run out and no review found it unjustified."""
        found_wrong = self.review_result == ReviewResult.NOT_JUSTIFIED
        return self.decision == OverrideDecision.APPROVED and self.expires_at > at and not found_wrong

    def was_turned_down_with(self, worker: Any) -> bool:
        """Whether a worker may not decide this one after another on its ground that was refused or found not justified:
        who asked for that, who found for what was wrong, and who refused it to the same person."""
        again = Q(requested_by_id=self.requested_by_id) | Q(review_result=ReviewResult.NOT_JUSTIFIED)
        party = Q(requested_by_id=worker.pk) | Q(again, decided_by_id=worker.pk)
        return ConsentOverride.objects.turned_down(self).filter(party, ground=self.ground).exists()

    @property
    def lot_falls(self) -> bool:
        """Whether the lot, drawn again from the row, falls on a decision that was signed here (T33)."""
        if self.lot_seed is None or self.signed_at is None or self.review_share is None:
            return False
        return falls(number=self.pk, seed=self.lot_seed, signed_at=self.signed_at, share=self.review_share)

    @property
    def started_by(self) -> int | None:
        """The key of who chaired the strategy meeting that decided on section 47, where that is the ground."""
        strategy = getattr(self, "strategy", None)
        return strategy.led_by_id if strategy else None

    @property
    def decided_as(self) -> str:
        """The roles and the registration number of the decider at that moment, in words (2.3)."""
        roles = [ROLES[role].name.lower() for role in self.decider_roles if role in ROLES]
        number = f"registration number {self.decider_number}" if self.decider_number else "no registration number"
        return ", ".join([*roles, number])

    @property
    def was_recorded_late(self) -> bool:
        """Signed more than two hours after it was decided (C05)."""
        return self.signed_at is not None and self.signed_at - self.decided_at > RECORDED_LATE


_CHILD_ON_THE_CONTACT = refuses(
    "override_child_is_on_the_contact",
    sentence=CHILD_NOT_ON_CONTACT,
    operation=pgtrigger.Insert,
    when="""
        NOT EXISTS (
            SELECT 1 FROM frontdoor_consentoverride o
            JOIN frontdoor_contactchild c ON c.contact_id = o.contact_id AND c.child_id = NEW.child_id
            WHERE o.id = NEW.override_id)
    """,
)

WRITTEN_WITH_ITS_REQUEST = refuses(
    "override_covers_what_was_decided",
    sentence=REQUEST_STAYS,
    operation=pgtrigger.Insert,
    when=f"""
        NOT {BRINGING_IN} AND EXISTS (
            SELECT 1 FROM frontdoor_consentoverride o
            WHERE o.id = NEW.override_id
              AND (o.decided_at IS NOT NULL OR {not_this_act("o", by="requested_by_id")}))
    """,  # noqa: S608 - no value of a user stands in this text
)
"""What a request covers and rests on stands in the act that wrote it: nothing is put to it for its decider (C06)."""


class OverrideChild(EventRecord):
    """One child an override covers (C06: another child needs another decision)."""

    override = models.ForeignKey(ConsentOverride, on_delete=models.PROTECT, related_name="covered_children")
    child = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta(EventRecord.Meta):
        constraints = [models.UniqueConstraint(fields=["override", "child"], name="override_child_once")]
        triggers = [
            *EventRecord.Meta.triggers,
            _CHILD_ON_THE_CONTACT,
            WRITTEN_WITH_ITS_REQUEST,
        ]

    def __str__(self) -> str:
        return f"override {self.override_id} child {self.child_id}"


class OverrideAgency(EventRecord):
    """One agency an override covers."""

    override = models.ForeignKey(ConsentOverride, on_delete=models.PROTECT, related_name="covered_agencies")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")

    class Meta(EventRecord.Meta):
        verbose_name_plural = "override agencies"
        constraints = [models.UniqueConstraint(fields=["override", "agency"], name="override_agency_once")]
        triggers = [*EventRecord.Meta.triggers, WRITTEN_WITH_ITS_REQUEST]

    def __str__(self) -> str:
        return f"override {self.override_id} agency {self.agency_id}"
