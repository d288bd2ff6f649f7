"""The advice line: a call about a child whom nobody names leaves no child's record."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from frontdoor.actions import advice, consent
from frontdoor.core.actions import NotPossible
from frontdoor.core.permissions import Refused
from frontdoor.forms.consent import RECORDED_BY_HAND
from frontdoor.models import AdviceCall, ConsentEvent, Contact, LedgerEvent, Person
from frontdoor.models.advice import NAMES_NOBODY
from frontdoor.models.consent import ConsentStatus
from tests.factories import people, workers
from tests.factories.advice import AdviceCallFactory
from tests.factories.consent import ConsentEventFactory
from tests.factories.contacts import ContactFactory

pytestmark = pytest.mark.django_db

QUESTION = "A pupil is often tired and hungry. Should the school refer?"
ADVICE = "Talk with the parent first and offer a place at breakfast club."


@pytest.fixture
def handler():
    return workers.call_handler(team__front_door=True)


def answers(form_page, **changed):
    key = form_page.context["form"]["submission_key"].value()
    return {
        "submission_key": key,
        "caller": "family",
        "question": QUESTION,
        "advice": ADVICE,
        "next_step": "early_help",
        **changed,
    }


def send(client, **changed):
    url = reverse("advice_log")
    return client.post(url, answers(client.get(url), **changed))


def test_L56_an_advice_call_is_logged_in_four_answers_without_a_childs_record(client, handler):
    client.force_login(handler)
    school = people.AgencyFactory()
    assert send(client, caller="agency", agency=school.pk).status_code == 302
    call = AdviceCall.objects.get()
    assert (call.agency, call.taken_by, call.next_step) == (school, handler, "early_help")
    assert not Person.objects.exists()
    assert not Contact.objects.exists()
    assert not ConsentEvent.objects.exists()
    assert LedgerEvent.objects.get(verb="collect", subject="frontdoor_advicecall").person_ids == []


def test_L56_an_advice_call_says_that_consent_is_not_needed_and_no_childs_record_can(acting, client, handler):
    call = AdviceCallFactory()
    assert call.consent_status == ConsentStatus.NOT_NEEDED_ADVICE
    client.force_login(handler)
    page = client.get(reverse("advice_list"))
    assert "Not needed: advice, no child named" in page.text
    assert page.context["count"] == AdviceCall.objects.filter(consent_status="NOT_NEEDED_ADVICE").count() == 1
    assert "NOT_NEEDED_ADVICE" not in dict(RECORDED_BY_HAND)
    contact = ContactFactory()
    with pytest.raises(DatabaseError, match="it is not advice alone"), transaction.atomic():
        ConsentEventFactory(contact=contact, status="NOT_NEEDED_ADVICE")
    now = timezone.now()
    with pytest.raises(NotPossible, match="it is not advice alone"):
        consent.record(
            by=workers.social_worker(),
            now=now,
            contact=contact,
            children=[about.child for about in contact.about.all()],
            kind="B",
            status="NOT_NEEDED_ADVICE",
            happened_at=now,
        )


@pytest.mark.parametrize(
    "words",
    [
        "A pupil of 7 was seen 2 times on the road, on 3 days in May.",
        "We have 12 children in year 4 who would come to the club at 8.30.",
        "The nursery asks about a child born early, at 30 weeks, and who may help.",
    ],
)
def test_what_only_looks_like_it_is_logged(client, handler, words):
    client.force_login(handler)
    assert send(client, question=words).status_code == 302


def test_a_call_sent_twice_is_one_call(client, handler):
    client.force_login(handler)
    url = reverse("advice_log")
    sent = answers(client.get(url))
    assert [client.post(url, sent).status_code for _ in range(2)] == [302, 302]
    assert AdviceCall.objects.count() == 1


@pytest.mark.parametrize(
    "words",
    [
        "The boy, born 4.6.2018, is often tired and hungry at school.",
        "The child with NHS number 943 476 5919 is often tired.",
        "Her pupil number is A8012002001234 and she is often tired.",
        "Please ring the mother on 01274 000000 about the child.",
        "The boy, born 2018-06-04, is often tired and hungry.",
        "Her date of birth is 4th June and she is often tired.",
        "He was born on 4 June 2018 and is often tired.",
        "Sagal Nur of 7 invented street is often tired and hungry.",
        "Sagal Nur lives at 12 Old Mill Court and is often tired.",
        "The family lives in BD1 1AA and the child is tired.",
    ],
)
def test_what_would_say_who_the_child_is_is_refused_everywhere_with_one_sentence(client, handler, words):
    client.force_login(handler)
    page = send(client, question=words)
    assert page.status_code == 422
    assert NAMES_NOBODY in page.content.decode()
    assert words in page.content.decode()
    given = {"caller": "family", "agency": None, "advice": ADVICE, "next_step": "own"}
    with pytest.raises(ValidationError, match=NAMES_NOBODY):
        advice.log(by=handler, at=timezone.now(), question=words, **given)
    assert not AdviceCall.objects.exists()


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"caller": ""}, "Choose who is asking"),
        ({"caller": "agency", "agency": ""}, "Choose the agency that called."),
        ({"question": "Tired"}, "Say in at least 20 characters what the caller asked."),
        ({"advice": " " * 30}, "Say in at least 20 characters what you advised."),
        ({"next_step": ""}, "Choose what happens next"),
    ],
)
def test_a_wrong_answer_is_said_beside_its_question_and_nothing_is_lost(client, handler, changed, sentence):
    client.force_login(handler)
    page = send(client, **changed)
    assert page.status_code == 422
    assert sentence in page.content.decode()
    assert ADVICE in page.content.decode() or "advice" in changed
    assert not AdviceCall.objects.exists()


def test_readers_read_the_log_and_only_the_desk_writes_it(client, handler):
    AdviceCallFactory(taken_by=handler)
    auditor, partner = workers.auditor(), workers.partner_referrer()
    for reader, listed, form in ((handler, 200, 200), (auditor, 200, 403), (partner, 403, 403)):
        client.force_login(reader)
        assert client.get(reverse("advice_list")).status_code == listed
        assert client.get(reverse("advice_log")).status_code == form
    with pytest.raises(Refused):
        advice.log(
            by=auditor,
            at=timezone.now(),
            caller="family",
            agency=None,
            question=QUESTION,
            advice=ADVICE,
            next_step="own",
        )


def test_the_log_is_narrowed_by_day_agency_and_what_happened(client, handler):
    school = people.AgencyFactory()
    now = timezone.now()
    AdviceCallFactory(caller="agency", agency=school, question="The first question of all that were asked.")
    AdviceCallFactory(received_at=now - timedelta(days=100), question="An older question than the others asked.")
    AdviceCallFactory(next_step="refer", question="The last question of all that were asked.")
    client.force_login(handler)

    def shown(**query):
        page = client.get(reverse("advice_list"), query).content.decode()
        return [word for word in ("first question", "older question", "last question") if word in page]

    assert shown() == ["first question", "last question"]
    assert shown(agency=school.pk) == ["first question"]
    assert shown(next_step="refer") == ["last question"]
    long_ago = now - timedelta(days=101)
    since = {"since_day": long_ago.day, "since_month": long_ago.month, "since_year": long_ago.year}
    assert shown(**since) == ["first question", "older question", "last question"]
    assert b"first question" in client.get(reverse("advice_list"), {"as": "csv"}).content


def test_a_day_of_the_log_is_a_day_in_london(db):
    """23:30 UTC on 3 June is 4 June in London."""
    call = AdviceCallFactory(received_at=datetime(2026, 6, 3, 23, 30, tzinfo=UTC))
    on = [datetime(2026, 6, day, tzinfo=UTC).date() for day in (3, 4)]
    assert list(AdviceCall.objects.between(on[0], on[0])) == []
    assert list(AdviceCall.objects.between(on[1], on[1])) == [call]


def test_the_log_takes_as_many_queries_for_one_call_as_for_25(client, handler, django_assert_num_queries):
    AdviceCallFactory()
    client.force_login(handler)
    client.get(reverse("advice_list"))
    for more in (0, 24):
        AdviceCallFactory.create_batch(more)
        with django_assert_num_queries(5):
            client.get(reverse("advice_list"))
