"""A nightly job by hand: what each such command asks for, prints and refuses."""

import json
from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from frontdoor.core.actions import NotPossible
from frontdoor.core.jobs import DONE_FOR
from frontdoor.core.working_days import EARLIEST, LATEST


def a_day(given: str | date | None) -> date:
    """The day of an option, ISO text or a date; today in London for none.

    Raises CommandError, one line, for what is no day or lies outside the days of our work.
    """
    if given is None:
        return timezone.localdate()
    try:
        day = date.fromisoformat(given) if isinstance(given, str) else given
    except ValueError as problem:
        raise CommandError(f"{given} is no day. Write one such as 2026-11-23.") from problem
    if not EARLIEST <= day <= LATEST:
        raise CommandError(f"Choose a day from {EARLIEST:%-d %B %Y} to {LATEST:%-d %B %Y}.")
    return day


class JobByHand(BaseCommand):
    """A job for a day. The last line out is what was found, as JSON.

    A subclass names in ``title`` what it prints before the day, and in ``job`` the act: ``by``, ``on`` and ``now``.
    """

    title: str
    job: Callable[..., dict[str, Any]]

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--on", help="the day, such as 2026-11-23; today in London if none")

    def handle(self, *args: Any, on: str | date | None, **options: Any) -> None:
        day = a_day(on)
        try:
            found = self.job(by=get_user_model().objects.the_system(), on=day, now=timezone.now)
        except NotPossible as refusal:
            raise CommandError(refusal.reason) from refusal
        self.stdout.write(f"{self.title} {day:%-d %B %Y}")
        if DONE_FOR in found:
            later = date.fromisoformat(found[DONE_FOR])
            self.stdout.write(f"Nothing is changed: this is done for {later:%-d %B %Y}, and goes forward only.")
        self.stdout.write(json.dumps(found))
