"""Flag caseloads above the limits for a day. The last line out is what was found, as JSON."""

import json
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from workforce.actions import flags
from workforce.models import Worker


class Command(BaseCommand):
    help = "Flag workers whose caseload is above a limit, and clear the flags that no longer hold. Safe to repeat."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--on", type=date.fromisoformat, help="the day, such as 2026-11-23; by default today")

    def handle(self, *args: Any, on: date | None, **options: Any) -> None:
        day = on or timezone.localdate()
        found = flags.flag_high_caseloads(by=Worker.objects.the_system(), on=day, now=timezone.now)
        self.stdout.write(f"Caseloads above a limit on {day:%-d %B %Y}")
        self.stdout.write(json.dumps(found))
