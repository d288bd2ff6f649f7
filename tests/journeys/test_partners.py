"""A safeguarding lead refers a child, and the front door says who it is: by keyboard, by telephone, without scripts."""

from typing import Any

import pytest
from django.http import QueryDict
from django.utils import timezone
from playwright.sync_api import Page, Route, expect

from frontdoor.forms.referral_draft import ReferralDraft
from frontdoor.models import Attachment, PartnerReferral, Person
from tests.factories import workers
from tests.factories.partners import PartnerReferralFactory
from tests.factories.people import AddressFactory, ChildFactory
from tests.journeys.axe import assert_accessible

pytestmark = pytest.mark.django_db(transaction=True)

PDF = {"name": "body map.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 invented"}


@pytest.fixture
def sign_in(client: Any, live_server: Any, settings: Any) -> Any:
    """Puts a worker's session into a browser page and opens the first page."""
    settings.PARTNERS_NEED_A_SECOND_FACTOR = False

    def sign_in(page: Page, worker: Any, path: str = "/") -> Page:
        client.force_login(worker)
        cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
        page.context.add_cookies([cookie])
        page.goto(f"{live_server.url}{path}")
        return page

    return sign_in


def looked_at(page: Page, heading: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(heading)
    assert_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), page.url


def go_on(page: Page, name: str = "Continue") -> None:
    page.get_by_role("button", name=name, exact=True).focus()
    page.keyboard.press("Enter")


def refer(page: Page, look: Any) -> None:
    """Every step, each button by the keyboard."""
    look(page, "Worried about a child?")
    page.get_by_role("button", name="Refer a child").or_(page.get_by_role("link", name="Refer a child")).last.click()
    look(page, "Refer a child")
    page.get_by_label("No", exact=True).check()
    go_on(page)
    look(page, "What worries you")
    page.get_by_label("Level 2: Early help").check()
    go_on(page)
    look(page, "Would something else help sooner?")
    page.get_by_role("link", name="Go on with the referral").click()
    look(page, "How we reach you")
    page.get_by_label("Your job").fill("Safeguarding lead")
    page.get_by_label("Telephone on which we reach you today").fill("01632 960111")
    go_on(page)
    look(page, "About the child")
    page.get_by_label("First names").fill("Wren")
    page.get_by_label("Family name").fill("Invented")
    page.get_by_label("Not known", exact=True).first.check()
    go_on(page)
    look(page, "Children you are worried about")
    page.get_by_label("No", exact=True).check()
    go_on(page)
    look(page, "Adults in the family")
    go_on(page)
    look(page, "What is worrying")
    page.get_by_label("What is worrying").fill("Came to school hungry.")
    go_on(page)
    look(page, "What the family knows")
    page.get_by_label("The family knows and agrees").check()
    go_on(page)
    look(page, "Documents")
    page.get_by_label("Add a document").set_input_files(PDF)
    go_on(page, "Add this document")
    expect(page.get_by_role("button", name="Remove body map.pdf")).to_be_visible()
    go_on(page)
    look(page, "Check your answers")
    go_on(page, "Send this referral")
    look(page, "Referral sent")


def test_a_partner_refers_with_the_keyboard_and_sees_it_listed(page, sign_in):
    sign_in(page, workers.partner_referrer())
    expect(page.get_by_role("searchbox")).to_have_count(0)
    refer(page, looked_at)
    referral = PartnerReferral.objects.get()
    page.get_by_role("link", name="My referrals").first.click()
    looked_at(page, "My referrals")
    page.get_by_role("link", name=referral.reference).click()
    looked_at(page, f"Referral {referral.reference}")
    page.get_by_role("link", name="Levels of need").click()
    looked_at(page, "Levels of need")
    page.get_by_role("link", name="Advice", exact=True).click()
    looked_at(page, "Ask for advice")
    assert Attachment.objects.get().name == "body map.pdf"


def test_a_partner_refers_without_scripts(without_scripts, sign_in):
    sign_in(without_scripts, workers.partner_referrer())
    refer(without_scripts, lambda page, heading: expect(page.get_by_role("heading", level=1)).to_have_text(heading))
    assert PartnerReferral.objects.count() == 1


def test_a_partner_refers_on_a_telephone(telephone, sign_in):
    sign_in(telephone, workers.partner_referrer())
    refer(telephone, looked_at)


def test_what_is_sent_is_never_overtaken_by_what_was_kept_before_it(page, sign_in):
    worker = workers.partner_referrer()
    draft = ReferralDraft.begin(worker=worker, post=QueryDict("immediate_danger=False"), now=timezone.now())
    sign_in(page, worker, f"/partner/refer/{draft.pk}/child-1/")
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/draft/", hold)
    page.get_by_label("First names").fill("Wren")
    page.get_by_label("Family name").fill("Invented")
    page.get_by_label("Not known", exact=True).first.check()
    go_on(page)
    go_on(page)
    page.wait_for_timeout(200)
    expect(page.get_by_role("heading", level=1)).to_have_text("About the child")
    assert len(held) == 1, "one save at a time"
    held[0].continue_()
    expect(page.get_by_role("heading", level=1)).to_have_text("Children you are worried about")
    draft.refresh_from_db()
    assert draft.data["sections"]["child-1"]["family_name"] == ["Invented"]


def test_danger_leads_to_999_and_on(telephone, sign_in):
    sign_in(telephone, workers.partner_referrer(), "/partner/refer/")
    telephone.get_by_label("Yes", exact=True).check()
    telephone.get_by_role("button", name="Continue").click()
    looked_at(telephone, "Call 999 now")
    telephone.get_by_role("link", name="Answer all the questions and add documents first").click()
    looked_at(telephone, "What worries you")


@pytest.mark.parametrize("width", ["page", "telephone"])
def test_the_front_door_says_who_the_child_is(request, sign_in, width):
    browser: Page = request.getfixturevalue(width)
    known = ChildFactory(given_names="Wren", family_name="Invented", school="Invented School")
    AddressFactory(person=known)
    about = {
        "given_names": "Wren",
        "family_name": "Invent",
        "birth_date": known.birth_date,
        "birth_date_known": "exact",
    }
    referral = PartnerReferralFactory(told=[about], over_limit=True)
    sign_in(browser, workers.call_handler(), f"/contacts/{referral.contact_id}/")
    looked_at(browser, f"Contact {referral.contact.reference}")
    browser.get_by_role("button", name="I have called back").click()
    expect(browser.get_by_text("It is recorded that the referrer was called back.")).to_be_visible()
    browser.get_by_role("link", name="Wren Invent, 10 years").click()
    looked_at(browser, "Who is Wren Invent?")
    go_on(browser, "Compare with Wren Invented, 10 years")
    looked_at(browser, "Are these the same child?")
    go_on(browser, "Yes, the same child")
    looked_at(browser, f"Contact {referral.contact.reference}")
    assert referral.contact.about.get().child == known
    assert Person.objects.filter(is_child=True).count() == 1
    browser.goto(f"{browser.url}children/")
    looked_at(browser, f"Who are the children on contact {referral.contact.reference}?")
