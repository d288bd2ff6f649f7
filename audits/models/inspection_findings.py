"""The register of what inspections found: who puts it right by when, how it is measured, what proves it (L42, L61)."""

from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from audits.models import finding_rules as rules
from audits.models.finding_choices import Better, EventKind, SourceKind, Theme
from frontdoor.core.conditions import at_least, both_or_neither
from frontdoor.core.records import EventRecord, RecordQuerySet, TrackedQuerySet, TrackedRecord
from frontdoor.core.timed import Clock
from frontdoor.models.signing import signed_in_person

FINDING_CLOCK = Clock("L61", started="opened_on", due="due_on", finished="closed_on")


class InspectionFindingQuerySet(TrackedQuerySet):
    """The register. It tells of nobody's child, so whoever may read it reads all of it."""

    def open(self) -> "InspectionFindingQuerySet":
        """Not closed, or opened again."""
        return self.filter(FINDING_CLOCK.open_q())

    def closed(self) -> "InspectionFindingQuerySet":
        return self.filter(closed_on__isnull=False)

    def overdue(self, on: date) -> "InspectionFindingQuerySet":
        """Open past the day by which the owner was to put it right."""
        return self.filter(FINDING_CLOCK.overdue_q(on))

    def found_again(self) -> "InspectionFindingQuerySet":
        """Open and found a second time, whether it had been closed or not: what leaders are told of (L42)."""
        return self.open().filter(again_on__isnull=False)

    def of_theme(self, theme: str) -> "InspectionFindingQuerySet":
        """The latest found first."""
        return self.filter(theme=theme).order_by("-found_on", "-pk")

    def repeated_by(self, *, theme: str, found_on: date) -> "InspectionFindingQuerySet":
        """Those of a theme found before a day, which could have been found again on it."""
        return self.of_theme(theme).filter(found_on__lt=found_on)

    def owned_by(self, worker: Any) -> "InspectionFindingQuerySet":
        return self.filter(owner_id=worker.pk)

    def in_order(self) -> "InspectionFindingQuerySet":
        """Open ones first, those found first before the others."""
        return self.order_by(F("closed_on").desc(nulls_first=True), "found_on", "pk")

    def with_people(self) -> "InspectionFindingQuerySet":
        """With the people who are named read in the same query."""
        return self.select_related("owner", "opened_by", "closed_by", "again_by")


class InspectionFinding(TrackedRecord):
    """One thing that an inspection, a visit or an audit found, until it is proved to be put right.

    ``indicator`` is a key of ``audits.indicators.weekly``, ``target`` in per cent. ``again_on`` is the last day on
    which the same was found again. ``evidence`` is the present closing's; earlier closings stand in the events.
    """

    found = models.TextField("what was found", error_messages={"blank": rules.FOUND_TOO_SHORT})
    theme = models.CharField(max_length=10, choices=Theme.choices)
    source_kind = models.CharField("who found it", max_length=10, choices=SourceKind.choices)
    source = models.CharField("where it was found", max_length=120, error_messages={"blank": rules.NO_SOURCE})
    found_on = models.DateField("the day on which it was found")
    reference = models.CharField("where the report says it", max_length=60, blank=True)
    differs = models.TextField("how it differs from the others of its theme", blank=True)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField("by when")
    indicator = models.CharField(max_length=12, blank=True)
    better = models.CharField(max_length=8, choices=Better.choices, blank=True)
    target = models.PositiveSmallIntegerField(null=True, blank=True)
    opened_on = models.DateField()
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    again_on = models.DateField(null=True, editable=False)
    again_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    closed_on = models.DateField(null=True, editable=False)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    evidence = models.TextField("what shows that it is put right", blank=True, editable=False)
    times_closed = models.PositiveSmallIntegerField(default=0, editable=False)

    objects = InspectionFindingQuerySet.as_manager()

    class Meta(TrackedRecord.Meta):
        indexes = [FINDING_CLOCK.index("finding")]
        constraints = [
            *FINDING_CLOCK.constraints("finding"),
            models.CheckConstraint(
                name="finding_says_what",
                condition=at_least("found", rules.LEAST_WORDS),
                violation_error_message=rules.FOUND_TOO_SHORT,
            ),
            models.CheckConstraint(
                name="finding_names_its_source",
                condition=at_least("source", 5),
                violation_error_message=rules.NO_SOURCE,
            ),
            models.CheckConstraint(
                name="finding_found_before_recorded",
                condition=Q(found_on__lte=F("opened_on")),
                violation_error_message=rules.FOUND_BEFORE,
            ),
            models.CheckConstraint(
                name="finding_measured_whole",
                condition=Q(indicator="", better="", target__isnull=True)
                | ~Q(indicator="") & ~Q(better="") & Q(target__isnull=False, target__lte=100),
                violation_error_message=rules.MEASURED_WHOLE,
            ),
            models.CheckConstraint(name="finding_again_by_somebody", condition=both_or_neither("again_on", "again_by")),
            models.CheckConstraint(
                name="finding_closed_by_somebody", condition=both_or_neither("closed_on", "closed_by")
            ),
            models.CheckConstraint(
                name="finding_closed_with_evidence",
                condition=Q(closed_on__isnull=True, evidence="")
                | Q(closed_on__isnull=False) & at_least("evidence", rules.LEAST_EVIDENCE),
                violation_error_message=rules.EVIDENCE_TOO_SHORT,
            ),
        ]
        triggers = [
            *TrackedRecord.Meta.triggers,
            signed_in_person("finding_signed_in_person", "opened_by_id", "again_by_id"),
            rules.CLOSED_BY_ANOTHER,
            rules.HAS_AN_INDICATOR,
            rules.SIGNED_IN_PERSON,
            rules.PROVED_BY_ITS_WEEKS,
            rules.OWNED_IN_POST,
            rules.WORDS_ARE_KEPT,
            rules.STAYS_WHEN_CLOSED,
            rules.REOPENED_BY_AN_EVENT,
            rules.ASKED_WHETHER_THE_SAME,
            rules.CLOSINGS_ARE_COUNTED,
        ]

    def __str__(self) -> str:
        return f"finding {self.pk}"

    @property
    def was_reopened(self) -> bool:
        """Open again after it was closed."""
        return self.closed_on is None and self.times_closed > 0


class FindingEventQuerySet(RecordQuerySet):
    def of(self, finding_id: int) -> "FindingEventQuerySet":
        """What happened to one finding, the latest first."""
        return self.filter(finding_id=finding_id).select_related("noted_by", "owner").order_by("-recorded_at", "-pk")

    def owner_of(self, finding_id: int, worker: Any) -> "FindingEventQuerySet":
        """Those by which somebody came to own it."""
        return self.filter(finding_id=finding_id, owner=worker)


class FindingEvent(EventRecord):
    """Something that happened to a finding, in words; ``owner`` and ``due_on`` where that event set them."""

    finding = models.ForeignKey(InspectionFinding, on_delete=models.PROTECT, related_name="events")
    kind = models.CharField(max_length=8, choices=EventKind.choices)
    happened_on = models.DateField()
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    words = models.TextField(error_messages={"blank": rules.WORDS_TOO_SHORT})
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    due_on = models.DateField(null=True, blank=True)

    objects = FindingEventQuerySet.as_manager()

    class Meta(EventRecord.Meta):
        constraints = [
            models.CheckConstraint(
                name="finding_event_says_what",
                condition=at_least("words", rules.LEAST_WORDS),
                violation_error_message=rules.WORDS_TOO_SHORT,
            ),
        ]
        triggers = [*EventRecord.Meta.triggers, signed_in_person("finding_event_signed_in_person", "noted_by_id")]

    def __str__(self) -> str:
        return f"{self.kind} of finding {self.finding_id}"


class FindingWeekQuerySet(RecordQuerySet):
    def proving(self, finding: InspectionFinding) -> "FindingWeekQuerySet":
        """The weeks on which the latest closing stands, the earliest first."""
        return self.filter(finding=finding, closing=finding.times_closed).order_by("week_from")


class FindingWeek(EventRecord):
    """One week of a finding's indicator as it stood when the finding was closed: so many of so many."""

    finding = models.ForeignKey(InspectionFinding, on_delete=models.PROTECT, related_name="weeks")
    closing = models.PositiveSmallIntegerField("the first, second ... closing")
    week_from = models.DateField()
    counted = models.PositiveIntegerField()
    out_of = models.PositiveIntegerField()
    target = models.PositiveSmallIntegerField()

    objects = FindingWeekQuerySet.as_manager()

    class Meta(EventRecord.Meta):
        constraints = [
            models.UniqueConstraint(fields=["finding", "closing", "week_from"], name="finding_week_once"),
            models.CheckConstraint(name="finding_week_begins_on_monday", condition=Q(week_from__iso_week_day=1)),
            models.CheckConstraint(name="finding_week_counts_a_share", condition=Q(counted__lte=F("out_of"))),
        ]
        triggers = [*EventRecord.Meta.triggers, rules.WEEK_OF_A_CLOSING]

    def __str__(self) -> str:
        return f"week from {self.week_from} of finding {self.finding_id}"
