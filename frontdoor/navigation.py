"""Where the front door stands in the main navigation."""

from frontdoor.core.navigation import NavigationItem, register

register(NavigationItem(label="My work", url_name="my_work", permission=None, order=10))
