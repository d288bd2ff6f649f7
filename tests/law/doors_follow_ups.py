"""Doors of return home interviews and private fostering visits."""

from tests.law.door import CASE_READERS, MANAGERS, PRACTITIONERS, page, record

DOORS = {
    "follow_up_list": page(CASE_READERS),
    "follow_ups": record("person_id", PRACTITIONERS),
    "follow_up_hold": record("follow_up_id", PRACTITIONERS),
    "follow_up_call_off": record("follow_up_id", MANAGERS),
    "follow_up_paper": record("follow_up_id", CASE_READERS),
}
