"""Lines of the constraints law for what inspections found."""

from datetime import timedelta
from typing import Any

from tests.factories import workers
from tests.factories.findings import (
    EVIDENCE,
    FindingEventFactory,
    FindingWeekFactory,
    InspectionFindingFactory,
    closed,
    proved,
)
from tests.law.rule import TODAY, YESTERDAY, Rule, after, before, the, twice
from tests.words import says

FINDING = InspectionFindingFactory
CLOSING: dict[str, Any] = {
    "closed_on": TODAY,
    "closed_by": lambda _: workers.senior_leader(),
    "evidence": EVIDENCE,
    "times_closed": 1,
}
OPENING: dict[str, Any] = {
    "closed_on": None,
    "closed_by": None,
    "evidence": "",
    "again_on": TODAY,
    "again_by": lambda _: workers.senior_leader(),
}


def measured() -> Any:
    return FINDING(measured=True)


def proved_yesterday() -> Any:
    return proved(YESTERDAY)


def of_a_theme_found_before() -> Any:
    FINDING(opened_on=TODAY - timedelta(days=365), due_on=TODAY)
    return FINDING(differs="The earlier one was about the words.")


RULES: dict[str, Rule] = {
    "finding_says_what": Rule(FINDING, {"found": says(19) + " "}, on="insert"),
    "finding_names_its_source": Rule(FINDING, {"source": "x" * 4 + " "}, on="insert"),
    "finding_found_before_recorded": Rule(
        FINDING, {"found_on": after("opened_on", days=1), "differs": says(20)}, on="insert"
    ),
    "finding_l61_due_after_start": Rule(FINDING, {"due_on": before("opened_on", days=1)}),
    "finding_l61_end_after_start": Rule(proved_yesterday, {**CLOSING, "closed_on": YESTERDAY}, on="signed"),
    "finding_measured_whole": Rule(FINDING, {"indicator": "K02", "better": "at_least"}),
    "finding_again_by_somebody": Rule(FINDING, {"again_on": TODAY}, on="update"),
    "finding_closed_by_somebody": Rule(FINDING, {"closed_by": the("owner")}, on="update"),
    "finding_closed_with_evidence": Rule(proved, {**CLOSING, "evidence": says(39) + " "}, on="signed"),
    "finding_closed_by_another": Rule(proved, {**CLOSING, "closed_by": the("owner")}, on="signed"),
    "finding_closed_has_an_indicator": Rule(FINDING, CLOSING, on="signed"),
    "finding_closed_in_person": Rule(proved, CLOSING, on="update"),
    "finding_closed_when_proved": Rule(measured, CLOSING, on="signed"),
    "finding_counts_its_closings": Rule(FINDING, {"times_closed": 1}),
    "finding_owner_in_post": Rule(FINDING, {"owner": lambda _: workers.social_worker()}),
    "finding_words_stay": Rule(FINDING, {"found": "Something else was found altogether."}, on="update"),
    "finding_stays_when_closed": Rule(closed, {"evidence": EVIDENCE + " And more."}, on="update"),
    "finding_reopened_with_words": Rule(closed, OPENING, on="update"),
    "finding_asked_whether_the_same": Rule(of_a_theme_found_before, {"differs": says(19) + " "}, on="insert"),
    "finding_event_says_what": Rule(FindingEventFactory, {"words": says(19) + " "}, on="insert"),
    "finding_week_once": twice(FindingWeekFactory),
    "finding_week_begins_on_monday": Rule(FindingWeekFactory, {"week_from": after("week_from", days=1)}, on="insert"),
    "finding_week_counts_a_share": Rule(
        FindingWeekFactory, {"counted": 21, "week_from": before("week_from", weeks=1)}, on="insert"
    ),
    "finding_week_with_its_closing": Rule(FindingWeekFactory, {"closing": 2}, on="insert"),
}
