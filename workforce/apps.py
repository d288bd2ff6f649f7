"""The app's name."""

from frontdoor.core import house


class WorkforceConfig(house.HouseConfig):
    name = "workforce"
    verbose_name = "Workforce"
