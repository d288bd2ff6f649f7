"""Who may close a case, and read how it closed."""

from tests.law.door import CASE_READERS, MANAGERS, record

DOORS = {
    "case_close": record("referral_id", MANAGERS),
    "case_closure": record("referral_id", CASE_READERS, 404),  # the case of the law is open
    "case_closure_paper": record("referral_id", CASE_READERS, 404),
}
