"""A child who was found is spoken with within 72 hours, one in private fostering is visited within 7 working days."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from cases import late_work, next_due, standing
from cases.actions import follow_ups as acts
from cases.models import FollowUp
from cases.models.follow_ups import FollowUpKind
from frontdoor.core.actions import NotPossible
from frontdoor.core.permissions import Refused
from frontdoor.core.together import Moment
from frontdoor.core.working_days import LONDON
from frontdoor.models import LedgerEvent
from tests.factories import cases, workers
from tests.factories import follow_ups as made
from tests.law.sending import client_of

pytestmark = pytest.mark.django_db


def at(*parts):
    return datetime(*parts, tzinfo=LONDON)


@pytest.fixture
def lead(db):
    return cases.AllocationFactory()


def owe(lead, kind=FollowUpKind.MISSING, started_at=None):
    now = timezone.now()
    told = {"started_at": started_at or now - timedelta(hours=1), "reason": made.REASON}
    return acts.owe(by=lead.worker, now=now, child=lead.child, kind=kind, **told)


@pytest.mark.parametrize(
    ("kind", "started_at", "due_at"),
    [
        (FollowUpKind.MISSING, at(2026, 10, 23, 22, 30), at(2026, 10, 26, 21, 30)),  # 72 hours over the night of 25
        (FollowUpKind.MISSING, at(2026, 12, 24, 18), at(2026, 12, 27, 18)),
        (FollowUpKind.FOSTERING, at(2026, 4, 1, 10), at(2026, 4, 15)),
        (FollowUpKind.FOSTERING, at(2026, 12, 19, 10), at(2027, 1, 1)),
    ],
)
def test_T29_T30_the_clock_runs_from_the_report(lead, kind, started_at, due_at):
    with time_machine.travel(started_at + timedelta(hours=1), tick=False):
        assert owe(lead, kind, started_at).due_at == due_at


def test_T29_it_is_due_for_everybody_who_answers_for_the_child_until_the_child_has_been_heard(lead):
    row = owe(lead)
    manager, stranger = workers.practice_manager(team=lead.referral.team), workers.social_worker()

    def due(worker):
        person = standing.of_child(lead.child_id, worker=worker, on=timezone.localdate())
        return [one.url for one in next_due.of(person) if one.kind.code == "follow_up"]

    def listed(worker, name):
        return lead.child.full_name in client_of(worker).get(reverse(name)).text

    page = reverse("follow_ups", args=[lead.child_id])
    assert due(lead.worker) == due(manager) == [page]
    assert all(listed(one, name) for one in (lead.worker, manager) for name in ("my_work", "follow_up_list"))
    assert not any(listed(stranger, name) for name in ("my_work", "follow_up_list"))
    assert LedgerEvent.objects.filter(actor_id=manager.pk, subject="cases_followup").exists()
    later = timezone.now() + timedelta(hours=80)
    late = late_work.late(manager, Moment(now=later, today=later.date()), kind="follow_up")
    assert [one.whom for one in late] == [lead.child_id]
    with pytest.raises(NotPossible, match=acts.BEFORE_IT_BEGAN):
        hold(lead, row, done_at=row.started_at - timedelta(minutes=1))
    with pytest.raises(ValidationError, match="Say who spoke with the child"):
        hold(lead, row, said="Fine.")
    hold(lead, row)
    assert due(lead.worker) == []
    assert not listed(manager, "follow_up_list")
    story = client_of(lead.worker).get(reverse("person", args=[lead.child_id])).text
    assert "Found after going missing" in story
    assert made.TOLD in story
    with pytest.raises(NotPossible, match=acts.FINISHED):
        hold(lead, row)


def hold(lead, row, **changes):
    now = timezone.now()
    told = {"done_at": now, "spoke": "Ada Invented, advocate", "said": made.TOLD} | changes
    return acts.hold(by=lead.worker, now=now, follow_up_id=row.pk, **told)


def test_only_a_manager_calls_it_off_and_says_what_is_done_instead(lead):
    row = owe(lead, FollowUpKind.FOSTERING)
    given = {"now": timezone.now(), "follow_up_id": row.pk}
    with pytest.raises(Refused):
        acts.call_off(by=lead.worker, reason=made.WHY_NOT, **given)
    manager = workers.practice_manager(team=lead.referral.team)
    with pytest.raises(ValidationError, match="Say in at least 20 characters why"):
        acts.call_off(by=manager, reason="No.", **given)
    acts.call_off(by=manager, reason=made.WHY_NOT, **given)
    assert not FollowUp.objects.owed().exists()
    page = client_of(manager).get(reverse("follow_ups", args=[lead.child_id])).text
    assert made.WHY_NOT in page
    assert reverse("follow_up_hold", args=[row.pk]) not in page


def test_nothing_typed_is_lost_and_a_day_to_come_is_refused(lead):
    tomorrow = timezone.localdate() + timedelta(days=1)
    day = {"started_at_day": tomorrow.day, "started_at_month": tomorrow.month, "started_at_year": tomorrow.year}
    address = reverse("follow_ups", args=[lead.child_id])
    sent = {"kind": "missing", "reason": made.REASON, "started_at_time": "10:00", **day}
    answer = client_of(lead.worker).post(address, sent)
    assert answer.status_code == 422
    assert made.REASON in answer.text.replace("&#x27;", "'")
    assert "checked" not in client_of(lead.worker).get(address).text
