"""Every worry of the invented authority; that about an unborn child is chosen by the family, not by weight."""

from audits.demo.themes_at_home import DOMESTIC, MENTAL_HEALTH, NEGLECT, PHYSICAL, SUBSTANCES
from audits.demo.themes_beyond import (
    BEHAVIOUR,
    CARE_GAP,
    DISABILITY,
    EXPLOITATION,
    HOUSING,
    SELF_HARM,
    SEXUAL,
    UNBORN,
)

__all__ = ["THEMES", "UNBORN"]

THEMES = (
    DOMESTIC,
    NEGLECT,
    PHYSICAL,
    MENTAL_HEALTH,
    SUBSTANCES,
    EXPLOITATION,
    SELF_HARM,
    BEHAVIOUR,
    SEXUAL,
    HOUSING,
    DISABILITY,
    CARE_GAP,
)
