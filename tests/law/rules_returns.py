"""The named rules of early help that is offered, and of contacts that go back to the referrer."""

from datetime import timedelta
from typing import Any

from frontdoor.core import acting
from frontdoor.models import ChildOutcome, ContactReturn, ReturnAnswer, RiskFlag
from tests.factories import decisions, workers
from tests.factories.contacts import ContactFactory
from tests.factories.returns import ReturnAnswerFactory, ReturnFactory
from tests.frontdoor.test_decisions import decide
from tests.law.rule import NOW, Rule, saved, the
from tests.law.rules_evidence import outcome
from tests.words import says


def early_help() -> ChildOutcome:
    return outcome(outcome="EHO", **decisions.HELP)


def decided(_: ContactReturn) -> Any:
    return ContactFactory(triaged=True, decided_at=NOW, decided_by=workers.practice_manager())


def at_risk(_: ContactReturn) -> Any:
    contact = ContactFactory(triaged=True)
    saved(RiskFlag(contact=contact, harm="NEG", seen_by="The teacher", raised_at=NOW, raised_by=acting.current()))
    return contact


def decided_meanwhile(_: ReturnAnswer) -> Any:
    contact = ReturnFactory().contact
    decide(contact)
    return contact.sent_back


RULES: dict[str, Rule] = {
    "outcome_names_the_early_help": Rule(early_help, {"help_service": "x" * 2}, on="insert"),
    "outcome_help_is_of_early_help": Rule(early_help, {"outcome": "ADV"}, on="insert"),
    "outcome_is_no_return": Rule(outcome, {"outcome": "RET"}, on="insert"),
    "return_says_what_is_missing": Rule(ReturnFactory, {"missing": says(19)}, on="insert"),
    "return_signed_in_person": Rule(ReturnFactory, {"returned_by": lambda _: workers.practice_manager()}, on="forged"),
    "answer_signed_in_person": Rule(
        ReturnAnswerFactory, {"answered_by": lambda _: workers.call_handler()}, on="forged"
    ),
    "return_has_a_reason": Rule(ReturnFactory, {"reason": ""}, on="insert"),
    "return_asks_what_is_known": Rule(
        ReturnFactory, {"missing": "Please investigate the bruise on her arm."}, on="insert"
    ),
    "return_says_by_when": Rule(ReturnFactory, {"answer_due_at": None}, on="insert"),
    "return_answer_due_later": Rule(ReturnFactory, {"answer_due_at": the("returned_at")}, on="insert"),
    "return_after_reading_for_risk": Rule(
        ReturnFactory, {"returned_at": lambda row: row.contact.triaged_at - timedelta(microseconds=1)}, on="insert"
    ),
    "return_without_a_risk": Rule(ReturnFactory, {"contact": at_risk}, on="insert"),
    "return_before_the_decision": Rule(ReturnFactory, {"contact": decided}, on="insert"),
    "answer_says_something": Rule(ReturnAnswerFactory, {"words": " "}, on="insert"),
    "answer_before_the_decision": Rule(ReturnAnswerFactory, {"sent_back": decided_meanwhile}, on="insert"),
    "answer_after_the_question": Rule(
        ReturnAnswerFactory,
        {"answered_at": lambda row: row.sent_back.returned_at - timedelta(microseconds=1)},
        on="insert",
    ),
    "answer_by_the_referrer_or_the_desk": Rule(
        ReturnAnswerFactory, {"answered_by": lambda _: workers.partner_referrer()}, on="insert"
    ),
}
