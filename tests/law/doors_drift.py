"""The door of the drift watch."""

from tests.law.door import CASE_READERS, page

DOORS = {"drift_list": page(CASE_READERS)}
