"""Lines of the constraints law for requests to agencies: the request, its children, reminders and replies."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from frontdoor.core.working_days import start_of_day
from frontdoor.models.offer_questions import OFFER_QUESTIONS
from tests.factories import consent, contacts, people, workers
from tests.law.rule import Rule, after, before, the, twice
from tests.words import says

CHECK, CHASER, REPLY, STATEMENT = (
    consent.CheckFactory,
    consent.ChaserFactory,
    consent.ReplyFactory,
    consent.StatementFactory,
)
ENDING = {"ending": "not_answered", "ending_reason": says(20)}
ENDED = ENDING | {"ended_at": the("due_at"), "ended_by": the("requested_by")}


def REQUEST(**given: Any) -> Any:  # noqa: N802 - stands beside the factories
    """A request that is put to an agency now."""
    return consent.asked(requested_at=timezone.now(), **given)


def owned() -> Any:
    owner = workers.social_worker(registration_number="SW900001")
    return REQUEST(contact=contacts.ContactFactory(immediate_danger=True), owner=owner)


def ended_request(_: Any) -> Any:
    request = REQUEST()
    signed = {"requested_by": request.requested_by, "ended_by": request.requested_by}
    return REQUEST(**ENDING, ended_at=request.due_at, **signed)


def offered() -> Any:
    """An early-help offer that a parent agreed to."""
    return CHECK(
        consent=consent.ConsentEventFactory(kind="C"),
        request__kind="early_help",
        request__questions=list(OFFER_QUESTIONS[:1]),
    )


def offered_and_refused() -> Any:
    """An early-help offer that one parent agreed to, before another refused it."""
    check = offered()
    consent.ConsentEventFactory(contact=check.contact, kind="C", status="REFUSED")
    return check


def agreed_for_a_sister(row: Any) -> Any:
    """Consent that agencies are asked about a sister, for whom no parent agreed to a service."""
    sister = people.ChildFactory()
    contacts.ContactChildFactory(contact=row.contact, child=sister)
    return consent.ConsentEventFactory(contact=row.contact, child=sister)


def agreed_long_ago(row: Any) -> Any:
    long_ago = start_of_day(timezone.localdate() - timedelta(days=91)) + timedelta(hours=12)
    contact = contacts.ContactFactory(received_at=long_ago)
    return consent.ConsentEventFactory(contact=contact)


def the_sister(row: Any) -> Any:
    return row.contact.about.order_by("-pk").first().child


RULES: dict[str, Rule] = {
    "request_t36_due_after_start": Rule(
        REQUEST,
        {"due_at": before("requested_at", minutes=1), "remind_at": before("requested_at", minutes=2)},
        on="insert",
    ),
    "request_t36_end_after_start": Rule(REQUEST, ENDED | {"ended_at": before("requested_at", minutes=1)}),
    "request_kind_is_no_investigation": Rule(REQUEST, {"kind": "investigate"}, on="insert"),
    "request_reminders_in_order": Rule(REQUEST, {"escalate_at": before("due_at", minutes=1)}, on="insert"),
    "request_ended_whole": Rule(REQUEST, {"ended_at": the("due_at"), "ended_by": the("requested_by")}),
    "request_unanswered_with_a_reason": Rule(REQUEST, ENDED | {"ending_reason": says(19)}),
    "request_written_now": Rule(REQUEST, {"requested_at": before("requested_at", minutes=10)}, on="insert"),
    "request_questions_are_told": Rule(REQUEST, {"questions": ["Why?"]}, on="insert"),
    "request_offer_asks_nothing_else": Rule(
        lambda: offered().request, {"questions": ["What do you know of the mother?"]}, on="insert"
    ),
    "request_wording_needs_a_manager": Rule(
        REQUEST, {"questions": ["Please investigate this."], "wording_reason": says(20)}, on="insert"
    ),
    "request_needs_an_owner": Rule(owned, {"owner": None}),
    "request_owner_is_registered": Rule(owned, {"owner": lambda row: workers.social_worker()}),
    "request_stays": Rule(REQUEST, {"questions": ["Something else altogether"]}, on="update"),
    "request_answered_with_a_reply": Rule(REQUEST, ENDED | {"ending": "answered"}, on="update"),
    "check_child_once": twice(CHECK),
    "check_needs_consent": Rule(CHECK, {"child": lambda row: people.ChildFactory()}, on="insert"),
    "check_agreement_not_too_old": Rule(CHECK, {"consent": agreed_long_ago}, on="insert"),
    "check_on_its_request": Rule(CHECK, {"agency": lambda row: people.AgencyFactory()}, on="insert"),
    "check_offer_needs_agreement": Rule(
        offered,
        {"consent": agreed_for_a_sister, "child": the_sister},
        on="insert",
    ),
    "check_offer_parents_disagree": Rule(offered_and_refused, on="insert"),
    "chaser_of_the_system_once": twice(lambda: CHASER(how="reminder")),
    "chaser_by_hand_is_told": Rule(CHASER, {"words": "No"}, on="insert"),
    "chaser_while_it_waits": Rule(CHASER, {"request": ended_request}, on="insert"),
    "reply_says_who_answered": Rule(REPLY, {"answered_by": ""}, on="insert"),
    "reply_received_before_recorded": Rule(REPLY, {"received_at": after("recorded_at", days=9)}, on="insert"),
    "reply_while_it_waits": Rule(REPLY, {"request": ended_request}, on="insert"),
    "statement_fact_with_source": Rule(STATEMENT, {"dated_on": None}, on="insert"),
    "statement_opinion_of_somebody": Rule(STATEMENT, {"said": "opinion", "source": ""}, on="insert"),
    "statement_about_a_child_asked_about": Rule(STATEMENT, {"child": lambda row: people.ChildFactory()}, on="insert"),
}

PROVED_ELSEWHERE = {
    "request_names_a_child": "it asks at the end of the transaction: tests/frontdoor/test_agency_requests.py",
}
