"""A child in danger: from the caller's words to the manager's first page, in three answers (letter L65)."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from frontdoor.models import Contact
from tests.factories import workers
from tests.journeys.looking import assert_fits, become, leading_on, look

pytestmark = pytest.mark.django_db(transaction=True)

ANSWERS = {"first_names": "Child's first names", "concern": "What is worrying"}
CONCERN = "He is bleeding from the head and will not wake up."


def test_L65_a_call_handler_gets_a_red_contact_to_a_manager_with_name_concern_and_danger_only(page, live_server):
    manager = workers.practice_manager(team__front_door=True, registration_number="SW1")
    become(page, live_server, workers.call_handler())
    look(page, live_server.url + reverse("contact_start"))
    filled = []
    page.get_by_role("group", name="Is a child in immediate danger?").get_by_label("Yes").check()
    filled.append("danger")
    with leading_on(page):
        page.get_by_role("main").get_by_role("button", name="Continue").press("Enter")
    assert_fits(page)
    for name, label in ANSWERS.items():
        page.get_by_label(label).fill({"first_names": "Wren", "concern": CONCERN}[name])
        filled.append(name)
    page.get_by_role("button", name="Send now").press("Enter")
    expect(page).to_have_url(re.compile(r"/recorded/$"))
    assert filled == ["danger", "first_names", "concern"]
    contact = Contact.objects.get()
    assert (contact.rag, contact.urgency) == ("", "red")

    become(page, live_server, manager)
    look(page, live_server.url)
    red = page.get_by_role("region", name="Table: Red contacts").get_by_role("row").filter(has_text=contact.reference)
    for words in ("Wren", CONCERN, "Immediate danger since", "left"):
        expect(red).to_contain_text(words)
    page.get_by_role("main").get_by_role("link", name="Red contacts").first.click()
    expect(page).to_have_url(re.compile(r"rag=red"))
    assert_fits(page)
    line = page.get_by_role("region", name="Contacts").get_by_role("row").filter(has_text=contact.reference)
    for words in ("Wren", CONCERN, "Red", "Immediate danger"):
        expect(line).to_contain_text(words)
