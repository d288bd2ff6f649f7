"""What stands around a page: whose installation it is, who is signed in, and in whose place."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from frontdoor.core.acting import acting_as
from frontdoor.core.policy import Authority
from tests.factories import workers

pytestmark = pytest.mark.django_db

UNTIL = date(2036, 11, 27)


@pytest.fixture
def worker():
    return workers.social_worker(given_names="Ruth", family_name="Adeyemi", team__name="North")


def stands_in(worker, *, name="Morgan Ellis", since=date(2026, 1, 1), until=UNTIL):
    given, family = name.split()
    colleague = workers.practice_manager(given_names=given, family_name=family)
    workers.GrantFactory(
        worker=worker, role="practice_manager", stands_in_for=colleague, starts_on=since, ends_on=until
    )


def page_of(client, worker):
    """My sign-in, once the session has been noted, and the number of queries it took."""
    client.force_login(worker)
    client.get(reverse("security"))
    with CaptureQueriesContext(connection) as queries:
        page = client.get(reverse("security"))
    return page, len(queries)


def test_it_names_the_worker_the_roles_and_the_team_and_leads_to_the_sign_in(client, worker):
    page, _ = page_of(client, worker)
    assert f'<a class="app-header__name-link" href="{reverse("security")}"><bdi>Ruth Adeyemi</bdi>' in page.text
    assert "<span>Social worker, North</span>" in page.text
    assert "Standing in for" not in page.text


def test_it_says_for_whom_and_until_when_without_asking_the_database_again(client, worker):
    _, before = page_of(client, worker)
    stands_in(worker)
    stands_in(worker, name="Past Colleague", since=date(2025, 1, 1), until=date(2025, 12, 31))
    page, after = page_of(client, worker)
    assert "Standing in for <bdi>Morgan Ellis until 27 November 2036</bdi>" in page.text
    assert "Past Colleague" not in page.text
    assert after == before


def test_a_worker_read_without_a_session_knows_it_too(worker):
    stands_in(worker)
    assert type(worker).objects.get(pk=worker.pk).standing_in == ["Morgan Ellis until 27 November 2036"]


def test_whoever_holds_no_role_is_told_so(client):
    page, _ = page_of(client, workers.WorkerFactory(team=None))
    assert "<span>No role yet</span>" in page.text


@pytest.mark.parametrize("signed_in", [True, False])
def test_the_authority_has_its_name_and_mark_on_it(client, worker, signed_in, system):
    with acting_as(system):
        authority = Authority.objects.get(pk=1)
        authority.name, authority.mark = "Invented Borough", "IB"
        authority.save()
    if signed_in:
        client.force_login(worker)
    page = client.get(reverse("security"), follow=True)
    assert '<span class="app-header__mark" aria-hidden="true">IB</span>Invented Borough' in page.text


def test_the_lists_of_a_section_lead_to_each_other(client):
    handler = workers.call_handler(team__front_door=True)
    client.force_login(handler)
    for name in ("triage_queue", "hand_over", "check_list", "feedback_owed", "advice_list"):
        links = client.get(reverse(name)).context["shell"].section_links
        assert [link.url for link in links if link.is_current] == [reverse(name)]
        assert {link.url for link in links} >= {reverse("advice_list"), reverse("triage_queue")}
        assert reverse("override_queue") not in {link.url for link in links}
    assert client.get(reverse("advice_log")).context["shell"].section_links == []
    assert client.get(reverse("my_work")).context["shell"].section_links == []
