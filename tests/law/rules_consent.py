"""The named rules of what stands around consent: answers and what they open, reviews, remedies, families told."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from frontdoor.actions import override_reviews as reviews
from frontdoor.core import acting
from frontdoor.core.working_days import start_of_day
from tests.factories import after_override, cases, consent, contacts, workers
from tests.law import rules_evidence, rules_gates, rules_grounds
from tests.law.rule import TODAY, Rule, after, before, the, twice
from tests.words import says

TELLING, REMEDY = after_override.TellingFactory, after_override.RemedyFactory
SHARING, MATTER = after_override.SharingRefusalFactory, after_override.matter_of
APPROVED, EVENT, OVERRIDE = after_override.approved, consent.ConsentEventFactory, consent.OverrideFactory


def a_manager(row: Any) -> Any:
    return workers.practice_manager()


def somebody(row: Any) -> Any:
    return workers.social_worker()


def now(row: Any) -> Any:
    return timezone.now()


def decided(**changes: Any) -> dict[str, Any]:
    given = {"decided_by": a_manager, "decided_at": now, "decision": "stop", "reason": "The mother said no to it all."}
    return given | changes


def reviewed(**changes: Any) -> dict[str, Any]:
    given = {"reviewed_by": a_manager, "reviewed_at": now, "review_result": "upheld", "review_words": says(20)}
    return given | changes


def actor(row: Any) -> Any:
    return acting.current()


def told(**changes: Any) -> dict[str, Any]:
    return {"told_on": TODAY, "told_by": actor, "told_words": "The mother was told."} | changes


def put_off(**changes: Any) -> dict[str, Any]:
    return {"put_off_on": TODAY, "put_off_by": actor, "put_off_reason": "The father would find out."} | changes


def done(**changes: Any) -> dict[str, Any]:
    return {"done_on": TODAY, "done_by": somebody, "done_words": "The team has read it."} | changes


def recorded_by_a_manager() -> Any:
    """A father's no, and a mother's yes that a manager recorded: the yes opened the decision."""
    no = EVENT(status="REFUSED")
    return MATTER(EVENT(contact=no.contact, recorded_by=workers.practice_manager()))


def agreed_by_a_manager() -> Any:
    """A mother's yes that a manager recorded, and a father's no."""
    given = EVENT(recorded_by=workers.practice_manager())
    return MATTER(EVENT(contact=given.contact, status="REFUSED"))


def agreed_after_a_managers_no() -> Any:
    """A father's no that a manager recorded, and a mother's yes that opened the decision."""
    no = EVENT(status="REFUSED", recorded_by=workers.practice_manager())
    return MATTER(EVENT(contact=no.contact))


def the_yes(row: Any) -> Any:
    return row.contact.consent_events.get(status="GIVEN")


def who_recorded_the_yes(row: Any) -> Any:
    return row.contact.consent_events.get(status="GIVEN").recorded_by


def done_remedy() -> Any:
    row = REMEDY()
    return reviews.done(by=row.owner, on=row.set_on, remedy=row, words="The team has read it.")


def disagreed_check() -> Any:
    check = consent.CheckFactory()
    EVENT(contact=check.contact, child=check.child, status="REFUSED")
    return check


def refused_below() -> Any:
    outcome = rules_evidence.outcome()
    EVENT(contact=outcome.decision.contact, child=outcome.child, kind="C", status="REFUSED")
    return outcome


def led_it(row: Any) -> Any:
    return row.strategy.led_by


def not_read(row: Any) -> Any:
    return contacts.ContactFactory()


def closed_contact(row: Any) -> Any:
    return rules_evidence.outcome().decision.contact


def with_an_override(row: Any) -> Any:
    return APPROVED(contact=contacts.ContactFactory(triaged=True)).contact


def agreed_to_long_ago() -> Any:
    """An assessment of a case whose family agreed to it longer ago than an agreement counts."""
    day = TODAY - timedelta(days=91)
    referral = cases.agreed(cases.ReferralFactory(received_on=day), happened_at=start_of_day(day) + timedelta(hours=12))
    return cases.AssessmentFactory(referral=referral)


RULES: dict[str, Rule] = {
    **rules_gates.RULES,
    **rules_grounds.RULES,
    "override_evidence_has_its_number": Rule(
        OVERRIDE, {"reason_codes": ["O3"], "evidence": {"O3": "Sergeant Example"}}, on="insert"
    ),
    "override_names_its_legal_basis": Rule(OVERRIDE, {"legal_basis": ""}, on="insert"),
    "override_reviewed_by_a_third": Rule(APPROVED, reviewed(reviewed_by=the("decided_by")), on="signed"),
    "override_reviewed_by_no_starter": Rule(
        lambda: consent.decided(consent.SectionFactory()), reviewed(reviewed_by=led_it), on="signed"
    ),
    "override_o4_acts_at_once": Rule(OVERRIDE, {"acts_now": "call"}, on="insert"),
    "override_reviewed_whole": Rule(APPROVED, reviewed(review_words=says(19)), on="signed"),
    "override_review_of_an_approval": Rule(lambda: consent.decided(OVERRIDE(), "refused"), reviewed(), on="signed"),
    "override_reviewer_is_a_manager": Rule(APPROVED, reviewed(reviewed_by=somebody), on="signed"),
    "override_reviewed_in_person": Rule(APPROVED, reviewed(), on="update"),
    "override_unjustified_is_put_right": Rule(APPROVED, reviewed(review_result="not_justified"), on="signed"),
    "matter_c_matter_due_after_start": Rule(MATTER, {"due_at": before("opened_at", minutes=1)}, on="update"),
    "matter_c_matter_end_after_start": Rule(MATTER, decided(decided_at=before("opened_at", seconds=1)), on="signed"),
    "matter_decided_whole": Rule(MATTER, decided(reason=says(19)), on="signed"),
    "matter_not_by_the_recorder": Rule(recorded_by_a_manager, decided(decided_by=the("opened_by")), on="signed"),
    "matter_once": twice(MATTER),
    "matter_about_a_no": Rule(agreed_by_a_manager, {"refusal": the_yes}, on="insert"),
    "matter_not_by_who_recorded_the_no": Rule(
        agreed_after_a_managers_no, decided(decided_by=lambda row: row.refusal.recorded_by), on="signed"
    ),
    "matter_decided_in_person": Rule(MATTER, decided(), on="update"),
    "matter_decided_by_a_manager": Rule(MATTER, decided(decided_by=somebody), on="signed"),
    "matter_relies_on_somebody": Rule(MATTER, decided(decision="rely"), on="signed"),
    "matter_relies_on_anothers_record": Rule(
        agreed_by_a_manager, decided(decision="rely", decided_by=who_recorded_the_yes), on="signed"
    ),
    "matter_stays": Rule(MATTER, {"cause": "refused"}, on="update"),
    "telling_c_told_due_after_start": Rule(TELLING, {"due_on": before("started_on", days=1)}, on="insert"),
    "telling_c_told_end_after_start": Rule(TELLING, told(told_on=before("started_on", days=1)), on="update"),
    "telling_stays": Rule(TELLING, {"of": "wrong"}, on="update"),
    "telling_signed_in_person": Rule(TELLING, told(told_by=somebody)),
    "telling_not_in_the_future": Rule(TELLING, told(told_on=TODAY + timedelta(days=1)), on="update"),
    "telling_due_moves_with_a_reason": Rule(TELLING, {"due_on": after("due_on", days=1)}, on="update"),
    "telling_once": twice(TELLING),
    "telling_told_whole": Rule(TELLING, {"told_words": "The mother was told."}),
    "telling_put_off_whole": Rule(TELLING, {"put_off_reason": "The father would find out today."}),
    "telling_put_off_ahead": Rule(TELLING, put_off(put_off_by=a_manager, due_on=TODAY), on="signed"),
    "telling_who_puts_it_off": Rule(TELLING, put_off(put_off_by=somebody), on="signed"),
    "telling_within_the_limit": Rule(
        TELLING, put_off(put_off_by=a_manager, due_on=TODAY + timedelta(days=29)), on="signed"
    ),
    "remedy_c_remedy_due_after_start": Rule(REMEDY, {"due_on": before("set_on", days=1)}, on="insert"),
    "remedy_c_remedy_end_after_start": Rule(
        done_remedy, {"verified_by": a_manager, "verified_on": before("set_on", days=1)}, on="signed"
    ),
    "remedy_says_what": Rule(REMEDY, {"what": says(19)}, on="insert"),
    "remedy_done_whole": Rule(REMEDY, done(done_words=says(9)), on="signed"),
    "remedy_verified_by_another": Rule(done_remedy, {"verified_on": TODAY, "verified_by": the("done_by")}, on="signed"),
    "remedy_verified_by_no_party": Rule(
        done_remedy, {"verified_on": TODAY, "verified_by": lambda row: row.override.requested_by}, on="signed"
    ),
    "remedy_stays": Rule(REMEDY, {"what": "Something else altogether"}, on="update"),
    "remedy_signed_in_person": Rule(REMEDY, done(), on="update"),
    "sharing_refused_for_the_child": Rule(SHARING, {"detriment": says(39)}, on="insert"),
    "sharing_refusal_says_what": Rule(SHARING, {"asked_for": says(9)}, on="insert"),
    "sharing_not_refused_in_the_future": Rule(
        SHARING, {"refused_at": lambda row: timezone.now() + timedelta(days=1)}, on="insert"
    ),
    "sharing_refusal_child_is_on_the_contact": Rule(
        SHARING, {"child": lambda row: contacts.ContactFactory().about.get().child}, on="insert"
    ),
    "request_not_on_a_closed_contact": Rule(consent.asked, {"contact": closed_contact}, on="insert"),
    "override_not_on_a_closed_contact": Rule(OVERRIDE, {"contact": closed_contact}, on="insert"),
    "check_stop_has_one_cause": Rule(after_override.stop, {"event": None}, on="insert"),
    "check_parents_disagree": Rule(disagreed_check, on="insert"),
    "decision_read_for_risk": Rule(rules_evidence.decision, {"contact": not_read}, on="insert"),
    "decision_family_is_told": Rule(rules_evidence.decision, {"contact": with_an_override}, on="insert"),
    "outcome_of_a_no_below_threshold": Rule(refused_below, {"outcome": "REF17"}, on="insert"),
    "assessment_needs_consent": Rule(cases.AssessmentFactory, on="insert"),
    "assessment_needs_consent_of_late": Rule(agreed_to_long_ago, on="insert"),
}

PROVED_ELSEWHERE = {
    **rules_gates.PROVED_ELSEWHERE,
    **rules_grounds.PROVED_ELSEWHERE,
    "consent_ended_stops_checks": "it stops, it refuses nothing: tests/frontdoor/test_withdrawal.py",
    "consent_ended_opens_a_decision": "it opens, it refuses nothing: tests/frontdoor/test_withdrawal.py",
    "consent_narrowed_stops_checks": "it stops, it refuses nothing: tests/frontdoor/test_withdrawal.py",
    "override_unjustified_stops_checks": "it stops, it refuses nothing: tests/frontdoor/test_override_reviews.py",
    "check_stop_tells_the_agency": "it sends, it refuses nothing: tests/frontdoor/test_withdrawal.py",
    "override_approved_is_drawn": "of what is brought in: tests/frontdoor/test_override_reviews.py",
    "override_signed_when_recorded": "it stamps, it refuses nothing",
}
