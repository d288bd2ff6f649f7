"""Doors of how the service looks at itself."""

from tests.law.door import AUDITOR, LEADER, MANAGERS, SERVICE, page, record

LOOKING = frozenset({AUDITOR, LEADER, SERVICE})
LEADING = frozenset({LEADER, SERVICE})

RUNNING = LEADING | MANAGERS

DOORS = {
    "answers": page(LEADING),
    "practice": page(LEADING),
    "practice_listed": page(LEADING),
    "pace": page(LEADING),
    "pace_listed": page(LEADING),
    "proportion": page(LEADING),
    "proportion_listed": page(LEADING),
    "demand": page(RUNNING),
    "demand_listed": page(RUNNING),
    "dispensation": page(LOOKING),
    "dispensed": page(LOOKING),
    "findings": page(LOOKING),
    "finding_new": page(LEADING),
    "finding": page(LOOKING),
    "finding_owner": page(LEADING),
    "finding_measure": page(LEADING),
    "finding_again": page(LEADING),
    "finding_close": page(LEADING),
    "look_backs": page(LOOKING),
    "look_back_names": page(MANAGERS),
    "look_back_new": page(LEADING),
    "look_back": page(LOOKING),
    "look_back_close": page(LEADING).post_only(),
    "look_back_hand_on": page(LEADING),
    "look_back_contact": record("contact_id", LOOKING),
}
