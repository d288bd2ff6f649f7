"""Visits to children: written once for the children of a home, and of each child what was seen of that child alone.

What is due next is a promise of its own (``SeenDue``): a visit at which the child was not seen never keeps it.
"""

from datetime import date, timedelta
from typing import Any

import pgtrigger
from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import Exists, OuterRef, Q

from cases.models.assessment_rules import SEEN_AT_A_VISIT, seen_at_no_visit
from cases.models.assessments import Assessment
from cases.models.enquiries import Section47
from cases.models.noted import Noted, noted_when_written, written_in_order, written_in_person
from cases.models.protection import Plan
from frontdoor.core import access, timescales
from frontdoor.core.conditions import at_least
from frontdoor.core.records import BRINGING_IN, EventRecord, RecordQuerySet, TrackedQuerySet, TrackedRecord
from frontdoor.core.refusals import refuses
from frontdoor.core.timed import Clock
from frontdoor.core.timescales import Timescale
from frontdoor.models import Person, Referral
from frontdoor.models.brought_in import marked_by_an_import
from frontdoor.models.people import seen_q
from frontdoor.models.person_choices import BirthDateKnown

OBSERVED_TOO_SHORT = "Write what you saw and heard in at least 20 characters."
MADE_SAFE_TOO_SHORT = "Say in at least 20 characters what was done because a child was not safe."
WHERE_ELSE = "Say where the visit was."
ALONE_NOT_SAID = "Say of each child who was seen whether the child was seen alone."
NO_VOICE = "Write in at least 10 characters what the child said or showed. A child who does not speak shows it."
WHY_NOT_SEEN = "Say in at least 10 characters why the child was not seen."
NOT_SEEN_IS_NOTHING_SEEN = "A child who was not seen was not seen alone, said nothing and has no bedroom seen."
ONCE_A_CHILD = "This child stands in this visit already."
AS_WRITTEN = "A child's part of a visit has the day and the worker of the visit."
BEFORE_BIRTH = (
    "The child was not born on this day. A visit to the mother before the birth is one at which the child was not seen."
)
STAYS = "What was written of a visit stays. Write a note that corrects it."

SEEN_CLOCK = Clock("T17", started="counted_from", due="due_on", finished="seen_on")
"""A child is to be seen by a day: in the assessment (T05), under a protection plan (T17), in need (T18)."""

NEVER_OF_TWO = [False, False]


class VisitKind(models.TextChoices):
    """What a visit was for."""

    ASSESSMENT = "assessment", "Assessment"
    SECTION_47 = "s47", "Section 47 enquiry"
    PROTECTION = "cp", "Child protection plan"
    CHILD_IN_NEED = "cin", "Child in need plan"
    OTHER = "other", "Another reason"


class Place(models.TextChoices):
    """Where the child was visited."""

    HOME = "home", "At home"
    SCHOOL = "school", "At school or nursery"
    OFFICE = "office", "At an office"
    ELSEWHERE = "elsewhere", "Somewhere else"


class VisitRecordQuerySet(RecordQuerySet):
    """Visits as they were written."""

    def known_to(self, worker: Any) -> "VisitRecordQuerySet":
        """Visits all of whose children this worker may know of."""
        hidden = Visit.objects.filter(record_id=OuterRef("pk")).exclude(seen_q(worker, "child_id"))
        return self.filter(~Exists(hidden))

    def visible_to(self, worker: Any) -> "VisitRecordQuerySet":
        """Of these the visits to a child whose record this worker may open."""
        return self.known_to(worker).filter(Exists(Visit.objects.visible_to(worker).filter(record_id=OuterRef("pk"))))


class VisitRecord(Noted, EventRecord):
    """One visit in the words of whoever made it: what the children of a home share. Written once (T25)."""

    event = "visit"

    visited_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="visits_written")
    kind = models.CharField("what the visit was for", max_length=10, choices=VisitKind.choices)
    place = models.CharField("where the visit was", max_length=9, choices=Place.choices)
    place_words = models.CharField("where else", max_length=200, blank=True)
    announced = models.BooleanField("the family knew of the visit beforehand")
    present = models.TextField("who else was present", blank=True)
    observed = models.TextField("what was seen and heard")
    analysis = models.TextField("what the worker makes of it", blank=True)
    agreed = models.TextField("what was agreed", blank=True)
    safe = models.BooleanField("the children were safe when the worker left")
    made_safe = models.TextField("what was done because a child was not safe", blank=True)

    objects = VisitRecordQuerySet.as_manager()

    class Meta(EventRecord.Meta):
        indexes = [models.Index(fields=["visited_by", "-happened_at"], name="visit_record_worker")]
        constraints = [
            *written_in_order("visit_record"),
            models.CheckConstraint(
                name="visit_record_says_where",
                condition=~Q(place=Place.ELSEWHERE) | at_least("place_words", 3),
                violation_error_message=WHERE_ELSE,
            ),
            models.CheckConstraint(
                name="visit_record_says_what_was_seen",
                condition=at_least("observed", 20),
                violation_error_message=OBSERVED_TOO_SHORT,
            ),
            models.CheckConstraint(
                name="visit_record_says_what_made_safe",
                condition=Q(safe=True) | at_least("made_safe", 20),
                violation_error_message=MADE_SAFE_TOO_SHORT,
            ),
        ]
        triggers = [
            *EventRecord.Meta.triggers,
            noted_when_written("visit_noted_when_written"),
            written_in_person("visit_written_in_person", "visited_by_id"),
        ]

    def __str__(self) -> str:
        return f"visit record {self.pk}"

    @property
    def where(self) -> str:
        """The place in words."""
        return self.place_words or self.get_place_display()


class VisitQuerySet(TrackedQuerySet):
    """Visits, child by child."""

    def visible_to(self, worker: Any) -> "VisitQuerySet":
        """Visits of children whose record this worker may open."""
        return of_children_seen_by(self, worker)

    def with_case(self) -> "VisitQuerySet":
        """Each with ``has_case``: whether the child has an open case now."""
        return self.annotate(has_case=Exists(Referral.objects.open().filter(child_id=OuterRef("child_id"))))

    def child_seen(self) -> "VisitQuerySet":
        """Those that keep a promise: the child was seen (T05, T17, T18)."""
        return self.filter(seen=True)

    def newest_first(self) -> "VisitQuerySet":
        return self.order_by("-visited_on", "-pk")


def of_children_seen_by(rows: Any, worker: Any) -> Any:
    """Of rows about one ``child`` each those about children whose record this worker may open."""
    if not access.handles_cases(worker):
        return rows.none()
    seen = rows.filter(seen_q(worker, "child_id"))
    if access.sees_everything(worker):
        return seen
    return seen.filter(access.has_basis(worker, "child_id"))


_AGREES_WITH_ITS_RECORD = refuses(
    "visit_agrees_with_its_record",
    sentence=AS_WRITTEN,
    operation=pgtrigger.Insert,
    when="""
        NEW.record_id IS NOT NULL AND NOT EXISTS (
            SELECT 1 FROM cases_visitrecord r
            WHERE r.id = NEW.record_id AND r.visited_by_id = NEW.visited_by_id
              AND (r.happened_at AT TIME ZONE 'Europe/London')::date = NEW.visited_on)
    """,
)

_STAYS_AS_WRITTEN = refuses(
    "visit_stays_as_written",
    sentence=STAYS,
    operation=pgtrigger.Update,
    when="""
        OLD.record_id IS NOT NULL
        AND (NEW.record_id, NEW.visited_on, NEW.visited_by_id, NEW.seen, NEW.seen_alone, NEW.bedroom_seen, NEW.said,
             NEW.not_seen_reason)
        IS DISTINCT FROM
            (OLD.record_id, OLD.visited_on, OLD.visited_by_id, OLD.seen, OLD.seen_alone, OLD.bedroom_seen, OLD.said,
             OLD.not_seen_reason)
    """,
)
"""A merge moves the row to another record of the child; nothing else of it changes."""


BEFORE_IT_IS_CARRIED = timedelta(weeks=42)
"""How long before a birth, or the day on which it is expected, a visit to the mother can be about the child."""

_NOT_BEFORE_BIRTH = refuses(
    "visit_not_before_birth",
    sentence=BEFORE_BIRTH,
    operation=pgtrigger.Insert,
    when=f"""
        NEW.legacy_key IS NULL AND NOT {BRINGING_IN} AND EXISTS (
            SELECT 1 FROM frontdoor_person p WHERE p.id = NEW.child_id AND (
                NEW.seen AND (p.birth_date_known = 'unborn' OR p.birth_date > NEW.visited_on)
                OR coalesce(p.birth_date, p.expected_birth_date)
                    > NEW.visited_on + interval '{BEFORE_IT_IS_CARRIED.days} days'))
    """,  # noqa: S608 - no user's text
)


def is_before_birth(child: Person, on: date, *, seen: bool) -> bool:
    """What the row refuses: a child seen before its birth, or visited before it can have been carried."""
    if seen and (child.birth_date_known == BirthDateKnown.UNBORN or (child.birth_date or on) > on):
        return True
    born = child.birth_date or child.expected_birth_date
    return born is not None and born > on + BEFORE_IT_IS_CARRIED


class Visit(TrackedRecord):
    """What one visit was for one child. A row that was brought in knows the day and has no record in words."""

    record = models.ForeignKey(
        VisitRecord, on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="children"
    )
    child = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="visits")
    visited_on = models.DateField()
    visited_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="visits")
    seen = models.BooleanField("child seen")
    seen_alone = models.BooleanField(null=True, blank=True)
    bedroom_seen = models.BooleanField("the child's bedroom was seen", null=True, blank=True)
    said = models.TextField("what the child said or showed", blank=True)
    not_seen_reason = models.TextField("why the child was not seen", blank=True)
    legacy_key = models.CharField(max_length=80, null=True, blank=True, unique=True, editable=False)

    objects = VisitQuerySet.as_manager()

    class Meta(TrackedRecord.Meta):
        indexes = [models.Index(fields=["child", "-visited_on"], name="visit_child")]
        constraints = [
            models.UniqueConstraint(
                fields=["record", "child"], name="visit_once_a_child", violation_error_message=ONCE_A_CHILD
            ),
            models.CheckConstraint(
                name="visit_says_if_seen_alone",
                condition=Q(record__isnull=True) | Q(seen=False) | Q(seen_alone__isnull=False),
                violation_error_message=ALONE_NOT_SAID,
            ),
            models.CheckConstraint(
                name="visit_has_the_childs_voice",
                condition=Q(record__isnull=True) | Q(seen=False) | at_least("said", 10),
                violation_error_message=NO_VOICE,
            ),
            models.CheckConstraint(
                name="visit_says_why_not_seen",
                condition=Q(record__isnull=True) | Q(seen=True) | at_least("not_seen_reason", 10),
                violation_error_message=WHY_NOT_SEEN,
            ),
            models.CheckConstraint(
                name="visit_not_seen_is_nothing_seen",
                condition=Q(record__isnull=True)
                | Q(seen=True)
                | Q(seen_alone__isnull=True, bedroom_seen__isnull=True, said=""),
                violation_error_message=NOT_SEEN_IS_NOTHING_SEEN,
            ),
        ]
        triggers = [
            *TrackedRecord.Meta.triggers,
            _AGREES_WITH_ITS_RECORD,
            _STAYS_AS_WRITTEN,
            _NOT_BEFORE_BIRTH,
            marked_by_an_import("visit"),
        ]

    def __str__(self) -> str:
        return f"visit {self.pk}"


SEEN_TIMESCALES: dict[str, Timescale] = {
    scale.code: scale
    for scale in (
        timescales.CHILD_SEEN,
        timescales.CHILD_SEEN_SECTION_47,
        timescales.PROTECTION_VISIT,
        timescales.IN_NEED_VISIT,
    )
}
OF_PLANS = {Plan.Kind.PROTECTION: timescales.PROTECTION_VISIT, Plan.Kind.CHILD_IN_NEED: timescales.IN_NEED_VISIT}


def _last_two(column: str) -> ArraySubquery:
    """What the last two visits that saw the child say, of those that say it at all, the newest first."""
    told = Visit.objects.child_seen().filter(child_id=OuterRef("child_id"), **{f"{column}__isnull": False})
    return ArraySubquery(told.newest_first().values(column)[:2])


def last_two() -> dict[str, ArraySubquery]:
    """Whether a child was seen alone, and the bedroom too, at the last two visits that say it, by annotation."""
    return {"alone_of_last_two": _last_two("seen_alone"), "bedroom_of_last_two": _last_two("bedroom_seen")}


class SeenDueQuerySet(TrackedQuerySet):
    """When children are to be seen next."""

    def waiting(self) -> "SeenDueQuerySet":
        """Promised, not kept, and still wanted: the case is open, and so is the plan, enquiry or assessment."""
        assessed = Q(Exists(Assessment.objects.open().filter(referral_id=OuterRef("referral_id"))))
        enquired = Q(Exists(Section47.objects.unfinished().filter(referral_id=OuterRef("referral_id"))))
        wanted = (
            Q(plan__isnull=False, plan__ended_on__isnull=True)
            | Q(code=timescales.CHILD_SEEN_SECTION_47.code) & enquired
            | Q(plan__isnull=True) & assessed
        )
        return self.filter(
            SEEN_CLOCK.open_q(), wanted, referral__closed_on__isnull=True, referral__no_further_action=False
        )

    def overdue(self, on: date) -> "SeenDueQuerySet":
        """Past the day by which the child had to be seen (T05, T17, T18)."""
        return self.filter(SEEN_CLOCK.overdue_q(on))

    def visible_to(self, worker: Any) -> "SeenDueQuerySet":
        """Those of children whose record this worker may open."""
        return of_children_seen_by(self, worker)

    def of_own_team(self, worker: Any) -> "SeenDueQuerySet":
        """Of the team's cases those that ``visible_to`` shows its member, at less cost: the open case is a basis."""
        if worker.team_id is None or not access.handles_cases(worker):
            return self.none()
        return self.filter(seen_q(worker, "child_id"), referral__team_id=worker.team_id)

    def last_visit_not_seen(self) -> "SeenDueQuerySet":
        """The last visit did not see the child."""
        last = Visit.objects.filter(child_id=OuterRef("child_id")).newest_first()
        return self.alias(seen_at_last=models.Subquery(last.values("seen")[:1])).filter(seen_at_last=False)

    def not_alone_twice(self) -> "SeenDueQuerySet":
        """Neither of the last two times the child was seen was alone: alternate visits must be (domain.md T17)."""
        return self.alias(**last_two()).filter(alone_of_last_two=NEVER_OF_TWO)

    def no_bedroom_twice(self) -> "SeenDueQuerySet":
        """The child was seen twice in a row without a look at the bedroom (domain.md T17)."""
        return self.alias(**last_two()).filter(bedroom_of_last_two=NEVER_OF_TWO)


class SeenDue(TrackedRecord):
    """That a child is to be seen by a day: counted from the referral, the plan or the last time the child was seen."""

    child = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="seen_due")
    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="seen_due")
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, null=True, blank=True, related_name="seen_due")
    code = models.CharField(
        "clock", max_length=10, choices=[(code, scale.name) for code, scale in SEEN_TIMESCALES.items()]
    )
    counted_from = models.DateField()
    due_on = models.DateField(editable=False)
    seen_on = models.DateField("when the child was seen", null=True, editable=False)

    objects = SeenDueQuerySet.as_manager()

    class Meta(TrackedRecord.Meta):
        verbose_name = "day by which a child is to be seen"
        verbose_name_plural = "days by which children are to be seen"
        indexes = [SEEN_CLOCK.index("seen_due"), models.Index(fields=["child", "-id"], name="seen_due_child")]
        constraints = [
            *SEEN_CLOCK.constraints("seen_due"),
            models.UniqueConstraint(
                fields=["referral", "plan", "code", "counted_from"],
                name="seen_due_once",
                nulls_distinct=False,
                violation_error_message="There is a day already by which this child is to be seen.",
            ),
        ]
        triggers = [
            *TrackedRecord.Meta.triggers,
            refuses(
                "seen_due_kept_by_a_visit",
                sentence=SEEN_AT_A_VISIT,
                operation=pgtrigger.Insert | pgtrigger.Update,
                when=f"NOT {BRINGING_IN} AND {seen_at_no_visit('seen_on')}",
            ),
        ]

    def __str__(self) -> str:
        return f"seen due {self.pk}"

    @property
    def timescale(self) -> Timescale:
        return SEEN_TIMESCALES[self.code]
