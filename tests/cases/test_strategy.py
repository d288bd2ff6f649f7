"""A strategy meeting from convening to everybody having the record (domain.md 10; letter L66 to L68)."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.utils import timezone

from cases import smart, tasks
from cases import strategy as needs
from cases.actions import (
    invitations,
    strategy,
    strategy_actions,
    strategy_children,
    strategy_circulation,
    strategy_information,
)
from cases.meetings import STRATEGY
from cases.models import StrategyMeeting
from cases.models.strategy import PARTS
from cases.models.strategy_rules import (
    CHAIRED_BY_A_MANAGER,
    CONVENED_BY_A_MANAGER,
    CORRECT_AFTER_SIGNING,
    NO_ACTION,
    NO_QUORUM,
    NOT_ACCOUNTED,
    NOT_DECIDED,
    RECONVENE_SOON,
    RECORD_STAYS,
    WHY_NOT_THERE,
)
from frontdoor.core import outbox
from frontdoor.core.acting import acting_as
from frontdoor.core.actions import NotPossible
from frontdoor.core.outbox import OutboxMessage
from frontdoor.core.permissions import Refused
from frontdoor.core.versions import Stale
from frontdoor.core.working_days import LONDON, london_date
from tests.factories import people, workers
from tests.factories import strategy as made
from tests.factories.cases import AllocationFactory, ReferralFactory
from tests.factories.contacts import ContactFactory
from tests.factories.families import MemberFactory
from tests.factories.people import AgencyFactory
from tests.factories.reviews import decided_contact
from tests.law.rules_evidence import decision, outcome
from tests.rows import bringing_in, update_raw
from tests.words import says

pytestmark = pytest.mark.django_db


def convene(contact: Any, **changes: Any) -> StrategyMeeting:
    now = timezone.now()
    given = {
        "by": workers.practice_manager(),
        "now": now,
        "contact": contact,
        "referral": None,
        "children": {row.child: "" for row in contact.about.all()},
        "reason": made.REASON,
        "harm": "PHY",
        "cause_at": now - timedelta(hours=1),
        "immediate": False,
        "planned_at": now + timedelta(hours=2),
        "place": "By telephone",
        "chair": workers.practice_manager(),
    }
    return strategy.convene(**given | changes)


def sign(meeting: StrategyMeeting, **changes: Any) -> StrategyMeeting:
    meeting.refresh_from_db()
    given = {"by": meeting.chair, "now": timezone.now(), "meeting_id": meeting.pk, "version": meeting.version}
    return strategy.sign(**given | changes)


def deliver_all() -> None:
    for message in OutboxMessage.objects.filter(delivered_at=None):
        outbox.deliver(message.pk, now=timezone.now())


@pytest.mark.parametrize(
    ("cause", "immediate", "due"),
    [
        (datetime(2026, 11, 20, 9, tzinfo=UTC), False, datetime(2026, 11, 24, tzinfo=UTC)),  # Friday: Monday counts
        (datetime(2026, 11, 20, 9, tzinfo=UTC), True, datetime(2026, 11, 21, tzinfo=UTC)),
        (datetime(2025, 12, 24, 16, tzinfo=UTC), False, datetime(2025, 12, 30, tzinfo=UTC)),  # over Christmas
        (datetime(2026, 11, 21, 23, 30, tzinfo=UTC), True, datetime(2026, 11, 22, tzinfo=UTC)),  # Saturday night
    ],
)
def test_T08_the_same_day_in_danger_else_one_working_day(cause, immediate, due):
    assert strategy.due_at(cause_at=cause, immediate=immediate) == due.replace(tzinfo=LONDON)


def test_the_chair_is_a_manager_of_social_care(acting):
    with pytest.raises(NotPossible, match=CHAIRED_BY_A_MANAGER):
        convene(ContactFactory(), chair=workers.social_worker())
    meeting = convene(ContactFactory())
    assert meeting.invitations.get().worker == meeting.chair


def test_every_child_of_the_household_is_offered_and_left_out_only_with_a_reason(acting):
    contact = ContactFactory()
    child = contact.about.get().child
    home = MemberFactory(person=child).household
    sister, father = people.ChildFactory(), people.PersonFactory()
    for person in (sister, father):
        MemberFactory(person=person, household=home)
    offered = list(needs.offered([child], on=timezone.localdate()))
    assert set(offered) == {child, sister}
    with pytest.raises(ValidationError, match="Say in at least 10 characters why this child"):
        convene(contact, children={child: "", sister: says(9)})
    meeting = convene(contact, children={child: "", sister: "Lives with her aunt."})
    assert [row.child for row in meeting.children.taking_part()] == [child]
    with pytest.raises(NotPossible, match=strategy.NOBODY):
        convene(contact, children={child: "Somebody else's child."})


def test_a_manager_convenes_or_has_decided_that_there_is_cause_and_says_which(acting):
    contact, worker = ContactFactory(), workers.social_worker()
    with pytest.raises(NotPossible, match=CONVENED_BY_A_MANAGER):
        convene(contact, by=worker)
    for unsaid in ({"harm": ""}, {"reason": "." * 40}, {"reason": says(39)}):
        with pytest.raises(NotPossible, match="State the reasonable cause"):
            convene(contact, **unsaid)
    with bringing_in():
        outcome(decision(contact), outcome="REF47")
    assert convene(contact, by=worker).harm == "PHY"


@pytest.mark.parametrize("missing", ["police", "health"])
def test_nothing_is_decided_without_police_and_health_unless_it_cannot_wait(acting, missing):
    meeting = made.ready()
    absent = meeting.invitations.get(discipline=missing)
    absent.attendance = "apologies"
    absent.save()
    child = made.MeetingChildFactory(meeting=meeting)
    chair, now = meeting.chair, timezone.now()
    decide = {
        "by": chair,
        "now": now,
        "child_row_id": child.pk,
        "version": 1,
        "decision": "s47",
        "decision_reason": "A clear account and an injury that fits.",
    }
    with pytest.raises(NotPossible, match="The chair, the police and health must be there"):
        strategy_children.decide(**decide)
    with pytest.raises(NotPossible, match=RECONVENE_SOON):
        strategy.go_on_alone(
            by=chair,
            meeting_id=meeting.pk,
            reason=made.WHY_ALONE,
            reconvene_on=timezone.localdate() + timedelta(days=8),
        )
    strategy.go_on_alone(by=chair, meeting_id=meeting.pk, reason=made.WHY_ALONE, reconvene_on=timezone.localdate())
    assert strategy_children.decide(**decide).decision == "s47"


def test_the_chair_alone_holds_decides_and_signs(acting):
    meeting = made.ready()
    row = meeting.children.get()
    for other in (workers.practice_manager(), workers.social_worker()):
        with pytest.raises(Refused):
            sign(meeting, by=other)
        with pytest.raises(Refused):
            strategy_children.decide(
                by=other,
                now=timezone.now(),
                child_row_id=row.pk,
                version=row.version,
                decision="none",
                decision_reason=says(20),
            )
        with pytest.raises(Refused):
            strategy.hold(by=other, now=timezone.now(), meeting_id=made.MeetingFactory().pk, held_at=timezone.now())


def test_holding_it_ends_T08_and_starts_T09(acting):
    meeting = convene(ContactFactory(), chair=workers.practice_manager(), planned_at=timezone.now())
    at = datetime(2026, 11, 20, 14, tzinfo=UTC)
    update_raw(meeting, cause_at=at - timedelta(hours=1), version=meeting.version + 1)
    held = strategy.hold(by=meeting.chair, now=timezone.now(), meeting_id=meeting.pk, held_at=at)
    assert held.record_due_at == datetime(2026, 11, 28, tzinfo=LONDON)
    assert held.invitations.get().attendance == "attended"
    with pytest.raises(NotPossible, match=strategy.HELD_ALREADY):
        strategy.hold(by=meeting.chair, now=timezone.now(), meeting_id=meeting.pk, held_at=at)


@pytest.mark.parametrize("part", PARTS)
def test_L67_a_record_without_one_of_its_parts_cannot_be_signed(acting, part):
    with bringing_in():
        meeting = made.ready(**{part: ""})
    with pytest.raises(NotPossible, match="Write first: "):
        sign(meeting)
    with acting_as(meeting.chair), pytest.raises(DatabaseError, match="strategy_signed_whole"), transaction.atomic():
        update_raw(meeting, signed_at=timezone.now(), signed_by=meeting.chair, version=meeting.version + 1)


@pytest.mark.parametrize("name", needs.SECTION)
def test_L67_a_child_without_its_own_section_keeps_the_record_open(acting, name):
    meeting = made.ready()
    row = meeting.children.get()
    setattr(row, name, " ")
    row.save()
    with pytest.raises(NotPossible, match="Write the whole section of "):
        sign(meeting)


def test_L67_whole_it_is_signed_and_stays(acting):
    meeting = sign(made.ready())
    assert meeting.signed_by == meeting.chair
    row, said = meeting.children.get(), meeting.invitations.latest("pk")
    written = dict.fromkeys(PARTS, "Something else altogether")
    with pytest.raises(NotPossible, match=RECORD_STAYS):
        strategy.write(by=meeting.chair, meeting_id=meeting.pk, version=meeting.version, written=written)
    with pytest.raises(NotPossible, match=RECORD_STAYS):
        strategy_children.take_in(by=meeting.chair, child_row_id=row.pk, left_out_reason="A mistake of ours.")
    with pytest.raises(NotPossible, match=RECORD_STAYS):
        invitations.invite(
            by=meeting.chair,
            now=timezone.now(),
            kind=STRATEGY,
            meeting_id=meeting.pk,
            agency=said.agency,
            name="Somebody Else",
            job="Nurse",
        )


def test_what_is_missing_is_said_in_turn(acting):
    meeting = made.ready()
    made.InvitationFactory(meeting=meeting)
    with pytest.raises(NotPossible, match=NOT_ACCOUNTED):
        sign(meeting)
    meeting = made.ready()
    made.MeetingChildFactory(meeting=meeting, **made.SECTION)
    with pytest.raises(NotPossible, match=NOT_DECIDED):
        sign(meeting)
    meeting = made.MeetingFactory(held=True, **made.WRITTEN)
    with pytest.raises(NotPossible, match="Why|Say in at least 20") as refused:
        sign(meeting)
    assert WHY_NOT_THERE in refused.value.messages
    with pytest.raises(NotPossible) as refused:
        sign(meeting, missing_reason="The school is shut until January.")
    assert "Write the whole section of" in refused.value.messages[0]


def test_the_school_of_a_child_who_has_one_is_invited_or_it_is_said_why(acting):
    meeting = made.ready()
    child = meeting.children.get().child
    child.school = "Invented Primary"
    child.save()
    assert needs.missing(meeting).why_not_there == []  # somebody of education is there
    update_raw(meeting.invitations.get(discipline="education"), discipline="other", version=2)
    assert needs.missing(meeting).why_not_there == ["Invented Primary"]
    with pytest.raises(NotPossible, match="The referrer's agency"):
        sign(meeting)
    assert sign(meeting, missing_reason="The school is shut until January.").signed_at


def test_a_meeting_from_an_open_case_names_who_referred_in_it_and_the_school_of_each_child(acting):
    meeting = made.ready()
    child, (first, later, before) = meeting.children.get().child, AgencyFactory.create_batch(3)
    received = timezone.localdate() - timedelta(days=20)
    case = ReferralFactory(child=child, received_on=received, contact=ContactFactory(children=[child], agency=first))
    ContactFactory(children=[child], agency=later, received_at=timezone.now() - timedelta(days=3))
    ContactFactory(children=[child], agency=before, received_at=timezone.now() - timedelta(days=60))
    with acting_as(acting), bringing_in():
        update_raw(meeting, contact=None, referral=case, version=meeting.version + 1)
        update_raw(child, school="Invented Primary", version=child.version + 1)
    sibling = people.ChildFactory(school="Invented Nursery")
    made.decide(made.MeetingChildFactory(meeting=meeting, child=sibling), "none")
    meeting = StrategyMeeting.objects.get(pk=meeting.pk)
    referred = sorted([f"{first.name}, which referred", f"{later.name}, which referred"])
    assert needs.missing(meeting).why_not_there == [*referred, "Invented Nursery", "Invented Primary"]
    with pytest.raises(NotPossible, match="The referrer's agency"):
        sign(meeting)
    for agency in (first, later):
        made.InvitationFactory(meeting=meeting, agency=agency, discipline="other", came=True)
    with acting_as(meeting.chair), pytest.raises(DatabaseError, match="The referrer's agency"), transaction.atomic():
        update_raw(meeting, signed_at=timezone.now(), signed_by=meeting.chair, version=meeting.version + 1)
    made.InvitationFactory(meeting=meeting, agency__name="Invented Nursery", discipline="education", came=True)
    assert needs.missing(meeting).why_not_there == []


def test_a_child_that_is_left_out_asks_for_no_school(acting):
    meeting = made.ready()
    update_raw(meeting.invitations.get(discipline="education"), discipline="other", version=2)
    school = people.ChildFactory(school="Invented Primary")
    made.MeetingChildFactory(meeting=meeting, child=school, left_out_reason="Lives with an aunt.")
    assert needs.missing(meeting).why_not_there == []
    assert sign(meeting).signed_at


def test_T08_a_decision_that_calls_for_a_meeting_waits_for_one(acting):
    worker = workers.practice_manager(team=workers.TeamFactory(front_door=True))
    now = timezone.now()
    with bringing_in():
        contact = decided_contact(received_at=now - timedelta(hours=5), decided_at=now)
        outcome(decision(contact), outcome="REF47")
    assert needs.cause_of(contact) == now
    assert list(needs.to_convene(worker, timezone.now())) == [contact]
    assert not needs.to_convene(worker, timezone.now() + timedelta(weeks=5)).exists()
    convene(contact)
    assert not needs.to_convene(worker, timezone.now()).exists()


def test_no_action_no_signature(acting):
    meeting = made.MeetingFactory(held=True, **made.WRITTEN)
    for discipline in ("police", "health"):
        made.invited(meeting, discipline)
    made.invited(meeting, "education", agency=meeting.contact.agency)
    made.decide(meeting.children.get())
    with pytest.raises(NotPossible, match=NO_ACTION):
        sign(meeting)
    assert NO_QUORUM not in needs.missing(meeting).quorum


def agree(meeting: StrategyMeeting, **changes: Any) -> Any:
    now = timezone.now()
    given = {
        "by": meeting.chair,
        "now": now,
        "meeting_id": meeting.pk,
        "what": made.WHAT,
        "owner": None,
        "purpose": "To know whether it is safe tonight.",
        "owner_name": "Ann Invented",
        "owner_job": "Detective",
        "agency": None,
        "due_at": now + timedelta(hours=3),
    }
    return strategy_actions.agree(**given | changes)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"what": "Visit the family at home ASAP"}, smart.NO_DATE),
        ({"what": "Ongoing contact with the school"}, smart.NO_DATE),
        ({"what": "Continue to monitor the situation"}, smart.NOTHING_BUT_VAGUE),
        ({"owner_name": "All agencies"}, smart.NO_NAME),
        ({"owner_name": "Police"}, smart.NO_NAME),
        ({"owner_job": "x"}, smart.NO_ROLE),
        ({"due_at": datetime(2020, 1, 1, tzinfo=UTC)}, smart.ALREADY_PAST),
    ],
)
def test_L68_an_action_without_a_person_a_date_or_a_content_is_refused(acting, changes, sentence):
    meeting = made.MeetingFactory(held=True)
    with pytest.raises(NotPossible) as refused:
        agree(meeting, **changes)
    assert refused.value.messages == [sentence]
    assert not meeting.actions.exists()


def test_L68_an_agency_is_no_person(acting):
    agency = people.AgencyFactory(name="Invented Primary School")
    with pytest.raises(NotPossible) as refused:
        agree(made.MeetingFactory(held=True), owner_name="invented primary SCHOOL", agency=agency)
    assert refused.value.messages == [smart.NO_NAME]


def test_K18_an_action_is_done_with_what_shows_it_also_after_the_record_is_signed(acting):
    meeting = sign(made.ready())
    action = meeting.actions.get()
    with pytest.raises(ValidationError, match="what shows that it was done"):
        strategy_actions.finish(by=meeting.chair, now=timezone.now(), action_id=action.pk, evidence="Done")
    done = strategy_actions.finish(
        by=meeting.chair, now=timezone.now(), action_id=action.pk, evidence="Seen: case note."
    )
    assert done.done_by == meeting.chair
    with pytest.raises(NotPossible, match=strategy_actions.DONE_ALREADY):
        strategy_actions.finish(by=meeting.chair, now=timezone.now(), action_id=action.pk, evidence="Seen: case note.")


def test_two_who_write_at_once_lose_no_word(acting):
    """Lines are added beside each other; on the shared parts the second sees both texts."""
    meeting = made.MeetingFactory(held=True)
    row = made.InvitationFactory(meeting=meeting)
    one, other = workers.social_worker(), workers.social_worker()
    for by, words in ((one, "Absent on nine Mondays."), (other, "Seen with a bruise on Friday.")):
        strategy_information.say(by=by, now=timezone.now(), invitation=row, said="fact", words=words, source="Register")
    assert [line.words for line in meeting.lines.in_order()] == [
        "Absent on nine Mondays.",
        "Seen with a bruise on Friday.",
    ]
    written = dict(made.WRITTEN)
    strategy.write(by=one, meeting_id=meeting.pk, version=meeting.version, written=written | {"dissent": "One"})
    with pytest.raises(Stale) as stale:
        strategy.write(by=other, meeting_id=meeting.pk, version=meeting.version, written=written | {"dissent": "Two"})
    assert stale.value.current.dissent == "One"


def test_a_line_is_corrected_by_a_line_that_names_it_and_once_signed_by_nothing_else(acting):
    meeting = made.ready()
    row = meeting.invitations.latest("pk")
    say = {"by": meeting.chair, "invitation": row, "said": "fact", "source": "Register"}
    line = strategy_information.say(now=timezone.now(), words="Nine Mondays.", **say)
    sign(meeting)
    with pytest.raises(NotPossible, match=CORRECT_AFTER_SIGNING):
        strategy_information.say(now=timezone.now(), words="One more thing.", **say)
    strategy_information.say(now=timezone.now(), words="Eight Mondays.", corrects=line, **say)
    with pytest.raises(NotPossible, match="corrected already"):
        strategy_information.say(now=timezone.now(), words="Seven Mondays.", corrects=line, **say)


def test_who_came_is_recorded_when_it_is_held_apologies_before(acting):
    row = made.InvitationFactory()
    note = {"by": row.meeting.chair, "now": timezone.now(), "kind": STRATEGY, "invitation_id": row.pk}
    with pytest.raises(NotPossible, match="when the meeting is held"):
        invitations.note(version=1, attendance="attended", contribution="", **note)
    with pytest.raises(ValidationError, match="what was sent"):
        invitations.note(version=1, attendance="information", contribution="", **note)
    assert invitations.note(version=1, attendance="apologies", contribution="", **note).noted_by == row.meeting.chair


def test_T09_the_record_goes_as_a_pdf_to_each_who_took_part_and_then_it_is_circulated(acting):
    meeting = made.ready()
    absent = made.InvitationFactory(
        meeting=meeting, attendance="silent", noted_at=timezone.now(), noted_by=meeting.chair
    )
    wanted = list(meeting.invitations.outside_who_took_part())
    with pytest.raises(NotPossible, match="when the chair has signed it"):
        strategy_circulation.send(by=meeting.chair, now=timezone.now(), invitation_id=wanted[0].pk, how="handed")
    sign(meeting)
    update_raw(wanted[0].agency, email="secure@example.org")
    for row, how in zip(wanted, ("email", "handed", "handed"), strict=True):
        meeting.refresh_from_db()
        assert meeting.circulated_at is None
        strategy_circulation.send(by=meeting.chair, now=timezone.now(), invitation_id=row.pk, how=how)
    meeting.refresh_from_db()
    assert meeting.circulated_by == meeting.chair, "nobody waits for who did not take part"
    assert not hasattr(absent, "copy")
    deliver_all()
    (sent,) = mail.outbox
    assert sent.to == ["secure@example.org"]
    assert sent.subject == f"Record {meeting.reference} from children's social care"
    ((name, body, mime),) = sent.attachments
    assert (name, body[:5], mime) == (f"record-{meeting.reference}.pdf", b"%PDF-", "application/pdf")
    with pytest.raises(NotPossible, match="has the record already"):
        strategy_circulation.send(by=meeting.chair, now=timezone.now(), invitation_id=wanted[0].pk, how="handed")


def test_T09_the_chair_is_reminded_on_the_last_day_and_each_working_day_after(acting):
    due = datetime(2026, 11, 28, tzinfo=LONDON)
    friday = due.date() - timedelta(days=1)
    with time_machine.travel(datetime(2026, 11, 20, 12, tzinfo=LONDON)):
        meeting = made.MeetingFactory(held=True, record_due_at=due)
    for days, told in ((-1, 0), (0, 1), (0, 1), (1, 1), (3, 2)):  # Thursday, Friday twice, Saturday, Monday
        tasks.chase_records((friday + timedelta(days=days)).isoformat())
        assert OutboxMessage.objects.filter(topic="strategy.chaser").count() == told
    deliver_all()
    assert {letter.subject for letter in mail.outbox} == {"Records of strategy meetings to send"}
    assert {tuple(letter.to) for letter in mail.outbox} == {(meeting.chair.email,)}
    assert meeting.reference not in mail.outbox[0].body


def test_T09_whoever_does_an_action_and_the_chair_are_reminded_on_its_day_until_it_is_done(acting):
    due = datetime(2026, 11, 27, 17, tzinfo=LONDON)
    with time_machine.travel(datetime(2026, 11, 20, 12, tzinfo=LONDON)):
        lead = AllocationFactory()
        meeting = made.MeetingFactory(held=True, children=[lead.child])
        owner = {"owner": lead.worker, "owner_name": lead.worker.get_full_name()}
        action = made.ActionFactory(meeting=meeting, due_at=due, **owner)
        made.ActionFactory(meeting=meeting, due_at=due + timedelta(days=9))
    for day, told in ((26, 0), (27, 2), (27, 2), (28, 2), (30, 4)):  # Thursday, Friday twice, Saturday, Monday
        tasks.chase_records(f"2026-11-{day}")
        assert OutboxMessage.objects.filter(topic="strategy.action_chaser").count() == told
    update_raw(action, finished_at=due, done_by=meeting.chair, evidence="The report is on the record.")
    with time_machine.travel(datetime(2026, 12, 1, 7, tzinfo=LONDON)):
        tasks.chase_records("2026-12-01")
    assert OutboxMessage.objects.filter(topic="strategy.action_chaser").count() == told
    deliver_all()
    assert "Actions of strategy meetings" not in {letter.subject for letter in mail.outbox}, "it was done meanwhile"


def test_T09_a_reminder_of_actions_names_nobody(acting):
    lead = AllocationFactory()
    meeting = made.MeetingFactory(held=True, children=[lead.child])
    owner = {"owner": lead.worker, "owner_name": lead.worker.get_full_name()}
    action = made.ActionFactory(meeting=meeting, due_at=timezone.now() + timedelta(minutes=1), **owner)
    for worker in (lead.worker, meeting.chair, workers.social_worker()):
        told = {"worker_id": worker.pk, "on": london_date(action.due_at).isoformat()}
        outbox.put(topic="strategy.action_chaser", key=f"{worker.pk}", **told)
    deliver_all()
    told = [letter for letter in mail.outbox if letter.subject == "Actions of strategy meetings"]
    assert {letter.to[0] for letter in told} == {lead.worker.email, meeting.chair.email}
    assert all(letter.body.startswith("1 action of a strategy meeting is to be done") for letter in told)
    assert lead.child.family_name not in told[0].body


def test_a_meeting_that_is_not_held_is_called_off_by_its_chair_and_owes_nothing(acting):
    meeting = made.MeetingFactory(due_at=timezone.now() - timedelta(minutes=1))
    assert StrategyMeeting.objects.late(timezone.now()).get() == meeting
    strategy.call_off(
        by=meeting.chair, now=timezone.now(), meeting_id=meeting.pk, reason="It was another child's bruise."
    )
    assert not StrategyMeeting.objects.late(timezone.now()).exists()
    with pytest.raises(NotPossible, match=strategy.CALLED_OFF):
        strategy.hold(by=meeting.chair, now=timezone.now(), meeting_id=meeting.pk, held_at=timezone.now())
