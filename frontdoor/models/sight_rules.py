"""Who may be shown a record: the rules on restrictions, on names upon them and on declared ties (reliability.md 2.1).

To close a record takes one manager and works at once. To open one again takes a second.
"""

from datetime import timedelta

import pgtrigger

from frontdoor.core.records import BRINGING_IN
from frontdoor.core.refusals import refuses
from frontdoor.models.rights import A_MOMENT, holds, is_not_now, is_not_the_actor, manages

LONGEST_NAMED = timedelta(days=366)

NOT_A_MANAGER = "Only a practice manager or service manager can say who sees a record."
SIGNED_IN_PERSON = "Who sees a record is said by the manager who signs it, at the time it is said."
WHY_RESTRICTED = "Say in at least 20 characters why the record must be restricted."
WHY_LIFTED = "Say in at least 20 characters why the record need not be restricted any more."
NOT_YOUR_OWN = "Somebody other than the manager who restricted the record must lift the restriction."
LIFTED_BY_TWO = "A restriction ends only when a second manager lifts it."
NOT_RESTRICTED = "This record is not restricted."
RESTRICTION_STAYS = "What was said about a restriction cannot be changed."
GRANT_STAYS = "What was said when a record was opened to a worker cannot be changed. It can only be ended earlier."
GRANT_ENDED = "Say who ended it, when, and in at least 10 characters why."
NAMED_SHORT = "A worker can be named on a restricted record for a year at most."
NAMED_WITH_A_TIE = "This worker has a declared tie to the person and cannot be named."
WHAT_TIE = "Say in at least 5 characters what the tie is."
DECLARED_BY = "A tie is declared by the worker who has it, by the manager of the worker's team or by a service manager."
DECLARED_ALREADY = "This tie is declared already."

_NOW = "clock_timestamp()"


def _copied(table: str, *columns: str) -> str:
    """SQL: the same was said of another record, and this row says it of one that was made in this very act (a twin)
    or parted from that other by whoever acts now."""
    said = " AND ".join(f"o.{column} = NEW.{column}" for column in columns)
    return f"""(
        EXISTS (SELECT 1 FROM {table} o WHERE o.person_id <> NEW.person_id AND {said})
        AND EXISTS (SELECT 1 FROM frontdoor_person p
                    WHERE p.id = NEW.person_id AND p.recorded_at >= transaction_timestamp())
        OR EXISTS (SELECT 1 FROM {table} o JOIN frontdoor_personmerge m ON m.survivor_id = o.person_id
                   WHERE m.merged_id = NEW.person_id AND {said}
                     AND NOT {is_not_the_actor("m.undone_by_id")} AND NOT {is_not_now("m.undone_at")}))"""  # noqa: S608 - ours


RESTRICTED_BY_A_MANAGER = refuses(
    "restriction_by_a_manager",
    sentence=NOT_A_MANAGER,
    operation=pgtrigger.Insert | pgtrigger.Update,
    when=f"""
        NOT {manages("NEW.restricted_by_id", at="NEW.restricted_at")}
        OR NEW.lifted_by_id IS NOT NULL AND NOT {manages("NEW.lifted_by_id", at="NEW.lifted_at")}
    """,
)

RESTRICTION_SIGNED = refuses(
    "restriction_signed_in_person",
    sentence=SIGNED_IN_PERSON,
    operation=pgtrigger.Insert | pgtrigger.Update,
    when=f"""
        NOT {BRINGING_IN} AND (
            TG_OP = 'INSERT' AND (NEW.lifted_at IS NOT NULL
                OR ({is_not_the_actor("NEW.restricted_by_id")} OR {is_not_now("NEW.restricted_at")})
                   AND NOT {_copied("frontdoor_restriction", "restricted_by_id", "restricted_at", "reason")})
            OR TG_OP = 'UPDATE' AND OLD.lifted_at IS NULL AND NEW.lifted_at IS NOT NULL
                AND ({is_not_the_actor("NEW.lifted_by_id")} OR {is_not_now("NEW.lifted_at")}))
    """,
)

RESTRICTION_KEPT = refuses(
    "restriction_stays",
    sentence=RESTRICTION_STAYS,
    operation=pgtrigger.Update,
    when="""
        (NEW.person_id, NEW.reason, NEW.restricted_by_id, NEW.restricted_at)
        IS DISTINCT FROM (OLD.person_id, OLD.reason, OLD.restricted_by_id, OLD.restricted_at)
        OR OLD.lifted_at IS NOT NULL AND (NEW.lifted_by_id, NEW.lifted_at, NEW.lift_reason)
        IS DISTINCT FROM (OLD.lifted_by_id, OLD.lifted_at, OLD.lift_reason)
    """,
)

RESTRICTION_HIDES = refuses(
    "restriction_hides_the_record",
    sentence=NOT_RESTRICTED,
    operation=pgtrigger.Insert,
    when="""
        NEW.lifted_at IS NULL
        AND NOT EXISTS (SELECT 1 FROM frontdoor_person p WHERE p.id = NEW.person_id AND p.restricted)
    """,
)

PERSON_OPENED_BY_TWO = refuses(
    "person_restriction_lifted_by_two",
    sentence=LIFTED_BY_TWO,
    operation=pgtrigger.UpdateOf("restricted"),
    when=f"""
        OLD.restricted AND NOT NEW.restricted AND NOT {BRINGING_IN} AND (
            EXISTS (SELECT 1 FROM frontdoor_restriction r WHERE r.person_id = NEW.id AND r.lifted_at IS NULL)
            OR NOT EXISTS (
                SELECT 1 FROM frontdoor_restriction r WHERE r.person_id = NEW.id
                AND extract(epoch FROM {_NOW} - r.lifted_at) BETWEEN -{A_MOMENT} AND {A_MOMENT})
            AND NOT EXISTS (
                SELECT 1 FROM frontdoor_personmerge m
                WHERE m.survivor_id = NEW.id AND m.decision = 'approved'
                AND m.before->'survivor'->>'restricted' = 'false'
                AND extract(epoch FROM {_NOW} - m.undone_at) BETWEEN -{A_MOMENT} AND {A_MOMENT}))
    """,  # noqa: S608 - no value of a user stands in this text
)

NAMED_BY_A_MANAGER = refuses(
    "grant_on_restricted_by_a_manager",
    sentence=NOT_A_MANAGER,
    operation=pgtrigger.Insert | pgtrigger.Update,
    when=f"""
        NEW.kind = 'restricted' AND NOT {BRINGING_IN} AND (
            TG_OP = 'INSERT' AND NOT {manages("NEW.granted_by_id", at="NEW.granted_at")}
            OR NEW.ended_by_id IS NOT NULL AND NOT {manages("NEW.ended_by_id", at="NEW.ended_at")})
    """,
)

NAMED_IN_PERSON = refuses(
    "grant_on_restricted_in_person",
    sentence=SIGNED_IN_PERSON,
    operation=pgtrigger.Insert | pgtrigger.Update,
    when=f"""
        NEW.kind = 'restricted' AND NOT {BRINGING_IN} AND (
            TG_OP = 'INSERT' AND ({is_not_the_actor("NEW.granted_by_id")} OR {is_not_now("NEW.granted_at")})
                AND NOT {_copied("frontdoor_accessgrant", "worker_id", "granted_by_id", "granted_at", "expires_at")}
            OR TG_OP = 'UPDATE' AND OLD.ended_at IS NULL AND NEW.ended_at IS NOT NULL
                AND ({is_not_the_actor("NEW.ended_by_id")} OR {is_not_now("NEW.ended_at")}))
    """,
)

NAMED_WITHOUT_A_TIE = refuses(
    "grant_on_restricted_without_a_tie",
    sentence=NAMED_WITH_A_TIE,
    operation=pgtrigger.Insert,
    when="""
        NEW.kind = 'restricted' AND EXISTS (
            SELECT 1 FROM frontdoor_conflictofinterest c
            WHERE c.person_id = NEW.person_id AND c.worker_id = NEW.worker_id)
    """,
)

GRANT_ONLY_ENDS = refuses(
    "grant_stays",
    sentence=GRANT_STAYS,
    operation=pgtrigger.Update,
    when="""
        (NEW.worker_id, NEW.person_id, NEW.kind, NEW.reason, NEW.granted_by_id, NEW.granted_at)
        IS DISTINCT FROM (OLD.worker_id, OLD.person_id, OLD.kind, OLD.reason, OLD.granted_by_id, OLD.granted_at)
        OR OLD.ended_at IS NOT NULL AND (NEW.ended_by_id, NEW.ended_at, NEW.end_reason, NEW.expires_at)
        IS DISTINCT FROM (OLD.ended_by_id, OLD.ended_at, OLD.end_reason, OLD.expires_at)
        OR NEW.expires_at > OLD.expires_at
    """,
)

TIE_DECLARED_BY = refuses(
    "conflict_declared_by_the_worker_or_a_manager",
    sentence=DECLARED_BY,
    operation=pgtrigger.Insert,
    when=f"""
        NOT {BRINGING_IN} AND NOT {_copied("frontdoor_conflictofinterest", "worker_id", "declared_by_id", "reason")}
        AND ({is_not_the_actor("NEW.declared_by_id")}
             OR NEW.declared_by_id <> NEW.worker_id
             AND NOT {holds("NEW.declared_by_id", "service_manager", at=_NOW)}
             AND NOT ({holds("NEW.declared_by_id", "practice_manager", at=_NOW)} AND EXISTS (
                 SELECT 1 FROM workforce_worker w JOIN workforce_worker m ON m.team_id = w.team_id
                 WHERE w.id = NEW.worker_id AND m.id = NEW.declared_by_id)))
    """,  # noqa: S608 - no value of a user stands in this text
)
