"""Forms that arrive after the session ended: kept for their writer, given back, and forgotten once sent."""

from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import reverse

from frontdoor.core.drafts import Draft, HeldSubmission
from tests.factories import workers

pytestmark = pytest.mark.django_db

FORM = "application/x-www-form-urlencoded"
TOKEN = {"csrfmiddlewaretoken": "x" * 64}


@pytest.fixture
def handler(client):
    worker = workers.call_handler()
    client.force_login(worker)
    client.get(reverse("contact_start"))
    return worker


def sign_out_by_time(client):
    client.cookies.pop("sessionid")


def test_what_is_sent_too_late_comes_back_and_can_be_sent_again(client, handler):
    client.post(reverse("contact_start"), {"immediate_danger": "no"})
    path = reverse("contact_step", args=[Draft.objects.get().pk, "concern"])
    sign_out_by_time(client)
    answer = client.post(path, TOKEN | {"concern": "A long account.", "password": "never kept"})
    held = HeldSubmission.objects.get()
    assert (held.worker, held.path, held.fields) == (handler, path, {"concern": ["A long account."]})
    assert answer.url.endswith(reverse("held_submission", args=[held.pk]))
    client.force_login(handler)
    page = client.get(reverse("held_submission", args=[held.pk])).content.decode()
    assert "A long account." in page
    client.post(path, {"concern": "A long account.", "held_id": held.pk})
    assert not HeldSubmission.objects.exists()
    assert Draft.objects.get().data["sections"]["concern"]["concern"] == ["A long account."]


def test_words_are_shown_and_what_a_form_calls_a_choice_is_only_sent_again(client, handler):
    fields = {"concern": ["Hungry."], "claimed_consent": ["not_known"], "version": ["1"]}
    held = HeldSubmission.objects.create(worker=handler, path="/", fields=fields)
    answer = client.get(reverse("held_submission", args=[held.pk]))
    assert answer.context["written"] == [("concern", "Hungry.")]
    assert 'name="claimed_consent" value="not_known"' in answer.text


def test_two_megabytes_of_emoji_reach_the_form(client, handler):
    client.post(reverse("contact_start"), {"immediate_danger": "no"})
    path = reverse("contact_step", args=[Draft.objects.get().pk, "concern"])
    much = "\N{BROKEN HEART}" * 262_000
    answer = client.post(path, urlencode({"concern": much, "child_voice": much}), content_type=FORM)
    assert answer.status_code == 302
    assert Draft.objects.get().data["sections"]["concern"] == {"concern": [much], "child_voice": [much]}


def test_only_the_writer_opens_it(client, handler):
    held = HeldSubmission.objects.create(worker=workers.call_handler(), path="/", fields={"concern": ["Secret."]})
    assert client.get(reverse("held_submission", args=[held.pk])).status_code == 404
    client.post(reverse("contact_start"), {"immediate_danger": "no", "held_id": held.pk})
    assert HeldSubmission.objects.exists()


def test_a_browser_that_nobody_used_keeps_nothing(client, handler):
    Client().post(reverse("contact_start"), TOKEN | {"immediate_danger": "no"})
    assert not HeldSubmission.objects.exists()


def test_a_forged_cookie_keeps_nothing(client, handler):
    stranger = Client()
    stranger.cookies["last_worker"] = f"{handler.pk}:forged"
    stranger.post(reverse("contact_start"), TOKEN | {"immediate_danger": "no"})
    assert not HeldSubmission.objects.exists()


def test_sign_in_forms_are_never_kept(client, handler):
    sign_out_by_time(client)
    client.post(reverse("account_login"), TOKEN | {"login": "a@example.org", "password": "wrong"})
    assert not HeldSubmission.objects.exists()


def test_a_stale_token_shows_what_was_typed(handler):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(handler)
    answer = strict.post(reverse("contact_start"), {"immediate_danger": "no", "words": "Typed with <care>."})
    assert answer.status_code == 403
    assert "Typed with &lt;care&gt;." in answer.content.decode()
