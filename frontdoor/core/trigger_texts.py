"""Migrating a change of words that many triggers share, without writing each of them down again.

Every model's ledger triggers hold one text. A migration that removed and added each would be longer than all others
together; this operation rewrites those that hold the old words, in the state of migrations as in the database.
"""

from collections.abc import Iterator
from typing import Any

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


class RewriteTriggers(Operation):
    """Put new words in place of old ones in an app's triggers whose name begins with ``prefix``."""

    reversible = True
    reduces_to_sql = True

    def __init__(self, prefix: str, words: tuple[tuple[str, str], ...]) -> None:
        self.prefix, self.words = prefix, words

    def describe(self) -> str:
        return f"Rewrite the triggers {self.prefix}*"

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        for (app, name), model in state.models.items():
            if app == app_label and "triggers" in model.options:
                model.options["triggers"] = [self._rewritten(trigger) for trigger in model.options["triggers"]]
                state.reload_model(app_label, name, delay=True)

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
