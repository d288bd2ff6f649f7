"""The named rules of the children in need census about people, episodes and the work on them (domain.md 4.3)."""

from datetime import timedelta
from typing import Any

from cases.models import Plan, Section47
from frontdoor.models import Person, Referral
from tests.factories import cases, enquiries, people
from tests.factories.base import as_somebody
from tests.factories.workers import TeamFactory
from tests.law.rule import TODAY, Rule, before, saved
from tests.law.rules_assessments import FAMILY, SIGNED

RECEIVED = TODAY - timedelta(days=40)
PUPIL_NUMBER = "B801200005001"


def child(**changes: Any) -> Person:
    return people.ChildFactory(**{"upn": PUPIL_NUMBER} | changes)


def again() -> Referral:
    """The second case of a child, received on the day on which the first one closed."""
    first = cases.ReferralFactory(received_on=RECEIVED, closed=True, closed_on=RECEIVED + timedelta(days=20))
    given = {"child": first.child, "team": TeamFactory(), "received_on": first.closed_on, "source_code": "2A"}
    row = Referral(**given, accepted_at=first.accepted_at, accepted_by=first.accepted_by)
    with as_somebody():
        return saved(row)


def closed(_: Any) -> Referral:
    return cases.ReferralFactory(closed=True)


def nothing_to_do(_: Any) -> Referral:
    return cases.ReferralFactory(no_further_action=True)


def enquiry() -> Section47:
    return enquiries.EnquiryFactory()


def in_need() -> Plan:
    return cases.PlanFactory()


RULES = {
    "person_codes_of_the_census": Rule(child, {"sex": "X", "upn": None}, on="insert"),
    "person_pupil_number_is_whole": Rule(child, {"upn": "A801200005001"}, on="insert"),
    "referral_codes_of_the_census": Rule(again, {"source_code": "11"}),
    "referral_after_the_last_one": Rule(again, {"received_on": before("received_on", days=1)}),
    "referral_not_long_before_birth": Rule(
        lambda: cases.ReferralFactory(child__birth_date=TODAY - timedelta(days=5)),
        {"received_on": TODAY - timedelta(days=306)},
    ),
    "assessment_a_case_is_open": Rule(cases.AssessmentFactory, {"referral": closed}, on="insert"),
    "assessment_authorised_after_start": Rule(
        lambda: cases.AssessmentFactory(submitted=True, family=FAMILY(authorised=True)),
        SIGNED
        | {"authorised_on": before("started_on", days=1), "plan_due_on": TODAY, "version": lambda row: row.version + 1},
        on="signed",
    ),
    "plan_a_case_is_open": Rule(in_need, {"referral": nothing_to_do}, on="insert"),
    "section47_a_case_is_open": Rule(enquiry, {"referral": nothing_to_do}, on="insert"),
    "section47_starts_after_referral": Rule(
        enquiry, {"started_on": lambda row: row.referral.received_on - timedelta(days=1)}, on="insert"
    ),
}
