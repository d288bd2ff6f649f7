"""The named rules of what ends at a moment, and of clocks and limits whose past stays."""

from datetime import timedelta

from django.utils import timezone

from frontdoor.core import acting, policy
from frontdoor.models import PolicyPeriod
from tests.factories import workers
from tests.law.rule import TODAY, YESTERDAY, Rule, saved


def grant() -> object:
    return workers.GrantFactory()


def actor(row: object) -> object:
    return acting.current()


def earlier(row: object) -> object:
    return timezone.now() - timedelta(minutes=6)


def seeded() -> object:
    """A clock that has started long ago."""
    return PolicyPeriod.objects.of("T04").earliest("valid_from")


def dated(code: str = "X02", value: int = 1, unit: str = "children") -> object:
    about = {"name": "A clock", "unit": unit, "valid_from": TODAY, "source": "A test", "set_by": acting.current()}
    return saved(PolicyPeriod(code=code, value=value, **about))


RULES = {
    "grant_taken_away_by_somebody": Rule(grant, {"ended_by": actor}, on="update"),
    "grant_taken_away_now_for_good": Rule(grant, {"ended_by": actor, "ended_at": earlier}, on="update"),
    "policy_past_stays": Rule(seeded, {"value": 99}, on="update"),
    "policy_starts_today_or_later": Rule(dated, {"valid_from": YESTERDAY}),
    "policy_within_the_calendar": Rule(lambda: dated(unit="duty_hours"), {"value": 99_999}, on="update"),
    "authority_covers_what_is_promised": Rule(
        policy.authority, {"holidays_covered_until": TODAY + timedelta(days=2000)}, on="update"
    ),
    "policy_limits_in_order": Rule(lambda: dated("CASELOAD-AMBER", 1), {"value": 99}, on="update"),
}
