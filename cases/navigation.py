"""Where the cases stand in the main navigation."""

from cases.models import Conference, CoreGroup, FamilyAssessment, PlanDocument, StrategyMeeting
from cases.permissions import VIEW_CASES
from frontdoor import references
from frontdoor.core.navigation import NavigationItem, register

register(
    NavigationItem(
        label="Cases",
        url_name="case_list",
        permission=VIEW_CASES,
        order=30,
        section=(
            "cases",
            "people",
            "assessments",
            "strategy",
            "meetings",
            "enquiries",
            "conferences",
            "protection",
            "plans",
            "emergency",
            "follow-ups",
            "examples",
            "visits",
            "notes",
            "documents",
        ),
        first="Open cases",
    )
)
register(
    NavigationItem(
        label="Strategy meetings", url_name="strategy_list", permission=VIEW_CASES, order=10, under="case_list"
    )
)
register(
    NavigationItem(
        label="Section 47 enquiries", url_name="enquiry_list", permission=VIEW_CASES, order=15, under="case_list"
    )
)
register(
    NavigationItem(
        label="Missing and private fostering",
        url_name="follow_up_list",
        permission=VIEW_CASES,
        order=16,
        under="case_list",
    )
)
register(NavigationItem(label="Late work", url_name="late_list", permission=VIEW_CASES, order=4, under="case_list"))
register(NavigationItem(label="Drift watch", url_name="drift_list", permission=VIEW_CASES, order=5, under="case_list"))
register(
    NavigationItem(label="Conferences", url_name="conference_list", permission=VIEW_CASES, order=17, under="case_list")
)
register(
    NavigationItem(
        label="Who comes to meetings",
        url_name="meeting_attendance",
        permission=VIEW_CASES,
        order=20,
        under="case_list",
    )
)
register(NavigationItem(label="Plans", url_name="plan_list", permission=VIEW_CASES, order=17, under="case_list"))
register(
    NavigationItem(
        label="Actions of plans", url_name="plan_actions", permission=VIEW_CASES, order=18, under="case_list"
    )
)
register(
    NavigationItem(label="Good examples", url_name="exemplar_list", permission=VIEW_CASES, order=25, under="case_list")
)
references.register("L", PlanDocument, "plan")
references.register("S", StrategyMeeting, "strategy")
references.register("F", FamilyAssessment, "family_assessment")
references.register("K", Conference, "conference")
references.register("G", CoreGroup, "core_group")
