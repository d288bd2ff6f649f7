"""Section 47 enquiries, from the strategy decision to the conference or a manager who decides that none is needed."""

from datetime import date
from typing import Any

from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.db import models
from django.db.models import Exists, ExpressionWrapper, F, OuterRef, Q
from django.db.models.functions import Coalesce, Greatest, TruncDate

from cases.models.allocations import Allocation
from cases.models.census_rules import ENQUIRY_AFTER_REFERRAL, on_an_open_case
from cases.models.enquiry_ends import ENDS_THE_GROUND
from cases.models.enquiry_rules import ENQUIRY_RULES
from cases.models.strategy import StrategyChild
from frontdoor.core import access
from frontdoor.core.conditions import at_least, both_or_neither
from frontdoor.core.records import TrackedQuerySet, VersionedRecord
from frontdoor.core.timed import Clock
from frontdoor.core.working_days import LONDON
from frontdoor.models import Person, Referral
from frontdoor.models.brought_in import marked_by_an_import
from frontdoor.models.people import seen_q

OUTCOME_CLOCK = Clock("T10", started="started_on", due="outcome_due_on", finished="authorised_on")
CONFERENCE_CLOCK = Clock("T11", started="started_on", due="conference_due_on", finished="conference_on")

ONE_OPEN = "This child already has an open section 47 enquiry."
OUTCOME_WHOLE = "Choose the outcome and say why, in at least 40 characters."
ANOTHER_AUTHORISES = "Somebody other than who proposed the outcome must authorise it."
AFTER_AN_OUTCOME = "An outcome is authorised when it has been proposed."
NOT_NEEDED_WHOLE = (
    "That no conference is needed is a manager's decision: say why, and what police, health and the other agencies "
    "think of it, in at least 40 characters each."
)
HELD_OR_NOT_NEEDED = "A conference that was held cannot be said not to be needed."
CONFERENCE_TOO_EARLY = "The conference cannot be before the strategy discussion."


class EnquiryOutcome(models.TextChoices):
    """What an enquiry found (domain.md 10)."""

    CLOSE = "close", "No further section 47: close, no further action"
    CHILD_IN_NEED = "cin", "No section 47: continue under section 17"
    NO_CONTINUING_RISK = "no_risk", "Substantiated, no continuing risk of significant harm"
    CONFERENCE = "icpc", "Substantiated, continuing risk: child protection conference"


class Section47QuerySet(TrackedQuerySet):
    """Enquiries by where they stand. Those that were brought in from elsewhere owe nothing here."""

    def open(self) -> "Section47QuerySet":
        """Started here, and the outcome is not authorised (T10)."""
        return self.filter(OUTCOME_CLOCK.open_q())

    def to_authorise(self) -> "Section47QuerySet":
        """An outcome is proposed and waits for a manager."""
        return self.open().filter(proposed_on__isnull=False)

    def awaiting_conference(self) -> "Section47QuerySet":
        """No conference was held and nobody has decided that none is needed (T11)."""
        return self.filter(CONFERENCE_CLOCK.open_q()).exclude(conference_not_needed=True)

    def going_on(self) -> "Section47QuerySet":
        """As ``enquiry_over.ended`` says of a row, those that are not over: they ask nobody (C04, C08)."""
        return self.exclude(self.over())

    def asking_nobody(self) -> "Section47QuerySet":
        """Of those that go on, each that was not decided on at a meeting without its quorum that has run out."""
        carried = StrategyChild.objects.filter(pk=OuterRef("decided_id")).carrying()
        return self.going_on().filter(Q(decided__isnull=True) | Q(Exists(carried)))

    def ended_since(self, held_at: Any) -> "Section47QuerySet":
        """Over, and not before the day of a moment, a value or a slot: what a meeting decided on then (C04)."""
        day = TruncDate(ExpressionWrapper(held_at, output_field=models.DateTimeField()), tzinfo=LONDON)
        over = self.filter(self.over()).with_end()
        return over.alias(over_on=Coalesce("last_step_on", "started_on")).filter(over_on__gte=day)

    def with_end(self) -> "Section47QuerySet":
        """Each with ``last_step_on``: the day of the outcome, of the conference or that none is needed, the latest."""
        return self.alias(last_step_on=Greatest("authorised_on", "not_needed_on", "conference_on"))

    @staticmethod
    def over() -> Q:
        """As ``enquiry_over.ended`` says of a row."""
        found_else = Q(authorised_on__isnull=False) & ~Q(outcome=EnquiryOutcome.CONFERENCE)
        not_needed = Q(conference_not_needed=True, conference_not_needed__isnull=False)
        return found_else | not_needed | Q(conference_on__isnull=False)

    def unfinished(self) -> "Section47QuerySet":
        """Without an outcome, or neither to a conference nor to the decision that none is needed (census 8868)."""
        undecided = Q(conference_on__isnull=True) & (
            Q(conference_not_needed__isnull=True) | Q(conference_not_needed=False)
        )
        return self.filter(OUTCOME_CLOCK.open_q() | undecided)

    def ended(self) -> "Section47QuerySet":
        """With their conference, or the decision that none is needed (K19)."""
        not_needed = Q(conference_not_needed=True, conference_not_needed__isnull=False)
        return self.filter(Q(conference_on__isnull=False) | not_needed)

    def ended_of_a_year(self, on: date) -> "Section47QuerySet":
        """Of those the ones that were started in the year before a day."""
        return self.ended().started_in_a_year(on)

    def started_in_a_year(self, on: date) -> "Section47QuerySet":
        """Those that were started in the year before a day, ended or not."""
        return self.filter(started_on__gt=on - relativedelta(years=1), started_on__lte=on)

    def led_to_a_conference(self) -> "Section47QuerySet":
        """Those whose conference was held."""
        return self.filter(conference_on__isnull=False)

    def late(self, on: date) -> "Section47QuerySet":
        """Past the day of the outcome, or past the day of the conference."""
        conference = CONFERENCE_CLOCK.overdue_q(on) & ~Q(
            conference_not_needed=True, conference_not_needed__isnull=False
        )
        return self.filter(OUTCOME_CLOCK.overdue_q(on) | conference)

    def visible_to(self, worker: Any) -> "Section47QuerySet":
        """Enquiries about children whose record this worker may open."""
        if not access.handles_cases(worker):
            return self.none()
        seen = self.filter(seen_q(worker, "child_id"))
        if access.sees_everything(worker):
            return seen
        return seen.filter(access.has_basis(worker, "child_id"))

    def led_by(self, worker: Any) -> "Section47QuerySet":
        """Those about children whose lead worker this is."""
        lead = Allocation.objects.current().lead().of(worker)
        return self.filter(Exists(lead.filter(child_id=OuterRef("child_id"))))

    def of_own_team(self, worker: Any) -> "Section47QuerySet":
        """Those of the team's cases."""
        return self.visible_to(worker).filter(referral__team_id=worker.team_id)


class Section47(VersionedRecord):
    """One enquiry into significant harm (Children Act 1989, section 47), about one child."""

    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="enquiries")
    child = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="enquiries")
    decided = models.OneToOneField(
        StrategyChild, on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="enquiry"
    )
    started_on = models.DateField("strategy discussion that started it")
    outcome_due_on = models.DateField(null=True, editable=False)
    outcome = models.CharField(max_length=7, choices=EnquiryOutcome.choices, blank=True)
    outcome_reason = models.TextField("why", blank=True)
    proposed_on = models.DateField(null=True, editable=False)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    authorised_on = models.DateField(null=True, editable=False)
    authorised_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    sent_back_reason = models.TextField("why it was sent back", blank=True)
    conference_due_on = models.DateField(null=True, editable=False)
    conference_not_needed = models.BooleanField(null=True, blank=True)
    not_needed_reason = models.TextField("why no conference is needed", blank=True)
    agency_views = models.TextField("what the agencies think", blank=True)
    not_needed_on = models.DateField(null=True, editable=False)
    not_needed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    conference_on = models.DateField("initial child protection conference", null=True, blank=True)
    led_to_plan = models.BooleanField(null=True, blank=True)
    legacy_key = models.CharField(max_length=80, null=True, blank=True, unique=True, editable=False)

    objects = Section47QuerySet.as_manager()

    class Meta(VersionedRecord.Meta):
        verbose_name = "section 47 enquiry"
        verbose_name_plural = "section 47 enquiries"
        indexes = [
            models.Index(fields=["child", "-started_on"], name="section47_child"),
            OUTCOME_CLOCK.index("section47"),
            CONFERENCE_CLOCK.index("section47"),
        ]
        constraints = [
            *OUTCOME_CLOCK.constraints("section47"),
            *CONFERENCE_CLOCK.constraints("section47")[:1],
            models.CheckConstraint(
                name="section47_conference_after_start",
                condition=Q(conference_on__isnull=True) | Q(conference_on__gte=F("started_on")),
                violation_error_message=CONFERENCE_TOO_EARLY,
            ),
            models.UniqueConstraint(
                fields=["child"],
                name="section47_one_open_a_child",
                condition=Q(decided__isnull=False, conference_on__isnull=True)
                & (Q(conference_not_needed__isnull=True) | Q(conference_not_needed=False))
                & (Q(authorised_on__isnull=True) | Q(outcome=EnquiryOutcome.CONFERENCE)),
                violation_error_message=ONE_OPEN,
            ),
            models.CheckConstraint(
                name="section47_outcome_whole",
                condition=Q(proposed_on__isnull=True, proposed_by__isnull=True)
                | Q(proposed_on__isnull=False, proposed_by__isnull=False)
                & ~Q(outcome="")
                & at_least("outcome_reason", 40),
                violation_error_message=OUTCOME_WHOLE,
            ),
            models.CheckConstraint(
                name="section47_authorised_by_another",
                condition=both_or_neither("authorised_on", "authorised_by")
                & (Q(authorised_by__isnull=True) | Q(proposed_by__isnull=True) | ~Q(authorised_by=F("proposed_by"))),
                violation_error_message=ANOTHER_AUTHORISES,
            ),
            models.CheckConstraint(
                name="section47_authorised_after_proposed",
                condition=Q(authorised_on__isnull=True) | Q(proposed_on__isnull=False),
                violation_error_message=AFTER_AN_OUTCOME,
            ),
            models.CheckConstraint(
                name="section47_not_needed_whole",
                condition=Q(not_needed_on__isnull=True, not_needed_by__isnull=True)
                | Q(not_needed_on__isnull=False, not_needed_by__isnull=False, conference_not_needed=True)
                & at_least("not_needed_reason", 40)
                & at_least("agency_views", 40),
                violation_error_message=NOT_NEEDED_WHOLE,
            ),
            models.CheckConstraint(
                name="section47_not_needed_is_decided",
                condition=Q(decided__isnull=True)
                | Q(conference_not_needed__isnull=True)
                | Q(conference_not_needed=False)
                | Q(not_needed_on__isnull=False),
                violation_error_message=NOT_NEEDED_WHOLE,
            ),
            models.CheckConstraint(
                name="section47_held_or_not_needed",
                condition=Q(not_needed_on__isnull=True) | Q(conference_on__isnull=True),
                violation_error_message=HELD_OR_NOT_NEEDED,
            ),
        ]
        triggers = [
            *VersionedRecord.Meta.triggers,
            *ENQUIRY_RULES,
            ENDS_THE_GROUND,
            on_an_open_case("section47"),
            ENQUIRY_AFTER_REFERRAL,
            marked_by_an_import("section47"),
        ]

    def __str__(self) -> str:
        return f"section 47 enquiry {self.pk}"

    @property
    def is_open(self) -> bool:
        """Started here, and the outcome is not authorised."""
        return self.outcome_due_on is not None and self.authorised_on is None

    @property
    def awaits_conference(self) -> bool:
        """As ``awaiting_conference``, of one row."""
        return self.conference_due_on is not None and self.conference_on is None and not self.conference_not_needed
