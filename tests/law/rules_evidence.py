"""The named rules of what a decision stands on."""

from datetime import date, timedelta
from typing import Any

from frontdoor.core import acting
from frontdoor.models import (
    ChildOutcome,
    Decision,
    DecisionCompletion,
    DecisionFact,
    HistoryRead,
    OutcomeIndicator,
    OutcomeKey,
    RiskFlag,
)
from tests.factories import cases, consent, contacts, decisions, threshold, workers
from tests.law.rule import NOW, TODAY, Rule, before, saved, twice
from tests.words import says

REASON = "The family has the help it needs."


def decision(contact: Any = None, **given: Any) -> Decision:
    """A whole decision of a contact that still counts as undecided."""
    row = Decision(
        **{
            "contact": contact or contacts.ContactFactory(triaged=True),
            "decided_by": workers.practice_manager(),
            "decided_at": NOW,
            "history_considered": "Two contacts last year, with the same worry about food.",
            "analysis": "The child is hungry at school and the mother asks for help with food.",
            "immediate_danger": False,
            "lived_experience": decisions.LIVED,
            "missing": decisions.MISSING,
            "would_change": decisions.WOULD_CHANGE,
            **given,
        }
    )
    with acting.acting_as(row.decided_by):
        return saved(row)


def urgent() -> Decision:
    return decision(urgent=True, history_considered="", analysis="")


def outcome(made: Decision | None = None, **given: Any) -> ChildOutcome:
    made = made or decision()
    level = threshold.shipped().levels.get(code="2")
    row = ChildOutcome(
        **{
            "decision": made,
            "child": consent.only_child(made.contact),
            "level": level,
            "outcome": "NFA",
            "reason": REASON,
            **given,
        }
    )
    with acting.acting_as(made.decided_by):
        return saved(row)


STATED = {"threshold_statement": decisions.STATEMENT}


def referral(made: Decision | None = None) -> ChildOutcome:
    return outcome(made, outcome="REF17", **decisions.PROPORTIONATE)


def strategy() -> ChildOutcome:
    return outcome(outcome="REF47", **decisions.PROPORTIONATE)


def fact(made: Decision | None = None) -> DecisionFact:
    made = made or decision()
    return saved(DecisionFact(decision=made, position=1, words=decisions.FACT, source=decisions.SOURCE))


def read() -> HistoryRead:
    made = decision()
    return saved(HistoryRead(decision=made, kind="contact", subject_id=1, happened_on=TODAY, relevance="little"))


def completion() -> DecisionCompletion:
    return saved(DecisionCompletion(decision=urgent(), started_on=TODAY, due_on=TODAY))


def completion_of(*, with_history: bool) -> DecisionCompletion:
    contact = with_earlier_contact() if with_history else contacts.ContactFactory(triaged=True)
    made = decision(contact, urgent=True)
    if with_history:
        fact(made)
    return saved(DecisionCompletion(decision=made, started_on=TODAY, due_on=TODAY))


def completion_of_an_untold_family() -> DecisionCompletion:
    row = ready_to_finish()
    consent.decided(consent.OverrideFactory(contact=row.decision.contact))
    return row


def ready_to_finish() -> DecisionCompletion:
    made = urgent()
    fact(made)
    return saved(DecisionCompletion(decision=made, started_on=TODAY, due_on=TODAY))


def finished() -> DecisionCompletion:
    row = ready_to_finish()
    for name, value in FINISHED.items():
        setattr(row, name, value(row) if callable(value) else value)
    with acting.acting_as(row.finished_by):
        return saved(row)


FINISHED = {
    "finished_on": TODAY,
    "finished_by": lambda row: workers.practice_manager(),
    "history_considered": "Two contacts last year, with the same worry.",
    "analysis": "The child is hungry at school and the mother asks for help with food.",
    "lived_experience": decisions.LIVED,
    "missing": decisions.MISSING,
    "would_change": decisions.WOULD_CHANGE,
}


def indicator() -> OutcomeIndicator:
    threshold.published(date(2026, 1, 1), signs=1)
    contact = contacts.ContactFactory(triaged=True)
    level = threshold.ThresholdScheme.objects.in_force(contacts.RECEIVED.date()).get().levels.get(code="2")
    made = outcome(decision(contact), level=level)
    return saved(OutcomeIndicator(outcome=made, indicator=level.indicators.first()))


def elsewhere(row: OutcomeIndicator) -> Any:
    return row.indicator.level.scheme.levels.get(code="3").indicators.first()


def risk() -> RiskFlag:
    contact = contacts.ContactFactory()
    return saved(
        RiskFlag(contact=contact, harm="NEG", seen_by="The teacher", raised_at=NOW, raised_by=acting.current())
    )


def with_earlier_contact() -> Any:
    child = contacts.ChildFactory()
    contacts.ContactFactory(children=[child], received_at=contacts.RECEIVED - timedelta(days=366))
    return contacts.ContactFactory(triaged=True, children=[child])


def undecided(contact: Any = None, *, facts: bool = True, level: Any = None, **given: Any) -> Any:
    """A contact with its decision beside it, which lacks one thing before the contact may count as decided."""
    made = decision(contact, **given)
    outcome(made, **({"level": level} if level else {}))
    if facts:
        fact(made)
    return made.contact


def with_indicators() -> Any:
    scheme = threshold.published(date(2026, 1, 1), signs=1)
    return undecided(level=scheme.levels.get(code="2"))


def after_closure() -> Any:
    child = contacts.ChildFactory()
    closed = contacts.RECEIVED.date() - timedelta(days=366)
    cases.ReferralFactory(child=child, received_on=closed, closed=True, closed_on=closed)
    return undecided(contacts.ContactFactory(triaged=True, children=[child]), history_considered="Known before.")


DECIDED = {
    "decided_at": NOW,
    "decided_by": lambda row: workers.practice_manager(),
    "version": lambda row: row.version + 1,
}

RULES: dict[str, Rule] = {
    "decision_signed_by_its_decider": Rule(decision, on="forged"),
    "outcome_written_by_its_decider": Rule(outcome, on="forged"),
    "outcome_not_in_haste": Rule(lambda: outcome(urgent(), outcome="EMG", **STATED), {"outcome": "ADV"}, on="insert"),
    "decision_answers_danger": Rule(decision, {"immediate_danger": True, "danger_steps": says(9)}, on="insert"),
    "decision_hears_the_child": Rule(decision, {"lived_experience": says(9)}, on="insert"),
    "decision_says_what_is_missing": Rule(decision, {"missing": says(9)}, on="insert"),
    "decision_says_what_would_change_it": Rule(decision, {"would_change": says(9)}, on="insert"),
    "outcome_says_what_assessment_changes": Rule(strategy, {"lesser_step": says(19)}, on="insert"),
    "outcome_above_the_lowest_level": Rule(
        referral, {"level": lambda _: threshold.shipped().levels.get(code="1")}, on="insert"
    ),
    "outcome_weighs_early_help": Rule(referral, {"why_not_early_help": says(19)}, on="insert"),
    "outcome_states_the_threshold": Rule(strategy, {"threshold_statement": says(39)}, on="insert"),
    "contact_decided_for_every_child": Rule(lambda: contacts.ContactFactory(triaged=True), DECIDED, on="update"),
    "contact_decided_on_facts": Rule(lambda: undecided(facts=False), DECIDED, on="update"),
    "contact_decided_on_history": Rule(lambda: undecided(with_earlier_contact()), DECIDED, on="update"),
    "contact_decided_on_summary": Rule(after_closure, DECIDED, on="update"),
    "contact_decided_on_indicators": Rule(with_indicators, DECIDED, on="update"),
    "contact_decided_urgently": Rule(lambda: referral(decision(urgent=True)).decision.contact, DECIDED, on="update"),
    "history_read_once": twice(read),
    "fact_place_once": twice(fact),
    "fact_has_a_source": Rule(fact, {"source": " x "}, on="insert"),
    "outcome_indicator_once": twice(indicator),
    "outcome_indicator_of_its_level": Rule(indicator, {"indicator": elsewhere}, on="insert"),
    "completion_t24_due_after_start": Rule(completion, {"due_on": before("started_on", days=1)}, on="update"),
    "completion_t24_end_after_start": Rule(
        ready_to_finish, FINISHED | {"finished_on": before("started_on", days=1)}, on="signed"
    ),
    "completion_is_whole": Rule(completion, {"finished_by": lambda row: workers.practice_manager()}, on="update"),
    "completion_family_is_told": Rule(completion_of_an_untold_family, FINISHED, on="update"),
    "completion_on_history": Rule(lambda: completion_of(with_history=True), FINISHED, on="update"),
    "completion_on_facts": Rule(lambda: completion_of(with_history=False), FINISHED, on="update"),
    "completion_signed_by_a_manager": Rule(
        ready_to_finish, FINISHED | {"finished_by": lambda row: workers.social_worker()}, on="signed"
    ),
    "completion_stays": Rule(finished, {"analysis": "Nothing of it was so, and nobody ever said it."}, on="update"),
    "risk_raised_once": twice(risk),
    "risk_says_who_saw_it": Rule(risk, {"seen_by": "x" * 4, "harm": "EMO"}, on="insert"),
    "outcome_key_once": twice(lambda: saved(OutcomeKey(outcome=outcome(), key="age", decided_at=NOW))),
}
