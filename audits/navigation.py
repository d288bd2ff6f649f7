"""Where the leaders' page and the audits stand in the main navigation."""

from audits.permissions import VIEW_DEMAND, VIEW_DISPENSATION, VIEW_FINDINGS, VIEW_LEADERS_BOARD, WORK_LOOK_BACK
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
    NavigationItem(
        label="Leaders",
        url_name="leaders",
        permission=VIEW_LEADERS_BOARD,
        order=50,
        section="leaders",
        first="The service today",
    )
)
register(
    NavigationItem(label="Look-backs", url_name="look_backs", permission=WORK_LOOK_BACK, order=1, under="dispensation")
)
register(
    NavigationItem(
        label="Demand and capacity", url_name="demand", permission=VIEW_DEMAND, order=20, under="triage_queue"
    )
)
register(
    NavigationItem(label="How we answer", url_name="answers", permission=VIEW_LEADERS_BOARD, order=1, under="leaders")
)
register(
    NavigationItem(
        label="How we work with children",
        url_name="practice",
        permission=VIEW_LEADERS_BOARD,
        order=2,
        under="leaders",
    )
)
register(
    NavigationItem(
        label="How long children wait", url_name="pace", permission=VIEW_LEADERS_BOARD, order=3, under="leaders"
    )
)
register(
    NavigationItem(
        label="Ended in no further action",
        url_name="proportion",
        permission=VIEW_LEADERS_BOARD,
        order=4,
        under="leaders",
    )
)
register(
    NavigationItem(
        label="Inspection findings", url_name="findings", permission=VIEW_FINDINGS, order=2, under="dispensation"
    )
)
