"""The doors of a child's family and homes."""

from tests.law.door import FRONT_DOOR, MANAGERS, READERS, record

DOORS = {
    "family": record("person_id", READERS),
    "family_adult": record("person_id", FRONT_DOOR),
    "family_sibling": record("person_id", FRONT_DOOR),
    "family_tie": record("person_id", FRONT_DOOR),
    "family_adult_change": record("person_id", FRONT_DOOR),
    "family_tie_change": record("person_id", FRONT_DOOR),
    "person_details": record("person_id", FRONT_DOOR),
    "home_new": record("person_id", FRONT_DOOR),
    "home_join": record("person_id", FRONT_DOOR),
    "home_move": record("person_id", FRONT_DOOR),
    "home_leave": record("person_id", FRONT_DOOR),
    "address_protect": record("person_id", MANAGERS),
    "address_name": record("person_id", MANAGERS),
    "address_reveal": record("person_id", READERS).post_only(),
}
