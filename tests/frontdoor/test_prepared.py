"""A prepared query gives what its plain queryset gives, whoever asks and for whatever values."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import ProgrammingError, connection
from django.db.models import CharField, F, Value
from django.utils import timezone

from cases import record, standing
from frontdoor.core import chronology
from frontdoor.core.access import Viewer, looking
from frontdoor.core.prepared import Prepared, ask
from frontdoor.models import Person
from tests.factories import people, workers
from tests.factories.cases import AllocationFactory, AssessmentFactory, PlanFactory, ReferralFactory, VisitFactory
from tests.factories.consent import ConsentEventFactory
from tests.factories.contacts import ContactFactory
from workforce.accounts import SIGNED_IN

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()


@pytest.fixture
def family(acting):
    """Two children of one mother: one with a whole story, one who is restricted; and a third without a case."""
    mother, child = people.PersonFactory(), people.ChildFactory()
    sealed, third = people.ChildFactory(restricted=True), people.ChildFactory()
    for sibling in (child, sealed, third):
        people.RelationshipFactory(child=sibling, adult=mother)
    referral = ReferralFactory(child=child)
    AssessmentFactory(referral=referral)
    PlanFactory(referral=referral)
    VisitFactory(child=child)
    contact = ContactFactory(children=[child])
    ContactFactory(children=[child, sealed])
    ConsentEventFactory(contact=contact)
    return referral, sealed, third


def readers(referral):
    lead = AllocationFactory(referral=referral).worker
    return [
        lead,
        workers.social_worker(team=referral.team),
        workers.social_worker(),
        workers.call_handler(),
        workers.service_manager(),
        workers.administrator(),
        workers.practice_manager(team=None),
    ]


def facts(row):
    """A row of a model with everything that was read beside it."""
    return {name: value for name, value in vars(row).items() if name != "_state"}


def test_a_record_is_the_same_for_every_reader(family):
    referral, sealed, third = family
    for reader in readers(referral):
        for person in (referral.child, sealed, third):
            plain = standing._record(reader, person=person.pk, today=TODAY)
            found = standing.for_record(person.pk, worker=reader, on=TODAY)
            assert list(map(facts, found)) == list(map(facts, plain)), reader.role_names


def test_a_number_that_no_column_holds_is_nobodys():
    reader = workers.social_worker()
    for number in (2**63 - 1, 2**63, 10**20):
        assert standing.for_record(number, worker=reader, on=TODAY) == []


def test_what_stands_beside_a_child_is_the_same(family):
    referral, *_ = family
    found = record.around(referral.child, on=TODAY)
    for rows, build in (
        (found.addresses, standing.addresses_of),
        (found.adults, standing.adults_of),
        (found.consent, standing.consent_of),
    ):
        assert list(map(facts, rows)) == list(map(facts, build(referral.child_id)))
        assert rows or build is standing.addresses_of
    assert list(map(facts, standing.CONSENT.ask(person=referral.child_id))) == list(map(facts, found.consent))


def test_who_is_signed_in_is_the_same(family):
    for worker in (*readers(family[0]), workers.social_worker(ended_on=TODAY - timedelta(days=1))):
        plain = SIGNED_IN.build(None, pk=worker.pk, today=TODAY)
        found = SIGNED_IN.ask(pk=worker.pk, today=TODAY)
        assert list(map(facts, found)) == list(map(facts, plain))
        assert [row.team for row in found] == [row.team for row in plain]


def test_a_story_holds_what_each_source_gives_to_the_reader(family):
    referral, *_ = family
    for reader in readers(referral):
        expected: dict[str, int] = {}
        for told in chronology._sources:
            rows = told.rows(reader, referral.child_id).count()
            if rows:
                expected[told.category] = expected.get(told.category, 0) + rows
        assert chronology.of(referral.child_id, reader).counts == expected, reader.role_names


def test_a_long_story_is_paged_the_newest_first(family, acting):
    referral, *_ = family
    reader = readers(referral)[0]
    for day in range(1, chronology.EVENTS + 11):
        VisitFactory(child=referral.child, visited_on=date(2020, 1, 1) + timedelta(days=day))
    first, second = (chronology.of(referral.child_id, reader, category="Visit", page=page) for page in (1, 2))
    assert (len(first.page.rows), len(second.page.rows)) == (chronology.EVENTS, 11)
    assert first.page.has_next()
    assert not second.page.has_next()
    days = [entry.at for entry in (*first.page.rows, *second.page.rows)]
    assert days == sorted(days, reverse=True)
    assert first.counts == second.counts
    beyond = chronology.of(referral.child_id, reader, page=9)
    assert (beyond.page.rows, beyond.counts) == ([], first.counts)


def test_a_moment_belongs_to_its_day_in_london(acting):
    """23:30 UTC on a summer day is the next day in London: after a visit of the day before, before one of its day."""
    child = people.ChildFactory()
    reader = workers.service_manager()
    ContactFactory(children=[child], received_at=datetime(2026, 6, 3, 23, 30, tzinfo=UTC))
    VisitFactory(child=child, visited_on=date(2026, 6, 3))
    VisitFactory(child=child, visited_on=date(2026, 6, 4))
    told = [entry.category for entry in chronology.of(child.pk, reader).page.rows]
    assert told == ["Visit", "Contact", "Visit"]


def test_other_values_give_other_rows_and_signs_of_the_language_stay_text(acting):
    """What stands in the query is written out once: a percent sign or a quote in it is no placeholder."""
    named = people.PersonFactory(given_names="100%s 'Ada'")
    query = Prepared(
        lambda _, *, wanted: Person.objects.filter(given_names=wanted).annotate(
            said=Value("50% of %s %(x)s 'so'", CharField()), again=F("given_names")
        ),
        wanted=CharField(),
    )
    (found,) = query.ask(wanted="100%s 'Ada'")
    assert (found.pk, found.said, found.again) == (named.pk, "50% of %s %(x)s 'so'", "100%s 'Ada'")
    assert query.ask(wanted="Nobody") == []
    with pytest.raises(ProgrammingError, match="wanted"):
        query.ask()


def test_readers_of_one_shape_share_a_query_and_see_their_own(acting):
    first, second = ReferralFactory(), ReferralFactory()
    ours, theirs = (workers.social_worker(team=referral.team) for referral in (first, second))
    assert Viewer.like(ours) == Viewer.like(theirs)
    assert looking(ours) != looking(theirs)
    assert [row.pk for row in standing.for_record(first.child_id, worker=ours, on=TODAY)] == [first.child_id]
    assert standing.for_record(second.child_id, worker=ours, on=TODAY) == []
    assert [row.pk for row in standing.for_record(second.child_id, worker=theirs, on=TODAY)] == [second.child_id]


def test_a_plan_is_kept_however_many_others_are_made(acting):
    ask("SELECT 1 AS the_first", {})
    for number in range(150):
        ask(f"SELECT {number} AS another", {})  # noqa: S608 - a number of our own
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE statement = 'SELECT 1 AS the_first'")
        assert cursor.fetchone() == (1,)
