"""The assessment of a family: one document over the children's assessments, and what happens to it as a whole."""

from typing import Any

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from cases.models.assessment_rules import FAMILY_RULES, by_a_manager
from frontdoor.core import access
from frontdoor.core.conditions import at_least, both_or_neither
from frontdoor.core.records import EventRecord, TrackedQuerySet, VersionedRecord
from frontdoor.core.timed import Clock
from frontdoor.models.people import what_hides
from frontdoor.models.signing import signed_in_person

CHECK_CLOCK = Clock("T06", started="check_from", due="check_due_on", finished="checked_on")

AUTHORISED_BY_ANOTHER = "Somebody other than its author must authorise an assessment."
SUBMITTED_FIRST = "An assessment is submitted before it is authorised."
RETURN_SAYS_WHY = "Say in at least 20 characters what is missing."
CHECK_SAYS_WHAT = "Say in at least 20 characters what you found and what happens next."


class FamilyAssessmentQuerySet(TrackedQuerySet):
    """Documents by where they stand."""

    def being_written(self) -> "FamilyAssessmentQuerySet":
        return self.filter(submitted_on__isnull=True)

    def awaiting_authorisation(self) -> "FamilyAssessmentQuerySet":
        """Submitted by the worker, not yet authorised by a manager."""
        return self.filter(submitted_on__isnull=False, authorised_on__isnull=True)

    def submitted_and_unfinished(self) -> "FamilyAssessmentQuerySet":
        """Waiting for a manager, or authorised and not shared with everybody: a child who joins reopens it (S9)."""
        standing = self._rows("assessments").filter(finished_on__isnull=True)
        return self.filter(Exists(standing), submitted_on__isnull=False)

    def not_authorised(self) -> "FamilyAssessmentQuerySet":
        return self.filter(authorised_on__isnull=True)

    def telling_of_nobody_hidden_from(self, worker: Any) -> "FamilyAssessmentQuerySet":
        """Documents without a word about a child who is hidden from this worker."""
        hides = what_hides(worker, "child_id")
        told = [self._rows(name) for name in ("assessments", "sections")]
        return self.filter(*(~Exists(rows.filter(Exists(hid))) for rows in told for hid in hides))

    def visible_to(self, worker: Any) -> "FamilyAssessmentQuerySet":
        """Documents with a child whose record this worker may open; one that tells of a hidden child is left out."""
        if not access.handles_cases(worker):
            return self.none()
        seen = self.telling_of_nobody_hidden_from(worker)
        if access.sees_everything(worker):
            return seen
        return seen.filter(Exists(self._rows("assessments").filter(access.has_basis(worker, "child_id"))))

    def _rows(self, name: str) -> models.QuerySet:
        rows: models.QuerySet = self.model._meta.get_field(name).related_model.objects.all()
        return rows.filter(family_id=OuterRef("pk"))


class FamilyAssessment(VersionedRecord):
    """One document with a section for each child of the household; each child's ``Assessment`` keeps its own clock."""

    opened_on = models.DateField(editable=False)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    check_from = models.DateField(null=True, editable=False)
    check_due_on = models.DateField("checked by a manager by", null=True, editable=False)
    checked_on = models.DateField("first checked by a manager", null=True, editable=False)
    submitted_on = models.DateField(null=True, editable=False)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    authorised_on = models.DateField(null=True, editable=False)
    authorised_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )

    objects = FamilyAssessmentQuerySet.as_manager()

    class Meta(VersionedRecord.Meta):
        indexes = [CHECK_CLOCK.index("family_check")]
        constraints = [
            *CHECK_CLOCK.constraints("family_check"),
            models.CheckConstraint(
                name="family_assessment_submitted_by_somebody",
                condition=both_or_neither("submitted_on", "submitted_by"),
            ),
            models.CheckConstraint(
                name="family_assessment_authorised_by_somebody",
                condition=both_or_neither("authorised_on", "authorised_by"),
            ),
            models.CheckConstraint(
                name="family_assessment_submitted_first",
                condition=Q(authorised_on__isnull=True) | Q(submitted_on__isnull=False),
                violation_error_message=SUBMITTED_FIRST,
            ),
            models.CheckConstraint(
                name="family_assessment_authorised_by_another",
                condition=Q(authorised_by__isnull=True) | ~Q(authorised_by=F("submitted_by")),
                violation_error_message=AUTHORISED_BY_ANOTHER,
            ),
        ]
        triggers = [*VersionedRecord.Meta.triggers, *FAMILY_RULES]

    def __str__(self) -> str:
        return f"family assessment {self.pk}"

    @property
    def reference(self) -> str:
        """What people call this document on the telephone."""
        return f"F{self.pk}"

    @property
    def is_open(self) -> bool:
        """Whether its sections can be written."""
        return self.submitted_on is None


class ReturnKind(models.TextChoices):
    """Why a submitted document is open again."""

    SENT_BACK = "sent_back", "Sent back by a manager"
    JOINED = "joined", "A child joined the household"


class FamilyReturn(EventRecord):
    """That a submitted document was opened again, by a manager or because a child joined the household."""

    family = models.ForeignKey(FamilyAssessment, on_delete=models.PROTECT, related_name="returns")
    kind = models.CharField(max_length=9, choices=ReturnKind.choices)
    returned_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField("what is missing")

    class Meta(EventRecord.Meta):
        indexes = [models.Index(fields=["family", "-id"], name="family_return")]
        constraints = [
            models.CheckConstraint(
                name="family_return_has_a_reason",
                condition=at_least("reason", 20),
                violation_error_message=RETURN_SAYS_WHY,
            )
        ]
        triggers = [*EventRecord.Meta.triggers, signed_in_person("family_return_signed_in_person", "returned_by_id")]

    def __str__(self) -> str:
        return f"return of family assessment {self.family_id}"


class ManagerCheck(EventRecord):
    """That a manager looked at a document while it was written, and what happens next (domain.md T06)."""

    family = models.ForeignKey(FamilyAssessment, on_delete=models.PROTECT, related_name="checks")
    checked_on = models.DateField()
    checked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    said = models.TextField("what the manager found, and what happens next")

    class Meta(EventRecord.Meta):
        indexes = [models.Index(fields=["family", "id"], name="manager_check_family")]
        constraints = [
            models.CheckConstraint(
                name="manager_check_says_what",
                condition=at_least("said", 20),
                violation_error_message=CHECK_SAYS_WHAT,
            )
        ]
        triggers = [
            *EventRecord.Meta.triggers,
            by_a_manager(
                "manager_check_by_a_manager", column="checked_by_id", newly="true", operation=pgtrigger.Insert
            ),
        ]

    def __str__(self) -> str:
        return f"manager's check of family assessment {self.family_id}"
