"""Who may close a case."""

from tests.law.door import MANAGERS, record

DOORS = {"case_close": record("referral_id", MANAGERS)}
