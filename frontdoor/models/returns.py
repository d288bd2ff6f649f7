"""A contact goes back to the referrer once, to ask for what is missing; it stays open and its clock runs on."""

import pgtrigger
from django.conf import settings
from django.db import models

from frontdoor.core.conditions import at_least
from frontdoor.core.records import BRINGING_IN, EventRecord
from frontdoor.core.refusals import refuses
from frontdoor.models.contacts import DECIDED, Contact, Rag
from frontdoor.models.feedback import Told

MISSING_TOO_SHORT = "Say in at least 20 characters what the referrer is asked for."
RETURNED_ONCE = "This contact has been returned once. Decide it with what is known."
NOT_READ = "A registered social worker must read this contact for risk before it goes back to the referrer."
RISK_INDICATED = "Risk is indicated, so this contact does not go back to the referrer. Act on what is known."
NOBODY_TO_ASK = "Nobody knows who told us, so nobody can be asked."

_AFTER_READING = refuses(
    "return_after_reading_for_risk",
    sentence=NOT_READ,
    operation=pgtrigger.Insert,
    when="""
        NOT EXISTS (SELECT 1 FROM frontdoor_contact c WHERE c.id = NEW.contact_id AND c.triaged_at <= NEW.returned_at)
    """,
)

_WITHOUT_RISK = refuses(
    "return_without_a_risk",
    sentence=RISK_INDICATED,
    operation=pgtrigger.Insert,
    when=f"""
        EXISTS (SELECT 1 FROM frontdoor_riskflag r WHERE r.contact_id = NEW.contact_id)
        OR EXISTS (
            SELECT 1 FROM frontdoor_contact c
            WHERE c.id = NEW.contact_id AND (c.immediate_danger OR c.rag = '{Rag.RED.value}'))
    """,  # noqa: S608 - no user's text
)

_BEFORE_THE_DECISION = refuses(
    "return_before_the_decision",
    sentence=DECIDED,
    operation=pgtrigger.Insert,
    when=f"""
        NOT {BRINGING_IN}
        AND EXISTS (SELECT 1 FROM frontdoor_contact c WHERE c.id = NEW.contact_id AND c.decided_at IS NOT NULL)
    """,  # noqa: S608 - no user's text
)


class ContactReturn(EventRecord):
    """What a manager asked the referrer for (domain.md 3.2 RET, C13): once, after triage, never where risk is seen.

    Nothing of the contact changes by it: it is decided by the time that was promised, with or without an answer.
    """

    contact = models.OneToOneField(
        Contact, on_delete=models.PROTECT, related_name="sent_back", error_messages={"unique": RETURNED_ONCE}
    )
    missing = models.TextField("what the referrer is asked for")
    how = models.CharField("how the referrer was asked", max_length=6, choices=Told.choices)
    returned_at = models.DateTimeField()
    returned_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta(EventRecord.Meta):
        constraints = [
            models.CheckConstraint(
                name="return_says_what_is_missing",
                condition=at_least("missing", 20),
                violation_error_message=MISSING_TOO_SHORT,
            ),
        ]
        triggers = [*EventRecord.Meta.triggers, _AFTER_READING, _WITHOUT_RISK, _BEFORE_THE_DECISION]

    def __str__(self) -> str:
        return f"return {self.pk}"
