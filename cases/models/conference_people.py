"""Who is asked to a conference: agencies with their reports and views, and the family."""

from datetime import date
from typing import Any

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from cases.models.conference_rules import LEFT_OUT_BY_THE_CHAIR, VIEW_OF_SOMEBODY_THERE, stays
from cases.models.conferences import REPORT_CLOCK, Conference, ConferenceChild
from cases.models.meetings import Attendance, Invitation, InvitationQuerySet, invitation_constraints
from frontdoor.core.conditions import at_least, both_or_neither
from frontdoor.core.records import BRINGING_IN, TrackedQuerySet, TrackedRecord, VersionedRecord
from frontdoor.core.refusals import refuses
from frontdoor.models import Agency, Person
from frontdoor.models.rights import is_not_the_actor
from frontdoor.models.signing import signed_in_person

SHARED_AFTER_RECEIVED = "A report is shared with the family on the day it was received, or later."
SHARED_HOW = "Say in at least 5 characters how the report was shared with the family."
FAMILY_ONCE = "This person of the family is already asked."
LEFT_OUT_WHOLE = "Leaving somebody of the family out needs the chair's reason, in at least 40 characters."
LEFT_OUT_DID_NOT_COME = "Somebody who is left out did not attend."
VIEW_WHOLE = "Say in at least 10 characters why the agency thinks so."
VIEW_ONCE = "The view of this agency about this child is written already."


class ConferenceInvitationQuerySet(InvitationQuerySet):
    """Invitations, and the reports that are owed."""

    def reports_owed(self) -> "ConferenceInvitationQuerySet":
        """Asked for a report that has not been shared with the family, of conferences that are still to be held."""
        return self.filter(
            REPORT_CLOCK.open_q(), conference__called_off_at__isnull=True, conference__held_on__isnull=True
        )

    def reports_late(self, on: date) -> "ConferenceInvitationQuerySet":
        """Of those the ones past their day."""
        return self.reports_owed().filter(REPORT_CLOCK.overdue_q(on))


class ConferenceInvitation(Invitation):
    """One named person who is asked to a conference, with the report the family reads before. A chair owes none."""

    OF = "conference"

    conference = models.ForeignKey(Conference, on_delete=models.PROTECT, related_name="invitations")
    agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="conference_invitations"
    )
    asked_on = models.DateField(editable=False)
    report_due_on = models.DateField("report shared with the family by", null=True, editable=False)
    received_on = models.DateField("report received", null=True, blank=True)
    received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    shared_on = models.DateField("report shared with the family", null=True, blank=True)
    shared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    shared_how = models.CharField("how it was shared", max_length=200, blank=True)

    objects = ConferenceInvitationQuerySet.as_manager()

    class Meta(Invitation.Meta):
        indexes = [
            models.Index(fields=["agency", "-id"], name="conference_invitation_agency"),
            REPORT_CLOCK.index("conference"),
        ]
        constraints = [
            *invitation_constraints("conference_invitation", meeting="conference"),
            *REPORT_CLOCK.constraints("conference_invitation"),
            models.CheckConstraint(
                name="conference_invitation_shared_after_received",
                condition=Q(shared_on__isnull=True) | Q(received_on__isnull=False, shared_on__gte=F("received_on")),
                violation_error_message=SHARED_AFTER_RECEIVED,
            ),
            models.CheckConstraint(
                name="conference_invitation_shared_how",
                condition=both_or_neither("received_on", "received_by")
                & both_or_neither("shared_on", "shared_by")
                & (Q(shared_on__isnull=True) | at_least("shared_how", 5)),
                violation_error_message=SHARED_HOW,
            ),
        ]
        triggers = [*Invitation.Meta.triggers, stays("conference_invitation_stays")]


class ConferenceFamilyQuerySet(TrackedQuerySet):
    """The family at conferences."""

    def not_left_out(self) -> "ConferenceFamilyQuerySet":
        """Those whom the chair did not leave out: the decision letter is for them too."""
        return self.filter(left_out_reason="")


class ConferenceFamily(VersionedRecord):
    """One of the family: invited, and whether they came; or left out, with the reason the chair signs."""

    conference = models.ForeignKey(Conference, on_delete=models.PROTECT, related_name="family")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    attendance = models.CharField(max_length=11, choices=Attendance.choices, blank=True)
    views = models.TextField("what they say", blank=True)
    left_out_reason = models.TextField("why they are left out", blank=True)
    left_out_at = models.DateTimeField(null=True, editable=False)
    left_out_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    asked_at = models.DateTimeField(editable=False)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, editable=False, related_name="+")

    objects = ConferenceFamilyQuerySet.as_manager()

    class Meta(VersionedRecord.Meta):
        verbose_name_plural = "family at conferences"
        constraints = [
            models.UniqueConstraint(
                fields=["conference", "person"], name="conference_family_once", violation_error_message=FAMILY_ONCE
            ),
            models.CheckConstraint(
                name="conference_family_left_out_whole",
                condition=Q(left_out_reason="", left_out_at__isnull=True, left_out_by__isnull=True)
                | Q(left_out_at__isnull=False, left_out_by__isnull=False) & at_least("left_out_reason", 40),
                violation_error_message=LEFT_OUT_WHOLE,
            ),
            models.CheckConstraint(
                name="conference_family_left_out_did_not_come",
                condition=Q(left_out_reason="") | ~Q(attendance=Attendance.ATTENDED),
                violation_error_message=LEFT_OUT_DID_NOT_COME,
            ),
        ]
        triggers = [
            *VersionedRecord.Meta.triggers,
            stays("conference_family_stays"),
            refuses(
                "conference_family_left_out_by_the_chair",
                sentence=LEFT_OUT_BY_THE_CHAIR,
                operation=pgtrigger.Insert | pgtrigger.Update,
                when=f"""
                    NEW.left_out_by_id IS NOT NULL AND NOT {BRINGING_IN}
                    AND (TG_OP = 'INSERT' OR NEW.left_out_reason <> OLD.left_out_reason)
                    AND ({is_not_the_actor("NEW.left_out_by_id")} OR EXISTS (
                        SELECT 1 FROM cases_conference k
                        WHERE k.id = NEW.conference_id AND k.chair_id <> NEW.left_out_by_id))
                """,  # noqa: S608 - no user's text
            ),
        ]

    def __str__(self) -> str:
        return f"family {self.pk} at a conference"


class Threshold(models.TextChoices):
    """What an agency thinks of one child's need of a plan."""

    MET = "met", "A protection plan is needed"
    NOT_MET = "not_met", "No protection plan is needed"
    UNSURE = "unsure", "Cannot say"


class ThresholdView(TrackedRecord):
    """What one agency thinks about one child: kept apart, so that who did not agree stays to be read."""

    conference_child = models.ForeignKey(ConferenceChild, on_delete=models.PROTECT, related_name="opinions")
    invitation = models.ForeignKey(ConferenceInvitation, on_delete=models.PROTECT, related_name="opinions")
    view = models.CharField("what the agency thinks", max_length=7, choices=Threshold.choices)
    words = models.TextField("why", error_messages={"blank": VIEW_WHOLE})
    written_at = models.DateTimeField(editable=False)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta(TrackedRecord.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["conference_child", "invitation"],
                name="threshold_view_once",
                violation_error_message=VIEW_ONCE,
            ),
            models.CheckConstraint(
                name="threshold_view_whole", condition=at_least("words", 10), violation_error_message=VIEW_WHOLE
            ),
        ]
        triggers = [
            *TrackedRecord.Meta.triggers,
            signed_in_person("threshold_view_signed_in_person", "written_by_id"),
            stays("threshold_view_stays", of_child=True),
            refuses(
                "threshold_view_of_somebody_there",
                sentence=VIEW_OF_SOMEBODY_THERE,
                operation=pgtrigger.Insert | pgtrigger.Update,
                when="""
                    NOT EXISTS (
                        SELECT 1 FROM cases_conferencechild c
                        JOIN cases_conferenceinvitation i ON i.conference_id = c.conference_id
                        WHERE c.id = NEW.conference_child_id AND i.id = NEW.invitation_id AND i.agency_id IS NOT NULL)
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"view {self.pk}"

    @property
    def agency(self) -> Any:
        """Whose view it is."""
        return self.invitation.agency
