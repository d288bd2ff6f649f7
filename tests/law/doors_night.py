"""Doors of the advice line and of the night's hand-over."""

from tests.law.door import FRONT_DOOR, PRACTITIONERS, READERS, page, record

DOORS = {
    "advice_list": page(READERS),
    "advice_log": page(FRONT_DOOR),
    "hand_over": page(READERS),
    "hand_over_write": record("contact_id", FRONT_DOOR),
    "hand_over_take": record("contact_id", PRACTITIONERS).post_only(),
}
