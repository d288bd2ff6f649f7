"""The rules of assessments whose family took its agreement back (see rules.py)."""

from typing import Any

from tests.factories import assessments as made
from tests.factories import workers
from tests.law.rule import Rule, twice
from tests.words import says

DECISION = made.AgreementDecisionFactory


def another_that_waits(row: Any) -> Any:
    return made.without_agreement().assessments.get()


def recorded_by_its_decider(row: Any) -> Any:
    return made.without_agreement(recorded_by=row.decided_by).assessments.get()


RULES: dict[str, Rule] = {
    "agreement_decision_by_a_manager": Rule(
        DECISION, {"assessment": another_that_waits, "decided_by": lambda row: workers.social_worker()}, on="insert"
    ),
    "agreement_decision_where_one_waits": twice(DECISION),
    "agreement_decision_by_another": Rule(DECISION, {"assessment": recorded_by_its_decider}, on="insert"),
    "agreement_decision_says_why": Rule(DECISION, {"assessment": another_that_waits, "reason": says(19)}, on="insert"),
}

_TESTED = "each row of the document, written by SQL: tests/cases/test_agreement_gone.py"

PROVED_ELSEWHERE = {
    "child_section_waits_for_agreement": _TESTED,
    "assessed_need_waits_for_agreement": _TESTED,
    "child_risk_waits_for_agreement": _TESTED,
    "child_conclusion_waits_for_agreement": _TESTED,
    "adult_section_waits_for_agreement": _TESTED,
    "history_considered_waits_for_agreement": _TESTED,
    "flag_answer_waits_for_agreement": _TESTED,
    "assessment_waits_for_agreement": _TESTED,
    "assessment_ends_as_decided": _TESTED,
}
