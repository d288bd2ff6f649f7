"""Doors of the documents on a child's record."""

from tests.law.door import FRONT_DOOR, READERS, record

DOORS = {
    "documents": record("person_id", READERS),
    "document_new": record("person_id", FRONT_DOOR),
    "document": record("document_id", READERS),
    "document_replace": record("document_id", FRONT_DOOR),
    "document_file": record("document_id", READERS),
}
