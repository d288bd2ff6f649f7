"""Where the workforce stands in the main navigation."""

from frontdoor.core.navigation import NavigationItem, register
from workforce.permissions import VIEW_OWN_TEAM

register(
    NavigationItem(
        label="Workforce",
        url_name="team_list",
        permission=VIEW_OWN_TEAM,
        order=40,
        section=("teams", "workers", "caseloads"),
    )
)
