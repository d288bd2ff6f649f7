"""The pages of visits: the form on one page, drafts, refusals that lose nothing, the list of children to be seen."""

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from cases.actions import notes, seen_due
from cases.models import CaseNote, SeenDue, Visit, VisitRecord
from frontdoor.core import my_work
from frontdoor.core.acting import acting_as
from frontdoor.core.drafts import Draft
from frontdoor.models import LedgerEvent
from tests.exporting import saved
from tests.factories import people, workers
from tests.factories.cases import AllocationFactory, PlanFactory, ReferralFactory
from tests.factories.contacts import ContactFactory
from tests.factories.families import MemberFactory
from tests.factories.visits import OBSERVED, SAID, TEXT, CaseNoteFactory, ChildVisitFactory, VisitRecordFactory
from tests.law.sending import client_of, moment

pytestmark = pytest.mark.django_db

HOSTILE = "<script>alert(1)</script> \u202e\u05d0\u05d1 O'Neill =1+1"
HUGE = "It is damp. " * 40_000


@pytest.fixture
def referral(db):
    return ReferralFactory(child__given_names="Nia", child__family_name="Invented")


@pytest.fixture
def owner(referral):
    return AllocationFactory(referral=referral).worker


@pytest.fixture
def sister(referral):
    """Bo lives in the same home, with the same team."""
    home = MemberFactory(person=referral.child).household
    bo = ReferralFactory(team=referral.team, child__given_names="Bo").child
    MemberFactory(person=bo, household=home)
    return bo


def typed(*seen: Any, at: Any = None, **changes: Any) -> dict[str, Any]:
    answers = {
        "kind": "cin",
        "place": "home",
        "announced": "yes",
        "present": "Mother",
        "observed": OBSERVED,
        "safe": "yes",
        **moment("happened_at", at or timezone.now() - timedelta(hours=1)),
    }
    for child in seen:
        answers |= {f"seen_{child.pk}": "seen", f"alone_{child.pk}": "yes", f"said_{child.pk}": SAID}
    return answers | changes


def form_of(client, worker, child):
    client.force_login(worker)
    return client.get(reverse("visit_new", args=[child.pk]))


def send(client, worker, child, answers):
    key = form_of(client, worker, child).context["form"]["submission_key"].value()
    return client.post(reverse("visit_new", args=[child.pk]), {"submission_key": key, **answers})


def test_nothing_about_a_child_is_chosen_beforehand(client, referral, owner, sister):
    body = form_of(client, owner, referral.child).text
    assert "Did you see Nia?" in body
    assert "Did you see Bo?" in body
    assert " checked" not in body


def test_L47_all_the_children_of_the_home_in_one_go(client, referral, owner, sister):
    answers = typed(referral.child) | {f"seen_{sister.pk}": "not_seen", f"why_not_{sister.pk}": "She was at nursery."}
    assert send(client, owner, referral.child, answers).status_code == 302
    parts = Visit.objects.filter(record=VisitRecord.objects.get()).order_by("pk")
    assert [(part.child, part.seen) for part in parts] == [(referral.child, True), (sister, False)]


def test_a_child_who_was_no_part_of_the_visit_has_no_row(client, referral, owner, sister):
    send(client, owner, referral.child, typed(referral.child) | {f"seen_{sister.pk}": "left_out"})
    assert list(Visit.objects.values_list("child", flat=True)) == [referral.child_id]
    both_out = {f"seen_{child.pk}": "left_out" for child in (referral.child, sister)}
    assert send(client, owner, referral.child, typed() | both_out).status_code == 422


@pytest.mark.parametrize(
    "changes",
    [
        {"observed": ""},
        {"observed": " " * 30},
        {"safe": ""},
        {"safe": "no", "made_safe": ""},
        {"place": "elsewhere", "place_words": ""},
        {"announced": ""},
        {"kind": "holiday"},
        {"happened_at_day": "31", "happened_at_month": "2"},
    ],
)
def test_half_an_answer_is_sent_back_with_everything_that_was_typed(client, referral, owner, changes):
    answer = send(client, owner, referral.child, typed(referral.child, present="The grandmother from Wales") | changes)
    assert answer.status_code == 422
    assert "The grandmother from Wales" in answer.text
    assert SAID in answer.text
    assert not VisitRecord.objects.exists()


def test_each_child_needs_an_answer(client, referral, owner, sister):
    answer = send(client, owner, referral.child, typed(referral.child))
    assert answer.status_code == 422
    assert "Select whether you saw Bo" in answer.text


def test_hostile_and_huge_words_are_shown_as_words(client, referral, owner):
    answers = typed(referral.child, observed=HOSTILE + HUGE, present=HOSTILE) | {f"said_{referral.child_id}": HOSTILE}
    assert send(client, owner, referral.child, answers).status_code == 302
    written = VisitRecord.objects.get()
    for address in (reverse("visit", args=[written.pk]), reverse("person", args=[referral.child_id])):
        page = client.get(address).text
        assert "<script>alert(1)" not in page
        assert "&lt;script&gt;alert(1)" in page


def test_what_is_typed_is_kept_and_forgotten_once_it_is_sent(client, referral, owner):
    client.force_login(owner)
    answers = typed(referral.child, analysis="Half a thought")
    kept = client.post(reverse("draft_save", args=["visit", referral.child_id]), answers)
    assert kept.status_code == 204
    body = form_of(client, owner, referral.child).text
    assert "Half a thought" in body
    assert SAID in body
    assert "Half a thought" not in form_of(client, workers.social_worker(team=referral.team), referral.child).text
    send(client, owner, referral.child, answers)
    assert not Draft.objects.filter(form="visit").exists()


def test_three_actors_and_the_right_role_on_the_wrong_record(client, referral, owner):
    colleague, stranger = workers.social_worker(team=referral.team), workers.social_worker()
    assert send(client, colleague, referral.child, typed(referral.child)).status_code == 302
    for worker, status in ((stranger, 404), (workers.auditor(), 403), (workers.call_handler(team=referral.team), 403)):
        client.force_login(worker)
        assert client.post(reverse("visit_new", args=[referral.child_id]), typed(referral.child)).status_code == status
    assert VisitRecord.objects.count() == 1


def test_a_sibling_whom_the_worker_cannot_open_is_not_asked_about(client, referral, owner, sister):
    people.ConflictFactory(worker=owner, person=sister, declared_by=workers.administrator())
    body = form_of(client, owner, referral.child).text
    assert sister.full_name not in body
    answers = typed(referral.child, sister)
    assert send(client, owner, referral.child, answers).status_code == 302
    assert Visit.objects.count() == 1


def test_a_visit_is_read_by_those_who_may_know_of_all_its_children(client, referral, owner, sister):
    record = VisitRecordFactory(visited_by=owner)
    for child, said in ((referral.child, SAID), (sister, "I have a new friend at nursery.")):
        ChildVisitFactory(record=record, child=child, said=said)
    auditor = workers.auditor()
    client.force_login(auditor)
    body = client.get(reverse("visit", args=[record.pk])).text
    assert SAID in body
    assert "I have a new friend" in body
    looked = LedgerEvent.objects.filter(verb="consult", subject="cases_visitrecord", subject_id=record.pk).get()
    assert sorted(looked.person_ids) == sorted([referral.child_id, sister.pk])
    people.ConflictFactory(worker=auditor, person=sister, declared_by=workers.administrator())
    assert client.get(reverse("visit", args=[record.pk])).status_code == 404
    story = client.get(reverse("person", args=[referral.child_id])).text
    assert SAID in story
    assert OBSERVED not in story, "what is shared is not read past a child who is hidden"


def test_a_note_from_the_page_and_its_correction(client, referral, owner):
    client.force_login(owner)
    address = reverse("note_new", args=[referral.child_id])
    page = client.get(address)
    assert "Management decision" not in page.text
    key = page.context["form"]["submission_key"].value()
    answers = {"submission_key": key, "kind": "telephone", "text": TEXT, "children": [referral.child_id]}
    answers |= moment("happened_at", timezone.now() - timedelta(hours=1))
    assert client.post(address, answers | {"is_significant": "on"}).status_code == 422
    assert client.post(address, answers).status_code == 302
    note = CaseNote.objects.get()
    address = reverse("note_correct", args=[note.pk])
    page = client.get(address)
    answers["submission_key"] = page.context["form"]["submission_key"].value()
    answers["text"] = "It was the nursery that rang, not the school."
    assert client.post(address, answers).status_code == 302
    assert note.corrections.get().text == answers["text"]


@pytest.fixture
def to_be_seen(referral, owner):
    PlanFactory(referral=referral, protection=True, started_on=timezone.localdate() - timedelta(days=40))
    with acting_as(owner):
        seen_due.catch_up([referral.child_id])
    return referral.child


def listed(client, reader, **query):
    client.force_login(reader)
    return client.get(reverse("seen_list"), query)


def test_a_child_seen_without_a_case_waits_until_somebody_decides(owner, referral):
    brother, sister = people.ChildFactory(given_names="Brother"), people.ChildFactory(given_names="Sister")
    part = ChildVisitFactory(child=referral.child, record__visited_by=owner)
    for child in (brother, sister):
        ChildVisitFactory(child=child, record=part.record, not_seen=child == sister)
    manager, head = workers.practice_manager(team=referral.team), workers.service_manager()
    page = reverse("seen_without_case")

    def listed(worker):
        shown = client_of(worker).get(page)
        return {row.child for row in shown.context["page"].rows}

    assert listed(manager) == listed(head) == {brother, sister}
    assert listed(workers.practice_manager()) == set(), "another team's visit is not this manager's to read"
    block = {one.title: one for one in my_work.of(manager, timezone.now())}["Children seen at a visit without a case"]
    assert (block.count, block.url) == (2, page)
    assert reverse("note_new", args=[brother.pk]) in client_of(head).get(page).text
    assert reverse("note_new", args=[brother.pk]) not in client_of(manager).get(page).text
    decided = {"kind": "decision", "text": "The aunt has him, nothing follows.", "children": [brother]}
    now = timezone.now()
    notes.write(by=head, now=now, happened_at=now, **decided)
    assert listed(manager) == {sister}
    ContactFactory(children=[sister], received_at=timezone.now())
    assert listed(manager) == set()
    ChildVisitFactory(child=ReferralFactory().child)
    assert listed(head) == set()


def test_L07_the_list_and_my_work_show_the_same_children(client, to_be_seen, referral, owner):
    manager = workers.practice_manager(team=referral.team)
    assert "Nia Invented" in listed(client, owner, show="overdue", team="all", worker=owner.pk).text
    assert "Nia Invented" in listed(client, manager, show="overdue").text
    assert "Nia Invented" not in listed(client, manager, show="soon").text
    assert "Nia Invented" not in listed(client, workers.social_worker(), team="all").text
    for worker in (owner, manager):
        client.force_login(worker)
        assert reverse("visit_new", args=[to_be_seen.pk]) in client.get(reverse("my_work")).text


def test_the_record_says_when_the_child_is_to_be_seen(client, to_be_seen, owner):
    client.force_login(owner)
    body = client.get(reverse("person", args=[to_be_seen.pk])).text
    assert "Child protection visit" in body
    assert "overdue" in body
    assert "No visit yet" in body


def test_the_list_leaves_as_a_file_for_a_purpose(client, to_be_seen, owner):
    client.force_login(owner)
    file = saved(client, reverse("seen_list"), {"format": "csv", "team": "all"}).content.decode()
    assert "Child protection visit" in file
    assert "Invented" in file


def test_the_list_takes_as_many_queries_for_many_rows(client, to_be_seen, referral, owner, django_assert_num_queries):
    listed(client, owner)
    for rows in (1, 24):
        for _ in range(rows):
            other = ReferralFactory(team=referral.team)
            PlanFactory(referral=other, started_on=date(2026, 9, 1))
            AllocationFactory(referral=other, worker=owner)
            with acting_as(owner):
                seen_due.catch_up([other.child_id])
        with django_assert_num_queries(6):
            page = client.get(reverse("seen_list"))
        assert len(page.context["rows"]) == min(len(SeenDue.objects.waiting()), 25)


def test_it_is_the_day_of_the_visit_in_london(client, referral, owner):
    """23:30 in UTC on a summer evening is the next day."""
    with time_machine.travel("2026-07-02T08:00:00Z", tick=False):
        at = timezone.now().replace(day=1, hour=23, minute=30)
        send(client, owner, referral.child, typed(referral.child, at=at))
    assert Visit.objects.get().visited_on == date(2026, 7, 2)


def test_late_entry_is_marked_in_the_note_too(client, referral, owner):
    note = CaseNoteFactory(children=[referral.child], happened_at=timezone.now() - timedelta(days=6))
    late = CaseNoteFactory(
        children=[referral.child],
        happened_at=timezone.now() - timedelta(days=6),
        noted_at=timezone.now() - timedelta(days=1),
    )
    client.force_login(owner)
    assert "after the event" not in client.get(reverse("note", args=[note.pk])).text
    assert "Recorded 5 days after the event" in client.get(reverse("note", args=[late.pk])).text
