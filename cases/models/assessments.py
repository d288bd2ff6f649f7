"""Assessments: 45 working days from the referral, ended by a manager's authorisation and sharing with the family."""

from datetime import date
from typing import Any

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from cases.models.agreement_rules import ASSESSMENT_WAITS, SUBMITTED_AS_DECIDED, asks_nobody
from cases.models.assessment_family import CHECK_CLOCK, FamilyAssessment
from cases.models.assessment_rules import ASSESSMENT_RULES
from cases.models.assessment_words import FACTORS, AssessmentOutcome, factor_rules
from cases.models.census_rules import on_an_open_case
from frontdoor.core import access
from frontdoor.core.conditions import at_least, both_or_neither
from frontdoor.core.records import BRINGING_IN, EventRecord, Record, RecordQuerySet, TrackedQuerySet, VersionedRecord
from frontdoor.core.refusals import TODAY_SQL, refuses
from frontdoor.core.timed import Clock
from frontdoor.models import Person, Referral
from frontdoor.models.answers import ANSWER, NO, giver, is_answered
from frontdoor.models.brought_in import marked_by_an_import
from frontdoor.models.consent_age import ASK_AGAIN, too_old_sql
from frontdoor.models.consent_facts import agreeing_tie
from frontdoor.models.people import seen_q
from frontdoor.models.signing import signed_in_person

ASSESSMENT_CLOCK = Clock("T07", started="referral_received_on", due="due_on", finished="finished_on")

PLAN_CLOCK = Clock("T19", started="authorised_on", due="plan_due_on", finished="planned_on")
"""An assessment that finds a child in need is followed by a plan that a manager has authorised (T19)."""

NOT_WHOLE = "Write the analysis in at least 40 characters and choose an outcome."
AUTHORISED_TOO_EARLY = "An assessment cannot be authorised before it began."
FACTORS_TOO_EARLY = "Factors belong to an assessment that is authorised."
LATE_WITHOUT_REASON = "Say in at least 20 characters why this assessment took longer than the time allowed."


NO_SERVICE_CONSENT = (
    "An assessment starts when a person with parental responsibility, or a young person who can decide alone, has "
    "agreed to it. Without that it needs a strategy meeting that decided on section 47, or an emergency power in force "
    "that a second person, a manager, has confirmed."
)

_AGREES = f"""(y.status = 'CYP_COMPETENT' OR y.status IN ('GIVEN', 'GIVEN_PARTIAL')
                AND {agreeing_tie("y.given_by_id", "y.child_id", day=TODAY_SQL)})"""


def _needs(name: str, sentence: str, agrees: str) -> pgtrigger.Trigger:
    """Where somebody is asked, somebody ``agrees``, by the SQL about the answer ``y``, and nobody says no."""
    return refuses(
        name,
        sentence=sentence,
        operation=pgtrigger.Insert,
        declare=[("case_row", "frontdoor_referral%ROWTYPE")],
        first="SELECT * INTO case_row FROM frontdoor_referral r WHERE r.id = NEW.referral_id;",
        when=f"""
        NEW.legacy_key IS NULL AND NOT {BRINGING_IN}
        AND NOT {asks_nobody(child="NEW.child_id", referral="NEW.referral_id")}
        AND NOT EXISTS (
            WITH latest AS (
                SELECT DISTINCT ON ({giver("e")}) e.* FROM frontdoor_consentevent e
                WHERE e.child_id = NEW.child_id AND e.kind = 'C'
                  AND e.status IN ({ANSWER})
                  AND e.happened_at >= case_row.received_on::timestamptz - interval '28 days'
                ORDER BY {giver("e")}, e.happened_at DESC, e.id DESC)
            SELECT 1 FROM latest y
            WHERE {agrees} AND NOT EXISTS (
                SELECT 1 FROM latest n
                WHERE n.status IN ({NO}) AND NOT {is_answered("n")}))
        """,  # noqa: S608 - no value of a user stands in this text
    )


_CONSENTED = [
    _needs("assessment_needs_consent", NO_SERVICE_CONSENT, _AGREES),
    _needs("assessment_needs_consent_of_late", ASK_AGAIN, f"{_AGREES} AND ({too_old_sql('y')}) IS NOT TRUE"),
]
"""Where ``asks_nobody`` does not hold. A decision on the contact alone is one manager's (C08).

What was brought in was begun elsewhere.
"""


class AssessmentQuerySet(TrackedQuerySet):
    """Late, due and finished assessments."""

    def open(self) -> "AssessmentQuerySet":
        """Started and not finished."""
        return self.filter(ASSESSMENT_CLOCK.open_q())

    def overdue(self, on: date) -> "AssessmentQuerySet":
        """Open past day 45 (T07)."""
        return self.filter(ASSESSMENT_CLOCK.overdue_q(on))

    def awaiting_authorisation(self) -> "AssessmentQuerySet":
        """Completed by the worker, not yet authorised by a manager."""
        return self.open().filter(submitted_on__isnull=False, authorised_on__isnull=True)

    def to_check(self, by: date) -> "AssessmentQuerySet":
        """Of a document that no manager has looked at, and that one has to look at by a day or had to before (T06)."""
        written = Q(family__submitted_on__isnull=True)
        return self.open().filter(written, CHECK_CLOCK.open_q("family__"), CHECK_CLOCK.due_by_q(by, "family__"))

    def to_plan(self) -> "AssessmentQuerySet":
        """Of an open case whose child in need plan is promised and not agreed (T19)."""
        return self.filter(PLAN_CLOCK.open_q(), referral__closed_on__isnull=True, referral__no_further_action=False)

    def without_plan(self) -> "AssessmentQuerySet":
        """Of a child who is under no plan."""
        running = Referral._meta.get_field("plans").related_model.objects.filter(ended_on__isnull=True)
        return self.exclude(Exists(running.filter(child_id=OuterRef("child_id"))))

    def visible_to(self, worker: Any) -> "AssessmentQuerySet":
        """Assessments of children whose record this worker may open."""
        if not access.handles_cases(worker):
            return self.none()
        seen = self.filter(seen_q(worker, "child_id"))
        if access.sees_everything(worker):
            return seen
        return seen.filter(access.has_basis(worker, "child_id"))

    def of_own_team(self, worker: Any) -> "AssessmentQuerySet":
        """Of the team's cases those that ``visible_to`` shows its member, at less cost: an open one is a basis."""
        if worker.team_id is None or not access.handles_cases(worker):
            return self.none()
        of_team = self.filter(seen_q(worker, "child_id"), referral__team_id=worker.team_id)
        is_open = Q(referral__closed_on=None, referral__no_further_action=False, referral__child_id=F("child_id"))
        return of_team.filter(is_open | access.has_basis(worker, "child_id"))


class Assessment(VersionedRecord):
    """One child's assessment. The clock counts from the referral (T07); DfE counts from ``started_on`` (T07b)."""

    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="assessments")
    child = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="assessments")
    family = models.ForeignKey(
        FamilyAssessment, on_delete=models.PROTECT, null=True, editable=False, related_name="assessments"
    )
    referral_received_on = models.DateField(editable=False)
    started_on = models.DateField()
    due_on = models.DateField(editable=False)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    child_seen_on = models.DateField(null=True, blank=True)
    child_seen_alone = models.BooleanField(null=True, blank=True)
    child_views = models.TextField("what the child says, in the child's own words", blank=True)
    analysis = models.TextField(blank=True)
    outcome = models.CharField(max_length=10, choices=AssessmentOutcome.choices, blank=True)
    factors = ArrayField(models.CharField(max_length=3, choices=FACTORS), default=list, blank=True, editable=False)
    late_reason = models.TextField("why it took longer than the time allowed", blank=True)
    submitted_on = models.DateField(null=True, editable=False)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    authorised_on = models.DateField(null=True, editable=False)
    authorised_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    shared_on = models.DateField("shared with the family", null=True, editable=False)
    shared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    finished_on = models.DateField(null=True, editable=False)
    plan_due_on = models.DateField("child in need plan agreed by", null=True, editable=False)
    planned_on = models.DateField("plan agreed", null=True, editable=False)
    legacy_key = models.CharField(max_length=80, null=True, blank=True, unique=True, editable=False)

    objects = AssessmentQuerySet.as_manager()

    class Meta(VersionedRecord.Meta):
        indexes = [
            ASSESSMENT_CLOCK.index("assessment"),
            PLAN_CLOCK.index("assessment"),
            models.Index(fields=["child", "-started_on"], name="assessment_child"),
            models.Index(fields=["referral"], name="assessment_referral"),
        ]
        constraints = [
            *ASSESSMENT_CLOCK.constraints("assessment"),
            *PLAN_CLOCK.constraints("assessment"),
            models.UniqueConstraint(
                fields=["child"],
                name="assessment_one_open_a_child",
                condition=Q(finished_on__isnull=True),
                violation_error_message="This child already has an open assessment.",
            ),
            models.CheckConstraint(
                name="assessment_starts_after_referral",
                condition=Q(started_on__gte=F("referral_received_on")),
                violation_error_message="An assessment cannot start before its referral.",
            ),
            models.CheckConstraint(
                name="assessment_submitted_by_somebody", condition=both_or_neither("submitted_on", "submitted_by")
            ),
            models.CheckConstraint(
                name="assessment_authorised_by_somebody", condition=both_or_neither("authorised_on", "authorised_by")
            ),
            models.CheckConstraint(
                name="assessment_authorised_after_start",
                condition=Q(authorised_on__isnull=True)
                | Q(legacy_key__isnull=False)
                | Q(authorised_on__gte=F("started_on")),
                violation_error_message=AUTHORISED_TOO_EARLY,
            ),
            models.CheckConstraint(
                name="assessment_shared_by_somebody", condition=both_or_neither("shared_on", "shared_by")
            ),
            models.CheckConstraint(
                name="assessment_not_authorised_by_its_author",
                condition=Q(authorised_by__isnull=True)
                | Q(submitted_by__isnull=True)
                | ~Q(authorised_by=F("submitted_by"))
                | Q(legacy_key__isnull=False),
                violation_error_message="Somebody other than its author must authorise an assessment.",
            ),
            models.CheckConstraint(
                name="assessment_finished_means_authorised",
                condition=Q(finished_on__isnull=True) | Q(authorised_on__isnull=False),
                violation_error_message="An assessment is finished when a manager has authorised it and it is shared.",
            ),
            models.CheckConstraint(
                name="assessment_submitted_whole",
                condition=Q(submitted_on__isnull=True)
                | Q(legacy_key__isnull=False)
                | at_least("analysis", 40) & ~Q(outcome=""),
                violation_error_message=NOT_WHOLE,
            ),
            models.CheckConstraint(
                name="assessment_late_with_a_reason",
                condition=Q(finished_on__isnull=True)
                | ASSESSMENT_CLOCK.kept_q()
                | Q(legacy_key__isnull=False)
                | at_least("late_reason", 20),
                violation_error_message=LATE_WITHOUT_REASON,
            ),
            models.CheckConstraint(
                name="assessment_factors_when_authorised",
                condition=Q(factors=[]) | Q(authorised_on__isnull=False),
                violation_error_message=FACTORS_TOO_EARLY,
            ),
            *factor_rules("assessment"),
        ]
        triggers = [
            *VersionedRecord.Meta.triggers,
            *_CONSENTED,
            ASSESSMENT_WAITS,
            SUBMITTED_AS_DECIDED,
            *ASSESSMENT_RULES,
            on_an_open_case("assessment"),
            marked_by_an_import("assessment"),
        ]

    def __str__(self) -> str:
        return f"assessment {self.pk}"


class AssessmentReturn(EventRecord):
    """That a manager sent a submitted assessment back to its author, and what is missing."""

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="returns")
    returned_on = models.DateField()
    returned_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField("what is missing")

    class Meta(EventRecord.Meta):
        indexes = [models.Index(fields=["assessment", "-id"], name="assessment_return")]
        constraints = [
            models.CheckConstraint(
                name="assessment_return_has_a_reason",
                condition=at_least("reason", 20),
                violation_error_message="Say in at least 20 characters what is missing.",
            ),
        ]
        triggers = [
            *EventRecord.Meta.triggers,
            signed_in_person("assessment_return_signed_in_person", "returned_by_id"),
        ]

    def __str__(self) -> str:
        return f"assessment return {self.pk}"


class OverdueFlagQuerySet(RecordQuerySet):
    def standing(self) -> "OverdueFlagQuerySet":
        """Noticed and not cleared yet."""
        return self.filter(cleared_on__isnull=True)


class OverdueFlag(Record):
    """That an assessment was noticed past its day; the truth remains the query, this says since when it was known."""

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="flags")
    due_on = models.DateField()
    noticed_on = models.DateField()
    cleared_on = models.DateField(null=True)

    objects = OverdueFlagQuerySet.as_manager()

    class Meta(Record.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["assessment"], name="overdue_flag_once", condition=Q(cleared_on__isnull=True)
            ),
            models.CheckConstraint(
                name="overdue_flag_cleared_after",
                condition=Q(cleared_on__isnull=True) | Q(cleared_on__gte=F("noticed_on")),
            ),
        ]

    def __str__(self) -> str:
        return f"overdue flag {self.pk}"
