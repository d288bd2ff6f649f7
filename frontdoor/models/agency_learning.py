"""What is done so that agencies refer well: events with one agency, and the group that the director leads (L58)."""

from datetime import date
from typing import Any

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from frontdoor.core.conditions import at_least, both_or_neither
from frontdoor.core.records import EventRecord, RecordQuerySet, TrackedQuerySet, TrackedRecord
from frontdoor.core.refusals import refuses
from frontdoor.core.timed import Clock
from frontdoor.models.agencies import Agency
from frontdoor.models.rights import holds, on_day
from frontdoor.models.signing import signed_in_person

ACTION_CLOCK = Clock("GROUP", started="started_on", due="due_on", finished="finished_on")

AGREED_TOO_SHORT = "Write what was agreed, in at least 20 characters."
NOT_YET_HELD = "The date must be today or in the past."
LED_BY_A_LEADER = "The group is led by the director or another senior leader."
MINUTES_TOO_SHORT = "Write who came and what was discussed, in at least 20 characters each."
MINUTED_TOO_EARLY = "The notes of a meeting are written on its day or afterwards."
ACTION_TOO_VAGUE = (
    "Say exactly what will be done, in at least 20 characters. "
    "Words such as ASAP or ongoing give no date that can be kept."
)
EVIDENCE_TOO_SHORT = "Say what shows that it was done, in at least 20 characters."
CHECKED_BY_ANOTHER = "Somebody who neither owned the action nor reported it done must check it."
ACTION_STAYS = "What was agreed cannot be changed. Agree a new action."
VAGUE = r"\y(asap|a\.s\.a\.p|as soon as possible|ongoing|on-going|tbc|tba|in due course|when possible)\y"
"""Words that stand in for a date, as a PostgreSQL regular expression (letter L68: "ASAP" is refused)."""


class AgencyEventKind(models.TextChoices):
    """What was done with an agency."""

    TRAINING = "training", "Training"
    MEETING = "meeting", "Meeting"
    LETTER = "letter", "Letter"


class AgencyEventQuerySet(RecordQuerySet):
    """Events by time."""

    def standing(self) -> "AgencyEventQuerySet":
        """Those that no later entry corrects, the latest first."""
        return self.filter(corrected_by_event__isnull=True).order_by("-held_on", "-pk")


class AgencyEvent(EventRecord):
    """A training, meeting or letter with one agency: the day from which its referrals are compared."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="events")
    kind = models.CharField(max_length=8, choices=AgencyEventKind.choices)
    held_on = models.DateField("day")
    agreed = models.TextField("what was agreed", error_messages={"blank": AGREED_TOO_SHORT})
    corrects = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="corrected_by_event"
    )
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = AgencyEventQuerySet.as_manager()

    class Meta(EventRecord.Meta):
        indexes = [models.Index(fields=["agency", "-held_on"], name="agency_event_latest")]
        constraints = [
            models.CheckConstraint(
                name="agency_event_says_what_was_agreed",
                condition=at_least("agreed", 20),
                violation_error_message=AGREED_TOO_SHORT,
            ),
        ]
        triggers = [
            *EventRecord.Meta.triggers,
            signed_in_person("agency_event_signed_in_person", "noted_by_id"),
            refuses(
                "agency_event_is_past",
                sentence=NOT_YET_HELD,
                operation=pgtrigger.Insert,
                when="NEW.held_on > (clock_timestamp() AT TIME ZONE 'Europe/London')::date",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} on {self.held_on:%-d %B %Y}"


class GroupMeetingQuerySet(TrackedQuerySet):
    """Meetings by day."""

    def latest(self) -> "GroupMeetingQuerySet":
        return self.select_related("led_by").order_by("-held_on")


class GroupMeeting(TrackedRecord):
    """One meeting of the group on referrals: called for a day, led by a senior leader, then minuted."""

    held_on = models.DateField("day", unique=True, error_messages={"unique": "The group already meets on this day."})
    led_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    called_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    agencies = models.ManyToManyField(Agency, through="GroupAttendance", related_name="+")
    present = models.TextField("who came", blank=True, editable=False)
    discussed = models.TextField("what was discussed", blank=True, editable=False)
    minuted_at = models.DateTimeField(null=True, editable=False)
    minuted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )

    objects = GroupMeetingQuerySet.as_manager()

    class Meta(TrackedRecord.Meta):
        ordering = ["-held_on"]
        constraints = [
            models.CheckConstraint(
                name="group_meeting_minuted_whole",
                condition=Q(minuted_at__isnull=True, minuted_by__isnull=True, present="", discussed="")
                | Q(minuted_at__isnull=False, minuted_by__isnull=False)
                & at_least("present", 20)
                & at_least("discussed", 20),
                violation_error_message=MINUTES_TOO_SHORT,
            ),
        ]
        triggers = [
            *TrackedRecord.Meta.triggers,
            refuses(
                "group_meeting_led_by_a_leader",
                sentence=LED_BY_A_LEADER,
                operation=pgtrigger.Insert | pgtrigger.Update,
                when=f"""
                    (NEW.led_by_id, NEW.held_on) IS DISTINCT FROM (OLD.led_by_id, OLD.held_on)
                    AND NOT {holds("NEW.led_by_id", "senior_leader", at=on_day("NEW.held_on"))}
                """,
            ),
            refuses(
                "group_meeting_minuted_afterwards",
                sentence=MINUTED_TOO_EARLY,
                operation=pgtrigger.Insert | pgtrigger.Update,
                when="(NEW.minuted_at AT TIME ZONE 'Europe/London')::date < NEW.held_on",
            ),
            signed_in_person("group_meeting_signed_in_person", "called_by_id", "minuted_by_id"),
        ]

    def __str__(self) -> str:
        return f"meeting on {self.held_on:%-d %B %Y}"


class GroupAttendance(EventRecord):
    """That an agency was at a meeting."""

    meeting = models.ForeignKey(GroupMeeting, on_delete=models.PROTECT, related_name="attendances")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="group_attendances")

    class Meta(EventRecord.Meta):
        constraints = [models.UniqueConstraint(fields=["meeting", "agency"], name="group_attendance_once")]

    def __str__(self) -> str:
        return f"agency {self.agency_id} at meeting {self.meeting_id}"


class GroupActionQuerySet(TrackedQuerySet):
    """The group's actions."""

    def open(self) -> "GroupActionQuerySet":
        """Not done yet."""
        return self.filter(ACTION_CLOCK.open_q())

    def overdue(self, on: date) -> "GroupActionQuerySet":
        """Not done by the agreed day."""
        return self.filter(ACTION_CLOCK.overdue_q(on))

    def to_check(self) -> "GroupActionQuerySet":
        """Reported done and not checked by another person."""
        return self.filter(finished_on__isnull=False, verified_on__isnull=True)

    def of_agency(self, agency_id: int) -> "GroupActionQuerySet":
        """An agency's actions, those still to do first, then the latest."""
        rows = self.filter(agency_id=agency_id).select_related("owner", "meeting", "verified_by")
        return rows.order_by(F("finished_on").desc(nulls_first=True), "due_on", "pk")

    def owned_by(self, worker: Any) -> "GroupActionQuerySet":
        """One's own."""
        return self.filter(owner=worker)

    def with_people(self) -> "GroupActionQuerySet":
        """With agency and people read in the same query, by the agreed day."""
        people = self.select_related("agency", "owner", "meeting", "done_by", "verified_by")
        return people.order_by("due_on", "pk")


_ACTION_STAYS = refuses(
    "group_action_stays",
    sentence=ACTION_STAYS,
    operation=pgtrigger.Update,
    when="""
        (NEW.meeting_id, NEW.agency_id, NEW.what, NEW.owner_id, NEW.started_on, NEW.due_on)
        IS DISTINCT FROM (OLD.meeting_id, OLD.agency_id, OLD.what, OLD.owner_id, OLD.started_on, OLD.due_on)
        OR OLD.finished_on IS NOT NULL
           AND (NEW.finished_on, NEW.done_by_id, NEW.evidence)
           IS DISTINCT FROM (OLD.finished_on, OLD.done_by_id, OLD.evidence)
        OR OLD.verified_on IS NOT NULL
           AND (NEW.verified_on, NEW.verified_by_id) IS DISTINCT FROM (OLD.verified_on, OLD.verified_by_id)
    """,
)


class GroupAction(TrackedRecord):
    """What the group agreed for one agency: who does exactly what by which day, and what shows that it was done."""

    meeting = models.ForeignKey(GroupMeeting, on_delete=models.PROTECT, related_name="actions")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="group_actions")
    what = models.TextField("what will be done", error_messages={"blank": ACTION_TOO_VAGUE})
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="group_actions")
    started_on = models.DateField("agreed on")
    due_on = models.DateField("due")
    finished_on = models.DateField("done on", null=True, editable=False)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    evidence = models.TextField("what shows that it was done", blank=True, editable=False)
    verified_on = models.DateField(null=True, editable=False)
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )

    objects = GroupActionQuerySet.as_manager()

    class Meta(TrackedRecord.Meta):
        indexes = [ACTION_CLOCK.index("group_action")]
        constraints = [
            *ACTION_CLOCK.constraints("group_action"),
            models.CheckConstraint(
                name="group_action_is_specific",
                condition=at_least("what", 20) & ~Q(what__iregex=VAGUE),
                violation_error_message=ACTION_TOO_VAGUE,
            ),
            models.CheckConstraint(
                name="group_action_done_with_evidence",
                condition=Q(finished_on__isnull=True, done_by__isnull=True, evidence="")
                | Q(finished_on__isnull=False, done_by__isnull=False) & at_least("evidence", 20),
                violation_error_message=EVIDENCE_TOO_SHORT,
            ),
            models.CheckConstraint(
                name="group_action_checked_by_another",
                condition=Q(verified_by__isnull=True)
                | Q(finished_on__isnull=False) & ~Q(verified_by=F("owner")) & ~Q(verified_by=F("done_by")),
                violation_error_message=CHECKED_BY_ANOTHER,
            ),
            models.CheckConstraint(
                name="group_action_checked_by_somebody", condition=both_or_neither("verified_on", "verified_by")
            ),
        ]
        triggers = [
            *TrackedRecord.Meta.triggers,
            _ACTION_STAYS,
            signed_in_person("group_action_signed_in_person", "done_by_id", "verified_by_id"),
        ]

    def __str__(self) -> str:
        return f"action {self.pk}"
