"""Where the front door stands in the main navigation."""

from frontdoor.core.navigation import NavigationItem, register, register_search
from frontdoor.permissions import (
    DECIDE_OVERRIDE,
    GIVE_FEEDBACK,
    RECORD_CONTACT,
    REFER,
    REQUEST_OVERRIDE,
    SEARCH_PEOPLE,
    SEE_MY_WORK,
    VIEW_ADVICE,
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
        first="Contacts",
    )
)
for place, (label, url_name, permission) in enumerate(
    (
        ("Hand-over of the night", "hand_over", VIEW_CONTACTS),
        ("Requests to agencies", "check_list", VIEW_CONTACTS),
        ("Consent to decide", "override_queue", DECIDE_OVERRIDE),
        ("My consent requests", "override_mine", REQUEST_OVERRIDE),
        ("Referrers to tell", "feedback_owed", GIVE_FEEDBACK),
        ("Advice calls", "advice_list", VIEW_ADVICE),
    )
):
    register(NavigationItem(label=label, url_name=url_name, permission=permission, order=place, under="triage_queue"))
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
