"""Contacts like this one: found by what they share, named to nobody, at the same cost however many there are."""

from datetime import UTC, date, datetime, timedelta

import pytest
from dateutil.relativedelta import relativedelta
from django.db import connection, transaction
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from frontdoor import presenters, similar
from frontdoor.actions import decisions
from frontdoor.actions.evidence import Risk, raise_risks
from frontdoor.core.acting import acting_as
from frontdoor.models import OutcomeKey
from frontdoor.models.similar import index, keys_of
from tests.factories import contacts, people, workers
from tests.factories import decisions as standing
from tests.factories.threshold import IndicatorFactory, published, shipped
from tests.rows import bringing_in

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 17, 11, 0, tzinfo=UTC)


@pytest.fixture
def manager():
    return workers.practice_manager(team__front_door=True)


@pytest.fixture
def agency():
    return people.AgencyFactory(name="The invented clinic")


def decided(by, agency, *, at=NOW - timedelta(days=30), outcome="EHO", risks=(), child=None, indicators=(), level=None):
    child = child or people.ChildFactory(birth_date=date(2018, 5, 5), given_names="Xanthe", family_name="Quill")
    contact = contacts.ContactFactory(
        triaged=True,
        agency=agency,
        children=[child],
        received_at=at - timedelta(hours=5),
        decision_due_at=at + timedelta(hours=19),
    )
    decisions.decide(
        contact_id=contact.pk,
        version=contact.version,
        history_considered="Nothing is known before this contact.",
        analysis="Three reports in a month of a hungry child, and a mother who asks for help.",
        children=[
            decisions.ForChild(
                child_id=child.pk,
                level_id=(level or shipped().levels.get(code="2")).pk,
                outcome=outcome,
                reason="Xanthe's family agrees to early help.",
                indicator_ids=indicators,
                **(standing.HELP if outcome == "EHO" else {}),
            )
        ],
        evidence=standing.evidence(contact, risks=[Risk(harm, "The teacher saw it") for harm in risks]),
        by=by,
        at=at,
    )
    return contact


def new(agency):
    child = people.ChildFactory(birth_date=date(2018, 5, 6))
    return contacts.ContactFactory(triaged=True, agency=agency, children=[child])


def beside(contact, worker, signs=()):
    return similar.beside(contact, signs=signs, worker=worker, at=NOW)


def test_those_that_share_most_come_first_and_say_what_they_share(manager, agency):
    alike = decided(manager, agency)
    decided(manager, people.AgencyFactory(), outcome="NFA")
    found = beside(new(agency), manager)
    assert [one.outcome for one in found.alike] == ["Early help offered", "No further action"]
    assert found.alike[0].shares == [
        "same agency and urgency: The invented clinic, Amber",
        "same urgency and age: Amber, 5 to 9",
    ]
    assert (found.compared, found.ended[0][1], found.alike[0].url) == (2, 1, alike.pk)


def test_a_contact_about_two_children_is_one_row(manager, agency):
    contact = decided(manager, agency, outcome="NFA")
    about = contact.decision.outcomes.get()
    sister = people.ChildFactory(birth_date=date(2013, 5, 5))
    with acting_as(manager), bringing_in():
        contacts.ContactChildFactory(contact=contact, child=sister)
        outcome = type(about)(
            decision=contact.decision, child=sister, level=about.level, outcome="ADV", reason="She is told of a group."
        )
        outcome.save()
    index([contact.decision.pk])
    found = beside(new(agency), manager)
    assert [one.url for one in found.alike] == [contact.pk]
    assert found.alike[0].outcome == "No further action; Information, advice or signposting given"
    assert "2 children, 5 to 9, 10 to 15, told by" in found.alike[0].facts
    assert (found.compared, sum(number for _, number in found.ended)) == (1, 2)


def test_an_indicator_counts_across_versions_of_the_levels(manager, agency):
    first = published(date(2026, 1, 1), signs=1)
    level = first.levels.get(code="2")
    sign = level.indicators.get(domain="dev")
    decided(manager, people.AgencyFactory(), level=level, indicators=[sign.pk])
    later = published(date(2026, 11, 10), signs=0)
    with acting_as(manager), bringing_in():
        again = IndicatorFactory(level=later.levels.get(code="2"), words=sign.words, origin=sign)
    found = beside(new(agency), manager, signs=[again.pk])
    assert "same indicator: Sign 2 dev 0" in found.alike[0].shares


def test_a_risk_counts_with_the_childs_age(manager, agency):
    decided(manager, people.AgencyFactory(), risks=["NEG"])
    contact = new(agency)
    with acting_as(manager):
        raise_risks(contact, [Risk("NEG", "The nurse saw it")], by=manager, at=NOW)
    assert "same risk and age: neglect, 5 to 9" in beside(contact, manager).alike[0].shares


def test_nobody_is_named_and_only_what_may_be_opened_is_linked(client, agency):
    manager = workers.practice_manager(team__front_door=True)
    elsewhere = workers.practice_manager()
    decided(manager, agency)
    contact = new(agency)
    found = beside(contact, elsewhere)
    assert [one.url for one in found.alike] == [None]
    client.force_login(manager)
    shown = client.get(reverse("contact_decide", args=[contact.pk])).text
    assert "Early help offered" in shown
    for name in ("Xanthe", "Quill"):
        assert name not in shown


def test_a_hidden_child_the_same_child_and_an_old_decision_are_left_out(manager, agency):
    hidden = people.ChildFactory(birth_date=date(2018, 5, 5))
    decided(manager, agency, child=hidden)
    hidden.restricted = True
    contact = new(agency)
    decided(manager, agency, child=contact.about.get().child)
    decided(manager, agency, at=NOW - timedelta(days=367))
    assert len(beside(contact, manager).alike) == 1
    with acting_as(manager):
        hidden.save()
    assert beside(contact, manager).alike == []


BIRTHS = st.integers(0, 18).flatmap(lambda years: st.tuples(st.just(years), st.integers(-1, 1)))


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(born=BIRTHS)
def test_the_age_band_is_the_same_in_sql_and_in_python(acting, born):
    years, days = born
    birth = contacts.RECEIVED.date() - relativedelta(years=years) + timedelta(days=days)
    with transaction.atomic():
        child = people.ChildFactory(birth_date=birth)
        contact = contacts.ContactFactory(triaged=True, children=[child])
        band = presenters.age_band(child, contact.received_at)
        assert f"age:amber:{band}" in keys_of(contact.pk)
        transaction.set_rollback(True)


def test_keys_are_written_once_and_can_be_written_again(manager, agency):
    contact = decided(manager, agency, risks=["NEG"])
    before = set(OutcomeKey.objects.values_list("key", flat=True))
    index([contact.decision.pk])
    assert set(OutcomeKey.objects.values_list("key", flat=True)) == before
    assert before == keys_of(contact.pk)


def test_the_cost_does_not_grow_and_the_latest_are_read_by_index(manager, agency, django_assert_num_queries):
    decided(manager, agency)
    contact = new(agency)
    with django_assert_num_queries(6):
        beside(contact, manager)
    for day in range(24):
        decided(manager, agency, at=NOW - timedelta(days=day + 1))
    with django_assert_num_queries(6):
        found = beside(contact, manager)
    assert (len(found.alike), found.compared) == (similar.SHOWN, 25)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(
            "EXPLAIN SELECT outcome_id FROM frontdoor_outcomekey WHERE key = 'a' AND decided_at >= now()"
            " ORDER BY decided_at DESC LIMIT 60"
        )
        assert "outcome_key_latest" in "\n".join(line for (line,) in cursor.fetchall())
