"""Tell the front door's managers of the night's hand-over by hand, as the morning's job does."""

import json
from datetime import date
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand
from django.utils import timezone

from frontdoor.actions import hand_over


class Command(BaseCommand):
    help = "Tell the front door's managers how many contacts the night hands over."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument(
            "--on", type=date.fromisoformat, help="the day, such as 2026-11-23; today in London if none"
        )

    def handle(self, *args: Any, on: date | None, **options: Any) -> None:
        day = on or timezone.localdate()
        found = hand_over.announce(by=get_user_model().objects.the_system(), on=day, now=timezone.now)
        self.stdout.write(f"Hand-over of the night before {day:%-d %B %Y}")
        self.stdout.write(json.dumps(found))
