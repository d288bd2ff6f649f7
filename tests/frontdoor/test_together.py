"""Queries asked in one statement give what each of them gives alone, whatever its values and types."""

import json
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import BigIntegerField, CharField, Count, F, Value
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from frontdoor.core.access import Viewer, looking
from frontdoor.core.policy import Authority
from frontdoor.core.prepared import Slot
from frontdoor.core.together import First, Together
from frontdoor.models import ConsentOverride, Contact, FeedbackChallenge, Person
from tests.factories import people, workers
from tests.factories.cases import AssessmentFactory
from tests.factories.consent import OverrideFactory, decided
from tests.factories.contacts import ContactFactory
from workforce.models import CaseloadFlag, Worker

pytestmark = pytest.mark.django_db

TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=20)
DAYS = st.dates()
MOMENTS = st.datetimes(min_value=datetime(1900, 1, 1), max_value=datetime(2200, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
LENGTHS = st.timedeltas(min_value=timedelta(days=-9000), max_value=timedelta(days=9000))
WHOLE = st.integers(min_value=-(2**63), max_value=2**63 - 1)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**12), 10**12) | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=6,
)
FIELDS = {
    "text": (models.TextField(), TEXTS),
    "name": (models.CharField(max_length=40), TEXTS),
    "number": (models.BigIntegerField(), WHOLE),
    "small": (models.SmallIntegerField(), st.integers(-(2**15), 2**15 - 1)),
    "real": (models.FloatField(), st.floats(allow_nan=False)),
    "money": (models.DecimalField(max_digits=12, decimal_places=4), st.decimals(-(10**7), 10**7, places=4)),
    "truth": (models.BooleanField(), st.booleans()),
    "day": (models.DateField(), DAYS),
    "moment": (models.DateTimeField(), MOMENTS),
    "hour": (models.TimeField(), st.times()),
    "length": (models.DurationField(), LENGTHS),
    "uuid": (models.UUIDField(), st.uuids()),
    "bytes": (models.BinaryField(), st.binary(max_size=20)),
    "json": (models.JSONField(), JSON),
    "texts": (ArrayField(models.CharField(max_length=40)), st.lists(st.none() | TEXTS, max_size=4)),
    "days": (ArrayField(models.DateField()), st.lists(st.none() | DAYS, max_size=4)),
    "moments": (ArrayField(models.DateTimeField()), st.lists(MOMENTS, max_size=3)),
}
VALUES = st.fixed_dictionaries({name: st.none() | values for name, (_, values) in FIELDS.items()})
HOSTILE = {
    "text": '\'); DROP TABLE x; -- \\ "{,}" %s %(viewer)s %%',
    "name": '\u202eرحمن بن "O\'Hara"\u2066 100%',
    "number": -(2**63),
    "small": 0,
    "real": 0.1,
    "money": Decimal("1.5000"),
    "truth": False,
    "day": date.max,
    "moment": datetime(2026, 3, 29, 1, 0, 0, 1, tzinfo=UTC),
    "hour": time(23, 59, 59, 999999),
    "length": timedelta(days=-3, microseconds=1),
    "uuid": UUID(int=0),
    "bytes": b"\x00\xff\\",
    "json": {"a": [None, True, "\"%s' {}"], "": {"رحمن": 10**12}},
    "texts": ["", None, "NULL", 'a,"b\\"', "{}", "%s"],
    "days": [date.min, None],
    "moments": [],
}


def columns(row):
    """A row in its own columns, what was read beside it, and the rows that it joins."""
    return {
        name: columns(value) if isinstance(value, models.Model) else value
        for name, value in (vars(row) | row._state.fields_cache).items()
        if name not in {"_state", "_prefetched_objects_cache"}
    }


def plain(value):
    return bytes(value) if isinstance(value, memoryview) else value


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(values=VALUES)
@example(values=HOSTILE)
@example(values=dict.fromkeys(FIELDS))
def test_a_value_of_any_type_is_read_as_its_field_reads_it_alone(values):
    row = Authority.objects.annotate(
        **{f"the_{name}": Value(values[name], field) for name, (field, _) in FIELDS.items()}
    ).values(*(f"the_{name}" for name in FIELDS))
    (alone,) = row
    (found,) = Together(row).ask()
    (together,) = found.rows
    assert {name: plain(value) for name, value in together.items()} == {
        name: plain(value) for name, value in alone.items()
    }
    assert {name: type(value) for name, value in together.items() if name != "the_bytes"} == {
        name: type(value) for name, value in alone.items() if name != "the_bytes"
    }


@pytest.fixture
def house(acting):
    """Rows of wide tables with names that a careless road would break."""
    hostile = people.ChildFactory(given_names='Ana "Ani"', family_name="O'Hara, 100%s (née {x})")
    people.PersonFactory(given_names="محمد\u202e", family_name="בן-דוד")
    contact = ContactFactory(children=[hostile], agency__name="St Mary's, 'Infants' %(viewer)s")
    ContactFactory(agency=None, triaged=True)
    decided(OverrideFactory(contact=contact, evidence={"O1": 'He said: "%s".\n\\'}))
    AssessmentFactory(overdue=True)
    AssessmentFactory(finished=True)


@pytest.mark.parametrize(
    "rows",
    [
        lambda: Contact.objects.select_related("agency", "recorded_by__team", "taken_by").order_by("pk"),
        lambda: ConsentOverride.objects.select_related("contact__agency", "requested_by", "decided_by").order_by("-pk"),
        lambda: Worker.objects.with_roles(date(2026, 11, 26)).with_stand_ins(date(2026, 11, 26)).order_by("pk"),
        lambda: Person.objects.order_by("family_name", "pk").defer("given_names"),
        lambda: Contact.objects.values("rag").annotate(of_these=Count("pk")).order_by("rag"),
        lambda: Contact.objects.values_list("pk", "agency__name", named=True).order_by("-pk"),
        lambda: FeedbackChallenge.objects.select_related("feedback__contact"),
        CaseloadFlag.objects.none,
    ],
)
def test_rows_come_as_the_queryset_gives_them_in_its_order(house, rows):
    def told(found):
        return [columns(row) if isinstance(row, models.Model) else row for row in found]

    (found,) = Together(rows()).ask()
    assert told(found.rows) == told(rows())
    assert found.total == len(found.rows)


def test_several_queries_are_one_and_share_the_values_of_slots_of_one_name(acting, django_assert_num_queries):
    named = people.PersonFactory(given_names="100%s 'Ada'")
    other = people.PersonFactory(given_names="Somebody else")
    wanted, but = Slot("wanted", CharField()), Slot("but", BigIntegerField())
    page = Together(
        Person.objects.filter(given_names=wanted).annotate(said=Value("%s %(wanted)s 'so'")),
        Person.objects.none(),
        Person.objects.filter(given_names=wanted).exclude(pk=but),
        Person.objects.filter(pk__in=[named.pk, other.pk]).exclude(given_names=wanted).annotate(again=F("given_names")),
    )
    with django_assert_num_queries(1):
        found = page.ask(wanted="100%s 'Ada'", but=named.pk)
    assert [[row.pk for row in part.rows] for part in found] == [[named.pk], [], [], [other.pk]]
    assert found[0].rows[0].said == "%s %(wanted)s 'so'"


@pytest.mark.parametrize("there", [0, 1, 4, 5, 6, 25])
@pytest.mark.parametrize("shown", [0, 5])
def test_the_first_rows_come_with_the_number_of_all(acting, there, shown):
    for number in range(there):
        people.PersonFactory(family_name=f"Counted {number:02}")
    rows = Person.objects.filter(family_name__startswith="Counted").order_by("-family_name")
    first, nothing = Together(First(rows[:shown], rows), First(rows.none()[:shown], rows.none())).ask()
    assert [row.family_name for row in first.rows] == [f"Counted {there - 1 - n:02}" for n in range(min(there, shown))]
    assert first.total == there
    assert (nothing.rows, nothing.total) == ([], 0)


def test_readers_of_one_shape_share_a_statement_and_see_their_own(acting):
    first, second = workers.social_worker(), workers.social_worker()
    assert Viewer.like(first) == Viewer.like(second)
    own = ContactFactory(recorded_by=first)
    sealed = ContactFactory(recorded_by=first, children=[people.ChildFactory(restricted=True)])
    rows = Contact.objects.visible_to(Viewer.like(first)).order_by("pk")
    page = Together(First(rows[:1], rows))
    seen = {reader: page.ask(**looking(reader))[0] for reader in (first, second)}
    assert ([row.pk for row in seen[first].rows], seen[first].total) == ([own.pk], 1)
    assert (seen[second].rows, seen[second].total) == ([], 0)
    assert sealed.pk not in {row.pk for found in seen.values() for row in found.rows}


def test_json_is_text_on_the_way_so_that_its_field_reads_it_once(house):
    (found,) = Together(ConsentOverride.objects.values_list("evidence", flat=True)).ask()
    assert found.rows == [{"O1": 'He said: "%s".\n\\'}]
    assert json.loads(json.dumps(found.rows)) == found.rows
