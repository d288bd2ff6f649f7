"""An empty database is made in seconds, and one that stands at the former migrations goes on from there."""

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.db.migrations.state import ModelState, ProjectState

APPS = ("frontdoor", "workforce", "cases", "audits")
BEGINNING = {
    "frontdoor.0001_extensions_and_agencies",
    "frontdoor.0002_tables",
    "frontdoor.0003_rules",
    "frontdoor.0004_reference_data",
    *(f"{app}.{name}" for app in APPS[1:] for name in ("0001_tables", "0002_rules")),
}
"""What stands for the migrations that came before it."""
EACH_MODEL_AT_MOST = 60
"""How often a first migrate may render a model; each time takes a millisecond or two, and there are many models."""


def former_migrations() -> set[tuple[str, str]]:
    """What a database has recorded that was migrated before a few migrations came to stand for many."""
    known = MigrationLoader(None).disk_migrations
    libraries = {key for key in known if key[0] not in APPS}
    return libraries | {
        replaced for key, migration in known.items() for replaced in migration.replaces if key[0] in APPS
    }


def recorded(monkeypatch, names: set[tuple[str, str]]) -> None:
    monkeypatch.setattr(MigrationRecorder, "applied_migrations", lambda _: dict.fromkeys(names))


def still_to_apply() -> set[str]:
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return {f"{migration.app_label}.{migration.name}" for migration, _ in plan}


def test_a_database_at_the_last_of_the_former_migrations_goes_on_without_work(monkeypatch):
    recorded(monkeypatch, set())
    assert still_to_apply() >= BEGINNING
    recorded(monkeypatch, former_migrations())
    assert still_to_apply() & BEGINNING == set()


@pytest.mark.django_db
@pytest.mark.parametrize("app", APPS)
def test_a_database_before_the_last_of_the_former_migrations_is_refused(monkeypatch, app):
    former = former_migrations()
    recorded(monkeypatch, former - {max(name for name in former if name[0] == app)})
    with pytest.raises(SystemCheckError, match=f"stops before {app}.*\n.*the last version that keeps them"):
        call_command("migrate", skip_checks=False)


def test_an_empty_database_is_migrated_without_rendering_the_models_again_and_again(monkeypatch):
    rendered = 0
    render = ModelState.render

    def counted(self, apps):
        nonlocal rendered
        rendered += 1
        return render(self, apps)

    monkeypatch.setattr(ModelState, "render", counted)
    loader = MigrationLoader(None)
    state = ProjectState()
    for key in loader.graph._generate_plan(loader.graph.leaf_nodes(), at_end=True):
        for operation in loader.graph.nodes[key].operations:
            operation.state_forwards(key[0], state)
            assert state.apps  # what the operation does to the database reads the models
    assert rendered < EACH_MODEL_AT_MOST * len(state.models), "bring the migrations together anew"
