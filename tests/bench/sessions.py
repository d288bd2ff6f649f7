"""Prints a session cookie for a manager, two social workers and a leader, by the sign-in of the settings in force."""

import django
from django.conf import settings
from django.contrib.auth import get_user_model
from django.test import Client

from tests.bench.filling import WRITER

WHO = {
    "manager": "bench2@example.org",
    "worker": WRITER,
    "leader": "bench400@example.org",
    "desk": "bench40@example.org",
}


def main() -> None:
    django.setup()
    for name, email in WHO.items():
        client = Client()
        client.force_login(get_user_model().objects.get(email=email), backend=settings.AUTHENTICATION_BACKENDS[-1])
        cookies = "; ".join(f"{key}={morsel.value}" for key, morsel in client.cookies.items())
        print(name, cookies)


if __name__ == "__main__":
    main()
