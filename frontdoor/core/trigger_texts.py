"""Migrating what many triggers share, without writing each of them down again.

Every model's ledger triggers hold one text, and every tracked model's versions are kept alike. A migration that removed
and added each would be longer than all others together; these operations rewrite those that hold the old words, or add
one to each model, in the state of migrations as in the database. They leave the models that a state has rendered as
they are: no later operation reads triggers there, and to render every model anew takes a minute.
"""

from collections.abc import Iterator
from functools import partial
from types import SimpleNamespace
from typing import Any

import pgtrigger
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState
from pgtrigger.compiler import Trigger, UpsertTriggerSql

LEDGER_READS_A_ROW_ONCE = (
    ("(to_jsonb(t)->>", "(facts->>"),
    ("convert_to(to_jsonb(t)::text", "convert_to(facts::text"),
    ("FROM new_rows t;", "FROM (SELECT to_jsonb(t) AS facts FROM new_rows t OFFSET 0) written;"),
    ("FROM old_rows t;", "FROM (SELECT to_jsonb(t) AS facts FROM old_rows t OFFSET 0) written;"),
)
"""``OFFSET 0`` keeps the row's text from being made again at each place that reads it."""

VERSIONS_ARE_KEPT = """
    INSERT INTO {versions} ({columns}, history_type, history_date, history_user_id, history_change_reason)
    SELECT {values}, '{kind}', clock_timestamp(),
           nullif(current_setting('frontdoor.actor', true), '')::bigint,
           nullif(current_setting('frontdoor.change_reason', true), '')
    FROM new_rows written;
    RETURN NULL;
"""
"""As ``version_triggers.KEPT`` was when its migration landed: that one may change, in a migration of its own."""


class RewriteTriggers(Operation):
    """Put new words in place of old ones in an app's triggers whose name begins with ``prefix``."""

    reversible = True
    reduces_to_sql = True

    def __init__(self, prefix: str, words: tuple[tuple[str, str], ...]) -> None:
        self.prefix, self.words = prefix, words

    def describe(self) -> str:
        return f"Rewrite the triggers {self.prefix}*"

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        for (app, _), model in state.models.items():
            if app == app_label and "triggers" in model.options:
                model.options["triggers"] = [self._rewritten(trigger) for trigger in model.options["triggers"]]

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        for trigger in self._of(app_label, to_state):
            schema_editor.execute(trigger.install_sql, params=None)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        self.database_forwards(app_label, schema_editor, from_state, to_state)

    def _of(self, app_label: str, state: ProjectState) -> Iterator[Trigger]:
        for (app, _), model in state.models.items():
            if app == app_label:
                yield from (t for t in model.options.get("triggers", ()) if t.name.startswith(self.prefix))

    def _rewritten(self, trigger: Trigger) -> Trigger:
        if not trigger.name.startswith(self.prefix):
            return trigger
        function = trigger.sql.kwargs["func"]
        for was, now in self.words:
            function = function.replace(was, now)
        return Trigger(name=trigger.name, sql=UpsertTriggerSql(**{**trigger.sql.kwargs, "func": function}))


class AddTriggers(Operation):
    """Give every tracked model of an app (one that has a table of versions) these triggers."""

    reversible = True
    reduces_to_sql = True

    def __init__(self, triggers: list[pgtrigger.Trigger]) -> None:
        self.triggers = triggers

    def describe(self) -> str:
        return f"Add the triggers {', '.join(trigger.name for trigger in self.triggers)}"

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        for name, made in self._compiled(app_label, state):
            model = state.models[app_label, name]
            model.options["triggers"] = [*model.options.get("triggers", ()), *made]

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        for _, made in self._compiled(app_label, to_state):
            for trigger in made:
                schema_editor.execute(trigger.install_sql, params=None)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        for _, made in self._compiled(app_label, to_state):
            for trigger in made:
                schema_editor.execute(trigger.uninstall_sql, params=None)

    def _compiled(self, app_label: str, state: ProjectState) -> list[tuple[str, list[Trigger]]]:
        ours = {name for app, name in state.models if app == app_label}
        return [
            (name, [trigger.compile(_outline(state, app_label, name)) for trigger in self.triggers])
            for name in sorted(ours)
            if f"historical{name}" in ours
        ]


def _outline(state: ProjectState, app_label: str, name: str) -> Any:
    """As much of a model as the text of a trigger is made of; rendering every model of the state takes minutes."""
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
