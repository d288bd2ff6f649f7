"""Case notes: written once, corrected by another note, marked as significant with a reason; nothing is taken away."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from cases.actions import notes
from cases.models import CaseNote, SignificantEvent
from cases.models.noted import NOT_YET
from frontdoor.core import chronology
from frontdoor.core.acting import acting_as
from frontdoor.core.permissions import Refused
from tests.factories import people, workers
from tests.factories.cases import AllocationFactory, ReferralFactory
from tests.factories.visits import TEXT, WHY, CaseNoteFactory, ChildVisitFactory, SignificantEventFactory
from tests.words import says

pytestmark = pytest.mark.django_db


@pytest.fixture
def referral(db):
    return ReferralFactory(child__given_names="Nia", child__family_name="Invented")


@pytest.fixture
def owner(referral):
    return AllocationFactory(referral=referral).worker


def write(worker, *children, **changes):
    now = timezone.now()
    usual = {"happened_at": now - timedelta(minutes=20), "kind": "telephone", "text": TEXT, "children": children}
    return notes.write(by=worker, now=now, **usual | changes)


def told(child, reader, **narrowed):
    return chronology.of(child.pk, reader, **narrowed).page.rows


def test_L26_a_note_of_a_talk_stands_in_the_childs_story_at_once(referral, owner):
    note = write(owner, referral.child, kind="advice", with_whom="her manager")
    (entry,) = told(referral.child, owner, category="Note")
    assert (entry.told.title, entry.told.detail) == ("Advice from a manager: her manager", TEXT)
    assert (entry.source, entry.row, entry.told.url) == ("cases.noted", note.pk, reverse("note", args=[note.pk]))


def test_a_call_handler_writes_a_note_and_an_auditor_none(referral, owner):
    handler = workers.call_handler(team=referral.team)
    assert write(handler, referral.child).written_by == handler
    with pytest.raises(Refused):
        write(workers.auditor(), referral.child)


def test_L04_a_management_decision_is_a_managers(referral, owner):
    with pytest.raises(ValidationError, match="written by a manager"):
        write(owner, referral.child, kind="decision")
    manager = workers.practice_manager(team=referral.team)
    assert write(manager, referral.child, kind="decision").kind == "decision"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"text": says(19) + "   "}, "at least 20 characters"),
        ({"happened_at": timezone.now() + timedelta(hours=1)}, NOT_YET),
        ({"children": []}, "at least one child"),
        ({"significant": "short"}, "at least 10 characters"),
    ],
)
def test_half_a_note_is_refused_whole(referral, owner, changes, sentence):
    with pytest.raises(ValidationError, match=sentence):
        write(owner, referral.child, **changes)
    assert not CaseNote.objects.exists()


def test_a_mistake_is_put_right_by_a_note_that_names_it_and_both_are_shown(client, referral, owner):
    wrong = write(owner, referral.child)
    wrong.text = "Something else was said on the telephone."
    with pytest.raises(DatabaseError), transaction.atomic(), acting_as(owner):
        wrong.save()
    right = write(owner, referral.child, text="It was the nursery that rang, not the school.", corrects=wrong)
    client.force_login(owner)
    page = client.get(reverse("note", args=[wrong.pk])).text
    assert TEXT in page
    assert right.text in page
    assert reverse("note", args=[wrong.pk]) in client.get(reverse("note", args=[right.pk])).text
    titles = [entry.told.title for entry in told(referral.child, owner, category="Note")]
    assert sorted(titles) == ["Correction: telephone call", "Telephone call"]


def test_a_visit_is_corrected_by_a_note_too(client, referral, owner):
    visit = ChildVisitFactory(child=referral.child).record
    write(owner, referral.child, text="The grandmother was there, not the aunt.", corrects_visit=visit)
    client.force_login(owner)
    assert "The grandmother was there" in client.get(reverse("visit", args=[visit.pk])).text


def test_significant_events_are_marked_with_a_reason_and_a_mark_taken_back_stays_in_history(referral, owner):
    child = referral.child
    note, other = write(owner, child, significant=WHY), write(owner, child)
    (entry,) = told(child, owner, significant=True)
    assert (entry.row, entry.significant) == (note.pk, WHY)
    mark = {"by": owner, "child": child, "source": "cases.noted"}
    notes.mark(**mark, row=other.pk, significant=True, reason="He came back into the home that day.")
    notes.mark(**mark, row=note.pk, significant=False, reason="It was another child of that name.")
    (entry,) = told(child, owner, significant=True)
    assert entry.row == other.pk
    assert SignificantEvent.objects.count() == 3
    assert [row.significant for row in notes.marks_of(child, "cases.noted", note.pk)] == [True, False]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"reason": "short"}, "at least 10 characters"),
        ({"row": 10**9}, "does not stand"),
        ({"source": "cases.nothing"}, "does not stand"),
        ({"significant": False}, "is not marked"),
    ],
)
def test_a_mark_that_cannot_be_is_refused(referral, owner, changes, sentence):
    note = write(owner, referral.child)
    usual = {"source": "cases.noted", "row": note.pk, "significant": True, "reason": WHY}
    with pytest.raises(ValidationError, match=sentence):
        notes.mark(by=owner, child=referral.child, **usual | changes)


def test_a_mark_is_of_one_childs_story(referral, owner):
    sister = ReferralFactory(team=referral.team).child
    note = write(owner, referral.child, sister)
    notes.mark(by=owner, child=referral.child, source="cases.noted", row=note.pk, significant=True, reason=WHY)
    assert told(referral.child, owner, significant=True)
    assert not told(sister, owner, significant=True)


def test_a_mark_is_of_one_kind_of_entry_and_not_of_another_with_the_same_number(referral, owner):
    note = write(owner, referral.child)
    SignificantEventFactory(child=referral.child, source="cases.visited", row=note.pk)
    (entry,) = told(referral.child, owner, category="Note")
    assert entry.significant == ""
    assert not told(referral.child, owner, significant=True)


def test_nobody_with_a_tie_to_one_of_the_children_reads_the_note(client, referral, owner):
    cousin = people.ChildFactory()
    note = CaseNoteFactory(children=[referral.child, cousin])
    client.force_login(owner)
    assert client.get(reverse("note", args=[note.pk])).status_code == 200
    people.ConflictFactory(worker=owner, person=cousin, declared_by=workers.administrator())
    assert client.get(reverse("note", args=[note.pk])).status_code == 404
    assert not told(referral.child, owner, category="Note")
