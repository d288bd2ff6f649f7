"""Somebody signs in, mistypes, is locked out, leaves the desk, and proves who they are with a second factor."""

from datetime import timedelta

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from frontdoor.core.acting import acting_as
from tests.factories import contacts, workers
from tests.journeys.axe import assert_accessible
from workforce.actions.demo import make_demo_people
from workforce.demo_people import PEOPLE

pytestmark = pytest.mark.django_db(transaction=True)

PASSWORD = "three invented words"
LONG_NAME = "Wolfeschlegelsteinhausenbergerdorff" * 3
WRONG = "The e-mail address or the password is not right"


def made(**given):
    worker = workers.social_worker(
        **{"given_names": "Ruth", "family_name": "Adeyemi", "registration_number": "SW1", **given}
    )
    with acting_as(worker):
        worker.set_password(PASSWORD)
        worker.save()
    return worker


def sign_in(page: Page, worker, password: str = PASSWORD) -> None:
    """By keyboard alone, from the first question on."""
    page.get_by_label("E-mail address").focus()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type(worker.email)
    page.keyboard.press("Tab")
    page.keyboard.type(password)
    page.keyboard.press("Enter")


def leave_the_desk() -> None:
    """Every open session was last used twenty minutes ago."""
    for session in Session.objects.all():
        store = SessionStore(session_key=session.session_key)
        store["seen_at"] = (timezone.now() - timedelta(minutes=20)).isoformat()
        store.save()


def code_in_the_app(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


def fits_a_telephone(page: Page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_wrong_password_says_so_and_the_right_one_opens(page, live_server):
    worker = made()
    page.goto(live_server.url)
    assert_accessible(page)
    sign_in(page, worker, "wrong")
    expect(page.get_by_role("alert")).to_contain_text(WRONG)
    expect(page).to_have_title("Error: Sign in – Front Door")
    expect(page.get_by_label("E-mail address")).to_have_value(worker.email)
    assert_accessible(page)
    sign_in(page, worker)
    expect(page.get_by_role("heading", name="My work")).to_be_visible()
    page.get_by_role("link", name="Ruth Adeyemi (your sign-in)").click()
    expect(page.get_by_role("row", name="This one")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


def test_five_failures_close_sign_in_kindly(page, live_server):
    worker = made()
    page.goto(live_server.url)
    for _ in range(4):
        sign_in(page, worker, "wrong")
        expect(page.get_by_role("alert")).to_contain_text(WRONG)
    sign_in(page, worker, "wrong")
    expect(page.get_by_role("heading", name="Please wait 15 minutes")).to_be_visible()
    expect(page.get_by_role("link", name="set a new one")).to_be_visible()
    assert_accessible(page)


def test_what_is_written_at_an_unattended_desk_is_not_lost(page, live_server):
    worker = made(team__front_door=True)
    contact = contacts.ContactFactory()
    page.goto(live_server.url)
    sign_in(page, worker)
    expect(page.get_by_role("heading", name="My work")).to_be_visible()
    page.goto(live_server.url + reverse("contact_triage", args=[contact.pk]))
    page.get_by_role("radio", name="Red").check()
    page.get_by_label("Why this urgency").fill("The child is alone tonight, whatever the neighbour says.")
    leave_the_desk()
    page.get_by_role("button", name="Set the urgency").click()
    expect(page.get_by_text("nothing happened for 15 minutes")).to_be_visible()
    assert_accessible(page)
    sign_in(page, worker)
    expect(page.get_by_role("heading", name="You were signed out while writing")).to_be_visible()
    expect(page.get_by_text("The child is alone tonight, whatever the neighbour says.")).to_be_visible()
    page.get_by_role("button", name="Send it again").click()
    expect(page.get_by_text("The urgency has been set.")).to_be_visible()


def test_an_authenticator_app_is_set_up_and_asked_for(page, live_server):
    worker = made()
    page.goto(live_server.url + reverse("security"))
    sign_in(page, worker)
    page.get_by_role("link", name="Set up the authenticator app").click()
    expect(page.get_by_role("heading", name="Confirm that it is you")).to_be_visible()
    assert_accessible(page)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Continue").press("Enter")
    expect(page.get_by_role("img", name="Picture for the authenticator app")).to_be_visible()
    assert_accessible(page)
    page.get_by_label("Code").fill("000000")
    page.get_by_role("button", name="Start using the app").press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("There is a problem")
    page.get_by_label("Code").fill(code_in_the_app(page.locator("#app-key").inner_text()))
    page.get_by_role("button", name="Start using the app").press("Enter")
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    expect(page.locator("code")).to_have_count(10)
    assert_accessible(page)
    page.get_by_role("link", name="Back to your sign-in").click()
    expect(page.get_by_text("Set up on")).to_be_visible()
    page.get_by_role("button", name="Sign out").click()
    sign_in(page, worker)
    expect(page.get_by_role("heading", name="Enter your code")).to_be_visible()
    assert_accessible(page)


def test_without_scripts_one_click_becomes_a_persona(without_scripts, live_server, settings, system):
    settings.DEMO, settings.ROOT_URLCONF = True, "tests.demo_urls"
    make_demo_people(by=system, on=timezone.localdate())
    page, person = without_scripts, PEOPLE[0]
    page.goto(live_server.url)
    page.get_by_role("link", name="Become one of its people").click()
    page.get_by_role("button", name=f"Become {person.given} {person.family}").click()
    expect(page.get_by_role("heading", name="My work")).to_be_visible()
    expect(page.get_by_role("link", name=f"{person.given} {person.family} (your sign-in)")).to_be_visible()


def test_a_name_of_any_length_and_direction_fits_a_telephone(telephone, live_server):
    worker = made(given_names=f"محمد {LONG_NAME}", family_name="👩‍👧 <b>Zoë</b>", team__name=f"فريق {LONG_NAME}")
    telephone.goto(live_server.url)
    assert_accessible(telephone)
    sign_in(telephone, worker)
    expect(telephone.get_by_role("heading", name="My work")).to_be_visible()
    for name in ("my_work", "security", "account_change_password", "account_logout", "mfa_activate_totp"):
        telephone.goto(live_server.url + reverse(name))
        assert fits_a_telephone(telephone), name
        assert_accessible(telephone)
