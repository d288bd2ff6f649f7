"""The advice line: somebody asks about a worry without naming a child, and no child is recorded (domain.md L56)."""

import re
from datetime import date
from typing import Any

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from frontdoor.core.conditions import at_least
from frontdoor.core.records import EventRecord, RecordQuerySet
from frontdoor.core.refusals import refuses
from frontdoor.core.working_days import end_of_day, start_of_day
from frontdoor.models.agencies import Agency
from frontdoor.models.consent import ConsentStatus
from frontdoor.models.signing import signed_in_person
from frontdoor.models.told_names import names_in_sql, names_somebody

NAMES_NOBODY = (
    "This says who somebody is, and the advice line keeps no names. Take that out, or record a contact: your words go "
    "with you."
)
NO_CONSENT_NEEDED = "An advice call names no child, so consent is not needed for it."
HARM_TODAY = (
    "This tells of harm to a child today. It needs a contact, with an owner and a clock: record a contact, and your "
    "words go with you."
)
QUESTION_TOO_SHORT = "Say in at least 20 characters what the caller asked."
ADVICE_TOO_SHORT = "Say in at least 20 characters what you advised."
_MONTH = "(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_DAY = "[0-9]{1,2}(st|nd|rd|th)?"
_BEFORE, _AFTER = "(^|[^a-zA-Z0-9])", "($|[^a-zA-Z0-9])"
_IN_ANY_CASE = (
    "[0-9]{1,4}[./-][0-9]{1,2}[./-][0-9]{1,4}",
    f"{_BEFORE}{_DAY} +(of +)?{_MONTH},? +('|[0-9]{{2}})?[0-9]{{2}}{_AFTER}",
    f"{_BEFORE}{_MONTH} +{_DAY},? +[0-9]{{4}}{_AFTER}",
    f"{_BEFORE}(born|birth|birthday|dob|d[.]o[.]b[.]?)[^.0-9]{{0,20}}{_DAY} +(of +)?{_MONTH}",
    f"{_BEFORE}(born|birth|birthday|dob)[^.0-9]{{0,20}}[^a-z]"
    f"(([a-z]+[ -])?(first|second|third)|[a-z]+th) +(of +)?{_MONTH}{_AFTER}",
    "([0-9][ -]?){10}",
    f"{_BEFORE}[a-z]{{1,2}}[0-9][a-z0-9]? ?[0-9][a-z]{{2}}{_AFTER}",
    f"{_BEFORE}[0-9]{{1,4}}[a-z]?,? +[a-z'-]+ +(street|road|avenue|lane|crescent|terrace|grove|gardens|mews){_AFTER}",
)
_STREET = "([Ss]treet|[Rr]oad|[Aa]venue|[Ll]ane|[Cc]lose|[Dd]rive|[Cc]ourt|[Ww]ay|[Ww]alk|[Pp]lace|[Rr]ise|[Vv]iew)"
_IN_CAPITALS = f"{_BEFORE}[0-9]{{1,4}}[A-Za-z]?,? +([A-Z][A-Za-z'-]* +){{1,3}}{_STREET}{_AFTER}"
IDENTIFIES = (f"(?i){'|'.join(_IN_ANY_CASE)}", _IN_CAPITALS)
"""What a date of birth, a number of a child, a telephone number, a postcode or a house in a street looks like; read by
Postgres and Python; names are found by ``told_names``."""


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


_NAMES_NOBODY = refuses(
    "advice_names_nobody",
    sentence=NAMES_NOBODY,
    operation=pgtrigger.Insert,
    when=" OR ".join(
        [
            *(
                f"NEW.{name} ~ '{pattern}'"
                for name in ("question", "advice")
                for pattern in (looks.replace("'", "''") for looks in IDENTIFIES)
            ),
            *(names_in_sql(name) for name in ("question", "advice")),
        ]
    ),
)


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
    consent_status = models.CharField(
        "consent",
        max_length=17,
        choices=[(ConsentStatus.NOT_NEEDED_ADVICE.value, ConsentStatus.NOT_NEEDED_ADVICE.label)],
        default=ConsentStatus.NOT_NEEDED_ADVICE,
        editable=False,
    )
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
                name="advice_needs_no_consent",
                condition=Q(consent_status=ConsentStatus.NOT_NEEDED_ADVICE),
                violation_error_message=NO_CONSENT_NEEDED,
            ),
        ]
        triggers = [
            *EventRecord.Meta.triggers,
            signed_in_person("advice_signed_in_person", "taken_by_id"),
            _NAMES_NOBODY,
        ]

    def __str__(self) -> str:
        return f"advice call {self.pk}"

    @staticmethod
    def identifies(words: str) -> bool:
        """Whether a text says who somebody is."""
        return any(re.search(looks, words) for looks in IDENTIFIES) or names_somebody(words)

    @property
    def told_by(self) -> Any:
        """Who asked, in words."""
        return self.agency.name if self.agency else self.get_caller_display()
