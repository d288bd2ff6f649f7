"""Run inside a measured database: prints the CPU in ms that one line of the ledger costs, ours and the database's."""

import time

import django
from django.contrib.auth import get_user_model
from django.db import connection

from tests.bench.filling import WRITER
from tests.bench.measuring import cpu_of

LINES, WARMING = 1000, 20


def main() -> None:
    django.setup()
    from frontdoor.core import ledger  # noqa: PLC0415 - models can be imported once Django is set up
    from frontdoor.models import Person  # noqa: PLC0415

    worker, child = get_user_model().objects.get(email=WRITER), Person.objects.children().first()
    backend = [connection.connection.info.backend_pid]

    def written(lines: int) -> float:
        began = time.process_time() + cpu_of(backend)
        for _ in range(lines):
            ledger.consulted(by=worker, subject=child, person_ids=[child.pk])
        return time.process_time() + cpu_of(backend) - began

    written(WARMING)
    print(written(LINES) * 1000 / LINES)


if __name__ == "__main__":
    main()
