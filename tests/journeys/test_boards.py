"""Each role opens its first page and its figures: every number leads to as many rows, on a desk and on a telephone."""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page, expect

from frontdoor.core.acting import acting_as
from frontdoor.core.working_days import london_date
from frontdoor.models import JobRun
from tests.factories import people, workers
from tests.factories.cases import AllocationFactory, AssessmentFactory, ReferralFactory
from tests.factories.contacts import ContactFactory
from tests.journeys.axe import assert_accessible
from workforce.models import CaseloadFlag

pytestmark = pytest.mark.django_db(transaction=True)

LONG = "Wolfeschlegelsteinhausenbergerdorff" * 3
HOSTILE = [
    {"given_names": LONG, "family_name": LONG},
    {"given_names": "👩‍👧 <b>Zoë</b>", "family_name": "=1+1"},
    {"given_names": "محمد", "family_name": "النجّار"},
]


@pytest.fixture
def service():
    """A front door with open contacts and a team with late, unallocated and heavily loaded work."""
    now, today = timezone.now(), timezone.localdate()
    desk = workers.TeamFactory(front_door=True)
    team = workers.TeamFactory(name=f"Assessment {LONG}")
    lead = workers.social_worker(team=team, **HOSTILE[1])
    manager = workers.practice_manager(team=team)
    handler = workers.call_handler(team=desk)
    for names in HOSTILE:
        received = today - timedelta(days=90)
        referral = ReferralFactory(
            team=team, received_on=received, accepted_by=manager, child=people.ChildFactory(**names)
        )
        AssessmentFactory(referral=referral, due_on=today - timedelta(days=10), opened_by=manager)
        AllocationFactory(referral=referral, worker=lead, started_on=received)
    ReferralFactory(team=team, received_on=today - timedelta(days=30), accepted_by=manager)
    for late in (False, True):
        ContactFactory(
            recorded_by=handler,
            received_at=now - timedelta(hours=6),
            triaged=True,
            rag="red",
            triaged_at=now - timedelta(hours=5),
            decision_due_at=now + timedelta(hours=-1 if late else 1),
        )
    with acting_as(manager):
        CaseloadFlag.objects.create(worker=lead, level="alarm", children=31, limit=30, noticed_on=today)
    return {"team": team, "lead": lead, "manager": manager, "leader": workers.senior_leader()}


def sign_in(page: Page, live_server, worker) -> None:
    client = Client()
    client.force_login(worker)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])


def numbers(page: Page) -> list[tuple[str, int]]:
    """Address and number of each link in the body of the page that begins with a number, without lists of itself."""
    links = page.locator("main a[href]").evaluate_all("all => all.map(a => [a.href, a.innerText.trim()])")
    found = ((url, re.match(r"[\d,]+\b", words)) for url, words in links)
    return [(url, int(number[0].replace(",", ""))) for url, number in found if number]


def rows(page: Page) -> int:
    """The rows of the list at hand, or of the section that the address names: of its last table, none without one."""
    _, _, section = page.url.partition("#")
    named = f"main section[aria-labelledby='{section}']"
    within = named if section and page.locator(named).count() else "main"
    table = page.locator(f"{within} table:has(tbody):not(details table)").last
    return table.locator("tbody tr").count() if table.count() else 0


def follow_every_number(page: Page, start: str) -> int:
    page.goto(start)
    found = sorted(set(numbers(page)))
    for url, number in found:
        page.goto(url)
        assert rows(page) == number, url
    return len(found)


def test_a_leader_sees_what_is_wrong_and_follows_every_number(page, live_server, service):
    long_ago = timezone.now() - timedelta(days=3)
    for name in ("flag_overdue", "flag_high_caseloads"):
        JobRun.objects.create(name=name, on=london_date(long_ago), finished_at=long_ago)
    sign_in(page, live_server, service["leader"])
    page.goto(f"{live_server.url}/leaders/")
    tiles = page.get_by_role("region", name="What is wrong today")
    expect(tiles.get_by_role("link", name="2 Red contacts open")).to_be_visible()
    expect(tiles.get_by_role("link", name="3 Assessments overdue")).to_be_visible()
    expect(page.get_by_text("The morning job has not run since")).to_have_count(2)
    assert_accessible(page)
    assert follow_every_number(page, f"{live_server.url}/leaders/") >= 8


def test_a_leader_finds_the_service_on_my_work(page, live_server, service):
    sign_in(page, live_server, service["leader"])
    page.goto(live_server.url)
    expect(page.get_by_role("link", name="3 Assessments overdue")).to_be_visible()
    assert_accessible(page)


def test_a_manager_goes_by_keyboard_from_my_work_to_the_team(page, live_server, service):
    sign_in(page, live_server, service["manager"])
    page.goto(live_server.url)
    assert_accessible(page)
    page.get_by_role("link", name="Workforce").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Assessment")
    assert_accessible(page)
    late = page.get_by_role("link", name="3 Assessments overdue")
    late.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1, name="Assessments")).to_be_visible()
    assert rows(page) == 3


def test_without_scripts_a_social_worker_narrows_the_own_page(without_scripts, live_server, service):
    page = without_scripts
    sign_in(page, live_server, service["lead"])
    page.goto(f"{live_server.url}/workers/{service['lead'].pk}/")
    page.get_by_role("link", name="3 Assessments overdue").click()
    expect(page.get_by_role("heading", name="Children whose assessment is overdue")).to_be_visible()
    assert rows(page) == 3
    page.get_by_role("link", name="Show all children").click()
    assert rows(page) == 3


def test_an_administrator_sees_jobs_and_roles_that_wait_and_no_search(page, live_server, service):
    workers.GrantFactory(worker=service["lead"], role="practice_manager", approved_by=None, approved_at=None)
    with acting_as(service["manager"]):
        JobRun.objects.create(name="flag_overdue", on=timezone.localdate(), finished_at=timezone.now())
    long_ago = timezone.now() - timedelta(days=3)
    JobRun.objects.create(name="flag_high_caseloads", on=london_date(long_ago), finished_at=long_ago)
    sign_in(page, live_server, workers.administrator())
    page.goto(live_server.url)
    expect(page.get_by_role("searchbox")).to_have_count(0)
    expect(page.get_by_role("link", name="1 Roles waiting for a second administrator")).to_be_visible()
    assert_accessible(page)
    waiting = page.get_by_role("link", name="Nightly jobs that did not run")
    number = int(waiting.inner_text().split()[0])
    waiting.click()
    expect(page.get_by_text("Not since then")).to_have_count(1)
    assert rows(page) == number


@pytest.mark.parametrize("actor", ["leader", "manager", "lead"])
def test_every_page_fits_a_telephone_whatever_the_names(telephone, live_server, service, actor):
    paths = {
        "leader": (
            "/",
            "/leaders/",
            "/leaders/answers/",
            "/leaders/answers/contacts/",
            "/contacts/demand/",
            "/caseloads/",
            f"/teams/{service['team'].pk}/",
        ),
        "manager": ("/", f"/teams/{service['team'].pk}/", "/caseloads/"),
        "lead": ("/", f"/workers/{service['lead'].pk}/"),
    }
    sign_in(telephone, live_server, service[actor])
    for path in paths[actor]:
        assert telephone.goto(f"{live_server.url}{path}").status == 200
        assert telephone.evaluate("document.documentElement.scrollWidth") <= 390, path
        assert_accessible(telephone)
