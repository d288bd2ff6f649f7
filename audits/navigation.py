"""Where the leaders' page stands in the main navigation."""

from audits.permissions import VIEW_LEADERS_BOARD
from frontdoor.core.navigation import NavigationItem, register

register(
    NavigationItem(label="Leaders", url_name="leaders", permission=VIEW_LEADERS_BOARD, order=50, section="leaders")
)
