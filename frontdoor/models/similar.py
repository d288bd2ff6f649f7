"""By what a decided outcome is found again beside a new contact: short keys, read by index, never a scan.

Keys are derived from the contact, its risks and the indicators. ``index`` writes them and can be run again at any time.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db import connection, models

from frontdoor.models.decisions import ChildOutcome

LATEST_OF_EACH_KEY = 60
CANDIDATES = 40

AGE_BANDS = ((1, "under 1"), (5, "1 to 4"), (10, "5 to 9"), (16, "10 to 15"))
OLDEST = "16 or older"
NO_AGE = "unborn or not known"

_RECEIVED = "(c.received_at AT TIME ZONE 'Europe/London')::date"
_YEARS = f"date_part('year', age({_RECEIVED}, p.birth_date))"
_BAND = (
    f"CASE WHEN p.birth_date IS NULL OR p.birth_date > {_RECEIVED} THEN '{NO_AGE}' "
    + " ".join(f"WHEN {_YEARS} < {years} THEN '{words}'" for years, words in AGE_BANDS)
    + f" ELSE '{OLDEST}' END"
)
_KEYS_OF_CONTACT = f"""
    SELECT 'agency:' || c.agency_id || ':' || c.rag AS key FROM frontdoor_contact c
        WHERE c.id = this.contact_id AND c.agency_id IS NOT NULL AND c.rag <> ''
    UNION ALL SELECT 'source:' || c.source_code || ':' || c.rag FROM frontdoor_contact c
        WHERE c.id = this.contact_id AND c.agency_id IS NULL AND c.rag <> ''
    UNION ALL SELECT 'age:' || c.rag || ':' || {_BAND} FROM frontdoor_contact c
        JOIN frontdoor_person p ON p.id = this.child_id WHERE c.id = this.contact_id AND c.rag <> ''
    UNION ALL SELECT 'harm:' || r.harm || ':' || {_BAND} FROM frontdoor_riskflag r
        JOIN frontdoor_contact c ON c.id = r.contact_id
        JOIN frontdoor_person p ON p.id = this.child_id WHERE r.contact_id = this.contact_id
"""  # noqa: S608 - no user's text


class OutcomeKey(models.Model):
    """One key of one decided outcome, with the moment of the decision, so that the latest of a key are read first."""

    outcome = models.ForeignKey(ChildOutcome, on_delete=models.PROTECT, related_name="keys")
    key = models.CharField(max_length=60)
    decided_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["outcome", "key"], name="outcome_key_once")]
        indexes = [models.Index(fields=["key", "-decided_at"], include=["outcome"], name="outcome_key_latest")]

    def __str__(self) -> str:
        return self.key


def index(decisions: Iterable[int]) -> None:
    """Write the keys of the outcomes of these decisions; those that are there stay."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            INSERT INTO frontdoor_outcomekey (outcome_id, key, decided_at)
            SELECT this.outcome_id, k.key, this.decided_at
            FROM (SELECT o.id AS outcome_id, o.child_id, d.contact_id, d.decided_at
                  FROM frontdoor_childoutcome o JOIN frontdoor_decision d ON d.id = o.decision_id
                  WHERE d.id = ANY(%s)) this
            CROSS JOIN LATERAL (
                {_KEYS_OF_CONTACT}
                UNION ALL SELECT 'sign:' || coalesce(i.origin_id, i.id) FROM frontdoor_outcomeindicator oi
                    JOIN frontdoor_thresholdindicator i ON i.id = oi.indicator_id WHERE oi.outcome_id = this.outcome_id
            ) k
            ON CONFLICT DO NOTHING
            """,  # noqa: S608 - no user's text
            [list(decisions)],
        )


def keys_of(contact_id: int) -> set[str]:
    """The keys that a contact has before it is decided: agency, urgency, ages, risks."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT DISTINCT k.key FROM frontdoor_contactchild this CROSS JOIN LATERAL ({_KEYS_OF_CONTACT}) k
            WHERE this.contact_id = %s
            """,  # noqa: S608 - no user's text
            [contact_id],
        )
        return {key for (key,) in cursor.fetchall()}


def nearest(keys: Iterable[str], *, since: datetime, before: datetime) -> list[int]:
    """The ids of the outcomes decided in between that share most keys, the most alike first; one query.

    Of each key only the latest are looked at, so that the work is the same among a thousand outcomes and a million.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT near.outcome_id FROM unnest(%s::text[]) AS wanted(key)
            CROSS JOIN LATERAL (
                SELECT o.outcome_id, o.decided_at FROM frontdoor_outcomekey o
                WHERE o.key = wanted.key AND o.decided_at >= %s AND o.decided_at < %s
                ORDER BY o.decided_at DESC LIMIT %s
            ) near
            GROUP BY near.outcome_id
            ORDER BY count(*) DESC, max(near.decided_at) DESC, near.outcome_id
            LIMIT %s
            """,
            [sorted(keys), since, before, LATEST_OF_EACH_KEY, CANDIDATES],
        )
        return [outcome_id for (outcome_id,) in cursor.fetchall()]
