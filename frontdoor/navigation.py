"""Where the front door stands in the main navigation."""

from frontdoor.core.navigation import NavigationItem, register
from frontdoor.permissions import VIEW_CONTACTS

register(
    NavigationItem(
        label="Front door",
        url_name="triage_queue",
        permission=VIEW_CONTACTS,
        order=20,
        section=("contacts", "overrides"),
    )
)
register(NavigationItem(label="My work", url_name="my_work", permission=None, order=10))
