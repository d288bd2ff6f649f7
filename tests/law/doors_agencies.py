"""Who may open the pages about agencies and reviews of referrals."""

from tests.law.door import AUDITOR, LEADER, MANAGERS, READERS, SERVICE, page, record

REVIEWERS = MANAGERS | {AUDITOR}
LEARNERS = MANAGERS | {LEADER}
GROUP = frozenset({SERVICE, LEADER})

DOORS = {
    "review_list": page(REVIEWERS),
    "review_next": page(REVIEWERS).post_only(),
    "review_agreement": page(READERS),
    "contact_review": record("contact_id", REVIEWERS, 404),  # the contact of the law is undecided: nothing to review
    "agency_list": page(READERS),
    "agency": page(READERS),
    "agency_contacts": page(READERS),
    "agency_event_new": page(LEARNERS),
    "pack_begin": page(REVIEWERS),
    "pack": page(READERS),
    "pack_example": page(REVIEWERS),
    "pack_issue": page(MANAGERS).post_only(),
    "pack_file": page(MANAGERS, 404),  # the pack of the law is not issued
    "pack_example_confirm": page(REVIEWERS),
    "group": page(READERS),
    "group_meeting_new": page(GROUP),
    "group_meeting": page(READERS),
    "group_action_new": page(GROUP),
    "group_actions": page(READERS),
    "group_action": page(READERS),
}
