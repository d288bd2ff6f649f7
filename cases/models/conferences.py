"""Child protection conferences: whether each child needs a protection plan, goes on needing it, or no longer does."""

from datetime import date
from functools import reduce
from operator import and_
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q

from cases.models.conference_rules import CHILD_RULES, CONFERENCE_RULES
from cases.models.enquiries import Section47
from cases.models.meetings import Meeting, meeting_constraints
from cases.models.protection import ABUSE, Plan
from frontdoor.core import access, timescales
from frontdoor.core.conditions import at_least, both_or_neither
from frontdoor.core.records import TrackedQuerySet, VersionedRecord
from frontdoor.core.timed import Clock
from frontdoor.core.timescales import Timescale
from frontdoor.models import Person, Referral
from frontdoor.models.people import what_hides

HELD_CLOCK = Clock("CONF-HELD", started="counted_from", due="due_on", finished="held_on")
REPORT_CLOCK = Clock("CONF-REPORT", started="asked_on", due="report_due_on", finished="shared_on")
LETTER_CLOCK = Clock("CONF-LETTER", started="held_on", due="letter_due_on", finished="letters_sent_on")
RECORD_CLOCK = Clock("CONF-RECORD", started="held_on", due="record_due_on", finished="circulated_on")

ALONE_WHOLE = (
    "Say in at least 40 characters why the conference decides without social care and two agencies there, and when it "
    "is held again."
)
HELD_AND_NOT_CALLED_OFF = "A conference that was held cannot be called off."
NOT_HELD = "A record is signed when the conference has been held."
NOT_WHOLE = "Every part of the record must be written before it is signed."
SENT_AFTER_SIGNING = "Letter and record go out when the chair has signed."
DECIDED_WHOLE = "A decision about a child needs its reasons, in at least 40 characters, and who decided it when."
CATEGORY_OF_A_PLAN = "A child under a protection plan has its category of abuse, and no other child has one."
PLAN_HAS_DATES = (
    "A child who comes under a protection plan needs the day of the first core group and of the review conference; one "
    "who stays under it the day of the next review."
)
WHAT_FOLLOWS = "Where there is no protection plan, say in at least 20 characters what follows for the child."
TOOK_PART_HOW = "Say in at least 10 characters how the child was helped to take part."
CHILD_ONCE = "This child is already part of the conference."


class ConferenceKind(models.TextChoices):
    """Why a conference is held."""

    INITIAL = "initial", "Initial conference"
    PRE_BIRTH = "pre_birth", "Pre-birth conference"
    TRANSFER = "transfer", "Transfer-in conference"
    REVIEW = "review", "Review conference"


class ConferenceDecision(models.TextChoices):
    """What is decided about one child."""

    PLAN = "plan", "Child protection plan"
    NO_PLAN = "none", "No child protection plan"
    CONTINUE = "continue", "The child protection plan continues"
    END = "end", "The child protection plan ends"


OF_FIRST = (ConferenceDecision.PLAN, ConferenceDecision.NO_PLAN)
OF_REVIEW = (ConferenceDecision.CONTINUE, ConferenceDecision.END)
UNDER_A_PLAN = (ConferenceDecision.PLAN, ConferenceDecision.CONTINUE)


class Participation(models.TextChoices):
    """How a child took part (census code set of child participation in a review)."""

    PN0 = "PN0", "The child is under 4"
    PN1 = "PN1", "Attended and spoke"
    PN2 = "PN2", "Attended, and an advocate spoke"
    PN3 = "PN3", "Attended and spoke by symbols or signs"
    PN4 = "PN4", "Attended and did not speak"
    PN5 = "PN5", "Did not attend and briefed an advocate"
    PN6 = "PN6", "Did not attend and sent views"
    PN7 = "PN7", "Neither attended nor sent views"


PARTS = {"background": 20, "analysis": 40, "contingency": 10}
"""The parts of the record that all children share, each with the characters it needs to be signed."""

CLOCKS: dict[str, Timescale] = {
    scale.code: scale
    for scale in (
        timescales.CONFERENCE,
        timescales.TRANSFER_CONFERENCE,
        timescales.PRE_BIRTH_CONFERENCE,
        timescales.FIRST_REVIEW,
        timescales.FURTHER_REVIEW,
    )
}


class ConferenceQuerySet(TrackedQuerySet):
    """Conferences by where they stand."""

    def standing(self) -> "ConferenceQuerySet":
        """Not called off."""
        return self.filter(called_off_at__isnull=True)

    def to_hold(self) -> "ConferenceQuerySet":
        """Convened and not held yet."""
        return self.standing().filter(HELD_CLOCK.open_q())

    def first_to_hold(self) -> "ConferenceQuerySet":
        """Of those to be held the ones that come of an enquiry."""
        return self.to_hold().filter(kind__in=(ConferenceKind.INITIAL, ConferenceKind.PRE_BIRTH))

    def to_sign(self) -> "ConferenceQuerySet":
        """Held, and the decisions are not signed yet."""
        return self.standing().filter(held_on__isnull=False, signed_at__isnull=True)

    def to_send(self) -> "ConferenceQuerySet":
        """Signed, and decision letters or records are not with everybody."""
        return self.filter(LETTER_CLOCK.open_q() | RECORD_CLOCK.open_q(), signed_at__isnull=False)

    def late(self, on: date) -> "ConferenceQuerySet":
        """Past the day to be held, or past the day for letters or records to be out."""
        clocks = (HELD_CLOCK, LETTER_CLOCK, RECORD_CLOCK)
        return self.standing().filter(reduce(Q.__or__, (clock.overdue_q(on) for clock in clocks)))

    def with_reports_owed(self) -> "ConferenceQuerySet":
        """Still to be held, and somebody's report has not been shared with the family."""
        return self.to_hold().filter(REPORT_CLOCK.open_q("invitations__")).distinct()

    def reports_late(self, on: date) -> "ConferenceQuerySet":
        """Of those the ones with a report past its day."""
        return self.to_hold().filter(REPORT_CLOCK.overdue_q(on, "invitations__")).distinct()

    def convened_by(self, worker: Any) -> "ConferenceQuerySet":
        return self.filter(convened_by_id=worker.pk)

    def chaired_by(self, worker: Any) -> "ConferenceQuerySet":
        return self.filter(chair_id=worker.pk)

    def visible_to(self, worker: Any) -> "ConferenceQuerySet":
        """Conferences this worker may open: his own, else those of a child he may see.

        One that names a child hidden from the worker is left out whole.
        """
        if not access.handles_cases(worker):
            return self.none()
        about = ConferenceChild.objects.filter(conference_id=OuterRef("pk"))
        seen = self.filter(*(~Exists(about.filter(Exists(hides))) for hides in what_hides(worker, "child_id")))
        if access.sees_everything(worker):
            return seen
        own = Q(chair_id=worker.pk) | Q(convened_by_id=worker.pk)
        return seen.filter(own | Exists(about.filter(access.has_basis(worker, "child_id"))))


class Conference(Meeting):
    """One conference about one child or several of a family, from its promise to the record in everybody's hands."""

    kind = models.CharField(max_length=9, choices=ConferenceKind.choices)
    code = models.CharField("clock", max_length=3, choices=[(code, scale.name) for code, scale in CLOCKS.items()])
    counted_from = models.DateField()
    due_on = models.DateField(editable=False)
    chair = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="conferences")
    reports_due_on = models.DateField("reports are shared with the family by", editable=False)
    held_on = models.DateField(null=True, editable=False)
    background = models.TextField("what led to the conference", blank=True)
    analysis = models.TextField("what the conference made of it", blank=True)
    contingency = models.TextField("what happens if this does not work", blank=True)
    letter_due_on = models.DateField(null=True, editable=False)
    letters_sent_on = models.DateField(null=True, editable=False)
    letters_sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    record_due_on = models.DateField(null=True, editable=False)
    circulated_on = models.DateField(null=True, editable=False)
    circulated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )

    objects = ConferenceQuerySet.as_manager()

    class Meta(Meeting.Meta):
        indexes = [
            *(clock.index("conference") for clock in (HELD_CLOCK, LETTER_CLOCK, RECORD_CLOCK)),
            models.Index(fields=["-planned_at", "-id"], name="conference_newest"),
        ]
        constraints = [
            *(
                constraint
                for clock in (HELD_CLOCK, LETTER_CLOCK, RECORD_CLOCK)
                for constraint in clock.constraints("conference")
            ),
            *meeting_constraints("conference", alone_whole=ALONE_WHOLE),
            models.CheckConstraint(
                name="conference_held_or_called_off",
                condition=Q(held_on__isnull=True) | Q(called_off_at__isnull=True),
                violation_error_message=HELD_AND_NOT_CALLED_OFF,
            ),
            models.CheckConstraint(
                name="conference_signed_after_held",
                condition=Q(signed_at__isnull=True) | Q(held_on__isnull=False),
                violation_error_message=NOT_HELD,
            ),
            models.CheckConstraint(
                name="conference_signed_whole",
                condition=Q(signed_at__isnull=True)
                | reduce(and_, (at_least(name, least) for name, least in PARTS.items())),
                violation_error_message=NOT_WHOLE,
            ),
            models.CheckConstraint(
                name="conference_sent_by_somebody",
                condition=both_or_neither("letters_sent_on", "letters_sent_by")
                & both_or_neither("circulated_on", "circulated_by")
                & (Q(signed_at__isnull=False) | Q(letters_sent_on__isnull=True, circulated_on__isnull=True)),
                violation_error_message=SENT_AFTER_SIGNING,
            ),
        ]
        triggers = [*Meeting.Meta.triggers, *CONFERENCE_RULES]

    def __str__(self) -> str:
        return f"conference {self.pk}"

    @property
    def reference(self) -> str:
        """What people call this conference on the telephone."""
        return f"K{self.pk}"

    @property
    def reviews(self) -> bool:
        """Whether it reviews plans that run, and starts none."""
        return self.kind == ConferenceKind.REVIEW

    @property
    def timescale(self) -> Timescale:
        return CLOCKS[self.code]


class ConferenceChild(VersionedRecord):
    """One child at a conference: danger, protection, how the child took part, and what is decided."""

    conference = models.ForeignKey(Conference, on_delete=models.PROTECT, related_name="children")
    child = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="conference_children")
    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="conference_children")
    enquiry = models.ForeignKey(
        Section47, on_delete=models.PROTECT, null=True, blank=True, related_name="conference_children"
    )
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, null=True, blank=True, related_name="reviewed_at")
    participation = models.CharField("how the child took part", max_length=3, choices=Participation.choices, blank=True)
    participation_how = models.TextField("how the child was helped to take part", blank=True)
    danger = models.TextField("what the child is in danger of", blank=True)
    protective = models.TextField("what protects the child", blank=True)
    decision = models.CharField(max_length=8, choices=ConferenceDecision.choices, blank=True)
    decision_reason = models.TextField("why", blank=True)
    category = models.CharField("category of abuse", max_length=3, choices=ABUSE, blank=True)
    dissent = models.TextField("who did not agree, and why", blank=True)
    follows = models.TextField("what follows for the child", blank=True)
    core_group_on = models.DateField("first core group", null=True, blank=True)
    review_on = models.DateField("next review conference", null=True, blank=True)
    decided_at = models.DateTimeField(null=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )

    class Meta(VersionedRecord.Meta):
        verbose_name_plural = "children at conferences"
        indexes = [models.Index(fields=["child"], name="conference_child_child")]
        constraints = [
            models.UniqueConstraint(
                fields=["conference", "child"], name="conference_child_once", violation_error_message=CHILD_ONCE
            ),
            models.CheckConstraint(
                name="conference_child_decided_whole",
                condition=Q(decision="", decided_at__isnull=True, decided_by__isnull=True)
                | ~Q(decision="")
                & Q(decided_at__isnull=False, decided_by__isnull=False)
                & at_least("decision_reason", 40),
                violation_error_message=DECIDED_WHOLE,
            ),
            models.CheckConstraint(
                name="conference_child_category",
                condition=Q(decision__in=UNDER_A_PLAN, category__in=dict(ABUSE))
                | ~Q(decision__in=UNDER_A_PLAN) & Q(category=""),
                violation_error_message=CATEGORY_OF_A_PLAN,
            ),
            models.CheckConstraint(
                name="conference_child_dates",
                condition=(~Q(decision=ConferenceDecision.PLAN) | Q(core_group_on__isnull=False))
                & (~Q(decision__in=UNDER_A_PLAN) | Q(review_on__isnull=False)),
                violation_error_message=PLAN_HAS_DATES,
            ),
            models.CheckConstraint(
                name="conference_child_what_follows",
                condition=Q(decision="") | Q(decision__in=UNDER_A_PLAN) | at_least("follows", 20),
                violation_error_message=WHAT_FOLLOWS,
            ),
            models.CheckConstraint(
                name="conference_child_took_part",
                condition=Q(participation__in=["", "PN0"]) | at_least("participation_how", 10),
                violation_error_message=TOOK_PART_HOW,
            ),
        ]
        triggers = [*VersionedRecord.Meta.triggers, *CHILD_RULES]

    def __str__(self) -> str:
        return f"child {self.pk} at a conference"
