"""Whether the section 47 enquiry that a decision started still makes consent unnecessary, as SQL for the triggers.

``decisions`` says the same for people. What a strategy discussion decides stands in another app: it is named by its
tables.
"""

AGAINST = "none"
"""What a strategy discussion decides about a child for whom there is no section 47 enquiry."""

STARTED = "'REF47', 'EMG'"
"""SQL: the outcomes of CANNOT_WAIT."""


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


def pursued(outcome: str, decision: str) -> str:
    """SQL: by the outcome and decision behind two aliases a decided contact started an enquiry that is not over."""
    return f"""(
        {outcome}.outcome IN ({STARTED})
        AND EXISTS (
            SELECT 1 FROM frontdoor_contact signed
            WHERE signed.id = {decision}.contact_id AND signed.decided_at IS NOT NULL)
        AND NOT {over(child=f"{outcome}.child_id", contact=f"{decision}.contact_id", since=f"{decision}.decided_at")})
    """  # noqa: S608 - no value of a user stands in this text
