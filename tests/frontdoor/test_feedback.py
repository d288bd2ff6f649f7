"""Referrers are acknowledged, told in words that somebody has read, and heard when they disagree."""

from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from frontdoor import letter_words, letters
from frontdoor.actions import authority_texts, challenges, feedback
from frontdoor.core import my_work, outbox, policy
from frontdoor.core.acting import acting_as
from frontdoor.core.actions import NotPossible
from frontdoor.core.permissions import Refused
from frontdoor.models import (
    Acknowledgement,
    AuthorityText,
    ChildOutcome,
    Decision,
    FeedbackChallenge,
    LedgerEvent,
    OutboxMessage,
    ReferrerFeedback,
    ThresholdLevel,
    Tie,
)
from frontdoor.models.feedback import READ_BY_A_MANAGER, READ_IT_AGAIN, STAYS_AS_TOLD
from tests.factories.consent import only_child
from tests.factories.contacts import RECEIVED, ContactFactory
from tests.factories.families import living_together
from tests.factories.feedback import AcknowledgementFactory, ChallengeFactory, FeedbackFactory
from tests.factories.people import AddressFactory, ChildFactory, PersonFactory, RelationshipFactory
from tests.factories.workers import TeamFactory, administrator, auditor, call_handler, practice_manager, social_worker
from tests.frontdoor.test_decisions import answer, decide
from tests.rows import bringing_in, update_raw
from tests.words import says

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 17, 15, 0, tzinfo=UTC)
REASON = "Xanthe is fed at school and her mother Mary Quill takes the help that Xanthe Quill needs."


def decided(outcome: str = "EHO", **contact: Any) -> Any:
    """A contact about Xanthe Quill, decided on 17 November."""
    child = ChildFactory(given_names="Xanthe", family_name="Quill")
    RelationshipFactory(child=child, adult__given_names="Mary", adult__family_name="Quill")
    AddressFactory(person=child, lines="7 Invented Street", postcode="ZZ1 1ZZ")
    row = ContactFactory(children=[child], triaged=True, **contact)
    row.decided_at, row.decided_by = AT, practice_manager()
    decision = Decision(
        contact=row,
        decided_by=row.decided_by,
        decided_at=AT,
        history_considered="Two contacts last year.",
        analysis="The child is hungry at school and the mother asks for help with food.",
    )
    level = ThresholdLevel.objects.order_by("pk")[1]
    with bringing_in():
        row.save()
        decision.save()
        ChildOutcome(decision=decision, child=child, level=level, outcome=outcome, reason=REASON).save()
    return row


def owed(contact: Any) -> ReferrerFeedback:
    return feedback.owe(contact=contact, by=contact.decided_by, at=AT)


def told(contact: Any, how: str = "call", words: str = "We offer early help.", **given: Any) -> ReferrerFeedback:
    wanted = {"by": call_handler(), "at": AT + timedelta(hours=1)}
    return feedback.tell(contact_id=contact.pk, words=words, how=how, **wanted | given)


def test_L55_the_letter_says_what_was_decided_why_what_would_have_helped_and_how_to_challenge(acting):
    words = owed(decided(claimed_consent="not_asked")).words
    for part in (
        "Our reference is C",
        "We are offering the family early help.",
        "Level of need: ",
        "The reason: the child is fed at school",
        "It would have helped us to know: whether the family knows",
        "ask for a consultation",
        "A manager who did not decide it",
    ):
        assert part in words
    for name in ("Xanthe", "Mary", "Quill"):
        assert name not in words


@pytest.mark.parametrize("source", ["1A", "1B", "1C", "1D"])
def test_L55_a_member_of_the_public_is_thanked_and_told_nothing_of_the_outcome(acting, source):
    words = owed(decided(source_code=source, agency=None)).words
    assert "we have acted on it" in words
    for secret in ("early help", "Level of need", "The reason", "Xanthe"):
        assert secret not in words


@pytest.mark.parametrize("source", ["9", "10"])
def test_L55_nobody_is_owed_an_answer_where_nobody_can_be_told(acting, source):
    contact = decided(source_code=source, agency=None)
    assert owed(contact) is None
    assert feedback.expect_acknowledgement(contact, by=call_handler(), due_at=AT) is None


def test_L55_nothing_is_sent_before_somebody_says_so(acting):
    contact = decided(referrer_email="head@school.example.org")
    owed(contact)
    assert not OutboxMessage.objects.exists()
    sent = told(contact, "email", "We are offering early help.")
    message = OutboxMessage.objects.get(topic=feedback.TOPIC)
    assert [outbox.deliver(message.pk, now=AT), outbox.deliver(message.pk, now=AT)] == [True, False]
    (one,) = mail.outbox
    assert (one.to, one.body) == (["head@school.example.org"], "We are offering early help.")
    assert sent.told_at == AT + timedelta(hours=1)
    for secret in ("Xanthe", "Quill", contact.reference):
        assert secret not in one.subject


@pytest.mark.parametrize("named", ["Xanthe", "Mary Quill", "7 Invented Street", "ZZ1 1ZZ"])
def test_an_e_mail_names_nobody_and_a_letter_only_on_purpose(acting, named):
    contact = decided(referrer_email="head@school.example.org")
    owed(contact)
    words = f"We are helping {named} now."
    for how, given in (("email", {"names_may_be_told": True}), ("letter", {}), ("call", {})):
        with pytest.raises(NotPossible, match=named):
            told(contact, how, words, **given)
    assert told(contact, "letter", words, names_may_be_told=True).words == words


def test_a_name_that_is_a_word_is_not_seen_where_it_is_none(acting):
    contact = ContactFactory(children=[ChildFactory(given_names="May", family_name="Grace")])
    assert letter_words.named_in(contact, "You may ring us, by the grace of the day.") == []
    assert letter_words.named_in(contact, "We saw May on Monday.") == ["May"]


def test_L55_what_was_told_is_kept_exactly(acting):
    contact = decided()
    owed(contact)
    row = told(contact)
    for change in ({"words": "Something else."}, {"how": "letter"}, {"told_by": acting}, {"finished_on": None}):
        with pytest.raises(DatabaseError, match=STAYS_AS_TOLD[:30]), transaction.atomic():
            update_raw(row, **change)
    with pytest.raises(feedback.AlreadyTold):
        told(contact)
    with pytest.raises(Refused):
        told(contact, by=auditor())


@pytest.mark.parametrize(
    ("method", "email", "finished", "messages"),
    [
        ("telephone", "head@school.example.org", True, 0),
        ("in_person", "", True, 0),
        ("form", "head@school.example.org", False, 1),
        ("letter", "", False, 0),
    ],
)
def test_L55_a_contact_is_acknowledged_within_a_working_day_of_its_receipt(acting, method, email, finished, messages):
    contact = ContactFactory(method=method, referrer_email=email)
    row = feedback.expect_acknowledgement(contact, by=acting, due_at=datetime(2026, 11, 18, tzinfo=UTC))
    assert (row.finished_at is not None) is finished
    assert OutboxMessage.objects.count() == messages
    if messages:
        outbox.deliver(OutboxMessage.objects.get().pk, now=RECEIVED + timedelta(minutes=1))
        assert contact.reference in mail.outbox[0].body
        assert Acknowledgement.objects.in_time().count() == 1


@pytest.mark.parametrize(("after", "late"), [(-1, False), (0, False), (1, True)])
def test_an_acknowledgement_is_late_from_the_moment_after_it_was_due(acting, after, late):
    row = AcknowledgementFactory()
    moment = row.due_at + timedelta(microseconds=after)
    assert Acknowledgement.objects.overdue(moment).exists() is late


def test_a_letter_can_be_read_in_the_alphabets_of_families(acting):
    words = "Dear Zoë Kowalczyk-Łęcka,\n\nДякуємо. Σας ευχαριστούμε.\n\nשלום\n\n" + "A long line of words. " * 300
    pdf = letters.letter(authority=policy.authority(), to=["Zoë"], reference="C12", written_at=AT, words=words)
    text = "\n".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)
    for part in ("Zoë Kowalczyk-Łęcka", "Дякуємо", "Σας ευχαριστούμε", "Our reference: C12", "17 November 2026"):
        assert part in text
    assert "שלום" in text or "םולש" in text
    assert len(PdfReader(BytesIO(pdf)).pages) > 1


def test_L55_a_challenge_is_answered_by_a_manager_who_did_not_decide(acting):
    contact = decided()
    owed(contact)
    answer = told(contact)
    handler, other = call_handler(), practice_manager(team__front_door=True)
    words = "The school sees her every day and disagrees."
    row = challenges.record(by=handler, at=AT + timedelta(days=1), feedback=answer, words=words)
    assert row.due_on == date(2026, 11, 25)
    given = {"result": "again", "answer": "What the school adds is new; it is looked at again."}
    for by in (contact.decided_by, handler):
        with pytest.raises(Refused):
            challenges.answer(by=by, at=AT + timedelta(days=2), challenge=row, **given)
    with pytest.raises(DatabaseError, match="other than the one who decided"), transaction.atomic():
        update_raw(row, answered_by=contact.decided_by, answered_on=row.due_on, **given)
    challenges.answer(by=other, at=AT + timedelta(days=2), challenge=row, **given)
    with pytest.raises(NotPossible, match="has been answered"):
        challenges.answer(by=other, at=AT + timedelta(days=2), challenge=row, **given)


def test_nothing_is_challenged_before_it_is_told(acting):
    with pytest.raises(NotPossible, match="not been told"):
        challenges.record(by=call_handler(), at=AT, feedback=FeedbackFactory(), words=says(20))


def test_a_text_of_letters_counts_from_its_day(acting):
    by, today = administrator(), date(2026, 11, 17)
    with pytest.raises(NotPossible, match="in the past"):
        authority_texts.add(by=by, on=today, code="challenge", words=says(20), valid_from=date(2026, 11, 16))
    authority_texts.add(by=by, on=today, code="challenge", words="Write to the service.", valid_from=date(2026, 11, 18))
    with pytest.raises(ValidationError, match="already such a text"):
        authority_texts.add(by=by, on=today, code="challenge", words=says(20), valid_from=date(2026, 11, 18))
    for day, there in ((today, False), (date(2026, 11, 18), True)):
        words = {text.words for text in AuthorityText.objects.in_force(day)}
        assert ("Write to the service." in words) is there


def client_of(worker: Any) -> Client:
    client = Client()
    client.force_login(worker)
    return client


def at_the_desk() -> Any:
    return social_worker(team=TeamFactory(front_door=True))


def test_C14_words_that_may_ask_an_agency_to_investigate_are_read_by_a_manager(acting):
    words, contact = "Please speak to the child alone and tell us what happened.", decided()
    owed(contact)
    url, sent = reverse("contact_feedback", args=[contact.pk]), {"words": words, "how": "call"}
    with pytest.raises(ValidationError, match=READ_BY_A_MANAGER):
        told(contact, words=words)
    refused = client_of(at_the_desk()).post(url, sent | {"submission_key": uuid4(), "asks_nobody": "on"})
    assert READ_BY_A_MANAGER in refused.content.decode()
    assert "“<bdi>Please speak to the child" in refused.content.decode()
    manager = client_of(practice_manager(team=TeamFactory(front_door=True)))
    page = manager.post(url, sent | {"submission_key": uuid4()}).content.decode()
    assert READ_IT_AGAIN in page
    assert words in page
    assert manager.post(url, sent | {"submission_key": uuid4(), "asks_nobody": "on"}).status_code == 302
    neighbour = decided(source_code="1B")
    owed(neighbour)
    assert told(neighbour, words="Please ask the family to ring us.")


def test_the_draft_is_read_changed_and_told_and_the_letter_is_in_the_ledger(acting):
    contact = decided()
    owed(contact)
    worker = at_the_desk()
    client, url = client_of(worker), reverse("contact_feedback", args=[contact.pk])
    page = client.get(url).content.decode()
    assert "We are offering the family early help." in page
    assert " checked" not in page
    assert 'value="email"' not in page, "no address is known"
    sent = {"submission_key": uuid4(), "words": "Told about Xanthe.", "how": "letter"}
    refused = client.post(url, sent)
    assert refused.status_code == 422
    assert 'name="names_may_be_told"' in refused.content.decode()
    assert client.post(url, sent | {"names_may_be_told": "on"}).status_code == 302
    letter = client.get(reverse("contact_letter", args=[contact.pk]))
    assert "Told about Xanthe." in PdfReader(BytesIO(letter.content)).pages[0].extract_text()
    gone = LedgerEvent.objects.get(actor_id=worker.pk, verb="disclose")
    assert gone.person_ids == [only_child(contact).pk]


def block(worker: Any, title: str) -> Any:
    return next(found for found in my_work.of(worker, timezone.now()) if found.title == title)


def test_my_work_counts_what_its_pages_list(acting):
    challenge = ChallengeFactory()
    FeedbackFactory()
    AcknowledgementFactory()
    manager = practice_manager(team=TeamFactory(front_door=True))
    assert FeedbackChallenge.objects.get() == challenge
    for title in ("Referrers to tell", "Referrers to acknowledge", "Challenges to answer"):
        shown = block(manager, title)
        assert shown.count == 1
        assert len(client_of(manager).get(shown.url).context["page"].rows) == 1


@pytest.mark.parametrize("name", ["contact_feedback", "contact_challenge", "contact_letter", "contact_acknowledge"])
def test_owner_colleague_and_stranger(acting, name):
    contact = ContactFactory(recorded_by=social_worker())
    FeedbackFactory(contact=contact, told=True)
    AcknowledgementFactory(contact=contact)
    url = reverse(name, args=[contact.pk])
    assert client_of(contact.recorded_by).get(url).status_code == 200
    assert client_of(at_the_desk()).get(url).status_code == 200
    assert client_of(social_worker()).get(url).status_code == 404
    assert client_of(auditor()).get(url).status_code == 403


def test_a_challenge_is_read_by_many_and_answered_on_its_page_by_one(acting):
    row = ChallengeFactory()
    url = reverse("challenge", args=[row.pk])
    given = {"submission_key": uuid4(), "result": "stands", "answer": "Read again; it was known and weighed."}
    assert client_of(at_the_desk()).post(url, given).status_code == 403
    manager = client_of(practice_manager(team=TeamFactory(front_door=True)))
    assert " checked" not in manager.get(url).content.decode()
    assert [manager.post(url, given).status_code for _ in range(2)] == [302, 302]
    assert "Read again; it was known and weighed." in manager.get(url).content.decode()


def test_C14_the_answer_to_a_challenge_is_read_as_the_letter_is(acting):
    row, asks = ChallengeFactory(), "Please speak to the child alone and tell us what happened."
    other, handler = practice_manager(team=TeamFactory(front_door=True)), call_handler()
    with pytest.raises(ValidationError, match=READ_BY_A_MANAGER):
        feedback.check_wording(row.feedback.contact, asks, by=handler, asks_nobody=True, field="answer")
    answer = {"result": "stands", "answer": asks}
    with pytest.raises(NotPossible, match=READ_IT_AGAIN):
        challenges.answer(by=other, at=AT + timedelta(days=2), challenge=row, **answer)
    with pytest.raises(DatabaseError, match=READ_IT_AGAIN), transaction.atomic():
        update_raw(row, answered_by=other, answered_on=row.due_on, **answer)
    client, url = client_of(other), reverse("challenge", args=[row.pk])
    assert "asks_nobody" not in client.get(url).content.decode()
    page = client.post(url, answer | {"submission_key": uuid4()}).content.decode()
    assert READ_IT_AGAIN in page
    assert asks in page
    assert "“<bdi>Please speak to the child" in page
    assert client.post(url, answer | {"submission_key": uuid4(), "asks_nobody": "on"}).status_code == 302
    row.refresh_from_db()
    assert row.asks_nobody
    private = ChallengeFactory(feedback__contact=decided(source_code="1B"))
    challenges.answer(by=other, at=AT + timedelta(days=2), challenge=private, **answer)


def test_nobody_who_belongs_to_the_child_is_named_in_an_answer(acting):
    child, brother = (
        ChildFactory(given_names="Sagal", family_name="Nur"),
        ChildFactory(given_names="Kestrel", family_name="Wyndham", restricted=True),
    )
    half = RelationshipFactory(child=ChildFactory(given_names="Linnet", family_name="Quarrie"))
    RelationshipFactory(child=child, adult=half.adult)
    partner = PersonFactory(given_names="Barnaby", family_name="Featherstone")
    with acting_as(social_worker()):
        Tie.between(child, brother, kind="siblings").save()
    living_together(child, partner, lines="9 Hidden Crescent", postcode="ZZ9 9ZZ")
    contact = ContactFactory(children=[child], triaged=True, referrer_email="head@school.example.org")
    told = "Kestrel Wyndham and Linnet Quarrie said that Barnaby Featherstone hit Sagal."
    decide(contact, answer(child, reason=told))
    draft = ReferrerFeedback.objects.get(contact=contact).words
    assert "another child and another child said that an adult of the family hit the child." in draft
    assert letter_words.named_in(contact, told) == [
        "Kestrel Wyndham",
        "Linnet Quarrie",
        "Barnaby Featherstone",
        "Sagal",
    ]
