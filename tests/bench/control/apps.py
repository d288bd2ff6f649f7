"""The control's own tables."""

from django.apps import AppConfig


class ControlConfig(AppConfig):
    name = "tests.bench.control"
    label = "bench"
    default_auto_field = "django.db.models.BigAutoField"
