"""Operations by which a migration makes many tables, or gives many tables their rules, in one step.

Django renders every model of a state anew at each table and each trigger that an operation of its own adds: of a few
hundred operations, minutes. These change the state as a whole, and render it once or not at all.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import groupby
from types import SimpleNamespace
from typing import Any

import pgtrigger
from django.db.migrations.operations import (
    AddConstraint,
    AddField,
    AddIndex,
    AlterField,
    RemoveConstraint,
    RemoveField,
    RemoveIndex,
)
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState
from pgtrigger.compiler import Trigger, UpsertTriggerSql
from pgtrigger.migrations import AddTrigger, RemoveTrigger


class Together(Operation):
    """Operations that do not build on one another, such as tables that refer to one another."""

    reversible = True
    reduces_to_sql = True

    def __init__(self, operations: Sequence[Operation]) -> None:
        self.operations = operations

    def describe(self) -> str:
        kinds = sorted({type(operation).__name__ for operation in self.operations})
        return f"{', '.join(kinds)}, {len(self.operations)} together"

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        # A state that is not rendered takes a change in without rendering what it touches.
        rendered = state.__dict__.pop("apps", None)
        for operation in self.operations:
            operation.state_forwards(app_label, state)
        if rendered is not None and all(isinstance(operation, OF_TRIGGERS) for operation in self.operations):
            # Triggers are read from the state itself, so the models that it has rendered still say the truth.
            state.__dict__["apps"] = rendered

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        for operation in self.operations:
            operation.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        for operation in reversed(self.operations):
            operation.database_backwards(app_label, schema_editor, from_state, to_state)


TAKEN_AWAY = (RemoveTrigger, RemoveConstraint, RemoveIndex)
PUT_ON = (AddIndex, AddConstraint, AddTrigger)
OF_TRIGGERS = (RemoveTrigger, AddTrigger)
OF_FIELDS = (AddField, AlterField, RemoveField)


def together(operations: Iterable[Operation]) -> list[Operation]:
    """The operations on tables of a migration, in few steps: what stands on fields is taken away, tables and fields are
    changed in their order (no field twice), and what stands on them is put on."""
    taken: list[Operation] = []
    put: list[Operation] = []
    between: list[Operation] = []
    for operation in operations:
        kind = type(operation)
        (taken if kind in TAKEN_AWAY else put if kind in PUT_ON else between).append(operation)
    taken.sort(key=lambda operation: TAKEN_AWAY.index(type(operation)))
    put.sort(key=lambda operation: PUT_ON.index(type(operation)))
    return [Together(list(alike)) for _, alike in groupby([*taken, *between, *put], key=_step)]


def _step(operation: Operation) -> Any:
    """What one operation has in common with those that are done with it."""
    if isinstance(operation, OF_TRIGGERS):
        return OF_TRIGGERS
    if isinstance(operation, TAKEN_AWAY + PUT_ON):
        return TAKEN_AWAY
    return OF_FIELDS if isinstance(operation, OF_FIELDS) else type(operation)


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
    """Put other words for the same ones, or for those of a pattern, wherever they stand in the triggers of an app."""

    reversible = True
    reduces_to_sql = True

    def __init__(self, old: str | re.Pattern[str], new: str) -> None:
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


def _reworded(trigger: Trigger, old: str | re.Pattern[str], new: str) -> Trigger:
    put = (lambda text: old.sub(new, text)) if isinstance(old, re.Pattern) else (lambda text: text.replace(old, new))
    told = {key: put(value) for key, value in trigger.sql.kwargs.items()}
    if told == trigger.sql.kwargs:
        return trigger
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
