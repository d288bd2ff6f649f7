"""The doors of what follows a consent: answers, reviews, remedies, families to tell, what was not shared."""

from dataclasses import replace

from tests.law.door import DECIDER, MANAGERS, PRACTITIONERS, READERS, SEE_EVERYTHING, page, record

WITH_DECIDERS = SEE_EVERYTHING | {DECIDER}
"""A request for an override shows its children to whoever decides on consent."""

DOORS = {
    "consent_positions": record("contact_id", READERS),
    "consent_section_47": record("contact_id", PRACTITIONERS),
    "consent_court_order": record("contact_id", PRACTITIONERS),
    "sharing_refused": record("contact_id", PRACTITIONERS),
    "consent_matters": page(MANAGERS),
    "consent_matter": record("matter_id", READERS),
    "override_reviews": page(MANAGERS),
    "override_review": replace(record("override_id", MANAGERS), everything=WITH_DECIDERS),
    "override_remedies": page(PRACTITIONERS),
    "override_remedy": record("remedy_id", PRACTITIONERS),
    "families_to_tell": page(PRACTITIONERS),
    "family_telling": record("telling_id", PRACTITIONERS),
}
