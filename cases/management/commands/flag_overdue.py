"""Flag overdue assessments by hand, as the morning's job does."""

import json
from datetime import date
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand
from django.utils import timezone

from cases.actions import flags


class Command(BaseCommand):
    help = "Flag the assessments that are overdue on a day and clear the flags of those that no longer are."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument(
            "--on", type=date.fromisoformat, help="the day, such as 2026-11-23; today in London if none"
        )

    def handle(self, *args: Any, on: date | None, **options: Any) -> None:
        day = on or timezone.localdate()
        found = flags.flag_overdue(by=get_user_model().objects.the_system(), on=day, now=timezone.now)
        self.stdout.write(f"Overdue assessments on {day:%-d %B %Y}")
        self.stdout.write(json.dumps(found))
