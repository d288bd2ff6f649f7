"""Lines of the constraints law for the advice line and for hand-overs."""

from tests.factories import workers
from tests.factories.advice import AdviceCallFactory
from tests.factories.hand_over import HandOverFactory
from tests.law.rule import Rule, after, before, the, twice
from tests.words import says

TAKEN = {"taken_at": the("due_at"), "taken_by": lambda _: workers.practice_manager()}

RULES: dict[str, Rule] = {
    "advice_caller_is_an_agency_or_not": Rule(AdviceCallFactory, {"caller": "agency"}, on="insert"),
    "advice_says_what_was_asked": Rule(AdviceCallFactory, {"question": says(19) + " "}, on="insert"),
    "advice_says_what_was_advised": Rule(AdviceCallFactory, {"advice": says(19) + " "}, on="insert"),
    "advice_names_nobody": Rule(AdviceCallFactory, {"advice": "The child was born on 4/6/2018."}, on="insert"),
    "advice_needs_no_consent": Rule(AdviceCallFactory, {"consent_status": "GIVEN"}, on="insert"),
    "hand_over_hand_over_due_after_start": Rule(
        HandOverFactory, {"due_at": before("written_at", hours=1)}, on="update"
    ),
    "hand_over_hand_over_end_after_start": Rule(
        HandOverFactory, TAKEN | {"taken_at": before("written_at", hours=1)}, on="signed"
    ),
    "hand_over_one_waiting_a_contact": twice(HandOverFactory),
    "hand_over_says_what_was_done": Rule(HandOverFactory, {"done": says(9)}, on="update"),
    "hand_over_says_what_to_do": Rule(HandOverFactory, {"to_do": says(9)}, on="update"),
    "hand_over_taken_by_somebody": Rule(HandOverFactory, {"taken_at": after("written_at", hours=1)}),
    "hand_over_taken_by_another": Rule(HandOverFactory, TAKEN | {"taken_by": the("written_by")}, on="signed"),
    "hand_over_signed_in_person": Rule(HandOverFactory, TAKEN),
}
