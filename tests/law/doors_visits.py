"""Doors of visits, case notes and the chronology."""

from tests.law.door import CASE_READERS, FRONT_DOOR, PRACTITIONERS, READERS, page, record

DOORS = {
    "chronology": record("person_id", READERS),
    "chronology_mark": record("person_id", PRACTITIONERS, 404),  # no entry of the story is named
    "chronology_print": record("person_id", PRACTITIONERS),
    "seen_list": page(CASE_READERS),
    "seen_without_case": page(CASE_READERS),
    "visit_new": record("person_id", PRACTITIONERS),
    "visit": record("record_id", CASE_READERS),
    "visit_paper": record("record_id", CASE_READERS),
    "visit_correct": record("record_id", FRONT_DOOR),
    "note_new": record("person_id", FRONT_DOOR),
    "note": record("note_id", CASE_READERS),
    "note_paper": record("note_id", CASE_READERS),
    "note_correct": record("note_id", FRONT_DOOR),
}
