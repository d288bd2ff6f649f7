"""A new row is stored by one planned statement, as Django's own would store it."""

import pytest
from django.db import DataError, connection, transaction
from django.db.models import Value
from django.db.models.functions import Upper
from django.test.utils import CaptureQueriesContext

from audits.models import LookBack
from frontdoor.models import Person
from tests.factories import people
from tests.words import says
from workforce.models import Team

pytestmark = pytest.mark.django_db


def test_every_kind_of_value_comes_back_as_it_was_given(acting):
    child = people.ChildFactory(disabilities=["MOB", "HEAR"], needs_interpreter=True, death_date=None, legacy_id=None)
    again = Person.objects.get(pk=child.pk)
    fields = [field.attname for field in Person._meta.concrete_fields]
    assert {name: getattr(again, name) for name in fields} == {name: getattr(child, name) for name in fields}
    criteria = {"rag": ["red"], "words": '100 % \\ "sure" %(name)s'}
    row = LookBack(name="One", purpose=says(40), criteria=criteria, started_at=child.recorded_at, started_by=acting)
    row.save()
    assert LookBack.objects.get(pk=row.pk).criteria == criteria


def test_words_too_long_for_their_column_are_refused_and_not_cut_off(acting):
    with pytest.raises(DataError), transaction.atomic():
        Team(name="n" * 500, kind="assessment").save()


def test_a_value_that_the_database_works_out_is_stored_by_djangos_statement(acting):
    team = Team(name=Upper(Value("north")), kind="assessment")
    team.save()
    assert Team.objects.get(pk=team.pk).name == "NORTH"


def test_a_save_is_one_statement_planned_once(acting):
    Team(name="North", kind="assessment").save()
    with CaptureQueriesContext(connection) as asked:
        Team(name="South", kind="assessment").save()
    assert len(asked) == 1
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE 'INSERT INTO \"workforce_team\"%'"
        )
        assert cursor.fetchone() == (1,)
