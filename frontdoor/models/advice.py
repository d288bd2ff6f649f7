"""The advice line: somebody asks about a worry without naming a child, and no child is recorded (domain.md L56)."""

from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from frontdoor.core.conditions import at_least
from frontdoor.core.records import EventRecord, RecordQuerySet
from frontdoor.core.working_days import end_of_day, start_of_day
from frontdoor.models.agencies import Agency

NAMES_NOBODY = (
    "An advice call names no child. Take out the date or the long number, or record a contact if you know who it is."
)
QUESTION_TOO_SHORT = "Say in at least 20 characters what the caller asked."
ADVICE_TOO_SHORT = "Say in at least 20 characters what you advised."
IDENTIFIES = r"\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|(\d[ -]?){10}"
"""What a date of birth, an NHS number, a pupil number or a telephone number looks like; read by Postgres and Python."""


class Caller(models.TextChoices):
    """Who asks, where no agency of the list does."""

    AGENCY = "agency", "An agency in our list"
    PROFESSIONAL = "professional", "Another professional"
    FAMILY = "family", "A parent or relative"
    YOUNG_PERSON = "young_person", "A child or young person"
    PUBLIC = "public", "A neighbour, friend or somebody else"


class NextStep(models.TextChoices):
    """What the caller goes away with."""

    OWN_SUPPORT = "own", "The caller can help within their own service"
    EARLY_HELP = "early_help", "Told how to reach early help"
    OTHER_SERVICE = "other", "Told about another service"
    REFER = "refer", "Advised to refer, with the family's agreement where it is safe to ask"
    SAFETY = "safety", "Told to ring 999 or to refer at once"


class AdviceCallQuerySet(RecordQuerySet):
    """Calls by day and agency."""

    def between(self, first: date, last: date) -> "AdviceCallQuerySet":
        """Calls received from one London day to another, both included."""
        return self.filter(received_at__gte=start_of_day(first), received_at__lt=end_of_day(last))

    def of_agency(self, agency_id: int) -> "AdviceCallQuerySet":
        """Calls from one agency."""
        return self.filter(agency_id=agency_id)

    def newest_first(self) -> "AdviceCallQuerySet":
        return self.select_related("agency", "taken_by").order_by("-received_at", "-pk")


class AdviceCall(EventRecord):
    """One call in four answers: who asked, what, what was advised, what happens next. No child, no consent needed."""

    received_at = models.DateTimeField()
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    caller = models.CharField(max_length=12, choices=Caller.choices)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="advice_calls")
    question = models.TextField("what the caller asked")
    advice = models.TextField("what was advised")
    next_step = models.CharField("what happens next", max_length=10, choices=NextStep.choices)

    objects = AdviceCallQuerySet.as_manager()

    class Meta(EventRecord.Meta):
        indexes = [
            models.Index(fields=["-received_at", "-id"], name="advice_newest"),
            models.Index(fields=["agency", "-received_at"], name="advice_agency"),
        ]
        constraints = [
            models.CheckConstraint(
                name="advice_caller_is_an_agency_or_not",
                condition=Q(caller="agency", agency__isnull=False) | ~Q(caller="agency") & Q(agency__isnull=True),
                violation_error_message="Choose the agency that called.",
            ),
            models.CheckConstraint(
                name="advice_says_what_was_asked",
                condition=at_least("question", 20),
                violation_error_message=QUESTION_TOO_SHORT,
            ),
            models.CheckConstraint(
                name="advice_says_what_was_advised",
                condition=at_least("advice", 20),
                violation_error_message=ADVICE_TOO_SHORT,
            ),
            models.CheckConstraint(
                name="advice_names_nobody",
                condition=~Q(question__regex=IDENTIFIES) & ~Q(advice__regex=IDENTIFIES),
                violation_error_message=NAMES_NOBODY,
            ),
        ]

    def __str__(self) -> str:
        return f"advice call {self.pk}"

    @property
    def told_by(self) -> Any:
        """Who asked, in words."""
        return self.agency.name if self.agency else self.get_caller_display()
