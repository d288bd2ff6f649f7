"""The named rules of rows of the former system, and of who gives roles."""

from collections.abc import Callable
from typing import Any

from tests.factories import cases, contacts, workers
from tests.factories.enquiries import EnquiryFactory
from tests.law import rules_evidence
from tests.law.rule import YESTERDAY, Rule
from tests.law.rules_strategy import versioned
from tests.rows import bringing_in

MARKED = {"legacy_key": "former system:1"}
Make = Callable[..., Any]


def role() -> object:
    return workers.GrantFactory(worker=workers.WorkerFactory())


def imported(make: Make) -> Make:
    """A row of the former system, as an import stores it."""

    def made() -> Any:
        with bringing_in():
            return make(**MARKED)

    return made


RULES = {
    "contact_marked_by_an_import": versioned(contacts.ContactFactory, MARKED),
    "referral_marked_by_an_import": Rule(cases.ReferralFactory, MARKED),
    "decision_marked_by_an_import": Rule(rules_evidence.decision, MARKED, on="insert"),
    "assessment_marked_by_an_import": versioned(cases.AssessmentFactory, MARKED, "update"),
    "section47_marked_by_an_import": versioned(EnquiryFactory, MARKED, "update"),
    "visit_marked_by_an_import": Rule(cases.VisitFactory, MARKED, on="update"),
    "worker_marked_by_an_import": Rule(workers.social_worker, MARKED, on="update"),
    "plan_marked_by_an_import": Rule(cases.PlanFactory, MARKED, on="update"),
    "worker_system_stays": Rule(workers.social_worker, {"is_system": True}, on="update"),
    "grant_of_a_role_stays": Rule(role, {"starts_on": YESTERDAY}, on="update"),
}
PROVED_ELSEWHERE = {
    "plan_one_a_child": "tests/cases/test_plans_brought_in.py",
    "grant_signed_in_person": "tests/workforce/test_grant_rules.py",
    "import_by_an_administrator": "tests/audits/test_import_pages.py",
}
