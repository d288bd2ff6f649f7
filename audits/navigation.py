"""Where the leaders' page and the audits stand in the main navigation."""

from audits.permissions import VIEW_DISPENSATION, VIEW_LEADERS_BOARD
from frontdoor.core.navigation import NavigationItem, register

register(
    NavigationItem(
        label="Audits",
        url_name="dispensation",
        permission=VIEW_DISPENSATION,
        order=47,
        section="audits",
        first="Consent dispensed with",
    )
)
register(
    NavigationItem(label="Leaders", url_name="leaders", permission=VIEW_LEADERS_BOARD, order=50, section="leaders")
)
