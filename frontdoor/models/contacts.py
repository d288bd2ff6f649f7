"""A contact: somebody tells the front door about one or more children. It is triaged, then a manager decides it."""

from datetime import datetime
from typing import Any

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Value, When
from django.db.models.functions import Coalesce

from frontdoor.core import access
from frontdoor.core.conditions import at_least, both_or_neither
from frontdoor.core.records import TrackedQuerySet, TrackedRecord, VersionedRecord
from frontdoor.core.refusals import refuses
from frontdoor.core.timed import Clock
from frontdoor.core.working_days import EARLIEST, start_of_day
from frontdoor.models.agencies import Agency, ReferralSource
from frontdoor.models.birth_dates import CHILD_BORN_BEFORE_THE_CONTACT
from frontdoor.models.contact_rules import CONTACT_RULES
from frontdoor.models.decision_rules import CONTACT_IS_DECIDED_ON
from frontdoor.models.people import Person, what_hides
from frontdoor.models.still_to_say import ClaimedConsent, StillToSay
from frontdoor.models.threshold import ANOTHER_SCHEME, ThresholdLevel, scheme_on

TRIAGE_CLOCK = Clock("T01", started="received_at", due="triage_due_at", finished="triaged_at")
DECISION_CLOCK = Clock("T02", started="received_at", due="decision_due_at", finished="decided_at")
STAYS_AS_DECIDED = "A contact that has been decided keeps its agency, its time and its urgency."
NOT_SETTLED = "Say who each child on this contact is before it is decided."
NOT_TRIAGED = "A social worker must set the urgency before this contact can be decided."
DECIDED = "This contact has already been decided."
RECEIVED_TOO_EARLY = f"When it came in must be on or after {EARLIEST:%-d %B %Y}."
_RECEIVED_FROM_2000 = models.CheckConstraint(
    name="contact_received_from_2000",
    condition=Q(received_at__gte=start_of_day(EARLIEST)),
    violation_error_message=RECEIVED_TOO_EARLY,
)
NEVER_SILENTLY = "A manager corrects when a contact was received, says why, and only before it is decided."


class Method(models.TextChoices):
    """How the contact came in."""

    TELEPHONE = "telephone", "Telephone"
    EMAIL = "email", "E-mail"
    FORM = "form", "Online form"
    LETTER = "letter", "Letter"
    IN_PERSON = "in_person", "In person"
    POLICE_NOTICE = "police_notice", "Police notification"
    OTHER = "other", "Another way"


class Rag(models.TextChoices):
    """How urgent a contact is; hours and days stand in the policy periods T02 (domain.md 1.2)."""

    RED = "red", "Red"
    AMBER = "amber", "Amber"
    GREEN = "green", "Green"


IS_RED = Q(rag=Rag.RED) | Q(rag="", immediate_danger=True)
"""Red by a social worker's word, or by the caller's that a child is in danger, until a social worker has spoken."""

URGENCY = Case(When(IS_RED, then=Value(Rag.RED.value)), default=F("rag"))
"""What a contact counts as: Red, Amber, Green or empty."""

QUEUE_RANK = Case(
    When(IS_RED, then=Value(0)),
    When(rag="", then=Value(1)),
    When(rag=Rag.AMBER, then=Value(2)),
    default=Value(3),
)


# When a contact must be decided; one that is not triaged falls due with its triage.
PROMISE = Coalesce(F(DECISION_CLOCK.due), F(TRIAGE_CLOCK.due))


def overdue_q(at: Any) -> Q:
    """Open past the decision clock, or past the triage clock while no urgency is set."""
    return DECISION_CLOCK.overdue_q(at) | TRIAGE_CLOCK.overdue_q(at)


_CHILDREN_SETTLED = refuses(
    "contact_children_are_settled",
    sentence=NOT_SETTLED,
    operation=pgtrigger.Update,
    when="""
        NEW.decided_at IS NOT NULL AND OLD.decided_at IS NULL AND EXISTS (
            SELECT 1 FROM frontdoor_toldperson t
            WHERE t.contact_id = NEW.id AND t.is_child AND t.settled_at IS NULL)
    """,
)

_RECEIVED_IS_CORRECTED_OPENLY = refuses(
    "contact_received_is_corrected_openly",
    sentence=NEVER_SILENTLY,
    operation=pgtrigger.UpdateOf("received_at"),
    when="""
        OLD.received_at <> NEW.received_at AND NOT EXISTS (
            SELECT 1 FROM frontdoor_receivedcorrection correction
            WHERE correction.contact_id = NEW.id AND correction.before = OLD.received_at
            AND correction.after = NEW.received_at AND correction.recorded_at >= transaction_timestamp()
        )
    """,
)


class ContactQuerySet(TrackedQuerySet):
    """The front door's lists."""

    def at_the_desk(self) -> "ContactQuerySet":
        """Received here. What was brought in was handled elsewhere, and only its day is known."""
        return self.filter(legacy_key__isnull=True)

    def open(self) -> "ContactQuerySet":
        """Not decided yet: to be triaged or awaiting a decision."""
        return self.at_the_desk().filter(decided_at__isnull=True)

    def of_urgency(self, urgency: str) -> "ContactQuerySet":
        """Those that count as Red, Amber or Green, or "" for neither: not triaged, and no child in danger."""
        return self.alias(urgency_counted=URGENCY).filter(urgency_counted=urgency)

    def to_triage(self) -> "ContactQuerySet":
        """Received and without an urgency."""
        return self.open().filter(rag="")

    def awaiting_decision(self) -> "ContactQuerySet":
        """Triaged and not decided."""
        return self.open().exclude(rag="")

    def undated(self) -> "ContactQuerySet":
        """Come in past the known bank holidays, triaged since or not: its clock has no end yet."""
        return self.at_the_desk().filter(triage_due_at__isnull=True)

    def overdue(self, at: datetime) -> "ContactQuerySet":
        """Open past the decision clock, or past the triage clock while no urgency is set."""
        return self.filter(overdue_q(at))

    def in_queue_order(self) -> "ContactQuerySet":
        """The desk's one order: Red and untriaged immediate danger, then untriaged, then Amber, then Green.

        Within each the triage clock that ends first, then the oldest. An urgency set by a social worker goes before
        the caller's word on danger. Served by the index contact_queue.
        """
        return self.order_by("queue_rank", "triage_due_at", "received_at", "pk")

    def free(self) -> "ContactQuerySet":
        """Nobody has taken it on."""
        return self.filter(taken_by__isnull=True)

    def visible_to(self, worker: Any) -> "ContactQuerySet":
        """Contacts this worker may open: the whole desk for its team, else his own and those of children he may see.

        A contact that names a child hidden from the worker is left out whole.
        """
        if not access.handles_cases(worker):
            return self.none()
        about = ContactChild.objects.filter(contact_id=OuterRef("pk"))
        seen = self.filter(*(~Exists(about.filter(Exists(hides))) for hides in what_hides(worker, "child_id")))
        if access.sees_everything(worker) or worker.works_at_front_door:
            return seen
        return seen.filter(Q(recorded_by_id=worker.pk) | Exists(about.filter(access.has_basis(worker, "child_id"))))

    def about_opened(self, person_id: Any, worker: Any) -> "ContactQuerySet":
        """Contacts about a person whose record the worker has opened: those of ``visible_to``, at less cost.

        The basis is proved by the open record; left to ask is whether any child on the contact is hidden.
        """
        named = ContactChild.objects.filter(contact_id=OuterRef("pk"))
        seen = (~Exists(named.filter(Exists(hides))) for hides in what_hides(worker, "child_id"))
        return self.filter(*seen, about__child_id=person_id)


_STAYS_AS_DECIDED = refuses(
    "contact_stays_as_decided",
    sentence=STAYS_AS_DECIDED,
    operation=pgtrigger.Update,
    when="""
        OLD.decided_at IS NOT NULL
        AND (NEW.agency_id, NEW.source_code, NEW.received_at, NEW.rag, NEW.decided_at)
        IS DISTINCT FROM (OLD.agency_id, OLD.source_code, OLD.received_at, OLD.rag, OLD.decided_at)
    """,
)


class HowUrgent(models.Model):
    """What one contact counts as."""

    rag: Any
    immediate_danger: Any

    class Meta:
        abstract = True

    @property
    def urgency(self) -> str:
        """What ``URGENCY`` says of the rows, of this one."""
        return Rag.RED if not self.rag and self.immediate_danger else self.rag

    @property
    def urgency_words(self) -> str:
        """How urgent it is, for a list."""
        return str(Rag(self.urgency).label) if self.urgency else "Not triaged"


class Contact(HowUrgent, StillToSay, VersionedRecord):
    """What was told, by whom, when. The clocks run from ``received_at``, not from when it was typed."""

    received_at = models.DateTimeField("received")
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="contacts_recorded"
    )
    method = models.CharField("how it came in", max_length=13, choices=Method.choices)
    source_code = models.CharField("census source", max_length=2, choices=ReferralSource.choices)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="contacts")
    referrer_name = models.CharField("referrer's name", max_length=120, blank=True)
    referrer_role = models.CharField("referrer's job or tie to the child", max_length=120, blank=True)
    referrer_telephone = models.CharField("referrer's telephone", max_length=30, blank=True)
    referrer_email = models.EmailField("referrer's e-mail", blank=True)
    concern = models.TextField("what is worrying")
    child_voice = models.TextField("what the child says or lives with", blank=True)
    already_tried = models.TextField("what has been tried", blank=True)
    claimed_consent = models.CharField("what the family knows", max_length=9, choices=ClaimedConsent.choices)
    claimed_consent_reason = models.TextField("why the family was not asked or did not agree", blank=True)
    claimed_level = models.ForeignKey(
        ThresholdLevel, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="level claimed"
    )
    claimed_level_not_said = models.BooleanField("the referrer did not say which level", default=False)
    immediate_danger = models.BooleanField("a child is in immediate danger")
    rag = models.CharField("urgency", max_length=5, choices=Rag.choices, blank=True)
    rag_reason = models.TextField("why this urgency", blank=True)
    rag_changed_at = models.DateTimeField("when the urgency was set again", null=True, editable=False)
    rag_changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    queue_rank = models.GeneratedField(expression=QUEUE_RANK, output_field=models.SmallIntegerField(), db_persist=True)
    triage_due_at = models.DateTimeField(null=True, editable=False)
    triaged_at = models.DateTimeField(null=True, editable=False)
    triaged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    taken_at = models.DateTimeField(null=True, editable=False)
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="contacts_taken"
    )
    decision_due_at = models.DateTimeField(null=True, editable=False)
    decided_at = models.DateTimeField(null=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    legacy_key = models.CharField(max_length=80, null=True, blank=True, unique=True, editable=False)

    objects = ContactQuerySet.as_manager()

    class Meta(VersionedRecord.Meta):
        indexes = [
            TRIAGE_CLOCK.index("contact"),
            models.Index(
                fields=["queue_rank", "triage_due_at", "received_at", "id"],
                name="contact_queue",
                condition=Q(decided_at__isnull=True),
            ),
            models.Index(fields=["taken_by"], name="contact_taken", condition=Q(decided_at__isnull=True)),
            models.Index(fields=["-received_at", "-id"], name="contact_newest"),
            models.Index(fields=["decided_at"], name="contact_decided"),
            models.Index(fields=["triaged_at"], name="contact_triaged"),
            models.Index(fields=["taken_at"], name="contact_taken_on", condition=Q(taken_at__isnull=False)),
            models.Index(PROMISE, name="contact_promise"),
            models.Index(fields=["agency", "-received_at"], name="contact_agency"),
        ]
        constraints = [
            *TRIAGE_CLOCK.constraints("contact"),
            *DECISION_CLOCK.constraints("contact"),
            models.CheckConstraint(
                name="contact_triaged_by_somebody",
                condition=both_or_neither("triaged_at", "triaged_by")
                & (Q(rag="", triaged_at__isnull=True) | ~Q(rag="") & Q(triaged_at__isnull=False)),
                violation_error_message="An urgency needs the social worker who set it and the time.",
            ),
            models.CheckConstraint(
                name="contact_urgency_has_a_reason",
                condition=Q(rag="") | at_least("rag_reason", 1),
                violation_error_message="Say why this urgency.",
            ),
            models.CheckConstraint(
                name="contact_urgency_changed_by_somebody",
                condition=both_or_neither("rag_changed_at", "rag_changed_by"),
            ),
            models.CheckConstraint(name="contact_taken_by_somebody", condition=both_or_neither("taken_at", "taken_by")),
            models.CheckConstraint(
                name="contact_decided_by_somebody",
                condition=both_or_neither("decided_at", "decided_by"),
                violation_error_message="A decision needs the manager who made it and the time.",
            ),
            models.CheckConstraint(
                name="contact_decided_after_triage",
                condition=Q(decided_at__isnull=True) | Q(triaged_at__isnull=False) | Q(legacy_key__isnull=False),
                violation_error_message=NOT_TRIAGED,
            ),
            models.CheckConstraint(
                name="contact_says_what_is_worrying",
                condition=~Q(concern=""),
                violation_error_message="Enter what is worrying.",
            ),
            models.CheckConstraint(
                name="contact_claim_said_or_not",
                condition=Q(claimed_level__isnull=True) | Q(claimed_level_not_said=False),
                violation_error_message="The referrer named a level or did not say, not both.",
            ),
            models.CheckConstraint(
                name="contact_received_before_recorded",
                condition=Q(received_at__lte=F("recorded_at")),
                violation_error_message="The contact cannot have been received in the future.",
            ),
            _RECEIVED_FROM_2000,
        ]
        triggers = [
            *VersionedRecord.Meta.triggers,
            _STAYS_AS_DECIDED,
            _CHILDREN_SETTLED,
            _RECEIVED_IS_CORRECTED_OPENLY,
            *CONTACT_RULES,
            *CONTACT_IS_DECIDED_ON,
            refuses(
                "contact_claims_a_level_of_its_day",
                sentence=ANOTHER_SCHEME,
                operation=pgtrigger.Insert | pgtrigger.Update,
                when=f"""
                    (TG_OP = 'INSERT' OR NEW.claimed_level_id IS DISTINCT FROM OLD.claimed_level_id)
                    AND NEW.claimed_level_id IS NOT NULL AND NOT EXISTS (
                        SELECT 1 FROM frontdoor_thresholdlevel l WHERE l.id = NEW.claimed_level_id AND NOT l.left_out
                        AND l.scheme_id = {scheme_on("(NEW.received_at AT TIME ZONE 'Europe/London')::date")})
                """,  # noqa: S608 - no user's text
            ),
        ]

    def __str__(self) -> str:
        return f"contact {self.pk}"

    @property
    def is_open(self) -> bool:
        """What ``open`` asks of the rows, of this one."""
        return self.decided_at is None and self.legacy_key is None

    @property
    def reference(self) -> str:
        """What people call this contact on the telephone."""
        return f"C{self.pk}"

    @property
    def referrers_reference(self) -> str:
        """What the referrer calls it: a partner knows a random name, which says nothing about numbers."""
        sent = getattr(self, "partner_referral", None)
        return sent.reference if sent else self.reference


class ContactChild(TrackedRecord):
    """One child a contact is about: the unit that returns count (domain.md section 14)."""

    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="about")
    child = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="contacts")

    class Meta(TrackedRecord.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["contact", "child"],
                name="contact_child_once",
                violation_error_message="This child is already on the contact.",
            )
        ]
        triggers = [*TrackedRecord.Meta.triggers, CHILD_BORN_BEFORE_THE_CONTACT]

    def __str__(self) -> str:
        return f"contact {self.contact_id} child {self.child_id}"
