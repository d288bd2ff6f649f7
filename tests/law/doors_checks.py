"""Doors of requests to agencies."""

from tests.law.door import FRONT_DOOR, PRACTITIONERS, READERS, page, record

DOORS = {
    "check_list": page(READERS),
    "check_agencies": page(READERS),
    "check": record("request_id", READERS),
    "check_reply": record("request_id", FRONT_DOOR),
    "check_chase": record("request_id", FRONT_DOOR),
    "check_close": record("request_id", PRACTITIONERS),
    "check_owner": record("request_id", PRACTITIONERS),
}
