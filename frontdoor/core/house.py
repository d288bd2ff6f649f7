"""How an app of the house hands its entries to the registries: by rooms of agreed names, read at start.

A room is a module, or a package with a module a noun.
"""

from importlib import import_module
from pkgutil import iter_modules

from django.apps import AppConfig
from django.utils.module_loading import module_has_submodule

ROOMS = (
    "checks",
    "permissions",
    "promises",
    "access",
    "joining",
    "chronology",
    "my_work",
    "drift_rules",
    "next_due_kinds",
    "navigation",
    "record_links",
    "messages",
    "board",
)


class HouseConfig(AppConfig):
    """Reads the app's rooms once its models exist."""

    def ready(self) -> None:
        for room in ROOMS:
            if module_has_submodule(self.module, room):
                opened = import_module(f"{self.name}.{room}")
                for inside in iter_modules(getattr(opened, "__path__", ())):
                    import_module(f"{opened.__name__}.{inside.name}")
