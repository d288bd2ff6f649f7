"""Who is invited to a strategy meeting, whether they came, what each says: fact and opinion apart (domain.md 10)."""

from typing import Any

from django.conf import settings
from django.db import models

from cases.models.meetings import Invitation, InvitationQuerySet, invitation_constraints
from cases.models.strategy import StrategyMeeting
from cases.models.strategy_rules import LINE_RULES, stays
from frontdoor.core.conditions import at_least
from frontdoor.core.records import EventRecord, RecordQuerySet
from frontdoor.models import Agency, Person
from frontdoor.models.check_replies import Said

LINE_WHOLE = "Write what was said in at least 5 characters, and where it is known from or whose opinion it is."
CORRECTED_ONCE = "This line has been corrected already. Correct the correction."


class StrategyInvitation(Invitation):
    """One named person who is asked to a meeting, what came of it, and what was sent in writing."""

    OF = "meeting"

    meeting = models.ForeignKey(StrategyMeeting, on_delete=models.PROTECT, related_name="invitations")
    agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="strategy_invitations"
    )

    objects = InvitationQuerySet.as_manager()

    class Meta(Invitation.Meta):
        indexes = [models.Index(fields=["agency", "-id"], name="strategy_invitation_agency")]
        constraints = invitation_constraints("strategy_invitation", meeting="meeting")
        triggers = [*Invitation.Meta.triggers, stays("strategy_invitation_stays")]


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
                condition=at_least("words", 5, words=1) & at_least("source", 2, words=1),
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
