"""Requests to agencies: what can be asked, who must own it, how it is answered, and that no clock waits for it."""

from contextlib import nullcontext
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from frontdoor.actions import check_replies, checks
from frontdoor.core import chronology
from frontdoor.core.acting import acting_as
from frontdoor.core.actions import NotPossible
from frontdoor.forms.check import CheckForm
from frontdoor.models import AgencyCheck, AgencyRequest, CheckReply, Contact, ReplyStatement
from frontdoor.models.agency_requests import (
    ASKS_NOTHING,
    ASKS_TO_INVESTIGATE,
    KINDS_ONLY,
    NEEDS_AN_OWNER,
    NO_CHILD,
    NOT_REGISTERED,
    RequestKind,
)
from frontdoor.models.check_replies import FACT_WITHOUT_SOURCE, NOTHING_SAID
from frontdoor.models.checks import NO_AGREEMENT
from frontdoor.models.offer_questions import OFFER_QUESTIONS
from tests.factories.consent import AgencyRequestFactory, ConsentEventFactory, OverrideFactory, asked, only_child
from tests.factories.contacts import RECEIVED, ContactChildFactory, ContactFactory
from tests.factories.people import AgencyFactory, ChildFactory
from tests.factories.strategy import MeetingFactory
from tests.factories.workers import practice_manager, social_worker
from tests.law.rules_evidence import decision, outcome
from tests.rows import bringing_in, insert_raw, update_raw
from tests.words import says

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 16, 11, 0, tzinfo=UTC)
QUESTION = "What have you seen of this child this month?"
INVESTIGATING = [
    "Please investigate the bruises on his arm.",
    "Can you ask the child about what happened at home?",
    "Could you speak to the parents and find out what they say?",
    "Please interview the mother this afternoon.",
    "You should look into this before we do anything.",
    "Talk to his father about the weekend, please.",
    "Please carry out an investigation of the allegation.",
    "Please conduct an inquiry into the allegation.",
    "The school should carry out its own enquiries.",
    "Would the school do a welfare check at home?",
    "Visit him and establish if he was hit.",
    "Quiz the child about step-father.",
    "Find out from the child whether she is safe.",
    "The nurse is to interview her this afternoon.",
    "Speak to the child about what happened.",
    "Please speak with the young person alone.",
    "Ask him what his step-father did on Sunday.",
    "Kindly hold an interview with the step-father.",
]
ASKING = [
    QUESTION,
    "Has the school investigated this before, and what was found?",
    "Which days was he absent since September?",
    "Who collects the child, and what have staff seen?",
    "When was he last seen at the clinic, and by whom?",
    "Was he interviewed by the police, and when?",
    "What was said in the interview on Monday?",
    "Was a welfare check done this year, and what did it find?",
    "Has the nurse done a home visit this month?",
    "Which enquiries of yours are open, if any?",
    "What did she tell staff about her step-father, in her own words?",
    "Which services has the family asked for?",
]


def registered(**given: Any) -> Any:
    return social_worker(registration_number=f"SW{social_worker().pk:06}", **given)


def put(contact: Any, *, by: Any = None, now: datetime = NOW, **given: Any) -> list[AgencyRequest]:
    wanted = {
        "children": [only_child(contact)],
        "agencies": [AgencyFactory()],
        "kind": "information",
        "questions": [QUESTION],
    }
    with bringing_in() if now < timezone.now() - timedelta(minutes=1) else nullcontext():
        return checks.request(by=by or social_worker(), now=now, contact=contact, **wanted | given)


def agreed(**contact: Any) -> Any:
    return ConsentEventFactory(contact=ContactFactory(**contact)).contact


def test_L62_there_is_no_kind_of_request_that_investigates(acting):
    assert {kind.value for kind in RequestKind} == {"information", "early_help"}
    with pytest.raises(ValidationError, match=KINDS_ONLY):
        put(agreed(), kind="investigate")
    for write in (AgencyRequest.save, insert_raw):
        row = AgencyRequestFactory.build(
            contact=ContactFactory(),
            agency=AgencyFactory(),
            requested_by=acting,
            requested_at=timezone.now(),
            kind="investigate",
        )
        with pytest.raises(DatabaseError, match="request_kind_is_no_investigation"), transaction.atomic():
            write(row)


@pytest.mark.parametrize("words", INVESTIGATING)
def test_L62_words_that_ask_an_agency_to_investigate_are_refused(acting, words):
    contact = agreed()
    for by, reason in ((social_worker(), says(40)), (practice_manager(), says(19))):
        with pytest.raises(NotPossible, match="cannot be asked to investigate"):
            put(contact, by=by, questions=[QUESTION, words], wording_reason=reason)
    for write in (AgencyRequest.save, insert_raw):
        row = AgencyRequestFactory.build(
            contact=contact,
            agency=AgencyFactory(),
            requested_by=acting,
            questions=[words],
            wording_reason=says(40),
        )
        with pytest.raises(DatabaseError, match=ASKS_TO_INVESTIGATE[:40]), transaction.atomic():
            write(row)


@pytest.mark.parametrize("words", ASKING)
def test_L62_asking_for_what_an_agency_knows_is_no_investigation(acting, words):
    (request,) = put(agreed(), questions=[words])
    assert (request.questions, request.wording_reason) == ([words], "")


def test_L62_a_manager_who_writes_why_may_let_the_words_stand(acting):
    manager = practice_manager()
    reason = "The head asked us to word it so; the school has the report."
    (request,) = put(agreed(), by=manager, questions=[INVESTIGATING[0]], wording_reason=reason)
    assert (request.requested_by, request.wording_reason) == (manager, reason)
    (other,) = put(agreed(), by=manager, wording_reason=reason)
    assert other.wording_reason == "", "a reason belongs to words that need one"


CONCERNS = {
    "red": {"triaged": True, "rag": "red"},
    "danger": {"immediate_danger": True},
    "harm": {},
    "section 47": {},
    "decided on section 47": {},
    "strategy meeting": {},
}


@pytest.mark.parametrize("concern", CONCERNS)
def test_L62_a_section_47_concern_has_an_owner_in_social_care(acting, concern):
    contact = agreed(**CONCERNS[concern])
    if concern == "harm":
        OverrideFactory(contact=contact)
    if concern == "section 47":
        ConsentEventFactory(contact=contact, section_47=True, happened_at=RECEIVED + timedelta(minutes=1))
    if concern == "decided on section 47":
        with bringing_in():
            outcome(decision(contact), outcome="REF47")
    if concern == "strategy meeting":
        MeetingFactory(contact=contact)
    assert CheckForm(contact=contact, worker=acting, today=NOW.date(), now=NOW).needs_owner
    with pytest.raises(NotPossible, match="Name the registered social worker"):
        put(contact)
    with pytest.raises(NotPossible, match=NOT_REGISTERED):
        put(contact, owner=social_worker())
    for write in (AgencyRequest.save, insert_raw):
        row = AgencyRequestFactory.build(contact=contact, agency=AgencyFactory(), requested_by=social_worker())
        with pytest.raises(DatabaseError, match=NEEDS_AN_OWNER[:30]), transaction.atomic():
            write(row)
        row.owner = social_worker()
        with pytest.raises(DatabaseError, match=NOT_REGISTERED), transaction.atomic():
            write(row)
    owner = registered()
    (request,) = put(contact, owner=owner)
    assert request.owner == owner
    with pytest.raises(DatabaseError, match=NEEDS_AN_OWNER[:30]), transaction.atomic():
        update_raw(request, owner=None)


def test_L62_a_concern_that_turns_red_later_is_listed_until_an_owner_is_named(acting):
    request = asked()
    assert not AgencyRequest.objects.without_owner().exists()
    contact = request.contact
    contact.rag, contact.rag_reason, contact.triaged_at = "red", "An injury is seen.", RECEIVED
    contact.triaged_by, contact.decision_due_at = registered(), RECEIVED + timedelta(hours=4)
    with acting_as(contact.triaged_by):
        contact.save()
    assert list(AgencyRequest.objects.without_owner()) == [request]
    version = AgencyRequest.objects.with_version().get().version
    checks.name_owner(by=social_worker(), check=request, version=version, owner=registered())
    assert not AgencyRequest.objects.without_owner().exists()


def test_L63_no_clock_of_the_contact_waits_for_an_agency(acting):
    contact = agreed(triaged=True, rag="red", decision_due_at=RECEIVED + timedelta(hours=4))
    before = (contact.triage_due_at, contact.decision_due_at)
    (request,) = put(contact, owner=registered(), now=RECEIVED + timedelta(minutes=30))
    contact.refresh_from_db()
    assert (contact.triage_due_at, contact.decision_due_at) == before
    due = RECEIVED + timedelta(hours=4)
    for moment, late in ((due, False), (due + timedelta(microseconds=1), True)):
        with time_machine.travel(moment, tick=False):
            assert AgencyRequest.objects.waiting().filter(pk=request.pk).exists()
            assert Contact.objects.overdue(moment).filter(pk=contact.pk).exists() is late
    check_replies.record(
        by=social_worker(),
        now=due + timedelta(hours=1),
        check=request,
        received_at=due + timedelta(hours=1),
        answered_by="Invented Head",
        nothing_known=True,
    )
    contact.refresh_from_db()
    assert contact.decision_due_at == due


@pytest.mark.parametrize(
    ("contact", "code", "due"),
    [
        ({}, "T36", datetime(2026, 11, 20, 0, 0, tzinfo=UTC)),
        ({"triaged": True}, "T36", datetime(2026, 11, 20, 0, 0, tzinfo=UTC)),
        ({"triaged": True, "rag": "red"}, "T36-RED", NOW + timedelta(hours=2)),
        ({"immediate_danger": True}, "T36-RED", NOW + timedelta(hours=2)),
        ({"immediate_danger": True, "triaged": True, "rag": "green"}, "T36", datetime(2026, 11, 20, tzinfo=UTC)),
    ],
)
def test_the_reply_is_due_after_the_policy_period_and_sooner_on_a_red_contact(acting, contact, code, due):
    (request,) = put(agreed(**contact), owner=registered())
    assert (request.clock, request.due_at) == (code, due)
    assert request.requested_at < request.remind_at < request.due_at < request.escalate_at


@pytest.mark.parametrize(("after", "late"), [(-1, False), (0, False), (1, True)])
def test_a_request_is_late_from_the_moment_after_it_was_due(acting, after, late):
    request = asked()
    moment = request.due_at + timedelta(microseconds=after)
    assert AgencyRequest.objects.late(moment).exists() is late


def test_each_agency_gets_one_request_about_all_children_named(acting):
    contact = agreed()
    sister = ChildFactory()
    ContactChildFactory(contact=contact, child=sister)
    ConsentEventFactory(contact=contact, child=sister)
    children = [only_child(contact), sister]
    requests = put(contact, children=children, agencies=[AgencyFactory(), AgencyFactory()])
    assert [{check.child for check in request.about.all()} for request in requests] == [set(children)] * 2


@pytest.mark.parametrize("questions", [[], ["Why?"], [QUESTION, "Why?"]])
def test_every_question_is_told(acting, questions):
    with pytest.raises(NotPossible, match=ASKS_NOTHING):
        put(agreed(), questions=questions)


def test_a_request_that_names_no_child_is_not_kept(acting):
    before = transaction.savepoint()
    AgencyRequestFactory()
    with connection.cursor() as cursor, pytest.raises(DatabaseError, match=NO_CHILD):
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    transaction.savepoint_rollback(before)


def test_early_help_is_offered_only_where_a_parent_agreed_to_it(acting):
    contact = agreed()
    with pytest.raises(NotPossible, match=NO_AGREEMENT):
        put(contact, kind="early_help", questions=OFFER_QUESTIONS[:1])
    refused = ConsentEventFactory(contact=contact, kind="C", status="REFUSED")
    with pytest.raises(NotPossible, match=NO_AGREEMENT):
        put(contact, kind="early_help", questions=OFFER_QUESTIONS[:1])
    later = {"given_by": refused.given_by, "happened_at": refused.happened_at + timedelta(minutes=5)}
    ConsentEventFactory(contact=contact, kind="C", **later)
    (request,) = put(contact, kind="early_help", questions=OFFER_QUESTIONS[:1])
    assert request.get_kind_display() == "Early-help offer"


FACT = check_replies.Statement(
    said="fact", words="Absent on nine days.", source="The register", dated_on=date(2026, 11, 13)
)
OPINION = check_replies.Statement(said="opinion", words="He seems afraid.", source="The class teacher")


def reply_to(request: Any, *statements: Any, **given: Any) -> CheckReply:
    wanted = {"received_at": NOW + timedelta(hours=3), "answered_by": "Invented Head", "statements": statements}
    return check_replies.record(by=social_worker(), now=NOW + timedelta(days=9), check=request, **wanted | given)


def test_fact_source_and_opinion_are_kept_apart(acting):
    request = asked()
    reply = reply_to(request, FACT, OPINION)
    kept = list(reply.statements.order_by("pk").values_list("said", "words", "source", "dated_on"))
    assert kept == [
        ("fact", "Absent on nine days.", "The register", date(2026, 11, 13)),
        ("opinion", "He seems afraid.", "The class teacher", None),
    ]
    request.refresh_from_db()
    assert (request.ending, request.ended_at) == ("answered", reply.received_at)
    with pytest.raises(NotPossible, match="has ended"):
        reply_to(request, FACT)


@pytest.mark.parametrize("missing", [{"source": ""}, {"dated_on": None}, {"dated_on": date(2026, 11, 17)}])
def test_a_fact_has_a_source_and_a_day(acting, missing):
    request = asked()
    broken = check_replies.Statement(**FACT.__dict__ | missing)
    with pytest.raises(NotPossible):
        reply_to(request, OPINION, broken)
    assert not ReplyStatement.objects.exists()
    assert FACT_WITHOUT_SOURCE.startswith("A fact needs")


def test_a_reply_that_says_nothing_must_say_so(acting):
    request = asked()
    with pytest.raises(NotPossible, match=NOTHING_SAID[:30]):
        reply_to(request)
    assert reply_to(request, nothing_known=True).nothing_known


@pytest.mark.parametrize("after", [timedelta(0), timedelta(microseconds=1)])
def test_in_time_and_late_are_told_apart_at_the_due_moment(acting, after):
    request = asked()
    reply_to(request, OPINION, received_at=request.due_at + after)
    found = [AgencyRequest.objects.answered_in_time().exists(), AgencyRequest.objects.answered_late().exists()]
    assert found == [not after, bool(after)]


def test_a_statement_is_about_a_child_of_the_request(acting):
    request = asked()
    with pytest.raises(DatabaseError, match="not on the request"), transaction.atomic():
        reply_to(request, check_replies.Statement(**OPINION.__dict__ | {"child_id": ChildFactory().pk}))


def test_closing_without_an_answer_needs_a_reason(acting):
    request, by = asked(), social_worker()
    with pytest.raises(ValidationError, match="at least 20"):
        checks.close(by=by, now=NOW, check=request, reason="No answer.")
    checks.close(by=by, now=NOW, check=request, reason="Rung three times; decided on what the police know.")
    assert list(AgencyRequest.objects.not_answered(NOW)) == [request]


def test_the_childs_story_tells_what_was_asked_and_answered(acting):
    check = AgencyCheck.objects.get(request=asked(requested_by=practice_manager()))
    reply_to(check.request, FACT, OPINION)
    worker = social_worker(team__front_door=True)
    told = [entry.told for entry in chronology.of(check.child_id, worker, category="Agency").page.rows]
    assert [entry.title for entry in told] == [
        f"Reply from {check.agency.name}",
        f"Information request to {check.agency.name}",
    ]
    assert told[0].detail == (
        "Absent on nine days. (Fact. Source: The register, 13 November 2026)\n"
        "He seems afraid. (Opinion. Source: The class teacher)"
    )
