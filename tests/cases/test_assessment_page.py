"""An assessment on its way: written by the worker, authorised by another, shared with the family."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.urls import reverse

from cases.actions import assessments
from cases.models import Assessment, AssessmentReturn
from frontdoor.core import drafts
from frontdoor.core.acting import acting_as
from frontdoor.core.actions import NotPossible
from frontdoor.core.permissions import Refused
from frontdoor.core.versions import Stale
from tests.factories import people, workers
from tests.factories.cases import ANALYSIS, DUE_ON, RECEIVED_ON, AssessmentFactory, VisitFactory

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 12, 1, 10, 0, tzinfo=UTC)
TODAY = NOW.date()
WRITTEN = {
    "child_seen_on": date(2026, 11, 20),
    "child_seen_alone": True,
    "child_views": "I like it when Mum reads to me.",
    "analysis": ANALYSIS,
    "outcome": "cin",
    "late_reason": "",
}
TYPED = {
    "child_seen_on_day": "20",
    "child_seen_on_month": "11",
    "child_seen_on_year": "2026",
    "child_seen_alone": "yes",
    "child_views": WRITTEN["child_views"],
    "analysis": ANALYSIS,
    "outcome": "cin",
    "late_reason": "",
}


@pytest.fixture(autouse=True)
def december():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def assessment(db):
    """Open, of a child whom a visit has seen."""
    row = AssessmentFactory()
    VisitFactory(child=row.child, visited_on=WRITTEN["child_seen_on"])
    return row


@pytest.fixture
def worker(assessment):
    return workers.social_worker(team=assessment.referral.team)


@pytest.fixture
def manager(assessment):
    return workers.practice_manager(team=assessment.referral.team)


def write(assessment, by, *, on=TODAY, version=None, submit=False, **changed):
    return assessments.write(
        by=by, on=on, assessment_id=assessment.pk, version=version or 1, submit=submit, **WRITTEN | changed
    )


def post(client, worker, assessment, name="assessment", **typed):
    client.force_login(worker)
    return client.post(reverse(name, args=[assessment.pk]), typed)


def test_from_draft_to_finished(assessment, worker, manager):
    write(assessment, worker)
    submitted = write(assessment, worker, version=2, submit=True)
    assert (submitted.submitted_on, submitted.submitted_by) == (TODAY, worker)
    authorised = assessments.authorise(by=manager, on=TODAY, assessment_id=assessment.pk, version=3)
    assert authorised.finished_on is None
    shared = assessments.share(
        by=worker, on=TODAY + timedelta(days=2), assessment_id=assessment.pk, version=4, shared_on=TODAY
    )
    assert (shared.finished_on, shared.shared_by) == (TODAY, worker)
    assert not Assessment.objects.open().exists()


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"child_seen_on": None}, "child_seen_on"),
        ({"child_seen_on": TODAY + timedelta(days=1)}, "child_seen_on"),
        ({"child_seen_on": RECEIVED_ON - timedelta(days=1)}, "child_seen_on"),
        ({"child_views": "  "}, "child_views"),
        ({"analysis": "Too short."}, "__all__"),
        ({"outcome": ""}, "__all__"),
        ({"outcome": "made up"}, "outcome"),
    ],
)
def test_what_is_submitted_is_whole(assessment, worker, changed, field):
    with pytest.raises(ValidationError) as refused:
        write(assessment, worker, submit=True, **changed)
    assert list(refused.value.message_dict) == [field]
    assert Assessment.objects.get().version == 1


def test_an_unborn_child_is_neither_seen_nor_heard(manager):
    unborn = AssessmentFactory(referral__child=people.ChildFactory(unborn=True))
    author = workers.social_worker(team=unborn.referral.team)
    done = write(unborn, author, submit=True, child_seen_on=None, child_seen_alone=None, child_views="")
    assert done.submitted_on == TODAY


def test_past_its_day_it_needs_the_reason(assessment, worker):
    day_46 = DUE_ON + timedelta(days=1)
    with pytest.raises(NotPossible, match="longer than the time allowed"):
        write(assessment, worker, on=day_46, submit=True)
    done = write(assessment, worker, on=day_46, submit=True, late_reason="The family moved between two addresses.")
    assert done.submitted_on == day_46


def test_day_45_finishes_in_time_and_day_46_only_with_a_reason(manager, worker):
    for day, needs_reason in ((DUE_ON, False), (DUE_ON + timedelta(days=1), True)):
        row = AssessmentFactory(submitted=True, authorised_on=DUE_ON, authorised_by=manager)
        author = workers.social_worker(team=row.referral.team)
        act = {"by": author, "on": day, "assessment_id": row.pk, "version": row.version, "shared_on": day}
        if needs_reason:
            with pytest.raises(NotPossible, match="longer than the time allowed"):
                assessments.share(**act)
            assessments.share(late_reason="The father could not be reached for weeks.", **act)
        else:
            assessments.share(**act)


def test_the_database_refuses_a_late_end_without_a_reason(system):
    row = AssessmentFactory(authorised=True)
    row.shared_on = row.finished_on = DUE_ON + timedelta(days=1)
    row.shared_by = system
    with pytest.raises(DatabaseError, match="assessment_late_with_a_reason"), transaction.atomic(), acting_as(system):
        row.save()


def test_nobody_authorises_their_own(assessment, manager):
    write(assessment, manager, submit=True)
    with pytest.raises(Refused):
        assessments.authorise(by=manager, on=TODAY, assessment_id=assessment.pk, version=2)


def test_sent_back_with_a_reason_it_is_open_for_writing_again(assessment, worker, manager):
    write(assessment, worker, submit=True)
    with pytest.raises(NotPossible, match="submitted"):
        write(assessment, worker, version=2)
    with pytest.raises(ValidationError, match="20 characters"):
        assessments.send_back(by=manager, on=TODAY, assessment_id=assessment.pk, version=2, reason="No.")
    assessments.send_back(
        by=manager, on=TODAY, assessment_id=assessment.pk, version=2, reason="What does the school say about him?"
    )
    assert AssessmentReturn.objects.get().returned_by == manager
    assert write(assessment, worker, version=3, submit=True).submitted_by == worker


@pytest.mark.parametrize("shift", [-1, 1])
def test_shared_neither_before_it_was_authorised_nor_tomorrow(manager, shift):
    row = AssessmentFactory(submitted=True, authorised_on=TODAY, authorised_by=manager)
    author = workers.social_worker(team=row.referral.team)
    with pytest.raises(NotPossible) as refused:
        assessments.share(
            by=author,
            on=TODAY,
            assessment_id=row.pk,
            version=row.version,
            shared_on=TODAY + timedelta(days=shift),
        )
    assert refused.value.field == "shared_on"


def test_a_stale_save_is_refused_and_both_texts_are_shown(client, assessment, worker):
    write(
        assessment,
        workers.social_worker(team=assessment.referral.team),
        analysis="The first text. She came to school hungry on most days.",
    )
    page = post(
        client,
        worker,
        assessment,
        version=1,
        **TYPED | {"analysis": "My own text. The mother works nights and sleeps at noon."},
    )
    body = page.content.decode()
    assert page.status_code == 422
    assert "Somebody else has changed this" in body
    assert "The first text." in body
    assert "My own text." in body
    assert 'name="version" value="2"' in body
    with pytest.raises(Stale):
        write(assessment, worker, version=1)


def test_saved_on_the_page_and_submitted(client, assessment, worker):
    drafts.keep(worker=worker, form="assessment", subject_id=assessment.pk, data={"analysis": "half"}, now=NOW)
    assert post(client, worker, assessment, version=1, save="yes", **TYPED).status_code == 302
    assert not drafts.Draft.objects.exists()
    assert post(client, worker, assessment, version=2, submit="yes", **TYPED).status_code == 302
    row = Assessment.objects.get()
    assert (row.child_seen_on, row.child_seen_alone, row.submitted_by) == (date(2026, 11, 20), True, worker)


def test_what_was_typed_before_an_interruption_comes_back(client, assessment, worker):
    typed = TYPED | {"version": "1", "analysis": "Half a sentence", "child_seen_on_day": "31"}
    drafts.keep(worker=worker, form="assessment", subject_id=assessment.pk, data=typed, now=NOW)
    client.force_login(worker)
    body = client.get(reverse("assessment", args=[assessment.pk])).content.decode()
    assert "Half a sentence" in body
    assert 'value="31"' in body
    other = workers.social_worker(team=assessment.referral.team)
    client.force_login(other)
    assert "Half a sentence" not in client.get(reverse("assessment", args=[assessment.pk])).content.decode()


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"child_seen_on_day": "32"}, "must be a real date"),
        ({"child_seen_on_year": "2031"}, "past"),
        ({"analysis": "short"}, "at least 40 characters"),
        ({"analysis": "x\x00" * 40}, "cannot be stored"),
    ],
)
def test_bad_input_is_answered_in_words_and_kept(client, assessment, worker, typed, sentence):
    page = post(client, worker, assessment, version=1, submit="yes", **TYPED | typed)
    assert page.status_code == 422
    assert sentence in page.content.decode()
    assert WRITTEN["child_views"] in page.content.decode()


def test_a_manager_decides_on_the_page(client, assessment, worker, manager):
    write(assessment, worker, submit=True)
    assert post(client, manager, assessment, "assessment_decide", version=2).status_code == 422
    page = post(client, manager, assessment, "assessment_decide", version=2, decision="send_back", reason="short")
    assert page.status_code == 422
    done = post(client, manager, assessment, "assessment_decide", version=2, decision="authorise", reason="")
    assert done.status_code == 302
    assert Assessment.objects.get().authorised_by == manager


def test_the_way_through_the_page_to_the_family(client, worker, manager):
    row = AssessmentFactory(submitted=True, authorised_on=TODAY, authorised_by=manager)
    author = workers.social_worker(team=row.referral.team)
    day = {"shared_on_day": "1", "shared_on_month": "12", "shared_on_year": "2026", "late_reason": ""}
    assert post(client, author, row, "assessment_share", version=row.version, **day).status_code == 302
    assert Assessment.objects.get(pk=row.pk).finished_on == TODAY


def test_owner_colleague_stranger_and_the_wrong_role(client, assessment, worker, manager):
    statuses = {}
    for name, who in {
        "own team": worker,
        "manager": manager,
        "stranger": workers.social_worker(),
        "auditor": workers.auditor(),
        "call handler": workers.call_handler(),
        "administrator": workers.administrator(),
    }.items():
        client.force_login(who)
        statuses[name] = client.get(reverse("assessment", args=[assessment.pk])).status_code
    assert statuses == {
        "own team": 200,
        "manager": 200,
        "stranger": 404,
        "auditor": 200,
        "call handler": 403,
        "administrator": 403,
    }


def test_reading_is_not_writing(client, assessment, worker):
    auditor = workers.auditor()
    client.force_login(auditor)
    body = client.get(reverse("assessment", args=[assessment.pk])).content.decode()
    assert "Submit for authorisation" not in body
    assert post(client, auditor, assessment, version=1, **TYPED).status_code == 403
    assert post(client, worker, assessment, "assessment_decide", version=1, decision="authorise").status_code == 403


def test_both_ways_of_counting_are_named(client, assessment, worker):
    client.force_login(worker)
    body = client.get(reverse("assessment", args=[assessment.pk])).content.decode()
    assert "45 working days from the referral" in body
    assert "count from the start of the assessment" in body
