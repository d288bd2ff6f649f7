"""Remove working data that is no longer needed by hand, as the morning's job does."""

import json
from datetime import date
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from frontdoor.actions.housekeeping import NotYet, housekeeping


class Command(BaseCommand):
    help = "Remove sessions, held forms, form keys, drafts and sent messages that are no longer needed on a day."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument(
            "--on", type=date.fromisoformat, help="the day, such as 2026-11-23; today in London if none"
        )

    def handle(self, *args: Any, on: date | None, **options: Any) -> None:
        day = on or timezone.localdate()
        try:
            removed = housekeeping(by=get_user_model().objects.the_system(), on=day, now=timezone.now)
        except NotYet as refusal:
            raise CommandError(refusal.reason) from refusal
        self.stdout.write(f"Removed on {day:%-d %B %Y}")
        self.stdout.write(json.dumps(removed))
