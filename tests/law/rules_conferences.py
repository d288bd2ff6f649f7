"""The rules of conferences, of core groups and of the plans that conferences start and end (see rules.py)."""

from datetime import timedelta
from typing import Any

from tests.factories import cases, people, plans, workers
from tests.factories import conferences as made
from tests.factories.enquiries import EnquiryFactory
from tests.law.rule import NOW, TODAY, Rule, before, saved, the, twice
from tests.law.rules_strategy import versioned
from tests.words import says

CONFERENCE, INVITATION, FAMILY, OUTLINE, GROUP = (
    made.ConferenceFactory,
    made.ConferenceInvitationFactory,
    made.ConferenceFamilyFactory,
    made.OutlineFactory,
    made.CoreGroupFactory,
)
SIGNED = {"signed_at": NOW + timedelta(hours=1), "signed_by": the("chair")}
MEMBER = made.CoreGroupInvitationFactory
NOTED = {"noted_at": NOW, "noted_by": the("invited_by")}
NOW_HELD = {
    "held_on": TODAY,
    "held_by": lambda row: workers.social_worker(),
    "attended": "Owen Example",
    "child_day": says(30),
    "progress": says(20),
}
SATURDAY = TODAY + timedelta(days=(5 - TODAY.weekday()) % 7 + 7)
MOVED = {
    "ended_on": TODAY,
    "ended_otherwise": "moved",
    "moved_to": "Leeds",
    "ended_words": "Leeds held its conference today.",
    "ended_by": lambda row: workers.practice_manager(),
}
NO_PLAN = {"decision": "none", "follows": made.FOLLOWS, "category": "", "core_group_on": None, "review_on": None}


def held() -> Any:
    return CONFERENCE(held=True)


def alone() -> Any:
    conference = held()
    conference.alone_reason, conference.reconvene_due_on = says(40), made.next_working_day(2)
    return saved(conference)


def called_off() -> Any:
    conference = CONFERENCE()
    conference.called_off_at, conference.called_off_by = NOW, conference.chair
    conference.called_off_reason = "The family has moved to another authority."
    return saved(conference)


def without_police() -> Any:
    conference = made.ready()
    row = conference.invitations.get(discipline="police")
    row.attendance = "apologies"
    return saved(row).conference


def unheard() -> Any:
    conference = made.ready()
    row = conference.children.get()
    row.danger = says(19)
    return saved(row).conference


def unreviewed() -> Any:
    """The core group of a plan that a manager has authorised and nobody has reviewed since."""
    part = plans.PartFactory(document=plans.DocumentFactory(kind="cp"), plan=made.running_plan())
    plans.authorised(part.document)
    return GROUP(plan=part.plan)


def enquired() -> Any:
    """A protection plan of a child about whom a section 47 enquiry goes on."""
    plan = made.running_plan()
    cases.Section47Factory(referral=plan.referral)
    return plan


def with_a_start(plan: Any) -> Any:
    """The plan, on the case of which a manager decides today that a child in need plan starts."""
    plans.PlanDecisionFactory(referral=plan.referral)
    return plan


def without_outcome() -> Any:
    enquiry = EnquiryFactory(proposed=True, started_on=made.last_working_day(9))
    row = made.ConferenceChild(child=enquiry.child, referral=enquiry.referral, enquiry=enquiry)
    return CONFERENCE(children=[row])


def one_more_came() -> Any:
    conference = made.ready()
    INVITATION(conference=conference, came=True)
    return conference


def one_more_invited() -> Any:
    conference = made.ready()
    INVITATION(conference=conference)
    return conference


def decided() -> Any:
    return made.ready().children.get()


def without_plan() -> Any:
    return made.ready(decision="none").children.get()


def undecided() -> Any:
    return made.quorate().children.get()


def signed_child() -> Any:
    return made.signed().children.get()


def signed_family() -> Any:
    return made.signed().family.get()


def left_out() -> Any:
    row = FAMILY()
    row.left_out_reason, row.left_out_at, row.left_out_by = made.LEFT_OUT, NOW, row.conference.chair
    with made.acting.acting_as(row.conference.chair):
        return saved(row)


def shared() -> Any:
    return INVITATION(shared=True)


def deciding(**more: Any) -> dict[str, Any]:
    """A whole decision on a plan by the chair."""
    return {
        "decision": "plan",
        "decision_reason": made.DECIDED,
        "category": "PHY",
        "core_group_on": lambda row: made.next_working_day(4),
        "review_on": lambda row: made.next_working_day(30),
        "decided_at": NOW,
        "decided_by": lambda row: row.conference.chair,
    } | more


def nobody_asked() -> Any:
    """A mother is known and nobody has asked her."""
    conference = made.ready(family=False)
    people.RelationshipFactory(child=conference.children.get().child)
    return conference


RULES: dict[str, Rule] = {
    "conference_conf_held_due_after_start": versioned(CONFERENCE, {"due_on": before("counted_from", days=1)}),
    "conference_conf_held_end_after_start": versioned(held, {"held_on": lambda row: made.last_working_day(15)}),
    "conference_conf_letter_due_after_start": versioned(held, {"letter_due_on": before("held_on", days=1)}),
    "conference_conf_letter_end_after_start": versioned(
        made.signed, {"letters_sent_on": before("held_on", days=1), "letters_sent_by": the("chair")}, "update"
    ),
    "conference_conf_record_due_after_start": versioned(held, {"record_due_on": before("held_on", days=1)}),
    "conference_conf_record_end_after_start": versioned(
        made.signed, {"circulated_on": before("held_on", days=1), "circulated_by": the("chair")}, "update"
    ),
    "conference_alone_whole": versioned(alone, {"alone_reason": says(39)}),
    "conference_called_off_whole": versioned(called_off, {"called_off_reason": says(19)}),
    "conference_signed_by_somebody": versioned(made.ready, {"signed_by": the("chair")}, "update"),
    "conference_held_or_called_off": versioned(called_off, {"held_on": lambda row: made.last_working_day()}),
    "conference_signed_after_held": versioned(made.ready, {"held_on": None, **SIGNED}, "signed"),
    "conference_signed_whole": versioned(made.ready, {"analysis": "", **SIGNED}, "signed"),
    "conference_sent_by_somebody": versioned(made.signed, {"circulated_by": the("chair")}, "update"),
    "conference_chaired_by_a_manager": versioned(CONFERENCE, {"chair": lambda row: workers.social_worker()}),
    "conference_chair_is_independent": versioned(
        CONFERENCE, {"chair": lambda row: row.children.get().enquiry.authorised_by}, "update"
    ),
    "conference_on_a_working_day": versioned(CONFERENCE, {"planned_at": made.at(SATURDAY)}),
    "conference_held_in_the_past": versioned(
        held, {"held_on": lambda row: made.next_working_day(1), "letter_due_on": None, "record_due_on": None}
    ),
    "conference_held_again_later": versioned(alone, {"reconvene_due_on": the("held_on")}),
    "conference_held_after_the_outcome": versioned(
        without_outcome, {"held_on": lambda row: made.last_working_day()}, "update"
    ),
    "conference_signed_with_quorum": versioned(without_police, SIGNED, "signed"),
    "conference_signed_with_every_child_decided": versioned(made.quorate, SIGNED, "signed"),
    "conference_signed_with_every_child_heard": versioned(unheard, SIGNED, "signed"),
    "conference_signed_with_an_outline_plan": versioned(lambda: made.ready(outline=False), SIGNED, "signed"),
    "conference_signed_with_every_view": versioned(one_more_came, SIGNED, "signed"),
    "conference_signed_with_everybody_accounted": versioned(one_more_invited, SIGNED, "signed"),
    "conference_signed_with_the_family": versioned(nobody_asked, SIGNED, "signed"),
    "conference_signed_by_the_chair": versioned(
        made.ready, SIGNED | {"signed_by": lambda row: workers.practice_manager()}, "signed"
    ),
    "conference_record_stays": versioned(made.signed, {"contingency": "Something else was said."}, "update"),
    "conference_child_once": twice(made.child_at_a_conference),
    "conference_child_decided_whole": versioned(decided, {"decision_reason": says(39)}, "update"),
    "conference_child_category": versioned(decided, {"category": ""}, "update"),
    "conference_child_dates": versioned(decided, {"review_on": None}, "update"),
    "conference_child_what_follows": versioned(without_plan, {"follows": says(19)}, "update"),
    "conference_child_took_part": versioned(decided, {"participation_how": says(9)}, "update"),
    "conference_child_stays": versioned(signed_child, {"danger": "Something else was said there."}, "update"),
    "conference_child_comes_of_something": versioned(made.child_at_a_conference, {"enquiry": None}, "update"),
    "conference_child_convened_once": Rule(
        made.child_at_a_conference, {"conference": lambda row: CONFERENCE(children=[])}, "insert"
    ),
    "conference_child_chair_is_independent": Rule(
        made.child_at_a_conference,
        {"conference": lambda row: CONFERENCE(children=[], chair=row.enquiry.authorised_by)},
        "insert",
    ),
    "conference_child_decides_its_kind": versioned(decided, NO_PLAN | {"decision": "end"}, "update"),
    "conference_child_under_four": versioned(made.child_at_a_conference, {"participation": "PN0"}, "update"),
    "conference_child_meets_on_working_days": versioned(undecided, deciding(review_on=SATURDAY), "signed"),
    "conference_decision_needs_quorum": versioned(made.child_at_a_conference, deciding(), "signed"),
    "conference_decided_by_the_chair": versioned(decided, NO_PLAN, "update"),
    "conference_invitation_once": twice(INVITATION),
    "conference_invitation_names_a_person": versioned(INVITATION, {"name": "x "}),
    "conference_invitation_of_an_agency": versioned(INVITATION, {"agency": None}),
    "conference_invitation_noted_by_somebody": versioned(INVITATION, {"attendance": "apologies"}),
    "conference_invitation_sent_something": versioned(
        lambda: INVITATION(came=True), {"attendance": "information", "contribution": says(9)}, "update"
    ),
    "conference_invitation_conf_report_due_after_start": versioned(
        INVITATION, {"report_due_on": before("asked_on", days=1)}
    ),
    "conference_invitation_conf_report_end_after_start": versioned(
        shared, {"shared_on": before("asked_on", days=1)}, "update"
    ),
    "conference_invitation_shared_after_received": versioned(
        shared, {"shared_on": before("received_on", days=1)}, "update"
    ),
    "conference_invitation_shared_how": versioned(shared, {"shared_how": "x" * 4}, "update"),
    "conference_invitation_stays": versioned(
        lambda: made.signed().invitations.earliest("pk"), {"contribution": says(20)}, "update"
    ),
    "conference_family_once": twice(FAMILY),
    "conference_family_left_out_whole": versioned(left_out, {"left_out_at": None}, "update"),
    "conference_family_left_out_did_not_come": versioned(left_out, {"attendance": "attended"}, "update"),
    "conference_family_left_out_by_the_chair": versioned(
        FAMILY,
        {"left_out_reason": made.LEFT_OUT, "left_out_at": NOW, "left_out_by": lambda row: row.conference.chair},
        "update",
    ),
    "conference_family_stays": versioned(signed_family, {"views": "Another word."}, "update"),
    "threshold_view_once": twice(made.ThresholdViewFactory),
    "threshold_view_whole": Rule(made.ThresholdViewFactory, {"words": says(9)}),
    "threshold_view_of_somebody_there": Rule(made.ThresholdViewFactory, {"invitation": lambda row: INVITATION()}),
    "threshold_view_stays": Rule(
        lambda: made.ThresholdView.objects.filter(conference_child__conference=made.signed()).earliest("pk"),
        {"words": "Another word than before."},
        "update",
    ),
    "outline_action_is_not_vague": Rule(OUTLINE, {"what": "Continue to monitor the situation"}, "insert"),
    "outline_action_has_a_date": Rule(OUTLINE, {"what": "Visit the family at home ASAP"}, "insert"),
    "outline_action_names_somebody": Rule(OUTLINE, {"owner_name": "All agencies"}, "insert"),
    "outline_action_names_the_whole_name": Rule(OUTLINE, {"owner_name": "Sunita"}, "insert"),
    "outline_action_names_a_role": Rule(OUTLINE, {"owner_job": "x "}, "insert"),
    "outline_action_has_a_purpose": Rule(OUTLINE, {"purpose": says(9)}, "insert"),
    "outline_action_names_no_agency": Rule(
        OUTLINE, {"owner_name": lambda row: people.AgencyFactory().name.upper()}, "insert"
    ),
    "outline_action_stays": Rule(OUTLINE, {"owner_name": "Somebody Else"}, "update"),
    "outline_action_agreed_at_the_conference": Rule(
        lambda: made.OutlineAction.objects.get(conference_child__conference=made.signed()),
        {"what": "Visit the home of the aunt"},
        "insert",
    ),
    "conference_copy_once": twice(made.ConferenceCopyFactory),
    "conference_copy_has_an_address": Rule(made.ConferenceCopyFactory, {"how": "email", "paper": "record"}, "insert"),
    "conference_copy_for_somebody": Rule(
        made.ConferenceCopyFactory,
        {"paper": "record", "invitation": None, "family": lambda row: row.invitation.conference.family.get()},
        "insert",
    ),
    "conference_copy_of_what_is_signed": Rule(
        made.ConferenceCopyFactory, {"invitation": lambda row: INVITATION()}, "insert"
    ),
    "core_group_core_due_after_start": versioned(GROUP, {"due_on": before("counted_from", days=1)}, "update"),
    "core_group_core_end_after_start": versioned(
        lambda: GROUP(held=True), {"held_on": before("counted_from", days=1)}, "insert"
    ),
    "core_group_one_promised": twice(GROUP),
    "core_group_held_whole": versioned(lambda: GROUP(held=True), {"child_day": says(29)}, "insert"),
    "core_group_held_accounted": versioned(
        lambda: made.CoreGroupInvitationFactory().group,
        NOW_HELD,
        "update",
    ),
    "core_group_reviews_the_plan": versioned(
        unreviewed,
        NOW_HELD,
        "update",
    ),
    "core_group_invitation_once": twice(MEMBER),
    "core_group_invitation_names_a_person": versioned(MEMBER, {"job": "x"}, "update"),
    "core_group_invitation_of_an_agency": versioned(MEMBER, {"agency": None}, "update"),
    "core_group_invitation_noted_by_somebody": versioned(MEMBER, {"noted_at": NOW}, "update"),
    "core_group_invitation_sent_something": versioned(MEMBER, {"attendance": "information", **NOTED}, "update"),
    "core_group_invitation_stays": versioned(MEMBER, {"group": lambda row: GROUP(held=True)}, "insert"),
    "core_group_held_in_the_past": versioned(
        lambda: GROUP(held=True), {"held_on": TODAY + timedelta(days=1)}, "insert"
    ),
    "core_group_stays": versioned(lambda: GROUP(held=True), {"progress": "Something else came of it."}, "update"),
    "core_group_of_a_protection_plan": versioned(GROUP, {"plan": lambda row: cases.PlanFactory()}, "update"),
    "plan_review_due_after_start": Rule(made.running_plan, {"review_due_on": before("review_from", days=1)}, "update"),
    "plan_category_is_of_the_census": Rule(made.running_plan, {"latest_category": "ABC"}, "update"),
    "plan_of_protection_lasts_a_day": Rule(
        made.running_plan,
        {
            **MOVED,
            "ended_on": the("started_on"),
        },
        "signed",
    ),
    "plan_reviewed_after_start": Rule(made.running_plan, {"latest_review_on": the("started_on")}, "update"),
    "plan_ended_otherwise_whole": Rule(
        made.running_plan,
        {
            **MOVED,
            "ended_words": says(19),
        },
        "signed",
    ),
    "plan_ends_by_today": Rule(
        made.running_plan, MOVED | {"ended_on": lambda row: TODAY + timedelta(days=1)}, "signed"
    ),
    "plan_ended_otherwise_by_a_manager": Rule(made.running_plan, MOVED, "update"),
    "plan_moved_to_an_authority": Rule(made.running_plan, MOVED | {"moved_to": "LA"}, "signed"),
    "plan_ends_under_no_enquiry": Rule(enquired, {"ended_on": TODAY}, "update"),
    "plan_in_need_starts_by_a_decision": Rule(
        lambda: with_a_start(
            cases.PlanFactory(started_on=TODAY - timedelta(days=9), ended_on=TODAY - timedelta(days=1))
        ),
        {"started_on": TODAY + timedelta(days=1), "ended_on": None},
        "insert",
    ),
    "plan_in_need_ends_by_a_decision": Rule(cases.PlanFactory, {"ended_on": TODAY}, "update"),
    "plan_never_two_at_once": Rule(
        lambda: with_a_start(made.running_plan()),
        {"kind": "cin", "initial_category": "", "latest_category": "", "started_on": TODAY, "review_from": None},
        "insert",
    ),
    "plan_of_protection_starts_at_a_conference": Rule(
        made.running_plan, {"child": lambda row: people.ChildFactory()}, "insert"
    ),
    "plan_of_protection_ends_at_a_review": Rule(made.running_plan, {"ended_on": TODAY}, "update"),
    "plan_initial_category_stays": Rule(made.running_plan, {"initial_category": "SAB"}, "update"),
    "section47_conference_was_held": versioned(EnquiryFactory, {"conference_on": TODAY}, "update"),
}
