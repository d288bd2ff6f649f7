"""How an app of the house hands its entries to the registries: by rooms of agreed names, read at start."""

from importlib import import_module

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
    "my_work_consent",
    "my_work_record_use",
    "my_work_strategy",
    "my_work_enquiries",
    "my_work_plans",
    "my_work_conferences",
    "my_work_drift",
    "drift_rules",
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
                import_module(f"{self.name}.{room}")
