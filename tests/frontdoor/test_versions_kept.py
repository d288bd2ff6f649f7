"""What a tracked row said is kept by the database, whatever road the change took."""

import pytest
from django.apps import apps
from django.db import connection
from django.db.models import QuerySet

from frontdoor.core.acting import acting_as, because
from frontdoor.core.records import TrackedRecord
from tests.factories import people, workers
from tests.factories.people import AgencyFactory
from tests.rows import insert_raw, update_raw
from workforce.models import Team

pytestmark = pytest.mark.django_db
ROADS = {
    "save": lambda team: team.save(),
    "update": lambda team: QuerySet(Team).filter(pk=team.pk).update(name=team.name),
    "bulk update": lambda team: QuerySet(Team).bulk_update([team], ["name"]),
    "sql": lambda team: update_raw(team, name=team.name),
}


@pytest.mark.parametrize("road", ROADS.values(), ids=ROADS)
def test_a_change_by_any_road_leaves_a_version_signed_by_its_maker(road):
    first, second = workers.administrator(), workers.administrator()
    with acting_as(first):
        team = Team(name="North", kind="assessment")
        team.save()
    team.name = "North and East"
    with acting_as(second):
        road(team)
    kept = team.history.order_by("history_id").values_list("name", "history_type", "history_user")
    assert list(kept) == [("North", "+", first.pk), ("North and East", "~", second.pk)]


@pytest.mark.parametrize("road", ["bring_in", "sql"])
def test_a_new_row_by_any_road_has_a_first_version(acting, road):
    if road == "sql":
        insert_raw(Team(name="South", kind="assessment"))
    else:
        Team.objects.bring_in([Team(name="South", kind="assessment"), Team(name="West", kind="assessment")])
    made = Team.objects.filter(name__in=["South", "West"])
    assert [team.history.get().name for team in made] == [team.name for team in made]


def test_a_version_says_why_where_a_reason_was_given_and_no_longer_than_that(acting):
    child = people.ChildFactory()
    with because("Records joined by merge 12"):
        child.save()
    child.save()
    reasons = child.history.order_by("history_id").values_list("history_change_reason", flat=True)
    assert list(reasons) == [None, "Records joined by merge 12", None]


def test_nothing_of_a_row_is_left_out_but_secrets_and_what_the_database_works_out(acting):
    row = AgencyFactory()
    kept = row.history.get()
    fields = [field.attname for field in row._meta.concrete_fields if not field.generated]
    assert {name: getattr(kept, name) for name in fields} == {name: getattr(row, name) for name in fields}
    assert "password" not in {field.name for field in workers.administrator().history.model._meta.fields}


def test_every_tracked_table_keeps_versions():
    tracked = [model for model in apps.get_models() if issubclass(model, TrackedRecord)]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text FROM pg_trigger"
            " WHERE tgname ~ '^pgtrigger_version_of_(a_new_row|a_change)_' AND tgenabled = 'O'"
        )
        guarded = sorted(table for (table,) in cursor.fetchall())
    assert guarded == sorted(model._meta.db_table for model in tracked for _ in range(2))
