"""Who may give and take roles: two administrators, each in person, and nobody of themselves."""

import pgtrigger

from frontdoor.core.records import BRINGING_IN
from frontdoor.core.refusals import refuses
from frontdoor.models.rights import AN_ADMINISTRATOR_ACTS, THE_SYSTEM_ACTS, is_not_now, is_not_the_actor
from workforce.permissions import SIGNED_BY_ADMINISTRATORS

OWN_GRANT = "Nobody can grant a role to themselves, and the person who proposes a role cannot approve it."
PARTNER_OF_ONE_AGENCY = (
    "A partner referrer belongs to one agency and holds no other role, and nobody of an agency holds another role."
)
ADMINISTRATOR_HOLDS_NO_CASES = "A system administrator cannot hold a role that opens children's records."
TAKEN_AWAY_WHOLE = "Only a role that was approved is taken away, and the record says when and by whom."
TAKEN_AWAY_FOR_GOOD = (
    "A role is taken away by an administrator in person, now and for good. Propose it anew when the worker returns."
)
GRANT_STAYS = "Whose role it is, which, from when and who proposed it stay. Propose another one."

_HOLDS_NO_CASES = refuses(
    "administrator_holds_no_cases",
    sentence=ADMINISTRATOR_HOLDS_NO_CASES,
    operation=pgtrigger.Insert | pgtrigger.Update,
    when="""
        NEW.refused_at IS NULL AND NEW.ended_at IS NULL AND EXISTS (
            SELECT 1 FROM workforce_rolegrant g
            WHERE g.worker_id = NEW.worker_id AND g.id <> NEW.id AND g.refused_at IS NULL AND g.ended_at IS NULL
              AND g.starts_on <= coalesce(NEW.ends_on, 'infinity') AND NEW.starts_on <= coalesce(g.ends_on, 'infinity')
              AND NEW.starts_on <= coalesce(NEW.ends_on, 'infinity')
              AND (g.role = 'system_administrator') <> (NEW.role = 'system_administrator'))
    """,
)


_OF_ONE_AGENCY = refuses(
    "partner_of_one_agency",
    sentence=PARTNER_OF_ONE_AGENCY,
    operation=pgtrigger.Insert | pgtrigger.Update,
    when="""
        NEW.refused_at IS NULL
        AND (TG_OP = 'INSERT' OR NEW.role <> OLD.role OR NEW.worker_id <> OLD.worker_id)
        AND (NEW.role = 'partner_referrer')
            <> (SELECT w.agency_id IS NOT NULL FROM workforce_worker w WHERE w.id = NEW.worker_id)
    """,
)

_SIGNED = refuses(
    "grant_signed_in_person",
    sentence=SIGNED_BY_ADMINISTRATORS,
    operation=pgtrigger.Insert | pgtrigger.Update,
    when=f"""
        NOT {BRINGING_IN} AND NOT {THE_SYSTEM_ACTS} AND (
            NOT {AN_ADMINISTRATOR_ACTS} OR NOT {is_not_the_actor("NEW.worker_id")}
            OR TG_OP = 'INSERT' AND (
                {is_not_the_actor("NEW.proposed_by_id")} OR NEW.approved_by_id IS NOT NULL
                OR NEW.refused_by_id IS NOT NULL)
            OR TG_OP = 'UPDATE' AND (
                NEW.approved_by_id IS NOT NULL AND (NEW.approved_by_id, NEW.approved_at)
                    IS DISTINCT FROM (OLD.approved_by_id, OLD.approved_at) AND {is_not_the_actor("NEW.approved_by_id")}
                OR NEW.refused_by_id IS NOT NULL AND (NEW.refused_by_id, NEW.refused_at)
                    IS DISTINCT FROM (OLD.refused_by_id, OLD.refused_at) AND {is_not_the_actor("NEW.refused_by_id")}))
    """,
)
"""The system signs the first two administrators, whom nobody else can."""

_GRANT = ("worker_id", "role", "stands_in_for_id", "starts_on", "proposed_by_id", "proposed_at")
_STAYS = refuses(
    "grant_of_a_role_stays",
    sentence=GRANT_STAYS,
    operation=pgtrigger.Update,
    when=f"""
        NOT {BRINGING_IN} AND ({", ".join(f"NEW.{column}" for column in _GRANT)})
        IS DISTINCT FROM ({", ".join(f"OLD.{column}" for column in _GRANT)})
    """,
)

_TAKEN_AWAY = refuses(
    "grant_taken_away_now_for_good",
    sentence=TAKEN_AWAY_FOR_GOOD,
    operation=pgtrigger.Insert | pgtrigger.Update,
    when=f"""
        NOT {BRINGING_IN} AND (NEW.ended_at, NEW.ended_by_id) IS DISTINCT FROM (OLD.ended_at, OLD.ended_by_id)
        AND (OLD.ended_at IS NOT NULL OR {is_not_now("NEW.ended_at")} OR {is_not_the_actor("NEW.ended_by_id")})
    """,
)
"""Whoever returns on the day has none of it, and what was signed in that morning stays signed."""

GRANT_RULES = [_HOLDS_NO_CASES, _OF_ONE_AGENCY, _SIGNED, _STAYS, _TAKEN_AWAY]
