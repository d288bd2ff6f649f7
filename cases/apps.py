"""The app's name."""

from frontdoor.core import house


class CasesConfig(house.HouseConfig):
    name = "cases"
    verbose_name = "Cases"
