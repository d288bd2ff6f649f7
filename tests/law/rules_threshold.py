"""The named rules of the levels of need."""

from datetime import timedelta
from typing import Any

from tests.factories import contacts, threshold, workers
from tests.law.rule import NOW, TODAY, Rule, the, twice

DRAFT, LEVEL, INDICATOR = threshold.SchemeFactory, threshold.LevelFactory, threshold.IndicatorFactory


def next_version(row: Any) -> int:
    return row.version + 1


def proposed() -> Any:
    return DRAFT(proposed=True)


def published_level() -> Any:
    return threshold.shipped().levels.first()


def another_scheme(row: Any) -> Any:
    return threshold.published(TODAY + timedelta(days=60)).levels.first()


RULES: dict[str, Rule] = {
    "threshold_one_draft": twice(DRAFT),
    "threshold_published_whole": Rule(DRAFT, {"proposed_at": NOW, "version": next_version}, on="update"),
    "threshold_by_two_people": Rule(
        proposed, {"approved_by": the("proposed_by"), "approved_at": NOW, "version": next_version}, on="signed"
    ),
    "threshold_starts_tomorrow": Rule(
        lambda: DRAFT(proposed=True, valid_from=TODAY),
        {"approved_by": lambda row: workers.administrator(), "approved_at": NOW},
        on="signed",
    ),
    "threshold_signed_in_person": Rule(
        proposed,
        {"approved_by": lambda row: workers.administrator(), "approved_at": NOW, "version": next_version},
        on="update",
    ),
    "threshold_version_stays": Rule(threshold.shipped, {"name": "Another name"}, on="update"),
    "threshold_level_once": twice(LEVEL),
    "threshold_level_stays": Rule(LEVEL, {"scheme": lambda row: threshold.shipped(), "code": "9"}),
    "threshold_indicator_once": twice(INDICATOR),
    "threshold_indicator_stays": Rule(INDICATOR, {"level": lambda row: published_level()}),
    "contact_claim_said_or_not": Rule(
        lambda: contacts.ContactFactory(claimed_level=published_level()), {"claimed_level_not_said": True}, on="insert"
    ),
    "contact_claims_a_level_of_its_day": Rule(contacts.ContactFactory, {"claimed_level": another_scheme}, on="insert"),
}
