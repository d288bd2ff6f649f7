"""Who may correct when a contact was received."""

from tests.law.door import MANAGERS, record

DOORS = {"contact_correct_received": record("contact_id", MANAGERS)}
