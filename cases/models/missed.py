"""Whoever is invited to a meeting of any kind is reminded; agencies that miss two in a row are noticed (K17, L66)."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from cases.models.conference_people import ConferenceInvitation
from cases.models.core_groups import CoreGroupInvitation
from cases.models.strategy_agencies import StrategyInvitation
from frontdoor.core.conditions import at_least, both_or_neither
from frontdoor.core.records import EventRecord, TrackedQuerySet, TrackedRecord
from frontdoor.models import Agency
from frontdoor.models.signing import signed_in_person

CHASED_WHOLE = "Write what came of it, in at least 5 characters."
TAKEN_UP_WHOLE = "Write what was agreed with the agency, in at least 20 characters."
OF_ONE_INVITATION = "This belongs to one invitation: to a strategy meeting, a conference or a core group."

OF = {"strategy": StrategyInvitation.OF, "conference": ConferenceInvitation.OF, "core_group": CoreGroupInvitation.OF}
"""By the kind of meeting: the field of its invitations that holds the meeting."""


def _of_one() -> Q:
    """Just one of the kinds is set."""
    found = Q()
    for kind in OF:
        found |= Q(**{f"{other}__isnull": other != kind for other in OF})
    return found


class OfAnInvitation(EventRecord):
    """Something that belongs to one invitation, to a meeting of whatever kind."""

    strategy = models.ForeignKey(
        StrategyInvitation, on_delete=models.PROTECT, null=True, blank=True, related_name="%(class)ss"
    )
    conference = models.ForeignKey(
        ConferenceInvitation, on_delete=models.PROTECT, null=True, blank=True, related_name="%(class)ss"
    )
    core_group = models.ForeignKey(
        CoreGroupInvitation, on_delete=models.PROTECT, null=True, blank=True, related_name="%(class)ss"
    )

    class Meta(EventRecord.Meta):
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(class)s_of_one_invitation", condition=_of_one(), violation_error_message=OF_ONE_INVITATION
            )
        ]

    @property
    def invitation(self) -> Any:
        """The invitation."""
        return self.strategy or self.conference or self.core_group


class ChasedHow(models.TextChoices):
    """How somebody was reminded of an invitation."""

    EMAIL = "email", "Send the invitation again by e-mail"
    TELEPHONE = "telephone", "Telephone call"
    IN_PERSON = "in_person", "In person"


class Chaser(OfAnInvitation):
    """That somebody invited was reminded, and what came of it."""

    how = models.CharField(max_length=9, choices=ChasedHow.choices)
    words = models.TextField("what came of it", blank=True)
    chased_at = models.DateTimeField()
    chased_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta(OfAnInvitation.Meta):
        constraints = [
            *OfAnInvitation.Meta.constraints,
            models.CheckConstraint(
                name="chaser_is_told",
                condition=Q(how="email") | at_least("words", 5, words=1),
                violation_error_message=CHASED_WHOLE,
            ),
        ]
        triggers = [*OfAnInvitation.Meta.triggers, signed_in_person("chaser_signed_in_person", "chased_by_id")]

    def __str__(self) -> str:
        return f"chaser {self.pk}"


class MissedMeeting(OfAnInvitation):
    """One of two meetings in a row that an agency missed: the invitation that it left without coming or sending."""

    def __str__(self) -> str:
        return f"missed meeting {self.pk}"


class MissedTwiceQuerySet(TrackedQuerySet):
    """Agencies that missed two meetings one after the other."""

    def waiting(self) -> "MissedTwiceQuerySet":
        """Nobody has taken it up with the agency yet."""
        return self.filter(taken_up_at__isnull=True)

    def owned_by(self, worker: Any) -> "MissedTwiceQuerySet":
        return self.filter(owner_id=worker.pk)

    def with_meetings(self) -> "MissedTwiceQuerySet":
        """With the agency, the people and both meetings."""
        ways = [f"{end}__{kind}__{of}" for end in ("first", "second") for kind, of in OF.items()]
        return self.select_related("agency", "owner", "taken_up_by", *ways)

    def in_order(self) -> "MissedTwiceQuerySet":
        """Those that wait first, then the latest."""
        return self.select_related("agency", "owner", "taken_up_by").order_by(
            models.F("taken_up_at").desc(nulls_first=True), "-pk"
        )


class MissedTwice(TrackedRecord):
    """An agency neither came nor sent anything to two meetings one after the other; a manager takes it up with it."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="missed_meetings")
    first = models.OneToOneField(MissedMeeting, on_delete=models.PROTECT, related_name="+")
    second = models.OneToOneField(MissedMeeting, on_delete=models.PROTECT, related_name="+")
    noticed_at = models.DateTimeField(editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    taken_up_at = models.DateTimeField(null=True, editable=False)
    taken_up_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    words = models.TextField("what was agreed", blank=True)

    objects = MissedTwiceQuerySet.as_manager()

    class Meta(TrackedRecord.Meta):
        verbose_name_plural = "missed twice"
        indexes = [
            models.Index(fields=["owner"], name="missed_twice_waiting", condition=Q(taken_up_at__isnull=True)),
            models.Index(fields=["agency", "-id"], name="missed_twice_agency"),
        ]
        constraints = [
            models.CheckConstraint(
                name="missed_twice_taken_up_whole",
                condition=both_or_neither("taken_up_at", "taken_up_by")
                & (Q(taken_up_at__isnull=True, words="") | at_least("words", 20)),
                violation_error_message=TAKEN_UP_WHOLE,
            ),
        ]

    def __str__(self) -> str:
        return f"missed twice {self.pk}"
