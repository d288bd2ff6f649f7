"""Agencies are reminded by itself before a reply is due, when it is due, and their lead after a second miss."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core import mail

from frontdoor.actions import check_reminders, check_replies
from frontdoor.core import outbox
from frontdoor.core.actions import NotPossible
from frontdoor.models import AgencyRequest, CheckChaser, OutboxMessage
from tests.factories.consent import asked
from tests.factories.people import AgencyFactory
from tests.factories.workers import social_worker

pytestmark = pytest.mark.django_db

DAY = date(2026, 11, 19)
INSTANT = timedelta(microseconds=1)


def agency(**given: Any) -> Any:
    return AgencyFactory(**{"email": "duty@school.example.org", "lead_email": "lead@school.example.org"} | given)


def run(system: Any, at: datetime) -> None:
    check_reminders.remind(by=system, on=DAY, now=lambda: at)


def kinds() -> list[str]:
    return list(CheckChaser.objects.order_by("pk").values_list("how", flat=True))


@pytest.mark.parametrize("past", [-INSTANT, timedelta(0), INSTANT])
def test_the_moments_at_which_a_reminder_is_owed(acting, past):
    request = asked(agency=agency())
    for moment, reached, before in (
        (request.remind_at, ["reminder"] if past >= timedelta(0) else [], []),
        (request.due_at, ["overdue"] if past > timedelta(0) else ["reminder"], []),
        (request.escalate_at, ["escalation"] if past > timedelta(0) else ["overdue"], []),
    ):
        with_it = [how for how, wanted in check_reminders.stages(moment + past) if request_in(wanted)]
        assert [str(how) for how in with_it] == (reached or before)


def request_in(wanted: Any) -> bool:
    return AgencyRequest.objects.waiting().filter(wanted).exists()


def test_each_reminder_goes_out_once_however_often_the_job_runs(acting):
    request = asked(agency=agency())
    for moment in (request.remind_at, request.due_at + INSTANT, request.escalate_at + INSTANT):
        run(acting, moment)
        run(acting, moment)
    assert kinds() == ["reminder", "overdue", "escalation"]
    for message in OutboxMessage.objects.filter(topic=check_reminders.TOPIC).order_by("pk"):
        assert set(message.payload) == {"chaser"}
        outbox.deliver(message.pk, now=request.escalate_at)
    assert [sent.to for sent in mail.outbox] == [
        ["duty@school.example.org"],
        ["duty@school.example.org"],
        ["lead@school.example.org"],
    ]


def test_a_reminder_tells_nothing_but_a_number_and_a_date(acting):
    request = asked(agency=agency(), questions=["Has Xanthe Quill been at school?"])
    child = request.about.get().child
    run(acting, request.remind_at)
    outbox.deliver(OutboxMessage.objects.get(topic=check_reminders.TOPIC).pk, now=request.remind_at)
    (sent,) = mail.outbox
    assert request.reference in sent.body
    for secret in ("Quill", child.given_names, child.family_name, request.contact.concern, request.contact.reference):
        assert secret not in sent.subject + sent.body


def test_what_is_answered_meanwhile_is_not_asked_for(acting):
    request = asked(agency=agency())
    run(acting, request.remind_at)
    check_replies.record(
        by=social_worker(),
        now=request.remind_at,
        check=request,
        received_at=request.remind_at,
        answered_by="Invented Head",
        nothing_known=True,
    )
    outbox.deliver(OutboxMessage.objects.get(topic=check_reminders.TOPIC).pk, now=request.due_at)
    run(acting, request.escalate_at + INSTANT)
    assert (mail.outbox, kinds()) == ([], ["reminder"])


@pytest.mark.parametrize("missing", ["email", "lead_email"])
def test_who_has_no_address_is_left_to_people(acting, missing):
    request = asked(agency=agency(**{missing: ""}))
    for moment in (request.remind_at, request.due_at + INSTANT, request.escalate_at + INSTANT):
        run(acting, moment)
    assert kinds() == (["escalation"] if missing == "email" else ["reminder", "overdue"])


def test_a_call_is_written_down_and_counts_as_chasing(acting):
    request, worker = asked(), social_worker()
    later = request.requested_at + timedelta(days=1)
    for how, at in (("reminder", later), ("telephone", request.requested_at - INSTANT), ("telephone", later + INSTANT)):
        with pytest.raises(NotPossible):
            check_replies.chase(by=worker, now=later, check=request, how=how, chased_at=at, words="She rings back.")
    assert not AgencyRequest.objects.chased().exists()
    check_replies.chase(by=worker, now=later, check=request, how="lead", chased_at=later, words="She rings back.")
    assert list(AgencyRequest.objects.chased()) == [request]
    assert datetime(2026, 11, 17, 10, tzinfo=UTC) == CheckChaser.objects.get().chased_at
