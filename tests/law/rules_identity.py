"""The rules about whether two records are one person."""

from typing import Any

from tests.factories import identity, workers
from tests.law.rule import Rule, the, twice
from tests.words import says

LINK, PROPOSAL = identity.link, identity.proposal
BY_TWO = "tests/frontdoor/test_merging.py, as the serving role, in the name of each of the two"


def moved() -> Any:
    """A row that a merge moved."""
    return identity.joined(records=identity.pair_with_an_address()).moved.get()


RULES = {
    "identity_link_once": twice(LINK),
    "identity_link_of_two": Rule(LINK, {"other": the("one")}),
    "identity_link_signed_in_person": Rule(LINK, {"said_by": lambda _: workers.social_worker()}, on="update"),
    "identity_link_has_a_reason": Rule(LINK, {"reason": says(9)}),
    "merge_proposal_stays": Rule(PROPOSAL, {"reason": says(30)}, on="update"),
    "moved_row_is_the_databases": Rule(moved, on="insert"),
}

PROVED_ELSEWHERE = {
    "merge_of_two": BY_TWO,
    "merge_has_a_reason": BY_TWO,
    "merge_not_by_the_proposer": BY_TWO,
    "merge_decided_whole": BY_TWO,
    "merge_undone_whole": BY_TWO,
    "merge_proposed_once": BY_TWO,
    "merge_into_one": BY_TWO,
    "merge_decider_holds_the_right": BY_TWO,
    "merge_signed_in_person": BY_TWO,
    "merge_of_adults_by_who_sees_both": "tests/frontdoor/test_merging_adults.py, as the one above",
    "merge_of_one_person": BY_TWO,
    "merge_with_one_nhs_number": BY_TWO,
    "merge_with_one_open_case": BY_TWO,
    "merge_of_records_that_stand": BY_TWO,
    "merge_not_of_relatives": BY_TWO,
    "merge_not_on_one_open_contact": BY_TWO,
    "person_joined_by_two_people": BY_TWO,
}
