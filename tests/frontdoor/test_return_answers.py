"""A referrer is asked by message, answers in the portal or by telephone, and everybody sees where it stands."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from audits.actions import look_backs
from frontdoor.actions import returns
from frontdoor.actions.feedback import NO_ADDRESS
from frontdoor.core import outbox
from frontdoor.core.actions import NotPossible
from frontdoor.core.outbox import OutboxMessage
from frontdoor.core.permissions import Refused
from frontdoor.models import Contact, PartnerReferral, ReturnAnswer
from frontdoor.models.returns import (
    ANSWERED_ONCE,
    ANSWERED_TOO_EARLY,
    ANSWERED_TOO_LATE,
    NO_ANSWER,
    NOT_THE_REFERRER,
)
from tests.exporting import saved
from tests.factories import people, workers
from tests.factories.contacts import ContactFactory
from tests.factories.partners import PartnerClientFactory, PartnerReferralFactory
from tests.factories.returns import ReturnAnswerFactory, ReturnFactory
from tests.frontdoor.test_decisions import decide

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 17, 11, 0, tzinfo=UTC)
ASKED = "Where does the child live now, and who saw the marks on the arm?"
ANSWER = "With the grandmother since Sunday."
RETURNED = "Returned: we need more from you"
QUERIES = 5


@pytest.fixture
def manager():
    return workers.practice_manager(team__front_door=True)


@pytest.fixture
def partner(settings):
    settings.PARTNERS_NEED_A_SECOND_FACTOR = False
    return workers.partner_referrer()


def sent_by(partner, **told):
    """A referral of this person that a social worker has read."""
    referral = PartnerReferralFactory(
        sent_by=partner, contact__triaged=True, contact__referrer_email=partner.email, **told
    )
    return Contact.objects.get(pk=referral.contact_id)


def give_back(contact, by, **given):
    return returns.give_back(
        **{"contact_id": contact.pk, "reason": "source", "missing": ASKED, "how": "email", "by": by, "at": NOW, **given}
    )


def message():
    return OutboxMessage.objects.get(topic=returns.TOPIC)


def test_the_referrer_gets_the_questions_by_mail_and_the_message_itself_names_nobody(acting, manager):
    contact = ContactFactory(triaged=True, referrer_email="teacher@example.org")
    row = give_back(contact, manager)
    assert message().payload == {"return_id": row.pk}
    assert [outbox.deliver(message().pk, now=NOW) for _ in range(2)] == [True, False]
    (sent,) = mail.outbox
    assert sent.to == ["teacher@example.org"]
    assert sent.subject == "We need more from you about your contact with children's social care"
    assert ASKED in sent.body
    assert contact.reference in sent.body
    assert "Sign in" not in sent.body


def test_a_partner_is_asked_under_the_name_that_they_know_and_told_where_to_answer(acting, manager, partner):
    contact = sent_by(partner)
    give_back(contact, manager)
    outbox.deliver(message().pk, now=NOW)
    (sent,) = mail.outbox
    assert contact.partner_referral.reference in sent.body
    assert contact.reference not in sent.body
    assert "Sign in and answer under My referrals" in sent.body


def test_nothing_is_sent_when_it_was_asked_by_telephone_or_is_answered_or_decided_meanwhile(acting, manager):
    give_back(ContactFactory(triaged=True, referrer_email="one@example.org"), manager, how="call")
    assert not OutboxMessage.objects.filter(topic=returns.TOPIC).exists()
    answered, decided = (ContactFactory(triaged=True, referrer_email="two@example.org") for _ in range(2))
    for contact in (answered, decided):
        give_back(contact, manager)
    returns.answer(contact_id=answered.pk, words=ANSWER, by=manager, at=NOW)
    decide(decided, by=manager)
    for waiting in OutboxMessage.objects.filter(topic=returns.TOPIC):
        assert outbox.deliver(waiting.pk, now=NOW)
    assert mail.outbox == []


def test_words_that_leave_name_nobody_and_a_mail_needs_an_address(acting, manager, partner):
    child = people.ChildFactory(given_names="Linnet", family_name="Harrowgate")
    told = ContactFactory(triaged=True, children=[child], referrer_email="teacher@example.org")
    with pytest.raises(NotPossible, match="Linnet") as refused:
        give_back(told, manager, missing=f"Where does Linnet live? {ASKED}")
    assert refused.value.field == "missing"
    own = sent_by(partner, told=[{"given_names": "Merle", "family_name": "Oldacre"}])
    for how in ("email", "call", "letter"):
        with pytest.raises(NotPossible, match="Merle"):
            give_back(own, manager, how=how, missing=f"Where does Merle live? {ASKED}")
    assert give_back(told, manager, how="call", missing=f"Where does Linnet live? {ASKED}")
    nobody = ContactFactory(triaged=True, referrer_email="")
    with pytest.raises(NotPossible) as refused:
        give_back(nobody, manager)
    assert (refused.value.reason, refused.value.field) == (NO_ADDRESS, "how")


def test_the_page_does_not_offer_a_mail_without_an_address(client, manager):
    client.force_login(manager)
    for address, offered in (("teacher@example.org", True), ("", False)):
        contact = ContactFactory(triaged=True, referrer_email=address)
        page = client.get(reverse("contact_return", args=[contact.pk]), {"reason": "concern"}).text
        assert ('value="email"' in page) == offered


def test_a_partner_sees_what_is_asked_and_answers_once(client, manager, partner):
    contact = sent_by(partner)
    name = contact.partner_referral.public_id
    page, answer = (reverse(view, args=[name]) for view in ("partner_referral", "partner_answer"))
    client.force_login(partner)
    assert client.get(answer).status_code == 404
    give_back(contact, manager)
    for url in (page, reverse("partner_referrals")):
        assert RETURNED in client.get(url).text
    assert answer in client.get(page).text
    empty = client.post(answer, {"submission_key": uuid4(), "words": " "})
    assert empty.status_code == 422
    assert NO_ANSWER in empty.text
    sent = {"submission_key": uuid4(), "words": ANSWER}
    assert [client.post(answer, sent).status_code for _ in range(2)] == [302, 302]
    assert ReturnAnswer.objects.get().answered_by == partner
    shown = client.get(page).text
    assert "Being looked at" in shown
    assert ANSWER in shown
    assert answer not in shown
    second = client.post(answer, {"submission_key": uuid4(), "words": "And one thing more."})
    assert second.status_code == 422
    assert ANSWERED_ONCE in second.text
    assert "And one thing more." in second.text


def test_an_answer_that_comes_after_the_decision_is_given_back_with_whom_to_ring(client, manager, partner):
    contact = sent_by(partner, told=[])
    give_back(contact, manager)
    decide(contact, by=manager)
    client.force_login(partner)
    late = client.post(
        reverse("partner_answer", args=[contact.partner_referral.public_id]),
        {"submission_key": uuid4(), "words": ANSWER},
    )
    assert late.status_code == 422
    assert ANSWERED_TOO_LATE in late.text
    assert ANSWER in late.text


def test_another_partner_finds_nothing_and_the_table_refuses_them(acting, client, manager, partner):
    contact = sent_by(partner)
    row = give_back(contact, manager)
    colleague = workers.partner_referrer(agency=partner.agency)
    stranger = workers.partner_referrer()
    url = reverse("partner_answer", args=[contact.partner_referral.public_id])
    for somebody in (colleague, stranger):
        client.force_login(somebody)
        assert client.get(url).status_code == 404
        assert client.post(url, {"submission_key": uuid4(), "words": ANSWER}).status_code == 404
        with pytest.raises(PartnerReferral.DoesNotExist):
            returns.answer_own(public_id=contact.partner_referral.public_id, words=ANSWER, by=somebody, at=NOW)
        with pytest.raises(IntegrityError, match=NOT_THE_REFERRER), transaction.atomic():
            ReturnAnswerFactory(sent_back=row, answered_by=somebody)
    client.force_login(manager)
    assert client.get(url).status_code == 403


def test_staff_write_down_what_they_are_told_and_only_on_what_they_may_see(client, manager):
    row = ReturnFactory()
    url = reverse("contact_return_answer", args=[row.contact_id])
    calls = workers.call_handler(team__front_door=True)
    for actor, status in ((workers.auditor(), 403), (workers.social_worker(), 404), (calls, 200), (manager, 200)):
        client.force_login(actor)
        assert client.get(url).status_code == status, actor
    client.force_login(calls)
    before = client.get(reverse("contact", args=[row.contact_id])).text
    assert url in before
    assert "Waits for the referrer" in before
    assert client.post(url, {"submission_key": uuid4(), "words": ANSWER}).status_code == 302
    page = client.get(reverse("contact", args=[row.contact_id])).text
    assert ANSWER in page
    assert "Waits for the referrer" not in page
    assert url not in page
    assert ReturnAnswer.objects.get().answered_by == calls
    with pytest.raises(Refused):
        returns.answer(contact_id=row.contact_id, words=ANSWER, by=workers.auditor(), at=NOW)


@pytest.mark.parametrize("early", [timedelta(microseconds=1), timedelta(0)])
def test_an_answer_comes_after_the_question(acting, early):
    row = ReturnFactory()
    if early:
        with pytest.raises(IntegrityError, match=ANSWERED_TOO_EARLY):
            ReturnAnswerFactory(sent_back=row, answered_at=row.returned_at - early)
    else:
        assert ReturnAnswerFactory(sent_back=row, answered_at=row.returned_at)


def test_an_answer_is_kept_once_by_the_table_too(acting):
    row = ReturnAnswerFactory()
    with pytest.raises(ValidationError, match=ANSWERED_ONCE):
        ReturnAnswerFactory.build(sent_back=row.sent_back, answered_by=row.answered_by).full_clean()


def test_the_queue_says_since_when_a_contact_waits_and_finds_those_that_do(client, manager):
    never = ContactFactory(triaged=True)
    waits = ReturnFactory(returned_at=datetime(2026, 11, 16, 23, 30, tzinfo=UTC)).contact
    answered = ReturnAnswerFactory(answered_at=datetime(2026, 11, 20, 9, tzinfo=UTC)).sent_back.contact
    client.force_login(manager)
    url = reverse("triage_queue")
    for page in (client.get(url), client.get(url, {"sort": "received"})):
        assert "Returned on 16 Nov" in page.text
        assert "Answered on 20 Nov" in page.text
        assert len(page.context["rows"]) == 3
    for chosen, found in (("waiting", {waits}), ("answered", {answered}), ("", {never, waits, answered})):
        assert {row.contact for row in client.get(url, {"returned": chosen}).context["rows"]} == found
    assert "Returned on 16 Nov" in saved(client, url, {"returned": "waiting", "format": "csv"}).text


@pytest.mark.parametrize("number", [1, 25])
def test_the_queue_asks_as_often_for_25_returned_contacts_as_for_one(
    client, manager, django_assert_max_num_queries, number
):
    for place in range(number):
        ReturnAnswerFactory() if place % 2 else ReturnFactory()
    client.force_login(manager)
    client.get(reverse("triage_queue"))
    with django_assert_max_num_queries(10) as asked:
        client.get(reverse("triage_queue"), {"sort": "received"})
    assert len([query for query in asked if query["sql"].startswith(("SELECT", "WITH"))]) == QUERIES


def test_a_system_hears_that_it_was_returned_and_that_it_is_looked_at_again(acting, manager):
    client = PartnerClientFactory()
    referral = PartnerReferralFactory(
        sent_by=None,
        client=client,
        agency=client.agency,
        body_digest="0" * 64,
        contact__triaged=True,
        contact__recorded_by=manager,
    )
    contact = Contact.objects.get(pk=referral.contact_id)
    give_back(contact, manager, how="call")
    returns.answer(contact_id=contact.pk, words=ANSWER, by=manager, at=NOW)
    told = OutboxMessage.objects.filter(topic="partner.status").order_by("pk").values_list("payload", flat=True)
    assert [payload["status"] for payload in told] == ["returned", "being_looked_at"]
    assert all(set(payload) == {"referral_id", "status"} for payload in told)


def test_a_look_back_at_returned_contacts_finds_them(acting, manager):
    director = workers.service_manager()
    returned, other = ReturnFactory().contact, ContactFactory(triaged=True)
    for contact in (returned, other):
        decide(contact, by=manager)
    found = look_backs.cohort(Contact.objects.visible_to(director), {"outcome": "RET"})
    assert list(found) == [returned]
