"""What consent has to say about a manager's decision: who has read the contact, who was told, who said no (2.5)."""

import pgtrigger

from frontdoor.core.records import BRINGING_IN
from frontdoor.core.refusals import TODAY_SQL, refuses
from frontdoor.models.answers import ANSWER, NO, giver
from frontdoor.models.contacts import NOT_TRIAGED
from frontdoor.models.telling import NOT_TOLD, TELLING_CLOCK

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

# An urgent decision goes before: its family stays on the list of those to be told.
FAMILY_IS_TOLD = refuses(
    "decision_family_is_told",
    sentence=NOT_TOLD,
    operation=pgtrigger.Insert,
    when=f"""
        NEW.legacy_key IS NULL AND NOT NEW.urgent AND NOT {BRINGING_IN} AND EXISTS (
            SELECT 1 FROM frontdoor_consentoverride o
            WHERE o.contact_id = NEW.contact_id AND o.decision = 'approved' AND (
                NOT EXISTS (SELECT 1 FROM frontdoor_familytelling t WHERE t.override_id = o.id)
                OR EXISTS (SELECT 1 FROM frontdoor_familytelling t
                           WHERE t.override_id = o.id AND t.told_on IS NULL
                             AND (t.put_off_on IS NULL OR {TELLING_CLOCK.past_due_sql("t", TODAY_SQL)}))))
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
            SELECT 1 FROM (
                SELECT DISTINCT ON (e.kind, {giver("e")}) e.*
                FROM frontdoor_consentevent e JOIN frontdoor_decision d ON d.contact_id = e.contact_id
                WHERE d.id = NEW.decision_id AND e.child_id = NEW.child_id AND e.kind IN ('B', 'C')
                  AND e.status IN ({ANSWER})
                ORDER BY e.kind, {giver("e")}, e.happened_at DESC, e.id DESC) latest
            WHERE latest.status IN ({NO}) AND NOT EXISTS (
                SELECT 1 FROM frontdoor_consentmatter m
                WHERE m.contact_id = latest.contact_id AND m.child_id = NEW.child_id AND m.kind = latest.kind
                  AND m.decision = 'rely' AND m.decided_at >= latest.recorded_at))
    """,  # noqa: S608 - the codes of an enumeration
)
