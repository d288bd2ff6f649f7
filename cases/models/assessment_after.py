"""Beside the writing of an assessment: more time, what was copied, and how it was shared (domain.md S14, S15, S17)."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from cases.models.assessment_family import FamilyAssessment
from cases.models.assessment_rules import SHARED_RULES, by_a_manager
from cases.models.assessment_words import ExtensionReason, SharedHow
from cases.models.assessments import Assessment
from frontdoor.core.conditions import at_least
from frontdoor.core.records import BRINGING_IN, EventRecord, TrackedQuerySet, TrackedRecord, VersionedRecord
from frontdoor.core.refusals import refuses
from frontdoor.models import Person
from frontdoor.models.signing import signed_in_person

WHY_MORE_TIME = "Say in at least 20 characters why more time is needed."
DECIDED_WHOLE = "Say whether you agree, and why in at least 10 characters."
DECIDED_BY_ANOTHER = "Somebody other than who asked for more time must decide it."
DECISION_STAYS = "What a manager decided about more time stays as it was decided."
ASKED_ALREADY = "More time has been asked for already. A manager decides about it."
COMMENTS_WHOLE = "Write what they said. If it was not shared with this person, say why in at least 20 characters."


class ExtensionDecision(models.TextChoices):
    """What a manager says to more time."""

    AGREED = "agreed", "Agreed"
    REFUSED = "refused", "Not agreed"


class AssessmentExtensionQuerySet(TrackedQuerySet):
    """Requests for more time."""

    def undecided(self) -> "AssessmentExtensionQuerySet":
        return self.filter(decision="")

    def agreed(self) -> "AssessmentExtensionQuerySet":
        return self.filter(decision=ExtensionDecision.AGREED)


class AssessmentExtension(TrackedRecord):
    """That more time than day 45 was asked for, why, and what a manager decided. The day it was due does not move."""

    family = models.ForeignKey(FamilyAssessment, on_delete=models.PROTECT, related_name="extensions")
    reason_code = models.CharField("reason", max_length=10, choices=ExtensionReason.choices)
    why = models.TextField("why more time is needed")
    needed_until = models.DateField("when it will be finished")
    requested_on = models.DateField(editable=False)
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    decision = models.CharField(max_length=7, choices=ExtensionDecision.choices, blank=True)
    decision_reason = models.TextField("why", blank=True)
    decided_on = models.DateField(null=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )

    objects = AssessmentExtensionQuerySet.as_manager()

    class Meta(TrackedRecord.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["family"],
                name="extension_one_undecided",
                condition=Q(decision=""),
                violation_error_message=ASKED_ALREADY,
            ),
            models.CheckConstraint(
                name="extension_says_why", condition=at_least("why", 20), violation_error_message=WHY_MORE_TIME
            ),
            models.CheckConstraint(
                name="extension_decided_whole",
                condition=Q(decision="", decision_reason="", decided_on__isnull=True, decided_by__isnull=True)
                | ~Q(decision="")
                & Q(decided_on__isnull=False, decided_by__isnull=False)
                & at_least("decision_reason", 10),
                violation_error_message=DECIDED_WHOLE,
            ),
            models.CheckConstraint(
                name="extension_decided_by_another",
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("requested_by")),
                violation_error_message=DECIDED_BY_ANOTHER,
            ),
        ]
        triggers = [
            *TrackedRecord.Meta.triggers,
            signed_in_person("extension_asked_signed_in_person", "requested_by_id"),
            refuses(
                "extension_stays_as_decided",
                sentence=DECISION_STAYS,
                operation=pgtrigger.Update,
                when=f"OLD.decision <> '' AND NOT {BRINGING_IN}",
            ),
            by_a_manager(
                "extension_decided_by_a_manager",
                column="decided_by_id",
                newly="NEW.decision <> '' AND (TG_OP = 'INSERT' OR OLD.decision = '')",
                operation=pgtrigger.Insert | pgtrigger.Update,
            ),
        ]

    def __str__(self) -> str:
        return f"extension {self.pk}"


class CopiedPart(EventRecord):
    """That a text of an earlier assessment was copied into this one, and from which (domain.md S14)."""

    family = models.ForeignKey(FamilyAssessment, on_delete=models.PROTECT, related_name="copied")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    part = models.CharField(max_length=20)
    source = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="+")
    copied_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta(EventRecord.Meta):
        indexes = [models.Index(fields=["family", "person"], name="copied_part_family")]
        triggers = [*EventRecord.Meta.triggers, signed_in_person("copied_part_signed_in_person", "copied_by_id")]

    def __str__(self) -> str:
        return f"{self.part} copied into family assessment {self.family_id}"


class AssessmentShared(EventRecord):
    """That one person was given the assessment: when, how and what they said; or why not (domain.md S15)."""

    family = models.ForeignKey(FamilyAssessment, on_delete=models.PROTECT, related_name="shared")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    shared_on = models.DateField()
    how = models.CharField(max_length=5, choices=SharedHow.choices)
    comments = models.TextField("what they said, or why it was not shared")
    shared_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta(EventRecord.Meta):
        verbose_name_plural = "assessments shared"
        indexes = [models.Index(fields=["family", "person"], name="assessment_shared_person")]
        constraints = [
            models.CheckConstraint(
                name="assessment_shared_says_what",
                condition=at_least("comments", 20) | ~Q(how=SharedHow.NOT_SHARED) & at_least("comments", 2),
                violation_error_message=COMMENTS_WHOLE,
            )
        ]
        triggers = [*EventRecord.Meta.triggers, *SHARED_RULES]

    def __str__(self) -> str:
        return f"family assessment {self.family_id} shared with person {self.person_id}"


class ChildVersion(VersionedRecord):
    """The assessment in plain words for the child, to be read, read aloud or printed."""

    family = models.ForeignKey(FamilyAssessment, on_delete=models.PROTECT, related_name="child_versions")
    child = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    why = models.TextField("why we came to see you", blank=True)
    heard = models.TextField("what you told us", blank=True)
    worries = models.TextField("what worries us", blank=True)
    good = models.TextField("what is going well", blank=True)
    next_steps = models.TextField("what happens next, and who does it", blank=True)

    class Meta(VersionedRecord.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["family", "child"],
                name="child_version_once",
                violation_error_message="This is part of the assessment already.",
            )
        ]

    def __str__(self) -> str:
        return f"child's version for child {self.child_id} of family assessment {self.family_id}"
