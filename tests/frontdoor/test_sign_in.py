"""Signing in, staying in and being signed out."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.contrib.sessions.models import Session
from django.core import mail
from django.test import Client
from django.urls import NoReverseMatch, reverse

from frontdoor.core.acting import acting_as
from frontdoor.models import LedgerEvent
from tests.factories import workers

pytestmark = pytest.mark.django_db

PASSWORD = "three invented words"
NINE = datetime(2026, 11, 23, 9, tzinfo=UTC)


@pytest.fixture
def worker():
    made = workers.social_worker()
    with acting_as(made):
        made.set_password(PASSWORD)
        made.save()
    return made


def sign_in(client, worker, password=PASSWORD):
    return client.post(reverse("account_login"), {"login": worker.email, "password": password})


def is_in(client):
    return client.get(reverse("security")).status_code == 200


def code_now(secret):
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


def test_a_worker_signs_in_with_address_and_password(client, worker):
    assert sign_in(client, worker).status_code == 302
    assert is_in(client)


def test_the_wrong_password_opens_nothing(client, worker):
    response = sign_in(client, worker, "wrong")
    assert response.status_code == 422
    assert "There is a problem" in response.text
    assert not is_in(client)


def test_the_fifth_failure_closes_sign_in_kindly_even_to_the_right_password(client, worker):
    for _ in range(4):
        assert sign_in(client, worker, "wrong").status_code == 422
    locked = sign_in(client, worker, "wrong")
    assert locked.status_code == 429
    assert "Please wait 15 minutes" in locked.text
    assert sign_in(client, worker).status_code == 429
    assert sign_in(Client(REMOTE_ADDR="127.0.0.2"), worker).status_code == 302


def test_fifteen_idle_minutes_sign_out_and_say_so(client, worker):
    with time_machine.travel(NINE, tick=False) as clock:
        sign_in(client, worker)
        assert is_in(client)
        clock.shift(timedelta(minutes=14))
        assert is_in(client)
        clock.shift(timedelta(minutes=15))
        response = client.get(reverse("security"), follow=True)
    assert response.redirect_chain[0][0].startswith(reverse("account_login"))
    assert "nothing happened for 15 minutes" in response.text
    assert not is_in(client)


def test_ten_hours_sign_out_whoever_never_paused(client, worker):
    with time_machine.travel(NINE, tick=False) as clock:
        sign_in(client, worker)
        for _ in range(59):
            assert is_in(client)
            clock.shift(timedelta(minutes=10))
        assert is_in(client)
        clock.shift(timedelta(minutes=10))
        assert "more than 10 hours ago" in client.get(reverse("security"), follow=True).text


def test_signed_in_pages_stay_out_of_caches_and_signing_out_clears_the_browser(client, worker):
    sign_in(client, worker)
    assert client.get(reverse("security"))["Cache-Control"] == "no-store"
    key = client.session.session_key
    response = client.post(reverse("account_logout"))
    assert response["Clear-Site-Data"] == '"cache", "storage"'
    assert not Session.objects.filter(session_key=key).exists()


def test_a_session_past_its_day_opens_nothing(client, worker):
    sign_in(client, worker)
    Session.objects.update(expire_date=datetime.now(tz=UTC) - timedelta(seconds=1))
    assert not is_in(client)


def test_a_password_is_changed_in_the_workers_own_name_and_ends_other_sessions(client, worker):
    elsewhere = Client()
    sign_in(elsewhere, worker)
    sign_in(client, worker)
    before = LedgerEvent.objects.count()
    new = {"oldpassword": PASSWORD, "password1": "another set of words", "password2": "another set of words"}
    assert client.post(reverse("account_change_password"), new).status_code == 302
    event = LedgerEvent.objects.order_by("-pk")[0]
    assert LedgerEvent.objects.count() == before + 1
    assert (event.subject, event.subject_id, event.actor_id) == ("workforce_worker", worker.pk, worker.pk)
    assert is_in(client)
    assert not is_in(elsewhere)
    assert sign_in(Client(), worker, "another set of words").status_code == 302


def test_a_forgotten_password_is_set_by_the_link_and_signs_nobody_in(client, worker):
    assert client.post(reverse("account_reset_password"), {"email": worker.email}).status_code == 302
    message = mail.outbox[0]
    assert message.subject == "Front Door: Your link for a new password"
    assert "example.com" not in message.body
    link = re.search(r"http://testserver(\S+)", message.body)[1]
    form = client.get(link, follow=True)
    address = form.redirect_chain[-1][0]
    new = {"password1": "another set of words", "password2": "another set of words"}
    assert client.post(address, new).status_code == 302
    assert not is_in(client)
    assert sign_in(client, worker, "another set of words").status_code == 302
    assert "This link no longer works" in Client().get(link, follow=True).text


def test_an_unknown_address_gets_the_same_answer_and_no_message(client):
    assert client.post(reverse("account_reset_password"), {"email": "nobody@example.org"}).status_code == 302
    assert mail.outbox == []


def set_up_codes(client, worker):
    sign_in(client, worker)
    asked = client.get(reverse("mfa_activate_totp"))
    assert asked.url.startswith(reverse("account_reauthenticate"))
    page = client.post(asked.url, {"password": PASSWORD}, follow=True)
    secret = re.search(r'id="app-key">(\w+)<', page.text)[1]
    assert "<svg" in page.text
    assert client.post(reverse("mfa_activate_totp"), {"code": code_now(secret)}).status_code == 302
    return secret


def test_the_second_factor_is_asked_for_and_a_reset_does_not_skip_it(client, worker):
    secret = set_up_codes(client, worker)
    assert "Set up on" in client.get(reverse("security")).text
    other = Client()
    assert sign_in(other, worker).url.startswith(reverse("mfa_authenticate"))
    assert not is_in(other)
    assert other.post(reverse("mfa_authenticate"), {"code": "000000"}).status_code == 422
    assert not is_in(other)
    with time_machine.travel(datetime.now(UTC) + timedelta(seconds=31)):
        assert other.post(reverse("mfa_authenticate"), {"code": code_now(secret)}).status_code == 302
        assert is_in(other)
    mail.outbox.clear()
    client.post(reverse("account_reset_password"), {"email": worker.email})
    anew = Client()
    link = re.search(r"http://testserver(\S+)", mail.outbox[0].body)[1]
    address = anew.get(link, follow=True).redirect_chain[-1][0]
    anew.post(address, {"password1": "another set of words", "password2": "another set of words"})
    assert sign_in(anew, worker, "another set of words").url.startswith(reverse("mfa_authenticate"))
    assert not is_in(anew)


def test_every_page_of_the_second_factor_is_drawn(client, worker):
    set_up_codes(client, worker)
    for name in (
        "mfa_view_recovery_codes",
        "mfa_generate_recovery_codes",
        "mfa_deactivate_totp",
        "mfa_add_webauthn",
        "account_reauthenticate",
        "mfa_reauthenticate",
        "account_change_password",
        "account_logout",
    ):
        assert client.get(reverse(name)).status_code == 200, name
    assert client.post(reverse("mfa_deactivate_totp")).status_code == 302
    assert "Not set up" in client.get(reverse("security")).text


def test_i_can_end_my_session_elsewhere_but_nobody_elses(client, worker):
    elsewhere, stranger = Client(), Client()
    colleague = workers.social_worker()
    with acting_as(colleague):
        colleague.set_password(PASSWORD)
        colleague.save()
    sign_in(elsewhere, worker)
    sign_in(client, worker)
    sign_in(stranger, colleague)
    other = worker.usersession_set.order_by("pk")[0]
    assert stranger.post(reverse("end_session", args=[other.pk])).status_code == 404
    assert is_in(elsewhere)
    assert client.post(reverse("end_session", args=[other.pk])).status_code == 302
    assert not is_in(elsewhere)
    assert is_in(client)


@pytest.mark.parametrize(
    "name", ["account_signup", "account_email", "account_set_password", "socialaccount_connections"]
)
def test_pages_of_the_library_that_we_do_not_use_do_not_exist(name):
    with pytest.raises(NoReverseMatch):
        reverse(name)


@pytest.mark.parametrize("path", ["signup/", "email/", "password/set/", "3rdparty/", "2fa/", "sessions/"])
def test_their_addresses_do_not_exist_either(client, worker, path):
    sign_in(client, worker)
    assert client.get(f"/account/{path}").status_code == 404


def test_the_system_never_signs_in(client, system):
    with acting_as(system):
        system.set_password(PASSWORD)
        system.save()
    sign_in(client, system)
    assert not is_in(client)
