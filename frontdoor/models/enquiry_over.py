"""Whether a strategy meeting started a section 47 enquiry, and whether it is over, as SQL for the triggers (C04).

``strategy_grounds`` says the same for people. Meetings and enquiries stand in another app: they are named by their
tables.
"""

from frontdoor.core.refusals import TODAY_SQL
from frontdoor.core.timed import Clock

AGAIN_CLOCK = Clock("AGAIN", started="met_on", due="reconvene_due_on", finished="met_again_on")
"""A meeting that decided without its quorum is held again by a day (domain.md 10); asked of ``to_hold_again``."""

FOR, AGAINST = "s47", "none"
"""What a strategy meeting decides about a child: a section 47 enquiry, or none."""


def ended(row: str) -> str:
    """SQL: the enquiry behind an alias is over: an outcome but a conference, or the conference held or not needed."""
    return (
        f"({row}.conference_not_needed IS TRUE OR {row}.conference_on IS NOT NULL"
        f" OR {row}.authorised_on IS NOT NULL AND {row}.outcome <> 'icpc')"
    )


def goes_on(child: str) -> str:
    """SQL: an enquiry about the child in a column goes on."""
    return f"""EXISTS (
            SELECT 1 FROM cases_section47 other WHERE other.child_id = {child} AND NOT {ended("other")})"""  # noqa: S608


def _has_ended(*, child: str, since: str) -> str:
    """SQL: an enquiry about the child that went on or began at a moment has ended, and none goes on."""
    return f"""(NOT {goes_on(child)} AND EXISTS (
            SELECT 1 FROM cases_section47 past
            WHERE past.child_id = {child} AND {ended("past")}
              AND coalesce(greatest(past.authorised_on, past.not_needed_on, past.conference_on), past.started_on)
                  >= ({since} AT TIME ZONE 'Europe/London')::date))"""  # noqa: S608 - no value of a user stands here


def over(*, child: str, contact: str, since: str) -> str:
    """SQL: of a meeting held at a moment, the enquiry has ended, or the discussion held last decided against one.

    Each is a column or an expression: a child, a contact, the moment at which the meeting was held. Signed discussions
    count, by when they were held: a record may be signed days later.
    """
    return f"""({_has_ended(child=child, since=since)}
        OR EXISTS (
            SELECT 1 FROM frontdoor_consentevent ended
            WHERE ended.contact_id = {contact} AND ended.child_id = {child} AND ended.status = 'GROUND_ENDED'
              AND ended.happened_at > {since})
        OR '{AGAINST}' IS NOT DISTINCT FROM (
            SELECT said.decision FROM cases_strategychild said
            JOIN cases_strategymeeting held ON held.id = said.meeting_id
            LEFT JOIN frontdoor_referral of_case ON of_case.id = held.referral_id
            WHERE said.child_id = {child} AND said.decision <> '' AND held.signed_at IS NOT NULL
              AND held.held_at >= {since} AND {contact} IN (held.contact_id, of_case.contact_id)
            ORDER BY held.held_at DESC, held.id DESC LIMIT 1))"""  # noqa: S608 - no value of a user stands in this text


def started(*, child: str, contact: str, meeting: str = "met.id", more: str = "") -> str:
    """SQL: a meeting, or any, started an enquiry about a child of a contact; ``more`` narrows the meeting ``met``."""
    return f"""EXISTS (
            SELECT 1 FROM cases_strategymeeting met
            JOIN cases_strategychild met_about ON met_about.meeting_id = met.id
            LEFT JOIN frontdoor_referral met_case ON met_case.id = met.referral_id
            WHERE met.id = {meeting} AND met.signed_at IS NOT NULL AND met.called_off_at IS NULL
              AND met_about.child_id = {child} AND met_about.decision = '{FOR}'
              AND {contact} IN (met.contact_id, met_case.contact_id) {more})"""  # noqa: S608 - no value of a user


def ran_out(meeting: str, *, child: str, day: str = TODAY_SQL) -> str:
    """SQL: the meeting behind an alias decided without its quorum, and the day to be held again is past on a day.

    It carries on where one with its quorum has been held since: whether the quorum is there is asked of each decision.
    """
    return f"""({meeting}.{AGAIN_CLOCK.due} IS NOT NULL AND {AGAIN_CLOCK.past_due_sql(meeting, day)} AND NOT EXISTS (
            SELECT 1 FROM cases_strategychild again_about
            JOIN cases_strategymeeting again ON again.id = again_about.meeting_id
            WHERE again_about.child_id = {child} AND again_about.decision <> '' AND again.alone_reason = ''
              AND again.called_off_at IS NULL AND again.held_at > {meeting}.held_at))"""  # noqa: S608 - no user's text


def pursued(*, child: str, contact: str) -> str:
    """SQL: a meeting started an enquiry about a child of a contact, which is not over, and still carries it."""
    is_over = over(child=child, contact=contact, since="met.held_at")
    return started(child=child, contact=contact, more=f"AND NOT {is_over} AND NOT {ran_out('met', child=child)}")
