"""Everything the front door stores; one noun a file."""

from frontdoor.core.drafts import Draft, HeldSubmission
from frontdoor.core.idempotency import SubmittedForm
from frontdoor.core.jobs import JobRun
from frontdoor.core.ledger import LedgerEvent
from frontdoor.core.outbox import OutboxEffect, OutboxMessage
from frontdoor.core.policy import Authority, BankHoliday, PolicyPeriod
from frontdoor.models.agencies import Agency
from frontdoor.models.checks import AgencyCheck
from frontdoor.models.consent import ConsentAgency, ConsentEvent
from frontdoor.models.contacts import Contact, ContactChild
from frontdoor.models.decisions import ChildOutcome, Decision, ReferrerFeedback
from frontdoor.models.overrides import ConsentOverride, OverrideAgency, OverrideChild
from frontdoor.models.people import AccessGrant, Address, ConflictOfInterest, Person, Relationship
from frontdoor.models.referrals import Referral
from frontdoor.models.threshold import ThresholdLevel, ThresholdScheme

__all__ = [
    "AccessGrant",
    "Address",
    "Agency",
    "AgencyCheck",
    "Authority",
    "BankHoliday",
    "ChildOutcome",
    "ConflictOfInterest",
    "ConsentAgency",
    "ConsentEvent",
    "ConsentOverride",
    "Contact",
    "ContactChild",
    "Decision",
    "Draft",
    "HeldSubmission",
    "JobRun",
    "LedgerEvent",
    "OutboxEffect",
    "OutboxMessage",
    "OverrideAgency",
    "OverrideChild",
    "Person",
    "PolicyPeriod",
    "Referral",
    "ReferrerFeedback",
    "Relationship",
    "SubmittedForm",
    "ThresholdLevel",
    "ThresholdScheme",
]
