"""The named rules of closing a case."""

from datetime import timedelta
from typing import Any

from cases.models import CaseClosure
from frontdoor.core import acting
from frontdoor.models import Referral
from tests.factories import after_override, cases, enquiries, people, strategy, workers
from tests.law.rule import TODAY, Rule, saved
from tests.words import says

RECEIVED = TODAY - timedelta(days=40)


def case(**changes: Any) -> Referral:
    return cases.ReferralFactory(received_on=RECEIVED, **changes)


def closed(**changes: Any) -> CaseClosure:
    """A case that closes with services ended, in the name of the manager who acts then."""
    manager = workers.practice_manager()
    row = CaseClosure(
        **{
            "referral": case(),
            "reason": "RC7",
            "what_changed": "The child sleeps in an own bed, is at school each day, and the mother has help.",
            "steps_down": False,
            "closed_on": TODAY,
            "closed_by": manager,
        }
        | changes
    )
    with acting.acting_as(row.closed_by):
        return saved(row)


def finished(_: CaseClosure) -> Referral:
    """Assessed, and nothing more."""
    referral = case()
    cases.AssessmentFactory(referral=referral, finished=True)
    return referral


def being_assessed(_: CaseClosure) -> Referral:
    referral = case()
    cases.AssessmentFactory(referral=referral)
    return referral


def decided_on_an_enquiry(_: CaseClosure) -> Referral:
    return case(child=strategy.signed().children.get().child)


def under_police_protection(_: CaseClosure) -> Referral:
    return case(child=enquiries.PowerFactory().child)


def waits_to_tell(_: CaseClosure) -> Referral:
    return case(contact=after_override.TellingFactory().override.contact)


RULES = {
    "closure_a_signed_by_a_manager": Rule(closed, {"closed_by": lambda _: workers.social_worker()}, on="insert"),
    "closure_b_of_an_open_case": Rule(closed, {"referral": lambda _: case(closed=True)}, on="insert"),
    "closure_leaves_nothing_open": Rule(closed, {"referral": being_assessed}, on="insert"),
    "closure_leaves_no_enquiry_to_start": Rule(closed, {"referral": decided_on_an_enquiry}, on="insert"),
    "closure_under_no_emergency_power": Rule(closed, {"referral": under_police_protection}, on="insert"),
    "closure_after_an_assessment_alone": Rule(closed, {"reason": "RC8"}, on="insert"),
    "closure_of_a_death_has_its_day": Rule(closed, {"reason": "RC2"}, on="insert"),
    "closure_of_the_dead_says_so": Rule(
        closed, {"referral": lambda _: case(child=people.ChildFactory(death_date=TODAY))}, on="insert"
    ),
    "closure_when_the_family_is_told": Rule(closed, {"referral": waits_to_tell}, on="insert"),
    "closure_says_what_changed": Rule(closed, {"what_changed": says(39)}, on="insert"),
    "closure_step_down_whole": Rule(closed, {"steps_down": True}, on="insert"),
    "closure_to_early_help_steps_down": Rule(closed, {"referral": finished, "reason": "RC9"}, on="insert"),
    "referral_closed_in_words": Rule(
        case,
        {"closed_on": TODAY, "closed_by": lambda _: workers.practice_manager(), "closure_reason": "RC7"},
        on="update",
    ),
}
