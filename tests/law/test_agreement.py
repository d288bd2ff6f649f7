"""One question has one answer: in SQL and in Python, on a figure and in the list behind it, in a list and on a page."""

import random
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from types import SimpleNamespace

import pytest
import time_machine
from django.apps import apps
from django.db.models import DateField, DateTimeField, Value
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cases.models import Assessment
from frontdoor.core import roles
from frontdoor.core.policy import Authority
from frontdoor.core.timed import Clock, ClockState
from frontdoor.core.working_days import WorkingCalendar
from frontdoor.models import Contact, Person, Referral
from tests.factories import people, workers
from tests.factories.cases import AllocationFactory, AssessmentFactory, ReferralFactory
from tests.factories.consent import OverrideFactory, asked
from tests.factories.contacts import ContactFactory
from tests.factories.feedback import AcknowledgementFactory, FeedbackFactory
from tests.law import figures
from tests.rows import bringing_in
from workforce.models import CaseloadFlag

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
TODAY = NOW.date()
WEEKDAYS = WorkingCalendar(holidays=frozenset(), covered_until=date(2027, 12, 31))


def clocks():
    """Every clock that a model keeps, with the kind of its columns."""
    for model in apps.get_models():
        module = __import__(model.__module__, fromlist=["*"])
        for clock in vars(module).values():
            if isinstance(clock, Clock) and clock.due in {field.name for field in model._meta.fields}:
                yield pytest.param(clock, type(model._meta.get_field(clock.due)), id=f"{model.__name__}-{clock.code}")


STEPS = st.none() | st.integers(min_value=-1, max_value=1)


@pytest.mark.parametrize(("clock", "kind"), list(clocks()))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(due=STEPS, finished=STEPS)
def test_late_is_the_same_in_sql_and_in_python(clock, kind, due, finished):
    at, step = (NOW, timedelta(microseconds=1)) if kind is DateTimeField else (TODAY, timedelta(days=1))
    promised = at if due is None else at + due * step
    columns = {
        clock.started: at - 9 * step,
        clock.due: None if due is None else promised,
        clock.finished: None if finished is None else promised + finished * step,
    }
    row = SimpleNamespace(**columns)
    held = Authority.objects.annotate(
        **{
            name: Value(value, (DateTimeField if kind is DateTimeField else DateField)())
            for name, value in columns.items()
        }
    )
    assert held.filter(clock.overdue_q(at)).exists() == clock.is_overdue(row, at)
    assert clock.is_overdue(row, at) == (clock.state(row, at, WEEKDAYS) == ClockState.OVERDUE)
    if due is not None:
        assert held.filter(clock.kept_q()).exists() == (clock.state(row, at, WEEKDAYS) == ClockState.DONE_IN_TIME)


def test_every_clock_is_tried():
    assert len(list(clocks())) >= 6


READERS = [
    ("call_handler", roles.CALL_HANDLER, True),
    ("desk_worker", roles.SOCIAL_WORKER, True),
    ("social_worker", roles.SOCIAL_WORKER, False),
    ("manager", roles.PRACTICE_MANAGER, False),
    ("service_manager", roles.SERVICE_MANAGER, False),
    ("auditor", roles.AUDITOR, False),
    ("leader", roles.SENIOR_LEADER, False),
    ("administrator", roles.SYSTEM_ADMINISTRATOR, False),
    ("partner", roles.PARTNER_REFERRER, False),
]
SEE_ALL = {roles.SERVICE_MANAGER, roles.AUDITOR, roles.SENIOR_LEADER}
SEE_NONE = {roles.SYSTEM_ADMINISTRATOR, roles.PARTNER_REFERRER}


def _worker(role, team):
    """Somebody of a team, or of an agency for the one role that nobody here holds."""
    if role == roles.PARTNER_REFERRER:
        return workers.partner_referrer()
    return workers.WorkerFactory(roles=[role], team=team)


class World:
    """A few children, each with what chance gave them, and the access decision of reliability.md 2.1 in plain words."""

    def __init__(self, seed):
        chance = random.Random(seed)
        self.teams = [workers.TeamFactory(), workers.TeamFactory()]
        desk = workers.TeamFactory(front_door=True)
        self.readers = [
            (_worker(role, desk if at_desk else chance.choice(self.teams)), role, at_desk)
            for _, role, at_desk in READERS
        ]
        self.recorder = self.readers[0][0]
        self.facts = {}
        for _ in range(8):
            child = people.ChildFactory(restricted=chance.random() < 0.25)
            fact = SimpleNamespace(
                child=child,
                tied=chance.choice(self.readers)[0] if chance.random() < 0.4 else None,
                team=chance.choice(self.teams) if chance.random() < 0.7 else None,
                worker=None,
                on_desk=chance.random() < 0.5,
            )
            if fact.tied:
                people.ConflictFactory(person=child, worker=fact.tied, declared_by=fact.tied)
            if fact.team:
                referral = ReferralFactory(child=child, team=fact.team)
                AssessmentFactory(referral=referral)
                lead = chance.choice(self.readers)[0]
                if lead != fact.tied and chance.random() < 0.6:
                    AllocationFactory(referral=referral, worker=lead)
                    fact.worker = lead
            if fact.on_desk:
                ContactFactory(children=[child], recorded_by=workers.call_handler())
            self.facts[child.pk] = fact

    def may_see(self, reader, role, at_desk, fact):
        if role in SEE_NONE or fact.tied == reader or fact.child.restricted:
            return False
        return (
            role in SEE_ALL
            or fact.worker == reader
            or (fact.team is not None and fact.team == reader.team)
            or (at_desk and fact.on_desk)
        )


@pytest.mark.parametrize("seed", range(4))
def test_lists_show_exactly_what_the_access_decision_allows(acting, seed):
    world = World(seed)
    for reader, role, at_desk in world.readers:
        allowed = {pk for pk, fact in world.facts.items() if world.may_see(reader, role, at_desk, fact)}
        seen = set(Person.objects.visible_to(reader).filter(pk__in=world.facts).values_list("pk", flat=True))
        assert seen == allowed, role.code
        with_case = {pk for pk in allowed if world.facts[pk].team}
        assert set(Referral.objects.visible_to(reader).values_list("child_id", flat=True)) == with_case, role.code
        assert set(Assessment.objects.visible_to(reader).values_list("child_id", flat=True)) == with_case, role.code
        own_team = Referral.objects.visible_to(reader).open().filter(team_id=reader.team_id)
        assert set(Referral.objects.of_own_team(reader)) == set(own_team), role.code
        assessed = Assessment.objects.visible_to(reader).filter(referral__team_id=reader.team_id)
        assert set(Assessment.objects.of_own_team(reader)) == set(assessed), role.code
        told_of = {pk for pk in allowed if world.facts[pk].on_desk}
        assert set(Contact.objects.visible_to(reader).values_list("about__child_id", flat=True)) == told_of, role.code


@pytest.mark.parametrize("seed", range(2))
def test_an_opened_record_tells_of_exactly_the_contacts_in_the_lists(acting, seed):
    world = World(seed)
    for pair in pairwise(fact.child for fact in world.facts.values()):
        ContactFactory(children=list(pair), recorded_by=workers.call_handler())
    for reader, role, _ in world.readers:
        for child in Person.objects.visible_to(reader).filter(pk__in=world.facts):
            listed = Contact.objects.visible_to(reader).filter(about__child=child)
            assert set(Contact.objects.about_opened(child.pk, reader)) == set(listed), role.code


def kept_early(by):
    """Promises of the week under way that were kept before their day, which is after ``NOW``."""
    early, later = NOW - timedelta(hours=1), NOW + timedelta(days=2)
    contact = ContactFactory(
        recorded_by=by, received_at=NOW - timedelta(hours=3), triaged=True, rag="green", decision_due_at=later
    )
    contact.decided_at, contact.decided_by = early, contact.triaged_by
    with bringing_in():
        contact.save()
    AcknowledgementFactory(contact=contact, due_at=later, finished_at=early, how="call", told_by=by)
    FeedbackFactory(contact=contact, due_on=later.date(), finished_on=TODAY, told=True)


@pytest.fixture
def busy(acting):
    """Two teams and a front door with enough late, open, restricted and unallocated work that lists have two pages."""
    team, other = workers.TeamFactory(), workers.TeamFactory()
    desk = workers.TeamFactory(front_door=True)
    lead = workers.social_worker(team=team)
    manager = workers.practice_manager(team=team)
    for number in range(28):
        referral = ReferralFactory(team=team, received_on=date(2026, 8, 3), accepted_by=manager)
        AssessmentFactory(referral=referral, due_on=date(2026, 10, 6), opened_by=manager)
        if number % 3:
            AllocationFactory(referral=referral, worker=lead)
    AssessmentFactory(referral__team=other)
    AssessmentFactory(
        referral__team=team, referral__child__restricted=True, received_on=date(2026, 8, 3), due_on=date(2026, 10, 6)
    )
    handler = workers.call_handler(team=desk)
    for number in range(27):
        ContactFactory(recorded_by=handler, triaged=number % 2, rag="red" if number % 2 else "")
    ContactFactory(recorded_by=handler, triaged=True, decision_due_at=NOW + timedelta(days=1))
    CaseloadFlag.objects.create(worker=lead, level="alarm", children=31, limit=30, noticed_on=TODAY)
    service = workers.service_manager()
    for waiting in (lead, service):
        OverrideFactory(requested_by=waiting)
    for late in (AcknowledgementFactory, FeedbackFactory, asked):
        late()
    kept_early(handler)
    return SimpleNamespace(
        social_worker=lead,
        practice_manager=manager,
        call_handler=handler,
        desk_manager=workers.practice_manager(team=desk),
        consent_decider=workers.consent_decider(team=desk),
        service_manager=service,
        senior_leader=workers.senior_leader(),
        administrator=workers.administrator(),
        auditor=workers.auditor(),
        team=team,
        desk=desk,
    )


ACTORS = (
    "social_worker",
    "practice_manager",
    "call_handler",
    "desk_manager",
    "consent_decider",
    "service_manager",
    "senior_leader",
    "auditor",
    "administrator",
)


def assert_figures_are_rows(client, path):
    found = figures.on_page(client, path)
    for label, count, url in found:
        assert figures.rows_behind(client, url) == count, f"{label} on {path} leads to {url}"
    return len(found)


@pytest.mark.parametrize("actor", ACTORS)
def test_figures_on_my_work_are_the_rows_behind_them(client, busy, actor):
    with time_machine.travel(NOW, tick=False):
        client.force_login(getattr(busy, actor))
        assert_figures_are_rows(client, "/")


@pytest.mark.parametrize(
    ("actor", "team"),
    [
        ("practice_manager", "team"),
        ("social_worker", "team"),
        ("service_manager", "team"),
        ("service_manager", "desk"),
        ("desk_manager", "desk"),
        ("call_handler", "desk"),
        ("consent_decider", "desk"),
        ("senior_leader", "team"),
        ("senior_leader", "desk"),
    ],
)
def test_figures_of_a_team_are_the_rows_behind_them(client, busy, actor, team):
    with time_machine.travel(NOW, tick=False):
        client.force_login(getattr(busy, actor))
        assert assert_figures_are_rows(client, f"/teams/{getattr(busy, team).pk}/") >= 5


@pytest.mark.parametrize("actor", ["service_manager", "senior_leader"])
@pytest.mark.parametrize("path", ["/leaders/", "/leaders/answers/", "/contacts/demand/"])
def test_figures_of_the_leaders_are_the_rows_behind_them(client, busy, actor, path):
    with time_machine.travel(NOW, tick=False):
        client.force_login(getattr(busy, actor))
        assert assert_figures_are_rows(client, path) >= 20


@pytest.mark.parametrize("actor", ["service_manager", "senior_leader"])
def test_two_pages_of_the_leaders_count_alike_where_they_lead_to_one_list(client, busy, actor):
    """The week under way, of which some was done before its day, included."""
    with time_machine.travel(NOW, tick=False):
        client.force_login(getattr(busy, actor))
        first, second = (
            {url: count for _, count, url in figures.on_page(client, path)}
            for path in ("/leaders/", "/leaders/answers/")
        )
    shared = first.keys() & second.keys()
    assert len(shared) >= 2 * 13
    assert {url: first[url] for url in shared} == {url: second[url] for url in shared}
    assert any(str(NOW.date() + timedelta(days=7)) in url and first[url] for url in shared)
