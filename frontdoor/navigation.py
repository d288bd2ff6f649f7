"""Where the front door stands in the main navigation."""

from frontdoor.core.navigation import NavigationItem, register, register_search
from frontdoor.permissions import (
    RECORD_CONTACT,
    REFER,
    SEARCH_PEOPLE,
    SEE_MY_WORK,
    VIEW_AGENCIES,
    VIEW_CONTACTS,
)

register_search(url_name="people_search", permission=SEARCH_PEOPLE)
register(NavigationItem(label="My work", url_name="my_work", permission=SEE_MY_WORK, order=10))
register(NavigationItem(label="Record a contact", url_name="contact_start", permission=RECORD_CONTACT, order=15))
register(
    NavigationItem(
        label="Front door",
        url_name="triage_queue",
        permission=VIEW_CONTACTS,
        order=20,
        section=("contacts", "overrides", "checks", "advice", "hand-over"),
    )
)
register(
    NavigationItem(
        label="Agencies", url_name="agency_list", permission=VIEW_AGENCIES, order=45, section=("agencies", "reviews")
    )
)
for place, (label, url_name) in enumerate(
    (
        ("Refer a child", "partner_start"),
        ("My referrals", "partner_referrals"),
        ("Levels of need", "partner_threshold"),
        ("Advice", "partner_advice"),
    )
):
    register(NavigationItem(label=label, url_name=url_name, permission=REFER, order=place))
