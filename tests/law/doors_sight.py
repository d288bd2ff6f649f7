"""Doors of the pages about who sees a record and who searched for what."""

from dataclasses import replace

from tests.law.door import MANAGERS, READERS, SERVICE, page, record

DOORS = {
    "person_sight": record("person_id", MANAGERS),
    "person_restrict": record("person_id", MANAGERS),
    "person_lift": record("person_id", MANAGERS),
    "person_name": record("person_id", MANAGERS),
    "person_name_end": record("person_id", MANAGERS),
    # A tie is declared before a record is opened: whoever the record is not hidden from may do it.
    "person_tie": replace(record("person_id", READERS), stranger=frozenset({200, 422})),
    "restricted_records": page(frozenset({SERVICE})),
    "restricted_name": page(frozenset({SERVICE})),
    "search_alerts": page(MANAGERS),
    "search_alert": page(MANAGERS, 200, 404),
}
