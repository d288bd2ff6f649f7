"""Consent at a desk: the gate, the safe road, the long road past it, and a withdrawal that closes the gate again."""

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from frontdoor.models import ConsentOverride, ReplyStatement
from frontdoor.models.checks import NO_CONSENT
from frontdoor.models.override_choices import LegalBasis
from frontdoor.models.override_rules import NOT_A_DECIDER, NOT_YOUR_OWN
from tests.factories import people, workers
from tests.factories.contacts import ContactFactory
from tests.journeys.axe import assert_accessible

pytestmark = pytest.mark.django_db(transaction=True)

FACTS = "The neighbour saw the stepfather strike Ada twice on Sunday evening, in the garden."
QUESTION = "Has Ada been in school this month, and what have you noticed?"


@pytest.fixture
def team(transactional_db: None) -> Any:
    return workers.TeamFactory(front_door=True)


@pytest.fixture
def asker(team: Any) -> Any:
    return workers.social_worker(team=team, given_names="Sam", family_name="Social", registration_number="SW100002")


@pytest.fixture
def contact(team: Any) -> Any:
    """A contact about Ada, received twenty minutes ago, with a mother who has parental responsibility."""
    child = people.ChildFactory(given_names="Ada", family_name="Example")
    people.RelationshipFactory(child=child, adult__given_names="Mary", adult__family_name="Example")
    people.AgencyFactory(name="Riverside Primary School", telephone="01632 960001")
    return received([child])


def received(children: list[Any]) -> Any:
    now = timezone.now()
    return ContactFactory(
        received_at=now - timedelta(minutes=20), triage_due_at=now + timedelta(minutes=100), children=children
    )


def sign_in(page: Page, site: Any, worker: Any) -> None:
    client = Client()
    client.force_login(worker)
    key = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.clear_cookies()
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": site.url}])


def looked_at(page: Page, heading: str) -> None:
    """The page is there, fits and, where scripts run (axe is one), is accessible."""
    expect(page.get_by_role("heading", level=1)).to_have_text(heading)
    if page.locator("body.govuk-frontend-supported").count():
        assert_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), page.url


def go(found: Locator) -> None:
    """Follow a link or press a button by keyboard."""
    found.focus()
    found.press("Enter")


def choose(page: Page, group: str, answer: str) -> None:
    """Choose by keyboard, from the question's first answer on."""
    question = page.get_by_role("group", name=group, exact=True)
    question.get_by_role("radio").first.focus()
    page.keyboard.press("Space")
    while not question.get_by_label(answer, exact=True).is_checked():
        page.keyboard.press("ArrowDown")


def tick(page: Page, answer: str) -> None:
    box = page.get_by_role("checkbox", name=answer, exact=True)
    box.focus()
    page.keyboard.press("Space")
    expect(box).to_be_checked()


def write(page: Page, question: str, words: str) -> None:
    page.get_by_label(question, exact=True).focus()
    page.keyboard.insert_text(words)


def fill_moment(page: Page, group: str) -> None:
    now = timezone.localtime()
    question = page.get_by_role("group", name=group)
    for part, value in (("Day", now.day), ("Month", now.month), ("Year", now.year), ("Time", f"{now:%H:%M}")):
        question.get_by_label(part, exact=True).fill(str(value))


def fill_in_the_request(page: Page) -> None:
    expect(page.get_by_role("checkbox", name="Ada Example")).to_be_checked()
    tick(page, "Riverside Primary School")
    write(page, "Exactly what would they be asked?", QUESTION)
    choose(page, "Has a parent been asked?", "Not asked")
    tick(page, "Asking would raise the risk of significant harm to this child")
    write(page, "Who would do what if a parent were asked", "The stepfather would strike the child.")
    write(page, "Which facts do you rely on?", FACTS)
    write(page, "What harm is likely if a parent is asked?", "She would be beaten for telling.")
    write(page, "What harm is likely if agencies are not asked?", "Nobody would see the next injury.")
    choose(page, "Is there an over-riding child protection concern?", "Yes")
    choose(page, "Which harm?", "Physical abuse")
    choose(page, "Is the harm immediate?", "Yes")
    write(page, "Which lesser step did you consider, and why is it not enough?", "Her mother lives with him.")
    choose(page, "Which legal basis lets agencies be asked?", LegalBasis.SAFEGUARDING.label)


def ask_for_a_decision(page: Page, site: Any, contact: Any, *, with_scripts: bool) -> None:
    """The asker's part of the long road, up to what was sent."""
    page.goto(f"{site.url}/contacts/{contact.pk}/checks/")
    looked_at(page, "Ask an agency for information")
    expect(page.get_by_text(NO_CONSENT)).to_be_visible()
    expect(page.get_by_label("What do you ask?")).to_have_count(0)
    go(page.get_by_role("link", name="Ask a manager to decide without consent"))
    looked_at(page, "There is no recorded consent to ask agencies about these children")
    expect(page.get_by_role("main").get_by_role("button")).to_have_text("Ask a parent first")
    go(page.get_by_role("link", name="Ask a manager to decide without consent"))
    looked_at(page, "Ask for a decision without consent")
    go(page.get_by_role("button", name="Check your answers"))
    expect(page.get_by_role("alert")).to_contain_text("Choose at least one agency")
    fill_in_the_request(page)
    if with_scripts:
        expect(page.locator("[data-draft-state]")).to_contain_text("Saved at", timeout=15_000)
        page.wait_for_timeout(6_000)
    else:
        go(page.get_by_role("button", name="Check your answers"))
    page.goto(f"{site.url}/contacts/{contact.pk}/override/")
    page.goto(f"{site.url}/contacts/{contact.pk}/override/request/")
    expect(page.get_by_label("Which facts do you rely on?")).to_have_value(FACTS)
    expect(page.get_by_role("group", name="Which harm?").get_by_label("Physical abuse")).to_be_checked()
    go(page.get_by_role("button", name="Check your answers"))
    looked_at(page, "Check your request before you send it")
    expect(page.get_by_text(FACTS)).to_be_visible()
    go(page.get_by_role("button", name="Send to a manager"))
    expect(page.get_by_text("Your request has gone to the managers who decide on consent.")).to_be_visible()


def decide(page: Page, site: Any) -> None:
    """The consent decider finds the request and signs."""
    page.goto(f"{site.url}/overrides/")
    looked_at(page, "Requests to ask agencies without consent")
    go(page.get_by_role("row").nth(1).get_by_role("link"))
    looked_at(page, "Request to ask agencies without consent")
    expect(page.get_by_role("radio", checked=True)).to_have_count(0)
    go(page.get_by_role("button", name="Sign your decision"))
    expect(page.get_by_role("alert")).to_contain_text("Select your decision")
    choose(page, "Your decision", "Agencies may be asked without consent")
    write(page, "Your reason", "The facts show that asking would put her at risk.")
    go(page.get_by_role("button", name="Sign your decision"))
    expect(page.get_by_text("Your decision is recorded and signed in your name.")).to_be_visible()


def ask_the_school(page: Page, site: Any, contact: Any) -> None:
    """A question to the school, then its reply."""
    page.goto(f"{site.url}/contacts/{contact.pk}/")
    go(page.get_by_role("main").get_by_text("Ask an agency for information"))
    choose(page, "What do you ask of the agency?", "Information request")
    tick(page, "Riverside Primary School")
    owner = page.get_by_label("Which social worker owns the concern?")
    if owner.count():
        owner.select_option(label="Sam Social")
    if page.get_by_label("Question 1", exact=True).count():
        write(page, "Question 1", QUESTION)
    else:
        tick(page, QUESTION)
    go(page.get_by_role("button", name="Record the request"))
    expect(page.get_by_text("The request is recorded.")).to_be_visible()
    go(page.get_by_role("link", name="Riverside Primary School, request"))
    go(page.get_by_role("button", name="Record the reply"))
    looked_at(page, "Reply from Riverside Primary School")
    fill_moment(page, "When did the reply come?")
    write(page, "Who at the agency answered?", "Invented Head")
    write(page, "Fact 1", "Seen every day, often tired.")
    write(page, "Fact 1: who saw it, or where is it written?", "The class teacher")
    day, today = page.get_by_role("group", name="Fact 1: which day is it from?"), timezone.localdate()
    for part, value in (("Day", today.day), ("Month", today.month), ("Year", today.year)):
        day.get_by_label(part, exact=True).fill(str(value))
    go(page.get_by_role("button", name="Record the reply"))
    expect(page.get_by_text("The reply is recorded.")).to_be_visible()
    expect(page.get_by_text("Source: The class teacher")).to_be_visible()


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_the_long_road_past_consent(scripts, request, live_server, asker, contact):
    page = request.getfixturevalue("page" if scripts else "without_scripts")
    sign_in(page, live_server, asker)
    ask_for_a_decision(page, live_server, contact, with_scripts=scripts)
    expect(page.get_by_text(NOT_YOUR_OWN)).to_be_visible()
    expect(page.get_by_role("button", name="Sign your decision")).to_have_count(0)
    address = page.url

    sign_in(page, live_server, workers.practice_manager(team=asker.team))
    page.goto(f"{live_server.url}/overrides/")
    go(page.get_by_role("row").nth(1).get_by_role("link"))
    expect(page).to_have_url(address)
    expect(page.get_by_text(NOT_A_DECIDER)).to_be_visible()
    expect(page.get_by_role("button", name="Sign your decision")).to_have_count(0)

    sign_in(page, live_server, workers.consent_decider(team=asker.team))
    decide(page, live_server)
    assert ConsentOverride.objects.get().decision == "approved"

    sign_in(page, live_server, asker)
    ask_the_school(page, live_server, contact)
    assert ReplyStatement.objects.get().words == "Seen every day, often tired."


def record_consent(page: Page, outcome: str) -> None:
    looked_at(page, "Record consent")
    choose(page, "What was the family asked to agree to?", "Asking other agencies for information")
    choose(page, "What came of it?", outcome)
    page.get_by_label("Who answered?").select_option(index=1)
    write(page, "What was explained, and what was said?", "She was told which agencies, and what for.")
    fill_moment(page, "When was this?")
    go(page.get_by_role("button", name="Record consent"))
    expect(page.get_by_text("Consent is recorded.")).to_be_visible()


def test_the_safe_road_and_a_withdrawal_that_closes_the_gate(telephone, live_server, asker, contact):
    page = telephone
    sign_in(page, live_server, asker)
    page.goto(f"{live_server.url}/contacts/{contact.pk}/override/")
    go(page.get_by_role("button", name="Ask a parent first"))
    record_consent(page, "Given")
    ask_the_school(page, live_server, contact)
    page.goto(f"{live_server.url}/contacts/{contact.pk}/consent/")
    record_consent(page, "Withdrawn")
    expect(page.get_by_role("main").get_by_text("Ask an agency for information")).to_have_count(0)
    page.goto(f"{live_server.url}/contacts/{contact.pk}/checks/")
    looked_at(page, "Ask an agency for information")
    expect(page.get_by_text(NO_CONSENT)).to_be_visible()
