"""What a partner's system sends after its contact: documents, and the answer when the contact comes back."""

import hashlib
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from frontdoor.actions import attachments, returns, settling, triage
from frontdoor.core.outbox import OutboxMessage
from frontdoor.core.uploads import LARGEST_MB, NOT_WHAT_IT_SAYS, TOO_BIG, WRONG_ENDING
from frontdoor.models import Attachment, PartnerReferral, ReturnAnswer
from frontdoor.models.returns import ANSWERED_ONCE, ANSWERED_TOO_LATE
from tests.factories import workers
from tests.factories.people import ChildFactory
from tests.frontdoor.test_api import CONTACT, URL, caller, made, send
from tests.frontdoor.test_decisions import decide
from tests.frontdoor.test_uploads import PNG

pytestmark = pytest.mark.django_db

WORDS = "The class teacher saw the marks herself on Monday."
PDF = b"%PDF-1.7 invented"


@pytest.fixture
def sender():
    return made()


@pytest.fixture
def auth(sender):
    return caller(sender)


@pytest.fixture
def sent(auth):
    return send(auth).json()["id"]


def bring(auth, sent, content=PDF, name="letter.pdf", key="key-0001", **more):
    headers = {"HTTP_IDEMPOTENCY_KEY": key} if key else {}
    file = SimpleUploadedFile(name, content)
    return Client().post(f"{URL}/{sent}/documents", {"file": file, **more}, **headers, **auth)


def answer(auth, sent, words=WORDS, key="key-0001", **more):
    headers = {"HTTP_IDEMPOTENCY_KEY": key} if key else {}
    body = json.dumps({"words": words, **more})
    return Client().post(f"{URL}/{sent}/answer", body, content_type="application/json", **headers, **auth)


def give_back(sent):
    contact = PartnerReferral.objects.get(public_id=sent).contact
    reader = workers.social_worker(team__front_door=True, registration_number=f"SW{contact.pk:06}")
    version = triage.take(contact_id=contact.pk, by=reader, at=timezone.now()).version
    reason = "The school sees the child each day and is not worried today."
    triage.set_urgency(contact_id=contact.pk, version=version, rag="green", reason=reason, by=reader, at=timezone.now())
    returns.give_back(
        contact_id=contact.pk,
        reason="concern",
        missing="Who saw the marks, and on which day was that?",
        how="call",
        by=workers.practice_manager(team__front_door=True),
        at=timezone.now(),
    )
    return contact


def test_a_document_is_kept_with_its_contact_as_the_form_keeps_it(auth, sent):
    response = bring(auth, sent, PNG, "a/b/drawing.png")
    assert response.status_code == 201, response.content
    document = Attachment.objects.get()
    assert document.contact == PartnerReferral.objects.get(public_id=sent).contact
    assert (document.name, document.kind, document.scan) == ("drawing.png", "image/png", "no_scanner")
    digest = hashlib.sha256(PNG).hexdigest()
    assert response.json() == {"name": "drawing.png", "size": len(PNG), "sha256": digest}
    assert document.attached_by.is_system


def test_a_document_waits_for_the_scanner_where_there_is_one(auth, sent, settings):
    settings.MALWARE_SCANNER = "127.0.0.1:3310"
    assert bring(auth, sent).status_code == 201
    assert Attachment.objects.get().scan == "waiting"
    assert OutboxMessage.objects.filter(topic=attachments.TOPIC).count() == 1


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.exe", PDF, WRONG_ENDING),
        ("a.png", PDF, NOT_WHAT_IT_SAYS),
        ("a.pdf", b"", "The file is empty."),
        ("a.pdf", PDF + b"x" * LARGEST_MB * 1024 * 1024, TOO_BIG),
    ],
    ids=["ending", "content", "empty", "large"],
)
def test_34_a_document_that_the_form_refuses_is_refused_with_the_same_sentence(auth, sent, name, content, sentence):
    response = bring(auth, sent, content, name)
    assert response.status_code == 400
    assert response["Content-Type"] == "application/problem+json"
    assert response.json()["errors"]["file"] == [sentence]
    assert not Attachment.objects.exists()


def test_five_documents_are_enough(auth, sent):
    assert {bring(auth, sent, key=f"key-{number:04}").status_code for number in range(5)} == {201}
    sixth = bring(auth, sent, key="key-0006")
    assert (sixth.status_code, sixth.json()["errors"]["file"]) == (400, [attachments.ENOUGH_SENT])


def test_after_the_decision_neither_is_taken(auth, sent):
    contact = give_back(sent)
    manager = workers.practice_manager(team__front_door=True)
    for told in contact.told_people.children():
        settling.settle(by=manager, now=timezone.now(), contact_id=contact.pk, told_id=told.pk, person_id=None)
    contact.refresh_from_db()
    decide(contact, by=manager, at=timezone.now())
    late = bring(auth, sent)
    assert (late.status_code, late.json()["errors"]["file"]) == (400, [attachments.SENT_TOO_LATE])
    late = answer(auth, sent)
    assert (late.status_code, late.json()["errors"]) == (400, {"__all__": [ANSWERED_TOO_LATE]})
    assert not Attachment.objects.exists()
    assert not ReturnAnswer.objects.exists()


def test_29_the_same_key_is_one_document_and_one_answer(auth, sent):
    first, second = bring(auth, sent), bring(auth, sent)
    assert (first.status_code, first.content) == (second.status_code, second.content)
    assert Attachment.objects.count() == 1
    assert bring(auth, sent, PDF + b" other").status_code == 422
    assert Attachment.objects.count() == 1
    give_back(sent)
    first, second = answer(auth, sent), answer(auth, sent)
    assert (first.status_code, first.content) == (second.status_code, second.content)
    assert answer(auth, sent, WORDS + " Other.").status_code == 422
    assert ReturnAnswer.objects.get().words == WORDS


def test_an_answer_is_kept_once(auth, sent):
    contact = give_back(sent)
    response = answer(auth, sent)
    assert response.status_code == 201, response.content
    assert response.json()["id"] == sent
    row = ReturnAnswer.objects.get(sent_back__contact=contact)
    assert (row.words, row.answered_by.is_system) == (WORDS, True)
    again = answer(auth, sent, key="key-0002")
    assert (again.status_code, again.json()["errors"]) == (400, {"__all__": [ANSWERED_ONCE]})


def test_nothing_asked_is_nothing_to_answer(auth, sent):
    response = answer(auth, sent)
    assert (response.status_code, response.json()["errors"]) == (400, {"__all__": [returns.NOTHING_ASKED]})


@pytest.mark.parametrize("act", [bring, answer])
def test_23_another_agency_finds_nothing_and_nobody_comes_without_a_token(sender, auth, sent, act):
    give_back(sent)
    stranger = act(caller(made()), sent)
    never = act(auth, "BCDFGHJKMNPQ")
    assert (stranger.status_code, stranger.content) == (never.status_code, never.content)
    assert stranger.status_code == 404
    for wrong in ({}, {"HTTP_AUTHORIZATION": "Bearer nonsense"}):
        assert act(wrong, sent).status_code == 401
    colleague = caller(made(agency=sender.client.agency))
    assert act(colleague, sent).status_code == 201


@pytest.mark.parametrize("act", [bring, answer])
def test_a_key_is_needed_and_no_field_that_is_not_known(auth, sent, act):
    give_back(sent)
    assert act(auth, sent, key="").status_code == 400
    assert "Idempotency-Key" in act(auth, sent, key="short").json()["detail"]
    unknown = act(auth, sent, contact="1")
    assert (unknown.status_code, list(unknown.json()["errors"])) == (400, ["contact"])


@pytest.mark.parametrize("body", [{}, {"words": ""}, {"words": " "}, {"words": 1}, {"words": "a\x00"}, [], None])
def test_no_answer_makes_it_fall_over(auth, sent, body):
    give_back(sent)
    headers = {"HTTP_IDEMPOTENCY_KEY": "key-0001"}
    url = f"{URL}/{sent}/answer"
    response = Client().post(url, json.dumps(body), content_type="application/json", **headers, **auth)
    assert response.status_code == (201 if body == {"words": 1} else 400)
    assert Client().post(url, {"words": WORDS}, **headers, **auth).status_code == 415
    json_file = Client().post(f"{URL}/{sent}/documents", "{}", content_type="application/json", **headers, **auth)
    assert json_file.status_code == 415


def test_18_known_and_unknown_children_are_answered_alike(auth):
    ChildFactory(given_names="Wren", family_name="Invented", nhs_number="9434765919", restricted=True)
    stranger = CONTACT | {"children": [CONTACT["children"][0] | {"nhs_number": "9434765870", "given_names": "Nobody"}]}
    both = [send(auth).json()["id"], send(auth, stranger, key="key-0002").json()["id"]]
    documents = [bring(auth, sent) for sent in both]
    assert documents[0].content == documents[1].content
    for sent in both:
        give_back(sent)
    answers = [answer(auth, sent) for sent in both]
    assert {response.status_code for response in (*documents, *answers)} == {201}
    assert answers[0].json().keys() == answers[1].json().keys()
