"""The app's name."""

from frontdoor.core import house


class AuditsConfig(house.HouseConfig):
    name = "audits"
    verbose_name = "Audits"
