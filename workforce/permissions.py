"""What can be seen and done about the people who do the work, by whom."""

from frontdoor.core.permissions import permission
from frontdoor.core.roles import (
    AUDITOR,
    CALL_HANDLER,
    PRACTICE_MANAGER,
    SENIOR_LEADER,
    SERVICE_MANAGER,
    SOCIAL_WORKER,
    SYSTEM_ADMINISTRATOR,
)

SIGNED_BY_ADMINISTRATORS = (
    "A system administrator proposes a role and another one approves it, each in person and never for themselves."
)

VIEW_OWN_TEAM = permission(
    "workforce.own_team",
    "see a team's page",
    (CALL_HANDLER, SOCIAL_WORKER, PRACTICE_MANAGER, SERVICE_MANAGER, AUDITOR, SENIOR_LEADER),
)
VIEW_ALL_TEAMS = permission("workforce.all_teams", "see every team", (SERVICE_MANAGER, SENIOR_LEADER))
MANAGE_WORKERS = permission("workforce.manage", "change workers and teams", (SYSTEM_ADMINISTRATOR,))
GRANT_ROLES = permission(
    "workforce.grant", "propose and approve roles", (SYSTEM_ADMINISTRATOR,), without=SIGNED_BY_ADMINISTRATORS
)
