"""That whoever stands on a row as its signer wrote it: asked of each column in which somebody signs."""

import pgtrigger

from frontdoor.core.records import BRINGING_IN
from frontdoor.core.refusals import refuses
from frontdoor.models.rights import is_not_the_actor

SIGNED_IN_PERSON = "Whoever writes this signs it: nobody signs in another's name."


def signed_in_person(name: str, *signers: str) -> pgtrigger.Trigger:
    """A trigger that refuses a new signature in one of the columns ``signers`` by anybody but whoever acts."""
    forged = " OR ".join(
        f"NEW.{signer} IS NOT NULL AND {is_not_the_actor(f'NEW.{signer}')}"
        f" AND (TG_OP = 'INSERT' OR NEW.{signer} IS DISTINCT FROM OLD.{signer})"
        for signer in signers
    )
    return refuses(
        name,
        sentence=SIGNED_IN_PERSON,
        operation=pgtrigger.Insert | pgtrigger.Update,
        when=f"NOT {BRINGING_IN} AND ({forged})",
    )
