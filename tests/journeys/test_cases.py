"""A case on its way: a manager gives it to a worker, the worker assesses, the manager authorises, the family has it."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page, expect

from cases.models import FamilyAssessment
from tests.factories import assessments, people, workers
from tests.factories.cases import (
    AllocationFactory,
    AssessmentFactory,
    PlanFactory,
    ReferralFactory,
    VisitFactory,
    agreed,
)
from tests.factories.contacts import ContactFactory
from tests.journeys.axe import assert_accessible

pytestmark = pytest.mark.django_db(transaction=True)

LONG = "Maximiliana-Bartholomea Featherstonehaugh-Cholmondeley"
HOSTILE = "<script>alert(1)</script> \u202e\u05d0\u05d1 O'Neill"


def sign_in(page: Page, site: Any, worker: Any) -> None:
    """Give the browser a session of the worker's."""
    client = Client()
    client.force_login(worker)
    key = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.clear_cookies()
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": site.url}])


def received(days_ago: int, **given: Any) -> Any:
    """A referral of some days ago, by the clock of this machine: a browser cannot be told another one."""
    return ReferralFactory(received_on=timezone.localdate() - timedelta(days=days_ago), **given)


@pytest.fixture
def referral(transactional_db: None) -> Any:
    mother = people.PersonFactory(given_names="Carys", family_name="Invented")
    referral = received(7, child__given_names="Nia", child__family_name="Invented")
    people.RelationshipFactory(child=referral.child, adult=mother)
    ContactFactory(children=[referral.child], received_at=timezone.now() - timedelta(days=7))
    VisitFactory(child=referral.child, visited_on=timezone.localdate() - timedelta(days=5))
    return referral


def fill_date(page: Page, day: date) -> None:
    for part, value in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
        page.get_by_label(part, exact=True).fill(str(value))


def write_life(page: Page) -> None:
    """From the matrix to the part that is missing, and back."""
    page.get_by_role("link", name=re.compile("^Missing ?: A day in this child's life, Nia Invented")).click()
    fill_date(page, timezone.localdate() - timedelta(days=5))
    page.get_by_role("group", name="Was the child seen alone?").get_by_label("Yes").check()
    page.get_by_label("What is a day in this child's life like?").fill(
        "Up at six, alone until school, then to Grandma."
    )
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("link", name=re.compile("^Done ?: A day in this child's life"))).to_be_visible()


def share_with(page: Page, name: str) -> None:
    page.get_by_role("link", name="Record with whom it was shared").click()
    page.get_by_label(name).check()
    fill_date(page, timezone.localdate())
    page.get_by_label("At a meeting").check()
    page.get_by_label("What did they say?").fill("It is fair.")
    page.get_by_role("button", name="Save", exact=True).click()


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_from_the_list_of_cases_to_the_family(scripts, request, live_server, referral):
    page = request.getfixturevalue("page" if scripts else "without_scripts")
    manager = workers.practice_manager(team=referral.team)
    worker = workers.social_worker(team=referral.team, given_names="Owen", family_name="Worker")

    sign_in(page, live_server, manager)
    page.goto(f"{live_server.url}/cases/unallocated/")
    page.get_by_role("link", name="Allocate Nia").click()
    page.get_by_label("Owen Worker").check()
    page.get_by_label("Why this worker?").fill("Has room and knows the school.")
    page.get_by_role("button", name="Allocate the case").click()
    expect(page.get_by_text("Owen Worker now leads this case. The assessment starts when")).to_be_visible()

    sign_in(page, live_server, worker)
    page.goto(live_server.url)
    page.get_by_role("link", name="Nia Invented").click()
    expect(page.get_by_text("An assessment starts when a person")).to_be_visible()
    expect(page.get_by_role("button", name="Start the assessment")).to_have_count(0)
    agreed(referral)
    page.reload()
    page.get_by_role("button", name="Start the assessment").click()
    expect(page.get_by_text("The assessment has started.")).to_be_visible()
    page.goto(f"{live_server.url}/assessments/")
    page.get_by_role("link", name="Nia Invented").click()
    page.get_by_role("button", name="Submit for authorisation").click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    write_life(page)
    assessments.write(FamilyAssessment.objects.get())
    page.reload()
    page.get_by_role("button", name="Submit for authorisation").click()
    expect(page.get_by_text("It waits for a manager other than its author.")).to_be_visible()

    sign_in(page, live_server, manager)
    page.goto(f"{live_server.url}/assessments/?show=awaiting")
    page.get_by_role("link", name="Nia Invented").click()
    page.get_by_label("Authorise it").check()
    page.get_by_role("button", name="Save this decision").click()
    expect(page.get_by_text("Before it is finished, say when and how it was shared with")).to_be_visible()

    sign_in(page, live_server, worker)
    page.goto(f"{live_server.url}/people/{referral.child_id}/")
    page.get_by_role("link", name="Being assessed").click()
    to_tell = page.locator(".govuk-inset-text li").all_inner_texts()
    assert {"Nia Invented", "Carys Invented"} <= {*to_tell}
    for name in to_tell:
        share_with(page, name)
    page.get_by_role("button", name="Finish the assessment").click()
    expect(page.get_by_text("The assessment is finished.")).to_be_visible()


@pytest.mark.parametrize("width", ["desk", "telephone"])
def test_every_page_is_accessible_and_fits(width, request, live_server, referral):
    page = request.getfixturevalue("page" if width == "desk" else "telephone")
    manager = workers.practice_manager(team=referral.team)
    workers.social_worker(team=referral.team)
    late = received(100, team=referral.team, child__given_names=LONG, child__family_name=HOSTILE)
    AllocationFactory(referral=late)
    PlanFactory(referral=late, protection=True)
    due_on = timezone.localdate() - timedelta(days=10)
    overdue = AssessmentFactory(referral=late, received_on=late.received_on, due_on=due_on, written=True)
    waiting = AssessmentFactory(referral=received(30, team=referral.team), due_on=due_on, submitted=True)
    stranger = received(7)
    family = assessments.begun(child=people.ChildFactory(given_names=LONG, family_name=HOSTILE))
    assessed = family.assessments.get()
    sections = f"/assessments/family/{family.pk}/children/{assessed.child_id}"
    document = workers.practice_manager(team=assessed.referral.team)
    sign_in(page, live_server, manager)
    for path in (
        "/",
        "/cases/",
        "/cases/?team=999",
        "/cases/unallocated/",
        f"/cases/{referral.pk}/allocate/",
        "/assessments/?late=1",
        f"/assessments/{overdue.pk}/",
        f"/assessments/{waiting.pk}/",
        f"/people/{late.child_id}/",
        f"/people/{referral.child_id}/",
        f"/people/{stranger.child_id}/",
    ):
        fits(page, live_server.url + path)
    sign_in(page, live_server, document)
    fits(page, f"{live_server.url}/assessments/family/{family.pk}/")
    for part in ("life", "needs", "risk", "conclusion", "previous", "version"):
        fits(page, f"{live_server.url}{sections}/{part}/")


def fits(page: Page, url: str) -> None:
    page.goto(url)
    assert_accessible(page)
    too_wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    assert not too_wide, f"{url} scrolls sideways"
