"""The rules of return home interviews and private fostering visits (see rules.py)."""

from typing import Any

from tests.factories.follow_ups import TOLD, WHY_NOT, FollowUpFactory
from tests.factories.workers import practice_manager
from tests.law.rule import NOW, Rule, before, the
from tests.words import says


def held() -> Any:
    return FollowUpFactory(held=True)


def of_a_manager() -> Any:
    return FollowUpFactory(recorded_by=practice_manager())


RULES: dict[str, Rule] = {
    "follow_up_follow_up_due_after_start": Rule(FollowUpFactory, {"due_at": before("started_at", hours=1)}, "insert"),
    "follow_up_follow_up_end_after_start": Rule(held, {"done_at": before("started_at", hours=1)}, "insert"),
    "follow_up_says_why": Rule(FollowUpFactory, {"reason": says(19)}, "insert"),
    "follow_up_done_whole": Rule(FollowUpFactory, {"said": says(20)}),
    "follow_up_called_off_whole": Rule(FollowUpFactory, {"called_off_reason": WHY_NOT}),
    "follow_up_done_or_called_off": Rule(
        of_a_manager,
        {
            "done_at": NOW,
            "done_by": the("recorded_by"),
            "spoke": "Ada Invented, advocate",
            "said": TOLD,
            "called_off_at": NOW,
            "called_off_by": the("recorded_by"),
            "called_off_reason": WHY_NOT,
        },
        "signed",
    ),
    "follow_up_stays": Rule(FollowUpFactory, {"kind": "fostering"}, "update"),
    "follow_up_called_off_by_a_manager": Rule(
        of_a_manager,
        {"called_off_at": NOW, "called_off_by": the("recorded_by"), "called_off_reason": WHY_NOT},
        "update",
    ),
}
