"""A drill: the queue goes away under the running system. Nobody at the desk notices, and no message is lost."""

import os
import socket
import sys
import time
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import quote, urlencode
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.urls import reverse

from frontdoor.core.outbox import OutboxEffect, OutboxMessage
from frontdoor.embedded import kept
from frontdoor.embedded.service import Service
from frontdoor.embedded.valkey import Valkey
from frontdoor.models import Contact, Draft, ReferrerFeedback, ThresholdLevel
from tests.factories import decisions, workers

pytestmark = pytest.mark.django_db(transaction=True)

PATIENCE = 60
TOKEN = "t" * 32


class System:
    """Web, relay and worker as they serve, on the database of the test and a queue that can be stopped."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.port = kept.choose_port(None)
        self.valkey = Valkey(home / "valkey", kept.choose_port(None, taken=frozenset({self.port})), None)
        self.queue = self.valkey.service(home / "valkey.log")
        programs = Path(sys.executable).parent
        self.processes = [
            self._service("web", programs / "gunicorn", "frontdoor.config.wsgi", f"--bind=127.0.0.1:{self.port}"),
            self._service("relay", sys.executable, "manage.py", "relay_outbox"),
            self._service("worker", programs / "celery", "--app=frontdoor.config.celery", "worker", "--pool=solo"),
        ]
        self.processes[0].ready = self._answers

    def _service(self, name: str, *command: str | Path) -> Service:
        database = connection.settings_dict
        who = f"{quote(database['USER'])}:{quote(database['PASSWORD'])}"
        url = f"postgresql://{who}@{database['HOST']}:{database['PORT']}/{database['NAME']}"
        environment = os.environ | {"DATABASE_URL": url, "REDIS_URL": self.valkey.url()}
        return Service(name, [str(part) for part in command], self.home / f"{name}.log", environment)

    def _answers(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    def start(self) -> None:
        for service in (self.queue, *self.processes):
            service.start()
        for service in (self.queue, *self.processes):
            service.wait_until_ready()

    def stop(self) -> None:
        for service in (*self.processes, self.queue):
            service.stop(grace=5)


class AtTheDesk:
    """A worker's browser; ``quickest`` keeps how soon each page and each act was answered at its best."""

    def __init__(self, system: System, worker: workers.Worker) -> None:
        self.system = system
        client = Client()
        client.force_login(worker)
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        self.quickest: dict[tuple[str, str], float] = {}
        self.cookies = f"{settings.SESSION_COOKIE_NAME}={session}; {settings.CSRF_COOKIE_NAME}={TOKEN}"

    def ask(self, method: str, path: str, typed: dict | None = None) -> str:
        """Where an answer leads, or the path itself for a page."""
        http = HTTPConnection("127.0.0.1", self.system.port, timeout=30)
        began = time.monotonic()
        headers = {"Cookie": self.cookies, "Content-Type": "application/x-www-form-urlencoded"}
        http.request(method, path, urlencode({"csrfmiddlewaretoken": TOKEN, **(typed or {})}, doseq=True), headers)
        answer = http.getresponse()
        body = answer.read().decode()
        asked = method, path.strip("/").rpartition("/")[2]
        self.quickest[asked] = min(time.monotonic() - began, self.quickest.get(asked, PATIENCE))
        assert answer.status == (200 if method == "GET" else 302), f"{path}: {answer.status}\n{body[:3000]}"
        return answer.getheader("Location") or path

    def send(self, path: str, typed: dict) -> str:
        self.ask("GET", path)
        return self.ask("POST", path, typed)

    def record_a_contact(self) -> Contact:
        """From the first question to the reference, page by page."""
        self.send(reverse("contact_start"), {"immediate_danger": "no"})
        draft = Draft.objects.latest("pk")
        for step, typed in (
            ("caller", {"source": "1D", "method": "telephone", "referrer_email": "caller@example.org"}),
            ("find", {"given_names": "Wren", "family_name": "Invented"}),
            ("matches", {"new": "1"}),
            ("child-1", {"given_names": "Wren", "family_name": "Invented", "birth_date_known": "unknown"}),
            ("children", {"another": "no"}),
            ("family", {}),
            ("concern", {"concern": "The child came to school hungry."}),
            ("consent", {"claimed_consent": "agreed"}),
            ("check", {"submission_key": Draft.objects.get(pk=draft.pk).data["key"]}),
        ):
            there = self.send(reverse("contact_step", args=[draft.pk, step]), typed)
        assert there.startswith("/contacts/"), there
        return Contact.objects.latest("pk")

    def decide(self, contact: Contact) -> None:
        """Set the urgency and decide, which owes the referrer an answer."""
        urgency = {"submission_key": uuid4(), "version": contact.version, "rag": "amber"}
        self.send(reverse("contact_triage", args=[contact.pk]), urgency | {"rag_reason": "An answer tomorrow."})
        contact.refresh_from_db()
        child = contact.about.get().child_id
        self.send(
            reverse("contact_decide", args=[contact.pk]),
            {
                "submission_key": uuid4(),
                "version": contact.version,
                **decisions.typed(),
                f"level_{child}": ThresholdLevel.objects.get(code="2").pk,
                f"outcome_{child}": "EHO",
                f"help_service_{child}": "Family hub, Ashdale",
                f"help_accepted_{child}": "yes",
                f"reason_{child}": "The family agrees to early help.",
            },
        )
        words = ReferrerFeedback.objects.get(contact=contact).words
        told = {"submission_key": uuid4(), "how": "email", "words": words}
        self.send(reverse("contact_feedback", args=[contact.pk]), told)


def waiting() -> int:
    return OutboxMessage.objects.filter(delivered_at=None).count()


def all_delivered() -> bool:
    until = time.monotonic() + PATIENCE
    while waiting() and time.monotonic() < until:
        time.sleep(0.2)
    return not waiting()


@pytest.fixture
def manager() -> workers.Worker:
    """Somebody who may record, set urgencies and decide."""
    return workers.practice_manager(team__front_door=True, registration_number="SW2")


@pytest.fixture
def system(tmp_path) -> Iterator[System]:
    running = System(tmp_path)
    try:
        running.start()
        yield running
    finally:
        running.stop()


def test_contacts_are_recorded_and_decided_while_the_queue_is_away(system, manager):
    desk = AtTheDesk(system, manager)
    desk.decide(desk.record_a_contact())
    assert all_delivered()
    before = OutboxMessage.objects.count()

    system.queue.stop()
    desk.decide(desk.record_a_contact())
    desk.quickest.clear()
    with socket.create_server(("127.0.0.1", system.valkey.port)):  # takes the call and never says a word
        desk.decide(desk.record_a_contact())
        desk.decide(desk.record_a_contact())
    slow = {asked: took for asked, took in desk.quickest.items() if took >= settings.BROKER_SECONDS}
    assert slow == {}, "whoever asked the queue would wait this long"
    assert waiting() == 3

    system.queue.start()
    system.queue.wait_until_ready()
    assert all_delivered(), "\n".join(process.last_words() for process in system.processes)
    assert OutboxMessage.objects.count() == OutboxEffect.objects.count() == before + 3
