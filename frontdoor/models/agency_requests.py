"""Requests to agencies: for information or to offer early help, and nothing else (C14)."""

from datetime import datetime
from typing import Any

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q

from frontdoor.core.conditions import at_least, both_or_neither
from frontdoor.core.records import BRINGING_IN, TrackedQuerySet, TrackedRecord
from frontdoor.core.refusals import refuses
from frontdoor.core.timed import Clock
from frontdoor.core.timescales import AGENCY_REPLY, AGENCY_REPLY_RED
from frontdoor.core.written import unwritten_sql
from frontdoor.models.agencies import Agency
from frontdoor.models.check_wording import WHAT_IT_KNOWS, asks_in_sql
from frontdoor.models.closed_contacts import not_on_a_closed_contact
from frontdoor.models.contacts import Contact, Rag
from frontdoor.models.offer_questions import ASKS_ONLY_THE_OFFER
from frontdoor.models.rights import is_not_now, is_not_the_actor, manages, signed_at
from frontdoor.models.signing import signed_in_person
from frontdoor.models.ties import without_a_tie

REPLY_CLOCK = Clock("T36", started="requested_at", due="due_at", finished="ended_at")

REQUEST_STAYS = "A request that was put to an agency cannot be changed. Make a new one."
KINDS_ONLY = "An agency can be asked for information or to offer early help. Nothing else can be asked of it."
ASKS_NOTHING = "Write at least one question, each in at least 10 characters."
ASKS_TO_INVESTIGATE = (
    f"{WHAT_IT_KNOWS} Change the words, or let a practice manager or service manager write why they may stand, in at "
    "least 20 characters."
)
ASKED_NOW = "A request to an agency is dated when it is put to it."
ASKED_IN_PERSON = "A request to an agency is signed by the worker who asks."
NEEDS_AN_OWNER = (
    "This concern may need enquiries under section 47. Name the registered social worker who owns it: "
    "asking an agency does not hand it over."
)
NOT_REGISTERED = "The owner of a concern must be a registered social worker."
NO_CHILD = "Choose at least one child."
ALREADY_ENDED = "This request has ended. Make a new one for more."
NO_REPLY_YET = "Record the reply itself: a request is not answered without it."
ENDED_WHOLE = "A request ends with a time, who ended it and how."
ENDED_WITHOUT_A_REASON = "Say in at least 20 characters why the request ends without an answer."


class RequestKind(models.TextChoices):
    """What can be asked of an agency. There is no kind that investigates (C14)."""

    INFORMATION = "information", "Information request"
    EARLY_HELP = "early_help", "Early-help offer"


class ReplyTime(models.TextChoices):
    """Which policy period the reply was promised under; the contact's urgency may change afterwards."""

    USUAL = AGENCY_REPLY.code, "The usual time"
    RED = AGENCY_REPLY_RED.code, "The time on a Red contact"


class Ending(models.TextChoices):
    """How a request ended."""

    ANSWERED = "answered", "Answered"
    NOT_ANSWERED = "not_answered", "Closed without an answer"
    STOPPED = "stopped", "Stopped: the agreement it stood on has ended"


SECTION_47_CONCERN = (
    Q(rag=Rag.RED)
    | Q(immediate_danger=True)
    | Q(overrides__overriding_concern=True)
    | Q(consent_events__status="NOT_NEEDED_S47")
    | Q(decision__outcomes__outcome__in=["REF47", "EMG"])
    | Q(strategy_meetings__isnull=False, strategy_meetings__called_off_at__isnull=True)
)
"""Contacts that may need section 47 enquiries (C14): Red, immediate danger, or a harm named on the way; decided so, or
with a strategy meeting that stands."""


_QUESTIONS_ARE_TOLD = refuses(
    "request_questions_are_told",
    sentence=ASKS_NOTHING,
    operation=pgtrigger.Insert,
    when="""
        coalesce(cardinality(NEW.questions), 0) = 0
        OR EXISTS (SELECT 1 FROM unnest(NEW.questions) q WHERE length(trim(coalesce(q, ''))) < 10)
    """,
)

_ASKED_IN_PERSON = refuses(
    "request_put_in_person",
    sentence=ASKED_IN_PERSON,
    operation=pgtrigger.Insert,
    when=f"NOT {BRINGING_IN} AND {is_not_the_actor('NEW.requested_by_id')}",
)

_ASKED_NOW = refuses(
    "request_written_now",
    sentence=ASKED_NOW,
    operation=pgtrigger.Insert,
    when=f"NOT {BRINGING_IN} AND {is_not_now('NEW.requested_at')}",
)

_WORDING_NEEDS_A_MANAGER = refuses(
    "request_wording_needs_a_manager",
    sentence=ASKS_TO_INVESTIGATE,
    operation=pgtrigger.Insert,
    when=f"""
        {asks_in_sql("array_to_string(NEW.questions, chr(10))", "NEW.contact_id")} AND (
            {unwritten_sql("NEW.wording_reason", 20)}
            OR NOT {manages("NEW.requested_by_id", at=signed_at("NEW.requested_at"))})
    """,
)

_NEEDS_AN_OWNER = refuses(
    "request_needs_an_owner",
    sentence=NEEDS_AN_OWNER,
    operation=pgtrigger.Insert | pgtrigger.Update,
    when=f"""
        NEW.owner_id IS NULL AND NEW.ended_at IS NULL AND NOT {BRINGING_IN}
        AND (TG_OP = 'INSERT' OR OLD.owner_id IS NOT NULL)
        AND (
            EXISTS (SELECT 1 FROM frontdoor_contact c
                    WHERE c.id = NEW.contact_id AND (c.rag = 'red' OR c.immediate_danger))
            OR EXISTS (SELECT 1 FROM frontdoor_consentoverride o
                       WHERE o.contact_id = NEW.contact_id AND o.overriding_concern)
            OR EXISTS (SELECT 1 FROM frontdoor_consentevent e
                       WHERE e.contact_id = NEW.contact_id AND e.status = 'NOT_NEEDED_S47')
            OR EXISTS (SELECT 1 FROM frontdoor_decision d JOIN frontdoor_childoutcome o ON o.decision_id = d.id
                       WHERE d.contact_id = NEW.contact_id AND o.outcome IN ('REF47', 'EMG'))
            OR EXISTS (SELECT 1 FROM cases_strategymeeting m
                       WHERE m.contact_id = NEW.contact_id AND m.called_off_at IS NULL))
    """,  # noqa: S608 - no value of a user stands in this text
)

_OWNER_IS_REGISTERED = refuses(
    "request_owner_is_registered",
    sentence=NOT_REGISTERED,
    operation=pgtrigger.Insert | pgtrigger.Update,
    when="""
        NEW.owner_id IS NOT NULL AND (TG_OP = 'INSERT' OR NEW.owner_id IS DISTINCT FROM OLD.owner_id)
        AND NOT EXISTS (SELECT 1 FROM workforce_worker w
                        WHERE w.id = NEW.owner_id AND w.registration_number <> '')
    """,
)

_STAYS = refuses(
    "request_stays",
    sentence=REQUEST_STAYS,
    operation=pgtrigger.Update,
    when="""
        (NEW.contact_id, NEW.agency_id, NEW.kind, NEW.questions, NEW.wording_reason, NEW.requested_by_id,
         NEW.requested_at, NEW.clock, NEW.due_at, NEW.remind_at, NEW.escalate_at)
        IS DISTINCT FROM
        (OLD.contact_id, OLD.agency_id, OLD.kind, OLD.questions, OLD.wording_reason, OLD.requested_by_id,
         OLD.requested_at, OLD.clock, OLD.due_at, OLD.remind_at, OLD.escalate_at)
        OR (OLD.ended_at IS NOT NULL
            AND (NEW.ended_at, NEW.ended_by_id, NEW.ending, NEW.ending_reason)
            IS DISTINCT FROM (OLD.ended_at, OLD.ended_by_id, OLD.ending, OLD.ending_reason))
    """,
)

_ANSWERED_WITH_A_REPLY = refuses(
    "request_answered_with_a_reply",
    sentence=NO_REPLY_YET,
    operation=pgtrigger.Update,
    when="""
        NEW.ending = 'answered' AND OLD.ending <> 'answered'
        AND NOT EXISTS (SELECT 1 FROM frontdoor_checkreply r WHERE r.request_id = NEW.id)
    """,
)

# Asked at the end of the transaction: a request is written before its children.
_NAMES_A_CHILD = pgtrigger.Trigger(
    name="request_names_a_child",
    when=pgtrigger.After,
    operation=pgtrigger.Insert,
    timing=pgtrigger.Deferred,
    func=f"""
        IF NOT EXISTS (SELECT 1 FROM frontdoor_agencycheck c WHERE c.request_id = NEW.id) THEN
            RAISE EXCEPTION '{NO_CHILD}' USING ERRCODE = 'check_violation', CONSTRAINT = 'request_names_a_child';
        END IF;
        RETURN NULL;
    """,  # noqa: S608 - no value of a user stands in this text
)


IN_TIME = Q(ending=Ending.ANSWERED) & REPLY_CLOCK.kept_q()
LATE_ANSWER = Q(ending=Ending.ANSWERED) & ~REPLY_CLOCK.kept_q()


def _not_answered_q(at: datetime) -> Q:
    return Q(ending=Ending.NOT_ANSWERED) | REPLY_CLOCK.overdue_q(at)


class AgencyRequestQuerySet(TrackedQuerySet):
    """Requests put to agencies, as lists and figures name them."""

    def visible_to(self, worker: Any) -> "AgencyRequestQuerySet":
        """Requests on the contacts this worker may open."""
        return self.filter(contact__in=Contact.objects.visible_to(worker))

    def waiting(self) -> "AgencyRequestQuerySet":
        """Asked and not ended."""
        return self.filter(REPLY_CLOCK.open_q())

    def late(self, at: datetime) -> "AgencyRequestQuerySet":
        """Waiting past the moment the reply was due (T36)."""
        return self.filter(REPLY_CLOCK.overdue_q(at))

    def asked_between(self, first: datetime, until: datetime) -> "AgencyRequestQuerySet":
        """Asked from ``first`` on and before ``until``."""
        return self.filter(requested_at__gte=first, requested_at__lt=until)

    def answered_in_time(self) -> "AgencyRequestQuerySet":
        """Answered by the moment the reply was due."""
        return self.filter(IN_TIME)

    def answered_late(self) -> "AgencyRequestQuerySet":
        """Answered, but not in time."""
        return self.filter(LATE_ANSWER)

    def not_answered(self, at: datetime) -> "AgencyRequestQuerySet":
        """Closed without an answer, or waiting past the moment the reply was due."""
        return self.filter(_not_answered_q(at))

    def chased(self) -> "AgencyRequestQuerySet":
        """The agency was reminded at least once."""
        return self.filter(self._was_chased())

    def _was_chased(self) -> Exists:
        chasers = self.model._meta.get_field("chasers").related_model.objects
        return Exists(chasers.filter(request_id=OuterRef("pk")))

    def by_agency(self, at: datetime) -> "AgencyRequestQuerySet":
        """One row an agency with what the phrases above count: asked, in_time, late_answer, was_chased, unanswered."""
        return (
            self.order_by()
            .values("agency_id", "agency__name")
            .annotate(
                asked=Count("pk"),
                in_time=Count("pk", filter=IN_TIME),
                late_answer=Count("pk", filter=LATE_ANSWER),
                was_chased=Count("pk", filter=self._was_chased()),
                unanswered=Count("pk", filter=_not_answered_q(at)),
            )
            .order_by("agency__name", "agency_id")
        )

    def without_owner(self) -> "AgencyRequestQuerySet":
        """Waiting on a contact that has become a section 47 concern, and nobody in social care is named (C14)."""
        concern = Contact.objects.filter(SECTION_47_CONCERN, pk=OuterRef("contact_id"))
        return self.waiting().filter(Exists(concern), owner__isnull=True)


class AgencyRequest(TrackedRecord):
    """One request to one agency about named children, until it is answered, closed or stopped.

    The due moment, the first reminder and the escalation are stored when it is made. Waiting for an agency stops no
    clock of the contact (L63).
    """

    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="agency_requests")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="agency_requests")
    kind = models.CharField(
        "what is asked", max_length=11, choices=RequestKind.choices, error_messages={"invalid_choice": KINDS_ONLY}
    )
    questions = ArrayField(models.TextField(), error_messages={"blank": ASKS_NOTHING})
    wording_reason = models.TextField("manager's reason for the wording", blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="requests_owned"
    )
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    requested_at = models.DateTimeField()
    clock = models.CharField("which reply clock", max_length=7, choices=ReplyTime.choices)
    due_at = models.DateTimeField()
    remind_at = models.DateTimeField("first reminder")
    escalate_at = models.DateTimeField("to the agency's lead")
    ended_at = models.DateTimeField(null=True, blank=True, editable=False)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    ending = models.CharField(max_length=12, choices=Ending.choices, blank=True, editable=False)
    ending_reason = models.TextField("why it ended without an answer", blank=True, editable=False)

    objects = AgencyRequestQuerySet.as_manager()

    class Meta(TrackedRecord.Meta):
        indexes = [
            REPLY_CLOCK.index("request"),
            models.Index(fields=["remind_at"], name="request_to_remind", condition=Q(ended_at__isnull=True)),
            models.Index(fields=["agency", "-requested_at"], name="request_agency"),
        ]
        constraints = [
            *REPLY_CLOCK.constraints("request"),
            models.CheckConstraint(
                name="request_kind_is_no_investigation",
                condition=Q(kind__in=RequestKind.values),
                violation_error_message=KINDS_ONLY,
            ),
            models.CheckConstraint(
                name="request_reminders_in_order",
                condition=Q(due_at__gte=F("remind_at"), escalate_at__gte=F("due_at")),
            ),
            models.CheckConstraint(
                name="request_ended_whole",
                condition=both_or_neither("ended_at", "ended_by")
                & (Q(ended_at__isnull=True, ending="") | Q(ended_at__isnull=False) & ~Q(ending="")),
                violation_error_message=ENDED_WHOLE,
            ),
            models.CheckConstraint(
                name="request_unanswered_with_a_reason",
                condition=~Q(ending=Ending.NOT_ANSWERED) | at_least("ending_reason", 20),
                violation_error_message=ENDED_WITHOUT_A_REASON,
            ),
        ]
        triggers = [
            *TrackedRecord.Meta.triggers,
            signed_in_person("request_end_signed_in_person", "ended_by_id"),
            without_a_tie("request_put_without_a_tie", "requested_by_id"),
            _QUESTIONS_ARE_TOLD,
            ASKS_ONLY_THE_OFFER,
            _ASKED_IN_PERSON,
            _ASKED_NOW,
            _WORDING_NEEDS_A_MANAGER,
            _NEEDS_AN_OWNER,
            _OWNER_IS_REGISTERED,
            _STAYS,
            _ANSWERED_WITH_A_REPLY,
            not_on_a_closed_contact("request_not_on_a_closed_contact"),
            _NAMES_A_CHILD,
        ]

    def __str__(self) -> str:
        return f"request {self.pk}"

    @property
    def reference(self) -> str:
        """What is said on the telephone; it tells nothing about anybody."""
        return f"Q{self.pk}"

    @classmethod
    def registered_workers(cls, on: Any) -> models.QuerySet:
        """Who can own a concern on a day: registered social workers in post."""
        workers = cls._meta.get_field("owner").related_model.objects
        return workers.in_post(on).filter(registration_number__gt="").order_by("family_name", "given_names")
