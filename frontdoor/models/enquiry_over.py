"""Whether a strategy meeting started a section 47 enquiry, and whether it is over, as SQL for the triggers.

``strategy_grounds`` and ``decisions`` say the same for people. Meetings stand in another app: they are named by their
tables.
"""

FOR, AGAINST = "s47", "none"
"""What a strategy meeting decides about a child: a section 47 enquiry, or none."""


def over(*, child: str, contact: str, since: str) -> str:
    """SQL: since a moment the enquiry has ended, or the last signed strategy discussion decided against one.

    Each is a column or an expression: a child, a contact, the moment from which the ground rests on something.
    """
    return f"""(EXISTS (
            SELECT 1 FROM frontdoor_consentevent ended
            WHERE ended.contact_id = {contact} AND ended.child_id = {child} AND ended.status = 'GROUND_ENDED'
              AND ended.happened_at > {since})
        OR '{AGAINST}' IS NOT DISTINCT FROM (
            SELECT said.decision FROM cases_strategychild said
            JOIN cases_strategymeeting held ON held.id = said.meeting_id
            LEFT JOIN frontdoor_referral of_case ON of_case.id = held.referral_id
            WHERE said.child_id = {child} AND said.decision <> '' AND held.signed_at > {since}
              AND {contact} IN (held.contact_id, of_case.contact_id)
            ORDER BY held.signed_at DESC LIMIT 1))"""  # noqa: S608 - no value of a user stands in this text


def started(*, child: str, contact: str, meeting: str = "met.id", more: str = "") -> str:
    """SQL: a meeting, or any, started an enquiry about a child of a contact; ``more`` narrows the meeting ``met``."""
    return f"""EXISTS (
            SELECT 1 FROM cases_strategymeeting met
            JOIN cases_strategychild met_about ON met_about.meeting_id = met.id
            LEFT JOIN frontdoor_referral met_case ON met_case.id = met.referral_id
            WHERE met.id = {meeting} AND met.signed_at IS NOT NULL AND met.called_off_at IS NULL
              AND met_about.child_id = {child} AND met_about.decision = '{FOR}'
              AND {contact} IN (met.contact_id, met_case.contact_id) {more})"""  # noqa: S608 - no value of a user


def pursued(*, child: str, contact: str) -> str:
    """SQL: a meeting started an enquiry about a child of a contact, and it is not over."""
    return started(
        child=child, contact=contact, more=f"AND NOT {over(child=child, contact=contact, since='met.held_at')}"
    )
