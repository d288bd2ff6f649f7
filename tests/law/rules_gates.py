"""The named rules of who may agree, what is told where nobody is asked, and what a question then may be."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from tests.factories import consent, contacts, people, workers
from tests.law.rule import TODAY, Rule, the

EVENT, OVERRIDE, CHECK, REQUEST = (
    consent.ConsentEventFactory,
    consent.OverrideFactory,
    consent.CheckFactory,
    consent.asked,
)
X = "x" * 40


def section_47() -> Any:
    return EVENT(section_47=True)


def ended() -> Any:
    return EVENT(status="GROUND_ENDED")


def young_person() -> Any:
    return EVENT(status="CYP_COMPETENT")


def age_unknown() -> Any:
    return EVENT(
        status="CYP_COMPETENT",
        contact=contacts.ContactFactory(children=[people.ChildFactory(birth_unknown=True)]),
        age_told="Her school has her in the tenth year.",
    )


def on_an_override() -> Any:
    override = consent.decided(OVERRIDE())
    return CHECK(consent=override.events.get(), agency=override.agencies.get(), request__owner=owner(None))


def under_section_47() -> Any:
    return CHECK(consent=section_47(), request__owner=owner(None))


def owner(_: Any) -> Any:
    return workers.social_worker(registration_number="SW910001")


def asked_otherwise(row: Any, **given: Any) -> Any:
    """Another request to the same agency on the same contact, on a parent's agreement."""
    return consent.asked(contact=row.contact, agency=row.agency, owner=row.request.owner, **given)


def another_question(row: Any) -> Any:
    return asked_otherwise(row, questions=["What do you know of her father?"])


def asked_by_the_recorder(row: Any) -> Any:
    return asked_otherwise(row, requested_by=row.consent.recorded_by)


def a_baby(row: Any) -> Any:
    return _with(row, people.ChildFactory(birth_date=row.happened_at.date()))


def a_sister(row: Any) -> Any:
    return _with(row, people.ChildFactory())


def of_a_child() -> Any:
    return EVENT(
        contact=contacts.ContactFactory(children=[people.ChildFactory(birth_date=TODAY - timedelta(15 * 365))])
    )


def _with(row: Any, child: Any) -> Any:
    contacts.ContactChildFactory(contact=row.contact, child=child)
    return child


def someone(row: Any) -> Any:
    return workers.call_handler()


RULES: dict[str, Rule] = {
    "consent_giver_holds_responsibility": Rule(EVENT, {"given_by": lambda row: people.PersonFactory()}, on="insert"),
    "consent_young_person_answers_alone": Rule(
        young_person, {"given_by": lambda row: consent.a_parent(row.child)}, on="insert"
    ),
    "consent_young_person_answers_for_one": Rule(EVENT, {"status": "REFUSED", "given_by": a_sister}, on="insert"),
    "consent_own_no_from_16_on": Rule(of_a_child, {"status": "REFUSED", "given_by": the("child")}, on="insert"),
    "consent_old_enough_to_answer": Rule(young_person, {"child": a_baby}, on="insert"),
    "consent_competence_looked_at": Rule(young_person, {"recorded_by": someone}, on="insert"),
    "consent_words_say_why": Rule(young_person, {"words": ""}, on="insert"),
    "consent_age_is_told": Rule(age_unknown, {"age_told": ""}, on="insert"),
    "consent_facts_are_told": Rule(young_person, {"age_told": X}, on="insert"),
    "consent_end_recorded_by_a_manager": Rule(ended, {"recorded_by": someone}, on="insert"),
    "consent_written_in_person": Rule(EVENT, {"words": "Asked at home. She agreed."}, on="forged"),
    "override_requested_in_person": Rule(OVERRIDE, {"facts": consent.FACTS.format("written anew")}, on="forged"),
    "override_facts_tell": Rule(OVERRIDE, {"facts": X}, on="insert"),
    "override_questions_ask_what_is_known": Rule(
        OVERRIDE, {"questions": "Please investigate the bruise on her arm."}, on="insert"
    ),
    "override_questions_on_lines": Rule(OVERRIDE, {"questions": "What have you seen of her?\nWhy?"}, on="insert"),
    "override_runs_out_in_time": Rule(
        OVERRIDE,
        {
            "decided_by": lambda row: workers.consent_decider(),
            "decided_at": lambda row: timezone.now(),
            "decision": "approved",
            "decision_reason": consent.REASON,
            "review_share": 100,
            "review_due_at": lambda row: timezone.now() + timedelta(days=1),
            "expires_at": lambda row: timezone.now() + timedelta(days=30),
        },
        on="signed",
    ),
    "request_put_in_person": Rule(REQUEST, {"requested_by": the("requested_by")}, on="forged"),
    "check_asks_what_was_decided": Rule(on_an_override, {"request": another_question}, on="insert"),
    "check_asked_by_another": Rule(under_section_47, {"request": asked_by_the_recorder}, on="insert"),
}

PROVED_ELSEWHERE = {
    "consent_in_turn": "it waits, it refuses nothing: tests/frontdoor/test_consent_in_turn.py",
}
