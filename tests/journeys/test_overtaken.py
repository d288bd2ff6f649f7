"""Two people with one page open: what the second reads is accessible, fits, and holds every word that was typed."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.factories import workers
from tests.factories.contacts import ContactFactory
from tests.journeys.axe import assert_accessible
from tests.journeys.test_cases import received, sign_in

pytestmark = pytest.mark.django_db(transaction=True)

CHANGED = "Somebody else has changed this since you opened it"


def reads_well(page: Page) -> None:
    expect(page.get_by_role("alert")).to_contain_text(CHANGED)
    assert_accessible(page)
    assert not page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")


def sends(worker: Any, path: str, answers: dict[str, Any]) -> None:
    browser = Client()
    browser.force_login(worker)
    assert browser.post(path, answers).status_code == 302


@pytest.mark.parametrize("width", ["desk", "telephone"])
def test_a_case_that_a_colleague_has_just_allocated(width: str, request: Any, live_server: Any) -> None:
    page = request.getfixturevalue("page" if width == "desk" else "telephone")
    case = received(7)
    manager, colleague = (workers.practice_manager(team=case.team) for _ in range(2))
    first, second = (workers.social_worker(team=case.team) for _ in range(2))
    path = f"/cases/{case.pk}/allocate/"
    sign_in(page, live_server, manager)
    page.goto(live_server.url + path)
    sends(colleague, path, {"version": 0, "worker": first.pk, "rationale": "Has known the mother for years."})
    page.get_by_label(second.get_full_name()).check()
    page.get_by_label("Why this worker?").fill("Lives round the corner and has room.")
    page.get_by_role("button", name="Allocate the case").click()
    reads_well(page)
    expect(page.get_by_role("table")).to_contain_text(f"allocated by {colleague.get_full_name()}")
    expect(page.get_by_label("Why this worker?")).to_have_value("Lives round the corner and has room.")


@pytest.mark.parametrize("width", ["desk", "telephone"])
def test_an_urgency_that_a_colleague_has_just_set(width: str, request: Any, live_server: Any) -> None:
    page = request.getfixturevalue("page" if width == "desk" else "telephone")
    manager, colleague = (
        workers.practice_manager(team__front_door=True, registration_number=f"SW{number}") for number in (11, 12)
    )
    path = f"/contacts/{ContactFactory(received_at=timezone.now() - timedelta(hours=1)).pk}/triage/"
    theirs = {"rag": "amber", "rag_reason": "Grandmother is with them.", "harm": "PHY", "seen_PHY": "The nurse saw it"}
    sign_in(page, live_server, manager)
    page.goto(live_server.url + path)
    sends(colleague, path, {"submission_key": str(uuid4()), "version": 1} | theirs)
    page.get_by_label("Red", exact=True).check()
    page.get_by_label("Why this urgency").fill("Alone tonight.")
    page.get_by_label("Physical abuse").check()
    page.locator("#id_seen_PHY").fill("The aunt says that he was hit with a belt")
    page.get_by_role("button", name="Set the urgency").click()
    reads_well(page)
    expect(page.get_by_role("table")).to_contain_text("Grandmother is with them.")
    kept = page.get_by_label("What you wrote about this risk: physical abuse")
    expect(kept).to_have_value("The aunt says that he was hit with a belt")
