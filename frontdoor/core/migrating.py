"""Operations by which a migration makes many tables, or gives many tables their rules, in one step.

Django renders every model of a state anew at each table and each trigger that an operation of its own adds: of a few
hundred operations, minutes. These change the state as a whole, and render it once or not at all.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from types import SimpleNamespace
from typing import Any

import pgtrigger
from django.db.migrations.operations import CreateModel
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState
from pgtrigger.compiler import Trigger, UpsertTriggerSql


class CreateTogether(Operation):
    """Make tables that may refer to one another, in whatever order they stand."""

    reversible = True
    reduces_to_sql = True

    def __init__(self, tables: Sequence[CreateModel]) -> None:
        self.tables = tables

    def describe(self) -> str:
        return f"Create {len(self.tables)} tables together"

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        # A state that is not rendered takes a table in without rendering what it refers to.
        state.__dict__.pop("apps", None)
        for table in self.tables:
            table.state_forwards(app_label, state)

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        for table in self.tables:
            table.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        for table in reversed(self.tables):
            table.database_backwards(app_label, schema_editor, from_state, to_state)


class AddTriggers(Operation):
    """Give models their triggers; ``triggers`` holds those of each by the model's name in lower case.

    The models that a state has rendered stay as they are: no later operation reads triggers there.
    """

    reversible = True
    reduces_to_sql = True

    def __init__(self, triggers: Mapping[str, Sequence[pgtrigger.Trigger]]) -> None:
        self.triggers = triggers

    def describe(self) -> str:
        return f"Add {sum(map(len, self.triggers.values()))} triggers"

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        for name, made in self._compiled(app_label, state):
            options = state.models[app_label, name].options
            options["triggers"] = [*options.get("triggers", ()), *made]

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        for _, made in self._compiled(app_label, to_state):
            for trigger in made:
                schema_editor.execute(trigger.install_sql, params=None)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        for _, made in self._compiled(app_label, to_state):
            for trigger in made:
                schema_editor.execute(trigger.uninstall_sql, params=None)

    def _compiled(self, app_label: str, state: ProjectState) -> Iterator[tuple[str, list[Trigger]]]:
        for name, triggers in self.triggers.items():
            model = _outline(state, app_label, name)
            yield name, [trigger.compile(model) for trigger in triggers]


class RewordTriggers(Operation):
    """Put other words for the same ones wherever they stand in the triggers of an app."""

    reversible = True
    reduces_to_sql = True

    def __init__(self, old: str, new: str) -> None:
        self.old, self.new = old, new

    def describe(self) -> str:
        return "Put other words into triggers"

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        for model in _models(app_label, state):
            triggers = model.options.get("triggers", ())
            model.options["triggers"] = [_reworded(trigger, self.old, self.new) for trigger in triggers]

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        _install_others(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        _install_others(app_label, schema_editor, from_state, to_state)


def _models(app_label: str, state: ProjectState) -> list[Any]:
    return [model for (app, _), model in state.models.items() if app == app_label]


def _reworded(trigger: Trigger, old: str, new: str) -> Trigger:
    if old not in str(trigger.sql):
        return trigger
    told = {key: value.replace(old, new) for key, value in trigger.sql.kwargs.items()}
    return Trigger(name=trigger.name, sql=UpsertTriggerSql(**told))


def _install_others(app_label: str, schema_editor: Any, from_state: ProjectState, to_state: ProjectState) -> None:
    for model in _models(app_label, to_state):
        before = from_state.models[app_label, model.name_lower].options.get("triggers", ())
        known = {trigger.name: trigger.hash for trigger in before}
        for trigger in model.options.get("triggers", ()):
            if known[trigger.name] != trigger.hash:
                schema_editor.execute(trigger.install_sql, params=None)


def _outline(state: ProjectState, app_label: str, name: str) -> Any:
    """As much of a model as the text of a trigger is made of; rendering every model of the state takes long."""
    model = state.models[app_label, name.lower()]
    fields = [field.clone() for field in model.fields.values()]
    for field, named in zip(fields, model.fields, strict=True):
        field.set_attributes_from_name(named)
    meta = SimpleNamespace(
        apps=SimpleNamespace(get_model=partial(_outline, state)),
        app_label=app_label,
        object_name=model.name,
        db_table=model.options.get("db_table") or f"{app_label}_{model.name.lower()}",
        fields=fields,
        concrete_fields=fields,
    )
    return SimpleNamespace(_meta=meta)
