"""What an agency answered, with fact, source and opinion kept apart (domain.md 3.4), and when it was reminded."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from frontdoor.core.conditions import at_least
from frontdoor.core.records import BRINGING_IN, EventRecord
from frontdoor.core.refusals import refuses
from frontdoor.models.agency_requests import ALREADY_ENDED, AgencyRequest
from frontdoor.models.people import Person
from frontdoor.models.signing import signed_in_person

FACT_WITHOUT_SOURCE = "A fact needs the words, who saw it or where it is written, and the day it is from."
OPINION_WITHOUT_HOLDER = "An opinion needs the words and whose opinion it is."
NOT_ASKED_ABOUT = "This child is not on the request."
NOTHING_SAID = "Write at least one fact or one opinion, or say that the agency holds no information."
WHO_ANSWERED = "Say who at the agency answered."


class Chase(models.TextChoices):
    """How an agency was reminded; the first three are sent by the system, each at most once a request."""

    REMINDER = "reminder", "Reminder by e-mail before the reply was due"
    OVERDUE = "overdue", "Reminder by e-mail when the reply was due"
    ESCALATION = "escalation", "E-mail to the agency's named lead"
    TELEPHONE = "telephone", "Telephone call"
    EMAIL = "email", "E-mail of our own"
    IN_PERSON = "in_person", "In person or in a meeting"
    LEAD = "lead", "Call to the agency's named lead"


BY_THE_SYSTEM = (Chase.REMINDER, Chase.OVERDUE, Chase.ESCALATION)
BY_HAND = tuple(how for how in Chase if how not in BY_THE_SYSTEM)

_STILL_WAITS = f"""
    NOT {BRINGING_IN} AND EXISTS (
        SELECT 1 FROM frontdoor_agencyrequest c WHERE c.id = NEW.request_id AND c.ended_at IS NOT NULL)
"""  # noqa: S608 - no value of a user stands in this text


class CheckChaser(EventRecord):
    """That an agency was reminded of a request: by whom, when, how and what came of it."""

    request = models.ForeignKey(AgencyRequest, on_delete=models.PROTECT, related_name="chasers")
    how = models.CharField(max_length=10, choices=Chase.choices)
    chased_at = models.DateTimeField()
    chased_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    spoke_to = models.CharField("who was reached", max_length=120, blank=True)
    words = models.TextField("what was said", blank=True)

    class Meta(EventRecord.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["request", "how"],
                name="chaser_of_the_system_once",
                condition=Q(how__in=["reminder", "overdue", "escalation"]),
            ),
            models.CheckConstraint(
                name="chaser_by_hand_is_told",
                condition=Q(how__in=["reminder", "overdue", "escalation"]) | at_least("words", 5, words=1),
                violation_error_message="Write what was said, in at least 5 characters.",
            ),
        ]
        triggers = [
            *EventRecord.Meta.triggers,
            signed_in_person("check_chaser_signed_in_person", "chased_by_id"),
            refuses("chaser_while_it_waits", sentence=ALREADY_ENDED, operation=pgtrigger.Insert, when=_STILL_WAITS),
        ]

    def __str__(self) -> str:
        return f"chaser {self.pk}"


class CheckReply(EventRecord):
    """Who answered a request and when it came; what it says stands in its statements."""

    request = models.OneToOneField(AgencyRequest, on_delete=models.PROTECT, related_name="reply")
    answered_by = models.CharField("who answered", max_length=120, error_messages={"blank": WHO_ANSWERED})
    answered_as = models.CharField("their job", max_length=120, blank=True)
    received_at = models.DateTimeField()
    nothing_known = models.BooleanField("the agency holds no information", default=False)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta(EventRecord.Meta):
        verbose_name_plural = "check replies"
        constraints = [
            models.CheckConstraint(
                name="reply_says_who_answered",
                condition=at_least("answered_by", 2, words=1),
                violation_error_message=WHO_ANSWERED,
            ),
            models.CheckConstraint(
                name="reply_received_before_recorded",
                condition=Q(received_at__lte=F("recorded_at")),
                violation_error_message="A reply cannot come in the future.",
            ),
        ]
        triggers = [
            *EventRecord.Meta.triggers,
            signed_in_person("check_reply_signed_in_person", "recorded_by_id"),
            refuses("reply_while_it_waits", sentence=ALREADY_ENDED, operation=pgtrigger.Insert, when=_STILL_WAITS),
        ]

    def __str__(self) -> str:
        return f"reply {self.pk}"


class Said(models.TextChoices):
    """What kind of statement it is."""

    FACT = "fact", "Fact"
    OPINION = "opinion", "Opinion"


class ReplyStatement(EventRecord):
    """One thing an agency says: a fact with its source and its day, or an opinion with whose it is."""

    reply = models.ForeignKey(CheckReply, on_delete=models.PROTECT, related_name="statements")
    said = models.CharField(max_length=7, choices=Said.choices)
    child = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    words = models.TextField()
    source = models.CharField("source, or whose opinion", max_length=200)
    dated_on = models.DateField("the day it is from", null=True, blank=True)

    class Meta(EventRecord.Meta):
        constraints = [
            models.CheckConstraint(
                name="statement_fact_with_source",
                condition=~Q(said="fact")
                | at_least("words", 5, words=1) & at_least("source", 2, words=1) & Q(dated_on__isnull=False),
                violation_error_message=FACT_WITHOUT_SOURCE,
            ),
            models.CheckConstraint(
                name="statement_opinion_of_somebody",
                condition=~Q(said="opinion") | at_least("words", 5, words=1) & at_least("source", 2, words=1),
                violation_error_message=OPINION_WITHOUT_HOLDER,
            ),
        ]
        triggers = [
            *EventRecord.Meta.triggers,
            refuses(
                "statement_about_a_child_asked_about",
                sentence=NOT_ASKED_ABOUT,
                operation=pgtrigger.Insert,
                when="""
                    NEW.child_id IS NOT NULL AND NOT EXISTS (
                        SELECT 1 FROM frontdoor_checkreply r
                        JOIN frontdoor_agencycheck c ON c.request_id = r.request_id AND c.child_id = NEW.child_id
                        WHERE r.id = NEW.reply_id)
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"statement {self.pk}"
