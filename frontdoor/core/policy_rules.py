"""What the database refuses of clocks and limits, and in which words: their past stays, and limits lie in order."""

import pgtrigger

from frontdoor.core.records import BRINGING_IN
from frontdoor.core.refusals import TODAY_SQL, refuses

POPULATION = "POPULATION-U18"
"""How many children under 18 live in the area of the authority: what rates per 10,000 are reckoned with (K19)."""
POPULATION_SOURCED = "Say where the number of children comes from and of which year it is. It is not of one team."
HAS_COUNTED = "This period started before today, and what was promised under it stays promised. Add a new one instead."
FROM_TODAY = "A new period starts today or later: what was promised under the old one stays promised."
OUT_OF_ORDER = (
    "From {day} one caseload limit would lie above the next: amber comes first, then red, critical and the alarm. "
    "Change the other limit first."
)
LADDERS = (
    ("CASELOAD-AMBER", "CASELOAD-RED", "CASELOAD-CRITICAL", "CASELOAD-ALARM"),
    ("CASELOAD-ASYE-AMBER", "CASELOAD-ASYE-RED", "CASELOAD-CRITICAL", "CASELOAD-ALARM"),
)
"""Limits of which none lies above the next: those of a full-time post, and those of somebody in the first year."""

_CODES = ", ".join(f"'{code}'" for code in sorted({code for ladder in LADDERS for code in ladder}))
_STEPS = ", ".join(
    f"('{lower}', '{upper}')"
    for lower, upper in sorted({step for ladder in LADDERS for step in zip(ladder, ladder[1:], strict=False)})
)

PAST_STAYS = refuses(
    "policy_past_stays",
    sentence=HAS_COUNTED,
    operation=pgtrigger.Update,
    when=f"NOT {BRINGING_IN} AND OLD.valid_from < {TODAY_SQL}",
)
FROM_TODAY_ON = refuses(
    "policy_starts_today_or_later",
    sentence=FROM_TODAY,
    operation=pgtrigger.Insert | pgtrigger.Update,
    when=f"NOT {BRINGING_IN} AND NEW.valid_from < {TODAY_SQL}",
)


def _in_force(step: str) -> str:
    """SQL: the value of the limit in a column of ``steps`` on a day, the team's own before the authority's."""
    return f"""(SELECT p.value FROM frontdoor_policyperiod p
                WHERE p.code = s.{step} AND p.valid_from <= d.day AND (p.team_id IS NULL OR p.team_id = t.team)
                ORDER BY p.team_id IS NULL, p.valid_from DESC LIMIT 1)"""  # noqa: S608 - a column of ours


LIMITS_IN_ORDER = pgtrigger.Trigger(
    name="policy_limits_in_order",
    when=pgtrigger.After,
    operation=pgtrigger.Insert | pgtrigger.Update,
    declare=[("since", "date"), ("broken", "date")],
    func=f"""
        IF NEW.code NOT IN ({_CODES}) THEN
            RETURN NULL;
        END IF;
        since := least(NEW.valid_from, OLD.valid_from);
        SELECT min(d.day) INTO broken
        FROM (SELECT since AS day UNION SELECT p.valid_from FROM frontdoor_policyperiod p
              WHERE p.code IN ({_CODES}) AND p.valid_from >= since) d
        CROSS JOIN (SELECT NULL::bigint AS team UNION SELECT p.team_id FROM frontdoor_policyperiod p
                    WHERE p.code IN ({_CODES})) t
        CROSS JOIN (VALUES {_STEPS}) s (lower, upper)
        WHERE {_in_force("lower")} > {_in_force("upper")};
        IF broken IS NOT NULL THEN
            RAISE EXCEPTION '{OUT_OF_ORDER.format(day="%")}', to_char(broken, 'FMDD FMMonth YYYY')
                USING ERRCODE = 'check_violation', CONSTRAINT = 'policy_limits_in_order';
        END IF;
        RETURN NULL;
    """,  # noqa: S608 - no value of a user stands in this text
)
"""Weighed is each day on which a limit changes, for the authority and for each team with limits of its own."""

POLICY_RULES = [PAST_STAYS, FROM_TODAY_ON, LIMITS_IN_ORDER]
