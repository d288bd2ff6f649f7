"""The children whom requests to agencies are about; the database lets them in only where consent stands (C01)."""

import pgtrigger
from django.db import models

from frontdoor.core.records import EventRecord
from frontdoor.core.refusals import refuses
from frontdoor.models.agencies import Agency
from frontdoor.models.agency_requests import AgencyRequest
from frontdoor.models.consent import ALLOWS_CHECKS, ALLOWS_OFFER, ConsentEvent
from frontdoor.models.contacts import Contact
from frontdoor.models.people import Person

NO_CONSENT = (
    "Agencies cannot be asked about this child yet. Record that a parent agreed, "
    "or ask a manager to decide that agencies are asked without consent."
)

NO_AGREEMENT = "Early help cannot be offered yet. Record that a parent agreed to a service for this child."
ANOTHER_REQUEST = "A child is asked about on the contact and at the agency of its request."

_ALLOWED = ", ".join(f"'{status}'" for status in sorted(ALLOWS_CHECKS))
_OFFERED = ", ".join(f"'{status}'" for status in sorted(ALLOWS_OFFER))

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


_ON_ITS_REQUEST = refuses(
    "check_on_its_request",
    sentence=ANOTHER_REQUEST,
    operation=pgtrigger.Insert,
    when="""
        NOT EXISTS (
            SELECT 1 FROM frontdoor_agencyrequest r
            WHERE r.id = NEW.request_id AND r.contact_id = NEW.contact_id AND r.agency_id = NEW.agency_id)
    """,
)

_OFFER_NEEDS_AGREEMENT = refuses(
    "check_offer_needs_agreement",
    sentence=NO_AGREEMENT,
    operation=pgtrigger.Insert,
    declare=[("agreed", "frontdoor_consentevent%ROWTYPE")],
    first="""
        SELECT * INTO agreed FROM frontdoor_consentevent e
        WHERE e.contact_id = NEW.contact_id AND e.child_id = NEW.child_id AND e.kind = 'C'
        ORDER BY e.happened_at DESC, e.id DESC LIMIT 1;
    """,
    when=f"""
        EXISTS (SELECT 1 FROM frontdoor_agencyrequest r WHERE r.id = NEW.request_id AND r.kind = 'early_help')
        AND (agreed.id IS NULL OR agreed.status NOT IN ({_OFFERED}))
    """,  # noqa: S608 - the codes of an enumeration
)


class AgencyCheck(EventRecord):
    """One child on a request to an agency. The database lets it in only where consent stands (C01).

    Contact and agency are those of the request: the gate, and what ends when consent ends, ask for them here.
    """

    request = models.ForeignKey(AgencyRequest, on_delete=models.PROTECT, related_name="about")
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="checks")
    child = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="checks")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="checks")
    consent = models.ForeignKey(ConsentEvent, on_delete=models.PROTECT, editable=False, related_name="checks")

    class Meta(EventRecord.Meta):
        constraints = [models.UniqueConstraint(fields=["request", "child"], name="check_child_once")]
        triggers = [*EventRecord.Meta.triggers, _NEEDS_CONSENT, _ON_ITS_REQUEST, _OFFER_NEEDS_AGREEMENT]

    def __str__(self) -> str:
        return f"check {self.pk}"
