"""Print who can sign in, with which roles; in the demo also the password that all its people share."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone

from workforce.demo_people import DOMAIN, PASSWORD
from workforce.models import Worker


class Command(BaseCommand):
    help = "Print name, roles and e-mail address of everyone who can sign in; in the demo its people's password too."

    def handle(self, *args: Any, **options: Any) -> None:
        today = timezone.localdate()
        workers = Worker.objects.in_post(today).with_roles(today)
        if settings.DEMO:
            workers = workers.filter(email__endswith=f"@{DOMAIN}")
        rows = [(worker.get_full_name(), ", ".join(worker.role_names) or "no role", worker.email) for worker in workers]
        if not rows:
            self.stdout.write("Nobody can sign in yet.")
            return
        widths = [max(len(row[column]) for row in rows) for column in range(2)]
        for name, roles, email in rows:
            self.stdout.write(f"{name:{widths[0]}}  {roles:{widths[1]}}  {email}")
        if settings.DEMO:
            self.stdout.write(f"Password of each: {PASSWORD}")
