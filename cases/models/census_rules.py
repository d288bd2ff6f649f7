"""Rules of the children in need census about the work on a case (domain.md 4.3, by number), as triggers."""

import pgtrigger

from frontdoor.core.records import BRINGING_IN
from frontdoor.core.refusals import refuses

ON_AN_OPEN_CASE = "This begins in an open case. This one is closed, or nothing was to be done in it."
NOT_BEFORE_THE_CASE = (
    "The strategy discussion was held before this case began. Hold one in this case, or correct when the contact came "
    "in."
)


def on_an_open_case(table: str) -> pgtrigger.Trigger:
    """Nothing begins in a case that is closed (8565) or in which nothing was to be done (8831, 8832, 4000).

    ``table`` is the name of the model. Rows of the former system come as they are.
    """
    return refuses(
        f"{table}_a_case_is_open",
        sentence=ON_AN_OPEN_CASE,
        operation=pgtrigger.Insert,
        when=f"""
            NEW.legacy_key IS NULL AND NOT {BRINGING_IN} AND EXISTS (
                SELECT 1 FROM frontdoor_referral r
                WHERE r.id = NEW.referral_id AND (r.closed_on IS NOT NULL OR r.no_further_action))
        """,  # noqa: S608 - no user's text
    )


ENQUIRY_AFTER_REFERRAL = refuses(
    "section47_starts_after_referral",  # 2889
    sentence=NOT_BEFORE_THE_CASE,
    operation=pgtrigger.Insert | pgtrigger.UpdateOf("started_on", "referral_id"),
    when=f"""
        NEW.legacy_key IS NULL AND NOT {BRINGING_IN}
        AND (TG_OP = 'INSERT' OR (NEW.started_on, NEW.referral_id) IS DISTINCT FROM (OLD.started_on, OLD.referral_id))
        AND EXISTS (
            SELECT 1 FROM frontdoor_referral r WHERE r.id = NEW.referral_id AND r.received_on > NEW.started_on)
    """,  # noqa: S608 - no user's text
)
