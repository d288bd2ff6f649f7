"""The rules of children's plans (see rules.py)."""

from datetime import timedelta
from typing import Any

from tests.factories import assessments, cases, plans
from tests.factories.conferences import CoreGroupInvitationFactory
from tests.factories.people import AgencyFactory, ChildFactory
from tests.law.rule import NOW, TODAY, YESTERDAY, Make, Rule, before, the, twice
from tests.words import says

DOCUMENT, NEED, OUTCOME, ACTION = (
    plans.DocumentFactory,
    plans.NeedFactory,
    plans.OutcomeFactory,
    plans.ActionFactory,
)
TOMORROW = TODAY + timedelta(days=1)
A_DAY_AHEAD = timedelta(days=1)


def versioned(make: Make, illegal: dict[str, Any], on: str = "both") -> Rule:
    """A rule of a row whose every change counts its version up."""
    return Rule(make, illegal | {"version": lambda row: row.version + 1}, on)


def ended() -> Any:
    part = plans.PartFactory()
    plans.ended(part.plan)
    return part


def high_need() -> Any:
    """A need that came into a plan from an authorised assessment."""
    part = plans.PartFactory()
    assessed = assessments.graded_high(part.child)
    return NEED(part=part, assessed=assessed, source="assessment")


def finished() -> Any:
    return ACTION(done=True)


def to_hold() -> Any:
    """A review of a plan with one child, one outcome and one action, none of them spoken of."""
    return plans.document_of(plans.written()).reviews.get()


def spoken_of(*, view: bool = True, scale: bool = True, update: bool = True) -> Any:
    action = plans.written()
    review = plans.document_of(action).reviews.get()
    if view:
        plans.ViewFactory(review=review, part=action.outcome.need.part)
    if scale:
        plans.ScaleFactory(review=review, outcome=action.outcome)
    if update:
        plans.UpdateFactory(review=review, action=action)
    return review


HELD = {
    "held_on": TODAY,
    "held_by": lambda row: row.document.started_by,
    "attended": "Wren and Nan",
    "words": says(20),
}


def need_of_an_ended_plan(_: Any) -> Any:
    return ended_after(NEED()).part.needs.get()


def outcome_of_an_ended_plan(_: Any) -> Any:
    return ended_after(OUTCOME().need).outcomes.get()


def ended_after(need: Any) -> Any:
    """The need, after the plan of its child has ended."""
    plans.ended(need.part.plan)
    return need


def update() -> Any:
    return spoken_of(view=False, scale=False).updates.get()


def scale() -> Any:
    return spoken_of(view=False, update=False).scales.get()


def view() -> Any:
    return spoken_of(scale=False, update=False).views.get()


RULES: dict[str, Rule] = {
    "plan_contingency_whole": versioned(DOCUMENT, {"contingency": says(20)}),
    "plan_proposed_by_somebody": versioned(DOCUMENT, {"proposed_at": NOW}),
    "plan_authorised_by_somebody": versioned(DOCUMENT, {"authorised_by": the("started_by")}, on="signed"),
    "plan_authorised_in_a_version": versioned(DOCUMENT, {"authorised_at": NOW, "authorised_by": the("started_by")}),
    "plan_sent_back_whole": versioned(
        DOCUMENT, {"sent_back_at": NOW, "sent_back_by": the("started_by"), "sent_back_reason": says(19)}, on="signed"
    ),
    "plan_document_signed_in_person": versioned(
        DOCUMENT, {"proposed_at": NOW, "proposed_by": the("started_by")}, on="update"
    ),
    "plan_child_of_its_plan": Rule(
        plans.PartFactory, {"plan": lambda _: cases.PlanFactory(), "child": the("child")}, on="insert"
    ),
    "plan_need_says_what": versioned(NEED, {"words": says(9) + " "}),
    "plan_need_says_where_seen": versioned(NEED, {"source": "other", "source_words": "x "}),
    "plan_need_taken_out_why": versioned(
        NEED, {"left_out_at": NOW, "left_out_by": the("written_by"), "left_out_reason": says(9)}
    ),
    "plan_need_assessed_once": twice(high_need),
    "plan_need_lowered_whole": versioned(NEED, {"lowered_reason": "x" * 20}),
    "plan_need_below_the_assessment_why": versioned(high_need, {"grade": "low"}, on="update"),
    "plan_need_of_the_assessment": versioned(high_need, {"assessed": None}, on="update"),
    "plan_need_while_it_stands": Rule(NEED, {"part": lambda _: ended()}, on="insert"),
    "plan_outcome_while_it_stands": Rule(OUTCOME, {"need": need_of_an_ended_plan}, on="insert"),
    "plan_outcome_says_what_is_different": versioned(OUTCOME, {"words": "Ensure that the child is safe and well"}),
    "plan_outcome_on_the_scale": versioned(OUTCOME, {"scale_at_start": 11}),
    "plan_outcome_taken_out_why": versioned(
        OUTCOME, {"left_out_at": NOW, "left_out_by": the("written_by"), "left_out_reason": says(9)}
    ),
    "plan_action_while_it_stands": Rule(ACTION, {"outcome": outcome_of_an_ended_plan}, on="insert"),
    "plan_action_names_no_agency": versioned(ACTION, {"owner_name": lambda _: AgencyFactory().name}),
    "plan_action_plan_due_after_start": versioned(ACTION, {"started_on": lambda row: row.due_on + A_DAY_AHEAD}),
    "plan_action_plan_end_after_start": versioned(
        ACTION,
        {
            "result": "done",
            "evidence": says(10),
            "finished_by": the("written_by"),
            "finished_on": before("started_on", days=1),
        },
    ),
    "plan_action_is_not_vague": versioned(ACTION, {"what": "Monitor the situation and support the family"}),
    "plan_action_has_a_date": versioned(ACTION, {"what": "Visit the home and see every bedroom ASAP"}),
    "plan_action_names_somebody": versioned(ACTION, {"owner_name": "The school"}),
    "plan_action_names_the_whole_name": versioned(ACTION, {"owner_name": "Sunita"}),
    "plan_action_dropped_by_a_review": versioned(
        lambda: plans.UpdateFactory().action,
        {
            "result": "not_needed",
            "evidence": "x" * 10,
            "finished_by": the("written_by"),
            "finished_on": TODAY,
        },
        on="update",
    ),
    "plan_action_names_a_role": versioned(ACTION, {"owner_role": "x "}),
    "plan_action_is_measured": versioned(ACTION, {"baseline": "x" * 4 + " "}),
    "plan_action_names_who_checks": versioned(ACTION, {"checked_by": "Everybody"}),
    "plan_action_finished_whole": versioned(ACTION, {"result": "done", "evidence": says(10)}),
    "plan_action_due_from_today": versioned(ACTION, {"due_on": YESTERDAY, "started_on": YESTERDAY}),
    "plan_action_due_by_the_review": versioned(ACTION, {"due_on": TODAY + timedelta(days=43)}),
    "plan_action_done_stays": versioned(finished, {"evidence": "Somebody else's words."}, on="update"),
    "plan_review_t20_due_after_start": Rule(plans.ReviewFactory, {"due_on": before("counted_from", days=1)}, "update"),
    "plan_review_t20_end_after_start": Rule(spoken_of, HELD | {"held_on": before("counted_from", days=1)}, on="update"),
    "plan_review_one_open": twice(plans.ReviewFactory),
    "plan_review_says_who_came": Rule(spoken_of, HELD | {"attended": "x "}, on="update"),
    "plan_review_says_what_changed": Rule(spoken_of, HELD | {"words": says(19) + " "}, on="update"),
    "plan_review_has_happened": Rule(spoken_of, HELD | {"held_on": TOMORROW}, on="update"),
    "plan_review_hears_every_child": Rule(lambda: spoken_of(view=False), HELD, on="update"),
    "plan_review_scales_every_outcome": Rule(lambda: spoken_of(scale=False), HELD, on="update"),
    "plan_review_updates_every_action": Rule(lambda: spoken_of(update=False), HELD, on="update"),
    "plan_review_stays": Rule(plans.HeldReviewFactory, {"attended": "Somebody else"}, on="update"),
    "plan_update_once": twice(update),
    "plan_update_says_why": Rule(update, {"words": says(9) + " "}, on="insert"),
    "plan_update_carried_to_a_day": Rule(update, {"new_due_on": None}, on="insert"),
    "plan_update_carried_onwards": Rule(update, {"new_due_on": before("was_due_on", days=1)}, on="insert"),
    "plan_update_of_its_plan": Rule(update, {"action": lambda _: ACTION()}, on="insert"),
    "plan_scale_once": twice(scale),
    "plan_scale_range": Rule(scale, {"scale": 11}, on="insert"),
    "plan_scale_of_its_plan": Rule(scale, {"outcome": lambda _: OUTCOME()}, on="insert"),
    "plan_view_once": twice(view),
    "plan_view_says_something": Rule(view, {"words": says(9) + " "}, on="insert"),
    "plan_view_of_its_plan": Rule(view, {"part": lambda _: plans.PartFactory()}, on="insert"),
    "plan_copy_has_an_address": Rule(plans.CopyFactory, {"how": "email", "kind": "agency"}, on="insert"),
    "plan_copy_mailed_to_an_agency": Rule(
        plans.CopyFactory, {"how": "email", "sent_to": "nan@example.org"}, on="insert"
    ),
    "plan_copy_for_one_of_the_record": Rule(
        plans.CopyFactory, {"kind": "agency", "person": lambda row: ChildFactory()}, on="insert"
    ),
    "plan_copy_for_its_core_group": Rule(
        plans.CopyFactory, {"kind": "agency", "member": lambda row: CoreGroupInvitationFactory()}, on="insert"
    ),
    "plan_copy_names_somebody": Rule(plans.CopyFactory, {"given_to": "x "}, on="insert"),
}

_CARRIED = "it refuses nothing, it counts: tests/cases/test_plan_reviews.py"
_SIGNED = "signed by a manager who acts: tests/cases/test_plan_versions.py"
PROVED_ELSEWHERE = {
    "plan_action_carried_before": _CARRIED,
    "plan_version_takes_in_the_assessment": "tests/cases/test_assessed_needs.py",
    "plan_decision_says_why": _SIGNED,
    "plan_decided_by_a_manager": _SIGNED,
    "plan_version_once": _SIGNED,
    "plan_version_by_another": _SIGNED,
    "plan_version_a_signed_by_a_manager": _SIGNED,
    "plan_version_b_of_a_proposed_plan": _SIGNED,
    "plan_version_has_a_contingency": _SIGNED,
    "plan_version_meets_every_high_need": _SIGNED,
    "plan_version_of_others": _SIGNED,
}
