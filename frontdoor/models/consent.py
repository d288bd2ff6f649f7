"""Consent: what was asked for one child, and what came of it. Withdrawal is a later event; nothing is rewritten.

Four things are called consent (domain.md 2.1) and are never mixed: agreement that the agency refers (A), that other
agencies are asked (B), to a service or an assessment (C). Data-protection consent (D) is never the basis and is not
recorded. What the events come to is worked out in ``positions``.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from frontdoor.core.conditions import at_least
from frontdoor.core.records import BRINGING_IN, EventRecord, RecordQuerySet
from frontdoor.core.refusals import refuses
from frontdoor.core.working_days import london_date
from frontdoor.models import consent_facts
from frontdoor.models.agencies import Agency
from frontdoor.models.answers import NO
from frontdoor.models.consent_age import counted_days
from frontdoor.models.contacts import Contact
from frontdoor.models.ground_rules import COURT_BY_TWO, S47_BY_TWO
from frontdoor.models.override_choices import Ground
from frontdoor.models.override_questions import all_among
from frontdoor.models.override_rules import CHILD_NOT_ON_CONTACT
from frontdoor.models.overrides import ConsentOverride
from frontdoor.models.people import Person
from frontdoor.models.relationships import Relationship
from frontdoor.models.rights import not_this_act
from frontdoor.models.stopping import OPENS_A_DECISION, STOPS_BEYOND, STOPS_OPEN_CHECKS
from frontdoor.models.ties import without_a_tie

EARLIEST_BEFORE_CONTACT = timedelta(days=28)

ONLY_BY_OVERRIDE = "Only a manager's decision on a request can override consent."
COVERS_WHAT_WAS_SAID = "An agreement covers the agencies that were named when it was recorded. Record a new answer."
TOO_LONG_BEFORE_CONTACT = (
    "Consent that the referrer obtained can be recorded when it is at most 28 days older than the contact. "
    "Ask the parent again."
)


ADVICE_NAMES_NOBODY = "This contact names a child, so it is not advice alone. Log an advice call where nobody is named."


class ConsentKind(models.TextChoices):
    """What the agreement is to (domain.md 2.1 A, B and C)."""

    REFERRAL = "A", "The agency telling social care"
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
    GROUND_ENDED = "GROUND_ENDED", "Section 47 or the court order has ended"


AGREED = frozenset({ConsentStatus.GIVEN, ConsentStatus.GIVEN_PARTIAL, ConsentStatus.CYP_COMPETENT})
"""Somebody said yes."""

SAID_BY_AN_ADULT = frozenset({ConsentStatus.GIVEN, ConsentStatus.GIVEN_PARTIAL})
"""An adult said yes, who holds parental responsibility then and when an agency is asked."""

SAID_NO = frozenset({ConsentStatus.REFUSED, ConsentStatus.WITHDRAWN})
"""Somebody said no, or no longer yes."""

PROTECTS = SAID_NO | {ConsentStatus.GROUND_ENDED}
"""What opens nothing and stops what waits: written down by anybody, with a tie to the family too (C12)."""

ANSWERS = AGREED | SAID_NO
"""What the family says; an attempt without an answer changes no answer (docs/adr/0014)."""

GROUNDS = frozenset(
    {
        ConsentStatus.NOT_NEEDED_S47,
        ConsentStatus.NOT_NEEDED_COURT,
        ConsentStatus.OVERRIDDEN,
        ConsentStatus.GROUND_ENDED,
    }
)
"""What stands beside the family's answers: the law or a manager's decision, or its end."""

NOBODY_ASKED = frozenset({ConsentStatus.NOT_NEEDED_S47, ConsentStatus.NOT_NEEDED_COURT})
"""Agencies are asked over the family's head, by the law: one signs it, another asks."""

STATUS_OF = {
    Ground.CONCERN: ConsentStatus.OVERRIDDEN,
    Ground.SECTION_47: ConsentStatus.NOT_NEEDED_S47,
    Ground.COURT: ConsentStatus.NOT_NEEDED_COURT,
}
"""What an approved request writes to the consent of each child it covers."""

DECIDED_BY_TWO = frozenset(STATUS_OF.values())
"""Written by the approval of a request alone: one asks, another signs (C02, C04)."""

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

ALLOWS_OFFER = AGREED
"""Agreement to a service: nobody can decide it over the family's head (C08)."""


def _is_decided(name: str, ground: Ground, sentence: str) -> pgtrigger.Trigger:
    """Written once, by the decision, at its moment: an older decision cannot be laid over a later no (C12)."""
    return refuses(
        name,
        sentence=sentence,
        operation=pgtrigger.Insert,
        when=f"""
        NEW.status = '{STATUS_OF[ground]}' AND (NEW.kind <> 'B' OR EXISTS (
            SELECT 1 FROM frontdoor_consentevent e WHERE e.override_id = NEW.override_id AND e.child_id = NEW.child_id)
        OR NOT EXISTS (
            SELECT 1 FROM frontdoor_consentoverride o
            JOIN frontdoor_overridechild c ON c.override_id = o.id AND c.child_id = NEW.child_id
            WHERE o.id = NEW.override_id AND o.contact_id = NEW.contact_id AND o.decision = 'approved'
              AND o.ground = '{ground}' AND o.decided_at = NEW.happened_at AND o.decided_by_id = NEW.recorded_by_id))
        """,  # noqa: S608 - the codes of an enumeration
    )


_DECIDED = [
    _is_decided("consent_override_is_real", Ground.CONCERN, ONLY_BY_OVERRIDE),
    _is_decided("consent_s47_is_decided_by_two", Ground.SECTION_47, S47_BY_TWO),
    _is_decided("consent_court_is_decided_by_two", Ground.COURT, COURT_BY_TWO),
]


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

_NOT_ADVICE = refuses(
    "consent_of_a_child_is_not_advice",
    sentence=ADVICE_NAMES_NOBODY,
    operation=pgtrigger.Insert,
    when="NEW.status = 'NOT_NEEDED_ADVICE'",
)


class ConsentEventQuerySet(RecordQuerySet):
    """The events of a contact; ``positions`` says what they come to."""

    def about(self, *, contact: Contact, at: datetime) -> "ConsentEventQuerySet":
        """Everything that had happened on a contact by a moment, in order, with what the rules ask of it.

        Each no that was said on another contact of a child counts here too, where that one was open when this came in
        or where it was said since (C12); a yes stays with the contact on which it was asked for.
        """
        was_open = Q(contact__legacy_key=None) & (
            Q(contact__decided_at=None) | Q(contact__decided_at__gte=contact.received_at)
        )
        elsewhere = Q(status__in=SAID_NO, kind__in=(ConsentKind.CHECKS, ConsentKind.SERVICE)) & (
            was_open | Q(happened_at__gte=contact.received_at)
        )
        rows = self.filter(Q(contact=contact) | elsewhere, child__in=contact.about.values("child"), happened_at__lte=at)
        rows = rows.in_order(on=london_date(at))
        return rows.select_related("contact", "given_by", "recorded_by", "override").prefetch_related(
            "agencies", "override__agencies"
        )

    def in_order(self, *, on: date) -> "ConsentEventQuerySet":
        """As they happened, each with what the rules ask of whoever said it on a day, and for how long a yes counts."""
        tie = {"child": OuterRef("child"), "adult": OuterRef("given_by")}
        return self.order_by("happened_at", "pk").annotate(
            is_by_no_parent=Exists(Relationship.objects.no_parents_age().filter(**tie)),
            is_by_a_holder=Exists(Relationship.objects.could_agree_on(on).filter(**tie)),
            counts_for=counted_days(on),
        )

    def alone(self, *, contact: Contact) -> "ConsentEventQuerySet":
        """The answers that young people gave alone on a contact, with which it is recorded that they decide alone."""
        own_no = Q(status__in=SAID_NO, given_by=F("child")) & ~Q(considered="")
        return self.filter(Q(status=ConsentStatus.CYP_COMPETENT) | own_no, contact=contact).order_by()


class ConsentEvent(EventRecord):
    """That somebody was asked about one child, and what came of it."""

    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="consent_events")
    child = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="consent_events")
    kind = models.CharField(max_length=1, choices=ConsentKind.choices)
    status = models.CharField(max_length=17, choices=ConsentStatus.choices)
    given_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    words = models.TextField("what was asked and said", blank=True)
    considered = models.TextField("what was considered about the young person's understanding", blank=True)
    agencies = models.ManyToManyField(Agency, through="ConsentAgency", related_name="+")
    happened_at = models.DateTimeField("when")
    age_told = models.TextField("how the age is known where the date of birth is not", blank=True)
    override = models.ForeignKey(
        ConsentOverride, on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="events"
    )
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = ConsentEventQuerySet.as_manager()

    is_by_no_parent = False
    """Set by ``in_order``: a mother or father answered whose date of birth rules that out."""

    is_by_a_holder = True
    """Set by ``in_order``: who answered is recorded as holding parental responsibility, and could agree."""

    counts_for: int | None = None
    """Set by ``in_order``: for how many days a yes counts."""

    class Meta(EventRecord.Meta):
        indexes = [
            models.Index(fields=["contact", "child", "kind", "-happened_at", "-id"], name="consent_standing"),
        ]
        constraints = [
            models.CheckConstraint(
                name="consent_given_by_somebody",
                condition=~Q(status__in=["GIVEN", "GIVEN_PARTIAL", "REFUSED", "WITHDRAWN"]) | Q(given_by__isnull=False),
                violation_error_message="Say who answered: an adult with parental responsibility, or the young person.",
            ),
            models.CheckConstraint(
                name="consent_overridden_by_an_override",
                condition=Q(status="OVERRIDDEN", override__isnull=False)
                | Q(status__in=["NOT_NEEDED_S47", "NOT_NEEDED_COURT"])
                | ~Q(status="OVERRIDDEN") & Q(override__isnull=True),
                violation_error_message=ONLY_BY_OVERRIDE,
            ),
            models.CheckConstraint(
                name="consent_words_say_why",
                condition=~Q(status="CYP_COMPETENT") | at_least("words", 10),
                violation_error_message="Write what the young person was asked and said, in at least 10 characters.",
            ),
            models.CheckConstraint(
                name="consent_not_before_it_is_recorded",
                condition=Q(happened_at__lte=F("recorded_at")),
                violation_error_message="Consent cannot be recorded before it was asked.",
            ),
        ]
        triggers = [
            *EventRecord.Meta.triggers,
            without_a_tie(
                "consent_recorded_without_a_tie", "recorded_by_id", only=f"NEW.status NOT IN ({NO}, 'GROUND_ENDED')"
            ),
            *_DECIDED,
            _CHILD_ON_THE_CONTACT,
            _NOT_LONG_BEFORE_THE_CONTACT,
            _NOT_ADVICE,
            *consent_facts.TRIGGERS,
            STOPS_OPEN_CHECKS,
            STOPS_BEYOND,
            OPENS_A_DECISION,
        ]

    def __str__(self) -> str:
        return f"consent event {self.pk}"

    def carries(self, at: datetime) -> bool:
        """Whether, where nothing later stands against it, this event lets any agency be asked."""
        if self.status in DECIDED_BY_TWO:
            return self.override is not None and self.override.is_in_force(at)
        if self.status in SAID_BY_AN_ADULT and not self.is_by_a_holder or self.is_too_old(at):
            return False
        return self.status in ALLOWS_CHECKS and not self.is_by_no_parent

    def is_too_old(self, at: datetime) -> bool:
        """Whether this is a yes that was given longer ago than one counts (C-YES)."""
        if self.counts_for is None or self.status not in AGREED:
            return False
        return london_date(at) > london_date(self.happened_at) + timedelta(days=self.counts_for)

    def allows(self, agency: Agency, *, at: datetime) -> bool:
        """Whether, where nothing later stands against it, this event lets an agency be asked (C01)."""
        if self.status == ConsentStatus.GIVEN_PARTIAL:
            return self.carries(at) and agency in self.agencies.all()
        if self.status in DECIDED_BY_TWO:
            return self.carries(at) and agency in self.override.agencies.all()
        return self.carries(at)

    def covers(self, questions: Sequence[str]) -> bool:
        """Whether these questions may be asked on it: on a manager's decision only those it lists (2.3)."""
        return self.override is None or all_among(questions, self.override.questions)

    @property
    def giver(self) -> int:
        """Whose answer this is: the adult's id, or the young person's own."""
        return self.given_by_id or self.child_id


_WRITTEN_WITH_ITS_ANSWER = refuses(
    "consent_covers_what_was_said",
    sentence=COVERS_WHAT_WAS_SAID,
    operation=pgtrigger.Insert,
    when=f"""
        NOT {BRINGING_IN} AND NOT EXISTS (
            SELECT 1 FROM frontdoor_consentevent e
            WHERE e.id = NEW.event_id AND e.status = 'GIVEN_PARTIAL' AND NOT {not_this_act("e", by="recorded_by_id")})
    """,  # noqa: S608 - no value of a user stands in this text
)


class ConsentAgency(EventRecord):
    """One agency that a partial consent covers."""

    event = models.ForeignKey(ConsentEvent, on_delete=models.PROTECT, related_name="covered_agencies")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")

    class Meta(EventRecord.Meta):
        verbose_name_plural = "consent agencies"
        constraints = [models.UniqueConstraint(fields=["event", "agency"], name="consent_agency_once")]
        triggers = [*EventRecord.Meta.triggers, _WRITTEN_WITH_ITS_ANSWER]

    def __str__(self) -> str:
        return f"consent {self.event_id} agency {self.agency_id}"
