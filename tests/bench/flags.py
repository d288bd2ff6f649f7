"""The nightly jobs against the single SQL statement that says the same, on the same tables in the same process.

The statement writes every row that the job must write, or it would say less: the flags, for each flag the line of the
ledger (who, what, which row, and the digest of it), and one message for each manager who hears of it. It writes them
plainly: into tables without triggers, with no job's row to lock, and with limits and roles that it does not look up.
What the job takes longer is then what its guards cost.

Prints one JSON line: seconds of the statement, of the first night and of a second run; rows of each kind.
"""

import json
import time
from collections.abc import Callable
from datetime import date
from io import StringIO
from typing import Any

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.utils import timezone  # noqa: E402

ROUNDS = 5
LEDGER = "frontdoor_ledgerevent"
TABLES = """
    CREATE TABLE bench_flag (id bigserial PRIMARY KEY, assessment_id bigint UNIQUE REFERENCES cases_assessment,
                             due_on date NOT NULL, noticed_on date NOT NULL);
    CREATE TABLE bench_caseload (id bigserial PRIMARY KEY, worker_id bigint UNIQUE REFERENCES workforce_worker,
                                 level text NOT NULL, children int NOT NULL, noticed_on date NOT NULL);
    CREATE TABLE bench_ledger (id bigserial PRIMARY KEY, at timestamptz NOT NULL, actor_id bigint NOT NULL,
                               verb text NOT NULL, subject text NOT NULL, subject_id bigint NOT NULL,
                               person_ids bigint[] NOT NULL, digest bytea NOT NULL);
    CREATE INDEX ON bench_ledger (subject, subject_id);
    CREATE INDEX ON bench_ledger (actor_id, at);
    CREATE TABLE bench_message (id bigserial PRIMARY KEY, topic text NOT NULL, key text NOT NULL UNIQUE,
                                payload jsonb NOT NULL);
"""
WRITTEN = """
        , history AS (
            INSERT INTO bench_ledger (at, actor_id, verb, subject, subject_id, person_ids, digest)
            SELECT clock_timestamp(), 1, 'collect', '{flags}', id, '{{}}', sha256(convert_to(to_jsonb(f)::text, 'UTF8'))
            FROM flagged f
        )
        INSERT INTO bench_message (topic, key, payload)
"""
STATEMENTS = {
    "flag_overdue": """
        WITH flagged AS (
            INSERT INTO bench_flag (assessment_id, due_on, noticed_on)
            SELECT id, due_on, %(on)s FROM cases_assessment WHERE finished_on IS NULL AND due_on < %(on)s
            ON CONFLICT DO NOTHING RETURNING *
        ), late AS MATERIALIZED (
            SELECT DISTINCT team_id FROM flagged
            JOIN cases_assessment assessment ON assessment.id = assessment_id
            JOIN frontdoor_referral referral ON referral.id = referral_id
        )"""
    + WRITTEN.format(flags="bench_flag")
    + """
        SELECT 'overdue', 'overdue:' || manager.id || %(on)s, jsonb_build_object('team', manager.team_id)
        FROM workforce_worker manager JOIN workforce_rolegrant held ON held.worker_id = manager.id
        JOIN late ON late.team_id = manager.team_id
        WHERE held.role = 'practice_manager'
        ON CONFLICT DO NOTHING
    """,
    "flag_high_caseloads": """
        WITH load AS (
            SELECT worker_id, count(*) AS children FROM cases_allocation
            WHERE ended_on IS NULL AND role = 'lead' AND started_on <= %(on)s GROUP BY worker_id HAVING count(*) > 17
        ), flagged AS (
            INSERT INTO bench_caseload (worker_id, level, children, noticed_on)
            SELECT worker_id, CASE WHEN children > 30 THEN 'alarm' WHEN children > 25 THEN 'critical'
                                   WHEN children > 20 THEN 'red' ELSE 'amber' END, children, %(on)s
            FROM load ON CONFLICT DO NOTHING RETURNING *
        )"""
    + WRITTEN.format(flags="bench_caseload")
    + """
        SELECT 'caseload', 'caseload:' || manager.id || %(on)s, jsonb_object_agg(heard.level, heard.workers)
        FROM workforce_worker manager
        JOIN workforce_rolegrant held ON held.worker_id = manager.id
        CROSS JOIN LATERAL (
            SELECT level, count(*) AS workers FROM flagged JOIN workforce_worker worker ON worker.id = worker_id
            WHERE held.role = 'practice_manager' AND worker.team_id = manager.team_id
               OR held.role = 'senior_leader' AND level = 'alarm'
            GROUP BY level
        ) heard
        WHERE held.role IN ('practice_manager', 'senior_leader') GROUP BY manager.id
        ON CONFLICT DO NOTHING
    """,
}
PLAIN = {"flag_overdue": "bench_flag", "flag_high_caseloads": "bench_caseload"}
OURS = {"flag_overdue": "cases_overdueflag", "flag_high_caseloads": "workforce_caseloadflag"}


def timed(work: Callable[[], Any]) -> float:
    with connection.cursor() as cursor:
        cursor.execute("CHECKPOINT")
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def counted(flags: str, ledger: str, messages: str) -> list[int]:
    """Rows of a table of flags, lines of its ledger about them, and messages."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT (SELECT count(*) FROM {flags}), (SELECT count(*) FROM {ledger} WHERE subject = '{flags}'),"
            f" (SELECT count(*) FROM {messages})"
        )
        return list(cursor.fetchone())


def forget(tables: tuple[str, ...]) -> None:
    """As it was before the night, for another round; only a superuser without triggers can."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        for table in tables:
            cursor.execute(f"DELETE FROM {table}")
    with connection.cursor() as cursor:
        cursor.execute(f"VACUUM ANALYZE {', '.join(tables)}")


def measured(job: str, statement: str, today: date) -> dict[str, Any]:
    """The round of the median ratio, of a few: what a neighbour does in one of them decides nothing."""

    def raw() -> None:
        with connection.cursor() as cursor:
            cursor.execute(statement, {"on": today})

    def night() -> None:
        call_command(job, on=today, stdout=StringIO())

    plain, ours = (PLAIN[job], "bench_ledger", "bench_message"), (OURS[job], LEDGER, "frontdoor_outboxmessage")
    rounds = []
    for _ in range(ROUNDS):
        forget((*plain, *ours, "frontdoor_jobrun"))
        found = {"sql": timed(raw), "first": timed(night), "again": timed(night)}
        rounds.append(found | {"sql_rows": counted(*plain), "rows": counted(*ours)})
    return sorted(rounds, key=lambda found: found["first"] / found["sql"])[ROUNDS // 2]


def main() -> None:
    today = timezone.localdate()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(TABLES)
    print(json.dumps({job: measured(job, statement, today) for job, statement in STATEMENTS.items()}))


if __name__ == "__main__":
    main()
