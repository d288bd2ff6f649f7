"""Make the two administrators with whom an installation begins, and print where each sets a password."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from workforce.actions.administrators import Named, make_first_two
from workforce.links import days_open, password_link
from workforce.models import Worker

PERSON = ("EMAIL", "FIRST_NAMES", "FAMILY_NAME")


class Command(BaseCommand):
    help = "Make the two administrators with whom an installation begins. Refused while two can sign in."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--first", nargs=3, metavar=PERSON, required=True)
        parser.add_argument("--second", nargs=3, metavar=PERSON, required=True)

    def handle(self, *args: Any, first: list[str], second: list[str], **options: Any) -> None:
        now = timezone.now()
        try:
            made = make_first_two(
                by=Worker.objects.the_system(),
                on=timezone.localdate(now),
                at=now,
                first=Named(email=first[0], given_names=first[1], family_name=first[2]),
                second=Named(email=second[0], given_names=second[1], family_name=second[2]),
            )
        except ValidationError as refused:
            raise CommandError(" ".join(refused.messages)) from None
        for worker in made:
            self.stdout.write(f"{worker.get_full_name()} sets a password at {password_link(worker)}")
        self.stdout.write(
            f"Each link opens once, within {days_open()} days. Hand it to that person alone; it is not kept anywhere."
        )
