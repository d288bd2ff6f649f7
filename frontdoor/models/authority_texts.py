"""Sentences that letters of the authority carry: dated, and changed by an administrator."""

from datetime import date

from django.conf import settings
from django.db import models

from frontdoor.core.conditions import at_least
from frontdoor.core.records import TrackedQuerySet, TrackedRecord
from frontdoor.models.signing import signed_in_person

TOO_SHORT = "Write the text in at least 20 characters."


class TextCode(models.TextChoices):
    """What a text is for."""

    ADVICE = "advice", "Whom to call for advice"
    CHALLENGE = "challenge", "How to challenge a decision"


class AuthorityTextQuerySet(TrackedQuerySet):
    """Texts by day."""

    def of(self, code: str) -> "AuthorityTextQuerySet":
        """Every text of one kind, the latest first."""
        return self.filter(code=code).order_by("-valid_from")

    def in_force(self, on: date) -> "AuthorityTextQuerySet":
        """The latest text of each kind on a day."""
        return self.filter(valid_from__lte=on).order_by("code", "-valid_from").distinct("code")


class AuthorityText(TrackedRecord):
    """One text from a day on; letters written before keep theirs."""

    code = models.CharField(max_length=9, choices=TextCode.choices)
    words = models.TextField()
    valid_from = models.DateField()
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = AuthorityTextQuerySet.as_manager()

    class Meta(TrackedRecord.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["code", "valid_from"],
                name="text_one_a_day",
                violation_error_message="There is already such a text from that day.",
            ),
            models.CheckConstraint(
                name="text_says_something", condition=at_least("words", 20), violation_error_message=TOO_SHORT
            ),
        ]
        triggers = [*TrackedRecord.Meta.triggers, signed_in_person("text_signed_in_person", "set_by_id")]

    def __str__(self) -> str:
        return f"{self.get_code_display()} from {self.valid_from:%-d %B %Y}"
