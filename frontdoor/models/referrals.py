"""A referral: the front door has accepted that one child needs social care. Open until it is closed."""

from datetime import date
from typing import Any

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from frontdoor.core import access
from frontdoor.core.conditions import both_or_neither
from frontdoor.core.records import BRINGING_IN, TrackedQuerySet, TrackedRecord
from frontdoor.core.refusals import refuses
from frontdoor.core.timed import Clock
from frontdoor.models.agencies import ReferralSource
from frontdoor.models.brought_in import marked_by_an_import
from frontdoor.models.census_rules import EPISODE_RULES, of_the_census
from frontdoor.models.contacts import Contact
from frontdoor.models.people import Person, seen_q
from frontdoor.models.rights import holds

ALREADY_OPEN = "This child already has an open case. Pass the contact to its worker."

CLOSED_IN_WORDS = "A case closes when a manager says what has changed for the child, and stays closed."

ALLOCATION_CLOCK = Clock("T26", started="received_on", due="allocation_due_on", finished="allocated_on")


class PrimaryNeed(models.TextChoices):
    """CIN census codes; if torn between two, the one higher in the list (domain.md 4.1)."""

    ABUSE = "N1", "Abuse, neglect or exploitation"
    CHILD_DISABILITY = "N2", "Child's disability"
    PARENT_ILLNESS = "N3", "Parental disability or illness"
    ACUTE_STRESS = "N4", "Family in acute stress"
    DYSFUNCTION = "N5", "Family dysfunction"
    BEHAVIOUR = "N6", "Socially unacceptable behaviour"
    LOW_INCOME = "N7", "Low income"
    ABSENT_PARENTING = "N8", "Absent parenting"
    OTHER = "N9", "Cases other than children in need"
    NOT_STATED = "N0", "Not stated"


class ClosureReason(models.TextChoices):
    """CIN census codes (domain.md 4.1)."""

    ADOPTED = "RC1", "Adopted"
    DIED = "RC2", "Died"
    CHILD_ARRANGEMENTS = "RC3", "Child arrangements order"
    GUARDIANSHIP = "RC4", "Special guardianship order"
    TRANSFERRED = "RC5", "Transferred to another authority"
    ADULT_CARE = "RC6", "Transferred to adult care"
    CEASED = "RC7", "Services ceased for another reason"
    NO_FURTHER_ACTION = "RC8", "Closed after assessment, no further action"
    EARLY_HELP = "RC9", "Closed after assessment, referred to early help"


class ReferralQuerySet(TrackedQuerySet):
    """The service's cases: an open referral is an open case."""

    def open(self) -> "ReferralQuerySet":
        """Accepted and not closed."""
        return self.filter(closed_on__isnull=True, no_further_action=False)

    def last_closed(self, child_id: int) -> date | None:
        """The day on which a child's last case closed; None where none has (census 8820)."""
        ended = self.filter(child_id=child_id, no_further_action=False)
        return ended.aggregate(last=models.Max("closed_on"))["last"]

    def unallocated(self) -> "ReferralQuerySet":
        """Open without a named worker yet (T26)."""
        return self.open().filter(allocated_on__isnull=True)

    def undated(self) -> "ReferralQuerySet":
        """Opened here by a decision that could not wait until the bank holidays were known: T26 has no end yet."""
        return self.open().filter(allocation_due_on__isnull=True, contact__isnull=False, legacy_key__isnull=True)

    def visible_to(self, worker: Any) -> "ReferralQuerySet":
        """Cases of children whose record this worker may open."""
        if not access.handles_cases(worker):
            return self.none()
        seen = self.filter(seen_q(worker, "child_id"))
        if access.sees_everything(worker):
            return seen
        return seen.filter(access.has_basis(worker, "child_id"))

    def of_own_team(self, worker: Any) -> "ReferralQuerySet":
        """The team's open cases that ``visible_to`` shows its member, at less cost: the team is the basis."""
        if worker.team_id is None or not access.handles_cases(worker):
            return self.none()
        return self.open().filter(seen_q(worker, "child_id"), team_id=worker.team_id)


_BROUGHT_UP_TO_DATE = f"""NEW.legacy_key IS NOT NULL AND (
            {holds("NEW.closed_by_id", "system_administrator", at="clock_timestamp()")}
            OR EXISTS (SELECT 1 FROM workforce_worker w WHERE w.id = NEW.closed_by_id AND w.is_system))"""  # noqa: S608 - no value of a user stands in this text
_CLOSED_IN_WORDS = refuses(
    "referral_closed_in_words",
    sentence=CLOSED_IN_WORDS,
    operation=pgtrigger.UpdateOf("closed_on", "closed_by_id", "closure_reason"),
    when=f"""
        (NEW.closed_on, NEW.closed_by_id, NEW.closure_reason)
            IS DISTINCT FROM (OLD.closed_on, OLD.closed_by_id, OLD.closure_reason)
        AND NOT {BRINGING_IN} AND NOT ({_BROUGHT_UP_TO_DATE}) AND (OLD.closed_on IS NOT NULL OR NOT EXISTS (
            SELECT 1 FROM cases_caseclosure c
            WHERE c.referral_id = NEW.id AND c.closed_on = NEW.closed_on AND c.closed_by_id = NEW.closed_by_id
              AND c.reason = NEW.closure_reason))
    """,  # noqa: S608 - no value of a user stands in this text
)
"""The record of the closure stands with the work that it weighs (cases/models/closures.py). A case that came from the
former system is closed as that system closed it when an administrator brings it up to date."""


class Referral(TrackedRecord):
    """One child's open piece of social care, from acceptance to closure: the episode of the census."""

    child = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="referrals")
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, null=True, blank=True, related_name="referrals")
    team = models.ForeignKey("workforce.Team", on_delete=models.PROTECT, related_name="referrals")
    received_on = models.DateField()
    source_code = models.CharField("census source", max_length=2, choices=ReferralSource.choices)
    primary_need = models.CharField(max_length=2, choices=PrimaryNeed.choices, default=PrimaryNeed.NOT_STATED)
    no_further_action = models.BooleanField(default=False)
    accepted_at = models.DateTimeField()
    accepted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    allocation_due_on = models.DateField(null=True, editable=False)
    allocated_on = models.DateField(null=True, editable=False)
    closed_on = models.DateField(null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    closure_reason = models.CharField(max_length=3, choices=ClosureReason.choices, blank=True)
    legacy_key = models.CharField(max_length=80, null=True, blank=True, unique=True, editable=False)

    objects = ReferralQuerySet.as_manager()

    class Meta(TrackedRecord.Meta):
        indexes = [
            ALLOCATION_CLOCK.index("referral"),
            models.Index(fields=["child", "-received_on"], name="referral_child"),
            models.Index(
                fields=["team", "received_on", "id"],
                name="referral_team_open",
                condition=Q(closed_on__isnull=True, no_further_action=False),
            ),
            models.Index(fields=["received_on"], name="referral_received"),
        ]
        constraints = [
            *ALLOCATION_CLOCK.constraints("referral"),
            models.UniqueConstraint(
                fields=["child"],
                name="referral_one_open_a_child",
                condition=Q(closed_on__isnull=True, no_further_action=False),
                violation_error_message=ALREADY_OPEN,
            ),
            models.CheckConstraint(
                name="referral_closed_with_a_reason",
                condition=both_or_neither("closed_on", "closed_by")
                & (Q(closed_on__isnull=True, closure_reason="") | Q(closed_on__isnull=False) & ~Q(closure_reason="")),
                violation_error_message="Closing a case needs the date, the reason and who closes it.",
            ),
            models.CheckConstraint(
                name="referral_closed_after_received",
                condition=Q(closed_on__isnull=True) | Q(closed_on__gte=F("received_on")),
                violation_error_message="A case cannot close before it was received.",
            ),
            of_the_census(
                "referral_codes_of_the_census",
                imported="legacy_key",
                source_code=ReferralSource.values,
                primary_need=PrimaryNeed.values,
                closure_reason=["", *ClosureReason.values],
            ),
        ]

        triggers = [*TrackedRecord.Meta.triggers, _CLOSED_IN_WORDS, *EPISODE_RULES, marked_by_an_import("referral")]

    def __str__(self) -> str:
        return f"referral {self.pk}"

    @classmethod
    def receiving_teams(cls) -> models.QuerySet:
        """The teams that can be given a case today."""
        return cls._meta.get_field("team").related_model.objects.in_use()

    @property
    def is_open(self) -> bool:
        """As ``ReferralQuerySet.open``, asked of one row in memory."""
        return self.closed_on is None and not self.no_further_action
