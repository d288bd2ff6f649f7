"""Overriding consent: one person asks, another decides, a third reviews; the request can never be rewritten."""

from datetime import datetime, timedelta
from typing import Any

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import MD5, Lower, Trim

from frontdoor.core import access
from frontdoor.core.conditions import at_least
from frontdoor.core.records import BRINGING_IN, EventRecord, TrackedQuerySet, TrackedRecord
from frontdoor.core.refusals import refuses
from frontdoor.core.timed import Clock
from frontdoor.models.agencies import Agency
from frontdoor.models.contacts import Contact
from frontdoor.models.people import Person

REVIEW_CLOCK = Clock("T33", started="decided_at", due="review_due_at", finished="reviewed_at")

ANSWERS_SHOWN_FOR = timedelta(days=14)

NOT_A_DECIDER = "Only a manager with the right to decide on consent can decide this."
NOT_YOUR_OWN = "Somebody other than the person who asked must decide this."
NO_OVERRIDING_CONCERN = (
    "Consent can only be overridden when there is an over-riding child protection concern, or a court order compels it."
)
FACTS_TOO_SHORT = "Write the facts you rely on in at least 40 characters."
FACTS_COPIED = "These facts stand word for word in another request. Write what is true of these children, now."
NO_REASON = "Choose at least one reason."
NOT_WHOLE = "Answer every question about harm, lesser steps and what is asked."
EVIDENCE_MISSING = "Each reason you chose needs its evidence in words. Answer the question below it."
TWO_ATTEMPTS = "Record at least two attempts to reach a parent, by two different means."
DECIDED_IN_PERSON = "A decision is made by the manager who signs it, at the time it is made."
CHILD_NOT_ON_CONTACT = "This child is not on the contact."
REQUEST_STAYS = "A request for an override and the decision on it cannot be changed. Make a new request."


class OverrideReason(models.TextChoices):
    """Why agencies may have to be asked without consent (domain.md 2.4); nothing else is offered."""

    O1 = "O1", "Asking would raise the risk of significant harm to this child"
    O2 = "O2", "Asking would put another person at risk of serious harm"
    O3 = "O3", "Asking would harm the prevention or detection of serious crime"
    O4 = "O4", "The delay in asking would itself put the child at risk"
    O5 = "O5", "Alleged sexual abuse in the family"
    O6 = "O6", "Suspected fabricated or induced illness"
    O7 = "O7", "Forced marriage, honour-based abuse or female genital mutilation"
    O8 = "O8", "Risk that the child is taken away or hidden"
    O9 = "O9", "Trafficking, exploitation or radicalisation in which a parent is implicated"
    O10 = "O10", "Asked and refused, and there is reasonable cause to suspect significant harm"
    O11 = "O11", "No parent could be reached after two attempts, and waiting is not safe"
    O12 = "O12", "A court order or statutory duty compels it"


EVIDENCE_ASKED = {
    OverrideReason.O1: "Who would do what if a parent were asked",
    OverrideReason.O2: "Which person would be at risk, and from whom",
    OverrideReason.O3: "The police officer's name and the police reference",
    OverrideReason.O4: "The strategy discussion or emergency action this belongs to",
    OverrideReason.O6: "The paediatrician or named doctor you spoke to",
    OverrideReason.O10: "Why there is reasonable cause to suspect significant harm",
    OverrideReason.O12: "The court order, or the Act and section",
}
"""What the form asks for beside a reason (domain.md 2.4); a reason not named here needs nothing more."""


class Means(models.TextChoices):
    """How a parent was tried to be reached."""

    TELEPHONE = "telephone", "Telephone call"
    MESSAGE = "message", "Text message or voicemail"
    EMAIL = "email", "E-mail"
    LETTER = "letter", "Letter"
    VISIT = "visit", "Visit"
    THROUGH_AGENCY = "agency", "Through the school or another agency"


class Harm(models.TextChoices):
    """Categories of significant harm."""

    NEGLECT = "NEG", "Neglect"
    PHYSICAL = "PHY", "Physical abuse"
    SEXUAL = "SAB", "Sexual abuse"
    EMOTIONAL = "EMO", "Emotional abuse"
    EXPLOITATION = "EXP", "Exploitation"


class Asked(models.TextChoices):
    """Whether parents were asked before an override was requested."""

    NOT_ASKED = "not_asked", "Not asked"
    REFUSED = "refused", "Asked and refused"
    NO_ANSWER = "no_answer", "Asked, no answer"
    PARTIAL = "partial", "Agreed to some of it"


class OverrideDecision(models.TextChoices):
    """What the manager decided."""

    APPROVED = "approved", "Agencies may be asked without consent"
    REFUSED = "refused", "Agencies may not be asked without consent"


_CODES = ", ".join(f"'{code}'" for code in EVIDENCE_ASKED)

_DECIDER_HOLDS_THE_RIGHT = refuses(
    "override_decider_holds_the_right",
    sentence=NOT_A_DECIDER,
    operation=pgtrigger.Insert | pgtrigger.Update,
    when="""
        NEW.decided_by_id IS NOT NULL AND NOT EXISTS (
            SELECT 1 FROM workforce_rolegrant g
            WHERE g.worker_id = NEW.decided_by_id AND g.role = 'consent_decider' AND g.approved_at IS NOT NULL
              AND g.starts_on <= (NEW.decided_at AT TIME ZONE 'Europe/London')::date
              AND (g.ends_on IS NULL OR g.ends_on >= (NEW.decided_at AT TIME ZONE 'Europe/London')::date))
    """,
)

_EVIDENCE_STANDS = refuses(
    "override_reasons_have_evidence",
    sentence=EVIDENCE_MISSING,
    operation=pgtrigger.Insert,
    when=f"""
        EXISTS (SELECT 1 FROM unnest(NEW.reason_codes) code
                WHERE code IN ({_CODES}) AND length(trim(coalesce(NEW.evidence->>code, ''))) < 10)
    """,  # noqa: S608 - the codes of an enumeration
)

_TWO_ATTEMPTS_MADE = refuses(
    "override_unreachable_after_two_attempts",
    sentence=TWO_ATTEMPTS,
    operation=pgtrigger.Insert,
    when="""
        'O11' = ANY (NEW.reason_codes)
        AND (SELECT count(*) < 2 OR count(DISTINCT a->>'means') < 2 FROM jsonb_array_elements(NEW.attempts) a)
    """,
)

_DECIDED_IN_PERSON = refuses(
    "override_decided_in_person",
    sentence=DECIDED_IN_PERSON,
    operation=pgtrigger.Insert | pgtrigger.Update,
    when=f"""
        NEW.decided_at IS NOT NULL AND NOT {BRINGING_IN} AND (
            TG_OP = 'INSERT'
            OR OLD.decided_at IS NULL AND (
                NEW.decided_by_id::text IS DISTINCT FROM current_setting('frontdoor.actor', true)
                OR abs(extract(epoch FROM NEW.decided_at - clock_timestamp())) > 300))
    """,
)

_REQUEST_STAYS = refuses(
    "override_request_stays",
    sentence=REQUEST_STAYS,
    operation=pgtrigger.Update,
    when="""
        (NEW.contact_id, NEW.requested_by_id, NEW.requested_at, NEW.asked, NEW.attempts, NEW.reason_codes, NEW.evidence,
         NEW.facts, NEW.harm_if_sought, NEW.harm_if_not_shared, NEW.overriding_concern, NEW.harm, NEW.immediate,
         NEW.less_intrusive, NEW.questions)
        IS DISTINCT FROM
        (OLD.contact_id, OLD.requested_by_id, OLD.requested_at, OLD.asked, OLD.attempts, OLD.reason_codes, OLD.evidence,
         OLD.facts, OLD.harm_if_sought, OLD.harm_if_not_shared, OLD.overriding_concern, OLD.harm, OLD.immediate,
         OLD.less_intrusive, OLD.questions)
        OR (OLD.decided_at IS NOT NULL
            AND (NEW.decided_at, NEW.decided_by_id, NEW.decision, NEW.decision_reason, NEW.expires_at)
            IS DISTINCT FROM (OLD.decided_at, OLD.decided_by_id, OLD.decision, OLD.decision_reason, OLD.expires_at))
    """,
)


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

    def visible_to(self, worker: Any) -> "ConsentOverrideQuerySet":
        """Requests on the contacts this worker may open."""
        if not access.handles_cases(worker):
            return self.none()
        return self.filter(contact__in=Contact.objects.visible_to(worker))

    def awaiting_review(self) -> "ConsentOverrideQuerySet":
        return self.filter(REVIEW_CLOCK.open_q())


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
    reason_codes = ArrayField(
        models.CharField(max_length=3, choices=OverrideReason.choices), error_messages={"blank": NO_REASON}
    )
    evidence = models.JSONField("evidence for each reason", default=dict, blank=True)
    facts = models.TextField("facts relied on", error_messages={"blank": FACTS_TOO_SHORT})
    harm_if_sought = models.TextField("likely harm if parents are asked", error_messages={"blank": NOT_WHOLE})
    harm_if_not_shared = models.TextField("likely harm if agencies are not asked", error_messages={"blank": NOT_WHOLE})
    overriding_concern = models.BooleanField("there is an over-riding child protection concern")
    harm = models.CharField("category of harm", max_length=3, choices=Harm.choices, blank=True)
    immediate = models.BooleanField("the harm is immediate", null=True, blank=True)
    less_intrusive = models.TextField(
        "what less intrusive step was considered, and why it is not enough", error_messages={"blank": NOT_WHOLE}
    )
    questions = models.TextField("exactly what the agencies are asked", error_messages={"blank": NOT_WHOLE})
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="overrides_decided"
    )
    decided_at = models.DateTimeField(null=True, editable=False)
    decision = models.CharField(max_length=8, choices=OverrideDecision.choices, blank=True, editable=False)
    decision_reason = models.TextField("manager's reason", blank=True, editable=False)
    expires_at = models.DateTimeField(null=True, editable=False)
    review_due_at = models.DateTimeField(null=True, editable=False)
    reviewed_at = models.DateTimeField(null=True, editable=False)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )

    objects = ConsentOverrideQuerySet.as_manager()

    class Meta(TrackedRecord.Meta):
        indexes = [
            models.Index(fields=["requested_at"], name="override_waiting", condition=Q(decided_at__isnull=True)),
            REVIEW_CLOCK.index("override"),
        ]
        constraints = [
            models.CheckConstraint(
                name="override_facts_are_told",
                condition=at_least("facts", 40),
                violation_error_message=FACTS_TOO_SHORT,
            ),
            models.UniqueConstraint(
                MD5(Lower(Trim("facts"))), name="override_facts_are_its_own", violation_error_message=FACTS_COPIED
            ),
            models.CheckConstraint(
                name="override_has_a_reason",
                condition=Q(reason_codes__len__gte=1, reason_codes__contained_by=OverrideReason.values),
                violation_error_message=NO_REASON,
            ),
            models.CheckConstraint(
                name="override_needs_overriding_concern",
                condition=Q(overriding_concern=True) | Q(reason_codes__contains=["O12"]),
                violation_error_message=NO_OVERRIDING_CONCERN,
            ),
            models.CheckConstraint(
                name="override_names_the_harm",
                condition=Q(overriding_concern=False) | ~Q(harm="") & Q(immediate__isnull=False),
                violation_error_message="Say which harm, and whether it is immediate.",
            ),
            models.CheckConstraint(
                name="override_is_whole",
                condition=at_least("harm_if_sought", 10)
                & at_least("harm_if_not_shared", 10)
                & at_least("less_intrusive", 10)
                & at_least("questions", 10),
                violation_error_message=NOT_WHOLE,
            ),
            models.CheckConstraint(
                name="override_decided_whole",
                condition=Q(decided_at__isnull=True, decided_by__isnull=True, decision="")
                | Q(decided_at__isnull=False, decided_by__isnull=False)
                & ~Q(decision="")
                & at_least("decision_reason", 20),
                violation_error_message="A decision needs a manager, a time and a reason of at least 20 characters.",
            ),
            models.CheckConstraint(
                name="override_decided_after_request",
                condition=Q(decided_at__isnull=True) | Q(decided_at__gte=F("requested_at")),
                violation_error_message="A decision cannot be earlier than the request.",
            ),
            models.CheckConstraint(
                name="override_not_by_the_asker",
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("requested_by")),
                violation_error_message=NOT_YOUR_OWN,
            ),
            models.CheckConstraint(
                name="override_reviewed_by_a_third",
                condition=Q(reviewed_by__isnull=True, reviewed_at__isnull=True)
                | Q(reviewed_by__isnull=False, reviewed_at__isnull=False)
                & ~Q(reviewed_by=F("decided_by"))
                & ~Q(reviewed_by=F("requested_by")),
                violation_error_message="Somebody who neither asked nor decided must review this.",
            ),
            models.CheckConstraint(
                name="override_approved_expires",
                condition=~Q(decision="approved") | Q(expires_at__isnull=False, review_due_at__isnull=False),
            ),
        ]
        triggers = [
            *TrackedRecord.Meta.triggers,
            _DECIDER_HOLDS_THE_RIGHT,
            _DECIDED_IN_PERSON,
            _EVIDENCE_STANDS,
            _TWO_ATTEMPTS_MADE,
            _REQUEST_STAYS,
        ]

    def __str__(self) -> str:
        return f"override {self.pk}"

    def is_in_force(self, at: datetime) -> bool:
        """Whether it was approved and has not run out."""
        return self.decision == OverrideDecision.APPROVED and self.expires_at > at


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

_COVERS_WHAT_WAS_DECIDED = refuses(
    "override_covers_what_was_decided",
    sentence=REQUEST_STAYS,
    operation=pgtrigger.Insert,
    when=f"""
        NOT {BRINGING_IN} AND EXISTS (
            SELECT 1 FROM frontdoor_consentoverride o WHERE o.id = NEW.override_id AND o.decided_at IS NOT NULL)
    """,  # noqa: S608 - no value of a user stands in this text
)


class OverrideChild(EventRecord):
    """One child an override covers (C06: another child needs another decision)."""

    override = models.ForeignKey(ConsentOverride, on_delete=models.PROTECT, related_name="covered_children")
    child = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta(EventRecord.Meta):
        constraints = [models.UniqueConstraint(fields=["override", "child"], name="override_child_once")]
        triggers = [*EventRecord.Meta.triggers, _CHILD_ON_THE_CONTACT, _COVERS_WHAT_WAS_DECIDED]

    def __str__(self) -> str:
        return f"override {self.override_id} child {self.child_id}"


class OverrideAgency(EventRecord):
    """One agency an override covers."""

    override = models.ForeignKey(ConsentOverride, on_delete=models.PROTECT, related_name="covered_agencies")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")

    class Meta(EventRecord.Meta):
        verbose_name_plural = "override agencies"
        constraints = [models.UniqueConstraint(fields=["override", "agency"], name="override_agency_once")]
        triggers = [*EventRecord.Meta.triggers, _COVERS_WHAT_WAS_DECIDED]

    def __str__(self) -> str:
        return f"override {self.override_id} agency {self.agency_id}"
