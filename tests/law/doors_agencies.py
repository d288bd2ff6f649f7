"""Who may open the pages about agencies and reviews of referrals."""

from tests.law.door import AUDITOR, LEADER, MANAGERS, READERS, page, record

REVIEWERS = MANAGERS | {AUDITOR}
LEARNERS = MANAGERS | {LEADER}

DOORS = {
    "review_list": page(REVIEWERS),
    "review_next": page(REVIEWERS).post_only(),
    "review_agreement": page(READERS),
    "contact_review": record("contact_id", REVIEWERS, 404),  # the contact of the law is undecided: nothing to review
    "agency_list": page(READERS),
    "agency": page(READERS),
    "agency_contacts": page(READERS),
    "agency_event_new": page(LEARNERS),
}
