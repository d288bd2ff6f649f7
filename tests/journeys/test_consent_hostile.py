"""What people really type, paste and leave open, on the pages of consent: nothing breaks, and nothing typed is lost."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect

from frontdoor.models import ConsentEvent, ConsentOverride
from frontdoor.models.override_choices import LegalBasis
from tests.factories import workers
from tests.factories.consent import CheckFactory, ConsentEventFactory, OverrideFactory
from tests.journeys.conftest import DESK, TELEPHONE
from tests.journeys.test_consent import asker, choose, contact, go, looked_at, sign_in, team, tick  # noqa: F401

pytestmark = pytest.mark.django_db(transaction=True)

LONG_WORD = "Llanfairpwllgwyngyll" * 20
HOSTILE = f"👩‍👧‍👦 said: «لا أريد أن أعود» and שלום \u202eevil\u202c <b>&amp;</b> {{{{ 7*7 }}}} {LONG_WORD} end."
A_MEGABYTE = "The child was seen at school. " * 34_000
NUL = "Before\x00after the gap, and this is long enough for every question."
SPECIAL = [
    HOSTILE,
    NUL,
    "\u202e" * 50,
    "'; DROP TABLE frontdoor_contact; --",
    "٣١",
    "-1",
    "1e999",
    "9" * 40,
]


@pytest.fixture(params=[DESK, TELEPHONE], ids=["desk", "telephone"])
def bare(request: Any, browser: Browser, browser_context_args: dict[str, Any]) -> Iterator[Page]:
    """A browser without scripts at either width."""
    with browser.new_context(
        **browser_context_args | {"viewport": request.param, "java_script_enabled": False}
    ) as context:
        yield context.new_page()


def test_what_was_typed_survives_a_refusal_a_stale_page_and_the_road_to_the_decider(bare, live_server, asker, contact):  # noqa: F811
    page = bare
    sign_in(page, live_server, asker)
    page.goto(f"{live_server.url}/contacts/{contact.pk}/consent/")
    said = page.get_by_label("What was explained, and what was said?", exact=True)
    said.fill(HOSTILE)
    go(page.get_by_role("button", name="Record consent"))
    expect(page.get_by_role("alert")).to_contain_text("Select what came of it")
    expect(said).to_have_value(HOSTILE)
    looked_at(page, "Record consent")

    page.context.clear_cookies(name="csrftoken")
    go(page.get_by_role("button", name="Record consent"))
    looked_at(page, "This page was open for too long")
    expect(page.get_by_role("main")).to_contain_text(LONG_WORD)
    go(page.get_by_role("main").get_by_role("button"))
    expect(said).to_have_value(HOSTILE)

    page.goto(f"{live_server.url}/contacts/{contact.pk}/override/")
    page.goto(f"{live_server.url}/contacts/{contact.pk}/override/request/")
    for question in (
        "Exactly what would they be asked?",
        "Which facts do you rely on?",
        "What harm is likely if a parent is asked?",
        "What harm is likely if agencies are not asked?",
        "Which lesser step did you consider, and why is it not enough?",
    ):
        page.get_by_label(question, exact=True).fill(HOSTILE)
    page.get_by_label("Who would do what if a parent were asked", exact=True).fill(HOSTILE[:120])
    go(page.get_by_role("button", name="Check your answers"))
    looked_at(page, "Ask for a decision without consent")
    expect(page.get_by_label("Which facts do you rely on?", exact=True)).to_have_value(HOSTILE)
    tick(page, "Riverside Primary School")
    choose(page, "Has a parent been asked?", "Not asked")
    tick(page, "Asking would raise the risk of significant harm to this child")
    choose(page, "Is there an over-riding child protection concern?", "Yes")
    choose(page, "Which harm?", "Physical abuse")
    choose(page, "Is the harm immediate?", "Yes")
    choose(page, "Which legal basis lets agencies be asked?", LegalBasis.SAFEGUARDING.label)
    go(page.get_by_role("button", name="Check your answers"))
    looked_at(page, "Check your request before you send it")
    go(page.get_by_role("button", name="Send to a manager"))
    assert ConsentOverride.objects.get().facts == HOSTILE

    sign_in(page, live_server, workers.consent_decider(team=asker.team))
    page.goto(f"{live_server.url}/overrides/{ConsentOverride.objects.get().pk}/")
    looked_at(page, "Request to ask agencies without consent")
    expect(page.get_by_role("main")).to_contain_text("<b>&amp;</b> {{ 7*7 }}")
    reason = page.get_by_label("Your reason", exact=True)
    reason.fill(HOSTILE)
    go(page.get_by_role("button", name="Sign your decision"))
    expect(reason).to_have_value(HOSTILE)
    looked_at(page, "Request to ask agencies without consent")


ROLES = (
    workers.call_handler,
    workers.social_worker,
    workers.practice_manager,
    workers.consent_decider,
    workers.service_manager,
    workers.auditor,
    workers.senior_leader,
    workers.partner_referrer,
    workers.administrator,
)
OUTSIDE_TEAMS = (workers.administrator, workers.partner_referrer)
ANSWERED = {200, 302, 403, 404, 405, 409, 422}


def pages_of(contact: Any) -> dict[str, str]:  # noqa: F811
    with transaction.atomic():
        check = CheckFactory(consent=ConsentEventFactory(contact=contact)).request
    override = OverrideFactory(contact=contact)
    about = ("consent_record", "override_request", "override_form", "override_check", "check_request")
    pages = {name: reverse(name, args=[contact.pk]) for name in about}
    pages |= {name: reverse(name) for name in ("override_queue", "override_mine", "check_list")}
    return pages | {
        "override": reverse("override", args=[override.pk]),
        **{name: reverse(name, args=[check.pk]) for name in ("check", "check_reply", "check_chase", "check_close")},
    }


def fields_of(client: Client, url: str) -> list[str]:
    shown = client.get(url)
    form = (shown.context or {}).get("form")
    return list(form.fields) if form else ["words", "facts", "reason", "reply", "question", "status", "decision"]


@pytest.mark.parametrize("role", ROLES, ids=lambda role: role.__name__)
def test_nothing_that_any_role_sends_breaks_a_page(role, contact, team):  # noqa: F811
    client = Client(raise_request_exception=True)
    made = role() if role in OUTSIDE_TEAMS else role(team=team)
    client.force_login(made)
    for name, url in pages_of(contact).items():
        fields = fields_of(client, url)
        for number, text in enumerate(SPECIAL):
            sent = {part: text for field in fields for part in (field, f"{field}_day", f"{field}_time")}
            answer = client.post(url, sent | {"version": "0"})
            assert answer.status_code in ANSWERED, (name, number, answer.status_code)
        assert client.get(url, {"page": HOSTILE, "sort": HOSTILE, "show": "\x00"}).status_code in ANSWERED, name


def test_a_megabyte_is_given_back_whole(contact, team):  # noqa: F811
    client = Client()
    client.force_login(workers.consent_decider(team=team))
    events = ConsentEvent.objects.count()
    answer = client.post(reverse("consent_record", args=[contact.pk]), {"words": A_MEGABYTE})
    assert answer.status_code == 422
    assert A_MEGABYTE.strip() in answer.text
    override = reverse("override", args=[OverrideFactory(contact=contact).pk])
    answer = client.post(override, {"reason": A_MEGABYTE, "decision": ""})
    assert answer.status_code == 422
    assert A_MEGABYTE.strip() in answer.text
    client.get(reverse("override_request", args=[contact.pk]))
    answer = client.post(reverse("override_form", args=[contact.pk]), {"facts": A_MEGABYTE})
    assert answer.status_code in {200, 422}
    assert A_MEGABYTE.strip() in answer.text
    assert ConsentEvent.objects.count() == events
