"""Doors of visits, case notes."""

from tests.law.door import CASE_READERS, FRONT_DOOR, PRACTITIONERS, page, record

DOORS = {
    "seen_list": page(CASE_READERS),
    "visit_new": record("person_id", PRACTITIONERS),
    "visit": record("record_id", CASE_READERS),
    "visit_correct": record("record_id", FRONT_DOOR),
    "note_new": record("person_id", FRONT_DOOR),
    "note": record("note_id", CASE_READERS),
    "note_correct": record("note_id", FRONT_DOOR),
}
