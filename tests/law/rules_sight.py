"""The rules about who sees a record, and about searches that were noticed (see tests/law/rules.py)."""

from frontdoor.models import AccessGrant, Restriction
from tests.factories import people, sight, workers
from tests.law.rule import NOW, Rule, after, before
from tests.words import says

IN_PERSON = "tests/frontdoor/test_sight_rules.py, as the serving role, in the name of each"
TIED = "tests/frontdoor/test_ties.py, each with a tie to the child and to the father"


def by_reason() -> AccessGrant:
    return sight.named(people.ChildFactory(), workers.social_worker(), kind="reason")


def closed() -> Restriction:
    return sight.restriction()


RULES: dict[str, Rule] = {
    "grant_has_a_reason": Rule(by_reason, {"reason": says(19)}, on="insert"),
    "grant_by_reason_is_short": Rule(by_reason, {"expires_at": after("granted_at", hours=24, seconds=1)}, on="insert"),
    "grant_ended_whole": Rule(by_reason, {"ended_at": NOW}, on="update"),
    "grant_stays": Rule(by_reason, {"expires_at": after("expires_at", seconds=1)}, on="update"),
    "restriction_stays": Rule(closed, {"reason": says(30)}, on="update"),
    "restriction_hides_the_record": Rule(closed, {"person": lambda _: people.ChildFactory()}, on="insert"),
    "alert_looked_into_whole": Rule(sight.SearchAlertFactory, {"looked_at": NOW}, on="update"),
    "alert_stays": Rule(sight.SearchAlertFactory, {"noticed_at": before("noticed_at", days=1)}, on="update"),
    "alert_looked_into_by_a_manager": Rule(
        sight.SearchAlertFactory,
        {"looked_at": NOW, "looked_by": lambda _: workers.social_worker(), "found": says(20)},
        on="update",
    ),
}

PROVED_ELSEWHERE = {
    "restriction_lifted_whole": IN_PERSON,
    "conflict_once": IN_PERSON,
    "grant_on_restricted_is_short": IN_PERSON,
    "restriction_has_a_reason": IN_PERSON,
    "conflict_says_what_tie": IN_PERSON,
    "grant_on_restricted_without_a_tie": IN_PERSON,
    "conflict_declared_by_the_worker_or_a_manager": IN_PERSON,
    "grant_on_restricted_by_another": IN_PERSON,
    "grant_on_restricted_by_a_manager": IN_PERSON,
    "grant_on_restricted_in_person": IN_PERSON,
    "restriction_by_a_manager": IN_PERSON,
    "restriction_signed_in_person": IN_PERSON,
    "restriction_lifted_by_another": IN_PERSON,
    "person_restriction_lifted_by_two": IN_PERSON,
    "alert_not_ones_own": IN_PERSON,
    "override_signed_without_a_tie": TIED,
    "consent_recorded_without_a_tie": TIED,
    "request_put_without_a_tie": TIED,
    "matter_decided_without_a_tie": TIED,
    "telling_without_a_tie": TIED,
    "remedy_signed_without_a_tie": TIED,
    "decision_signed_without_a_tie": TIED,
    "completion_signed_without_a_tie": TIED,
    "return_without_a_tie": TIED,
    "agreement_decision_without_a_tie": "tests/cases/test_agreement_gone.py, with a tie to the child's father",
    "merge_signed_by_who_sees_both": "tests/frontdoor/test_merging.py, of a restricted child and with a tie",
}
