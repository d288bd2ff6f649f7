"""Each no is answered for itself, travels to every open contact of its child, and stops what waits however late it is
written down (C01, C07, C12)."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.utils import timezone

from frontdoor.actions import consent, matters
from frontdoor.core.acting import acting_as
from frontdoor.models import AgencyCheck, CheckStop, ChildOutcome, ConsentEvent, ConsentMatter, ThresholdLevel
from frontdoor.models.checks import NO_CONSENT, PARENTS_DISAGREE
from frontdoor.models.consent_rules import REFUSED_BELOW
from frontdoor.models.matters import NOT_THE_RECORDER
from tests.factories import decisions as standing
from tests.factories.after_override import approved, ask
from tests.factories.consent import ConsentEventFactory, a_parent, attempt
from tests.factories.contacts import ContactFactory
from tests.factories.people import AgencyFactory
from tests.factories.workers import practice_manager, social_worker
from tests.frontdoor.test_consent_gate import by_sql, unsaved_check
from tests.frontdoor.test_consent_refusals import deciding, refused
from tests.law.rules_evidence import decision
from tests.rows import update_raw
from tests.words import says

pytestmark = pytest.mark.django_db

REASON = "The mother answers for her care and has agreed in writing."


def say(status: str, given: ConsentEvent, *, who: Any = None, by: Any = None, on: Any = None, ago: int = 0) -> Any:
    """Somebody answers about the child of an event, on its contact or another, so many minutes ago."""
    now = timezone.now()
    (event,) = consent.record(
        by=by or social_worker(),
        now=now,
        contact=on or given.contact,
        children=[given.child],
        kind=given.kind,
        status=status,
        given_by=who or given.given_by,
        happened_at=now - timedelta(minutes=ago),
    )
    return event


def rely(matter: ConsentMatter, *, by: Any = None) -> None:
    matters.decide(by=by or practice_manager(), now=timezone.now(), matter=matter, decision="rely", reason=REASON)


def not_asked(given: ConsentEvent, sentence: str) -> None:
    """Neither through the action nor by SQL."""
    with pytest.raises(ValidationError, match=sentence):
        ask(given)
    row = unsaved_check(given.contact, given.child, AgencyFactory(), given)
    with pytest.raises(DatabaseError, match=sentence), transaction.atomic():
        by_sql(row)


def beside(given: ConsentEvent) -> Any:
    """A second open contact about the same child."""
    return ContactFactory(children=[given.child])


def test_C12_a_decision_answers_the_no_of_its_own_matter_alone(acting):
    given, marian = ConsentEventFactory(), practice_manager()
    father, aunt = a_parent(given.child), a_parent(given.child)
    first = say("REFUSED", given, who=father)
    second = say("REFUSED", given, who=aunt, by=marian)
    rely(ConsentMatter.objects.get(refusal=first), by=marian)
    not_asked(given, PARENTS_DISAGREE)
    rely(ConsentMatter.objects.get(refusal=second))
    assert ask(given).consent == given


def test_C12_an_older_matter_does_not_outlive_a_newer_no(acting):
    given, marian = ConsentEventFactory(), practice_manager()
    father = a_parent(given.child)
    older = ConsentMatter.objects.get(refusal=say("REFUSED", given, who=father))
    newer = ConsentMatter.objects.get(refusal=say("WITHDRAWN", given, who=father, by=marian))
    rely(older, by=marian)
    not_asked(given, PARENTS_DISAGREE)
    with pytest.raises(ValidationError, match=NOT_THE_RECORDER):
        rely(newer, by=marian)


def test_C12_who_recorded_the_no_does_not_decide_it_although_another_recorded_the_yes_after_it(acting):
    marian = practice_manager()
    no = ConsentEventFactory(status="REFUSED", recorded_by=marian)
    given = say("GIVEN", no, who=a_parent(no.child))
    matter = ConsentMatter.objects.get()
    with pytest.raises(ValidationError, match=NOT_THE_RECORDER):
        rely(matter, by=marian)
    with acting_as(marian), pytest.raises(DatabaseError, match=NOT_THE_RECORDER), transaction.atomic():
        update_raw(matter, decided_by=marian, decided_at=timezone.now(), decision="stop", reason=REASON)
    rely(matter)
    assert ask(given).consent == given


def test_a_no_that_was_upheld_is_decided_anew_when_somebody_else_agrees(acting):
    given = ConsentEventFactory()
    no = say("WITHDRAWN", given)
    matter = ConsentMatter.objects.get()
    matters.decide(by=practice_manager(), now=timezone.now(), matter=matter, decision="stop", reason=REASON)
    father = say("GIVEN", given, who=a_parent(given.child))
    not_asked(father, PARENTS_DISAGREE)
    rely(ConsentMatter.objects.get(refusal=no, event=father))
    assert ask(father).consent == father


def test_C12_a_withdrawal_on_another_open_contact_stops_and_closes_here(acting):
    given = ConsentEventFactory()
    waiting, other = ask(given), beside(given)
    say("WITHDRAWN", given, on=other)
    assert CheckStop.objects.get().check_row == waiting
    not_asked(given, NO_CONSENT)
    assert ConsentMatter.objects.get().cause == "withdrawn"
    say("GIVEN", given, on=other)
    not_asked(given, NO_CONSENT)
    again = say("GIVEN", given)
    assert ask(again).consent == again


def test_C12_a_no_of_the_other_parent_on_another_contact_is_a_managers_decision(acting):
    given = ConsentEventFactory()
    other = beside(given)
    say("REFUSED", given, who=a_parent(given.child), on=other)
    not_asked(given, PARENTS_DISAGREE)
    rely(ConsentMatter.objects.get())
    assert ask(given).consent == given


def test_a_yes_stays_with_its_contact(acting):
    given = ConsentEventFactory()
    other = beside(given)
    on_other = unsaved_check(other, given.child, AgencyFactory(), given)
    with pytest.raises(DatabaseError, match=NO_CONSENT), transaction.atomic():
        by_sql(on_other)


def test_C07_a_no_on_another_contact_keeps_the_outcome_below_the_threshold(acting):
    no = ConsentEventFactory(kind="C", status="REFUSED")
    by_action, by_row = (ContactFactory(children=[no.child], triaged=True) for _ in range(2))
    said = {"outcome": "REF17", "reason": says(20), "level": ThresholdLevel.objects.get(code="2")}
    row = ChildOutcome(decision=decision(by_row), child=no.child, **said | standing.PROPORTIONATE)
    tried = deciding(by_action, level="2", outcome="REF17", row=row)
    refused(tried.act, REFUSED_BELOW)
    refused(tried.by_sql, REFUSED_BELOW)


@pytest.mark.parametrize("whose", ["another", "own"])
def test_C12_a_no_recorded_late_stops_what_waits(acting, whose):
    mother = ConsentEventFactory(happened_at=timezone.now() - timedelta(minutes=20))
    waiting = ask(mother)
    say("REFUSED", mother, who=a_parent(mother.child) if whose == "another" else mother.given_by, ago=40)
    stopped = CheckStop.objects.filter(check_row=waiting).exists()
    assert stopped == (whose == "another")
    assert AgencyCheck.objects.waiting().exists() != stopped


@pytest.mark.parametrize(("asked", "stops"), [("not_asked", True), ("refused", False)])
def test_C12_a_no_of_before_a_managers_decision_stops_it_where_the_manager_was_not_told(acting, asked, stops):
    override = approved(asked=asked, attempts=[attempt(hours=1), attempt("visit", hours=1)])
    event = override.events.get()
    waiting = ask(event, override.agencies.get())
    say("REFUSED", event, who=a_parent(event.child), ago=60)
    assert CheckStop.objects.filter(check_row=waiting).exists() == stops
    if stops:
        not_asked(event, NO_CONSENT)
