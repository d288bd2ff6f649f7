"""Doors of the pages about lists that leave as a file."""

from tests.law.door import READERS, page

DOORS = {
    "exports": page(READERS),
    "export": page(
        READERS, 200, 404
    ),  # the request of somebody else; approvers see it (tests/frontdoor/test_taking_out.py)
}
