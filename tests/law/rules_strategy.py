"""The rules of strategy meetings (see rules.py)."""

from datetime import timedelta
from typing import Any

from cases.models import StrategyAction, StrategyInvitation
from frontdoor.core import acting
from tests.factories import contacts, people, strategy, workers
from tests.factories.reviews import decided_contact
from tests.law.rule import NOW, Make, Rule, after, before, saved, the, twice
from tests.law.rules_evidence import decision, outcome
from tests.rows import bringing_in
from tests.words import says

MEETING, INVITATION, LINE, ACTION = (
    strategy.MeetingFactory,
    strategy.InvitationFactory,
    strategy.LineFactory,
    strategy.ActionFactory,
)
SIGNED = {"signed_at": NOW + timedelta(hours=1), "signed_by": the("chair")}


def held() -> Any:
    return MEETING(held=True)


def alone() -> Any:
    meeting = held()
    meeting.alone_reason, meeting.reconvene_due_on = strategy.WHY_ALONE, meeting.held_at.date()
    return saved(meeting)


def called_off() -> Any:
    meeting = MEETING()
    meeting.called_off_at, meeting.called_off_by = NOW, meeting.chair
    meeting.called_off_reason = "The police found that it was another child."
    return saved(meeting)


def without(discipline: str) -> Any:
    """Ready to be signed, but that somebody did not come."""
    meeting = strategy.ready()
    row: StrategyInvitation = meeting.invitations.get(discipline=discipline)
    row.attendance = "apologies"
    return saved(row).meeting


def undecided() -> Any:
    meeting = strategy.ready()
    strategy.MeetingChildFactory(meeting=meeting)
    return meeting


def unaccounted() -> Any:
    meeting = strategy.ready()
    INVITATION(meeting=meeting)
    return meeting


def without_action() -> Any:
    meeting = strategy.MeetingFactory(held=True, **strategy.WRITTEN)
    for discipline in ("police", "health"):
        strategy.invited(meeting, discipline)
    strategy.invited(meeting, "education", agency=meeting.contact.agency)
    for row in meeting.children.all():
        strategy.decide(row)
    return meeting


def referrer_forgotten() -> Any:
    meeting = strategy.ready()
    meeting.contact = contacts.ContactFactory()
    return saved(meeting)


def decided() -> Any:
    return strategy.ready().children.get()


def signed_child() -> Any:
    return strategy.signed().children.get()


def left_out() -> Any:
    return strategy.MeetingChildFactory(left_out_reason="Lives with an aunt.", meeting=held())


def undecided_child() -> Any:
    """A child at a meeting that was held without police and health; by whoever acts, who chairs it."""
    return strategy.MeetingChildFactory(meeting=held())


def decided_on(_: Any) -> Any:
    """A contact on which a manager decided yesterday that there is reasonable cause."""
    contact = decided_contact(received_at=NOW - timedelta(days=2))
    with bringing_in():
        outcome(decision(contact), outcome="REF47")
    return contact


def correction() -> Any:
    first = LINE()
    return LINE(invitation=first.invitation, corrects=first)


def own_line() -> Any:
    return LINE(written_by=acting.current())


DECIDED = {
    "decision": "s47",
    "decision_reason": says(20),
    "decided_at": NOW,
    "decided_by": lambda row: row.meeting.chair,
}


def versioned(make: Make, illegal: dict[str, Any], on: str = "both") -> Rule:
    """A rule of a row whose every change counts its version up."""
    return Rule(make, illegal | {"version": lambda row: row.version + 1}, on)


RULES: dict[str, Rule] = {
    "strategy_states_the_cause": Rule(MEETING, {"harm": ""}, on="insert"),
    "strategy_runs_from_the_first_cause": Rule(MEETING, {"contact": decided_on}, on="insert"),
    "strategy_convened_by_a_manager": Rule(MEETING, {"convened_by": lambda _: workers.social_worker()}, on="insert"),
    "strategy_convened_in_person": Rule(MEETING, {"convened_by": lambda _: workers.practice_manager()}, on="forged"),
    "strategy_t08_due_after_start": versioned(MEETING, {"due_at": before("cause_at", hours=1)}),
    "strategy_t08_end_after_start": versioned(held, {"held_at": before("cause_at", minutes=1)}),
    "strategy_t09_due_after_start": versioned(held, {"record_due_at": before("held_at", hours=1)}),
    "strategy_t09_end_after_start": versioned(
        strategy.signed,
        {"circulated_at": before("held_at", hours=1), "circulated_by": the("chair")},
        on="update",
    ),
    "strategy_comes_of_something": versioned(MEETING, {"contact": None}),
    "strategy_says_why_now": versioned(MEETING, {"reason": says(19) + " "}, on="update"),
    "strategy_alone_whole": versioned(alone, {"alone_reason": says(39)}),
    "strategy_called_off_whole": versioned(called_off, {"called_off_reason": says(19)}),
    "strategy_held_or_called_off": versioned(called_off, {"held_at": the("planned_at")}),
    "strategy_signed_by_somebody": versioned(strategy.ready, {"signed_by": the("chair")}, on="update"),
    "strategy_signed_after_held": versioned(
        strategy.ready, SIGNED | {"signed_at": before("held_at", minutes=1)}, on="signed"
    ),
    "strategy_signed_whole": versioned(strategy.ready, {"dissent": "", **SIGNED}, on="signed"),
    "strategy_circulated_by_somebody": versioned(strategy.signed, {"circulated_by": the("chair")}, on="update"),
    "strategy_chaired_by_a_manager": versioned(MEETING, {"chair": lambda row: workers.social_worker()}),
    "strategy_held_in_the_past": versioned(held, {"held_at": NOW + timedelta(hours=2), "record_due_at": None}),
    "strategy_reconvenes_soon": versioned(alone, {"reconvene_due_on": after("reconvene_due_on", days=7)}),
    "strategy_signed_with_quorum": versioned(lambda: without("health"), SIGNED, on="signed"),
    "strategy_signed_with_every_child_decided": versioned(undecided, SIGNED, on="signed"),
    "strategy_signed_with_everybody_accounted": versioned(unaccounted, SIGNED, on="signed"),
    "strategy_signed_with_an_action": versioned(without_action, SIGNED, on="signed"),
    "strategy_signed_with_who_is_missing": versioned(referrer_forgotten, SIGNED, on="signed"),
    "strategy_signed_by_the_chair": versioned(
        strategy.ready, SIGNED | {"signed_by": lambda row: workers.practice_manager()}, on="signed"
    ),
    "strategy_record_stays": versioned(strategy.signed, {"safety": "Something else was said there."}, on="update"),
    "strategy_child_once": twice(strategy.MeetingChildFactory),
    "strategy_child_decided_whole": versioned(decided, {"decision_reason": says(19)}, on="update"),
    "strategy_child_left_out_why": versioned(left_out, {"left_out_reason": says(9)}, on="update"),
    "strategy_child_left_out_undecided": versioned(decided, {"left_out_reason": says(10)}, on="update"),
    "strategy_child_stays": versioned(signed_child, {"risk": "Something else was said there."}, on="update"),
    "strategy_decision_needs_quorum": versioned(undecided_child, DECIDED, on="signed"),
    "strategy_decided_by_the_chair": versioned(decided, {"decision": "none"}, on="update"),
    "strategy_invitation_once": twice(INVITATION),
    "strategy_invitation_names_a_person": versioned(INVITATION, {"name": "x "}),
    "strategy_invitation_of_an_agency": versioned(INVITATION, {"agency": None}),
    "strategy_invitation_noted_by_somebody": versioned(INVITATION, {"attendance": "apologies"}),
    "strategy_invitation_sent_something": versioned(
        lambda: INVITATION(came=True), {"attendance": "information", "contribution": says(9)}, on="update"
    ),
    "strategy_invitation_stays": versioned(
        lambda: strategy.signed().invitations.earliest("pk"), {"contribution": says(20)}, on="update"
    ),
    "chaser_is_told": Rule(strategy.ChaserFactory, {"words": "x" * 4}, on="insert"),
    "strategy_line_whole": Rule(LINE, {"words": "x" * 4, "written_by": lambda row: acting.current()}, on="insert"),
    "strategy_line_of_somebody_invited": Rule(own_line, {"invitation": lambda row: INVITATION()}, on="insert"),
    "strategy_line_about_a_child_of_the_meeting": Rule(
        own_line, {"child": lambda row: people.ChildFactory()}, on="insert"
    ),
    "strategy_line_corrects_its_like": Rule(own_line, {"corrects": lambda row: LINE()}, on="insert"),
    "strategy_line_corrects_after_signing": Rule(
        lambda: LINE(invitation=strategy.signed().invitations.earliest("pk"), written_by=acting.current()),
        on="insert",
    ),
    "strategy_line_written_in_person": Rule(own_line, {"written_by": lambda row: workers.social_worker()}, on="forged"),
    "strategy_action_strategy_due_after_start": Rule(ACTION, {"due_at": before("started_at", hours=1)}, on="insert"),
    "strategy_action_strategy_end_after_start": Rule(
        lambda: ACTION(done=True), {"finished_at": before("started_at", hours=1)}, on="insert"
    ),
    "strategy_action_is_not_vague": Rule(ACTION, {"what": "Continue to monitor the situation"}, on="insert"),
    "strategy_action_has_a_date": Rule(ACTION, {"what": "Visit the family at home ASAP"}, on="insert"),
    "strategy_action_names_somebody": Rule(ACTION, {"owner_name": "All agencies"}, on="insert"),
    "strategy_action_names_the_whole_name": Rule(ACTION, {"owner_name": "Sunita"}, on="insert"),
    "strategy_action_names_a_role": Rule(ACTION, {"owner_job": "x "}, on="insert"),
    "strategy_action_has_a_purpose": Rule(ACTION, {"purpose": says(9)}, on="insert"),
    "strategy_action_done_whole": Rule(ACTION, {"evidence": says(9)}),
    "strategy_action_stays": Rule(ACTION, {"owner_name": "Somebody Else"}, on="update"),
    "strategy_action_agreed_at_the_meeting": Rule(
        lambda: StrategyAction.objects.get(meeting=strategy.signed()),
        {"what": "Visit the home of the aunt"},
        on="insert",
    ),
    "strategy_action_names_no_agency": Rule(
        ACTION, {"owner_name": lambda row: people.AgencyFactory().name.upper()}, on="insert"
    ),
    "strategy_copy_has_an_address": Rule(strategy.CopyFactory, {"how": "email"}, on="insert"),
    "strategy_copy_of_a_signed_record": Rule(
        strategy.CopyFactory, {"invitation": lambda row: INVITATION()}, on="insert"
    ),
    "chaser_of_one_invitation": Rule(strategy.ChaserFactory, {"strategy": None}, on="insert"),
    "missedmeeting_of_one_invitation": Rule(strategy.MissedMeetingFactory, {"strategy": None}, on="insert"),
    "missed_twice_taken_up_whole": Rule(lambda: strategy.MissedFactory(taken_up=True), {"words": says(19)}),
}
