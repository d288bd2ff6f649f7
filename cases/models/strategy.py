"""Strategy meetings: whether there is reasonable cause to suspect significant harm, and who does what about it."""

from datetime import date, datetime
from functools import reduce
from operator import and_
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Subquery, When
from django.db.models.functions import Now, TruncDate

from cases.models.allocations import Allocation
from cases.models.enquiry_ends import NO_ENQUIRY_ENDS_THE_GROUND
from cases.models.meetings import Meeting, meeting_constraints
from cases.models.protection import ABUSE
from cases.models.strategy_rules import CHILD_RULES, MEETING_RULES
from frontdoor.core import access
from frontdoor.core.conditions import at_least, both_or_neither
from frontdoor.core.records import TrackedQuerySet, VersionedRecord
from frontdoor.core.timed import Clock
from frontdoor.core.working_days import LONDON, end_of_day
from frontdoor.models import Contact, Person, Referral
from frontdoor.models.enquiry_over import AGAIN_CLOCK
from frontdoor.models.people import what_hides

HELD_CLOCK = Clock("T08", started="cause_at", due="due_at", finished="held_at")
CIRCULATED_CLOCK = Clock("T09", started="held_at", due="record_due_at", finished="circulated_at")

ABOUT_SOMETHING = "A strategy meeting comes of a contact or of an open case."
WHY_NOW = "Say in at least 20 characters why a strategy meeting is needed now."
ALONE_WHOLE = (
    "Say in at least 40 characters why this cannot wait for police, health and the chair, and when the meeting is held "
    "again."
)
HELD_AND_NOT_CALLED_OFF = "A meeting that was held cannot be called off."
NOT_HELD = "A record is signed when the meeting has been held."
NOT_WHOLE = "Every part of the record must be written before it is signed."
CIRCULATED_AFTER_SIGNING = "A record goes out when it is signed."
CHILD_DECIDED_WHOLE = "A decision about a child needs its reasons, in at least 20 characters, and who decided it when."
LEFT_OUT_WHY = "Say in at least 10 characters why this child is not part of the meeting."
NOT_DECIDED_WHEN_LEFT_OUT = "Nothing is decided about a child who is not part of the meeting."
CHILD_ONCE = "This child is already part of the meeting."


class HarmWhen(models.TextChoices):
    """Whether the harm is there or may come."""

    SUFFERING = "suffering", "The child is suffering significant harm now"
    LIKELY = "likely", "The child is likely to suffer significant harm"
    NEITHER = "neither", "There is no reasonable cause to suspect either"


class Route(models.TextChoices):
    """Who makes the enquiries."""

    JOINT = "joint", "Joint enquiry with the police"
    SINGLE = "single", "Social care alone"
    NONE = "none", "No section 47 enquiry"


class StrategyDecision(models.TextChoices):
    """What is decided about one child."""

    SECTION_47 = "s47", "Start a section 47 enquiry"
    NO_SECTION_47 = "none", "No section 47 enquiry"


PARTS = {
    "background": 20,
    "risk_analysis": 40,
    "harm": 1,
    "harm_when": 1,
    "others_at_risk": 5,
    "criminal_investigation": 5,
    "interview": 5,
    "medical": 5,
    "consent_position": 10,
    "route": 1,
    "route_reason": 20,
    "family_told": 10,
    "family_told_by": 2,
    "family_told_when": 2,
    "safety": 20,
    "contingency": 10,
    "dissent": 2,
    "next_meeting": 5,
}
"""The parts of the record that all children share, each with the characters it needs to be signed (domain.md 10)."""


class StrategyMeetingQuerySet(TrackedQuerySet):
    """Meetings by where they stand."""

    def standing(self) -> "StrategyMeetingQuerySet":
        """Not called off."""
        return self.filter(called_off_at__isnull=True)

    def to_hold(self) -> "StrategyMeetingQuerySet":
        """Convened and not held yet (T08)."""
        return self.standing().filter(HELD_CLOCK.open_q())

    def to_sign(self) -> "StrategyMeetingQuerySet":
        """Held, and the record is not signed yet."""
        return self.standing().filter(held_at__isnull=False, signed_at__isnull=True)

    def to_send(self) -> "StrategyMeetingQuerySet":
        """Signed, and the record is not with everybody who took part (T09)."""
        return self.standing().filter(CIRCULATED_CLOCK.open_q(), signed_at__isnull=False)

    def to_chase(self, on: date) -> "StrategyMeetingQuerySet":
        """Whose record has to be with everybody by the end of a day, or had to before, signed or not (T09)."""
        return self.standing().filter(CIRCULATED_CLOCK.due_by_q(end_of_day(on)))

    def to_hold_again(self) -> "StrategyMeetingQuerySet":
        """Held without its quorum, with a day on which it is held again, and no meeting about a child of it since.

        Each with ``met_on`` and ``met_again_on``, the days of ``AGAIN_CLOCK``; the second is empty.
        """
        same = StrategyChild.objects.taking_part().filter(meeting_id=OuterRef(OuterRef("pk"))).values("child_id")
        later = StrategyChild.objects.taking_part().filter(
            child_id__in=same, meeting__called_off_at__isnull=True, meeting__held_at__gt=OuterRef("held_at")
        )
        held_on = TruncDate("meeting__held_at", tzinfo=LONDON)
        days = later.order_by("meeting__held_at").values(day=held_on)[:1]
        rows = self.standing().filter(held_at__isnull=False, reconvene_due_on__isnull=False)
        rows = rows.annotate(met_on=TruncDate("held_at", tzinfo=LONDON), met_again_on=Subquery(days))
        return rows.filter(AGAIN_CLOCK.open_q())

    def followed_by(self, worker: Any) -> "StrategyMeetingQuerySet":
        """Chaired by a worker, or about a child whose lead worker this is."""
        led = StrategyChild.objects.taking_part().led_by(worker).filter(meeting_id=OuterRef("pk"))
        return self.filter(Q(chair_id=worker.pk) | Q(Exists(led)))

    def late(self, at: datetime) -> "StrategyMeetingQuerySet":
        """Past the time to be held, or past the time for the record to be out."""
        return self.standing().filter(HELD_CLOCK.overdue_q(at) | CIRCULATED_CLOCK.overdue_q(at))

    def chaired_by(self, worker: Any) -> "StrategyMeetingQuerySet":
        return self.filter(chair_id=worker.pk)

    def visible_to(self, worker: Any) -> "StrategyMeetingQuerySet":
        """Meetings this worker may open: his own, the front door's all, else those of a child he may see.

        One that names a child hidden from the worker is left out whole.
        """
        if not access.handles_cases(worker):
            return self.none()
        about = StrategyChild.objects.filter(meeting_id=OuterRef("pk"))
        seen = self.filter(*(~Exists(about.filter(Exists(hides))) for hides in what_hides(worker, "child_id")))
        if access.sees_everything(worker) or worker.works_at_front_door:
            return seen
        own = Q(chair_id=worker.pk) | Q(convened_by_id=worker.pk)
        return seen.filter(own | Exists(about.filter(access.has_basis(worker, "child_id"))))


class StrategyRecord(Meeting):
    """What a meeting writes about all its children together."""

    background = models.TextField("what is known from before", blank=True)
    risk_analysis = models.TextField(blank=True)
    harm = models.CharField("category of harm", max_length=3, choices=ABUSE, blank=True)
    harm_when = models.CharField("harm now or likely", max_length=9, choices=HarmWhen.choices, blank=True)
    others_at_risk = models.TextField("other children at risk", blank=True)
    criminal_investigation = models.TextField(blank=True)
    interview = models.TextField("interview to achieve best evidence", blank=True)
    medical = models.TextField("medical examination", blank=True)
    consent_position = models.TextField("where consent stands", blank=True)
    route = models.CharField("single or joint", max_length=6, choices=Route.choices, blank=True)
    route_reason = models.TextField("why single or joint", blank=True)
    family_told = models.TextField("what the family is told", blank=True)
    family_told_by = models.CharField("who tells the family", max_length=120, blank=True)
    family_told_when = models.CharField("when the family is told", max_length=120, blank=True)
    safety = models.TextField("how the children are safe until the next step", blank=True)
    contingency = models.TextField("what happens if this does not work", blank=True)
    dissent = models.TextField("who did not agree, and why", blank=True)
    next_meeting = models.TextField("next meeting, or why none", blank=True)

    class Meta(Meeting.Meta):
        abstract = True


class StrategyMeeting(StrategyRecord):
    """One meeting, from the moment of reasonable cause (T08) to the record in everybody's hands (T09)."""

    contact = models.ForeignKey(
        Contact, on_delete=models.PROTECT, null=True, blank=True, related_name="strategy_meetings"
    )
    referral = models.ForeignKey(
        Referral, on_delete=models.PROTECT, null=True, blank=True, related_name="strategy_meetings"
    )
    reason = models.TextField("why now", error_messages={"blank": WHY_NOW})
    cause_at = models.DateTimeField("when there was reasonable cause")
    immediate = models.BooleanField("a child is in immediate danger")
    due_at = models.DateTimeField(editable=False)
    chair = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="strategy_meetings")
    held_at = models.DateTimeField(null=True, editable=False)
    missing_reason = models.TextField("why the referrer or the school is not invited", blank=True)
    record_due_at = models.DateTimeField(null=True, editable=False)
    circulated_at = models.DateTimeField(null=True, editable=False)
    circulated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )

    objects = StrategyMeetingQuerySet.as_manager()

    class Meta(StrategyRecord.Meta):
        indexes = [
            HELD_CLOCK.index("strategy"),
            CIRCULATED_CLOCK.index("strategy"),
            models.Index(fields=["-planned_at", "-id"], name="strategy_newest"),
            models.Index(fields=["contact"], name="strategy_contact"),
            models.Index(fields=["referral"], name="strategy_referral"),
        ]
        constraints = [
            *HELD_CLOCK.constraints("strategy"),
            *CIRCULATED_CLOCK.constraints("strategy"),
            *meeting_constraints("strategy", alone_whole=ALONE_WHOLE),
            models.CheckConstraint(
                name="strategy_comes_of_something",
                condition=Q(contact__isnull=False) | Q(referral__isnull=False),
                violation_error_message=ABOUT_SOMETHING,
            ),
            models.CheckConstraint(
                name="strategy_says_why_now", condition=at_least("reason", 20), violation_error_message=WHY_NOW
            ),
            models.CheckConstraint(
                name="strategy_held_or_called_off",
                condition=Q(held_at__isnull=True) | Q(called_off_at__isnull=True),
                violation_error_message=HELD_AND_NOT_CALLED_OFF,
            ),
            models.CheckConstraint(
                name="strategy_signed_after_held",
                condition=Q(signed_at__isnull=True) | Q(held_at__isnull=False, signed_at__gte=F("held_at")),
                violation_error_message=NOT_HELD,
            ),
            models.CheckConstraint(
                name="strategy_signed_whole",
                condition=Q(signed_at__isnull=True)
                | reduce(and_, (at_least(name, least) for name, least in PARTS.items())),
                violation_error_message=NOT_WHOLE,
            ),
            models.CheckConstraint(
                name="strategy_circulated_by_somebody",
                condition=both_or_neither("circulated_at", "circulated_by")
                & (Q(circulated_at__isnull=True) | Q(signed_at__isnull=False)),
                violation_error_message=CIRCULATED_AFTER_SIGNING,
            ),
        ]
        triggers = [*StrategyRecord.Meta.triggers, *MEETING_RULES, NO_ENQUIRY_ENDS_THE_GROUND]

    def __str__(self) -> str:
        return f"strategy meeting {self.pk}"

    @property
    def reference(self) -> str:
        """What people call this meeting on the telephone."""
        return f"S{self.pk}"


MET_ON = TruncDate("meeting__held_at", tzinfo=LONDON)


class StrategyChildQuerySet(TrackedQuerySet):
    """The children of meetings."""

    def taking_part(self) -> "StrategyChildQuerySet":
        """Those about whom the meeting decides."""
        return self.filter(left_out_reason="")

    def decided(self) -> "StrategyChildQuerySet":
        """The meeting decided about the child, and what it decided has begun: an enquiry, if it is one."""
        begun = ~Q(decision=StrategyDecision.SECTION_47) | Q(Exists(self._enquiries()))
        return self.taking_part().alias(met_on=MET_ON).filter(begun)

    def to_start(self) -> "StrategyChildQuerySet":
        """Signed: start a section 47 enquiry; and none was started, nor went on then or since (T10, T11 run).

        Each with ``met_on``, the day of the strategy discussion.
        """
        signed = self.taking_part().filter(
            decision=StrategyDecision.SECTION_47,
            meeting__signed_at__isnull=False,
            meeting__called_off_at__isnull=True,
        )
        return signed.annotate(met_on=MET_ON).filter(~Exists(self._enquiries()))

    def unsigned(self) -> "StrategyChildQuerySet":
        """Of meetings that are convened, neither signed nor called off."""
        return self.filter(meeting__signed_at__isnull=True, meeting__called_off_at__isnull=True)

    def with_last_day(self) -> "StrategyChildQuerySet":
        """Each with ``carries_until``: the day by which a meeting without its quorum is held again (``ran_out``).

        None for every other meeting, and where one with its quorum has decided about the child since.
        """
        again = self.model.objects.filter(
            child_id=OuterRef("child_id"),
            decision__gt="",
            meeting__alone_reason="",
            meeting__called_off_at=None,
            meeting__held_at__gt=OuterRef("meeting__held_at"),
        )
        return self.annotate(carries_until=Case(When(~Exists(again), then=F("meeting__reconvene_due_on"))))

    def carrying(self) -> "StrategyChildQuerySet":
        """Decided at meetings with their quorum, or not past that day."""
        last = Q(carries_until__isnull=True) | Q(carries_until__gte=TruncDate(Now(), tzinfo=LONDON))
        return self.with_last_day().filter(last)

    def _enquiries(self) -> models.QuerySet:
        """Of the same child: begun by this decision, going on, or ended on the day of the meeting or later."""
        rows: Any = self.model._meta.get_field("enquiry").related_model.objects.with_end()
        went_on = Q(decided__isnull=False) & ~rows.model.objects.over()
        since = Q(last_step_on__gte=OuterRef("met_on"))
        return rows.filter(Q(decided_id=OuterRef("pk")) | went_on | since, child_id=OuterRef("child_id"))

    def led_by(self, worker: Any) -> "StrategyChildQuerySet":
        """Those whose lead worker this is."""
        led = Allocation.objects.current().lead().of(worker)
        return self.filter(Exists(led.filter(child_id=OuterRef("child_id"))))

    def of_team_or_chaired(self, worker: Any) -> "StrategyChildQuerySet":
        """Those whose open case one's team holds, and those of meetings one chaired."""
        of_team = Referral.objects.open().filter(child_id=OuterRef("child_id"), team_id=worker.team_id)
        return self.filter(Q(Exists(of_team)) | Q(meeting__chair_id=worker.pk))


class StrategyChild(VersionedRecord):
    """One child at a meeting, with a section of its own; or a child of the household who is left out, and why."""

    meeting = models.ForeignKey(StrategyMeeting, on_delete=models.PROTECT, related_name="children")
    child = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="strategy_children")
    left_out_reason = models.TextField("why this child is left out", blank=True)
    account = models.TextField("what the child says or lives with", blank=True)
    whereabouts = models.TextField("where the child is now, and with whom", blank=True)
    risk = models.TextField("the risk to this child", blank=True)
    decision = models.CharField(max_length=4, choices=StrategyDecision.choices, blank=True)
    decision_reason = models.TextField("why", blank=True)
    decided_at = models.DateTimeField(null=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )

    objects = StrategyChildQuerySet.as_manager()

    class Meta(VersionedRecord.Meta):
        verbose_name_plural = "children at strategy meetings"
        indexes = [models.Index(fields=["child"], name="strategy_child_child")]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "child"], name="strategy_child_once", violation_error_message=CHILD_ONCE
            ),
            models.CheckConstraint(
                name="strategy_child_decided_whole",
                condition=Q(decision="", decided_at__isnull=True, decided_by__isnull=True)
                | ~Q(decision="")
                & Q(decided_at__isnull=False, decided_by__isnull=False)
                & at_least("decision_reason", 20),
                violation_error_message=CHILD_DECIDED_WHOLE,
            ),
            models.CheckConstraint(
                name="strategy_child_left_out_why",
                condition=Q(left_out_reason="") | at_least("left_out_reason", 10),
                violation_error_message=LEFT_OUT_WHY,
            ),
            models.CheckConstraint(
                name="strategy_child_left_out_undecided",
                condition=Q(left_out_reason="") | Q(decision=""),
                violation_error_message=NOT_DECIDED_WHEN_LEFT_OUT,
            ),
        ]
        triggers = [*VersionedRecord.Meta.triggers, *CHILD_RULES]

    def __str__(self) -> str:
        return f"child {self.child_id} at strategy meeting {self.meeting_id}"
