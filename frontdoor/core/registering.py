"""The triggers of every table, registered at start in a time that grows with their number and not with its square.

pgtrigger asks before each registration whether the name is taken, and works that out from all it knows: for the
thousand rules of this house that is half of what starting a process costs. Here the two answers are kept.
"""

from typing import Any

from pgtrigger import registry
from pgtrigger.apps import PGTriggerConfig


class Indexed(registry._Registry):
    """pgtrigger's registry, with what it asks of itself kept up to date; every refusal is its own."""

    def __init__(self) -> None:
        self.functions: set[str] = set()
        self.by_table: dict[tuple[str, str], Any] = {}
        super().__init__()

    @property
    def pg_function_names(self) -> set[str]:
        return self.functions

    @property
    def by_db_table(self) -> dict[tuple[str, str], Any]:
        return self.by_table

    def __setitem__(self, key: str, value: Any) -> None:
        super().__setitem__(key, value)
        model, trigger = value
        self.functions.add(trigger.get_pgid(model))
        self.by_table[model._meta.db_table, trigger.name] = trigger

    def __delitem__(self, key: str) -> None:
        model, trigger = self[key]
        super().__delitem__(key)
        self.functions.discard(trigger.get_pgid(model))
        self.by_table.pop((model._meta.db_table, trigger.name), None)


class TriggersConfig(PGTriggerConfig):
    """pgtrigger as it is, over an indexed registry."""

    def ready(self) -> None:
        known, registry._registry = registry._registry, Indexed()
        registry._registry.update(known)
        super().ready()
