"""A step of an assessment that was opened before somebody else changed it: nothing is lost, and it can go on."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from cases.actions import assessments
from cases.models import Assessment, AssessmentReturn
from tests.cases.test_assessment_page import WRITTEN, post, write
from tests.factories import workers
from tests.factories.cases import DUE_ON, AssessmentFactory, VisitFactory

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 12, 1, 10, 0, tzinfo=UTC)
TODAY = NOW.date()
MISSING = "What does the school say about him?"
SHARED = {"shared_on_day": "1", "shared_on_month": "12", "shared_on_year": "2026", "late_reason": ""}


@pytest.fixture(autouse=True)
def december():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def assessment(db):
    row = AssessmentFactory()
    VisitFactory(child=row.child, visited_on=WRITTEN["child_seen_on"])
    return row


@pytest.fixture
def worker(assessment):
    return workers.social_worker(team=assessment.referral.team)


@pytest.fixture
def manager(assessment):
    return workers.practice_manager(team=assessment.referral.team)


@pytest.fixture
def colleague(assessment):
    return workers.practice_manager(team=assessment.referral.team)


def written_again(assessment, worker, colleague):
    """The assessment as the manager opened it (version 2), sent back and submitted anew by its author (version 4)."""
    write(assessment, worker, submit=True, analysis="The first text. She came to school hungry on most days.")
    assessments.send_back(by=colleague, on=TODAY, assessment_id=assessment.pk, version=2, reason=MISSING)
    write(
        assessment,
        worker,
        version=3,
        submit=True,
        analysis="The newer text. Her aunt cooks for her on school days now.",
    )


def test_a_decision_on_an_older_text_shows_what_changed_and_can_be_sent_again(
    client, assessment, worker, manager, colleague
):
    written_again(assessment, worker, colleague)
    decided = {"decision": "send_back", "reason": "The father was not asked at all."}
    page = post(client, manager, assessment, "assessment_decide", version=2, **decided)
    body = page.content.decode()
    assert page.status_code == 422
    assert "Somebody else has changed this" in body
    assert "What has changed since you opened this page" in body
    assert "The first text." in body
    assert "The newer text." in body
    assert "The father was not asked at all." in body
    assert 'name="version" value="4"' in body
    assert post(client, manager, assessment, "assessment_decide", version=4, **decided).status_code == 302
    assert AssessmentReturn.objects.order_by("pk").last().returned_by == manager


def test_an_unfinished_decision_on_an_older_text_shows_what_changed_too(client, assessment, worker, manager, colleague):
    written_again(assessment, worker, colleague)
    page = post(client, manager, assessment, "assessment_decide", version=2, decision="send_back", reason="")
    body = page.content.decode()
    assert page.status_code == 422
    assert "The newer text." in body
    assert 'name="version" value="4"' in body


def test_what_was_written_about_a_decided_assessment_is_shown_to_be_copied(
    client, assessment, worker, manager, colleague
):
    write(assessment, worker, submit=True)
    assessments.authorise(by=colleague, on=TODAY, assessment_id=assessment.pk, version=2)
    page = post(client, manager, assessment, "assessment_decide", version=2, decision="send_back", reason=MISSING)
    body = page.content.decode()
    assert page.status_code == 422
    assert "Your words were not sent" in body
    assert MISSING in body
    assert "Authorised</th>" in body
    assert colleague.get_full_name() in body
    assert "Save this decision" not in body


def test_sharing_an_assessment_that_a_colleague_has_shared_keeps_the_reason(client, worker):
    late = DUE_ON + timedelta(days=3)
    with time_machine.travel(datetime(late.year, late.month, late.day, 10, tzinfo=UTC), tick=False):
        row = AssessmentFactory(authorised=True)
        first, second = (workers.social_worker(team=row.referral.team) for _ in range(2))
        version = row.version
        told = {"shared_on": late, "late_reason": "The mother was in hospital for weeks."}
        assessments.share(by=first, on=late, assessment_id=row.pk, version=version, **told)
        typed = {f"shared_on_{part}": str(getattr(late, part)) for part in ("day", "month", "year")}
        words = "The father could not be reached for weeks."
        page = post(client, second, row, "assessment_share", version=version, late_reason=words, **typed)
        body = page.content.decode()
        assert page.status_code == 422
        assert words in body
        assert first.get_full_name() in body
        assert "Finish the assessment" not in body
        assert Assessment.objects.get(pk=row.pk).shared_by == first


def test_sharing_over_a_newer_version_can_be_sent_again(client, manager):
    row = AssessmentFactory(submitted=True, authorised_on=TODAY, authorised_by=manager)
    author = workers.social_worker(team=row.referral.team)
    page = post(client, author, row, "assessment_share", version=row.version - 1, **SHARED)
    assert page.status_code == 422
    assert f'name="version" value="{row.version}"' in page.content.decode()
    assert post(client, author, row, "assessment_share", version=row.version, **SHARED).status_code == 302


def test_a_version_that_never_was_says_so_without_a_comparison(client, assessment, worker, manager):
    write(assessment, worker, submit=True)
    page = post(client, manager, assessment, "assessment_decide", version=77, decision="authorise", reason="")
    body = page.content.decode()
    assert "Nothing in the assessment differs from what you saw" in body
    assert 'name="version" value="2"' in body
