"""What must not be, asked of the settings at every start."""

from typing import Any

from django.conf import settings
from django.core import checks

THIS_MACHINE = {"127.0.0.1", "localhost", "[::1]"}
ONE_CLICK_IN_PUBLIC = checks.Error(
    "DEMO is on where others can reach this installation: anybody could sign in as anybody.",
    hint="Use frontdoor.config.settings.production, which has no personas.",
    id="frontdoor.E001",
)

PARTNERS_BY_PASSWORD_ALONE = checks.Error(
    "PARTNERS_NEED_A_SECOND_FACTOR is off: people of other agencies would sign in with a password alone.",
    hint="Only an invented authority (DEMO) may do without.",
    id="frontdoor.E002",
)


@checks.register
def personas_stay_on_this_machine(**_: Any) -> list[checks.CheckMessage]:
    """Personas are for an invented authority on the loopback address."""
    return [ONE_CLICK_IN_PUBLIC] if settings.DEMO and not set(settings.ALLOWED_HOSTS) <= THIS_MACHINE else []


@checks.register
def partners_prove_who_they_are(**_: Any) -> list[checks.CheckMessage]:
    """A second factor is left out among invented people alone."""
    return [] if settings.PARTNERS_NEED_A_SECOND_FACTOR or settings.DEMO else [PARTNERS_BY_PASSWORD_ALONE]
