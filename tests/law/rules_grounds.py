"""The named rules of what makes consent unnecessary, and of what a request may not contradict in itself."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from tests.factories import consent, strategy, workers
from tests.factories.authority import duty_stands
from tests.law.rule import TODAY, Rule, after, before

EVENT, OVERRIDE = consent.ConsentEventFactory, consent.OverrideFactory
SECTION, COURT = consent.SectionFactory, consent.CourtFactory


def section_47() -> Any:
    return EVENT(section_47=True)


def order_event() -> Any:
    return EVENT(status="NOT_NEEDED_COURT")


def partial() -> Any:
    """An agency that stands in the act in which its agreement was written."""
    return consent.ConsentAgencyFactory()


def of_a_yes(row: Any) -> Any:
    return EVENT(recorded_by=row.event.recorded_by)


def told() -> Any:
    return SECTION().strategy


def order() -> Any:
    return COURT().order


def signing(**changes: Any) -> dict[str, Any]:
    """An approval as a manager signs it by SQL."""
    return {
        "decided_by": lambda row: workers.consent_decider(),
        "decided_at": lambda row: timezone.now(),
        "decision": "approved",
        "decision_reason": consent.REASON,
        "review_share": 100,
        "review_due_at": lambda row: timezone.now() + timedelta(hours=1),
        "expires_at": lambda row: timezone.now() + timedelta(days=1),
    } | changes


def who_led(row: Any) -> Any:
    return row.strategy.led_by


def unregistered(row: Any) -> Any:
    return workers.consent_decider(registration_number=None)


def over() -> Any:
    request = SECTION()
    strategy.decided_against(request.contact)
    return request


def an_ended_order() -> Any:
    return COURT(order__made_on=TODAY - timedelta(days=9), order__ends_on=TODAY - timedelta(days=1))


def asked_o10() -> Any:
    return OVERRIDE(
        reason_codes=["O10"], evidence={"O10": consent.GROUNDS}, asked="refused", attempts=[consent.attempt(hours=1)]
    )


def asked_o11() -> Any:
    two = [consent.attempt(hours=3), consent.attempt("message", hours=2)]
    return OVERRIDE(reason_codes=["O11"], evidence={}, asked="no_answer", attempts=two)


def by_duty() -> Any:
    duty_stands()
    return OVERRIDE(
        reason_codes=["O12"],
        evidence={"O12": consent.DUTY},
        legal_basis="16LA",
        overriding_concern=False,
        harm="",
        immediate=None,
    )


def new_facts(row: Any) -> str:
    return f"{row.facts} Written anew."


def of(**changes: Any) -> dict[str, Any]:
    return {"facts": new_facts} | changes


WORDS = {"held_where": "By telephone", "police": "Sergeant Example", "health": "Nurse Example"}
RULES: dict[str, Rule] = {
    "consent_s47_is_decided_by_two": Rule(section_47, on="insert"),
    "consent_court_is_decided_by_two": Rule(order_event, on="insert"),
    "consent_covers_what_was_said": Rule(partial, {"event": of_a_yes}, on="insert"),
    "override_ground_has_its_basis": Rule(SECTION, of(legal_basis="sch1"), on="insert"),
    "override_s47_is_decided": Rule(lambda: SECTION(strategy=False), signing(), on="signed"),
    "override_s47_confirmed_by_another": Rule(
        lambda: SECTION(strategy__chair=workers.consent_decider()), signing(decided_by=who_led), on="signed"
    ),
    "override_decider_is_registered": Rule(SECTION, signing(decided_by=unregistered), on="signed"),
    "override_s47_stands": Rule(over, signing(), on="signed"),
    "override_court_order_is_told": Rule(lambda: COURT(order=False), signing(), on="signed"),
    "override_court_order_stands": Rule(an_ended_order, signing(), on="signed"),
    "strategy_names_who_took_part": Rule(told, {"police": "PC"}, on="insert"),
    "strategy_started_an_enquiry": Rule(told, {"outcome": "nothing"}, on="insert"),
    "strategy_led_by_a_manager": Rule(told, {"led_by": lambda row: workers.social_worker()}, on="insert"),
    "strategy_of_this_contact": Rule(told, {"held_at": before("held_at", days=6)}, on="insert"),
    "strategy_rests_on_a_meeting": Rule(told, {"meeting_number": None, **WORDS}, on="insert"),
    "order_is_named": Rule(order, {"number": "number"}, on="insert"),
    "order_compels_to_share": Rule(order, {"compels": "He lives with her, as before."}, on="insert"),
    "order_compels_something": Rule(order, {"compels": "x" * 40}, on="insert"),
    "order_was_made": Rule(order, {"made_on": after("made_on", days=1)}, on="insert"),
    "order_ends_after_it_began": Rule(order, {"ends_on": before("made_on", days=1)}, on="insert"),
    "override_o10_was_refused": Rule(asked_o10, of(asked="not_asked"), on="insert"),
    "override_asking_is_told": Rule(OVERRIDE, of(asked="partial"), on="insert"),
    "override_attempts_stand_in_time": Rule(asked_o10, of(attempts=[consent.attempt(hours=24 * 60)]), on="insert"),
    "override_unreachable_gave_no_answer": Rule(asked_o11, of(asked="refused"), on="insert"),
    "override_without_concern_by_duty_alone": Rule(
        by_duty,
        of(reason_codes=["O1", "O12"], evidence=lambda row: row.evidence | {"O1": "He would strike her."}),
        on="insert",
    ),
    "override_duty_has_its_basis": Rule(by_duty, of(legal_basis="sch1"), on="insert"),
    "override_section_17_is_no_duty": Rule(
        by_duty, of(evidence={"O12": f"{consent.DUTY} Children Act 1989, section 17."}), on="insert"
    ),
    "override_court_has_its_page": Rule(by_duty, of(legal_basis="court"), on="insert"),
    "override_duty_in_force": Rule(by_duty, of(requested_at=before("requested_at", days=2)), on="insert"),
    "override_duty_is_told": Rule(by_duty, of(evidence={"O12": "Children Act 2004, section 16LA"}), on="insert"),
    "override_requested_in_time": Rule(OVERRIDE, of(requested_at=before("requested_at", days=2)), on="insert"),
    "override_drawn_as_the_lot_falls": Rule(OVERRIDE, signing(review_share=20, review_due_at=None), on="signed"),
}

PROVED_ELSEWHERE = {
    "strategy_rests_on_what_stands": "tests/cases/test_ground_stands.py",
    "strategy_was_held_again": "tests/cases/test_ground_stands.py",
    "override_s47_was_held_again": "tests/cases/test_ground_stands.py",
    "section47_of_a_meeting_held_again": "tests/cases/test_ground_stands.py",
    "section47_not_needed_while_convened": "tests/cases/test_enquiries.py",
    "override_decided_anew_by_a_third": "tests/frontdoor/test_after_a_no.py",
    "remedy_owned_by_another": "tests/frontdoor/test_after_a_no.py",
    "telling_of_a_wrong_by_another": "tests/frontdoor/test_after_a_no.py",
    "strategy_without_enquiry_ends_the_ground": "it ends, it refuses nothing: tests/cases/test_enquiry_ends.py",
    "section47_end_ends_the_ground": "it ends, it refuses nothing: tests/cases/test_enquiry_ends.py",
}
