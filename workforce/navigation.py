"""Where the workforce stands in the main navigation."""

from frontdoor.core.navigation import NavigationItem, register
from workforce.permissions import MANAGE_WORKERS, VIEW_OWN_TEAM

register(
    NavigationItem(
        label="Workforce",
        url_name="team_list",
        permission=VIEW_OWN_TEAM,
        order=40,
        section=("teams", "workers", "caseloads"),
    )
)
register(
    NavigationItem(
        label="Administration",
        url_name="administration",
        permission=MANAGE_WORKERS,
        order=90,
        section="administration",
    )
)
