"""Where the front door stands in the main navigation."""

from frontdoor import references
from frontdoor.core.navigation import NavigationItem, register, register_search
from frontdoor.models import AgencyRequest, Contact, Document, Person
from frontdoor.permissions import (
    DECIDE_MATTER,
    DECIDE_OVERRIDE,
    GIVE_FEEDBACK,
    LOOK_INTO_SEARCHES,
    NAME_UNSEEN,
    PROPOSE_MERGE,
    PUT_RIGHT,
    RECORD_CONTACT,
    REFER,
    REQUEST_OVERRIDE,
    REVIEW_OVERRIDE,
    SEARCH_PEOPLE,
    SEE_MY_WORK,
    TAKE_LISTS_OUT,
    TELL_FAMILY,
    VIEW_ADVICE,
    VIEW_AGENCIES,
    VIEW_CONTACTS,
)

register_search(url_name="people_search", permission=SEARCH_PEOPLE)
references.register("C", Contact, "contact")
references.register("Q", AgencyRequest, "check")
references.register("P", Person, "person")
references.register("D", Document, "document")
register(NavigationItem(label="My work", url_name="my_work", permission=SEE_MY_WORK, order=10))
register(NavigationItem(label="Record a contact", url_name="contact_start", permission=RECORD_CONTACT, order=15))
register(
    NavigationItem(
        label="Front door",
        url_name="triage_queue",
        permission=VIEW_CONTACTS,
        order=20,
        section=(
            "contacts",
            "overrides",
            "checks",
            "advice",
            "hand-over",
            "merges",
            "restricted",
            "searches",
            "exports",
        ),
        first="Contacts",
    )
)
for place, (label, url_name, permission) in enumerate(
    (
        ("Hand-over of the night", "hand_over", VIEW_CONTACTS),
        ("Requests to agencies", "check_list", VIEW_CONTACTS),
        ("Consent to decide", "override_queue", DECIDE_OVERRIDE),
        ("Answers to decide", "consent_matters", DECIDE_MATTER),
        ("Decisions to review", "override_reviews", REVIEW_OVERRIDE),
        ("To put right", "override_remedies", PUT_RIGHT),
        ("Families to tell", "families_to_tell", TELL_FAMILY),
        ("My consent requests", "override_mine", REQUEST_OVERRIDE),
        ("Referrers to tell", "feedback_owed", GIVE_FEEDBACK),
        ("Advice calls", "advice_list", VIEW_ADVICE),
        ("Records of one person", "merge_list", PROPOSE_MERGE),
        ("Restricted records", "restricted_records", NAME_UNSEEN),
        ("Use of records to look into", "search_alerts", LOOK_INTO_SEARCHES),
        ("Lists taken out", "exports", TAKE_LISTS_OUT),
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
