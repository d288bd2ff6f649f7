"""Who is invited to a strategy meeting, whether they came, what each says: fact and opinion apart (domain.md 10)."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from cases.models.strategy import StrategyMeeting
from cases.models.strategy_rules import LINE_RULES, stays
from frontdoor.core.conditions import at_least, both_or_neither
from frontdoor.core.records import EventRecord, RecordQuerySet, TrackedQuerySet, VersionedRecord
from frontdoor.models import Agency, Person
from frontdoor.models.check_replies import Said

NAMED_PERSON = "Name the person who is invited, and their job."
OF_AN_AGENCY = "Somebody from outside social care belongs to an agency."
INVITED_ONCE = "This person is already invited."
CONTRIBUTION_WHOLE = "Write what was sent, in at least 10 characters."
CHASED_WHOLE = "Write what came of it, in at least 5 characters."
LINE_WHOLE = "Write what was said in at least 5 characters, and where it is known from or whose opinion it is."
CORRECTED_ONCE = "This line has been corrected already. Correct the correction."


class Discipline(models.TextChoices):
    """The part of the partnership somebody speaks for; the quorum counts three of them."""

    SOCIAL_CARE = "social_care", "Social care"
    POLICE = "police", "Police"
    HEALTH = "health", "Health"
    EDUCATION = "education", "Education"
    OTHER = "other", "Other"


class Attendance(models.TextChoices):
    """What came of an invitation."""

    ATTENDED = "attended", "Attended"
    INFORMATION = "information", "Sent information only"
    APOLOGIES = "apologies", "Sent apologies"
    SILENT = "silent", "Did not come and did not answer"


ABSENT_Q = Q(attendance=Attendance.SILENT) | Q(attendance=Attendance.APOLOGIES, contribution="")
"""Neither came nor sent anything: what counts as a miss (K17, letter L66)."""


class StrategyInvitationQuerySet(TrackedQuerySet):
    """Invitations by what came of them."""

    def of_agencies(self) -> "StrategyInvitationQuerySet":
        """Those from outside social care, of meetings that were held."""
        return self.filter(agency__isnull=False, meeting__held_at__isnull=False)

    def outside_who_took_part(self) -> "StrategyInvitationQuerySet":
        """Those of agencies who came or sent something: the record goes to them (T09)."""
        return self.filter(agency__isnull=False).exclude(attendance="").exclude(ABSENT_Q)

    def in_order(self) -> "StrategyInvitationQuerySet":
        """Social care first, then as they were invited."""
        return self.select_related("agency", "worker").order_by(F("agency_id").asc(nulls_first=True), "pk")


class StrategyInvitation(VersionedRecord):
    """One named person who is asked to a meeting, what came of it, and what was sent in writing."""

    meeting = models.ForeignKey(StrategyMeeting, on_delete=models.PROTECT, related_name="invitations")
    agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="strategy_invitations"
    )
    worker = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    discipline = models.CharField(max_length=11, choices=Discipline.choices)
    name = models.CharField("who is invited", max_length=120)
    job = models.CharField("their job", max_length=120)
    email = models.EmailField("secure e-mail", blank=True)
    telephone = models.CharField(max_length=30, blank=True)
    invited_at = models.DateTimeField(editable=False)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, editable=False, related_name="+")
    attendance = models.CharField(max_length=11, choices=Attendance.choices, blank=True)
    contribution = models.TextField("what was sent in writing", blank=True)
    noted_at = models.DateTimeField(null=True, editable=False)
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )

    objects = StrategyInvitationQuerySet.as_manager()

    class Meta(VersionedRecord.Meta):
        indexes = [models.Index(fields=["agency", "-id"], name="strategy_invitation_agency")]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "agency", "name"],
                name="strategy_invitation_once",
                nulls_distinct=False,
                violation_error_message=INVITED_ONCE,
            ),
            models.CheckConstraint(
                name="strategy_invitation_names_a_person",
                condition=at_least("name", 3) & at_least("job", 2),
                violation_error_message=NAMED_PERSON,
            ),
            models.CheckConstraint(
                name="strategy_invitation_of_an_agency",
                condition=Q(agency__isnull=False) | Q(discipline="social_care"),
                violation_error_message=OF_AN_AGENCY,
            ),
            models.CheckConstraint(
                name="strategy_invitation_noted_by_somebody",
                condition=both_or_neither("noted_at", "noted_by") & (Q(attendance="") | Q(noted_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="strategy_invitation_sent_something",
                condition=~Q(attendance="information") | at_least("contribution", 10),
                violation_error_message=CONTRIBUTION_WHOLE,
            ),
        ]
        triggers = [*VersionedRecord.Meta.triggers, stays("strategy_invitation_stays")]

    def __str__(self) -> str:
        return f"invitation {self.pk}"

    @property
    def speaks_for(self) -> str:
        """The agency, or social care."""
        return self.agency.name if self.agency else str(Discipline.SOCIAL_CARE.label)

    @property
    def in_words(self) -> str:
        """The person with job and agency, for a list or a heading."""
        return f"{self.name}, {self.job}, {self.speaks_for}"

    @property
    def address(self) -> str:
        """Where mail goes: the person's own secure e-mail, else the agency's, else a colleague's."""
        return self.email or (self.agency.email if self.agency else "") or (self.worker.email if self.worker else "")


class ChasedHow(models.TextChoices):
    """How somebody was reminded of an invitation."""

    EMAIL = "email", "Send the invitation again by e-mail"
    TELEPHONE = "telephone", "Telephone call"
    IN_PERSON = "in_person", "In person"


class StrategyChaser(EventRecord):
    """That somebody invited was reminded, and what came of it."""

    invitation = models.ForeignKey(StrategyInvitation, on_delete=models.PROTECT, related_name="chasers")
    how = models.CharField(max_length=9, choices=ChasedHow.choices)
    words = models.TextField("what came of it", blank=True)
    chased_at = models.DateTimeField()
    chased_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta(EventRecord.Meta):
        constraints = [
            models.CheckConstraint(
                name="strategy_chaser_is_told",
                condition=Q(how="email") | at_least("words", 5),
                violation_error_message=CHASED_WHOLE,
            ),
        ]

    def __str__(self) -> str:
        return f"chaser {self.pk}"


class StrategyInformationQuerySet(RecordQuerySet):
    """What was said."""

    def in_order(self) -> "StrategyInformationQuerySet":
        """As it was said, each with who wrote it and what corrects it."""
        return self.select_related("child", "written_by", "correction__written_by").order_by("pk")


class StrategyInformation(EventRecord):
    """One thing somebody says at a meeting. Lines are only ever added, so that two may write at the same time."""

    meeting = models.ForeignKey(StrategyMeeting, on_delete=models.PROTECT, related_name="lines")
    invitation = models.ForeignKey(StrategyInvitation, on_delete=models.PROTECT, related_name="lines")
    child = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    said = models.CharField("fact or opinion", max_length=7, choices=Said.choices)
    words = models.TextField("what was said", error_messages={"blank": LINE_WHOLE})
    source = models.CharField("where it is known from, or whose opinion", max_length=200)
    corrects = models.OneToOneField(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="correction",
        error_messages={"unique": CORRECTED_ONCE},
    )
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = StrategyInformationQuerySet.as_manager()

    class Meta(EventRecord.Meta):
        verbose_name_plural = "lines of strategy meetings"
        constraints = [
            models.CheckConstraint(
                name="strategy_line_whole",
                condition=at_least("words", 5) & at_least("source", 2),
                violation_error_message=LINE_WHOLE,
            ),
        ]
        triggers = [*EventRecord.Meta.triggers, *LINE_RULES]

    def __str__(self) -> str:
        return f"line {self.pk}"

    @property
    def corrected(self) -> Any:
        """The line that puts this one right, if any."""
        return getattr(self, "correction", None)
