"""Load the invented authority, once; `make demo` calls this at each start."""

import json
import os
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from audits.actions import demo
from cases.actions import flags as overdue
from frontdoor.management.by_hand import a_day
from workforce.actions import flags as caseloads
from workforce.models import Worker


class Command(BaseCommand):
    help = (
        "Fill an empty system with an invented authority and two years of its work. DEMO_CHILDREN (2000) says how many "
        "children, DEMO_SEED (1) which people. A system that holds contacts is left as it is."
    )

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--date", help="the last day of the history; today in London if none")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("The invented authority is loaded only with the demo settings.")
        on, now = a_day(options["date"]), timezone.now()
        if on > timezone.localdate():
            raise CommandError("The history cannot end in the future.")
        system = Worker.objects.the_system()
        try:
            made = demo.load_authority(
                by=system,
                on=on,
                now=demo.desk_moment(on, now),
                seed=int(os.environ.get("DEMO_SEED", "1")),
                children=int(os.environ.get("DEMO_CHILDREN", "2000")),
            )
        except demo.AlreadyHoldsContacts as told:
            self.stdout.write(told.reason)
            return
        for flag in (overdue.flag_overdue, caseloads.flag_high_caseloads):
            flag(by=system, on=on, now=timezone.now)
        self.stdout.write(json.dumps(made, sort_keys=True))
