"""For how long a yes counts: a local rule, as dated policy (C-YES). What was asked while it counted goes on."""

from datetime import date, datetime

from django.db.models import Subquery

from frontdoor.core.policy import PolicyPeriod
from frontdoor.core.refusals import TODAY_SQL
from frontdoor.core.timescales import CONSENT_COUNTS
from frontdoor.core.working_days import london_date

ASK_AGAIN = "Ask again: an agreement counts for a limited time."
TOO_OLD = "The agreement of {day:%-d %B %Y} is more than {days} days old. {again}"


def counted_days(on: date) -> Subquery:
    """How many days a yes counts by the rule in force on a day; None before there was one."""
    rows = PolicyPeriod.objects.of(CONSENT_COUNTS.code).filter(team=None, valid_from__lte=on)
    return Subquery(rows.order_by("-valid_from").values("value")[:1])


def too_old_sql(event: str) -> str:
    """SQL: a yes was given longer ago than one counts today."""
    return f"""({event}.happened_at AT TIME ZONE 'Europe/London')::date < {TODAY_SQL} - (
            SELECT p.value FROM frontdoor_policyperiod p
            WHERE p.code = '{CONSENT_COUNTS.code}' AND p.team_id IS NULL AND p.valid_from <= {TODAY_SQL}
            ORDER BY p.valid_from DESC LIMIT 1)"""  # noqa: S608 - a code of ours


def too_old(happened_at: datetime, days: int | None) -> str:
    """What is said of a yes that counts no more."""
    return TOO_OLD.format(day=london_date(happened_at), days=days, again=ASK_AGAIN)
