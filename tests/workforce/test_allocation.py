"""Giving a case to a worker: caseloads in view, nobody chosen beforehand, no tie to the family."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.urls import reverse

from cases.actions import assessments
from cases.actions.allocations import lead_of
from cases.models import Allocation, Assessment
from cases.models.assessments import NO_SERVICE_CONSENT
from frontdoor.core.acting import acting_as
from frontdoor.core.versions import Stale
from tests.factories import people, workers
from tests.factories.cases import AllocationFactory, AssessmentFactory, ReferralFactory, agreed
from workforce import candidates

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 18, 10, 0, tzinfo=UTC)
WHY = "Has the least to do this week."


@pytest.fixture(autouse=True)
def november():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def referral(db):
    return ReferralFactory()


@pytest.fixture
def manager(referral):
    return workers.practice_manager(team=referral.team)


@pytest.fixture
def worker(referral):
    return workers.social_worker(team=referral.team)


def url(referral):
    return reverse("allocate", args=[referral.pk])


def post(client, manager, referral, worker, rationale=WHY, *, version=None):
    client.force_login(manager)
    opened_on = lead_of(referral.child_id).version if version is None else version
    return client.post(url(referral), {"version": opened_on, "worker": worker.pk, "rationale": rationale})


def test_the_page_shows_caseloads_and_chooses_nobody(client, referral, manager, worker):
    for _ in range(2):
        AllocationFactory(worker=worker)
    client.force_login(manager)
    body = client.get(url(referral)).content.decode()
    assert worker.get_full_name() in body
    assert "2 children now" in body
    assert "checked" not in body


def test_allocated_on_the_page_the_assessment_opens_where_the_family_agreed(client, referral, manager, worker):
    agreed(referral)
    done = post(client, manager, referral, worker)
    assert done.url == reverse("person", args=[referral.child_id])
    assert Allocation.objects.get().worker == worker
    assert Assessment.objects.get().child_id == referral.child_id


def test_C08_without_agreement_the_child_has_a_worker_and_the_assessment_waits(client, referral, manager, worker):
    client.force_login(manager)
    assert NO_SERVICE_CONSENT in client.get(url(referral)).content.decode()
    done = post(client, manager, referral, worker)
    assert "starts when the family has agreed" in client.get(done.url).content.decode()
    assert Allocation.objects.get().worker == worker
    assert not Assessment.objects.exists()
    second = workers.social_worker(team=referral.team)
    assert post(client, manager, referral, second).status_code == 302
    assert Allocation.objects.current().get().worker == second


def test_passed_on_it_keeps_its_assessment(client, referral, manager, worker):
    agreed(referral)
    post(client, manager, referral, worker)
    second = workers.social_worker(team=referral.team)
    assert post(client, manager, referral, second).status_code == 302
    assert Allocation.objects.current().lead().get().worker == second
    assert Assessment.objects.count() == 1


def test_an_assessment_that_came_before_its_worker_is_kept(client, referral, manager, worker):
    AssessmentFactory(referral=referral)
    assert post(client, manager, referral, worker).status_code == 302
    assert Assessment.objects.count() == 1


def test_of_a_case_that_is_assessed_nobody_says_that_it_waits_for_agreement(client, referral, manager, worker):
    AssessmentFactory(referral=referral)
    client.force_login(manager)
    assert NO_SERVICE_CONSENT not in client.get(url(referral)).content.decode()
    done = post(client, manager, referral, worker)
    assert "starts when the family has agreed" not in client.get(done.url).content.decode()


@pytest.mark.parametrize("led_before", [True, False])
@pytest.mark.parametrize("same_choice", [True, False])
def test_an_older_open_page_overwrites_no_other_managers_choice(
    client, referral, manager, worker, *, led_before, same_choice
):
    if led_before:
        AllocationFactory(referral=referral)
    older = client_page(client, manager, referral)
    colleague, second = workers.practice_manager(team=referral.team), workers.social_worker(team=referral.team)
    assert post(client, colleague, referral, worker, "Has known the mother for years.").status_code == 302
    chosen = worker if same_choice else second
    refused = post(client, manager, referral, chosen, "Lives round the corner.", version=older)
    assert refused.status_code == 422
    assert Stale.sentence in refused.text
    for words in (
        f"{worker.get_full_name()}, allocated by {colleague.get_full_name()} on 18 November 2026",
        "Has known the mother for years.",
        "Lives round the corner.</textarea>",
        f'value="{chosen.pk}" checked',
    ):
        assert words in refused.text
    assert Allocation.objects.current().get().worker == worker
    assert "Choose" not in str(refused.context["form"].errors)

    again = post(
        client, manager, referral, chosen, "Lives round the corner.", version=refused.context["form"]["version"].value()
    )
    assert again.status_code == (422 if same_choice else 302)
    assert Allocation.objects.current().get().worker == chosen


def client_page(client, manager, referral):
    client.force_login(manager)
    return client.get(url(referral)).context["form"]["version"].value()


def test_an_older_page_says_so_whatever_else_is_wrong_with_it(client, referral, manager, worker):
    older = client_page(client, manager, referral)
    post(client, manager, referral, worker)
    refused = post(client, manager, referral, workers.social_worker(team=referral.team), "short", version=older)
    assert Stale.sentence in refused.text
    assert "leads this case now" in refused.text
    assert "short</textarea>" in refused.text


def test_a_page_that_does_not_say_what_it_was_opened_on_is_refused(client, referral, manager, worker):
    assert post(client, manager, referral, worker, version="").status_code == 422
    assert not Allocation.objects.exists()


def test_the_act_itself_refuses_an_older_choice(referral, manager, worker):
    AllocationFactory(referral=referral)
    with pytest.raises(Stale):
        assessments.allocate(
            by=manager, on=NOW.date(), referral_id=referral.pk, version=0, worker=worker, rationale=WHY
        )
    assert Allocation.objects.current().get().worker != worker


@pytest.mark.parametrize("rationale", ["", "short"])
def test_why_is_asked(client, referral, manager, worker, rationale):
    page = post(client, manager, referral, worker, rationale)
    assert page.status_code == 422
    assert not Allocation.objects.exists()


def test_nobody_from_outside_the_list_can_be_sent(client, referral, manager):
    for outsider in (
        workers.social_worker(),
        workers.call_handler(),
        workers.social_worker(team=referral.team, is_active=False),
    ):
        assert post(client, manager, referral, outsider).status_code == 422


def test_a_worker_with_a_tie_is_not_offered(referral, manager, worker):
    people.ConflictFactory(worker=worker, person=referral.child, declared_by=workers.administrator())
    assert worker not in [one.worker for one in candidates.of(referral, NOW.date())]


def test_whoever_knows_the_child_comes_first_then_the_lightest(referral):
    heavy, light = (workers.social_worker(team=referral.team) for _ in range(2))
    for _ in range(3):
        AllocationFactory(worker=heavy)
    former = workers.social_worker()
    with acting_as(former):
        AllocationFactory(
            referral=ReferralFactory(child=referral.child, closed=True, team=former.team),
            worker=former,
            ended_on=NOW.date(),
            ended_by=former,
        )
    found = candidates.of(referral, NOW.date())
    assert [one.worker for one in found] == [former, light, heavy]
    assert "has worked with this child before" in found[0].words


def test_over_the_limit_is_said(referral, worker, django_assert_num_queries):
    for _ in range(18):
        AllocationFactory(worker=worker)
    (one,) = candidates.of(referral, NOW.date())
    assert one.words == "18 children now, 1 FTE, over the limit of 17"


def test_doors(client, referral, manager, worker):
    statuses = {}
    for name, who in {
        "manager": manager,
        "another team's manager": workers.practice_manager(),
        "service manager": workers.service_manager(),
        "worker": worker,
        "auditor": workers.auditor(),
    }.items():
        client.force_login(who)
        statuses[name] = client.get(url(referral)).status_code
    assert statuses == {
        "manager": 200,
        "another team's manager": 404,
        "service manager": 200,
        "worker": 403,
        "auditor": 403,
    }


def test_a_closed_case_is_not_there(client, manager):
    client.force_login(workers.service_manager())
    assert client.get(url(ReferralFactory(closed=True))).status_code == 404
