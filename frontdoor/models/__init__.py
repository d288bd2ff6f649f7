"""Everything the front door stores; one noun a file."""

from frontdoor.core.drafts import Draft, HeldSubmission
from frontdoor.core.idempotency import SubmittedForm
from frontdoor.core.jobs import JobRun
from frontdoor.core.ledger import LedgerEvent
from frontdoor.core.outbox import OutboxEffect, OutboxMessage
from frontdoor.core.policy import Authority, BankHoliday, PolicyPeriod
from frontdoor.models.advice import AdviceCall
from frontdoor.models.agencies import Agency
from frontdoor.models.agency_learning import AgencyEvent, GroupAction, GroupAttendance, GroupMeeting
from frontdoor.models.agency_packs import AgencyPack, PackExample
from frontdoor.models.agency_requests import AgencyRequest
from frontdoor.models.attachments import Attachment, DraftFile
from frontdoor.models.authority_texts import AuthorityText
from frontdoor.models.check_replies import CheckChaser, CheckReply, ReplyStatement
from frontdoor.models.checks import AgencyCheck
from frontdoor.models.consent import ConsentAgency, ConsentEvent
from frontdoor.models.contact_reviews import ContactReview, ReviewDraw, ReviewTurn, SampledContact
from frontdoor.models.contacts import Contact, ContactChild
from frontdoor.models.corrections import ReceivedCorrection
from frontdoor.models.decisions import ChildOutcome, Decision
from frontdoor.models.documents import Document, DocumentVersion
from frontdoor.models.evidence import DecisionCompletion, DecisionFact, HistoryRead, OutcomeIndicator
from frontdoor.models.exports import Export
from frontdoor.models.feedback import Acknowledgement, FeedbackChallenge, ReferrerFeedback
from frontdoor.models.hand_over import HandOver
from frontdoor.models.households import Address, AddressGrant, Household, HouseholdMember
from frontdoor.models.identity import Birth, IdentityLink, MovedRow, PersonMerge
from frontdoor.models.matters import ConsentMatter
from frontdoor.models.override_grounds import OverrideOrder, OverrideStrategy
from frontdoor.models.overrides import ConsentOverride, OverrideAgency, OverrideChild
from frontdoor.models.partner_clients import ApiToken, PartnerClient
from frontdoor.models.partners import PartnerReferral, ToldPerson
from frontdoor.models.people import AccessGrant, ConflictOfInterest, Person
from frontdoor.models.referrals import Referral
from frontdoor.models.relationships import Relationship, Tie
from frontdoor.models.remedies import OverrideRemedy
from frontdoor.models.restrictions import Restriction
from frontdoor.models.returns import ContactReturn, ReturnAnswer
from frontdoor.models.risk import RiskFlag
from frontdoor.models.search_alerts import SearchAlert
from frontdoor.models.sharing import SharingRefusal
from frontdoor.models.similar import OutcomeKey
from frontdoor.models.stops import CheckStop
from frontdoor.models.telling import FamilyTelling
from frontdoor.models.threshold import ThresholdIndicator, ThresholdLevel, ThresholdScheme

__all__ = [
    "AdviceCall",
    "Acknowledgement",
    "AuthorityText",
    "FeedbackChallenge",
    "AccessGrant",
    "Address",
    "AddressGrant",
    "Agency",
    "AgencyCheck",
    "AgencyEvent",
    "AgencyPack",
    "ApiToken",
    "Attachment",
    "AgencyRequest",
    "Authority",
    "BankHoliday",
    "CheckChaser",
    "CheckReply",
    "CheckStop",
    "Birth",
    "ChildOutcome",
    "ConflictOfInterest",
    "ConsentAgency",
    "ConsentEvent",
    "ConsentMatter",
    "ConsentOverride",
    "Contact",
    "ContactChild",
    "ContactReturn",
    "ContactReview",
    "Decision",
    "DecisionCompletion",
    "DecisionFact",
    "Draft",
    "GroupAction",
    "GroupAttendance",
    "GroupMeeting",
    "Document",
    "DocumentVersion",
    "DraftFile",
    "Export",
    "HandOver",
    "FamilyTelling",
    "HeldSubmission",
    "Household",
    "HouseholdMember",
    "HistoryRead",
    "IdentityLink",
    "JobRun",
    "LedgerEvent",
    "MovedRow",
    "OutboxEffect",
    "OutboxMessage",
    "OutcomeIndicator",
    "OutcomeKey",
    "OverrideAgency",
    "OverrideChild",
    "PackExample",
    "PartnerClient",
    "PartnerReferral",
    "OverrideOrder",
    "OverrideRemedy",
    "OverrideStrategy",
    "Person",
    "PersonMerge",
    "PolicyPeriod",
    "Referral",
    "ReceivedCorrection",
    "ReferrerFeedback",
    "Relationship",
    "Restriction",
    "ReturnAnswer",
    "ReviewDraw",
    "ReviewTurn",
    "SampledContact",
    "ReplyStatement",
    "RiskFlag",
    "SearchAlert",
    "SharingRefusal",
    "SubmittedForm",
    "ThresholdIndicator",
    "ThresholdLevel",
    "ThresholdScheme",
    "ToldPerson",
    "Tie",
]
