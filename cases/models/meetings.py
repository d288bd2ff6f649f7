"""What every meeting of agencies has in common: who convenes, chairs and signs it, who is invited and who came."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from frontdoor.core.conditions import at_least, both_or_neither
from frontdoor.core.records import TrackedQuerySet, VersionedRecord

CALLED_OFF_WHOLE = "Say in at least 20 characters why the meeting is not held."
NAMED_PERSON = "Name the person who is invited, and their job."
OF_AN_AGENCY = "Somebody from outside social care belongs to an agency."
INVITED_ONCE = "This person is already invited."
CONTRIBUTION_WHOLE = "Write what was sent, in at least 10 characters."


class Discipline(models.TextChoices):
    """The part of the partnership somebody speaks for."""

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


class Meeting(VersionedRecord):
    """Convened, chaired, signed or called off; whether it goes on without a quorum, and when it is held again."""

    convened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    convened_at = models.DateTimeField(editable=False)
    planned_at = models.DateTimeField("when it is held")
    place = models.CharField("where or how", max_length=200)
    alone_reason = models.TextField("why it could not wait", blank=True)
    reconvene_due_on = models.DateField("when it is held again", null=True, blank=True)
    signed_at = models.DateTimeField(null=True, editable=False)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    called_off_at = models.DateTimeField(null=True, editable=False)
    called_off_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    called_off_reason = models.TextField("why it is not held", blank=True)

    class Meta(VersionedRecord.Meta):
        abstract = True

    @property
    def is_open(self) -> bool:
        """Whether anything in it can still be written: neither signed nor called off."""
        return self.signed_at is None and self.called_off_at is None


def meeting_constraints(table: str, *, alone_whole: str) -> list[models.BaseConstraint]:
    """What holds of each meeting; ``alone_whole`` is the sentence about going on without a quorum."""
    return [
        models.CheckConstraint(
            name=f"{table}_alone_whole",
            condition=Q(alone_reason="", reconvene_due_on__isnull=True)
            | Q(reconvene_due_on__isnull=False) & at_least("alone_reason", 40),
            violation_error_message=alone_whole,
        ),
        models.CheckConstraint(
            name=f"{table}_called_off_whole",
            condition=Q(called_off_at__isnull=True, called_off_by__isnull=True, called_off_reason="")
            | Q(called_off_at__isnull=False, called_off_by__isnull=False) & at_least("called_off_reason", 20),
            violation_error_message=CALLED_OFF_WHOLE,
        ),
        models.CheckConstraint(name=f"{table}_signed_by_somebody", condition=both_or_neither("signed_at", "signed_by")),
    ]


class InvitationQuerySet(TrackedQuerySet):
    """Invitations by what came of them."""

    def outside_who_took_part(self) -> Any:
        """Those of agencies who came or sent something: the record goes to them."""
        return self.filter(agency__isnull=False).exclude(attendance="").exclude(ABSENT_Q)

    def in_order(self) -> Any:
        """Social care first, then as they were invited."""
        return self.select_related("agency", "worker").order_by(F("agency_id").asc(nulls_first=True), "pk")


class Invitation(VersionedRecord):
    """One named person who is asked to a meeting, what came of it, and what was sent in writing.

    The table adds ``agency``, empty for a colleague in social care, and the meeting, in the field that ``OF`` names.
    """

    OF: str
    agency: Any
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

    class Meta(VersionedRecord.Meta):
        abstract = True

    def __str__(self) -> str:
        return f"invitation {self.pk}"

    @property
    def meeting_of(self) -> Any:
        """The meeting to which it asks."""
        return getattr(self, self.OF)

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


def invitation_constraints(table: str, *, meeting: str) -> list[models.BaseConstraint]:
    """What holds of each invitation to a meeting, which stands in the column ``meeting``."""
    return [
        models.UniqueConstraint(
            fields=[meeting, "agency", "name"],
            name=f"{table}_once",
            nulls_distinct=False,
            violation_error_message=INVITED_ONCE,
        ),
        models.CheckConstraint(
            name=f"{table}_names_a_person",
            condition=at_least("name", 3) & at_least("job", 2),
            violation_error_message=NAMED_PERSON,
        ),
        models.CheckConstraint(
            name=f"{table}_of_an_agency",
            condition=Q(agency__isnull=False) | Q(discipline="social_care"),
            violation_error_message=OF_AN_AGENCY,
        ),
        models.CheckConstraint(
            name=f"{table}_noted_by_somebody",
            condition=both_or_neither("noted_at", "noted_by") & (Q(attendance="") | Q(noted_at__isnull=False)),
        ),
        models.CheckConstraint(
            name=f"{table}_sent_something",
            condition=~Q(attendance="information") | at_least("contribution", 10),
            violation_error_message=CONTRIBUTION_WHOLE,
        ),
    ]
