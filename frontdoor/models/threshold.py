"""The continuum of need: the local threshold document in versions, each with its levels and their indicators.

A version is in force from its first day until the day before the next one's, so that there can be no gap and no
overlap. Once published it is never edited: a change is a new version, and what was decided under an older one keeps it.
"""

from datetime import date
from typing import Any

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, OuterRef, Prefetch, Q, Subquery

from frontdoor.core.conditions import both_or_neither
from frontdoor.core.records import BRINGING_IN, TrackedQuerySet, TrackedRecord, VersionedRecord
from frontdoor.core.refusals import TODAY_SQL, refuses
from frontdoor.models.signing import signed_in_person

SHIPPED_FROM = date(2000, 1, 1)
"""The first day of the version that every installation starts with: the levels that the law knows."""

VERSION_STAYS = "A published version cannot be changed. Start a new version from it."
ONE_DRAFT = "There is a draft already. Finish that one first."
DAY_IS_TAKEN = "Another version starts on that day."
STARTS_TOMORROW = "A new version starts tomorrow or later, so that contacts already received keep theirs."
TWO_PEOPLE = "Somebody other than the person who proposed it must publish this version."
NOT_PROPOSED = "A version is published from a day, after one administrator proposed it and by another."
ANOTHER_SCHEME = "Choose a level of the scheme that was in force when the contact was received."


def scheme_on(day: str) -> str:
    """SQL: the id of the version in force on the day that the SQL expression ``day`` gives."""
    return (
        "(SELECT s.id FROM frontdoor_thresholdscheme s WHERE s.approved_at IS NOT NULL"  # noqa: S608 - no user's text
        f" AND s.valid_from <= {day} ORDER BY s.valid_from DESC LIMIT 1)"
    )


class AssessmentDomain(models.TextChoices):
    """The three sides of the assessment framework by which indicators are grouped (domain.md 3.1)."""

    DEVELOPMENT = "dev", "Child's development"
    PARENTING = "par", "Parenting capacity"
    FAMILY = "fam", "Family and environment"


class ThresholdSchemeQuerySet(TrackedQuerySet):
    """The versions of the threshold document."""

    def published(self) -> "ThresholdSchemeQuerySet":
        """In force once, now, or from a day to come."""
        return self.filter(approved_at__isnull=False)

    def in_progress(self) -> "ThresholdSchemeQuerySet":
        """The draft, proposed or not; there is at most one."""
        return self.filter(approved_at__isnull=True)

    def in_force(self, on: date) -> "ThresholdSchemeQuerySet":
        """The one version that applies on a day: the published one that started last."""
        latest = ThresholdScheme.objects.published().filter(valid_from__lte=on).order_by("-valid_from")
        return self.filter(pk=Subquery(latest.values("pk")[:1]))

    def public_on(self, on: date) -> "ThresholdSchemeQuerySet":
        """Versions that are or were in force: what anybody may read."""
        return self.published().filter(valid_from__lte=on)

    def with_pk(self, scheme_id: int) -> "ThresholdSchemeQuerySet":
        """The one of a number, if it is among them."""
        return self.filter(pk=scheme_id)

    def with_next_day(self) -> "ThresholdSchemeQuerySet":
        """Each with ``next_from``, the day on which the next published version takes over; None for the last."""
        later = ThresholdScheme.objects.published().filter(valid_from__gt=OuterRef("valid_from"))
        return self.annotate(next_from=Subquery(later.order_by("valid_from").values("valid_from")[:1]))

    def with_levels(self) -> "ThresholdSchemeQuerySet":
        """Each with ``shown_levels``, and each level with ``shown_indicators``: three queries in all."""
        levels = ThresholdLevel.objects.in_use().with_indicators()
        return self.prefetch_related(Prefetch("levels", levels, to_attr="shown_levels"))


class ThresholdScheme(VersionedRecord):
    """One version of the local threshold document: a draft, a proposal, or published from a day on."""

    name = models.CharField(max_length=120)
    introduction = models.TextField(blank=True)
    valid_from = models.DateField(
        "first day", null=True, blank=True, unique=True, error_messages={"unique": DAY_IS_TAKEN}
    )
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    proposed_at = models.DateTimeField(null=True, editable=False)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    approved_at = models.DateTimeField(null=True, editable=False)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )

    objects = ThresholdSchemeQuerySet.as_manager()

    class Meta(VersionedRecord.Meta):
        ordering = ["-valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["approved_at"],
                name="threshold_one_draft",
                condition=Q(approved_at__isnull=True),
                nulls_distinct=False,
                violation_error_message=ONE_DRAFT,
            ),
            models.CheckConstraint(
                name="threshold_published_whole",
                condition=both_or_neither("proposed_at", "proposed_by")
                & both_or_neither("approved_at", "approved_by")
                & (Q(proposed_at__isnull=True) | Q(valid_from__isnull=False))
                & (
                    Q(approved_at__isnull=True)
                    | Q(valid_from__isnull=False) & (Q(proposed_at__isnull=False) | Q(valid_from=SHIPPED_FROM))
                ),
                violation_error_message=NOT_PROPOSED,
            ),
            models.CheckConstraint(
                name="threshold_by_two_people",
                condition=Q(approved_by__isnull=True) | Q(proposed_by__isnull=True) | ~Q(approved_by=F("proposed_by")),
                violation_error_message=TWO_PEOPLE,
            ),
        ]
        triggers = [
            *VersionedRecord.Meta.triggers,
            refuses(
                "threshold_starts_tomorrow",
                sentence=STARTS_TOMORROW,
                operation=pgtrigger.Insert | pgtrigger.Update,
                when=f"""
                    NEW.approved_at IS NOT NULL AND NOT {BRINGING_IN} AND NEW.valid_from <= {TODAY_SQL}
                    AND (TG_OP = 'INSERT' OR OLD.approved_at IS NULL)
                """,
            ),
            refuses(
                "threshold_version_stays",
                sentence=VERSION_STAYS,
                operation=pgtrigger.Update,
                when=f"""
                    OLD.approved_at IS NOT NULL AND NOT {BRINGING_IN}
                    AND NOT (NEW.approved_at IS NULL AND OLD.valid_from > {TODAY_SQL})
                """,
            ),
            signed_in_person("threshold_signed_in_person", "started_by_id", "proposed_by_id", "approved_by_id"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_published(self) -> bool:
        return self.approved_at is not None

    @property
    def is_proposed(self) -> bool:
        """Waits for a second administrator."""
        return self.proposed_at is not None and self.approved_at is None


class ThresholdLevelQuerySet(TrackedQuerySet):
    """Levels by day, with their indicators."""

    def in_use(self) -> "ThresholdLevelQuerySet":
        """Those that their version has not left out."""
        return self.filter(left_out=False).order_by("code")

    def in_force(self, on: date) -> "ThresholdLevelQuerySet":
        """The levels of the version that applies on a day."""
        return self.in_use().filter(scheme__in=ThresholdScheme.objects.in_force(on))

    def with_indicators(self) -> "ThresholdLevelQuerySet":
        """Each with ``shown_indicators`` in the order of the document."""
        shown = Prefetch("indicators", ThresholdIndicator.objects.shown(), to_attr="shown_indicators")
        return self.prefetch_related(shown)


class ThresholdLevel(VersionedRecord):
    """One level of a version; ``statutory`` levels call for social care."""

    scheme = models.ForeignKey(ThresholdScheme, on_delete=models.PROTECT, related_name="levels")
    code = models.CharField(max_length=4)
    label = models.CharField(max_length=120)
    leads = models.CharField("who leads", max_length=200, blank=True)
    description = models.CharField(max_length=500, blank=True)
    statutory = models.BooleanField(default=False)
    left_out = models.BooleanField("left out of this version", default=False)

    objects = ThresholdLevelQuerySet.as_manager()

    class Meta(VersionedRecord.Meta):
        ordering = ["scheme_id", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["scheme", "code"],
                name="threshold_level_once",
                violation_error_message="This version has a level with that number already.",
            )
        ]
        triggers = [
            *VersionedRecord.Meta.triggers,
            refuses(
                "threshold_level_stays",
                sentence=VERSION_STAYS,
                operation=pgtrigger.Insert | pgtrigger.Update,
                when=f"""
                    NOT {BRINGING_IN} AND EXISTS (
                        SELECT 1 FROM frontdoor_thresholdscheme s WHERE s.approved_at IS NOT NULL
                        AND (s.id = NEW.scheme_id OR TG_OP = 'UPDATE' AND s.id = OLD.scheme_id))
                """,  # noqa: S608 - no user's text
            ),
        ]

    def __str__(self) -> str:
        return f"Level {self.code}: {self.label}"

    @property
    def by_domain(self) -> list[tuple[str, list[Any]]]:
        """The indicators that ``with_indicators`` read, below the words of their side of the framework."""
        return [
            (str(domain.label), [sign for sign in self.shown_indicators if sign.domain == domain])
            for domain in AssessmentDomain
            if any(sign.domain == domain for sign in self.shown_indicators)
        ]


class ThresholdIndicatorQuerySet(TrackedQuerySet):
    """Indicators in the order of the document."""

    def shown(self) -> "ThresholdIndicatorQuerySet":
        """Those that their version has not left out: the child, the parents, the family."""
        order = {str(domain): place for place, domain in enumerate(AssessmentDomain)}
        cases = [models.When(domain=domain, then=models.Value(place)) for domain, place in order.items()]
        return self.filter(left_out=False).order_by(models.Case(*cases), "position", "pk")


class ThresholdIndicator(TrackedRecord):
    """One sign by which a level is known. ``origin`` is the same sign in the first version that had it."""

    level = models.ForeignKey(ThresholdLevel, on_delete=models.PROTECT, related_name="indicators")
    domain = models.CharField(max_length=3, choices=AssessmentDomain.choices)
    position = models.PositiveSmallIntegerField(default=0)
    words = models.CharField(max_length=300)
    origin = models.ForeignKey("self", on_delete=models.PROTECT, null=True, editable=False, related_name="+")
    left_out = models.BooleanField("left out of this version", default=False)

    objects = ThresholdIndicatorQuerySet.as_manager()

    class Meta(TrackedRecord.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["level", "domain", "words"],
                name="threshold_indicator_once",
                violation_error_message="This indicator stands there already.",
            )
        ]
        triggers = [
            *TrackedRecord.Meta.triggers,
            refuses(
                "threshold_indicator_stays",
                sentence=VERSION_STAYS,
                operation=pgtrigger.Insert | pgtrigger.Update,
                when=f"""
                    NOT {BRINGING_IN} AND EXISTS (
                        SELECT 1 FROM frontdoor_thresholdlevel l JOIN frontdoor_thresholdscheme s ON s.id = l.scheme_id
                        WHERE s.approved_at IS NOT NULL
                        AND (l.id = NEW.level_id OR TG_OP = 'UPDATE' AND l.id = OLD.level_id))
                """,  # noqa: S608 - no user's text
            ),
        ]

    def __str__(self) -> str:
        return self.words
