"""Questions to other agencies, which the database lets in only where consent stands (C01)."""

from datetime import date
from typing import Any

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from frontdoor.core.conditions import at_least
from frontdoor.core.records import TrackedQuerySet, TrackedRecord
from frontdoor.core.refusals import refuses
from frontdoor.core.timed import Clock
from frontdoor.models.agencies import Agency
from frontdoor.models.consent import ALLOWS_CHECKS, ConsentEvent
from frontdoor.models.contacts import Contact
from frontdoor.models.people import Person

REPLY_CLOCK = Clock("C-REPLY", started="requested_on", due="due_on", finished="replied_on")

NO_CONSENT = (
    "Agencies cannot be asked about this child yet. Record that a parent agreed, "
    "or ask a manager to decide that agencies are asked without consent."
)

CHECK_STAYS = "A question that was put to an agency cannot be changed. Ask again with a new one."

_ALLOWED = ", ".join(f"'{status}'" for status in sorted(ALLOWS_CHECKS))

_NEEDS_CONSENT = refuses(
    "check_needs_consent",
    sentence=NO_CONSENT,
    operation=pgtrigger.Insert,
    declare=[("standing", "frontdoor_consentevent%ROWTYPE")],
    first="""
        SELECT * INTO standing FROM frontdoor_consentevent e
        WHERE e.contact_id = NEW.contact_id AND e.child_id = NEW.child_id AND e.kind = 'B'
        ORDER BY e.happened_at DESC, e.id DESC LIMIT 1;
    """,
    when=f"""
        standing.id IS NULL OR standing.id <> NEW.consent_id
        OR standing.status NOT IN ({_ALLOWED})
        OR (standing.status = 'GIVEN_PARTIAL' AND NOT EXISTS (
            SELECT 1 FROM frontdoor_consentagency a
            WHERE a.event_id = standing.id AND a.agency_id = NEW.agency_id))
        OR (standing.status = 'OVERRIDDEN' AND NOT EXISTS (
            SELECT 1 FROM frontdoor_consentoverride o
            JOIN frontdoor_overrideagency a ON a.override_id = o.id AND a.agency_id = NEW.agency_id
            JOIN frontdoor_overridechild c ON c.override_id = o.id AND c.child_id = NEW.child_id
            WHERE o.id = standing.override_id AND o.decision = 'approved' AND o.expires_at > clock_timestamp()))
    """,  # noqa: S608 - the codes of an enumeration
)


_CHECK_STAYS = refuses(
    "check_stays",
    sentence=CHECK_STAYS,
    operation=pgtrigger.Update,
    when="""
        (NEW.contact_id, NEW.child_id, NEW.agency_id, NEW.consent_id, NEW.question, NEW.requested_by_id,
         NEW.requested_on, NEW.due_on)
        IS DISTINCT FROM
        (OLD.contact_id, OLD.child_id, OLD.agency_id, OLD.consent_id, OLD.question, OLD.requested_by_id,
         OLD.requested_on, OLD.due_on)
        OR (OLD.replied_on IS NOT NULL
            AND (NEW.replied_on, NEW.reply, NEW.replied_by_id)
            IS DISTINCT FROM (OLD.replied_on, OLD.reply, OLD.replied_by_id))
    """,
)


class AgencyCheckQuerySet(TrackedQuerySet):
    """Questions put to agencies."""

    def visible_to(self, worker: Any) -> "AgencyCheckQuerySet":
        """Questions on the contacts this worker may open."""
        return self.filter(contact__in=Contact.objects.visible_to(worker))

    def late(self, on: date) -> "AgencyCheckQuerySet":
        """Not answered by the day the reply was due (C-REPLY)."""
        return self.filter(REPLY_CLOCK.overdue_q(on))

    def waiting(self) -> "AgencyCheckQuerySet":
        return self.filter(REPLY_CLOCK.open_q())


class AgencyCheck(TrackedRecord):
    """One question to one agency about one child. The database lets it in only where consent stands (C01)."""

    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="checks")
    child = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="checks")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="checks")
    consent = models.ForeignKey(ConsentEvent, on_delete=models.PROTECT, editable=False, related_name="checks")
    question = models.TextField()
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    requested_on = models.DateField()
    due_on = models.DateField()
    replied_on = models.DateField(null=True, blank=True)
    reply = models.TextField(blank=True)
    replied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )

    objects = AgencyCheckQuerySet.as_manager()

    class Meta(TrackedRecord.Meta):
        indexes = [REPLY_CLOCK.index("check")]
        constraints = [
            *REPLY_CLOCK.constraints("check"),
            models.CheckConstraint(
                name="check_asks_something",
                condition=at_least("question", 10),
                violation_error_message="Write what the agency is asked, in at least 10 characters.",
            ),
            models.CheckConstraint(
                name="check_reply_is_dated",
                condition=Q(replied_on__isnull=True, replied_by__isnull=True, reply="")
                | Q(replied_on__isnull=False, replied_by__isnull=False) & ~Q(reply=""),
                violation_error_message="A reply needs its date, its words and who recorded it.",
            ),
        ]
        triggers = [*TrackedRecord.Meta.triggers, _NEEDS_CONSENT, _CHECK_STAYS]

    def __str__(self) -> str:
        return f"check {self.pk}"
