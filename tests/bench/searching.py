"""Run inside a measured database: ``sessions`` prints a cookie a worker, ``misspelt`` searches what it is given."""

import json
import sys
import time
from datetime import date

import django
from django.conf import settings
from django.contrib.auth import get_user_model
from django.test import Client
from django.utils import timezone

from tests.bench.filling import WORKERS

WARMING = 20


def sessions(prefixes: list[str]) -> None:
    """One worker after the other, each with the cookies of a browser that has seen a page, and with a search that waits
    in the session, as sending it a moment ago left it."""
    from frontdoor.core.sessions import SEEN, STARTED  # noqa: PLC0415 - models can be imported once Django is set up

    for number in range(1, WORKERS + 1):
        client = Client(SERVER_NAME="127.0.0.1")
        worker = get_user_model().objects.get(email=f"bench{number}@example.org")
        client.force_login(worker, backend=settings.AUTHENTICATION_BACKENDS[-1])
        client.get("/search/results/")
        session = client.session
        session["people_search"] = prefixes[number % len(prefixes)]
        session[STARTED] = session[SEEN] = timezone.now().isoformat()
        session.save()
        print("; ".join(f"{key}={morsel.value}" for key, morsel in client.cookies.items()))


def misspelt(wanted: list[dict[str, str]]) -> None:
    """Each search by itself: how long it took in ms, and at which place the child stands, 0 for not found."""
    from frontdoor.actions import search  # noqa: PLC0415 - models can be imported once Django is set up
    from frontdoor.core.search import Wanted  # noqa: PLC0415

    worker = get_user_model().objects.get(email="bench400@example.org")
    figures = []
    for number, one in enumerate([*wanted[:WARMING], *wanted]):
        born = date.fromisoformat(one["born"]) if one["born"] else None
        asked = Wanted(given_names=one["given"], family_name=one["family"], birth_date=born)
        began = time.perf_counter()
        hits = search.ranked(asked, worker)
        took = (time.perf_counter() - began) * 1000
        names = [(hit.person.given_names, hit.person.family_name) for hit in hits]
        ids = [hit.person.pk for hit in hits]
        place = ids.index(one["id"]) + 1 if one["id"] in ids else 0
        if number >= WARMING:
            figures.append({"ms": took, "place": place, "same_name": tuple(one["name"]) in names})
    print(json.dumps(figures))


if __name__ == "__main__":
    django.setup()
    {"sessions": sessions, "misspelt": misspelt}[sys.argv[1]](json.loads(sys.argv[2]))
