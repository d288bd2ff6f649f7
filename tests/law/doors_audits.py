"""Doors of how the service looks at itself."""

from tests.law.door import AUDITOR, LEADER, SERVICE, page

LOOKING = frozenset({AUDITOR, LEADER, SERVICE})

DOORS = {
    "dispensation": page(LOOKING),
    "dispensed": page(LOOKING),
}
