"""The sections of a family's assessment: of each child, of each adult, the history and the risks raised."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import OuterRef, Q, Subquery

from cases.models.agreement_rules import all_wait_for_agreement, waits_for_agreement
from cases.models.assessment_family import FamilyAssessment
from cases.models.assessment_rules import CONCLUSION_RULES, SECTION_RULES, stays
from cases.models.assessment_words import (
    FACTORS,
    AssessmentOutcome,
    Dimension,
    FlagFound,
    Grade,
    Likelihood,
    Severity,
    Voice,
    factor_rules,
)
from frontdoor.core.conditions import at_least
from frontdoor.core.records import TrackedQuerySet, TrackedRecord, VersionedRecord
from frontdoor.models import Contact, Person
from frontdoor.models.risk import RiskFlag
from frontdoor.models.signing import signed_in_person

LEFT_OUT_WHOLE = "Say in at least 20 characters why this child is not part of the assessment."
WHY_NOT_SPOKEN_TO = "Say in at least 20 characters why this adult could not be part of the assessment."
NEED_SAYS_WHAT = "Say in at least 20 characters what the need is."
RELEVANT_HOW = "Say in at least 10 characters what this means for the children now."
ANSWER_SAYS_WHY = "Say in at least 20 characters how you know."
ONE_THING = "One earlier piece of work is considered at a time."
SEEN_ALONE_WITHOUT_SEEN = "Enter when the child was seen."


def _once(*names: str, name: str) -> models.UniqueConstraint:
    return models.UniqueConstraint(
        fields=list(names), name=name, violation_error_message="This is part of the assessment already."
    )


class ChildSection(VersionedRecord):
    """How one child lives: seen, heard, a day, strengths and danger; or why the child is left out, by a manager."""

    family = models.ForeignKey(FamilyAssessment, on_delete=models.PROTECT, related_name="sections")
    child = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="assessment_sections")
    seen_on = models.DateField("when the child was seen", null=True, blank=True)
    seen_by = models.CharField("by whom", max_length=120, blank=True)
    seen_alone = models.BooleanField("seen alone", null=True, blank=True)
    why_not_alone = models.TextField("who was there, and why", blank=True)
    words_whose = models.CharField("whose words", max_length=8, choices=Voice.choices, blank=True)
    words = models.TextField("what the child says, or what was observed", blank=True)
    day = models.TextField("a day in this child's life", blank=True)
    strengths = models.TextField("strengths", blank=True)
    danger = models.TextField("danger", blank=True)
    left_out_reason = models.TextField("why this child is left out", blank=True)
    left_out_on = models.DateField(null=True, editable=False)
    left_out_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )

    class Meta(VersionedRecord.Meta):
        constraints = [
            _once("family", "child", name="child_section_once"),
            models.CheckConstraint(
                name="child_left_out_whole",
                condition=Q(left_out_reason="", left_out_on__isnull=True, left_out_by__isnull=True)
                | Q(left_out_on__isnull=False, left_out_by__isnull=False) & at_least("left_out_reason", 20),
                violation_error_message=LEFT_OUT_WHOLE,
            ),
            models.CheckConstraint(
                name="child_seen_alone_when_seen",
                condition=Q(seen_alone__isnull=True) | Q(seen_on__isnull=False),
                violation_error_message=SEEN_ALONE_WITHOUT_SEEN,
            ),
        ]
        triggers = [*VersionedRecord.Meta.triggers, *SECTION_RULES]

    def __str__(self) -> str:
        return f"section of child {self.child_id} in family assessment {self.family_id}"


class AssessedNeedQuerySet(TrackedQuerySet):
    """Needs by grade."""

    def high(self) -> "AssessedNeedQuerySet":
        """Those that a plan has to answer (domain.md S6)."""
        return self.filter(grade=Grade.HIGH)

    def to_be_met(self) -> "AssessedNeedQuerySet":
        """The high needs of each child in the latest assessment of the family that was authorised."""
        authorised = FamilyAssessment.objects.filter(authorised_on__isnull=False)
        of_child = authorised.filter(needs__child_id=OuterRef("child_id")).order_by("-authorised_on", "-pk")
        return self.high().filter(family_id=Subquery(of_child.values("pk")[:1])).order_by("pk")


class AssessedNeed(VersionedRecord):
    """How much one child needs in one dimension of the assessment framework."""

    family = models.ForeignKey(FamilyAssessment, on_delete=models.PROTECT, related_name="needs")
    child = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="assessed_needs")
    dimension = models.CharField(max_length=13, choices=Dimension.choices)
    grade = models.CharField(max_length=4, choices=Grade.choices)
    text = models.TextField("what the need is", blank=True)

    objects = AssessedNeedQuerySet.as_manager()

    class Meta(VersionedRecord.Meta):
        indexes = [models.Index(fields=["child"], name="assessed_need_high", condition=Q(grade="high"))]
        constraints = [
            _once("family", "child", "dimension", name="assessed_need_once"),
            models.CheckConstraint(
                name="assessed_need_says_what",
                condition=Q(grade=Grade.NONE) | at_least("text", 20),
                violation_error_message=NEED_SAYS_WHAT,
            ),
        ]
        triggers = [
            *VersionedRecord.Meta.triggers,
            stays("assessed_need_stays"),
            waits_for_agreement("assessed_need_waits_for_agreement"),
        ]

    def __str__(self) -> str:
        return f"{self.dimension} of child {self.child_id}"


class ChildRisk(VersionedRecord):
    """The risk statement about one child (domain.md S12)."""

    family = models.ForeignKey(FamilyAssessment, on_delete=models.PROTECT, related_name="risks")
    child = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="assessed_risks")
    harm = models.TextField("which harm", blank=True)
    by_whom = models.CharField("by whom", max_length=200, blank=True)
    likelihood = models.CharField("how likely", max_length=9, choices=Likelihood.choices, blank=True)
    severity = models.CharField("how bad", max_length=8, choices=Severity.choices, blank=True)
    protective = models.TextField("what protects the child", blank=True)
    unknowns = models.TextField("what is not known", blank=True)

    class Meta(VersionedRecord.Meta):
        constraints = [_once("family", "child", name="child_risk_once")]
        triggers = [
            *VersionedRecord.Meta.triggers,
            stays("child_risk_stays"),
            waits_for_agreement("child_risk_waits_for_agreement"),
        ]

    def __str__(self) -> str:
        return f"risk of child {self.child_id} in family assessment {self.family_id}"


class ChildConclusion(VersionedRecord):
    """What it comes to for one child: analysis, outcome, and the factors of the census."""

    family = models.ForeignKey(FamilyAssessment, on_delete=models.PROTECT, related_name="conclusions")
    child = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="assessment_conclusions")
    analysis = models.TextField(blank=True)
    outcome = models.CharField("what the child needs", max_length=10, choices=AssessmentOutcome.choices, blank=True)
    factors = ArrayField(models.CharField(max_length=3, choices=FACTORS), default=list, blank=True)

    class Meta(VersionedRecord.Meta):
        constraints = [
            _once("family", "child", name="child_conclusion_once"),
            *factor_rules("child_conclusion"),
        ]
        triggers = [*VersionedRecord.Meta.triggers, *CONCLUSION_RULES]

    def __str__(self) -> str:
        return f"conclusion about child {self.child_id} in family assessment {self.family_id}"


class AdultSection(VersionedRecord):
    """One parent, carer or partner: what they say and how they care, or why they could not be asked (S11)."""

    family = models.ForeignKey(FamilyAssessment, on_delete=models.PROTECT, related_name="adults")
    adult = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="adult_sections")
    account = models.TextField("their history, what they say, and how they care", blank=True)
    why_not = models.TextField("why this adult could not be part of it", blank=True)

    class Meta(VersionedRecord.Meta):
        constraints = [
            _once("family", "adult", name="adult_section_once"),
            models.CheckConstraint(
                name="adult_section_says_why_not",
                condition=Q(why_not="") | at_least("why_not", 20),
                violation_error_message=WHY_NOT_SPOKEN_TO,
            ),
        ]
        triggers = [
            *VersionedRecord.Meta.triggers,
            stays("adult_section_stays"),
            all_wait_for_agreement("adult_section_waits_for_agreement"),
        ]

    def __str__(self) -> str:
        return f"adult {self.adult_id} in family assessment {self.family_id}"


class HistoryConsidered(TrackedRecord):
    """That an earlier contact, assessment, plan or enquiry was read, and what it means now (domain.md S13)."""

    family = models.ForeignKey(FamilyAssessment, on_delete=models.PROTECT, related_name="history_considered")
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    assessment = models.ForeignKey(
        "cases.Assessment", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    plan = models.ForeignKey("cases.Plan", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    enquiry = models.ForeignKey("cases.Section47", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    relevance = models.TextField("what it means for the children now")
    considered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta(TrackedRecord.Meta):
        verbose_name_plural = "history considered"
        constraints = [
            models.CheckConstraint(
                name="history_considered_is_one_thing",
                condition=Q(contact__isnull=False, assessment=None, plan=None, enquiry=None)
                | Q(contact=None, assessment__isnull=False, plan=None, enquiry=None)
                | Q(contact=None, assessment=None, plan__isnull=False, enquiry=None)
                | Q(contact=None, assessment=None, plan=None, enquiry__isnull=False),
                violation_error_message=ONE_THING,
            ),
            models.UniqueConstraint(
                fields=["family", "contact", "assessment", "plan", "enquiry"],
                name="history_considered_once",
                nulls_distinct=False,
                violation_error_message="This is part of the assessment already.",
            ),
            models.CheckConstraint(
                name="history_considered_says_how",
                condition=at_least("relevance", 10),
                violation_error_message=RELEVANT_HOW,
            ),
        ]
        triggers = [
            *TrackedRecord.Meta.triggers,
            signed_in_person("history_considered_signed_in_person", "considered_by_id"),
            stays("history_considered_stays"),
            all_wait_for_agreement("history_considered_waits_for_agreement"),
        ]

    def __str__(self) -> str:
        return f"history considered {self.pk}"


class FlagAnswer(TrackedRecord):
    """What the assessment found about one risk that was raised at a contact (domain.md S12)."""

    family = models.ForeignKey(FamilyAssessment, on_delete=models.PROTECT, related_name="flag_answers")
    flag = models.ForeignKey(RiskFlag, on_delete=models.PROTECT, related_name="answers")
    found = models.CharField("what was found", max_length=9, choices=FlagFound.choices)
    because = models.TextField("how that is known")
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta(TrackedRecord.Meta):
        constraints = [
            _once("family", "flag", name="flag_answer_once"),
            models.CheckConstraint(
                name="flag_answer_says_why",
                condition=at_least("because", 20),
                violation_error_message=ANSWER_SAYS_WHY,
            ),
        ]
        triggers = [
            *TrackedRecord.Meta.triggers,
            signed_in_person("flag_answer_signed_in_person", "answered_by_id"),
            stays("flag_answer_stays"),
            all_wait_for_agreement("flag_answer_waits_for_agreement"),
        ]

    def __str__(self) -> str:
        return f"answer to risk {self.flag_id}"
