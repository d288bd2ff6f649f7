"""Whose signature joins records: theirs who sees both; of adults, who sees every family an adult may belong to."""

import pgtrigger

from frontdoor.core.records import BRINGING_IN
from frontdoor.core.refusals import refuses
from frontdoor.models.rights import holds

SEES_NOT_BOTH = "Records of adults are joined, left or parted by a service manager, who sees every family of theirs."

ONE_IS_HIDDEN = "Two records are proposed, joined or parted by people from whom neither is hidden."

_AN_ADULT = """EXISTS (
            SELECT 1 FROM frontdoor_person p WHERE p.id IN (NEW.survivor_id, NEW.merged_id) AND NOT p.is_child)"""


def _is_signed_by_another(which: str) -> str:
    signer, moment = f"NEW.{which}_by_id", f"NEW.{which}_at"
    signs = f"{signer} IS NOT NULL AND (TG_OP = 'INSERT' OR OLD.{which}_by_id IS NULL)"
    return f"({signs} AND NOT {holds(signer, 'service_manager', at=moment)})"


SIGNED_BY_WHO_SEES_BOTH = refuses(
    "merge_of_adults_by_who_sees_both",
    sentence=SEES_NOT_BOTH,
    operation=pgtrigger.Insert | pgtrigger.Update,
    when=f"""
        ({_is_signed_by_another("decided")} OR {_is_signed_by_another("undone")})
        AND {_AN_ADULT}
    """,
)


def _is_hidden_from(signer: str, person: str) -> str:
    """SQL: a tie, or a restriction without a name upon it, hides a record from a worker (as ``people.what_hides``)."""
    return f"""(
            EXISTS (SELECT 1 FROM frontdoor_conflictofinterest t
                    WHERE t.worker_id = {signer} AND t.person_id = {person})
            OR EXISTS (SELECT 1 FROM frontdoor_person p WHERE p.id = {person} AND p.restricted AND NOT EXISTS (
                SELECT 1 FROM frontdoor_accessgrant g
                WHERE g.worker_id = {signer} AND g.person_id = p.id AND g.kind = 'restricted'
                  AND g.expires_at > clock_timestamp())))"""  # noqa: S608 - no value of a user stands in this text


def _signs_unseen(signer: str, *records: str) -> str:
    hidden = " OR ".join(_is_hidden_from(f"NEW.{signer}", f"NEW.{record}") for record in records)
    is_new = f"(TG_OP = 'INSERT' OR NEW.{signer} IS DISTINCT FROM OLD.{signer})"
    return f"NEW.{signer} IS NOT NULL AND {is_new} AND ({hidden})"


_BOTH = ("survivor_id", "merged_id")

SIGNED_BY_WHOM_NONE_IS_HIDDEN_FROM = refuses(
    "merge_signed_by_who_sees_both",
    sentence=ONE_IS_HIDDEN,
    operation=pgtrigger.Insert | pgtrigger.Update,
    when=f"""
        NOT {BRINGING_IN} AND (
            {_signs_unseen("proposed_by_id", *_BOTH)} OR {_signs_unseen("decided_by_id", *_BOTH)}
            OR {_signs_unseen("undone_by_id", "survivor_id")})
    """,
)
"""What hid either record hides the one that they have become: before they are parted, that one is asked."""
