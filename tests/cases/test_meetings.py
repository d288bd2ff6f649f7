"""Who is invited to meetings of every kind, who is reminded, and agencies that stay away twice (K17, letter L66)."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.actions import conference_sign, core_groups, invitations
from cases.actions.missed import take_up
from cases.meetings import CONFERENCE, CORE_GROUP, STRATEGY
from cases.models import Chaser, Conference, MissedTwice, StrategyMeeting
from frontdoor.core.acting import acting_as
from frontdoor.core.actions import NotPossible
from tests.cases.test_strategy import deliver_all, sign
from tests.factories import conferences as conferences_made
from tests.factories import people, workers
from tests.factories import strategy as made
from tests.words import says

pytestmark = pytest.mark.django_db


def test_an_invitation_and_a_reminder_say_nothing_about_whom(acting):
    meeting = made.MeetingFactory(planned_at=timezone.now() + timedelta(hours=1))
    agency = people.AgencyFactory(email="desk@example.org", sector="police")
    row = invitations.invite(
        by=meeting.convened_by,
        now=timezone.now(),
        kind=STRATEGY,
        meeting_id=meeting.pk,
        agency=agency,
        name="Ann Invented",
        job="Detective",
    )
    invitations.chase(by=meeting.convened_by, now=timezone.now(), kind=STRATEGY, invitation_id=row.pk, how="email")
    assert row.discipline == "police"
    deliver_all()
    assert [message.to for message in mail.outbox] == [["desk@example.org"]] * 2
    told = mail.outbox[0].subject + mail.outbox[0].body
    assert meeting.reference in told
    assert not any(row.child.given_names in told for row in meeting.children.all())
    with pytest.raises(NotPossible, match="no e-mail address"):
        invitations.chase(
            by=meeting.convened_by,
            now=timezone.now(),
            kind=STRATEGY,
            how="email",
            invitation_id=made.InvitationFactory(meeting=meeting).pk,
        )


def missed_by(agency: Any, *, attendance: str = "silent", contribution: str = "") -> StrategyMeeting:
    """A signed meeting to which an agency was invited."""
    meeting = made.ready()
    made.InvitationFactory(
        meeting=meeting,
        agency=agency,
        attendance=attendance,
        contribution=contribution,
        noted_at=timezone.now(),
        noted_by=meeting.chair,
    )
    return sign(meeting)


def test_L66_two_meetings_missed_one_after_the_other_create_an_escalation(acting):
    agency = people.AgencyFactory()
    missed_by(agency)
    assert not MissedTwice.objects.exists()
    second = missed_by(agency, attendance="apologies")
    row = MissedTwice.objects.get()
    assert (row.agency, row.owner) == (agency, second.chair)
    missed_by(agency)
    assert MissedTwice.objects.count() == 1, "counting begins anew"
    missed_by(agency)
    assert MissedTwice.objects.count() == 2
    with pytest.raises(ValidationError, match="Write what was agreed"):
        take_up(by=row.owner, now=timezone.now(), missed_id=row.pk, words=says(19))
    assert take_up(by=row.owner, now=timezone.now(), missed_id=row.pk, words=says(20)).taken_up_by == row.owner


@pytest.mark.parametrize("came", [{"attendance": "attended"}, {"attendance": "apologies", "contribution": "A report."}])
def test_L66_who_came_or_sent_something_in_between_has_not_missed_two(acting, came):
    agency = people.AgencyFactory()
    for given in ({}, came, {}):
        missed_by(agency, **given)
    assert not MissedTwice.objects.exists()


def missed_conference_of(agency: Any) -> Any:
    conference = conferences_made.ready()
    with acting_as(conference.chair):
        row = conferences_made.ConferenceInvitationFactory(conference=conference, agency=agency)
        row.attendance, row.noted_at, row.noted_by = "silent", timezone.now(), conference.chair
        row.save()
    version = Conference.objects.get(pk=conference.pk).version
    return conference_sign.sign(by=conference.chair, now=timezone.now(), conference_id=conference.pk, version=version)


def missed_core_group_of(agency: Any) -> Any:
    group = conferences_made.CoreGroupFactory()
    worker = workers.social_worker(team=group.plan.referral.team)
    manager = workers.practice_manager(team=group.plan.referral.team)
    at, today = {"by": worker, "now": timezone.now()}, timezone.localdate()
    row = invitations.invite(**at, kind=CORE_GROUP, meeting_id=group.pk, agency=agency, name="Ann Nurse", job="Nurse")
    said = {"attended": "The mother", "child_day": says(30), "progress": says(20)}
    held = {"on": today, "group_id": group.pk, "version": group.version, "held_on": today, **said}
    with pytest.raises(NotPossible, match="Say of everybody who was invited"):
        core_groups.hold_group(**at, **held)
    invitations.note(**at, kind=CORE_GROUP, invitation_id=row.pk, version=1, attendance="apologies", contribution="")
    core_groups.hold_group(**at, **held)
    return manager


def test_L66_two_absences_in_a_row_count_whatever_the_meetings_are(acting):
    agency = people.AgencyFactory()
    conference = missed_conference_of(agency)
    assert not MissedTwice.objects.exists()
    meeting = missed_by(agency)
    row = MissedTwice.objects.with_meetings().get()
    ends = [row.first.invitation.meeting_of, row.second.invitation.meeting_of]
    assert ends == [conference, meeting]
    assert row.owner == meeting.chair
    missed_by(agency)
    manager = missed_core_group_of(agency)
    assert MissedTwice.objects.latest("pk").owner == manager, "a core group has no chair"


@pytest.mark.parametrize("kind", [CONFERENCE, CORE_GROUP])
def test_whoever_is_asked_to_a_conference_or_a_core_group_is_reminded_without_a_name(acting, kind):
    if kind is CONFERENCE:
        tomorrow = conferences_made.at(conferences_made.next_working_day(1))
        meeting = conferences_made.ConferenceFactory(planned_at=tomorrow)
        worker, child = meeting.chair, meeting.children.get().child
    else:
        meeting = conferences_made.CoreGroupFactory()
        worker, child = workers.social_worker(team=meeting.plan.referral.team), meeting.plan.child
    at = {"by": worker, "now": timezone.now(), "kind": kind}
    agency = people.AgencyFactory(email="desk@example.org")
    row = invitations.invite(**at, meeting_id=meeting.pk, agency=agency, name="Ann Invented", job="Nurse")
    browser = Client()
    browser.force_login(worker)
    page = reverse(f"{kind.page}_chase", args=[row.pk])
    assert browser.post(page, {"how": "telephone", "words": ""}).status_code == 422, "a call says what came of it"
    assert browser.post(page, {"how": "email", "words": ""}).status_code == 302
    assert Chaser.objects.get().invitation == row
    assert "Reminded once" in browser.get(reverse(kind.page, args=[meeting.pk])).text
    deliver_all()
    assert len(mail.outbox) == 2
    told = mail.outbox[1].subject + mail.outbox[1].body
    assert meeting.reference in told
    assert child.given_names not in told
    assert child.family_name not in told


def test_those_of_the_last_core_group_are_invited_again_by_choice(acting):
    plan = conferences_made.running_plan()
    worker = workers.social_worker(team=plan.referral.team)
    last = conferences_made.CoreGroupFactory(plan=plan)
    stays, leaves = (conferences_made.CoreGroupInvitationFactory(group=last) for _ in range(2))
    at = {"by": worker, "now": timezone.now(), "kind": CORE_GROUP}
    for row in (stays, leaves):
        invitations.note(**at, invitation_id=row.pk, version=1, attendance="attended", contribution="")
    said = {"attended": "The mother", "child_day": says(30), "progress": says(20), "held_on": timezone.localdate()}
    now = {"by": worker, "on": timezone.localdate(), "now": timezone.now()}
    core_groups.hold_group(**now, group_id=last.pk, version=last.version, **said)
    following = plan.core_groups.get(held_on=None)
    browser = Client()
    browser.force_login(worker)
    page = reverse("core_group_again", args=[following.pk])
    assert "checked" not in browser.get(page).text
    assert browser.post(page, {"people": [stays.pk]}).status_code == 302
    assert [row.name for row in following.invitations.all()] == [stays.name]
    stranger = Client()
    stranger.force_login(workers.social_worker())
    assert stranger.get(page).status_code == 404


def test_K17_counts_every_kind_of_meeting_and_each_alone(acting):
    agency = people.AgencyFactory(name="Invented Surgery", sector="health")
    for _ in range(3):
        made.invited(made.MeetingFactory(held=True), "health", agency=agency)
    for _ in range(2):
        conferences_made.ConferenceInvitationFactory(
            conference=conferences_made.ConferenceFactory(held=True), agency=agency, discipline="health", came=True
        )
    browser = Client()
    browser.force_login(workers.senior_leader())
    for kind, invited, rate in (("", 5, 100), ("strategy", 3, None), ("conference", 2, None), ("core_group", 0, None)):
        answer = browser.get(reverse("meeting_attendance"), {"kind": kind})
        rows = [row.counts for row in answer.context["agencies"] if row.agency_id == agency.pk]
        assert [(counts.invited, counts.rate) for counts in rows] == ([(invited, rate)] if invited else [])
