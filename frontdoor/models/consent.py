"""Consent: what was asked for one child, and what came of it. Withdrawal is a later event; nothing is rewritten.

Four things are called consent (domain.md 2.1). What the referrer told the family stands on the contact (A);
here are agreement to ask other agencies (B) and agreement to a service or assessment (C). Data-protection consent (D)
is never the basis and is not recorded.
"""

from datetime import datetime, timedelta

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from frontdoor.core.conditions import at_least
from frontdoor.core.records import EventRecord, RecordQuerySet
from frontdoor.core.refusals import refuses
from frontdoor.models.agencies import Agency
from frontdoor.models.contacts import Contact
from frontdoor.models.overrides import CHILD_NOT_ON_CONTACT, ConsentOverride
from frontdoor.models.people import Person

EARLIEST_BEFORE_CONTACT = timedelta(days=28)

ONLY_BY_OVERRIDE = "Only a manager's decision on a request can override consent."


S47_BY_A_MANAGER = "Only a practice manager or a service manager can record that section 47 makes consent unnecessary."
TOO_LONG_BEFORE_CONTACT = (
    "Consent that the referrer obtained can be recorded when it is at most 28 days older than the contact. "
    "Ask the parent again."
)


class ConsentKind(models.TextChoices):
    """What the agreement is to (domain.md 2.1 B and C)."""

    CHECKS = "B", "Asking other agencies for information"
    SERVICE = "C", "An assessment, a plan or early help"


class ConsentStatus(models.TextChoices):
    """Where consent stands after an event (domain.md 2.4)."""

    GIVEN = "GIVEN", "Given"
    GIVEN_PARTIAL = "GIVEN_PARTIAL", "Given for some agencies only"
    REFUSED = "REFUSED", "Refused"
    WITHDRAWN = "WITHDRAWN", "Withdrawn"
    SOUGHT_NO_REPLY = "SOUGHT_NO_REPLY", "Asked, no answer"
    NOT_SOUGHT = "NOT_SOUGHT", "Not asked"
    NOT_NEEDED_S47 = "NOT_NEEDED_S47", "Not needed: section 47 enquiry"
    NOT_NEEDED_ADVICE = "NOT_NEEDED_ADVICE", "Not needed: advice, no child named"
    NOT_NEEDED_COURT = "NOT_NEEDED_COURT", "Not needed: court order"
    CYP_COMPETENT = "CYP_COMPETENT", "Given by the young person"
    OVERRIDDEN = "OVERRIDDEN", "Overridden by a manager"


ALLOWS_CHECKS = frozenset(
    {
        ConsentStatus.GIVEN,
        ConsentStatus.GIVEN_PARTIAL,
        ConsentStatus.NOT_NEEDED_S47,
        ConsentStatus.NOT_NEEDED_COURT,
        ConsentStatus.CYP_COMPETENT,
        ConsentStatus.OVERRIDDEN,
    }
)

ALLOWS_OFFER = frozenset({ConsentStatus.GIVEN, ConsentStatus.GIVEN_PARTIAL, ConsentStatus.CYP_COMPETENT})
"""Agreement to a service: nobody can decide it over the family's head (C08)."""


_OVERRIDE_IS_REAL = refuses(
    "consent_override_is_real",
    sentence=ONLY_BY_OVERRIDE,
    operation=pgtrigger.Insert,
    when="""
        NEW.status = 'OVERRIDDEN' AND NOT EXISTS (
            SELECT 1 FROM frontdoor_consentoverride o
            JOIN frontdoor_overridechild c ON c.override_id = o.id AND c.child_id = NEW.child_id
            WHERE o.id = NEW.override_id AND o.contact_id = NEW.contact_id AND o.decision = 'approved')
    """,
)


_CHILD_ON_THE_CONTACT = refuses(
    "consent_child_is_on_the_contact",
    sentence=CHILD_NOT_ON_CONTACT,
    operation=pgtrigger.Insert,
    when="""
        NOT EXISTS (SELECT 1 FROM frontdoor_contactchild c
                    WHERE c.contact_id = NEW.contact_id AND c.child_id = NEW.child_id)
    """,
)

_NOT_LONG_BEFORE_THE_CONTACT = refuses(
    "consent_not_long_before_the_contact",
    sentence=TOO_LONG_BEFORE_CONTACT,
    operation=pgtrigger.Insert,
    when="""
        EXISTS (SELECT 1 FROM frontdoor_contact c
                WHERE c.id = NEW.contact_id AND NEW.happened_at < c.received_at - interval '28 days')
    """,
)

_S47_BY_A_MANAGER = refuses(
    "consent_s47_recorded_by_a_manager",
    sentence=S47_BY_A_MANAGER,
    operation=pgtrigger.Insert,
    when="""
        NEW.status = 'NOT_NEEDED_S47' AND NOT EXISTS (
            SELECT 1 FROM workforce_rolegrant g
            WHERE g.worker_id = NEW.recorded_by_id AND g.role IN ('practice_manager', 'service_manager')
              AND g.approved_at IS NOT NULL
              AND g.starts_on <= (NEW.happened_at AT TIME ZONE 'Europe/London')::date
              AND (g.ends_on IS NULL OR g.ends_on >= (NEW.happened_at AT TIME ZONE 'Europe/London')::date))
    """,
)


class ConsentEventQuerySet(RecordQuerySet):
    """The latest event is where consent stands."""

    def standing(self, *, contact: Contact, kind: str, at: datetime) -> "ConsentEventQuerySet":
        """The latest event of a kind for each child of a contact at a moment."""
        return (
            self.filter(contact=contact, kind=kind, happened_at__lte=at)
            .order_by("child_id", "-happened_at", "-pk")
            .distinct("child_id")
        )


class ConsentEvent(EventRecord):
    """That somebody was asked about one child, and what came of it."""

    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="consent_events")
    child = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="consent_events")
    kind = models.CharField(max_length=1, choices=ConsentKind.choices)
    status = models.CharField(max_length=17, choices=ConsentStatus.choices)
    given_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    words = models.TextField("what was asked and said", blank=True)
    agencies = models.ManyToManyField(Agency, through="ConsentAgency", related_name="+")
    happened_at = models.DateTimeField("when")
    strategy_decided_at = models.DateTimeField(
        "when the strategy discussion decided on section 47", null=True, blank=True
    )
    override = models.ForeignKey(
        ConsentOverride, on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="events"
    )
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = ConsentEventQuerySet.as_manager()

    class Meta(EventRecord.Meta):
        indexes = [
            models.Index(fields=["contact", "child", "kind", "-happened_at", "-id"], name="consent_standing"),
        ]
        constraints = [
            models.CheckConstraint(
                name="consent_given_by_somebody",
                condition=~Q(status__in=["GIVEN", "GIVEN_PARTIAL", "REFUSED", "WITHDRAWN"]) | Q(given_by__isnull=False),
                violation_error_message="Say which adult with parental responsibility answered.",
            ),
            models.CheckConstraint(
                name="consent_overridden_by_an_override",
                condition=Q(status="OVERRIDDEN", override__isnull=False)
                | ~Q(status="OVERRIDDEN") & Q(override__isnull=True),
                violation_error_message=ONLY_BY_OVERRIDE,
            ),
            models.CheckConstraint(
                name="consent_s47_needs_a_strategy_discussion",
                condition=~Q(status="NOT_NEEDED_S47") | Q(strategy_decided_at__isnull=False) & at_least("words", 40),
                violation_error_message=(
                    "Section 47 needs the time of the strategy discussion that decided on it, "
                    "and its grounds in at least 40 characters."
                ),
            ),
            models.CheckConstraint(
                name="consent_words_say_why",
                condition=~Q(status__in=["CYP_COMPETENT", "NOT_NEEDED_COURT"]) | at_least("words", 10),
                violation_error_message=(
                    "Write what the young person was asked and said, or which court order it is, "
                    "in at least 10 characters."
                ),
            ),
            models.CheckConstraint(
                name="consent_not_before_it_is_recorded",
                condition=Q(happened_at__lte=F("recorded_at")),
                violation_error_message="Consent cannot be recorded before it was asked.",
            ),
        ]
        triggers = [
            *EventRecord.Meta.triggers,
            _OVERRIDE_IS_REAL,
            _CHILD_ON_THE_CONTACT,
            _NOT_LONG_BEFORE_THE_CONTACT,
            _S47_BY_A_MANAGER,
        ]

    def __str__(self) -> str:
        return f"consent event {self.pk}"

    def carries(self, at: datetime) -> bool:
        """Whether, standing as the latest, this event lets any agency be asked."""
        if self.status == ConsentStatus.OVERRIDDEN:
            return self.override is not None and self.override.is_in_force(at)
        return self.status in ALLOWS_CHECKS

    def allows(self, agency: Agency, *, at: datetime) -> bool:
        """Whether, standing as the latest, this event lets an agency be asked (C01): the gate's rule, for people."""
        if self.status == ConsentStatus.GIVEN_PARTIAL:
            return self.covered_agencies.filter(agency=agency).exists()
        if self.status == ConsentStatus.OVERRIDDEN:
            return self.carries(at) and self.override.covered_agencies.filter(agency=agency).exists()
        return self.carries(at)


class ConsentAgency(EventRecord):
    """One agency that a partial consent covers."""

    event = models.ForeignKey(ConsentEvent, on_delete=models.PROTECT, related_name="covered_agencies")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")

    class Meta(EventRecord.Meta):
        verbose_name_plural = "consent agencies"
        constraints = [models.UniqueConstraint(fields=["event", "agency"], name="consent_agency_once")]

    def __str__(self) -> str:
        return f"consent {self.event_id} agency {self.agency_id}"
