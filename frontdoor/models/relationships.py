"""Who is who to whom, from when to when: the adults in a child's life, and ties that are the same from both sides."""

from collections.abc import Iterable
from datetime import date
from typing import Any

import pgtrigger
from dateutil.relativedelta import relativedelta
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import DateField, ExpressionWrapper, F, Q
from django.db.models.functions import Coalesce

from frontdoor.core.records import TrackedQuerySet, VersionedRecord
from frontdoor.core.refusals import refuses
from frontdoor.core.spans import ends_after_start, on_q, once_at_a_time
from frontdoor.models.birth_dates import BORN_TOO_LATE, LEAST_BETWEEN, is_no_parents_age, no_parents_age_sql
from frontdoor.models.people import Person

OWN_RELATIVE = "Nobody can be their own relative."
ALREADY_RECORDED = "This relationship is already recorded for that time."
ENDS_BEFORE_START = "A relationship cannot end before it began."
RESPONSIBILITY_FOR_A_CHILD = "Only a child can have somebody with parental responsibility. This person is an adult."
RESPONSIBILITY_IN_PART = (
    "How and since when parental responsibility is held can be recorded for an adult who holds it now, "
    "or who held it up to a day."
)
RESPONSIBILITY_ENDS_BEFORE_START = "Parental responsibility cannot end before it began."
PARENT_OF_A_PARENT = "Nobody can be a parent of their own parent."
HOLDER_FROM = 16
"""Years from which somebody who is no parent can hold parental responsibility; a mother holds it at any age."""
SIBLINGS_ALREADY = "These two share a parent who is recorded, so they are shown as brothers and sisters already."


class RelationshipKind(models.TextChoices):
    """Who an adult is to a child."""

    MOTHER = "mother", "Mother"
    FATHER = "father", "Father"
    STEP_PARENT = "step_parent", "Step-parent"
    PARTNER = "partner", "Parent's partner"
    GRANDPARENT = "grandparent", "Grandparent"
    GUARDIAN = "guardian", "Special guardian"
    FOSTER_CARER = "foster_carer", "Foster carer"
    OTHER_RELATIVE = "other_relative", "Other relative"
    OTHER = "other", "Somebody else"


PARENTS = (RelationshipKind.MOTHER, RelationshipKind.FATHER)
"""The kinds from which brothers and sisters follow."""


class Responsibility(models.TextChoices):
    """Whether an adult holds parental responsibility for a child."""

    YES = "yes", "Yes"
    NO = "no", "No"
    NOT_KNOWN = "not_known", "Not known"


class AcquiredBy(models.TextChoices):
    """How parental responsibility came about."""

    BIRTH_MOTHER = "birth_mother", "Mother by birth"
    MARRIED_FATHER = "married", "Father or second parent married to the mother"
    REGISTERED = "registered", "Registered as a parent on the birth certificate"
    AGREEMENT = "agreement", "Parental responsibility agreement"
    ORDER = "order", "Court order"


_CHILD_BORN = Coalesce(F("child__birth_date"), F("child__expected_birth_date"))
NO_PARENTS_AGE = Q(kind__in=PARENTS, adult__birth_date__gt=ExpressionWrapper(_CHILD_BORN - LEAST_BETWEEN, DateField()))
"""A mother or father whose date of birth cannot be that of one: nothing rests on this adult's agreement."""


class RelationshipQuerySet(TrackedQuerySet):
    """Adults in children's lives."""

    def current(self) -> "RelationshipQuerySet":
        """Those that have not ended."""
        return self.filter(ended_on__isnull=True)

    def on(self, day: date) -> "RelationshipQuerySet":
        """Those that stood on a day."""
        return self.filter(on_q(day))

    def parents(self) -> "RelationshipQuerySet":
        """Mothers and fathers, whether or not they are in the child's life now: they stay what they are."""
        return self.filter(kind__in=PARENTS)

    def holding_responsibility(self) -> "RelationshipQuerySet":
        """Adults who hold parental responsibility for the child now."""
        return self.current().filter(parental_responsibility=Responsibility.YES)

    def could_agree_on(self, day: date) -> "RelationshipQuerySet":
        """Adults known to hold parental responsibility for the child on a day, who can agree for it (2.1).

        A mother or father is left out whose date of birth rules it out, and anybody else who is not 16 that day.
        """
        held = Q(responsibility_from__isnull=True) | Q(responsibility_from__lte=day)
        young = Q(adult__birth_date__gt=day - relativedelta(years=HOLDER_FROM)) & ~Q(kind__in=PARENTS)
        rows = self.on(day).filter(held, parental_responsibility=Responsibility.YES)
        return rows.exclude(young).exclude(pk__in=self.no_parents_age().values("pk"))

    def no_parents_age(self) -> "RelationshipQuerySet":
        """Mothers and fathers who were born less than ten years before the child."""
        return self.filter(NO_PARENTS_AGE)


def parents_age_contradicts(person: Person) -> bool:
    """Whether a person's date of birth, as it stands in memory, rules out a recorded mother, father or child."""
    ties = Relationship.objects.parents().filter(Q(adult=person) | Q(child=person)).select_related("adult", "child")
    both = (
        (person if tie.adult_id == person.pk else tie.adult, person if tie.child_id == person.pk else tie.child)
        for tie in ties
    )
    return any(
        is_no_parents_age(adult.birth_date, child.birth_date or child.expected_birth_date) for adult, child in both
    )


_FOR_A_CHILD = refuses(
    "responsibility_is_for_a_child",
    sentence=RESPONSIBILITY_FOR_A_CHILD,
    operation=pgtrigger.Insert | pgtrigger.Update,
    when="""
        NEW.parental_responsibility = 'yes' AND NOT EXISTS (
            SELECT 1 FROM frontdoor_person p
            WHERE p.id = NEW.child_id AND (p.is_child OR p.birth_date > current_date - interval '18 years'))
    """,
)

_NOT_BOTH_WAYS = refuses(
    "relationship_not_both_ways",
    sentence=PARENT_OF_A_PARENT,
    operation=pgtrigger.Insert | pgtrigger.Update,
    when="""
        NEW.kind IN ('mother', 'father') AND EXISTS (
            SELECT 1 FROM frontdoor_relationship r
            WHERE r.child_id = NEW.adult_id AND r.adult_id = NEW.child_id AND r.kind IN ('mother', 'father'))
    """,
)


_OF_A_PARENTS_AGE = refuses(
    "relationship_of_a_parents_age",
    sentence=BORN_TOO_LATE,
    operation=pgtrigger.Insert | pgtrigger.UpdateOf("kind", "adult_id", "child_id"),
    when=f"""
        NEW.kind IN ('mother', 'father') AND NEW.adult_id <> NEW.child_id AND EXISTS (
            SELECT 1 FROM frontdoor_person a JOIN frontdoor_person c ON c.id = NEW.child_id
            WHERE a.id = NEW.adult_id AND {no_parents_age_sql("a", "c")})
    """,  # noqa: S608 - no value of a user stands in this text
)


class Relationship(VersionedRecord):
    """An adult in a child's life, from when to when, and whether he or she holds parental responsibility.

    ``ended_on`` is the first day on which it no longer stands. ``child`` may itself be an adult by now, so that
    grandparents are known as the parents of parents.
    """

    child = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="adults")
    adult = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="children")
    kind = models.CharField("relationship to the child", max_length=14, choices=RelationshipKind.choices)
    parental_responsibility = models.CharField(max_length=9, choices=Responsibility.choices)
    responsibility_by = models.CharField(
        "how parental responsibility was acquired", max_length=12, choices=AcquiredBy.choices, blank=True
    )
    responsibility_from = models.DateField("parental responsibility from", null=True, blank=True)
    responsibility_to = models.DateField("parental responsibility to", null=True, blank=True)
    lives_with_child = models.BooleanField(null=True, blank=True)
    started_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)

    objects = RelationshipQuerySet.as_manager()

    class Meta(VersionedRecord.Meta):
        constraints = [
            once_at_a_time("relationship_once", "child", "adult", "kind", sentence=ALREADY_RECORDED),
            models.CheckConstraint(
                name="relationship_of_two", condition=~Q(child=F("adult")), violation_error_message=OWN_RELATIVE
            ),
            ends_after_start("relationship_ends_after_start", ENDS_BEFORE_START),
            models.CheckConstraint(
                name="responsibility_told_whole",
                condition=Q(parental_responsibility="yes", responsibility_to__isnull=True)
                | Q(parental_responsibility="no", responsibility_to__isnull=False)
                | Q(responsibility_by="", responsibility_from__isnull=True, responsibility_to__isnull=True),
                violation_error_message=RESPONSIBILITY_IN_PART,
            ),
            ends_after_start(
                "responsibility_ends_after_start",
                RESPONSIBILITY_ENDS_BEFORE_START,
                started="responsibility_from",
                ended="responsibility_to",
            ),
        ]
        triggers = [*VersionedRecord.Meta.triggers, _FOR_A_CHILD, _NOT_BOTH_WAYS, _OF_A_PARENTS_AGE]

    def __str__(self) -> str:
        return f"relationship {self.pk}"

    def clean(self) -> None:
        """Refuses a mother or father whose date of birth rules it out, beside the question who the adult is."""
        super().clean()
        born = self.child.birth_date or self.child.expected_birth_date
        is_parent = self.kind in PARENTS and self.adult_id != self.child_id
        if is_parent and is_no_parents_age(self.adult.birth_date, born):
            raise ValidationError({"kind": BORN_TOO_LATE})

    @property
    def holds_responsibility(self) -> bool:
        """The same as ``holding_responsibility`` about one row that stands."""
        return self.parental_responsibility == Responsibility.YES


class TieKind(models.TextChoices):
    """What two people are to each other, each the same to the other."""

    MARRIED = "married", "Married or in a civil partnership"
    PARTNERS = "partners", "Partners"
    SIBLINGS = "siblings", "Brothers and sisters"
    HALF_SIBLINGS = "half_siblings", "Half-brothers and half-sisters"
    STEP_SIBLINGS = "step_siblings", "Step-brothers and step-sisters"


PARTNERSHIPS = (TieKind.MARRIED, TieKind.PARTNERS)
SIBLINGS = (TieKind.SIBLINGS, TieKind.HALF_SIBLINGS, TieKind.STEP_SIBLINGS)


class TieQuerySet(TrackedQuerySet):
    """Ties between people."""

    def current(self) -> "TieQuerySet":
        """Those that have not ended."""
        return self.filter(ended_on__isnull=True)

    def among(self, people: Iterable[int]) -> "TieQuerySet":
        """Those whose two people are both among these ids."""
        ids = list(people)
        return self.filter(person_id__in=ids, other_id__in=ids)

    def of(self, people: Iterable[int]) -> "TieQuerySet":
        """Those of any of these people to anybody."""
        ids = list(people)
        return self.filter(Q(person_id__in=ids) | Q(other_id__in=ids))


_NOT_DERIVED = refuses(
    "tie_is_not_known_from_parents",
    sentence=SIBLINGS_ALREADY,
    operation=pgtrigger.Insert,
    when="""
        NEW.kind IN ('siblings', 'half_siblings') AND EXISTS (
            SELECT 1 FROM frontdoor_relationship one
            JOIN frontdoor_relationship two ON two.adult_id = one.adult_id AND two.kind IN ('mother', 'father')
            WHERE one.child_id = NEW.person_id AND two.child_id = NEW.other_id AND one.kind IN ('mother', 'father'))
    """,
)


class Tie(VersionedRecord):
    """What two people are to each other: stored once for both, the person with the lower id first.

    Brothers and sisters are recorded only where no shared parent is: else they follow from the parents.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    other = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField("what they are to each other", max_length=13, choices=TieKind.choices)
    started_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)

    objects = TieQuerySet.as_manager()

    class Meta(VersionedRecord.Meta):
        constraints = [
            models.CheckConstraint(
                name="tie_of_two", condition=Q(person__lt=F("other")), violation_error_message=OWN_RELATIVE
            ),
            once_at_a_time("tie_once", "person", "other", "kind", sentence=ALREADY_RECORDED),
            ends_after_start("tie_ends_after_start", ENDS_BEFORE_START),
        ]
        triggers = [*VersionedRecord.Meta.triggers, _NOT_DERIVED]

    def __str__(self) -> str:
        return f"tie {self.pk}"

    @classmethod
    def between(cls, one: Person, two: Person, **values: Any) -> "Tie":
        """A tie not stored yet, whichever of the two is named first."""
        first, second = sorted((one, two), key=lambda person: person.pk)
        return cls(person=first, other=second, **values)
