"""The first page: each actor's own, and for a partner how to reach us."""

import pytest
from django.urls import reverse

from tests.factories import workers

pytestmark = pytest.mark.django_db


def home(client, worker):
    client.force_login(worker)
    return client.get(reverse("my_work"))


@pytest.mark.parametrize(
    "actor",
    [
        workers.call_handler,
        workers.social_worker,
        workers.practice_manager,
        workers.consent_decider,
        workers.service_manager,
        workers.auditor,
        workers.senior_leader,
        workers.administrator,
    ],
)
def test_every_role_has_a_first_page(client, acting, actor):
    answer = home(client, actor())
    assert answer.status_code == 200
    assert "<h1" in answer.content.decode()


def test_a_partner_is_told_how_to_reach_the_front_door(client, acting):
    words = home(client, workers.partner_referrer()).content.decode()
    assert "call 999" in words
    assert "How to reach the front door" in words
    assert "My work" not in words.split("<main", 1)[1]


def test_somebody_without_a_role_is_told_so(client, acting):
    assert "do not hold a role yet" in home(client, workers.WorkerFactory()).content.decode()
