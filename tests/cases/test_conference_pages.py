"""The pages of conferences, core groups, reviews, letters and the forecast."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape

from cases import conference_forecast
from cases.actions import conference_circulation, conference_sign, core_groups, visits
from cases.actions.visits import ChildVisited
from cases.models import Conference, ConferenceCopy, CoreGroup, Plan, SeenDue, Visit
from cases.models.conference_after import SIGNED_FIRST
from cases.models.core_groups import GROUP_WHOLE
from cases.models.protection_rules import ENDS_AT_A_REVIEW, TO_WHICH_AUTHORITY
from frontdoor.core import outbox
from frontdoor.core.actions import NotPossible
from frontdoor.core.outbox import OutboxMessage
from frontdoor.core.permissions import Refused
from frontdoor.core.policy import calendar
from tests.factories import conferences as made
from tests.factories import workers
from tests.factories.cases import AllocationFactory, Section47Factory
from tests.factories.enquiries import EnquiryFactory
from tests.factories.people import RelationshipFactory
from tests.law.sending import client_of, day
from tests.words import says

pytestmark = pytest.mark.django_db


def signed(**given: Any) -> Conference:
    """A conference that was signed by its act, so that its plans stand."""
    conference = made.ready(**given)
    conference.refresh_from_db()
    return conference_sign.sign(
        by=conference.chair, now=timezone.now(), conference_id=conference.pk, version=conference.version
    )


def test_from_the_enquiry_to_the_signed_plan_by_its_pages(acting):
    row = made.first_child()
    RelationshipFactory(child=row.child)
    own, stranger = workers.social_worker(team=row.referral.team), workers.social_worker()
    chair = workers.practice_manager()
    worker = client_of(own)
    page = reverse("conference_from_enquiry", args=[row.enquiry.pk])
    assert (
        reverse("conference_from_enquiry", args=[row.enquiry.pk])
        in worker.get(reverse("enquiry", args=[row.enquiry.pk])).text
    )
    assert client_of(stranger).get(page).status_code == 404
    planned = made.last_working_day()
    given = {
        "children_about": [row.child.pk],
        "place": "Town hall",
        "chair": chair.pk,
        "planned_at_time": "10:00",
        **day("planned_at", planned),
    }
    answer = worker.post(page, given)
    conference = Conference.objects.get()
    assert answer.url == reverse("conference", args=[conference.pk])
    assert client_of(stranger).get(answer.url).status_code == 404
    assert client_of(chair).get(answer.url).status_code == 200
    assert "Missing: <bdi>two agencies</bdi>" in worker.get(answer.url).text, "said before it is held"
    assert page not in worker.get(reverse("enquiry", args=[row.enquiry.pk])).text, "it has its conference"
    offered = worker.get(page)
    assert "convened already" in offered.text

    led = client_of(chair)
    assert worker.get(reverse("conference_hold", args=[conference.pk])).status_code == 403
    led.post(reverse("conference_hold", args=[conference.pk]), day("held_on", planned))
    for sector in ("police", "health"):
        made.ConferenceInvitationFactory(
            conference=conference, agency__sector=sector, discipline=sector, came=True, shared=True
        )
    seat = conference.invitations.get(worker=own)
    came = {"attendance": "attended", "version": seat.version}
    assert worker.post(reverse("conference_note", args=[seat.pk]), came).status_code == 302
    adult = conference.children.get().child.adults.get().adult
    assert worker.post(reverse("conference_ask_family", args=[conference.pk]), {"person": adult.pk}).status_code == 302
    family = conference.family.get()
    heard = {"attendance": "attended", "views": "She wants it to stop.", "version": family.version}
    assert worker.post(reverse("conference_family", args=[family.pk]), heard).status_code == 302
    child = conference.children.get()
    assert (
        worker.post(
            reverse("conference_section", args=[child.pk]), made.SECTION | {"version": child.version}
        ).status_code
        == 302
    )
    for one in conference.invitations.exclude(agency=None):
        said = {"invitation": one.pk, "view": "met", "words": "He is hit and afraid."}
        assert worker.post(reverse("conference_view", args=[child.pk]), said).status_code == 302
    child.refresh_from_db()
    decided = {
        "decision": "plan",
        "category": "PHY",
        "decision_reason": made.DECIDED,
        "dissent": "Nobody",
        "version": child.version,
        **day("core_group_on", made.next_working_day(4)),
        **day("review_on", made.next_working_day(30)),
    }
    assert led.post(reverse("conference_decide", args=[child.pk]), decided).status_code == 302
    action = {
        "what": made.WHAT,
        "purpose": "He sleeps safely.",
        "owner_name": "Owen Example",
        "owner_job": "Social worker",
        **day("due_on", made.next_working_day(3)),
    }
    outline = reverse("conference_outline", args=[child.pk])
    asked = conference.invitations.earliest("pk")
    for name in (child.child.full_name, asked.name):
        assert f'<option value="{escape(name)}">' in worker.get(outline).text
    assert worker.post(outline, action).status_code == 302
    conference.refresh_from_db()
    record = made.WRITTEN | {"version": conference.version}
    assert worker.post(reverse("conference_record", args=[conference.pk]), record).status_code == 302
    conference.refresh_from_db()
    assert "To do" not in led.get(reverse("conference_sign", args=[conference.pk])).text
    answer = led.post(reverse("conference_sign", args=[conference.pk]), {"version": conference.version})
    assert answer.status_code == 302
    plan = Plan.objects.get()
    assert (plan.child, plan.started_on, plan.kind) == (row.child, planned, "cp")
    assert "Child protection plan" in worker.get(reverse("conference", args=[conference.pk])).text


def test_a_form_says_what_the_act_refuses_and_keeps_what_was_typed(acting):
    conference = made.quorate()
    child = conference.children.get()
    led = client_of(conference.chair)
    decided = {"decision": "plan", "category": "PHY", "decision_reason": made.DECIDED, "version": child.version}
    late = decided | day("core_group_on", made.next_working_day(14)) | day("review_on", made.next_working_day(30))
    answer = led.post(reverse("conference_decide", args=[child.pk]), late)
    assert answer.status_code == 422
    assert "within 10 working days" in answer.text
    assert made.DECIDED in answer.text
    vague = {"what": "Continue to monitor", "purpose": "He sleeps safely.", "owner_name": "All", "owner_job": "Nurse"}
    answer = led.post(reverse("conference_outline", args=[child.pk]), vague | day("due_on", made.next_working_day(3)))
    assert answer.status_code == 422


def test_T17_a_visit_under_the_plan_keeps_its_clock_and_starts_the_next(acting):
    plan = Plan.objects.get(decided__conference=signed(held_on=made.last_working_day(3)))
    waiting = SeenDue.objects.waiting().get(plan=plan)
    days = calendar(around=plan.started_on)
    assert waiting.due_on == days.add_working_days(plan.started_on, 10)
    lead = AllocationFactory(child=plan.child, referral=plan.referral).worker
    told = ChildVisited(child=plan.child, seen=True, seen_alone=True, bedroom_seen=False, said="He drew his week.")
    now = timezone.now()
    visits.record(
        by=lead,
        now=now,
        children=[told],
        happened_at=now,
        kind="cp",
        place="home",
        announced=True,
        observed="Calm, food in the house, the bed still without a mattress.",
        safe=True,
    )
    waiting.refresh_from_db()
    assert waiting.seen_on == timezone.localdate()
    following = SeenDue.objects.waiting().get(plan=plan)
    assert following.due_on == days.add_working_days(timezone.localdate(), 10)
    visit = Visit.objects.get(child=plan.child)
    assert (visit.seen_alone, visit.bedroom_seen) == (True, False)


def test_core_groups_T13_T14_follow_one_another(acting):
    plan = Plan.objects.get(decided__conference=signed(held_on=made.last_working_day(3)))
    group = CoreGroup.objects.get(plan=plan)
    lead = AllocationFactory(child=plan.child, referral=plan.referral).worker
    today = timezone.localdate()
    wrote = {
        "attended": "Owen Example, social worker; the mother",
        "child_day": "He gets himself up and has no breakfast before school.",
        "progress": "Both visits were made; the bed has come.",
    }
    given = {"on": today, "now": timezone.now(), "group_id": group.pk, "version": 1, "held_on": today, **wrote}
    with pytest.raises(Refused):
        core_groups.hold_group(by=workers.social_worker(), **given)
    with pytest.raises(NotPossible, match=GROUP_WHOLE):
        core_groups.hold_group(by=lead, **(given | {"child_day": says(29)}))
    with pytest.raises(NotPossible):
        core_groups.hold_group(by=lead, **(given | {"held_on": today + timedelta(days=1)}))
    page = reverse("core_group", args=[group.pk])
    assert client_of(workers.social_worker()).get(page).status_code == 404
    answer = client_of(lead).post(page, wrote | {"version": group.version} | day("held_on", today))
    assert answer.status_code == 302
    following = CoreGroup.objects.waiting().get(plan=plan)
    assert (following.code, following.counted_from) == ("T14", today)
    assert following.due_on == today + timedelta(days=28)
    assert wrote["child_day"] in client_of(lead).get(page).text
    for name, group_day in (("core_group_list", following.due_on), ("conference_reviews", plan.review_due_on)):
        shown = client_of(lead).get(reverse(name))
        assert plan.child.full_name in shown.text
        assert shown.context["rows"][0].due.due == group_day


@pytest.mark.parametrize(("days", "late"), [(0, False), (1, True)])
def test_T13_the_last_day_is_in_time(acting, days, late):
    group = made.CoreGroupFactory()
    assert CoreGroup.objects.overdue(group.due_on + timedelta(days=days)).exists() == late


def test_late_core_groups_and_reviews_stand_in_my_work(acting):
    begun = timezone.localdate() - timedelta(days=100)
    plan = made.running_plan(started_on=begun, review_from=begun, review_due_on=begun + timedelta(days=91))
    made.CoreGroupFactory(plan=plan, counted_from=begun, due_on=begun + timedelta(days=14))
    manager = workers.practice_manager(team=plan.referral.team)
    page = client_of(manager).get(reverse("my_work")).text
    assert "Late core groups" in page
    assert "Late review conferences" in page
    elsewhere = client_of(workers.practice_manager()).get(reverse("my_work")).text
    assert plan.child.full_name not in elsewhere


def test_letter_and_record_go_to_everybody_who_took_part_and_the_letter_to_the_family(acting):
    conference = made.ready()
    row = conference.invitations.exclude(agency=None).earliest("pk")
    now, by = timezone.now(), workers.social_worker(team=conference.children.get().referral.team)
    sent = {"by": by, "now": now, "invitation_id": row.pk}
    with pytest.raises(NotPossible, match=SIGNED_FIRST):
        conference_circulation.send(**sent, paper="letter", how="handed")
    conference_sign.sign(by=conference.chair, now=now, conference_id=conference.pk, version=conference.version)
    for one in conference.invitations.exclude(agency=None):
        for paper in ("letter", "record"):
            conference_circulation.send(by=by, now=now, invitation_id=one.pk, paper=paper, how="handed")
    conference.refresh_from_db()
    assert conference.circulated_on is not None
    assert conference.letters_sent_on is None, "the family has no letter yet"
    worker = client_of(by)
    family = conference.family.get()
    assert worker.post(reverse("conference_family_given", args=[family.pk])).status_code == 302
    conference.refresh_from_db()
    assert conference.letters_sent_on is not None
    assert ConferenceCopy.objects.count() == 5
    for name in ("conference_letter", "conference_record_copy"):
        answer = worker.get(reverse(name, args=[row.pk]))
        assert answer["Content-Type"] == "application/pdf"
        assert answer.content.startswith(b"%PDF")
        assert conference.children.get().child.family_name not in answer["Content-Disposition"]
    assert worker.get(reverse("conference_circulation", args=[conference.pk])).status_code == 200


def test_mail_of_a_conference_names_nobody(acting):
    conference = signed()
    row = conference.invitations.exclude(agency=None).earliest("pk")
    row_mail = "secure@example.org"
    agency = row.agency
    agency.email = row_mail
    agency.save()
    conference_circulation.send(
        by=conference.chair, now=timezone.now(), invitation_id=row.pk, paper="letter", how="email"
    )
    for message in OutboxMessage.objects.filter(topic=conference_circulation.TOPIC):
        outbox.deliver(message.pk, now=timezone.now())
    child = conference.children.get().child
    (letter,) = mail.outbox
    assert letter.to == [row_mail]
    assert child.family_name not in letter.subject + letter.body + letter.attachments[0][0]


def test_a_plan_ends_without_a_conference_only_for_what_the_record_says(acting):
    plan = made.running_plan()
    manager = workers.practice_manager(team=plan.referral.team)
    given = {"on": timezone.localdate(), "plan_id": plan.pk, "ended_on": timezone.localdate(), "words": says(20)}
    with pytest.raises(NotPossible, match=TO_WHICH_AUTHORITY):
        core_groups.end_otherwise(by=manager, how="moved", **given)
    with pytest.raises(Refused):
        core_groups.end_otherwise(by=workers.social_worker(team=plan.referral.team), how="moved", **given)
    with pytest.raises(Refused):
        core_groups.end_otherwise(by=workers.practice_manager(), how="moved", **given)
    for how in ("died", "adult"):
        with pytest.raises(NotPossible, match=ENDS_AT_A_REVIEW):
            core_groups.end_otherwise(by=manager, how=how, **given)
    answer = client_of(manager).post(
        reverse("protection_end", args=[plan.pk]),
        {"how": "moved", "moved_to": "Leeds", "words": "Leeds held its conference on Monday."}
        | day("ended_on", timezone.localdate()),
    )
    assert answer.status_code == 302
    plan.refresh_from_db()
    assert (plan.ended_on, plan.ended_otherwise, plan.ended_by) == (timezone.localdate(), "moved", manager)
    told = client_of(manager).get(reverse("chronology", args=[plan.child_id])).text
    assert "Another authority took the plan over at its conference: Leeds. Leeds held its conference" in told


def test_L69_the_forecast_is_open_enquiries_times_the_years_conversion(acting):
    today = timezone.localdate()
    leader = workers.service_manager()
    assert conference_forecast.forecast(viewer=leader, on=today).needed is None
    begun = today - timedelta(days=90)
    for conference_on in (begun, begun, None, None, None):
        Section47Factory(
            started_on=begun, conference_on=conference_on, conference_not_needed=None if conference_on else True
        )
    Section47Factory(started_on=today - timedelta(days=400), conference_on=today - timedelta(days=390))
    for _ in range(4):
        EnquiryFactory()
    made.ConferenceFactory()
    found = conference_forecast.forecast(viewer=leader, on=today)
    assert (found.opened, found.ended, found.led, found.booked) == (5, 5, 2, 1)
    assert found.needed == 2, "five that wait times two of five"
    assert found.short == 1
    page = client_of(leader).get(reverse("conference_forecast"))
    assert "2 for children" in page.text
    for show, count in (("conference", 5), ("year", 5), ("led", 2)):
        rows = client_of(leader).get(reverse("enquiry_list"), {"show": show}).context["rows"]
        assert len(rows) == count
    assert len(client_of(leader).get(reverse("conference_list"), {"show": "first"}).context["rows"]) == 1


@pytest.mark.parametrize("name", ["conference_list", "conference_reviews", "core_group_list"])
def test_lists_are_saved_as_files_and_ask_the_same_whatever_their_length(acting, name, django_assert_max_num_queries):
    def one_more() -> None:
        plan = made.running_plan()
        made.CoreGroupFactory(plan=plan)
        made.ConferenceFactory(children=[made.reviewed_child(plan)], kind="review", code="T15")

    one_more()
    leader = client_of(workers.service_manager())
    address = reverse(name)
    with django_assert_max_num_queries(100) as first:
        leader.get(address)
    for _ in range(4):
        one_more()
    with django_assert_max_num_queries(len(first)):
        assert len(leader.get(address).context["rows"]) == 5
    assert leader.get(address, {"format": "csv"}).status_code == 200
