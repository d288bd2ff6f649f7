"""The nightly jobs against the single SQL statement that says the same, on the same tables in the same process.

Prints one JSON line: seconds of the statement, of the first night and of a second run.
"""

import json
import time
from collections.abc import Callable
from io import StringIO
from typing import Any

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.utils import timezone  # noqa: E402

JOBS = {
    "flag_overdue": (
        """
        INSERT INTO bench_flag (assessment_id, due_on, noticed_on)
        SELECT id, due_on, %s FROM cases_assessment WHERE finished_on IS NULL AND due_on < %s
        ON CONFLICT DO NOTHING
        """,
        "bench_flag",
        "cases_overdueflag",
    ),
    "flag_high_caseloads": (
        """
        INSERT INTO bench_caseload (worker_id, children, noticed_on)
        SELECT worker_id, count(*), %s FROM cases_allocation
        WHERE ended_on IS NULL AND role = 'lead' AND started_on <= %s GROUP BY worker_id HAVING count(*) > 17
        ON CONFLICT DO NOTHING
        """,
        "bench_caseload",
        "workforce_caseloadflag",
    ),
}
TABLES = """
    CREATE TABLE bench_flag (id bigserial PRIMARY KEY, assessment_id bigint UNIQUE REFERENCES cases_assessment,
                             due_on date NOT NULL, noticed_on date NOT NULL);
    CREATE TABLE bench_caseload (id bigserial PRIMARY KEY, worker_id bigint UNIQUE REFERENCES workforce_worker,
                                 children int NOT NULL, noticed_on date NOT NULL);
"""


def timed(work: Callable[[], Any]) -> float:
    with connection.cursor() as cursor:
        cursor.execute("CHECKPOINT")
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def counted(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        return cursor.fetchone()[0]


def main() -> None:
    today = timezone.localdate()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(TABLES)
    found = {}
    for job, (statement, plain, ours) in JOBS.items():

        def raw(statement: str = statement) -> None:
            with connection.cursor() as cursor:
                cursor.execute(statement, [today, today])

        def night(job: str = job) -> None:
            call_command(job, on=today, stdout=StringIO())

        found[job] = {
            "sql": timed(raw),
            "first": timed(night),
            "again": timed(night),
            "sql_rows": counted(plain),
            "rows": counted(ours),
        }
    print(json.dumps(found))


if __name__ == "__main__":
    main()
