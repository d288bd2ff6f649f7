"""The plan in the hands of a child, a parent or whoever else is to have it, copy by copy."""

from typing import Any

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from cases.models.core_groups import CoreGroupInvitation
from cases.models.plans import PlanChild, PlanDocument, PlanVersion
from frontdoor.core.conditions import at_least
from frontdoor.core.records import EventRecord, RecordQuerySet
from frontdoor.core.refusals import refuses
from frontdoor.models import Person
from frontdoor.models.signing import signed_in_person

WHO_GETS_IT = "Name the person who gets it, in at least 2 characters, and say what they are to the child."

HAS_AN_ADDRESS = "A plan that goes by e-mail needs a secure address, and no other has one."
TO_AGENCIES_ALONE = "A plan goes by e-mail to somebody of an agency alone. Hand it to the family, or send it by post."
OF_ANOTHER_PLAN = "This person was asked to the core group of another plan."
ONE_OF_THE_RECORD = "A copy is for one of the family or for somebody of the core group, as it says."


class CopyFor(models.TextChoices):
    """What whoever gets a copy is to the child."""

    CHILD = "child", "The child"
    PARENT = "parent", "A parent or carer"
    FAMILY = "family", "Somebody else of the family"
    AGENCY = "agency", "Somebody of an agency"


class GivenHow(models.TextChoices):
    """How a copy left."""

    HANDED = "handed", "Printed and handed over"
    READ_OUT = "read_out", "Read out and talked through, and handed over"
    POST = "post", "By post"
    EMAIL = "email", "By secure e-mail, as a PDF, to somebody of an agency"


class PlanCopyQuerySet(RecordQuerySet):
    """Copies that people were given."""

    def visible_to(self, worker: Any) -> "PlanCopyQuerySet":
        seen = PlanDocument.objects.visible_to(worker)
        return self.filter(version__document__in=seen).select_related("version__document", "part__child")

    def of_plan(self, plan_id: int) -> "PlanCopyQuerySet":
        """The latest first."""
        rows = self.filter(version__document_id=plan_id).select_related("version", "part__child", "given_by", "member")
        return rows.order_by("-pk")


class PlanCopy(EventRecord):
    """That one person was given the plan of one child, or of all its children, as it was authorised."""

    version = models.ForeignKey(PlanVersion, on_delete=models.PROTECT, related_name="copies")
    part = models.ForeignKey(PlanChild, on_delete=models.PROTECT, null=True, blank=True, related_name="copies")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    member = models.ForeignKey(
        CoreGroupInvitation, on_delete=models.PROTECT, null=True, blank=True, related_name="plan_copies"
    )
    given_to = models.CharField("name", max_length=120)
    kind = models.CharField("what they are to the child", max_length=6, choices=CopyFor.choices)
    how = models.CharField(max_length=8, choices=GivenHow.choices)
    sent_to = models.EmailField("secure e-mail", blank=True)
    given_at = models.DateTimeField()
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = PlanCopyQuerySet.as_manager()

    class Meta(EventRecord.Meta):
        verbose_name_plural = "plan copies"
        constraints = [
            models.CheckConstraint(
                name="plan_copy_names_somebody",
                condition=at_least("given_to", 2) & ~Q(kind=""),
                violation_error_message=WHO_GETS_IT,
            ),
            models.CheckConstraint(
                name="plan_copy_has_an_address",
                condition=Q(how=GivenHow.EMAIL) & ~Q(sent_to="") | ~Q(how=GivenHow.EMAIL) & Q(sent_to=""),
                violation_error_message=HAS_AN_ADDRESS,
            ),
            models.CheckConstraint(
                name="plan_copy_mailed_to_an_agency",
                condition=~Q(how=GivenHow.EMAIL) | Q(kind=CopyFor.AGENCY),
                violation_error_message=TO_AGENCIES_ALONE,
            ),
            models.CheckConstraint(
                name="plan_copy_for_one_of_the_record",
                condition=Q(person__isnull=True, member__isnull=True)
                | Q(person__isnull=False, member__isnull=True) & ~Q(kind=CopyFor.AGENCY)
                | Q(person__isnull=True, member__isnull=False, kind=CopyFor.AGENCY),
                violation_error_message=ONE_OF_THE_RECORD,
            ),
        ]
        triggers = [
            *EventRecord.Meta.triggers,
            signed_in_person("plan_copy_signed_in_person", "given_by_id"),
            refuses(
                "plan_copy_for_its_core_group",
                sentence=OF_ANOTHER_PLAN,
                operation=pgtrigger.Insert,
                when="""
                    NEW.member_id IS NOT NULL AND NOT EXISTS (
                        SELECT 1 FROM cases_coregroupinvitation i
                        JOIN cases_coregroup g ON g.id = i.group_id
                        JOIN cases_planchild c ON c.plan_id = g.plan_id
                        JOIN cases_planversion v ON v.document_id = c.document_id
                        WHERE i.id = NEW.member_id AND v.id = NEW.version_id)
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"plan copy {self.pk}"
