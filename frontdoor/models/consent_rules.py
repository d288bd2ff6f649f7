"""What consent has to say about a manager's decision: who has read the contact, who was told, who said no (2.5)."""

import pgtrigger

from frontdoor.core.records import BRINGING_IN
from frontdoor.core.refusals import refuses
from frontdoor.models.answers import NO, is_answered, latest_answers
from frontdoor.models.contacts import NOT_TRIAGED
from frontdoor.models.telling import NOT_TOLD, STILL_NOT_TOLD, family_not_told

REFUSED_BELOW = (
    "The family said no, and this level of need is below the threshold of social care. Only advice, an offer of early "
    "help, no further action or handing the contact on can follow."
)

NEEDS_A_YES = ("REF17", "REF47", "EMG", "RET")
"""Outcomes that set social care to work with a family, or turn the contact away for what is missing (C07, C13)."""

_CODES = ", ".join(f"'{code}'" for code in NEEDS_A_YES)

# Nothing is turned away, for want of consent or anything else, before a social worker has read it for risk (C13).
READ_FOR_RISK = refuses(
    "decision_read_for_risk",
    sentence=NOT_TRIAGED,
    operation=pgtrigger.Insert,
    when=f"""
        NEW.legacy_key IS NULL AND NOT {BRINGING_IN} AND EXISTS (
            SELECT 1 FROM frontdoor_contact c WHERE c.id = NEW.contact_id AND c.triaged_at IS NULL)
    """,  # noqa: S608 - no value of a user stands in this text
)

# An urgent decision goes before: its family is told, or put off with a reason, before its record is complete (C11).
FAMILY_IS_TOLD = refuses(
    "decision_family_is_told",
    sentence=NOT_TOLD,
    operation=pgtrigger.Insert,
    when=f"""
        NEW.legacy_key IS NULL AND NOT NEW.urgent AND NOT {BRINGING_IN} AND {family_not_told("NEW.contact_id")}
    """,
)

FAMILY_IS_TOLD_IN_THE_END = refuses(
    "completion_family_is_told",
    sentence=STILL_NOT_TOLD,
    operation=pgtrigger.Insert | pgtrigger.Update,
    when=f"""
        NEW.finished_on IS NOT NULL AND (TG_OP = 'INSERT' OR OLD.finished_on IS NULL) AND NOT {BRINGING_IN}
        AND {family_not_told("(SELECT d.contact_id FROM frontdoor_decision d WHERE d.id = NEW.decision_id)")}
    """,  # noqa: S608 - no value of a user stands in this text
)

NO_AND_BELOW_THRESHOLD = refuses(
    "outcome_of_a_no_below_threshold",
    sentence=REFUSED_BELOW,
    operation=pgtrigger.Insert,
    when=f"""
        NOT {BRINGING_IN} AND NEW.outcome IN ({_CODES})
        AND NOT EXISTS (SELECT 1 FROM frontdoor_thresholdlevel l WHERE l.id = NEW.level_id AND l.statutory)
        AND EXISTS (
            SELECT 1 FROM frontdoor_decision d CROSS JOIN (VALUES ('B'), ('C')) asked(kind)
            CROSS JOIN LATERAL {latest_answers("NEW.child_id", "asked.kind", "d.contact_id")} latest
            WHERE d.id = NEW.decision_id AND latest.status IN ({NO}) AND NOT {is_answered("latest")})
    """,  # noqa: S608 - the codes of an enumeration
)
