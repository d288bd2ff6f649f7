"""An agreement taken back stops what stood on it at once, and a manager decides what follows (C12); so do parents who
disagree (domain.md 2.2), and an attempt without an answer changes nothing (docs/adr/0014)."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from frontdoor.actions import check_replies, checks, consent, matters
from frontdoor.core import outbox
from frontdoor.models import AgencyCheck, CheckStop, ConsentAgency, ConsentEvent, ConsentMatter, OutboxMessage
from frontdoor.models.agency_requests import ALREADY_ENDED
from frontdoor.models.checks import NO_CONSENT, PARENTS_DISAGREE
from frontdoor.models.matters import NOBODY_AGREES, NOT_A_MANAGER, NOT_THE_RECORDER
from tests.factories.after_override import approved, ask, matter_of, withdrawn
from tests.factories.consent import ConsentEventFactory, a_parent, only_child
from tests.factories.contacts import ContactFactory
from tests.factories.people import AgencyFactory, ChildFactory, PersonFactory
from tests.factories.workers import practice_manager, service_manager, social_worker
from tests.frontdoor.test_consent_gate import by_sql, unsaved_check
from tests.rows import insert_raw

pytestmark = pytest.mark.django_db

REASON = "The father answers for her care and has agreed in writing."


def reply(check: AgencyCheck) -> None:
    now = timezone.now()
    check_replies.record(
        by=social_worker(), now=now, check=check.request, received_at=now, answered_by="The head", nothing_known=True
    )


def record(given: ConsentEvent, status: str, by: Any = None, **changes: Any) -> ConsentEvent:
    named = {"contact": given.contact, "children": [given.child], "kind": given.kind, "given_by": given.given_by}
    now = timezone.now()
    return consent.record(by=by or social_worker(), now=now, status=status, happened_at=now, **named | changes)[0]


def refused_check(given: ConsentEvent, sentence: str) -> None:
    with pytest.raises(ValidationError, match=sentence):
        ask(given)
    row = unsaved_check(given.contact, given.child, AgencyFactory(), given)
    with pytest.raises(DatabaseError, match=sentence), transaction.atomic():
        by_sql(row)


@pytest.mark.parametrize("status", ["WITHDRAWN", "REFUSED"])
def test_C12_a_withdrawal_stops_new_questions_and_those_that_wait(acting, status):
    given = ConsentEventFactory()
    waiting, answered = ask(given, AgencyFactory(email="school@example.org")), ask(given)
    reply(answered)
    event = record(given, status)
    assert CheckStop.objects.get().check_row == waiting
    refused_check(given, NO_CONSENT)
    with pytest.raises(ValidationError, match=ALREADY_ENDED):
        reply(waiting)
    assert not AgencyCheck.objects.waiting().exists()
    waiting.request.refresh_from_db()
    assert waiting.request.ending == "stopped"
    matter = ConsentMatter.objects.get()
    assert (matter.event, matter.cause, matter.decided_at) == (event, "withdrawn", None)
    assert matter.due_at > matter.opened_at


def test_the_agency_is_told_that_the_question_is_stopped(acting):
    given = ConsentEventFactory()
    check = ask(given, AgencyFactory(email="school@example.org"))
    record(given, "WITHDRAWN")
    message = OutboxMessage.objects.get(topic="check.stop")
    outbox.deliver(message.pk, now=timezone.now())
    assert check.request.reference in mail.outbox[-1].body
    assert given.child.family_name not in mail.outbox[-1].body + mail.outbox[-1].subject


def test_C12_a_withdrawal_written_by_sql_stops_and_opens_too(acting):
    given = ConsentEventFactory()
    ask(given)
    event = ConsentEventFactory.build(
        contact=given.contact,
        child=given.child,
        given_by=given.given_by,
        status="WITHDRAWN",
        happened_at=timezone.now(),
        recorded_by=acting,
    )
    insert_raw(event)
    assert CheckStop.objects.count() == ConsentMatter.objects.count() == 1


def test_a_question_under_section_47_goes_on(acting):
    given = ConsentEventFactory(section_47=True)
    ask(given)
    record(given, "REFUSED", given_by=PersonFactory())
    assert not CheckStop.objects.exists()
    assert ask(given)


def test_a_ground_that_ends_stops_its_questions(acting):
    given = ConsentEventFactory(section_47=True)
    check = ask(given)
    record(given, "GROUND_ENDED", by=practice_manager(), given_by=None)
    assert CheckStop.objects.get().check_row == check
    refused_check(given, NO_CONSENT)


def test_a_narrower_agreement_stops_what_it_no_longer_covers(acting):
    given, school, police = ConsentEventFactory(), AgencyFactory(), AgencyFactory()
    ask(given, school)
    dropped = ask(given, police)
    record(given, "GIVEN_PARTIAL", agencies=[school])
    assert CheckStop.objects.get().check_row == dropped


def test_a_narrower_agreement_of_another_stops_it_too(acting):
    given, school, police = ConsentEventFactory(), AgencyFactory(), AgencyFactory()
    ask(given, school)
    dropped = ask(given, police)
    record(given, "GIVEN_PARTIAL", agencies=[school], given_by=a_parent(given.child))
    assert CheckStop.objects.get().check_row == dropped


@pytest.mark.parametrize("named", [True, False])
def test_a_narrower_agreement_written_by_sql_stops_what_it_does_not_cover(acting, named):
    given, school = ConsentEventFactory(), AgencyFactory()
    kept, dropped = ask(given, school), ask(given)
    told = {"contact": given.contact, "child": given.child, "given_by": given.given_by, "recorded_by": acting}
    event = ConsentEventFactory.build(status="GIVEN_PARTIAL", happened_at=timezone.now(), **told)
    event.pk = insert_raw(event)
    if named:
        insert_raw(ConsentAgency(event=event, agency=school))
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    assert {stop.check_row for stop in CheckStop.objects.all()} == {dropped} | (set() if named else {kept})


def test_the_agency_is_told_of_each_child_about_whom_it_is_no_longer_asked(acting):
    contact = ContactFactory(children=[ChildFactory(), ChildFactory()])
    given = [ConsentEventFactory(contact=contact, child=about.child) for about in contact.about.all()]
    checks.request(
        by=social_worker(),
        now=timezone.now(),
        contact=contact,
        children=[event.child for event in given],
        agencies=[AgencyFactory(email="school@example.org")],
        kind="information",
        questions=["What have you seen of these children this month?"],
    )
    for told, event in enumerate(given, 1):
        record(event, "WITHDRAWN")
        assert OutboxMessage.objects.filter(topic="check.stop").count() == told


@pytest.mark.parametrize("status", ["SOUGHT_NO_REPLY", "NOT_SOUGHT"])
def test_an_attempt_without_an_answer_changes_no_answer_and_no_decision(acting, status):
    """docs/adr/0014: a call that nobody takes must not close what a manager has opened for a child's safety."""
    override = approved()
    event = override.events.get()
    record(event, status, given_by=None)
    assert ask(event, override.agencies.get()).consent == event


def test_an_override_widens_a_partial_agreement_and_never_narrows_it(acting):
    school, police = AgencyFactory(), AgencyFactory()
    given = ConsentEventFactory(status="GIVEN_PARTIAL", covering=[school])
    override = approved(contact=given.contact, agencies=[police])
    assert ask(given, school).consent == given
    assert ask(given, police).consent == override.events.get()


def test_a_no_after_a_managers_decision_closes_it_again(acting):
    override = approved()
    event = override.events.get()
    record(event, "REFUSED", given_by=PersonFactory())
    refused_check(event, NO_CONSENT)


@pytest.mark.parametrize("order", [("GIVEN", "REFUSED"), ("REFUSED", "GIVEN")], ids="-then-".join)
def test_parents_who_disagree_are_a_managers_decision(acting, order):
    first = ConsentEventFactory(status=order[0])
    second = record(first, order[1], given_by=a_parent(first.child))
    given = first if order[0] == "GIVEN" else second
    refused_check(given, PARENTS_DISAGREE)
    matter = ConsentMatter.objects.get()
    assert matter.cause == "disagree"
    matters.decide(by=practice_manager(), now=timezone.now(), matter=matter, decision="rely", reason=REASON)
    assert ask(given).consent == given


def test_a_decision_to_rely_does_not_outlive_the_next_no(acting):
    given = ConsentEventFactory()
    record(given, "REFUSED", given_by=PersonFactory())
    matter = ConsentMatter.objects.get()
    matters.decide(by=practice_manager(), now=timezone.now(), matter=matter, decision="rely", reason=REASON)
    record(given, "REFUSED", given_by=PersonFactory())
    refused_check(given, PARENTS_DISAGREE)


def test_who_decides_a_matter(acting):
    recorder = practice_manager()
    matter = matter_of(withdrawn(recorded_by=recorder))
    for by, sentence in ((recorder, NOT_THE_RECORDER), (social_worker(), NOT_A_MANAGER)):
        with pytest.raises(ValidationError, match=sentence):
            matters.decide(by=by, now=timezone.now(), matter=matter, decision="stop", reason=REASON)
    with pytest.raises(ValidationError, match=NOBODY_AGREES):
        matters.decide(by=service_manager(), now=timezone.now(), matter=matter, decision="rely", reason=REASON)
    decided = matters.decide(by=service_manager(), now=timezone.now(), matter=matter, decision="stop", reason=REASON)
    assert decided.decided_at is not None
    with pytest.raises(ValidationError, match=matters.ALREADY_DECIDED):
        matters.decide(by=service_manager(), now=timezone.now(), matter=matter, decision="stop", reason=REASON)


def test_a_service_refused_is_a_managers_decision(acting):
    contact, now = ContactFactory(), timezone.now()
    consent.record(
        by=social_worker(),
        now=now,
        contact=contact,
        children=[only_child(contact)],
        kind="C",
        status="REFUSED",
        given_by=PersonFactory(),
        happened_at=now - timedelta(minutes=1),
    )
    assert ConsentMatter.objects.get().cause == "refused"


def test_an_answer_about_the_referral_itself_opens_nothing(acting):
    given = ConsentEventFactory(kind="A")
    record(given, "WITHDRAWN")
    assert not ConsentMatter.objects.exists()
