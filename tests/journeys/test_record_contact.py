"""A call handler records a contact, without a mouse, and with everything that goes wrong at a desk."""

import time

import pytest
from playwright.sync_api import Page, expect

from frontdoor.core.drafts import Draft
from frontdoor.models import Contact
from tests.factories import workers
from tests.journeys.axe import assert_accessible

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def signed_in(client, live_server):
    """Puts a call handler's session into a browser page."""
    worker = workers.call_handler()
    client.force_login(worker)

    def sign_in(page: Page) -> Page:
        cookie = client.cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
        page.goto(f"{live_server.url}/contacts/new/")
        return page

    return sign_in


def fits(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), page.url


def looked_at(page: Page, heading: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(heading)
    assert_accessible(page)
    fits(page)


def press_to(page: Page, label: str) -> None:
    """Tab until the question named ``label`` has the focus."""
    wanted = page.get_by_label(label, exact=True).first
    for _ in range(60):
        if wanted.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{label} cannot be reached with Tab on {page.url}")


def answer(page: Page, **answers: str) -> None:
    """Type into questions by keyboard, then Enter in the last of them sends the step."""
    for label, words in answers.items():
        press_to(page, label.replace("_", " "))
        page.keyboard.type(words)


def test_with_the_keyboard_alone_in_under_two_minutes(page, signed_in):
    signed_in(page)
    began = time.monotonic()
    press_to(page, "Yes")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    looked_at(page, "Who is telling us")
    press_to(page, "Who is telling us")
    page.keyboard.type("Other ind")
    press_to(page, "Telephone")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    looked_at(page, "Find the child")
    answer(page, First_names="Wren", Family_name="Invented")
    page.keyboard.press("Enter")
    looked_at(page, "Nobody like this is recorded")
    page.get_by_role("button", name="Add a new child").focus()
    page.keyboard.press("Enter")
    looked_at(page, "About the child")
    press_to(page, "Known")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    looked_at(page, "Children on this contact")
    press_to(page, "Yes")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    looked_at(page, "Adults in the family")
    press_to(page, "First names")
    page.keyboard.press("Enter")
    looked_at(page, "What is worrying")
    answer(page, What_is_worrying="Came to school hungry.")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    looked_at(page, "What the family knows")
    press_to(page, "The family knows and agrees")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    looked_at(page, "Check your answers")
    page.get_by_role("button", name="Record this contact").focus()
    page.keyboard.press("Enter")
    looked_at(page, "Contact recorded")
    assert time.monotonic() - began < 120
    assert Contact.objects.get().about.get().child.full_name == "Wren Invented"


def urgent(page: Page) -> None:
    page.get_by_label("Yes", exact=True).check()
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("Child's first names").fill("Wren")
    page.get_by_label("What is worrying").fill("Locked out and hurt.")


def test_danger_on_a_telephone_screen_and_a_double_click(telephone, signed_in):
    signed_in(telephone)
    looked_at(telephone, "Record a contact")
    urgent(telephone)
    looked_at(telephone, "A child is in danger")
    telephone.get_by_role("button", name="Send now").dblclick()
    looked_at(telephone, "Contact recorded")
    assert Contact.objects.count() == 1


def test_danger_without_scripts(without_scripts, signed_in):
    signed_in(without_scripts)
    urgent(without_scripts)
    without_scripts.get_by_role("button", name="Send now").click()
    expect(without_scripts.get_by_role("heading", level=1)).to_have_text("Contact recorded")


def test_what_was_being_typed_survives_a_reload(page, signed_in):
    signed_in(page)
    page.get_by_label("Yes", exact=True).check()
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("What is worrying").fill("Half a sentence")
    page.get_by_label("Child's first names").fill("Wren")
    expect(page.locator("[data-draft-state]")).to_contain_text("Saved at", timeout=15_000)
    page.reload()
    expect(page.get_by_label("What is worrying")).to_have_value("Half a sentence")
    assert Draft.objects.count() == 1
