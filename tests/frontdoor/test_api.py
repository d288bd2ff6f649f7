"""The API for partners' systems: who may call it, what it takes, and that nothing makes it fall over."""

import hashlib
import hmac
import json
import threading
from base64 import b64encode
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from drf_spectacular.validation import validate_schema
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from frontdoor import webhooks
from frontdoor.actions import partner_clients, triage
from frontdoor.core import outbox
from frontdoor.core.outbox import OutboxMessage
from frontdoor.models import ApiToken, Contact, PartnerClient, PartnerReferral, Person
from frontdoor.models.still_to_say import NOT_CHECKED, WHAT_THEY_KNOW, WHY_NOT_ASKED
from frontdoor.webhooks import NOT_HTTPS, NotDelivered
from tests.factories import workers
from tests.factories.people import AgencyFactory, ChildFactory
from tests.factories.threshold import published

pytestmark = pytest.mark.django_db

URL = "/api/v1/contacts"
CONTACT: dict[str, Any] = {
    "immediate_danger": False,
    "level": "4",
    "referrer": {"name": "Invented Lead", "telephone": "01632 960111", "email": "lead@example.org"},
    "children": [
        {
            "given_names": "Wren",
            "family_name": "Invented",
            "birth_date": "2018-03-02",
            "nhs_number": "943 476 5919",
            "address": {"lines": "1 Invented Street", "postcode": "zz11zz"},
        }
    ],
    "adults": [{"family_name": "Invented", "relationship": "mother", "parental_responsibility": "yes"}],
    "concern": "Hungry.",
    "family_knows": "told",
}


def made(agency: Any = None, webhook_url: str = "") -> Any:
    return partner_clients.make(
        by=workers.administrator(),
        agency=agency or AgencyFactory(),
        name=f"System {PartnerClient.objects.count()}",
        webhook_url=webhook_url,
    )


def token_for(sender: Any, secret: str | None = None) -> Any:
    return Client().post(
        reverse("api_token"),
        {
            "grant_type": "client_credentials",
            "client_id": sender.client.client_id,
            "client_secret": secret or sender.secret,
            "scope": "contacts",
        },
    )


def caller(sender: Any) -> dict[str, str]:
    return {"HTTP_AUTHORIZATION": f"Bearer {token_for(sender).json()['access_token']}"}


@pytest.fixture
def sender(db: None) -> Any:
    return made()


@pytest.fixture
def auth(sender: Any) -> dict[str, str]:
    return caller(sender)


def send(auth: dict[str, str], body: Any = None, key: str = "key-0001", **more: Any) -> Any:
    data = body if isinstance(body, (bytes, str)) else json.dumps(CONTACT if body is None else body)
    headers = {"HTTP_IDEMPOTENCY_KEY": key} if key else {}
    return Client().post(URL, data, content_type="application/json", **headers, **auth, **more)


def read(auth: dict[str, str], public_id: str) -> Any:
    return Client().get(f"{URL}/{public_id}", **auth)


def test_a_contact_is_taken_in_by_the_act_of_the_form(sender, auth):
    answer = send(auth)
    assert answer.status_code == 201, answer.content
    referral = PartnerReferral.objects.get(public_id=answer.json()["id"])
    contact = referral.contact
    assert (referral.client, referral.sent_by, referral.agency) == (sender.client, None, sender.client.agency)
    assert (contact.concern, contact.claimed_consent, contact.referrer_name) == ("Hungry.", "told", "Invented Lead")
    child, adult = contact.told_people.children().get(), contact.told_people.adults().get()
    assert (child.nhs_number, child.postcode, child.birth_date_known) == ("9434765919", "ZZ1 1ZZ", "exact")
    assert adult.kind == "mother"
    assert str(referral.claimed_level.code) == "4"
    assert not Person.objects.exists()
    assert set(answer.json()) == {"id", "status", "received_at", "waits_for_call_back", "still_to_say"}


def test_29_the_same_key_is_one_contact_and_the_same_answer(auth):
    first, second = send(auth), send(auth)
    assert (first.status_code, first.content) == (second.status_code, second.content)
    assert Contact.objects.count() == 1
    other = send(auth, CONTACT | {"concern": "Something else."})
    assert other.status_code == 422
    assert other["Content-Type"] == "application/problem+json"
    assert Contact.objects.count() == 1
    assert send(auth, key="key-0002").json()["id"] != first.json()["id"]


def test_keys_of_two_systems_are_two_keys(auth):
    first, second = send(auth), send(caller(made()))
    assert first.json()["id"] != second.json()["id"]


@pytest.mark.parametrize("key", ["", "short", "x" * 201, "näher-ran"])
def test_a_key_is_needed(auth, key):
    answer = send(auth, key=key)
    assert answer.status_code == 400
    assert "Idempotency-Key" in answer.json()["detail"]


def test_18_known_and_unknown_children_are_answered_alike(auth):
    known = ChildFactory(given_names="Wren", family_name="Invented", nhs_number="9434765919", restricted=True)
    first = send(auth)
    known_answer = first.json() | {"id": "", "received_at": ""}
    stranger = CONTACT | {"children": [CONTACT["children"][0] | {"nhs_number": "9434765870", "given_names": "Nobody"}]}
    second = send(auth, stranger, key="key-0002")
    assert second.status_code == first.status_code
    assert second.json() | {"id": "", "received_at": ""} == known_answer
    known.refresh_from_db()
    assert not known.contacts.exists()


def test_19_of_two_hundred_none_is_lost_and_those_above_the_limit_wait_for_a_call(auth):
    answers = [send(auth, key=f"key-{number:04}") for number in range(200)]
    assert {answer.status_code for answer in answers} == {201}
    assert Contact.objects.open().count() == 200
    assert PartnerReferral.objects.to_call_back().count() == 170
    assert [answer.json()["waits_for_call_back"] for answer in answers].count(True) == 170


def test_own_agency_alone_reads(sender, auth):
    sent = send(auth).json()["id"]
    answer = read(auth, sent)
    assert answer.status_code == 200
    assert answer.json() == {
        "id": sent,
        "status": "received",
        "received_at": answer.json()["received_at"],
        "decided_at": None,
        "asked": "",
        "answer_by": None,
        "told": "",
        "still_to_say": [],
    }
    assert read(caller(made(agency=sender.client.agency)), sent).status_code == 200
    assert read(caller(made()), sent).status_code == 404
    assert read(auth, "BCDFGHJKMNPQ").status_code == 404


def test_nobody_calls_without_a_token():
    for answer in (send({}), read({}, "BCDFGHJKMNPQ"), send({"HTTP_AUTHORIZATION": "Bearer nonsense"})):
        assert answer.status_code == 401
        assert answer["Content-Type"] == "application/problem+json"
    browser = Client()
    browser.force_login(workers.call_handler())
    answer = browser.post(URL, json.dumps(CONTACT), content_type="application/json", HTTP_IDEMPOTENCY_KEY="key-0001")
    assert answer.status_code == 401
    assert not Contact.objects.exists()


def test_secret_and_token_are_kept_as_hashes(sender, auth):
    token = auth["HTTP_AUTHORIZATION"].removeprefix("Bearer ")
    kept = str([list(model.objects.values()) for model in (PartnerClient, PartnerClient.history.model, ApiToken)])
    assert sender.secret not in kept
    assert token not in kept


def test_a_wrong_secret_gets_no_token(sender):
    assert token_for(sender, secret="wrong").status_code == 401
    assert Client().get(reverse("api_token")).status_code == 405
    basic = b64encode(f"{sender.client.client_id}:{sender.secret}".encode()).decode()
    form = {"grant_type": "client_credentials"}
    assert Client().post(reverse("api_token"), form, HTTP_AUTHORIZATION=f"Basic {basic}").status_code == 200
    for wrong in ("Basic !", f"Basic {b64encode(b'a:b').decode()}", "Basic //79"):
        assert Client().post(reverse("api_token"), form, HTTP_AUTHORIZATION=wrong).status_code == 401
    for more in ({"grant_type": "password"}, {"grant_type": ""}, {"scope": "everything"}):
        answer = Client().post(reverse("api_token"), form | more, HTTP_AUTHORIZATION=f"Basic {basic}")
        assert answer.status_code == 400


def version_of(client):
    return PartnerClient.objects.with_version().get(pk=client.pk).version


def test_23_a_system_is_shut_out_at_once(sender, auth):
    by = workers.administrator()
    renewed = partner_clients.renew(by=by, client=sender.client, version=version_of(sender.client))
    assert send(auth).status_code == 401
    assert token_for(sender).status_code == 401
    again = caller(renewed)
    assert send(again).status_code == 201
    partner_clients.end(by=by, client=sender.client, at=timezone.now())
    assert send(again, key="key-0003").status_code == 401
    with pytest.raises(ValidationError):
        partner_clients.renew(by=by, client=sender.client, version=0)


def test_23_a_system_of_an_agency_out_of_use_is_out(acting, sender, auth):
    agency = sender.client.agency
    agency.ended_on = timezone.localdate()
    agency.save()
    assert send(auth).status_code == 401


def test_a_token_ends_after_a_quarter_of_an_hour(auth):
    with time_machine.travel(timezone.now() + timedelta(minutes=15, seconds=1)):
        assert read(auth, "BCDFGHJKMNPQ").status_code == 401


WRONG = {
    "not JSON": b"{",
    "not UTF-8": b'{"concern": "\xff"}',
    "a NUL": json.dumps(CONTACT | {"concern": "a\x00b"}),
    "half a character": json.dumps(CONTACT | {"concern": "\ud800"}),
    "a NUL in a name": json.dumps(CONTACT | {"a\x00": 1}),
    "NaN": b'{"concern": NaN}',
    "twice": b'{"concern": "a", "concern": "b"}',
    "deep": b"[" * 5000 + b"]" * 5000,
    "a list": b"[]",
    "null": b"null",
    "unknown field": json.dumps(CONTACT | {"decided_by": 1}),
    "unknown field of a child": json.dumps(CONTACT | {"children": [{"given_names": "A", "person": 1}]}),
    "no child": json.dumps(CONTACT | {"children": []}),
    "21 children": json.dumps(CONTACT | {"children": [{"given_names": "A"}] * 21}),
    "born tomorrow": json.dumps(CONTACT | {"children": [{"given_names": "A", "birth_date": "2999-01-01"}]}),
    "born in 1850": json.dumps(CONTACT | {"children": [{"given_names": "A", "birth_date": "1850-01-01"}]}),
    "level": json.dumps(CONTACT | {"level": "9"}),
    "NHS number": json.dumps(CONTACT | {"children": [{"given_names": "A", "nhs_number": "1"}]}),
    "half a postcode": json.dumps(
        CONTACT | {"children": [{"given_names": "A", "address": {"lines": "1 Invented Street", "postcode": "ZZ1"}}]}
    ),
    "too large": json.dumps(CONTACT | {"concern": "x" * 1_100_000}),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_is_wrong_is_answered_400_with_a_sentence(auth, case):
    answer = send(auth, WRONG[case])
    assert answer.status_code == 400, answer.content
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["detail"]
    assert not Contact.objects.exists()


@pytest.mark.parametrize("danger", [True, False])
@pytest.mark.parametrize(
    ("said", "sentence"), [({"family_knows": "not_asked"}, WHY_NOT_ASKED), ({"family_knows": None}, WHAT_THEY_KNOW)]
)
def test_no_want_of_consent_rejects_a_contact(auth, danger, said, sentence):
    answer = send(auth, CONTACT | said | {"immediate_danger": danger})
    assert answer.status_code == 201, answer.content
    assert answer.json()["still_to_say"] == [sentence]
    assert read(auth, answer.json()["id"]).json()["still_to_say"] == [sentence]


def test_nothing_that_can_be_asked_afterwards_rejects_a_child_in_danger(auth):
    child = CONTACT["children"][0]
    wrong = {
        "immediate_danger": True,
        "level": "9",
        "family_knows": "perhaps",
        "referrer": {"name": "Invented Lead"},
        "children": [
            child | {"nhs_number": "943 476 5918", "birth_date": "2999-01-01", "sex": "x", "shoe size": 3},
            {"birth_date": "soon", "address": {"lines": "1 Invented Street", "postcode": "ZZ1"}},
        ],
        "adults": [{"family_name": "Invented"}],
    }
    answer = send(auth, CONTACT | wrong)
    assert answer.status_code == 201, answer.content
    assert answer.json()["still_to_say"] == [WHAT_THEY_KNOW, NOT_CHECKED]
    contact = Contact.objects.get()
    for typed in ("943 476 5918", "January 2999", "perhaps", "soon", "ZZ1", "Level of need that was named: 9"):
        assert typed in contact.not_checked
    assert list(contact.told_people.children().values_list("given_names", flat=True)) == ["Wren", "Unknown"]
    assert contact.queue_rank == 0


def test_a_long_worry_is_taken_in_whole(auth):
    assert send(auth, CONTACT | {"concern": "Long. " * 9_000}).status_code == 201
    assert Contact.objects.get().concern == ("Long. " * 9_000).strip()


def test_a_child_in_danger_is_taken_in_with_no_more_than_that(auth):
    answer = send(auth, {"immediate_danger": "yes"}, key="")
    assert (answer.status_code, answer.json()["still_to_say"]) == (201, [WHAT_THEY_KNOW, NOT_CHECKED])
    contact = Contact.objects.get()
    assert (contact.concern, contact.referrer_name, contact.queue_rank) == ("Not given", "Not given", 0)
    assert "concern: Not given" in contact.not_checked.splitlines()
    assert contact.told_people.get().given_names == "Unknown"
    assert send(auth, {"immediate_danger": "perhaps"}).status_code == 400


def test_a_key_rejects_no_child_in_danger(auth):
    danger = CONTACT | {"immediate_danger": True}
    sent = [send(auth, danger, key=key).json()["id"] for key in ("", "", "short", "key-0001", "key-0001")]
    assert (sent[0], sent[3]) == (sent[1], sent[4])
    assert send(auth, danger | {"concern": "Worse."}).status_code == 201
    assert Contact.objects.count() == 4


def test_a_form_is_no_json(auth):
    answer = Client().post(URL, CONTACT | {"children": "x"}, HTTP_IDEMPOTENCY_KEY="key-0001", **auth)
    assert answer.status_code == 415


ANYTHING = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(min_value=-(2**70), max_value=2**70)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=30)
    | st.sampled_from(["\x00", "\ud800", "2018-02-30", "0001-01-01", "9999-12-31", "mother", "yes"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3),
    max_leaves=6,
)


@st.composite
def bodies(draw: Any) -> dict[str, Any]:
    """The legal contact with one of its values, at any depth, changed to anything or taken away."""
    body = json.loads(json.dumps(CONTACT))
    here = body
    while True:
        name = draw(st.sampled_from(sorted(here) if isinstance(here, dict) else list(range(len(here)))))
        deeper = isinstance(here[name], (dict, list)) and here[name] and draw(st.booleans())
        if not deeper:
            break
        here = here[name]
    here[name] = draw(ANYTHING)
    return body


MARK = "\u2021the child is hurt\u2021"
HOSTILE = [
    lambda said: f"{said}\x00\ud800",
    lambda said: said + "x" * 30_000,
    lambda said: [said, {"when": said}],
    lambda said: {said: None},
    lambda said: f"  {said}\r\n\x85",
]


@st.composite
def in_danger(draw: Any) -> str:
    """JSON that means danger and says MARK somewhere, under a name that is known or not, in any kind of value."""
    said = draw(st.sampled_from(HOSTILE))(MARK)
    name = draw(
        st.sampled_from(["given_names", "birth_date", "expected_birth_date", "sex", "address", "x\x00", "y" * 200])
    )
    child = {"given_names": "Wren", name: draw(ANYTHING | st.just(said))}
    body = draw(bodies()) | {"immediate_danger": draw(st.sampled_from([True, 1, 1.0, "true", "YES", "on", "1", "t"]))}
    body |= draw(st.sampled_from([{}, {"children": [child] * 23}, {"adults": [child] * 22}, {"children": child}]))
    body |= {draw(st.sampled_from(["concern", "child_voice", "level", "referrer", "family_knows", "y" * 200])): said}
    twice = draw(st.sampled_from(["", ', "concern": "again", "concern": NaN', f', "deep": {"[" * 40}{"]" * 40}']))
    return json.dumps(body)[:-1] + twice + "}"


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=in_danger(), key=st.sampled_from(["", "key-0001"]))
def test_L65_no_body_that_means_danger_is_refused_and_nothing_in_it_is_lost(auth, body, key):
    answer = send(auth, body, key=key)
    assert answer.status_code == 201, answer.content
    contact = PartnerReferral.objects.select_related("contact").get(public_id=answer.json()["id"]).contact
    assert contact.immediate_danger
    people = contact.told_people.values()
    assert MARK in repr([Contact.objects.filter(pk=contact.pk).values().get(), *people])


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=bodies() | ANYTHING, key=st.text(alphabet="abc123-", min_size=6, max_size=12))
def test_no_body_makes_it_fall_over(auth, body, key):
    answer = send(auth, json.dumps(body), key=key)
    assert answer.status_code in {201, 400, 422}, answer.content


def test_the_document_is_valid_openapi_and_for_those_who_may(sender, auth):
    document = Client().get(reverse("api_schema"), {"format": "json"}, HTTP_ACCEPT="application/json", **auth)
    assert document.status_code == 200
    found = document.json()
    validate_schema(found)
    contact = "/api/v1/contacts/{public_id}"
    paths = {"/api/v1/contacts", contact, f"{contact}/documents", f"{contact}/answer", "/api/v1/levels"}
    assert set(found["paths"]) == paths
    (document_kind,) = found["paths"][f"{contact}/documents"]["post"]["requestBody"]["content"]
    assert document_kind == "multipart/form-data"
    for path in found["paths"].values():
        assert all("Idempotency-Key" in str(path[verb].get("parameters")) for verb in path if verb == "post")
    assert Client().get(reverse("api_schema")).status_code == 401
    for make, status in ((workers.call_handler, 200), (workers.partner_referrer, 403)):
        browser = Client()
        browser.force_login(make())
        assert browser.get(reverse("api_schema")).status_code == status


def test_L57_a_system_reads_the_levels_in_force_that_it_may_name(acting, auth, django_assert_num_queries):
    scheme = published(timezone.localdate() - timedelta(days=1))
    published(timezone.localdate() + timedelta(days=30), signs=3)
    with django_assert_num_queries(3):
        told = Client().get(reverse("api_levels"), **auth).json()
    assert told["valid_from"] == scheme.valid_from.isoformat()
    signs = {level["code"]: [sign["words"] for sign in level["signs"]] for level in told["levels"]}
    assert set(signs) == {"1", "2", "3", "4"}
    for code, words in signs.items():
        assert words == [f"Sign {code} {domain} {place}" for domain in ("dev", "par", "fam") for place in (0, 1)]
        assert send(auth, CONTACT | {"level": code}, key=f"key-level-{code}").status_code == 201
    assert Client().get(reverse("api_levels")).status_code == 401


def test_an_administrator_makes_a_system_and_sees_its_secrets_once(client):
    client.force_login(workers.administrator())
    agency = AgencyFactory()
    form = {"agency": agency.pk, "name": "Records", "webhook_url": "http://systems.example/status"}
    refused = client.post(reverse("admin_client_new"), form)
    assert NOT_HTTPS in refused.content.decode()
    page = client.post(reverse("admin_client_new"), form | {"webhook_url": "https://systems.example/status"})
    row = PartnerClient.objects.get()
    assert webhooks.secret_of(row.client_id) in page.content.decode()
    again = client.get(reverse("admin_client", args=[row.pk])).content.decode()
    assert webhooks.secret_of(row.client_id) not in again
    assert "Records" in client.get(reverse("admin_clients")).content.decode()
    client.post(reverse("admin_client", args=[row.pk]), {"decision": "end"})
    row.refresh_from_db()
    assert row.ended_at is not None


class Listener:
    """A partner's system that writes down what it is sent, and answers ``status``."""

    def __init__(self, status: int = 204) -> None:
        self.heard: list[tuple[dict[str, str], bytes]] = []
        heard = self.heard

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                heard.append((dict(self.headers), self.rfile.read(int(self.headers["Content-Length"]))))
                self.send_response(status)
                self.end_headers()

            def log_message(self, *args: Any) -> None:
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/status"

    def __enter__(self) -> "Listener":
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: Any) -> None:
        self.server.shutdown()
        self.server.server_close()


def statuses() -> list[OutboxMessage]:
    return list(OutboxMessage.objects.filter(topic="partner.status", delivered_at=None).order_by("pk"))


def taken_by_somebody(sender: Any) -> Contact:
    send(caller(sender))
    contact = Contact.objects.latest("pk")
    worker = workers.social_worker(team__front_door=True, registration_number="SW123456")
    triage.take(contact_id=contact.pk, by=worker, at=timezone.now())
    return contact


def test_a_change_of_status_is_sent_signed_and_names_nobody():
    with Listener() as listener:
        sender = made(webhook_url=listener.url)
        contact = taken_by_somebody(sender)
        (message,) = statuses()
        assert outbox.deliver(message.pk, now=timezone.now())
        assert not outbox.deliver(message.pk, now=timezone.now())
    ((headers, body),) = listener.heard
    assert json.loads(body) == {"id": contact.partner_referral.public_id, "status": "being_looked_at"}
    secret = webhooks.secret_of(sender.client.client_id)
    signed = headers["Frontdoor-Timestamp"].encode() + b"." + body
    expected = hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()
    assert hmac.compare_digest(headers["Frontdoor-Signature"], expected)


@pytest.mark.parametrize("status", [500, 302, 404])
def test_what_is_not_taken_is_sent_again(status):
    with Listener(status) as listener:
        taken_by_somebody(made(webhook_url=listener.url))
        (message,) = statuses()
        with pytest.raises(NotDelivered):
            outbox.deliver(message.pk, now=timezone.now())
    assert statuses() == [message], "it waits for the next round"


@pytest.mark.parametrize(
    "url",
    [
        "http://systems.example/status",
        "ftp://systems.example/",
        "https://",
        "https://user@systems.example/",
        "https://systems.example/#part",
        "javascript:alert(1)",
    ],
)
def test_an_address_that_is_not_https_is_refused(url):
    with pytest.raises(ValidationError):
        made(webhook_url=url)


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "10.0.0.1", "192.168.1.1", "169.254.169.254", "::1", "fd00::1", "0.0.0.0", "224.0.0.1"]
)
def test_nothing_is_sent_to_our_inside(settings, host):
    settings.WEBHOOKS_TO_THIS_MACHINE = False
    with pytest.raises(NotDelivered, match="public address"):
        webhooks.public_address(host, 443)
