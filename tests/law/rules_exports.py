"""The rules about lists that leave, and about views that were noticed (see tests/law/rules.py)."""

from typing import Any

from django.utils import timezone

from frontdoor.models import Export
from tests.factories import sight, workers
from tests.factories.exports import REASON, ExportFactory
from tests.law.rule import NOW, Rule, the, twice
from tests.words import says


def waiting() -> Export:
    return ExportFactory()


def of_views() -> Any:
    return sight.SearchAlertFactory(kind="views")


def now(_: Any) -> Any:
    return timezone.now()


DECIDED = {"decided_at": now, "decision": "approved", "reason": REASON}
TAKEN = {"taken_at": now, "taken_people": 51, "taken_lines": 51}

RULES: dict[str, Rule] = {
    "export_has_a_purpose": Rule(waiting, {"purpose": says(9)}, on="insert"),
    "export_is_not_too_long": Rule(waiting, {"lines": 5_001}, on="insert"),
    "export_decided_whole": Rule(waiting, {"decided_at": NOW}, on="update"),
    "export_not_by_the_asker": Rule(waiting, DECIDED | {"decided_by": the("requested_by")}, on="signed"),
    "export_taken_whole": Rule(waiting, {"taken_people": 3}),
    "export_of_many_is_approved": Rule(waiting, TAKEN, on="insert"),
    "export_stays": Rule(waiting, {"purpose": says(20)}, on="update"),
    "export_requested_in_person": Rule(waiting, on="forged"),
    "export_taken_in_person": Rule(waiting, TAKEN, on="update"),
    "export_decided_by_an_approver": Rule(
        waiting, DECIDED | {"decided_by": lambda _: workers.practice_manager()}, on="signed"
    ),
    "alert_of_views_once_a_day": twice(of_views),
}
