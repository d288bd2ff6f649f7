"""Where the front door stands in the main navigation."""

from frontdoor.core.navigation import NavigationItem, register, register_search
from frontdoor.permissions import RECORD_CONTACT, SEARCH_PEOPLE, VIEW_AGENCIES, VIEW_CONTACTS

register_search(url_name="people_search", permission=SEARCH_PEOPLE)
register(NavigationItem(label="My work", url_name="my_work", permission=None, order=10))
register(NavigationItem(label="Record a contact", url_name="contact_start", permission=RECORD_CONTACT, order=15))
register(
    NavigationItem(
        label="Front door",
        url_name="triage_queue",
        permission=VIEW_CONTACTS,
        order=20,
        section=("contacts", "overrides"),
    )
)
register(
    NavigationItem(
        label="Agencies", url_name="agency_list", permission=VIEW_AGENCIES, order=45, section=("agencies", "reviews")
    )
)
