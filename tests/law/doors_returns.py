"""Who may return a contact to its referrer."""

from tests.law.door import MANAGERS, record

DOORS = {"contact_return": record("contact_id", MANAGERS)}
