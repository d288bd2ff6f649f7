"""A social worker takes and triages, a manager decides: by keyboard, without scripts, at a telephone's width."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page, expect

from frontdoor.models import Contact, Decision
from tests.factories import contacts, people, workers
from tests.factories import decisions as standing
from tests.journeys.axe import assert_accessible

pytestmark = pytest.mark.django_db(transaction=True)

ANALYSIS = "Two reports of a hungry child in a month, and a mother who asks for help with money."

WHOLE = {
    "What the history tells us": "Nothing is known before.",
    "Fact 1: what is known": standing.FACT,
    "Fact 1: who says so": standing.SOURCE,
    "What do the children say, and what is their day like?": standing.LIVED,
    "Analysis": ANALYSIS,
    "What is missing?": standing.MISSING,
    "What would change our mind?": standing.WOULD_CHANGE,
}
PROPORTION = {
    "What will an assessment change for Ada Example?": standing.CHANGES,
    "Which lesser step was tried, or why was none?": standing.LESSER,
    "Could this be early help? If not, why not?": standing.NOT_EARLY_HELP,
}


@pytest.fixture
def manager():
    return workers.practice_manager(team__front_door=True, registration_number="SW1", given_names="Morgan")


def sign_in(page: Page, live_server, worker) -> None:
    client = Client()
    client.force_login(worker)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])


def just_received(**given):
    now = timezone.now()
    child = people.ChildFactory(given_names="Ada", family_name="Example")
    return contacts.ContactFactory(
        **{
            "received_at": now - timedelta(minutes=20),
            "triage_due_at": now + timedelta(minutes=100),
            "children": [child],
            **given,
        }
    )


def triaged():
    now = timezone.now()
    return just_received(triaged=True, triaged_at=now, decision_due_at=now + timedelta(hours=20))


def choose(page: Page, group: str, answer: str) -> None:
    """Choose by keyboard: Tab leads to the first answer of a question, the arrows to the others."""
    radio = page.get_by_role("group", name=group).get_by_label(answer)
    page.get_by_role("group", name=group).get_by_role("radio").first.focus()
    page.keyboard.press("Space")
    while not radio.is_checked():
        page.keyboard.press("ArrowDown")


def test_a_social_worker_takes_the_next_contact_and_sets_its_urgency(page, live_server):
    contact = just_received()
    sign_in(
        page, live_server, workers.social_worker(team__front_door=True, registration_number="SW2", given_names="Sam")
    )
    page.goto(f"{live_server.url}/contacts/")
    assert_accessible(page)
    page.get_by_role("button", name="Take the next contact").click()
    expect(page.get_by_role("heading", name=f"Contact {contact.reference}")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("link", name="Set the urgency").click()
    expect(page.get_by_role("radio", checked=True)).to_have_count(0)
    assert_accessible(page)
    choose(page, "How urgent is this contact?", "Red")
    page.get_by_label("Why this urgency").fill("The child is alone tonight.")
    page.get_by_role("button", name="Set the urgency").press("Enter")
    expect(page.get_by_text("The urgency has been set.")).to_be_visible()
    assert Contact.objects.get().rag == "red"


def test_a_manager_decides_by_keyboard(page, live_server, manager):
    contact = triaged()
    sign_in(page, live_server, manager)
    page.goto(f"{live_server.url}/contacts/{contact.pk}/decide/")
    expect(page.get_by_role("radio", checked=True)).to_have_count(0)
    page.get_by_role("button", name="Record the decision").press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("There is a problem")
    assert_accessible(page)
    choose(page, "Is a child in immediate danger now?", "No")
    for label, words in WHOLE.items():
        page.get_by_label(label).focus()
        page.keyboard.type(words)
    choose(page, "Level of need of Ada Example", "Level 4")
    expect(page.get_by_label("What will an assessment change for Ada Example?")).to_be_hidden()
    choose(page, "What happens for Ada Example", "Referral for a child in need assessment")
    for label, words in PROPORTION.items():
        page.get_by_label(label).fill(words)
    page.get_by_label("Reason for Ada Example").focus()
    page.keyboard.type("Hungry, cold and often late for school.")
    page.get_by_label("Team that takes the case of Ada Example").select_option(index=1)
    page.get_by_label("Main reason why Ada Example needs social care").select_option("N1")
    page.get_by_role("button", name="Record the decision").press("Enter")
    expect(page.get_by_text("The decision has been recorded.")).to_be_visible()
    assert_accessible(page)
    assert Decision.objects.get().outcomes.get().outcome == "REF17"


def test_without_scripts_a_decision_is_made_and_the_referrer_told(without_scripts, live_server, manager):
    page, contact = without_scripts, triaged()
    sign_in(page, live_server, manager)
    page.goto(f"{live_server.url}/contacts/")
    page.get_by_role("link", name=contact.reference).click()
    page.get_by_role("link", name="Decide this contact").click()
    page.get_by_role("group", name="Is a child in immediate danger now?").get_by_label("No").check()
    for label, words in WHOLE.items():
        page.get_by_label(label).fill(words)
    page.get_by_role("group", name="Level of need of Ada Example").get_by_label("Level 2").check()
    page.get_by_role("group", name="What happens for Ada Example").get_by_label("Early help offered").check()
    page.get_by_label("Which early help service is offered?").fill("Family hub, Ashdale")
    page.get_by_role("group", name="Does the family accept it?").get_by_label("Yes").check()
    page.get_by_label("Reason for Ada Example").fill("The family agrees to early help.")
    page.get_by_role("button", name="Record the decision").click()
    page.get_by_role("link", name="Tell the referrer").click()
    expect(page.get_by_label("What the referrer is told")).to_contain_text("early help")
    page.get_by_label("Telephone call or in person").check()
    page.get_by_role("button", name="Tell the referrer").click()
    expect(page.get_by_text("It is recorded that the referrer has been told.")).to_be_visible()


def test_every_page_fits_a_telephone_whatever_the_names(telephone, live_server, manager):
    long_name = "Wolfeschlegelsteinhausenbergerdorff" * 3
    children = [
        people.ChildFactory(given_names=long_name, family_name=long_name),
        people.ChildFactory(given_names="محمد", family_name="👩‍👧 <b>Zoë</b>"),
    ]
    contact = triaged()
    for child in children:
        contacts.ContactChildFactory(contact=contact, child=child)
    sign_in(telephone, live_server, manager)
    for path in ("", f"{contact.pk}/", f"{contact.pk}/triage/", f"{contact.pk}/decide/", f"{contact.pk}/edit/"):
        telephone.goto(f"{live_server.url}/contacts/{path}")
        assert telephone.evaluate("document.documentElement.scrollWidth") <= 390, path
        assert_accessible(telephone)
