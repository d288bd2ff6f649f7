"""A morning of an auditor, a service manager and a system administrator: what each would really do first."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from audits.models import ImportRun
from frontdoor.core import outbox
from frontdoor.core.acting import acting_as
from frontdoor.models import Contact, ContactReview, HandOver, OutboxMessage, ReferrerFeedback
from tests.audits.test_annex_a import LIST_1, MINA, book
from tests.factories import people, workers
from tests.factories.cases import AssessmentFactory
from tests.factories.consent import OverrideFactory
from tests.factories.decisions import MISSING
from tests.factories.feedback import FeedbackFactory
from tests.factories.hand_over import HandOverFactory
from tests.factories.look_backs import LookBackFactory, LookBackItemFactory
from tests.factories.reviews import ActionFactory, decided_contact
from tests.frontdoor.test_decisions import contact_about, decide
from tests.journeys.looking import assert_fits, become, leading_on, look
from workforce.models import RoleGrant

pytestmark = pytest.mark.django_db(transaction=True)

LONG_NAME = "Wolfeschlegelsteinhausenbergerdorff" * 2
FOUND = "The reasons are plain and the history was read."


def press(page: Page, name: str) -> None:
    """A button, by keyboard."""
    page.get_by_role("button", name=name).press("Enter")


def follow(page: Page, name: str, *, exact: bool = False) -> None:
    """A link of the page's body, and look at where it leads."""
    with leading_on(page):
        page.get_by_role("main").get_by_role("link", name=name, exact=exact).first.click()
    assert_fits(page)


@pytest.fixture
def auditor():
    return workers.auditor(given_names="Amal", family_name="Auditor")


def test_an_auditor_looks_back_reviews_a_referral_and_changes_no_record(page, live_server, auditor):
    item = LookBackItemFactory(look_back=LookBackFactory(name=f"The summer {LONG_NAME}"))
    decision = decide(contact_about(people.ChildFactory(given_names=LONG_NAME, family_name="مريم")))
    become(page, live_server, auditor)
    look(page, live_server.url)
    with leading_on(page):
        page.get_by_role("link", name="Audits").click()
    assert_fits(page)
    with leading_on(page):
        page.get_by_role("link", name="Look-backs").click()
    assert_fits(page)
    follow(page, "The summer")
    follow(page, item.contact.reference)
    press(page, "Record what you found")
    expect(page.get_by_role("alert")).to_contain_text("Choose what you found")
    assert_fits(page)
    page.get_by_role("group", name="What did you find?").get_by_role("radio").first.check()
    page.get_by_label("Why do you say so?").fill(FOUND)
    press(page, "Record what you found")
    item.refresh_from_db()
    assert (item.found, item.looked_by) == (FOUND, auditor)
    look(page, live_server.url + reverse("review_list"))
    follow(page, decision.contact.reference)
    expect(page.get_by_text(MISSING)).to_be_visible()
    press(page, "Save the review")
    expect(page.get_by_role("alert")).to_contain_text("Select the code that fits this contact")
    assert_fits(page)
    page.get_by_role("group", name="Which facts does your judgement rest on?").get_by_role("checkbox").first.check()
    page.get_by_role("radio", name="AP ").check()
    press(page, "Save the review")
    expect(page.get_by_text("Your review is saved.")).to_be_visible()
    assert ContactReview.objects.get().reviewed_by == auditor
    look(page, f"{live_server.url}{reverse('contact', args=[decision.contact_id])}")
    expect(page.get_by_role("main").locator("form, [type=submit]")).to_have_count(0)
    look(page, live_server.url + reverse("triage_queue"))
    expect(page.get_by_role("link", name="Record a contact")).to_have_count(0)


def test_a_service_manager_goes_from_what_is_wrong_to_what_puts_it_right(page, live_server):
    manager = workers.service_manager(given_names="Sol", family_name="Service")
    received = timezone.now() - timedelta(days=5)
    owed = FeedbackFactory(contact=decided_contact(received_at=received, referrer_name=LONG_NAME))
    handed = HandOverFactory(contact__received_at=timezone.now() - timedelta(hours=9))
    ActionFactory(meeting__held_on=date(2026, 5, 4))
    AssessmentFactory(overdue=True, referral__team=workers.TeamFactory(name=f"North {LONG_NAME}"))
    own = OverrideFactory(requested_by=manager)
    become(page, live_server, manager)
    look(page, live_server.url)
    with leading_on(page):
        page.get_by_role("link", name="Leaders", exact=True).click()
    assert_fits(page)
    follow(page, "1 Consent overrides to decide")
    page.locator(f"main a[href='{reverse('override', args=[own.pk])}']").click()
    expect(page.get_by_text("Somebody other than the person who asked must decide this.")).to_be_visible()
    assert_fits(page)
    look(page, live_server.url + reverse("leaders"))
    follow(page, "1 Actions with agencies overdue")
    look(page, live_server.url + reverse("leaders"))
    follow(page, "1 Referrers not told in time")
    follow(page, owed.contact.reference)
    page.get_by_label("Telephone call or in person").check()
    press(page, "Tell the referrer")
    expect(page.get_by_text("It is recorded that the referrer has been told.")).to_be_visible()
    assert ReferrerFeedback.objects.get().told_by == manager
    look(page, f"{live_server.url}{reverse('hand_over')}?waiting=on")
    press(page, f"Take on {handed.contact.reference}")
    expect(page.get_by_text(f"You have taken on contact {handed.contact.reference}.")).to_be_visible()
    assert HandOver.objects.get().taken_by == manager
    look(page, live_server.url + reverse("dispensation"))


def test_an_administrator_approves_a_role_and_reads_why_rows_are_refused(page, live_server):
    proposed = workers.GrantFactory(
        worker=workers.social_worker(given_names=LONG_NAME), role="auditor", approved_by=None, approved_at=None
    )
    administrator = workers.administrator()
    become(page, live_server, administrator)
    look(page, live_server.url)
    follow(page, "1 Roles waiting for a second administrator")
    follow(page, "Auditor")
    press(page, "Approve")
    assert RoleGrant.objects.get(pk=proposed.pk).approved_by == administrator
    look(page, live_server.url + reverse("admin_imports"))
    press(page, "Read the workbook")
    expect(page.get_by_role("alert")).to_be_visible()
    assert_fits(page)
    refused = [*MINA[:3], date(2031, 1, 1), None, None, "q) 6: Police"]
    taken = [*MINA, date(2021, 1, 4), "q) 6: Police"]
    sheet = {
        "name": "annex.xlsx",
        "mimeType": "application/vnd.ms-excel",
        "buffer": book(List_1=[LIST_1, refused, taken]),
    }
    page.get_by_label("Inspection workbook (Annex A)").set_input_files(sheet)
    day = page.get_by_role("group", name="Which day does the workbook describe?")
    for part, value in (("Day", "16"), ("Month", "3"), ("Year", "2021")):
        day.get_by_label(part, exact=True).fill(value)
    press(page, "Read the workbook")
    expect(page.get_by_text("This page renews itself every three seconds.")).to_be_visible()
    work_off_the_outbox(administrator)
    look(page, f"{live_server.url}{reverse('admin_import', args=[ImportRun.objects.get().pk])}")
    expect(page.get_by_role("table", name="remark").get_by_text("Refused").first).to_be_visible()
    press(page, "Bring these rows in")
    work_off_the_outbox(administrator)
    look(page, live_server.url + reverse("admin_imports"))
    assert Contact.objects.count() == 1
    for shut in ("triage_queue", "case_list"):
        answer = page.goto(live_server.url + reverse(shut))
        assert answer is not None
        assert answer.status == 403
        assert_fits(page)


def work_off_the_outbox(worker) -> None:
    with acting_as(worker):
        for message in OutboxMessage.objects.filter(delivered_at=None):
            outbox.deliver(message.pk, now=timezone.now())
