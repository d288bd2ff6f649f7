"""Lines of the constraints law for what referrers are owed, told and answered."""

from typing import Any

from tests.factories import feedback, workers
from tests.law.rule import TODAY, Rule, before, the, twice
from tests.words import says

ACKNOWLEDGEMENT, FEEDBACK, CHALLENGE = (
    feedback.AcknowledgementFactory,
    feedback.FeedbackFactory,
    feedback.ChallengeFactory,
)


def told() -> Any:
    return FEEDBACK(told=True)


def manager(_: Any) -> Any:
    return workers.practice_manager()


def handler(_: Any) -> Any:
    return workers.call_handler()


def text() -> Any:
    return feedback.AuthorityTextFactory(valid_from=TODAY)


ASKS = "Please speak to the child alone and tell us what happened."
ANSWERED = {"result": "stands", "answer": says(20), "answered_on": the("due_on"), "answered_by": manager}

RULES: dict[str, Rule] = {
    "ack_t03_due_after_start": Rule(ACKNOWLEDGEMENT, {"due_at": before("started_at", minutes=1)}),
    "ack_t03_end_after_start": Rule(
        ACKNOWLEDGEMENT, {"finished_at": before("started_at", minutes=1), "how": "call", "told_by": handler}
    ),
    "ack_given_whole": Rule(ACKNOWLEDGEMENT, {"finished_at": the("due_at"), "told_by": handler}),
    "feedback_is_dated": Rule(FEEDBACK, {"due_on": None}),
    "feedback_t04_due_after_start": Rule(FEEDBACK, {"due_on": before("started_on", days=1)}),
    "feedback_t04_end_after_start": Rule(
        FEEDBACK,
        {
            "finished_on": before("started_on", days=1),
            "told_at": lambda row: row.contact.received_at,
            "told_by": handler,
            "how": "call",
        },
    ),
    "feedback_given_by_somebody": Rule(FEEDBACK, {"finished_on": the("due_on")}),
    "feedback_asks_for_no_investigation": Rule(
        FEEDBACK,
        {
            "words": ASKS,
            "finished_on": the("due_on"),
            "told_at": lambda row: row.contact.received_at,
            "told_by": handler,
            "how": "call",
            "asks_nobody": True,
        },
    ),
    "feedback_read_again": Rule(
        FEEDBACK,
        {
            "words": ASKS,
            "finished_on": the("due_on"),
            "told_at": lambda row: row.contact.received_at,
            "told_by": manager,
            "how": "call",
        },
    ),
    "feedback_stays_as_told": Rule(told, {"words": "Something else altogether."}, on="update"),
    "challenge_t37_due_after_start": Rule(CHALLENGE, {"due_on": before("started_on", days=1)}),
    "challenge_t37_end_after_start": Rule(
        CHALLENGE, ANSWERED | {"answered_on": before("started_on", days=1)}, on="signed"
    ),
    "challenge_says_what": Rule(CHALLENGE, {"words": says(19)}),
    "challenge_answered_whole": Rule(CHALLENGE, ANSWERED | {"answer": says(19)}, on="signed"),
    "challenge_answered_by_another_manager": Rule(CHALLENGE, ANSWERED | {"answered_by": handler}, on="signed"),
    "challenge_signed_in_person": Rule(CHALLENGE, ANSWERED),
    "challenge_read_again": Rule(CHALLENGE, ANSWERED | {"answer": ASKS}, on="signed"),
    "text_one_a_day": twice(text),
    "text_says_something": Rule(text, {"words": says(19)}),
}
