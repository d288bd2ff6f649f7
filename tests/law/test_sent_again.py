"""A form sent twice is one act and one answer: for every important act, and for every form that a page shows."""

import re
from html.parser import HTMLParser
from pathlib import Path
from threading import Barrier, Thread
from typing import Any
from urllib.parse import urljoin
from uuid import UUID, uuid4

import pytest
from django.conf import settings
from django.contrib.messages import get_messages
from django.db import close_old_connections, connection
from django.urls import reverse

from frontdoor.core.idempotency import SentBefore, SubmittedForm
from frontdoor.core.sending import KEY
from frontdoor.core.sent_again import AGAIN
from frontdoor.models import ConsentOverride, Draft
from tests.factories import people, workers
from tests.law import (
    sending,
    sending_assessments,
    sending_conferences,
    sending_documents,
    sending_exemplars,
    sending_follow_ups,
    sending_look_backs,
    sending_plans,
    sending_strategy,
    sending_visits,
)
from tests.law.sending import Act, client_of, versions_of
from tests.words import says

pytestmark = pytest.mark.django_db

ACTS = {
    **sending.ACTS,
    **sending_visits.ACTS,
    **sending_follow_ups.ACTS,
    **sending_strategy.ACTS,
    **sending_assessments.ACTS,
    **sending_plans.ACTS,
    **sending_exemplars.ACTS,
    **sending_conferences.ACTS,
    **sending_documents.ACTS,
    **sending_look_backs.ACTS,
}
TEMPLATES = Path(settings.BASE_DIR) / "templates"
FORM = re.compile(r'<form\b[^>]*\bmethod="post"[^>]*>.*?</form>', re.DOTALL)
KEYED = re.compile(r"submission_key|sent_once")
NEEDS_NO_KEY = {
    "account": "the sign-in library's own, about a session and no record",
    "mfa": "the sign-in library's own, about a session and no record",
    "socialaccount": "the sign-in library's own, about a session and no record",
    "layout/base.html": "searching and signing out",
    "workforce/personas.html": "signing in as an invented person",
    "frontdoor/search/results.html": "searching",
    "cases/chronology.html": "searching",
    "frontdoor/settling/child.html": "searching; the form that answers has its key",
    "frontdoor/family/_homes.html": "reading an address again is written down again",
    "frontdoor/drafts/list.html": "a draft that is gone is no error",
    "frontdoor/drafts/typed.html": "sends what was typed before, its key among it",
    "frontdoor/consent/override_form.html": "keeps a draft as it stands; the page after it sends it",
    "frontdoor/record_contact/step.html": "keeps a draft as it stands; the last page sends it",
}


class _Keys(HTMLParser):
    """The key of each form of a page, by the address it is sent to."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.page, self.to = page, page
        self.found: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "form":
            self.to = urljoin(self.page, given.get("action") or self.page)
        elif tag == "input" and given.get("name") == KEY:
            self.found[self.to] = given.get("value") or ""


def as_shown(client: Any, act: Act) -> dict[str, Any]:
    """The answers with the key that the page gives them."""
    if act.seen_before:
        client.get(act.seen_before)
    page = client.get(act.page)
    assert page.status_code == 200, (act.page, page.status_code)
    keys = _Keys(act.page)
    keys.feed(page.text)
    return {KEY: UUID(keys.found[act.url]), **act.answers}


@pytest.mark.parametrize("name", ACTS)
def test_a_form_sent_again_ends_where_the_first_did_and_adds_nothing(acting, name):
    act = ACTS[name]()
    client = client_of(act.by)
    sent, before = as_shown(client, act), act.rows.count()
    first = client.post(act.url, sent)
    assert first.status_code == 302, first.text
    assert act.rows.count() == before + act.adds
    done = versions_of(act.rows)
    again = client.post(act.url, sent)
    assert (again.status_code, again.headers.get("Location")) == (302, first.url)
    assert AGAIN in [str(words) for words in get_messages(again.wsgi_request)]
    assert versions_of(act.rows) == done
    assert SubmittedForm.objects.get(pk=sent[KEY]).place == first.url


@pytest.mark.parametrize("name", ["decide_override", "submit_assessment", "tell_referrer", "propose_role"])
def test_other_answers_under_the_same_key_are_not_done_and_are_kept_on_the_page(acting, name):
    act = ACTS[name]()
    client = client_of(act.by)
    sent = as_shown(client, act)
    assert client.post(act.url, sent).status_code == 302
    done = versions_of(act.rows)
    changed = next(key for key in ("reason", "analysis", "words") if key in sent)
    refused = client.post(act.url, sent | {changed: "Other words than those that were sent at first."})
    assert refused.status_code == 422
    assert SentBefore.OTHER in refused.text
    assert "Other words than those that were sent at first." in refused.text
    assert str(sent[KEY]) not in refused.text, "sending it again, knowingly, is another act"
    assert versions_of(act.rows) == done


def test_another_form_about_what_is_decided_says_so(acting):
    act = ACTS["decide_override"]()
    client = client_of(act.by)
    sent = as_shown(client, act)
    assert client.post(act.url, sent).status_code == 302
    refused = client.post(act.url, sent | {KEY: uuid4()})
    assert refused.status_code == 422
    assert "already been decided" in refused.text


def test_a_form_that_was_refused_may_be_mended_and_sent_under_its_key(acting):
    act = ACTS["decide_override"]()
    client = client_of(act.by)
    sent = as_shown(client, act)
    assert client.post(act.url, sent | {"reason": says(19)}).status_code == 422
    assert not SubmittedForm.objects.filter(pk=sent[KEY]).exists()
    assert client.post(act.url, sent).status_code == 302


def test_a_key_of_somebody_else_opens_nothing(acting):
    act = ACTS["decide_override"]()
    sent = as_shown(client_of(act.by), act)
    assert client_of(act.by).post(act.url, sent).status_code == 302
    assert client_of(workers.consent_decider()).post(act.url, sent).status_code == 404


def test_a_sent_request_about_consent_is_found_again_though_its_draft_is_gone(acting):
    act = ACTS["ask_for_override"]()
    client = client_of(act.by)
    sent = as_shown(client, act)
    landed = [client.post(act.url, sent).url for _ in range(2)]
    assert landed == [reverse("override", args=[ConsentOverride.objects.get().pk])] * 2
    assert not Draft.objects.exists()
    assert client.get(act.page).url == landed[0], "the back button ends there too"


def test_a_secret_is_made_once_and_its_page_does_not_come_again(acting):
    client = client_of(workers.administrator())
    answers = {KEY: uuid4(), "agency": people.AgencyFactory().pk, "name": "School system", "webhook_url": ""}
    made = client.post(reverse("admin_client_new"), answers)
    assert made.status_code == 200, made.text
    again = client.post(reverse("admin_client_new"), answers)
    assert again.status_code == 302
    assert client.get(again.url).status_code == 200


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("name", ["start_assessment", "decide_override", "ask_for_override", "log_advice"])
def test_two_sendings_at_the_same_time_end_alike(name):
    act = ACTS[name]()
    client = client_of(act.by)
    sent, before = as_shown(client, act), act.rows.count()
    together, answers = Barrier(2), []

    def send() -> None:
        close_old_connections()
        browser = client_of(act.by)
        if act.seen_before:
            browser.get(act.seen_before)
        together.wait()
        answers.append(browser.post(act.url, sent))
        connection.close()

    threads = [Thread(target=send) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [answer.status_code for answer in answers] == [302, 302]
    assert len({answer.url for answer in answers}) == 1
    assert act.rows.count() == before + 1


def test_every_form_of_ours_carries_a_key_or_needs_none():
    without = {
        path.relative_to(TEMPLATES).as_posix()
        for path in TEMPLATES.rglob("*.html")
        for form in FORM.findall(path.read_text())
        if not KEYED.search(form)
    }
    excused = {name for name in without if {name, name.split("/")[0]} & NEEDS_NO_KEY.keys()}
    assert without == excused
    assert {name for name in NEEDS_NO_KEY if "/" in name} <= excused, "an excuse that nobody needs"
