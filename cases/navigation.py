"""Where the cases stand in the main navigation."""

from cases.permissions import VIEW_CASES
from frontdoor.core.navigation import NavigationItem, register

register(
    NavigationItem(
        label="Cases",
        url_name="case_list",
        permission=VIEW_CASES,
        order=30,
        section=("cases", "people", "assessments", "visits", "notes"),
    )
)
