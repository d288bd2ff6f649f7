"""Doors of the pages about who a person is."""

from tests.law.door import FRONT_DOOR, PRACTITIONERS, page, record

DOORS = {
    "person_same": record("person_id", PRACTITIONERS),
    "person_pair": record("person_id", PRACTITIONERS),
    "person_birth": record("person_id", FRONT_DOOR),
    "merge_list": page(PRACTITIONERS),
    "identity_possible": page(PRACTITIONERS),
    "merge": record("merge_id", PRACTITIONERS),
}
