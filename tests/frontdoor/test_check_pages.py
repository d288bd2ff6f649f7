"""The pages of requests to agencies, by owner, colleague and stranger."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from frontdoor.core.acting import acting_as
from frontdoor.models import AgencyRequest, CheckReply, Draft, LedgerEvent, ReplyStatement
from tests.exporting import saved
from tests.factories.consent import (
    ChaserFactory,
    ConsentEventFactory,
    ReplyFactory,
    StatementFactory,
    asked,
    only_child,
)
from tests.factories.contacts import ContactFactory
from tests.factories.people import AgencyFactory, ChildFactory
from tests.factories.workers import (
    TeamFactory,
    auditor,
    call_handler,
    practice_manager,
    senior_leader,
    service_manager,
    social_worker,
)
from tests.words import says

pytestmark = pytest.mark.django_db

PAGES = ["check", "check_reply", "check_chase", "check_close", "check_owner"]


def front_door_worker(**given: Any) -> Any:
    return social_worker(team=TeamFactory(front_door=True), **given)


def client_of(worker: Any) -> Client:
    client = Client()
    client.force_login(worker)
    return client


def when(name: str, moment: Any) -> dict[str, str]:
    local = timezone.localtime(moment)
    day = {f"{name}_{part}": str(getattr(local, part)) for part in ("day", "month", "year")}
    return day | {f"{name}_time": f"{local:%H:%M}"}


def answers(event: Any, **changes: Any) -> dict[str, Any]:
    return {
        "submission_key": uuid4(),
        "kind": "information",
        "children": [event.child_id],
        "agencies": [AgencyFactory().pk],
        "question_1": "What have you seen of him?",
        "question_3": "Who collects him from school?",
    } | changes


def ask(worker: Any, event: Any, **changes: Any) -> Any:
    return client_of(worker).post(reverse("check_request", args=[event.contact_id]), answers(event, **changes))


def test_questions_are_asked_one_by_one_and_once(acting):
    event, worker = ConsentEventFactory(), front_door_worker()
    sent = answers(event)
    for _ in range(2):
        client_of(worker).post(reverse("check_request", args=[event.contact_id]), sent)
    request = AgencyRequest.objects.get()
    assert request.questions == ["What have you seen of him?", "Who collects him from school?"]
    page = client_of(worker).get(reverse("check", args=[request.pk])).content.decode()
    assert "Who collects him from school?" in page


@pytest.mark.parametrize("question", ["Please investigate the bruises", "Could you ask the child about home?"])
def test_L62_the_page_warns_of_words_that_ask_to_investigate(acting, question):
    event = ConsentEventFactory()
    refused = ask(front_door_worker(), event, question_3=question)
    assert refused.status_code == 422
    assert "cannot be asked to investigate" in refused.content.decode()
    assert 'name="wording_reason"' not in refused.content.decode()
    manager = practice_manager(team=TeamFactory(front_door=True))
    warned = ask(manager, event, question_3=question)
    assert warned.status_code == 422
    assert 'name="wording_reason"' in warned.content.decode()
    assert question in warned.content.decode(), "what was typed stays"
    reason = "The school asked for this wording itself."
    assert ask(manager, event, question_3=question, wording_reason=reason).status_code == 302
    assert AgencyRequest.objects.get().wording_reason == reason


def test_L62_the_page_asks_who_owns_a_section_47_concern(acting):
    event = ConsentEventFactory(contact=ContactFactory(immediate_danger=True))
    worker = front_door_worker(registration_number="SW000777")
    unregistered = social_worker()
    assert "owns it" in ask(worker, event).content.decode()
    assert ask(worker, event, owner=unregistered.pk).status_code == 422
    assert ask(worker, event, owner=worker.pk).status_code == 302
    assert AgencyRequest.objects.get().owner == worker


def test_more_questions_can_be_added_and_nothing_typed_is_lost(acting):
    event = ConsentEventFactory()
    page = ask(front_door_worker(), event, more="yes", rows="3")
    assert page.status_code == 200
    assert 'name="question_6"' in page.content.decode()
    assert "Who collects him from school?" in page.content.decode()
    assert not AgencyRequest.objects.exists()


def reply_answers(**changes: Any) -> dict[str, Any]:
    now = timezone.now() - timedelta(minutes=2)
    day = {name.replace("day_", ""): value for name, value in when("fact_1_on", now).items() if "time" not in name}
    return {
        "submission_key": uuid4(),
        "rows": "3",
        "answered_by": "Invented Head",
        "fact_1_words": "Seen daily, often tired.",
        "fact_1_source": "The class teacher",
        "opinion_2_words": "He is afraid of going home.",
        "opinion_2_source": "The class teacher",
        **when("received_at", now),
        **day,
    } | changes


def test_a_reply_is_recorded_once_with_fact_and_opinion_apart(acting):
    request = asked()
    client, url = client_of(call_handler()), reverse("check_reply", args=[request.pk])
    sent = reply_answers()
    for _ in range(2):
        assert client.post(url, sent).status_code == 302
    assert list(ReplyStatement.objects.order_by("pk").values_list("said", flat=True)) == ["fact", "opinion"]
    assert client.post(url, reply_answers()).status_code == 422
    page = client.get(reverse("contact", args=[request.contact_id])).content.decode()
    assert "Seen daily, often tired." in page
    assert "Opinion. Source:" in page


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"fact_1_source": ""}, "A fact needs"),
        ({"fact_1_on_day": "", "fact_1_on_month": "", "fact_1_on_year": ""}, "A fact needs"),
        ({"opinion_2_source": ""}, "An opinion needs"),
        ({"fact_1_words": ""}, "A fact needs"),
        ({"answered_by": ""}, "Say who at the agency answered"),
    ],
)
def test_a_reply_is_refused_whole_and_what_was_typed_stays(acting, changes, sentence):
    url = reverse("check_reply", args=[asked().pk])
    page = client_of(call_handler()).post(url, reply_answers(**changes))
    assert page.status_code == 422
    assert sentence in page.content.decode()
    assert "He is afraid of going home." in page.content.decode()
    assert not CheckReply.objects.exists()


def test_a_reply_that_is_not_finished_comes_back(acting):
    request, handler = asked(), call_handler()
    client, url = client_of(handler), reverse("check_reply", args=[request.pk])
    client.post(reverse("draft_save", args=["check_reply", request.pk]), reply_answers(rows="6"))
    page = client.get(url)
    assert page.status_code == 200
    assert "Seen daily, often tired." in page.content.decode()
    assert 'name="fact_6_words"' in page.content.decode()
    assert client.post(url, reply_answers()).status_code == 302
    assert not Draft.objects.exists()


def test_a_reminder_and_an_end_without_an_answer_are_recorded(acting):
    request = asked()
    client = client_of(front_door_worker())
    reminder = {
        "submission_key": uuid4(),
        "how": "telephone",
        "words": "She rings back.",
        **when("chased_at", timezone.now() - timedelta(minutes=2)),
    }
    assert client.post(reverse("check_chase", args=[request.pk]), reminder).status_code == 302
    for letters, status in ((19, 422), (20, 302)):
        sent = {"submission_key": uuid4(), "reason": says(letters)}
        assert client.post(reverse("check_close", args=[request.pk]), sent).status_code == status
    page = client.get(reverse("check", args=[request.pk])).content.decode()
    assert "She rings back." in page
    assert "Closed without an answer" in page


@pytest.mark.parametrize("name", PAGES)
def test_owner_colleague_and_stranger(acting, name):
    contact = ContactFactory(recorded_by=social_worker())
    url = reverse(name, args=[asked(contact=contact).pk])
    assert client_of(contact.recorded_by).get(url).status_code == 200
    assert client_of(front_door_worker()).get(url).status_code == 200
    assert client_of(social_worker()).get(url).status_code == 404
    assert client_of(auditor()).get(url).status_code == (200 if name == "check" else 403)
    hidden = asked(contact=ContactFactory(children=[ChildFactory(restricted_record=True)]))
    assert client_of(service_manager()).get(reverse(name, args=[hidden.pk])).status_code == 404


def test_only_who_may_name_the_owner_is_led_to_it(acting):
    contact = ContactFactory(recorded_by=call_handler())
    request = asked(contact=contact)
    contact.rag, contact.rag_reason, contact.triaged_at = "red", "An injury is seen.", timezone.now()
    contact.triaged_by, contact.decision_due_at = social_worker(registration_number="SW1"), timezone.now()
    with acting_as(contact.triaged_by):
        contact.save()
    at_the_desk = TeamFactory(front_door=True)
    readers = [front_door_worker(), practice_manager(team=at_the_desk), service_manager()]
    others = [call_handler(team=at_the_desk), auditor(), senior_leader()]
    for worker in [*readers, *others]:
        page = client_of(worker).get(reverse("check", args=[request.pk])).text
        assert "nobody is named as its owner" in page
        assert (reverse("check_owner", args=[request.pk]) in page) is (worker in readers)


@pytest.mark.parametrize("name", ["check_reply", "check_chase", "check_close"])
def test_an_ended_request_is_read_and_not_worked_on(acting, name):
    worker = front_door_worker()
    request = asked(ending="not_answered", ending_reason=says(20), ended_at=timezone.now(), ended_by=worker)
    answer = client_of(worker).get(reverse(name, args=[request.pk]))
    assert answer.url == reverse("check", args=[request.pk])


def test_opening_a_request_is_in_the_ledger(acting):
    request, worker = asked(), front_door_worker()
    client_of(worker).get(reverse("check", args=[request.pk]))
    looked = LedgerEvent.objects.get(actor_id=worker.pk, verb="consult", subject="frontdoor_agencyrequest")
    assert looked.person_ids == [only_child(request.contact).pk]


def listed(worker: Any, **query: Any) -> list[int]:
    page = client_of(worker).get(reverse("check_list"), query)
    assert page.status_code == 200
    return [row.pk for row in page.context["page"].rows]


def test_the_list_shows_what_waits_the_longest_overdue_first(acting):
    worker, now = service_manager(), timezone.now()
    soon, late, ended = (
        asked(contact=ContactFactory(rag="red", triaged=True) if days == 1 else ContactFactory(), **made)
        for days, made in (
            (1, {"owner": social_worker(registration_number="SW000778"), "due_at": now + timedelta(days=1)}),
            (2, {"requested_by": worker}),
            (3, {"ending": "not_answered", "ending_reason": says(20), "ended_at": now, "ended_by": worker}),
        )
    )
    assert listed(worker) == [late.pk, soon.pk]
    assert listed(worker, sort="-due") == [soon.pk, late.pk]
    assert listed(worker, late="1") == [late.pk]
    assert listed(worker, mine="1") == [late.pk]
    assert listed(worker, rag="red") == [soon.pk]
    assert listed(worker, show="nonsense", sort="nonsense", agency="x", weeks="7") == [late.pk, soon.pk]
    assert listed(worker, show="not_answered") == [late.pk, ended.pk]
    assert listed(worker, show="all", agency=soon.agency_id) == [soon.pk]


def test_each_number_of_an_agency_is_the_list_behind_it(acting):
    worker, now = service_manager(), timezone.now()
    agency = AgencyFactory(name="Riverside Primary School")
    event = ConsentEventFactory(contact=ContactFactory(received_at=now - timedelta(days=9), triage_due_at=None))
    ended = {"ending": "answered", "ended_by": worker}
    asked(consent=event, agency=agency, **ended, ended_at=now - timedelta(days=8))
    asked(consent=event, agency=agency, **ended, ended_at=now - timedelta(days=1))
    ChaserFactory(request=asked(consent=event, agency=agency), chased_at=now)
    page = client_of(worker).get(reverse("check_agencies"))
    (row,) = page.context["rows"]
    counted = [row[name] for name in ("asked", "in_time", "late_answer", "was_chased", "unanswered")]
    assert counted == [3, 1, 1, 1, 1]
    for show, number in zip(("all", "in_time", "late_answer", "chased", "not_answered"), counted, strict=True):
        assert len(listed(worker, show=show, agency=agency.pk, weeks="13")) == number
    file = client_of(worker).get(reverse("check_agencies"), {"as": "csv"}).text
    assert '"Riverside Primary School","3","1","1","1","1"' in file


def queries(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


@pytest.mark.parametrize("name", ["check_list", "check_agencies", "check_request", "contact", "person"])
def test_pages_take_the_same_queries_for_one_request_and_for_25(acting, name):
    client = client_of(service_manager())
    event = ConsentEventFactory(contact=ContactFactory(received_at=timezone.now() - timedelta(days=9)))
    subject = {"check_request": event.contact_id, "contact": event.contact_id, "person": event.child_id}
    url = reverse(name, args=[subject[name]] if name in subject else [])

    def fill(rows: int) -> None:
        for _ in range(rows):
            request = asked(consent=event)
            StatementFactory(reply=ReplyFactory(request=request))
            ChaserFactory(request=request, how="lead")

    fill(1)
    client.get(url)
    one = queries(client, url)
    fill(24)
    assert queries(client, url) == one


def test_a_list_is_saved_with_its_people_in_the_ledger(acting):
    request, worker = asked(), service_manager()
    file = saved(client_of(worker), reverse("check_list"), {"as": "csv"}).text
    assert request.reference in file
    assert request.about.get().child.given_names not in file
    assert LedgerEvent.objects.filter(actor_id=worker.pk, verb="disclose").exists()
