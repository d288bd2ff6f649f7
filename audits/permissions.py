"""What leaders and auditors see, and who brings data in."""

from audits.models.finding_rules import KEEPERS, READERS
from audits.models.imports import BY_AN_ADMINISTRATOR
from audits.models.look_backs import LOOKERS
from frontdoor.core.permissions import permission
from frontdoor.core.roles import AUDITOR, PRACTICE_MANAGER, SENIOR_LEADER, SERVICE_MANAGER, SYSTEM_ADMINISTRATOR

VIEW_LEADERS_BOARD = permission("leaders.view", "see the leaders' board", (SENIOR_LEADER, SERVICE_MANAGER))
VIEW_DEMAND = permission(
    "demand.view", "see the front door's demand and capacity", (PRACTICE_MANAGER, SERVICE_MANAGER, SENIOR_LEADER)
)
VIEW_DISPENSATION = permission(
    "dispensation.view", "see how often consent is dispensed with", (SENIOR_LEADER, SERVICE_MANAGER, AUDITOR)
)
START_LOOK_BACK = permission("look_backs.start", "start a look-back", (SENIOR_LEADER, SERVICE_MANAGER))
WORK_LOOK_BACK = permission("look_backs.work", "look back at past contacts", LOOKERS)
IMPORT_DATA = permission(
    "imports.run", "bring in an inspection workbook", (SYSTEM_ADMINISTRATOR,), without=BY_AN_ADMINISTRATOR
)
VIEW_FINDINGS = permission("findings.view", "see what inspections found", READERS)
KEEP_FINDINGS = permission("findings.keep", "keep the register of what inspections found", KEEPERS)
