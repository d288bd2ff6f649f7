"""Child protection conferences and what they make of plans (domain.md 1.2, 4.3, 10; letter L67, L69)."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.utils import timezone

from cases import conferences as needs
from cases.actions import conference_children, conference_people, conference_sign, conferences
from cases.models import Conference, CoreGroup, Plan, Section47, SeenDue
from cases.models.conference_people import LEFT_OUT_WHOLE
from cases.models.conference_rules import (
    CHAIR_NOT_INDEPENDENT,
    COMES_OF,
    CONVENED_ALREADY,
    DECIDES_ITS_KIND,
    NO_QUORUM,
    NOT_ON_A_FREE_DAY,
    OUTCOME_FIRST,
    RECORD_STAYS,
    UNDER_FOUR,
    WORKING_DAY,
)
from cases.models.conferences import CATEGORY_OF_A_PLAN, WHAT_FOLLOWS
from cases.models.enquiry_rules import CONFERENCE_NOT_HELD
from cases.models.protection_rules import ENQUIRY_STANDS_OPEN, NEVER_TWO_AT_ONCE, STARTS_AT_A_CONFERENCE
from frontdoor.core.acting import acting_as
from frontdoor.core.actions import NotPossible
from frontdoor.core.permissions import Refused
from frontdoor.core.policy import calendar
from frontdoor.core.versions import Stale
from tests.factories import conferences as made
from tests.factories import workers
from tests.factories.cases import AllocationFactory, PlanFactory, Section47Factory
from tests.factories.enquiries import EnquiryFactory
from tests.factories.plans import PlanDecisionFactory
from tests.rows import bringing_in, insert_raw, update_raw
from tests.words import says

pytestmark = pytest.mark.django_db


def convening(row: Any, **more: Any) -> dict[str, Any]:
    by = more.pop("by", None) or workers.social_worker(team=row.referral.team)
    return {
        "by": by,
        "now": timezone.now(),
        "kind": "initial",
        "children": [row],
        "planned_at": made.at(made.next_working_day(3)),
        "place": "Town hall, room 4",
        "chair": workers.practice_manager(),
    } | more


def of(row: Any, **more: Any) -> dict[str, Any]:
    row.refresh_from_db()
    return {"version": row.version} | more


def sign(conference: Conference) -> Conference:
    return conference_sign.sign(by=conference.chair, now=timezone.now(), conference_id=conference.pk, **of(conference))


def decision(row: Any, **more: Any) -> dict[str, Any]:
    return {
        "by": row.conference.chair,
        "now": timezone.now(),
        "child_row_id": row.pk,
        "decision": "plan",
        "decision_reason": made.DECIDED,
        "category": "PHY",
        "dissent": "",
        "follows": "",
        "core_group_on": made.next_working_day(4),
        "review_on": made.next_working_day(30),
    } | of(row, **more)


def test_T11_a_conference_is_promised_from_the_strategy_discussion_of_the_earliest_child(acting):
    first, second = made.first_child(), made.first_child(conference_due_on=timezone.localdate() + timedelta(days=1))
    by = workers.service_manager()
    conference = conferences.convene(**convening(first, by=by, children=[first, second]))
    assert (conference.code, conference.counted_from) == ("T11", second.enquiry.started_on)
    assert conference.due_on == second.enquiry.conference_due_on
    assert conference.children.count() == 2


@pytest.mark.parametrize(
    ("started", "due"),
    [
        (date(2025, 12, 19), date(2026, 1, 14)),
        (date(2025, 12, 24), date(2026, 1, 19)),
        (date(2026, 4, 1), date(2026, 4, 24)),
        (date(2026, 5, 1), date(2026, 5, 26)),
    ],
)
def test_T12_fifteen_working_days_over_christmas_and_easter(acting, started, due):
    row = made.moved_child()
    assert needs.promised("transfer", [row], told_on=started) == needs.Promised("T12", started, due)


@pytest.mark.parametrize(
    ("held", "first", "due"),
    [
        (date(2025, 11, 30), True, date(2026, 2, 28)),
        (date(2025, 12, 23), True, date(2026, 3, 23)),
        (date(2025, 8, 29), False, date(2026, 2, 28)),
        (date(2026, 4, 2), False, date(2026, 10, 2)),
    ],
)
def test_T15_T16_reviews_count_in_calendar_months_to_the_end_of_a_shorter_month(acting, held, first, due):
    assert needs.review_after(held, first=first, team_id=None).due_on == due


def test_T35_a_child_not_yet_born_has_its_conference_ten_weeks_before(acting):
    row = made.first_child()
    row.child.expected_birth_date = row.enquiry.started_on + timedelta(days=75)
    assert needs.promised("pre_birth", [row], told_on=None).code == "T35"
    assert needs.promised("pre_birth", [row], told_on=None).due_on == row.enquiry.started_on + timedelta(days=5)
    row.child.expected_birth_date = row.enquiry.started_on + timedelta(days=60)
    assert needs.promised("pre_birth", [row], told_on=None).code == "T11", "ten weeks before is over already"


@pytest.mark.parametrize("day", [date(2026, 12, 25), date(2026, 12, 26), date(2026, 12, 28), date(2027, 3, 29)])
def test_8875_no_conference_on_a_weekend_or_bank_holiday(acting, day):
    row = made.first_child()
    with pytest.raises(NotPossible, match=WORKING_DAY):
        conferences.convene(**convening(row, planned_at=made.at(day)))
    conference = made.ConferenceFactory()
    with pytest.raises(DatabaseError, match=WORKING_DAY), transaction.atomic():
        update_raw(conference, planned_at=made.at(day), version=2)


def test_the_chair_is_independent_of_the_case(acting):
    row = made.first_child()
    own = workers.practice_manager(team=row.referral.team)
    lead = workers.practice_manager()
    AllocationFactory(child=row.child, referral=row.referral, worker=lead)
    for chair in (own, lead, row.enquiry.authorised_by):
        with pytest.raises(NotPossible, match=CHAIR_NOT_INDEPENDENT):
            conferences.convene(**convening(row, chair=chair))
    conference = conferences.convene(**convening(row))
    for chair in (own, lead, row.enquiry.authorised_by):
        with pytest.raises(DatabaseError, match=CHAIR_NOT_INDEPENDENT), transaction.atomic():
            update_raw(conference, chair=chair, version=2)
        given = {"planned_at": conference.planned_at, "place": "There", "chair": chair}
        with pytest.raises(NotPossible, match=CHAIR_NOT_INDEPENDENT):
            conferences.rearrange(
                by=conference.convened_by, now=timezone.now(), conference_id=conference.pk, version=1, **given
            )


def test_only_who_holds_the_case_convenes_and_only_from_an_enquiry_that_leads_there(acting):
    row = made.first_child()
    for stranger in (workers.social_worker(), workers.auditor()):
        with pytest.raises(Refused):
            conferences.convene(**convening(row, by=stranger))
    unproposed = EnquiryFactory()
    other = made.ConferenceChild(child=unproposed.child, referral=unproposed.referral, enquiry=unproposed)
    with pytest.raises(NotPossible, match=COMES_OF):
        conferences.convene(**convening(other))
    conferences.convene(**convening(row))
    again = made.ConferenceChild(child=row.child, referral=row.referral, enquiry=row.enquiry)
    with pytest.raises(NotPossible, match=CONVENED_ALREADY):
        conferences.convene(**convening(again))


def test_it_is_held_after_the_outcome_and_the_enquiry_follows_it(acting):
    waiting = EnquiryFactory(proposed=True, started_on=made.last_working_day(9))
    early = made.ConferenceFactory(
        children=[made.ConferenceChild(child=waiting.child, referral=waiting.referral, enquiry=waiting)]
    )
    held = {"now": timezone.now(), "held_on": made.last_working_day()}
    with pytest.raises(NotPossible, match=OUTCOME_FIRST):
        conferences.hold(by=early.chair, conference_id=early.pk, **held)
    conference = made.ConferenceFactory()
    with pytest.raises(Refused):
        conferences.hold(by=workers.practice_manager(), conference_id=conference.pk, **held)
    with pytest.raises(NotPossible):
        conferences.hold(
            by=conference.chair,
            conference_id=conference.pk,
            now=timezone.now(),
            held_on=made.next_working_day(1),
        )
    conference = conferences.hold(by=conference.chair, conference_id=conference.pk, **held)
    enquiry = Section47.objects.get(conference_children__conference=conference)
    assert enquiry.conference_on == conference.held_on
    assert not Section47.objects.awaiting_conference().filter(pk=enquiry.pk).exists()
    days = calendar(around=conference.held_on)
    assert conference.letter_due_on == days.add_working_days(conference.held_on, 1)
    assert conference.record_due_on == days.add_working_days(conference.held_on, 15)


def test_an_enquirys_conference_is_a_conference_that_was_held(acting):
    enquiry = EnquiryFactory(authorised=True)
    with pytest.raises(DatabaseError, match=CONFERENCE_NOT_HELD), transaction.atomic():
        update_raw(enquiry, conference_on=timezone.localdate(), version=2)


def test_L66_without_social_care_and_two_agencies_the_chair_says_why_and_when_again(acting):
    conference = made.ConferenceFactory(held=True)
    row = conference.children.get()
    with pytest.raises(NotPossible, match=NO_QUORUM):
        conference_children.decide(**decision(row))
    made.ConferenceInvitationFactory(conference=conference, came=True)
    assert needs.not_there(conference, conference.invitations.all()) == ["a second agency"]
    made.ConferenceInvitationFactory(conference=conference, came=True)
    assert needs.not_there(conference, conference.invitations.all()) == []
    alone = made.ConferenceFactory(held=True)
    go_on = {"by": alone.chair, "conference_id": alone.pk, "reason": says(40)}
    with pytest.raises(NotPossible):
        conferences.go_on_alone(**go_on, reconvene_on=alone.held_on)
    conferences.go_on_alone(**go_on, reconvene_on=made.next_working_day(2))
    conference_children.decide(**decision(alone.children.get()))


def test_L67_nothing_is_signed_before_every_part_is_written(acting):
    conference = made.ConferenceFactory(held=True)
    assert needs.missing(conference).sections
    for name in made.WRITTEN:
        with pytest.raises(NotPossible, match="Write first"):
            sign(conference)
        setattr(conference, name, made.WRITTEN[name])
        with acting_as(conference.chair):
            conference.save()
    whole = made.ready()
    child = whole.children.get()
    child.danger = says(19)
    with acting_as(whole.chair):
        child.save()
    with pytest.raises(NotPossible, match="how it took part"):
        sign(whole)
    with acting_as(whole.chair), pytest.raises(DatabaseError, match="how it took part"), transaction.atomic():
        update_raw(whole, signed_at=timezone.now(), signed_by=whole.chair, version=whole.version + 1)


def test_2885_a_protection_plan_starts_on_the_day_of_the_conference(acting):
    conference = made.ready()
    child = conference.children.get().child
    need = PlanFactory(
        child=child,
        referral=conference.children.get().referral,
        started_on=conference.held_on - timedelta(days=20),
    )
    sign(conference)
    plan = Plan.objects.get(child=child, kind="cp")
    need.refresh_from_db()
    assert need.ended_on == plan.started_on == conference.held_on, "census 4017 lets one end as the other starts"
    assert (plan.initial_category, plan.latest_category, plan.earlier_protection_plans) == ("PHY", "PHY", 0)
    assert plan.decided == conference.children.get()
    assert Section47.objects.get(child=child).led_to_plan is True
    group = CoreGroup.objects.get(plan=plan)
    days = calendar(around=conference.held_on)
    assert group.due_on == days.add_working_days(conference.held_on, 10)
    seen = SeenDue.objects.waiting().get(plan=plan)
    assert (seen.code, seen.counted_from) == ("T17", conference.held_on)
    assert seen.due_on == days.add_working_days(conference.held_on, 10)
    assert Plan.objects.review_late(plan.review_due_on + timedelta(days=1)).get() == plan
    assert not Plan.objects.review_late(plan.review_due_on).exists()


def test_4016_a_child_in_need_plan_of_the_same_day_stops_the_signature(acting):
    conference = made.ready()
    row = conference.children.get()
    PlanFactory(child=row.child, referral=row.referral, started_on=conference.held_on)
    with pytest.raises(NotPossible, match=NEVER_TWO_AT_ONCE):
        sign(conference)
    conference.refresh_from_db()
    assert conference.signed_at is None
    assert not Plan.objects.filter(kind="cp").exists()


def plan_row(child: Any, referral: Any, kind: str, started: date, ended: date | None) -> Plan:
    category = "NEG" if kind == "cp" else ""
    return Plan(
        child=child,
        referral=referral,
        kind=kind,
        started_on=started,
        ended_on=ended,
        initial_category=category,
        latest_category=category,
    )


@pytest.mark.parametrize(
    ("started", "ended", "refused"),
    [
        (-10, 0, False),
        (-10, 1, True),
        (-10, None, True),
        (0, 0, True),
        (0, 1, True),
        (5, 6, True),
        (10, 10, False),
        (9, 9, True),
        (10, None, False),
        (-10, -10, False),
    ],
)
def test_4001_4003_4016_4017_8935_a_child_is_under_one_plan_at_a_time(acting, started, ended, refused):
    begun = timezone.localdate() - timedelta(days=40)
    plan = made.running_plan(
        started_on=begun, ended_on=begun + timedelta(days=10), review_from=None, review_code="", review_due_on=None
    )
    new = plan_row(
        plan.child,
        plan.referral,
        "cin",
        begun + timedelta(days=started),
        None if ended is None else begun + timedelta(days=ended),
    )
    for step, day in (("start", new.started_on), ("end", new.ended_on)):
        PlanDecisionFactory(referral=plan.referral, step=step, decided_on=day or timezone.localdate())
    if refused:
        with pytest.raises(DatabaseError, match=NEVER_TWO_AT_ONCE), transaction.atomic():
            insert_raw(new)
    else:
        insert_raw(new)


def test_2883_no_protection_plan_without_its_own_conference(acting):
    conference = made.ready()
    row = conference.children.get()
    raw = plan_row(row.child, row.referral, "cp", conference.held_on, None)
    with pytest.raises(DatabaseError, match=STARTS_AT_A_CONFERENCE), transaction.atomic():
        insert_raw(raw)
    sign(conference)
    plan = Plan.objects.get(child=row.child)
    other = made.ready()
    raw = plan_row(other.children.get().child, other.children.get().referral, "cp", other.held_on, None)
    raw.decided = row
    with pytest.raises(DatabaseError), transaction.atomic():
        insert_raw(raw)
    with pytest.raises(DatabaseError, match="initial category"), transaction.atomic():
        update_raw(plan, initial_category="NEG")


def test_8840_8841_a_plan_is_reviewed_and_ends_after_its_first_day(acting):
    plan = made.running_plan()
    for change in ({"latest_review_on": plan.started_on}, {"ended_on": plan.started_on}):
        with pytest.raises(DatabaseError), transaction.atomic():
            update_raw(plan, **change)


def test_a_review_keeps_the_first_category_beside_the_latest_and_starts_the_clock_anew(acting):
    conference = made.review()
    made.decide(conference.children.get(), "continue", "EMO")
    sign(conference)
    plan = Plan.objects.get()
    assert (plan.initial_category, plan.latest_category) == ("NEG", "EMO")
    assert (plan.review_code, plan.review_from, plan.latest_review_on) == (
        "T16",
        conference.held_on,
        conference.held_on,
    )
    assert plan.review_due_on == needs.review_after(conference.held_on, first=False, team_id=None).due_on


def test_a_review_ends_a_plan_on_its_day_and_says_what_follows(acting):
    conference = made.review(decision="end")
    with pytest.raises(ValidationError, match=WHAT_FOLLOWS):
        conference_children.decide(**decision(conference.children.get(), decision="end", follows=says(19)))
    sign(conference)
    plan = Plan.objects.get()
    assert plan.ended_on == conference.held_on
    assert needs.earlier_plans(plan.child_id) == 1
    made.running_plan(
        child=plan.child,
        referral=plan.referral,
        started_on=plan.ended_on,
        earlier_protection_plans=4,
        review_from=None,
        review_code="",
        review_due_on=None,
    )
    assert needs.earlier_plans(plan.child_id) == 5, "what was counted elsewhere counts on"


def test_no_plan_ends_while_a_section_47_enquiry_about_the_child_is_open(acting):
    conference = made.review(decision="end")
    row = conference.children.get()
    enquiry = Section47Factory(referral=row.referral)
    with pytest.raises(NotPossible, match=ENQUIRY_STANDS_OPEN):
        conference_children.decide(**decision(row, decision="end"))
    with pytest.raises(NotPossible, match=ENQUIRY_STANDS_OPEN):
        sign(conference)
    with acting_as(conference.chair), bringing_in():
        update_raw(enquiry, conference_not_needed=True, version=enquiry.version + 1)
    sign(conference)
    assert Plan.objects.get().ended_on == conference.held_on


def test_a_plan_does_not_end_by_itself(acting):
    plan = made.running_plan()
    with pytest.raises(DatabaseError, match="review conference that ended it"), transaction.atomic():
        update_raw(plan, ended_on=timezone.localdate())


def test_a_decision_belongs_to_its_kind_its_chair_and_its_days(acting):
    conference = made.ready()
    row = conference.children.get()
    with pytest.raises(NotPossible, match=DECIDES_ITS_KIND):
        conference_children.decide(**decision(row, decision="end"))
    with pytest.raises(Refused):
        conference_children.decide(**decision(row, by=workers.service_manager()))
    with pytest.raises(NotPossible, match="within 10 working days"):
        conference_children.decide(**decision(row, core_group_on=made.next_working_day(12)))
    with pytest.raises(NotPossible, match="The review conference is by"):
        conference_children.decide(**decision(row, review_on=made.next_working_day(80)))
    weekend = timezone.localdate() + timedelta(days=(5 - timezone.localdate().weekday()) % 7 + 7)
    with pytest.raises(NotPossible, match=NOT_ON_A_FREE_DAY):
        conference_children.decide(**decision(row, review_on=weekend))
    with pytest.raises(ValidationError, match=CATEGORY_OF_A_PLAN):
        conference_children.decide(**decision(row, category=""))
    with pytest.raises(Stale):
        conference_children.decide(**(decision(row) | {"version": 1}))
    no_plan = conference_children.decide(**decision(row, decision="none", follows=made.FOLLOWS))
    assert (no_plan.category, no_plan.review_on, no_plan.core_group_on) == ("", None, None)


def test_a_signed_conference_stays(acting):
    conference = made.ready()
    sign(conference)
    row = conference.children.get()
    with pytest.raises(NotPossible, match=RECORD_STAYS):
        conference_children.decide(**decision(row))
    for changed, values in (
        (row, {"danger": "Something else was said there."}),
        (conference, {"analysis": says(40)}),
    ):
        changed.refresh_from_db()
        with acting_as(conference.chair), pytest.raises(DatabaseError, match=RECORD_STAYS), transaction.atomic():
            update_raw(changed, version=changed.version + 1, **values)


def test_PN0_is_for_a_child_under_four(acting):
    conference = made.ConferenceFactory(held=True)
    row = conference.children.get()
    written = made.SECTION | {"participation": "PN0", "participation_how": ""}
    given = {"by": conference.chair, "on": timezone.localdate(), "child_row_id": row.pk, "written": written}
    fourth_birthday = conference.held_on.replace(year=conference.held_on.year - 4)
    for born, refused in ((fourth_birthday, True), (fourth_birthday + timedelta(days=1), False)):
        row.child.birth_date = born
        with acting_as(conference.chair):
            row.child.save()
        if refused:
            with pytest.raises(NotPossible, match=UNDER_FOUR):
                conference_children.write(**given, **of(row))
        else:
            conference_children.write(**given, **of(row))


def test_the_chair_alone_leaves_one_of_the_family_out_and_says_why(acting):
    conference = made.ConferenceFactory(held=True)
    row = made.ConferenceFamilyFactory(conference=conference)
    given = {"now": timezone.now(), "family_id": row.pk}
    with pytest.raises(Refused):
        conference_people.leave_out(by=workers.service_manager(), reason=made.LEFT_OUT, **given, **of(row))
    with pytest.raises(NotPossible, match=LEFT_OUT_WHOLE):
        conference_people.leave_out(by=conference.chair, reason=says(39), **given, **of(row))
    conference_people.leave_out(by=conference.chair, reason=made.LEFT_OUT, **given, **of(row))
    row.refresh_from_db()
    assert row.left_out_by == conference.chair


def test_reports_are_with_the_family_two_working_days_before(acting):
    row = made.first_child()
    monday = date(2026, 12, 29)
    conference = conferences.convene(
        **convening(row, planned_at=made.at(monday), now=datetime(2026, 11, 26, 9, tzinfo=made.UTC))
    )
    assert conference.reports_due_on == date(2026, 12, 23), "Christmas is no working day"
    assert conference.invitations.get(worker=conference.chair).report_due_on is None, "the chair owes none"
    invitation = conference.invitations.get(worker=conference.convened_by)
    assert made.ConferenceInvitation.objects.reports_late(date(2026, 12, 24)).filter(pk=invitation.pk).exists()
    assert not made.ConferenceInvitation.objects.reports_late(date(2026, 12, 23)).exists()


def test_a_report_is_shared_after_it_came(acting):
    invitation = made.ConferenceInvitationFactory()
    on, came = timezone.localdate(), made.last_working_day(3)
    given = {"by": invitation.conference.chair, "on": on, "invitation_id": invitation.pk, "received_on": came}
    with pytest.raises(NotPossible):
        conference_people.report(**given, shared_on=came - timedelta(days=1), shared_how="At home", **of(invitation))
    with pytest.raises(NotPossible):
        conference_people.report(**given, shared_on=on, shared_how="", **of(invitation))
    conference_people.report(**given, shared_on=None, shared_how="", **of(invitation))
    conference_people.report(**given, shared_on=on, shared_how="Read at home", **of(invitation))
    assert not made.ConferenceInvitation.objects.reports_owed().filter(pk=invitation.pk).exists()


@pytest.mark.parametrize("what", ["Continue to monitor", "Visit the home ASAP and see him"])
def test_L67_an_outline_action_that_is_vague_or_undated_is_refused(acting, what):
    row = made.child_at_a_conference()
    given = {
        "by": row.conference.chair,
        "now": timezone.now(),
        "child_row_id": row.pk,
        "agency": None,
        "purpose": "He sleeps safely.",
        "owner_job": "Social worker",
    }
    due = {"due_on": made.next_working_day(3)}
    with pytest.raises(NotPossible):
        conference_children.agree(**given, what=what, owner_name="Owen Example", **due)
    with pytest.raises(NotPossible, match="Name the person"):
        conference_children.agree(**given, what=made.WHAT, owner_name="All agencies", **due)
    with pytest.raises(NotPossible, match="in the past"):
        conference_children.agree(
            **given, what=made.WHAT, owner_name="Owen Example", due_on=timezone.localdate() - timedelta(days=1)
        )
    conference_children.agree(**given, what=made.WHAT, owner_name="Owen Example", **due)


def test_a_transfer_in_starts_a_plan_of_an_open_case(acting):
    row = made.moved_child()
    told = made.last_working_day(5)
    with pytest.raises(NotPossible):
        conferences.convene(**convening(row, kind="transfer", told_on=made.next_working_day(1)))
    conference = conferences.convene(**convening(row, kind="transfer", told_on=told))
    assert conference.due_on == calendar(around=told).add_working_days(told, 15)
    ready = made.ready(children=[made.moved_child()], kind="transfer", code="T12")
    sign(ready)
    assert Plan.objects.get().started_on == ready.held_on
