"""A case has its worker at once; its assessment starts when the family has agreed, in sight of everybody (C08)."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from audits import board
from cases import listing
from cases.actions import assessments
from cases.actions.assessments import NO_WORKER
from cases.models import Assessment
from cases.models.assessments import NO_SERVICE_CONSENT
from tests.factories import cases, workers

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(db):
    """A case that its worker leads, about which nobody has been asked."""
    today = timezone.localdate()
    referral = cases.ReferralFactory(received_on=today - timedelta(days=3), allocated_on=today - timedelta(days=2))
    cases.AllocationFactory(referral=referral, child=referral.child, worker=workers.social_worker(team=referral.team))
    return referral


@pytest.fixture
def worker(case):
    return case.allocations.get().worker


def url(case):
    return reverse("assessment_start", args=[case.pk])


def start(case, worker):
    return assessments.start(by=worker, on=timezone.localdate(), referral_id=case.pk)


def waiting(worker, **filters):
    return listing.cases(viewer=worker, on=timezone.localdate(), show=listing.NOT_STARTED, **filters).count()


def test_it_starts_once_the_family_has_agreed_and_counts_from_the_referral(case, worker):
    with pytest.raises(ValidationError, match=NO_SERVICE_CONSENT):
        start(case, worker)
    cases.agreed(case)
    begun = start(case, worker)
    assert (begun.referral_received_on, begun.started_on) == (case.received_on, timezone.localdate())
    with pytest.raises(ValidationError, match="open assessment"):
        start(case, worker)


def test_a_case_without_a_worker_is_given_to_one_first():
    referral = cases.agreed(cases.ReferralFactory())
    with pytest.raises(ValidationError, match=NO_WORKER):
        start(referral, workers.practice_manager(team=referral.team))


def test_L49_it_stands_on_the_workers_the_managers_and_the_leaders_page_until_it_starts(client, case, worker):
    leader = workers.senior_leader()

    def seen():
        tile = next(tile for tile in board.of(leader, timezone.now()).wrong if tile.label == "Assessments not started")
        listed = client.get(tile.url).context["page"].rows
        assert len(listed) == tile.count
        return waiting(worker, lead=worker.pk), waiting(workers.practice_manager(team=case.team)), tile.count

    client.force_login(leader)
    assert seen() == (1, 1, 1)
    cases.agreed(case)
    start(case, worker)
    assert seen() == (0, 0, 0)


@pytest.mark.parametrize("make", [cases.PlanFactory, cases.Section47Factory])
def test_a_case_with_a_plan_or_an_enquiry_waits_for_no_assessment(case, worker, make):
    assert waiting(worker, lead=worker.pk) == 1
    make(referral=case, child=case.child)
    assert waiting(worker, lead=worker.pk) == 0


def test_the_page_says_what_it_waits_for_and_starts_it(client, case, worker):
    client.force_login(worker)
    page = client.get(url(case)).content.decode()
    assert NO_SERVICE_CONSENT in page
    assert "<button" not in page.split("<main", 1)[1].split("</main>", 1)[0]
    refused = client.post(url(case))
    assert refused.status_code == 422
    assert NO_SERVICE_CONSENT in refused.content.decode()
    assert "Assessment not started" in client.get(reverse("person", args=[case.child_id])).content.decode()
    cases.agreed(case)
    done = client.post(url(case))
    assert done.url == reverse("assessment", args=[Assessment.objects.get().pk])
    assert "is under way" in client.get(url(case)).content.decode()


def test_a_colleague_of_another_team_does_not_start_it(client, case):
    cases.agreed(case)
    client.force_login(workers.social_worker())
    assert client.post(url(case)).status_code == 404
    client.force_login(workers.auditor())
    assert client.post(url(case)).status_code == 403
    assert not Assessment.objects.exists()
