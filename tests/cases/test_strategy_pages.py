"""The pages of a strategy meeting, for who chairs it, a colleague and a stranger; nothing typed there is lost."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cases.models import StrategyInformation, StrategyMeeting
from cases.models.strategy_rules import CONVENED_BY_A_MANAGER, NO_QUORUM
from frontdoor.core import drafts
from frontdoor.core.ledger import LedgerEvent
from frontdoor.core.working_days import LONDON
from tests.factories import people, workers
from tests.factories import strategy as made
from tests.factories.cases import AllocationFactory, ReferralFactory
from tests.factories.contacts import ContactFactory
from tests.law.rules_evidence import decision, outcome
from tests.rows import bringing_in, update_raw
from tests.words import says

pytestmark = pytest.mark.django_db


def client_of(worker: Any) -> Client:
    client = Client()
    client.force_login(worker)
    return client


def parts(name: str, at: Any) -> dict[str, Any]:
    """A moment as its boxes take it."""
    local = at.astimezone(LONDON)
    return {
        f"{name}_day": local.day,
        f"{name}_month": local.month,
        f"{name}_year": local.year,
        f"{name}_time": f"{local:%H:%M}",
    }


@pytest.fixture
def meeting(acting) -> StrategyMeeting:
    return made.ready()


@pytest.fixture
def colleague(meeting) -> Any:
    """A worker of the front door, who sees the meeting and does not chair it."""
    return workers.practice_manager(team=workers.TeamFactory(front_door=True))


def typed(child: Any, chair: Any, **changes: Any) -> dict[str, Any]:
    now = timezone.now()
    return {
        "reason": made.REASON,
        "harm": "PHY",
        "immediate": "no",
        "place": "By telephone",
        "chair": chair.pk,
        f"child_{child.pk}": "in",
        **parts("cause_at", now - timedelta(hours=2)),
        **parts("planned_at", now + timedelta(hours=2)),
    } | changes


def test_a_meeting_is_convened_from_a_contact_and_from_a_case(acting):
    contact = ContactFactory()
    child, chair = contact.about.get().child, workers.practice_manager()
    referral = ReferralFactory(child=child)
    AllocationFactory(referral=referral)
    worker = workers.practice_manager(team=workers.TeamFactory(front_door=True))
    for url in (
        reverse("strategy_from_contact", args=[contact.pk]),
        reverse("strategy_from_case", args=[referral.pk]),
    ):
        assert child.full_name in client_of(worker).get(url).text
        answer = client_of(worker).post(url, typed(child, chair))
        assert answer.status_code == 302, answer.text
    first, second = StrategyMeeting.objects.order_by("pk")
    assert (first.contact, first.referral, second.contact, second.referral) == (contact, None, None, referral)
    assert f"Strategy meeting {first.reference}" in client_of(worker).get(reverse("contact", args=[contact.pk])).text
    record = client_of(worker).get(reverse("person", args=[child.pk])).text
    assert "Convene a strategy meeting" in record
    assert "Strategy meeting convened" in record


def test_who_may_not_convene_is_told_before_anything_is_written(acting):
    team = workers.TeamFactory(front_door=True)
    contact, asked = ContactFactory(), workers.practice_manager(team=team)
    child = contact.about.get().child
    tied, elsewhere = workers.practice_manager(team=team), workers.practice_manager()
    people.ConflictFactory(person=child, worker=tied, declared_by=tied)
    referral = ReferralFactory(child=child, team=team)
    worker = workers.social_worker(team=team)
    AllocationFactory(referral=referral, worker=worker)
    desk = client_of(worker)
    pages = {
        "strategy_from_contact": (contact, reverse("contact", args=[contact.pk])),
        "strategy_from_case": (referral, reverse("person", args=[child.pk])),
    }
    for name, (row, record) in pages.items():
        page = desk.get(reverse(name, args=[row.pk]))
        assert CONVENED_BY_A_MANAGER in page.text
        assert "<textarea" not in page.text
        assert [one.email in page.text for one in (asked, tied, elsewhere)] == [True, False, False]
        assert "Ask a manager to convene a strategy meeting" in desk.get(record).text
        assert "Ask a manager to convene" not in client_of(asked).get(record).text
        sent = desk.post(reverse(name, args=[row.pk]), typed(child, asked))
        assert (sent.status_code, made.REASON in sent.text) == (422, True)
    with bringing_in():
        outcome(decision(contact), outcome="REF47")
    update_raw(referral, contact=contact)
    for name, (row, record) in pages.items():
        assert "<textarea" in desk.get(reverse(name, args=[row.pk])).text
        assert "Ask a manager to convene" not in desk.get(record).text


def test_a_child_that_is_left_out_without_a_reason_and_one_of_whom_nothing_is_said_are_asked_for_again(acting):
    contact = ContactFactory(children=[people.ChildFactory(), people.ChildFactory()])
    one, other = (row.child for row in contact.about.order_by("pk"))
    desk = client_of(workers.social_worker(team=workers.TeamFactory(front_door=True)))
    url = reverse("strategy_from_contact", args=[contact.pk])
    given = typed(one, workers.practice_manager())
    answer = desk.post(url, given)
    assert answer.status_code == 422
    assert f"Select whether the meeting is about {other.full_name}" in answer.text
    answer = desk.post(url, given | {f"child_{other.pk}": "out", f"why_{other.pk}": says(9)})
    assert answer.status_code == 422
    assert not StrategyMeeting.objects.exists()


def test_a_stranger_finds_no_meeting_and_a_colleague_may_write_but_not_decide(meeting, colleague):
    stranger, row = workers.social_worker(), meeting.children.get()
    page, decide = reverse("strategy", args=[meeting.pk]), reverse("strategy_decide", args=[row.pk])
    assert client_of(stranger).get(page).status_code == 404
    assert client_of(stranger).get(reverse("strategy_section", args=[row.pk])).status_code == 404
    assert client_of(colleague).get(page).status_code == 200
    assert client_of(colleague).get(decide).status_code == 403
    assert client_of(meeting.chair).get(decide).status_code == 200
    looked = LedgerEvent.objects.filter(verb="consult", subject="cases_strategymeeting", actor_id=colleague.pk)
    assert looked.filter(person_ids=[row.child_id]).exists()


def test_two_add_lines_and_a_draft_that_was_sent_does_not_come_back(meeting, colleague):
    row = meeting.invitations.latest("pk")
    say, page = reverse("strategy_say", args=[row.pk]), reverse("strategy", args=[meeting.pk])
    line = {"said": "fact", "child": "", "words": "Absent on nine Mondays.", "source": "The register"}
    saved = reverse("draft_save", args=["strategy_line", row.pk])
    mine, theirs = client_of(meeting.chair), client_of(colleague)
    assert theirs.post(saved, line | {"words": "Half a sent"}).status_code == 204
    assert mine.post(say, line).status_code == 302
    shown = theirs.get(page).text
    assert "Absent on nine Mondays." in shown
    assert "Half a sent" in shown
    assert "Half a sent" not in mine.get(page).text, "a draft is its writer's"
    assert theirs.post(say, line | {"said": "opinion", "words": "Half a sentence, whole now."}).status_code == 302
    assert not drafts.Draft.objects.exists()
    written = list(meeting.lines.order_by("pk").values_list("said", "written_by"))
    assert written == [("fact", meeting.chair.pk), ("opinion", colleague.pk)]


def test_a_line_without_a_source_is_shown_again_with_its_words(meeting):
    row = meeting.invitations.latest("pk")
    answer = client_of(meeting.chair).post(
        reverse("strategy_say", args=[row.pk]), {"said": "fact", "words": "Seen with a bruise.", "source": ""}
    )
    assert answer.status_code == 422
    assert "Seen with a bruise." in answer.text
    assert not StrategyInformation.objects.exists()


def test_a_stale_record_shows_both_texts_and_can_be_sent_again(meeting, colleague):
    url = reverse("strategy_record", args=[meeting.pk])
    given = made.WRITTEN | {"version": meeting.version}
    assert client_of(colleague).post(url, given | {"dissent": "The school did not agree."}).status_code == 302
    answer = client_of(meeting.chair).post(url, given | {"dissent": "Health did not agree."})
    assert answer.status_code == 422
    assert "The school did not agree." in answer.text
    assert "Health did not agree." in answer.text
    again = given | {"dissent": "Neither agreed.", "version": meeting.version + 1}
    assert client_of(meeting.chair).post(url, again).status_code == 302
    meeting.refresh_from_db()
    assert meeting.dissent == "Neither agreed."


def test_without_police_the_page_says_so_and_the_decision_is_refused(acting):
    meeting = made.MeetingFactory(held=True)
    row = meeting.children.get()
    chair = client_of(meeting.chair)
    assert "Missing: <bdi>police; health</bdi>" in chair.get(reverse("strategy", args=[meeting.pk])).text
    answer = chair.post(
        reverse("strategy_decide", args=[row.pk]), {"decision": "s47", "decision_reason": says(20), "version": 1}
    )
    assert answer.status_code == 422
    assert NO_QUORUM in answer.text


def test_from_the_decision_to_everybody_having_the_record(meeting):
    chair = client_of(meeting.chair)
    sign = reverse("strategy_sign", args=[meeting.pk])
    assert chair.post(sign, {"version": meeting.version}).url == reverse("strategy_circulation", args=[meeting.pk])
    page = chair.get(reverse("strategy_circulation", args=[meeting.pk])).text
    assert page.count("Send it<") == 3
    row = meeting.invitations.outside_who_took_part().earliest("pk")
    file = chair.get(reverse("strategy_copy", args=[row.pk]))
    assert (file["Content-Type"], file.getvalue()[:5]) == ("application/pdf", b"%PDF-")
    assert row.name not in file["Content-Disposition"]
    left = LedgerEvent.objects.filter(verb="disclose", subject="cases_strategymeeting", subject_id=meeting.pk)
    assert left.count() == 1
    assert chair.post(reverse("strategy_send", args=[row.pk]), {"how": "handed"}).status_code == 302
    assert chair.get(reverse("strategy_circulation", args=[meeting.pk])).text.count("Send it<") == 2


def test_the_same_record_gives_the_same_file(meeting):
    chair = client_of(meeting.chair)
    chair.post(reverse("strategy_sign", args=[meeting.pk]), {"version": meeting.version})
    row = meeting.invitations.latest("pk")
    url = reverse("strategy_copy", args=[row.pk])
    assert chair.get(url).getvalue() == chair.get(url).getvalue()


def test_L68_a_warning_is_shown_once_and_asap_never_passes(meeting):
    chair, url = client_of(meeting.chair), reverse("strategy_action_new", args=[meeting.pk])
    given = {
        "what": "Bedrooms",
        "purpose": "To know where the child sleeps.",
        "kind": "agency",
        "owner_name": "Ann Invented",
        "owner_job": "Health visitor",
        **parts("due_at", timezone.now() + timedelta(days=1)),
    }
    answer = chair.post(url, given)
    assert answer.status_code == 422
    assert "Say it in at least 5 words" in answer.text
    assert chair.post(url, given | {"seen": "yes"}).status_code == 302
    answer = chair.post(url, given | {"what": "Visit the home ASAP", "seen": "yes"})
    assert answer.status_code == 422
    assert "ASAP and ongoing are no date." in answer.text
    answer = chair.post(url, given | {"due_at_day": "ASAP"})
    assert answer.status_code == 422
    assert meeting.actions.count() == 2


def test_first_pages_count_what_their_lists_hold(meeting):
    chair = client_of(meeting.chair)
    home = chair.get(reverse("my_work")).text
    assert "Strategy meetings to sign" in home
    listed = chair.get(reverse("strategy_list"), {"show": "sign", "whose": "mine"})
    assert [row.reference for row in listed.context["rows"]] == [meeting.reference]
    assert chair.get(reverse("strategy_list"), {"show": "late"}).context["rows"] == []
    update = {"due_at": timezone.now() - timedelta(hours=1)}
    late = made.MeetingFactory(chair=meeting.chair, **update)
    listed = chair.get(reverse("strategy_list"), {"show": "late"})
    assert [row.reference for row in listed.context["rows"]] == [late.reference]


def test_lists_ask_the_same_number_of_questions_at_one_row_and_at_many(meeting):
    chair = client_of(meeting.chair)

    def asked(name: str) -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert chair.get(reverse(name)).status_code == 200
        return len(queries)

    names = ("strategy_list", "strategy_actions", "meeting_attendance", "missed_list")
    chair.get(reverse("strategy_list"))  # what the process learns once is asked before
    before = {name: asked(name) for name in names}
    for _ in range(5):
        made.ActionFactory(meeting=made.MeetingFactory(chair=meeting.chair, held=True))
        made.MissedFactory()
    assert {name: asked(name) for name in names} == before


def test_a_page_of_a_meeting_asks_no_more_for_more_people(meeting):
    chair, url = client_of(meeting.chair), reverse("strategy", args=[meeting.pk])

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert chair.get(url).status_code == 200
        return len(queries)

    asked()  # what the process learns once is asked before
    before = asked()
    for _ in range(4):
        row = made.InvitationFactory(meeting=meeting)
        made.LineFactory(invitation=row)
        made.ChaserFactory(strategy=row)
        made.MeetingChildFactory(meeting=meeting)
    assert asked() == before


def test_K17_figures_by_agency_hide_small_shares(acting):
    agency = people.AgencyFactory(name="Invented Surgery", sector="health")
    reader = client_of(workers.senior_leader())
    for number in range(5):
        meeting = made.MeetingFactory(held=True)
        made.invited(meeting, "health", agency=agency)
        answer = reader.get(reverse("meeting_attendance"))
        (row,) = [row for row in answer.context["agencies"] if row.agency_id == agency.pk]
        assert row.counts.rate == (100 if number == 4 else None)
    assert "100 %" in answer.text
    saved = reader.get(reverse("meeting_attendance"), {"format": "csv"})
    assert "Invented Surgery" in saved.getvalue().decode()


def test_a_meeting_about_a_hidden_child_is_not_there(meeting, colleague):
    child = meeting.children.get().child
    people.ConflictFactory(person=child, worker=colleague, declared_by=colleague)
    assert client_of(colleague).get(reverse("strategy", args=[meeting.pk])).status_code == 404
    assert client_of(colleague).get(reverse("strategy_list")).context["rows"] == []
