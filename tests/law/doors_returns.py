"""Who may return a contact to its referrer, and write down what they answer (partners: see doors_partners.py)."""

from tests.law.door import FRONT_DOOR, MANAGERS, record

DOORS = {
    "contact_return": record("contact_id", MANAGERS),
    "contact_return_answer": record("contact_id", FRONT_DOOR, 404),  # the contact of the law was not returned
}
