"""The pages of consent: who may open them, what they refuse, and that the long road ends in a question to an agency."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from frontdoor.core import my_work, outbox
from frontdoor.models import AgencyCheck, ConsentEvent, ConsentOverride, Draft, LedgerEvent, OutboxMessage
from frontdoor.models.checks import NO_CONSENT
from frontdoor.models.consent_facts import NOT_A_HOLDER
from frontdoor.models.override_rules import (
    EVIDENCE_MISSING,
    FACTS_TOO_SHORT,
    HARM_NOT_NAMED,
    NOT_A_DECIDER,
    NOT_YOUR_OWN,
)
from frontdoor.presenters import consent as presenters_consent
from tests.exporting import saved
from tests.factories.consent import ConsentEventFactory, OverrideFactory, asked, decided, only_child
from tests.factories.contacts import ContactChildFactory, ContactFactory
from tests.factories.partners import PartnerReferralFactory
from tests.factories.people import AgencyFactory, ChildFactory, RelationshipFactory
from tests.factories.workers import (
    TeamFactory,
    auditor,
    consent_decider,
    practice_manager,
    service_manager,
    social_worker,
)
from tests.rows import bringing_in
from tests.words import says

pytestmark = pytest.mark.django_db


def front_door_worker(**given: Any) -> Any:
    return social_worker(team=TeamFactory(front_door=True), **given)


def client_of(worker: Any) -> Client:
    client = Client()
    client.force_login(worker)
    return client


def stopped_client_of(worker: Any, contact: Any) -> Client:
    """Who has seen the page that stops, before the request for an override."""
    client = client_of(worker)
    client.get(reverse("override_request", args=[contact.pk]))
    return client


def parts(name: str, moment: Any) -> dict[str, str]:
    local = timezone.localtime(moment)
    return {
        f"{name}_day": str(local.day),
        f"{name}_month": str(local.month),
        f"{name}_year": str(local.year),
        f"{name}_time": f"{local:%H:%M}",
    }


def request_answers(child: Any, agency: Any, **changes: Any) -> dict[str, Any]:
    return {
        "submission_key": uuid4(),
        "kind": "information",
        "children": [child.pk],
        "agencies": [agency.pk],
        "question_1": "What have you seen of him?",
    } | changes


def consent_answers(contact: Any, adult: Any, **changes: Any) -> dict[str, Any]:
    return {
        "submission_key": uuid4(),
        "children": [only_child(contact).pk],
        "kind": "B",
        "status": "GIVEN",
        "given_by": adult.pk,
        "words": "She agreed on the telephone.",
        **parts("happened_at", timezone.now() - timedelta(minutes=2)),
    } | changes


def override_answers(contact: Any, agency: Any, **changes: Any) -> dict[str, Any]:
    return {
        "children": [only_child(contact).pk],
        "agencies": [agency.pk],
        "questions": "What has the school seen of him this month?",
        "asked": "not_asked",
        "reason_codes": ["O1"],
        "evidence_O1": "The stepfather would strike the child.",
        "facts": "The neighbour saw the stepfather strike the child twice on Sunday.",
        "harm_if_sought": "The child would be beaten for telling.",
        "harm_if_not_shared": "Nobody would see the next injury.",
        "overriding_concern": "yes",
        "harm": "PHY",
        "immediate": "yes",
        "less_intrusive": "Waiting for the mother was considered.",
        "legal_basis": "sch1",
    } | changes


def test_consent_is_recorded_once_and_shown(acting):
    contact = ContactFactory()
    tie = RelationshipFactory(child=only_child(contact))
    client, url = client_of(front_door_worker()), reverse("consent_record", args=[contact.pk])
    answers = consent_answers(contact, tie.adult)
    for _ in range(2):
        assert client.post(url, answers).status_code == 302
    assert ConsentEvent.objects.get().given_by == tie.adult
    page = client.get(reverse("contact", args=[contact.pk])).content.decode()
    assert "Given" in page
    assert reverse("check_request", args=[contact.pk]) in page


def test_an_adult_without_recorded_responsibility_does_not_agree_and_is_warned_of_who_refuses(acting):
    contact = ContactFactory()
    tie = RelationshipFactory(child=only_child(contact), parental_responsibility="not_known")
    client, url = client_of(front_door_worker()), reverse("consent_record", args=[contact.pk])
    answer = client.post(url, consent_answers(contact, tie.adult))
    assert (answer.status_code, NOT_A_HOLDER in answer.content.decode()) == (422, True)
    answer = client.post(url, consent_answers(contact, tie.adult, status="REFUSED"), follow=True)
    assert "Parental responsibility is not recorded" in answer.content.decode()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"given_by": ""}, "Say who answered: an adult with parental responsibility, or the young person."),
        ({"status": "OVERRIDDEN"}, "from the list"),
        ({"status": "NOT_NEEDED_S47"}, "from the list"),
        (parts("happened_at", timezone.now() + timedelta(days=1)), "must be in the past"),
        (parts("happened_at", timezone.now() - timedelta(days=400)), "at most 28 days older than the contact"),
    ],
    ids=["nobody", "overridden", "section 47", "future", "long ago"],
)
def test_a_refused_answer_keeps_what_was_typed(acting, changes, sentence):
    contact = ContactFactory()
    tie = RelationshipFactory(child=only_child(contact))
    answer = client_of(front_door_worker()).post(
        reverse("consent_record", args=[contact.pk]), consent_answers(contact, tie.adult, **changes)
    )
    assert answer.status_code == 422
    page = answer.content.decode()
    assert sentence in page
    assert "She agreed on the telephone." in page
    assert not ConsentEvent.objects.exists()


def test_the_road_past_consent(acting):
    contact, agency = ContactFactory(), AgencyFactory(email="safe@school.example")
    asker, decider = front_door_worker(), consent_decider()
    client = client_of(asker)
    stop = client.get(reverse("override_request", args=[contact.pk])).content.decode()
    assert "Ask a parent first" in stop
    form_url, check_url = (reverse(name, args=[contact.pk]) for name in ("override_form", "override_check"))
    assert client.post(form_url, override_answers(contact, agency)).url == check_url
    assert Draft.objects.get(worker=asker, form="override").subject_id == contact.pk
    page = client.get(check_url)
    key = page.context["form"]["submission_key"].value()
    assert "strike the child twice on Sunday" in page.content.decode()
    client.post(check_url, {"submission_key": key})
    override = ConsentOverride.objects.get()
    assert override.requested_by == asker
    assert not Draft.objects.exists()

    manager = client_of(decider)
    assert "Waiting for" in manager.get(reverse("override_queue")).content.decode()
    decision = reverse("override", args=[override.pk])
    assert "checked" not in manager.get(decision).content.decode()
    assert manager.post(decision, {"decision": "approved", "reason": says(19)}).status_code == 422
    assert (
        manager.post(decision, {"decision": "approved", "reason": "The facts show a risk of harm."}).status_code == 302
    )

    owner = social_worker(registration_number="SW100001")
    asking = reverse("check_request", args=[contact.pk])
    page = client.get(asking).content.decode()
    assert "What has the school seen of him this month?" in page
    assert "checked" not in page.split("questions that a manager decided on")[1].split("</fieldset>")[0]
    assert 'name="question_1"' not in page
    ask = request_answers(only_child(contact), agency, owner=owner.pk)
    assert client.post(asking, ask).status_code == 422
    ask = ask | {"approved": ["What has the school seen of him this month?"]}
    assert client.post(asking, ask).status_code == 302
    assert AgencyCheck.objects.get().consent.status == "OVERRIDDEN"
    outbox.deliver(OutboxMessage.objects.get(topic="check.send").pk, now=timezone.now())
    (message,) = mail.outbox
    assert message.to == ["safe@school.example"]
    child = only_child(contact)
    assert child.given_names not in message.subject + message.body
    assert "seen of him" not in message.body


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"facts": says(39)}, FACTS_TOO_SHORT),
        ({"overriding_concern": "no"}, "over-riding child protection concern"),
        ({"reason_codes": []}, "Choose at least one reason"),
        ({"reason_codes": ["other"]}, "from the list"),
        ({"evidence_O1": ""}, EVIDENCE_MISSING),
        ({"immediate": ""}, HARM_NOT_NAMED),
        ({"reason_codes": ["O11"]}, "two attempts"),
        ({"first_whom": "The mother"}, "in the first attempt"),
    ],
    ids=["facts", "concern", "no reason", "other", "evidence", "immediate", "attempts", "half an attempt"],
)
def test_a_request_that_is_not_whole_stays_a_draft(acting, changes, sentence):
    contact = ContactFactory()
    answer = stopped_client_of(front_door_worker(), contact).post(
        reverse("override_form", args=[contact.pk]), override_answers(contact, AgencyFactory(), **changes)
    )
    assert answer.status_code == 422
    assert sentence.lower() in answer.content.decode().lower()
    assert Draft.objects.count() == 1


def test_a_draft_is_given_back(acting):
    contact, worker = ContactFactory(), front_door_worker()
    url = reverse("override_form", args=[contact.pk])
    stopped_client_of(worker, contact).post(url, override_answers(contact, AgencyFactory(), facts="He said that"))
    page = stopped_client_of(worker, contact).get(url).content.decode()
    assert "He said that" in page
    assert "error-summary" not in page
    assert "He said that" not in stopped_client_of(front_door_worker(), contact).get(url).content.decode()


def test_the_page_that_stops_is_not_skipped_and_nothing_typed_is_lost(acting):
    contact, other, worker = ContactFactory(), ContactFactory(), front_door_worker()
    form, check = (reverse(name, args=[contact.pk]) for name in ("override_form", "override_check"))
    stop = reverse("override_request", args=[contact.pk])
    client = stopped_client_of(worker, other)
    for answer in (client.get(form), client.get(check), client.post(check, {"submission_key": uuid4()})):
        assert answer.url == stop
    assert client.post(form, override_answers(contact, AgencyFactory(), facts="He said that")).url == stop
    client.get(stop)
    assert "He said that" in client.get(form).content.decode()


def test_who_decides(acting):
    override = OverrideFactory()
    url = reverse("override", args=[override.pk])
    answers = {"decision": "approved", "reason": "The facts show a risk of harm."}
    manager = client_of(practice_manager(team=TeamFactory(front_door=True)))
    assert "Sign your decision" not in manager.get(url).content.decode()
    assert url in manager.get(reverse("override_queue")).content.decode()
    refused = manager.post(url, answers)
    assert refused.status_code == 403
    assert NOT_A_DECIDER in refused.content.decode()
    own = OverrideFactory(requested_by=consent_decider())
    refused = client_of(own.requested_by).post(reverse("override", args=[own.pk]), answers)
    assert refused.status_code == 403
    assert NOT_YOUR_OWN in refused.content.decode()
    assert not ConsentOverride.objects.filter(decided_at__isnull=False).exists()


def test_two_managers_at_once(acting):
    override = OverrideFactory()
    decided(override, "refused")
    answer = client_of(consent_decider()).post(
        reverse("override", args=[override.pk]), {"decision": "approved", "reason": "The facts show a risk of harm."}
    )
    assert answer.status_code == 422
    assert "already been decided" in answer.content.decode()


def test_a_ground_that_does_not_count_is_pointed_out_and_nothing_decided(acting):
    override = OverrideFactory(less_intrusive="The parents are unlikely to agree and it would save time.")
    page = client_of(consent_decider()).get(reverse("override", args=[override.pk])).content.decode()
    assert "likely refusal is no ground" in page
    assert "Saving time is no ground" in page
    assert "Screening" not in page


def test_each_reading_of_a_request_is_in_the_ledger(acting):
    override, decider = OverrideFactory(), consent_decider()
    client_of(decider).get(reverse("override", args=[override.pk]))
    looked = LedgerEvent.objects.get(actor_id=decider.pk, verb="consult", subject="frontdoor_consentoverride")
    assert looked.person_ids == [only_child(override.contact).pk]


CONTACT_PAGES = ["consent_record", "override_request", "override_form", "check_request"]


@pytest.mark.parametrize("name", CONTACT_PAGES)
def test_owner_colleague_and_stranger(acting, name):
    contact = ContactFactory(recorded_by=social_worker())
    url = reverse(name, args=[contact.pk])
    assert stopped_client_of(contact.recorded_by, contact).get(url).status_code == 200
    assert stopped_client_of(front_door_worker(), contact).get(url).status_code == 200
    assert client_of(social_worker()).get(url).status_code == 404
    assert client_of(auditor()).get(url).status_code == 403


def test_a_request_about_a_hidden_child_is_not_there(acting):
    contact = ContactFactory(children=[ChildFactory(restricted_record=True)])
    override = OverrideFactory(contact=contact)
    decider = consent_decider()
    assert client_of(decider).get(reverse("override", args=[override.pk])).status_code == 404
    assert "Waiting for" not in client_of(decider).get(reverse("override_queue")).content.decode()


def test_a_decider_of_another_team_may_read_what_waits(acting):
    override = OverrideFactory()
    decider = consent_decider(team=TeamFactory())
    assert client_of(decider).get(reverse("override", args=[override.pk])).status_code == 200


def block(worker: Any, title: str) -> my_work.WorkList:
    return next(found for found in my_work.of(worker, timezone.now()) if found.title == title)


def test_my_work_counts_what_its_pages_list(acting):
    asker, decider = front_door_worker(), consent_decider()
    contact = ContactFactory()
    for _ in range(2):
        OverrideFactory(contact=contact, requested_by=asker)
    refused = decided(OverrideFactory(contact=contact, requested_by=asker), "refused", by=decider)
    event = ConsentEventFactory()
    asked(consent=event, requested_by=asker)
    asked(consent=event, requested_by=asker, due_at=timezone.now() + timedelta(days=3))
    waiting = block(decider, "Decisions about consent")
    answered = block(asker, "Your requests about consent, decided")
    late = block(asker, "Replies of agencies that are late")
    assert (waiting.count, answered.count, late.count) == (2, 1, 1)
    assert answered.items[0].url == reverse("override", args=[refused.pk])
    for worker, shown in ((decider, waiting), (asker, answered)):
        assert client_of(worker).get(shown.url).context["page"].paginator.count == shown.count
    assert len(client_of(asker).get(late.url).context["page"].rows) == late.count


@pytest.mark.parametrize("name", ["override_queue", "check_list"])
def test_lists_take_the_same_queries_for_one_row_and_for_25(acting, name):
    worker = service_manager()
    decider = consent_decider()
    contact, event = ContactFactory(), ConsentEventFactory()
    client = client_of(decider if name == "override_queue" else worker)

    def fill(rows: int) -> None:
        for _ in range(rows):
            OverrideFactory(contact=contact) if name == "override_queue" else asked(consent=event)

    def count() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse(name))
        return len(captured)

    fill(1)
    client.get(reverse(name))
    one = count()
    fill(24)
    assert count() == one


def test_positions_take_the_same_queries_for_one_child_and_for_five(acting, django_assert_num_queries):
    contact = ContactFactory()
    ConsentEventFactory(contact=contact)
    for _ in range(4):
        sister = ChildFactory()
        ContactChildFactory(contact=contact, child=sister)
        ConsentEventFactory(contact=contact, child=sister, status="GIVEN_PARTIAL", covering=[AgencyFactory()])
    with django_assert_num_queries(6):
        found = presenters_consent.consent_positions(contact, timezone.now())
    assert [position.may_ask_agencies for position in found] == [True] * 5


def test_the_decider_of_a_contact_sees_where_consent_stands(acting):
    now = timezone.now()
    contact = ContactFactory(
        received_at=now, triage_due_at=now, triaged=True, triaged_at=now, decision_due_at=now + timedelta(hours=9)
    )
    ConsentEventFactory(contact=contact)
    page = client_of(practice_manager(team=TeamFactory(front_door=True))).get(
        reverse("contact_decide", args=[contact.pk])
    )
    (position,) = page.context["positions"]
    assert position.checks.words == "Given"
    assert "Asking other agencies for information" in page.content.decode()


def listed(worker: Any, name: str, **query: str) -> list[int]:
    page = client_of(worker).get(reverse(name), query)
    assert page.status_code == 200
    return [row.pk for row in page.context["page"].object_list]


def urgent(rag: str) -> Any:
    now = timezone.now() - timedelta(hours=2)
    return ContactFactory(
        received_at=now, triage_due_at=now, triaged=True, triaged_at=now, decision_due_at=now, rag=rag
    )


def test_C09_the_list_of_requests_shows_no_question_that_only_the_request_itself_logs(acting):
    row = OverrideFactory(questions="What has the agency seen of her bruises?\nWho collects her from school?")
    listed_ = client_of(consent_decider()).get(reverse("override_queue")).text
    assert row.children.get().full_name in listed_
    assert "bruises" not in listed_


def test_requests_are_narrowed_to_an_urgency_and_sorted_the_longest_wait_first(acting):
    decider, now = consent_decider(), timezone.now()
    with bringing_in():
        late, early = (
            OverrideFactory(contact=contact, requested_at=now - timedelta(hours=hours)).pk
            for contact, hours in ((urgent("red"), 1), (ContactFactory(), 2))
        )
    assert listed(decider, "override_queue") == [early, late]
    assert listed(decider, "override_queue", sort="-asked") == [late, early]
    assert listed(decider, "override_queue", sort="nonsense", rag="nonsense") == [early, late]
    assert listed(decider, "override_queue", rag="red") == [late]
    assert listed(decider, "override_queue", rag="none") == [early]
    assert listed(decider, "override_queue", rag="green") == []


def test_a_list_is_saved_as_it_is_narrowed(acting):
    asker, other = social_worker(given_names="Redding"), social_worker(given_names="Greening")
    OverrideFactory(contact=urgent("red"), requested_by=asker)
    OverrideFactory(contact=urgent("green"), requested_by=other)
    file = saved(client_of(consent_decider()), reverse("override_queue"), {"as": "csv", "rag": "red"}).text
    assert "Redding" in file
    assert "Greening" not in file


def test_without_consent_the_page_says_so_and_asks_nothing(acting):
    contact, worker = ContactFactory(), front_door_worker()
    url = reverse("check_request", args=[contact.pk])
    page = client_of(worker).get(url).content.decode()
    assert NO_CONSENT in page
    assert reverse("consent_record", args=[contact.pk]) in page
    assert 'name="question_1"' not in page
    answer = client_of(worker).post(url, request_answers(only_child(contact), AgencyFactory()))
    assert answer.status_code == 422
    assert NO_CONSENT in answer.content.decode()
    assert "What have you seen of him?" in answer.content.decode()


def test_a_request_that_waits_is_led_to_and_not_asked_for_again(acting):
    override, worker = OverrideFactory(), front_door_worker()
    page = client_of(worker).get(reverse("contact", args=[override.contact_id])).content.decode()
    assert reverse("override", args=[override.pk]) in page
    assert reverse("override_request", args=[override.contact_id]) not in page


def test_lists_can_be_saved_and_that_is_in_the_ledger(acting):
    override, decider = OverrideFactory(), consent_decider()
    file = saved(client_of(decider), reverse("override_queue"), {"as": "csv"})
    assert override.requested_by.get_full_name() in file.text
    assert LedgerEvent.objects.filter(actor_id=decider.pk, verb="disclose").exists()


@pytest.mark.parametrize(
    "name", ["consent_record", "consent_section_47", "consent_court_order", "override_form", "sharing_refused"]
)
def test_who_the_children_are_comes_before_what_is_asked_about_them(acting, name):
    contact, worker = PartnerReferralFactory().contact, front_door_worker()
    client = client_of(worker)
    if name == "override_form":
        client.get(reverse("override_request", args=[contact.pk]))
    page = client.get(reverse(name, args=[contact.pk])).content.decode()
    assert "Say who they are first" in page
    assert "Which child" not in page
    assert "Where consent stands now" not in page, "nothing stands under it"
