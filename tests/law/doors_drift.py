"""The doors of the drift watch and of late work."""

from tests.law.door import CASE_READERS, page

DOORS = {"drift_list": page(CASE_READERS), "late_list": page(CASE_READERS)}
