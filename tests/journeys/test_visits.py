"""A visit at the door with a telephone in the hand: recorded on one page, kept while it is typed, read in the story."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from cases.actions import seen_due
from cases.models import Visit, VisitRecord
from frontdoor.core.acting import acting_as
from frontdoor.core.drafts import Draft
from tests.factories.cases import AllocationFactory, PlanFactory, ReferralFactory
from tests.factories.families import MemberFactory
from tests.factories.visits import OBSERVED, CaseNoteFactory, ChildVisitFactory, VisitRecordFactory
from tests.journeys.axe import assert_accessible
from tests.journeys.test_cases import HOSTILE, LONG, sign_in

pytestmark = pytest.mark.django_db(transaction=True)

SAID = "I have my own bed now."


@pytest.fixture
def home(transactional_db: None) -> Any:
    """Nia under a protection plan, to be seen since long ago, and Bo who lives with her; the lead worker of both."""
    started = timezone.localdate() - timedelta(days=60)
    nia = ReferralFactory(received_on=started, child__given_names="Nia", child__family_name="Invented")
    bo = ReferralFactory(received_on=started, team=nia.team, child__given_names="Bo", child__family_name="Invented")
    PlanFactory(referral=nia, protection=True, started_on=started)
    together = MemberFactory(person=nia.child).household
    MemberFactory(person=bo.child, household=together)
    worker = AllocationFactory(referral=nia).worker
    AllocationFactory(referral=bo, worker=worker)
    with acting_as(worker):
        seen_due.catch_up([nia.child_id, bo.child_id])
    return worker, nia.child, bo.child


def fill_in(page: Page) -> None:
    now = timezone.localtime() - timedelta(minutes=30)
    for part, value in (("Day", now.day), ("Month", now.month), ("Year", now.year), ("Time", f"{now:%H:%M}")):
        page.get_by_label(part, exact=False).first.fill(str(value))
    page.get_by_role("group", name="What was it for?").get_by_label("Child protection plan").check()
    page.get_by_role("group", name="Where was it?").get_by_label("At home").check()
    page.get_by_role("group", name="Did the family know").get_by_label("No", exact=True).check()
    page.get_by_role("group", name="Did you see Nia?").get_by_label("Seen", exact=True).check()
    page.get_by_role("group", name="Alone?").first.get_by_label("Yes").check()
    page.get_by_label("What did Nia say or show?").fill(SAID)
    page.get_by_role("group", name="Did you see Bo?").get_by_role("radio", name="Not seen").check()
    page.get_by_label("What did you see and hear?").fill(OBSERVED)
    page.get_by_role("group", name="Were the children safe").get_by_label("Yes").check()


def until_kept(page, child):
    """What was typed last is saved a moment after what was typed first."""
    for _ in range(50):
        kept = Draft.objects.filter(form="visit", subject_id=child.pk).first()
        if kept and kept.data.get("agreed") and kept.data.get("safe"):
            return
        page.wait_for_timeout(100)
    raise AssertionError(kept and kept.data)


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_visit_is_recorded_from_my_work_at_the_door(scripts, request, live_server, home):
    page = request.getfixturevalue("telephone" if scripts else "without_scripts")
    worker, nia, _ = home
    sign_in(page, live_server, worker)
    page.goto(live_server.url)
    page.get_by_role("link", name="Nia Invented").first.click()
    expect(page.get_by_role("heading", name="Record a visit")).to_be_visible()
    fill_in(page)
    if scripts:
        page.get_by_label("What was agreed?").fill("The mother rings the school on Monday.")
        page.get_by_label("Who else was there?").focus()
        expect(page.get_by_text("Saved")).to_be_visible()
        until_kept(page, nia)
        page.reload()
        expect(page.get_by_label("What did Nia say or show?")).to_have_value(SAID)
    page.get_by_role("button", name="Record this visit").click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    page.get_by_label("Why was Bo not seen?").fill("He was at nursery until three.")
    page.get_by_role("button", name="Record this visit").click()
    expect(page.get_by_text("The visit is recorded.")).to_be_visible()
    expect(page.get_by_text(SAID)).to_be_visible()
    assert VisitRecord.objects.count() == 1
    assert sorted(Visit.objects.values_list("child__given_names", "seen")) == [("Bo", False), ("Nia", True)]
    assert not Draft.objects.filter(form="visit").exists()


@pytest.mark.parametrize("width", ["desk", "telephone"])
def test_every_page_of_visits_is_accessible_and_fits(width, request, live_server, home):
    page = request.getfixturevalue("page" if width == "desk" else "telephone")
    worker, nia, bo = home
    late = VisitRecordFactory(late=True, visited_by=worker, observed=f"{HOSTILE} {LONG}" * 3)
    ChildVisitFactory(record=late, child=nia, said=HOSTILE + LONG)
    ChildVisitFactory(record=late, child=bo, not_seen=True)
    note = CaseNoteFactory(children=[nia, bo], with_whom=LONG, text=f"{HOSTILE} {LONG}")
    CaseNoteFactory(children=[nia], corrects=note)
    sign_in(page, live_server, worker)
    for path in (
        "/visits/",
        f"/people/{nia.pk}/",
        f"/people/{nia.pk}/visits/new/",
        f"/people/{nia.pk}/notes/new/",
        f"/visits/{late.pk}/",
        f"/visits/{late.pk}/correct/",
        f"/notes/{note.pk}/",
        f"/people/{nia.pk}/chronology/?whose=family",
        f"/people/{nia.pk}/chronology/?show=compact",
        f"/people/{nia.pk}/chronology/mark/?source=cases.noted&row={note.pk}",
        f"/people/{nia.pk}/chronology/print/",
    ):
        page.goto(live_server.url + path)
        assert_accessible(page)
        overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert overflow <= 0, f"{path} is {overflow} pixels too wide"
