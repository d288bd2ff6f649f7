"""An authority of any size in seconds: made by SQL, on the project's own migrations.

``cases`` is the number of referrals, over 20 teams, with 3 contacts to a referral. On an ordinary day 6 of 100 are
open, with 400 workers; on the night that goal G8 speaks of half of them, 25 to a worker.
"""

import json

import psycopg
from psycopg import sql

DRAFTS = 6000
WRITER = "bench61@example.org"
FIRST_CHILD = (
    "SELECT child_id FROM frontdoor_referral r JOIN workforce_worker w ON w.team_id = r.team_id"
    f" WHERE w.email = '{WRITER}' AND closed_on IS NULL AND child_id % 1000 <> 0 ORDER BY r.id"
)
"""Children with an open case in the team of the measured worker."""

LONG_STORY = 2000
BROTHERS_AND_SISTERS = 5
OPEN_CONTACTS = 600
"""At any size: a desk has no more to decide because it has decided for years."""
TEAMS = 20
WORKERS = 400
A_NIGHTS_CASELOAD = 25
ROLES = ("social_worker", "practice_manager", "senior_leader")

# What a column that may not be empty holds where the filling does not say otherwise.
FILLERS = {
    "boolean": "false",
    "bigint": "0",
    "integer": "0",
    "numeric": "1",
    "date": "current_date",
    "timestamp with time zone": "now()",
    "jsonb": "'{}'::jsonb",
    "ARRAY": "'{}'",
    "character varying": "''",
    "text": "''",
    "bytea": "''::bytea",
}

ANSWERS = {
    "danger": {"immediate_danger": ["no"]},
    "caller": {"method": ["telephone"], "source": ["1A"], "referrer_name": ["Invented Caller"]},
    "concern": {"concern": ["What was told about the child on the telephone this morning. " * 5]},
    "consent": {"claimed_consent": ["agreed"]},
}
"""What was typed on the steps of each draft: nothing is left to be asked."""


class Filling:
    """Fills one database through a superuser connection with triggers off."""

    def __init__(self, url: str, cases: int, *, night: bool = False) -> None:
        self.connection = psycopg.connect(url, autocommit=True)
        self.connection.execute("SET session_replication_role = replica")
        self.cases = cases
        self.people = max(cases * 7 // 10, 100)
        self.opened = max(cases * (50 if night else 6) // 100, 200)
        self.workers = self.opened // A_NIGHTS_CASELOAD if night else WORKERS

    def _columns(self, table: str) -> list[tuple[str, str]]:
        return self.connection.execute(
            "SELECT column_name, data_type FROM information_schema.columns WHERE table_name = %s"
            " AND is_nullable = 'NO' AND column_default IS NULL AND is_identity = 'NO' AND is_generated = 'NEVER'",
            [table],
        ).fetchall()

    def fill(self, table: str, rows: int, **columns: str) -> None:
        """``rows`` rows; each column's text is SQL over ``n``, the row's number from 1."""
        for name, kind in self._columns(table):
            columns.setdefault(name, FILLERS[kind])
        self.connection.execute(
            sql.SQL("INSERT INTO {} ({}) SELECT {} FROM generate_series(1, {}) n").format(
                sql.Identifier(table),
                sql.SQL(", ").join(map(sql.Identifier, columns)),
                sql.SQL(", ").join(map(sql.SQL, columns.values())),  # type: ignore[arg-type]
                sql.Literal(rows),
            )
        )

    def everything(self) -> None:
        """Teams, workers, people, contacts, referrals, allocations, assessments, one long story."""
        team, worker = self.service()
        self._people_and_cases(team, worker)
        self._long_story()
        self.connection.execute("VACUUM ANALYZE")

    def _long_story(self) -> None:
        """Visits of many years to the children of one mother: the first whose records the measured worker opens."""
        children = f"(ARRAY({FIRST_CHILD} LIMIT {BROTHERS_AND_SISTERS}))[1 + n % {BROTHERS_AND_SISTERS}]"
        self.fill(
            "frontdoor_person",
            1,
            given_names="'Mother'",
            family_name="'Of many'",
            birth_date="current_date - 12000",
            birth_date_known="'exact'",
            sex="'F'",
            ethnicity="'WBRI'",
        )
        self.fill(
            "frontdoor_relationship",
            BROTHERS_AND_SISTERS,
            child_id=children,
            adult_id="(SELECT max(id) FROM frontdoor_person)",
            kind="'mother'",
            parental_responsibility="'yes'",
            started_on="current_date - 5000",
        )
        self.fill(
            "cases_visit",
            LONG_STORY * BROTHERS_AND_SISTERS,
            child_id=children,
            visited_on=f"current_date - (n / {BROTHERS_AND_SISTERS})",
            visited_by_id=f"(SELECT id FROM workforce_worker WHERE email = '{WRITER}')",
            seen="n % 5 > 0",
        )

    def service(self) -> tuple[str, str]:
        """Teams, workers with their roles, and agencies; SQL for the team and the worker of row ``n``."""
        kind = "CASE n WHEN 1 THEN 'front_door' ELSE 'assessment' END"
        self.fill("workforce_team", TEAMS, name="'Team ' || n", kind=kind)
        team = f"(SELECT min(id) FROM workforce_team) + n % {TEAMS}"
        self.fill(
            "workforce_worker",
            self.workers + 1,
            email="'bench' || n || '@example.org'",
            given_names="'Given' || n",
            family_name="'Family' || n",
            team_id=team,
            is_active="true",
        )
        first_worker = "(SELECT min(id) FROM workforce_worker WHERE NOT is_system)"
        self.fill(
            "workforce_rolegrant",
            self.workers,
            worker_id=f"{first_worker} + n - 1",
            role=f"CASE WHEN n <= {TEAMS} THEN 'practice_manager' "
            f"WHEN n = {self.workers} THEN 'senior_leader' ELSE 'social_worker' END",
            reason="'Needed for the work of the team'",
            starts_on="'2020-01-01'",
            approved_at="now()",
            proposed_by_id="(SELECT id FROM workforce_worker WHERE is_system)",
            approved_by_id=f"{first_worker} + {self.workers}",
        )
        self.fill("frontdoor_agency", 50, name="'Agency ' || n", source_code="'2A'", sector="'education'")
        return team, f"{first_worker} + n % {self.workers}"

    def _people_and_cases(self, team: str, worker: str) -> None:
        self.fill(
            "frontdoor_person",
            self.people,
            given_names="'Child' || n % 900",
            family_name="'Name' || n % 5000",
            birth_date="current_date - (n % 6000)",
            birth_date_known="'exact'",
            sex="CASE n % 2 WHEN 0 THEN 'M' ELSE 'F' END",
            ethnicity="'WBRI'",
            is_child="true",
            restricted="n % 1000 = 0",
        )
        first_person = "(SELECT min(id) FROM frontdoor_person)"
        self._contacts(first_person, worker)
        self._referrals(first_person, team, worker)
        self._drafts(first_person)

    def _drafts(self, first_person: str) -> None:
        """Contacts that are written and only have to be sent: what the measured worker does again and again."""
        self.fill(
            "frontdoor_draft",
            DRAFTS,
            worker_id=f"(SELECT id FROM workforce_worker WHERE email = '{WRITER}')",
            form="'contact'",
            data="jsonb_build_object('key', gen_random_uuid(), 'adults', '[]'::jsonb, "
            f"'sections', '{json.dumps(ANSWERS)}'::jsonb, "
            f"'children', jsonb_build_array(jsonb_build_object('person', {first_person} + 1 + n % 90)))",
        )

    def _contacts(self, first_person: str, worker: str) -> None:
        contacts = self.cases * 3
        decided = f"n <= {contacts} - {OPEN_CONTACTS}"
        triaged = f"({decided} OR n % 4 > 0)"
        age = f"interval '3650 days' * (({contacts} - n)::float8 / {contacts})"
        self.fill(
            "frontdoor_contact",
            contacts,
            received_at=f"now() - {age}",
            recorded_by_id=worker,
            method="'telephone'",
            source_code="'2A'",
            agency_id="(SELECT min(id) FROM frontdoor_agency) + n % 50",
            concern="'What was told about the child, in a few sentences of ordinary length. ' || n",
            claimed_consent="'agreed'",
            rag=f"CASE WHEN {triaged} THEN (ARRAY['red','amber','green'])[1 + n % 3] ELSE '' END",
            rag_reason=f"CASE WHEN {triaged} THEN 'Told by a professional who knows the child' ELSE '' END",
            triage_due_at=f"now() - {age} + interval '2 hours'",
            triaged_at=f"CASE WHEN {triaged} THEN now() - {age} + interval '1 hour' END",
            triaged_by_id=f"CASE WHEN {triaged} THEN {worker} END",
            decision_due_at=f"now() - {age} + interval '1 day'",
            decided_at=f"CASE WHEN {decided} THEN now() - {age} + interval '20 hours' END",
            decided_by_id=f"CASE WHEN {decided} THEN {worker} END",
            version="1",
        )
        self.fill(
            "frontdoor_contactchild",
            contacts,
            contact_id="(SELECT min(id) FROM frontdoor_contact) + n - 1",
            child_id=f"{first_person} + n % {self.people}",
        )

    def _referrals(self, first_person: str, team: str, worker: str) -> None:
        """The last are open, one a child."""
        is_open = f"n > {self.cases} - {self.opened}"
        received = f"current_date - CASE WHEN {is_open} THEN n % 120 ELSE 120 + n % 3500 END"
        child = (
            f"{first_person} + "
            f"CASE WHEN {is_open} THEN n - ({self.cases} - {self.opened}) - 1 ELSE n % {self.people} END"
        )
        closed = f"CASE WHEN {is_open} THEN NULL ELSE {received} + 60 END"
        self.fill(
            "frontdoor_referral",
            self.cases,
            child_id=child,
            team_id=team,
            received_on=received,
            source_code="'2A'",
            primary_need="'N1'",
            accepted_by_id=worker,
            allocated_on=received,
            closed_on=closed,
            closed_by_id=f"CASE WHEN {is_open} THEN NULL ELSE {worker} END",
            closure_reason=f"CASE WHEN {is_open} THEN '' ELSE 'RC7' END",
        )
        referral = "(SELECT min(id) FROM frontdoor_referral) + n - 1"
        self.fill(
            "cases_allocation",
            self.cases,
            child_id=child,
            referral_id=referral,
            worker_id=worker,
            role="'lead'",
            started_on=received,
            allocated_by_id=worker,
            rationale="'Has room and knows the area'",
            ended_on=closed,
            ended_by_id=f"CASE WHEN {is_open} THEN NULL ELSE {worker} END",
        )
        done = f"CASE WHEN {is_open} AND n % 3 > 0 THEN NULL ELSE {received} + 40 END"
        self.fill(
            "cases_assessment",
            self.cases,
            referral_id=referral,
            child_id=child,
            referral_received_on=received,
            started_on=received,
            due_on=f"{received} + 63",
            opened_by_id=worker,
            authorised_on=done,
            authorised_by_id=f"CASE WHEN {done} IS NULL THEN NULL ELSE {worker} END",
            shared_on=done,
            shared_by_id=f"CASE WHEN {done} IS NULL THEN NULL ELSE {worker} END",
            finished_on=done,
            version="1",
        )
