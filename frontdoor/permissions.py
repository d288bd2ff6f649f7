"""What can be done at the front door, by whom."""

from typing import Any

from frontdoor.core.permissions import Allowed, Answer, Denied, permission
from frontdoor.core.roles import (
    AUDITOR,
    CALL_HANDLER,
    CONSENT_DECIDER,
    PARTNER_REFERRER,
    PRACTICE_MANAGER,
    ROLES,
    SENIOR_LEADER,
    SERVICE_MANAGER,
    SOCIAL_WORKER,
    SYSTEM_ADMINISTRATOR,
)
from frontdoor.models import (
    ConsentMatter,
    ConsentOverride,
    Contact,
    Export,
    FeedbackChallenge,
    GroupAction,
    OverrideRemedy,
    PersonMerge,
    contact_rules,
    identity,
    matters,
    override_rules,
    search_alerts,
    sight_rules,
)
from frontdoor.models.agency_learning import CHECKED_BY_ANOTHER
from frontdoor.models.contact_reviews import RECORDER_REVIEWS, REVIEWERS
from frontdoor.models.exports import APPROVERS, NOT_AN_APPROVER
from frontdoor.models.exports import NOT_YOUR_OWN as LIST_OF_YOUR_OWN
from frontdoor.models.feedback import ANOTHER_MANAGER
from frontdoor.models.protection_rules import NOT_A_PROTECTOR
from frontdoor.models.remedies import VERIFIED_BY_ANOTHER, VERIFIED_BY_NO_PARTY

PRACTITIONERS = (SOCIAL_WORKER, PRACTICE_MANAGER, SERVICE_MANAGER)
FRONT_DOOR_STAFF = (CALL_HANDLER, *PRACTITIONERS)
READERS = (*FRONT_DOOR_STAFF, AUDITOR, SENIOR_LEADER)


def _registered(worker: Any, _: Any) -> Answer:
    if worker.registration_number:
        return Allowed()
    return Denied(f"{contact_rules.NOT_A_TRIAGER} Your Social Work England number is missing.")


def _signs_for_another(worker: Any, override: ConsentOverride) -> Answer:
    if not worker.registration_number:
        return Denied(override_rules.NOT_REGISTERED)
    if override.requested_by_id == worker.pk:
        return Denied(override_rules.NOT_YOUR_OWN)
    return Denied(override_rules.AFTER_A_NO) if override.was_turned_down_with(worker) else Allowed()


def _not_the_recorder(worker: Any, contact: Contact) -> Answer:
    return Denied(RECORDER_REVIEWS) if contact.recorded_by_id == worker.pk else Allowed()


def _owner_or_lead(worker: Any, action: GroupAction) -> Answer:
    if action.owner_id == worker.pk or worker.roles & LEAD_GROUP.roles:
        return Allowed()
    return Denied("Only the owner of an action, or who leads the group, can report it done.")


def _neither_owner_nor_doer(worker: Any, action: GroupAction) -> Answer:
    return Denied(CHECKED_BY_ANOTHER) if worker.pk in {action.owner_id, action.done_by_id} else Allowed()


def _not_the_decider(worker: Any, challenge: FeedbackChallenge) -> Answer:
    return Denied(ANOTHER_MANAGER) if challenge.feedback.contact.decided_by_id == worker.pk else Allowed()


def _a_third(worker: Any, override: ConsentOverride) -> Answer:
    if worker.pk in {override.requested_by_id, override.decided_by_id}:
        return Denied(override_rules.NOT_A_THIRD)
    return Denied(override_rules.STARTED_IT) if worker.pk == override.started_by else Allowed()


def _not_who_wrote_it(worker: Any, matter: ConsentMatter) -> Answer:
    return (
        Denied(matters.NOT_THE_RECORDER)
        if worker.pk in {matter.opened_by_id, matter.refusal.recorded_by_id}
        else Allowed()
    )


def _has_not_put_it_right(worker: Any, remedy: OverrideRemedy) -> Answer:
    if worker.pk in {remedy.owner_id, remedy.done_by_id}:
        return Denied(VERIFIED_BY_ANOTHER)
    parties = {remedy.override.requested_by_id, remedy.override.decided_by_id}
    return Denied(VERIFIED_BY_NO_PARTY) if worker.pk in parties else Allowed()


def _not_the_proposer(worker: Any, merge: PersonMerge) -> Answer:
    return Denied(identity.NOT_YOUR_OWN) if merge.proposed_by_id == worker.pk else Allowed()


def _not_who_asks(worker: Any, export: Export) -> Answer:
    return Denied(LIST_OF_YOUR_OWN) if export.requested_by_id == worker.pk else Allowed()


SEARCH_PEOPLE = permission("people.search", "search for people", READERS)
VIEW_PERSON = permission("people.view", "open a child's record", READERS)
FILE_DOCUMENT = permission("documents.file", "file a document", FRONT_DOOR_STAFF)
ASK_FOR_RECORD = permission("people.ask", "ask to see a record", FRONT_DOOR_STAFF)
EDIT_FAMILY = permission("people.edit", "change who belongs to a family", FRONT_DOOR_STAFF)
PROTECT_ADDRESS = permission(
    "addresses.protect", "protect an address", (PRACTICE_MANAGER, SERVICE_MANAGER), without=NOT_A_PROTECTOR
)
SAY_WHO_SEES = permission(
    "people.sight", "say who can see a record", (PRACTICE_MANAGER, SERVICE_MANAGER), without=sight_rules.NOT_A_MANAGER
)
DECLARE_TIE = permission("people.tie", "declare a tie to a family", READERS)
NAME_UNSEEN = permission("people.name_unseen", "name who looks after a restricted record", (SERVICE_MANAGER,))
LOOK_INTO_SEARCHES = permission(
    "searches.look_into",
    "look into how records are used",
    (PRACTICE_MANAGER, SERVICE_MANAGER),
    without=search_alerts.NOT_A_MANAGER,
)
TAKE_LISTS_OUT = permission("exports.take", "take a list of people out", READERS)
APPROVE_EXPORTS = permission(
    "exports.approve", "approve that a list is taken out", APPROVERS, _not_who_asks, without=NOT_AN_APPROVER
)
RECORD_BIRTH = permission("people.birth", "record that a child was born", FRONT_DOOR_STAFF)
PROPOSE_MERGE = permission("identity.propose", "say whether two records are one person", PRACTITIONERS)
DECIDE_MERGE = permission(
    "identity.decide",
    "decide that two records are joined",
    (PRACTICE_MANAGER, SERVICE_MANAGER),
    _not_the_proposer,
    without=identity.NOT_A_MERGER,
)
VIEW_CONTACTS = permission("contacts.view", "see contacts", READERS)
REFER = permission("partners.refer", "use the pages for partner agencies", (PARTNER_REFERRER,))
STAFF = tuple(role for role in ROLES.values() if role != PARTNER_REFERRER)
SEE_MY_WORK = permission("work.own", "see what waits for you", STAFF)
SETTLE_CHILDREN = permission("contacts.settle", "say who a child on a contact is", FRONT_DOOR_STAFF)
CALL_BACK = permission("contacts.call_back", "record that a referrer was rung", FRONT_DOOR_STAFF)
LOG_ADVICE = permission("advice.log", "log an advice call", FRONT_DOOR_STAFF)
VIEW_ADVICE = permission("advice.view", "see advice calls", READERS)
HAND_OVER = permission("contacts.hand_over", "hand a contact over to the day team", FRONT_DOOR_STAFF)
TAKE_HAND_OVER = permission("contacts.take_hand_over", "take on what the night hands over", PRACTITIONERS)
RECORD_CONTACT = permission("contacts.record", "record a contact", FRONT_DOOR_STAFF)
TRIAGE_CONTACT = permission(
    "contacts.triage", "set how urgent a contact is", PRACTITIONERS, _registered, without=contact_rules.NOT_A_TRIAGER
)
DECIDE_CONTACT = permission(
    "contacts.decide", "decide a contact", (PRACTICE_MANAGER, SERVICE_MANAGER), without=contact_rules.NOT_A_DECIDER
)
CORRECT_RECEIVED = permission(
    "contacts.correct_received", "correct when a contact was received", (PRACTICE_MANAGER, SERVICE_MANAGER)
)
GIVE_FEEDBACK = permission("contacts.feedback", "tell the referrer what was decided", FRONT_DOOR_STAFF)
ANSWER_CHALLENGE = permission(
    "contacts.challenge", "answer a referrer's challenge", (PRACTICE_MANAGER, SERVICE_MANAGER), _not_the_decider
)
RECORD_CONSENT = permission("consent.record", "record consent", FRONT_DOOR_STAFF)
REQUEST_OVERRIDE = permission("consent.request_override", "ask for consent to be overridden", PRACTITIONERS)
DECIDE_OVERRIDE = permission(
    "consent.decide_override",
    "decide that agencies are asked without consent",
    (CONSENT_DECIDER,),
    _signs_for_another,
    without=override_rules.NOT_A_DECIDER,
)
REVIEW_OVERRIDE = permission(
    "consent.review_override",
    "review a decision to ask without consent",
    (PRACTICE_MANAGER, SERVICE_MANAGER),
    _a_third,
    without=override_rules.NOT_A_REVIEWER,
)
DECIDE_MATTER = permission(
    "consent.decide_matter",
    "decide what an answer about consent opened",
    (PRACTICE_MANAGER, SERVICE_MANAGER),
    _not_who_wrote_it,
    without=matters.NOT_A_MANAGER,
)
PUT_RIGHT = permission("consent.put_right", "put right what a review found", PRACTITIONERS)
VERIFY_REMEDY = permission(
    "consent.verify_remedy",
    "check that it was put right",
    (PRACTICE_MANAGER, SERVICE_MANAGER),
    _has_not_put_it_right,
)
TELL_FAMILY = permission("consent.tell_family", "record that a family was told", PRACTITIONERS)
REFUSE_SHARING = permission("sharing.refuse", "refuse to share what an agency asks for", PRACTITIONERS)
REQUEST_CHECK = permission("checks.request", "ask an agency for information", PRACTITIONERS)
RECORD_REPLY = permission("checks.reply", "record an agency's reply", FRONT_DOOR_STAFF)
REVIEW_REFERRALS = permission("reviews.give", "judge whether a referral was appropriate", REVIEWERS, _not_the_recorder)
VIEW_AGENCIES = permission("agencies.view", "see how agencies refer", READERS)
LEARN_WITH_AGENCIES = permission(
    "agencies.learn", "record what was done with an agency", (PRACTICE_MANAGER, SERVICE_MANAGER, SENIOR_LEADER)
)
PREPARE_PACKS = permission("packs.prepare", "prepare an agency's pack", REVIEWERS)
ISSUE_PACKS = permission("packs.issue", "issue an agency's pack", (PRACTICE_MANAGER, SERVICE_MANAGER))
LEAD_GROUP = permission("group.lead", "call and minute the group's meetings", (SERVICE_MANAGER, SENIOR_LEADER))
FINISH_GROUP_ACTION = permission("group.finish", "report an action done", READERS, _owner_or_lead)
CHECK_GROUP_ACTION = permission("group.check", "check an action", (*REVIEWERS, SENIOR_LEADER), _neither_owner_nor_doer)
MANAGE_AGENCIES = permission("agencies.manage", "change the list of agencies", (SYSTEM_ADMINISTRATOR,))
MANAGE_POLICY = permission("policy.manage", "change clocks, limits and bank holidays", (SYSTEM_ADMINISTRATOR,))
MANAGE_THRESHOLD = permission("threshold.manage", "change the levels of need", (SYSTEM_ADMINISTRATOR,))
MANAGE_AUTHORITY = permission("authority.manage", "change the authority's settings", (SYSTEM_ADMINISTRATOR,))
