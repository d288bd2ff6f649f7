"""Doors of what referrers are told, and of what they challenge."""

from tests.law.door import ADMINISTRATORS, FRONT_DOOR, READERS, page, record

# The contact of the law is undecided and came without an acknowledgement: nothing is owed on it.
DOORS = {
    "feedback_owed": page(READERS),
    "acknowledgements_owed": page(READERS),
    "contact_feedback": record("contact_id", FRONT_DOOR, 404),
    "contact_letter": record("contact_id", FRONT_DOOR, 404),
    "contact_acknowledge": record("contact_id", FRONT_DOOR, 404),
    "contact_challenge": record("contact_id", FRONT_DOOR, 404),
    "challenges_owed": page(READERS),
    "challenge": record("challenge_id", READERS),
    "admin_texts": page(ADMINISTRATORS),
    "admin_text": page(ADMINISTRATORS, 404),  # 1 is no text
}
