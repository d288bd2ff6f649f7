"""An administrator adds a worker, a second one approves the role; agencies, closures and jobs are looked after."""

from datetime import date

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from frontdoor.core.policy import BankHoliday
from frontdoor.models import Agency
from tests.factories import people, workers
from tests.factories.cases import AssessmentFactory
from tests.journeys.axe import assert_accessible
from workforce.models import Worker

pytestmark = pytest.mark.django_db(transaction=True)

LONG_NAME = "Wolfeschlegelsteinhausenbergerdorff" * 3
HOSTILE = f"مدرسة {LONG_NAME[:70]} 👩‍👧 <b>"


@pytest.fixture
def first():
    return workers.administrator(given_names="Alex", family_name="First")


@pytest.fixture
def second():
    return workers.administrator(given_names="Sasha", family_name="Second")


def become(page: Page, live_server, worker) -> None:
    client = Client()
    client.force_login(worker)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])


def fill_date(page: Page, question: str, day: date) -> None:
    group = page.get_by_role("group", name=question)
    for part in ("day", "month", "year"):
        group.get_by_label(part.title(), exact=True).fill(str(getattr(day, part)))


def press(page: Page, button: str) -> None:
    """By keyboard."""
    page.get_by_role("button", name=button).press("Enter")


def test_a_worker_is_added_and_a_second_administrator_approves_the_role(page, live_server, first, second):
    become(page, live_server, first)
    page.goto(live_server.url + reverse("admin_workers"))
    assert_accessible(page)
    page.get_by_role("button", name="Add a worker").press("Enter")
    press(page, "Add worker")
    expect(page.get_by_role("alert")).to_contain_text("Enter the work e-mail address")
    assert_accessible(page)
    page.get_by_label("First names").fill("Robin")
    page.get_by_label("Family name").fill("Invented")
    page.get_by_label("Work e-mail address").fill("robin@example.org")
    page.get_by_role("group", name="Employed through an agency").get_by_label("No").check()
    page.get_by_role("group", name="In the assessed and supported first year").get_by_label("No").check()
    press(page, "Add worker")
    expect(page.get_by_text("The worker is added.")).to_be_visible()
    page.get_by_role("link", name="Robin Invented").click()
    page.get_by_role("button", name="Propose a role").press("Enter")
    press(page, "Propose role")
    expect(page.get_by_role("alert")).to_contain_text("Select a role")
    assert_accessible(page)
    page.get_by_role("radio", name="Call handler").check()
    page.get_by_label("Why is it needed?").fill("Takes calls from today on")
    fill_date(page, "From", timezone.localdate())
    press(page, "Propose role")
    expect(page.get_by_text("Another administrator must approve it.")).to_be_visible()
    page.get_by_role("link", name="Call handler").click()
    expect(page.get_by_role("button", name="Approve")).to_have_count(0)
    become(page, live_server, second)
    page.goto(live_server.url + reverse("admin_roles"))
    assert_accessible(page)
    page.get_by_role("link", name="Call handler").click()
    assert_accessible(page)
    press(page, "Approve")
    expect(page.get_by_text("The role is approved.")).to_be_visible()
    assert Worker.objects.get(email="robin@example.org").roles == {"call_handler"}


def test_a_closure_shows_what_it_moves_before_it_is_added(page, live_server, first):
    assessment, closure = AssessmentFactory(), date(2026, 12, 24)
    due = assessment.due_on
    become(page, live_server, first)
    page.goto(live_server.url + reverse("admin_holidays"))
    assert_accessible(page)
    page.get_by_role("button", name="Add a closure").press("Enter")
    fill_date(page, "Which day is the office closed?", closure)
    page.get_by_label("Why, in a few words").fill("The office moves")
    press(page, "See what it changes")
    expect(page.get_by_text("Assessments that get another date: 1")).to_be_visible()
    assert_accessible(page)
    assert not BankHoliday.objects.filter(day=closure).exists()
    press(page, "Add this day")
    expect(page.get_by_role("cell", name="The office moves")).to_be_visible()
    assessment.refresh_from_db()
    assert assessment.due_on > due


def test_without_scripts_an_agency_is_found_and_changed_and_the_jobs_are_seen(without_scripts, live_server, first):
    page = without_scripts
    for name in ("Oakfield School", "Brook School", "Police"):
        people.AgencyFactory(name=name)
    become(page, live_server, first)
    page.goto(live_server.url + reverse("admin_agencies"))
    page.get_by_label("Name").fill("school")
    page.get_by_role("button", name="Show").click()
    expect(page.locator("tbody tr")).to_have_count(2)
    page.get_by_role("link", name="Oakfield School").click()
    page.get_by_label("Telephone", exact=True).fill("01632 960001")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("The change is saved.")).to_be_visible()
    assert Agency.objects.get(name="Oakfield School").telephone == "01632 960001"
    page.get_by_role("link", name="Nightly jobs").click()
    expect(page.get_by_role("row", name="Overdue assessments")).to_contain_text("Never")


def test_every_page_fits_a_telephone_whatever_the_names(telephone, live_server, first, second):
    worker = workers.social_worker(given_names=HOSTILE, family_name=LONG_NAME, team__name=HOSTILE)
    proposal = workers.GrantFactory(
        worker=worker, role="auditor", proposed_by=second, approved_by=None, approved_at=None, reason=HOSTILE
    )
    agency = people.AgencyFactory(name=HOSTILE)
    become(telephone, live_server, first)
    pages = [
        ("admin_workers",),
        ("admin_worker", worker.pk),
        ("admin_worker_change", worker.pk),
        ("admin_worker_end", worker.pk),
        ("admin_role_new", worker.pk),
        ("admin_role", proposal.pk),
        ("admin_roles",),
        ("admin_teams",),
        ("admin_team", worker.team_id),
        ("admin_agencies",),
        ("admin_agency", agency.pk),
        ("admin_policy",),
        ("admin_clock", "T07"),
        ("admin_authority",),
        ("admin_jobs",),
    ]
    for name, *which in pages:
        telephone.goto(live_server.url + reverse(name, args=which))
        assert telephone.evaluate("document.documentElement.scrollWidth") <= 390, name
        assert_accessible(telephone)
