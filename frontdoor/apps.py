"""The app's name."""

from frontdoor.core import house


class FrontDoorConfig(house.HouseConfig):
    name = "frontdoor"
    verbose_name = "The front door"
